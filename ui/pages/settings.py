"""Settings 设置: language, look, person; and what is known of the open library."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from climafin.base.messages import N_, message
from climafin.domain.change import Change
from climafin.domain.query import ProjectQuery
from climafin.ui.actions.libraries import (
    BackUpElsewhere,
    BackUpLibrary,
    ChangePerson,
    CheckLibrary,
    MakePracticeLibrary,
    RestoreLibrary,
)
from climafin.ui.actions.verb import Verb, Verbs
from climafin.ui.desk import Desk
from climafin.ui.pages.page import Page, scrolled_widget
from climafin.ui.style import Size, px, space
from climafin.ui.widgets.buttons import ActionButton, button
from climafin.ui.widgets.labels import frame, label
from climafin.ui.widgets.language_switch import LANGUAGE_NAMES

_THEMES = (("system", N_("Like the system")), ("light", N_("Light")), ("dark", N_("Dark")))
_SCALES = (100, 115, 130, 150, 175, 200)


class SettingsPage(Page):
    """Two cards: the program, the library."""

    title = N_("Settings")

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__(desk, verbs)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(desk.language.text(self.title))
        inner = scrolled_widget()
        area.setWidget(inner)
        self.body.addWidget(area)
        outer = QHBoxLayout(inner)
        outer.setContentsMargins(space(6), space(6), space(6), space(6))
        middle = QWidget()
        middle.setMaximumWidth(px(Size.DIALOG_WIDE))
        outer.addWidget(middle, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(4))
        column.addWidget(self._program_card())
        column.addWidget(self._library_card())

    def _card(self, title: str) -> tuple[QWidget, QGridLayout]:
        card = frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(space(5), space(4), space(5), space(5))
        column.setSpacing(space(3))
        column.addWidget(label(title, "section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(6))
        grid.setVerticalSpacing(space(3))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, px(Size.RAIL))
        column.addLayout(grid)
        return card, grid

    def _program_card(self) -> QWidget:
        words = self.desk.language
        settings = self.desk.settings
        card, grid = self._card(words.text("Program"))
        languages: list[tuple[str, str]] = [*LANGUAGE_NAMES.items()]
        self.language_box = self._choice(grid, words.text("Language"), languages, settings.language)
        themes = [(key, words.text(name)) for key, name in _THEMES]
        self.theme_box = self._choice(grid, words.text("Look"), themes, settings.theme)
        scales = [(str(scale), f"{scale}%") for scale in _SCALES]
        self.scale_box = self._choice(grid, words.text("Text size"), scales, str(settings.font_scale))
        self.language_box.activated.connect(self._apply)
        self.theme_box.activated.connect(self._apply)
        self.scale_box.activated.connect(self._apply)
        row = QHBoxLayout()
        row.addWidget(label(settings.person or words.text("Nobody yet")))
        row.addWidget(button(words.text("Change…"), self.verbs[ChangePerson].action.trigger, role="link"))
        row.addStretch(1)
        grid.addWidget(label(words.text("Person"), "muted"), 3, 0)
        grid.addLayout(row, 3, 1)
        return card

    def _choice(self, grid: QGridLayout, name: str, choices: list[tuple[str, str]], present: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMaximumWidth(px(Size.FIELD_SHORT))
        for key, text in choices:
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(present)))
        line = grid.rowCount() if grid.count() else 0
        grid.addWidget(label(name, "muted"), line, 0)
        grid.addWidget(box, line, 1)
        return box

    def _apply(self) -> None:
        settings = self.desk.settings
        settings.language = self.language_box.currentData()
        settings.theme = self.theme_box.currentData()
        settings.font_scale = int(self.scale_box.currentData())
        self.desk.keep_settings()
        self.desk.look_changed.emit()

    def _library_card(self) -> QWidget:
        words = self.desk.language
        session = self.desk.open_session
        card, grid = self._card(words.text("Library"))
        kind = words.text("Practice library: nothing in it is real work") if session.info.is_practice else ""
        facts = [
            (words.text("Title"), session.info.title),
            (words.text("Kind"), kind),
            (words.text("Folder"), str(session.info.folder)),
        ]
        self.alone = QCheckBox(words.text("One person works alone: nobody checks what is admitted"))
        self.alone.setChecked(session.info.single_user)
        self.alone.setEnabled(not session.is_read_only)
        self.alone.clicked.connect(self._change_checking)
        for name, text in facts:
            if text:
                line = grid.rowCount() if grid.count() else 0
                grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label(text, wraps=True, selectable=True), line, 1)
        line = grid.rowCount()
        grid.addWidget(label(words.text("Checking"), "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.alone, line, 1)
        told = words.text("Otherwise four eyes: nobody admits a project that he registered himself.")
        grid.addWidget(label(told, "small", wraps=True), line + 1, 1)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        wanted: list[type[Verb]] = [BackUpLibrary, BackUpElsewhere, RestoreLibrary, CheckLibrary]
        for verb in wanted:
            row.addWidget(ActionButton(self.verbs[verb].action))
        if session.info.is_practice:
            row.addWidget(
                button(words.text("Make the practice library fresh…"), self.verbs[MakePracticeLibrary].ask_fresh)
            )
        row.addStretch(1)
        grid.addLayout(row, grid.rowCount(), 0, 1, 2)
        return card

    def _change_checking(self, is_alone: bool) -> None:
        from climafin.services import libraries  # noqa: PLC0415 - not needed to paint

        session = self.desk.open_session
        self.desk.write(
            message("Changing the library"),
            lambda _progress: libraries.change_library(session, single_user=is_alone),
        )

    def refresh(self, change: Change | None) -> None:  # noqa: ARG002 - any change can alter the count
        """Say how large the library is."""
        from climafin.services import projects  # noqa: PLC0415 - not needed to paint

        self.alone.setChecked(self.desk.open_session.info.single_user)
        count = len(projects.list_uids(self.desk.open_session, ProjectQuery()))
        self.counts.emit(self.desk.say(message("{count} projects", count=f"{count:,}")))
