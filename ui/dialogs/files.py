"""Asking for a file or a folder with the dialog of the system; it is opened, never executed, and lets go of itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Then = Callable[[Path], object]


def ask_folder(parent: QWidget, title: str, then: Then) -> None:
    """Ask for a folder, and call `then` with it."""
    picker = QFileDialog(parent, title)
    picker.setFileMode(QFileDialog.FileMode.Directory)
    _open(picker, then)


def ask_file(parent: QWidget, title: str, then: Then, *, kinds: str = "", folder: Path | None = None) -> None:
    """Ask for a file that is there.

    Args:
        parent: over which it opens.
        title: what it is for.
        then: called with the file.
        kinds: which files are shown, as Qt writes it (`Workbooks (*.xlsx *.csv)`); all of them when empty.
        folder: where to begin; where the last one was when None.
    """
    picker = QFileDialog(parent, title, str(folder) if folder is not None else "")
    picker.setFileMode(QFileDialog.FileMode.ExistingFile)
    if kinds:
        picker.setNameFilter(kinds)
    _open(picker, then)


def ask_target(parent: QWidget, title: str, proposed: Path, then: Then, *, kinds: Sequence[str] = ()) -> None:
    """Ask where to write a file; one that is there already is asked about by the dialog itself.

    Args:
        parent: over which it opens.
        title: what it is for.
        proposed: the name to begin with, in a folder or without one; its ending is put behind a name that has none.
        then: called with the file.
        kinds: which files can be chosen, as Qt writes it; those with the ending of `proposed` when empty.
    """
    picker = QFileDialog(parent, title, str(proposed.parent) if proposed.is_absolute() else "")
    picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    picker.setNameFilters(kinds or [f"*{proposed.suffix}"])
    picker.setDefaultSuffix(proposed.suffix.removeprefix("."))
    picker.selectFile(proposed.name)
    _open(picker, then)


def _open(picker: QFileDialog, then: Then) -> None:
    # Or each would lie behind the window, reading its folder, until the program closes.
    picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    picker.fileSelected.connect(lambda path: then(Path(path)))
    picker.open()
