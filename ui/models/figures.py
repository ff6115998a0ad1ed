"""Facts and figures in words, as every view of an assessment shows them."""

from datetime import date
from decimal import Decimal

from climafin.base.language import Language
from climafin.domain.assessment import FactRead, GateKind, Outcome
from climafin.domain.dictionary import FieldKind, dictionary
from climafin.domain.shown_values import NO, NOT_GIVEN, YES
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.ui.style import Tone

_OUTCOME_TONES = {
    Outcome.MET: Tone.GOOD,
    Outcome.NOT_MET: Tone.BAD,
    Outcome.UNKNOWN: Tone.WARN,
    Outcome.NOT_APPLICABLE: Tone.NEUTRAL,
}


def outcome_tone(outcome: Outcome, kind: GateKind = GateKind.REQUIREMENT) -> Tone:
    """Return the tone of an answer; what does not bind never alarms."""
    if not kind.is_binding and outcome is Outcome.NOT_MET:
        return Tone.INFO
    return _OUTCOME_TONES[outcome]


def number_text(number: float) -> str:
    """Return a number with thousands separators and no idle zeros."""
    text = f"{Decimal(repr(number)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fact_text(fact: FactRead, words: Language) -> str:
    """Return the value of a fact as people read it, with its unit; unknown is said, never 0."""
    value = fact.value
    if value is None:
        return words.label(NOT_GIVEN)
    if isinstance(value, bool):
        return words.label(YES if value else NO)
    if fact.word is not None:
        return words.label(fact.word)
    if isinstance(value, str):
        return _word(fact.key, value, words)
    unit = words.label(dictionary()[fact.key].unit) if fact.key in dictionary() else fact.unit
    number = number_text(value)
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


def _word(key: str, value: str, words: Language) -> str:
    if key == "stage":
        return words.label(Stage(value).label)
    if key == "status":
        return words.label(Status(value).label)
    kind = dictionary()[key].kind if key in dictionary() else None
    if key == "as_of" or kind is FieldKind.DATE:
        return words.day(date.fromisoformat(value))
    if kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        names = [dictionary()[key].choice(part) for part in value.split(", ")]
        return words.text(", ").join(words.label(name.label) for name in names if name is not None) or value
    return value


def field_name(key: str, words: Language) -> str:
    """Return the name of a fact for people; names the dictionary does not know stay as they are."""
    if key in dictionary():
        return words.label(dictionary()[key].label)
    return words.text("Stage") if key == "stage" else key
