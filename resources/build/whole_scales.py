"""Writes scoring_rules/whole_scales.json: the lowest and the highest grade of every shipped pack.

    python resources/build/whole_scales.py     after a pack or its grades were added or renamed

`tests/unit/services/test_grade_scale.py` says when that was forgotten.
"""

import json

from climafin.base.paths import shipped_packs
from climafin.rules.packs import pack_ids, shipped_pack
from climafin.services.grade_scale import FILE_NAME


def main() -> None:
    """Write the file."""
    scales = {
        (pack.grades[-1].label.zh, pack.grades[0].label.zh) for pack in map(shipped_pack, pack_ids()) if pack.grades
    }
    text = json.dumps(sorted(scales), ensure_ascii=False, indent=1)
    (shipped_packs() / FILE_NAME).write_text(text + "\n", encoding="utf-8")
    print(f"{len(scales)} whole scales")


if __name__ == "__main__":
    main()
