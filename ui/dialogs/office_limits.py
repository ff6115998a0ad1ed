"""“Thresholds left to the office”: the value of a limit that a rule book does not fix, with its paper."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from climafin.base.messages import Message, message
from climafin.domain.change import Change
from climafin.domain.values import bare_number
from climafin.ui.desk import Desk
from climafin.ui.dialogs.signing import FormDialog, told_by
from climafin.ui.models.figures import number_text
from climafin.ui.widgets.labels import label

if TYPE_CHECKING:
    from climafin.services.judgements import OfficeLimit


class OfficeLimitsDialog(FormDialog):
    """Asks for one limit's value, the paper it rests on, and who confirms."""

    def __init__(self, parent: QWidget, desk: Desk, pack_id: str, limits: Sequence["OfficeLimit"]) -> None:
        words = desk.language
        super().__init__(parent, desk, words.text("Thresholds left to the office"), words.text("Set"))
        self._pack_id = pack_id
        self._limits = limits
        self.limit = QComboBox()
        self.limit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for one in limits:
            self.limit.addItem(words.label(one.label), one.name)
        self.add_block(words.text("Threshold"), self.limit, lambda: None)
        self.present = label("", "small", wraps=True)
        self.body.addWidget(self.present)
        self.value = QLineEdit()
        self.source = QLineEdit()
        self.second = QLineEdit()
        self.add_block(words.text("Value"), self.value, self._value_problem)
        self.add_block(words.text("The paper it rests on"), self.source, self._source_problem)
        self.add_block(words.text("Second person"), self.second, self._second_problem)
        self.body.addStretch(1)
        self.limit.currentIndexChanged.connect(lambda _index: self._show_limit())
        self._show_limit()

    @classmethod
    def ask(
        cls, parent: QWidget, desk: Desk, pack_id: str, limits: Sequence["OfficeLimit"], then: Callable[[], None]
    ) -> "OfficeLimitsDialog":
        """Ask, and call `then()` once the library has kept the value."""
        dialog = cls(parent, desk, pack_id, limits)
        dialog.open_then(then)
        return dialog

    def work(self) -> Callable[[], Change]:
        """Set the value."""
        from climafin.services import judgements  # noqa: PLC0415 - not on the way to the first window

        session, number = self.desk.open_session, bare_number(self.value.text())
        assert number is not None
        name, source, second = self._chosen.name, self.source.text(), self.second.text()
        return lambda: judgements.set_parameter(
            session, self._pack_id, name, float(number), source=source, second_person=second
        )

    @property
    def _chosen(self) -> "OfficeLimit":
        return self._limits[self.limit.currentIndex()]

    def _show_limit(self) -> None:
        """Say what the rule book says of the limit, and what it was set to."""
        words, limit = self.words, self._chosen
        told = [words.label(limit.by_whom)]
        if limit.line is None or limit.line.value is None:
            told.append(words.text("Not set yet; what hangs on it stays open."))
        else:
            line, value = limit.line, number_text(limit.line.value)
            present = message(
                "Now {value} {unit}: {source} ({person}, {day})",
                value=value,
                unit=line.unit,
                source=line.source,
                person=words.text(", ").join(name for name in (line.person, line.second_person) if name),
                day=line.at.date(),
            )
            told.append(words.say(present))
        self.present.setText("\n".join(told))
        self.limit.setToolTip(words.label(limit.label))
        self.value.setPlaceholderText(limit.unit)

    def _value_problem(self) -> Message | None:
        typed = self.value.text()
        if bare_number(typed) is not None:
            return None
        if not typed.strip():
            return message("Give the value.")
        unit = self._chosen.unit
        if unit:
            return message("“{text}” is not a number. Give it in {unit}, without the unit.", text=typed, unit=unit)
        return message("“{text}” is not a number.", text=typed)

    def _source_problem(self) -> Message | None:
        if self.source.text().strip():
            return None
        return message("Name the paper that the value rests on: it is kept with it.")

    def _second_problem(self) -> Message | None:
        from climafin.services.four_eyes import confirmed_by  # noqa: PLC0415 - not on the way to the first window

        return told_by(lambda: confirmed_by(self.desk.open_session, self.second.text()))
