"""Published budgets, final accounts and ledgers of others: each loads by a mapping file, and its totals come out."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from perfkit.errors import ReadError
from perfkit.ledger.units import Unit
from perfkit.readers import Export, Mapping, load_mapping, read_export

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
MAPPINGS = Path(__file__).with_name("samples")
UNIT = Unit("demo", "示例", chart="other", account_prefixes={"5": "spending"})
PUTUO = SAMPLES / "cn_final_accounts" / "putuo_caizhengju_2024"
TAMPERED = SAMPLES / "cn_final_accounts" / "putuo_caizhengju_2024_tampered"

samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no real files beside the project")


@cache
def mappings() -> tuple[Mapping, ...]:
    return tuple(load_mapping(path) for path in sorted(MAPPINGS.glob("*.toml")))


@cache
def read(path: Path, year: int) -> Export:
    export = read_export(path, unit=UNIT, year=year, mappings=mappings(), source_file=path.name)
    assert export.rows_read == export.rows_kept + len(export.set_aside)
    return export


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


def measured(export: Export) -> dict[str, int]:
    return {name: int(cents) for name, cents in export.frame.groupby("measure")["amount_cents"].sum().items()}


def told(export: Export, check: str) -> list[tuple[int, str, str, int]]:
    found = [finding for finding in export.findings if finding.kind.check == check]
    return [(finding.source_row, finding.expected, finding.found, finding.amount_cents) for finding in found]


def only(folder: Path, start: str, end: str = "") -> Path:
    (path,) = folder.glob(f"{start}*{end}.csv")
    return path


# Bermuda: thousands of dollars; each year is told by three books


@samples
@pytest.mark.parametrize("name", ["bm_ExpenditureSummary.tsv", "bm_ExpenditureAnalysis.tsv"])
def test_the_bermuda_budget_book_of_2024(name):
    book = {}
    for year in (2022, 2023, 2024):
        book[year] = measured(read(SAMPLES / "gov_budget" / name, year))
    assert book == {
        2022: {"actual": 1_087_752_000_00},
        2023: {"original": 1_103_032_000_00, "final": 1_118_685_000_00},
        2024: {"original": 1_119_795_000_00},
    }


@samples
def test_the_bermuda_tables_agree_line_by_line_of_their_years():
    heads, objects = (SAMPLES / "gov_budget" / f"bm_Expenditure{name}.tsv" for name in ("Summary", "Analysis"))
    export = read(heads, 2023)
    assert export.rows_read == 6649
    assert set(export.set_aside["reason"]) == {"header", "other_year", "told_elsewhere"}
    assert measured(export) == measured(read(objects, 2023))
    assert export.frame["department_name"].eq("LEGISLATURE").sum() == 2


# Oklahoma City


@samples
def test_oklahoma_city_2014_counts_its_unlabelled_total_once():
    # EXPECTED.csv adds up all 4,501 rows; the last of them names nothing and is the sum of the others.
    path = SAMPLES / "gov_budget" / "okc_fy2014_budget_detail.csv"
    export = read(path, 2014)
    adopted = int(export.frame.loc[export.frame["budget_type"].eq("original"), "amount_cents"].sum())
    changes = int(export.frame.loc[export.frame["budget_type"].ne("original"), "amount_cents"].sum())
    assert (adopted, changes) == (1_130_041_489_00, 18_224_857_00)
    (total,) = export.set_aside[export.set_aside["reason"].eq("subtotal")].to_dict("records")
    assert (total["source_row"], total["debit_cents"]) == (4502, 1_148_266_346_00)
    assert (2 * adopted, 2 * changes) == (2_260_082_978_00, 36_449_714_00)
    assert adopted + changes + total["debit_cents"] == 2_296_532_692_00
    # Every row: adopted + amendments = amended.
    assert told(export, "final_budget_differs") == []
    assert export.rows_kept == 4500


@samples
def test_oklahoma_city_2015_and_the_sums_that_others_made():
    folder = SAMPLES / "gov_budget"
    export = read(folder / "okc_fy2015_budget_detail.csv", 2015)
    assert int(export.frame["amount_cents"].sum()) == 1_205_265_252_00
    assert export.rows_kept == 4870
    detail = rows(folder / "okc_fy2015_budget_detail.csv")
    fields = {
        "fund": ("FundDescription", "fund_code"),
        "operating_unit": ("OperatingUnitDescription", "department_code"),
        "program": ("ProgramName", "project_name"),
        "lob": ("LOBName", "functional_code"),
        "account": ("Account Description", "economic_code"),
    }
    for name, (heading, field) in fields.items():
        path = folder / f"okc_fy2015_expected_by_{name}.csv"
        own = heading.replace("Account ", "Account.")
        mapping = Mapping("rollup", (path.name,), columns={"Total": "original_budget", own: field})
        loaded = read_export(path, unit=UNIT, year=2015, mappings=[mapping], source_file=path.name)
        expected: dict[str, int] = defaultdict(int)
        for row in detail:
            expected[row[heading].strip()] += int(row["FY2015 Budget"]) * 100
        code = "project_code" if field == "project_name" else field
        found = loaded.frame.groupby(code)["amount_cents"].sum()
        assert int(found.sum()) == 1_205_265_252_00, name
        assert {text.strip(): int(cents) for text, cents in found.items()} == expected, name


# Japan: a debit account and a credit account on every row


@samples
def test_the_japanese_journal_is_its_trial_balance():
    journal = read(SAMPLES / "japan_gl" / "en_journal_2021-04.csv", 2021)
    frame = journal.frame
    assert (journal.rows_read, journal.rows_kept, len(frame)) == (440, 439, 769)
    assert int(frame["debit_cents"].sum()) == int(frame["credit_cents"].sum()) == 348_546_916_00
    vouchers = frame.groupby("voucher_number")[["debit_cents", "credit_cents"]].sum()
    assert len(vouchers) == 247
    assert vouchers["debit_cents"].tolist() == vouchers["credit_cents"].tolist()
    balances = read(SAMPLES / "japan_gl" / "en_trial_balance_2021-04.csv", 2021).frame.set_index("account_code")
    moved = frame.groupby("account_code")[["debit_cents", "credit_cents"]].sum()
    moved = moved[moved.ne(0).any(axis="columns")]
    assert moved.sort_index().to_dict() == balances[["debit_cents", "credit_cents"]].sort_index().to_dict()
    assert int(balances["debit_cents"].sum()) == 348_546_916_00
    assert not journal.findings


@samples
@pytest.mark.parametrize("name", ["en_account_list", "en_balance_sheet_ALL", "en_beginning_balance", "en_pnl_ALL"])
def test_lists_and_statements_of_the_japanese_books_are_refused_with_words(name):
    with pytest.raises(ReadError) as caught:
        read(SAMPLES / "japan_gl" / f"{name}.csv", 2021)
    assert name in caught.value.text("zh")


# Final accounts of a Chinese department, in 万元


@samples
@pytest.mark.parametrize("folder", [PUTUO, TAMPERED], ids=["published", "tampered"])
def test_budget_and_actual_of_the_final_accounts(folder):
    export = read(only(folder, "00_"), 2024)
    assert export.money_unit == "wan"
    assert measured(export) == {"original": 2993_93_0000, "actual": 2940_06_0000}
    # 合计 above its lines: 2,993.92 and 2,940.05; the printed items are rounded one by one.
    assert told(export, "control_totals") == [
        (2, "29,939,200.00 / 29,400,500.00", "29,939,300.00 / 29,400,600.00", -10000)
    ]
    assert "一般公共服务支出-财政事务-行政运行" in set(export.frame["functional_code"])


@samples
def test_expenditure_by_function_basic_and_project():
    export = read(only(PUTUO, "03_"), 2024)
    by_type = {key: int(cents) for key, cents in export.frame.groupby("expenditure_type")["amount_cents"].sum().items()}
    assert by_type == {"basic": 2336_92_0000, "project": 603_14_0000}
    # The row of the total is the last row of the header, too: 2,336.91 / 603.14, together 2,940.05.
    ((row, printed, _, difference),) = told(export, "control_totals")
    assert (row, printed, difference) == (4, "23,369,100.00 / 6,031,400.00 / 0.00 / 0.00 / 0.00", -10000)
    assert told(export, "class_totals") == []
    by_code = export.frame.groupby("functional_code")["amount_cents"].sum()
    assert by_code["2010601"] == 1511_89_0000
    assert len(by_code) == 11


@samples
@pytest.mark.parametrize("folder", [PUTUO, TAMPERED], ids=["published", "tampered"])
def test_appropriation_by_function(folder):
    export = read(only(folder, "0", "_一般公共预算财政拨款支出决算表"), 2024)
    assert measured(export) == {"actual": 2940_06_0000}
    ((_, printed, _, difference),) = told(export, "control_totals")
    assert (printed, difference) == ("23,369,100.00 / 6,031,400.00", -10000)
    assert set(export.frame["fund_code"]) == {"11"}


@samples
@pytest.mark.parametrize("folder", [PUTUO, TAMPERED], ids=["published", "tampered"])
def test_basic_expenditure_by_economic_class_stands_side_by_side(folder):
    export = read(only(folder, "0", "_一般公共预算财政拨款基本支出决算表"), 2024)
    printed = {expected: difference for _, expected, _, difference in told(export, "control_totals")}
    # 人员经费 2,152.26 and 公用经费 184.65; items are rounded one by one.
    assert printed == {"21,522,600.00": -10000, "1,846,500.00": -20000}
    assert [(expected, difference) for _, expected, _, difference in told(export, "class_totals")] == [
        ("20,828,500.00", -10000), ("1,710,700.00", -20000),
    ]  # fmt: skip
    by_class = export.frame.groupby(export.frame["economic_code"].str[:3])["amount_cents"].sum()
    assert by_class.to_dict() == {"301": 2082_86_0000, "302": 171_09_0000, "303": 69_41_0000, "310": 13_58_0000}
    assert export.frame.loc[export.frame["economic_code"].eq("30102"), "amount_cents"].tolist() == [1238_58_0000]


@samples
@pytest.mark.parametrize(
    ("folder", "end"),
    [(folder, end) for folder in (PUTUO, TAMPERED) for end in ("_收入支出决算总表", "_财政拨款收入支出决算总表")],
)
def test_overviews_tell_the_expenditure_beside_the_receipts(folder, end):
    (path,) = [path for path in folder.glob(f"0*{end}.csv") if path.stem[2:] == end]
    export = read(path, 2024)
    by_class = export.frame.groupby("functional_code")["amount_cents"].sum().to_dict()
    assert by_class == {"201": 2106_66_0000, "208": 326_71_0000, "210": 60_99_0000, "221": 445_69_0000}
    assert sum(by_class.values()) == 2940_05_0000
    assert told(export, "control_totals") == []  # 本年支出合计
    totals = export.set_aside[export.set_aside["reason"].eq("not_used")]
    assert totals["row_text"].str.contains("总计").sum() == 1


REFUSED = ("收入决算表", "三公经费", "政府性基金", "国有资本经营", "_text")


@samples
@pytest.mark.parametrize(
    "path",
    [
        *(
            path
            for folder in (PUTUO, TAMPERED)
            for path in folder.glob("*")
            if any(word in path.stem for word in REFUSED)
        ),
        *(SAMPLES / "cn_national").glob("*.json"),
    ],
    ids=lambda path: f"{path.parent.name[-8:]} {path.stem}",
)
def test_tables_of_receipts_forms_without_figures_and_texts_are_refused_with_a_sentence(path):
    with pytest.raises(ReadError) as caught:
        read(path, 2024)
    assert path.name in caught.value.text("zh")
    assert path.name in caught.value.text("en")


@samples
def test_what_was_changed_in_the_tampered_tables():
    # Found by comparing: no number of the tables that load differs; the budget of 0.95 for 三公 is blanked, in a table
    # that holds no ledger or budget rows, and 支出决算表 is missing.
    assert not list(TAMPERED.glob("*_支出决算表.csv"))
    three = [path.read_text(encoding="utf-8-sig") for folder in (PUTUO, TAMPERED) for path in folder.glob("*三公*.csv")]
    assert ["0.95" in text for text in three] == [True, False]


# The same layouts, written here


def test_an_unlabelled_total_is_none_if_it_names_something_or_differs(tmp_path):
    def budget(last: str) -> pd.DataFrame:
        path = tmp_path / "book.csv"
        path.write_text(f"项目,年初预算数,追加\n甲,1.00,\n乙,2.00,1.00\n{last}\n", encoding="utf-8")
        return read_export(path, unit=UNIT, year=2024, mappings=[], source_file=path.name).frame

    assert int(budget(",3.00,1.00")["amount_cents"].sum()) == 400
    assert int(budget(",3.00,2.00")["amount_cents"].sum()) == 900
    assert int(budget("丙,3.00,1.00")["amount_cents"].sum()) == 800


def journal(tmp_path: Path, text: str, mapping: Mapping | None = None) -> Export:
    path = tmp_path / "journal.csv"
    path.write_text(text, encoding="utf-8")
    chosen = [mapping] if mapping else []
    export = read_export(path, unit=UNIT, year=2024, mappings=chosen, source_file=path.name)
    assert export.rows_read == export.rows_kept + len(export.set_aside)
    return export


def lines(export: Export) -> list[list]:
    names = ["source_row", "voucher_number", "account_code", "account_name", "debit_cents", "credit_cents"]
    return export.frame[names].to_numpy().tolist()


def test_two_accounts_on_a_row_are_two_lines(tmp_path):
    text = (
        "日期,凭证号,摘要,借方科目,借方金额,贷方科目,贷方金额\n"
        "2024-01-02,1,买纸,5001 办公费,10.00,1002 银行存款,10.00\n"
        "2024-01-03,2,分摊,5001 办公费,6.00,1002 银行存款,10.00\n"
        "2024-01-03,2,分摊,5002 差旅费,4.00,,\n"
        "2024-01-04,3,,,,,\n"
        "2024-01-05,4,缺科目,5001 办公费,1.00,,1.00\n"
        ",,合计,,20.00,,20.00\n"
    )
    export = journal(tmp_path, text)
    assert lines(export) == [
        [2, "1", "5001", "办公费", 1000, 0],
        [2, "1", "1002", "银行存款", 0, 1000],
        [3, "2", "5001", "办公费", 600, 0],
        [3, "2", "1002", "银行存款", 0, 1000],
        [4, "2", "5002", "差旅费", 400, 0],
    ]
    aside = export.set_aside.set_index("source_row")
    assert aside["reason"].to_dict() == {1: "header", 5: "no_account", 6: "no_account", 7: "subtotal"}
    assert aside.loc[6, ["debit_cents", "credit_cents"]].tolist() == [100, 100]
    assert [finding.source_row for finding in export.findings if finding.kind.check == "no_account"] == [6]
    assert "control_totals" not in {finding.kind.check for finding in export.findings}


def test_one_amount_may_stand_for_both_accounts_and_names_for_codes(tmp_path):
    text = "取引日,伝票番号,摘要,借方勘定科目,貸方勘定科目,金額,借方部門\n2024/01/02,1,紙,消耗品費,現金,10,D1\n"
    mapping = Mapping("two", ("journal.csv",), columns={"金額": "amount"})
    export = journal(tmp_path, text, mapping)
    assert lines(export) == [[2, "1", "消耗品費", "消耗品費", 1000, 0], [2, "1", "現金", "現金", 0, 1000]]
    assert export.frame["department_code"].tolist() == ["D1", ""]
    plain = text.replace("借方勘定科目", "借方科目").replace("貸方勘定科目", "贷方科目").replace("金額", "金额")
    assert lines(journal(tmp_path, plain)) == lines(export)


def test_joined_codes_and_what_their_classes_say(tmp_path):
    text = (
        "部门支出,,,,,\n"
        "项目,,,,本年支出,\n"
        "科目编码,,,科目名称,基本支出,项目支出\n"
        "类,款,项,合计,60.00,5.00\n"
        "201,,,公共服务,60.00,5.00\n"
        "201,06,,财政事务,61.00,5.00\n"
        "201,06,01,行政运行,30.00,\n"
        "201,06,02,管理事务,30.00,5.00\n"
    )
    path = tmp_path / "accounts.csv"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(
        '[mapping]\nname = "t"\nfiles = ["*.csv"]\nheader_row = 2\nheader_rows = 3\n[constants]\nmeasure = "actual"\n'
        '[joined]\nfunctional_code = ["类", "款", "项"]\n'
        '[unpivot]\nfield = "expenditure_type"\n[unpivot.columns]\n"基本支出" = "basic"\n"项目支出" = "project"\n',
        encoding="utf-8",
    )
    mapping = load_mapping(tmp_path / "mapping.toml")
    export = read_export(path, unit=UNIT, year=2024, mappings=[mapping], source_file=path.name)
    assert export.frame[["functional_code", "expenditure_type", "amount_cents"]].to_numpy().tolist() == [
        ["2010601", "basic", 3000], ["2010602", "basic", 3000], ["2010602", "project", 500],
    ]  # fmt: skip
    assert told(export, "class_totals") == [(6, "61.00", "60.00", 100)]
    assert told(export, "control_totals") == []
    wrong = replace(mapping, joined={"functional_code": ("类", "目")})
    with pytest.raises(Exception, match="目"):
        read_export(path, unit=UNIT, year=2024, mappings=[wrong], source_file=path.name)


@pytest.mark.parametrize(
    "part",
    [
        'side_by_side = "4"',
        "side_by_side = [0]",
        "header_rows = 5",
        '[joined]\nnonsense = ["a"]',
        '[joined]\nfunctional_code = "a"',
    ],
)
def test_mapping_keys_must_be_what_they_are(tmp_path, part):
    path = tmp_path / "mapping.toml"
    path.write_text(f'[mapping]\nname = "t"\nfiles = ["*"]\n{part}\n', encoding="utf-8")
    with pytest.raises(Exception, match=r"mapping\.toml"):
        load_mapping(path)
