"""The case comes out of its ledger: every printed amount to the cent, and every conflict by its own check."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest

from perfkit.errors import ChangedSource, default_language
from perfkit.ledger.findings import Finding
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution, figure, income, published_comparison
from perfkit.workspace import Workspace, open_workspace

# As printed in the report, in 万元 (T02 in %): id -> measure, scope, rows, value.
PRINTED = {
    "B01": ("original_budget", Scope.ALL, "", "2951.09"),
    "I01": ("income", Scope.FISCAL, "", "2394.68"),
    "E01": ("actual", Scope.FISCAL, "", "2394.68"),
    "E02": ("actual", Scope.FISCAL, "expenditure_type=project", "2082.70"),
    "E03": ("actual", Scope.FISCAL, "expenditure_type=basic", "311.98"),
    "E04": ("actual", Scope.FISCAL, "basic_kind=personnel", "283.03"),
    "E05": ("actual", Scope.FISCAL, "basic_kind=public", "28.95"),
    "P01": ("actual", Scope.FISCAL, "project_code=P01", "173.16"),
    "P02": ("actual", Scope.FISCAL, "project_code=P02", "1679.95"),
    "P03": ("actual", Scope.FISCAL, "project_code=P03", "7.78"),
    "P04": ("actual", Scope.FISCAL, "project_code=P04", "1.73"),
    "P05": ("actual", Scope.FISCAL, "project_code=P05", "0.60"),
    "P06": ("actual", Scope.FISCAL, "project_code=P06", "45.02"),
    "P07": ("actual", Scope.FISCAL, "project_code=P07", "1.45"),
    "P08": ("actual", Scope.FISCAL, "project_code=P08", "157.70"),
    "P09": ("actual", Scope.FISCAL, "project_code=P09", "15.31"),
    "T01": ("actual", Scope.ALL, "", "2558.42"),
    "A01": ("original_budget", Scope.ALL, "budget_project_code=P02", "2140.00"),
    "A02": ("actual", Scope.ALL, "budget_project_code=P02", "1800.48"),
    "A03": ("original_budget", Scope.ALL, "budget_project_code=P04", "8.00"),
    "A04": ("actual", Scope.ALL, "budget_project_code=P04", "1.73"),
    "A05": ("original_budget", Scope.ALL, "budget_project_code=P06", "40.00"),
    "A06": ("actual", Scope.ALL, "budget_project_code=P06", "45.02"),
    "A07": ("original_budget", Scope.ALL, "budget_project_code=P01", "299.00"),
    "A08": ("actual", Scope.ALL, "budget_project_code=P01", "223.20"),
    "X01": ("supplementary_budget", Scope.ALL, "budget_project_code=P05", "0.60"),
    "X02": ("supplementary_budget", Scope.ALL, "budget_project_code=P07", "1.45"),
    "X03": ("supplementary_budget", Scope.ALL, "budget_project_code=P08", "157.70"),
    "X04": ("supplementary_budget", Scope.ALL, "budget_project_code=P09", "15.31"),
}

# Conflicts of the report: check, subject, amount in 万元, words that the finding must hold (amounts in 元).
CONFLICTS = {
    "N1": ("scope_difference", "", "163.74", "23,946,800.00"),
    "N2": ("project_scope_difference", "P02", "112.75", "16,877,300.00"),
    "N3": ("project_scope_difference", "P01", "50.04", "1,731,600.00"),
    "N4": ("scope_difference_outside_projects", "basic", "0.95", "1,627,900.00"),
    "N5": ("budget_outside_projects", "basic", "464.09", "67.22 %"),
    "N6": ("flattering_rate", "", "175.06", "81.84 %"),
    "N7": ("overspent_projects", "P06", "5.02", "112.55 %"),
    "N8a": ("underexecuted_projects", "P04", "-6.27", "21.63 %"),
    "N8b": ("underexecuted_projects", "P01", "-75.80", "74.65 %"),
    "N8c": ("underexecuted_projects", "P02", "-339.52", "84.13 %"),
}


#: Material variances that the report gives no reason for: subject, amount in 万元.
UNEXPLAINED = {"": "-151.16", "P01": "-75.80", "P02": "-339.52", "P04": "-6.27", "P06": "5.02"}


def wan(text: str) -> int:
    """万元 with two decimals as cents."""
    return round(float(text) * 100) * 10_000


def found(ledger: Ledger, check: str, subject: str) -> list[Finding]:
    return [f for f in ledger.findings if f.kind.check == check and f.subject == subject]


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_amount_comes_out_to_the_cent(lusong: Ledger, name: str) -> None:
    measure, scope, select, value = PRINTED[name]
    received = income(lusong.journal, lusong.unit)
    assert figure(lusong.budget, lusong.spending, received, measure, scope, select) == wan(value)


def test_the_four_rates_that_circulate_under_one_name(lusong: Ledger) -> None:
    whole = execution(lusong.budget, lusong.spending, [], Scope.ALL).iloc[0]
    assert f"{whole['original_execution_rate']:.2%}" == "86.69%"
    assert f"{whole['execution_rate']:.2%}" == "81.84%"
    fiscal = execution(lusong.budget, lusong.spending, [], Scope.FISCAL).iloc[0]
    assert fiscal["actual_cents"] / whole["original_budget_cents"] == pytest.approx(0.8115, abs=5e-5)
    assert fiscal["actual_cents"] / whole["final_budget_cents"] == pytest.approx(0.7660, abs=5e-5)


#: What the report promises and does not prove: supplements without any target, guests said to be satisfied.
UNPROVED = {
    *(("projects_without_targets", project) for project in ("P05", "P07", "P08", "P09")),
    ("satisfaction_without_sample", "P04"),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_is_found_by_its_own_check(lusong: Ledger, name: str) -> None:
    check, subject, amount, words = CONFLICTS[name]
    (finding,) = found(lusong, check, subject)
    assert finding.amount_cents == wan(amount)
    for language in ("zh", "en"):
        assert words in finding.text(language)


def test_no_material_variance_of_the_case_is_explained(lusong: Ledger) -> None:
    told = [f for f in lusong.findings if f.kind.check == "unexplained_variances"]
    assert {f.subject: f.amount_cents for f in told} == {code: wan(amount) for code, amount in UNEXPLAINED.items()}
    assert lusong.explanations.empty


def test_nothing_else_is_reported_against_a_project(lusong: Ledger) -> None:
    expected = {(check, subject) for check, subject, _, _ in CONFLICTS.values()} | UNPROVED
    expected |= {("unexplained_variances", subject) for subject in UNEXPLAINED}
    reported = {(f.kind.check, f.subject) for f in lusong.findings if f.kind.severity != "notice"}
    assert reported == expected


def test_every_figure_of_the_list_is_equal_or_says_what_it_lacks(lusong: Ledger) -> None:
    received = income(lusong.journal, lusong.unit)
    comparison = published_comparison(lusong.published, lusong.budget, lusong.spending, received)
    assert set(PRINTED) | {"T02", "B02", "F01", "F02", "F03"} == set(
        comparison.loc[comparison["verdict"].eq("equal"), "id"]
    )
    rest = comparison[comparison["verdict"].ne("equal")]
    assert rest["verdict"].eq("not_computable").all()
    assert rest["id"].str.startswith("C").all()
    assert rest["lacks_zh"].ne("").all()


def test_the_page_says_that_the_vouchers_are_reconstructed(lusong: Ledger) -> None:
    assert default_language() == "zh"
    assert "重构" in lusong.unit.notice(2021)
    assert "reconstructed" in lusong.unit.notice(2021, "en")


@pytest.fixture
def damaged(workspace: Workspace, tmp_path: Path) -> Path:
    """A copy of the case in whose journal of 2021 one cell says 100 yuan more; that journal."""
    shutil.copytree(workspace.raw / "lusong", tmp_path / "data" / "raw" / "lusong")
    journal = tmp_path / "data" / "raw" / "lusong" / "2021" / "journal.xlsx"
    assert _add_a_hundred_yuan(journal)
    return journal


def test_a_changed_raw_file_is_refused(damaged: Path, tmp_path: Path) -> None:
    with pytest.raises(ChangedSource, match=r"lusong/2021/journal\.xlsx"):
        open_workspace(tmp_path).load("lusong", 2021)


def test_a_changed_amount_in_the_raw_file_breaks_figure_and_checks(damaged: Path, tmp_path: Path) -> None:
    _register_anew(damaged)
    ledger = open_workspace(tmp_path).load("lusong", 2021)
    received = income(ledger.journal, ledger.unit)
    total = figure(ledger.budget, ledger.spending, received, "actual", Scope.ALL, "")
    assert total != wan(PRINTED["T01"][3])
    checks = {finding.kind.check for finding in ledger.findings if finding.kind.severity == "error"}
    assert checks >= {"unbalanced_vouchers", "balance_against_journal", "published_figures"}


def _register_anew(path: Path) -> None:
    """Give the file's entry in SOURCES.toml the hash that it has now."""
    register = path.with_name("SOURCES.toml")
    text = register.read_text(encoding="utf-8")
    (entry,) = [entry for entry in tomllib.loads(text)["file"] if entry["name"] == path.name]
    register.write_text(text.replace(entry["sha256"], hashlib.sha256(path.read_bytes()).hexdigest()), "utf-8")


def _add_a_hundred_yuan(path: Path) -> str:
    """Add 100 to the first number cell of spending (a 7xxx line) inside the workbook; the cell's reference."""
    sheets = {}
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", parts["xl/sharedStrings.xml"].decode())
    spending = {str(i) for i, text in enumerate(strings) if re.fullmatch(r"72\d\d[.\d]*", text)}
    for name in sorted(part for part in parts if part.startswith("xl/worksheets/sheet")):
        text = parts[name].decode()
        for line in re.findall(r"<row .*?</row>", text):
            codes = re.findall(r't="s"><v>(\d+)</v>', line)
            numbers = re.findall(r'<c r="([A-Z]+\d+)"(?: s="\d+")?><v>([\d.]+)</v>', line)
            if numbers and spending & set(codes):
                cell, value = numbers[0]
                changed = line.replace(f"<v>{value}</v></c>", f"<v>{float(value) + 100:.2f}</v></c>", 1)
                parts[name] = text.replace(line, changed).encode()
                sheets[name] = cell
                break
        if sheets:
            break
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return next(iter(sheets.values()))
