"""The help pages shipped in `resources/help`, read offline beside the work."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from climafin.base.paths import resource
from climafin.ui.desk import Desk
from climafin.ui.style import Size, px, space, theme

#: Which help page belongs to which page of the rail.
PAGE_HELP = {
    "": "1-first-steps",
    "projects": "3-form",
    "assessment": "4-assessment",
    "workbench": "9-writing-a-rule-pack",
    "pipeline": "5-pipeline",
    "settings": "8-backup-and-safety",
}


def help_files(language: str) -> list[Path]:
    """Return the help pages of a language in their order."""
    found = resource("help", "en" if language == "en" else "zh").glob("*.md")
    return sorted(found, key=lambda file: int(file.stem.partition("-")[0]))


class HelpWindow(QDialog):
    """Stays open beside the window; it blocks nothing."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        words = desk.language
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.text("Help"))
        self.resize(px(Size.DIALOG_WIDE), px(Size.DIALOG_TALL))
        self._files = help_files(words.code)
        self.index = QListWidget()
        self.index.setProperty("role", "index")
        self.index.setAccessibleName(words.text("Help pages"))
        self.index.setFixedWidth(px(Size.CARD))
        self.text = QTextBrowser()
        self.text.setAccessibleName(words.text("Help"))
        self.text.setOpenLinks(False)
        self.text.document().setDefaultFont(theme().font())
        self.text.document().setDocumentMargin(space(5))
        for file in self._files:
            item = QListWidgetItem(file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# "))
            item.setSizeHint(QSize(0, px(Size.ROW)))
            self.index.addItem(item)
        self.index.currentRowChanged.connect(self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.index)
        row.addWidget(self.text, 1)

    @classmethod
    def show_page(cls, parent: QWidget, desk: Desk, page: str) -> "HelpWindow":
        """Show the help that belongs to a page of the rail; "" is where one begins."""
        made = cls(parent, desk)
        stems = [file.stem for file in made._files]
        wanted = PAGE_HELP.get(page, PAGE_HELP[""])
        made.index.setCurrentRow(stems.index(wanted) if wanted in stems else 0)
        made.show()
        return made

    def _show(self, row: int) -> None:
        kinds = QTextDocument.MarkdownFeature
        written = self._files[row].read_text(encoding="utf-8")
        self.text.document().setMarkdown(written, kinds.MarkdownDialectGitHub | kinds.MarkdownNoHTML)
        _wrap_examples(self.text.document())


def _wrap_examples(document: QTextDocument) -> None:
    """Let the lines of examples break at the window's edge, indented: nobody reads a line by scrolling sideways."""
    step = space(4)
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        if form.hasProperty(QTextFormat.Property.BlockCodeFence):
            form.setNonBreakableLines(False)
            form.setLeftMargin(2 * step)
            form.setTextIndent(-step)
            is_last = not block.next().blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
            form.setBottomMargin(step if is_last else 0)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(form)
        block = block.next()
