"""A range of grades that leaves everything possible is known as such, for every shipped pack."""

from climafin.rules.packs import pack_ids, shipped_pack
from climafin.services.grade_scale import is_open


def test_only_the_whole_scale_of_a_pack_is_open():
    for pack_id in pack_ids():
        grades = [grade.label for grade in shipped_pack(pack_id).grades]
        if not grades:  # a rule book that only gates or ranks
            continue
        assert is_open(grades[-1], grades[0]), f"{pack_id}: run resources/build/whole_scales.py"
        assert not any(
            is_open(low, high) for low in grades for high in grades if (low, high) != (grades[-1], grades[0])
        )
