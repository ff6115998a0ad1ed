"""Assessment 评价: choose a rule pack and a day, assess, read the ranked list, ask why."""

from datetime import date
from typing import ClassVar

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QStackedWidget, QVBoxLayout

from climafin.base.language import Language
from climafin.base.messages import N_, message
from climafin.base.progress import Progress
from climafin.domain.assessment import PackStamp
from climafin.domain.change import Change, Kind
from climafin.domain.query import ProjectQuery, SortKey
from climafin.domain.signed import Occasion
from climafin.domain.verdict import Verdict
from climafin.services import assessments, judgements, packs, projects
from climafin.services.outdated import outdated_uids
from climafin.ui.actions.assessing import WhyThisScore, assess
from climafin.ui.actions.verb import Verbs
from climafin.ui.desk import Desk
from climafin.ui.dialogs.office_limits import OfficeLimitsDialog
from climafin.ui.models.ranking import RankingModel
from climafin.ui.pages.page import Page
from climafin.ui.pages.ranking_table import RankingTable
from climafin.ui.style import Tone, space
from climafin.ui.tasks import Job
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.labels import label
from climafin.ui.widgets.notices import EmptyPage, Strip
from climafin.ui.widgets.rows import choose_rows

_CHOICE_ROLE = Qt.ItemDataRole.UserRole + 1
#: What a combo box's own model keeps of whether an item can be chosen.
_FLAGS_ROLE = Qt.ItemDataRole.UserRole - 1
#: Characters of the pack's name that are read on the smallest screen.
_LEAST_PACK = 14


