"""The system's file dialogs: asked in one way, and opened where the person last found or put such a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from climafin.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        title: the dialog's title, in the window's language.
        use: what the place is remembered under, such as `import`.
        filters: kinds of file as Qt writes them (`*.xlsx`); the first is taken at first.
        name: the file name that is proposed, for saving.
        start: where to begin instead of the remembered place.
    """

    title: str
    use: str
    filters: Sequence[str] = ()
    name: str = ""
    start: Path | None = None


def pick_folder(parent: QWidget, desk: Desk, wanted: Wanted, then: Callable[[Path], None]) -> None:
    """Ask for a folder; `then` is called with it."""
    picker = _picker(parent, desk, wanted, then)
    picker.setFileMode(QFileDialog.FileMode.Directory)
    picker.setOption(QFileDialog.Option.ShowDirsOnly)
    picker.open()


def pick_file(parent: QWidget, desk: Desk, wanted: Wanted, then: Callable[[Path], None]) -> None:
    """Ask for a file that is there; `then` is called with it."""
    picker = _picker(parent, desk, wanted, then)
    picker.setFileMode(QFileDialog.FileMode.ExistingFile)
    picker.open()


def pick_target(parent: QWidget, desk: Desk, wanted: Wanted, then: Callable[[Path], None]) -> None:
    """Ask where to save; the name's ending is added when the person leaves it out."""
    picker = _picker(parent, desk, wanted, then)
    picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    picker.setDefaultSuffix(Path(wanted.name).suffix.removeprefix("."))
    picker.selectFile(wanted.name)
    picker.open()


def _picker(parent: QWidget, desk: Desk, wanted: Wanted, then: Callable[[Path], None]) -> QFileDialog:
    picker = QFileDialog(parent, wanted.title, str(wanted.start or _place(desk, wanted.use)))
    # Or each would lie behind the window, reading its folder, until the program closes.
    picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if wanted.filters:
        picker.setNameFilters(list(wanted.filters))

    def chosen(text: str) -> None:
        path = Path(text)
        desk.settings.layout[_key(wanted.use)] = str(path if path.is_dir() else path.parent)
        then(path)

    picker.fileSelected.connect(chosen)
    return picker


def _place(desk: Desk, use: str) -> Path:
    """Return the remembered folder while it is there, else where the system keeps a person's documents."""
    kept = Path(desk.settings.layout.get(_key(use), ""))
    if kept.is_absolute() and kept.is_dir():
        return kept
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()


def _key(use: str) -> str:
    return f"folder.{use}"
