"""Where things lie in a library's folder; everything that a person calls the library is inside it."""

from pathlib import Path

DATABASE = "library.db"
#: Kept files, each under its hash.
FILES = "files"
BACKUPS = "backups"
#: What a restore set aside, by the moment.
SET_ASIDE = "set-aside"
LOCK_FILE = "library.lock"
#: Beside the lock and not in it: Windows lets nobody read a locked file.
HOLDER_FILE = "library.lock.json"


def kept_file(folder: Path, digest: str) -> Path:
    """Return where a kept file lies.

    Args:
        folder: the library's folder.
        digest: SHA-256 of its bytes, hex.
    """
    return folder / FILES / digest[:2] / digest
