"""Drafts: copies to work on; what they were copied from is never changed."""

from pathlib import Path

import pytest

from climafin.base.clock import FixedClock
from climafin.base.errors import CallProblem, Refused
from climafin.base.paths import shipped_packs
from climafin.services import drafts, packs
from climafin.services.libraries import open_library
from climafin.services.session import Session
from climafin.services.workbench import check_text, value_at

FILE = shipped_packs() / "liangjiang-sample" / "pack.yaml"
SHIPPED = int(value_at(FILE.read_text(encoding="utf-8"), ("edition",)))


def test_a_shipped_pack_is_opened_as_a_copy_with_the_next_edition(session: Session):
    before = FILE.read_bytes()
    draft = drafts.copy_to_draft(session, "liangjiang-sample")
    drafts.keep_draft(session, draft.name, draft.text.replace("weight: 40", "weight: 41"))
    assert FILE.read_bytes() == before
    assert int(value_at(draft.text, ("edition",))) == SHIPPED + 1
    assert check_text(draft.text).is_sound
    assert drafts.read_draft(session, draft.name).basis == packs.pack_text(session, "liangjiang-sample")


def test_drafts_stay_when_the_library_is_opened_again(session: Session, clock: FixedClock):
    draft = drafts.new_draft(session)
    drafts.keep_draft(session, draft.name, draft.text + "# 记\n")
    folder = session.info.folder
    session.close()
    with open_library(folder, "张敏", clock=clock) as again:
        assert [head.name for head in drafts.drafts(again)] == [draft.name]
        assert drafts.read_draft(again, draft.name).text.endswith("# 记\n")


def test_a_new_pack_is_sound_from_the_start(session: Session):
    assert check_text(drafts.new_draft(session).text).is_sound


def test_two_copies_have_names_of_their_own(session: Session):
    names = [drafts.copy_to_draft(session, "liangjiang-sample").name for _turn in range(3)]
    assert len(set(names)) == 3
    drafts.drop_draft(session, names[1])
    assert {head.name for head in drafts.drafts(session)} == {names[0], names[2]}


def test_who_only_reads_keeps_no_draft(session: Session, clock: FixedClock):
    name = drafts.new_draft(session).name
    with open_library(session.info.folder, "李强", read_only=True, clock=clock) as reader:
        assert drafts.read_draft(reader, name).text
        with pytest.raises(Refused):
            drafts.keep_draft(reader, name, "pack: x")
        with pytest.raises(Refused):
            drafts.copy_to_draft(reader, "liangjiang-sample")


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "", "none"])
def test_a_name_leads_nowhere_else(session: Session, name: str):
    with pytest.raises(CallProblem):
        drafts.read_draft(session, name)


def test_a_draft_is_published_and_the_shipped_edition_stays(session: Session, tmp_path: Path):
    draft = drafts.copy_to_draft(session, "liangjiang-sample")
    packs.publish_pack(session, packs.PackText(draft.text, draft.beside), second_person="李强", reason="试行")
    editions = [
        entry.stamp.edition for entry in packs.known_packs(session) if entry.stamp.pack_id == "liangjiang-sample"
    ]
    assert editions == [SHIPPED + 1, SHIPPED]
    drafts.write_out(draft.text, tmp_path / "out.yaml")
    taken = packs.import_pack(session, tmp_path / "out.yaml")
    assert taken.problem is None
