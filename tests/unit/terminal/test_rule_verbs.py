"""The verbs of rules in the terminal: JSON that stays, exit codes, four eyes, both languages."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from climafin.cli import main
from tests.unit.services.office_book import PACK, text

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Return a caller of the command that gives back exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "")

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--lang", "en", "--person", "Zhang"])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def plain(call: Call) -> Callable[..., object]:
    """Return a caller that succeeds and gives the JSON back."""

    def run(*words: str) -> object:
        code, out, said = call(*words, "--format", "json")
        assert code == 0, said
        return json.loads(out)

    return run


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., str]:
    """Return a writer of the rule book into a folder of its own."""

    def write(edition: int = 1, weight: int = 50) -> str:
        folder = tmp_path / f"edition-{edition}-{weight}"
        folder.mkdir()
        (folder / "pack.yaml").write_text(text(edition, weight), encoding="utf-8")
        return str(folder)

    return write


@pytest.fixture
def office(call: Call, plain: Callable[..., object], book: Callable[..., str]) -> Call:
    """Return a caller with a four-eyes library that has the rule book and three projects."""
    plain("new", "library")
    plain("library", "--mode", "four-eyes")
    plain("pack", "publish", book(), "--second", "Li", "--reason", "first year")
    for name, reduction in (("Alpha", "100"), ("Beta", "50"), ("Gamma", "20")):
        plain("register", f"name={name}", "sector=building", f"年减排量={reduction}", "efficiency=90", "penalties=[]")
    return call


def test_a_pack_is_looked_at_published_listed_shown_and_written(
    call: Call, plain: Callable[..., object], book: Callable[..., str], tmp_path: Path
):
    plain("new", "library")
    folder = book()
    looked = plain("pack", "import", folder)
    assert (looked["sound"], looked["pack"]["id"], looked["changes"]) == (True, PACK, [])
    assert PACK not in {entry["id"] for entry in plain("pack", "list")}, "looking keeps nothing"
    plain("library", "--mode", "four-eyes")
    for words in ((), ("--second", "Zhang")):
        code, _out, said = call("pack", "publish", folder, "--reason", "first year", *words)
        assert code == 4
        assert "second person" in said
    assert call("pack", "publish", folder, "--second", "Li")[0] == 1, "without a reason"
    plain("pack", "publish", folder, "--second", "Li", "--reason", "first year")
    assert call("pack", "publish", folder, "--second", "Li", "--reason", "again")[0] == 1, "the same edition"
    entry = next(entry for entry in plain("pack", "list") if entry["id"] == PACK)
    assert {
        key: entry[key] for key in ("edition", "origin", "in_force", "current", "published_by", "second_person")
    } == {
        "edition": 1,
        "origin": "published",
        "in_force": "2025-01-01",
        "current": True,
        "published_by": "Zhang",
        "second_person": "Li",
    }
    assert plain("pack", "show", PACK)["text"] == text()
    assert call("pack", "show", f"{PACK}@1")[1] == text()
    for words in (("show", f"{PACK}@9"), ("show", f"{PACK}@x"), ("show", "nosuch"), ("diff", PACK, "nosuch")):
        assert call("pack", *words)[0] == 2
    written = plain("pack", "export", PACK, "--out", "out.yaml")["file"]
    assert Path(written).read_text(encoding="utf-8") == text()


def test_a_pack_with_faults_is_told_and_not_published(call: Call, plain: Callable[..., object], tmp_path: Path):
    plain("new", "library")
    (tmp_path / "pack.yaml").write_text(text().replace("weight: 30", "weight: 31"), encoding="utf-8")
    code, out, _said = call("pack", "import", str(tmp_path), "--format", "json")
    assert code == 1
    assert json.loads(out)["sound"] is False
    assert call("pack", "check", str(tmp_path))[0] == 1
    assert call("pack", "publish", str(tmp_path), "--second", "Li", "--reason", "x")[0] == 1
    assert call("pack", "import", "nowhere")[0] == 2


def test_shipped_packs_need_no_library(call: Call):
    code, out, _said = call("pack", "list", "--format", "json")
    assert code == 0
    assert {entry["origin"] for entry in json.loads(out)} == {"shipped"}
    assert call("pack", "diff", "liangjiang-sample", "graded-guide-v3")[0] == 0
    assert call("pack", "list", "--library", "nowhere")[0] == 3


def test_two_editions_are_compared_and_their_effect_is_rehearsed(
    office: Call, plain: Callable[..., object], book: Callable[..., str]
):
    newer = book(2, 60)
    changes = plain("pack", "diff", PACK, newer)
    assert {(change["rule"], change["before"], change["after"]) for change in changes if change["rule"]} == {
        ("C1", "50", "60"),
        ("C3", "20", "10"),
    }
    assert all(change["can_change_answers"] for change in changes if change["rule"])
    effect = plain("pack", "impact", PACK, newer)
    assert effect["projects"] == 3
    moved = {move["name"]: move for move in effect["moved"]}
    assert set(moved) == {"Beta", "Gamma"}
    assert moved["Beta"]["before"]["score"]["low"] - moved["Beta"]["after"]["score"]["low"] == 5
    assert [cause["rule"] for cause in moved["Beta"]["causes"]] == ["C3", "C1"]
    assert "C3 -10" in office("pack", "impact", PACK, newer)[1]


def test_signed_lines_are_made_listed_and_withdrawn(office: Call, plain: Callable[..., object]):
    signed = ("--pack", PACK, "--reason", "seen", "--second", "Li")
    assert office("judge", "P-0001", "C2", "85.5", *signed)[0] == 1, "the rule book asks for evidence"
    assert office("judge", "P-0001", "C2", "85.5", "--pack", PACK, "--reason", "seen", "--evidence", "minutes")[0] == 4
    assert office("judge", "P-0001", "C2", "many", *signed)[0] == 2
    plain("judge", "P-0001", "C2", "85.5", "--evidence", "minutes", *signed)
    assert office("override", "P-0001", "grade", "plain", "--pack", PACK, "--reason", "x", "--second", "Zhang")[0] == 4
    plain("override", "P-0001", "grade", "plain", *signed)
    plain("override", "P-0002", "C3", "7.5", *signed)
    lines = plain("judge", "P-0001")
    assert [(line["line"], line["kind"], line["points"], line["answer"], line["counts"]) for line in lines] == [
        (1, "expert", 85.5, None, True),
        (2, "override", None, "plain", True),
    ]
    ranking = plain("assess", "--pack", PACK)["ranking"]
    alpha = next(one for one in ranking if one["number"] == "P-0001")
    assert alpha["score"] == {"low": 50 + 25.65 + 20, "high": 50 + 25.65 + 20}
    assert alpha["grade"]["low"]["en"] == "plain"
    told = plain("explain", "P-0001", "--pack", PACK)
    assert [line["target"] for line in told["overrides"]] == ["grade"]
    assert office("judge", "--withdraw", "2")[0] == 1, "without a reason"
    plain("judge", "--withdraw", "2", "--reason", "wrong project")
    assert office("judge", "--withdraw", "2", "--reason", "again")[0] == 4
    assert [line["counts"] for line in plain("judge", "P-0001")] == [True, False, False]
    assert office("judge")[0] == 2
    assert office("override", "P-0001", "grade")[0] == 2


def test_the_yearly_assessment_is_kept_beside_the_initial_one(office: Call, plain: Callable[..., object]):
    plain("assess", "--pack", PACK)
    yearly = plain("assess", "--pack", PACK, "--occasion", "yearly")
    assert (yearly["occasion"], yearly["assessed"]) == ("yearly", 3)
    assert plain("explain", "P-0001", "--pack", PACK, "--occasion", "initial")["occasion"] == "initial"
    assert plain("explain", "P-0001", "--pack", PACK)["occasion"] == "yearly"
    assert plain("check")["healthy"]


def test_a_limit_left_to_the_office_is_set_and_taken_back(office: Call, plain: Callable[..., object]):
    (limit,) = plain("parameter", "--pack", PACK)
    assert (limit["limit"], limit["value"], limit["unit"]) == ("下限", None, "tCO2e/a")
    paper = ("--pack", PACK, "--source", "Notice 1")
    assert office("parameter", "下限", "60", *paper)[0] == 4
    assert office("parameter", "下限", "60", "--pack", PACK, "--second", "Li")[0] == 1
    assert office("parameter", "下限", "sixty", *paper, "--second", "Li")[0] == 2
    assert office("parameter", "下限", *paper, "--second", "Li")[0] == 2
    plain("parameter", "下限", "60", *paper, "--second", "Li")
    (limit,) = plain("parameter", "--pack", PACK)
    assert (limit["value"], limit["source"], limit["person"], limit["second_person"]) == (60, "Notice 1", "Zhang", "Li")
    plain("parameter", "下限", "--clear", *paper, "--second", "Li")
    assert plain("parameter", "--pack", PACK)[0]["value"] is None


def test_values_are_frozen_under_a_label(office: Call, plain: Callable[..., object]):
    assert office("freeze", "--pack", PACK)[0] == 2
    assert office("freeze", "--pack", PACK, "--as-of", "2999-01-01", "--label", "x")[0] == 1
    assert plain("freeze", "--pack", PACK, "--as-of", "2025-12-31", "--label", "2025")["action"]
    assert office("freeze", "--pack", "liangjiang-sample", "--label", "x")[0] == 2


def test_a_robustness_run_is_printed_kept_and_shown_again(office: Call, plain: Callable[..., object]):
    run = plain("robustness", "--pack", PACK, "--draws", "40", "--seed", "0", "--top", "1", "--spread", "50")
    assert (run["draws"], run["seed"], run["generator"], run["kind"], run["spread"]) == (40, 0, "PCG64", "around", 50)
    assert [project["number"] for project in run["projects"]] == ["P-0001", "P-0002", "P-0003"]
    assert run["projects"][0]["top_share"] == 1.0
    assert [weight["rule"] for weight in run["weights"]] == ["C1", "C2", "C3"]
    assert plain("robustness", "--pack", PACK, "--last") == run
    for table, head in (("ranks", "5–95 % of draws"), ("weights", "Effective weight"), ("swaps", "Swap at")):
        assert head in office("robustness", "--pack", PACK, "--last", "--show", table)[1]
    assert office("robustness", "--last")[0] == 2, "none of the usual pack was kept"
    assert office("robustness", "--pack", PACK, "--spread", "101")[0] == 1
    assert office("robustness", "--pack", PACK, "--seed", "-1")[0] == 2


def test_what_a_pack_asks_is_typed_and_shown(office: Call, plain: Callable[..., object]):
    plain(
        "set", "P-0001", '处罚记录=[{"处罚日期": "2026-01-05", "罚款": "60万"}]', "系统效率=88.5", "--source", "report"
    )
    values = plain("show", "P-0001")["values"]
    assert values["penalties"] == [{"on": "2026-01-05", "fine": 60_000_000}]
    assert values["efficiency"] == 88.5
    shown = office("show", "P-0001")[1]
    assert "[Asked by rule packs]" in shown
    assert "System efficiency: 88.50%  [report]" in shown
    assert office("set", "P-0001", "penalties=none of these")[0] == 1
    plain("set", "P-0001", "penalties=[]")
    assert plain("show", "P-0001")["values"]["penalties"] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "words",
    [
        ("pack",),
        *(("pack", verb) for verb in ("list", "check", "show", "diff", "impact", "export", "import", "publish")),
    ]
    + [(verb,) for verb in ("robustness", "judge", "override", "parameter", "freeze")],
    ids=" ".join,
)
def test_every_verb_explains_itself_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], language: str
):
    printed = io.StringIO()
    monkeypatch.setattr(sys, "stdout", printed)
    monkeypatch.setenv("LANGUAGE", "")
    assert main([*words, "--help", "--lang", language]) == 0
    said = printed.getvalue()
    assert ("用法" in said) is (language == "zh")
    assert not (language == "zh" and any(word in said for word in (" the ", " and ")))
