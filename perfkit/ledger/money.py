"""Money is exact: whole hundredths of the currency unit (`*_cents`, int64) from reader to measure.

Here are the only three places where an amount changes its form: text to cents, cents divided, cents printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from perfkit.errors import Language
from perfkit.ledger.units import Unit

#: Cents in one unit of money that an export or a page may be written in.
CENTS_PER: Final = {
    "yuan": 10**2, "hundred": 10**4, "thousand": 10**5, "wan": 10**6, "million": 10**8, "hundred_million": 10**10,
}  # fmt: skip
#: How people call them, before the name of the currency.
_LARGE: Final = {"wan": ("万", "10,000 "), "million": ("百万", "million "), "thousand": ("千", "thousand ")}
#: Ten times what all of China earns in a year: more is no amount, and a column of it could not be added up.
_MAX_CENTS: Final = 10**17
_NEVER: Final = "\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{FIGURE DASH}"
_DASHES: Final = str.maketrans(dict.fromkeys(_NEVER, "-"))
_ZERO_SIGNS: Final = frozenset({"", "-", "--", "---", "/", "无"})
_NOISE: Final = str.maketrans(dict.fromkeys("' \t\u00a0¥￥$€元"))
#: Commas part thousands, or in Chinese books ten thousands. 12,00 is neither: nobody knows whether it is 12 or 1200.
_GROUPED: Final = re.compile(r"-?\d+((,\d{3})+|(,\d{4})+)(\.\d*)?")
#: Digits that every float holds.
_FLOAT_DIGITS: Final = 15
#: A float cell of a spreadsheet prints up to 17 digits; anything finer than this below a cent is noise, not money.
_FLOAT_NOISE: Final = Decimal("0.0001")


def parse_cents(text: str, unit: str = "yuan") -> int | None:
    """The cents that one cell means; None if it is not an amount or is finer than a cent.

    Reads thousands commas, full-width digits and signs, `(12.00)` and `（12.00）` as negative, `-`, `--` and blank as
    zero, currency signs, a trailing minus, and scientific notation as spreadsheets write it.

    Args:
        text: the cell.
        unit: what one unit of the number is worth, a key of CENTS_PER.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_NOISE)
    if plain in _ZERO_SIGNS:
        return 0
    negative = plain.startswith("(") and plain.endswith(")")
    plain = plain[1:-1] if negative else plain
    if plain.endswith("-"):
        negative, plain = not negative, plain[:-1]
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        told = Decimal(plain)
    except InvalidOperation:
        return None
    if not told.is_finite() or abs(told) * CENTS_PER[unit] > _MAX_CENTS:
        return None
    cents = _whole(told * CENTS_PER[unit])
    if cents is None and len(told.as_tuple().digits) > _FLOAT_DIGITS:
        # 123456789012.350006104 is the binary form of a float; its shortest form is what was meant.
        cents = _whole(Decimal(repr(float(told))) * CENTS_PER[unit])
    return cents if cents is None or not negative else -cents


def _whole(number: Decimal) -> int | None:
    cents = number.to_integral_value()
    return int(cents) if abs(number - cents) <= _FLOAT_NOISE else None


def to_cents(texts: pd.Series, unit: str = "yuan") -> pd.Series:
    """`parse_cents` over a column of cells. Int64, null where the cell is not an amount."""
    values = pa.array(texts.fillna("").astype("str"), type=pa.string())
    # Nearly all cells of nearly all exports are plain numbers: those go through Arrow's exact decimals at once.
    values = pc.utf8_trim_whitespace(values)
    # Half the cells of a journal are blank: one side of each line.
    values = pc.if_else(pc.equal(values, ""), "0", values)
    plain = pc.match_substring_regex(values, _plain_amount(CENTS_PER[unit]))
    values = pc.replace_substring(values, ",", "")
    exact = pc.cast(pc.if_else(plain, values, None), pa.decimal128(16, 2))
    factor = pa.scalar(Decimal(CENTS_PER[unit]), pa.decimal128(12, 0))
    whole = pc.fill_null(pc.cast(pc.multiply(exact, factor), pa.int64()), 0).to_numpy()  # a null would make it float
    cents = pd.Series(whole, index=texts.index, dtype="Int64")
    rest = ~plain.to_pandas().to_numpy(dtype=bool)
    if rest.any():
        places, distinct = texts[rest].fillna("").astype("str").factorize()
        cents[rest] = pd.array([parse_cents(text, unit) for text in distinct], dtype="Int64").take(places)
    return cents


