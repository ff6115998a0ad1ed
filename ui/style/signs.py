"""The SVG text of an icon in a given colour; for the icons and for the stylesheet alike."""

import os
import tempfile
from functools import cache
from pathlib import Path

from climafin.base.paths import resource, user_folder


def sign(name: str, colour: str) -> bytes:
    """Return the SVG of the icon `name` in a colour `#RRGGBB`."""
    return _text(name).replace("currentColor", colour).encode("utf-8")


@cache
def _text(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def sign_folder() -> Path:
    """Return the folder of the signs that the stylesheet points at; all starts share it, so none leaves one behind."""
    return user_folder() / "signs"


def write_sign(name: str, colour: str, folder: Path) -> str:
    """Write a coloured icon into a folder, unless it lies there, and return its path as a stylesheet wants it.

    A folder that cannot be written costs the sign its colour, never the start.
    """
    path = folder / f"{name}-{colour.removeprefix('#')}.svg"
    wanted = sign(name, colour)
    try:
        if not path.is_file() or path.read_bytes() != wanted:
            folder.mkdir(parents=True, exist_ok=True)
            # Another program may be starting and reading: the file is there whole or not at all.
            handle, made = tempfile.mkstemp(dir=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(wanted)
            Path(made).replace(path)
    except OSError:
        return resource("icons", f"{name}.svg").as_posix()
    return path.as_posix()
