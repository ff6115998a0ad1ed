"""The fixed order of a dossier's parts and the lengths it is printed in.

Source of the order: banks' own templates of survey reports (授信调查报告) on fixed-asset loans and project
finance, which take the borrower first and the project after him; the heads on green loans follow the four parts
of the Green Loan Principles, those on the project the outline of feasibility reports, 发改投资规〔2023〕304号.
"""

from enum import StrEnum

from climafin.base.errors import CallProblem
from climafin.base.messages import Label, message


class Length(StrEnum):
    """How much is printed."""

    SUMMARY = "summary"
    STANDARD = "standard"

    @property
    def label(self) -> Label:
        """The length's name in both languages."""
        return _LENGTHS[self]

    @property
    def parts(self) -> frozenset[int]:
        """The numbers of the parts it holds."""
        return frozenset((0, 2, 22)) if self is Length.SUMMARY else frozenset(PART_TITLES)


_LENGTHS = {
    Length.SUMMARY: Label("摘要版", "Summary"),
    Length.STANDARD: Label("标准版", "Standard"),
}


def print_length(text: str) -> Length:
    """Return the length of a print by its name.

    Raises:
        CallProblem: there is no such length.
    """
    for known in Length:
        if text == known.value:
            return known
    raise CallProblem(message("A dossier is printed as summary or standard; “{text}” is neither.", text=text))


PART_TITLES: dict[int, Label] = {
    0: Label("一页摘要", "One-page summary"),
    1: Label("资料说明与声明", "Sources and statement"),
    2: Label("缺项与待办清单", "What is missing"),
    3: Label("借款人与项目发起人", "Borrower and sponsor"),
    4: Label("项目概况", "The project"),
    5: Label("项目合规性与审批手续", "Legality and approvals"),
    6: Label("气候友好性认定与评分", "Climate eligibility and score"),
    7: Label("气候效益", "Climate benefit"),
    8: Label("技术方案、建设条件与进度", "Technology, conditions and schedule"),
    9: Label("产品、市场与收入来源", "Product, market and revenue"),
    10: Label("投资估算与资金筹措", "Investment and funding"),
    11: Label("财务评价与偿债能力", "Financial appraisal and debt service"),
    12: Label("还款来源", "Sources of repayment"),
    13: Label("担保措施", "Security"),
    14: Label("环境、社会与气候风险", "Environmental, social and climate risk"),
    15: Label("主要风险与缓释措施", "Main risks and measures"),
    16: Label("融资需求与合作建议", "Financing sought"),
    17: Label("募集资金使用、管理与信息披露", "Use and management of proceeds"),
    18: Label("可享受的激励政策", "Incentives"),
    19: Label("审核与评审记录", "Review record"),
    20: Label("附件目录", "List of attachments"),
    21: Label("签署与用印页", "Signature and seal"),
    22: Label("银行反馈回执", "The bank's reply"),
}
