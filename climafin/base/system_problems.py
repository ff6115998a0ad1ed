"""What the operating system says when a file cannot be used, in words that exist in both languages."""

import errno

from climafin.base.messages import Message, message

_TOLD = {
    errno.EACCES: message("there is no right to it"),
    errno.EPERM: message("there is no right to it"),
    errno.EROFS: message("it can only be read"),
    errno.ENOSPC: message("the disk is full"),
    errno.EDQUOT: message("the disk is full"),
    errno.ENOENT: message("there is no such file or folder"),
    errno.EEXIST: message("a file of this name is in the way"),
    errno.ENOTDIR: message("a part of the path is a file, not a folder"),
    errno.EISDIR: message("it is a folder, not a file"),
    errno.ENAMETOOLONG: message("the name is too long"),
    errno.EBUSY: message("another program uses it"),
    errno.EFBIG: message("the file is too large for this drive"),
    errno.EIO: message("the disk or the drive reports a fault"),
}
#: What Windows tells apart and Python's `errno` does not: a file open in another program is EACCES as well.
_TOLD_ON_WINDOWS = {
    19: message("it can only be read"),  # ERROR_WRITE_PROTECT
    32: message("another program uses it"),  # ERROR_SHARING_VIOLATION
    33: message("another program uses it"),  # ERROR_LOCK_VIOLATION
    206: message("the name is too long"),  # ERROR_FILENAME_EXCED_RANGE
}


def system_problem(error: OSError) -> Message | str:
    """Return why the system refused, as a part of a sentence; its own words where we have none."""
    on_windows = _TOLD_ON_WINDOWS.get(getattr(error, "winerror", None) or 0)
    return on_windows or _TOLD.get(error.errno or 0) or error.strerror or str(error)
