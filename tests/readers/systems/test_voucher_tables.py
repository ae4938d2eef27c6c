"""DA/T 95—2022: heads (VOUCHER) and lines (VOU_DET) in two sheets of a workbook or two files of a folder."""

from __future__ import annotations

import pytest
from readers.exports import aside, column, from_text

from perfkit.ledger.units import Unit
from perfkit.readers.lines.faults import MAX_TOLD

HEADS = """
    VOU_ID | FISCAL_YEAR | ACCT_PERIOD | AGENCY_CODE | AGENCY_ACCT_VOUCHER_TYPE | VOUCHER_NO | VOUCHER_ABS | VOUCHER_DATE | DR_AMT | CR_AMT | DR_YS_AMT | CR_YS_AMT | VOU_STATUS | IS_CARRY_OVER
    a-1 | 2021 | 3 | 001 | 记账凭证 | 0001 | 付电费 | 2021-03-04 | 120.00 | 120.00 | 120.00 | 120.00 | 3 | 2
    a-2 | 2021 | 12 | 001 | 记账凭证 | 0002 | 年末结转 | 2021-12-31 | 0 | 0 | 120.00 | 120.00 | 3 | 1
"""
LINES = """
    VOU_DET_ID | VOU_ID | VOU_SEQ | VOU_DET_DESC | GOV_ACCT_CLS_CODE | GOV_ACCT_CLS_NAME | DR_CR | AMT | PRO_CODE | DEP_BGT_ECO_CODE | GOV_BGT_ECO_CODE | EXP_FUNC_CODE | FUND_TYPE_CODE | DEPARTMENT_CODE
    d1 | a-1 | 1 | 电费 | 500102 | 业务活动费用 | 1 | 120.00 | P01 | 30206 | 50502 | 2010303 | 11 | D1
    d2 | a-1 | 2 | 电费 | 1002 | 银行存款 | 2 | 120.00 | | | | | |
    d3 | a-1 | 3 | | 720102 | 事业支出 | 1 | 120.00 | P01 | 30206 | 50502 | 2010303 | 11 | D1
    d4 | a-1 | 4 | 电费 | 8001 | 资金结存 | 2 | 120.00 | | | | | |
    d5 | a-2 | 1 | 结转 | 810106 | 财政拨款结转 | 1 | 120.00 | | | | | |
    d6 | a-2 | 2 | 结转 | 720102 | 事业支出 | 2 | 120.00 | P01 | 30206 | 50502 | 2010303 | 11 | D1
"""


def as_csv(text):
    return "\n".join(",".join(row) for row in from_text(text)).encode("gb18030")


def told(export):
    return [(finding.kind.check, finding.source_row, finding.amount_cents) for finding in export.findings]


def assert_joined(export):
    assert export.system == "预算管理一体化（DA/T 95—2022）"
    assert list(export.frames) == ["journal"]
    frame = export.frame
    assert frame["voucher_date"].dt.strftime("%m-%d").to_list() == ["03-04"] * 4 + ["12-31"] * 2
    assert column(export, "voucher_number") == ["0001"] * 4 + ["0002"] * 2
    assert column(export, "voucher_type") == ["记账凭证"] * 6
    assert column(export, "period") == [3] * 4 + [12] * 2
    assert column(export, "line_number") == [1, 2, 3, 4, 1, 2]
    assert column(export, "debit_cents") == [12000, 0, 12000, 0, 12000, 0]
    assert column(export, "credit_cents") == [0, 12000, 0, 12000, 0, 12000]
    assert column(export, "is_closing") == [False] * 4 + [True] * 2
    assert column(export, "summary") == ["电费", "电费", "付电费", "电费", "结转", "结转"]
    assert column(export, "book") == ["financial", "financial", "budget", "budget", "budget", "budget"]
    assert column(export, "project_code") == ["P01", "", "P01", "", "", "P01"]
    assert column(export, "economic_code")[0] == "30206"
    assert column(export, "government_economic_code")[0] == "50502"
    assert column(export, "functional_code")[0] == "2010303"
    assert column(export, "fund_code")[0] == "11"
    assert column(export, "department_code")[0] == "D1"


def test_two_sheets_of_one_workbook(load):
    export = load({"VOUCHER": from_text(HEADS), "VOU_DET": from_text(LINES)})
    assert_joined(export)
    assert told(export) == []
    heads = export.set_aside[export.set_aside["source_sheet"].eq("VOUCHER")]
    assert heads["reason"].to_list() == ["header", "voucher_head", "voucher_head"]
    assert heads["debit_cents"].to_list() == [0, 24000, 12000]


