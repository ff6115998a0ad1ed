"""Which range of grades says nothing: from the lowest of a pack to its highest."""

import re
from functools import cache

from climafin.base.messages import Label
from climafin.base.paths import shipped_packs

_GRADES = re.compile(r"^grades:[ \t]*\n((?:[ \t#].*\n|\n)*)", re.MULTILINE)
_NAME = re.compile(r"""\bzh:[ \t]*(?:"([^"]*)"|'([^']*)'|([^,}\n]+))""")


def is_open(low: Label, high: Label) -> bool:
    """Tell whether a range of grades leaves every grade possible."""
    return (low.zh, high.zh) in _whole_scales()


@cache
def _whole_scales() -> frozenset[tuple[str, str]]:
    """Return the lowest and the highest grade of each shipped pack.

    Only these lines are read: the first list is painted with them, and reading whole packs would take longer than
    everything before it. A test holds this against the packs as the rules read them.
    """
    found = set()
    for file in shipped_packs().glob("*/pack.yaml"):
        part = _GRADES.search(file.read_text(encoding="utf-8-sig").replace("\r\n", "\n") + "\n")
        names = [(a or b or c).strip() for a, b, c in _NAME.findall(part[1])] if part else []
        if len(names) > 1:
            found.add((names[-1], names[0]))
    return frozenset(found)
