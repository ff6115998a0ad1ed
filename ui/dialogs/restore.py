"""Asks which backup is to be put back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from climafin.base.messages import message
from climafin.services import libraries
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.dialogs.picker import Wanted, pick_file
from climafin.ui.style import Size, px
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label

_PATH = Qt.ItemDataRole.UserRole
_MEGABYTE = 1_000_000


class RestoreDialog(Dialog):
    """The library's own backups, newest first and chosen; or a file from elsewhere, such as a portable disk."""

    def __init__(self, parent: QWidget, desk: Desk, folder: Path) -> None:
        words = desk.language
        super().__init__(parent, words.text("Restore a backup"), words.text("Restore"), words.text("Cancel"))
        self._desk = desk
        self._words = words
        told = message(
            "The library “{folder}” goes back to the backup. The present state is set aside; nothing is deleted.",
            folder=folder.name,
        )
        self.body.addWidget(label(words.say(told), wraps=True))
        self.backups = QListWidget()
        self.backups.setAccessibleName(words.text("Backups"))
        self.backups.setMinimumHeight(px(Size.TEXT_AREA))
        for backup in libraries.list_backups(folder):
            self._add(backup)
        self.backups.setCurrentRow(0)
        self.backups.itemDoubleClicked.connect(lambda _item: self._on_do())
        self.body.addWidget(self.backups)
        self.nothing = label(words.text("There are no backups in this library's folder yet."), "small", wraps=True)
        self.nothing.setVisible(self.backups.count() == 0)
        self.body.addWidget(self.nothing)
        self.buttons.insertWidget(0, button(words.text("Another file…"), self._choose))

    @classmethod
    def ask(cls, parent: QWidget, desk: Desk, folder: Path, then: Callable[[Path], None]) -> "RestoreDialog":
        """Ask, and call `then(backup)`."""
        dialog = cls(parent, desk, folder)
        dialog.open_then(lambda: then(dialog.chosen))
        return dialog

    @property
    def chosen(self) -> Path:
        """The backup that is chosen."""
        return Path(self.backups.currentItem().data(_PATH))

    def check(self) -> str:
        """One must be chosen."""
        return "" if self.backups.currentItem() is not None else self._words.text("Choose a backup.")

    def take_file(self, backup: Path) -> None:
        """Put a file from elsewhere at the head of the list, chosen."""
        self._add(backup, row=0)
        self.backups.setCurrentRow(0)
        self.nothing.hide()
        self.strip.say("")

    def _choose(self) -> None:
        wanted = Wanted(self._words.text("Choose a backup"), "backup", (self._words.text("Backups") + " (*.db)",))
        pick_file(self, self._desk, wanted, self.take_file)

    def _add(self, backup: Path, row: int | None = None) -> None:
        moment = libraries.backup_moment(backup)
        size = message("{size} MB", size=f"{backup.stat().st_size / _MEGABYTE:,.1f}")
        when = f"{moment:%Y-%m-%d %H:%M}" if moment is not None else backup.name
        item = QListWidgetItem(f"{when}   {self._words.say(size)}")
        item.setData(_PATH, str(backup))
        item.setToolTip(str(backup))
        self.backups.insertItem(self.backups.count() if row is None else row, item)
