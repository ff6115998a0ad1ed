"""Finding projects that may be the same: by code, by owner and name, by name and place.

Names are compared by the pairs of neighbouring characters they share (Dice's coefficient), after words
that every project has (重庆市, 两江新区, 项目, 工程) are dropped; 一期 and 二期 stay apart.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from climafin.base.folding import folded
from climafin.base.messages import Message, message
from climafin.domain.project import Value
from climafin.domain.query import Column, ProjectQuery
from climafin.services.session import Session

_COMMON_WORDS = re.compile("重庆市|重庆|两江新区|项目|工程|建设")
_PHASE = re.compile("[一二三四五六七八九十]+期|第?[0-9]+期")
_SIMILAR_WITH_OWNER = 0.6
_SIMILAR_WITH_PLACE = 0.75
_MOST_CANDIDATES = 10
#: Pairs that more projects share than this say nothing about sameness and would only cost time.
_TOO_COMMON = 2_000

_COLUMNS = (Column.NUMBER, "name", "project_code", "owner_credit_code", "district")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that may be the same, with what they have in common."""

    uid: str
    number: str
    name: str
    why: Message


@dataclass(frozen=True, slots=True)
class _Known:
    uid: str
    number: str
    name: str
    project_code: str | None
    credit_code: str | None
    district: str | None
    bare: str
    phase: str


class DuplicateIndex:
    """All projects of a library, indexed once; an import asks it for every row."""

    def __init__(self, session: Session) -> None:
        uids = session.library.uids(ProjectQuery())
        self._known: list[_Known] = []
        self._by_code: dict[str, list[int]] = defaultdict(list)
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for uid, row in zip(uids, session.library.rows(uids, _COLUMNS), strict=True):
            number, name, code, credit_code, district = (None if cell is None else str(cell) for cell in row)
            self._add(
                _Known(
                    uid, number or "", name or "", code, credit_code, district, _bare(name or ""), _phase(name or "")
                )
            )

    def _add(self, known: _Known) -> None:
        place = len(self._known)
        self._known.append(known)
        if known.project_code is not None:
            self._by_code[known.project_code].append(place)
        for pair in set(_pairs(known.bare)):
            self._by_pair[pair].append(place)

    def candidates(self, values: Mapping[str, Value]) -> list[Candidate]:
        """Return the projects that may be the same as one with these values, surest first."""
        code = values.get("project_code")
        same_code = self._by_code.get(code, []) if isinstance(code, str) else []
        found = {place: (2.0, message("The project code is the same.")) for place in same_code}
        for place, likeness in self._alike(str(values.get("name") or "")).items():
            why = _why(self._known[place], values, likeness)
            if why is not None and place not in found:
                found[place] = (likeness, why)
        ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))[:_MOST_CANDIDATES]
        return [
            Candidate(self._known[place].uid, self._known[place].number, self._known[place].name, why)
            for place, (_, why) in ranked
        ]

    def _alike(self, name: str) -> dict[int, float]:
        bare, phase = _bare(name), _phase(name)
        pairs = set(_pairs(bare))
        shared: Counter[int] = Counter()
        for pair in pairs:
            places = self._by_pair.get(pair, [])
            if len(places) <= _TOO_COMMON:
                shared.update(places)
        alike: dict[int, float] = {}
        for place in shared:
            known = self._known[place]
            if known.phase == phase:
                other = set(_pairs(known.bare))
                alike[place] = 2 * len(pairs & other) / (len(pairs) + len(other))
        return alike


def _why(known: _Known, values: Mapping[str, Value], likeness: float) -> Message | None:
    credit_code = values.get("owner_credit_code")
    if credit_code is not None and credit_code == known.credit_code and likeness >= _SIMILAR_WITH_OWNER:
        return message("The owner is the same and the names are alike.")
    district = values.get("district")
    if likeness >= _SIMILAR_WITH_PLACE and (district is None or known.district in (None, district)):
        return (
            message("The names are alike.") if district is None else message("The names are alike, in the same area.")
        )
    return None


def _bare(name: str) -> str:
    text = folded(name)
    return _COMMON_WORDS.sub("", text) or text


def _phase(name: str) -> str:
    found = _PHASE.search(folded(name))
    return found[0].removeprefix("第") if found else ""


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)] or [text]
