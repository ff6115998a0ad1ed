"""Any order of a library's verbs keeps it whole, and undo brings back what was."""

import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.errors import ClimaFinError
from climafin.base.progress import NoProgress
from climafin.domain.dictionary import Field, FieldKind, dictionary
from climafin.domain.project import Project, Value, ValueNote
from climafin.domain.query import Column, ProjectQuery
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.domain.value_checks import value_problem
from climafin.services.libraries import check_library, create_library, open_library
from climafin.services.pipeline import move_stage
from climafin.services.projects import change_status, edit_project, register_project, undo
from climafin.services.session import Session
from climafin.store import chain

DAY = date(2020, 1, 1)
CLOCK = FixedClock(datetime(2026, 11, 20, 9, tzinfo=OFFICE_ZONE))
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


def value_for(field: Field) -> st.SearchStrategy[Value]:  # noqa: PLR0911 - one line per kind
    if field.kind is FieldKind.CHOICE:
        return st.sampled_from([choice.key for choice in field.choices])
    if field.kind is FieldKind.CHOICES:
        keys = [choice.key for choice in field.choices]
        return st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True).map(tuple)
    if field.kind is FieldKind.YES_NO:
        return st.booleans()
    if field.kind is FieldKind.MONTH:
        return st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(lambda day: f"{day:%Y-%m}")
    if field.kind in (FieldKind.INTEGER, FieldKind.MONEY):
        return st.integers(-(2**63) + 1, 2**63 - 1) | st.integers(0, 2100)
    if field.kind.is_numeric:
        return st.floats(allow_nan=False, allow_infinity=False) | st.floats(0, 5)
    return PLAIN


@st.composite
def some_values(draw: st.DrawFn) -> dict[str, Value]:
    fields = draw(st.lists(st.sampled_from(dictionary().fields), min_size=1, max_size=4, unique=True))
    drawn = {field.key: draw(st.none() | value_for(field)) for field in fields}
    return {key: value for key, value in drawn.items() if value_problem(dictionary()[key], value) is None}


notes = st.dictionaries(
    st.sampled_from([field.key for field in dictionary()]),
    st.builds(
        ValueNote,
        not_applicable=st.booleans(),
        source=PLAIN | st.just(""),
        page=st.just(""),
        source_date=st.none() | st.dates(),
        quality=st.none() | st.integers(1, 5),
    ),
    max_size=2,
)


def content(project: Project | None) -> object:
    """What an undo has to bring back."""
    return None if project is None else (project.values, project.notes, project.stages, project.status, project.number)


class LibraryMachine(RuleBasedStateMachine):
    """A clerk who does anything in any order, and now and then closes and opens the library."""

    projects = Bundle("projects")

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.session: Session = create_library(self.home / "lib", "张敏", clock=CLOCK)
        self.known: dict[str, object] = {}
        self.before: tuple[int, dict[str, object]] | None = None

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.library.close()
            shutil.rmtree(self.home)

    def look(self) -> dict[str, object]:
        return {project.uid: content(project) for project in self.session.library.projects()}

    def did(self, action_id: int) -> None:
        """Remember how things stood before the last action that wrote something."""
        if action_id:
            self.before = (action_id, self.known)
        self.known = self.look()

    @rule(target=projects, values=some_values(), noted=notes)
    def register(self, values: dict[str, Value], noted: dict[str, ValueNote]) -> str:
        noted = {key: note for key, note in noted.items() if not (note.not_applicable and values.get(key) is not None)}
        values = {"name": "甲", **{key: value for key, value in values.items() if value is not None}}
        noted.pop("name", None)
        change, uid = register_project(self.session, values, noted)
        kept = self.session.library.project(uid)
        assert kept.values == values
        assert kept.notes == {key: note for key, note in noted.items() if note != ValueNote()}
        self.did(change.action_id)
        return uid

    @rule(uid=projects, values=some_values(), noted=notes)
    def edit(self, uid: str, values: dict[str, Value], noted: dict[str, ValueNote]) -> None:
        try:
            change = edit_project(self.session, uid, values, noted)
        except ClimaFinError:
            return
        kept = self.session.library.project(uid)
        assert {key: kept.values.get(key) for key in values} == values
        self.did(change.action_id)

    @rule(uid=projects, stage=st.sampled_from(Stage), days=st.integers(0, 2000))
    def move(self, uid: str, stage: Stage, days: int) -> None:
        try:
            change = move_stage(self.session, uid, stage, DAY + timedelta(days=days), "因故")
        except ClimaFinError:
            return
        assert self.session.library.project(uid).stage is stage
        self.did(change.action_id)

    @rule(uid=projects, status=st.sampled_from(Status))
    def step(self, uid: str, status: Status) -> None:
        try:
            self.did(change_status(self.session, uid, status, "因故").action_id)
        except ClimaFinError:
            return

    @precondition(lambda self: self.before is not None)
    @rule()
    def take_back_the_last(self) -> None:
        assert self.before is not None
        action_id, standing = self.before
        change = undo(self.session, action_id)
        assert self.look() == standing
        self.did(change.action_id)

    @rule(action_id=st.integers(1, 40))
    def take_back_anything(self, action_id: int) -> None:
        try:
            self.did(undo(self.session, action_id).action_id)
        except ClimaFinError:
            return

    @rule()
    def close_and_open(self) -> None:
        self.session.library.close()
        self.session = open_library(self.home / "lib", "张敏", clock=CLOCK)

    @invariant()
    def what_failed_left_nothing(self) -> None:
        if hasattr(self, "session"):
            assert self.look() == self.known

    @invariant()
    def the_chain_is_whole(self) -> None:
        if hasattr(self, "session"):
            with self.session.library.connections.reading() as connection:
                assert chain.first_break(connection) is None
            assert check_library(self.session, NoProgress()).problems == ()

    @invariant()
    def the_stage_is_the_last_event(self) -> None:
        if not hasattr(self, "session"):
            return
        uids = self.session.library.uids(ProjectQuery())
        for uid, (stage, since) in zip(
            uids, self.session.library.rows(uids, [Column.STAGE, Column.STAGE_SINCE]), strict=True
        ):
            events = self.session.library.project(uid).stages
            assert (stage, since) == ((events[-1].stage, events[-1].on) if events else (None, None))


TestLibraryMachine = LibraryMachine.TestCase
TestLibraryMachine.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
