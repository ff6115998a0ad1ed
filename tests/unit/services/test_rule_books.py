"""Printing rule books: the file is whole or not there; a pack with faults is not printed."""

from pathlib import Path

import pytest

from climafin.base.errors import CallProblem
from climafin.base.paths import shipped_packs
from climafin.rules.packs import PackProblem, shipped_pack
from climafin.services.dossiers import look_at_paper
from climafin.services.rule_books import preview_rule_book, print_rule_book

SAMPLE = "liangjiang-sample"
FILE = shipped_packs() / SAMPLE / "pack.yaml"


def test_a_pack_is_printed_alike_by_id_folder_file_and_text(tmp_path: Path):
    target = tmp_path / "book.pdf"
    printed = print_rule_book(SAMPLE, "zh", target)
    assert (printed.pack_id, printed.edition, printed.warnings) == (SAMPLE, shipped_pack(SAMPLE).stamp.edition, ())
    assert len(look_at_paper(target.read_bytes()).sizes) == printed.pages
    for given in (FILE.parent, FILE, FILE.read_bytes()):
        assert preview_rule_book(given, "zh") == target.read_bytes()


def test_a_pack_with_a_fault_is_not_printed_and_what_was_there_stays(tmp_path: Path):
    target = tmp_path / "book.pdf"
    target.write_bytes(b"before")
    wrong = FILE.read_text(encoding="utf-8").replace("score: 79.6, grade: 中绿", "score: 79.7, grade: 中绿")
    with pytest.raises(PackProblem):
        print_rule_book(wrong.encode(), "zh", target)
    assert target.read_bytes() == b"before"


def test_wrong_calls_are_told(tmp_path: Path):
    for pack, language in (("nosuch", "zh"), (tmp_path, "zh"), (SAMPLE, "fr")):
        with pytest.raises(CallProblem):
            print_rule_book(pack, language, tmp_path / "book.pdf")
    with pytest.raises(CallProblem):
        print_rule_book(SAMPLE, "zh", tmp_path / "no folder" / "book.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_character_without_a_glyph_is_told(tmp_path: Path):
    odd = FILE.read_text(encoding="utf-8").replace("zh: 深绿, en: Deep green", "zh: 深绿, en: Deep \U0001f332 green")
    (warning,) = print_rule_book(odd.encode(), "en", tmp_path / "book.pdf").warnings
    assert warning.values["code"] == "U+1F332"
