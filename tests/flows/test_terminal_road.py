"""The whole road in the terminal: workbook in, mended, scored, moved, printed, kept safe."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from climafin.base.clock import Clock
from climafin.base.paths import resource
from climafin.cli import main
from climafin.domain.codes import credit_check_character
from climafin.services.libraries import open_library
from tests.flows.terminal import Terminal

WORKBOOK = resource("samples", "district-workbook.xlsx")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Return a terminal that has never been used."""
    (tmp_path / "home").mkdir()
    return Terminal(tmp_path / "home")


def credit_code(body: str) -> str:
    return body + credit_check_character(body)


def mend(workbook: Path) -> None:
    """Do what the sender does with the workbook that came back: write right codes into the tinted cells."""
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        if row[2].value == "果园港港机电动化改造（一期）":
            row[4].value = credit_code("91500000MA5XU0006")
        if row[2].value == "江北嘴数据机房液冷改造项目":
            row[4].value = credit_code("91500000MA5XU0008")
    book.save(workbook)


def test_from_a_districts_workbook_to_a_lenders_dossier(terminal: Terminal, tmp_path: Path):
    made = terminal.json("new", tmp_path / "library", "--sample")
    assert made["practice"]
    assert made["projects"] >= 60
    take_in(terminal, tmp_path / "back.xlsx", made["projects"])
    (crane,) = terminal.json("list", "--search", "港机电动化", "--columns", "number,name")
    mend_by_hand(terminal, crane["number"])
    first = assess_and_ask_why(terminal, crane["number"])
    move_on(terminal, crane["number"])
    print_for_a_lender(terminal, [first, crane["number"]], tmp_path / "papers")
    history = terminal.json("history", crane["number"])
    assert {"import", "edit", "assess", "stage"} <= {entry["verb"] for entry in history}
    assert [entry["person"] for entry in history if entry["verb"] == "stage"] == ["王敏"]
    assert terminal.json("check")["healthy"]


def take_in(terminal: Terminal, back: Path, before: int) -> None:
    """Look first, take the good rows, get the others back, take them mended."""
    looked = terminal.run("import", WORKBOOK, "--dry-run", "--format", "json")
    assert looked.code == 1
    assert looked.plain["rows"] == {"new": 11, "changed": 0, "same": 0, "doubtful": 1, "wrong": 2}
    assert len(terminal.json("list")) == before, "nothing is written by looking"
    taken = terminal.run("import", WORKBOOK, "--report", back, "--format", "json")
    assert taken.code == 1
    assert (taken.plain["taken"], taken.plain["refused"], taken.plain["skipped"]) == (11, 2, 1)
    assert {problem["field"] for problem in taken.plain["problems"] if problem["field"]} == {"owner_credit_code"}
    mend(back)
    again = terminal.run("import", back, "--format", "json")
    assert (again.code, again.plain["taken"]) == (1, 2), again.said
    assert [problem["kind"] for problem in again.plain["problems"]] == ["doubtful"]
    assert len(terminal.json("list")) == before + 13


def mend_by_hand(terminal: Terminal, number: str) -> None:
    edited = terminal.run("set", number, "资本金=0.25亿", "capacity=", "--source", "备案证", "--page", "2")
    assert edited.code == 0
    assert "2,500.00" in edited.said, "what was understood is told"
    shown = terminal.json("show", number)
    assert shown["values"]["capital"] == 2500 * 1_000_000
    assert shown["notes"]["capital"]["source"] == "备案证"


def assess_and_ask_why(terminal: Terminal, number: str) -> str:
    assessed = terminal.json("assess")
    assert assessed["verdicts"]["eligible"] > 10
    ranks = [one["rank"] for one in assessed["ranking"] if one["rank"] is not None]
    assert ranks == sorted(ranks)
    assert ranks[0] == 1
    first = assessed["ranking"][0]
    why = terminal.json("explain", first["number"])
    assert (why["verdict"], why["score"]) == ("eligible", first["score"])
    assert all(criterion["source"]["document"] for criterion in why["criteria"])
    why = terminal.json("explain", number)
    assert why["missing"], "unknown facts are named"
    assert why["score"]["low"] < why["score"]["high"], "unknown is neither zero nor failed"
    return str(first["number"])


def move_on(terminal: Terminal, number: str) -> None:
    moved = terminal.run("stage", number, "建设", "--on", "2026-11-01", "--person", "王敏")
    assert moved.code == 0, moved.said
    stages = {one["stage"]: one for one in terminal.json("pipeline")["stages"]}
    assert number in [card["number"] for card in stages["building"]["projects"]]


def print_for_a_lender(terminal: Terminal, numbers: list[str], papers: Path) -> None:
    printed = terminal.json("dossier", *numbers, "--out", papers, "--language", "both")
    assert [one["project"] for one in printed] == numbers
    assert all(Path(one["file"]).read_bytes().startswith(b"%PDF") and one["pages"] > 3 for one in printed)
    assert printed[1]["gaps"] > 0, "what is missing is told to the lender"


