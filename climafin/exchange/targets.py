"""Files that are written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from climafin.base.errors import CallProblem
from climafin.base.messages import message


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
                "“{path}” cannot be written. Is it open in another program, or is the folder missing? Nothing was "
                "changed.",
                path=str(target),
            )
        ) from error
    finally:
        part.unlink(missing_ok=True)
