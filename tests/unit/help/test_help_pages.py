"""Help says the same in both languages, and names things as the program does."""

import re
import shlex

import pytest

from climafin.base.language import LanguageCode, language
from climafin.base.paths import resource
from climafin.domain.stages import Stage
from climafin.exchange.preview import RowKind
from climafin.terminal.arguments import parser

#: What people do with a library, from the first start to the backup.
ROAD = {
    *("new", "template", "import", "list", "show", "set", "assess", "explain", "stage", "pipeline"),
    *("dossier", "export", "history", "check", "backup", "restore", "selftest"),
}
CODES: tuple[tuple[str, LanguageCode], ...] = (("zh", "zh_CN"), ("en", "en"))


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


def commands(folder: str) -> list[list[str]]:
    """The calls that the terminal's page shows, without what is said beside them."""
    lines = re.findall(r"^climafin (\w.*?)(?:  .*)?$", pages(folder)["7-terminal.md"], re.MULTILINE)
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize(("folder", "code"), CODES)
def test_the_terminal_page_shows_every_verb_of_the_road_as_it_can_be_typed(folder: str, code: LanguageCode):
    shown = commands(folder)
    assert {words[0] for words in shown} == ROAD
    for words in shown:
        assert parser(language(code)).parse_args(words).verb == words[0], words


@pytest.mark.parametrize(("folder", "code"), CODES)
def test_kinds_of_rows_and_stages_are_called_as_on_the_screen(folder: str, code: LanguageCode):
    words, found = language(code), pages(folder)
    assert [
        f"**{words.label(kind.label)}**"
        for kind in RowKind
        if f"**{words.label(kind.label)}**" not in found["2-import.md"]
    ] == []
    stages = " → ".join(words.label(stage.label) for stage in Stage)
    assert stages.lower() in found["5-pipeline.md"].lower()


@pytest.mark.parametrize("code", ["zh", "en"])
def test_nothing_is_shouted(code: str):
    assert not [name for name, text in pages(code).items() if re.search("[!！]", text)]
