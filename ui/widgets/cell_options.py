"""The ground and the focus frame of a cell, as its option tells them; what the first list does without (`cells.py`)."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from climafin.ui.widgets import cells


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the ground of a cell, chosen or under the pointer, and the hairline below it."""
    state, flags = option.state, QStyle.StateFlag
    is_chosen, is_pointed = bool(state & flags.State_Selected), bool(state & flags.State_MouseOver)
    cells.paint_ground(painter, QRectF(option.rect), is_chosen=is_chosen, is_pointed=is_pointed)


def paint_focus(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the frame of the cell that has the keyboard."""
    if option.state & QStyle.StateFlag.State_HasFocus:
        cells.paint_focus(painter, QRectF(option.rect))
