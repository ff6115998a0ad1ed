"""What a dossier's preview lets one choose: project, length, language; and its list of contents."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
)

from climafin.base.language import Language
from climafin.base.messages import N_
from climafin.domain.paper import Bookmark
from climafin.ui.pages.page import scrolled_widget
from climafin.ui.style import Size, px, space
from climafin.ui.widgets.labels import label

LENGTHS = (("summary", N_("Summary, about four pages")), ("standard", N_("Standard, for a credit review")))
LANGUAGES = (("zh", N_("Chinese")), ("en", N_("English")), ("both", N_("Chinese and English")))
PAGE = Qt.ItemDataRole.UserRole


class DossierChoices(QScrollArea):
    """The left side of the preview.

    Signals:
        changed(): another project, length or language is wanted.
        page_wanted(int): a page chosen from the contents, from 0.
    """

    changed = Signal()
    page_wanted = Signal(int)

    def __init__(self, words: Language, projects: Sequence[tuple[str, str]], kept: str) -> None:
        """Show the choices.

        Args:
            words: the language of the window.
            projects: uid and name of every project.
            kept: length and language chosen last, as `length language`; may be empty.
        """
        super().__init__()
        self._words = words
        self.setAccessibleName(words.text("What is printed"))
        # On a low screen the choices scroll, so that the buttons below them stay on it.
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(px(Size.FIELD_SHORT) + space(4))
        inner = scrolled_widget()
        self.setWidget(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, space(4), 0)
        column.setSpacing(space(1))
        self.projects = QComboBox()
        self.projects.setAccessibleName(words.text("Project"))
        self.projects.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for uid, name in projects:
            self.projects.addItem(name, uid)
        self.projects.currentIndexChanged.connect(lambda _row: self.changed.emit())
        if len(projects) > 1:
            column.addWidget(label(words.text("Project"), "section"))
            column.addWidget(self.projects)
            column.addSpacing(space(2))
        length, _, spoken = kept.partition(" ")
        self._lengths = self._radios(column, words.text("Length"), LENGTHS, length or "standard")
        self._languages = self._radios(column, words.text("Language"), LANGUAGES, spoken or _spoken(words))
        column.addWidget(label(words.text("Contents"), "section"))
        self.contents = QListWidget()
        self.contents.setAccessibleName(words.text("Contents"))
        self.contents.setMinimumHeight(px(Size.TEXT_AREA))
        self.contents.currentItemChanged.connect(self._on_entry)
        column.addWidget(self.contents, 1)

    @property
    def uid(self) -> str:
        """The project that is looked at."""
        return str(self.projects.currentData())

    @property
    def length(self) -> str:
        """The chosen length."""
        return _key(self._lengths)

    @property
    def spoken(self) -> str:
        """The chosen language of the paper."""
        return _key(self._languages)

    @property
    def kept(self) -> str:
        """What to remember for the next time."""
        return f"{self.length} {self.spoken}"

    def choose(self, length: str, spoken: str) -> None:
        """Choose a length and a language."""
        for group, wanted in ((self._lengths, length), (self._languages, spoken)):
            for radio in group.buttons():
                if radio.property("key") == wanted:
                    radio.click()

    def show_contents(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show the list of contents of the paper."""
        self.contents.clear()
        for bookmark in bookmarks:
            item = QListWidgetItem("    " * bookmark.level + bookmark.title)
            item.setData(PAGE, bookmark.page)
            item.setToolTip(bookmark.title)
            self.contents.addItem(item)

    def _radios(self, column: QVBoxLayout, title: str, choices: Sequence[tuple[str, str]], chosen: str) -> QButtonGroup:
        column.addWidget(label(title, "section"))
        group = QButtonGroup(self)
        for key, name in choices:
            radio = QRadioButton(self._words.text(name))
            radio.setProperty("key", key)
            radio.setChecked(key == chosen)
            group.addButton(radio)
            column.addWidget(radio)
        if group.checkedButton() is None:
            group.buttons()[0].setChecked(True)
        group.buttonClicked.connect(lambda _radio: self.changed.emit())
        column.addSpacing(space(2))
        return group

    def _on_entry(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.page_wanted.emit(int(item.data(PAGE)))


def _spoken(words: Language) -> str:
    return "en" if words.code == "en" else "zh"


def _key(group: QButtonGroup) -> str:
    chosen = group.checkedButton()
    assert chosen is not None, "one of them is always chosen"
    return str(chosen.property("key"))
