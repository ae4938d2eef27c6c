"""What a file was taken for, which year it tells, and what an unknown layout may be."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from readers.exports import from_text, write_workbook

from perfkit.errors import LANGUAGES, UnknownHeader
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import Unit
from perfkit.readers import Export, load_mapping, read_export
from perfkit.readers.layouts.drafts import draft
from perfkit.readers.layouts.guesses import Guess, guess
from perfkit.readers.recognition import Recognition, field_label, first_rows, recognise

UNIT = Unit("demo", "示例单位")
JOURNAL = """日期,凭证号,摘要,科目编码,借方金额,贷方金额
{year}-01-05,记-1,付电费,7201,100.00,
{year}-01-05,记-1,付电费,6001,,100.00
合计,,,,100.00,100.00
"""


def put(folder: Path, text: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def seen(folder: Path, text: str, name: str = "export.csv", unit: Unit = UNIT) -> Recognition:
    return recognise(put(folder, text, name), unit=unit, year=None, mappings=[])


# What was taken for what -------------------------------------------------------------------------


def test_every_column_says_what_it_was_taken_for(read: Callable[..., Export]) -> None:
    rows = from_text("""
        单位：万元
        日期|[凭证字]#[凭证号]|科目编码|制单日期|自编码|用途|备注||借方金额|贷方金额
        |||||||x||
        2021-01-05|记#1|7201|2021-01-06||电费|甲|y|1|
        2021-01-05|记#1|6001|2021-01-06|A7|电费|甲|y||1
    """.strip())  # fmt: skip
    export = read({"凭证": rows}, '[columns]\n"备注" = ""\n"用途" = "summary"\n[constants]\nfund_code = "11"\n')
    (table,) = export.taken_for
    told = {column.heading: (column.fields, column.unread, column.example) for column in table.columns}
    assert told == {
        "日期": (("voucher_date",), "", "2021-01-05"),
        "[凭证字]#[凭证号]": (("voucher_type", "voucher_number"), "", "记#1"),
        "科目编码": (("account_code",), "", "7201"),
        "制单日期": ((), "another_column", "2021-01-06"),
        "自编码": ((), "unknown", "A7"),
        "用途": (("summary",), "", "电费"),
        "备注": ((), "mapping", "甲"),
        "": ((), "blank", "x"),
        "借方金额": (("debit",), "", "1"),
        "贷方金额": (("credit",), "", "1"),
    }
    assert [column.number for column in table.columns] == list(range(1, 11))
    assert (table.sheet, table.kind, table.header_row, table.first_data_row) == ("凭证", "journal", 2, 3)
    assert (table.money_unit, table.mapping, table.constants) == ("wan", "test", {"fund_code": "11"})
    assert table.not_understood == ("自编码",)


def test_a_text_file_tells_its_separator_and_encoding(read: Callable[..., Export]) -> None:
    export = read(JOURNAL.format(year=2021).replace(",", ";").encode("gb18030"))
    assert (export.separator, export.encoding) == (";", "gb18030")
    assert read({"a": from_text("日期|凭证号|摘要|科目编码|借方金额|贷方金额\n2021-01-05|1|a|7201|1|")}).separator == ""


def test_sums_and_reasons(tmp_path: Path) -> None:
    found = seen(tmp_path, JOURNAL.format(year=2021))
    assert found.reasons() == {"header": 1, "subtotal": 1}
    assert found.sums("journal") == {"debit_cents": 10000, "credit_cents": 10000}
    assert found.sums_set_aside() == {"debit_cents": 10000, "credit_cents": 10000}


def test_sums_of_a_balance_table_are_those_of_its_leaves(tmp_path: Path) -> None:
    text = "科目编码,科目名称,期初借方,期初贷方,本期借方,本期贷方,期末借方,期末贷方\n1001,现金,1,,2,,3,\n100101,人民币,1,,2,,3,\n"
    assert list(seen(tmp_path, text).sums("balances").values()) == [100, 0, 200, 0, 300, 0]


def test_sums_of_a_summary_count_its_year_once(tmp_path: Path) -> None:
    by_class = "项目,年初预算数,全年预算数,执行数\n运转,150.00,160.00,120.00\n"
    told = {"original_budget_cents": 15000, "final_budget_cents": 16000, "actual_cents": 12000}
    assert seen(tmp_path, by_class).sums("summary") == told
    by_period = "项目,月份,执行数\n运转,1月,20.00\n运转,2月,30.00\n"
    assert seen(tmp_path, by_period).sums("summary") == {"actual_cents": 5000}


def test_sums_of_a_budget_book(tmp_path: Path) -> None:
    text = "指标类型,指标文号,项目,资金性质,指标金额\n年初预算,预〔2021〕1号,运转,一般公共预算,150.00\n"
    assert seen(tmp_path, text).sums("budget") == {"amount_cents": 15000}


def test_the_first_rows_leave_out_what_says_nothing(tmp_path: Path) -> None:
    rows = first_rows(seen(tmp_path, JOURNAL.format(year=2021)).export.frame, 1)
    assert len(rows) == 1
    assert {"voucher_date", "summary", "debit_cents", "source_row"} <= set(rows.columns)
    assert not {"unit_code", "source_file", "credit_cents", "project_code"} & set(rows.columns)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("voucher_date", "日期", "date"),
        ("debit", "借方", "debit"),
        ("actual_3", "第 3 期执行数", "actual of period 3"),
        ("preparer", "制单人", "preparer"),
        ("no_such_field", "no_such_field", "no such field"),
    ],
)
def test_a_field_has_a_name_that_people_read(name: str, zh: str, en: str) -> None:
    assert (field_label(name, "zh"), field_label(name, "en")) == (zh, en)


# Which year ----------------------------------------------------------------------------------------


def test_the_year_is_that_of_most_dates(tmp_path: Path) -> None:
    text = JOURNAL.format(year=2019).replace("2019-01-05,记-1,付电费,6001", "2018-12-31,记-1,付电费,6001")
    found = seen(tmp_path, text + "2019-03-01,记-2,付水费,7201,1.00,\n", "2031年.csv")
    assert (found.year, found.year_from, found.export.frame["fiscal_year"].unique().tolist()) == (2019, "rows", [2019])


def test_a_date_belongs_to_the_fiscal_year_that_it_lies_in(tmp_path: Path) -> None:
    june = Unit("demo", "示例单位", calendar=FiscalCalendar(end_month=6))
    assert seen(tmp_path, JOURNAL.format(year=2019).replace("-01-", "-09-"), unit=june).year == 2020


def test_a_column_of_years_tells_it_wherever_most_rows_are(tmp_path: Path) -> None:
    text = "会计年度,项目,年初预算数,执行数\n2017,运转,1,1\n2017,会议,1,1\n2018,运转,1,1\n"
    assert (seen(tmp_path, text).year, seen(tmp_path, text).year_from) == (2017, "rows")
    assert seen(tmp_path, text, "2018.csv").year == 2017


def test_a_year_of_dates_that_the_first_reading_set_aside(tmp_path: Path) -> None:
    text = (
        JOURNAL.format(year=2017)
        .replace("日期,", "会计年度,日期,")
        .replace("\n2017", "\n2017,2017")
        .replace("合计,", "合计,,")
    )
    found = seen(tmp_path, text)
    assert (found.year, found.export.rows_kept) == (2017, 2)


def test_where_no_row_tells_the_year_a_period_a_title_or_the_name_does(tmp_path: Path) -> None:
    summary = "项目,年初预算数,执行数\n运转,1,1\n"
    with_period = "项目,期间,执行数\n运转,201603,1\n"
    assert (seen(tmp_path, with_period).year, seen(tmp_path, with_period).year_from) == (2016, "period")
    titled = "某单位2015年度预算执行情况表,,\n" + summary
    assert (seen(tmp_path, titled).year, seen(tmp_path, titled).year_from) == (2015, "title")
    named = seen(tmp_path, summary, "执行表2014.csv")
    assert (named.year, named.year_from) == (2014, "file_name")
    today = seen(tmp_path, summary)
    assert (today.year, today.year_from) == (date.today().year, "today")


def test_a_structured_file_says_its_year_itself(tmp_path: Path) -> None:
    """Balances of the year before outnumber those of the year that the file is of."""
    balances = "".join(f"#UB -1 19{n:02} 1.00\n" for n in range(5)) + "#UB 0 1930 1.00\n"
    sie = "#FLAGGA 0\n#SIETYP 1\n#RAR 0 20190701 20200630\n#RAR -1 20180701 20190630\n#KONTO 1930 Bank\n" + balances
    found = seen(tmp_path, sie, "book.se")
    assert (found.year, found.year_from, found.export.rows_kept) == (2020, "file", 1)


def test_what_stands_beside_vouchers_does_not_outvote_them(tmp_path: Path) -> None:
    opened = (
        "2019-01-01 open Expenses:A\n2019-01-01 open Assets:B\n"
        '2019-01-01 custom "budget" Expenses:A "monthly" 1.00 EUR\n'
        '2019-01-05 * "x"\n  Expenses:A  1.00 EUR\n  Assets:B  -1.00 EUR\n'
    )
    assert seen(tmp_path, opened, "book.beancount", Unit("o", "O", chart="other")).year == 2019


def test_years_of_cells_that_tell_none_are_no_votes(tmp_path: Path) -> None:
    text = "会计年度,项目,年初预算数,执行数\n2017,运转,1,1\n,会议,1,1\n,培训,1,1\n"
    assert seen(tmp_path, text).year == 2017


def test_a_year_that_is_given_is_taken(tmp_path: Path) -> None:
    found = recognise(put(tmp_path, JOURNAL.format(year=2021)), unit=UNIT, year=2020, mappings=[])
    assert (found.year, found.year_from, found.export.frame["fiscal_year"].iloc[0]) == (2020, "given", 2020)


# What an unknown layout may be ---------------------------------------------------------------------

ODD = """某单位流水表,,,,,,
单位：元,,,,,,
发生日,流水,用途,费用代码,费用名,流出,流入
2021-01-05,1,付电费,7201,事业支出,100.00,
2021-01-05,1,付电费,6001,财政拨款预算收入,,100.00
2021-02-05,2,付水费,7201,事业支出,20,
2021-02-05,2,付水费,8001,资金结存,,20
合计,,,,,120.00,120.00
"""


def fields_of(found: Guess) -> dict[str, str]:
    return {name: found.header.titles[column] for name, column in found.fields.items()}


def reading(path: Path, text: str) -> Export:
    """The export at `path`, read with the mapping `text`."""
    mapping = path.with_name("mapping.toml")
    mapping.write_text(text, encoding="utf-8")
    return read_export(path, unit=UNIT, year=2021, mappings=[load_mapping(mapping)], source_file=path.name)


def test_a_journal_that_no_alias_knows_is_guessed_by_its_contents(tmp_path: Path) -> None:
    found = guess(put(tmp_path, ODD))
    assert (found.header.header_row, found.header.first_data_row, found.kind) == (3, 4, "journal")
    assert fields_of(found) == {
        "voucher_date": "发生日",
        "voucher_number": "流水",
        "summary": "用途",
        "account_code": "费用代码",
        "account_name": "费用名",
        "debit": "流出",
        "credit": "流入",
    }
    assert found.lacking == {"zh": "", "en": ""}
    assert found.example(2) == "付电费"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_of_a_guessed_journal_reads_it(tmp_path: Path, language: str) -> None:
    path = put(tmp_path, ODD, "流水[1]*.csv" if Path("a*").name == "a*" else "流水[1].csv")
    with pytest.raises(UnknownHeader):
        recognise(path, unit=UNIT, year=2021, mappings=[])
    export = reading(path, draft(guess(path), path.name, language))  # type: ignore[arg-type]
    assert (export.kind, export.rows_read, export.rows_kept) == ("journal", 8, 4)
    assert int(export.frame["debit_cents"].sum()) == 12000


def test_a_direction_makes_the_other_column_of_decimals_the_amount(tmp_path: Path) -> None:
    rows = "2021-01-05,{n},{side},{code},{cents}.50,付款\n"
    text = "何时,号,向,码,钱,注\n" + "".join(
        rows.format(n=n, side=side, code=code, cents=n * 10)
        for n in (1, 2, 3)
        for side, code in (("借", "7201"), ("贷", "6001.01"))
    )
    assert fields_of(guess(put(tmp_path, text))) == {
        "voucher_date": "何时",
        "direction": "向",
        "amount": "钱",
        "account_code": "码",
        "voucher_number": "号",
        "summary": "注",
    }


def test_an_amount_that_its_heading_tells_stays(tmp_path: Path) -> None:
    text = "日期,金额,向,折合\n2021-01-05,1.00,借,7.00\n2021-01-06,2.00,贷,14.00\n"
    assert fields_of(guess(put(tmp_path, text))) == {"voucher_date": "日期", "amount": "金额", "direction": "向"}


def test_one_known_side_finds_the_other(tmp_path: Path) -> None:
    for known, unknown, field in (("借方金额", "流入", "credit"), ("贷方金额", "流出", "debit")):
        text = f"日期,{known},{unknown},余额数\n2021-01-05,1.00,,1.00\n2021-01-06,,2.00,1.00\n2021-01-07,3.00,,2.00\n"
        assert fields_of(guess(put(tmp_path, text)))[field] == unknown


def test_months_and_years_are_no_accounts(tmp_path: Path) -> None:
    text = "年份,第几月,码,支,收\n2021,1月,7201,1.00,\n2021,12月,6001,,1.00\n"
    assert fields_of(guess(put(tmp_path, text))) == {
        "fiscal_year": "年份",
        "period": "第几月",
        "account_code": "码",
        "debit": "支",
        "credit": "收",
    }


def test_what_is_lacking_stands_in_the_draft_and_completing_it_makes_it_read(tmp_path: Path) -> None:
    rows = "日期|类别|类别|名称(甲)|借方金额|贷方金额|摘要|备注二|\n2021-01-05|甲|x|商品服务|1.00||a\tb|1|z\n"
    path = put(tmp_path, rows.replace("|", ";"), "缺.csv")
    found = guess(path)
    assert (found.kind, found.lacking["zh"]) == ("journal", "科目")
    text = draft(found, path.name, "zh")
    tomllib.loads(text)
    assert "# 还缺：科目。" in text
    assert text.count('"类别"') == 1
    with pytest.raises(UnknownHeader):
        reading(path, text)
    completed = text.replace('# "名称(甲)" = ""', '"名称(甲)" = "account_name"')
    assert reading(path, completed).frame["account_name"].to_list() == ["商品服务"]


def test_a_compound_heading_is_left_as_it_is_understood(tmp_path: Path) -> None:
    path = put(tmp_path, ODD.replace("发生日,流水", "[日期]#[凭证号],流水").replace("-05,", "-05#记-1,"))
    text = draft(guess(path), path.name, "en")
    assert '# "[日期]#[凭证号]" = ""  # several fields in one' in text
    assert reading(path, text).frame["voucher_number"].to_list() == ["1"] * 4


def test_headings_of_two_rows(tmp_path: Path) -> None:
    sheet = from_text("""
        甲单位余额一览|||||
        码|名|昔||今|
        ||入|出|入|出
        1001|现金|1.00||2.00|
        2001|借款||1.00||2.00
    """.strip())  # fmt: skip
    path = write_workbook(tmp_path / "余额.xlsx", {"空": [], "表": sheet, "说明": [["填表说明"]]})
    found = guess(path)
    assert (found.sheet.name, found.sheets, found.header.header_row, found.header.first_data_row) == (
        "表",
        ("表", "说明"),
        2,
        4,
    )
    text = draft(found, path.name, "zh")
    assert '# sheets = ["表", "说明"]' in text
    assert "header_rows = 2" in text
    for heading, field in (
        ("昔.入", "opening_debit"),
        ("昔.出", "opening_credit"),
        ("今.入", "closing_debit"),
        ("今.出", "closing_credit"),
    ):
        lines = [line for line in text.splitlines() if f'"{heading}"' in line]
        text = text.replace(lines[0], f'"{heading}" = "{field}"')
    export = reading(path, text.replace('kind = "journal"', 'kind = "balances"'))
    assert (export.kind, export.frame["opening_debit_cents"].to_list()) == ("balances", [100, 0])


def test_signs_that_command_a_terminal_are_escaped(tmp_path: Path) -> None:
    path = put(tmp_path, ODD.replace("费用名", "费\x1b[31m名\u202e").replace("付电费", "付\x9b电\x07费"))
    text = draft(guess(path), path.name, "zh")
    assert all(letter.isprintable() or letter in "\n\N{NO-BREAK SPACE}" for letter in text)
    assert reading(path, text).frame["account_name"].iloc[0] == "事业支出"


def test_a_sheet_that_is_no_table_gives_an_empty_draft(tmp_path: Path) -> None:
    path = put(tmp_path, "填表说明\n请按时报送\n", "说明.txt")
    found = guess(path)
    assert (found.kind, found.fields) == ("", {})
    text = draft(found, path.name, "zh")
    assert tomllib.loads(text)["columns"] == {}
    path.with_name("mapping.toml").write_text(text, encoding="utf-8")
    assert load_mapping(path.with_name("mapping.toml")).files == ("说明.txt",)
