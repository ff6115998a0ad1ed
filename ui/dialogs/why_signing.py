"""Signing from “why this score?”: an expert's marks, another answer, taking a signed line back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from climafin.base.messages import Label, message
from climafin.domain.assessment import Assessment, Outcome, shown_maximum
from climafin.domain.change import Change
from climafin.domain.rule_records import LineKind, SignedLine
from climafin.domain.verdict import Verdict
from climafin.ui.desk import Desk
from climafin.ui.dialogs.signing import SignDialog, Signed, SigningAsk
from climafin.ui.models.grades import grade_text, points_text
from climafin.ui.models.why import WhyColumn, WhyRow
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import hairline, label

_VERDICT, _GRADE = "verdict", "grade"
VERDICT_TITLE, GRADE_TITLE = Label("准入结论", "Verdict"), Label("等级", "Grade")


class Signing:
    """What can be signed about one assessment; afterwards the project is assessed again.

    Args:
        window: over which questions open.
        desk: where the person works.
        uid: the project.
        then: called once a line was kept.
    """

    def __init__(self, window: QWidget, desk: Desk, uid: str, then: Callable[[], None]) -> None:
        self._window = window
        self._desk = desk
        self._words = desk.language
        self._uid = uid
        self._then = then

    def can_sign(self) -> bool:
        """Tell whether anything can be written."""
        return not self._desk.open_session.is_read_only

    def fill_menu(self, menu: QMenu, found: Assessment, row: WhyRow | None) -> None:
        """Offer what may be signed: of the row, and of the whole."""
        words = self._words
        menu.clear()
        if row is not None:
            if row.is_expert:
                menu.addAction(words.text("Score by an expert…"), partial(self.score, found, row))
            menu.addAction(words.text("Decide otherwise…"), partial(self.decide, found, row))
            menu.addSeparator()
        menu.addAction(words.text("Decide the verdict otherwise…"), partial(self.decide_verdict, found))
        if found.grade_low is not None:
            menu.addAction(words.text("Decide the grade otherwise…"), partial(self.decide_grade, found))

    def score(self, found: Assessment, row: WhyRow) -> None:
        """Ask for an expert's marks."""
        from climafin.services import judgements  # noqa: PLC0415 - not on the way to the first window

        session, pack_id = self._desk.open_session, found.pack.pack_id
        done, asked = self._desk.do(lambda: judgements.marks_asked(session, pack_id, row.rule_id))
        if not done:
            return

        def sign(signed: Signed) -> Change:
            return judgements.judge(
                session,
                self._uid,
                pack_id,
                row.rule_id,
                int(signed.answer),
                reason=signed.reason,
                evidence=signed.evidence,
                second_person=signed.second_person,
                occasion=found.occasion,
            )

        ask = SigningAsk(
            self._words.text("Score by an expert"),
            row.cells[WhyColumn.TITLE],
            self._present(row.cells[WhyColumn.POINTS]),
            (),
            asked.full,
            asked.evidence,
            asked.second_person,
            sign,
        )
        SignDialog.ask(self._window, self._desk, ask, self._then)

    def decide(self, found: Assessment, row: WhyRow) -> None:
        """Ask for another answer of a gate, or other points."""
        outcomes = tuple((one.value, self._words.label(one.label)) for one in Outcome)
        answers = outcomes if row.most is None else ()
        present = self._present(row.cells[WhyColumn.POINTS])
        self._decide(found, row.rule_id, (row.cells[WhyColumn.TITLE], present), answers, row.most or 0)

    def decide_verdict(self, found: Assessment) -> None:
        """Ask for another verdict."""
        words = self._words
        answers = tuple((one.value, words.label(one.label)) for one in Verdict)
        present = self._present(words.label(found.verdict.label))
        self._decide(found, _VERDICT, (words.label(VERDICT_TITLE), present), answers)

    def decide_grade(self, found: Assessment) -> None:
        """Ask for another grade."""
        from climafin.services import judgements  # noqa: PLC0415 - not on the way to the first window

        words, session = self._words, self._desk.open_session
        done, grades = self._desk.do(lambda: judgements.grades_to_give(session, found.pack.pack_id))
        if done:
            answers = tuple((key, words.label(name)) for key, name in grades)
            present = self._present(grade_text(found.grade_low, found.grade_high, words))
            self._decide(found, _GRADE, (words.label(GRADE_TITLE), present), answers)

    def _decide(
        self,
        found: Assessment,
        rule_id: str,
        told: tuple[str, str],
        answers: tuple[tuple[str, str], ...],
        most: int = 0,
    ) -> None:
        from climafin.services import judgements  # noqa: PLC0415 - not on the way to the first window

        session = self._desk.open_session

        def sign(signed: Signed) -> Change:
            return judgements.override(
                session,
                self._uid,
                found.pack.pack_id,
                rule_id,
                signed.answer,
                reason=signed.reason,
                second_person=signed.second_person,
                evidence=signed.evidence,
                occasion=found.occasion,
            )

        subject, present = told
        title = self._words.text("Decide otherwise")
        ask = SigningAsk(title, subject, present, answers, most, needs_evidence=False, needs_second=True, sign=sign)
        SignDialog.ask(self._window, self._desk, ask, self._then)

    def _present(self, answer: str) -> str:
        return self._words.say(message("Now: {answer}", answer=answer))

    # ---- the list

    def lines(self, found: Assessment) -> list[SignedLine]:
        """Return the signed lines that count, oldest first."""
        from climafin.services import judgements  # noqa: PLC0415 - not on the way to the first window

        every = judgements.judgements(self._desk.open_session, self._uid, found.pack.pack_id)
        return [line for line in every if line.counts and line.occasion is found.occasion]

    def show_lines(self, column: QVBoxLayout, found: Assessment, lines: list[SignedLine]) -> None:
        """Put the lines below each other, each with its way back."""
        names = {gate.rule_id: gate.title for gate in found.gates}
        names |= {line.rule_id: line.title for line in found.criteria}
        names |= {_VERDICT: VERDICT_TITLE, _GRADE: GRADE_TITLE}
        for number, line in enumerate(lines):
            if number:
                column.addWidget(hairline())
            title = names.get(line.rule_id)
            name = line.rule_id if title is None else self._words.label(title)
            told = message("{name}: {value}", name=name, value=self._answer(line))
            column.addWidget(label(self._words.say(told), wraps=True))
            column.addWidget(label(self._words.label(line.kind.label), "small", wraps=True))
            column.addWidget(label(self._who(line), "small", wraps=True))
            column.addWidget(label(line.reason, "small", wraps=True))
            if line.evidence:
                told = message("Evidence: {evidence}", evidence=line.evidence)
                column.addWidget(label(self._words.say(told), "small", wraps=True))
            if self.can_sign():
                made = button(self._words.text("Withdraw…"), partial(self.withdraw, line), role="link")
                made.setAccessibleName(self._words.say(message("Withdraw: {name}", name=name)))
                column.addWidget(made)

    def withdraw(self, line: SignedLine) -> None:
        """Ask why a line is taken back, and take it back."""
        from climafin.ui.dialogs.reason import ReasonDialog  # noqa: PLC0415 - not on the way to the first window

        ReasonDialog.ask(self._window, self._desk, self._words.text("Withdraw"), partial(self._withdraw, line))

    def _withdraw(self, line: SignedLine, reason: str) -> None:
        from climafin.services import judgements  # noqa: PLC0415 - not on the way to the first window

        session = self._desk.open_session

        def work(_progress: object) -> Change:
            # A withdrawal stays on record like the line itself.
            return judgements.withdraw(session, line.line_id, reason)._replace(action_id=0)

        self._desk.write(message("Withdrawing"), work, then=lambda _change: self._then())

    def _answer(self, line: SignedLine) -> str:
        from climafin.services import judgements  # noqa: PLC0415 - not on the way to the first window

        words = self._words
        if line.points is not None:
            if line.kind is LineKind.EXPERT:
                return words.say(message("{marks} marks", marks=shown_maximum(line.points)))
            return points_text(line.points, line.points)
        if line.rule_id == _GRADE:
            grades = dict(judgements.grades_to_give(self._desk.open_session, line.pack_id))
            return words.label(grades[line.answer]) if line.answer in grades else line.answer
        kinds = {_VERDICT: Verdict}.get(line.rule_id)
        return words.label(Outcome(line.answer).label if kinds is None else kinds(line.answer).label)

    def _who(self, line: SignedLine) -> str:
        who, day = line.person, line.at.date()
        if not line.second_person:
            return self._words.say(message("{person}, {day}", person=who, day=day))
        told = message("{person}, confirmed by {second}, {day}", person=who, second=line.second_person, day=day)
        return self._words.say(told)
