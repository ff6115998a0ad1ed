"""Asks for what a person signs: an answer or a number, why, what it rests on, and who confirms it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from climafin.base.errors import ClimaFinError
from climafin.base.messages import Message, message
from climafin.domain.assessment import shown_maximum
from climafin.domain.change import Change
from climafin.domain.values import bare_number
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.style import Size, Tone, px, space
from climafin.ui.tasks import Failure
from climafin.ui.widgets.labels import label, set_tone

_HUNDREDTHS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Signed:
    """What was filled in.

    Attributes:
        answer: the key of an answer, or points in 1/100.
        reason: why.
        evidence: what it rests on, or "".
        second_person: who confirms, or "".
    """

    answer: str | int
    reason: str
    evidence: str
    second_person: str


@dataclass(frozen=True, slots=True)
class SigningAsk:
    """What is asked, in the window's language.

    Attributes:
        title: the verb.
        subject: the line that is signed.
        present: what it says now.
        answers: key and words of the answers that may be given; () where points are.
        most: the most points, in 1/100.
        needs_evidence: whether evidence must be named.
        needs_second: whether somebody else must confirm.
        sign: has the library keep it, off the window's thread.
    """

    title: str
    subject: str
    present: str
    answers: tuple[tuple[str, str], ...]
    most: int
    needs_evidence: bool
    needs_second: bool
    sign: Callable[[Signed], Change]


def points_typed(text: str, most: int) -> int | None:
    """Return typed points in 1/100; None where they are no number from 0 to `most` with up to two decimals."""
    number = bare_number(text)
    if number is None or not 0 <= number * 100 <= most or number != number.quantize(_HUNDREDTHS):
        return None
    return int(number * 100)


class FieldBlock:
    """A name, the field under it, and under that what is wrong with it."""

    def __init__(self, name: str, field: QWidget) -> None:
        self.name = label(name, "small", wraps=True)
        self.field = field
        self.problem: QLabel = label("", "problem", wraps=True)
        self.problem.hide()
        field.setAccessibleName(name)

    def tell(self, sentence: str) -> None:
        """Say what is wrong; "" when nothing is."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)
        set_tone(self.field, "bad" if sentence else "")


class FormDialog(Dialog):
    """A dialog that tells what is wrong beside each field and stays open until the library has taken it.

    A subclass fills `blocks`, each with the check of its field, and says in `work` what is kept.
    """

    def __init__(self, parent: QWidget, desk: Desk, title: str, verb: str) -> None:
        super().__init__(parent, title, verb, desk.language.text("Cancel"))
        self.desk = desk
        self.words = desk.language
        self.blocks: list[tuple[FieldBlock, Callable[[], Message | None]]] = []
        self._is_writing = False

    def add_block(self, name: str, field: QWidget, check: Callable[[], Message | None]) -> None:
        """Put a field with its name into the dialog."""
        self.add_row(self.block(name, field, check))

    def add_row(self, *blocks: FieldBlock) -> None:
        """Put fields beside each other, what is wrong with them below over the whole width."""
        column, row = QVBoxLayout(), QHBoxLayout()
        # From the outside in: what hangs in no dialog yet belongs to nobody.
        self.body.addLayout(column)
        column.addLayout(row)
        column.setSpacing(space(1))
        row.setSpacing(space(4))
        for block in blocks:
            inner = QVBoxLayout()
            row.addLayout(inner, 1)
            inner.setSpacing(space(1))
            inner.addWidget(block.name)
            inner.addWidget(block.field)
            column.addWidget(block.problem)

    def block(self, name: str, field: QWidget, check: Callable[[], Message | None]) -> FieldBlock:
        """Return a field with its name, to be put somewhere."""
        block = FieldBlock(name, field)
        self.blocks.append((block, check))
        if isinstance(field, QComboBox):
            field.currentIndexChanged.connect(lambda _index: self._mend(block, check))
        elif isinstance(field, (QLineEdit, QPlainTextEdit)):
            field.textChanged.connect(lambda *_text: self._mend(block, check))
        return block

    def work(self) -> Callable[[], Change]:
        """Return what has the library keep what stands in the fields."""
        raise NotImplementedError

    def attend(self) -> None:
        """Go to the first field that must be mended."""
        next(block.field for block, _check in self.blocks if block.problem.text()).setFocus()

    def reject(self) -> None:
        """Close, but not while the library is keeping the answer."""
        if not self._is_writing:
            super().reject()

    def _mend(self, block: FieldBlock, check: Callable[[], Message | None]) -> None:
        """Take a complaint away as soon as it no longer holds."""
        if block.problem.text():
            block.tell(self._told(check))

    def _told(self, check: Callable[[], Message | None]) -> str:
        told = check()
        return "" if told is None else self.words.say(told)

    def _on_do(self) -> None:
        if self._is_writing:
            return
        self.strip.say("")
        for block, check in self.blocks:
            block.tell(self._told(check))
        if any(block.problem.text() for block, _check in self.blocks):
            self.attend()
            return
        self._is_writing = True
        work = self.work()

        def keep(_progress: object) -> Change:
            # A signed line stays on record, so that no undo is offered for it; it is withdrawn by another one.
            return work()._replace(action_id=0)

        self.desk.write(message("Signing"), keep, then=lambda _change: self._on_kept(), otherwise=self._on_refused)

    def _on_kept(self) -> None:
        self._is_writing = False
        then = self._then
        self.accept()
        if then is not None:
            then()

    def _on_refused(self, failure: Failure) -> None:
        self._is_writing = False
        self.strip.say(self.words.say(failure.told), Tone.BAD)


