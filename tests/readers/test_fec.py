"""FEC: real files of two programs, and every trait of the format in files written here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from readers.exports import aside, column

from perfkit.errors import BrokenFile
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import Unit
from perfkit.readers import read_export
from perfkit.workspace import open_workspace

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "fec"
UNIT = Unit("demo", "示例", chart="other")
AGRIGEST = "agrigest_123456789FEC20230331.txt"
QUADRA = "quadra_123456789FEC20190731.txt"
real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no real files beside the project: shared/samples/fec")

HEADINGS = [
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
]  # fmt: skip
HEAD = ["AC", "ACHATS", "1", "20210104"]
LINES = (
    [*HEAD, "60610000", "Électricité", "", "", "F12", "20210102", "Énergie à Besançon", "1234,56", "0,00",
     "", "", "20210131", "", ""],
    [*HEAD, "40100000", "Fournisseurs", "EDF", "EDF", "F12", "", "Énergie à Besançon", "0,00", "1234,56",
     "AA", "", "20210131", "", ""],
)  # fmt: skip


@pytest.fixture
def fec(read):
    def read_fec(headings=HEADINGS, lines=LINES, *, separator="\t", encoding="utf-8", end="\r\n", name="FEC.txt"):
        text = end.join(separator.join(cells) for cells in (headings, *lines)) + end
        return read(text.encode(encoding), name=name, unit=UNIT)

    return read_fec


def amounts(export) -> list[tuple[int, int]]:
    return list(zip(column(export, "debit_cents"), column(export, "credit_cents"), strict=True))


# Real files ---------------------------------------------------------------------------------------------------------


@real
@pytest.mark.parametrize(
    ("name", "year", "end_month", "lines", "cents"),
    [(AGRIGEST, 2023, 3, 1_480, 141_679_598), (QUADRA, 2019, 7, 12_605, 1_373_828_595)],
)
def test_real_files_come_out_to_the_cent(name, year, end_month, lines, cents):
    unit = replace(UNIT, calendar=FiscalCalendar(end_month))
    export = read_export(SAMPLES / name, unit=unit, year=year, mappings=[], source_file=name)
    assert (export.system, export.rows_read) == ("FEC (fichier des écritures comptables)", lines + 1)
    journal = export.frame
    assert (len(journal), journal["debit_cents"].sum(), journal["credit_cents"].sum()) == (lines, cents, cents)
    assert aside(export) == {1: "header"}
    entries = journal.groupby(["voucher_number", "voucher_date"])[["debit_cents", "credit_cents"]].sum()
    assert len(entries) == {AGRIGEST: 157, QUADRA: 4_716}[name]
    assert entries["debit_cents"].eq(entries["credit_cents"]).all()


def unbalanced(tmp_path: Path, name: str, year: int, end_month: int) -> list[tuple[str, int | None, object]]:
    folder = tmp_path / "data" / "raw" / "demo" / str(year)
    folder.mkdir(parents=True)
    unit = f'name_zh = "示例"\nchart = "other"\nfiscal_year_end_month = {end_month}\n'
    (folder.parent / "unit.toml").write_text(unit, encoding="utf-8")
    (folder / name).write_bytes((SAMPLES / name).read_bytes())
    findings = open_workspace(tmp_path).load("demo", year).findings
    of_vouchers = (one for one in findings if one.kind.check in ("unbalanced_vouchers", "dates_outside_year"))
    return [(one.kind.severity, one.amount_cents, one.parts.get("entries")) for one in of_vouchers]


@real
def test_entries_that_span_journals_are_not_unbalanced(tmp_path):
    journal = read_export(SAMPLES / AGRIGEST, unit=UNIT, year=2022, mappings=[], source_file=AGRIGEST).frame
    sums = journal.groupby(["voucher_type", "voucher_number", "voucher_date"])[["debit_cents", "credit_cents"]].sum()
    assert (len(sums), sums["debit_cents"].ne(sums["credit_cents"]).sum()) == (177, 36)
    assert {"A", "AN", "OD", "V"} == set(journal["voucher_type"])
    ((severity, _, entries),) = unbalanced(tmp_path, AGRIGEST, 2023, 3)
    assert (severity, entries) == ("notice", 18)


@real
def test_entries_within_one_journal_have_no_finding(tmp_path):
    assert unbalanced(tmp_path, QUADRA, 2019, 7) == []


# Written here -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", ["\t", "|", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-15"])
def test_separators_and_encodings(fec, separator, encoding):
    export = fec(separator=separator, encoding=encoding)
    assert export.encoding == ("utf-8" if encoding.startswith("utf-8") else "cp1252")
    assert amounts(export) == [(123_456, 0), (0, 123_456)]
    assert column(export, "account_name") == ["Électricité", "Fournisseurs"]
    assert column(export, "summary")[0] == "Énergie à Besançon"
    assert (column(export, "voucher_type"), column(export, "voucher_number")) == (["AC"] * 2, ["1"] * 2)
    assert [f"{day:%Y-%m-%d}" for day in export.frame["voucher_date"]] == ["2021-01-04"] * 2
    assert column(export, "account_code") == ["60610000", "40100000"]


def test_a_byte_that_windows_has_not_is_read_as_iso_says(fec):
    lines = [[cell.replace("Énergie", "\x81nergie") for cell in line] for line in LINES]
    assert fec(lines=lines, encoding="iso-8859-15").encoding == "iso-8859-15"


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1234,56", 123_456), ("1234.56", 123_456), ("+000001234,56", 123_456), ("  1234,5 ", 123_450),
        ("1 234,56", 123_456), ("1.234,56", 123_456), ("1,234.56", 123_456), ("1234", 123_400), ("-12,00", -1_200),
        ("", 0), ("0", 0), ("00000,00", 0),
    ],
)  # fmt: skip
def test_amounts_however_they_are_written(fec, written, cents):
    lines = [[cell.replace("1234,56", written) for cell in line] for line in LINES]
    assert amounts(fec(lines=lines)) == [(cents, 0), (0, cents)]


def test_an_amount_nobody_can_read_is_set_aside_and_told(fec):
    export = fec(lines=[[cell.replace("1234,56", "1,234") for cell in LINES[0]], LINES[1]])
    assert aside(export) == {1: "header", 2: "unreadable_amount"}
    assert [(one.kind.check, one.source_row, one.found) for one in export.findings] == [
        ("unreadable_amount", 2, "1,234")
    ]


@pytest.mark.parametrize(("debit", "credit"), [("+1", "-1"), ("1", "-1"), ("D", "C"), ("Débit", "Crédit")])
def test_one_amount_and_its_side(fec, debit, credit):
    headings = [{"Debit": "Montant", "Credit": "Sens"}.get(title, title) for title in HEADINGS]
    lines = [[*LINES[0][:11], "10,50", debit, *LINES[0][13:]], [*LINES[1][:11], "10,50", credit, *LINES[1][13:]]]
    assert amounts(fec(headings, lines)) == [(1_050, 0), (0, 1_050)]


def test_columns_in_another_order_and_headings_of_other_case(fec):
    order = [*reversed(range(18))]
    headings = [HEADINGS[place].upper() for place in order]
    assert amounts(fec(headings, [[line[place] for place in order] for line in LINES])) == [(123_456, 0), (0, 123_456)]


def test_padded_headings_and_cells(fec):
    export = fec([f"{title:<20}" for title in HEADINGS], [[f"{cell:<20}" for cell in line] for line in LINES])
    assert amounts(export) == [(123_456, 0), (0, 123_456)]
    assert column(export, "voucher_number") == ["1", "1"]


@pytest.mark.parametrize("more", [["DateRglt", "ModeRglt", "NatOp"], ["DateRglt", "ModeRglt", "NatOp", "IdClient"]])
def test_the_columns_of_cash_books_beside_the_18(fec, more):
    assert amounts(fec([*HEADINGS, *more], [[*line, *("x" for _ in more)] for line in LINES])) == [
        (123_456, 0),
        (0, 123_456),
    ]


def test_trailing_columns_that_are_missing(fec):
    assert amounts(fec(HEADINGS[:13], [line[:13] for line in LINES])) == [(123_456, 0), (0, 123_456)]
    assert amounts(fec(lines=[line[:14] for line in LINES])) == [(123_456, 0), (0, 123_456)]


def texts(*summaries: str) -> list[list[str]]:
    return [[*LINES[0][:2], str(n), *LINES[0][3:10], text, *LINES[0][11:]] for n, text in enumerate(summaries, start=1)]


@pytest.mark.parametrize("separator", ["\t", "|", ";"])
@pytest.mark.parametrize(
    "summaries",
    [
        ['"Le Midi', "deux", "trois"],
        ['"Le Midi', "deux", 'Vis 12"'],
        ['"Le Midi', 'Vis 12"', '"fin'],
        ['"Le Midi" SARL', 'Vis 12"', 'dit "X"'],
        ["un", "deux", '"dernier'],
    ],
)
def test_quotation_marks_are_text(fec, separator, summaries):
    export = fec(lines=texts(*summaries), separator=separator)
    assert column(export, "summary") == summaries
    assert column(export, "voucher_number") == ["1", "2", "3"]
    assert len(export.frame) == 3


def test_a_mark_at_the_head_of_the_very_first_line_does_not_hide_the_separator(fec):
    summaries = ['"a', *(f"t{n}" for n in range(300))]
    assert column(fec(lines=texts(*summaries)), "summary") == summaries


def test_marks_that_would_join_records_of_different_length_are_text(fec):
    lines = texts('"Le Midi', "deux", 'Vis 12"\t')
    lines = [lines[0], lines[1][:16], lines[2]]
    export = fec(lines=lines)
    assert column(export, "voucher_number") == ["1", "2", "3"]
    assert column(export, "summary")[:2] == ['"Le Midi', "deux"]


def test_a_spreadsheet_may_have_quoted_what_has_commas(fec):
    lines = [[f'"{cell}"' if "," in cell else cell for cell in line] for line in texts('"Vis 12"" rouge"', "deux")]
    export = fec(lines=lines)
    assert amounts(export) == [(123_456, 0)] * 2
    assert column(export, "summary") == ['Vis 12" rouge', "deux"]


def test_line_breaks_and_separators_inside_quoted_cells_still_count_as_one_cell(read):
    rows = 'date,凭证号,摘要,科目编码,借方,贷方\n2021-01-04,1,"甲,乙\n丙",1002,"1,000.00",\n2021-01-04,1,丁,1001,,"1,000.00"\n'
    export = read(rows.replace("date", "日期").encode())
    assert column(export, "summary") == ["甲,乙\n丙", "丁"]
    tabbed = (
        '日期\t凭证号\t摘要\t科目编码\t借方\t贷方\n2021-01-04\t1\t"甲\n丙"\t1002\t1\t\n2021-01-04\t1\t丁\t1001\t\t1\n'
    )
    assert column(read(tabbed.encode(), name="export.txt"), "summary") == ["甲\n丙", "丁"]


@pytest.mark.parametrize("last", ['"1,0', '"1'])
def test_a_quoted_file_that_breaks_off_is_still_refused(read, last):
    rows = f'日期,凭证号,摘要,科目编码,借方,贷方\n2021-01-04,1,"甲",1002,"1,000.00",\n2021-01-04,1,丁,1001,,{last}'
    with pytest.raises(BrokenFile, match="引号没有结束"):
        read(rows.encode())


def test_a_record_that_a_mark_makes_longer_than_all_lines_is_refused(read):
    rows = '日期,凭证号,摘要,科目编码,借方,贷方\n2021-01-04,1,"甲\n乙",丁,1002,1,2,3\n'
    with pytest.raises(BrokenFile, match="第 2 条记录有 8 列") as caught:
        read(rows.encode())
    assert "one of 8 in record 2" in caught.value.text("en")
