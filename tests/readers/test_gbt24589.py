"""GB/T 24589: no open file of a real system exists, so the files are written here from the lists of fields."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from perfkit.checks.balances import balance_against_journal, balance_roll_forward
from perfkit.errors import BrokenFile, UnsafeFile, WrongEncoding
from perfkit.readers import Export
from perfkit.readers.standards.gbt24589 import is_gbt24589

SPEC = Path(__file__).parents[3] / "shared" / "samples" / "gbt24589_spec" / "gbt24589_1-2010_总账_element_names.csv"
Row = dict[str, str]


def rows(table: str, *told: Row, row: str = "") -> str:
    """Rows of a table: below the root one by one, or, with `row`, all in one element."""
    texts = ["".join(f"<{name}>{text}</{name}>" for name, text in one.items()) for one in told]
    if row:
        return f"<{table} 标准编码='06'>\n" + "".join(f"<{row}>{text}</{row}>\n" for text in texts) + f"</{table}>\n"
    return "".join(f"<{table}>{text}</{table}>\n" for text in texts)


def ledger(*tables: str, encoding: str = "GBK", root: str = "总账", written: str = "") -> bytes:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>\n' if encoding else ""
    base = rows("总账基础信息", {"结构分隔符": "-", "会计科目编号规则": "4-2-2"})
    return f"{declared}<{root}>\n{base}{''.join(tables)}</{root}>".encode(written or encoding or "utf-8")


def voucher(number: str, line: int, account: str, debit: str = "0.00", credit: str = "0.00", **more: str) -> Row:
    head = {"记账凭证日期": "20210331", "会计年度": "2021", "会计期间号": "3", "记账凭证类型编号": "记"}
    place = {"记账凭证编号": number, "记账凭证行号": str(line), "记账凭证摘要": f"付款{number}", "科目编号": account}
    sides = {"借方数量": "7", "借方原币金额": "99", "借方本币金额": debit, "贷方本币金额": credit, "贷方原币金额": "98"}
    return {**head, **place, **sides, "记账标志": "1", "作废标志": "0", **more}


def balance(account: str, period: str, opening: str, debit: str, credit: str, closing: str, **more: str) -> Row:
    return {
        "科目编号": account, "期初余额方向": "借", "期末余额方向": "借", "币种编码": "CNY", "会计年度": "2021",
        "会计期间号": period, "期初原币余额": "1", "期初本币余额": opening, "借方本币金额": debit, "贷方本币金额": credit,
        "期末本币余额": closing, **more,
    }  # fmt: skip


ACCOUNTS = rows(
    "会计科目",
    {"科目编号": "1001", "科目名称": "库存现金"},
    {"科目编号": "7201", "科目名称": "事业支出"},
    {"科目编号": "720101", "科目名称": "财政拨款支出"},
    {"科目编号": "72010102", "科目名称": "项目支出"},
)
AUXILIARY = rows(
    "科目辅助核算",
    {"科目编号": "7201", "辅助项编号": "1", "辅助项名称": "部门", "对应档案": "部门档案"},
    {"科目编号": "7201", "辅助项编号": "2", "辅助项名称": "项目", "对应档案": "XM"},
    {"科目编号": "7201", "辅助项编号": "3", "辅助项名称": "功能分类", "对应档案": "自定义档案值"},
    {"科目编号": "7201", "辅助项编号": "4", "辅助项名称": "部门预算支出经济分类", "对应档案": "自定义档案值"},
    {"科目编号": "7201", "辅助项编号": "5", "辅助项名称": "资金性质", "对应档案": "自定义档案值"},
    {"科目编号": "7201", "辅助项编号": "6", "辅助项名称": "客户", "对应档案": "客户档案"},
)
SPENDING = rows(
    "记账凭证",
    voucher(
        "1", 1, "72010102", "500.00", 辅助项1编号="D1", 辅助项2编号="0007", 辅助项3编号="2010301", 辅助项4编号="30201",
        辅助项5编号="111", 辅助项6编号="K9",
    ),
    voucher("1", 2, "1001", "0.00", "500.00"),
)  # fmt: skip


@pytest.fixture
def load(read: Callable[..., Export]) -> Callable[..., Export]:
    return lambda data, name="export.xml", **more: read(data, name=name, **more)


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("GBK", "gbk"), ("GB2312", "gb18030"), ("UTF-8", "utf-8"), ("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16"),
        ("", "utf-8"), ("", "gbk"), ("UTF-8", "gbk"), ("GBK", "utf-8"),
    ],
)  # fmt: skip
def test_encodings_as_declared_and_otherwise(load, declared, written):
    export = load(ledger(ACCOUNTS, SPENDING, encoding=declared, written=written))
    assert export.frame["summary"].to_list() == ["付款1", "付款1"]
    assert export.frame["account_name"].to_list() == ["项目支出", "库存现金"]


def test_voucher_lines_and_what_their_auxiliary_items_are(load):
    export = load(ledger(ACCOUNTS, AUXILIARY, SPENDING))
    line = export.frame.iloc[0]
    assert (export.system, export.encoding, list(export.frames)) == ("GB/T 24589", "gb18030", ["journal"])
    told = {
        "fiscal_year": 2021, "period": 3, "voucher_type": "记", "voucher_number": "1", "line_number": 1,
        "account_code": "72010102", "debit_cents": 50_000, "credit_cents": 0, "department_code": "D1",
        "project_code": "0007", "functional_code": "2010301", "economic_code": "30201", "expenditure_type": "project",
    }  # fmt: skip
    assert {name: line[name] for name in told} == told
    assert (str(line["voucher_date"].date()), line["fund_code"]) == ("2021-03-31", "111")
    assert export.findings == ()
    assert export.frame["source_row"].is_monotonic_increasing


def test_the_archives_give_names_to_codes(load, unit):
    archives = (
        rows("部门档案", {"部门编码": "01", "部门名称": "财务股", "上级部门编码": "0"})
        + rows("自定义档案项", {"档案编码": "XM", "档案名称": "项目"})
        + rows("自定义档案值", {"档案编码": "XM", "档案值编码": "7", "档案值名称": "机关运转专项", "档案值父节点": ""})
    )
    lines = rows("记账凭证", voucher("1", 1, "7201", "5.00", 辅助项1编号="01", 辅助项2编号="7"))
    for auxiliary in (AUXILIARY, AUXILIARY.replace("XM", "自定义档案"), AUXILIARY.replace("XM", "项目")):
        row = load(ledger(auxiliary, archives, lines)).frame.iloc[0]
        assert (row["department_code"], row["project_code"]) == ("D2", "P01")


def test_items_numbered_by_the_ledger_stand_by_order_in_the_line(load):
    numbered = AUXILIARY.replace("<辅助项编号>1<", "<辅助项编号>03<").replace("<辅助项编号>2<", "<辅助项编号>07<")
    two = rows(
        "科目辅助核算",
        {"科目编号": "7201", "辅助项编号": "03", "辅助项名称": "部门", "对应档案": "部门档案"},
        {"科目编号": "7201", "辅助项编号": "07", "辅助项名称": "项目", "对应档案": ""},
    )
    by_order = rows("记账凭证", voucher("1", 1, "7201", "5.00", 辅助项1编号="D1", 辅助项2编号="P01"))
    by_number = rows("记账凭证", voucher("1", 1, "7201", "5.00", 辅助项3编号="D1", 辅助项7编号="P01"))
    named = two.replace("<辅助项编号>03<", "<辅助项编号>部门<").replace("<辅助项编号>07<", "<辅助项编号>项目<")
    for auxiliary, lines in ((two, by_order), (two, by_number), (named, by_order)):
        row = load(ledger(auxiliary, lines)).frame.iloc[0]
        assert (row["department_code"], row["project_code"]) == ("D1", "P01")
    assert load(ledger(numbered, by_order)).rows_kept == 1


def test_items_that_nothing_explains_are_reported(load):
    line = rows("记账凭证", voucher("1", 1, "5001", "5.00", 辅助项1编号="D1"), voucher("1", 2, "1001"))
    export = load(ledger(AUXILIARY, line))
    assert [(f.kind.check, f.found, f.source_row) for f in export.findings] == [("unexplained_auxiliary", "1", 10)]
    assert export.frame["department_code"].to_list() == ["", ""]


def test_void_vouchers_and_separators_in_codes(load):
    lines = rows("记账凭证", voucher("1", 1, "7201-01-02", "5.00"), voucher("2", 1, "1001", "7.00", 作废标志="1"))
    accounts = rows(
        "会计科目", {"科目编号": "7201-01", "科目名称": "基本支出"}, {"科目编号": "7201-01-02", "科目名称": "水费"}
    )
    export = load(ledger(accounts, lines))
    assert export.frame["account_code"].to_list() == ["72010102"]
    assert export.set_aside[["reason", "debit_cents"]].to_numpy().tolist() == [["void", 700]]


def test_balances_of_all_periods_are_one_row_per_account(load):
    table = rows(
        "科目余额及发生额",
        balance("1001", "02", "150", "30.00", "10.00", "170"),
        balance("1001", "01", "100", "50.00", "0", "150"),
        balance("1001", "12", "170", "0", "170", "0", 期末余额方向="平"),
        balance("72010102", "3", "0", "500", "0", "500"),
    )
    export = load(ledger(ACCOUNTS, table, SPENDING))
    balances = export.frames["balances"].set_index("account_code")
    assert balances.loc["1001", ["opening_debit_cents", "debit_cents", "credit_cents", "closing_debit_cents"]].to_list() == [
        10_000, 8_000, 18_000, 0
    ]  # fmt: skip
    assert export.set_aside["reason"].to_list() == ["part_of_another_row"] * 2
    assert balance_roll_forward(export.frames["balances"]) == []
    apart = balance_against_journal(export.frames["balances"], export.frames["journal"])
    assert [(finding.subject, finding.amount_cents) for finding in apart] == [("1001", -40_000)]


def test_balances_by_auxiliary_item_are_details_of_the_account_that_has_a_row(load):
    table = rows(
        "科目余额及发生额",
        balance("7201", "1", "0", "30", "0", "30"),
        balance("7201", "1", "0", "10", "0", "10", 辅助项1编号="D1"),
        balance("7201", "1", "0", "20", "0", "20", 辅助项1编号="D2"),
        balance("1101", "1", "5", "0", "0", "5", 辅助项1编号="K1"),
        balance("1101", "1", "6", "0", "0", "6", 辅助项1编号="K2"),
        balance("1002", "1", "7", "0", "0", "7"),
        balance("1002", "1", "8", "0", "0", "8", 币种编码="USD"),
        balance("1002", "2", "7", "1", "0", "8"),
        balance("1002", "2", "8", "1", "0", "9", 币种编码="USD"),
        balance("1003", "1", "1", "0", "0", "1"),
        balance("1003", "1", "2", "0", "0", "2"),
    )
    export = load(ledger(AUXILIARY, table))
    assert export.set_aside["reason"].value_counts().to_dict() == {"auxiliary_detail": 2, "part_of_another_row": 2}
    sums = export.frame.groupby("account_code")[["opening_debit_cents", "closing_debit_cents"]].sum()
    assert sums.to_dict("index") == {
        "7201": {"opening_debit_cents": 0, "closing_debit_cents": 3000},
        "1101": {"opening_debit_cents": 1100, "closing_debit_cents": 1100},
        "1002": {"opening_debit_cents": 1500, "closing_debit_cents": 1700},
        "1003": {"opening_debit_cents": 300, "closing_debit_cents": 300},
    }


def test_a_movement_that_is_no_amount_and_a_balance_of_another_year(load):
    bad = [balance("1001", "1", "0", "5", "0", "5"), balance("1001", "2", "5", "五元", "0", "10")]
    other = balance("1001", "1", "0", "5", "0", "5") | {"会计年度": "2020"}
    export = load(ledger(rows("科目余额及发生额", *bad, other)))
    assert [finding.found for finding in export.findings] == ["五元"]
    assert export.set_aside["reason"].to_list() == ["unreadable_amount", "other_year", "part_of_another_row"]


def test_tables_of_other_amounts_are_left_out_by_name(load):
    cash = rows("现金流量凭证项目数据", {"记账凭证编号": "1", "现金流量本币金额": "500.00"})
    report = rows("报表项数据", {"报表编号": "1", "报表项数值": "12.00"})
    export = load(ledger(SPENDING, cash, report))
    assert export.set_aside["reason"].to_list() == ["other_part", "other_part"]
    assert export.set_aside["row_text"].to_list() == ["1 | 500.00", "1 | 12.00"]


def test_the_edition_of_2024_has_heads_and_lines_of_vouchers(load):
    names = (
        "会计年度",
        "会计期间号",
        "记账凭证编号",
        "记账凭证行号",
        "记账凭证摘要",
        "科目编号",
        "借方本币金额",
        "贷方本币金额",
    )
    lines = [
        {name: told[name] for name in names}
        for told in (voucher("1", 1, "1001", "5.00"), voucher("1", 2, "1002", "", "5"))
    ]
    head = {
        "会计年度": "2021",
        "会计期间号": "3",
        "记账凭证类型编号": "付",
        "记账凭证编号": "1",
        "记账凭证日期": "20210305",
    }
    void = head | {"记账凭证编号": "2", "作废标志": "1"}
    other = lines[0] | {"记账凭证编号": "2"}
    book = rows("电子账簿", {"会计软件名称": "某软件"}, row="记录")
    for row in ("记录", "明细行"):
        tables = (rows("记账凭证", head, void, row=row), rows("记账凭证分录", *lines, other, row=row))
        for order in (tables, tables[::-1]):
            export = load(ledger(book, *order, encoding="UTF-8", root="GB_T_24589_1_2024"))
            assert export.system == "GB/T 24589 · 某软件"
            assert export.frame["voucher_type"].to_list() == ["付", "付"]
            assert export.frame["voucher_date"].dt.day.to_list() == [5, 5]
            assert export.set_aside["reason"].to_list() == ["void"]


def test_two_heads_of_one_number_tell_only_what_both_say(load):
    head = {
        "会计年度": "2021",
        "会计期间号": "3",
        "记账凭证类型编号": "付",
        "记账凭证编号": "1",
        "记账凭证日期": "20210305",
    }
    line = {"会计年度": "2021", "会计期间号": "3", "记账凭证编号": "1", "科目编号": "1001", "借方本币金额": "5"}
    export = load(ledger(rows("记账凭证", head, head | {"记账凭证类型编号": "收"}), rows("记账凭证分录", line)))
    assert (export.frame["voucher_type"].item(), export.frame["voucher_date"].dt.day.item()) == ("", 5)


def test_lines_within_their_voucher(load):
    head = {"会计年度": "2021", "会计期间号": "3", "记账凭证编号": "8", "记账凭证日期": "20210305", "摘要": "付款"}
    told = "".join(f"<{name}>{text}</{name}>" for name, text in head.items())
    lines = rows(
        "分录", {"科目编号": "1001", "方向": "借", "金额": "5"}, {"科目编号": "1002", "方向": "贷", "金额": "5"}
    )
    export = load(ledger(f"<记账凭证>{told}{lines}</记账凭证>"))
    assert export.frame[["voucher_number", "debit_cents", "credit_cents"]].to_numpy().tolist() == [
        ["8", 500, 0],
        ["8", 0, 500],
    ]


def test_a_file_on_one_line_counts_its_records(load):
    data = ledger(SPENDING, rows("科目余额及发生额", balance("1001", "1", "0", "5", "0", "5")))
    export = load(data.replace(b"\n", b""))
    assert export.frame["source_row"].to_list() == [1, 2]


def zipped(packing: int, **files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(f"ZIP_999_202112/{name}.xml", content)
        archive.writestr("ZIP_999_202112/说明.txt", "导出说明")
    return buffer.getvalue()


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_the_files_of_an_archive_are_one_export(load, unit, packing):
    names = "<?xml version='1.0' encoding='GBK'?><公共档案>" + rows(
        "部门档案", {"部门编码": "01", "部门名称": "财务股"}
    )
    months = {
        f"ZZ_999_2021{month:02}": ledger(
            AUXILIARY,
            rows("科目余额及发生额", balance("7201", str(month), str(month - 1), "1", "0", str(month))),
            rows("记账凭证", voucher(str(month), 1, "7201", "1.00", 辅助项1编号="01", 会计期间号=str(month))),
        )
        for month in (2, 1)
    }
    archives = {"GGDA_999_202112": f"{names}</公共档案>".encode("gbk"), "YSYF_999": "<应收应付/>".encode()}
    export = load(zipped(packing, **months, **archives), "export.zip")
    assert export.frame["department_code"].to_list() == ["D2", "D2"]
    table = export.frames["balances"]
    assert table[["opening_debit_cents", "debit_cents", "closing_debit_cents"]].to_numpy().tolist() == [[0, 200, 200]]
    assert table["source_sheet"].item() == "ZIP_999_202112/ZZ_999_202101.xml"
    assert export.set_aside[["reason", "source_sheet"]].to_numpy().tolist() == [
        ["part_of_another_row", "ZIP_999_202112/ZZ_999_202102.xml"], ["other_part", "ZIP_999_202112/YSYF_999.xml"],
        ["other_part", "ZIP_999_202112/说明.txt"],
    ]  # fmt: skip


@pytest.mark.skipif(not SPEC.is_file(), reason=f"no {SPEC.name}")
def test_a_file_with_every_element_of_the_standard_loads(load):
    with SPEC.open(encoding="utf-8-sig", newline="") as file:
        tables = {row["table"]: row["element"].replace("..", "|").split("|") for row in csv.DictReader(file)}
    told = {
        table: {name: voucher("1", 1, "1001", "5").get(name, "") for name in names} for table, names in tables.items()
    }
    told["科目余额及发生额"] |= balance("1001", "3", "0", "5", "0", "5")
    export = load(ledger(*(rows(table, row) for table, row in told.items() if table != "总账基础信息")))
    assert {kind: len(frame) for kind, frame in export.frames.items()} == {"journal": 1, "balances": 1}
    assert export.frames["balances"]["closing_debit_cents"].item() == 500


def test_other_xml_is_not_taken_for_it():
    assert not is_gbt24589(
        b"<Workbook><Data>\xe8\xae\xb0\xe8\xb4\xa6\xe5\x87\xad\xe8\xaf\x81</Data></Workbook>", ".xml"
    )
    assert not is_gbt24589("日期,会计科目\n".encode("gbk"), ".csv")


def test_hostile_files(load):
    whole = ledger(ACCOUNTS, AUXILIARY, SPENDING)
    for size in range(400, len(whole), 61):
        with pytest.raises(BrokenFile):
            load(whole[:size])
    with pytest.raises(UnsafeFile):
        load(whole.replace(b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY a "1">]>\n', 1))
    with pytest.raises(BrokenFile):
        load(whole.replace(b"72010102", b"7201\x000102"))
    with pytest.raises(WrongEncoding):
        load(whole.replace("付款".encode("gbk"), b"\xff\xff"))


def test_a_unit_of_another_chart(load, unit):
    export = load(ledger(ACCOUNTS, AUXILIARY, SPENDING), unit=replace(unit, chart="other"))
    assert export.frame["department_code"].to_list() == ["D1", ""]
