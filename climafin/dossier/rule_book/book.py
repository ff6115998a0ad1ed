"""A pack on its way to paper: its rules, units, sources and numbers said in the languages of the print."""

from collections.abc import Iterable

from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import RuleSource
from climafin.domain.shown_values import NOT_APPLICABLE
from climafin.dossier.content import Align, Column, Fact, Row, Table, Words
from climafin.dossier.wording import PrintLanguage, Wording, once
from climafin.expression.printing import number_text
from climafin.expression.units import Unit, unit_text
from climafin.rules.pack import Pack, Scoring
from climafin.rules.rule import Rule
from climafin.rules.scales.shapes import plain

#: What stands in a cell that has nothing to say.
EMPTY: Words = ("—",)


class Book:
    """A pack with the wording of its print.

    Args:
        pack: the pack.
        code: in which language or languages it is printed.
    """

    def __init__(self, pack: Pack, code: PrintLanguage) -> None:
        self.pack = pack
        self.wording = Wording(code)
        self._titles = {gate.rule_id: gate.title for gate in pack.gates}
        for gate in pack.gates:
            named = ((branch, branch.title or gate.title) for branch in gate.branches)
            self._titles |= {f"{gate.rule_id}.{branch.branch_id}": title for branch, title in named}
        for scored in (pack.criteria, pack.bonus, pack.forces):
            self._titles |= {rule.rule_id: rule.title for rule in scored}

    @property
    def are_points(self) -> bool:
        """Whether the values of scales are points themselves."""
        return self.pack.scoring is Scoring.POINTS

    def say(self, told: Message) -> Words:
        """Return a sentence in the languages of the print."""
        return self.wording.say(told)

    def label(self, label: Label) -> Words:
        """Return a name in the languages of the print."""
        return self.wording.label(label)

    def rule(self, rule: Rule) -> Words:
        """Return an expression in the words of the reader's languages, however the pack writes it."""
        return self.label(rule.said)

    def unit(self, unit: Unit) -> Words:
        """Return what a unit is called; empty for a bare number."""
        if not unit.text:
            return ()
        return once(tuple(unit_text(unit, english=spoken.code == "en") for spoken in self.wording.languages))

    def number(self, value: float, unit: Unit) -> Words:
        """Return a number of base units as a figure in a unit, whose name stands elsewhere."""
        return (grouped(number_text(value, unit)),)

    def source(self, source: RuleSource) -> Words:
        """Return the document and the clause a rule rests on."""
        said = []
        for spoken in self.wording.languages:
            document, clause = spoken.label(source.document), spoken.label(source.clause)
            said.append(" · ".join(part for part in (document, clause) if part))
        return once(tuple(said))

    def rule_names(self, rule_ids: Iterable[str]) -> Words:
        """Return rules by id and title, as a list."""
        named = []
        for rule_id in rule_ids:
            title = self._titles.get(rule_id, Label("", ""))
            named.append(Label(f"{rule_id} {title.zh}".strip(), f"{rule_id} {title.en}".strip()))
        return self.wording.words(named)

    def fact(self, label: Message, value: Words) -> Fact:
        """Return one line of a rule's description."""
        return Fact(self.say(label), value or self.label(NOT_APPLICABLE))

    def column(self, head: Message | Words, share: float, *, is_number: bool = False) -> Column:
        """Return one column of a table."""
        words = self.say(head) if isinstance(head, Message) else head
        return Column(words, share, Align.RIGHT if is_number else Align.LEFT)

    @property
    def worth(self) -> Message:
        """The head of a column of marks: points under points scoring, else marks of 100."""
        return message("Points") if self.are_points else message("Marks")


def grouped(number: str) -> str:
    """Return a plain decimal number with separators between thousands."""
    sign = "-" if number.startswith("-") else ""
    whole, dot, rest = number.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{dot}{rest}"


def points(hundredths: int) -> Words:
    """Return marks, points or a weight in 1/100 as figures."""
    return (plain(hundredths, 2),)


def table(
    columns: Iterable[Column], cells: Iterable[tuple[Words, ...]], caption: Words = (), unit: Words = ()
) -> Table:
    """Return a table of plain rows."""
    return Table(tuple(columns), tuple(Row(row) for row in cells), caption, unit)
