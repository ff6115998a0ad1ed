"""The facts, numbers and sources of an assessment in words of one language."""

from collections.abc import Iterable
from datetime import date

from climafin.base.language import Language
from climafin.base.messages import Label, Message, message
from climafin.domain.assessment import Assessment, FactRead, RuleSource
from climafin.domain.dictionary import Dictionary, FieldKind
from climafin.domain.shown_values import NO, NOT_GIVEN, YES
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.rules.facts import AS_OF, STAGE, STATUS


class FactSpeaker:
    """Says the facts of one assessment.

    Args:
        fields: the data dictionary.
        language: whose words to use.
        assessment: what is spoken of.
    """

    def __init__(self, fields: Dictionary, language: Language, assessment: Assessment) -> None:
        self._fields = fields
        self._language = language
        lines = (
            *(gate.facts for gate in assessment.gates),
            *(criterion.facts for criterion in assessment.criteria),
            *(force.facts for force in assessment.forces),
        )
        self._known = {fact.key: fact.label for fact in (STAGE, STATUS, AS_OF)}
        self._known |= {fact.key: fact.label for facts in lines for fact in facts}

    def name(self, key: str) -> Label:
        """Return the name of a fact; one that only the pack knows is named by the assessment itself."""
        return self._fields[key].label if key in self._fields else self._known.get(key, Label(key, key))

    def names(self, keys: Iterable[str]) -> tuple[Label, ...]:
        """Return the names of several facts."""
        return tuple(self.name(key) for key in keys)

    def facts(self, facts: Iterable[FactRead]) -> tuple[Message, ...]:
        """Return facts with their values."""
        return tuple(message("{fact} = {value}", fact=fact.label, value=self.value(fact)) for fact in facts)

    def value(self, fact: FactRead) -> object:
        """Return the value of a fact, with its unit; unknown is said, never 0."""
        value = fact.value
        if value is None:
            return NOT_GIVEN
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, float | int):
            unit = self._language.label(self._fields[fact.key].unit) if fact.key in self._fields else fact.unit
            return quantity(value, unit)
        return self._word(fact.key, value) if fact.word is None else fact.word

    def _word(self, key: str, value: str) -> object:
        if key == STAGE.key:
            return Stage(value).label
        if key == STATUS.key:
            return Status(value).label
        if key == AS_OF.key:
            return date.fromisoformat(value)
        field = self._fields.by_head(key)
        if field is None or field.kind not in (FieldKind.CHOICE, FieldKind.CHOICES):
            return value
        chosen = (field.choice(word) for word in value.split(", "))
        return tuple(choice.label for choice in chosen if choice is not None)

    def source(self, source: RuleSource) -> str:
        """Return a citation; one that is no official clause says so."""
        if source.official:
            return str(self._language.value(source.cited))
        return self._language.say(message("{source} (not an official clause)", source=source.cited))

    def quantity(self, number: float, unit: Label) -> str:
        """Return a number with its unit."""
        return quantity(number, self._language.label(unit))


def number_text(number: float) -> str:
    """Return a measured number with thousands separators and no more decimals than it has."""
    text = f"{number:,.6f}"
    return text.rstrip("0").rstrip(".")


def quantity(number: float, unit: str) -> str:
    """Return a number with its unit; per cent follows at once."""
    text = number_text(number)
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".strip()