class AssessmentPage(Page):
    """The ranked list of one rule pack."""

    title: ClassVar[str] = N_("Assessment")

    def __init__(self, desk: Desk, verbs: Verbs) -> None:
        super().__init__(desk, verbs)
        self._words = desk.language
        self._job: Job | None = None
        self.model = RankingModel(self._words, self._uids_by_name, self)
        self._build_bar()
        self._build_body()
        self._show_pack()

    # ---- building

    def _build_bar(self) -> None:
        words = self._words
        self._search = self.bar.add_search(words.text("Find by name or number"))
        self._search.textChanged.connect(self._on_search)
        self.pack = QComboBox()
        self.pack.setAccessibleName(words.text("Rule pack"))
        # In a row of its own it takes what is left: names of packs are long.
        self.pack.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pack.setMinimumContentsLength(_LEAST_PACK)
        self._fill_packs(assessments.default_pack_id())
        self.pack.currentIndexChanged.connect(self._on_pack)
        self.occasion = QComboBox()
        self.occasion.setAccessibleName(words.text("Initial or yearly assessment"))
        for one in Occasion:
            self.occasion.addItem(words.label(one.label), one)
        self.occasion.currentIndexChanged.connect(lambda _index: self.refresh(None))
        today = self.desk.clock.today()
        self.as_of = QDateEdit(QDate(today.year, today.month, today.day))
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("yyyy-MM-dd")
        self.as_of.setAccessibleName(words.text("Rules as of"))
        self.as_of.setToolTip(words.text("The day whose rules apply"))
        self.rules_button = button(
            words.text("Rules"), lambda: self.desk.go("workbench", self.stamp.pack_id), icon_name="pencil"
        )
        self.rules_button.setToolTip(words.text("Read this rule pack, or change a copy of it"))
        self.assess_button = button(words.text("Assess"), self.assess, role="primary", icon_name="gauge")
        self.assess_button.setToolTip(words.text("Assess every project with this pack as of this day"))
        self.assess_button.setEnabled(not self.desk.open_session.is_read_only)
        self.bar.add(self.assess_button)

    def _choices(self) -> QHBoxLayout:
        """Return what is assessed by: pack, occasion and day."""
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.pack, 1)
        as_of = label(self._words.text("as of"), "small")
        for widget in (self.occasion, as_of, self.as_of, self.rules_button):
            row.addWidget(widget)
        return row

    def _build_body(self) -> None:
        words = self._words
        self.sample_strip, self.stale_strip, self.office_strip = Strip(), Strip(), Strip()
        self.office_button = button(words.text("Thresholds left to the office…"), self.ask_office, role="link")
        self.office_button.setEnabled(not self.desk.open_session.is_read_only)
        self.office_strip.add(self.office_button)
        self.stale_strip.add(button(words.text("Assess again"), self.assess_stale, role="link"))
        strips = QVBoxLayout()
        strips.setContentsMargins(space(4), space(2), space(4), space(2))
        strips.setSpacing(space(2))
        strips.addLayout(self._choices())
        strips.addWidget(self.sample_strip)
        strips.addWidget(self.office_strip)
        strips.addWidget(self.stale_strip)
        self.body.addLayout(strips)
        self.table = RankingTable(self.model, words.text("Ranked list"))
        self.setFocusProxy(self.table)
        self.table.why_wanted.connect(self._ask_why)
        self.table.selectionModel().selectionChanged.connect(lambda *_what: self.select_again())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(lambda place: self.open_menu(self.table, place))
        start = button(words.text("Assess now"), self.assess, role="primary", icon_name="gauge")
        self.empty = EmptyPage(
            "gauge",
            words.text("Nothing assessed yet with this pack"),
            words.text(
                "Choose a rule pack and the day whose rules apply, then assess. What is missing is unknown, not 0."
            ),
            [start],
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 1)

    def _fill_packs(self, wanted: str) -> None:
        """List every edition that may be used, shipped and published, each with what it is."""
        session, words = self.desk.open_session, self._words
        for entry in packs.known_packs(session):
            stamp = entry.stamp
            mark = words.text("cannot be used") if entry.problem is not None else _mark(stamp.official, words)
            told = message("{pack} · edition {edition} · {mark}", pack=stamp.title, edition=stamp.edition, mark=mark)
            at = self.pack.count()
            self.pack.addItem(words.say(told), stamp)
            # The edition in force on the day is meant by the pack's name alone; others by their number.
            choice = stamp.pack_id if entry.is_current else f"{stamp.pack_id}@{stamp.edition}"
            self.pack.setItemData(at, choice, _CHOICE_ROLE)
            self.pack.setItemData(at, _told(entry, words), Qt.ItemDataRole.ToolTipRole)
            if entry.problem is not None:
                self.pack.setItemData(at, 0, _FLAGS_ROLE)
            if entry.is_current and stamp.pack_id == wanted:
                self.pack.setCurrentIndex(at)

    # ---- showing

    @property
    def when(self) -> Occasion:
        """Whether initial or yearly assessments are shown and made."""
        return Occasion(self.occasion.currentData())

    @property
    def stamp(self) -> PackStamp:
        """The pack whose list is shown."""
        stamp = self.pack.currentData()
        assert isinstance(stamp, PackStamp)
        return stamp

    def refresh(self, change: Change | None) -> None:
        """Read the ranking again."""
        if change is not None and change.kinds.isdisjoint({Kind.ASSESSMENT, Kind.PROJECT, Kind.LIBRARY, Kind.RULES}):
            return
        session, kept = self.desk.open_session, self.table.chosen()
        done, rows = self.desk.do(lambda: assessments.ranking(session, self.stamp.pack_id, self.when))
        if not done:
            return
        self.model.show_rows(rows)
        self.stack.setCurrentWidget(self.table if rows else self.empty)
        self.stale_strip.say("")
        self._choose(kept)
        self._count()
        self._look_for_bands()
        self._look_for_outdated([row.head.uid for row in rows if row.head.is_outdated])

    def _look_for_outdated(self, changed: list[str]) -> None:
        """Mark, among the projects changed since, those whose facts the pack reads are others now."""
        if not changed:
            return
        session, pack_id, when = self.desk.open_session, self.stamp.pack_id, self.when

        def work(progress: Progress) -> tuple[str, frozenset[str]]:
            return pack_id, outdated_uids(session, changed, pack_id, progress, when)

        self.desk.start(message("Looking for outdated scores"), work, then=self._show_outdated)

    def _show_outdated(self, found: tuple[str, frozenset[str]]) -> None:
        pack_id, outdated = found
        # Another pack may have been chosen meanwhile.
        if pack_id != self.stamp.pack_id:
            return
        self.model.mark_outdated(outdated)
        told = self._words.plural(
            "{count} project changed after it was assessed; its score may be another one now.",
            "{count} projects changed after they were assessed; their scores may be others now.",
            len(outdated),
        )
        self.stale_strip.say(told if outdated else "", Tone.INFO)

    def _look_for_bands(self) -> None:
        """Show the band of every rank, where this edition was tried with drawn weights; runs are of initial answers."""
        from climafin.services import robustness  # noqa: PLC0415 - loads what computes with draws

        session, stamp = self.desk.open_session, self.stamp
        done, run = (False, None)
        if self.when is Occasion.INITIAL:
            done, run = self.desk.do(lambda: robustness.last_robustness(session, stamp.pack_id))
        if not done or run is None or run.pack_digest != stamp.digest:
            self.table.show_bands({}, "")
            return
        standings = [run.result.standing(at) for at in range(len(run.result.uids))]
        told = message(
            "Ranks in 90 of 100 draws of weights: {draws} draws, seed {seed}, rules as of {day}, by {person}",
            draws=run.result.plan.draws,
            seed=run.result.plan.seed,
            day=run.as_of,
            person=run.person,
        )
        self.table.show_bands({one.uid: (one.low, one.high) for one in standings}, self._words.say(told))

    def arrive(self, what: object) -> None:
        """Show a project in the list."""
        if isinstance(what, str):
            self._choose((what,))

    def leave(self) -> None:
        """Elsewhere “why this score?” means the pack assessed last again."""
        why = self.verbs[WhyThisScore]
        why.pack_id, why.occasion = None, None

    def start_search(self) -> None:
        """Go to the search box."""
        self._search.setFocus()
        self._search.selectAll()

    def _count(self) -> None:
        verdicts = [row.head.verdict for row in self.model.ranking]
        told = message(
            "{count} assessed · {eligible} eligible · {undecided} cannot be told yet · {refused} not eligible",
            count=len(verdicts),
            eligible=verdicts.count(Verdict.ELIGIBLE),
            undecided=verdicts.count(Verdict.UNDECIDED),
            refused=verdicts.count(Verdict.REFUSED),
        )
        self.counts.emit(self._words.say(told) if verdicts else "")

    def _show_pack(self) -> None:
        self.desk.pack_id = self.stamp.pack_id
        # What the pack says of itself: whose it is, how much of it is there, and what it may be used for.
        is_official, standing = self.stamp.official, str(self.pack.currentData(Qt.ItemDataRole.ToolTipRole))
        self.sample_strip.say(standing, Tone.INFO if is_official else Tone.WARN)
        self.pack.setToolTip(self.pack.currentText())
        self._show_office()

    def _show_office(self) -> None:
        """Say how many thresholds the pack leaves to the office, and how many wait for a value."""
        limits = self._office_limits()
        told = message(
            "Thresholds that this rule book leaves to the office: {count}; not set yet: {open}.",
            count=len(limits),
            open=sum(limit.line is None for limit in limits),
        )
        self.office_strip.say(self._words.say(told) if limits else "", Tone.INFO)

    def _office_limits(self) -> tuple[judgements.OfficeLimit, ...]:
        session, pack_id = self.desk.open_session, self.stamp.pack_id
        done, limits = self.desk.do(lambda: judgements.office_limits(session, pack_id))
        return limits if done else ()

    def ask_office(self) -> None:
        """Ask for the value of a threshold; it counts from the next assessment on."""
        OfficeLimitsDialog.ask(self, self.desk, self.stamp.pack_id, self._office_limits(), self._show_office)

    def _on_pack(self) -> None:
        self._show_pack()
        self.refresh(None)

    # ---- choosing

    def select_again(self) -> None:
        """Verbs act on the rows chosen in the list, “why this score?” on their assessment by the chosen pack."""
        why = self.verbs[WhyThisScore]
        why.pack_id, why.occasion = self.stamp.pack_id, self.when
        self.desk.select(self.table.chosen())

    def _choose(self, uids: tuple[str, ...]) -> None:
        rows = [row for row in (self.model.row_of(uid) for uid in uids) if row is not None]
        if not rows and self.model.rowCount():
            rows = [0]
        choose_rows(self.table, rows)
        self.select_again()

    def _on_search(self, typed: str) -> None:
        kept = self.table.chosen()
        self.model.search(typed)
        self._choose(kept)

    def _uids_by_name(self) -> list[str]:
        return projects.list_uids(self.desk.open_session, ProjectQuery(sort=(SortKey("name"),)))

    def _ask_why(self, uid: str) -> None:
        self.desk.select((uid,))
        self.verbs[WhyThisScore].run()

    # ---- assessing

    def assess(self) -> None:
        """Assess every project with the chosen pack and day."""
        self._start(None)

    def assess_stale(self) -> None:
        """Assess the projects that changed since."""
        self._start(self.model.outdated)

    def _start(self, uids: list[str] | None) -> None:
        if self._job is not None:
            return
        choice = str(self.pack.currentData(_CHOICE_ROLE))
        self._job = assess(self.desk, pack_id=choice, as_of=self._day(), uids=uids, occasion=self.when)
        self.assess_button.setEnabled(False)
        self._job.finished.connect(self._on_done)

    def _on_done(self) -> None:
        self._job = None
        self.assess_button.setEnabled(True)

    def _day(self) -> date:
        day = self.as_of.date()
        return date(day.year(), day.month(), day.day())


def _mark(is_official: bool, words: Language) -> str:
    return words.text("official") if is_official else words.text("not official")


def _told(entry: packs.PackEntry, words: Language) -> str:
    return words.label(entry.standing) if entry.problem is None else words.say(entry.problem)
