"""中文 / English, always in their own words, so that one finds the way back."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from climafin.base.language import LanguageCode
from climafin.ui.desk import Desk
from climafin.ui.style import space
from climafin.ui.widgets.buttons import ToolButton

LANGUAGE_NAMES: dict[LanguageCode, str] = {"zh_CN": "中文", "en": "English"}


class LanguageSwitch(QWidget):
    """Two buttons, one of them down."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(1))
        self._group = QButtonGroup(self)
        for code, name in LANGUAGE_NAMES.items():
            made = ToolButton()
            made.setText(name)
            made.setProperty("role", "rail")
            made.setCheckable(True)
            made.setChecked(code == desk.settings.language)
            made.clicked.connect(lambda _checked=False, code=code: self._choose(code))
            self._group.addButton(made)
            row.addWidget(made)

    def _choose(self, code: LanguageCode) -> None:
        if code != self._desk.settings.language:
            self._desk.settings.language = code
            self._desk.keep_settings()
            self._desk.look_changed.emit()
