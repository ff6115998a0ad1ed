"""Pipeline 流水线: the board of stages; cards are dragged, or moved by keys, and every move asks for its day."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget

from climafin.base.errors import DataProblem
from climafin.base.messages import N_, message
from climafin.domain.change import Change
from climafin.domain.query import ProjectQuery
from climafin.domain.stages import Stage
from climafin.services import pipeline
from climafin.ui.actions.pipeline import MoveStage
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.models.board import BoardModel
from climafin.ui.models.card_delegate import CardDelegate, card_words, shown_investment
from climafin.ui.pages.page import Page, scrolled_widget
from climafin.ui.style import space
from climafin.ui.tasks import Failure
from climafin.ui.widgets.board_column import BoardColumn
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.notices import EmptyPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from climafin.services.pipeline import BoardCard

#: Not yet in the pipeline, then the stages in their order.
_COLUMNS: tuple[Stage | None, ...] = (None, *Stage)
#: The narrow column against the others.
_STRETCH = {True: 5, False: 6}
#: So long after the last key press the board is asked for.
_SEARCH_DELAY = 120


class PipelinePage(Page):
    """The board."""

    title = N_("Pipeline")

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__(desk, verbs)
        words = desk.language
        self.search = self.bar.add_search(words.text("Search: name, pinyin, code"))
        self.bar.add_verbs([verbs[MoveStage]])
        self.columns = [self._make_column(stage) for stage in _COLUMNS]
        self.stack = QStackedWidget()
        self.stack.addWidget(self._board())
        self.stack.addWidget(self._empty())
        self.body.addWidget(self.stack)
        self._uid = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_DELAY)
        self._timer.timeout.connect(lambda: self.refresh(None))
        self.search.textChanged.connect(lambda _text: self._timer.start())

    def refresh(self, change: Change | None) -> None:
        """Show where every project stands now."""
        self._timer.stop()
        session = self.desk.open_session
        uids = pipeline.staged_uids(session, ProjectQuery(self.search.text()))
        stale = change.uids if change is not None and change.uids else None
        chosen = self._uid
        for column in self.columns:
            column.model.show(uids[column.stage], stale=stale)
            self._show_head(column)
        is_empty = not any(uids.values()) and not self.search.text()
        self.stack.setCurrentIndex(1 if is_empty else 0)
        if not chosen or not self.reveal(chosen):
            # A list that lost rows has taken another one for its present one.
            for column in self.columns:
                column.list.selectionModel().clear()
            self._on_chosen("")
            # The keyboard never stands in a column without a card to act on, when there is one.
            for column in self.columns:
                if column.list.hasFocus():
                    column.list.choose_on_screen(0)
        self._count(uids)

    def arrive(self, what: object) -> None:
        """Show a project that somebody asked for."""
        self.search.clear()
        self.refresh(None)
        if isinstance(what, str):
            self.reveal(what, go=True)

    def leave_search(self) -> None:
        """Go to the chosen card, or to the first one found."""
        if self._timer.isActive():
            self.refresh(None)
        found = next((column for column in self.columns if column.model.uids), None)
        uid = self._uid or (found.model.uids[0] if found is not None else "")
        if uid:
            self.reveal(uid, go=True)

    def start_search(self) -> None:
        """Go to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def column(self, stage: Stage | None) -> BoardColumn:
        """Return the column of a stage."""
        return self.columns[_COLUMNS.index(stage)]

    def reveal(self, uid: str, *, go: bool = False) -> bool:
        """Make a project the chosen card, wherever it stands; False when it is not on the board.

        Args:
            uid: the project.
            go: whether the keyboard goes there too; it does anyway when it is on the board already.
        """
        had_focus = any(column.list.hasFocus() for column in self.columns)
        for column in self.columns:
            if uid in column.model.uids:
                column.list.choose(column.model.uids.index(uid))
                if go or had_focus:
                    column.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self._take(column, uid)
                return True
        return False

    def _make_column(self, stage: Stage | None) -> BoardColumn:
        desk, words = self.desk, self.desk.language

        def read(uids: "Sequence[str]") -> "list[BoardCard]":
            return pipeline.cards(desk.open_session, uids)

        model = BoardModel(
            stage, read, lambda card: card_words(card, words), is_fixed=desk.open_session.is_read_only, parent=self
        )
        column = BoardColumn(stage, words, model, CardDelegate(words, self))
        # Queued: the drag must have ended before a question is put on the screen.
        model.dropped.connect(lambda uid, _from: self._on_dropped(uid, stage), Qt.ConnectionType.QueuedConnection)
        cards = column.list
        cards.chosen.connect(lambda uid: self._take(column, uid) if uid else None)
        cards.sideways.connect(lambda side: self._go_sideways(column, side))
        cards.pushed.connect(lambda side: self._push(column, side))
        cards.move_wanted.connect(self._move)
        cards.menu_wanted.connect(lambda: self._ask_verb(column, cards.visualRect(cards.currentIndex()).center()))
        cards.opened.connect(self._open)
        cards.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        cards.customContextMenuRequested.connect(lambda place: self._ask_verb(column, place))
        return column

    def _board(self) -> QScrollArea:
        area = self.area = QScrollArea()
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = scrolled_widget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(space(3), space(3), space(3), 0)
        row.setSpacing(space(1))
        for column in self.columns:
            row.addWidget(column, _STRETCH[column.stage is None])
        area.setWidget(inner)
        return area

    def _empty(self) -> EmptyPage:
        words = self.desk.language
        return EmptyPage(
            "square-kanban",
            words.text("No projects yet"),
            words.text("Import a workbook or register a project; it then appears here and can be moved."),
            [button(words.text("Go to the projects"), lambda: self.desk.go("projects"), role="primary")],
        )

    def _show_head(self, column: BoardColumn) -> None:
        words = self.desk.language
        sums = pipeline.stage_sum(self.desk.open_session, column.model.uids)
        known = sums.count - sums.unknown_investment
        told = shown_investment(sums.investment_fen, words) if known else ""
        unknown = ""
        if sums.count and not known:
            unknown = words.text("Investment not given")
        elif sums.unknown_investment:
            unknown = words.plural("{count} without an amount", "{count} without an amount", sums.unknown_investment)
        column.show_head(f"{sums.count:,}", told, unknown)

    def _count(self, uids: dict[Stage | None, list[str]]) -> None:
        words = self.desk.language
        count = sum(len(part) for part in uids.values())
        staged = count - len(uids[None])
        parts = (
            words.plural("{count} project", "{count} projects", count),
            words.plural("{count} in the pipeline", "{count} in the pipeline", staged),
        )
        self.counts.emit(" · ".join(parts))

    def _take(self, column: BoardColumn, uid: str) -> None:
        """One card is chosen on the whole board."""
        for other in self.columns:
            if other is not column:
                other.list.selectionModel().clear()
        # In a narrow window, or with large text, not all columns are seen at once.
        self.area.ensureWidgetVisible(column, 0, 0)
        self._on_chosen(uid)

    def _on_chosen(self, uid: str) -> None:
        self._uid = uid
        self.select_again()

    def select_again(self) -> None:
        """Verbs act on the chosen card."""
        self.desk.select((self._uid,) if self._uid else ())

    def _go_sideways(self, column: BoardColumn, side: int) -> None:
        """Go to the next column in this direction that has cards, at the same height."""
        place = column.list.row_on_screen()
        at = self.columns.index(column) + side
        while 0 <= at < len(self.columns):
            if self.columns[at].list.choose_on_screen(place):
                self.columns[at].list.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            at += side

    def _push(self, column: BoardColumn, side: int) -> None:
        """Ask for the move to the stage beside this one."""
        at = self.columns.index(column) + side
        if self._uid and 0 <= at < len(self.columns):
            self._on_dropped(self._uid, self.columns[at].stage)

    def _move(self) -> None:
        if self.verbs[MoveStage].possible():
            self.verbs[MoveStage].run()

    def _open(self) -> None:
        if self._uid:
            self.desk.go("projects", self._uid)

    def _on_dropped(self, uid: str, stage: Stage | None) -> None:
        if stage is None:
            told = message(
                "A project that has entered the pipeline stays in it. Move it back to an earlier stage instead."
            )
            if uid in self.column(None).model.uids:
                return
            self.desk.failed.emit(Failure(DataProblem(told)))
        elif uid not in self.column(stage).model.uids:
            self.reveal(uid)
            self.verbs[MoveStage].ask(uid, stage)

    def _ask_verb(self, column: BoardColumn, place: QPoint) -> None:
        if column.list.current_uid():
            self.open_menu(column.list, place)
