"""The `climafin` command: alone it opens the window, with a verb it works in the terminal."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code.

    Args:
        arguments: the command line after the program's name; this process's own when None.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    return open_window() if not given else 2


def open_window() -> int:
    """Open the desktop program; the one place where the terminal's door leads to Qt."""
    from climafin.ui.app import main as run_window  # noqa: PLC0415 - no verb may need Qt

    return run_window()
