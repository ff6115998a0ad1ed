"""The way to the first window: what the machine lacks is told in a sentence, never by a crash."""

import builtins
import gc
import os
import sys
from pathlib import Path

from climafin.base.language import LanguageCode, language
from climafin.base.messages import Message, message
from climafin.base.settings import Settings, load_settings

EXIT_NO_SCREEN = 3
_UNASKED_PLATFORMS = "xcb;offscreen"


def run(library: str | None = None, code: LanguageCode | None = None) -> int:
    """Open the program and stay until its window is closed.

    Args:
        library: the folder of a library to open at once; None opens the last one.
        code: the language to open in; from then on it is the window's language. None leaves it as it was.

    Returns:
        The exit code: 0, or 3 when there is no screen or an unusable Qt.
    """
    # Until the window stands nothing becomes garbage, and looking for it takes a noticeable part of the start.
    gc.disable()
    settings = load_settings()
    settings.language = code or settings.language
    # Without a display Qt aborts the whole process; offscreen at the end of the list keeps it alive.
    is_unasked = sys.platform.startswith("linux") and "QT_QPA_PLATFORM" not in os.environ
    if is_unasked:
        platforms = ("wayland;" if os.environ.get("WAYLAND_DISPLAY") else "") + _UNASKED_PLATFORMS
        os.environ["QT_QPA_PLATFORM"] = platforms
        # What is wrong with the display is told below, in a sentence.
        os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.plugin=false;qt.qpa.xcb=false")
    problem = qt_problem()
    if problem is None and is_unasked and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        problem = no_screen()
    if problem is None and is_unasked and not os.environ.get("WAYLAND_DISPLAY"):
        problem = missing_library()
    if problem is not None:
        return _refuse(settings, problem)
    _import_plainly()
    from climafin.ui.application import Application  # noqa: PLC0415 - Qt is loaded only past the checks above

    application = Application(settings)
    if is_unasked and application.has_no_screen:
        return _refuse(settings, closed_screen(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY", "")))
    return application.run(Path(library) if library else None)


def no_screen() -> Message:
    """Return the sentence for a machine without a display."""
    return message(
        "There is no display here, so the window cannot open. Everything can be done in the terminal: "
        "“climafin --help” lists the verbs, “climafin new FOLDER --sample” makes a practice library."
    )


def closed_screen(name: str) -> Message:
    """Return the sentence for a display that is named but does not let us in."""
    return message(
        "The display “{name}” cannot be reached, so the window cannot open. Everything can be done in the terminal: "
        "“climafin --help” lists the verbs.",
        name=name,
    )


def missing_library(plugin: Path | None = None) -> Message | None:
    """Return which system library the window lacks, or None; Qt itself would only fall silent or abort.

    Args:
        plugin: Qt's door to the display; None is the one of X11.
    """
    import ctypes  # noqa: PLC0415 - asked only on a real display

    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - asked only where Qt can be loaded

    door = plugin or Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms" / "libqxcb.so"
    try:
        ctypes.CDLL(str(door))
    except OSError as error:
        # The loader puts the library's name before the first colon.
        name = str(error).partition(":")[0]
        return message(
            "The window cannot open: this system lacks {library}. “python3 run.py” installs it or names the command.",
            library=name,
        )
    return None


def qt_problem() -> Message | None:
    """Return why this Qt cannot be used, or None."""
    try:
        import PySide6  # noqa: PLC0415 - its absence is one of the things to tell
        from PySide6 import QtWidgets  # noqa: F401, PLC0415 - loads the system's libraries
    except ImportError as error:
        return message("The window's library Qt cannot be loaded: {problem}. Run “python3 run.py”.", problem=str(error))
    return binding_problem(PySide6.__version__, sys.version_info[:2])


def binding_problem(version: str, python: tuple[int, int]) -> Message | None:
    """Return why a PySide6 version cannot be used with a Python version, or None.

    PySide6 6.12.0 loses references to None on Python before 3.12 and aborts after some thousand calls.
    """
    if version.startswith("6.12.0") and python < (3, 12):
        return message(
            "PySide6 {version} crashes on this Python. Run “python3 run.py”; it installs another.", version=version
        )
    return None


def _import_plainly() -> None:
    """Take PySide's import hook away again.

    It reads the source of every module imported from now on, to see whether names are to be switched by
    `__feature__`; nothing here is, and the reading is a twentieth of the start.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _refuse(settings: Settings, problem: Message) -> int:
    sys.stderr.write(language(settings.language).say(problem) + "\n")
    return EXIT_NO_SCREEN
