"""Questions about libraries: a new one, who is working, a problem with its detail."""

import itertools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.dialogs.picker import Wanted, pick_folder
from climafin.ui.style import Size, px, space
from climafin.ui.tasks import Failure
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label


def labelled_line(dialog: Dialog, name: str, text: str, hint: str = "") -> QLineEdit:
    """Put a line to type into, with its name above, into a dialog."""
    line = QLineEdit(text)
    line.setPlaceholderText(hint)
    line.setAccessibleName(name)
    dialog.body.addWidget(label(name, "small"))
    dialog.body.addWidget(line)
    return line


class NewLibraryDialog(Dialog):
    """Asks for the title, the folder and the person of a new library."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        words = desk.language
        super().__init__(parent, words.text("New library"), words.text("Create"), words.text("Cancel"))
        self._words = words
        self._desk = desk
        self.title = labelled_line(self, words.text("Title"), words.text("Climate project library"))
        self.person = labelled_line(self, words.text("Your name, as the history shows it"), desk.settings.person)
        self.folder = labelled_line(self, words.text("Folder (new or empty)"), str(_free_folder(self.title.text())))
        self.body.removeWidget(self.folder)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.folder, 1)
        row.addWidget(button(words.text("Choose…"), self._choose))
        self.body.addLayout(row)
        told = words.text(
            "The folder holds everything: the database, attached files and backups. Copy it whole to carry the library."
        )
        self.body.addWidget(label(told, "small", wraps=True))

    @classmethod
    def ask(cls, parent: QWidget, desk: Desk, then: Callable[[Path, str, str], None]) -> "NewLibraryDialog":
        """Ask, and call `then(folder, title, person)`."""
        dialog = cls(parent, desk)
        dialog.open_then(
            lambda: then(Path(dialog.folder.text().strip()), dialog.title.text().strip(), dialog.person.text().strip())
        )
        return dialog

    def check(self) -> str:
        """All three are needed, and the folder must be free."""
        if not self.title.text().strip() or not self.person.text().strip() or not self.folder.text().strip():
            return self._words.text("Fill in title, name and folder.")
        folder = Path(self.folder.text().strip())
        if not folder.is_absolute():
            return self._words.text("Give the whole path of the folder, or choose it with the button.")
        try:
            is_taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
        except OSError:
            is_taken = True
        if is_taken:
            return self._words.text("This folder is not empty. Choose a new or an empty one; nothing was written.")
        return ""

    def _choose(self) -> None:
        wanted = Wanted(self._words.text("Folder for the new library"), "library")
        pick_folder(self, self._desk, wanted, lambda folder: self.folder.setText(str(folder)))


def _free_folder(title: str) -> Path:
    """Return a folder among the person's documents that is not there yet."""
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    names = itertools.chain([title], (f"{title} {number}" for number in itertools.count(2)))
    return next(documents / name for name in names if not (documents / name).exists())


class PersonDialog(Dialog):
    """Asks who is working."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        words = desk.language
        super().__init__(parent, words.text("Who is working?"), words.text("Take over"), words.text("Cancel"))
        self._words = words
        self.person = labelled_line(self, words.text("Your name, as the history shows it"), desk.settings.person)
        told = words.text("Every change is kept with this name. Nobody admits a project that he registered himself.")
        self.body.addWidget(label(told, "small", wraps=True))

    @classmethod
    def ask(cls, parent: QWidget, desk: Desk, then: Callable[[str], None]) -> "PersonDialog":
        """Ask, and call `then(person)`."""
        dialog = cls(parent, desk)
        dialog.open_then(lambda: then(dialog.person.text().strip()))
        return dialog

    def check(self) -> str:
        """A name is needed."""
        return "" if self.person.text().strip() else self._words.text("Give a name.")


class QuestionDialog(Dialog):
    """Asks yes or no, with a verb for yes."""

    def __init__(self, parent: QWidget, desk: Desk, title: str, verb: str) -> None:
        super().__init__(parent, title, verb, desk.language.text("Cancel"))

    @classmethod
    def ask(
        cls, parent: QWidget, desk: Desk, texts: tuple[str, str, str], then: Callable[[], None]
    ) -> "QuestionDialog":
        """Ask with (title, sentence, verb), and call `then()` when the answer is yes."""
        title, sentence, verb = texts
        dialog = cls(parent, desk, title, verb)
        dialog.body.addWidget(label(sentence, wraps=True))
        dialog.open_then(then)
        return dialog


class TextDialog(Dialog):
    """Shows a text that can be copied: the keys, what the program is, a finding."""

    def __init__(self, parent: QWidget, desk: Desk, title: str, text: str) -> None:
        words = desk.language
        super().__init__(parent, title, words.text("Close"), "")
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.text.setMinimumHeight(px(Size.CARD))
        self.text.setTabStopDistance(px(Size.RAIL))
        self.body.addWidget(self.text)
        copy = button(words.text("Copy"), self._copy, icon_name="copy")
        self.buttons.insertWidget(0, copy)

    @classmethod
    def show_text(cls, parent: QWidget, desk: Desk, title: str, text: str) -> "TextDialog":
        """Show a text."""
        dialog = cls(parent, desk, title, text)
        dialog.open_then(None)
        return dialog

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


class FailureDialog(TextDialog):
    """A failure nobody foresaw: one plain sentence, and the detail to copy for whoever mends it."""

    @classmethod
    def show_failure(cls, parent: QWidget, desk: Desk, failure: Failure) -> "FailureDialog":
        """Show a failure with its detail."""
        words = desk.language
        dialog = cls(parent, desk, words.text("This step was not done"), failure.detail)
        dialog.body.insertWidget(0, label(words.say(failure.told), wraps=True))
        told = words.text("Please copy the text below and send it to whoever looks after the program.")
        dialog.body.insertWidget(1, label(told, "small", wraps=True))
        dialog.open_then(None)
        return dialog
