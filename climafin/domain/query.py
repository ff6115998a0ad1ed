"""What a person asks of the list: words, filters, order, columns."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from climafin.base.messages import Label


class Column(StrEnum):
    """Columns of the list that are not fields of the dictionary but derived from the library."""

    NUMBER = "number"
    STATUS = "status"
    STAGE = "stage"
    STAGE_SINCE = "stage_since"
    VERDICT = "verdict"
    GRADE = "grade"
    SCORE = "score"
    COMPLETENESS = "completeness"
    CHANGED_AT = "changed_at"

    @property
    def label(self) -> Label:
        """The column's name in both languages."""
        return _COLUMNS[self]


_COLUMNS = {
    Column.NUMBER: Label("编号", "No."),
    Column.STATUS: Label("状态", "Status"),
    Column.STAGE: Label("阶段", "Stage"),
    Column.STAGE_SINCE: Label("进入阶段日期", "In stage since"),
    Column.VERDICT: Label("准入", "Eligibility"),
    Column.GRADE: Label("等级", "Grade"),
    Column.SCORE: Label("得分", "Score"),
    Column.COMPLETENESS: Label("完整度", "Completeness"),
    Column.CHANGED_AT: Label("最近更新", "Last changed"),
}


class SortKey(NamedTuple):
    """One key of the order; names sort by pinyin, unknowns always last."""

    column: str
    descending: bool = False


class ProjectQuery(NamedTuple):
    """Which projects, in which order.

    Attributes:
        words: what was typed into the search box: Chinese, pinyin, initials, codes, people.
        filters: column or field key to the accepted values (choice keys, stage and status keys);
            None among them stands for "not known yet".
        sort: the order; registration order when empty.
    """

    words: str = ""
    filters: Mapping[str, frozenset[str | None]] = MappingProxyType({})
    sort: tuple[SortKey, ...] = ()
