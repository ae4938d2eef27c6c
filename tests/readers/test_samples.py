"""Real files that nobody here made, if they lie beside the project: messy ones must be read or refused with words.

Every fault that somebody planted in them is asserted with its row and its amount in cents.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from perfkit.checks import vouchers
from perfkit.errors import ReadError, TablesSideBySide, UnknownHeader
from perfkit.ledger.units import Unit
from perfkit.readers import Export, read_export

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "cn_ledger"
UNIT = Unit("demo", "示例", chart="other")

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real files at {SAMPLES.name}")


def read(name: str) -> Export:
    export = read_export(SAMPLES / name, unit=UNIT, year=2024, mappings=[], source_file=name)
    assert export.rows_read == len(export.frame) + len(export.set_aside)
    for side in ("debit_cents", "credit_cents"):
        assert export.totals[side] == export.frame[side].sum() + export.set_aside[side].sum()
    return export


def found(export: Export) -> set[tuple[str, int, int | None]]:
    return {(finding.kind.check, finding.source_row, finding.amount_cents) for finding in export.findings}


def unbalanced(export: Export) -> dict[int, int]:
    """First row -> debits less credits of each voucher that has a number and does not balance."""
    told = vouchers.unbalanced_vouchers(export.frame[export.frame["voucher_number"].ne("")])
    return {finding.source_row: finding.amount_cents or 0 for finding in told}


def outside(export: Export) -> set[int]:
    return {f.source_row for f in vouchers.dates_outside_year(export.frame, date(2024, 1, 1), date(2024, 12, 31))}


def test_vouchers_with_codes_of_one_system():
    export = read("cn_dirty_yonyou_nc_vouchers.csv")
    assert (export.kind, export.rows_read, len(export.frame)) == ("journal", 65, 62)
    assert (export.totals["debit_cents"], export.totals["credit_cents"]) == (209_180_049, 179_930_050)
    assert found(export) == {
        ("unreadable_direction", 14, 560_000), ("unreadable_direction", 30, 1_500_000), ("blank_amount", 13, 0),
        ("blank_voucher_number", 6, 350_000), ("blank_voucher_number", 41, 9_200_000), ("blank_voucher_number", 49, 780_000),
    }  # fmt: skip
    assert unbalanced(export) == {
        17: 9_999_999, 18: 4_500_000, 21: 350_000, 22: -50_000, 27: 280_000, 31: -1_500_000, 34: 300_000, 37: 3_500_000,
        40: 420_000, 46: 220_000, 50: -1_000_000, 63: 1_900_000,
    }  # fmt: skip
    assert outside(export) == {59, 61, 63, 64}
    lines = export.frame.set_index("source_row")
    # A space parts thousands as a comma does.
    assert lines.loc[5, "credit_cents"] == lines.loc[4, "debit_cents"] == 1_250_000
    assert {lines.loc[row, "account_code"] for row in (2, 4, 11)} == {"1001"}
    # 15-06-2024 and 20-12-2024 prove that the day stands first in this column.
    days = {row: f"{lines.loc[row, 'voucher_date']:%Y-%m-%d}" for row in (7, 18, 51, 64)}
    assert days == {7: "2024-03-01", 18: "2024-06-15", 51: "2024-12-20", 64: "2025-01-01"}


def test_vouchers_with_codes_of_another_system_and_one_line_twice():
    export = read("cn_dirty_kingdee_vouchers.csv")
    assert (export.kind, export.rows_read, len(export.frame)) == ("journal", 45, 40)
    assert (export.totals["debit_cents"], export.totals["credit_cents"]) == (344_750_050, 310_170_000)
    assert found(export) == {
        ("ambiguous_date", 12, 5_000_000), ("ambiguous_date", 13, 5_000_000), ("ambiguous_date", 14, 5_000_000),
        ("duplicate_lines", 14, 5_000_000), ("unreadable_direction", 26, 1_000_000), ("blank_amount", 16, 0),
        ("blank_voucher_number", 10, 1_250_000),
    }  # fmt: skip
    (twice,) = (finding for finding in export.findings if finding.kind.check == "duplicate_lines")
    assert "第 14 行与第 12 行完全相同（凭证 KD-2024-1007，金额 50,000.00 元）" in twice.text("zh")
    assert unbalanced(export) == {
        11: -2_300_000, 15: 6_750_000, 17: 860_050, 22: 1_350_000, 25: 540_000, 29: 500_000, 30: 360_000, 38: 5_600_000,
        41: 960_000, 44: 13_460_000, 45: 250_000,
    }  # fmt: skip
    assert outside(export) == {42, 44, 45}


def test_a_hand_kept_ledger_with_one_line_per_number():
    export = read("cn_dirty_manual_ledger.csv")
    assert (export.kind, export.rows_read, len(export.frame)) == ("journal", 54, 53)
    assert (export.totals["debit_cents"], export.totals["credit_cents"]) == (203_600_000, 154_820_000)
    assert found(export) == {
        ("blank_voucher_number", 16, 8_900_000), ("blank_voucher_number", 22, 580_000), ("blank_amount", 27, 0),
    }  # fmt: skip
    lines = export.frame.set_index("source_row")
    assert lines.loc[19, "credit_cents"] == -50_000
    told = unbalanced(export)
    # The three numbers that stand on both sides: MN-016 and MN-023 balance, MN-045 has credits only.
    assert not {17, 18, 25, 26} & set(told)
    assert (told[48], len(told)) == (-26_450_000, 45)
    assert sum(told.values()) == 203_600_000 - 154_820_000 - 8_900_000 - 580_000
    assert outside(export) == {50, 51, 52, 53, 54}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xls")), ids=lambda path: path.stem)
def test_blank_forms_and_charts_are_refused_with_words(path):
    with pytest.raises(UnknownHeader) as caught:
        read(path.name)
    assert path.name in caught.value.text("zh")
    assert isinstance(caught.value, ReadError)
    # A balance sheet form has accounts and balances, assets on the left and liabilities on the right.
    assert isinstance(caught.value, TablesSideBySide) == path.stem.startswith("blank_form_资产负债表")


def test_the_mapping_of_account_codes_is_no_export():
    with pytest.raises(UnknownHeader, match="source_system"):
        read("cn_dirty_account_mapping.csv")
