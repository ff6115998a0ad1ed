"""A robustness result as bytes: a head that says what follows, then columns of numbers, compressed together.

Little-endian whatever the machine, no pickles, no moment of writing: the same result gives the same bytes.
"""

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

_HEAD = struct.Struct("<I")
_TYPES = {"i": "<i8", "f": "<f8"}
#: Nothing kept by this program comes near; what claims more was not.
_MOST_BYTES = 1 << 30

Column = npt.NDArray[Any]


def packed_columns(words: Mapping[str, object], columns: Mapping[str, Column]) -> bytes:
    """Return what is said in words, and columns of whole numbers or floats, as bytes.

    Args:
        words: what JSON can hold.
        columns: arrays of any shape.
    """
    plain = {name: np.ascontiguousarray(column, dtype=_TYPES[column.dtype.kind]) for name, column in columns.items()}
    shapes = [[name, column.dtype.kind, list(column.shape)] for name, column in plain.items()]
    head = json.dumps({"words": words, "columns": shapes}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    body = b"".join(column.tobytes() for column in plain.values())
    return zlib.compress(_HEAD.pack(len(head)) + head + body, 6)


def unpacked_columns(content: bytes) -> tuple[dict[str, Any], dict[str, Column]]:
    """Return what `packed_columns` took.

    Raises:
        ValueError: the bytes are something else.
    """
    unpacking = zlib.decompressobj()
    try:
        whole = unpacking.decompress(content, _MOST_BYTES)
        (size,) = _HEAD.unpack_from(whole)
        head = json.loads(whole[_HEAD.size : _HEAD.size + size])
        at = _HEAD.size + size
        columns: dict[str, Column] = {}
        for name, kind, shape in head["columns"]:
            count = int(np.prod(shape, dtype=np.int64))
            columns[name] = np.frombuffer(whole, dtype=_TYPES[kind], count=count, offset=at).reshape(shape)
            at += count * 8
        return dict(head["words"]), columns
    except (zlib.error, struct.error, KeyError, TypeError, ValueError) as error:
        raise ValueError("not the columns of a run") from error
