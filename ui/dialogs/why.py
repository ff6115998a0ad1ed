"""“Why this score?”: the verdict in a sentence, gates, criteria, and what is missing, by what it could change."""

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from climafin.base.messages import Message, message
from climafin.domain.assessment import Assessment
from climafin.domain.change import Change
from climafin.ui.desk import Desk
from climafin.ui.dialogs.pane import SideWindow
from climafin.ui.dialogs.why_rows import WhyRows
from climafin.ui.dialogs.why_signing import Signing
from climafin.ui.models.columns import VERDICT_TONES
from climafin.ui.models.figures import field_name
from climafin.ui.models.grades import grade_text, points_text
from climafin.ui.models.why import MissingFact, WhyModel, WhyRow, missing_facts, missing_sentence, why_sections
from climafin.ui.pages.page import scrolled_widget, show_inside
from climafin.ui.style import Size, Tone, picture, px, space
from climafin.ui.widgets.buttons import button
from climafin.ui.widgets.chips import Chip
from climafin.ui.widgets.labels import frame, hairline, label
from climafin.ui.widgets.notices import Strip

if TYPE_CHECKING:
    from climafin.domain.project import Project

_SIGNS = {
    Tone.GOOD: ("circle-check", "good"),
    Tone.BAD: ("circle-x", "bad"),
    Tone.WARN: ("circle-question-mark", "warn"),
}


