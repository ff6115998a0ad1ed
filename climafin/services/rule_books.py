"""Rule books on paper: a rule pack printed as people read it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem
from climafin.base.messages import Message, message
from climafin.domain.dictionary import dictionary

if TYPE_CHECKING:
    from climafin.dossier.content import DossierContent
    from climafin.rules.pack import Pack

#: A rule pack by its id, by its folder or file, or as the bytes of its text.
GivenPack = str | Path | bytes


@dataclass(frozen=True, slots=True)
class PrintedRuleBook:
    """A rule book that was printed.

    Attributes:
        path: the file.
        pages: how many pages it has.
        pack_id: the pack's id.
        edition: the pack's edition.
        digest: SHA-256 of the pack, hex; it stands on every page.
        warnings: characters that no font of ours can draw.
    """

    path: Path
    pages: int
    pack_id: str
    edition: int
    digest: str
    warnings: tuple[Message, ...]


def print_rule_book(pack: GivenPack, language: str, target: Path) -> PrintedRuleBook:
    """Print a rule pack as a PDF; the file is there whole, or what was there before still is.

    Args:
        pack: the pack; it must be sound and its cases must come out right.
        language: `zh`, `en` or `both`.
        target: the file.

    Raises:
        CallProblem: an unknown pack or language, or the file cannot be written.
        PackProblem: the pack has faults, each told with its place.
    """
    from climafin.dossier.pdf.document import missing_glyphs, write_pdf  # noqa: PLC0415 - reportlab waits
    from climafin.exchange.targets import whole_file  # noqa: PLC0415 - the first window writes no file

    content = _content(pack, language)
    with whole_file(target) as part:
        written = write_pdf(content)
        part.write_bytes(written.data)
    warnings = tuple(_no_glyph(character) for character in missing_glyphs(content.parts))
    return PrintedRuleBook(target, written.pages, content.number, content.version, content.digest, warnings)


def preview_rule_book(pack: GivenPack, language: str) -> bytes:
    """Return a rule book as the bytes of a PDF; the arguments and problems are those of `print_rule_book`."""
    from climafin.dossier.pdf.document import write_pdf  # noqa: PLC0415 - reportlab waits until it is needed

    return write_pdf(_content(pack, language)).data


def _content(pack: GivenPack, language: str) -> "DossierContent":
    from climafin.dossier.rule_book.build import build_rule_book  # noqa: PLC0415 - the first window does not need it
    from climafin.dossier.wording import print_language  # noqa: PLC0415 - the same

    code = print_language(language)
    return build_rule_book(_found(pack), code)


def _found(pack: GivenPack) -> "Pack":
    from climafin.rules.packs import FILE_NAME, PackFiles, examined, load_pack, shipped_pack  # noqa: PLC0415 - the same

    if isinstance(pack, bytes):
        return examined(PackFiles(FILE_NAME, pack, {}), dictionary()).pack
    if isinstance(pack, str):
        return shipped_pack(pack)
    file = pack / FILE_NAME if pack.is_dir() else pack
    if not file.is_file():
        raise CallProblem(message("There is no rule pack at {path}.", path=str(pack)))
    return load_pack(file, dictionary())


def _no_glyph(character: str) -> Message:
    return message(
        "No font of ours has the character {character} ({code}); the code is printed in its place.",
        character=character,
        code=f"U+{ord(character):04X}",
    )
