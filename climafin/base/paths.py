"""Where the program's own files and the user's settings lie."""

import os
from importlib.resources import files
from pathlib import Path

import platformdirs


def resource(*parts: str) -> Path:
    """Return the path of a file shipped in `resources/`."""
    return Path(str(files("climafin.resources"))).joinpath(*parts)


def shipped_packs() -> Path:
    """Return the folder that holds one folder per shipped rule pack."""
    return Path(str(files("climafin.scoring_rules")))


def user_folder() -> Path:
    """Return the folder for settings and the practice library (`CLIMAFIN_HOME` overrides it)."""
    override = os.environ.get("CLIMAFIN_HOME")
    return Path(override) if override else Path(platformdirs.user_data_dir("ClimaFin", appauthor=False))
