"""The rows of “why this score?”: a tree without frills, its points painted as bars and signs."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from climafin.ui.models.why import WhyColumn, WhyModel, WhyRow
from climafin.ui.style import Size, Type, colour, px, space, theme
from climafin.ui.widgets.cell_options import paint_focus, paint_ground
from climafin.ui.widgets.cells import paint_text
from climafin.ui.widgets.scores import paint_score_bar, paint_sign

Index = QModelIndex | QPersistentModelIndex
BAR_SHARE = 0.34
#: Shares of the width; the title takes what is left.
SHARES = {
    WhyColumn.VALUE: 0.18,
    WhyColumn.RULE: 0.2,
    WhyColumn.POINTS: 0.18,
    WhyColumn.NEXT: 0.1,
    WhyColumn.SOURCE: 0.1,
}
#: Under this width, in grid steps, the rows scroll sideways instead of growing narrower.
LEAST_STEPS = 190
_MUTED = (WhyColumn.RULE, WhyColumn.NEXT, WhyColumn.SOURCE)


class WhyDelegate(QStyledItemDelegate):
    """Paints sections as headings, gates with a sign, criteria with a bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as a table's row."""
        return QSize(super().sizeHint(option, index).width(), px(Size.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        paint_ground(painter, option)
        text, column = str(index.data() or ""), WhyColumn(index.column())
        rect = QRectF(option.rect).adjusted(space(2), 0, -space(2), 0)
        row = index.data(WhyModel.ROW_ROLE)
        if isinstance(row, WhyRow):
            painter.setFont(theme().font(Type.BODY))
            self._paint_row(painter, rect, column, row)
        else:
            painter.setFont(theme().font(Type.STRONG))
            painter.setPen(colour("text"))
            paint_text(painter, rect, text, is_right=column is WhyColumn.POINTS)
        paint_focus(painter, option)

    def _paint_row(self, painter: QPainter, rect: QRectF, column: WhyColumn, row: WhyRow) -> None:
        text = row.cells[column]
        painter.setPen(colour("muted" if column in _MUTED else "text"))
        if column is not WhyColumn.POINTS:
            paint_text(painter, rect, text)
        elif row.share is None:
            paint_sign(painter, rect, text, row.tone)
        else:
            bar = QRectF(rect.left(), rect.top(), rect.width() * BAR_SHARE, rect.height())
            paint_score_bar(painter, bar, row.share)
            painter.setPen(colour("text"))
            paint_text(painter, rect.adjusted(bar.width() + space(2), 0, 0, 0), text, is_right=True)


class WhyRows(QTreeView):
    """The gates and criteria of one assessment, all open."""

    def __init__(self, model: WhyModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(WhyDelegate(self))
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(px(Size.TEXT_AREA))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        model.modelReset.connect(self._open_all)
        self._open_all()

    def _open_all(self) -> None:
        self.expandAll()
        for section in range(self.model().rowCount()):
            self.setFirstColumnSpanned(section, self.rootIndex(), False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns, so that no line runs out of the window."""
        super().resizeEvent(event)
        width = left = max(self.viewport().width(), space(LEAST_STEPS))
        for column, share in SHARES.items():
            self.header().resizeSection(column, round(width * share))
            left -= round(width * share)
        self.header().resizeSection(WhyColumn.TITLE, left)
