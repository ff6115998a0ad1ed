"""The files that people are given: written whole or not at all, a refusal told in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from climafin.base.errors import CallProblem
from climafin.base.messages import message
from climafin.base.replacing import replacing
from climafin.base.system_problems import system_problem


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the target's place only when everything went well.

    Raises:
        CallProblem: the target cannot be written: no such folder, no right, or open in another program.
    """
    try:
        with replacing(target) as part:
            # Before the work: whoever cannot write hears so at once.
            part.touch()
            yield part
    except OSError as error:
        raise CallProblem(
            message(
                "“{path}” cannot be written: {problem}. Nothing was changed. Choose another place, or close the "
                "program that has it open.",
                path=str(target),
                problem=system_problem(error),
            )
        ) from error
