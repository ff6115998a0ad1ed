"""Robustness of a ranking: weights drawn at random, and what that does to ranks, grades and neighbours."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QTabWidget, QWidget

from climafin.base.messages import N_, message
from climafin.services.draft_robustness import ALIKE, DraftRobustness, DrawKind, DrawPlan, try_weights
from climafin.services.draft_weights import weight_text
from climafin.ui.desk import Desk
from climafin.ui.dialogs.pane import SideWindow
from climafin.ui.models.rows import RowsModel, TextRow
from climafin.ui.style import Tone, space
from climafin.ui.tasks import Failure, Job
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.flow import FlowLayout
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.notices import Strip
from climafin.ui.widgets.rows_table import RowsTable

if TYPE_CHECKING:
    from climafin.services.sliding_marks import SlidingMarks

_MOST_DRAWS = 100_000
ALIKE_HEADS = (N_("Criterion"), N_("and"), N_("Correlation"))
SWAP_HEADS = (N_("Ahead"), N_("Behind"), N_("Criterion"), N_("Weight"), N_("They swap at"))
WEIGHT_HEADS = (N_("Criterion"), N_("Name"), N_("On paper"), N_("In effect"))
RANK_HEADS = (N_("Rank"), N_("Project"), N_("5–95 %"), N_("Best–worst"), N_("Mean"), N_("In the first"), N_("Grades"))


class RobustnessWindow(SideWindow):
    """The draws: what to draw above, what they showed below."""

    def __init__(self, parent: QWidget, desk: Desk, title: str, marks: "SlidingMarks") -> None:
        super().__init__(parent, desk, desk.language.text("Robustness"))
        self._marks = marks
        self._job: Job | None = None
        self.found: DraftRobustness | None = None
        self.column.addWidget(label(title, "section", wraps=True))
        self._build_plan()
        self.strip = Strip()
        self.column.addWidget(self.strip)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.windowTitle())
        self._build_tabs()
        self.column.addWidget(self.tabs, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.words.text("Close"), self.close))
        self.column.addLayout(row)
        self.run()

    def _build_plan(self) -> None:
        words, plan = self.words, DrawPlan()
        self.draws = self._number(words.text("Draws"), 100, _MOST_DRAWS, plan.draws, 500)
        self.spread = self._number(words.text("Spread in %"), 1, 100, plan.spread, 5)
        self.top = self._number(words.text("First places"), 1, 1_000, 10, 1)
        self.seed = QLineEdit(str(plan.seed))
        self.seed.setAccessibleName(words.text("Seed"))
        self.seed.setFixedWidth(space(28))
        self.kind = QComboBox()
        self.kind.setAccessibleName(words.text("How weights are drawn"))
        self.kind.addItem(words.text("each weight around its own"), DrawKind.AROUND)
        self.kind.addItem(words.text("any weights alike"), DrawKind.ANY)
        self.kind.currentIndexChanged.connect(
            lambda _at: self.spread.setEnabled(self.kind.currentData() == DrawKind.AROUND)
        )
        self.run_button = button(words.text("Draw"), self.run, role="primary", icon_name="refresh-cw")
        flow = FlowLayout()
        pairs = (
            (words.text("Weights"), self.kind),
            (words.text("Spread in %"), self.spread),
            (words.text("Draws"), self.draws),
            (words.text("First places"), self.top),
            (words.text("Seed"), self.seed),
        )
        for name, widget in pairs:
            pair = QWidget()
            inside = QHBoxLayout(pair)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(space(1))
            inside.addWidget(label(name, "small"))
            inside.addWidget(widget)
            flow.addWidget(pair)
        flow.addWidget(self.run_button)
        self.column.addLayout(flow)

    def _number(self, name: str, least: int, most: int, value: int, step: int) -> QSpinBox:
        made = QSpinBox()
        made.setAccessibleName(name)
        made.setRange(least, most)
        made.setSingleStep(step)
        made.setValue(value)
        return made

    def _build_tabs(self) -> None:
        words = self.words
        heads = [words.text(one) for one in RANK_HEADS]
        self.ranks = RowsModel(heads, right=(0, 2, 3, 4, 5), parent=self)
        table = RowsTable(self.ranks, words.text("Ranks"), (15, 40, 24, 26, 20, 34, 74), 1)
        self.tabs.addTab(table, words.text("Ranks"))
        heads = [words.text(one) for one in WEIGHT_HEADS]
        self.weights = RowsModel(heads, right=(2, 3), parent=self)
        self.tabs.addTab(RowsTable(self.weights, words.text("Weights"), (24, 60, 28, 28), 1), words.text("Weights"))
        heads = [words.text(one) for one in SWAP_HEADS]
        self.swaps = RowsModel(heads, right=(3, 4), parent=self)
        self.tabs.addTab(RowsTable(self.swaps, words.text("Swaps"), (60, 60, 24, 24, 32), 0), words.text("Swaps"))
        heads = [words.text(one) for one in ALIKE_HEADS]
        self.alike = RowsModel(heads, right=(2,), parent=self)
        self.tabs.addTab(RowsTable(self.alike, words.text("Alike"), (90, 90, 30), 0), words.text("Correlations"))

    # ---- drawing

    def run(self) -> None:
        """Draw, in the library's lane."""
        words, seed = self.words, self.seed.text().strip()
        if not seed.isascii() or not seed.isdigit() or len(seed) > 18:
            self.strip.say(words.text("The seed is a whole number from 0 on."), Tone.BAD)
            self.seed.setFocus()
            return
        if self._job is not None:
            return
        plan = DrawPlan(self.draws.value(), int(seed), self.kind.currentData(), self.spread.value())
        top, marks = self.top.value(), self._marks
        self.run_button.setEnabled(False)
        self.strip.say(words.text("Drawing weights…"), Tone.NEUTRAL)
        job = self.desk.start(
            message("Drawing weights"),
            lambda progress: try_weights(marks, plan, top, progress),
            then=self._show,
            otherwise=self._on_failure,
        )
        self._job = job
        job.finished.connect(self._on_done)

    def _on_done(self) -> None:
        self._job = None
        self.run_button.setEnabled(True)

    def _on_failure(self, failure: Failure) -> None:
        self.strip.say(self.words.say(failure.told), Tone.BAD)

    def _show(self, found: DraftRobustness) -> None:
        self.found = found
        plan, words = found.result.plan, self.words
        told = message(
            "{draws} draws · seed {seed} · {generator} · sampling error of a share at most ±{error} % · "
            "{count} ranked, {left} not",
            draws=plan.draws,
            seed=str(plan.seed),
            generator=found.result.generator,
            error=f"{found.result.largest_error * 100:.1f}",
            count=len(found.standings),
            left=found.left_out,
        )
        self.strip.say(words.say(told), Tone.INFO)
        self.ranks.show_rows([self._standing(found, at) for at in range(len(found.standings))])
        titles = {rule_id: words.label(title) for rule_id, title in found.titles.items()}
        self.weights.show_rows(
            [
                TextRow((one.rule_id, titles[one.rule_id], _share(one.nominal), _share(one.effective)))
                for one in found.effective
            ]
        )
        self.swaps.show_rows(
            [
                TextRow(
                    (
                        _name(found, one.ahead),
                        _name(found, one.behind),
                        one.rule_id,
                        weight_text(one.weight),
                        weight_text(one.swap_at),
                    )
                )
                for one in found.swaps
            ]
        )
        self.alike.show_rows(self._pairs(found))

    def _standing(self, found: DraftRobustness, at: int) -> TextRow:
        one = found.standings[at]
        shares = zip(found.grades, one.grade_shares, strict=True)
        grades = " · ".join(f"{self.words.label(grade)} {_share(share)}" for grade, share in shares if share)
        cells = (
            str(one.rank),
            _name(found, one.uid),
            f"{one.low}–{one.high}",
            f"{one.best}–{one.worst}",
            f"{one.mean:.1f}",
            f"{_share(one.top_share)} ±{found.result.standard_error(one.top_share) * 100:.1f}",
            grades,
        )
        return TextRow(cells, thing=one)

    def _pairs(self, found: DraftRobustness) -> list[TextRow]:
        """Return every two criteria, those that move together most first."""
        ids = [one.rule_id for one in found.effective]
        pairs = [
            (value, first, second)
            for at, first in enumerate(ids)
            for second, value in zip(ids[at + 1 :], found.correlations[at][at + 1 :], strict=True)
            if value is not None
        ]
        pairs.sort(key=lambda pair: -abs(pair[0]))
        names = {rule_id: f"{rule_id} {self.words.label(found.titles[rule_id])}" for rule_id in ids}
        return [
            TextRow((names[first], names[second], f"{value:+.2f}"), tone=Tone.WARN if abs(value) >= ALIKE else None)
            for value, first, second in pairs
        ]


def _share(share: float | None) -> str:
    return "—" if share is None else f"{share * 100:.1f} %"


def _name(found: DraftRobustness, uid: str) -> str:
    number, name = found.names[uid]
    return name or number
