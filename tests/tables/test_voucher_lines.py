"""Voucher lines in a notebook: the first of many, and the sum of all of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from small_workspace import make_ledger

from perfkit.ledger.ledger import Ledger
from perfkit.tables import voucher_lines_table
from perfkit.tables.vouchers import LINES_MIME


def _ledger(lines: int) -> Ledger:
    """Spending of 0.01, 0.02, 0.03 ... on as many rows of one file."""
    ledger = make_ledger()
    cents = range(1, lines + 1)
    spending = pd.concat([ledger.spending.head(1)] * lines, ignore_index=True)
    spending = spending.assign(
        actual_cents=list(cents), source_file="journal.csv", source_row=[one + 1 for one in cents]
    )
    return replace(ledger, spending=spending)


@pytest.mark.parametrize(("lines", "shown"), [(1, 1), (200, 200), (201, 200), (3000, 200)])
def test_a_notebook_shows_the_first_lines_and_the_sum_of_all(lines: int, shown: int) -> None:
    ledger = _ledger(lines)
    bundle = voucher_lines_table(ledger.spending, ledger)._repr_mimebundle_()
    total = f"{lines * (lines + 1) // 2 / 100:,.2f}"
    assert bundle[LINES_MIME]["printed"] == total
    assert bundle["text/plain"] == f"凭证明细（{lines} 行）: {total} 元"
    html = bundle["text/html"]
    assert html.count("journal.csv") == shown
    assert total in html
    assert ("仅显示前 200 行" in html) == (lines > shown)


def test_the_table_itself_has_all_lines() -> None:
    ledger = _ledger(3000)
    assert len(voucher_lines_table(ledger.spending, ledger).frame) == 3001, "and the sum"


def test_without_lines_the_table_says_so() -> None:
    ledger = _ledger(1)
    bundle = voucher_lines_table(ledger.spending.head(0), ledger, "en")._repr_mimebundle_()
    assert LINES_MIME not in bundle
    assert "There is no spending line." in bundle["text/html"]
