"""Units as table heads and cells write them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from climafin.base.folding import tidy
from climafin.domain.dictionary import Field, FieldKind

#: Units of money that a head may name; the same words that `parse_value` takes as `money_unit`.
MONEY_UNITS = ("元", "千元", "万元", "百万元", "千万元", "亿元")
DEFAULT_MONEY_UNIT = "万元"

_CARBON = ("", "/年", "/a", "co2", "co2/年", "co2e", "co2e/年", "co2e/a", "二氧化碳", "二氧化碳/年", "二氧化碳当量")
_COAL = ("", "标煤", "标准煤", "标煤/年", "标准煤/年", "/年", "ce", "ce/a", "ce/年")


def _scaled(names: dict[str, str], tails: tuple[str, ...]) -> dict[str, Decimal]:
    return {name + tail: Decimal(scale) for name, scale in names.items() for tail in tails}


#: The dictionary's unit to the spellings of its relatives, each with its worth in the dictionary's unit.
_RELATIVES: dict[str, dict[str, Decimal]] = {
    "吨二氧化碳当量/年": _scaled({"吨": "1", "t": "1", "万吨": "10000", "千吨": "1000"}, (*_CARBON, "二氧化碳当量/年")),
    "吨标准煤/年": _scaled({"吨": "1", "t": "1", "万吨": "10000", "千克": "0.001"}, _COAL),
    "兆瓦时/年": _scaled(
        {
            "兆瓦时": "1",
            "mwh": "1",
            "千瓦时": "0.001",
            "kwh": "0.001",
            "度": "0.001",
            "万千瓦时": "10",
            "万kwh": "10",
            "万度": "10",
            "亿千瓦时": "100000",
            "亿kwh": "100000",
            "亿度": "100000",
            "gwh": "1000",
        },
        ("", "/年", "/a"),
    ),
    "年": {"年": Decimal(1), "a": Decimal(1), "years": Decimal(1)},
    "人": {"人": Decimal(1), "people": Decimal(1), "万人": Decimal(10000)},
}
#: What stands behind a bare number and is no unit: 1.2万 is 12,000 of whatever the field is measured in.
_LARGE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_EVERY_UNIT = frozenset(name for relatives in _RELATIVES.values() for name in relatives) | {"月", "个月", "天", "日"}
#: 其中：资本金 is a part of the column before, and a column like any other.
_AMONG = re.compile(r"^其中[:,]?(?=.)")
_BRACKETS = re.compile(r"(?P<bare>.+?)\s*[(\[【](?P<inner>[^()\[\]【】]*)[)\]】]\s*")
_TAIL = re.compile(r"(?P<bare>.+?)\s*(?:[/,:;、]|单位:?|\s)\s*(?P<inner>[^/,:;、\s()]+(?:/[年a])?)")
_UNIT_LINE = re.compile(
    r"(?:金额|货币|计量|投资)?单位:(?:人民币)?(?P<unit>元|千元|万元|万|百万元|千万元|亿元|亿)(?![^\s,;)、])"
)
_NUMBER_AND_UNIT = re.compile(r"(?:约)?(?P<number>[-+]?\d+(?:\.\d+)?)(?P<unit>[^\d\s].*)")


@dataclass(frozen=True, slots=True)
class HeadText:
    """A head taken apart: as written in one line, without its brackets, and the unit it names ("" for none)."""

    full: str
    bare: str
    unit: str


def split_head(text: str) -> HeadText:
    """Take the text of a head apart, "*总投资（亿元）" into 总投资 and 亿元."""
    full = _AMONG.sub("", tidy(text.replace("\n", "")).replace(" ", "").strip("*:"))
    bare, unit = full, ""
    while found := _BRACKETS.fullmatch(bare):
        bare, inner = found["bare"], found["inner"].removeprefix("单位:")
        if is_unit(inner):
            unit = unit or inner
    if not unit:
        found = _TAIL.fullmatch(bare)
        if found and is_unit(found["inner"]):
            bare, unit = found["bare"], found["inner"]
    return HeadText(full, bare.strip("*:"), _money_word(unit))


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit that some field is measured in."""
    return _money_word(text) in MONEY_UNITS or text.casefold() in _EVERY_UNIT or text == "%"


_ENGLISH_MONEY = {"cny10k": "万元", "cny": "元", "rmb": "元", "yuan": "元", "cny100m": "亿元"}


def _money_word(text: str) -> str:
    bare = text.removeprefix("人民币")
    bare = _ENGLISH_MONEY.get(bare.casefold(), bare)
    return bare + "元" if bare in ("万", "百万", "千万", "亿") else bare


def unit_of_line(text: str) -> str | None:
    """Return the money unit that a line above a table names ("单位：万元"), or None."""
    found = _UNIT_LINE.search(tidy(text).replace(" ", ""))
    return _money_word(found["unit"]) if found else None


def scale_of(field: Field, unit: str) -> Decimal | None:
    """Return what one `unit` is worth in the field's own unit; None when they do not go together."""
    if field.kind is FieldKind.PERCENT:
        return Decimal(1) if unit == "%" else None
    return _RELATIVES.get(field.unit.zh, {}).get(unit.casefold())


def number_with_unit(field: Field, text: str) -> Decimal | None:
    """Return the number of a text such as "3.5万吨" in the field's own unit, or None when it is not one."""
    found = _NUMBER_AND_UNIT.fullmatch(tidy(text).replace(",", "").replace(" ", ""))
    scale = (scale_of(field, found["unit"]) or _LARGE.get(found["unit"])) if found else None
    return Decimal(found["number"]) * scale if found and scale is not None else None


def capacity_with_unit(field: Field, text: str) -> tuple[Decimal, str] | None:
    """Return number and unit key of a text such as "20MW", `field` being the field of capacity units."""
    found = _NUMBER_AND_UNIT.fullmatch(tidy(text).replace(",", "").replace(" ", ""))
    if found is None:
        return None
    wanted = found["unit"].casefold()
    for choice in field.choices:
        names = (choice.key, choice.label.zh, choice.label.en, *choice.synonyms)
        if wanted in (tidy(name).casefold() for name in names):
            return Decimal(found["number"]), choice.key
    return None
