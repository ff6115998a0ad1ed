"""Files that are written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from climafin.base.errors import CallProblem
from climafin.base.messages import message
from climafin.base.system_problems import system_problem


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the target's place only when everything went well.

    Raises:
        CallProblem: the target cannot be written: no such folder, no right, or open in another program.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        part.touch()
        yield part
        part.replace(target)
    except OSError as error:
        raise CallProblem(
            message(
                "“{path}” cannot be written: {problem}. Nothing was changed. Choose another place, or close the "
                "program that has it open.",
                path=str(target),
                problem=system_problem(error),
            )
        ) from error
    finally:
        part.unlink(missing_ok=True)