class WhyWindow(SideWindow):
    """The whole reason of one assessment."""

    def __init__(self, parent: QWidget, desk: Desk, project: "Project", assessment: Assessment) -> None:
        super().__init__(parent, desk, desk.language.text("Why this score?"))
        self._window = parent
        self._project = project
        self._assessment = assessment
        self.signing = Signing(self, desk, project.uid, self._assess_signed)
        self._build_head()
        self.sample_strip = Strip()
        self.stale_strip = Strip()
        self.stale_strip.add(button(self.words.text("Assess again"), self._assess_again, role="link"))
        for strip in (self.sample_strip, self.stale_strip):
            self.column.addWidget(strip)
        self.model = WhyModel(self.words, self)
        self.rows = WhyRows(self.model, self.windowTitle())
        self.rows.selectionModel().currentRowChanged.connect(self._on_row)
        self._build_middle()
        self._build_foot()
        desk.changed.connect(self._on_changed)
        self._show()
        self.rows.setFocus()

    @classmethod
    def show_for(cls, parent: QWidget, desk: Desk, uid: str, assessment: Assessment) -> "WhyWindow | None":
        """Open the window for a project and its assessment."""
        from climafin.services import projects  # noqa: PLC0415 - not on the way to the first window

        done, project = desk.do(lambda: projects.show_project(desk.open_session, uid))
        if not done:
            return None
        window = cls(parent, desk, project, assessment)
        window.show()
        return window

    # ---- building

    def _build_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(space(4))
        left = QVBoxLayout()
        left.setSpacing(space(1))
        self.name = label("", "page", wraps=True, selectable=True)
        self.under = label("", "small", wraps=True)
        verdict = QHBoxLayout()
        verdict.setSpacing(space(2))
        self.verdict_sign = label("")
        self.headline = label("", wraps=True, selectable=True)
        verdict.addWidget(self.verdict_sign, 0, Qt.AlignmentFlag.AlignTop)
        verdict.addWidget(self.headline, 1)
        left.addWidget(self.name)
        left.addWidget(self.under)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.figure = label("", "figure")
        self.of_most = label("", "small")
        self.grade = Chip("")
        for widget in (self.figure, self.of_most):
            widget.setAlignment(Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.figure)
        under = QHBoxLayout()
        under.setSpacing(space(2))
        under.addStretch(1)
        under.addWidget(self.grade)
        under.addWidget(self.of_most)
        right.addLayout(under)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right)
        self.column.addLayout(row)
        self.column.addLayout(verdict)

    def _build_middle(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(space(4))
        left = QVBoxLayout()
        left.setSpacing(space(2))
        left.addWidget(self.rows, 1)
        self.told = label("", "small", wraps=True, selectable=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        # A long reason scrolls; it must not take the rows' room.
        place = QScrollArea()
        place.setWidgetResizable(True)
        place.setFixedHeight(px(Size.TEXT_AREA))
        inside = scrolled_widget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.told)
        place.setWidget(inside)
        left.addLayout(self._signing_row())
        left.addWidget(place)
        middle.addLayout(left, 1)
        self.side = frame("card")
        self.side.setFixedWidth(px(Size.FIELD_SHORT))
        column = QVBoxLayout(self.side)
        column.setContentsMargins(space(4), space(3), space(2), space(3))
        column.setSpacing(space(2))
        self._side_place = QScrollArea()
        self._side_place.setWidgetResizable(True)
        self._side_place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._side_place, 1)
        middle.addWidget(self.side)
        self.column.addLayout(middle, 1)

    def _signing_row(self) -> QHBoxLayout:
        """Return what may be signed of the row that is chosen; the same stands in the menu of the rows."""
        words, row = self.words, QHBoxLayout()
        row.setSpacing(space(2))
        self.score_button = button(words.text("Score by an expert…"), self._score, icon_name="user")
        self.decide_button = button(words.text("Decide otherwise…"), icon_name="pencil")
        self.decide_menu = QMenu(self.decide_button)
        self.decide_menu.aboutToShow.connect(lambda: self._fill_menu(self.decide_menu))
        self.decide_button.setMenu(self.decide_menu)
        self.decide_button.setEnabled(self.signing.can_sign())
        row.addWidget(self.score_button)
        row.addWidget(self.decide_button)
        row.addStretch(1)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._open_menu)
        return row

    def _build_foot(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(space(2))
        words = self.words
        row.addWidget(button(words.text("Copy as text"), self._copy, icon_name="copy"))
        row.addWidget(button(words.text("Open the project"), self._open_project, icon_name="pencil"))
        row.addStretch(1)
        row.addWidget(button(words.text("Close"), self.close))
        self.print_button = button(words.text("Print dossier…"), self._print, role="primary", icon_name="printer")
        row.addWidget(self.print_button)
        self.column.addLayout(row)

    # ---- showing

    def _show(self) -> None:
        from climafin.services import assessments  # noqa: PLC0415 - not on the way to the first window

        found, words = self._assessment, self.words
        self._explanation = assessments.explanation(found, words)
        self.name.setText(self._project.name or self._project.number)
        self.under.setText(words.say(self._origin()))
        tone = VERDICT_TONES[found.verdict]
        name, token = _SIGNS[tone]
        self.verdict_sign.setPixmap(picture(name, token, Size.ICON_LARGE))
        self.headline.setText(self._explanation.headline)
        self.figure.setText(points_text(found.total_low, found.total_high))
        self.of_most.setText(words.say(found.most))
        self.grade.show_text(grade_text(found.grade_low, found.grade_high, words), Tone.ACCENT)
        self.sample_strip.say(self._explanation.standing, Tone.WARN)
        self._show_age()
        kept = self.row.rule_id if self.row is not None else ""
        self.model.show_sections(why_sections(found, words))
        self._show_side(missing_facts(found))
        self.rows.setCurrentIndex(self.model.index_of(kept))

    def _origin(self) -> Message:
        found = self._assessment
        return message(
            "{number} · {pack}, edition {edition} · {occasion}, rules as of {day} · assessed {at} by {person}",
            number=self._project.number,
            pack=found.pack.title,
            edition=found.pack.edition,
            occasion=found.occasion.label,
            day=found.as_of,
            at=f"{found.assessed_at:%Y-%m-%d %H:%M}",
            person=found.actor,
        )

    def _show_age(self) -> None:
        from climafin.services.outdated import outdated_uids  # noqa: PLC0415 - not on the way to the first window

        session, uid, found = self.desk.open_session, self._project.uid, self._assessment
        changed = self._project.changed_at
        is_changed = changed is not None and changed > found.assessed_at
        is_old = is_changed and bool(outdated_uids(session, [uid], found.pack.pack_id, occasion=found.occasion))
        told = self.words.text("The project was changed after this assessment; the score may be another one now.")
        self.stale_strip.say(told if is_old else "", Tone.INFO)

    def _show_side(self, facts: list[MissingFact]) -> None:
        """Show what was signed, and what is missing."""
        words, lines = self.words, self.signing.lines(self._assessment)
        place = scrolled_widget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(1))
        self.side.setVisible(bool(facts or lines))
        if lines:
            column.addWidget(label(words.text("Signed lines"), "section"))
            self.signing.show_lines(column, self._assessment, lines)
            column.addSpacing(space(3))
        if facts:
            column.addWidget(label(words.text("What is missing"), "section"))
        for number, fact in enumerate(facts):
            if number:
                column.addWidget(hairline())
            column.addWidget(self._missing_link(fact))
            column.addWidget(label(missing_sentence(fact, words), "small", wraps=True))
        column.addStretch(1)
        show_inside(self._side_place, place)

    def _missing_link(self, fact: MissingFact) -> QLabel:
        name = field_name(fact.key, self.words)
        made = label("", wraps=True)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setText(f'<a href="{fact.key}" style="text-decoration: none">{escape(name)}</a>')
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        made.setAccessibleName(name)
        made.setAccessibleDescription(missing_sentence(fact, self.words))
        made.setToolTip(self.words.text("Open the form at this field"))
        made.linkActivated.connect(self._fill_in)
        return made

    def _on_row(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row_of(index)
        self.told.setText("\n".join(row.told) if row is not None else "")
        self.score_button.setEnabled(row is not None and row.is_expert and self.signing.can_sign())

    # ---- signing

    @property
    def row(self) -> WhyRow | None:
        """The row that is chosen, or None on the head of a section."""
        return self.model.row_of(self.rows.currentIndex())

    def _score(self) -> None:
        if self.row is not None:
            self.signing.score(self._assessment, self.row)

    def _fill_menu(self, menu: QMenu) -> None:
        self.signing.fill_menu(menu, self._assessment, self.row)

    def _open_menu(self, place: QPoint) -> None:
        if not self.signing.can_sign():
            return
        menu = QMenu(self.rows)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_menu(menu)
        menu.popup(self.rows.viewport().mapToGlobal(place))

    def _assess_signed(self) -> None:
        """Let what was signed count: the rules of the same day answer again."""
        self._assess(self._assessment.as_of)

    # ---- doing

    def _copy(self) -> None:
        told, words = self._explanation, self.words
        lines = [self.name.text(), told.headline, told.standing, told.basis, ""]
        lines += [f"{line.text} ({line.source})" for line in (*told.gates, *told.criteria)]
        if told.missing:
            lines += ["", words.text("What is missing"), *told.missing]
        if told.next_steps:
            lines += ["", words.text("What would bring more points"), *told.next_steps]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.desk.tell(message("Copied."))

    def _open_project(self) -> None:
        self.desk.go("projects", self._project.uid)

    def _fill_in(self, key: str) -> None:
        self.desk.go("projects", (self._project.uid, key))

    def _assess_again(self) -> None:
        self._assess(None)

    def _assess(self, as_of: date | None) -> None:
        from climafin.ui.actions.assessing import assess  # noqa: PLC0415 - the verbs open this window

        found = self._assessment
        assess(self.desk, pack_id=found.pack.pack_id, as_of=as_of, uids=[self._project.uid], occasion=found.occasion)

    def _print(self) -> None:
        from climafin.ui.actions.dossiers import show_dossiers  # noqa: PLC0415 - the verbs open this window

        show_dossiers(self.desk, self._window, (self._project.uid,))

    def _on_changed(self, change: Change) -> None:
        if change.uids and self._project.uid not in change.uids:
            return
        from climafin.services import assessments, projects  # noqa: PLC0415 - not on the way to the first window

        session, uid, found = self.desk.open_session, self._project.uid, self._assessment
        done, project = self.desk.do(lambda: projects.show_project(session, uid))
        if not done:
            return
        self._project = project
        done, assessment = self.desk.do(lambda: assessments.explain(session, uid, found.pack.pack_id, found.occasion))
        if done:
            self._assessment = assessment
            self._show()
