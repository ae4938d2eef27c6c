"""What single cells of a target sheet mean: numbers with sign and unit, directions, tiers. Nothing is evaluated."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final, Literal

from perfkit.ledger.targets import COMPARISONS, TIERS

#: What a number that is not exact says of the true one.
Bound = Literal["", "lower", "upper", "about"]
#: Words of people -> value of the column `comparison`. A strict sign (＞) is none of the rule's.
_COMPARISONS: Final = {
    **dict.fromkeys(("≥", ">=", "=>", "≧", "大于等于", "大于或等于", "不低于", "不少于", "不小于", "至少"), "at_least"),
    **dict.fromkeys(("=", "==", "等于"), "equal"),
    **dict.fromkeys(
        ("≤", "<=", "=<", "≦", "小于等于", "小于或等于", "不超过", "不高于", "不大于", "不多于", "至多"), "at_most"
    ),
    "定性": "qualitative",
}  # fmt: skip
_TIERS: Final = {
    "达成": "reached", "达成年度指标": "reached", "部分达成": "partly", "部分达成年度指标": "partly",
    "未达成": "missed", "未达成年度指标": "missed", "较差": "missed",
}  # fmt: skip
_SIGNS: Final = sorted((word for word in _COMPARISONS if word != "定性"), key=len, reverse=True)
_BEFORE: Final[dict[str, Bound]] = {"约": "about", "大约": "about", "近": "upper", "将近": "upper", "接近": "upper"}
_AFTER: Final = {"余": "lower", "多": "lower", "来": "about"}
_BEHIND: Final[dict[str, str]] = {
    "以上": "at_least", "及以上": "at_least", "以下": "at_most", "及以下": "at_most", "以内": "at_most",
    "左右": "about",
}  # fmt: skip
_NUMBER: Final = re.compile(
    rf"(?P<sign>{'|'.join(map(re.escape, _SIGNS))})?(?P<before>大约|约|将近|接近|近)?"
    r"(?P<number>-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.[0-9]{1,30})?)(?P<after>[余多来])?"
    r"(?P<unit>k?m[23]|(?!及?以[上下内]|左右)[^0-9.,()~<>=-]{1,12}?)?"
    r"(?P<behind>及以上|及以下|以上|以下|以内|左右)?(?:\(.*\))?"
)
#: A spreadsheet calculates with 15 digits: what stands behind them in a fraction is its noise.
_DIGITS: Final = Context(prec=15)
_DASHES: Final = str.maketrans(dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}", "-"))
_COUNT: Final = re.compile(r"([0-9]{1,9})(?:\.0+)?(?:份|人|人次|户|家|名)?")


@dataclass(frozen=True)
class Quantity:
    """A number as people write it: `number` is the exact decimal, `comparison` what its sign says ("" = no sign)."""

    number: str
    unit: str = ""
    comparison: str = ""
    bound: Bound = ""


def quantity(text: str) -> Quantity | None:
    """The number that one cell tells, with what stands around it; None if it tells no number, or several.

    >>> quantity("≥98.50%")
    Quantity(number='98.50', unit='%', comparison='at_least', bound='')
    >>> quantity("80余次（下限）")
    Quantity(number='80', unit='次', comparison='', bound='lower')
    """
    found = _NUMBER.fullmatch(plain(text))
    if not found:
        return None
    behind = _BEHIND.get(found["behind"] or "", "")
    sign = _COMPARISONS.get(found["sign"] or "", "") or ("" if behind == "about" else behind)
    bound = _BEFORE.get(found["before"] or "", "") or _AFTER.get(found["after"] or "", "")
    return Quantity(
        number=_exact(found["number"].replace(",", "")),
        unit=found["unit"] or "",
        comparison=sign,
        bound="about" if behind == "about" else bound,  # type: ignore[arg-type]  # _AFTER holds bounds
    )


def comparison_of(text: str) -> str | None:
    """The value of the column `comparison` that a cell means: sign, word, code or label; None if it means none."""
    word = plain(text)
    labels = {plain(label): code for code, names in COMPARISONS.items() for label in (code, *names.values())}
    return {**_COMPARISONS, **labels}.get(word)


def tier_of(text: str) -> str | None:
    """The value of the column `tier` that a cell means; None if it means none."""
    labels = {plain(label): code for code, names in TIERS.items() for label in (code, *names.values())}
    return {**_TIERS, **labels}.get(plain(text))


def centipoints(text: str) -> int | None:
    """Hundredths of a point of a cell such as 12.5 or 12.5分; None if it is no number, negative or finer than that."""
    found = quantity(text)
    if found is None or found.unit not in ("", "分") or found.comparison or found.bound:
        return None
    points = Decimal(found.number) * 100
    return int(points) if points >= 0 and points == points.to_integral_value() else None


def count(text: str) -> str | None:
    """The whole number of a cell such as 120 or 120份, as text; None if it is none."""
    found = _COUNT.fullmatch(plain(text).replace(",", ""))
    return str(int(found[1])) if found else None


def plain(text: str) -> str:
    """`text` in half-width signs, without white space, in lower case: how words and units are compared."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split()).lower()


def _exact(text: str) -> str:
    number = Decimal(text)
    if len(number.as_tuple().digits) > _DIGITS.prec and "." in text:
        text = format(_DIGITS.plus(number), "f").rstrip("0").rstrip(".")
        number = Decimal(text)
    return format(number, "f")
