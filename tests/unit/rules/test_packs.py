"""A pack with faults is told line by line and never used; slips are told too."""

from pathlib import Path

import pytest

from climafin.base.errors import CallProblem
from climafin.base.language import Language
from climafin.domain.dictionary import dictionary
from climafin.rules.packs import PackProblem, examined_pack, load_pack, shipped_pack
from tests.unit.rules.small_packs import text

CASES = """\
usual_facts:
  {行业: 建筑节能与绿色建筑, 气候类别: 减缓, 符合三线一单: 是, 两高项目: 否,
   年减排量: 5000, 总投资: 5000 万元, 立项: 已取得}
cases:
  - name: 收益率未填
    expect: {verdict: eligible, C3: [0, 25], C4: 15, B1: unknown}
"""


def written(folder: Path, source: str) -> Path:
    file = folder / "pack.yaml"
    file.write_text(source, encoding="utf-8")
    return file


def test_every_fault_is_shown_with_its_line_and_a_caret(tmp_path: Path):
    source = text(tail=CASES).replace("id: G1", "idd: G1").replace("B1: unknown", "B9: unknown")
    with pytest.raises(PackProblem) as refused:
        load_pack(written(tmp_path, source), dictionary())
    told = Language("en").say(refused.value.told)
    assert "Faults: 3" in told
    lines = told.splitlines()
    at = next(number for number, line in enumerate(lines) if "“idd” is not known here" in line)
    assert lines[at].startswith("pack.yaml:")
    assert lines[at + 2].index("^") == lines[at + 1].index("idd")


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("verdict: refused", "eligible"),
        ("C4: 14", "15.00"),
        ("C4: [0, 15]", "15.00"),
        ("C3: 25", "0.00–25.00"),
        ("G1: not_met", "met"),
        ("grade: 乙", "丙–甲"),
        ("C3: not_applicable", "unknown"),
    ],
)
def test_a_case_that_fails_says_what_came_out(tmp_path: Path, wrong: str, found: str):
    case = CASES.replace("{verdict: eligible, C3: [0, 25], C4: 15, B1: unknown}", "{" + wrong + "}")
    with pytest.raises(PackProblem) as refused:
        load_pack(written(tmp_path, text(tail=case)), dictionary())
    assert refused.value.faults[0].told.values["found"] == found


def test_slips_are_told_but_block_nothing(tmp_path: Path):
    source = text(tail=CASES).replace(
        "sources:\n", "sources:\n  U: {title: {zh: 没人引用, en: Cited by nobody}, official: no}\n"
    )
    source = source.replace("{from: 8, marks: 100}", "{from: 201, marks: 100}").replace("below: 8, ", "")
    source = source.replace("{above: 10000, marks", "{above: 400, marks").replace(
        "[[0, 0], [0.1, 30]", "[[0, 0], [0.1, 30]"
    )
    _, slips = examined_pack(written(tmp_path, source), dictionary())
    told = [Language("en").say(slip.told) for slip in slips]
    assert "No rule cites the source “U”." in told
    assert "No value can reach this band." in told
    assert "For “waste” the bands of this criterion do not rise." in told
    assert "No case has G1 = not met." in told


def test_an_unknown_pack_is_told_with_the_nearest():
    with pytest.raises(CallProblem) as refused:
        shipped_pack("liangjian-sample")
    assert refused.value.told.values["near"] == "liangjiang-sample"


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(CallProblem):
        load_pack(tmp_path / "none.yaml", dictionary())