def told_by(check: Callable[[], object]) -> Message | None:
    """Return what a check of the services complains of, or None."""
    try:
        check()
    except ClimaFinError as error:
        return error.told
    return None


class SignDialog(FormDialog):
    """Asks for marks or another answer, with reason, evidence and second person."""

    def __init__(self, parent: QWidget, desk: Desk, ask: SigningAsk) -> None:
        words = desk.language
        super().__init__(parent, desk, ask.title, words.text("Sign"))
        self._ask = ask
        head = QVBoxLayout()
        head.setSpacing(space(1))
        head.addWidget(label(ask.subject, "strong", wraps=True))
        head.addWidget(label(ask.present, "muted", wraps=True))
        self.body.addLayout(head)
        self.answer = QComboBox()
        self.points = QLineEdit()
        if ask.answers:
            self.answer.setPlaceholderText(words.text("Choose an answer"))
            for key, name in ask.answers:
                self.answer.addItem(name, key)
            self.answer.setCurrentIndex(-1)
            self.add_block(words.text("New answer"), self.answer, self._answer_problem)
        else:
            name = words.say(message("Points, from 0 to {most}", most=shown_maximum(ask.most)))
            self.add_block(name, self.points, self._points_problem)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(px(Size.TEXT_AREA) // 2)
        self.add_block(words.text("Reason"), self.reason, self._reason_problem)
        # Side by side: at 150 % a small screen has no room for one below the other.
        asked = words.text("Evidence") if ask.needs_evidence else words.text("Evidence (may stay empty)")
        self.evidence = QLineEdit()
        evidence = self.block(asked, self.evidence, self._evidence_problem)
        asked = words.text("Second person") if ask.needs_second else words.text("Second person (may stay empty)")
        self.second = QLineEdit()
        second = self.block(asked, self.second, self._second_problem)
        self.add_row(evidence, second)
        self.body.addStretch(1)

    @classmethod
    def ask(cls, parent: QWidget, desk: Desk, ask: SigningAsk, then: Callable[[], None]) -> "SignDialog":
        """Ask, and call `then()` once the library has kept the line."""
        dialog = cls(parent, desk, ask)
        dialog.open_then(then)
        return dialog

    def work(self) -> Callable[[], Change]:
        """Sign what stands in the fields."""
        answer = str(self.answer.currentData()) if self._ask.answers else self._points()
        assert answer is not None
        signed = Signed(answer, self.reason.toPlainText(), self.evidence.text(), self.second.text())
        return lambda: self._ask.sign(signed)

    def _points(self) -> int | None:
        return points_typed(self.points.text(), self._ask.most)

    def _answer_problem(self) -> Message | None:
        return message("Choose the new answer.") if self.answer.currentIndex() < 0 else None

    def _points_problem(self) -> Message | None:
        if self._points() is not None:
            return None
        return message("Give a number from 0 to {most}, with at most two decimals.", most=shown_maximum(self._ask.most))

    def _reason_problem(self) -> Message | None:
        from climafin.services.four_eyes import given_reason  # noqa: PLC0415 - not on the way to the first window

        return told_by(lambda: given_reason(self.reason.toPlainText()))

    def _evidence_problem(self) -> Message | None:
        if not self._ask.needs_evidence or self.evidence.text().strip():
            return None
        return message("Name the evidence: the rule book asks for it.")

    def _second_problem(self) -> Message | None:
        from climafin.services.four_eyes import confirmed_by  # noqa: PLC0415 - not on the way to the first window

        if not self._ask.needs_second and not self.second.text().strip():
            return None
        return told_by(lambda: confirmed_by(self.desk.open_session, self.second.text(), always=True))
