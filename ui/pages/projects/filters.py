"""Filters on the left of the list: values with counts, several of them at once."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from climafin.base.language import Language
from climafin.base.messages import Label
from climafin.domain.dictionary import dictionary
from climafin.domain.query import Column, ProjectQuery
from climafin.domain.shown_values import NOT_GIVEN
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.services import projects
from climafin.services.session import Session
from climafin.ui.style import Type, colour, space, theme
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label

FACETS: tuple[str, ...] = (Column.STAGE, Column.STATUS, "sector", "district", Column.GRADE)


class FilterPane(QWidget):
    """Emits `changed` with the accepted values by column."""

    changed = Signal(object)

    def __init__(self, session: Session, language: Language) -> None:
        super().__init__()
        self._session = session
        self._language = language
        self._is_filling = False
        #: The items of each column by value; None stands for "not known".
        self.items: dict[str, dict[str | None, QTreeWidgetItem]] = {}
        self._tops: dict[str, QTreeWidgetItem] = {}
        self._closed: set[str] = set()
        # Counting makes the items anew, which must not happen while one of them is still telling of its tick.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._tell)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(space(3))
        self.tree.setAccessibleName(language.text("Filters"))
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemChanged.connect(self._on_item)
        self._clear = button(language.text("Clear"), self.clear, role="link")
        self._clear.setEnabled(False)
        head = QHBoxLayout()
        head.setContentsMargins(space(3), space(2), space(2), space(1))
        head.addWidget(label(language.text("Filters"), "strong"))
        head.addStretch(1)
        head.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.tree, 1)

    def chosen(self) -> dict[str, frozenset[str | None]]:
        """Return the accepted values by column; a column without a tick is left out."""
        found = {
            column: frozenset(key for key, item in items.items() if item.checkState(0) is Qt.CheckState.Checked)
            for column, items in self.items.items()
        }
        return {column: ticked for column, ticked in found.items() if ticked}

    def clear(self) -> None:
        """Take all ticks away."""
        self._is_filling = True
        for items in self.items.values():
            for item in items.values():
                item.setCheckState(0, Qt.CheckState.Unchecked)
        self._is_filling = False
        self._tell()

    def refresh(self, query: ProjectQuery) -> None:
        """Count again; each column is counted as if it had no filter of its own."""
        chosen = self.chosen()
        # One that had nothing to show was not closed by anybody.
        self._closed -= {column for column, top in self._tops.items() if top.childCount() and top.isExpanded()}
        self._closed |= {column for column, top in self._tops.items() if top.childCount() and not top.isExpanded()}
        place = self.tree.verticalScrollBar().value()
        self._is_filling = True
        self.items, self._tops = {}, {}
        self.tree.clear()
        for column in FACETS:
            others = {key: accepted for key, accepted in query.filters.items() if key != column}
            counts = projects.value_counts(self._session, column, ProjectQuery(query.words, others))
            self._add(column, counts, chosen.get(column, frozenset()), is_open=column not in self._closed)
        self._is_filling = False
        self.tree.verticalScrollBar().setValue(place)

    def _add(
        self, column: str, counts: Mapping[str | None, int], ticked: frozenset[str | None], *, is_open: bool
    ) -> None:
        name = Column(column).label if column in tuple(Column) else dictionary()[column].label
        top = QTreeWidgetItem([self._language.label(name), ""])
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        top.setFont(0, theme().font(Type.SMALL))
        top.setForeground(0, colour("muted"))
        items = self.items[column] = {}
        self._tops[column] = top
        for key, words in self._values(column, counts, ticked):
            item = QTreeWidgetItem([words, f"{counts.get(key, 0):,}"])
            items[key] = item
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(0, Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            item.setToolTip(0, words)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, colour("muted"))
            top.addChild(item)
        if top.childCount():
            self.tree.addTopLevelItem(top)
            top.setExpanded(is_open)

    def _values(
        self, column: str, counts: Mapping[str | None, int], ticked: frozenset[str | None]
    ) -> list[tuple[str | None, str]]:
        """Return the values to show, in the order of the domain, the unknown last."""
        known: dict[str, Label] = {}
        if column == Column.STAGE:
            known = {stage.value: stage.label for stage in Stage}
        elif column == Column.STATUS:
            known = {status.value: status.label for status in Status}
        elif column in dictionary():
            known = {choice.key: choice.label for choice in dictionary()[column].choices}
        order = [*known, *sorted(key for key in counts if key is not None and key not in known)]
        shown: list[tuple[str | None, str]] = [
            (key, self._language.label(known[key]) if key in known else key)
            for key in order
            if counts.get(key) or key in ticked
        ]
        if counts.get(None) or None in ticked:
            shown.append((None, self._unknown(column)))
        return shown

    def _unknown(self, column: str) -> str:
        """Return what “nothing known” means for a column."""
        words = self._language
        if column == Column.STAGE:
            return words.text("in no stage yet")
        return words.text("not assessed") if column == Column.GRADE else words.label(NOT_GIVEN)

    def _on_item(self) -> None:
        if not self._is_filling:
            self._later.start()

    def _tell(self) -> None:
        chosen = self.chosen()
        self._clear.setEnabled(bool(chosen))
        self.changed.emit(chosen)
