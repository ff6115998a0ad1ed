"""What an import asks once: the unit of bare amounts, and what unknown columns mean."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from climafin.base.messages import message
from climafin.services.imports import ImportAnswers, ImportPreview
from climafin.ui.desk import Desk
from climafin.ui.style import Size, px, space
from climafin.ui.widgets.labels import label

#: More unknown columns than these are only counted: the sheet is then hardly one of projects.
SHOWN = 4


class ColumnQuestions(QWidget):
    """One line per question; an answer reads the file anew."""

    def __init__(self, desk: Desk, answered: Callable[[ImportAnswers], None]) -> None:
        super().__init__()
        self._desk = desk
        self._answered = answered
        self._preview: ImportPreview | None = None
        self._shown: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space(3))
        self._grid.setVerticalSpacing(space(1))
        self._grid.setColumnStretch(0, 1)

    def show_preview(self, preview: ImportPreview) -> None:
        """Ask what this preview leaves open."""
        self._preview = preview
        for old in self._shown:
            self._grid.removeWidget(old)
            old.deleteLater()
        self._shown.clear()
        for question in preview.questions:
            options = [(option, option) for option in question.options]
            self._add(self._desk.say(question.told), options, question.answer, "money_units", question.head)
        for unmatched in preview.unmatched[:SHOWN]:
            options = [("", self._desk.language.text("leave this column out"))]
            options += [(field.key, self._desk.language.label(field.label)) for field in preview.fields]
            present = preview.answers.fields.get(unmatched.head, "")
            self._add(self._desk.say(unmatched.told), options, present, "fields", unmatched.head)
        more = len(preview.unmatched) - SHOWN
        if more > 0:
            told = self._desk.language.plural("{count} more column not read", "{count} more columns not read", more)
            self._put([label(told, "small")])
        self.setVisible(bool(preview.questions or preview.unmatched))

    def _add(self, told: str, options: list[tuple[str, str]], present: str, kind: str, head: str) -> None:
        box = QComboBox()
        box.setAccessibleName(self._desk.say(message("Answer for the column “{head}”", head=head)))
        box.setMinimumWidth(px(Size.FIELD_SHORT))
        for key, words in options:
            box.addItem(words, key)
        box.setCurrentIndex(max(0, box.findData(present)))
        box.activated.connect(lambda _at: self._on_answer(kind, head, str(box.currentData())))
        self._put([label(told, "small", wraps=True), box])

    def _put(self, widgets: list[QWidget]) -> None:
        line = self._grid.rowCount()
        for at, widget in enumerate(widgets):
            self._grid.addWidget(widget, line, at)
        self._shown += widgets

    def _on_answer(self, kind: str, head: str, answer: str) -> None:
        assert self._preview is not None
        known = self._preview.answers
        units, fields = dict(known.money_units), dict(known.fields)
        (units if kind == "money_units" else fields)[head] = answer
        self._answered(ImportAnswers(units, fields))
