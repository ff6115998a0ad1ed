"""The terminal where something around it is wrong: the user still hears one sentence, and nothing is lost."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from climafin.cli import main

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command in this process, with a home of its own."""
    monkeypatch.setenv("CLIMAFIN_HOME", str(tmp_path / "家 home"))
    monkeypatch.setenv("LANGUAGE", "en")
    return lambda *words: main([str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a library with one project."""
    made = tmp_path / "项 目 库"
    assert run("new", made) == 0
    assert run("register", "name=甲", "district=两江新区") == 0
    capsys.readouterr()
    return made


def test_settings_that_cannot_be_kept_stop_nothing(
    folder: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "a file").touch()
    monkeypatch.setenv("CLIMAFIN_HOME", str(tmp_path / "a file"))
    assert run("list", "--library", folder, "--lang", "zh") == 0
    out, said = capsys.readouterr()
    assert "甲" in out
    assert "无法记住最近打开的项目库" in said
    assert run("new", tmp_path / "another", "--lang", "en") == 0


def test_a_lock_that_cannot_be_written_is_told_and_given_back(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
):
    (folder / ".library.lock.json.part").mkdir()
    assert run("register", "name=乙", "--library", folder, "--lang", "zh") == 3
    assert "不能写入：这是文件夹，不是文件。未做任何改动" in capsys.readouterr().err
    (folder / ".library.lock.json.part").rmdir()
    assert run("register", "name=乙", "--library", folder) == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["list", "--columns", ","], 2, "names no column"),
        (["list", "--columns", "no.,Stage,name"], 0, ""),
        (["set", "P-0001", "Status=admitted"], 2, "climafin status"),
        (["set", "P-0001", "阶段=建设"], 2, "climafin stage"),
        (["status", "P-0001", "admited"], 2, "submitted 已报送"),
        (["stage", "P-0001", "building", "--on", "1900-01-01"], 2, "is not a day; write it as 2026-11-20"),
        (["stage", "P-0001", "building", "--on", "tomorrow"], 2, "is not a day; write it as 2026-11-20"),
        (["history", "--limit", "0"], 2, "not a whole number above 0"),
        (["list", "--lang", "fr"], 2, "there are zh and en"),
        (["show", "\udcff"], 2, "no text on this system"),
        (["restore", "none.db"], 2, "There is no backup"),
    ],
)
def test_wrong_calls_get_the_way_out(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
):
    assert run(*words, "--library", folder, *([] if "--lang" in words else ["--lang", "en"])) == code
    assert told in capsys.readouterr().err


def test_an_answer_about_a_column_that_is_not_there_is_refused(
    folder: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "rows.csv").write_text("项目名称,总投资\n乙,5\n", encoding="utf-8")
    words = ["import", tmp_path / "rows.csv", "--library", folder, "--lang", "en"]
    assert run(*words, "--unit", "投资=亿元") == 2
    assert "no column “投资”. Its columns are: 项目名称, 总投资" in capsys.readouterr().err
    assert run(*words, "--unit", "总投资=斤") == 2
    assert "no unit of money" in capsys.readouterr().err
    assert run(*words, "--unit", "总投资=亿元") == 0


def test_a_report_that_cannot_be_written_is_told_before_anything_is_taken(
    folder: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "rows.csv").write_text("项目名称,总投资\n乙,5\n", encoding="utf-8")
    words = ["import", tmp_path / "rows.csv", "--library", folder, "--lang", "en", "--unit", "总投资=亿元"]
    assert run(*words, "--report", tmp_path / "no such folder" / "back.xlsx") == 2
    assert "cannot be written" in capsys.readouterr().err
    assert run("list", "--search", "乙", "--library", folder, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_damaged_backup_is_named_and_the_library_stays(
    folder: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run("backup", tmp_path / "out", "--library", folder) == 0
    (kept,) = (tmp_path / "out").glob("*.db")
    cut = tmp_path / "cut.db"
    cut.write_bytes(kept.read_bytes()[:40_000])
    assert run("restore", cut, "--library", folder, "--lang", "zh") == 3
    assert "备份 cut.db 已损坏，未做任何改动。请另选一份。" in capsys.readouterr().err
    assert run("check", "--library", folder) == 0


def test_a_backup_that_could_not_be_made_at_closing_is_told_and_the_change_is_kept(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
):
    shutil.rmtree(folder / "backups", ignore_errors=True)
    (folder / "backups").write_text("in the way", encoding="utf-8")
    assert run("register", "项目名称=屋顶光伏", "--library", folder, "--lang", "zh") == 0
    assert "备份" in capsys.readouterr().err
    assert run("list", "--search", "屋顶光伏", "--library", folder) == 0
    assert "屋顶光伏" in capsys.readouterr().out


def test_a_long_condition_is_shown_around_its_flaw_only(folder: Path, run: Run, capsys: pytest.CaptureFixture[str]):
    assert run("list", "--where", "1 + " * 400 + "x > 0", "--library", folder) == 2
    _, line, caret = capsys.readouterr().err.rstrip("\n").split("\n")
    assert line.endswith("x > 0")
    assert len(line) < 120
    assert line[caret.index("^")] == "x"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device that is always full")
def test_output_that_goes_nowhere_is_told(folder: Path):
    command = [sys.executable, "-m", "climafin", "list", "--library", str(folder), "--lang", "zh"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, "结果无法输出：磁盘已满。\n")
    closed = subprocess.run(["/bin/sh", "-c", 'exec "$@" >&-', "sh", *command], capture_output=True, check=False)
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of this kind")
def test_a_workbook_that_finds_no_room_leaves_nothing_and_one_sentence(tmp_path: Path):
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        " from climafin.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, "template", str(tmp_path / "t.xlsx"), "--lang", "zh"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "无法写入：文件太大" in done.stderr
    assert list(tmp_path.iterdir()) == []
