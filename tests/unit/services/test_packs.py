"""Packs of an office: published by two persons, kept byte for byte, each edition usable for ever."""

import threading
from datetime import date
from pathlib import Path

import pytest

from climafin.base.clock import Clock, FixedClock
from climafin.base.errors import CallProblem, ClimaFinError, DataProblem, Refused
from climafin.base.progress import NoProgress
from climafin.domain.change import Kind
from climafin.rules.packs import PackProblem
from climafin.services.assessments import assess_projects, default_pack_id, explain, packs
from climafin.services.history import project_history
from climafin.services.libraries import change_library, check_library, open_library
from climafin.services.pack_choice import PackText, chosen_pack, current_pack
from climafin.services.packs import (
    Origin,
    export_pack,
    import_pack,
    known_packs,
    looked_at,
    pack_text,
    publish_pack,
)
from climafin.services.projects import register_project, undo
from climafin.services.rehearsals import rehearse_packs
from climafin.services.session import Session
from tests.unit.services.office_book import PACK, project, published, text


@pytest.fixture
def four_eyes(session: Session) -> Session:
    change_library(session, single_user=False)
    return session


def test_a_published_edition_is_known_and_counts(four_eyes: Session):
    change = publish_pack(four_eyes, text(), second_person="李核", reason="试行一年")
    assert change.kinds == {Kind.RULES}
    entry = next(one for one in known_packs(four_eyes) if one.stamp.pack_id == PACK)
    assert (entry.origin, entry.published_by, entry.second_person, entry.reason, entry.is_current) == (
        Origin.PUBLISHED,
        "张敏",
        "李核",
        "试行一年",
        True,
    )
    assert entry.published_at == four_eyes.clock.now()
    assert packs(four_eyes)[-1].pack_id == PACK
    assert packs()[0].pack_id == default_pack_id(), "without a library the shipped ones"
    assert PACK not in {stamp.pack_id for stamp in packs()}
    assert pack_text(four_eyes, PACK) == text()
    assert check_library(four_eyes, NoProgress()).problems == ()


@pytest.mark.parametrize("second", ["", "  ", "张敏", " 张敏 ", "张敏\u3000"])
def test_four_eyes_nobody_publishes_alone(four_eyes: Session, second: str):
    with pytest.raises(Refused) as refused:
        publish_pack(four_eyes, text(), second_person=second, reason="试行")
    assert refused.value.exit_code == 4
    assert four_eyes.library.rules.editions() == []


def test_in_a_single_user_library_one_person_publishes(session: Session):
    publish_pack(session, text(), second_person="", reason="试行")
    assert current_pack(session, PACK).stamp.edition == 1


def test_a_reason_a_sound_pack_and_a_higher_edition_are_needed(session: Session):
    with pytest.raises(DataProblem, match="reason"):
        publish_pack(session, text(), second_person="李核", reason=" ")
    with pytest.raises(PackProblem):
        publish_pack(session, text().replace("grade: plain}", "grade: good}"), second_person="李核", reason="试行")
    published(session, 2)
    for number in (1, 2):
        with pytest.raises(DataProblem, match="higher number"):
            published(session, number)
    published(session, 3)
    assert [one.edition for one in session.library.rules.editions()] == [2, 3]


def test_a_shipped_pack_is_followed_by_an_edition_of_its_own(session: Session):
    shipped = pack_text(session, default_pack_id())
    with pytest.raises(DataProblem, match="higher number"):
        publish_pack(session, shipped, second_person="李核", reason="试行")
    edition = current_pack(session).stamp.edition
    newer = shipped.replace(f"\nedition: {edition}\n", f"\nedition: {edition + 1}\n", 1)
    assert newer != shipped
    publish_pack(session, newer, second_person="李核", reason="试行")
    assert current_pack(session).stamp.edition == edition + 1
    assert chosen_pack(session, f"{default_pack_id()}@{edition}").stamp.edition == edition
    with pytest.raises(CallProblem, match="no edition"):
        chosen_pack(session, f"{default_pack_id()}@77")


