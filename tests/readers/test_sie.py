"""SIE 4: real files of two programs, and every trait of the format in files written here."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from readers.exports import aside, column

from perfkit.errors import BrokenFile, EmptyFile, PerfkitError, TooLarge, UnknownHeader, WrongEncoding
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import Unit
from perfkit.readers import read_export
from perfkit.workspace import open_workspace

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "sie"
UNIT = Unit("demo", "示例", chart="other")
real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no real files beside the project: shared/samples/sie")

HEAD = """#FLAGGA 0
#PROGRAM "Bokföring" 2.1
#FORMAT PC8
#SIETYP 4
#RAR 0 20210101 20211231
#RAR -1 20200101 20201231
#KONTO 1930 "Bank"
#KONTO 3010 Intäkter
#KONTO 5010 "Lokalhyra"
#DIM 1 "Enhet"
#OBJEKT 1 "N" "Nord"
"""
VOUCHER = """#VER A 1 20210115 "Hyra januari" 20210116 EL
{
#TRANS 5010 {"1" "N" "6" "0001"} 100.00 20210114 "Kontoret" 2
#TRANS 1930 {} -100.00
}
"""


@pytest.fixture
def sie(read):
    def read_text(text: str, *, encoding: str = "cp437", unit: Unit = UNIT, name: str = "bok.se"):
        return read(text.encode(encoding), name=name, unit=unit)

    return read_text


def cents(frame, name: str) -> int:
    return int((frame[f"{name}debit_cents"] - frame[f"{name}credit_cents"]).sum())


def reasons(export) -> dict[int, str]:
    """Row -> reason, without the lines that only describe."""
    return {row: why for row, why in aside(export).items() if why not in ("directive", "blank")}


# Real files ---------------------------------------------------------------------------------------------------------


def sample(name: str, year: int):
    export = read_export(SAMPLES / name, unit=UNIT, year=year, mappings=[], source_file=name)
    assert export.rows_read == export.rows_kept + len(export.set_aside)
    assert export.encoding == "cp437"
    return export


def told(name: str, *labels: str) -> list[tuple[str, ...]]:
    """The lines of `labels`, cut at blanks: a second way to the same amounts."""
    text = (SAMPLES / name).read_bytes().decode("cp437")
    lines = [re.sub(r'[{}"]', " ", line).split() for line in text.splitlines()]
    return [tuple(line) for line in lines if line and line[0] in labels]


def whole_cents(text: str) -> int:
    return round(float(text) * 100)


@real
@pytest.mark.parametrize(
    ("name", "year", "kept", "rows"),
    [
        ("arsaldo_ovnbolag.se", 2011, {"balances": 82}, 1934),
        ("objektsaldo_ovnbolag.se", 2011, {"balances": 82, "budget": 624}, 4174),
        ("periodsaldo_ovnbolag.se", 2011, {"balances": 82, "budget": 624}, 3887),
        ("transaktioner_ovnbolag.se", 2011, {"journal": 671, "balances": 82, "budget": 624}, 5064),
        ("transaktioner_ovnbolag-bad-balance.se", 2011, {"journal": 671, "balances": 82, "budget": 624}, 5064),
        ("typ2.se", 2012, {"balances": 62, "budget": 264}, 1117),
        ("typ3.se", 2012, {"balances": 62, "budget": 444}, 1314),
        ("typ4.se", 2012, {"journal": 287, "balances": 62}, 1365),
    ],
)
def test_every_line_of_a_real_file_is_kept_or_set_aside(name, year, kept, rows):
    export = sample(name, year)
    assert {kind: len(frame) for kind, frame in export.frames.items()} == kept
    assert export.rows_read == rows
    assert export.system.startswith(f"SIE {'1' if name.startswith('ars') else name[3:4] if 'typ' in name else ''}")
    assert export.frames["balances"]["is_leaf"].all()


@real
@pytest.mark.parametrize(
    "name",
    ["arsaldo_ovnbolag.se", "objektsaldo_ovnbolag.se", "periodsaldo_ovnbolag.se", "transaktioner_ovnbolag.se"],
)
def test_closing_balances_and_budgets_of_one_company_are_the_same_in_each_type_of_file(name):
    frames = sample(name, 2011).frames
    balances = frames["balances"]
    assert cents(balances[balances["account_code"].lt("3000")], "closing_") == 142_947_661
    if "budget" in frames:
        budget = frames["budget"]
        assert budget["amount_cents"].sum() == -80_000_000
        assert budget["account_code"].nunique() == 52
        assert budget["period"].value_counts().to_dict() == dict.fromkeys(range(1, 13), 52)
        assert set(budget["budget_type"]) == {"original"}


@real
def test_a_budget_of_accounts_and_of_objects_is_counted_once():
    export = sample("typ3.se", 2012)
    budget = export.frames["budget"]
    whole = budget[budget["department_code"].eq("")]
    assert (len(whole), whole["amount_cents"].sum()) == (264, 25_019_100)
    by_object = budget[budget["department_code"].ne("")]
    assert set(by_object["account_code"]) == {"3020", "6212", "7010", "7220", "7610"}
    assert (len(by_object), by_object["amount_cents"].sum()) == (180, -98_398_500)
    assert not set(by_object["account_code"]) & set(whole["account_code"])
    assert sample("typ2.se", 2012).frames["budget"]["amount_cents"].sum() == 25_019_100


@real
@pytest.mark.parametrize(
    ("name", "year", "vouchers", "balance_accounts", "result_accounts"),
    [("transaktioner_ovnbolag.se", 2011, 163, 33, 49), ("typ4.se", 2012, 81, 27, 35)],
)
def test_the_vouchers_of_a_real_file_lead_from_its_opening_to_its_closing_balances(
    name, year, vouchers, balance_accounts, result_accounts
):
    export = sample(name, year)
    journal, balances = export.frames["journal"], export.frames["balances"]
    assert len(journal.drop_duplicates(["voucher_type", "voucher_number"])) == vouchers
    assert cents(journal, "") == 0
    posted = (journal["debit_cents"] - journal["credit_cents"]).groupby(journal["account_code"]).sum()
    change = sum(balances[f"{side}_cents"] * sign for side, sign in (
        ("closing_debit", 1), ("closing_credit", -1), ("opening_debit", -1), ("opening_credit", 1),
    ))  # fmt: skip
    change.index = balances["account_code"]
    assert change.eq(posted.reindex(change.index).fillna(0)).all()
    is_result = change.index >= "3000"
    assert ((~is_result).sum(), is_result.sum()) == (balance_accounts, result_accounts)


@real
@pytest.mark.parametrize(
    ("name", "year", "results"),
    [
        ("objektsaldo_ovnbolag.se", 2011, 49),
        ("periodsaldo_ovnbolag.se", 2011, 49),
        ("transaktioner_ovnbolag.se", 2011, 49),
        ("typ2.se", 2012, 35),
        ("typ3.se", 2012, 35),
    ],
)
def test_the_periods_of_a_real_file_add_up_to_its_results(name, year, results):
    assert [one for one in sample(name, year).findings if one.kind.check == "control_totals"] == []
    bare = {(line[2], line[3]) for line in told(name, "#PSALDO") if line[1] == "0" and len(line) == 5}
    sums: dict[str, int] = defaultdict(int)
    for line in told(name, "#PSALDO"):
        # typ3 has whole accounts and their objects; objektsaldo has parts of one sum.
        if line[1] == "0" and (len(line) == 5 or not name.startswith("typ")):
            sums[line[3]] += whole_cents(line[-1])
    expected = {line[2]: whole_cents(line[3]) for line in told(name, "#RES") if line[1] == "0"}
    assert bare
    assert len(expected) == results
    assert {account: sums[account] for account in expected} == expected


def load(tmp_path: Path, path: Path, year: int):
    folder = tmp_path / "data" / "raw" / "demo" / str(year)
    folder.mkdir(parents=True)
    (folder.parent / "unit.toml").write_text('name_zh = "示例"\nchart = "other"\n', encoding="utf-8")
    (folder / path.name).write_bytes(path.read_bytes())
    ledger = open_workspace(tmp_path).load("demo", year)
    return [
        (one.kind.check, one.subject, one.amount_cents, one.source_row)
        for one in ledger.findings
        if one.kind.check
        in ("unbalanced_vouchers", "balance_against_journal", "balance_roll_forward", "control_totals")
    ]


@real
@pytest.mark.parametrize(("name", "year"), [("transaktioner_ovnbolag.se", 2011), ("typ4.se", 2012)])
def test_a_sound_file_has_no_finding_of_its_vouchers_and_balances(tmp_path, name, year):
    assert load(tmp_path, SAMPLES / name, year) == []


@real
def test_the_planted_fault_is_one_voucher_and_one_account(tmp_path):
    assert load(tmp_path, SAMPLES / "transaktioner_ovnbolag-bad-balance.se", 2011) == [
        ("balance_against_journal", "1910", -1_277_100, 1754),
        ("unbalanced_vouchers", "2011-01-07 B-1", -1_277_100, 3907),
    ]


# Lines and encodings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp437", "utf-8", "utf-8-sig", "iso-8859-15", "cp1252"])
def test_the_letters_tell_the_encoding_whatever_format_says(sie, encoding):
    text = HEAD.replace("Lokalhyra", "Förråd à la Åre") + VOUCHER
    if encoding == "cp1252":
        text = text.replace("Kontoret", "Kontoret – mars")
    export = sie(text, encoding=encoding)
    assert export.encoding == encoding.removesuffix("-sig")
    assert export.system == "SIE 4 · Bokföring 2.1"
    assert column(export, "account_name") == ["Förråd à la Åre", "Bank"]
    assert column(export, "summary")[0] == ("Kontoret – mars" if encoding == "cp1252" else "Kontoret")


def test_bytes_that_windows_has_not_are_read_as_the_standard_says(sie):
    export = sie(HEAD + VOUCHER.replace("Kontoret", "ììÅ"), encoding="cp437")
    assert (export.encoding, column(export, "summary")[0]) == ("cp437", "ììÅ")


def test_zero_bytes_and_text_that_is_not_what_its_mark_says_are_refused(read):
    with pytest.raises(BrokenFile, match="2 个空字节"):
        read((HEAD + VOUCHER).encode() + b"\x00\x00", name="bok.se", unit=UNIT)
    with pytest.raises(WrongEncoding, match=r"第 2 行有 0x[0-9a-f]{4}"):
        read(b"\xef\xbb\xbf" + (HEAD + VOUCHER).encode("cp437"), name="bok.se", unit=UNIT)


def test_more_bytes_or_lines_than_anybody_writes_are_refused(sie, monkeypatch):
    monkeypatch.setattr("perfkit.readers.standards.sie_lines.MAX_ROWS", 14)
    with pytest.raises(TooLarge, match="16 行"):
        sie(HEAD + VOUCHER)
    monkeypatch.setattr("perfkit.readers.standards.sie_lines._MAX_BYTES", 100)
    with pytest.raises(TooLarge, match="100 bytes"):
        sie(HEAD + VOUCHER)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_tabs_small_letters_and_the_end_of_file_sign(sie, ending):
    text = (HEAD + VOUCHER).replace(" ", "\t").replace("#VER", "#ver").replace("#TRANS", "   #trans")
    export = sie(text.replace("\n", ending) + "\x1a", name="BOK.SI")
    assert column(export, "source_row") == [14, 15]
    assert column(export, "debit_cents") == [10_000, 0]
    assert export.rows_read == 16


def test_quoted_fields_with_marks_braces_and_paths(sie):
    text = HEAD + VOUCHER.replace('"Kontoret"', r'"Skylt \"Öppet\" {1} #9"')
    export = sie(text + '#FNR "C:\\bok\\år\\"\n')
    assert column(export, "summary") == ['Skylt "Öppet" {1} #9', "Hyra januari"]
    unclosed = sie(HEAD + VOUCHER.replace('"Kontoret" 2', '"Kontoret'))
    assert column(unclosed, "summary")[0] == "Kontoret"


def test_a_voucher_line_and_its_voucher(sie):
    export = sie(HEAD + VOUCHER)
    assert (export.kind, column(export, "voucher_type"), column(export, "voucher_number")) == (
        "journal",
        ["A"] * 2,
        ["1"] * 2,
    )
    # The second line has no date and no text of its own.
    assert [f"{day:%Y-%m-%d}" for day in export.frame["voucher_date"]] == ["2021-01-14", "2021-01-15"]
    assert column(export, "summary") == ["Kontoret", "Hyra januari"]
    assert (column(export, "debit_cents"), column(export, "credit_cents")) == ([10_000, 0], [0, 10_000])
    assert column(export, "department_code") == ["N", ""]
    assert column(export, "project_code") == ["0001", ""]
    assert set(aside(export).values()) == {"directive"}
    assert export.findings == ()


def test_names_of_objects_are_resolved_by_the_register_of_the_unit(sie, unit):
    known = replace(unit, chart="other")
    text = HEAD + '#OBJEKT 1 "N" "财务股"\n#OBJEKT 6 "0001" "公务用车维护费"\n' + VOUCHER
    export = sie(text, unit=known, encoding="utf-8")
    assert (column(export, "department_code")[0], column(export, "project_code")[0]) == ("D2", "P02")


def test_labels_the_standard_does_not_have_and_lines_that_tell_too_little(sie):
    export = sie(
        HEAD + "#MOMS 1930 25\nhej\n#UB 0 1930\n#UB x 1930 1.00\n#TRANS {} 5\n#PSALDO 0 202101 1930 {}\n" + VOUCHER
    )
    assert reasons(export) == {
        12: "unknown_record", 13: "unknown_record", 14: "unreadable_line", 15: "unreadable_line",
        16: "unreadable_line", 17: "unreadable_line",
    }  # fmt: skip
    assert {(one.kind.check, one.source_row, one.expected) for one in export.findings} == {
        ("unreadable_lines", 14, "#UB 0 1930 100.00"),
        ("unreadable_lines", 15, "#UB 0 1930 100.00"),
        ("unreadable_lines", 16, "#TRANS 1930 {} 100.00"),
        ("unreadable_lines", 17, "#PSALDO 0 202101 1930 {} 100.00"),
    }
    assert "第 14 行：应为 #UB 0 1930 100.00，实为“#UB 0 1930”" in export.findings[0].text("zh")


def test_many_unreadable_lines_are_told_once_from_the_201st_on(sie):
    export = sie(HEAD + VOUCHER + "#UB 0\n" * 230)
    assert len(export.findings) == 201
    assert export.findings[-1].text("en").startswith("bok.se: 30 more rows from row 217 on")


def test_amounts_with_a_comma_and_amounts_nobody_can_read(sie):
    export = sie(HEAD + VOUCHER.replace("100.00", "100,50").replace("-100,50", "-1x") + "#UB 0 1930 1,234.50\n")
    assert column(export, "debit_cents") == [10_050]
    assert {one.source_row: one.found for one in export.findings} == {15: "-1x", 17: "1.234.50"}


def test_a_file_without_amounts_is_empty_and_other_text_is_no_sie(sie):
    with pytest.raises(EmptyFile):
        sie(HEAD)
    with pytest.raises(UnknownHeader):
        sie("#program,x\n#konto_2\n", name="bok.csv")
    assert sie(HEAD + VOUCHER, name="bok.txt").kind == "journal"


# Vouchers -----------------------------------------------------------------------------------------------------------


def test_added_lines_count_once_and_removed_lines_not_at_all(sie):
    export = sie(
        HEAD
        + """#VER A 7 20210301 "Faktura"
{
#BTRANS 5010 {} 120.00 20210301 "Hyra" 0 "EL"
#RTRANS 3010 {} 120.00 20210301 "Rätt" 0 "EL"
#TRANS 3010 {} 120.00 20210301 "Rätt"
#RTRANS 5010 {} 5.00
#TRANS 1930 {} -125.00
}
"""
    )
    assert column(export, "source_row") == [16, 17, 18]
    assert cents(export.frame, "") == 0
    assert reasons(export) == {14: "void", 15: "repeated"}
    assert export.set_aside.set_index("source_row").loc[14, "debit_cents"] == 12_000


def test_vouchers_without_numbers_stay_apart(sie):
    text = '#VER B "" 20210304 "ett"\n{\n#TRANS 1930 {} 1.00\n}\n#VER B "" 20210304 "två"\n{\n#TRANS 1930 {} 2.00\n}\n'
    export = sie("#FLAGGA 0\n#SIETYP 4\n" + text)
    assert column(export, "voucher_number") == ["#3", "#7"]
    assert column(export, "fiscal_year") == [2021, 2021]


def test_lines_outside_vouchers_and_without_any_date(sie):
    export = sie(HEAD + VOUCHER + "#TRANS 1930 {} 3.00 20210105\n#VER A 2\n{\n#TRANS 1930 {} 4.00\n}\n")
    assert column(export, "voucher_number") == ["1", "1", "#17"]
    assert reasons(export) == {20: "unreadable_date"}
    assert [one.kind.check for one in export.findings] == ["unreadable_date"]


@pytest.mark.parametrize(("first", "last", "end_month"), [("20200701", "20210630", 6), ("20200101", "20210331", 3)])
def test_a_broken_or_long_year_has_the_name_of_the_year_in_which_it_ends(sie, first, last, end_month):
    unit = replace(UNIT, calendar=FiscalCalendar(end_month))
    text = HEAD.replace("20210101 20211231", f"{first} {last}").replace("#RAR -1", "#RAR -2")
    export = sie(
        text + VOUCHER + "#VER A 2 20190301\n{\n#TRANS 1930 {} 1.00\n}\n#UB 0 1930 5.00\n#UB -1 1930 6.00\n", unit=unit
    )
    # A day that no #RAR covers stays in the year that is read: the checks report it.
    assert column(export, "source_row") == [14, 15, 19]
    assert export.frames["balances"]["closing_debit_cents"].to_list() == [500]
    assert reasons(export) == {22: "other_year"}


def test_without_years_index_0_is_the_year_that_is_read(sie):
    export = sie("#FLAGGA 0\n#RAR 0 x y\n#UB 0 1930 5.00\n#UB -1 1930 6.00\n")
    assert export.system == "SIE 1"
    assert column(export, "closing_debit_cents") == [500]
    assert reasons(export) == {4: "other_year"}


# Balances -----------------------------------------------------------------------------------------------------------


def test_opening_and_closing_balances_are_one_row_per_account(sie):
    export = sie(
        HEAD
        + """#IB 0 1930 100.00
