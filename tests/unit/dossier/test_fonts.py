"""The shipped fonts are the built ones, hold what names and papers need, and carry their licences."""

import hashlib

import pytest
from fontTools.ttLib import TTFont

from climafin.base.paths import resource
from climafin.dossier.pdf.faces import FALLBACK, Face, face_file

FONTS = resource("fonts")
NEEDED = "重庆两江新区气候投融资项目库〔2026〕万元吨二氧化碳当量㎡℃≥≤±×—…“”《》□■○●◐√CO₂m²m³☐☑✔abcXYZ0123456789"


def test_the_files_are_those_of_the_table():
    lines = (FONTS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()[1:]
    told = {name: digest for digest, name in (line.split() for line in lines)}
    assert told == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")}


@pytest.mark.parametrize("face", list(Face))
def test_every_face_holds_what_papers_need_with_digits_of_one_width(face: Face):
    file = face_file(face)
    assert [character for character in NEEDED if ord(character) not in file.glyphs] == []
    assert len({file.widths[ord(digit)] for digit in "0123456789"}) == 1


def test_the_fallback_holds_the_rare_characters_of_names_and_places():
    glyphs = face_file(FALLBACK).glyphs
    basic = set(range(0x4E00, 0x9FEA)) | set(range(0x3400, 0x4DB6))
    assert basic <= set(glyphs)
    assert all(ord(character) in glyphs for character in "㙓䶮𬭊𫖯𬀩")


@pytest.mark.parametrize("face", list(Face))
def test_faces_have_names_of_their_own_and_a_licence_beside_them(face: Face):
    with TTFont(FONTS / f"{face.value}.ttf", lazy=True) as font:
        family = font["name"].getDebugName(1)
        licence = font["name"].getDebugName(13)
    assert family in ("ClimaFin Sans", "ClimaFin Serif")
    assert "SIL Open Font License" in licence
    kind = "Sans" if "Sans" in family else "Serif"
    assert "SIL OPEN FONT LICENSE" in (FONTS / f"OFL-Noto{kind}SC.txt").read_text(encoding="utf-8")