def test_two_files_of_one_folder_whichever_is_read_first(load):
    lines = load(as_csv(LINES), "VOU_DET.csv", {"VOUCHER.csv": as_csv(HEADS), "other.csv": b"a,b\n1,2\n"})
    assert_joined(lines)
    assert told(lines) == []
    assert aside(lines) == {1: "header"}
    heads = load(as_csv(HEADS), "VOUCHER.csv", {"VOU_DET.csv": as_csv(LINES), "photo.csv": b"\xff\xfe\x00"})
    assert (heads.system, heads.kind, len(heads.frame)) == ("预算管理一体化（DA/T 95—2022）", "journal", 0)
    assert told(heads) == []
    assert aside(heads) == {1: "header", 2: "voucher_head", 3: "voucher_head"}
    assert heads.totals == {"debit_cents": 36000, "credit_cents": 36000}


def test_heads_in_a_workbook_and_lines_in_a_text(load):
    export = load(as_csv(LINES), "VOU_DET.csv", {"VOUCHER.xlsx": {"VOUCHER": from_text(HEADS)}})
    assert_joined(export)


def test_a_long_file_of_something_else_is_recognised_by_its_first_lines(load, monkeypatch):
    from perfkit.readers.layouts import companions

    read = []
    whole = companions.read_sheets
    monkeypatch.setattr(companions, "read_sheets", lambda data, *rest: read.append(len(data)) or whole(data, *rest))
    journal = b"date,account,debit\n" + b"2021-01-01,1002,1.00\n" * 5000
    lines = from_text(LINES)
    long = "\n".join(",".join(row) for row in [*lines, *[["x", "a-9", "1", "-", "1002", "-", "1", "0"]] * 4000])
    load(as_csv(HEADS), "VOUCHER.csv", {"journal.csv": journal, "VOU_DET.csv": long.encode("gb18030")})
    assert max(read[:1]) < len(journal)
    assert len(long.encode("gb18030")) in read
    assert len(journal) not in read


def test_an_unreadable_beginning_is_read_whole(load):
    """The first 64 KiB of this file end inside a quoted cell: what it is, only the whole tells."""
    rows = [[*row, ""] for row in from_text(HEADS)]
    rows[0][-1], rows[1][-1] = "REMARK", '"' + "说明\n" * 30000 + '"'
    text = "\n".join(",".join(row) for row in rows)
    assert_joined(load(as_csv(LINES), "VOU_DET.csv", {"VOUCHER.csv": text.encode("gb18030")}))


def test_lines_whose_head_is_missing_are_set_aside_and_told(load):
    heads = "\n".join(HEADS.strip("\n").splitlines()[:2])
    export = load({"VOU_DET": from_text(LINES), "VOUCHER": from_text(heads)})
    lines = export.set_aside[export.set_aside["source_sheet"].eq("VOU_DET")]
    assert dict(zip(lines["source_row"], lines["reason"], strict=True)) == {
        1: "header", 6: "no_voucher_head", 7: "no_voucher_head",
    }  # fmt: skip
    assert lines["debit_cents"].sum() == 12000
    (finding,) = export.findings
    assert (finding.kind.check, finding.source_row, finding.subject, finding.found) == (
        "lines_without_head", 6, "a-2", "2",
    )  # fmt: skip
    assert "借方 120.00、贷方 120.00" in finding.text("zh")
    assert "debits 120.00" in finding.text("en")


def test_lines_without_any_table_of_heads(load):
    export = load(as_csv(LINES), "VOU_DET.csv")
    assert len(export.frame) == 0
    assert told(export) == [("lines_without_head", 2, 36000)]


def test_a_line_that_names_no_head_at_all(load):
    export = load({"VOU_DET": from_text(LINES.replace("d6 | a-2", "d6 | ")), "VOUCHER": from_text(HEADS)})
    assert told(export) == [("lines_without_head", 7, 0), ("voucher_heads_differ", 3, 12000)]
    assert export.findings[0].subject == "-"


@pytest.mark.parametrize(
    ("old", "new", "told_of"),
    [
        ("120.00 | 120.00 | 120.00 | 120.00 | 3 | 2", "121.00 | 120.00 | 120.00 | 120.00 | 3 | 2", ("借方合计", 100)),
        ("120.00 | 120.00 | 120.00 | 120.00 | 3 | 2", "120.00 | 100.00 | 120.00 | 120.00 | 3 | 2", ("贷方合计", -2000)),
        ("120.00 | 120.00 | 120.00 | 120.00 | 3 | 2", "120.00 | 120.00 | 0 | 120.00 | 3 | 2", ("预算借方合计", -12000)),
        ("120.00 | 120.00 | 120.00 | 120.00 | 3 | 2", "120.00 | 120.00 | 120.00 | 7 | 3 | 2", ("预算贷方合计", -11300)),
    ],
)
def test_a_head_that_is_not_the_sum_of_its_lines(load, old, new, told_of):
    assert old in HEADS
    export = load({"VOUCHER": from_text(HEADS.replace(old, new)), "VOU_DET": from_text(LINES)})
    side, cents = told_of
    assert told(export) == [("voucher_heads_differ", 2, cents)]
    assert side in export.findings[0].text("zh")
    assert "0001" in export.findings[0].text("en")
    assert len(export.frame) == 6


