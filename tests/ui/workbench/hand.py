"""What a hand does in the workbench, for its tests."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from climafin.services import packs
from climafin.ui.pages.workbench.page import WorkbenchPage
from tests.ui.conftest import type_text

SAMPLE = packs.pack_text(None, "liangjiang-sample")
Still = Callable[[], None]


def show_part(page: WorkbenchPage, *path: object) -> None:
    page.tree.setCurrentIndex(page.outline.index_of(path))


def field(page: WorkbenchPage, *path: object) -> QLineEdit:
    edit = page.book.fields[path].edit
    assert isinstance(edit, QLineEdit)
    return edit


def write(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    type_text(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def replace(page: WorkbenchPage, old: str, new: str) -> None:
    """Change the text as somebody who types does."""
    cursor = page.editor.document().find(old)
    assert not cursor.isNull()
    page.editor.setTextCursor(cursor)
    type_text(page.editor, new)


# ---- opening