#IB 0 2081 -50.00
#IB 0 1510 7.00 3
#UB 0 1930 -20.00
#UB 0 19301 5.00
#UB 0 1930 1.00
#RES 0 3010 -900.00
#OIB 0 1930 {1 "N"} 40.00
#OUB 0 1930 {1 "N"} 41.00
"""
    )
    sides = ("opening_debit_cents", "opening_credit_cents", "closing_debit_cents", "closing_credit_cents")
    rows = export.frame[["source_row", "account_code", *sides]].to_numpy().tolist()
    assert rows == [
        [13, "2081", 0, 5_000, 0, 0],
        [14, "1510", 700, 0, 0, 0],
        [15, "1930", 10_000, 0, 0, 2_000],
        [16, "19301", 0, 0, 500, 0],
        [17, "1930", 0, 0, 100, 0],
        [18, "3010", 0, 0, 0, 90_000],
    ]
    assert export.frame[["debit_cents", "credit_cents"]].eq(0).all(axis=None)
    assert export.frame["is_leaf"].all()
    assert reasons(export) == {12: "part_of_another_row", 19: "auxiliary_detail", 20: "auxiliary_detail"}


PERIODS = """#IB 0 1930 10.00
#UB 0 1930 40.00
#RES 0 3010 -30.00
#PSALDO 0 202101 1930 {} 12.00
#PSALDO 0 202102 1930 {} 18.00
#PSALDO 0 202101 3010 {} -30.00
"""


def test_periods_that_add_up_are_parts_of_their_balances(sie):
    export = sie(HEAD + PERIODS)
    assert export.findings == ()
    assert reasons(export) == dict.fromkeys((12, 15, 16, 17), "part_of_another_row")


def test_periods_that_do_not_add_up_are_found(sie):
    export = sie(HEAD + PERIODS.replace("18.00", "17.99").replace("3010 {} -30.00", "3010 {} 1x"))
    assert [(one.kind.check, one.subject, one.amount_cents, one.source_row) for one in export.findings] == [
        ("control_totals", "1930", 1, 13),
        ("control_totals", "3010", -3_000, 14),
    ]
    assert "第 13 行“#UB 1930”：表内合计为 30.00，读入的明细之和为 29.99" in export.findings[0].text("zh")
    # Those of a year that is not read are that year's matter; without opening balances nothing is known of it.
    other = sie(
        HEAD
        + PERIODS
        + "#RES -1 3010 5.00\n#PSALDO -1 202001 3010 {} 4.00\n#UB -1 1930 7.00\n#PSALDO -1 202001 1930 {} 9\n"
    )
    assert other.findings == ()


def test_objects_are_details_of_their_account_or_the_rest_of_it_as_the_sums_say(sie):
    by_objects = '#PSALDO 0 202101 1930 {"1" "N"} 5.00\n'
    assert sie(HEAD + PERIODS + by_objects).findings == ()
    parts = PERIODS.replace("18.00", "13.00") + by_objects
    assert sie(HEAD + parts).findings == ()
    (apart,) = sie(HEAD + parts.replace("5.00\n", "6.00\n")).findings
    assert (apart.subject, apart.amount_cents) == ("1930", 500)


# Budgets ------------------------------------------------------------------------------------------------------------

BUDGET = """#PBUDGET 0 202101 5010 {} 100.00
#PBUDGET 0 202101 5010 {"1" "N"} 60.00
#PBUDGET 0 202102 5010 {"1" "N"} 70.00
#PBUDGET 0 202102 3010 {} -500.00
#PBUDGET -1 202002 3010 {} -400.00
"""


def budget_rows(export) -> list[list[object]]:
    names = ["source_row", "account_code", "period", "department_code", "project_code", "amount_cents"]
    return export.frames["budget"][names].to_numpy().tolist()


def test_a_budget_by_object_is_a_detail_where_the_account_has_one_and_the_budget_where_it_has_none(sie):
    export = sie(HEAD + BUDGET)
    assert budget_rows(export) == [
        [12, "5010", 1, "", "", 10_000],
        [14, "5010", 2, "N", "", 7_000],
        [15, "3010", 2, "", "", -50_000],
    ]
    assert reasons(export) == {13: "auxiliary_detail", 16: "other_year"}
    assert set(export.frame["account_name"]) == {"Lokalhyra", "Intäkter"}


def test_where_lines_with_and_without_objects_are_parts_every_line_counts(sie):
    parts = PERIODS.replace("18.00", "13.00") + '#PSALDO 0 202101 1930 {"1" "N"} 5.00\n'
    export = sie(HEAD + BUDGET + parts)
    assert [row[0] for row in budget_rows(export)] == [12, 13, 14, 15]


def test_a_budget_by_two_dimensions_counts_by_the_first_and_says_so(sie):
    export = sie(
        HEAD
        + """#PBUDGET 0 202101 5010 {"1" "N"} 60.00
