"""The amounts, rates and counts in a sentence, as exact numbers with the bounds that the words give them.

What looks like a number and measures nothing is passed over: numbers of lists and documents, dates, ordinals, names
(第六次党代会, 建党100周年, 一二楼).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from perfkit.evaluation.review.numerals import NUMERAL, chinese_value
from perfkit.ledger.money import CENTS_PER

Kind = Literal["money", "rate", "points", "count"]
Bound = Literal["exact", "at_least", "at_most", "about"]

_BEFORE: Final[dict[str, Bound]] = {
    **dict.fromkeys(("超过", "超", "逾", "突破", "至少", "不低于", "不少于", "高达"), "at_least"),
    **dict.fromkeys(("将近", "接近", "近", "不足", "不到", "不超过", "至多", "最多", "低于"), "at_most"),
    **dict.fromkeys(("大约", "约为", "约", "大概"), "about"),
}
_AFTER: Final[dict[str, Bound]] = {
    **dict.fromkeys(("余", "多", "以上"), "at_least"),
    **dict.fromkeys(("以下", "以内"), "at_most"),
    **dict.fromkeys(("左右", "上下", "来"), "about"),
}
_SCALES: Final = {"": 1, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
#: Scale of 元 -> key of CENTS_PER.
_MONEY: Final = {"": "yuan", "千": "thousand", "万": "wan", "百万": "million"}
#: Measure words; what stands behind some of them makes another word of them.
_UNITS: Final = (
    "平方公里", "平方米", "立方米", "公里", "千米", "千瓦时", "公斤", "㎡", "吨", "米(?!饭)", "亩", "度(?!假)", "分钟",
    "课时", "学时", "车次", "场次", "件", "期(?!间|末|初|限)", "批(?!复|准|次)", "条(?!例|款|件)", "套(?!餐|取)",
    "间(?!接|隔)", "座(?!谈)", "所(?!有|以|属|需)", "篇", "册(?!子)", "本(?=书|图书|证)", "幅(?!度)", "块(?!钱)", "张",
    "株", "棵", "宗", "例(?!如|外)", "轮(?!流)", "桌", "盒", "盏", "扇",
    "餐(?!饮|厅|卡)", "分(?!别|析|管|类|为|公|局|院|配|布|享|担)",
)  # fmt: skip
#: With numerals written in Chinese only these: the others are parts of words as well.
_CHINESE_UNITS: Final = (
    "人次", "批次", "小时", "个月", "天(?!然|津)", "人(?!民|员|大|力|均|才)", "名(?!义|称|单)", "位(?!于|置)",
    "次(?!年|日|序)", "项(?!目资)", "个", "辆", "台(?!账|阶)", "家(?!庭|具|俱)", "处(?!理|室|级|分|置)", "户(?!籍|外)",
    "份(?!额)", "场(?!所|地|次)", "起(?!来|草|诉)", "类(?!别|似)",
)  # fmt: skip
_ARABIC: Final = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,3}(?:，\d{3}){1,5}(?=\.\d)|\d{1,16})(?:\.\d{1,9})?(?![\d])"
#: No number that a report writes in Chinese has more signs.
_CHINESE: Final = f"{NUMERAL}{{1,16}}"
_BOUND: Final = "|".join(sorted(_BEFORE, key=len, reverse=True))
_SUFFIX: Final = r"(?:（含）)?(?P<suffix>以上|以下|以内|左右|上下)?"
_SCALE: Final = "(?P<scale>千万|百万|十万|亿|万|千|百)?"


def _pattern(number: str, unit: str) -> re.Pattern[str]:
    range_part = rf"(?:(?P<low>{_ARABIC})(?P<low_unit>[万亿千]?元|%|％)?(?:-|—|－|~|～|至|到))?"
    prefix = rf"(?P<before>{_BOUND})?{range_part if number == _ARABIC else '(?P<low>(?!))?'}(?P<sign>[-−－](?=\d))?"
    body = rf"(?P<number>{number})(?P<more>余|多|来)?{_SCALE}(?P<more2>余|多)?(?P<unit>{unit})"
    return re.compile(rf"(?<![\d.,A-Za-z]){prefix}{body}{_SUFFIX}")


_PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("money", _pattern(_ARABIC, "元(?!旦|件|素)(?:人民币)?")),
    ("money", _pattern(_CHINESE, "元(?!旦|件|素)(?:人民币)?")),
    ("points", _pattern(_ARABIC, "个?百分点")),
    ("rate", _pattern(_ARABIC, "[%％‰]")),
    ("count", _pattern(_ARABIC, "|".join([*_UNITS, *_CHINESE_UNITS]))),
    ("count", _pattern(_CHINESE, "|".join(_CHINESE_UNITS))),
)
_HUNDREDTHS: Final = re.compile(rf"百分之(?P<number>{_CHINESE})(?:点(?P<decimals>{_CHINESE}))?")
_NAMES: Final = re.compile(
    "|".join(
        (
            r"《[^》]{0,80}》",
            r"[〔\[【（(](?:19|20)\d{2}[〕\]】）)]\s{0,3}\d{1,9}\s{0,3}号",
            r"\d{1,9}号(?!召)",
            rf"第(?:{_CHINESE}|\d{{1,9}})(?:次|届|期|批|号|条|章|节|季度|部分|方|阶段|名|位|个|项|家)?",
            rf"(?:\d{{1,9}}|{_CHINESE})周[年岁]",
            rf"(?:\d{{1,9}}|{_CHINESE})[楼层](?!梯)",
            "十[一二三四五六七八九]五",
            "[一二三四五六七八九十]是",
            r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}日?",
            r"(?:19|20)\d{2}\s{0,3}(?:[-—－~～至到]\s{0,3}(?:19|20)\d{2})?年度?",
            r"\d{1,2}(?:[-—－~～至到]\d{1,2})?月(?:份|底|初|末)?(?:\d{1,2}日)?",
            rf"(?<!个){NUMERAL}{{1,3}}月(?:份|底|初|末)?",
            r"\d{1,2}日",
            r"\d{1,2}[:：]\d{2}",
        )
    )
)


@dataclass(frozen=True)
class Quantity:
    """One amount, rate or count.

    Args:
        kind: what it is; `points` are percentage points.
        number: as printed, in `unit`; the upper end of a range.
        unit: 万元, %, or the measure word.
        start, end: where it stands in the text.
        text: as printed.
        bound: whether the words make it a bound (余, 近) or an estimate (约).
        low: the lower end of a range; None if it is none.
        decimals: how many are printed.
        scale: of a count, what its number is counted in (25.6万人次: 10,000).
    """

    kind: Kind
    number: Decimal
    unit: str
    start: int
    end: int
    text: str
    bound: Bound = "exact"
    low: Decimal | None = None
    decimals: int = 0
    scale: int = 1

    @property
    def factor(self) -> Decimal:
        """Cents in one unit of an amount, 1/100 for a rate, the scale of a count."""
        if self.kind == "money":
            return Decimal(_SCALES[self.unit.removesuffix("元")] * CENTS_PER["yuan"])
        if self.kind == "count":
            return Decimal(self.scale)
        return Decimal("0.001") if self.unit == "‰" else Decimal("0.01")

    @property
    def value(self) -> Decimal:
        """Exact: cents, a rate of 0-1, or a count."""
        return self.number * self.factor

    @property
    def step(self) -> Decimal:
        """What one unit of the last printed digit is worth, as `value`."""
        return self.factor.scaleb(-self.decimals)


def quantities(text: str) -> list[Quantity]:
    """Every quantity in `text` (a paragraph without the number of its list), in order.

    Args:
        text: as `wording.plain` leaves it.
    """
    masked = _NAMES.sub(lambda found: "\0" * len(found[0]), text)
    found: list[Quantity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(masked):
            quantity = _quantity(kind, match, text)
            if quantity:
                found.append(quantity)
                masked = masked[: match.start()] + "\0" * (match.end() - match.start()) + masked[match.end() :]
    found += [_hundredths(match) for match in _HUNDREDTHS.finditer(masked)]
    return sorted(found, key=lambda one: one.start)


def _quantity(kind: Kind, match: re.Match[str], text: str) -> Quantity | None:
    number = _number(match["number"])
    if number is None or (kind == "count" and number == 1 and not match["number"].isascii()):
        return None
    scale = match["scale"] or ""
    unit = f"{scale}元" if kind == "money" else match["unit"].replace("％", "%")
    decimals = len(match["number"].partition(".")[2]) if match["number"].isascii() else 0
    if match["sign"]:
        number = -number
    bound = _BEFORE.get(match["before"] or "") or _AFTER.get(match["more"] or match["more2"] or match["suffix"] or "")
    low = _number(match["low"]) if match["low"] else None
    return Quantity(
        kind,
        number,
        unit,
        match.start(),
        match.end(),
        text[match.start() : match.end()],
        bound or "exact",
        low,
        decimals,
        _SCALES[scale] if kind == "count" else 1,
    )


def _number(text: str) -> Decimal | None:
    if text[0].isascii() and text[0].isdigit():
        return Decimal(text.replace(",", "").replace("，", ""))
    value = chinese_value(text)
    return None if value is None else Decimal(value)


def _hundredths(match: re.Match[str]) -> Quantity:
    whole = chinese_value(match["number"]) or 0
    digits = "".join(str(chinese_value(sign) or 0) for sign in match["decimals"] or "")
    number = Decimal(f"{whole}.{digits}" if digits else whole)
    return Quantity("rate", number, "%", match.start(), match.end(), match[0], decimals=len(digits))
