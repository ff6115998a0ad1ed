"""The one stylesheet, written from the tokens; what it cannot say is painted by `ui/widgets`."""

import re
from pathlib import Path

from climafin.ui.style.signs import write_sign
from climafin.ui.style.tokens import GRID, Size, Tokens, Type


def stylesheet(tokens: Tokens, scale: int, folder: Path) -> str:
    """Return the application's stylesheet.

    Args:
        tokens: the colours.
        scale: text size in per cent.
        folder: where the coloured signs of combo and check boxes are written.
    """
    places = {name: value for name, value in tokens._asdict().items() if isinstance(value, str)}
    for size in Size:
        places[size.name.lower()] = f"{round(size.pixels * scale / 100)}px"
    for steps in (1, 2, 3, 4, 5, 6, 8):
        places[f"s{steps}"] = f"{round(steps * GRID * scale / 100)}px"
    for kind in Type:
        places[f"{kind.name.lower()}_type"] = f"{kind.points * scale / 100:.2f}pt"
    for place, (name, ink) in {
        "down": ("chevron-down", tokens.muted),
        "up": ("chevron-up", tokens.muted),
        "tick": ("check", tokens.on_accent),
        "dash": ("minus", tokens.on_accent),
        "dot": ("circle", tokens.on_accent),
    }.items():
        places[place] = f'"{write_sign(name, ink, folder)}"'
    return re.sub(r"@(\w+)", lambda place: places[place[1]], _SHEET)


