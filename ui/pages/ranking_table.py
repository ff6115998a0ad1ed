"""The ranked list on the screen: signs, bars and chips painted from the tokens."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from climafin.domain.verdict import Verdict
from climafin.ui.models.columns import VERDICT_TONES
from climafin.ui.models.ranking import RankingColumn, RankingModel
from climafin.ui.style import Size, Tone, Type, colour, px, space, theme
from climafin.ui.widgets.cell_options import paint_focus, paint_ground
from climafin.ui.widgets.cells import paint_text
from climafin.ui.widgets.chips import paint_chip
from climafin.ui.widgets.rows import chosen_rows
from climafin.ui.widgets.scores import paint_score_bar, paint_sign

if TYPE_CHECKING:
    from climafin.services.assessments import Ranked

Index = QModelIndex | QPersistentModelIndex
#: Room for “100.00–100.00” at the right of the bar.
FIGURES = "100.00–100.00"
_WIDTHS = {RankingColumn.RANK: 15, RankingColumn.NUMBER: 20, RankingColumn.SCORE: 56, RankingColumn.BAND: 18}
#: Columns whose width follows their words, which differ by language and rule pack.
WORDY = (RankingColumn.VERDICT, RankingColumn.GRADE, RankingColumn.MISSING, RankingColumn.STATE)


class RankingDelegate(QStyledItemDelegate):
    """Paints a row: not ranked ones quietly."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        paint_ground(painter, option)
        row: Ranked = index.data(RankingModel.ROW_ROLE)
        rect = QRectF(option.rect).adjusted(space(2), 0, -space(2), 0)
        self._paint_words(painter, rect, index, row)
        paint_focus(painter, option)

    def _paint_words(self, painter: QPainter, rect: QRectF, index: Index, row: "Ranked") -> None:
        text, column = str(index.data()), RankingColumn(index.column())
        is_ranked = row.rank is not None
        painter.setFont(theme().font(Type.BODY))
        is_quiet = column is RankingColumn.STATE or (not is_ranked and column is not RankingColumn.NAME)
        painter.setPen(colour("muted" if is_quiet else "text"))
        if column is RankingColumn.VERDICT:
            paint_sign(painter, rect, text, VERDICT_TONES[row.head.verdict])
        elif column is RankingColumn.SCORE:
            self._paint_score(painter, rect, row, text)
        elif column is RankingColumn.GRADE and text:
            paint_chip(painter, rect, text, Tone.ACCENT if is_ranked else Tone.NEUTRAL)
        elif column is RankingColumn.STATE and index.data(RankingModel.OUTDATED_ROLE):
            paint_chip(painter, rect, text, Tone.INFO)
        else:
            paint_text(painter, rect, text, is_right=column in (RankingColumn.RANK, RankingColumn.BAND))

    def _paint_score(self, painter: QPainter, rect: QRectF, row: "Ranked", text: str) -> None:
        head = row.head
        figures = QFontMetricsF(painter.font()).horizontalAdvance(FIGURES)
        bar = rect.adjusted(0, 0, -figures - space(2), 0)
        most = head.maximum or 1
        share = (head.score_low / most, head.score_high / most)
        paint_score_bar(painter, bar, share, is_quiet=head.verdict is not Verdict.ELIGIBLE)
        paint_text(painter, rect, text, is_right=True)


class RankingTable(QTableView):
    """The list; Enter or a double click asks why.

    Signals:
        why_wanted(str): the uid of a project.
    """

    why_wanted = Signal(str)

    def __init__(self, model: RankingModel, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._ranking = model
        self.setModel(model)
        self.setItemDelegate(RankingDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(Size.ROW))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(space(10))
        for column, steps in _WIDTHS.items():
            header.resizeSection(column, space(steps))
        header.setSectionResizeMode(RankingColumn.NAME, QHeaderView.ResizeMode.Stretch)
        # Last in the model, second on the screen: it is there only once a robustness run was kept.
        header.moveSection(RankingColumn.BAND, 1)
        header.setSectionHidden(RankingColumn.BAND, True)
        header.setSortIndicatorClearable(True)
        # Without a sort key the rows stand in the order of the ranking.
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        model.modelReset.connect(self.fit)
        self.doubleClicked.connect(self._ask_why)

    def fit(self) -> None:
        """Give the columns of words the width their longest word needs; the name takes what is left."""
        for column in WORDY:
            is_chip = column is RankingColumn.GRADE
            metrics = QFontMetricsF(theme().font(Type.SMALL if is_chip else Type.BODY))
            widest = max(metrics.horizontalAdvance(text) for text in self._ranking.all_texts(column))
            self.horizontalHeader().resizeSection(column, round(widest) + space(11))

    def show_bands(self, bands: Mapping[str, tuple[int, int]], told: str) -> None:
        """Show ranks of a robustness run beside the rank, saying which run it was; {} hides them."""
        self._ranking.show_bands(bands, told)
        self.horizontalHeader().setSectionHidden(RankingColumn.BAND, not bands)

    def chosen(self) -> tuple[str, ...]:
        """Return the uids of the chosen rows, from the top."""
        return tuple(self._ranking.index(row, 0).data(RankingModel.ROW_ROLE).uid for row in chosen_rows(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks why; the other keys move as in every table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._ask_why(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _ask_why(self, index: Index) -> None:
        self.why_wanted.emit(index.data(RankingModel.ROW_ROLE).head.uid)
