"""Printing dossiers: every file whole and logged, or not there; a preview leaves no trace."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, Cancelled, DataProblem, Refused
from climafin.base.messages import Message
from climafin.services.dossiers import look_at_paper, page_images, preview_dossier, print_dossiers
from climafin.services.libraries import create_library, open_library
from climafin.services.projects import register_project
from climafin.services.session import Session
from tests.dossiers.cases import FULL_VALUES, NOTES, assessed

CLOCK = FixedClock(datetime(2026, 11, 20, 3, 0, tzinfo=UTC))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with create_library(tmp_path / "library", "李四", title="两江项目库", clock=CLOCK) as made:
        yield made


@pytest.fixture
def uids(session: Session) -> list[str]:
    kept = [register_project(session, FULL_VALUES, NOTES)[1]]
    kept += [register_project(session, {"name": f"项目{number}"})[1] for number in (2, 3)]
    with session.library.action("assess") as action:
        action.save_assessment(kept[0], assessed())
    return kept


class StopsAt:
    """A user who cancels at the n-th step."""

    def __init__(self, step: int) -> None:
        self.steps: list[tuple[int, int]] = []
        self._step = step

    def step(self, done: int, total: int, doing: Message) -> None:
        self.steps.append((done, total))
        if len(self.steps) == self._step:
            raise Cancelled(doing)


def test_a_batch_prints_one_logged_file_for_each_project(session: Session, uids: list[str], tmp_path: Path):
    watcher = StopsAt(99)
    printed = print_dossiers(session, uids, tmp_path / "out", progress=watcher)
    assert [dossier.uid for dossier in printed] == uids
    assert watcher.steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    for dossier in printed:
        assert len(look_at_paper(dossier.path.read_bytes()).sizes) == dossier.pages
        (record,) = session.library.prints(dossier.uid)
        assert (record.dossier_number, record.version, record.digest) == (dossier.number, 1, dossier.digest)
        assert (record.person, record.length, record.language) == ("李四", "standard", "zh")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(d.path.name for d in printed)
    assert printed[0].gaps == 0
    assert printed[1].gaps > 60


def test_versions_count_up_and_a_print_that_says_the_same_names_the_earlier_one(
    session: Session, uids: list[str], tmp_path: Path
):
    (first,) = print_dossiers(session, uids[1:2], tmp_path, length="summary")
    (second,) = print_dossiers(session, uids[1:2], tmp_path, length="summary")
    assert (first.version, second.version) == (1, 2)
    assert first.digest == second.digest
    assert first.printed_before is None
    assert second.printed_before is not None
    assert second.printed_before.version == 1
    assert first.path != second.path


def test_cancelling_keeps_what_was_finished_and_leaves_no_half_file(session: Session, uids: list[str], tmp_path: Path):
    with pytest.raises(Cancelled) as cancelled:
        print_dossiers(session, uids, tmp_path / "out", progress=StopsAt(2))
    assert cancelled.value.told.values["done"] == 1
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert [len(session.library.prints(uid)) for uid in uids] == [1, 0, 0]


def test_cancelling_when_all_is_printed_comes_too_late(session: Session, uids: list[str], tmp_path: Path):
    printed = print_dossiers(session, uids[1:], tmp_path, length="summary", progress=StopsAt(3))
    assert len(printed) == 2


def test_a_folder_that_cannot_be_written_to_is_told_and_nothing_is_logged(
    session: Session, uids: list[str], tmp_path: Path
):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(DataProblem, match="cannot be written"):
        print_dossiers(session, uids[:1], blocked)
    assert session.library.prints(uids[0]) == []


def test_a_log_that_cannot_be_kept_leaves_no_file(
    session: Session, uids: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from climafin.store.writing import Action  # noqa: PLC0415

    def fails(*_given: object) -> None:
        raise Refused(Message("disk full"))

    monkeypatch.setattr(Action, "log_print", fails)
    with pytest.raises(Refused):
        print_dossiers(session, uids[:1], tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    assert session.library.prints(uids[0]) == []


def test_a_preview_is_what_would_be_printed_and_is_not_logged(session: Session, uids: list[str], tmp_path: Path):
    preview = preview_dossier(session, uids[0], length="summary", language="both")
    assert session.library.prints(uids[0]) == []
    (printed,) = print_dossiers(session, uids[:1], tmp_path, length="summary", language="both")
    assert printed.path.read_bytes() == preview


def test_pages_come_as_pictures_of_the_size_asked_for(session: Session, uids: list[str]):
    preview = preview_dossier(session, uids[1], length="summary")
    (first, second) = page_images(preview, pages=(0, 1), dpi=36)
    for width, height, rows in (first, second):
        assert (width, height) == (298, 421)
        assert len(rows) == width * height * 4
    assert first[2] != second[2]
    assert len(page_images(preview, dpi=18)) == len(look_at_paper(preview).sizes)


def test_a_read_only_library_can_be_previewed_but_not_printed(session: Session, uids: list[str], tmp_path: Path):
    with open_library(session.library.folder, "王五", read_only=True, clock=CLOCK) as reader:
        with pytest.raises(Refused, match="preview"):
            print_dossiers(reader, uids[:1], tmp_path / "out")
        assert preview_dossier(reader, uids[0], length="summary").startswith(b"%PDF")
    assert not (tmp_path / "out").exists()


def test_a_length_that_is_not_offered_is_refused_before_anything_is_written(
    session: Session, uids: list[str], tmp_path: Path
):
    with pytest.raises(CallProblem, match="summary or standard"):
        print_dossiers(session, uids, tmp_path / "out", length="full")
    assert not (tmp_path / "out").exists()


def test_an_unknown_project_is_a_wrong_call(session: Session, tmp_path: Path):
    with pytest.raises(CallProblem):
        print_dossiers(session, ["nobody"], tmp_path)


@pytest.mark.parametrize("name", ['甲/乙:丙*?"<>|', "名称. ", "长" * 120, "..", "CON"])
def test_every_project_name_makes_a_file_name_that_every_system_takes(session: Session, name: str, tmp_path: Path):
    _change, uid = register_project(session, {"name": name})
    (printed,) = print_dossiers(session, [uid], tmp_path / "out", length="summary")
    assert printed.path.exists()
    assert not set('<>:"/\\|?*') & set(printed.path.name)
    assert len(printed.path.name.encode()) < 250


def test_a_file_of_somebody_else_is_not_overwritten(session: Session, uids: list[str], tmp_path: Path):
    (printed,) = print_dossiers(session, uids[1:2], tmp_path / "a", length="summary")
    taken = tmp_path / "b" / printed.path.name.replace("-1 ", "-2 ")
    taken.parent.mkdir()
    taken.write_text("other", encoding="utf-8")
    (again,) = print_dossiers(session, uids[1:2], tmp_path / "b", length="summary")
    assert taken.read_text(encoding="utf-8") == "other"
    assert again.path.name.endswith("(2).pdf")


def test_characters_without_a_glyph_are_warned_about_with_their_field(session: Session, tmp_path: Path):
    _change, uid = register_project(session, {"name": "张𡒉工程", "owner_name": "甲"})
    (printed,) = print_dossiers(session, [uid], tmp_path, length="summary")
    (warning,) = printed.warnings
    assert warning.values["code"] == "U+21489"
    assert warning.values["where"].zh == "项目名称"  # type: ignore[attr-defined]
