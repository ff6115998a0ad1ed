"""The workbench's verbs on a pack's text: check it, answer with it, offer names, change values, add a case.

Nothing here writes into the library: a draft is a text until it is published (`packs.publish_pack`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, Message, message
from climafin.base.progress import NoProgress, Progress
from climafin.base.yaml_nodes import Fault
from climafin.domain.assessment import Assessment, PackStamp
from climafin.domain.dictionary import dictionary
from climafin.domain.signed import Occasion
from climafin.expression.functions import CHINESE
from climafin.expression.terms import Sort
from climafin.expression.tokens import WORDS
from climafin.rules.case_writing import answers_to_expect, case_from
from climafin.rules.cases import examine
from climafin.rules.editing import Step, value_at, with_item, with_values, with_written
from climafin.rules.facts import fact_names
from climafin.rules.lint import lint
from climafin.rules.pack import Pack
from climafin.rules.packs import FILE_NAME
from climafin.rules.reading import read_pack
from climafin.services.evaluating import answer as evaluate
from climafin.services.inputs import Inputs, gather_inputs
from climafin.services.session import Session

__all__ = ["Checked", "Offer", "Path", "Slip", "TriedCase", "check_text", "value_at", "with_values"]

Path = tuple[Step, ...]
#: A key of a mapping, in quotes or bare.
_KEY_AT = re.compile(r"""'[^'\n]*'|"[^"\n]*"|[^:,{}\n]+""")


class SlipKind(StrEnum):
    """How bad a slip is."""

    FAULT = "fault"
    CASE = "case"
    WARNING = "warning"

    @property
    def label(self) -> Label:
        """The kind's name in both languages."""
        return _KINDS[self]


