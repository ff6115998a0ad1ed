"""What each verb prints for a person, in both languages; the road as a whole is walked in tests/flows."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from climafin.base.paths import resource, shipped_packs
from climafin.cli import main
from climafin.terminal.arguments import asked_language, day
from climafin.terminal.door import TerminalProgress
from climafin.terminal.sheets import template

Say = Callable[..., str]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Say:
    """Return a caller of the command that gives standard output back and insists on the exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "")

    def call(*words: str, code: int = 0) -> str:
        found = main(list(words))
        printed = capsys.readouterr()
        assert found == code, printed.err
        return printed.out

    return call


@pytest.fixture
def library(say: Say) -> Say:
    """Return a caller with a library of two projects."""
    say("new", "library", "--title", "试点库")
    say("register", "name=水土屋顶光伏", "总投资=1200万", "district=水土", "sector=光伏", "--source", "备案证")
    say("register", "name=悦来海绵城市", "适应效益=内涝防治", "计划开工=2026.3")
    return say


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (("list",), "Project name", "项目名称"),
        (("list", "--columns", "编号,阶段,completeness"), "Completeness", "完整度"),
        (("show", "P-0001"), "Total investment: 1,200.00 CNY 10k  [备案证]", "总投资: 1,200.00 万元  [备案证]"),
        (("show", "P-0002"), "Missing, enough to submit", "可报送还缺"),
        (("library",), "Single user", "单人模式"),
        (("pipeline",), "No stage yet", "尚无阶段"),
        (("history",), "was registered", "登记"),
        (("check",), "is whole", "完好"),
        (("pack", "list"), "sample", "样例"),
        (("pack", "check"), "is sound", "无误"),
    ],
)
def test_answers_come_in_the_language_asked_for(library: Say, words: tuple[str, ...], english: str, chinese: str):
    assert english in library(*words, "--lang", "en")
    assert chinese in library(*words, "--lang", "zh")


def test_a_list_can_be_narrowed(library: Say):
    def numbers(*words: str) -> list[str]:
        return [one["number"] for one in json.loads(library("list", *words, "--format", "json"))]

    assert numbers() == ["P-0001", "P-0002"]
    assert numbers("--search", "haimian") == ["P-0002"]
    assert numbers("--where", "总投资 >= 1000 万元") == ["P-0001"]
    assert numbers("--status", "草稿") == ["P-0001", "P-0002"]
    library("stage", "P-0002", "策划", "--on", "2026-01-05")
    assert numbers("--stage", "planned") == ["P-0002"]


def test_setting_a_value_keeps_or_replaces_its_source(library: Say):
    def note() -> dict[str, object]:
        return json.loads(library("show", "P-0001", "--format", "json"))["notes"]["capital"]

    library("set", "P-0001", "资本金=1200万", "--source", "备案证")
    library("set", "P-0001", "资本金=1300万")
    assert note()["source"] == "备案证"
    library("set", "P-0001", "资本金=不适用")
    assert note()["not_applicable"] is True
    library("set", "P-0001", "资本金=1400万", "--source", "可研报告", "--page", "12")
    assert (note()["not_applicable"], note()["source"], note()["page"]) == (False, "可研报告", "12")


def test_one_wrong_value_keeps_the_right_ones_out_too(library: Say):
    library("set", "P-0001", "总投资=许多", "capital=5万", code=1)
    values = json.loads(library("show", "P-0001", "--format", "json"))["values"]
    assert (values["total_investment"], values["capital"]) == (1200 * 1_000_000, None)


def test_a_stage_and_a_standing_are_moved_and_told(library: Say):
    assert "开工" in library("stage", "P-0001", "开工", "--lang", "zh")
    assert "Returned" not in library("list", "--lang", "en")
    library("status", "P-0001", "出库", "--reason", "停建", code=1)
    assert "策划" not in library("history", "P-0001", "--lang", "zh")


def test_explaining_what_was_not_assessed_names_the_command(library: Say, capsys: pytest.CaptureFixture[str]):
    for words, command in (((), "climafin assess P-0001\n"), (("--pack", "x"), "climafin assess P-0001 --pack x\n")):
        assert main(["explain", "P-0001", *words]) == 2
        assert capsys.readouterr().err.endswith(f"Assess it first: {command}")


def test_assessing_ranks_and_explains(library: Say):
    ranked = library("assess", "--lang", "zh")
    assert "准入待核" in ranked
    for words in (("explain", "P-0001"), ("explain", "水土屋顶光伏", "--lang", "zh")):
        lines = library(*words).splitlines()
        assert lines[0].startswith("P-0001")
        assert sum(line.startswith("- ") for line in lines) > 20
    assert json.loads(library("assess", "P-0002", "--format", "json"))["unchanged"] == 1


def test_tables_go_out_and_in(library: Say, tmp_path: Path):
    assert "template.xlsx" in library("template", "template.xlsx")
    assert "2 projects" in library("export", "all.csv")
    answer = library("import", str(resource("samples", "district-workbook.xlsx")), "--dry-run", "--lang", "zh", code=1)
    assert "统一社会信用代码" in answer
    head = "Total investment (CNY 10k)"
    answer = library("import", "template.xlsx", "--unit", f"{head}=亿元", "--column", "Remarks=", "--dry-run")
    assert answer == "", "the example row of the template is no project"
    library("import", "template.xlsx", "--unit", "亿元", code=2)