_SHEET = """
* { outline: none; }
QWidget { color: @text; }
QMainWindow, QDialog { background: @ground; }
QToolTip { background: @raised; color: @text; border: 1px solid @line_strong; padding: @s1 @s2; }

QLabel[role="muted"] { color: @muted; }
QLabel[role="small"] { color: @muted; font-size: @small_type; }
QLabel[role="faint"] { color: @faint; font-size: @small_type; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="section"] { font-size: @section_type; font-weight: 600; }
QLabel[role="page"] { font-size: @page_type; font-weight: 600; }
QLabel[role="figure"] { font-size: @figure_type; }
QLabel[role="problem"] { color: @bad; font-size: @small_type; }
QLabel[role="note"] { color: @info; font-size: @small_type; }

QFrame[role="surface"] { background: @surface; border: none; }
QFrame[role="ground"] { background: @ground; border: none; }
QFrame[role="rail"] { background: @ground; border: none; border-right: 1px solid @line; }
QFrame[role="command-bar"] { background: @surface; border: none; border-bottom: 1px solid @line; }
QFrame[role="status-bar"] { background: @ground; border: none; border-top: 1px solid @line; }
QFrame[role="card"] { background: @surface; border: 1px solid @line; border-radius: @radius; }
QFrame[role="practice-mark"] { background: @warn; border: none; }
QFrame[role="line"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="strip"][tone="info"] { background: @info_soft; border-radius: @radius; }
QFrame[role="strip"][tone="good"] { background: @good_soft; border-radius: @radius; }
QFrame[role="strip"][tone="warn"] { background: @warn_soft; border-radius: @radius; }
QFrame[role="strip"][tone="bad"] { background: @bad_soft; border-radius: @radius; }
QFrame[role="strip"][tone="neutral"] { background: @hover; border-radius: @radius; }

QPushButton {
    background: @surface; border: 1px solid @line_strong; border-radius: @radius;
    padding: 0 @s3; min-height: @control; color: @text;
}
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @accent_soft; }
QPushButton:focus { border: @focus solid @accent; padding: 0 @s3; }
QPushButton:disabled { color: @faint; border-color: @line; background: @ground; }
QPushButton[role="primary"] {
    background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600;
}
QPushButton[role="primary"]:hover { border: 1px solid @text; }
QPushButton[role="primary"]:focus { border: @focus solid @text; }
QPushButton[role="primary"]:disabled { background: @line; color: @faint; border-color: @line; }
QPushButton[role="quiet"], QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: @radius;
}
QPushButton[role="quiet"]:hover, QToolButton:hover { background: @hover; }
QPushButton[role="quiet"]:focus, QToolButton:focus { border: @focus solid @accent; }
QPushButton[role="quiet"]:disabled { color: @faint; }
QPushButton[role="link"] {
    background: transparent; border: 1px solid transparent; color: @accent; padding: 0 @s1; text-align: left;
    min-height: @s5;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:disabled { color: @faint; }
QPushButton[role="link"]:focus { border: @focus solid @accent; }
QPushButton[role="choice"] {
    background: @surface; border: 1px solid @line; border-radius: @radius; text-align: left; padding: 0;
}
QPushButton[role="choice"]:hover { border: 1px solid @accent; background: @surface; }
QPushButton[role="choice"]:focus { border: @focus solid @accent; }
QToolButton { padding: @s1; color: @text; min-height: @s5; min-width: @s5; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[role="rail"] { color: @muted; padding: @s1 @s2; text-align: left; }
QToolButton[role="rail"][folded="true"] { padding: @s1 0; font-size: @small_type; }
QToolButton[role="rail"]:checked { background: @accent_soft; color: @accent; font-weight: 600; }
QToolButton[role="person"] { padding: @s1 @s2; color: @muted; }

QAbstractScrollArea { background: @surface; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox {
    background: @surface; border: 1px solid @line_strong; border-radius: @radius; color: @text;
    selection-background-color: @accent; selection-color: @on_accent; padding: 0 @s2;
}
QLineEdit, QComboBox, QDateEdit, QSpinBox { min-height: @control; }
QTextBrowser { border: none; border-radius: 0; }
QLineEdit > QToolButton { padding: 0; min-height: 0; min-width: 0; background: transparent; border: none; }
QPlainTextEdit, QTextEdit { padding: @s1; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {
    border: @focus solid @accent;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    background: @ground; color: @faint; border-color: @line;
}
QLineEdit:read-only, QPlainTextEdit:read-only { background: @ground; }
QLineEdit[tone="bad"], QPlainTextEdit[tone="bad"], QComboBox[tone="bad"] { border: 1px solid @bad; }
QLineEdit[tone="bad"]:focus, QPlainTextEdit[tone="bad"]:focus, QComboBox[tone="bad"]:focus {
    border: @focus solid @bad;
}
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: @s6; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url(@down); width: @icon; height: @icon; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: @s5; }
QSpinBox::up-arrow { image: url(@up); width: @s3; height: @s3; }
QSpinBox::down-arrow { image: url(@down); width: @s3; height: @s3; }
QComboBox QAbstractItemView {
    background: @raised; border: 1px solid @line_strong; padding: @s1; color: @text;
    selection-background-color: @accent_soft; selection-color: @text; outline: none;
}
QComboBox QAbstractItemView::item { min-height: @control; padding: 0 @s2; }

QCheckBox, QRadioButton { spacing: @s2; min-height: @s6; border: @focus solid transparent; border-radius: @radius; }
QCheckBox:focus, QRadioButton:focus { border: @focus solid @accent; }
QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator, QListView::indicator, QTableView::indicator {
    width: @s3; height: @s3; border: 1px solid @line_strong; border-radius: 3px; background: @surface; padding: 1px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QTableView::indicator:checked { background: @accent; border-color: @accent; image: url(@tick); }
QCheckBox::indicator:indeterminate { background: @accent; border-color: @accent; image: url(@dash); }
QRadioButton::indicator:checked { background: @accent; border-color: @accent; image: url(@dot); }

QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; }
QTableView, QTreeView, QListView, QListWidget, QTreeWidget {
    background: @surface; alternate-background-color: @ground; border: none; color: @text;
    selection-background-color: @accent_soft; selection-color: @text; gridline-color: @line;
}
QTreeView::item, QListView::item { min-height: @control; padding: 0 @s1; border-radius: @s1; }
QTreeView::item:hover, QListView::item:hover { background: @hover; }
QTreeView::item:selected, QListView::item:selected { background: @accent_soft; color: @text; }
QListWidget[role="index"] { padding: @s2; background: @ground; border-right: 1px solid @line; }
QTreeView:focus, QListView:focus { border: none; }
QTableView::item { padding: 0 @s2; border-bottom: 1px solid @line; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section {
    background: @surface; color: @muted; border: none; border-bottom: 1px solid @line; padding: 0 @s2;
    font-size: @small_type; min-height: @row;
}
QHeaderView::section:hover { background: @hover; }
QHeaderView::down-arrow { image: url(@down); width: @s3; height: @s3; subcontrol-position: center right; }
QHeaderView::up-arrow { image: url(@up); width: @s3; height: @s3; subcontrol-position: center right; }
QTableCornerButton::section { background: @surface; border: none; }

QScrollBar:vertical { background: transparent; width: @s3; margin: 0; }
QScrollBar:horizontal { background: transparent; height: @s3; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: @s8; }
QScrollBar::handle:horizontal { min-width: @s8; }
QScrollBar::handle:hover { background: @line_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSlider { min-height: @s6; border: @focus solid transparent; border-radius: @radius; }
QSlider:focus { border: @focus solid @accent; }
QSlider::groove:horizontal { height: @s1; background: @line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: @scroll; }
QSlider::handle:horizontal {
    width: @s3; margin: -@s1 0; border: 1px solid @accent; border-radius: @radius; background: @surface;
}
QSlider::handle:horizontal:disabled { border-color: @line_strong; background: @ground; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QGroupBox { border: none; margin-top: @s5; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; color: @muted; }

QTabWidget::pane { border: none; border-top: 1px solid @line; background: @surface; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: @muted; padding: @s1 @s3; min-height: @control; margin-right: @s1;
    border: @focus solid transparent; border-bottom: @focus solid transparent;
}
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @accent; border-bottom: @focus solid @accent; }
QTabBar::tab:focus { color: @text; background: @hover; }

QMenuBar { background: @ground; color: @text; border-bottom: 1px solid @line; padding: @s1 @s1; }
QMenuBar::item { background: transparent; padding: @s1 @s2; border-radius: @s1; }
QMenuBar::item:selected { background: @accent_soft; }
QMenu { background: @raised; border: 1px solid @line_strong; padding: @s1; }
QMenu::item { padding: @s1 @s6 @s1 @s3; border-radius: @s1; min-height: @s5; }
QMenu::item:selected { background: @accent_soft; color: @text; }
QMenu::item:disabled { color: @faint; }
QMenu::icon { padding-left: @s2; }
QMenu::separator { height: 1px; background: @line; margin: @s1 @s2; }

QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @accent; }
QProgressBar {
    background: @line; border: none; border-radius: 2px; max-height: @progress_line; min-height: @progress_line;
}
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QGroupBox { border: none; }
"""