def test_heads_whose_totals_are_those_of_both_books(load):
    both = HEADS.replace("| 120.00 | 120.00 | 120.00 | 120.00 | 3 | 2", "| 240 | 240 | 120 | 120 | 3 | 2")
    both = both.replace("| 0 | 0 | 120.00 | 120.00 | 3 | 1", "| 120 | 120 | 120 | 120 | 3 | 1")
    assert told(load({"VOUCHER": from_text(both), "VOU_DET": from_text(LINES)})) == []


def test_a_chart_without_two_books_has_one_total(load):
    heads = """
        VOU_ID | ACCT_PERIOD | VOUCHER_NO | VOUCHER_DATE | DR_AMT | CR_AMT
        a-1 | 3 | 1 | 2021-03-04 | 240 | 240
        a-2 | 12 | 2 | 2021-12-31 | 120 | 119
    """
    export = load({"1": from_text(heads), "2": from_text(LINES)}, unit=Unit("x", "某单位", chart="other"))
    assert told(export) == [("voucher_heads_differ", 3, -100)]


def test_heads_without_totals_are_not_compared(load):
    heads = "VOU_ID | ACCT_PERIOD | VOUCHER_NO | VOUCHER_DATE\na-1 | 3 | 1 | 2021-03-04\na-2 | 12 | 2 | 2021-12-31"
    assert told(load({"1": from_text(heads), "2": from_text(LINES)})) == []


def test_a_head_without_lines_and_heads_without_any(load):
    more = HEADS + "    a-3 | 2021 | 5 | 001 | 记账凭证 | 0003 | 空 | 2021-05-05 | 9 | 9 | 1 | 1 | 3 | 2\n"
    export = load({"VOUCHER": from_text(more), "VOU_DET": from_text(LINES)})
    assert told(export) == [("voucher_without_lines", 4, 1000)]
    assert export.findings[0].subject == "0003"
    alone = load(as_csv(HEADS), "VOUCHER.csv")
    assert told(alone) == [("voucher_without_lines", 0, 36000)]
    assert "2 张凭证" in alone.findings[0].text("zh")


def test_a_head_without_a_key_is_one_without_lines(load):
    heads = HEADS.replace("a-2 | 2021", " | 2021")
    export = load({"VOUCHER": from_text(heads), "VOU_DET": from_text(LINES)})
    assert told(export) == [("lines_without_head", 6, 12000), ("voucher_without_lines", 3, 12000)]
    nameless = [*from_text(HEADS), ["", "说明"]]
    export = load({"VOUCHER": nameless, "VOU_DET": from_text(LINES)})
    assert [(f.kind.check, f.subject) for f in export.findings] == [("voucher_without_lines", "#4")]


def test_a_head_without_number_or_date_says_so(load):
    heads = HEADS.replace("| 0001 |", "| |").replace("2021-12-31", "")
    export = load({"VOUCHER": from_text(heads), "VOU_DET": from_text(LINES)})
    assert column(export, "voucher_number") == ["a-1"] * 4
    assert {(f.kind.check, f.source_row, f.found) for f in export.findings} == {
        ("unreadable_date", 6, "?"), ("unreadable_date", 7, "?"),
    }  # fmt: skip


@pytest.mark.parametrize(("debit", "credit"), [("0", "1"), ("1", "-1"), ("借", "贷"), ("1", "2")])
def test_the_codes_of_the_sides_explain_each_other(load, debit, credit):
    rows = [[*row[:6], {"1": debit, "2": credit}.get(row[6], row[6]), *row[7:]] for row in from_text(LINES)]
    assert_joined(load({"VOUCHER": from_text(HEADS), "VOU_DET": rows}))


def test_lines_with_two_amount_columns(load):
    rows = from_text("""
        VOU_ID | VOU_SEQ | GOV_ACCT_CLS_CODE | 借方 | 贷方
        a-2 | 1 | 8101 | 120 |
        a-2 | 2 | 7201 | | 120
        a-1 | 1 | 1002 | 0 | 0
    """)
    heads = HEADS.replace("120.00 | 120.00 | 120.00 | 120.00 | 3 | 2", "0 | 0 | 0 | 0 | 3 | 2")
    export = load({"1": from_text(heads), "2": rows})
    assert column(export, "debit_cents") == [12000, 0, 0]
    assert told(export) == []


