"""Numbers written in Chinese: 六百 -> 600, 两 -> 2, 一千二百万 -> 12,000,000."""

from __future__ import annotations

from typing import Final

DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
SCALES: Final = {"万": 10**4, "亿": 10**8}
NUMERAL: Final = f"[{''.join([*DIGITS, *_TENS, *SCALES])}]"


def chinese_value(text: str) -> int | None:
    """The number that `text` writes; None if it is none, such as digits side by side (一二楼) or a bare unit (百).

    >>> chinese_value("一千零五十")
    1050
    """
    total = section = 0
    digit: int | None = None
    for place, sign in enumerate(text):
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
        elif sign in _TENS:
            if digit is None and not (sign == "十" and place == 0) and section + total == 0:
                return None
            section += (1 if digit is None else digit) * _TENS[sign]
            digit = None
        elif sign in SCALES:
            if section + (digit or 0) == 0:
                return None
            total += (section + (digit or 0)) * SCALES[sign]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0) if text else None
