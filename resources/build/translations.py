"""Keeps the translation catalogue in step with the code: extract, merge, compile, check.

Texts are English literals in the first argument of `message()`, `N_()` and `Language.text()`, and the first two
of `Language.plural()`. Their Chinese lives in `resources/translations/zh_CN/LC_MESSAGES/climafin.po`; the compiled
`climafin.mo` beside it is committed, so that the program needs no build step.

    python resources/build/translations.py                    extract, drop unused entries, compile
    python resources/build/translations.py --merge FILE...     the same, taking the Chinese of these .po files first
    python resources/build/translations.py --check             change nothing; exit 1 and say what is not finished
"""

import argparse
import io
import string
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations" / "zh_CN" / "LC_MESSAGES"
PO = FOLDER / "climafin.po"
MO = FOLDER / "climafin.mo"
LOCALE = "zh_CN"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"message": None, "N_": None, "text": None, "plural": (1, 2)}
#: Rooms that only send messages: what they call `text` is an SQL or a YAML text, never a sentence.
MESSAGES_ONLY = ("climafin/store", "climafin/rules", "climafin/expression")
#: A catalogue's dates would change with every run and say nothing that git does not say better.
DATE = datetime(2026, 11, 20, tzinfo=UTC)
#: Header lines that hold an address nobody reads, or the version of the tool on this machine.
IDLE_HEADERS = (b'"Generated-By', b'"Last-Translator', b'"Language-Team', b'"Report-Msgid', b'"Project-Id')
HEADER = "# Chinese texts of ClimaFin. Made by resources/build/translations.py; write translations here, not keys."


def extracted() -> Catalog:
    """Return every text of the code, untranslated."""
    catalogue = _empty()
    for text in _said():
        _add(catalogue, text)
    return catalogue


@cache
def _said() -> tuple[str | tuple[str, ...], ...]:
    paths = sorted(path for folder in ("climafin", "ui") for path in (ROOT / folder).rglob("*.py"))
    return tuple(text for path in paths for text in _texts(path))


def _texts(path: Path) -> Iterator[str | tuple[str, ...]]:
    is_core = path.relative_to(ROOT).as_posix().startswith(MESSAGES_ONLY)
    keywords = {word: form for word, form in KEYWORDS.items() if not (is_core and word in ("text", "plural"))}
    with path.open("rb") as file:
        for _line, text, _comments, _context in extract("python", file, keywords, options={"encoding": "utf-8"}):
            if text and text != ("", ""):
                yield text


def _empty() -> Catalog:
    return Catalog(
        locale=LOCALE,
        project="ClimaFin",
        header_comment=HEADER,
        creation_date=DATE,
        revision_date=DATE,
        fuzzy=False,
    )


def _add(catalogue: Catalog, text: str | Sequence[str]) -> None:
    # A text said both alone and in a plural is one entry, the plural one.
    key = text if isinstance(text, str) else text[0]
    known = catalogue.get(key)
    if known is None or (isinstance(known.id, str) and not isinstance(text, str)):
        catalogue.delete(key)
        catalogue.add(text if isinstance(text, str) else tuple(text))


def kept(path: Path) -> Catalog:
    """Return the catalogue in a .po file; an empty one when there is no file."""
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def entries(catalogue: Catalog) -> Iterator[Message]:
    """Yield the entries of a catalogue without its header."""
    return (entry for entry in catalogue if entry.id)


def _key(entry: Message) -> str:
    """Return the English that stands for an entry: a plural's first form."""
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _chinese(entry: Message | None) -> str:
    """Return the translation of an entry (Chinese has one form), "" when it is not finished."""
    if entry is None or entry.fuzzy or not entry.string:
        return ""
    return entry.string if isinstance(entry.string, str) else entry.string[0]


def merged(sources: Sequence[Catalog]) -> Catalog:
    """Return the texts of the code with the Chinese of the first source that has it."""
    catalogue = extracted()
    for entry in entries(catalogue):
        found = next((text for source in sources if (text := _chinese(source.get(_key(entry))))), "")
        entry.string = found if isinstance(entry.id, str) else (found,)
    return catalogue


def places(text: str) -> set[str]:
    """Return the names of the `{places}` in a text.

    Raises:
        ValueError: the braces do not match.
    """
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def unfinished(catalogue: Catalog) -> list[str]:
    """Return what is wrong with the Chinese of a catalogue, one line per entry."""
    told = []
    for entry in entries(catalogue):
        # The plural form is the one with every place: "1 project" may do without {count}.
        english = entry.id if isinstance(entry.id, str) else entry.id[-1]
        chinese = _chinese(entry)
        if not chinese:
            told.append(f"not translated: {english!r}")
            continue
        try:
            same = places(english) == places(chinese)
        except ValueError:
            same = False
        if not same:
            told.append(f"places differ: {english!r} / {chinese!r}")
    return told


def unused(catalogue: Catalog) -> list[str]:
    """Return the entries of a catalogue that the code does not say (any more)."""
    said = {_key(entry) for entry in entries(extracted())}
    gone = [_key(entry) for entry in entries(catalogue) if _key(entry) not in said]
    return [f"not used: {text!r}" for text in gone] + [f"not used: {text!r}" for text in catalogue.obsolete]


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts of the code that a catalogue does not hold at all."""
    held = {_key(entry) for entry in entries(catalogue)}
    return [f"not in the catalogue: {_key(entry)!r}" for entry in entries(extracted()) if _key(entry) not in held]


def stale() -> list[str]:
    """Return a line when the compiled catalogue does not say what the .po file says."""
    if MO.exists():
        with MO.open("rb") as file:
            compiled = {_key(entry): _chinese(entry) for entry in entries(read_mo(file))}
        written = {_key(entry): _chinese(entry) for entry in entries(kept(PO))}
        # A plural without Chinese is compiled in English; that it is not finished is told elsewhere.
        if compiled.keys() <= written.keys() and all(compiled.get(k, "") == v for k, v in written.items() if v):
            return []
    return [f"{MO.name} is not compiled from {PO.name}: run resources/build/translations.py"]


def problems() -> list[str]:
    """Return everything that keeps the committed catalogue from being complete and fresh."""
    catalogue = kept(PO)
    return unfinished(catalogue) + missing(catalogue) + unused(catalogue) + stale()


def write(catalogue: Catalog) -> None:
    """Write both files of the catalogue."""
    text = io.BytesIO()
    write_po(text, catalogue, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = [line for line in text.getvalue().splitlines(keepends=True) if not line.startswith(IDLE_HEADERS)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(b"".join(lines))
    with MO.open("wb") as file:
        write_mo(file, kept(PO))


def main() -> int:
    """Run the script; return 1 when the catalogue is not complete."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE", help="take the Chinese from here")
    parser.add_argument("--check", action="store_true", help="change nothing")
    asked = parser.parse_args()
    if not asked.check:
        write(merged([*(kept(path) for path in asked.merge), kept(PO)]))
    told = problems()
    for line in told:
        print(line, file=sys.stderr)
    print(f"{len(list(entries(kept(PO))))} texts, {len(told)} problems")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
