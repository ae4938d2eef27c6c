"""Lists of contracts, as small text tables: every row is kept, or set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from readers.exports import aside, column, from_text

from perfkit.errors import EmptyFile
from perfkit.ledger.frames import FRAMES
from perfkit.readers import Export

Read = Callable[..., Export]
LIST = """
示例单位合同台账
单位：元
合同编号|合同名称|合同对方|项目|签订日期|合同金额|已付金额|合同文件
HT-1|物业服务|甲公司|机关运转专项|2021-03-01|1,200.00|300.00|HT-1.pdf
HT-2|租车|王五|公务用车维护费|2021年6月1日|800.00||
HT-3|维修|乙公司|没有的项目||50.00|0|档案室
合计|||||2,050.00|300.00|
HT-4|电梯|丙公司|P01|2021-12-30|六百万||
HT-5|电梯|丙公司|P01|2021-12-30|600.00|若干|
HT-6|电梯|丙公司|P01|年底|600.00||
HT-7|框架协议|丙公司|P01|2021-12-30|||
填表人：|||||||
"""


def test_a_list_of_contracts(read: Read) -> None:
    export = read(from_text(LIST))
    assert export.kind == "commitments"
    assert list(export.frame.columns) == list(FRAMES["commitments"])
    assert column(export, "contract_number") == ["HT-1", "HT-2", "HT-3"]
    assert column(export, "project_code") == ["P01", "P02", "没有的项目"]
    assert column(export, "party_name") == ["甲公司", "王五", "乙公司"]
    assert column(export, "summary") == ["物业服务", "租车", "维修"]
    assert column(export, "amount_cents") == [120_000, 80_000, 5_000]
    assert column(export, "paid_cents") == [30_000, 0, 0]
    assert column(export, "is_paid_known") == [True, False, True], "a blank cell is not 0"
    assert column(export, "contract_document") == ["HT-1.pdf", "", "档案室"]
    first, second, third = column(export, "contract_date")
    assert (first.date(), second.date()) == (date(2021, 3, 1), date(2021, 6, 1))  # type: ignore[attr-defined]
    assert pd.isna(third)


def test_every_other_row_is_set_aside_with_its_reason_and_its_amount(read: Read) -> None:
    export = read(from_text(LIST))
    assert aside(export) == {
        1: "title",
        2: "title",
        3: "header",
        7: "subtotal",
        8: "unreadable_amount",
        9: "unreadable_amount",
        10: "unreadable_date",
        11: "no_amount",
        12: "footer",
    }
    assert export.totals == {"amount_cents": 530_000}
    assert sum(column(export, "amount_cents")) + int(export.set_aside["debit_cents"].sum()) == 530_000  # type: ignore[call-overload]
    assert [(f.kind.check, f.source_row, f.found) for f in export.findings] == [
        ("unreadable_amount", 8, "六百万"),
        ("unreadable_amount", 9, "若干"),
        ("unreadable_date", 10, "年底"),
    ]


def test_a_printed_total_is_compared(read: Read) -> None:
    export = read(from_text(LIST.replace("2,050.00", "2,051.00")))
    assert "control_totals" in [finding.kind.check for finding in export.findings]


def test_the_unit_of_money_above_the_header_counts(read: Read) -> None:
    export = read(from_text("单位：万元\n合同号|合同总额|累计已付\nA|1.5|0.25"))
    assert (column(export, "amount_cents"), column(export, "paid_cents")) == ([1_500_000], [250_000])
    assert column(export, "project_code") == [""]


def test_headings_decide_the_kind_not_the_order_of_columns(read: Read) -> None:
    export = read(from_text("项目|供应商|合同金额|合同编码|金额\n机关运转|甲|10.00|1|3.00"))
    assert export.kind == "commitments"
    assert column(export, "amount_cents") == [1_000]


def test_a_list_without_a_contract_is_no_fault_and_an_empty_sheet_is(read: Read) -> None:
    export = read(from_text("合同编号|合同金额"))
    assert (len(export.frame), export.rows_read) == (0, 1)
    with pytest.raises(EmptyFile):
        read(from_text(""))
