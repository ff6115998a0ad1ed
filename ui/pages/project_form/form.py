"""The form of one project. What is valid is saved when a field is left; what is not stays on the screen."""

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from climafin.base.messages import message
from climafin.domain.change import Change
from climafin.domain.dictionary import Field, Goal, dictionary
from climafin.domain.project import Project, Value, ValueNote
from climafin.services import projects
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.dialogs.source import SourceDialog
from climafin.ui.pages.page import scrolled_widget, show_inside
from climafin.ui.pages.project_form.field_row import FieldRow
from climafin.ui.pages.project_form.standing import FormHead, history_section, stage_section
from climafin.ui.style import Size, Tone, icon, px, space
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.notices import Strip

STAGES = "stages"
HISTORY = "history"
_PACK = "pack:"


class ProjectForm(QWidget):
    """Sections on the left, the fields of one section on the right.

    Signals:
        registered(str): a new project was kept; its uid.
    """

    registered = Signal(str)

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__()
        self.desk = desk
        self.project: Project | None = None
        self.rows: dict[str, FieldRow] = {}
        #: By section, what rule packs ask besides the dictionary.
        self._asked: dict[str, tuple[Field, ...]] = {}
        self._pending: dict[str, Value] = {}
        self._is_registering = False
        self.head = FormHead(desk, verbs)
        self.strip = Strip()
        self.similar = button(desk.language.text("Open it"), self._open_similar, role="link")
        self.strip.add(self.similar)
        self._similar_uid = ""
        self.index = QListWidget()
        self.index.setProperty("role", "index")
        self.index.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
        self.index.setAccessibleName(desk.language.text("Sections"))
        self.index.setFixedWidth(px(Size.SECTION_INDEX))
        self.index.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.index.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.index.currentRowChanged.connect(lambda _row: self._show_section())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.index)
        body.addWidget(self.area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.strip)
        column.addLayout(body, 1)
        self._fill_index()
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self._step(step))

    @property
    def uid(self) -> str:
        """The project shown, "" for one that is being registered."""
        return self.project.uid if self.project is not None else ""

    def show_project(self, uid: str, field: str = "") -> None:
        """Show a project, on a field when one is named."""
        self.commit()
        self._pending.clear()
        self._is_registering = False
        self.project = projects.show_project(self.desk.open_session, uid)
        self._say("")
        self._show_all(field)

    def begin_new(self) -> None:
        """Begin to register; the draft is kept as soon as it has a name."""
        self.commit()
        self.project = None
        self._pending.clear()
        self._say(self.desk.language.text("Give the name; from then on the draft is kept as you go."))
        self._show_all("name")

    def commit(self) -> None:
        """Take what is typed in every field of the section, as if it had been left."""
        for row in self.rows.values():
            row.commit()

    def forget(self) -> None:
        """Let go of a project that is no longer there, and of everything typed into it."""
        for row in self.rows.values():
            row.blockSignals(True)
        for key in [key for key in self.desk.unkept if key[0] == self.uid]:
            del self.desk.unkept[key]
        self.rows = {}
        self.project = None

    def refresh(self, change: Change | None) -> None:
        """Show what changed; a text that could not be kept stays where it is. None: ask for everything again."""
        if self.project is None or (change is not None and change.uids and self.uid not in change.uids):
            return
        self.project = projects.show_project(self.desk.open_session, self.uid)
        self.head.show_project(self.project)
        self._mark_sections()
        for key, row in self.rows.items():
            if not row.problem and not row.editor.is_touched():
                self._show_row(key, row)
        if self._section() in (STAGES, HISTORY):
            self._show_section()

    def _fill_index(self) -> None:
        words = self.desk.language
        names = [(group.key, words.label(group.label)) for group in dictionary().groups]
        names += [(STAGES, words.text("Stages")), (HISTORY, words.text("History"))]
        for key, name in names:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.index.addItem(item)

    def _show_asked(self) -> None:
        """Have a section, before those of stages and history, for every pack in use that asks something of its own."""
        from climafin.services.supplements import asked_besides  # noqa: PLC0415 - reads packs

        session, words = self.desk.open_session, self.desk.language
        done, found = self.desk.do(lambda: asked_besides(session, self.desk.pack_id))
        asked = {_PACK + pack_id: fields for pack_id, _title, fields in found} if done else {}
        if asked == self._asked:
            return
        self._asked = asked
        self.index.blockSignals(True)
        first = len(dictionary().groups)
        while self.index.count() > first + 2:
            self.index.takeItem(first)
        for at, (pack_id, title, _fields) in enumerate(found if done else ()):
            item = QListWidgetItem(words.say(message("Asked by the rule pack: {pack}", pack=title)))
            item.setData(Qt.ItemDataRole.UserRole, _PACK + pack_id)
            item.setIcon(icon("scale", "faint"))
            self.index.insertItem(first + at, item)
        self.index.blockSignals(False)

    def _fields_of(self, section: str) -> tuple[Field, ...]:
        return self._asked.get(section) or dictionary().group(section)

    def _section_of(self, key: str) -> str:
        """Return the section of a field; of one that nobody asks any more, the first."""
        if key in dictionary():
            return dictionary()[key].group
        found = (section for section, fields in self._asked.items() if any(field.key == key for field in fields))
        return next(found, dictionary().groups[0].key)

    def _section(self) -> str:
        item = self.index.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _show_all(self, field: str) -> None:
        self._show_asked()
        self.head.show_project(self.project)
        self._mark_sections()
        group = self._section_of(field) if field else self._section() or dictionary().groups[0].key
        keys = [self.index.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.index.count())]
        if group == self._section():
            self._show_section()
        # Also when it is the present one: a list that got the keyboard has a present row but no chosen one.
        self.index.setCurrentRow(keys.index(group), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if field in self.rows:
            self.rows[field].editor.setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(self.rows[field])
        elif self.rows:
            next(iter(self.rows.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, step: int) -> None:
        self.index.setCurrentRow(max(0, min(self.index.count() - 1, self.index.currentRow() + step)))

    def _show_section(self) -> None:
        self.commit()
        focused = self.window().focusWidget()
        had_focus = focused is not None and self.area.isAncestorOf(focused)
        self.rows = {}
        section = self._section()
        inner = scrolled_widget()
        outer = QHBoxLayout(inner)
        outer.setContentsMargins(space(6), space(5), space(6), space(6))
        middle = QWidget()
        middle.setMaximumWidth(px(Size.FORM))
        outer.addWidget(middle, 10)
        outer.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(4))
        item = self.index.currentItem()
        column.addWidget(label(item.text() if item is not None else "", "section"))
        if section in (STAGES, HISTORY):
            if self.project is not None:
                made = stage_section if section == STAGES else history_section
                column.addWidget(made(self.desk, self.project))
        else:
            for field in self._fields_of(section):
                column.addWidget(self._row(field))
            column.addWidget(self._next_button())
        column.addStretch(1)
        show_inside(self.area, inner)
        if had_focus:
            # The keyboard stays in the form: the widget that had it is gone.
            first = next(iter(self.rows.values()), None)
            (first.editor if first is not None else self.index).setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_button(self) -> QWidget:
        made = button(self.desk.language.text("Next section"), lambda: self._step(1), role="link")
        made.setToolTip("Ctrl+PgDown")
        made.setMaximumWidth(px(Size.FIELD_SHORT))
        return made

    def _row(self, field: Field) -> FieldRow:
        row = FieldRow(field, self.desk.language, self.desk.clock.today().year)
        row.set_open(is_open=not self.desk.open_session.is_read_only)
        row.valued.connect(self._on_value)
        row.noted.connect(self._on_note)
        row.stuck.connect(self._on_stuck)
        row.source_wanted.connect(self._ask_source)
        self.rows[field.key] = row
        self._show_row(field.key, row)
        return row

    def _show_row(self, key: str, row: FieldRow) -> None:
        kept: Mapping[str, Value] = self.project.values if self.project is not None else self._pending
        note = self.project.notes.get(key, ValueNote()) if self.project is not None else ValueNote()
        row.show_value(kept.get(key), note, self.desk.unkept.get((self.uid, key), ""))

    def _mark_sections(self) -> None:
        """Give each section its state: whole, gaps, or a text that cannot be kept."""
        words = self.desk.language
        for at, group in enumerate(dictionary().groups):
            item = self.index.item(at)
            fields = dictionary().group(group.key)
            stuck = [field for field in fields if (self.uid, field.key) in self.desk.unkept]
            missing = [field for field in fields if self._is_missing(field)]
            if stuck:
                item.setIcon(icon("circle-alert", "bad"))
                told = words.plural("{count} entry to mend", "{count} entries to mend", len(stuck))
            elif missing:
                item.setIcon(icon("circle-dashed", "faint"))
                told = words.plural("{count} gap", "{count} gaps", len(missing))
            else:
                item.setIcon(icon("circle-check", "good"))
                told = words.text("complete")
            item.setToolTip(told)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}: {told}")
        self._mark_asked()
        for at in (self.index.count() - 2, self.index.count() - 1):
            self.index.item(at).setIcon(icon("calendar" if at == self.index.count() - 2 else "history"))

    def _mark_asked(self) -> None:
        """What packs ask never counts as a gap; what cannot be kept is marked there as everywhere."""
        for at, fields in enumerate(self._asked.values(), len(dictionary().groups)):
            is_stuck = any((self.uid, field.key) in self.desk.unkept for field in fields)
            self.index.item(at).setIcon(icon("circle-alert", "bad") if is_stuck else icon("scale", "faint"))
            self.index.item(at).setToolTip(self.index.item(at).text())

    def _is_missing(self, field: Field) -> bool:
        if not field.is_needed_for(Goal.DOSSIER):
            return False
        if self.project is None:
            return self._pending.get(field.key) is None
        return self.project.values.get(field.key) is None and not self.project.is_not_applicable(field.key)

    def _on_value(self, key: str, value: Value) -> None:
        if self.project is None:
            self._pending[key] = value
            self._register()
        else:
            self._save(self.uid, {key: value})

    def _on_note(self, key: str, note: ValueNote) -> None:
        if self.project is None:
            self._say(self.desk.language.text("Give the name first; the draft is then kept as you go."), Tone.WARN)
            return
        self._save(self.uid, {key: None} if note.not_applicable else {}, {key: note})

    def _save(self, uid: str, values: dict[str, Value], notes: dict[str, ValueNote] | None = None) -> None:
        session = self.desk.open_session
        self.desk.write(message("Saving"), lambda _progress: projects.edit_project(session, uid, values, notes or {}))

    def _register(self) -> None:
        if self._is_registering or not self._pending.get("name"):
            return
        self._is_registering = True
        session, values = self.desk.open_session, dict(self._pending)

        def done(result: tuple[Change, str]) -> None:
            change, uid = result
            self._take_registered(uid, values)
            self.desk.announce(change)

        def refused(failure: object) -> None:
            self._is_registering = False
            self.desk.failed.emit(failure)

        self.desk.start(
            message("Saving"),
            lambda _progress: projects.register_project(session, values),
            then=done,
            otherwise=refused,
            must_end=True,
        )

    def _take_registered(self, uid: str, sent: Mapping[str, Value]) -> None:
        """Go on with the project just registered; what was typed meanwhile is saved now."""
        self._is_registering = False
        self.project = projects.show_project(self.desk.open_session, uid)
        for key in [key for known, key in self.desk.unkept if not known]:
            self.desk.unkept[uid, key] = self.desk.unkept.pop(("", key))
        late = {key: value for key, value in self._pending.items() if sent.get(key) != value}
        self._pending.clear()
        self.head.show_project(self.project)
        self._mark_sections()
        if late:
            self._save(uid, late)
        self.registered.emit(uid)
        self._warn_of_doubles()

    def _warn_of_doubles(self) -> None:
        assert self.project is not None
        found = projects.similar_projects(self.desk.open_session, self.project.values, but=self.uid)
        self._say("")
        if found:
            first = found[0]
            told = message(
                "{number} {name} may be the same: {why}", number=first.number, name=first.name, why=first.why
            )
            self._say(self.desk.say(told), Tone.WARN)
            self._similar_uid = first.uid
            self.similar.show()

    def _open_similar(self) -> None:
        self.desk.go("projects", self._similar_uid)

    def _say(self, sentence: str, tone: Tone = Tone.INFO) -> None:
        self.similar.hide()
        self.strip.say(sentence, tone)

    def _on_stuck(self, key: str, text: str) -> None:
        if text:
            self.desk.unkept[self.uid, key] = text
        else:
            self.desk.unkept.pop((self.uid, key), None)
        self._mark_sections()

    def _ask_source(self, key: str) -> None:
        if self.project is None:
            self._on_note(key, ValueNote())
            return
        note = self.project.notes.get(key, ValueNote())
        SourceDialog.ask(self, self.desk, self.rows[key].field.label, note, lambda made: self._on_note(key, made))
