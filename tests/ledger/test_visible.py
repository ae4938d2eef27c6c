"""Signs that nobody sees are named where texts are shown; all others stay as they are."""

from __future__ import annotations

import pytest

from perfkit.ledger.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("付款\u202e321\u202c元", "付款‹U+202E›321‹U+202C›元"),
        ("零\u200b宽", "零‹U+200B›宽"),
        ("\x00\x1b[31m", "‹U+0000›‹U+001B›[31m"),
        ("\U000e0041", "‹U+E0041›"),
        ("第一行\n第二行\t末", "第一行\n第二行\t末"),
        ("𠮷野家 🧾 é <b>", "𠮷野家 🧾 é <b>"),
    ],
)
def test_only_what_nobody_sees_is_named(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown
