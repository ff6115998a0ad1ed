"""The `climafin` command: alone it opens the window, with a verb it works in the terminal."""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING

from climafin.base.clock import Clock
from climafin.base.errors import ClimaFinError
from climafin.base.language import LanguageCode, language
from climafin.base.messages import Message, message
from climafin.base.settings import load_settings

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
    except ClimaFinError as failure:
        return _told(door, failure.told, failure.exit_code)
    except KeyboardInterrupt:
        return _told(door, message("Stopped. What was not finished is not kept."), _REFUSED)
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`); nothing more can be said, and closing must not try to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as failure:
        where = failure.filename or ""
        problem = failure.strerror or str(failure)
        return _told(door, message("{file} cannot be used: {problem}.", file=where, problem=problem), _PROBLEMS)
    except Exception as failure:  # noqa: BLE001 - the last door: nobody above could say it better
        problem = f"{type(failure).__name__}: {failure}"
        return _told(
            door,
            message(
                "The program failed; the library was left as it was. {problem} (--debug shows more)", problem=problem
            ),
            _PROBLEMS,
        )
    return code


def _told(door: "Door", told: Message, code: int) -> int:
    if door.options.debug:
        traceback.print_exc()
    door.tell(told)
    return code


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes on every system; on a screen, what it cannot show becomes a mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def open_window(library: str | None, code: LanguageCode | None = None) -> int:
    """Open the desktop program; the one place where the terminal's door leads to Qt."""
    from climafin.ui.app import run  # noqa: PLC0415 - no verb may need Qt

    return run(library, code)