def test_of_two_who_publish_the_same_edition_at_once_one_is_refused(session: Session):
    told: list[ClimaFinError | None] = []
    start = threading.Barrier(2)

    def publish(weight: int) -> None:
        start.wait()
        try:
            published(session, 1, weight)
            told.append(None)
        except ClimaFinError as error:
            told.append(error)

    threads = [threading.Thread(target=publish, args=(weight,)) for weight in (40, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in told) == ["DataProblem", "NoneType"]
    assert len(session.library.rules.editions()) == 1
    assert check_library(session, NoProgress()).problems == ()


def test_two_packs_may_not_ask_the_same_key_otherwise(session: Session):
    published(session)
    other = text().replace("pack: office", "pack: other")
    publish_pack(session, other, second_person="李核", reason="同样的问法")
    asked_otherwise = other.replace("pack: other", "pack: third").replace(
        "efficiency: {zh: 系统效率, en: System efficiency, kind: percent}",
        "efficiency: {zh: 系统效率, en: System efficiency, kind: number, unit: '%'}",
    )
    with pytest.raises(DataProblem) as refused:
        publish_pack(session, asked_otherwise, second_person="李核", reason="另一种问法")
    assert refused.value.told.values["key"] == "efficiency"


def test_earlier_editions_stay_and_answer_as_before(session: Session):
    published(session, 1, 50)
    project(session, "甲", 100.0)
    uid = project(session, "乙", 50.0)
    assess_projects(session, pack_id=PACK)
    first = explain(session, uid, PACK)
    published(session, 2, 60)
    assess_projects(session, pack_id=PACK)
    second = explain(session, uid, PACK)
    assess_projects(session, pack_id=f"{PACK}@1")
    again = explain(session, uid, PACK)
    assert (first.pack.edition, second.pack.edition, again.pack) == (1, 2, first.pack)
    assert first.total_low != second.total_low
    assert (again.total_low, again.facts_digest) == (first.total_low, first.facts_digest)
    assert pack_text(session, PACK, 1) == text(1, 50)


def test_the_edition_in_force_on_the_day_is_taken(session: Session):
    published(session, 1)
    later = text(2).replace("from: 2025-01-01", "from: 2027-01-01").replace("as_of: 2026-", "as_of: 2027-")
    publish_pack(session, later, second_person="李核", reason="明年起")
    assert current_pack(session, PACK, date(2026, 11, 20)).stamp.edition == 1
    assert current_pack(session, PACK, date(2027, 1, 1)).stamp.edition == 2
    assert [one.is_current for one in known_packs(session) if one.stamp.pack_id == PACK] == [False, True]


def test_what_was_assessed_by_a_shipped_edition_keeps_its_bytes(session: Session, tmp_path: Path):
    register_project(session, {"name": "甲"})
    assess_projects(session)
    (kept,) = session.library.rules.editions()
    assert (kept.origin, kept.digest) == (Origin.SHIPPED, current_pack(session).stamp.digest)
    assert [entry.origin for entry in known_packs(session)].count(Origin.PUBLISHED) == 0
    written = export_pack(session, default_pack_id(), kept.edition, tmp_path / "out")
    assert written.read_bytes() == kept.content


def test_a_pack_goes_out_and_comes_in_byte_for_byte(session: Session, tmp_path: Path):
    windows = text().replace("\n", "\r\n")
    publish_pack(session, windows, second_person="李核", reason="试行")
    folder = export_pack(session, PACK, None, tmp_path / "out")
    assert folder == tmp_path / "out" / "pack.yaml"
    assert folder.read_bytes() == windows.encode()
    file = export_pack(session, PACK, 1, tmp_path / "one.yaml")
    draft = import_pack(session, file)
    assert (draft.problem, draft.changes) == (None, ())
    assert draft.stamp is not None
    assert draft.stamp.digest == current_pack(session, PACK).stamp.digest


def test_lists_in_files_of_their_own_go_with_the_pack(session: Session, tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    gate = (
        "{id: G0, title: {zh: 不在黑名单, en: Not listed}, kind: exclusion, test: 非 (业主 属于 黑名单), source: S 7}"
    )
    names = "lists:\n  黑名单: {title: {zh: 黑名单, en: Black list}, source: S 7, file: names.txt}\n"
    listed = (
        text().replace("gates:\n", f"{names}gates:\n  - {gate}\n").replace("系统效率: 90}", "系统效率: 90, 业主: 丙}")
    )
    (folder / "pack.yaml").write_text(listed, encoding="utf-8")
    (folder / "names.txt").write_text("甲公司\n乙公司\n", encoding="utf-8")
    (folder / "more.txt").write_text("not of the pack\n", encoding="utf-8")
    draft = import_pack(session, folder)
    assert draft.problem is None
    publish_pack(session, draft.source, second_person="李核", reason="名单")
    (edition,) = session.library.rules.editions()
    assert set(edition.beside) == {"names.txt"}
    with pytest.raises(CallProblem, match="folder"):
        export_pack(session, PACK, 1, tmp_path / "one.yaml")
    export_pack(session, PACK, 1, tmp_path / "out")
    assert (tmp_path / "out" / "names.txt").read_bytes() == (folder / "names.txt").read_bytes()
    again = import_pack(session, tmp_path / "out")
    assert again.stamp is not None
    assert again.stamp.digest == edition.digest
    uid = project(session, "甲", 100.0, owner_name="乙公司")
    assess_projects(session, pack_id=PACK)
    assert explain(session, uid, PACK).verdict == "refused"


def test_a_draft_tells_faults_and_what_differs(session: Session, tmp_path: Path):
    published(session)
    draft = looked_at(session, PackText(text(2, 60)))
    assert {(change.rule_id, change.path[-1]) for change in draft.changes if change.rule_id} == {
        ("C1", "weight"),
        ("C3", "weight"),
    }
    broken = looked_at(session, PackText("pack: office\n"))
    assert broken.problem is not None
    assert broken.stamp is None
    (tmp_path / "pack.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CallProblem):
        import_pack(session, tmp_path)
    assert len(session.library.rules.editions()) == 1, "looking at a pack keeps nothing"


def test_a_rehearsal_says_who_moves_and_keeps_nothing(session: Session):
    published(session)
    best, other = project(session, "甲", 100.0), project(session, "乙", 50.0)
    heavy = ({"on": date(2026, 1, 1), "fine": 60_000_000},)
    fined = project(session, "丙", 10.0, penalties=heavy)
    entries = session.library.chain_head().count
    found = rehearse_packs(session, PACK, PackText(text(2, 60)))
    assert {move.uid: move.changes_score for move in found.moves} == {best: False, other: True, fined: True}
    causes = {cause.rule_id: cause.points for cause in next(m for m in found.moves if m.uid == other).causes}
    assert causes == {"C1": 500, "C3": -1_000}
    assert next(m for m in found.moves if m.uid == fined).after.rank is None
    assert session.library.chain_head().count == entries


def test_a_published_edition_stays_on_record_and_in_the_history(session: Session):
    change = publish_pack(session, text(), second_person="李核", reason="试行")
    with pytest.raises(Refused, match="stay on record"):
        undo(session, change.action_id)
    line = project_history(session, None)[0]
    assert line.told.values["persons"] == ("张敏", "李核")
    assert line.reason == "试行"


def test_a_library_opened_again_has_its_editions(session: Session, clock: FixedClock):
    published(session)
    folder = session.library.folder
    session.close()
    with open_library(folder, "王强", clock=clock) as again:
        assert current_pack(again, PACK).stamp.edition == 1
    with open_library(folder, "王强", clock=Clock(), read_only=True) as reader:
        assert pack_text(reader, PACK) == text()
