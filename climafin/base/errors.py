"""The kinds of failure a user can meet, each with the exit code the terminal door gives it."""

from climafin.base.messages import Message


class ClimaFinError(Exception):
    """A failure that is told to the user in one sentence: what happened, is the data safe, what now."""

    exit_code = 1

    def __init__(self, told: Message) -> None:
        super().__init__(told.text)
        self.told = told


class DataProblem(ClimaFinError):
    """The data handed in has problems that the message names."""

    exit_code = 1


class CallProblem(ClimaFinError):
    """The verb was called wrongly: an unknown project, field, pack or stage."""

    exit_code = 2


class LibraryProblem(ClimaFinError):
    """The library cannot be opened or is not healthy."""

    exit_code = 3


class NewerLibrary(LibraryProblem):
    """The library is sound but of a later edition of the program: no backup would help."""


class Refused(ClimaFinError):
    """The library refuses: rights, lock, or four eyes."""

    exit_code = 4


class Cancelled(ClimaFinError):
    """The user cancelled; nothing was written."""

    exit_code = 4
