"""Files that are written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path beside the target to write to; it takes the target's place when the block ends without an exception.

    Raises:
        OSError: the system refuses; the target is as it was.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        part.replace(target)
    finally:
        # Where nothing could be written nothing can be removed either: the first refusal is the one to tell.
        with suppress(OSError):
            part.unlink(missing_ok=True)
