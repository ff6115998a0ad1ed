"""One field of the form: name above, editor, what is wrong or was understood below, source beside."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from climafin.base.language import Language
from climafin.base.messages import Message, message
from climafin.domain.dictionary import Field, Goal
from climafin.domain.project import Value, ValueNote
from climafin.domain.shown_values import NOT_APPLICABLE
from climafin.domain.values import parse_value
from climafin.ui.pages.project_form.editors import LineEditor, editor
from climafin.ui.style import icon, space
from climafin.ui.widgets.buttons import icon_button
from climafin.ui.widgets.labels import label, set_tone

#: Opens what else can be said of the field one is in: its source, that it does not apply.
MORE_KEY = "Ctrl+."


class FieldRow(QWidget):
    """Tells what was typed, once, when the person leaves the field.

    Signals:
        valued(str, object): the key and its new value (None for "not known yet").
        noted(str, ValueNote): the key and its new note; a note of "does not apply" takes the value away.
        stuck(str, str): the key and a text that cannot be kept; "" once it is mended.
        source_wanted(str): the source of this value is to be written down.
    """

    valued = Signal(str, object)
    noted = Signal(str, object)
    stuck = Signal(str, str)
    source_wanted = Signal(str)

    def __init__(self, field: Field, language: Language, year: int) -> None:
        super().__init__()
        self.field = field
        self._words = language
        self._value: Value = None
        self._note = ValueNote()
        self._shown_raw: object = None
        self._can_write = True
        self._year = year
        self.editor = editor(field, language)
        self.editor.setAccessibleName(language.label(field.label))
        self.editor.on_left(self.commit)
        self.name = label(language.label(field.label), "small")
        self.name.setBuddy(self.editor)
        self.unit = label(language.label(field.unit), "faint")
        self.asked = label(self._asked(), "faint")
        self.told = label("", "problem", wraps=True)
        self.told.hide()
        self.tools = icon_button("paperclip", language.say(message("More about “{field}”", field=field.label)))
        # Enter and Tab go from field to field; this one has a key of its own.
        self.tools.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        more = QShortcut(QKeySequence(MORE_KEY), self)
        more.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        more.activated.connect(self.tools.showMenu)
        self.tools.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.tools)
        self.source_action = self._menu.addAction(language.text("Source of this value…"))
        self.source_action.triggered.connect(lambda _checked=False: self.source_wanted.emit(field.key))
        self.absent_action = self._menu.addAction(language.text("Does not apply to this project"))
        self.absent_action.setCheckable(True)
        self.absent_action.toggled.connect(self._on_absent)
        self.tools.setMenu(self._menu)
        self._lay_out()

    def set_open(self, *, is_open: bool) -> None:
        """Say whether anything can be written here."""
        self._can_write = is_open

    @property
    def problem(self) -> str:
        """What is wrong with the text, or ""."""
        return self.told.text() if self.told.property("role") == "problem" and not self.told.isHidden() else ""

    @property
    def hint(self) -> str:
        """What was understood, or ""."""
        return self.told.text() if self.told.property("role") == "note" and not self.told.isHidden() else ""

    def show_value(self, value: Value, note: ValueNote, unkept: str = "") -> None:
        """Show what is kept, or a text that could not be kept."""
        is_other = value != self._value or note.not_applicable != self._note.not_applicable
        self._value, self._note = value, note
        self.absent_action.blockSignals(True)
        self.absent_action.setChecked(note.not_applicable)
        self.absent_action.blockSignals(False)
        # One that was marked before stays in the menu, so that the mark can be taken away.
        self.absent_action.setVisible(note.not_applicable or not self.field.always_applies)
        self.source_action.setEnabled(self._can_write)
        self.absent_action.setEnabled(self._can_write)
        has_source = bool(note.source)
        self.tools.setIcon(icon("file-text" if has_source else "paperclip", "accent" if has_source else "faint"))
        self.tools.setToolTip(f"{self._source_words()}  {MORE_KEY}")
        if unkept:
            self.editor.show_text(unkept)
            self._shown_raw = unkept
            problem = parse_value(self.field, unkept, year=self._year).problem
            self._tell(problem, "problem")
        else:
            self.editor.show_value(value)
            self._shown_raw = self.editor.raw()
            if note.not_applicable:
                self._tell(message("{not_applicable}", not_applicable=NOT_APPLICABLE), "note")
            elif is_other or self.problem:
                self._tell(None)
        # Last: a line that is closed loses the keyboard, and what it then holds is taken as typed.
        self.editor.setEnabled(self._can_write and not note.not_applicable)

    def commit(self) -> None:
        """Take what is typed: tell what is wrong, or hand the value on."""
        raw = self.editor.raw()
        if raw == self._shown_raw:
            return
        self._shown_raw = raw
        parsed = parse_value(self.field, raw, year=self._year)
        if parsed.problem is not None:
            self._tell(parsed.problem, "problem")
            self.stuck.emit(self.field.key, str(raw))
            return
        self._tell(parsed.note, "note")
        self.stuck.emit(self.field.key, "")
        if parsed.not_applicable:
            self.noted.emit(self.field.key, ValueNote(not_applicable=True))
        elif parsed.value != self._value or self._note.not_applicable:
            self._value = parsed.value
            self.valued.emit(self.field.key, parsed.value)
        self.editor.show_value(parsed.value)
        self._shown_raw = self.editor.raw()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(space(2))
        head.addWidget(self.name)
        head.addWidget(self.asked)
        head.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(space(2))
        line.addWidget(self.editor, 1)
        line.addWidget(self.unit)
        if isinstance(self.editor, LineEditor) and self.editor.is_short:
            line.addStretch(1)
        line.addWidget(self.tools)
        if not self.unit.text():
            # Never “show” here: without a parent a label would stand on the screen as a window of its own.
            self.unit.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        column.addLayout(head)
        column.addLayout(line)
        column.addWidget(self.told)

    def _asked(self) -> str:
        goal = next((goal for goal in Goal if self.field.is_needed_for(goal)), None)
        if goal is None:
            return self._words.text("optional")
        words = {
            Goal.SUBMIT: self._words.text("needed to submit"),
            Goal.ADMIT: self._words.text("needed to admit"),
            Goal.DOSSIER: self._words.text("for the dossier"),
        }
        return words[goal]

    def _source_words(self) -> str:
        note = self._note
        if not note.source:
            return self._words.say(message("More about “{field}”", field=self.field.label))
        told = message("Source: {source}", source=" ".join(part for part in (note.source, note.page) if part))
        return self._words.say(told)

    def _tell(self, told: Message | None, role: str = "problem") -> None:
        self.told.setText(self._words.say(told) if told is not None else "")
        self.told.setVisible(told is not None)
        self.told.setProperty("role", role)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        set_tone(self.editor, "bad" if told is not None and role == "problem" else "")
        self.editor.setAccessibleDescription(self.told.text())

    def _on_absent(self, absent: bool) -> None:
        # What was being typed goes with it; otherwise it would be taken on leaving, and the mark be lost again.
        self.editor.show_value(None if absent else self._value)
        self._shown_raw = self.editor.raw()
        self.stuck.emit(self.field.key, "")
        self._tell(None)
        self.noted.emit(self.field.key, ValueNote(not_applicable=absent))
