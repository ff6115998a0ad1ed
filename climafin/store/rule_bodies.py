"""What rows of rules hold at length and the history does not repeat: their digest, and the files of a pack's lists."""

import hashlib
import json
from collections.abc import Mapping


def body_digest(*bodies: bytes | str) -> str:
    """Return SHA-256 over what a row holds at length, hex."""
    found = hashlib.sha256()
    for body in bodies:
        content = body.encode("utf-8") if isinstance(body, str) else body
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()


def files_to_text(files: Mapping[str, bytes]) -> str:
    """Return the text files of a pack's lists as one JSON text, byte for byte."""
    plain = {name: files[name].decode("utf-8") for name in sorted(files)}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def files_from_text(text: str) -> dict[str, bytes]:
    """Return the files that `files_to_text` took."""
    return {name: content.encode("utf-8") for name, content in json.loads(text).items()}
