"""Keys: one key does one thing; Qt does nothing at all when two verbs claim the same."""

from collections import Counter

from climafin.ui.actions.catalogue import VERBS


def test_no_key_belongs_to_two_verbs():
    counted = Counter(key for verb in VERBS for key in verb.keys)
    assert [key for key, count in counted.items() if count > 1] == []
