"""The text of a pack: line numbers, marks at the exact place of every slip, completion of names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QTextEdit, QToolTip, QWidget

from climafin.base.language import Language
from climafin.ui.pages.workbench.bench import qt_place, text_place
from climafin.ui.style import Type, colour, space, theme

if TYPE_CHECKING:
    from climafin.services.workbench import Offer, Slip

#: So many letters before words are offered by themselves; one Chinese character says as much as two letters.
_LETTERS = 2
_INKS = {"fault": "bad", "case": "bad", "warning": "warn"}
_INDENT = "  "
#: Keys that the open list of words takes.
_FOR_THE_LIST = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)


class LineNumbers(QWidget):
    """The margin with the numbers of the lines; a line with a slip has a dot."""

    def __init__(self, editor: "PackText") -> None:
        super().__init__(editor)
        self._editor = editor
        self.setAccessibleName(editor.accessibleName())

    def sizeHint(self) -> QSize:
        """Return the width the largest number needs."""
        return QSize(self._editor.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines on the screen."""
        self._editor.paint_margin(self, event)


class PackText(QPlainTextEdit):
    """The editor.

    Signals:
        place_changed(int): the offset in the text at which the keyboard stands.
    """

    place_changed = Signal(int)

    def __init__(self, document: QTextDocument, words: Language) -> None:
        super().__init__()
        self._words = words
        self._slips: Sequence[Slip] = ()
        self._marks: dict[int, str] = {}
        self.setDocument(document)
        self.setAccessibleName(words.text("Text of the rule pack"))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = theme().font(Type.BODY)
        metrics = QFontMetricsF(font)
        # Blanks as wide as digits: indentation carries the meaning here.
        font.setWordSpacing(metrics.horizontalAdvance("0") - metrics.horizontalAdvance(" "))
        self.setFont(font)
        self.setTabStopDistance(QFontMetricsF(self.font()).horizontalAdvance(_INDENT))
        self._margin = LineNumbers(self)
        self.blockCountChanged.connect(lambda _count: self._fit_margin())
        self.updateRequest.connect(self._scroll_margin)
        self.cursorPositionChanged.connect(self._on_moved)
        self._offers = QStringListModel(self)
        self._told: dict[str, str] = {}
        self.completer = QCompleter(self._offers, self)
        self.completer.setWidget(self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setMaxVisibleItems(9)
        self.popup = QListView(self)
        self.completer.setPopup(self.popup)
        self.popup.setAccessibleName(words.text("Names to complete"))
        self.completer.activated.connect(self._complete)
        self._fit_margin()

    # ---- slips

    def show_slips(self, slips: Sequence["Slip"]) -> None:
        """Underline what is wrong, exactly where it stands."""
        self._slips = slips
        self._marks = {}
        for slip in slips:
            if self._marks.get(slip.line) != "bad":
                self._marks[slip.line] = _INKS[slip.kind]
        self._underline()
        self._margin.update()

    def _underline(self) -> None:
        text = self.toPlainText()
        found = [self._current_line()]
        for slip in self._slips:
            start, end = slip.start, max(slip.end, slip.start + 1)
            # What is meant may be a whole rule: its first line says where, the rest would drown in red.
            line_end = text.find("\n", start)
            end = min(end, len(text) if line_end < 0 else line_end)
            if end <= start:
                start = max(0, end - 1)
            made = QTextEdit.ExtraSelection()
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(colour(_INKS[slip.kind]))
            made.format = form
            cursor = QTextCursor(self.document())
            last = self.document().characterCount() - 1
            cursor.setPosition(min(qt_place(text, start), last))
            cursor.setPosition(min(qt_place(text, end), last), QTextCursor.MoveMode.KeepAnchor)
            made.cursor = cursor
            found.append(made)
        self.setExtraSelections(found)

    def _current_line(self) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(colour("hover"))
        form.setProperty(QTextFormat.Property.FullWidthSelection, True)
        made.format = form
        cursor = self.textCursor()
        cursor.clearSelection()
        made.cursor = cursor
        return made

    def slips_at(self, offset: int) -> list["Slip"]:
        """Return what is wrong at an offset."""
        return [slip for slip in self._slips if slip.start <= offset <= max(slip.end, slip.start)]

    def go_to(self, start: int, end: int | None = None) -> None:
        """Put the keyboard at a place of the text and show it in the middle."""
        text = self.toPlainText()
        cursor = self.textCursor()
        last = self.document().characterCount() - 1
        cursor.setPosition(min(qt_place(text, start), last))
        if end is not None:
            cursor.setPosition(min(qt_place(text, end), last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()

    def event(self, event: QEvent) -> bool:
        """Tell what is wrong where the pointer rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.cursorForPosition(self.viewport().mapFromGlobal(event.globalPos())).position()
            found = self.slips_at(text_place(self.toPlainText(), at))
            if found:
                QToolTip.showText(event.globalPos(), "\n".join(self._words.say(slip.told) for slip in found), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # ---- completion

    def show_offers(self, offers: Sequence["Offer"]) -> None:
        """Offer these words."""
        self._told = {offer.word: self._words.label(offer.told) for offer in offers}
        self._offers.setStringList([offer.word for offer in offers])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Complete words; Tab indents by two blanks, as the format asks."""
        popup = self.popup
        if popup.isVisible() and event.key() in _FOR_THE_LIST:
            event.ignore()  # the list of words takes it
            return
        if self.isReadOnly():
            super().keyPressEvent(event)
            return
        asks = event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if asks:
            self._offer(least=0)
            return
        if event.key() == Qt.Key.Key_Tab and not event.modifiers() and not self.textCursor().hasSelection():
            self.insertPlainText(_INDENT)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            line = self.textCursor().block().text()
            self.insertPlainText("\n" + line[: len(line) - len(line.lstrip(" "))])
            self.ensureCursorVisible()
            return
        super().keyPressEvent(event)
        if event.text() and event.text().isprintable():
            self._offer(least=_LETTERS)
        else:
            popup.hide()

    def _word(self) -> str:
        """Return the word before the keyboard."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        at = len(before)
        while at and (before[at - 1].isalnum() or before[at - 1] in "_."):
            at -= 1
        return before[at:]

    def _offer(self, *, least: int) -> None:
        word = self._word()
        weight = sum(2 if character > "\u2e80" else 1 for character in word)
        if weight < least or (least and word.isdigit()):
            self.popup.hide()
            return
        self.completer.setCompletionPrefix(word)
        if not self.completer.completionCount() or self.completer.currentCompletion() == word:
            self.popup.hide()
            return
        popup = self.popup
        popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        place = self.cursorRect()
        place.setWidth(popup.sizeHintForColumn(0) + space(8))
        place.translate(self._margin.width(), 0)
        self.completer.complete(place)

    def _complete(self, word: str) -> None:
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._word()))
        cursor.insertText(word)
        self.setTextCursor(cursor)

    # ---- the margin

    def margin_width(self) -> int:
        """Return the width of the margin."""
        digits = max(3, len(str(self.blockCount())))
        return round(QFontMetricsF(theme().font(Type.SMALL)).horizontalAdvance("9") * digits) + space(6)

    def paint_margin(self, margin: QWidget, event: QPaintEvent) -> None:
        """Paint the numbers of the lines on the screen."""
        painter = QPainter(margin)
        painter.fillRect(event.rect(), colour("ground"))
        painter.setFont(theme().font(Type.SMALL))
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width, here = margin.width() - space(2), self.textCursor().blockNumber()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            if block.isVisible():
                room = QRect(0, round(top), width, round(height))
                self._paint_number(painter, block, room, is_here=here == block.blockNumber())
            block, top = block.next(), top + height
        painter.end()

    def _paint_number(self, painter: QPainter, block: QTextBlock, room: QRect, *, is_here: bool) -> None:
        number = block.blockNumber() + 1
        ink = self._marks.get(number)
        painter.setPen(colour(ink or ("text" if is_here else "faint")))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
        if ink:
            size = space(1.5)
            painter.setBrush(QColor(colour(ink)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(space(1), room.center().y() - size // 2, size, size)

    def _fit_margin(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)
        self._place_margin()

    def _place_margin(self) -> None:
        room = self.contentsRect()
        self._margin.setGeometry(QRect(room.left(), room.top(), self.margin_width(), room.height()))

    def _scroll_margin(self, room: QRect, down: int) -> None:
        if down:
            self._margin.scroll(0, down)
        else:
            self._margin.update(0, room.y(), self._margin.width(), room.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the margin as high as the text."""
        super().resizeEvent(event)
        self._place_margin()

    def _on_moved(self) -> None:
        self._underline()
        self._margin.update()
        self.place_changed.emit(text_place(self.toPlainText(), self.textCursor().position()))
