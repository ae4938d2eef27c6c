"""`[sums]` and `also` of a mapping file that a person writes."""

from __future__ import annotations

import pytest
from readers.exports import column, from_text

from perfkit.errors import BadConfiguration
from perfkit.readers import load_mapping

ROWS = """
    科目编码 | 年初 | 上半年 | 下半年
    1002 | 10 | 1,000.50 | 2
    1212 | 5 | |
"""
SUMS = """
kind = "balances"
[columns]
"年初" = "opening_balance"
[sums]
debit = ["上半年", "下半年"]
"""


def test_columns_that_together_are_one_amount(read):
    export = read(from_text(ROWS), SUMS)
    assert column(export, "debit_cents") == [100250, 0]
    assert column(export, "closing_debit_cents") == [101250, 500]


def test_a_decimal_comma(read):
    text = "科目编码;年初;上半年;下半年\n1002;10,5;1.000,50;-2,25\n"
    export = read(text.encode(), 'decimal = ","' + SUMS)
    assert column(export, "debit_cents") == [99825]


def test_what_cannot_be_added_up_is_reported(read):
    export = read(from_text(ROWS.replace("2\n", "zwei\n", 1)), SUMS)
    assert [(f.kind.check, f.source_row, f.found) for f in export.findings] == [
        ("unreadable_amount", 2, "= 1,000.50 + zwei")
    ]
    assert column(export, "account_code") == ["1212"]


def test_a_heading_that_is_not_there(read):
    with pytest.raises(BadConfiguration) as caught:
        read(from_text(ROWS), SUMS.replace("下半年", "下半年度"))
    assert caught.value.parts["where"] == "[sums]"
    assert caught.value.parts["found"] == "下半年度"


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ('[sums]\nturnover = ["a"]', "sums.turnover"),
        ('[sums]\ndebit = "a"', "sums.debit"),
        ('[traits]\nfr = "a"', "traits.fr"),
        ("[traits]\nzh = 1", "traits.zh"),
        ('also = "journals"', "mapping.also"),
        ('kind = "voucher"', "mapping.kind"),
    ],
)
def test_wrong_words_are_refused(tmp_path, part, where):
    path = tmp_path / "mapping.toml"
    path.write_text(f'[mapping]\nname = "a"\nfiles = ["*"]\n{part}\n', encoding="utf-8")
    with pytest.raises(BadConfiguration) as caught:
        load_mapping(path)
    assert caught.value.parts["where"] == where
