"""The preview of an import: tabs by kind, a choice per row, problems in words, questions on top."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from climafin.base.messages import message
from climafin.services import imports
from climafin.services.imports import Choice, ImportAnswers, ImportPreview, ImportRow, RowKind
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dialog import Dialog
from climafin.ui.dialogs.importing.columns import ColumnQuestions
from climafin.ui.dialogs.picker import Wanted, pick_target
from climafin.ui.models.import_rows import ImportRowsModel, findings, offered
from climafin.ui.style import Size, Tone, px, space
from climafin.ui.tasks import Failure
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.rows import chosen_rows

TABS = (RowKind.NEW, RowKind.CHANGED, RowKind.DOUBTFUL, RowKind.WRONG, RowKind.SAME)


class ImportDialog(Dialog):
    """Nothing is written before its button; the refused rows can be saved to send back."""

    def __init__(self, parent: QWidget, desk: Desk, path: Path, preview: ImportPreview) -> None:
        words = desk.language
        title = words.say(message("Import “{file}”", file=preview.file))
        super().__init__(parent, title, words.text("Import"), words.text("Cancel"), Size.DIALOG_WIDE)
        self.setMinimumHeight(px(Size.DIALOG_TALL))
        self.desk = desk
        self.path = path
        self.choices: dict[int, Choice] = {}
        self.told = label("", "muted", wraps=True)
        self.body.addWidget(self.told)
        self.questions = ColumnQuestions(desk, self._ask_again)
        self.body.addWidget(self.questions)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(words.text("Kinds of rows"))
        self.tabs.setExpanding(False)
        for _kind in TABS:
            self.tabs.addTab("")
        self.tabs.addTab("")
        self.model = ImportRowsModel(words, self.choices, self)
        self.model.choices_changed.connect(self._count)
        self.table = self._make_table()
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setMinimumHeight(px(Size.TEXT_AREA))
        self.detail.setAccessibleName(words.text("About the row"))
        pane = QVBoxLayout()
        pane.setSpacing(0)
        pane.addWidget(self.tabs)
        pane.addWidget(self.table, 1)
        self.body.addLayout(pane, 1)
        self.body.addLayout(self._choice_row())
        self.body.addWidget(self.detail)
        self.save_button = button(words.text("Save refused rows…"), self._ask_target, icon_name="save")
        self.buttons.insertWidget(0, self.save_button)
        self.preview = preview
        self.show_preview(preview)
        self.tabs.currentChanged.connect(lambda _at: self._show_tab())
        self.table.setFocus()

    @classmethod
    def ask(
        cls,
        parent: QWidget,
        desk: Desk,
        found: tuple[Path, ImportPreview],
        then: Callable[[ImportPreview, dict[int, Choice]], None],
    ) -> "ImportDialog":
        """Ask about (path, preview), and call `then(preview, choices)` when it is to be written."""
        dialog = cls(parent, desk, *found)
        dialog.open_then(lambda: then(dialog.preview, dict(dialog.choices)))
        return dialog

    def show_preview(self, preview: ImportPreview) -> None:
        """Show a preview, made anew when a question was answered otherwise."""
        words = self.desk.language
        self.preview = preview
        self.choices.clear()
        for at, kind in enumerate(TABS):
            count = len(preview.of_kind(kind))
            self.tabs.setTabText(at, words.say(message("{kind} {count}", kind=kind.label, count=count)))
        ignored = words.say(message("No projects {count}", count=len(preview.ignored)))
        self.tabs.setTabText(len(TABS), ignored)
        self.questions.show_preview(preview)
        self.tabs.setCurrentIndex(next((at for at, kind in enumerate(TABS) if preview.of_kind(kind)), 0))
        self._show_tab()
        self._count()

    def taken(self) -> int:
        """Return how many rows the button would take."""
        return sum(self.model.choice(row) is not Choice.SKIP for row in self.preview.rows)

    def check(self) -> str:
        """Something must be taken."""
        return "" if self.taken() else self.desk.language.text("There is nothing to take from this file.")

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(self.desk.language.text("Rows of the workbook"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(px(Size.ROW))
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        labels = [self.desk.language.label(choice.label) for choice in Choice]
        widest = max(table.fontMetrics().horizontalAdvance(text) for text in labels)
        for at, width in enumerate((px(Size.RAIL), px(Size.CARD), max(px(Size.RAIL), widest + space(5)))):
            table.setColumnWidth(at, width)
        table.selectionModel().selectionChanged.connect(self._on_row)
        space_key = QShortcut(QKeySequence("Space"), table)
        space_key.setContext(Qt.ShortcutContext.WidgetShortcut)
        space_key.activated.connect(self._toggle)
        table.doubleClicked.connect(lambda index: self.model.choose_next([index.row()]))
        return table

    def _choice_row(self) -> QHBoxLayout:
        words = self.desk.language
        self.choice_box = QComboBox()
        self.choice_box.setAccessibleName(words.text("What to do with the chosen rows"))
        self.choice_box.setMinimumWidth(px(Size.FIELD_SHORT))
        self.choice_box.activated.connect(lambda _at: self._decide())
        row = QHBoxLayout()
        row.setSpacing(space(2))
        self.choice_name = label(words.text("What to do with the chosen rows"), "small")
        row.addWidget(self.choice_name)
        row.addWidget(self.choice_box)
        row.addStretch(1)
        self.count = label("", "small")
        row.addWidget(self.count)
        return row

    def _show_tab(self) -> None:
        at = self.tabs.currentIndex()
        has_rows = at < len(TABS)
        self.table.setVisible(has_rows)
        self.choice_box.setVisible(has_rows)
        self.choice_name.setVisible(has_rows)
        self.detail.setMaximumHeight(px(Size.TEXT_AREA) if has_rows else px(Size.DIALOG_TALL))
        if at < len(TABS):
            self.model.show_rows(self.preview.of_kind(TABS[at]), self.preview.fields)
            if self.model.rowCount():
                self.table.selectRow(0)
                return
            self.detail.setPlainText(self.desk.language.text("No rows of this kind."))
        else:
            self.model.show_rows(())
            self.detail.setPlainText(self._ignored())
        self.choice_box.clear()
        self.choice_box.setEnabled(False)

    def _ignored(self) -> str:
        words = self.desk.language
        lines = [f"{row.sheet} · {row.row_number}: {words.say(row.told)}" for row in self.preview.ignored]
        lines += [f"{sheet.name}: {words.say(sheet.told)}" for sheet in self.preview.sheets if sheet.told is not None]
        return "\n".join(lines) or words.text("Every row names a project.")

    def _chosen(self) -> list[int]:
        return chosen_rows(self.table)

    def _on_row(self, _chosen: QItemSelection, _before: QItemSelection) -> None:
        rows = self._chosen()
        if not rows:
            return
        row = self.model.row(rows[0])
        words = self.desk.language
        self.choice_box.clear()
        for choice in offered(row):
            self.choice_box.addItem(words.label(choice.label), choice.value)
        self.choice_box.setCurrentIndex(self.choice_box.findData(self.model.choice(row).value))
        self.choice_box.setEnabled(self.choice_box.count() > 1)
        self.detail.setPlainText(self._about(row))

    def _about(self, row: ImportRow) -> str:
        words = self.desk.language
        lines = [words.say(told) for told in findings(row)]
        if row.existing_name:
            lines.append(words.say(message("In the library: {name}", name=row.existing_name)))
        lines += self.model.differences(row)
        return "\n".join(lines) or words.text("Nothing special: the row is taken as it stands.")

    def _decide(self) -> None:
        self.model.choose(self._chosen(), Choice(self.choice_box.currentData()))

    def _toggle(self) -> None:
        rows = self._chosen()
        self.model.choose_next(rows)
        if rows:
            row = self.model.row(rows[0])
            self.choice_box.setCurrentIndex(self.choice_box.findData(self.model.choice(row).value))

    def _count(self) -> None:
        words = self.desk.language
        taken = self.taken()
        self.do_button.setText(words.plural("Import {count} row", "Import {count} rows", taken))
        open_rows = len(imports.untaken_rows(self.preview, self.choices))
        self.save_button.setEnabled(open_rows > 0)
        told = message("Nothing is written before the button. A backup is made first; the import can be undone as one.")
        self.told.setText(words.say(told))
        refused = words.plural("{count} row stays out", "{count} rows stay out", len(self.preview.rows) - taken)
        self.count.setText(refused if len(self.preview.rows) > taken else "")

    def _ask_target(self) -> None:
        words = self.desk.language
        name = words.say(message("{file} refused rows.xlsx", file=Path(self.preview.file).stem))
        wanted = Wanted(words.text("Save refused rows"), "export", ("*.xlsx",), name, self.path.absolute().parent)
        pick_target(self, self.desk, wanted, self.save_refused)

    def save_refused(self, target: Path) -> None:
        """Write the rows that stay open as a workbook to send back."""
        desk, words, preview, choices = self.desk, self.desk.language, self.preview, dict(self.choices)

        def done(count: int) -> None:
            told = message("{count} rows saved to {path}", count=count, path=str(target))
            # The dialog may have been closed meanwhile.
            if isValid(self):
                self.strip.say(words.say(told), Tone.GOOD)
            else:
                desk.tell(told)

        def refused(failure: Failure) -> None:
            if isValid(self):
                self.strip.say(words.say(failure.told), Tone.BAD)
            else:
                desk.failed.emit(failure)

        desk.start(
            message("Saving refused rows"),
            lambda _progress: imports.write_refused_rows(preview, target, words, choices),
            then=done,
            otherwise=refused,
        )

    def _ask_again(self, answers: ImportAnswers) -> None:
        """Read the file once more with these answers."""
        session, path = self.desk.open_session, self.path
        self.setEnabled(False)
        # Methods and not functions of their own: Qt lets go of them when the dialog is closed meanwhile.
        self.desk.start(
            message("Reading “{file}”", file=path.name),
            lambda progress: imports.preview_import(session, path, progress, answers),
            then=self._show_again,
            otherwise=self._on_refused,
        )

    def _show_again(self, preview: ImportPreview) -> None:
        self.setEnabled(True)
        self.show_preview(preview)

    def _on_refused(self, failure: Failure) -> None:
        self.setEnabled(True)
        self.strip.say(self.desk.say(failure.told), Tone.BAD)