#PBUDGET 0 202101 5010 {"6" "0001"} 45.00
#PBUDGET 0 202101 5010 {"6" "0002"} 15.00
#PBUDGET 0 202101 3010 {"6" "0002"} -15.00
"""
    )
    assert [row[0] for row in budget_rows(export)] == [12, 15]
    assert reasons(export) == {13: "auxiliary_detail", 14: "auxiliary_detail"}
    (found,) = [one for one in export.findings if one.kind.check == "budget_broken_down_twice"]
    assert (found.amount_cents, found.source_row) == (6_000, 13)
    assert "2 budget lines" in found.text("en")


@pytest.mark.parametrize(("period", "expected"), [("202107", 1), ("202106", 12), ("202113", 0), ("x", 0)])
def test_the_month_of_a_budget_is_a_period_of_the_fiscal_year(sie, period, expected):
    unit = replace(UNIT, calendar=FiscalCalendar(6))
    export = sie(f"#FLAGGA 0\n#RAR 0 20200701 20210630\n#PBUDGET 0 {period} 5010 {{}} 1.00\n", unit=unit)
    assert column(export, "period") == [expected]


# The end of the file ------------------------------------------------------------------------------------------------


SUMMED = """#FLAGGA 0
#SIETYP 4
#KONTO 1930 "Bank \\"å\\""
#VER A 1 20210115 "Två ord"
{
#TRANS 1930 {1 "N"} 0.00
}
"""
#: Labels and fields alone: no blank between them, no quotation mark around them, no brace.
SUM = zlib.crc32('#FLAGGA0#SIETYP4#KONTO1930Bank "å"#VERA120210115Två ord#TRANS19301N0.00'.encode("cp437"))


@pytest.mark.parametrize("said", [SUM, SUM - 2**32])
def test_a_checksum_that_agrees(sie, said):
    assert sie(f"#KSUMMA\n{SUMMED}#KSUMMA {said}\n").findings == ()


@pytest.mark.parametrize("said", ["123", "abc"])
def test_a_checksum_that_does_not_agree(sie, said):
    (found,) = sie(f"#KSUMMA\n{SUMMED}#KSUMMA {said}\n").findings
    assert (found.kind.check, found.kind.severity, found.expected, found.found) == (
        "checksum",
        "warning",
        said,
        str(SUM),
    )


def test_a_checksum_that_was_not_announced_says_nothing(sie):
    assert sie(SUMMED + "#KSUMMA 123\n").findings == ()


@pytest.mark.parametrize("text", [HEAD + VOUCHER.removesuffix("}\n"), "#KSUMMA\n" + HEAD + VOUCHER])
def test_a_file_that_breaks_off_is_found(sie, text):
    (found,) = sie(text).findings
    assert (found.kind.check, found.source_row) == ("file_cut_off", text.count("\n"))
    assert "breaks off at row" in found.text("en")


def test_cut_off_anywhere_it_is_read_whole_lines_or_refused(sie):
    data = (HEAD + PERIODS + BUDGET + VOUCHER).encode("utf-8")
    for end in range(0, len(data), 29):
        try:
            export = sie(data[:end].decode("utf-8", "ignore"), encoding="utf-8")
        except PerfkitError:
            continue
        assert export.rows_read == len(data[:end].decode("utf-8", "ignore").splitlines())
