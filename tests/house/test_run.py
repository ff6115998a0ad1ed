"""The one script that runs on a bare machine."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.house.tree import ROOT, imported, tree


def call(*words: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *words],
        capture_output=True,
        text=True,
        env=kept | environment,
        cwd=folder,
        check=False,
    )


def test_it_needs_the_standard_library_only():
    used = {name.split(".")[0] for _line, name in imported(ROOT / "run.py")}
    assert used <= sys.stdlib_module_names


def test_an_older_python_can_read_it_far_enough_to_say_so():
    # 3.8 parses it; the sentence comes before anything that 3.8 cannot evaluate.
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    body = tree(ROOT / "run.py").body
    checked = next(place for place, node in enumerate(body) if isinstance(node, ast.If))
    early = [node for node in body[:checked] if isinstance(node, ast.FunctionDef)]
    assert {node.name for node in early} == {"speaks_chinese", "say"}
    annotated = [a for node in early for a in ast.walk(node) if isinstance(a, (ast.BinOp, ast.Subscript))]
    assert not any(isinstance(a, ast.BinOp) and isinstance(a.op, ast.BitOr) for a in annotated)


def test_every_sentence_is_there_in_both_languages_with_the_same_places():
    from climafin.resources.build.translations import places  # noqa: PLC0415 - a tool of the tests

    for english, chinese in run.SENTENCES.values():
        assert places(english) == places(chinese)
        assert english != chinese


@pytest.mark.parametrize(("spoken", "word"), [("zh_CN.UTF-8", "显示器"), ("en_US.UTF-8", "no display")])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_without_a_display_it_names_the_terminal(spoken: str, word: str, monkeypatch, capsys):  # noqa: ANN001
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", spoken)
    assert run.open_window() == 1
    said = capsys.readouterr().err
    assert word in said
    assert "run.py -- new" in said


def test_an_unknown_word_gets_the_usage():
    answer = call("frobnicate")
    assert answer.returncode == 2
    assert "run.py test" in answer.stderr


def test_missing_libraries_are_found_by_loading_them():
    assert run.missing_packages({"libnot-there.so.9": "libnot-there9"}) == ["libnot-there9"]


def test_who_may_not_install_gets_one_command(monkeypatch, capsys):  # noqa: ANN001
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(run, "can_install", lambda: False)
    assert run.see_to_libraries({"libnot-there.so.9": "libnot-there9"}) == 1
    assert "apt-get install -y libnot-there9" in capsys.readouterr().err
