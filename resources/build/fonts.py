"""Builds the fonts of `resources/fonts` from pinned npm packages; run by hand, never at run time.

    python resources/build/fonts.py           fetch, build, write the files and their SHA-256 table
    python resources/build/fonts.py --check   build into a temporary folder and compare with the table

Needs npm and fonttools. The packages' tarballs are checked against their SHA-512, so the same
fonttools version gives the same bytes on every machine (the table names the version).
The faces are renamed, so that a copy installed on the computer never mixes with ours.
"""

import argparse
import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "fonts"
TABLE = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package with the integrity hash it was first seen with."""

    name: str
    version: str
    integrity: str
    licence: str


@dataclass(frozen=True, slots=True)
class Face:
    """One font file to build."""

    file: str
    package: Package
    member: str
    family: str
    is_bold: bool
    is_wide: bool


SANS = Package(
    "@expo-google-fonts/noto-sans-sc",
    "0.4.3",
    "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
    "OFL-NotoSansSC.txt",
)
SERIF = Package(
    "@expo-google-fonts/noto-serif-sc",
    "0.4.3",
    "fSmUpiSFtSeyHV45/2xUOy5SdfExklQwwMKN3cQjAZAujITHDmSbpMHCVdCMhRqMjQtu0ZRgc29u8A+CU3akfw==",
    "OFL-NotoSerifSC.txt",
)
FACES = (
    Face("cf-sans-regular.ttf", SANS, "400Regular/NotoSansSC_400Regular.ttf", "ClimaFin Sans", False, True),
    Face("cf-sans-bold.ttf", SANS, "700Bold/NotoSansSC_700Bold.ttf", "ClimaFin Sans", True, False),
    Face("cf-serif-regular.ttf", SERIF, "400Regular/NotoSerifSC_400Regular.ttf", "ClimaFin Serif", False, False),
    Face("cf-serif-bold.ttf", SERIF, "700Bold/NotoSerifSC_700Bold.ttf", "ClimaFin Serif", True, False),
)

#: Signs that offices type and Noto lacks, made from signs it has: new sign -> (part, scale, shift in 1/1000 em)…
MADE_SIGNS: dict[int, tuple[tuple[int, float, int, int], ...]] = {
    **{0x2080 + digit: ((0x30 + digit, 0.6, 20, -140),) for digit in range(10)},
    0x2610: ((0x25A1, 1.0, 0, 0),),
    0x2611: ((0x25A1, 1.0, 0, 0), (0x2713, 0.8, 100, 80)),
    0x2612: ((0x25A1, 1.0, 0, 0), (0x00D7, 1.0, 222, 0)),
    0x2714: ((0x2713, 1.0, 0, 0),),
}


def main() -> int:
    """Build or check the fonts; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only, change nothing")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        built = build(folder)
        if wanted.check:
            same = built == (TARGET / TABLE).read_text(encoding="utf-8")
            print("the same" if same else f"different:\n{built}")
            return 0 if same else 1
        TARGET.mkdir(exist_ok=True)
        for made in [*folder.glob("*.ttf"), *folder.glob("*.txt")]:
            shutil.copyfile(made, TARGET / made.name)
        (TARGET / TABLE).write_text(built, encoding="utf-8")
    print(built)
    return 0


def build(folder: Path) -> str:
    """Build every face into `folder` and return the SHA-256 table."""
    tarballs = {package.name: fetch(package, folder) for package in (SANS, SERIF)}
    lines = [f"# fonttools {fontTools.version}"]
    for face in FACES:
        with tarfile.open(tarballs[face.package.name]) as tar:
            raw = read_member(tar, face.member)
            (folder / face.package.licence).write_bytes(read_member(tar, "LICENSE_FONT"))
        target = folder / face.file
        build_face(face, raw, target)
        lines.append(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {face.file}")
    return "\n".join(lines) + "\n"


def fetch(package: Package, folder: Path) -> Path:
    """Fetch a package's tarball with npm and check it.

    Raises:
        SystemExit: npm is missing, or the tarball is not the pinned one.
    """
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the font packages")
    before = set(folder.glob("*.tgz"))
    subprocess.run(  # noqa: S603 - a fixed command with pinned names
        [npm, "pack", "--silent", f"{package.name}@{package.version}"], cwd=folder, check=True, capture_output=True
    )
    (tarball,) = set(folder.glob("*.tgz")) - before
    found = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != package.integrity:
        sys.exit(f"{package.name} {package.version} is not the pinned package: sha512-{found}")
    return tarball


def read_member(tar: tarfile.TarFile, name: str) -> bytes:
    """Return one file of a package."""
    member = tar.extractfile(f"package/{name}")
    if member is None:
        sys.exit(f"the package holds no {name}")
    return member.read()


def build_face(face: Face, raw: bytes, target: Path) -> None:
    """Subset one face, add the missing signs, rename it and write it."""
    font = TTFont(io.BytesIO(raw), recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "prep"]
    options.ignore_missing_unicodes = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wide_set(font) if face.is_wide else common_set(font))
    cutter.subset(font)
    make_digits_tabular(font)
    add_signs(font)
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format in (4, 12)]
    rename(font, face)
    font.save(target)


