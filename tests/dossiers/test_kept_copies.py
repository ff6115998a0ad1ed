"""What dossiers say, compared with kept copies.

After a change that is meant, renew the copies and look at the difference before committing it:
    CLIMAFIN_RENEW_COPIES=1 python -m pytest tests/dossiers/test_kept_copies.py
"""

import json
import os
from pathlib import Path

import pytest

from climafin.dossier.build import build_content
from climafin.dossier.content import plain
from climafin.dossier.parts import Length
from climafin.dossier.source import Source
from climafin.dossier.wording import PrintLanguage
from tests.dossiers.cases import full_source, name_only_source

KEPT = Path(__file__).parent / "kept"
CASES: dict[str, tuple[Source, Length, PrintLanguage]] = {
    "full-standard-zh": (full_source(), Length.STANDARD, "zh"),
    "full-standard-en": (full_source(), Length.STANDARD, "en"),
    "full-summary-both": (full_source(is_practice=True), Length.SUMMARY, "both"),
    "name-only-standard-zh": (name_only_source(), Length.STANDARD, "zh"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_dossier_says_what_it_said_before(name: str):
    source, length, code = CASES[name]
    now = json.dumps(plain(build_content(source, length, code)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    copy = KEPT / f"{name}.json"
    if os.environ.get("CLIMAFIN_RENEW_COPIES"):
        KEPT.mkdir(exist_ok=True)
        copy.write_text(now, encoding="utf-8")
    assert now == copy.read_text(encoding="utf-8")
