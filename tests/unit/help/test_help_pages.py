"""Help says the same in both languages, and names no command that design does not know."""

import re

import pytest

from climafin.base.paths import resource

VERBS = {
    *("new", "template", "import", "list", "show", "set", "assess", "explain", "stage", "pipeline"),
    *("dossier", "export", "history", "check", "backup", "restore", "selftest"),
}


def pages(code: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(resource("help", code).glob("*.md"))}


def test_both_languages_have_the_same_pages_and_sections():
    chinese, english = pages("zh"), pages("en")
    assert chinese
    assert chinese.keys() == english.keys()
    for name, text in chinese.items():
        heads = [line.split(" ")[0] for line in text.splitlines() if line.startswith("#")]
        assert heads == [line.split(" ")[0] for line in english[name].splitlines() if line.startswith("#")], name
        assert heads[0] == "#", name


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_terminal_page_shows_every_verb_of_the_road(code: str):
    assert set(re.findall(r"^climafin (\w+)", pages(code)["7-terminal.md"], re.MULTILINE)) == VERBS


@pytest.mark.parametrize("code", ["zh", "en"])
def test_nothing_is_shouted(code: str):
    assert not [name for name, text in pages(code).items() if re.search("[!！]", text)]
