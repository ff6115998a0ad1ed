"""The `climafin` command: alone it opens the window, with a verb it works in the terminal."""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from climafin.base.clock import Clock
from climafin.base.errors import CallProblem, ClimaFinError
from climafin.base.language import LanguageCode, language
from climafin.base.messages import Message, message
from climafin.base.settings import load_settings
from climafin.base.system_problems import system_problem

if TYPE_CHECKING:
    from climafin.terminal.door import Door

_PROBLEMS = 1
_REFUSED = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code (see `climafin --help`).

    Args:
        arguments: the command line after the program's name; this process's own when None.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if not given:
        return open_window(None)
    # Not for the window, which is to be seen at once.
    from climafin.terminal.arguments import asked_language, parser, speak  # noqa: PLC0415
    from climafin.terminal.door import Door  # noqa: PLC0415

    _speak_utf8()
    settings = load_settings()
    code = asked_language(given) or settings.language
    speak(code)
    words = language(code)
    try:
        options = parser(words).parse_args(given)
    except SystemExit as left:  # argparse has said what is wrong, or has printed the help
        return left.code if isinstance(left.code, int) else 2
    if options.verb is None:
        return open_window(options.library, asked_language(given))
    return _run(Door(options, words, settings, Clock()))


def _run(door: "Door") -> int:
    """Run a verb; whatever fails is told in one sentence, never by a traceback."""
    try:
        code: int = door.options.run(door)
        sys.stdout.flush()
        door.tell_closing()
    except KeyboardInterrupt:
        return _told(door, message("Stopped. What was not finished is not kept."), _REFUSED)
    except BrokenPipeError:
        _drop_output()  # whoever read it has gone (`| head`)
        return 0
    except Exception as failure:  # noqa: BLE001 - the last door: nobody above could say it better
        if isinstance(failure, OSError) and not failure.filename:
            _drop_output()
        return _told(door, *_failure(failure))
    return code


def _drop_output() -> None:
    """Let what still waits to be written lead nowhere: Python writes it at its end, and would fail once more."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:  # a stream without a file below it has nothing waiting
        return


def _failure(failure: Exception) -> tuple[Message, int]:
    """Return what to say of a failure, and the exit code."""
    if isinstance(failure, ClimaFinError):
        return failure.told, failure.exit_code
    if isinstance(failure, UnicodeEncodeError):
        told = message("The command holds characters that are no text on this system. Nothing was changed.")
        return told, CallProblem.exit_code
    if isinstance(failure, OSError) and failure.filename:
        problem = system_problem(failure)
        return message("{file} cannot be used: {problem}.", file=failure.filename, problem=problem), _PROBLEMS
    if isinstance(failure, OSError):
        return message("The answer could not be written: {problem}.", problem=system_problem(failure)), _PROBLEMS
    told = message(
        "The program failed; the library was left as it was. {problem} (--debug shows more)",
        problem=f"{type(failure).__name__}: {failure}",
    )
    return told, _PROBLEMS


def _told(door: "Door", told: Message, code: int) -> int:
    if door.options.debug:
        door.progress.clear()
        traceback.print_exc()
    door.tell(told)
    return code


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes on every system; on a screen, what it cannot show becomes a mark.

    A stream that the caller closed (`>&-`, a program without a console) becomes one that leads nowhere.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it lives as long as the program


def open_window(library: str | None, code: LanguageCode | None = None) -> int:
    """Open the desktop program; the one place where the terminal's door leads to Qt."""
    from climafin.ui.app import run  # noqa: PLC0415 - no verb may need Qt

    return run(library, code)