def _plain_amount(cents: int) -> str:
    """What a cell looks like whose amount, in units of so many cents, is surely below _MAX_CENTS."""
    digits = min(12, len(str(_MAX_CENTS)) - len(str(cents)))
    return rf"^-?([0-9]{{1,{digits}}}|[0-9]{{1,3}}(,[0-9]{{3}}){{1,{digits // 3 - 1}}})(\.[0-9]{{1,2}})?$"


def ratio(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """The one division of amounts: numerator / denominator as Float64; null, never 0 or inf, where nothing divides.

    A null numerator or denominator, or a denominator of zero, gives null.
    """
    above, below = numerator.astype("Float64"), denominator.astype("Float64")
    return above / below.mask((below == 0).fillna(False))


def split_evenly(cents: int, parts: int) -> list[int]:
    """`cents` split over `parts` so that the parts add up to it exactly: `split_by_weight` with equal weights."""
    return split_by_weight(cents, [1] * parts)


def split_by_weight(cents: int, weights: Sequence[int]) -> list[int]:
    """`cents` split in proportion to `weights`, exact to the cent by the largest-remainder method.

    Each part gets the floor of its share; the cents left over go one each to the largest remainders, earlier parts
    first. A negative amount is split as its positive twin, negated. Needs at least one weight above zero.
    """
    total, whole = sum(weights), abs(cents)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    parts = [whole * weight // total for weight in weights]
    remainders = [whole * weight % total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in by_remainder[: whole - sum(parts)]:
        parts[i] += 1
    return [-part for part in parts] if cents < 0 else parts


def as_yuan(cents: int) -> str:
    """Cents as people read them in units of the currency: 1234567 -> "12,345.67"; exact, no float on the way."""
    sign, whole = ("-" if cents < 0 else ""), abs(int(cents))
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def as_wan(cents: int) -> str:
    """Cents in 万元 with two decimals, half away from zero: 2558420000 -> "2,558.42"."""
    return _rounded(cents, "wan")


def as_money(cents: int, unit: Unit) -> str:
    """Cents in the unit's large money unit, without its name: "2,558.42"; two decimals, half away from zero."""
    return _rounded(cents, unit.money_unit)


def _rounded(cents: int, money_unit: str) -> str:
    step = CENTS_PER[money_unit] // 100
    sign, whole = ("-" if cents < 0 else ""), (abs(int(cents)) + step // 2) // step
    return f"{sign if whole else ''}{whole // 100:,}.{whole % 100:02d}"


def in_money_unit(cents: int, unit: Unit) -> float:
    """Cents as a number of the unit's large money unit: a length on an axis, never a figure to print."""
    return int(cents) / CENTS_PER[unit.money_unit]


def currency_label(unit: Unit, language: Language = "zh") -> str:
    """What `as_yuan` counts in: 元, yuan."""
    return unit.currency_en if language == "en" else unit.currency_zh


def money_label(unit: Unit, language: Language = "zh") -> str:
    """What `as_money` counts in: 万元 or 10,000 yuan, 百万美元 or million US dollars."""
    zh, en = _LARGE.get(unit.money_unit, ("", ""))
    return (en if language == "en" else zh) + currency_label(unit, language)


def cents_per(label: str) -> int:
    """How many cents one unit of a `money_label` or `currency_label` is: 万元 -> 1,000,000."""
    large = (name for name, words in _LARGE.items() if label.startswith(words))
    return CENTS_PER[next(large, "yuan")]


def money_text(cents: int, unit: Unit, language: Language = "zh") -> str:
    """An amount inside a sentence: 5.02 万元. English has no word for 万, hence 50,227.00 yuan there."""
    if language == "en" and unit.money_unit == "wan":
        return f"{as_yuan(cents)} {currency_label(unit, language)}"
    return f"{as_money(cents, unit)} {money_label(unit, language)}"


def as_rate(rate: float) -> str:
    """A rate of 0-1 as a percentage with two decimals, half away from zero: 0.21625 -> "21.63 %"."""
    return f"{as_printed(Decimal(str(rate)) * 100)} %"


def as_printed(number: Decimal, decimals: int = 2) -> str:
    """An exact number as print shows it: 1234.565 -> "1,234.57"; half away from zero, never minus 0."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded or abs(rounded):,f}"
