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
#: Districts that speak against none: not given, and the new area as a whole, which may mean any of its parts.
_ANYWHERE = frozenset(("", "liangjiang"))


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


@dataclass(frozen=True, slots=True)
class _Known:
    identity: Identity
    bare: str
    letters: frozenset[str]
    parts: frozenset[str]


class SimilarNames:
    """Finds similar projects among many known ones, by an index of letter pairs for each district."""

    def __init__(self, known: Iterable[Identity] = ()) -> None:
        self._known: list[_Known] = []
        self._by_gram: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._by_code: dict[str, list[int]] = defaultdict(list)
        for one in known:
            self.add(one)

    def add(self, one: Identity) -> None:
        """Make one more project known."""
        bare = bare_name(one.name)
        index = self._by_gram[one.district]
        for gram in _grams(bare):
            index[gram].append(len(self._known))
        if one.credit_code:
            self._by_code[one.credit_code].append(len(self._known))
        self._known.append(_Known(one, bare, frozenset(bare), part_marks(one.name)))

    def most_like(self, wanted: Identity) -> Likeness | None:
        """Return the known project that looks most like `wanted`, or None when none does."""
        return next(iter(self.all_like(wanted)), None)

    def all_like(self, wanted: Identity) -> list[Likeness]:
        """Return the known projects that look like `wanted`, the likest first."""
        if not wanted.name:
            return []
        bare, parts = bare_name(wanted.name), part_marks(wanted.name)
        letters = frozenset(bare)
        found: list[Likeness] = []
        for place in sorted(self._candidates(wanted, bare)):
            known = self._known[place]
            highest = _highest_ratio(bare, letters, known)
            if highest < _SIMILAR_WITH_OWNER or parts != known.parts:
                continue
            least = _least_ratio(wanted, known.identity)
            if least is None or highest < least:
                continue
            ratio = difflib.SequenceMatcher(None, bare, known.bare, autojunk=False).ratio()
            if ratio >= least:
                found.append(Likeness(known.identity.place, _why_like(known.identity, ratio, least), ratio))
        return sorted(found, key=lambda likeness: -likeness.ratio)

    def _candidates(self, wanted: Identity, bare: str) -> set[int]:
        """Return the known ones that share letter pairs with a name and could stand in its place or be its owner's."""
        grams = _grams(bare)
        least = max(1, int(_SHARED_GRAMS * len(grams)))
        districts = set(self._by_gram)
        if wanted.district not in _ANYWHERE:
            districts &= {wanted.district, *_ANYWHERE}
        shared: Counter[int] = Counter()
        for district in districts:
            index = self._by_gram[district]
            for gram in grams:
                shared.update(index.get(gram, ()))
        found = {place for place, count in shared.items() if count >= least}
        if wanted.credit_code:
            own = self._by_code.get(wanted.credit_code, ())
            found.update(place for place in own if len(grams & _grams(self._known[place].bare)) >= least)
        return found


def _grams(bare: str) -> set[str]:
    return {bare[i : i + 2] for i in range(max(1, len(bare) - 1))}


def _least_ratio(wanted: Identity, one: Identity) -> float | None:
    """Return how alike the names must be for the two to be offered as one; None when no likeness would do."""
    if wanted.credit_code and wanted.credit_code == one.credit_code:
        return _SIMILAR_WITH_OWNER
    return _SIMILAR if _same_place(wanted, one) else None


def _highest_ratio(bare: str, letters: frozenset[str], known: _Known) -> float:
    """Return a bound that the ratio of two names cannot pass, found much faster than the ratio itself."""
    most = min(len(bare) - len(letters - known.letters), len(known.bare) - len(known.letters - letters))
    return 2 * most / max(1, len(bare) + len(known.bare))


def _why_like(one: Identity, ratio: float, least: float) -> Message:
    percent = round(ratio * 100)
    if least == _SIMILAR_WITH_OWNER:
        return message("Same owner's code and a similar name ({percent} %): “{name}”.", percent=percent, name=one.name)
    return message("A similar name ({percent} %) in the same place: “{name}”.", percent=percent, name=one.name)


def _same_place(wanted: Identity, one: Identity) -> bool:
    """Tell whether the places agree; a place nobody gave does not speak against it."""
    districts = {wanted.district, one.district} - _ANYWHERE
    if len(districts) == 2:
        return False
    is_one_district = bool(districts) and wanted.district == one.district
    if wanted.address and one.address and not is_one_district:
        return difflib.SequenceMatcher(None, folded(wanted.address), folded(one.address)).ratio() >= 0.5
    return True
