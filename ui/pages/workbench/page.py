"""Rules workbench 规则工作台: tree of the pack, rule book or text, live result and effect on the library."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QTreeView, QVBoxLayout

from climafin.base.messages import N_, Label, message
from climafin.domain.change import Change, Kind
from climafin.domain.query import Column, ProjectQuery
from climafin.services import packs, projects, workbench
from climafin.services.draft_weights import Weights, weights_of
from climafin.services.pack_outline import OutlineNode, node_at
from climafin.ui.actions.assessing import WhyThisScore
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.models.outline import OutlineModel
from climafin.ui.models.rows import RowsModel, TextRow
from climafin.ui.pages.page import Page
from climafin.ui.pages.workbench.bench import Bench
from climafin.ui.pages.workbench.book_view import BookView
from climafin.ui.pages.workbench.cases_view import CasesView
from climafin.ui.pages.workbench.commands import Commands
from climafin.ui.pages.workbench.effect_view import EffectView
from climafin.ui.pages.workbench.result_view import ResultView
from climafin.ui.pages.workbench.text_view import PackText
from climafin.ui.style import Size, Tone, px, space
from climafin.ui.tasks import Failure
from climafin.ui.widgets.labels import frame, label
from climafin.ui.widgets.notices import Strip
from climafin.ui.widgets.rows_table import RowsTable

_SLIP_WIDTHS = (26, 18, 60)
_SLIP_TONES = {"fault": Tone.BAD, "case": Tone.BAD, "warning": Tone.WARN}
#: Places of the splitter's panes at 100 %, in grid steps.
_PANES = (48, 160, 108)
_LAYOUT_KEY = "workbench-draft"
#: Keys that mean the draft here, and the library everywhere else.
_OURS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
BOOK, TEXT = 0, 1
RESULT, EFFECT, CASES = 0, 1, 2


class WorkbenchPage(Page):
    """The workbench."""

    title: ClassVar[str] = N_("Rules workbench")

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__(desk, verbs)
        self._words = desk.language
        self.bench = Bench(desk, self)
        self.weights: Weights | None = None
        self._sliding: Weights | None = None
        self._shown: tuple[object, ...] = ()
        self._is_following = False
        self._build_views()
        self._build_body()
        self.commands = Commands(self)
        self._connect()
        self.commands.open_first(desk.settings.layout.get(_LAYOUT_KEY, ""))

    # ---- building

    def _build_views(self) -> None:
        words = self._words
        self.outline = OutlineModel(words, self)
        self.tree = QTreeView()
        self.tree.setModel(self.outline)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(words.text("Parts of the rule pack"))
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(space(3))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.book = BookView(words)
        self.editor = PackText(self.bench.document, words)
        self.result = ResultView(words, self.desk.clock.today())
        self.effect = EffectView(words)
        self.cases = CasesView(words)
        self.slips = RowsModel((words.text("Kind"), words.text("Line"), words.text("What is wrong")), parent=self)
        self.slip_table = RowsTable(self.slips, words.text("What is wrong"), _SLIP_WIDTHS, 2)
        self.slip_table.setMinimumHeight(2 * px(Size.ROW) + space(1))

    def _build_body(self) -> None:
        words = self._words
        self.standing, self.reading, self.refusal = Strip(), Strip(), Strip()
        strips = QVBoxLayout()
        strips.setContentsMargins(space(4), space(2), space(4), space(2))
        strips.setSpacing(space(1))
        for strip in (self.standing, self.reading, self.refusal):
            strips.addWidget(strip)
        self.body.addLayout(strips)
        self.views = QTabWidget()
        self.views.setAccessibleName(words.text("Rule book or text"))
        self.views.addTab(self.book, words.text("Rule book"))
        self.views.addTab(self.editor, words.text("Text"))
        self.panes = QTabWidget()
        self.panes.setAccessibleName(words.text("Result, library and cases"))
        self.panes.addTab(self.result, words.text("Result"))
        self.panes.addTab(self.effect, words.text("Library"))
        self.panes.addTab(self.cases, words.text("Cases"))
        self.state = label("", "small")
        middle = QSplitter()
        middle.setOrientation(Qt.Orientation.Vertical)
        middle.setChildrenCollapsible(False)
        foot = frame("ground")
        within = QVBoxLayout(foot)
        within.setContentsMargins(0, space(1), 0, 0)
        within.setSpacing(space(1))
        self.state.setContentsMargins(space(3), 0, space(3), 0)
        within.addWidget(self.state)
        within.addWidget(self.slip_table, 1)
        middle.addWidget(self.views)
        middle.addWidget(foot)
        middle.setStretchFactor(0, 1)
        middle.setSizes([space(200), 3 * px(Size.ROW) + space(7)])
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for pane, stretch in ((self.tree, 0), (middle, 1), (self.panes, 0)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([space(steps) for steps in _PANES])
        self.tree.setMinimumWidth(space(36))
        middle.setMinimumWidth(space(80))
        self.panes.setMinimumWidth(space(64))
        self.body.addWidget(self.splitter, 1)
        self.setFocusProxy(self.tree)

    def _connect(self) -> None:
        bench = self.bench
        bench.opened.connect(self._on_opened)
        bench.checked_anew.connect(self._on_checked)
        bench.answered.connect(self._on_answered)
        bench.tried.connect(self._on_tried)
        bench.refused.connect(self._on_refused)
        bench.document.contentsChanged.connect(lambda: self.refusal.say(""))
        self.tree.selectionModel().currentChanged.connect(self._on_part)
        self.book.changed.connect(lambda path, text: bench.change({path: text}))
        self.book.sliding.connect(self._on_sliding)
        self.book.settled.connect(self._on_settled)
        self.editor.place_changed.connect(self._follow_text)
        self.slip_table.opened.connect(self._go_to_slip)
        self.slip_table.clicked.connect(lambda index: self._go_to_slip(index.row()))
        self.result.project_wanted.connect(bench.show_project)
        self.result.day_wanted.connect(bench.show_day)
        self.result.case_wanted.connect(self.commands.ask_case)
        self.effect.basis_wanted.connect(self.commands.compare_with)
        self.effect.changes_wanted.connect(self.commands.show_changes)
        self.effect.robustness_wanted.connect(self.commands.show_robustness)
        self.effect.why_wanted.connect(self._show_project)
        self.cases.place_wanted.connect(self.go_to_place)
        self.cases.answers_wanted.connect(self.commands.ask_answers)
        self.cases.exam_wanted.connect(bench.check_now)
        self.views.currentChanged.connect(lambda _at: self._show_part())

    # ---- coming and going

    def refresh(self, change: Change | None) -> None:
        """Take in other projects and other editions."""
        if change is None or not change.kinds.isdisjoint({Kind.PROJECT, Kind.STAGE, Kind.LIBRARY}):
            self._list_projects()
            if change is not None:
                self.bench.projects_changed()
        if change is None or Kind.RULES in change.kinds:
            self.commands.list_packs()

    def arrive(self, what: object) -> None:
        """Open a pack that somebody asked for, by its id."""
        if isinstance(what, str) and what:
            self.commands.open_edition(what, None)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on where one left."""
        super().showEvent(event)
        self.bench.wake()

    def save(self) -> None:
        """Keep the draft now."""
        self.bench.keep_now()

    def leave(self) -> None:
        """Keep the draft and stop what runs."""
        name = self.bench.draft.name if self.bench.draft is not None else ""
        self.desk.settings.layout[_LAYOUT_KEY] = name
        self.bench.rest()

    def start_search(self) -> None:
        """Go to the project to try the rules on."""
        self.panes.setCurrentIndex(RESULT)
        self.result.project.setFocus()
        self.result.project.selectAll()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z and Ctrl+Y for the draft: here they do not take back changes of the library."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and any(event.matches(key) for key in _OURS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back the last change of the text, or do it again, from the rule book too."""
        if event.matches(QKeySequence.StandardKey.Undo) and self.bench.is_draft:
            self.bench.undo()
        elif event.matches(QKeySequence.StandardKey.Redo) and self.bench.is_draft:
            self.bench.redo()
        else:
            super().keyPressEvent(event)

    def _list_projects(self) -> None:
        session = self.desk.open_session
        done, uids = self.desk.do(lambda: projects.list_uids(session, ProjectQuery()))
        if not done:
            return
        rows = projects.list_rows(session, uids, (Column.NUMBER, "name"))
        named = {f"{number} {name or ''}".strip(): uid for uid, (number, name) in zip(uids, rows, strict=True)}
        self.result.show_projects(named)
        chosen = self.bench.uid
        if chosen not in uids:
            chosen = next((uid for uid in self.desk.selected if uid in set(uids)), uids[0] if uids else "")
            self.bench.show_project(chosen)
        self.result.show_project(chosen)

    def _show_project(self, uid: str) -> None:
        self.result.show_project(uid)
        self.bench.show_project(uid)
        self.panes.setCurrentIndex(RESULT)

    # ---- showing

    def _on_opened(self) -> None:
        self.weights = self._sliding = None
        self._shown = ()
        self.editor.setReadOnly(not self.bench.is_draft)
        self.refusal.say("")
        told = "" if self.bench.is_draft else self._words.text("This edition is only read here: copy it to work on it.")
        self.reading.say(told, Tone.NEUTRAL)
        self.commands.look()

    def _on_checked(self) -> None:
        bench, checked = self.bench, self.bench.checked
        self._sliding = None
        self.weights = weights_of(bench.sound)
        slips = checked.slips
        book = bench.book
        if book is not None:
            kept = self.tree.currentIndex().data(OutlineModel.NODE_ROLE)
            if self.outline.show_outline(book.outline, slips):
                at = self.outline.index_of(kept.path if isinstance(kept, OutlineNode) else ("about",))
                self.tree.setCurrentIndex(at if at.isValid() else self.outline.index(0, 0))
        self._show_slips(slips)
        self._show_part()
        self.editor.show_slips(slips)
        if checked.pack is not None:
            self.editor.show_offers(workbench.offers(checked))
        self._show_standing()
        is_old = bench.is_faulty
        self.cases.show_cases(bench.sound if is_old else checked, is_old=is_old, fixed=not bench.is_draft)
        self.result.show_answer(bench.answer, bench.why_none, is_old=is_old)
        self.commands.look()

    def _show_standing(self) -> None:
        words, sound = self._words, self.bench.sound
        stamp, standing = sound.stamp, sound.standing
        if stamp is None or standing is None:
            self.standing.say("")
            return
        self.standing.say(words.label(standing), Tone.INFO if stamp.official else Tone.WARN)

    def _show_slips(self, slips: Sequence[workbench.Slip]) -> None:
        words = self._words
        rows = []
        for slip in slips:
            cells = (words.label(slip.kind.label), f"{slip.line}:{slip.column}", words.say(slip.told))
            rows.append(TextRow(cells, cells[2], slip, _SLIP_TONES[slip.kind]))
        self.slips.show_rows(rows)
        self.slip_table.setVisible(bool(rows))
        checked = self.bench.checked
        if not rows:
            told = words.text("No fault. Every case comes out right.")
        else:
            kinds = workbench.SlipKind
            told = words.say(
                message(
                    "{faults} faults · {cases} failed cases · {warnings} warnings",
                    faults=checked.count(kinds.FAULT),
                    cases=checked.count(kinds.CASE),
                    warnings=checked.count(kinds.WARNING),
                )
            )
        self.state.setText(told)
        self.counts.emit(told)

    def _show_part(self) -> None:
        """Show the chosen part in the rule book."""
        book, node = self.bench.book, self._node()
        if book is None or node is None:
            return
        part = str(node.path[0])
        title = next((one.title for one in book.outline if one.path == (part,)), Label(part, part))
        fixed = not self.bench.is_draft
        # With faults the weights of before them could not be told from those that stand there.
        weights = self.weights if self.bench.checked.pack is not None and part in ("groups", "criteria") else None
        self.book.show_page(self._words.label(title), book.pages.get(part, ()), weights, fixed=fixed)
        self.book.show_slips(self.bench.checked.slips)
        if node.path != self._shown:
            self._shown = node.path
            if len(node.path) > 1:
                self.book.reveal(node.path)

    def _node(self) -> OutlineNode | None:
        node = self.tree.currentIndex().data(OutlineModel.NODE_ROLE)
        return node if isinstance(node, OutlineNode) else None

    def _on_part(self, index: QModelIndex, _before: QModelIndex) -> None:
        node = index.data(OutlineModel.NODE_ROLE)
        if not isinstance(node, OutlineNode):
            return
        self._show_part()
        if not self._is_following:
            self._is_following = True
            self.editor.go_to(node.start)
            self._is_following = False

    def _follow_text(self, offset: int) -> None:
        """Let the tree show the part that the keyboard stands in."""
        book = self.bench.book
        if self._is_following or book is None or self.bench.checked.text != self.bench.text:
            return
        node = node_at(book.outline, offset)
        if node is not None:
            self._is_following = True
            self.tree.setCurrentIndex(self.outline.index_of(node.path))
            self._is_following = False

    def go_to_place(self, start: int, end: int | None = None) -> None:
        """Show a place of the text."""
        self.views.setCurrentIndex(TEXT)
        self.editor.go_to(start, end)
        self.editor.setFocus()

    def _go_to_slip(self, row: int) -> None:
        slip = self.slips.rows[row].thing
        if isinstance(slip, workbench.Slip):
            self.go_to_place(slip.start)

    def _on_answered(self) -> None:
        bench = self.bench
        self.result.show_answer(bench.answer, bench.why_none, is_old=bench.is_faulty)

    def _on_tried(self) -> None:
        if self._sliding is None:
            self.effect.show_effect(self.bench.effect, self.bench.why_none)

    def _on_refused(self, failure: Failure) -> None:
        self._sliding = None
        self._show_part()
        if not failure.is_cancel:
            self.refusal.say(self._words.say(failure.told), Tone.BAD)

    # ---- weights

    def _on_sliding(self, part: str, key: str, weight: int) -> None:
        """Re-rank the library while a weight slides; the text changes when it is let go."""
        if self.weights is None:
            return
        self._sliding = self._moved(self.weights, part, key, weight)
        self.book.show_weights(self._sliding)
        effect = self.bench.effect
        if effect is not None and effect.marks is not None:
            self.panes.setCurrentIndex(EFFECT)
            self.effect.show_sliding(effect.marks.under(self._sliding))

    def _on_settled(self, part: str, key: str, weight: int) -> None:
        if self.weights is None:
            return
        after = self._moved(self.weights, part, key, weight)
        changes = after.changes_from(self.weights)
        if changes:
            self.bench.change(changes)
        else:
            self._sliding = None

    @staticmethod
    def _moved(weights: Weights, part: str, key: str, weight: int) -> Weights:
        return weights.moved_group(key, weight) if part == "groups" else weights.moved_criterion(key, weight)

    # ---- what commands ask

    def why(self) -> None:
        """Ask why, of the kept assessment of the chosen project."""
        self.desk.select((self.bench.uid,))
        self.verbs[WhyThisScore].run()

    def known_editions(self) -> tuple[packs.PackEntry, ...]:
        """Return every edition there is."""
        done, found = self.desk.do(lambda: packs.known_packs(self.desk.open_session))
        return tuple(found) if done else ()