def test_a_voucher_told_by_two_files_need_not_be_told_by_both_together(load):
    again = "\n".join([LINES.strip("\n").splitlines()[0], *LINES.strip("\n").splitlines()[5:]])
    export = load(as_csv(HEADS), "VOUCHER.csv", {"1.csv": as_csv(LINES), "2.csv": as_csv(again)})
    assert told(export) == []
    half = "\n".join(LINES.strip("\n").splitlines()[:5])
    export = load(as_csv(HEADS), "VOUCHER.csv", {"1.csv": as_csv(half), "2.csv": as_csv(again)})
    assert told(export) == []


def test_many_faults_of_one_kind_are_told_once_more(load):
    count = MAX_TOLD + 5
    heads = [["VOU_ID", "VOUCHER_NO", "VOUCHER_DATE", "ACCT_PERIOD", "DR_AMT", "CR_AMT"]]
    heads += [[f"h{number}", str(number), "2021-03-01", "3", "2", "2"] for number in range(count)]
    lines = [["VOU_DET_ID", "VOU_ID", "VOU_SEQ", "GOV_ACCT_CLS_CODE", "DR_CR", "AMT"]]
    lines += [[f"d{n}{side}", f"h{n}", side, "1002", side, "1"] for n in range(count) for side in ("1", "2")]
    export = load({"1": heads, "2": lines})
    assert len(export.findings) == MAX_TOLD + 1
    last = export.findings[-1]
    assert (last.kind.check, last.found, last.source_row) == ("more_voucher_heads", "5", MAX_TOLD + 2)


def test_heads_beside_another_table_and_no_lines(load):
    balances = [["科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "期末余额"], ["1002", "银行", 1, 2, 1, 2]]
    export = load({"余额": balances, "VOUCHER": from_text(HEADS)})
    assert sorted(export.frames) == ["balances", "journal"]
    assert told(export) == [("voucher_without_lines", 0, 36000)]


def test_a_file_with_the_header_of_heads_and_nothing_else_is_empty(load):
    from perfkit.errors import EmptyFile

    with pytest.raises(EmptyFile):
        load(as_csv("\n".join(HEADS.strip("\n").splitlines()[:1])), "VOUCHER.csv")


GRP_HEADS = """
    gsdm | kjqj | pzly | pzh | pzrq | fjzs | sr | sh | jzr | zt
    001 | 202103 | 1 | 12 | 20210304 | 2 | 甲 | 乙 | 丙 | 3
    001 | 202103 | 11 | 2 | 20210305 | 1 | 甲 | 乙 | 丙 | 0
"""
GRP_LINES = """
    gsdm | kjqj | pzly | pzh | flh | zy | kmdm | jdbz | je | xmdm | fzdm4 | fzdm5 | KJTXDM
    001 | 202103 | 1 | 12 | 1 | 付电费 | 72010102 | 借 | 300.00 | P02 | 2010303 | 30206 | 02
    001 | 202103 | 1 | 12 | 2 | 付电费 | 8001 | 贷 | 300.00 | | | | 02
    001 | 202103 | 11 | 2 | 1 | 作废 | 72010102 | 借 | 99.00 | | | | 02
    001 | 202103 | 11 | 2 | 2 | 作废 | 8001 | 贷 | 99.00 | | | | 02
"""


def dates(export):
    return export.frame["voucher_date"].dt.strftime("%m-%d").fillna("").to_list()


def test_numbered_lines_take_their_date_and_state_from_heads(load):
    """The keys 1, 12 and 11, 2 are two vouchers; the second is void."""
    book = load({"GL_Pzml": from_text(GRP_HEADS), "GL_Pznr": from_text(GRP_LINES)})
    lines = load(as_csv(GRP_LINES), "GL_Pznr.csv", {"GL_Pzml.csv": as_csv(GRP_HEADS)})
    for export in (book, lines):
        assert (export.system, told(export)) == ("用友政务 GRP-U8/R9", [])
        assert dates(export) == ["03-04", "03-04"]
        assert column(export, "voucher_number") == ["12", "12"]
        assert column(export, "economic_code") == ["30206", ""]
        assert export.set_aside["reason"].value_counts()["void"] == 2
    heads = load(as_csv(GRP_HEADS), "GL_Pzml.csv", {"GL_Pznr.csv": as_csv(GRP_LINES)})
    assert (told(heads), aside(heads)) == ([], {1: "header", 2: "voucher_head", 3: "voucher_head"})


def test_numbered_lines_without_all_their_heads_have_no_date_but_their_period(load):
    alone = load(as_csv(GRP_LINES), "GL_Pznr.csv")
    assert (told(alone), dates(alone), column(alone, "period")) == ([], [""] * 4, [3] * 4)
    heads = "\n".join(GRP_HEADS.strip("\n").splitlines()[::2])
    void_only = load({"1": from_text(heads), "2": from_text(GRP_LINES)})
    assert (dates(void_only), column(void_only, "debit_cents")) == (["", ""], [30000, 0])
