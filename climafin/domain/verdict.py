"""Verdict 准入结论: the one word that lists show of an assessment; they need not load the rest for it."""

from enum import StrEnum

from climafin.base.messages import Label


class Verdict(StrEnum):
    """The answer of all gates together."""

    ELIGIBLE = "eligible"
    REFUSED = "refused"
    UNDECIDED = "undecided"

    @property
    def label(self) -> Label:
        """The verdict's name in both languages."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.ELIGIBLE: Label("通过准入", "eligible"),
    Verdict.REFUSED: Label("不予准入", "not eligible"),
    Verdict.UNDECIDED: Label("准入待核", "eligibility cannot be told yet"),
}
