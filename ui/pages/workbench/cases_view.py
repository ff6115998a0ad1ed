"""The exam: the built-in cases of the pack, which come out right and which do not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from climafin.base.language import Language
from climafin.base.messages import message
from climafin.services.workbench import Checked, TriedCase
from climafin.ui.models.rows import RowsModel, TextRow
from climafin.ui.style import Tone, space
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.flow import FlowLayout
from climafin.ui.widgets.notices import Strip
from climafin.ui.widgets.rows_table import RowsTable
from climafin.ui.widgets.told import Told

_WIDTHS = (18, 40)


class CasesView(QWidget):
    """The cases.

    Signals:
        place_wanted(int): a case is to be shown in the text, by the offset where it stands.
        answers_wanted(object): cases are to expect what the rules answer now, a tuple of their numbers.
        exam_wanted(): the exam is to be run now.
    """

    place_wanted = Signal(int)
    answers_wanted = Signal(object)
    exam_wanted = Signal()

    def __init__(self, words: Language) -> None:
        super().__init__()
        self._words = words
        self._cases: tuple[TriedCase, ...] = ()
        self.summary = Strip()
        self.model = RowsModel((words.text("Exam"), words.text("Case")), parent=self)
        self.table = RowsTable(self.model, words.text("Cases"), _WIDTHS, 1)
        self.table.moved.connect(lambda _row: self._tell())
        self.table.opened.connect(lambda row: self.place_wanted.emit(self._cases[row].start))
        self.told = Told(words.text("About this case"), space(14))
        self.exam_button = button(words.text("Run the exam"), self.exam_wanted.emit, icon_name="refresh-cw")
        self.take_button = button(words.text("Expect today's answers"), self._take_one)
        self.take_button.setToolTip(words.text("This case then expects what the rules answer now"))
        self.take_all_button = button(words.text("All failed cases…"), self._take_all)
        self.take_all_button.setToolTip(words.text("Every failed case then expects what the rules answer now"))
        below = FlowLayout()
        for one in (self.exam_button, self.take_button, self.take_all_button):
            below.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(2))
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        column.addLayout(below)

    def show_cases(self, checked: Checked, *, is_old: bool, fixed: bool) -> None:
        """Show what came of the exam; `is_old` says that the text has faults now and this is from before."""
        words, kept = self._words, self.table.currentIndex().row()
        self._cases = checked.cases
        rows = []
        for case in checked.cases:
            told = words.text("right") if case.is_right else words.text("differs")
            rows.append(TextRow((told, case.name), self._told(case), case, Tone.GOOD if case.is_right else Tone.BAD))
        self.model.show_rows(rows)
        if 0 <= kept < len(rows):
            self.table.selectRow(kept)
        failed = sum(not case.is_right for case in self._cases)
        if is_old:
            self.summary.say(words.text("Result from before the faults."), Tone.WARN)
        elif not self._cases:
            self.summary.say(words.text("No case yet: keep a project as a case, so that later changes are examined."))
        elif failed:
            said = message("{failed} of {count} cases come out otherwise.", failed=failed, count=len(self._cases))
            self.summary.say(words.say(said), Tone.BAD)
        else:
            said = message("All {count} cases come out right.", count=len(self._cases))
            self.summary.say(words.say(said), Tone.GOOD)
        self._fixed = fixed or is_old
        self.take_all_button.setEnabled(bool(failed) and not self._fixed)
        self._tell()

    _fixed = True

    def _tell(self) -> None:
        at = self.table.currentIndex().row()
        case = self._cases[at] if 0 <= at < len(self._cases) else None
        self.told.say("" if case is None else self._told(case))
        self.take_button.setEnabled(case is not None and not case.is_right and not self._fixed)

    def _told(self, case: TriedCase) -> str:
        return "\n".join([case.name, *(self._words.say(told) for told in case.told)])

    def _take_one(self) -> None:
        self.answers_wanted.emit((self.table.currentIndex().row(),))

    def _take_all(self) -> None:
        self.answers_wanted.emit(tuple(at for at, case in enumerate(self._cases) if not case.is_right))
