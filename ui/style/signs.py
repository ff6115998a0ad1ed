"""The SVG text of an icon in a given colour; for the icons and for the stylesheet alike."""

from functools import cache
from pathlib import Path

from climafin.base.paths import resource


def sign(name: str, colour: str) -> bytes:
    """Return the SVG of the icon `name` in a colour `#RRGGBB`."""
    return _text(name).replace("currentColor", colour).encode("utf-8")


@cache
def _text(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def write_sign(name: str, colour: str, folder: Path) -> str:
    """Write a coloured icon into a folder and return its path as a stylesheet's `url()` wants it."""
    path = folder / f"{name}-{colour.removeprefix('#')}.svg"
    path.write_bytes(sign(name, colour))
    return path.as_posix()
