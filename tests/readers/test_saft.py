"""SAF-T Financial: real example files if they lie beside the project, and every form of the format, written here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import fastexcel
import pytest

from perfkit.checks.balances import balance_against_journal, balance_roll_forward
from perfkit.errors import BrokenFile, EmptyFile, UnsafeFile
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import Unit
from perfkit.readers import Export, read_export

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "saft"
UNIT = Unit("demo", "示例", chart="other")
TOY_FACTORY = "no_ExampleFile_SAF-T_Financial_888888888_20180228235959.xml"
real = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real files at {SAMPLES.name}")


def load(name: str, year: int) -> Export:
    return read_export(SAMPLES / name, unit=UNIT, year=year, mappings=[], source_file=name)


@real
def test_the_norwegian_example_has_its_53_entries_and_its_totals():
    export = load(TOY_FACTORY, 2017)
    journal = export.frames["journal"]
    assert export.system == "SAF-T · NO · N-SYS"
    assert journal["voucher_number"].nunique() == 53
    assert (journal["debit_cents"].sum(), journal["credit_cents"].sum()) == (948_704_935, 948_704_935)
    assert export.findings == ()
    assert export.set_aside.empty
    assert export.rows_read == export.rows_kept == 206 + 22
    assert journal[["voucher_type", "voucher_number", "account_code"]].iloc[0].to_list() == ["123ABC", "1001", "4000"]


@real
def test_the_norwegian_example_divides_its_lines_as_its_official_view_does():
    journal = load(TOY_FACTORY, 2017).frames["journal"]
    book = fastexcel.read_excel(SAMPLES / "no_ExampleFile_888888888_ExcelView.xlsx")
    view = book.load_sheet("Kontospesifikasjoner", dtypes="string").to_pandas().fillna("")
    *lines, total = view.to_dict("records")
    assert (total["Beløp/Deb"], total["Beløp/Kre"]) == ("9487049.35", "-9487049.35")
    divided = [row for row in lines if row["Linjenr."] == "1" and row["Bilagsnr."] == "1003"]
    shares = {row["Dimensjonskode"][-4:-1]: int(row["Dimensjonsbeløp"]) * 100 for row in divided}
    power = journal[journal["voucher_number"].eq("1003") & journal["account_code"].eq("6200")]
    assert dict(zip(power["department_code"], power["debit_cents"], strict=True)) == shares == {"100": 500_000, "102": 1_500_000}  # fmt: skip
    assert {row["Bilagsnr."] for row in lines} == set(journal["voucher_number"])
    assert {row["Dimensjonskode"][-4:-1].strip("(") for row in lines} - {""} == (
        set(journal["project_code"]) | set(journal["department_code"])
    ) - {""}


@real
def test_the_balances_of_the_norwegian_example_are_those_of_its_official_view():
    balances = load(TOY_FACTORY, 2017).frames["balances"].set_index("account_code")
    book = fastexcel.read_excel(SAMPLES / "no_ExampleFile_888888888_ExcelView.xlsx")
    *accounts, _ = book.load_sheet("Kontoer", dtypes="string").to_pandas().fillna("").to_dict("records")
    assert len(accounts) == len(balances) == 22
    for account in accounts:
        row = balances.loc[account["Kontonr."]]
        opening, closing = (round(float(account[f"{when} balanse"]) * 100) for when in ("Inngående", "Utgående"))
        assert row["opening_debit_cents"] - row["opening_credit_cents"] == opening
        assert row["closing_debit_cents"] - row["closing_credit_cents"] == closing
        assert row["is_leaf"]


@real
def test_the_balances_of_the_norwegian_example_move_as_its_journal_but_for_three_accounts():
    frames = load(TOY_FACTORY, 2017).frames
    assert balance_roll_forward(frames["balances"]) == []
    apart = balance_against_journal(frames["balances"], frames["journal"])
    assert {(f.subject, f.amount_cents) for f in apart} == {("1920", 5_383_825), ("2711", -35), ("2740", 35)}


@real
def test_the_small_norwegian_example_has_two_entries_of_25_000():
    export = load("no_ExampleFile_SAF-T_Financial_999999999_20161125213512.xml", 2015)
    journal = export.frames["journal"]
    assert journal["voucher_number"].nunique() == 2
    assert (journal["debit_cents"].sum(), journal["credit_cents"].sum()) == (2_500_000, 2_500_000)
    assert (len(export.frames["balances"]), export.findings) == (4, ())


@real
def test_the_oecd_example_declares_no_entry_and_holds_one():
    export = load("oecd_SAF-T_v2.00_MinimalPlus.xml", 2012)
    assert export.findings[0].kind.check == "declared_totals"
    assert (export.findings[0].expected, export.findings[0].found) == ("0", "1")
    assert export.rows_read == export.rows_kept + len(export.set_aside) == 2


@real
def test_a_file_of_another_year_is_set_aside_and_says_so():
    export = load(TOY_FACTORY, 2018)
    assert set(export.set_aside["reason"]) == {"other_year"}
    assert [finding.kind.check for finding in export.findings] == ["export_without_lines"]


HEADER = (
    "<Header><AuditFileCountry>NO</AuditFileCountry><SelectionCriteria>"
    "<PeriodStartYear>2021</PeriodStartYear><PeriodEndYear>2021</PeriodEndYear></SelectionCriteria></Header>"
)
TYPES = "".join(
    f"<AnalysisTypeTableEntry><AnalysisType>{kind}</AnalysisType><AnalysisTypeDescription>{said}"
    f"</AnalysisTypeDescription><AnalysisID>{code}</AnalysisID><AnalysisIDDescription>{name}</AnalysisIDDescription>"
    "</AnalysisTypeTableEntry>"
    for kind, said, code, name in (
        ("X1", "Prosjekt", "9", "机关运转"), ("X2", "Avdeling", "D2", "财务股"), ("X3", "Farge", "red", "Rød"),
    )
)  # fmt: skip


def analysis(kind: str, code: str, amount: str = "") -> str:
    told = f"<AnalysisAmount><Amount>{amount}</Amount></AnalysisAmount>" if amount else ""
    return f"<Analysis><AnalysisType>{kind}</AnalysisType><AnalysisID>{code}</AnalysisID>{told}</Analysis>\n"


def line(account: str, debit: str = "", credit: str = "", more: str = "") -> str:
    sides = f"<DebitAmount><Amount>{debit}</Amount></DebitAmount>" if debit else ""
    sides += f"<CreditAmount><Amount>{credit}</Amount></CreditAmount>" if credit else ""
    return f"\n<Line><RecordID>1</RecordID><AccountID>{account}</AccountID>{more}<Description>d</Description>{sides}</Line>"


def transaction(*lines: str, head: str = "<TransactionDate>2021-03-31</TransactionDate>", number: str = "1") -> str:
    return f"<Transaction><TransactionID>{number}</TransactionID>{head}{''.join(lines)}</Transaction>"


def audit_file(
    *transactions: str, totals: str = "", header: str = HEADER, accounts: str = "", types: str = TYPES
) -> bytes:
    return (
        f"<AuditFile xmlns='urn:x'>{header}<MasterFiles><GeneralLedgerAccounts>{accounts}</GeneralLedgerAccounts>"
        f"<AnalysisTypeTable>{types}</AnalysisTypeTable></MasterFiles>"
        f"<GeneralLedgerEntries>{totals}<Journal><JournalID>GL</JournalID>{''.join(transactions)}</Journal>"
        "</GeneralLedgerEntries>"
        "<SourceDocuments><Invoice><Line><AccountID>3000</AccountID><DebitAmount>99</DebitAmount></Line></Invoice>"
        "<Transaction><TransactionID>no</TransactionID></Transaction></SourceDocuments></AuditFile>"
    ).encode()


BALANCED = transaction(line("4000", "100.00"), line("1920", "", "100.00"))


@pytest.fixture
def load_xml(read: Callable[..., Export]) -> Callable[..., Export]:
    return lambda data, unit=UNIT: read(data, name="export.xml", unit=unit)


def test_declared_totals_that_hold_and_that_do_not(load_xml):
    told = "<NumberOfEntries>{}</NumberOfEntries><TotalDebit>{}</TotalDebit><TotalCredit>{}</TotalCredit>"
    assert load_xml(audit_file(BALANCED, totals=told.format(1, "100", "100.00"))).findings == ()
    assert load_xml(audit_file(BALANCED, totals=told.format("2", "100", "100"))).findings == ()  # counts lines
    findings = load_xml(audit_file(BALANCED, totals=told.format(7, "100.01", "x"))).findings
    assert [(f.expected, f.found, f.amount_cents) for f in findings] == [
        ("7", "1", None), ("100.01", "100.00", -1), ("x", "100.00", 10_000)
    ]  # fmt: skip
    assert "NumberOfEntries" in findings[0].text("zh")
    assert load_xml(audit_file(BALANCED, totals=told.format("1e9", "", ""))).findings[0].found == "1"


def test_portuguese_lines_stand_in_debit_and_credit_lines_and_may_close_the_year(load_xml):
    header = (
        "<Header><CompanyAddress><Country>PT</Country></CompanyAddress><FiscalYear>2021</FiscalYear>"
        "<ProductID>Conta</ProductID></Header>"
    )
    lines = (
        "<Lines><DebitLine><RecordID>a1</RecordID><AccountID>62.1</AccountID><DebitAmount>10.5</DebitAmount></DebitLine>"
        "<CreditLine><RecordID>a2</RecordID><AccountID>12</AccountID><CreditAmount>10.5</CreditAmount></CreditLine></Lines>"
    )
    accounts = (
        "<Account><AccountID>62</AccountID><AccountDescription>FSE</AccountDescription>"
        "<OpeningDebitBalance>0</OpeningDebitBalance><OpeningCreditBalance>3</OpeningCreditBalance>"
        "<ClosingDebitBalance>10.50</ClosingDebitBalance><ClosingCreditBalance>0</ClosingCreditBalance></Account>"
        "<Account><AccountID>62.1</AccountID><AccountDescription>Água</AccountDescription>"
        "<OpeningDebitBalance>0</OpeningDebitBalance><ClosingCreditBalance>2</ClosingCreditBalance>"
        "<GroupingCategory>GM</GroupingCategory></Account><Account><AccountID>62.11</AccountID></Account>"
    )
    head = "<Period>12</Period><TransactionDate>2021-12-31</TransactionDate><TransactionType>{}</TransactionType>"
    closing, normal = (transaction(lines, head=head.format(kind), number=kind) for kind in "AN")
    export = load_xml(audit_file(closing, normal, header=header, accounts=accounts))
    journal, balances = export.frames["journal"], export.frames["balances"]
    assert export.system == "SAF-T · PT · Conta"
    assert journal["account_code"].to_list() == ["621", "12", "621", "12"]
    assert journal["account_name"].to_list() == ["Água", "", "Água", ""]
    assert journal["is_closing"].to_list() == [True, True, False, False]
    assert journal["debit_cents"].to_list() == [1050, 0, 1050, 0]
    assert balances["is_leaf"].to_list() == [False, True, True]
    assert balances[["opening_credit_cents", "closing_debit_cents", "closing_credit_cents"]].to_numpy().tolist() == [
        [300, 1050, 0], [0, 0, 200], [0, 0, 0]
    ]  # fmt: skip
    assert balances["fiscal_year"].eq(2021).all()


def test_other_forms_of_a_line(load_xml):
    amounts = "<Amount>{}</Amount><DebitCreditIndicator>{}</DebitCreditIndicator>"
    told = [("5", "D"), ("3", "C"), ("2", "credit"), ("1", ""), ("1", "?")]
    lines = "".join(
        f"\n<TransactionLine><AccountID>40</AccountID>{amounts.format(*pair)}</TransactionLine>" for pair in told
    )
    export = load_xml(audit_file(f"<Transactions>{transaction(f'<Lines>{lines}</Lines>')}</Transactions>"))
    journal = export.frames["journal"]
    assert journal[["debit_cents", "credit_cents"]].to_numpy().tolist() == [[500, 0], [0, 300], [0, 200]]
    assert [finding.found for finding in export.findings] == ["1 ?", "1 ?"]
    assert set(export.set_aside["reason"]) == {"unreadable_amount"}


def test_what_a_transaction_tells_below_its_lines_counts_for_them(load_xml):
    data = audit_file(
        f"<Transaction>{line('40', '1')}<TransactionID>9</TransactionID>"
        "<TransactionDate>2021-05-06</TransactionDate><VoucherDescription>v</VoucherDescription></Transaction>"
    )
    journal = load_xml(data.replace(b"<Description>d</Description>", b"")).frames["journal"]
    assert journal[["voucher_number", "period", "summary"]].iloc[0].to_list() == ["9", 5, "v"]


def test_a_line_of_no_transaction_is_not_lost(load_xml):
    export = load_xml(audit_file(line("40", "1"), BALANCED))
    assert export.rows_read == 3
    assert [finding.kind.check for finding in export.findings] == ["unreadable_date"]
    assert export.set_aside["debit_cents"].to_list() == [100]


def test_the_date_is_the_one_that_lies_in_the_period(load_xml):
    def head(period: str, year: str = "2021") -> str:
        told = f"<Period>{period}</Period><PeriodYear>{year}</PeriodYear>"
        return f"{told}<TransactionDate>2020-12-31</TransactionDate><GLPostingDate>2021-01-02</GLPostingDate>"

    export = load_xml(audit_file(*(transaction(line("40", "1"), head=head(period)) for period in ("01", "12"))))
    assert export.frame["voucher_date"].dt.strftime("%Y-%m-%d").to_list() == ["2021-01-02", "2020-12-31"]
    other = load_xml(audit_file(transaction(line("40", "1"), head=head("12", "2020"))))
    assert set(other.set_aside["reason"]) == {"other_year"}


def test_the_fiscal_year_of_a_file_that_does_not_tell_it_is_that_of_each_date(load_xml):
    unit = Unit("demo", "示例", chart="other", calendar=FiscalCalendar(end_month=6))
    days = ("2020-06-30", "2020-07-01", "2021-06-30", "2021-07-01", "someday")
    entries = [transaction(line("40", "1"), head=f"<TransactionDate>{day}</TransactionDate>") for day in days]
    period = "<SelectionCriteria><SelectionStartDate>{}</SelectionStartDate><SelectionEndDate>{}</SelectionEndDate></SelectionCriteria>"
    both = f"<Header>{period.format('2019-07-01', '2021-06-30')}</Header>"
    export = load_xml(audit_file(*entries, header=both), unit)
    assert export.frame["period"].to_list() == [1, 12]
    assert export.set_aside["reason"].to_list() == ["other_year", "other_year", "unreadable_date"]
    one = f"<Header>{period.format('2019-07-01', '2020-06-30')}</Header>"
    assert load_xml(audit_file(*entries, header=one), unit).frame.empty


def test_analyses_tell_project_and_department(load_xml):
    more = analysis("X1", "9") + analysis("X2", "D2") + analysis("X3", "red")
    unit = Unit("demo", "示例", chart="other", departments={"D2": "财务股"})
    journal = load_xml(audit_file(transaction(line("40", "1", "", more))), unit).frame
    assert journal[["project_code", "department_code"]].iloc[0].to_list() == ["9", "D2"]


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("PRO", "project_code"), ("P", "project_code"), ("Prosjekt", "project_code"), ("AVD", "department_code"),
        ("A", "department_code"), ("DEP", "department_code"), ("KST", "department_code"), ("Z", ""),
    ],
)  # fmt: skip
def test_customary_types_of_analysis_that_no_table_describes(load_xml, kind, column):
    row = load_xml(audit_file(transaction(line("40", "1", "", analysis(kind, "77"))), types="")).frame.iloc[0]
    assert [name for name in ("project_code", "department_code") if row[name] == "77"] == ([column] if column else [])


def parts(export: Export) -> list[tuple[str, str, int, int]]:
    names = ["project_code", "department_code", "debit_cents", "credit_cents"]
    return [tuple(row) for row in export.frames["journal"][names].itertuples(index=False)]


def test_a_line_is_divided_by_its_analyses(load_xml):
    more = analysis("X1", "a", "30") + analysis("X1", "b", "-70.00") + analysis("X2", "D2")
    export = load_xml(audit_file(transaction("\n", line("40", "100", "", more), line("50", "", "-100", more))))
    assert parts(export) == [
        ("a", "D2", 3000, 0), ("b", "D2", 7000, 0), ("a", "D2", 0, -3000), ("b", "D2", 0, -7000)
    ]  # fmt: skip
    assert export.frame["source_row"].to_list() == [3, 4, 7, 8]
    assert export.findings == ()


def test_what_the_analyses_leave_over_stays_without_a_project(load_xml):
    export = load_xml(audit_file(transaction(line("40", "100", "", analysis("X1", "a", "30")))))
    assert parts(export) == [("", "", 7000, 0), ("a", "", 3000, 0)]
    whole = load_xml(audit_file(transaction(line("40", "100", "", analysis("X1", "a", "130")))))
    assert parts(whole) == [("a", "", 10_000, 0)]
    again = load_xml(audit_file(transaction(line("40", "100", "", analysis("X1", "a", "60") + analysis("X1", "a", "100")))))  # fmt: skip
    assert sum(row[2] for row in parts(again)) == 10_000
    assert {row[0] for row in parts(again)} <= {"a", ""}


def test_lines_that_cannot_be_divided_are_counted_and_reported(load_xml):
    unknown = line("40", "100", "", analysis("X1", "a") + analysis("X1", "b"))
    beyond = line("40", "10", "", analysis("X1", "a", "30") + analysis("X1", "b", "70"))
    twice = line(
        "40", "10", "",
        analysis("X1", "a", "3") + analysis("X1", "b", "7") + analysis("X2", "D1", "5") + analysis("X2", "D2", "5"),
    )  # fmt: skip
    export = load_xml(audit_file(transaction(unknown, beyond, twice)))
    assert parts(export) == [("", "", 10_000, 0), ("", "", 1000, 0), ("a", "", 300, 0), ("b", "", 700, 0)]
    assert [(f.subject, f.found, f.amount_cents) for f in export.findings] == [
        ("project", "2", 11_000), ("department", "1", 1000)
    ]  # fmt: skip
    assert "110.00 元" in export.findings[0].text("zh")


def test_a_line_with_both_sides_is_not_divided(load_xml):
    more = analysis("X1", "a", "30") + analysis("X1", "b", "70")
    export = load_xml(audit_file(transaction(line("40", "100", "1", more))))
    assert parts(export) == [("", "", 10_000, 100)]
    assert export.findings[0].kind.check == "undivided_lines"


def test_a_file_on_one_line_counts_its_records(load_xml):
    data = audit_file(BALANCED, transaction(line("40", "1"))).replace(b"\n", b"")
    assert load_xml(data).frame["source_row"].to_list() == [1, 2, 3]


def test_a_file_without_entries_or_accounts_is_empty(load_xml):
    with pytest.raises(EmptyFile):
        load_xml(audit_file(transaction()))
    with pytest.raises(EmptyFile):
        load_xml(b"<AuditFile/>")


def test_a_file_of_balances_alone_is_a_balance_table(load_xml):
    account = "<Account><AccountID>10</AccountID><OpeningDebitBalance>x</OpeningDebitBalance></Account>"
    export = load_xml(audit_file(accounts=account + account.replace("x", "4")))
    assert list(export.frames) == ["balances"]
    assert export.frame[["opening_debit_cents", "credit_cents"]].to_numpy().tolist() == [[400, 0]]
    assert [finding.found for finding in export.findings] == ["x"]


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"../{name}.xml", content)
    return buffer.getvalue()


def test_audit_files_in_a_zip_archive(read):
    export = read(
        zipped(one=audit_file(BALANCED), two=audit_file(BALANCED), note=b"<note/>"), name="export.zip", unit=UNIT
    )
    assert export.frame["source_sheet"].unique().tolist() == ["../one.xml", "../two.xml"]
    assert export.frame["debit_cents"].sum() == 20_000
    assert export.set_aside[["reason", "row_text"]].to_numpy().tolist() == [["other_part", "../note.xml"]]


def test_a_file_cut_anywhere_is_refused(load_xml):
    whole = audit_file(BALANCED)
    for size in range(11, len(whole), 97):
        with pytest.raises(BrokenFile):
            load_xml(whole[:size])


def test_transactions_without_a_number_are_not_run_together(load_xml):
    data = audit_file(transaction(line("40", "1"), number=""), transaction(line("40", "", "1"), number=""))
    assert load_xml(data).frame["voucher_number"].to_list() == ["#1", "#2"]


def test_entities_are_refused(load_xml):
    with pytest.raises(UnsafeFile):
        load_xml(b'<!DOCTYPE AuditFile [<!ENTITY x "1">]>\n' + audit_file(BALANCED))
