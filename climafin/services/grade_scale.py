"""Which range of grades says nothing: from the lowest of a pack to its highest."""

import json
from functools import cache

from climafin.base.messages import Label
from climafin.base.paths import shipped_packs

#: Made by `resources/build/whole_scales.py`: the first list is painted with it, and reading packs would take longer.
FILE_NAME = "whole_scales.json"


def is_open(low: Label, high: Label) -> bool:
    """Tell whether a range of grades leaves every grade of a shipped pack possible."""
    return low.zh != high.zh and (low.zh, high.zh) in _whole_scales()


@cache
def _whole_scales() -> frozenset[tuple[str, str]]:
    found = json.loads((shipped_packs() / FILE_NAME).read_text(encoding="utf-8"))
    return frozenset((low, high) for low, high in found)
