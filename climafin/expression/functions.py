"""The short list of functions: their names in both languages."""

from climafin.base.messages import Label

#: Each function by the name the tree keeps, with its Chinese names; the first is the one printed.
CHINESE: dict[str, tuple[str, ...]] = {
    "min": ("最小值", "最小"),
    "max": ("最大值", "最大"),
    "abs": ("绝对值",),
    "round": ("四舍五入",),
    "floor": ("向下取整",),
    "ceil": ("向上取整",),
    "clamp": ("限定",),
    "coalesce": ("取已知值",),
    "if": ("若", "如果"),
    "at_least": ("至少",),
    "years_between": ("相隔年数",),
    "days_between": ("相隔天数",),
    "year": ("年份",),
    "month": ("月份",),
    "day_of_month": ("几号",),
    "count": ("计数",),
    "sum": ("合计",),
    "mean": ("平均值", "平均"),
    "any": ("存在",),
    "every": ("全部",),
}
#: Every name a function answers to, and the one the tree keeps.
FUNCTIONS: dict[str, str] = {name: key for key, names in CHINESE.items() for name in (key, *names)}
#: Functions over the rows of a table; `min` and `max` are also functions of single values.
OVER_ROWS = ("count", "sum", "max", "min", "mean", "any", "every")
#: Functions over one column of a table.
OVER_COLUMN = ("sum", "max", "min", "mean")


def function_label(function: str) -> Label:
    """Return what a function is called."""
    return Label(CHINESE[function][0], function)


def call_example(function: str, arguments: str) -> Label:
    """Return how a call looks, with arguments that both languages write alike."""
    called = function_label(function)
    return Label(f"{called.zh}({arguments})", f"{called.en}({arguments})")


def function_named(name: str) -> str | None:
    """Return the function meant by a name in either language, or None."""
    return FUNCTIONS.get(name.casefold())
