"""Every text a person reads exists in both languages, word for word with the same places."""

import ast
from pathlib import Path

import pytest

from climafin.resources.build import translations
from tests.house.tree import ROOT, python_files, shown, tree

MARKED = ("message", "N_")
SAID = ("text", "plural")


def calls(path: Path, *names: str) -> list[ast.Call]:
    """Return the calls of functions or methods with these names."""
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) in names or getattr(node.func, "attr", None) in names)
    ]


def test_the_chinese_catalogue_is_complete_and_fresh():
    assert translations.problems() == []


def test_no_text_hides_from_the_extractor():
    # Inside an f-string it sees one word; the text would be said in English only.
    known = {str(part) for entry in translations.entries(translations.extracted()) for part in _forms(entry.id)}
    hidden = [
        f"{shown(path)}:{call.lineno} {call.args[0].value!r}"
        for path in python_files("climafin", "ui")
        if "climafin/store" not in shown(path)  # its text() is SQLAlchemy's
        for call in calls(path, *MARKED, *SAID)
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
        if call.args[0].value and call.args[0].value not in known
    ]
    assert hidden == []


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_marked_texts_are_literals():
    # A text put together at run time is in no catalogue and would be said in English only.
    loose = [
        f"{shown(path)}:{call.lineno}"
        for path in python_files("climafin", "ui")
        if path != ROOT / "climafin/base/messages.py"
        for call in calls(path, *MARKED)
        if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert loose == []


def test_no_text_is_an_f_string():
    woven = [
        f"{shown(path)}:{call.lineno}"
        for path in python_files("climafin", "ui")
        for call in calls(path, *MARKED, *SAID)
        if any(isinstance(argument, ast.JoinedStr) for argument in call.args[:2])
    ]
    assert woven == []


def test_a_message_gets_the_values_its_places_ask_for():
    wrong = []
    for path in python_files("climafin", "ui"):
        for call in calls(path, "message"):
            text = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if not isinstance(text, str) or any(keyword.arg is None for keyword in call.keywords):
                continue
            if not translations.places(text) <= {keyword.arg for keyword in call.keywords}:
                wrong.append(f"{shown(path)}:{call.lineno} {text!r}")
    assert wrong == []


@pytest.mark.parametrize(
    ("english", "chinese", "said"),
    [
        ("{count} projects", "{count} 个项目", 0),
        ("{count} projects", "个项目", 1),
        ("{count} projects", "", 1),
        ("All projects", "{count} 个项目", 1),
        ("{count} projects", "{count 个项目", 1),
    ],
)
def test_the_check_sees_missing_texts_and_wrong_places(english: str, chinese: str, said: int):
    catalogue = translations.kept(Path("no such file"))
    catalogue.add(english, chinese)
    assert len(translations.unfinished(catalogue)) == said
