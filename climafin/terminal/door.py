"""What every verb is given: the language, the library asked for, and where answers and progress go."""

import getpass
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from climafin.base.clock import Clock
from climafin.base.errors import CallProblem
from climafin.base.language import Language
from climafin.base.messages import Message, message
from climafin.base.pointing import text_width
from climafin.base.settings import Settings, save_settings
from climafin.base.system_problems import system_problem
from climafin.terminal.output import Format, Table, cut, padded, write_json, write_table

if TYPE_CHECKING:
    from climafin.services.session import Session


@dataclass(slots=True)
class Door:
    """The terminal as a verb sees it.

    Attributes:
        options: the parsed command line.
        language: whose words to use.
        settings: what the program remembers.
        clock: tells the time.
        progress: where long work tells how far it is.
    """

    options: Namespace
    language: Language
    settings: Settings
    clock: Clock
    progress: "TerminalProgress" = field(init=False)
    _opened: "Session | None" = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.progress = TerminalProgress(self.language)

    @property
    def format(self) -> Format:
        """How answers are printed."""
        return Format(self.options.format)

    @property
    def person(self) -> str:
        """The name written into the history: `--person`, the settings' or the account's."""
        if self.options.person or self.settings.person:
            return str(self.options.person or self.settings.person)
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):  # an account without a name, as in some containers
            return ""

    @property
    def folder(self) -> Path:
        """The library asked for: `--library`, else the last one opened.

        Raises:
            CallProblem: none was named and none was ever opened.
        """
        if self.options.library:
            return Path(self.options.library).absolute()
        if self.settings.recent:
            return Path(self.settings.recent[0])
        raise CallProblem(
            message("No library was opened yet. Name one with --library, or make one: climafin new FOLDER --sample")
        )

    def session(self, *, read_only: bool = False) -> "Session":
        """Open the library asked for; close it with `with`.

        Args:
            read_only: whether the verb only looks: then it works beside somebody who is writing.
        """
        from climafin.services.libraries import open_library  # noqa: PLC0415 - `--help` needs no database

        session = open_library(self.folder, self.person, read_only=read_only, clock=self.clock)
        self._opened = session
        self.remember(self.folder)
        return session

    def tell_closing(self) -> None:
        """Say why the library's own backup was not made when it was closed, if it was not."""
        if self._opened is not None and self._opened.told_at_closing is not None:
            self.tell(self._opened.told_at_closing)

    def remember(self, folder: Path) -> None:
        """Make a library the one that verbs without `--library` mean."""
        if self.settings.recent[:1] != [str(folder.resolve())]:
            self.settings.remember_library(folder)
            try:
                save_settings(self.settings)
            except OSError as error:
                # Remembering is a convenience: the verb itself must not fail for it.
                self.tell(
                    message(
                        "The last opened library could not be remembered ({problem}); name it with --library.",
                        problem=system_problem(error),
                    )
                )

    def tell(self, told: Message) -> None:
        """Say something beside the answer, on standard error."""
        self.tell_text(self.language.say(told))

    def tell_text(self, text: str) -> None:
        """Write a line to standard error."""
        self.progress.clear()
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def heads(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the heads of a table in the language of the answer.

        Args:
            texts: key to head, in English and marked for translation.
        """
        return {key: self.language.text(text) for key, text in texts.items()}

    def answer(self, table: Table, plain: object | None = None) -> None:
        """Print a list in the format asked for.

        Args:
            table: the list; its rows are the JSON answer unless `plain` is given.
            plain: the JSON answer when it is more than the list.
        """
        self.progress.clear()
        if self.format is Format.JSON:
            write_json(table.plain() if plain is None else plain, self.language)
        else:
            write_table(table, self.format)

    def answer_record(self, plain: object, lines: Callable[[], Sequence[str]]) -> None:
        """Print one answer: as JSON, or as lines made only when they are wanted."""
        self.progress.clear()
        if self.format is Format.JSON:
            write_json(plain, self.language)
            return
        for line in lines():
            sys.stdout.write(line + "\n")


class TerminalProgress:
    """Tells on standard error how far work is: one line rewritten on a screen, one per kind of work in a log."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._is_screen = sys.stderr.isatty()
        self._last = ""
        #: Columns of the line on the screen that is not ended yet.
        self._standing = 0

    def step(self, done: int, total: int, doing: Message) -> None:
        """Tell how far the work is; Ctrl+C between two steps ends it."""
        if self._is_screen:
            # Blanks and no escape sequence: the older Windows console prints those as they are.
            line = cut(f"{done}/{total} {self._language.say(doing)}", shutil.get_terminal_size().columns - 1)
            sys.stderr.write("\r" + padded(line, self._standing))
            self._standing = text_width(line)
        elif doing.text != self._last:
            sys.stderr.write(self._language.say(doing) + "\n")
        self._last = doing.text
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line off the screen, so that what is said next does not stand behind it."""
        if self._standing:
            sys.stderr.write("\r" + " " * self._standing + "\r")
            sys.stderr.flush()
            self._standing = 0