def test_backups_are_listed_and_put_back(library: Say):
    path = json.loads(library("backup", "--format", "json"))["backup"]
    assert Path(path).name in library("restore", "--list")
    assert "set aside" in library("restore", "--lang", "en")


def test_a_dossier_is_printed(library: Say, tmp_path: Path):
    told = library("dossier", "P-0001", "--out", "papers", "--length", "summary", "--lang", "zh")
    assert "缺项" in told
    assert [path.suffix for path in (tmp_path / "papers").iterdir()] == [".pdf"]


def test_who_works_can_be_named(library: Say):
    library("set", "P-0001", "remarks=看过", "--person", "王敏")
    assert json.loads(library("history", "P-0001", "--format", "json"))[0]["person"] == "王敏"


def test_a_failure_nobody_foresaw_is_a_sentence(
    library: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    def fail(*_words: object, **_values: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(f"{template.__module__}.message", fail)
    assert main(["template", str(tmp_path / "t.xlsx")]) == 1
    said = capsys.readouterr().err
    assert said.strip()
    assert "Traceback" not in said


@pytest.mark.parametrize("failure", [KeyboardInterrupt, PermissionError(13, "Permission denied", "x.xlsx")])
def test_stopping_and_locked_files_are_sentences(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(*_words: object, **_values: object) -> None:
        raise failure

    monkeypatch.setattr(f"{template.__module__}.message", fail)
    code = main(["template", str(tmp_path / "t.xlsx"), "--debug"])
    said = capsys.readouterr().err.splitlines()[-1]
    assert (code, said) in (
        (4, "Stopped. What was not finished is not kept."),
        (1, "x.xlsx cannot be used: there is no right to it."),
    )


@pytest.mark.parametrize("text", ["2026-11-20", "2026/11/20", "2026.11.20", "2026年11月20日", "20261120"])
def test_days_are_read_as_offices_type_them(text: str):
    assert day(text).isoformat() == "2026-11-20"


def test_the_language_is_known_before_the_rest_is_read():
    assert asked_language(["list", "--lang", "zh"]) == "zh_CN"
    assert asked_language(["--lang=en", "list"]) == "en"
    assert asked_language(["list", "--lang"]) is None
    assert asked_language(["list", "--lang", "fr"]) is None


def test_a_log_gets_one_line_per_kind_of_work(capsys: pytest.CaptureFixture[str]):
    from climafin.base.language import language  # noqa: PLC0415
    from climafin.base.messages import message  # noqa: PLC0415

    progress = TerminalProgress(language("en"))
    for done in range(5):
        progress.step(done, 5, message("Taking “{name}”", name=str(done)))
    assert len(capsys.readouterr().err.splitlines()) == 1


class Screen(io.StringIO):
    """A terminal 40 columns wide."""

    def isatty(self) -> bool:
        return True

    def seen(self) -> list[str]:
        """Return the lines as they stand on the screen: what follows a carriage return is written over the line."""
        lines = []
        for written in self.getvalue().split("\n"):
            line = ""
            for piece in written.split("\r"):
                line = piece + line[len(piece) :]
            lines.append(line.rstrip())
        return lines


def test_an_answer_does_not_stand_behind_the_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    screen = Screen()
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys, "stderr", screen)
    assert main(["--lang", "en", "new", str(tmp_path / "lib"), "--sample", "--person", "张敏"]) == 0
    assert "was made in" in capsys.readouterr().out
    assert screen.seen() == [""]
    main(["--lang", "en", "import", str(tmp_path / "none.xlsx"), "--person", "张敏"])
    assert [line for line in screen.seen() if line] == [f"There is no file “{tmp_path / 'none.xlsx'}”."]
    assert "\x1b" not in screen.getvalue()


def test_a_pack_that_scores_nothing_shows_no_score(library: Say):
    library("assess", "--pack", "shenzhen-call-2022")
    answer = json.loads(library("assess", "--pack", "shenzhen-call-2022", "--format", "json"))
    assert {one["score"] for one in answer["ranking"]} == {None}
    assert "0.00" not in library("assess", "--pack", "shenzhen-call-2022")
    assert json.loads(library("explain", "P-0001", "--pack", "shenzhen-call-2022", "--format", "json"))["score"] is None


def test_a_rule_book_is_printed_by_id_and_by_folder(say: Say, tmp_path: Path):
    assert "liangjiang-sample.pdf" in say("pack", "print", "liangjiang-sample", "--lang", "en")
    assert (tmp_path / "liangjiang-sample.pdf").read_bytes().startswith(b"%PDF")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "pack.yaml").write_bytes((shipped_packs() / "graded-guide-v3" / "pack.yaml").read_bytes())
    printed = json.loads(say("pack", "print", "mine", "--out", "book.pdf", "--language", "both", "--format", "json"))
    assert (printed["pack"], printed["edition"]) == ("graded-guide-v3", 4)
    assert (tmp_path / "book.pdf").is_file()
    say("pack", "print", code=2)
    say("pack", "print", "nosuch", code=2)
