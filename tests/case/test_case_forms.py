"""The forms of the case: all four kinds come out, their sums are live and right, nothing that is missing reads 0."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from workbookxml import SOFFICE, cells, sheet, worked_out

from perfkit.evaluation.forms.attachments import all_forms
from perfkit.ledger.forms import NUMERIC, Form, FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_printed
from perfkit.reports.forms import write_forms


@pytest.fixture(scope="module")
def forms(lusong: Ledger) -> dict[str, Form]:
    """Sheet -> form."""
    return {form.sheet: form for form in all_forms(lusong)}


def row_of(form: Form, words: str) -> list[FormCell]:
    """The cells of the row that begins with, or names, `words`, from left to right."""
    row = next(cell.row for cell in form.cells if isinstance(cell.value, str) and cell.value.strip("　 ") == words)
    return sorted((cell for cell in form.cells if cell.row == row), key=lambda cell: cell.column)


def numbers(form: Form, words: str) -> list[str]:
    """Its numbers, rounded to two decimals as they are printed."""
    return [
        as_printed(cell.value, 4 if cell.kind == "rate" else 2).replace(",", "")
        for cell in row_of(form, words)
        if isinstance(cell.value, Decimal)
    ]


def test_every_form_of_the_year_comes_out(forms: dict[str, Form]) -> None:
    projects = (
        "公车办",
        "机关运转",
        "接待办",
        "党建专项",
        "文印室",
        "党代会工作经费",
        "经济表彰",
        "新冠肺炎疫情防控专项资金",
    )
    assert list(forms) == ["基础数据表", "部门整体自评", *(f"项目自评-{name}" for name in projects), "指标评分表"]


@pytest.mark.parametrize(
    ("sheet_name", "words", "expected"),
    [
        # Original, final, actual, points, rate, score.
        ("部门整体自评", "年度资金总额", ["2951.09", "3126.15", "2558.42", "10.00", "0.8184", "8.18"]),
        ("部门整体自评", "基本支出", ["464.09", "464.09", "312.93", "0.6743"]),
        ("项目自评-公车办", "年度资金总额", ["299.00", "299.00", "223.20", "10.00", "0.7465", "7.46"]),
        ("项目自评-机关运转", "年度资金总额", ["2140.00", "2140.00", "1800.48", "10.00", "0.8413", "8.41"]),
        ("项目自评-接待办", "年度资金总额", ["8.00", "8.00", "1.73", "10.00", "0.2163", "2.16"]),
        # Overspent: no more than all points.
        ("项目自评-文印室", "年度资金总额", ["40.00", "40.00", "45.02", "10.00", "1.1255", "10.00"]),
        ("项目自评-经济表彰", "年度资金总额", ["0.00", "157.70", "157.70", "10.00", "1.0000", "10.00"]),
        ("基础数据表", "2、机关运转（含会议）", ["2140.00", "1800.48"]),
        ("基础数据表", "项目支出：", ["2487.00", "2245.49"]),
        ("指标评分表", "预算控制率", ["5.00", "4.00"]),
    ],
)
def test_what_the_forms_say(forms: dict[str, Form], sheet_name: str, words: str, expected: list[str]) -> None:
    assert numbers(forms[sheet_name], words) == expected


def test_what_is_missing_says_so(forms: dict[str, Form]) -> None:
    for form in forms.values():
        for cell in form.cells:
            if cell.kind in NUMERIC:
                assert cell.value is not None or cell.lacks, (form.sheet, cell.row, cell.column)
    assert (
        next(cell for cell in row_of(forms["指标评分表"], "预算完成率") if cell.lacks).lacks == "年末结余（结转和结余）"
    )
    assert [cell.lacks for cell in row_of(forms["指标评分表"], "在职人员控制率") if cell.lacks] == ["编制数"]
    # Nobody proved anything: no project has a total.
    for name, form in forms.items():
        if name.startswith("项目自评") or name == "部门整体自评":
            assert row_of(form, "总分")[-1].lacks, name


def test_the_forms_say_that_the_vouchers_are_reconstructed(forms: dict[str, Form]) -> None:
    assert all(any("重构" in note for note in form.notes) for form in forms.values())


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine: formulas were not recalculated")
def test_live_formulas_come_to_the_written_values(forms: dict[str, Form], tmp_path: Path) -> None:
    write_forms(tmp_path / "forms.xlsx", list(forms.values()))
    found = worked_out(tmp_path / "forms.xlsx", tmp_path)
    compared = 0
    for number in range(1, len(forms) + 1):
        written, computed = (cells(sheet(path, number)) for path in (tmp_path / "forms.xlsx", found))
        for place, (_, formula, value) in written.items():
            if formula:
                assert float(computed[place][2]) == pytest.approx(float(value), abs=1e-9), (number, place, formula)
                compared += 1
    assert compared > 60