_KINDS = {
    SlipKind.FAULT: Label("错误", "fault"),
    SlipKind.CASE: Label("案例不符", "failed case"),
    SlipKind.WARNING: Label("提醒", "warning"),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """One complaint about a text.

    Attributes:
        kind: whether it stops the pack.
        line: the line, from 1.
        column: the column, from 1.
        start: offset of the first character meant.
        end: offset after the last one.
        told: what is wrong.
    """

    kind: SlipKind
    line: int
    column: int
    start: int
    end: int
    told: Message


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A built-in case and what came of it.

    Attributes:
        name: its name.
        line: where it stands.
        start: the offset where it stands.
        is_right: whether everything came out as it expects.
        answer: what the rules say.
        told: what differs.
        differs: the names of what differs.
    """

    name: str
    line: int
    start: int
    is_right: bool
    answer: Assessment
    told: tuple[Message, ...]
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A text with everything that can be said about it by itself.

    Attributes:
        text: the text.
        pack: the pack it makes, or None while it has faults; only services look into it.
        slips: what is wrong, in the order of the text.
        cases: its built-in cases, tried.
    """

    text: str
    pack: Pack | None = None
    slips: tuple[Slip, ...] = ()
    cases: tuple[TriedCase, ...] = field(default=())

    @property
    def is_sound(self) -> bool:
        """Whether it could be published: no fault, and every case comes out right."""
        return self.pack is not None and all(slip.kind is SlipKind.WARNING for slip in self.slips)

    @property
    def stamp(self) -> PackStamp | None:
        """The stamp of the pack, or None while it has faults."""
        return None if self.pack is None else self.pack.stamp

    @property
    def standing(self) -> Label | None:
        """What the pack says it is, or None while it has faults."""
        return None if self.pack is None else self.pack.standing

    def count(self, kind: SlipKind) -> int:
        """Return how many slips of a kind there are."""
        return sum(slip.kind is kind for slip in self.slips)

    def day_for(self, today: date) -> date:
        """Return the day nearest to today on which the pack is in force."""
        if self.pack is None:
            return today
        until = self.pack.until
        return max(self.pack.since, today if until is None else min(today, until))


def check_text(text: str, beside: Mapping[str, bytes] | None = None, progress: Progress | None = None) -> Checked:
    """Read a pack's text strictly, try its cases and look for slips.

    Args:
        text: the text.
        beside: the text files that lie beside it, for its lists, by name.
        progress: told between reading, cases and slips, so that a check that nobody waits for can be stopped.

    Raises:
        Cancelled: the check is no longer wanted.
    """
    progress = progress or NoProgress()
    doing = message("Checking the rules")
    progress.step(0, 3, doing)
    reading = read_pack(text.encode("utf-8", errors="replace"), FILE_NAME, dictionary(), beside)
    if reading.pack is None:
        return Checked(text, None, tuple(_slip(SlipKind.FAULT, fault) for fault in reading.faults))
    progress.step(1, 3, doing)
    examined = examine(reading.pack, dictionary())
    cases = tuple(
        TriedCase(
            one.case.name,
            one.case.place.line,
            one.case.place.start,
            not one.faults,
            one.assessment,
            tuple(fault.told for fault in one.faults),
            tuple(_named_at(text, fault.place.start) for fault in one.faults),
        )
        for one in examined
    )
    slips = [_slip(SlipKind.CASE, fault) for one in examined for fault in one.faults]
    progress.step(2, 3, doing)
    slips += [_slip(SlipKind.WARNING, fault) for fault in lint(reading.pack, reading.cited, examined)]
    return Checked(text, reading.pack, tuple(sorted(slips, key=lambda slip: slip.start)), cases)


def _slip(kind: SlipKind, fault: Fault) -> Slip:
    place = fault.place
    return Slip(kind, place.line, place.column, place.start, place.end, fault.told)


# ---- one project


def inputs_for(session: Session, pack: Pack, as_of: date, uids: Sequence[str]) -> Inputs:
    """Return what is asked of a draft, with what people signed under earlier editions of it."""
    return gather_inputs(session, pack, as_of, Occasion.INITIAL, uids)


def live_answer(session: Session, checked: Checked, uid: str, as_of: date) -> Assessment:
    """Return what a draft says of a project now; nothing is kept.

    Raises:
        CallProblem: the draft has faults, is not in force on that day, or there is no such project.
    """
    pack = sound_pack(checked)
    return evaluate(inputs_for(session, pack, as_of, (uid,)), session.library.project(uid))


def sound_pack(checked: Checked) -> Pack:
    """Return the pack of a text without faults.

    Raises:
        CallProblem: it has faults.
    """
    if checked.pack is None:
        raise CallProblem(message("The text has faults; mend them first. Faults: {count}", count=len(checked.slips)))
    return checked.pack


def with_case(session: Session, checked: Checked, uid: str, as_of: date, name: str) -> str:
    """Return the text with one more case: a project's facts, and what the rules answer now.

    Raises:
        CallProblem: the draft has faults or is not in force on that day.
    """
    pack = sound_pack(checked)
    case = case_from(pack, session.library.project(uid), inputs_for(session, pack, as_of, (uid,)).asked(uid), name)
    return with_item(checked.text, "cases", case)


def with_answers(checked: Checked, cases: Sequence[int]) -> str:
    """Return the text with what some cases expect replaced by what the rules answer now, where it differs.

    Args:
        checked: the draft as checked.
        cases: numbers of the cases, from 0.

    Raises:
        CallProblem: the draft has faults, or an expectation must be changed by hand.
    """
    pack = sound_pack(checked)
    written: dict[Path, str] = {}
    for number in cases:
        case = checked.cases[number]
        now = answers_to_expect(pack, case.answer)
        for name in case.differs:
            if name not in now:
                raise CallProblem(
                    message(
                        "What the case “{case}” expects of {name} must be changed in the text.",
                        case=case.name,
                        name=name,
                    )
                )
            written["cases", number, "expect", name] = now[name]
    return with_written(checked.text, written)


def _named_at(text: str, start: int) -> str:
    """Return the key of an expectation that stands at a place of a text."""
    found = _KEY_AT.match(text, start)
    return found[0].strip("'\" ") if found else ""


# ---- names to offer


@dataclass(frozen=True, slots=True)
class Offer:
    """A word that can be completed.

    Attributes:
        word: what is written.
        told: what it is, in words.
    """

    word: str
    told: Label


_FACT = Label("资料项", "fact")
_OWN = Label("本规则包的名称", "name of this pack")
_ANSWER = Label("选项", "answer")
_WORD = Label("运算词", "operator")
_FUNCTION = Label("函数", "function")
_KEY = Label("键", "key")
#: The keys of the file, in the order in which they are mostly written.
KEYS = (
    "pack", "title", "edition", "in_force", "standing", "sources", "scoring", "facts", "lists", "limits", "derived",
    "cohorts", "gates", "groups", "weights_by", "criteria", "bonus", "grades", "sub_grades", "grade_matrix", "forces",
    "usual_facts", "cases", "id", "kind", "applies", "test", "any", "all", "at_least", "value", "unit", "decimals",
    "group", "weight", "max", "steps", "curve", "marks", "rates", "tests", "deduct", "sum", "checklist", "best_of",
    "expert", "missing", "not_applicable", "source", "official", "values", "rows", "otherwise", "from", "above", "by",
    "points", "cap", "items", "grade", "how", "if", "name", "as_of", "facts", "expect", "verdict", "score",
)  # fmt: skip


def offers(checked: Checked | None) -> tuple[Offer, ...]:
    """Return the words to complete: facts, names of the pack, answers, operators, functions, keys of the file.

    Args:
        checked: the draft as last checked without faults; None offers what every pack knows.
    """
    pack = None if checked is None else checked.pack
    facts = fact_names(dictionary()) if pack is None else pack.vocabulary.facts
    own = set() if pack is None else {name.key for name in (*pack.own_names,)} | {one.key for one in pack.own_facts}
    found: dict[str, Offer] = {}
    for fact in facts:
        told = _OWN if fact.key in own else _FACT
        both = Label(f"{told.zh}：{fact.label.zh}", f"{told.en}: {fact.label.en}")
        for name in (fact.label.zh, *fact.names[:1], fact.key):
            found.setdefault(name, Offer(name, both))
        if fact.type.sort in (Sort.CHOICE, Sort.CHOICES):
            for choice in fact.type.choices:
                told_choice = Label(f"{_ANSWER.zh}：{fact.label.zh}", f"{_ANSWER.en}: {fact.label.en}")
                found.setdefault(choice.label.zh, Offer(choice.label.zh, told_choice))
    for word in WORDS:
        found.setdefault(word, Offer(word, _WORD))
    for name, chinese in CHINESE.items():
        for word in (name, chinese[0]):
            found.setdefault(word, Offer(word, _FUNCTION))
    for key in KEYS:
        found.setdefault(key, Offer(key, _KEY))
    return tuple(sorted(found.values(), key=lambda offer: offer.word))
