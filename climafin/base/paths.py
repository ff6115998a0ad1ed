"""Where the program's own files and the user's settings lie."""

import os
from pathlib import Path
from types import ModuleType

import climafin.resources
import climafin.scoring_rules


def resource(*parts: str) -> Path:
    """Return the path of a file shipped in `resources/`."""
    return _folder(climafin.resources).joinpath(*parts)


def shipped_packs() -> Path:
    """Return the folder that holds one folder per shipped rule pack."""
    return _folder(climafin.scoring_rules)


def _folder(package: ModuleType) -> Path:
    # Not importlib.resources: it takes a noticeable part of the time to the first window, and files lie in folders.
    return Path(str(package.__file__)).parent


def user_folder() -> Path:
    """Return the folder for settings and the practice library (`CLIMAFIN_HOME` overrides it)."""
    override = os.environ.get("CLIMAFIN_HOME")
    if override:
        return Path(override)
    import platformdirs  # noqa: PLC0415 - loaded only where it is asked

    return Path(platformdirs.user_data_dir("ClimaFin", appauthor=False))