def test_a_backup_brings_back_what_was(terminal: Terminal, tmp_path: Path):
    library = tmp_path / "library"
    terminal.json("new", library)
    terminal.json("register", "name=甲项目", "总投资=1200万", "district=水土")
    backup = terminal.json("backup")["backup"]
    terminal.json("register", "name=乙项目")
    assert [one["name"] for one in terminal.json("list")] == ["甲项目", "乙项目"]
    restored = terminal.json("restore", backup)
    assert Path(restored["set_aside"]).exists()
    assert [one["name"] for one in terminal.json("list")] == ["甲项目"]
    assert terminal.json("check")["healthy"]


def test_tables_go_out_and_come_back(terminal: Terminal, tmp_path: Path):
    terminal.json("new", tmp_path / "library", "--sample")
    assert terminal.run("template", tmp_path / "template.xlsx").code == 0
    for ending in ("xlsx", "csv", "json"):
        target = tmp_path / f"all.{ending}"
        count = terminal.json("export", target)["projects"]
        assert count >= 60
        assert target.stat().st_size > 1000
    again = terminal.run("import", tmp_path / "all.xlsx", "--dry-run", "--format", "json")
    assert again.plain["rows"]["new"] == 0, "what was exported is known"


def test_a_machine_that_works_says_so(terminal: Terminal):
    answer = terminal.run("selftest")
    assert answer.code == 0, answer.out


def test_the_second_writer_is_told_who_the_first_is(terminal: Terminal, tmp_path: Path):
    library = tmp_path / "library"
    terminal.json("new", library)
    with open_library(library, "李雷", clock=Clock()):
        refused = terminal.run("register", "name=甲")
        assert refused.code == 4
        assert "李雷" in refused.said
        assert terminal.run("list").code == 0, "looking disturbs nobody"
    assert terminal.run("register", "name=甲").code == 0


def test_two_people_admit_where_four_eyes_are_asked_for(terminal: Terminal, tmp_path: Path):
    terminal.json("new", tmp_path / "library", "--sample")
    assert terminal.run("library", "--mode", "four-eyes").code == 0
    drafts = terminal.json("list", "--status", "submitted")
    number = next(one["number"] for one in drafts)
    terminal.run("set", number, "remarks=x", "--person", "王敏")
    refused = terminal.run("status", number, "入库", "--person", "王敏")
    assert refused.code in (1, 4)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("frobnicate",), 2),
        (("show",), 2),
        (("show", "P-9999"), 2),
        (("set", "P-0001", "nosuch=1"), 2),
        (("set", "P-0001", "name"), 2),
        (("set", "P-0001", "总投资=许多"), 1),
        (("stage", "P-0001", "飞升"), 2),
        (("stage", "P-0001", "开工", "--on", "31.11.2026"), 2),
        (("stage", "P-0001", "开工", "--on", "2999-01-01"), 1),
        (("status", "P-0001", "nowhere"), 2),
        (("status", "P-0001", "出库"), 1),
        (("list", "--where", "总投资 >"), 2),
        (("list", "--columns", "nosuch"), 2),
        (("assess", "--pack", "nosuch"), 2),
        (("explain", "P-0001"), 2),
        (("pack", "check", "nosuch"), 2),
        (("import", "nosuch.xlsx"), 2),
        (("import", "settings.json"), 1),
        (("restore", "settings.json"), 3),
        (("template", "x.txt"), 2),
        (("export", "x.txt"), 2),
        (("history", "--limit", "0"), 2),
        (("list", "--library", "nowhere"), 3),
        (("list", "--lang", "fr"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_wrong_call_gets_a_sentence_in_both_languages_and_its_exit_code(
    shared: Terminal,
    words: tuple[str, ...],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setenv("CLIMAFIN_HOME", str(shared.home))
    monkeypatch.chdir(shared.home)
    monkeypatch.setenv("LANGUAGE", "")
    said = []
    for language in ("en", "zh"):
        assert main([*words, *(() if "--lang" in words else ("--lang", language))]) == code
        said.append(capsys.readouterr().err)
    assert all(said)
    assert "--lang" in words or said[0] != said[1]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Return a terminal with a library of one project that no wrong call may change."""
    home = tmp_path_factory.mktemp("shared")
    terminal = Terminal(home)
    terminal.json("new", home / "library")
    terminal.json("register", "name=甲项目")
    return terminal


def test_wrong_calls_change_nothing(shared: Terminal):
    assert [one["name"] for one in shared.json("list")] == ["甲项目"]
    assert len({entry["action"] for entry in shared.json("history")}) == 2


def test_without_a_library_the_next_step_is_named(terminal: Terminal):
    answer = terminal.run("list")
    assert answer.code == 2
    assert "climafin new" in answer.said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_is_there_in_both_languages(terminal: Terminal, language: str):
    answer = terminal.run("--help", "--lang", language)
    assert answer.code == 0
    assert ("用法" if language == "zh" else "usage") in answer.out
    assert ("出具授信材料" if language == "zh" else "print dossiers") in answer.out


def test_a_reader_that_leaves_early_is_no_failure(terminal: Terminal, tmp_path: Path):
    terminal.json("new", tmp_path / "library", "--sample")
    command = [sys.executable, "-m", "climafin", "list", "--format", "json"]
    environment = {**os.environ, "CLIMAFIN_HOME": str(terminal.home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")