def symbols(font: TTFont) -> set[int]:
    """Return every letter, mark and sign of a face that is not an ideograph or Korean."""
    points = set(font.getBestCmap())
    return {p for p in points if p < 0x3400 or 0xFE00 <= p <= 0xFFEF} - set(range(0x1100, 0x1200))


def wide_set(font: TTFont) -> set[int]:
    """Return symbols, the basic block, extension A, and what the face has beyond the basic plane."""
    ideographs = {p for p in font.getBestCmap() if 0x3400 <= p <= 0x9FFF or p >= 0x20000}
    return symbols(font) | ideographs


def common_set(font: TTFont) -> set[int]:
    """Return symbols, GB 2312 and the 8,105 characters of 通用规范汉字表 (2013)."""
    listed = (HERE / "han_8105_beyond_gb2312.txt").read_text(encoding="utf-8")
    ideographs = {ord(character) for character in listed if not character.isspace()}
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            ideographs.update(ord(c) for c in bytes((row, cell)).decode("gb2312", errors="ignore"))
    return symbols(font) | ideographs


def make_digits_tabular(font: TTFont) -> None:
    """Give all digits the widest one's width, centred, so that columns of figures stand in line."""
    names = [font.getBestCmap()[0x30 + digit] for digit in range(10)]
    width = max(font["hmtx"][name][0] for name in names)
    for name in names:
        advance, bearing = font["hmtx"][name]
        shift = (width - advance) // 2
        glyph = font["glyf"][name]
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, bearing + shift)


def add_signs(font: TTFont) -> None:
    """Add the signs of `MADE_SIGNS` as composites of what the face has."""
    names = font.getBestCmap()
    em = font["head"].unitsPerEm
    for point, parts in MADE_SIGNS.items():
        if point in names or any(part not in names for part, *_ in parts):
            continue
        glyph = Glyph()
        glyph.numberOfContours = -1
        glyph.components = [
            component(names[part], scale, x * em // 1000, y * em // 1000) for part, scale, x, y in parts
        ]
        name = f"uni{point:04X}"
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"].glyphs[name] = glyph
        advance = round(font["hmtx"][names[parts[0][0]]][0] * parts[0][1])
        font["hmtx"][name] = (advance, 0)
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (advance, glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[point] = name


def component(name: str, scale: float, x: int, y: int) -> GlyphComponent:
    """Return one part of a composite glyph."""
    part = GlyphComponent()
    part.glyphName = name
    part.x, part.y = x, y
    part.flags = 0x4  # round the shift to the grid, as the format's writers do
    if scale != 1.0:
        part.transform = [[scale, 0], [0, scale]]
    return part


def rename(font: TTFont, face: Face) -> None:
    """Give a face its family and style names; copyright and licence stay as they are."""
    style = "Bold" if face.is_bold else "Regular"
    compact = face.family.replace(" ", "")
    table = font["name"]
    table.names = [entry for entry in table.names if entry.nameID in (0, 5, 7, 8, 9, 10, 11, 12, 13, 14)]
    for number, text in (
        (1, face.family),
        (2, style),
        (3, f"{compact}-{style}"),
        (4, f"{face.family} {style}"),
        (6, f"{compact}-{style}"),
    ):
        table.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    raise SystemExit(main())
