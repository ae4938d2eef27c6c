"""Columns that may not be what they were taken for are told: beyond the header, named twice, mapped in vain."""

from __future__ import annotations

import pytest
from readers.exports import column, from_text

HEAD = "日期 | 凭证号 | 摘要 | 科目编码 | 借方金额 | 贷方金额"
CSV_HEAD = "日期,凭证号,摘要,科目编码,借方金额,贷方金额\n"


def told(export) -> list[tuple[str, str, int, str]]:
    return [(f.kind.check, f.kind.severity, f.source_row, f.found) for f in export.findings]


def test_an_amount_that_its_comma_splits_in_two_is_told(read):
    export = read((CSV_HEAD + "2021-01-05,1,甲,5001,2.00,\n2021-01-05,1,甲,1002,,1,234.50\n").encode())
    assert column(export, "credit_cents") == [0, 100]
    assert told(export) == [("cells_beyond_header", "error", 3, "1")]
    assert "234.50" in export.findings[0].text("en")
    assert "234.50" in export.findings[0].text("zh")


@pytest.mark.parametrize("end", ["", ",", ",,,"])
def test_separators_at_the_end_of_a_line_are_no_cells(read, end):
    export = read((CSV_HEAD + f"2021-01-05,1,甲,5001,2.00,{end}\n2021-01-05,1,甲,1002,,2.00{end}\n").encode())
    assert told(export) == []


def test_notes_beside_the_table_of_a_workbook_are_no_cells_of_it(read):
    export = read([HEAD.split(" | "), ["2021-01-05", "1", "甲", "5001", "2.00", "", "", "已核对"]])
    assert told(export) == []


def test_what_stands_beyond_rows_that_do_not_count_says_nothing(read):
    export = read((CSV_HEAD + "2021-01-05,1,甲,5001,2.00,2.00\n合计,,,,2.00,2.00,第,1,页\n").encode())
    assert told(export) == []


def test_two_columns_of_one_heading_that_differ(read):
    export = read(
        from_text(
            f"""{HEAD} | 借方金额
2021-01-05 | 1 | 甲 | 5001 | 5.00 | | 50.00
2021-01-05 | 1 | 甲 | 1002 | | 5.00 |"""
        )
    )
    assert column(export, "debit_cents") == [500, 0]
    assert told(export) == [("columns_named_twice", "error", 1, "借方金额")]
    assert "7" in export.findings[0].text("zh")


@pytest.mark.parametrize(
    ("heading", "amount", "count"), [("借方", "50.00", 1), ("借方", "5.00", 0), ("借方数量", "50.00", 0)]
)
def test_two_columns_of_one_meaning(read, heading, amount, count):
    export = read(
        from_text(
            f"""{HEAD} | {heading}
2021-01-05 | 1 | 甲 | 5001 | 5.00 | | {amount}"""
        )
    )
    assert [check for check, *_ in told(export)] == ["columns_named_twice"] * count


def test_a_mapping_settles_which_of_two_columns_is_meant(read):
    rows = from_text(
        f"""{HEAD} | 借方
2021-01-05 | 1 | 甲 | 5001 | 5.00 | | 50.00"""
    )
    export = read(rows, '[columns]\n"借方金额" = "debit"\n"借方" = ""\n')
    assert (column(export, "debit_cents"), told(export)) == ([500], [])


def test_a_mapping_that_names_a_column_in_vain(read):
    rows = from_text(
        f"""{HEAD} | 经费
2021-01-05 | 1 | 甲 | 5001 | 5.00 | | P01"""
    )
    export = read(rows, '[columns]\n"经费项目" = "project_code"\n"备注" = ""\n')
    assert column(export, "project_code") == [""]
    assert told(export) == [("mapped_headings_absent", "warning", 0, "经费项目")]
    assert "test" in export.findings[0].text("en")


def test_a_mapping_need_not_find_each_column_on_each_sheet(read):
    rows = from_text(f"{HEAD}\n2021-01-05 | 1 | 甲 | 5001 | 5.00 |")
    more = from_text(f"{HEAD} | 经费\n2021-01-05 | 2 | 甲 | 5001 | 5.00 | | P01")
    export = read({"1月": rows, "2月": more}, '[columns]\n"经费" = "project_code"\n')
    assert (column(export, "project_code"), told(export)) == (["", "P01"], [])


def test_amounts_of_a_local_and_a_foreign_currency_side_by_side(read):
    export = read(
        from_text(
            """日期 | 凭证号 | 摘要 | 科目编码 | 原币借方 | 原币贷方 | 本币借方 | 本币贷方
2021-01-05 | 1 | 甲 | 5001 | 1.00 | | 7.00 |
2021-01-05 | 1 | 甲 | 1002 | | 1.00 | | 7.00"""
        )
    )
    assert (column(export, "debit_cents"), column(export, "credit_cents"), told(export)) == ([700, 0], [0, 700], [])
