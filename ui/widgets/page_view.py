"""Pages of a paper one below the other; it is given pictures, and asks for those that come into view."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from climafin.ui.style import LIGHT, colour, space

POINTS_PER_INCH = 72
#: Pictures kept at a time; those farthest from the view go first.
KEPT_PICTURES = 16
ZOOM_STEP = 1.25
LEAST_ZOOM, MOST_ZOOM = 0.25, 4.0


class PageView(QAbstractScrollArea):
    """Shows pages at the width of the view, or at a zoom the person chose.

    Signals:
        wanted(list[int]): pages in view whose picture is missing or too coarse, from 0.
        page_changed(int): another page stands at the top of the view.
    """

    wanted = Signal(object)
    page_changed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # The bars stand on the window's ground, as the pages do.
        self.setStyleSheet("QAbstractScrollArea { background: transparent; }")
        self._sizes: list[QSizeF] = []
        self._places: list[QRect] = []
        self._pictures: dict[int, QImage] = {}
        self._zoom: float | None = None
        self._page = 0
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page at the top of the view, from 0."""
        return self._page

    def show_pages(self, sizes: Sequence[QSizeF]) -> None:
        """Show another paper, with pages of these sizes in points; its pictures come later."""
        self._sizes = list(sizes)
        self._pictures.clear()
        self.verticalScrollBar().setValue(0)
        self._lay_out()

    def show_picture(self, page: int, picture: QImage) -> None:
        """Put the picture of one page in its place."""
        if page >= len(self._sizes):
            return
        self._pictures[page] = picture
        for far in sorted(self._pictures, key=lambda known: abs(known - self._page))[KEPT_PICTURES:]:
            del self._pictures[far]
        self.viewport().update()

    def picture(self, page: int) -> QImage | None:
        """Return the picture of a page, or None while there is none."""
        return self._pictures.get(page)

    def dpi(self) -> float:
        """Return the resolution at which pictures fit the view dot for dot."""
        return POINTS_PER_INCH * self._factor() * self.devicePixelRatioF()

    def visible_pages(self) -> list[int]:
        """Return the pages that are in view, from 0."""
        top = self.verticalScrollBar().value()
        seen = QRect(0, top, 1, self.viewport().height())
        return [
            page for page, place in enumerate(self._places) if place.bottom() >= top and place.top() <= seen.bottom()
        ]

    def go_to(self, page: int) -> None:
        """Bring the top of a page into view."""
        if 0 <= page < len(self._places):
            self.verticalScrollBar().setValue(self._places[page].top() - space(3))

    def zoom_in(self) -> None:
        """Show the pages larger."""
        self._set_zoom(self._factor() * ZOOM_STEP)

    def zoom_out(self) -> None:
        """Show the pages smaller."""
        self._set_zoom(self._factor() / ZOOM_STEP)

    def fit_width(self) -> None:
        """Show the pages as wide as the view."""
        self._set_zoom(None)

    def _set_zoom(self, zoom: float | None) -> None:
        page = self._page
        self._zoom = None if zoom is None else min(MOST_ZOOM, max(LEAST_ZOOM, zoom))
        self._lay_out()
        self.go_to(page)

    def _factor(self) -> float:
        """Return how many screen pixels stand for one point."""
        if self._zoom is not None:
            return self._zoom
        widest = max((size.width() for size in self._sizes), default=1.0)
        return min(MOST_ZOOM, max(LEAST_ZOOM, (self.viewport().width() - 2 * space(4)) / widest))

    def _lay_out(self) -> None:
        factor, gap = self._factor(), space(3)
        widest = round(max((size.width() for size in self._sizes), default=0.0) * factor) + 2 * space(4)
        across = max(widest, self.viewport().width())
        self._places = []
        top = gap
        for size in self._sizes:
            width, height = round(size.width() * factor), round(size.height() * factor)
            self._places.append(QRect((across - width) // 2, top, width, height))
            top += height + gap
        up_down, across_bar = self.verticalScrollBar(), self.horizontalScrollBar()
        up_down.setPageStep(self.viewport().height())
        up_down.setSingleStep(space(10))
        up_down.setRange(0, max(0, top - self.viewport().height()))
        across_bar.setPageStep(self.viewport().width())
        across_bar.setRange(0, max(0, across - self.viewport().width()))
        self.viewport().update()
        self._ask()

    def _on_scroll(self, _value: int) -> None:
        seen = self.visible_pages()
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = next((page for page in seen if self._places[page].bottom() >= middle), self._page)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()
        self._ask()

    def _ask(self) -> None:
        missing = [page for page in self.visible_pages() if self._is_coarse(page)]
        if missing:
            self.wanted.emit(missing)

    def _is_coarse(self, page: int) -> bool:
        picture = self._pictures.get(page)
        # A picture a few dots off is the same page at the same zoom, rounded differently.
        return picture is None or abs(picture.width() - self._places[page].width() * self.devicePixelRatioF()) > 3

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pages in view; one without a picture yet is a blank sheet."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), colour("ground"))
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for page in self.visible_pages():
            place = self._places[page].translated(-shift)
            picture = self._pictures.get(page)
            if picture is None:
                # Paper is white in the dark theme too.
                painter.fillRect(place, QColor(LIGHT.surface))
            else:
                painter.drawImage(place, picture)
            painter.setPen(colour("line_strong"))
            painter.drawRect(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page in view while the width changes."""
        super().resizeEvent(event)
        page = self._page
        self._lay_out()
        if page:
            self.go_to(page)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page by page, to the ends, and the zoom."""
        bar = self.verticalScrollBar()
        keys = Qt.Key
        moves = {
            keys.Key_PageDown: lambda: self.go_to(min(self._page + 1, self.page_count - 1)),
            keys.Key_PageUp: lambda: self.go_to(max(self._page - 1, 0)),
            keys.Key_Home: lambda: bar.setValue(0),
            keys.Key_End: lambda: bar.setValue(bar.maximum()),
            keys.Key_Plus: self.zoom_in,
            keys.Key_Equal: self.zoom_in,
            keys.Key_Minus: self.zoom_out,
            keys.Key_0: self.fit_width,
        }
        move = moves.get(keys(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            move()
