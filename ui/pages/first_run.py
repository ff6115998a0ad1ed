"""The first page: open, make or practise; recent libraries; language; what the program never does."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from climafin.ui.actions.libraries import MakePracticeLibrary, NewLibrary, OpenLibrary
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.pages.page import scrolled_widget
from climafin.ui.style import Size, Tone, px, space
from climafin.ui.widgets.buttons import ChoiceCard, button
from climafin.ui.widgets.elided import ElidedLabel
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.language_switch import LanguageSwitch
from climafin.ui.widgets.notices import Strip

RECENT_SHOWN = 5


class FirstRunPage(QScrollArea):
    """Shown while no library is open."""

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__()
        self.desk = desk
        self.verbs = verbs
        self.setWidgetResizable(True)
        self.setAccessibleName(desk.language.text("ClimaFin"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._inner = inner = scrolled_widget()
        self.setWidget(inner)
        self._outer = QHBoxLayout(inner)
        self._outer.setContentsMargins(space(6), space(6), space(6), space(6))
        middle = QWidget()
        middle.setMaximumWidth(px(Size.DIALOG_WIDE))
        self._outer.addStretch(1)
        self._outer.addWidget(middle, 20)
        self._outer.addStretch(1)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(space(3))
        self._cards = self._make_cards()
        self._fill()

    def begin(self) -> None:
        """Put the keyboard on the first choice."""
        self._cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        words = self.desk.language
        self._column.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(label(words.text("ClimaFin"), "figure"))
        head.addStretch(1)
        head.addWidget(LanguageSwitch(self.desk), 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(head)
        told = words.text("Climate project library: register, assess, keep moving, and hand lenders a dossier.")
        self._column.addWidget(label(told, "muted", wraps=True))
        self._column.addSpacing(space(4))
        cards = QHBoxLayout()
        cards.setSpacing(space(4))
        for card in self._cards:
            cards.addWidget(card, 1)
        self._column.addLayout(cards)
        self._add_recent()
        self._column.addSpacing(space(4))
        promise = Strip()
        # Before it speaks: without a parent it would stand on the screen as a window of its own for a moment.
        self._column.addWidget(promise)
        promise.say(
            words.text("ClimaFin never connects to a network, and it is not meant for secrets of the State."),
            Tone.NEUTRAL,
        )
        self._column.addStretch(2)

    def _make_cards(self) -> list[ChoiceCard]:
        words = self.desk.language
        choices = (
            (
                OpenLibrary,
                "folder-open",
                words.text("Open a library"),
                words.text("A folder that somebody made before."),
            ),
            (
                NewLibrary,
                "folder-plus",
                words.text("New library"),
                words.text("Start empty; import workbooks or register."),
            ),
            (
                MakePracticeLibrary,
                "graduation-cap",
                words.text("Practice library"),
                words.text("About sixty projects to try everything on. Nothing in it is your data."),
            ),
        )
        cards = []
        for verb, icon_name, title, sentence in choices:
            card = ChoiceCard(icon_name, title, sentence)
            card.clicked.connect(self.verbs[verb].action.trigger)
            cards.append(card)
        return cards

    def _add_recent(self) -> None:
        words = self.desk.language
        known = [Path(path) for path in self.desk.settings.recent if (Path(path) / "library.db").exists()]
        if not known:
            return
        self._column.addSpacing(space(4))
        self._column.addWidget(label(words.text("Recently opened"), "strong"))
        for folder in known[:RECENT_SHOWN]:
            row = QHBoxLayout()
            row.setSpacing(space(3))
            opener = button(folder.name, partial(self._open, folder), role="link", icon_name="layers")
            row.addWidget(opener)
            row.addWidget(ElidedLabel(str(folder), "faint", Qt.TextElideMode.ElideMiddle), 1)
            self._column.addLayout(row)

    def _open(self, folder: Path) -> None:
        self.verbs[OpenLibrary].open_folder(folder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the view, so that sentences wrap."""
        super().resizeEvent(event)
        self._inner.setMaximumWidth(self.viewport().width())
