"""Help never lies: every example passes the check it describes and gives what it says it gives."""

import pytest

from climafin.base.language import Language
from climafin.domain.dictionary import dictionary
from climafin.rules.cases import examine
from climafin.rules.reading import NEEDED, OPTIONAL, read_pack
from tests.unit.help.examples import Example, conditions, examples, whole

TOP_LEVEL = frozenset((*NEEDED, *OPTIONAL))
EXAMPLES = [example for code in ("zh", "en") for example in examples(code)]
CONDITIONS = [example for code in ("zh", "en") for example in examples(code, "rule")]
ENGLISH = Language("en")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.page}:{one.line}")
def test_an_example_passes_the_check_and_gives_what_help_says(example: Example):
    assert_right(whole(example, TOP_LEVEL))


@pytest.mark.parametrize("example", CONDITIONS, ids=lambda one: f"{one.page}:{one.line}")
def test_every_condition_answers_as_help_says(example: Example):
    assert_right(conditions(example))


def assert_right(text: str) -> None:
    """Insist that a pack is read, has cases, and that they come out right."""
    reading = read_pack(text.encode(), "pack.yaml", dictionary())
    assert reading.pack is not None, [f"{f.place.line}: {ENGLISH.say(f.told)}" for f in reading.faults]
    assert [ENGLISH.say(fault.told) for one in examine(reading.pack, dictionary()) for fault in one.faults] == []
    assert reading.pack.cases, "an example says what it gives"
