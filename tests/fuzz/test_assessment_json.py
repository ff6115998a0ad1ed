"""Whatever an assessment holds, reading it back gives the same assessment."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climafin.base.clock import OFFICE_ZONE
from climafin.domain.assessment import Assessment
from climafin.domain.assessment_json import assessment_from_json, assessment_to_json

# JSON text cannot hold half a character; nothing that was typed is one.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
st.register_type_strategy(str, words)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(datetime, st.datetimes(timezones=st.sampled_from([UTC, OFFICE_ZONE])))
st.register_type_strategy(date, st.dates())


@given(st.builds(Assessment))
def test_round_trip(assessment: Assessment) -> None:
    text = assessment_to_json(assessment)
    again = assessment_from_json(text)
    assert again == assessment
    assert assessment_to_json(again) == text


@pytest.mark.parametrize("text", ["", "{}", "[]", '"x"', '{"pack": {}}'])
def test_what_is_none_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        assessment_from_json(text)
