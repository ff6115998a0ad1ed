"""The command bar of the workbench: which pack, and what is done with it as a whole."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton

from climafin.base.messages import message
from climafin.services import drafts, packs
from climafin.services.packs import Origin, PackEntry
from climafin.ui.pages.workbench.publishing import ask_publish
from climafin.ui.style import Size, Tone, icon, px, space
from climafin.ui.widgets.buttons import button, icon_button
from climafin.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from climafin.services.drafts import Draft
    from climafin.services.packs import PackDraft
    from climafin.ui.pages.workbench.page import WorkbenchPage

_PACK_FILES = " (*.yaml *.yml)"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the list of packs.

    Attributes:
        draft: the name of a draft, or "".
        pack_id: the pack of an edition.
        edition: its number.
    """

    draft: str = ""
    pack_id: str = ""
    edition: int = 0


class Commands(QObject):
    """What the buttons do."""

    def __init__(self, page: "WorkbenchPage") -> None:
        super().__init__(page)
        self.page = page
        self.desk = page.desk
        self._words = page.desk.language
        self._shown = Place()
        self._build()

    def _build(self) -> None:
        words, bar = self._words, self.page.bar
        bar.back.setText(words.text("Assessment"))
        bar.back.clicked.connect(lambda: self.desk.go("assessment"))
        bar.back.show()
        self.pack = QComboBox()
        self.pack.setAccessibleName(words.text("Rule pack"))
        self.pack.setMaximumWidth(px(Size.SEARCH) + space(20))
        self.pack.setMinimumWidth(space(40))
        self.pack.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pack.setMinimumContentsLength(20)
        self.pack.activated.connect(self._on_chosen)
        self.chip = Chip("", Tone.WARN)
        self.copy_button = button(words.text("Copy to work on"), self.copy_to_draft, icon_name="pencil")
        self.undo_button = icon_button("undo-2", words.text("Take back the last change of the text"), self._undo)
        self.redo_button = icon_button("redo-2", words.text("Do it again"), self._redo)
        self.publish_button = button(words.text("Publish…"), self.ask_publish, role="primary", icon_name="send")
        self.more = self._menu()
        for one in (self.pack, self.chip, self.copy_button, self.undo_button, self.redo_button):
            bar.add(one)
        bar.add(self.publish_button)
        bar.add(self.more)
        document = self.page.bench.document
        document.undoAvailable.connect(lambda _there: self.look())
        document.redoAvailable.connect(lambda _there: self.look())

    def _menu(self) -> QToolButton:
        words = self._words
        more = icon_button("ellipsis", words.text("More about rule packs"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        self.actions: dict[str, QAction] = {}
        for key, text, name, act in (
            ("new", words.text("Write a new pack"), "plus", self.new_draft),
            ("import", words.text("Take in a pack…"), "import", self.ask_import),
            ("export", words.text("Give out this pack…"), "download", self.ask_export),
            ("differs", words.text("What differs…"), "copy", self.show_changes),
            ("drop", words.text("Remove this draft…"), "x", self.ask_drop),
        ):
            made = menu.addAction(icon(name), text)
            made.triggered.connect(lambda _checked=False, act=act: act())
            self.actions[key] = made
        more.setMenu(menu)
        return more

    def look(self) -> None:
        """Look again what can be done."""
        page, bench = self.page, self.page.bench
        is_draft, writes = bench.is_draft, not self.desk.open_session.is_read_only
        stamp = bench.sound.stamp
        self.chip.show_text("" if stamp is None or stamp.official else self._words.text("not official"), Tone.WARN)
        self.copy_button.setVisible(not is_draft)
        self.copy_button.setEnabled(writes)
        self.undo_button.setVisible(is_draft)
        self.redo_button.setVisible(is_draft)
        self.undo_button.setEnabled(bench.document.isUndoAvailable())
        self.redo_button.setEnabled(bench.document.isRedoAvailable())
        self.publish_button.setVisible(is_draft)
        is_ready = is_draft and bench.checked.is_sound and bench.checked.text == bench.text
        self.publish_button.setEnabled(is_ready)
        self.publish_button.setToolTip(
            ""
            if is_ready
            else self._words.text("It can be published when no fault is left and every case comes out right.")
        )
        self.actions["drop"].setEnabled(is_draft)
        self.actions["new"].setEnabled(writes)
        self.actions["import"].setEnabled(writes)
        page.result.case_button.setVisible(is_draft)

    # ---- which pack

    def list_packs(self) -> None:
        """List drafts and editions anew."""
        words, session = self._words, self.desk.open_session
        self.pack.clear()
        for head in drafts.drafts(session):
            told = words.say(message("Draft · {title}", title=f"{head.title} · {head.name}"))
            self.pack.addItem(icon("pencil"), told, Place(draft=head.name))
        editions = self.page.known_editions()
        for entry in editions:
            self.pack.addItem(
                icon("lock"), self._edition_name(entry), Place("", entry.stamp.pack_id, entry.stamp.edition)
            )
        self._list_bases(editions)
        self._point_at(self._shown)

    def _edition_name(self, entry: PackEntry) -> str:
        return self._words.say(
            message(
                "{title} · edition {edition} · {origin}",
                title=entry.stamp.title,
                edition=entry.stamp.edition,
                origin=_ORIGINS[entry.origin],
            )
        )

    def _list_bases(self, editions: tuple[PackEntry, ...]) -> None:
        basis = self.page.effect.basis
        basis.clear()
        draft = self.page.bench.draft
        if draft is not None and draft.basis:
            basis.addItem(self._words.text("the text it began as"), None)
        for entry in editions:
            basis.addItem(self._edition_name(entry), Place("", entry.stamp.pack_id, entry.stamp.edition))
        if draft is None or not draft.basis:
            basis.insertItem(0, self._words.text("nothing"), Place())
            basis.setCurrentIndex(0)

    def _point_at(self, place: Place) -> None:
        for at in range(self.pack.count()):
            if self.pack.itemData(at) == place:
                self.pack.setCurrentIndex(at)
                self.pack.setToolTip(self.pack.itemText(at))

    def open_first(self, draft: str) -> None:
        """Open the draft one worked on last, else the first one, else the first edition."""
        self.list_packs()
        names = [head.name for head in drafts.drafts(self.desk.open_session)]
        name = draft if draft in names else names[0] if names else ""
        if name:
            self._open_draft(name)
        elif self.pack.count():
            self._open(self.pack.itemData(0))

    def _on_chosen(self, at: int) -> None:
        self._open(self.pack.itemData(at))

    def _open(self, place: Place) -> None:
        if place.draft:
            self._open_draft(place.draft)
        else:
            self.open_edition(place.pack_id, place.edition)

    def _open_draft(self, name: str) -> None:
        done, draft = self.desk.do(lambda: drafts.read_draft(self.desk.open_session, name))
        if done:
            self._show_draft(draft)

    def _show_draft(self, draft: "Draft") -> None:
        self._shown = Place(draft=draft.name)
        self.page.bench.open_draft(draft)
        self.list_packs()

    def open_edition(self, pack_id: str, edition: int | None) -> None:
        """Open an edition to be read."""
        session = self.desk.open_session
        done, whole = self.desk.do(lambda: packs.pack_whole(session, pack_id, edition))
        if not done:
            return
        number = edition
        if number is None:
            known = [entry.stamp.edition for entry in self.page.known_editions() if entry.stamp.pack_id == pack_id]
            number = known[0] if known else 0
        self._shown = Place("", pack_id, number)
        self.page.bench.open_edition(whole.text.removeprefix("\ufeff").replace("\r\n", "\n"))
        self.list_packs()

    def copy_to_draft(self) -> None:
        """Copy the edition on the bench, to work on the copy."""
        place, session = self._shown, self.desk.open_session
        done, draft = self.desk.do(lambda: drafts.copy_to_draft(session, place.pack_id, place.edition))
        if done:
            self._show_draft(draft)
            self.desk.tell(
                message("“{name}” is a draft now; the edition it was copied from stays as it is.", name=draft.name)
            )

    def new_draft(self) -> None:
        """Begin a pack of one's own."""
        done, draft = self.desk.do(lambda: drafts.new_draft(self.desk.open_session))
        if done:
            self._show_draft(draft)

    # ---- draft as a whole

    def ask_drop(self) -> None:
        """Ask before a draft is removed."""
        from climafin.ui.dialogs.library import QuestionDialog  # noqa: PLC0415 - hardly ever needed

        draft, words = self.page.bench.draft, self._words
        if draft is None:
            return
        texts = (
            words.text("Remove this draft?"),
            words.text("The draft is gone then; published editions are not touched."),
            words.text("Remove"),
        )
        QuestionDialog.ask(self.page, self.desk, texts, lambda: self._drop(draft.name))

    def _drop(self, name: str) -> None:
        self.page.bench.draft = None
        if self.desk.do(lambda: drafts.drop_draft(self.desk.open_session, name))[0]:
            self.open_first("")

    def ask_import(self) -> None:
        """Ask for a pack's file and open it as a draft, with its faults if it has any."""
        from climafin.ui.dialogs import picker  # noqa: PLC0415 - hardly ever needed

        words = self._words
        filters = (words.text("Rule packs") + _PACK_FILES,)
        wanted = picker.Wanted(words.text("Take in a pack"), "packs", filters)
        picker.pick_file(self.page, self.desk, wanted, self.take_in)

    def take_in(self, path: Path) -> None:
        """Open a pack's file as a draft."""
        session = self.desk.open_session

        def take(found: "PackDraft") -> None:
            text = found.source.text.removeprefix("\ufeff").replace("\r\n", "\n")
            basis = self._newest_text(found)
            done, draft = self.desk.do(lambda: drafts.keep_new(session, text, dict(found.source.beside), basis=basis))
            if done:
                self._show_draft(draft)

        name = message("Reading “{file}”", file=path.name)
        self.desk.start(name, lambda _progress: packs.import_pack(session, path), then=take)

    def _newest_text(self, found: "PackDraft") -> str:
        """Return the text of the newest edition of a pack that was taken in, or "" when it is a new one."""
        if found.stamp is None:
            return ""
        known = {entry.stamp.pack_id for entry in self.page.known_editions()}
        if found.stamp.pack_id not in known:
            return ""
        text = packs.pack_text(self.desk.open_session, found.stamp.pack_id)
        return text.removeprefix("\ufeff").replace("\r\n", "\n")

    def ask_export(self) -> None:
        """Ask where to write what is on the bench."""
        from climafin.ui.dialogs import picker  # noqa: PLC0415 - hardly ever needed

        words, draft = self._words, self.page.bench.draft
        name = f"{draft.name if draft is not None else f'{self._shown.pack_id}-{self._shown.edition}'}.yaml"
        filters = (words.text("Rule packs") + _PACK_FILES,)
        wanted = picker.Wanted(words.text("Give out this pack"), "packs", filters, name)
        picker.pick_target(self.page, self.desk, wanted, self.give_out)

    def give_out(self, path: Path) -> None:
        """Write what is on the bench to a file."""
        bench, session, place = self.page.bench, self.desk.open_session, self._shown
        text = bench.text
        done, _file = self.desk.do(
            lambda: (
                drafts.write_out(text, path)
                if bench.draft is not None
                else packs.export_pack(session, place.pack_id, place.edition, path)
            )
        )
        if done:
            self.desk.tell(message("Written to {path}.", path=str(path)))

    # ---- comparing

    def compare_with(self, place: Place | None) -> None:
        """Compare the library's answers with those of another edition or pack."""
        bench = self.page.bench
        if place is None:
            bench.compare_with("" if bench.draft is None else bench.draft.basis)
            return
        if not place.pack_id:
            bench.compare_with("")
            return
        session = self.desk.open_session
        done, text = self.desk.do(lambda: packs.pack_text(session, place.pack_id, place.edition))
        if done:
            bench.compare_with(text)

    def show_changes(self) -> None:
        """Show what differs from what is compared with."""
        from climafin.ui.dialogs.pack_changes import PackChangesWindow  # noqa: PLC0415 - hardly ever needed

        before = self.page.bench.before
        names = (self.page.effect.basis.currentText(), self.pack.currentText())
        if before is None:
            self.desk.tell(message("Choose what to compare with first."))
            return
        changes = packs.compare_pack_texts(before.text, self.page.bench.text)
        PackChangesWindow(self.page.window(), self.desk, names, changes).show()

    def show_robustness(self) -> None:
        """Show how firmly the ranking stands."""
        from climafin.ui.dialogs.robustness import RobustnessWindow  # noqa: PLC0415 - hardly ever needed

        effect = self.page.bench.effect
        if effect is not None and effect.marks is not None:
            RobustnessWindow(self.page.window(), self.desk, self.pack.currentText(), effect.marks).show()

    # ---- cases

    def ask_case(self) -> None:
        """Ask what the case is to be called."""
        from climafin.ui.dialogs.line import LineDialog  # noqa: PLC0415 - hardly ever needed

        words = self._words
        texts = (
            words.text("Keep this project as a case?"),
            words.text("Name of the case: what it examines"),
            words.text("Keep"),
        )
        proposed = self.page.result.project.text()
        LineDialog.ask(self.page, self.desk, texts, proposed, self.page.bench.add_case)

    def ask_answers(self, cases: tuple[int, ...]) -> None:
        """Ask before cases expect other answers: they are what guards the pack."""
        from climafin.ui.dialogs.library import QuestionDialog  # noqa: PLC0415 - hardly ever needed

        words = self._words
        sentence = words.plural(
            "{count} case then expects what the rules answer now. Look first whether the new answer is the right one.",
            "{count} cases then expect what the rules answer now. Look first whether the new answers are right.",
            len(cases),
        )
        texts = (words.text("Expect today's answers?"), sentence, words.text("Expect them"))
        QuestionDialog.ask(self.page, self.desk, texts, lambda: self.page.bench.take_answers(cases))

    def ask_publish(self) -> None:
        """Ask for the second person and the reason, and publish."""
        ask_publish(self.page, self.open_edition)

    def _undo(self) -> None:
        self.page.bench.undo()

    def _redo(self) -> None:
        self.page.bench.redo()


_ORIGINS = {Origin.SHIPPED: message("shipped"), Origin.PUBLISHED: message("published here")}
