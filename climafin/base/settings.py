"""The user's settings, declared once; kept as JSON in the user's folder."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import get_args

from climafin.base.language import LanguageCode, system_language
from climafin.base.paths import user_folder
from climafin.base.replacing import replacing

RECENT_LIMIT = 8
THEMES = ("system", "light", "dark")


@dataclass(slots=True)
class Settings:
    """What the program remembers between two starts.

    Attributes:
        language: the language of window and terminal.
        person: the name written into the history; empty until asked.
        theme: one of `THEMES`.
        recent: library folders, last opened first.
        font_scale: text size in per cent, 100-200.
        layout: what windows remember (widths, columns), by place.
    """

    language: LanguageCode = field(default_factory=system_language)
    person: str = ""
    theme: str = "system"
    recent: list[str] = field(default_factory=list)
    font_scale: int = 100
    layout: dict[str, str] = field(default_factory=dict)

    def remember_library(self, folder: Path) -> None:
        """Put a library at the head of the recent ones."""
        path = str(folder.resolve())
        self.recent = [path, *(known for known in self.recent if known != path)][:RECENT_LIMIT]


def settings_file() -> Path:
    """Return the file the settings live in."""
    return user_folder() / "settings.json"


def load_settings() -> Settings:
    """Read the settings; what is missing, unknown or of the wrong type is taken as never set."""
    settings = Settings()
    try:
        kept = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return settings
    if not isinstance(kept, dict):
        return settings
    for declared in fields(settings):
        value = kept.get(declared.name)
        if _is_sound(declared.name, value):
            setattr(settings, declared.name, value)
    return settings


def _is_sound(name: str, value: object) -> bool:
    """Tell whether a kept value can be what the setting says it is."""
    match name:
        case "language":
            return value in get_args(LanguageCode)
        case "theme":
            return value in THEMES
        case "font_scale":
            return type(value) is int and 100 <= value <= 200
        case "recent":
            return isinstance(value, list) and all(isinstance(path, str) for path in value)
        case "layout":
            return isinstance(value, dict) and all(isinstance(kept, str) for kept in value.values())
    return isinstance(value, str)


def save_settings(settings: Settings) -> None:
    """Write the settings; the file is replaced whole or not at all."""
    target = settings_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as part:
        part.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
