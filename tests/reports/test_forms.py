"""Forms as a workbook: text never a formula, sums live and right, one page wide, the same bytes for the same forms."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from handmade_forms import evaluated, index_frame, nothing_scored, small_ledger
from workbookxml import SOFFICE, cells, parts, sheet, worked_out

from perfkit.errors import CannotWrite
from perfkit.evaluation.forms.base_data import base_data_form
from perfkit.evaluation.forms.index import index_form
from perfkit.evaluation.forms.self_evaluation import project_form, unit_form
from perfkit.ledger.forms import Form, FormCell
from perfkit.reports.forms import forms_bytes, shifted, write_form, write_forms
from perfkit.reports.row_heights import LEAST, MOST, fitting_size, row_heights, text_height, text_width
from perfkit.reports.spreadsheets import sheet_names

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}", "http://example.org", "12", "\x00\ud800a")
NAMESPACE = re.compile(r' xmlns="[^"]+"')


def text_form(*texts: str, **more: object) -> Form:
    """A form of one column of texts."""
    rows = tuple(FormCell(row, 1, text) for row, text in enumerate(texts, start=1))
    return Form("f", "标题", rows, (20,), **more)  # type: ignore[arg-type]


def every_form() -> list[Form]:
    """One of each, one of them whole."""
    ledger = small_ledger()
    row = "产出指标 | 数量指标 | 出车 | equal | 1 | 1 | 次 | 90 | 80 | . | . | . | . | . | . | no"
    whole = evaluated(ledger, scores=f"{nothing_scored()}\n{row}")
    return [
        base_data_form(ledger),
        unit_form(ledger, evaluated(ledger, "", centipoints=885)),
        project_form(ledger, whole),
        project_form(ledger, evaluated(ledger, "P2", centipoints=1000)),
        project_form(ledger, evaluated(ledger, of="sichuan_project_2020")),
        index_form(ledger, index_frame()),
    ]


def test_no_text_is_ever_a_formula_or_a_number(tmp_path: Path):
    write_form(tmp_path / "f.xlsx", text_form(*HOSTILE))
    found = cells(sheet(tmp_path / "f.xlsx"))
    assert [found[f"A{row}"][:2] for row in range(1, 11)] == [("s", "")] * 10
    shared = parts(tmp_path / "f.xlsx")["xl/sharedStrings.xml"]
    assert all(f">{text}<" in shared for text in ("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "12"))
    assert "hyperlink" not in sheet(tmp_path / "f.xlsx")


def test_merged_texts_are_no_formulas_either(tmp_path: Path):
    form = Form("f", "=1+1", (FormCell(1, 1, "=2+2", columns=2),), (20, 20), notes=("=3+3",), source="=4+4")
    write_form(tmp_path / "f.xlsx", form)
    assert not any(formula for _, formula, _ in cells(sheet(tmp_path / "f.xlsx")).values())
    assert sorted(re.findall(r'<mergeCell ref="([^"]+)"', sheet(tmp_path / "f.xlsx"))) == [
        "A1:B1",
        "A2:B2",
        "A3:B3",
        "A4:B4",
    ]


def test_numbers_are_numbers_and_sums_are_formulas_with_their_value(tmp_path: Path):
    write_forms(tmp_path / "f.xlsx", every_form())
    project = cells(sheet(tmp_path / "f.xlsx", 3))
    # One row lower than in the form: the title stands above.
    assert project["D5"] == ("", "SUM(D6:D8)", "100.0")
    assert project["E6"] == ("", "", "100")
    assert project["H5"] == ("", "F5/E5", "0.75")
    assert project["I5"] == ("", "ROUND(G5*MAX(0,MIN(H5,1)),2)", "7.5")
    assert project["H21"] == ("", "SUM(H12:H20)+I5", "87.5")
    assert "第 &amp;P 页，共 &amp;N 页" in sheet(tmp_path / "f.xlsx", 3)
    styles = parts(tmp_path / "f.xlsx")["xl/styles.xml"]
    assert "宋体" in styles
    assert "仿宋" in styles
    assert '<charset val="134"/>' in styles


def test_a_sheet_prints_one_page_wide_with_its_headings_again(tmp_path: Path):
    write_forms(tmp_path / "f.xlsx", every_form())
    xml = sheet(tmp_path / "f.xlsx", 5)
    assert '<pageSetUpPr fitToPage="1"/>' in xml
    assert 'paperSize="9"' in xml
    assert 'orientation="landscape"' in xml
    assert 'orientation="landscape"' not in sheet(tmp_path / "f.xlsx", 3)
    assert '<printOptions horizontalCentered="1"/>' in xml
    book = parts(tmp_path / "f.xlsx")["xl/workbook.xml"]
    assert "'项目自评-车辆'!$11:$11" in book
    assert "Print_Area" in book


@pytest.mark.parametrize(("rows", "pages"), [(30, "1"), (48, "1"), (64, "0"), (300, "7")])
def test_no_page_holds_little_more_than_a_total(tmp_path: Path, rows: int, pages: str):
    """What reaches a little into another page is set smaller; what would be too small takes the pages it needs."""
    write_forms(tmp_path / "f.xlsx", [text_form(*"x" * rows)], "en")
    xml = sheet(tmp_path / "f.xlsx")
    found = re.search(r'fitToHeight="(\d+)"', xml)
    assert (found[1] if found else "1") == pages
    assert "Page &amp;P of &amp;N" in xml


@pytest.mark.parametrize(("rows", "is_paged"), [(20, False), (300, True)])
def test_a_label_beside_many_rows_is_not_cut_where_a_page_ends(tmp_path: Path, rows: int, is_paged: bool):
    texts = tuple(FormCell(row, 2, "x") for row in range(1, rows + 1))
    write_form(tmp_path / "f.xlsx", Form("f", "t", (FormCell(1, 1, "指标", "label", rows=rows), *texts), (20, 20)))
    assert ('vertical="top"' in parts(tmp_path / "f.xlsx")["xl/styles.xml"]) is is_paged


def test_the_same_forms_give_the_same_bytes(tmp_path: Path):
    assert forms_bytes(every_form()) == forms_bytes(every_form())
    write_forms(tmp_path / "f.xlsx", every_form())
    assert "2000-01-01T00:00:00Z" in parts(tmp_path / "f.xlsx")["docProps/core.xml"]
    assert [path.name for path in tmp_path.iterdir()] == ["f.xlsx"]


def test_notes_of_cells_are_comments(tmp_path: Path):
    form = Form("f", "t", (FormCell(1, 1, Decimal("19.5"), "number", note="依据：<甲>"),), (20,), notes=("一",))
    write_form(tmp_path / "f.xlsx", form, "en")
    found = parts(tmp_path / "f.xlsx")
    assert "依据：&lt;甲&gt;" in found["xl/comments1.xml"]
    assert "Note: 一" in found["xl/sharedStrings.xml"]


def test_names_of_sheets_are_allowed_and_different():
    names = ("a/b:c", "A/B:C", "", "History", "长" * 40, "长" * 40, "'x'")
    told = sheet_names(names)
    assert told == ["a b c", "A B C-2", "-3", "History-4", "长" * 31, f"{'长' * 29}-6", "x"]
    assert all(len(name) <= 31 for name in told)


def test_formulas_move_with_the_grid():
    assert shifted("SUM(D5:D8)+G4*MAX(0,MIN(H4,1))", 1) == "SUM(D6:D9)+G5*MAX(0,MIN(H5,1))"
    assert shifted("LOG10(A9)", 1) == "LOG10(A10)"


def test_a_text_longer_than_a_cell_says_that_it_was_cut(tmp_path: Path):
    write_form(tmp_path / "f.xlsx", text_form("长" * 40_000))
    assert "…（内容过长，以下从略）" in parts(tmp_path / "f.xlsx")["xl/sharedStrings.xml"]


def test_a_disk_that_refuses_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite):
        write_form(tmp_path / "file" / "f.xlsx", text_form("x"))


def test_rows_are_as_high_as_their_texts():
    assert text_width("a中") == 3
    for lines, text, width in (
        (1, "中" * 10, 20), (2, "中" * 11, 20), (1, "a" * 20, 20), (3, "a\nb\n", 20), (2, "one two three", 8),
        (2, "金额 1,234,567.00 元", 15), (3, "x" * 25, 10), (2, "不可计算：缺佐证材料", 10), (2, "中" * 5 + "。", 10), (1, "", 10),
    ):  # fmt: skip
        assert text_height(text, width, 10) == pytest.approx(lines * 13 + 5), text
    merged = (FormCell(1, 1, "x", rows=2), FormCell(1, 2, "y"), FormCell(2, 2, "z"))
    assert row_heights(merged, {(1, 1): 100.0, (1, 2): 40.0, (2, 2): 10.0}, 2) == [61, 39]
    assert row_heights((FormCell(1, 1, "x"),), {(1, 1): 999.0}, 2) == [MOST, LEAST]
    assert text_height("一行", 10, 10) <= LEAST


def test_only_what_does_not_fit_is_set_smaller():
    assert fitting_size("短", 10, (10, 8, 6)) == 10
    assert fitting_size("长" * 160, 10, (10, 8, 6)) == 8
    assert fitting_size("长" * 9999, 10, (10, 8, 6)) == 6


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine: formulas were not recalculated")
def test_recalculated_values_are_the_written_ones(tmp_path: Path):
    """Without their values the formulas must be worked out; what comes out is what was written."""
    write_forms(tmp_path / "written.xlsx", every_form())
    recalculated = worked_out(tmp_path / "written.xlsx", tmp_path)
    compared = 0
    for number in range(1, len(every_form()) + 1):
        written, found = (cells(sheet(path, number)) for path in (tmp_path / "written.xlsx", recalculated))
        for place, (_, formula, value) in written.items():
            if formula:
                assert float(found[place][2]) == pytest.approx(float(value), abs=1e-9), (number, place, formula)
                compared += 1
    assert compared > 40
