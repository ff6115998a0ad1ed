"""Reading a whole pack: YAML text in, a checked `Pack` or every fault with its place out.

The parts are read by concern: `reading_facts`, `reading_lists`, `reading_limits`, `reading_values` (derived values,
cohorts), `reading_gates`, `reading_scored` (criteria; their scales in
`scales`), `reading_grades`, `case_reading`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from climafin.base.messages import Label, message
from climafin.base.yaml_nodes import Fault, Faults, Node, Place
from climafin.base.yaml_reader import read_yaml
from climafin.domain.assessment import PackStamp, RuleSource
from climafin.domain.dictionary import Choice, Dictionary, Field
from climafin.expression.terms import Sort, ValueType
from climafin.expression.vocabulary import FactName, Vocabulary
from climafin.rules.case_reading import CaseReader
from climafin.rules.cohorts import Cohort
from climafin.rules.derived import Derived
from climafin.rules.facts import (
    INITIAL_GRADE,
    INITIAL_GRADE_LABEL,
    INITIAL_SCORE,
    OCCASION,
    fact_names,
    field_name,
    not_applicable_name,
)
from climafin.rules.grading import Grade
from climafin.rules.limits import Limit
from climafin.rules.pack import Listing, Pack, Scoring
from climafin.rules.reading_facts import FactReader
from climafin.rules.reading_gates import GateReader
from climafin.rules.reading_grades import GradingReader, read_grades
from climafin.rules.reading_limits import LimitReader, limit_name
from climafin.rules.reading_lists import ListReader, list_name
from climafin.rules.reading_scored import ScoredReader
from climafin.rules.reading_values import read_cohorts, read_derived
from climafin.rules.schema import NodeReader

#: A rule book of several hundred clauses is a tenth of this.
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class PackReading:
    """What reading a pack file gave.

    Attributes:
        pack: the pack, or None when there are faults.
        faults: everything that is wrong.
        cited: source ids that some rule cites.
        beside: the files of lists that the pack reads, by name.
    """

    pack: Pack | None
    faults: tuple[Fault, ...]
    cited: frozenset[str] = frozenset()
    beside: Mapping[str, bytes] = field(default_factory=dict)


def read_pack(content: bytes, file: str, fields: Dictionary, beside: Mapping[str, bytes] | None = None) -> PackReading:
    """Read a pack; its cases are not run here (see `cases`).

    Args:
        content: the file's bytes, UTF-8.
        file: its name, for messages.
        fields: the data dictionary whose fields are the facts.
        beside: the text files that lie beside the pack, for its lists, by name.
    """
    faults = Faults()
    if len(content) > MAX_BYTES:
        faults.add(Place(file, 1, 1, 0, 0), message("The file is too large for a rule pack."))
        return PackReading(None, tuple(faults))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.add(Place(file, 1, 1, 0, 0), message("The file is not UTF-8 text."))
        return PackReading(None, tuple(faults))
    root = read_yaml(text.replace("\r\n", "\n"), file, faults)
    if root is None:
        return PackReading(None, tuple(faults))
    reader = _PackReader(NodeReader(faults), fields, beside or {})
    used = _read_files(root, beside or {})
    pack = reader.pack(root, _digest(content, used))
    found = sorted(faults, key=lambda fault: (fault.place.line, fault.place.column))
    return PackReading(None if found else pack, tuple(found), frozenset(reader.nodes.cited), used)


def _digest(content: bytes, used: Mapping[str, bytes]) -> str:
    """Return SHA-256 of a pack's bytes; of a pack with lists in files, of all their digests together."""
    digest = hashlib.sha256(content).hexdigest()
    if not used:
        return digest
    parts = [digest, *(f"{name} {hashlib.sha256(used[name]).hexdigest()}" for name in sorted(used))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _read_files(root: Node, beside: Mapping[str, bytes]) -> dict[str, bytes]:
    lists = (root.entries or {}).get("lists")
    named = [((one.entries or {}).get("file")) for one in ((lists.entries or {}) if lists else {}).values()]
    names = {node.text or "" for node in named if node is not None}
    return {name: beside[name] for name in sorted(names) if name in beside}


#: The keys of a pack: what every pack has, and what it may have besides.
NEEDED = ("pack", "title", "edition", "in_force", "standing", "sources", "gates")
OPTIONAL = (
    "scoring",
    "facts",
    "lists",
    "limits",
    "derived",
    "cohorts",
    "groups",
    "weights_by",
    "criteria",
    "bonus",
    "grades",
    "sub_grades",
    "grade_matrix",
    "forces",
    "usual_facts",
    "cases",
)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a pack gives a name of its own; the attributes are those of `Pack`."""

    fields: Dictionary
    own_facts: tuple[Field, ...]
    lists: tuple[Listing, ...]
    limits: tuple[Limit, ...]
    derived: tuple[Derived, ...]
    cohorts: tuple[Cohort, ...]
    vocabulary: Vocabulary


class _PackReader:
    def __init__(self, nodes: NodeReader, fields: Dictionary, beside: Mapping[str, bytes]) -> None:
        self.nodes = nodes
        self._fields = fields
        self._beside = beside

    def pack(self, root: Node, digest: str) -> Pack:
        nodes = self.nodes
        entries = nodes.entries(root, NEEDED, OPTIONAL)
        in_force = nodes.mapping(entries.get("in_force"), ("from",), ("to",))
        standing = nodes.mapping(entries.get("standing"), ("official", "zh", "en"))
        nodes.sources.update(self._sources(entries.get("sources")))
        since = nodes.day(in_force.get("from"))
        scoring = Scoring(nodes.word(entries.get("scoring"), tuple(Scoring), Scoring.WEIGHTED))
        grades = read_grades(nodes, entries.get("grades"), by_matrix="grade_matrix" in entries)
        named = self._named(entries, grades)
        gating = GateReader(nodes, named.vocabulary, grades)
        gates = gating.gates(entries.get("gates"))
        scored = ScoredReader(nodes, named.vocabulary, named.limits, gating, scoring)
        groups = scored.groups(entries.get("groups"))
        criteria = scored.criteria(entries.get("criteria"), groups)
        bonus, cap = scored.bonus(entries.get("bonus"))
        if ("criteria" in entries or "bonus" in entries) and "grades" not in entries:
            nodes.fault(root, message("“{key}” is missing here.", key="grades"))
        gating.check_skips(tuple(criterion.rule_id for criterion in criteria))
        grading = GradingReader(nodes, grades)
        sub_grades = grading.sub_grades(entries.get("sub_grades"), tuple(group.key for group in groups))
        pack = Pack(
            stamp=PackStamp(
                nodes.name(entries.get("pack"), ()),
                nodes.hundredths(entries.get("edition"), 1, 9_999) // 100,
                nodes.label(entries.get("title")),
                digest,
                nodes.flag(standing.get("official")),
            ),
            standing=Label(nodes.text(standing.get("zh")), nodes.text(standing.get("en"))),
            since=since,
            until=nodes.day(in_force["to"]) if "to" in in_force else None,
            sources=nodes.sources,
            **{part.name: getattr(named, part.name) for part in fields(named)},
            gates=gates,
            groups=groups,
            criteria=criteria,
            weight_table=scored.weight_table(entries.get("weights_by"), criteria),
            bonus=bonus,
            bonus_cap=cap,
            grades=grades,
            sub_grades=sub_grades,
            matrix=grading.matrix(entries.get("grade_matrix"), sub_grades),
            forces=grading.forces(entries.get("forces"), named.vocabulary, gating),
            cases=(),
            scoring=scoring,
        )
        cases = CaseReader(nodes, pack).read(entries.get("usual_facts"), entries.get("cases"))
        return replace(pack, cases=cases)

    def _named(self, entries: Mapping[str, Node], grades: tuple[Grade, ...]) -> _Named:
        """Return what has a name; each sort of thing may read the names of those before it."""
        nodes = self.nodes
        names = [*fact_names(self._fields), OCCASION]
        if grades:
            choices = tuple(Choice(grade.key, grade.label) for grade in grades)
            kind = ValueType(Sort.CHOICE, choices=choices)
            names += [INITIAL_SCORE, FactName(INITIAL_GRADE, INITIAL_GRADE_LABEL, kind)]
        asking = FactReader(nodes, Vocabulary(names))
        own = asking.facts(entries.get("facts"))
        names += [field_name(one) for one in own]
        names.append(not_applicable_name((*self._fields, *own)))
        lists = ListReader(nodes, Vocabulary(names), self._beside).lists(entries.get("lists"))
        names += [list_name(one) for one in lists]
        limits = LimitReader(nodes, Vocabulary(names)).limits(entries.get("limits"))
        names += [limit_name(one) for one in limits]
        derived = read_derived(nodes, entries.get("derived"), names)
        cohorts = read_cohorts(nodes, entries.get("cohorts"), Vocabulary(names))
        names += [name for cohort in cohorts for name in cohort.names()]
        whole = Dictionary(self._fields.groups, (*self._fields.fields, *own)) if own else self._fields
        return _Named(whole, own, lists, limits, derived, cohorts, Vocabulary(names))

    def _sources(self, node: Node | None) -> dict[str, RuleSource]:
        found: dict[str, RuleSource] = {}
        for name, item in self.nodes.pairs(node):
            entries = self.nodes.entries(item, ("title", "official"))
            official = self.nodes.flag(entries.get("official"))
            found[name] = RuleSource(self.nodes.label(entries.get("title")), Label("", ""), official)
        return found
