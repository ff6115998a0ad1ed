"""Which projects may be the same one under another spelling; it offers, it never merges.

The one judge of likeness: form and import ask here, so they cannot disagree.
"""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from climafin.base.folding import folded, tidy
from climafin.base.messages import Message, message
from climafin.domain.project import Value

#: Words so common in names of this place that they tell nothing apart.
_COMMON = re.compile(r"重庆市|重庆|两江新区|项目|工程|建设|有限责任公司|有限公司|虚构")
_HAN_DIGITS = str.maketrans("一二三四五六七八九ⅠⅡⅢ", "123456789123")
#: Whatever numbers a part of a works: 一期, 2号, #3, B区; names that differ here are different projects.
_PARTS = re.compile(r"第?(\d+|[a-z])(期|批|号|标段|区|阶段|#)|(?:第|#)(\d+)|(扩建|改建|技改|续建)")
#: Tried on the practice library's names by tests/unit/domain/test_similarity.py.
_SIMILAR = 0.85
_SIMILAR_WITH_OWNER = 0.66
_SHARED_GRAMS = 0.3
#: The district of those who name the new area and not its part: it may be any of the parts.
_ANY_PART = "liangjiang"


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a project from others.

    Attributes:
        place: the row or the uid it is known by.
        name: its name.
        credit_code: its owner's code, "" when not known.
        district: key of its district, "" when not known.
        address: its site, "" when not known.
    """

    place: str
    name: str
    credit_code: str
    district: str
    address: str


def identity(place: str, values: Mapping[str, Value]) -> Identity:
    """Return the identity in a project's values."""
    words = [str(values.get(key) or "") for key in ("name", "owner_credit_code", "district", "address")]
    return Identity(place, *words)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A known project that looks like another, and why."""

    place: str
    why: Message
    ratio: float


def bare_name(name: str) -> str:
    """Return a name without blanks, brackets and common words."""
    bare = _COMMON.sub("", folded(name))
    return bare or folded(name)


def part_marks(name: str) -> frozenset[str]:
    """Return what a name says of phases and parts, so that 一期 and 二期 stay apart."""
    # Before NFKC makes a Latin letter of a Roman figure.
    text = tidy(name.translate(_HAN_DIGITS)).casefold()
    return frozenset("".join(group for group in found.groups() if group) for found in _PARTS.finditer(text))


class SimilarNames:
    """Finds similar projects among many known ones, by an index of letter pairs."""

    def __init__(self, known: Iterable[Identity] = ()) -> None:
        self._known: list[tuple[Identity, str, frozenset[str]]] = []
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        for one in known:
            self.add(one)

    def add(self, one: Identity) -> None:
        """Make one more project known."""
        bare = bare_name(one.name)
        for gram in _grams(bare):
            self._by_gram[gram].append(len(self._known))
        self._known.append((one, bare, part_marks(one.name)))

    def most_like(self, wanted: Identity) -> Likeness | None:
        """Return the known project that looks most like `wanted`, or None when none does."""
        return next(iter(self.all_like(wanted)), None)

    def all_like(self, wanted: Identity) -> list[Likeness]:
        """Return the known projects that look like `wanted`, the likest first."""
        if not wanted.name:
            return []
        bare, parts = bare_name(wanted.name), part_marks(wanted.name)
        found: list[Likeness] = []
        for index in self._candidates(bare):
            one, other_bare, other_parts = self._known[index]
            if parts != other_parts:
                continue
            highest = _highest_ratio(bare, other_bare)
            if highest < _SIMILAR_WITH_OWNER:
                continue
            least = _least_ratio(wanted, one)
            if least is None or highest < least:
                continue
            ratio = difflib.SequenceMatcher(None, bare, other_bare, autojunk=False).ratio()
            if ratio >= least:
                found.append(Likeness(one.place, _why_like(one, ratio, least), ratio))
        return sorted(found, key=lambda likeness: -likeness.ratio)

    def _candidates(self, bare: str) -> list[int]:
        grams = _grams(bare)
        shared: Counter[int] = Counter()
        for gram in grams:
            shared.update(self._by_gram.get(gram, ()))
        least = max(1, int(_SHARED_GRAMS * len(grams)))
        return [index for index, count in shared.items() if count >= least]


def _grams(bare: str) -> set[str]:
    return {bare[i : i + 2] for i in range(max(1, len(bare) - 1))}


def _least_ratio(wanted: Identity, one: Identity) -> float | None:
    """Return how alike the names must be for the two to be offered as one; None when no likeness would do."""
    if wanted.credit_code and wanted.credit_code == one.credit_code:
        return _SIMILAR_WITH_OWNER
    return _SIMILAR if _same_place(wanted, one) else None


def _highest_ratio(bare: str, other: str) -> float:
    """Return a bound that the ratio of two names cannot pass, found much faster than the ratio itself."""
    mine, theirs = set(bare), set(other)
    most = min(len(bare) - len(mine - theirs), len(other) - len(theirs - mine))
    return 2 * most / max(1, len(bare) + len(other))


def _why_like(one: Identity, ratio: float, least: float) -> Message:
    percent = round(ratio * 100)
    if least == _SIMILAR_WITH_OWNER:
        return message("Same owner's code and a similar name ({percent} %): “{name}”.", percent=percent, name=one.name)
    return message("A similar name ({percent} %) in the same place: “{name}”.", percent=percent, name=one.name)


def _same_place(wanted: Identity, one: Identity) -> bool:
    """Tell whether the places agree; a place nobody gave does not speak against it."""
    districts = {wanted.district, one.district} - {"", _ANY_PART}
    if len(districts) == 2:
        return False
    is_one_district = bool(districts) and wanted.district == one.district
    if wanted.address and one.address and not is_one_district:
        return difflib.SequenceMatcher(None, folded(wanted.address), folded(one.address)).ratio() >= 0.5
    return True
