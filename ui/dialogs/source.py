"""Asks where a value comes from, and how good it is."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QComboBox, QWidget

from climafin.base.messages import Label, message
from climafin.domain.project import ValueNote
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.dialogs.library import labelled_line
from climafin.ui.widgets.day_edit import DayEdit
from climafin.ui.widgets.labels import label


class SourceDialog(Dialog):
    """Document, page, day, data-quality grade."""

    def __init__(self, parent: QWidget, desk: Desk, field: Label, note: ValueNote) -> None:
        words = desk.language
        title = words.say(message("Source of “{field}”", field=field))
        super().__init__(parent, title, words.text("Keep"), words.text("Cancel"))
        self._words = words
        self.source = labelled_line(self, words.text("Document"), note.source)
        self.page = labelled_line(self, words.text("Page or clause"), note.page)
        self.day = DayEdit(words, words.text("Day of the document"), desk.clock.today())
        if note.source_date is not None:
            self.day.show_day(note.source_date)
        self.body.addWidget(label(words.text("Day of the document"), "small"))
        self.body.addWidget(self.day)
        self.quality = QComboBox()
        self.quality.setAccessibleName(words.text("Data quality"))
        for grade, name in (
            (None, words.text("not graded")),
            (1, words.text("1 verified by a third party")),
            (2, words.text("2 measured, not verified")),
            (3, words.text("3 computed from the project's own figures")),
            (4, words.text("4 estimated from the sector")),
            (5, words.text("5 rough estimate")),
        ):
            self.quality.addItem(name, grade)
        self.quality.setCurrentIndex(note.quality or 0)
        self.body.addWidget(label(words.text("Data quality"), "small"))
        self.body.addWidget(self.quality)

    @classmethod
    def ask(
        cls, parent: QWidget, desk: Desk, field: Label, note: ValueNote, then: Callable[[ValueNote], None]
    ) -> "SourceDialog":
        """Ask, and call `then(note)`."""
        dialog = cls(parent, desk, field, note)
        dialog.open_then(lambda: then(dialog.note()))
        return dialog

    def note(self) -> ValueNote:
        """Return what is written down."""
        return ValueNote(
            source=self.source.text().strip(),
            page=self.page.text().strip(),
            source_date=self._day(),
            quality=self.quality.currentData(),
        )

    def check(self) -> str:
        """The day must be one."""
        problem = self.day.parsed().problem
        return self._words.say(problem) if problem is not None else ""

    def _day(self) -> date | None:
        found = self.day.parsed().value
        return found if isinstance(found, date) else None
