"""The table of projects: Excel's keys, copying as tab text, columns that remember themselves."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from climafin.domain.dictionary import dictionary
from climafin.domain.query import Column
from climafin.ui.desk import Desk
from climafin.ui.models.cell_delegate import CellDelegate
from climafin.ui.models.columns import DEFAULT_COLUMNS, Look, known_columns
from climafin.ui.models.project_list import UID_ROLE, ProjectListModel
from climafin.ui.style import Size, Type, px, space, theme
from climafin.ui.widgets.rows import choose_rows, chosen_rows

_LAYOUT = "projects.columns"
#: So many rows are looked at for the width of a column of chips.
_MEASURED = 30
#: What is to be read without scrolling sideways.
_READ_FIRST = DEFAULT_COLUMNS[:7]
#: Columns that give way where there is too little room, in this order, and their least widths in digits.
_GIVES_WAY = (("name", 26), ("sector", 13), ("district", 10), (Column.GRADE, 12), ("name", 18))


class ProjectGrid(QTableView):
    """Chosen rows are chosen projects; Enter, F2 or a double click opens one.

    Signals:
        chosen(tuple): uids of the chosen rows, in order.
        opened(str): the uid to open.
    """

    chosen = Signal(tuple)
    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        words = desk.language
        kept = self._kept_widths()
        #: Widths of the columns that the person has pulled; the others follow their words and the room there is.
        self._pulled = {key: width for key, width in kept.items() if width}
        self._wanted: dict[str, int] = {}
        self._is_fitting = False
        keys = known_columns(tuple(kept)) or DEFAULT_COLUMNS
        self.list = ProjectListModel(desk.open_session, words, keys, self)
        self.setModel(self.list)
        self._cells = CellDelegate(self)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(words.text("Projects"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(Size.ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsMovable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._ask_columns)
        head.sortIndicatorChanged.connect(self._on_sort)
        head.sectionResized.connect(self._on_pulled)
        self._lay_out()
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(UID_ROLE)))

    def chosen_uids(self) -> tuple[str, ...]:
        """Return the uids of the chosen rows, in the order shown."""
        uids = self.list.uids
        return tuple(uids[row] for row in chosen_rows(self) if row < len(uids))

    def choose(self, uids: Sequence[str]) -> None:
        """Choose projects; the first one found becomes the present cell."""
        choose_rows(self, [row for uid in uids if (row := self.list.row_of(uid)) is not None])

    def keep_layout(self) -> None:
        """Remember order and widths of the columns."""
        head = self.horizontalHeader()
        keys = self.list.keys
        order = sorted(range(len(keys)), key=head.visualIndex)
        kept = ",".join(f"{keys[at]}:{self._pulled.get(keys[at], '')}" for at in order)
        self._desk.settings.layout[_LAYOUT] = kept

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Excel's keys; what is not ours goes to Qt."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            uid = self.currentIndex().data(UID_ROLE)
            if uid:
                self.opened.emit(uid)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the chosen rows as tab text, heads first when there are several."""
        order = sorted(range(len(self.list.keys)), key=self.horizontalHeader().visualIndex)
        rows = [row for uid in self.chosen_uids() if (row := self.list.row_of(uid)) is not None]
        lines = [[str(self.list.index(row, at).data() or "") for at in order] for row in rows]
        if len(lines) > 1:
            role = Qt.ItemDataRole.AccessibleTextRole
            heads = [str(self.list.headerData(at, Qt.Orientation.Horizontal, role)) for at in order]
            lines.insert(0, heads)
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in lines))

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns, keeping known widths."""
        chosen = self.chosen_uids()
        self._is_fitting = True
        self.list.show_columns(keys)
        self._is_fitting = False
        self.fit_columns()
        self.choose(chosen)
        self.keep_layout()

    def _kept_widths(self) -> dict[str, int]:
        """Return the columns kept in the settings, in order; 0 for the width of one that was never pulled."""
        widths: dict[str, int] = {}
        for part in self._desk.settings.layout.get(_LAYOUT, "").split(","):
            key, _, width = part.partition(":")
            if key:
                widths[key] = int(width) if width.isdigit() else 0
        return widths

    def fit_columns(self) -> None:
        """Give columns that nobody has pulled yet the width of their heads and of the words in the first rows.

        They only ever grow, so that nothing jumps back and forth when a value changes.
        """
        before = self._wanted
        self._wanted = {key: max(before.get(key, 0), self._wanted_width(at)) for at, key in enumerate(self.list.keys)}
        self._lay_out()

    def _wanted_width(self, at: int) -> int:
        metrics = QFontMetrics(theme().font(Type.BODY))
        small = QFontMetrics(theme().font(Type.SMALL))
        column = self.list.column(at)
        # The head with its sort arrow is never cut.
        lines = str(self.list.headerData(at, Qt.Orientation.Horizontal)).split("\n")
        head = max(small.horizontalAdvance(line) for line in lines) + space(7)
        if column.key == "name":
            return metrics.horizontalAdvance("0") * column.width
        # Straight from the library: Qt's road through an index takes several times as long, and the list waits for it.
        rows = range(min(_MEASURED, self.list.rowCount()))
        words = {column.words(self.list.value(row, at), self._desk.language) for row in rows}
        if column.look is Look.CHIP:
            return max([head, *(small.horizontalAdvance(word) + space(9) for word in words)])
        most = metrics.horizontalAdvance("0") * column.width
        sign = px(Size.DOT) + space(1.5) if column.look is Look.STAGE else 0
        widest = max([0, *(metrics.horizontalAdvance(word) + sign + space(5) for word in words)])
        return max(head, min(most, widest))

    def _lay_out(self) -> None:
        """Fit what is read first into the room there is: the columns of words give way, never the figures."""
        # Before the first rows are there nothing is measured, and only what was pulled has its width.
        keys = self.list.keys
        known = self._wanted | self._pulled
        widths = {key: known[key] for key in keys if key in known}
        # The head is as wide as the rows; asking for the viewport would have Qt build all its kinds of widgets.
        lacking = sum(widths.get(key, 0) for key in _READ_FIRST) - self.horizontalHeader().width()
        digit = QFontMetrics(theme().font(Type.BODY)).horizontalAdvance("0")
        for key, least in _GIVES_WAY:
            if lacking > 0 and key in widths and key not in self._pulled:
                given = max(0, min(lacking, widths[key] - least * digit))
                widths[key] -= given
                lacking -= given
        self._is_fitting = True
        for at, key in enumerate(keys):
            if key in widths:
                self.setColumnWidth(at, widths[key])
        self._is_fitting = False

    def _on_pulled(self, at: int, _before: int, width: int) -> None:
        if not self._is_fitting:
            self._pulled[self.list.keys[at]] = width

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells."""
        self._cells.look_at(self)
        super().paintEvent(event)

    def _ask_columns(self, place: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(place))

    def columns_menu(self) -> QMenu:
        """Return the menu that shows and hides columns, by section of the form."""
        words = self._desk.language
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        groups = [(words.text("Standing"), [(column.value, column.label) for column in Column])]
        fields = dictionary()
        for group in fields.groups:
            members = [(field.key, field.label) for field in fields.group(group.key)]
            groups.append((words.label(group.label), members))
        for name, members in groups:
            part = menu.addMenu(name)
            for key, named in members:
                action = part.addAction(words.label(named))
                action.setCheckable(True)
                action.setChecked(key in self.list.keys)
                action.triggered.connect(lambda _checked=False, key=key: self._toggle(key))
        menu.addSeparator()
        usual = menu.addAction(words.text("Usual columns"))
        usual.triggered.connect(lambda _checked=False: self.show_columns(DEFAULT_COLUMNS))
        return menu

    def _toggle(self, key: str) -> None:
        keys = self.list.keys
        self.show_columns(tuple(k for k in keys if k != key) if key in keys else (*keys, key))

    def _on_sort(self, column: int, order: Qt.SortOrder) -> None:
        chosen = self.chosen_uids()
        self.list.sort(column, order)
        self.choose(chosen)

    def _on_selection(self) -> None:
        self.chosen.emit(self.chosen_uids())
