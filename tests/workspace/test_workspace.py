"""A folder of exports -> a checked ledger: what is found, cached, refused."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from perfkit.errors import (
    BadConfiguration,
    CannotRead,
    CannotWrite,
    ChangedSource,
    EmptyFile,
    MissingFile,
    NotAYear,
    NothingToLoad,
    NoWorkspace,
    UnknownUnit,
    UnknownYear,
)
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution
from perfkit.readers.budget import read_budget
from perfkit.readers.journal import read_journal
from perfkit.readers.lines.rows import Reading, Source, Table
from perfkit.readers.read import READERS
from perfkit.workspace import Workspace, open_workspace

JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,经济分类,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,30206,100.00,
2021-01-05,记-1,付电费,6001,财政拨款预算收入,一般公共预算,,,,100.00
2021-02-05,记-1,付水费,7201,事业支出,其他资金,运转,30205,20.00,
2021-02-05,记-1,付水费,8001,资金结存,,,,,20.00
"""
BUDGET = """指标类型,指标文号,文件日期,项目,资金性质,指标金额
年初预算,预〔2021〕1号,2021-01-01,运转,一般公共预算,150.00
"""
PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\n"


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """One unit of one year with four voucher lines."""
    year = tmp_path / "data" / "raw" / "unit" / "2021"
    year.mkdir(parents=True)
    (year / "journal.csv").write_text(JOURNAL, encoding="utf-8")
    (year / "budget.csv").write_text(BUDGET, encoding="utf-8")
    (year.parent / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    return open_workspace(tmp_path)


def folder(small: Workspace) -> Path:
    return small.raw / "unit" / "2021"


def checks(small: Workspace) -> set[str]:
    return {finding.kind.check for finding in small.load("unit", 2021).findings}


def test_a_workspace_is_found_from_any_folder_below_it(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder(small))
    assert open_workspace().root == small.root.resolve()
    assert (small.units(), small.years("unit")) == (["unit"], [2021])
    assert small.notebooks_folder == small.root / "notebooks"
    assert small.reports_folder == small.root / "reports"


def test_a_folder_without_raw_data_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspace, match=r"data.raw"):
        open_workspace(tmp_path)
    (tmp_path / "data" / "raw").mkdir(parents=True)
    empty = open_workspace(tmp_path)
    assert empty.units() == []
    with pytest.raises(UnknownUnit, match="unit"):
        empty.load("unit", 2021)


def test_exports_become_budget_against_actual(small: Workspace) -> None:
    seen: list[str] = []
    ledger = small.load("unit", 2021, seen.append)
    assert seen == ["budget.csv", "journal.csv"]
    row = execution(ledger.budget, ledger.spending, ["budget_project_code"], Scope.ALL).iloc[0]
    assert (row["budget_project_code"], row["original_budget_cents"], row["actual_cents"]) == ("P1", 15000, 12000)
    assert [(file.path, file.kinds, file.rows_read, file.rows_kept) for file in ledger.inputs] == [
        ("budget.csv", ("budget",), 2, 1),
        ("journal.csv", ("journal",), 5, 4),
    ]
    assert ledger.inputs[1].sha256 == hashlib.sha256(JOURNAL.encode()).hexdigest()
    assert {"unregistered_sources", "balance_against_journal", "closing_entries"} <= {
        f.kind.check for f in ledger.findings
    }


def test_a_second_load_comes_from_the_cache_and_is_the_same(small: Workspace) -> None:
    first = small.load("unit", 2021)
    seen: list[str] = []
    second = small.load("unit", 2021, seen.append)
    assert seen == []
    assert second.findings == first.findings
    assert second.inputs == first.inputs
    assert second.unit == first.unit
    for name in ("journal", "budget", "spending", "timeline", "set_aside", "balances", "summary", "published"):
        assert getattr(second, name).equals(getattr(first, name)), name
        assert getattr(second, name).dtypes.equals(getattr(first, name).dtypes), name


@pytest.mark.parametrize("changed", ["2021/journal.csv", "projects.csv", "2021/SOURCES.toml", "mapping.toml"])
def test_any_changed_input_is_read_anew(small: Workspace, changed: str) -> None:
    small.load("unit", 2021)
    path = small.raw / "unit" / changed
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    addition = '[mapping]\nname = "x"\nfiles = ["none"]\n' if changed == "mapping.toml" else "\n"
    path.write_text(before + addition, encoding="utf-8")
    seen: list[str] = []
    small.load("unit", 2021, seen.append)
    assert seen == ["budget.csv", "journal.csv"]


def test_a_damaged_cache_is_read_anew(small: Workspace) -> None:
    small.load("unit", 2021)
    (small.processed / "unit" / "2021" / "journal.parquet").write_bytes(b"no parquet")
    seen: list[str] = []
    assert len(small.load("unit", 2021, seen.append).journal) == 4
    assert seen


def test_a_cache_that_cannot_be_written_says_so(small: Workspace) -> None:
    small.processed.parent.mkdir(exist_ok=True)
    small.processed.write_text("a file where the folder must be", encoding="utf-8")
    with pytest.raises(CannotWrite, match="2021"):
        small.load("unit", 2021)


def test_a_registered_file_is_checked_against_its_hash(small: Workspace) -> None:
    entry = '[[file]]\nname = "{name}"\nsha256 = "{hash}"\nreceived_from = "账务系统"\nreceived_on = 2022-01-10\n'
    right, budget = (hashlib.sha256(text.encode()).hexdigest() for text in (JOURNAL, BUDGET))
    text = entry.format(name="journal.csv", hash=right.upper()) + entry.format(name="budget.csv", hash=budget)
    (folder(small) / "SOURCES.toml").write_text(text, encoding="utf-8")
    ledger = small.load("unit", 2021)
    assert "unregistered_sources" not in {finding.kind.check for finding in ledger.findings}
    assert (ledger.inputs[1].received_from, ledger.inputs[1].received_on) == ("账务系统", "2022-01-10")

    (folder(small) / "budget.csv").write_text(BUDGET.replace("150.00", "250.00"), encoding="utf-8")
    seen: list[str] = []
    with pytest.raises(ChangedSource, match=rf"unit/2021/budget\.csv.*{budget[:12]}.*perfkit add") as caught:
        small.load("unit", 2021, seen.append)
    assert (seen, caught.value.exit_code) == ([], 3)
    (folder(small) / "budget.csv").write_text(BUDGET, encoding="utf-8")
    small.load("unit", 2021, seen.append)
    assert seen == []  # the original is back, and so is what was read of it


def test_a_registered_description_is_checked_too(small: Workspace) -> None:
    head = "id,section,label_zh,label_en,value,unit,measure,scope,select,year\n"
    (folder(small) / "published.csv").write_text(head, encoding="utf-8")
    (folder(small) / "SOURCES.toml").write_text(f'[[file]]\nname = "published.csv"\nsha256 = "{"0" * 64}"\n', "utf-8")
    with pytest.raises(ChangedSource, match=r"unit/2021/published\.csv"):
        small.load("unit", 2021)


def test_a_registered_file_that_is_gone_is_missed(small: Workspace) -> None:
    (folder(small) / "SOURCES.toml").write_text('[[file]]\nname = "lost.xlsx"\n', encoding="utf-8")
    with pytest.raises(MissingFile, match=r"2021/lost\.xlsx"):
        small.load("unit", 2021)


def test_a_year_that_is_not_there_names_those_that_are(small: Workspace) -> None:
    with pytest.raises(UnknownYear, match="2021"):
        small.load("unit", 2020)


def test_a_folder_named_by_no_year_is_refused(small: Workspace) -> None:
    (small.raw / "unit" / "去年").mkdir()
    with pytest.raises(NotAYear, match=r"data/raw/unit/去年"):
        small.years("unit")


@pytest.mark.parametrize("name", ["２０２１", "20211", "2021年"])
def test_a_year_has_four_plain_digits(small: Workspace, name: str) -> None:
    (small.raw / "unit" / name).mkdir()
    with pytest.raises(NotAYear, match=name):
        small.years("unit")


def test_a_link_out_of_the_units_folder_is_refused(small: Workspace, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(JOURNAL, encoding="utf-8")
    link = folder(small) / "link.csv"
    _link(link, tmp_path / "secret.csv")
    with pytest.raises(BadConfiguration, match=r"unit/2021/link\.csv.*secret\.csv"):
        small.load("unit", 2021)
    link.unlink()
    _link(link, tmp_path / "nowhere.csv")
    with pytest.raises(MissingFile, match=r"unit/2021/link\.csv"):
        small.load("unit", 2021)
    link.unlink()
    _link(small.raw / "unit" / "2022", tmp_path)
    with pytest.raises(BadConfiguration, match="unit/2022"):
        small.years("unit")


def _link(place: Path, target: Path) -> None:
    try:
        place.symlink_to(target)
    except OSError as error:
        pytest.skip(f"this system makes no links: {error}")


def test_what_lies_where_exports_are_not_looked_for_is_told(small: Workspace) -> None:
    small.load("unit", 2021)
    (folder(small) / "1月").mkdir()
    (folder(small) / "Thumbs.db").write_bytes(b"a picture")
    (small.raw / "unit" / "stray.csv").write_text(JOURNAL, encoding="utf-8")
    found = [f for f in small.load("unit", 2021).findings if f.kind.check == "unread_paths"]
    assert [(f.subject, f.expected) for f in found] == [("unit/2021/1月", "unit/2021"), ("unit/stray.csv", "unit/2021")]
    assert "未读入" in found[0].text()


def test_an_export_that_the_system_keeps_closed(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def locked(path: Path, *arguments: object, **named: object) -> object:
        if path.name == "journal.csv":
            raise PermissionError(13, "locked by another program")
        return opened(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(CannotRead, match=r"journal\.csv.*locked by another program"):
        small.load("unit", 2021)


SUMMARY = "项目,年初预算数,全年预算数,执行数\n运转,150.00,150.00,120.00\n"


def test_a_summary_beside_journal_and_budget_book_is_only_compared(small: Workspace) -> None:
    (folder(small) / "summary.csv").write_text(SUMMARY, encoding="utf-8")
    ledger = small.load("unit", 2021)
    row = execution(ledger.budget, ledger.spending, [], Scope.ALL).iloc[0]
    assert (row["final_budget_cents"], row["actual_cents"]) == (15000, 12000)
    told = [f for f in ledger.findings if f.kind.check == "summary_against_ledger"]
    assert [(f.kind.severity, f.amount_cents) for f in told] == [("notice", 0), ("notice", 0)]


def test_a_summary_without_funds_is_told_on_all_funds_only(small: Workspace) -> None:
    for name in ("journal.csv", "budget.csv"):
        (folder(small) / name).unlink()
    (folder(small) / "summary.csv").write_text(SUMMARY, encoding="utf-8")
    ledger = small.load("unit", 2021)
    assert ledger.scopes() == [Scope.ALL]
    found = {f.kind.check for f in ledger.findings}
    assert "spending_of_unknown_funds" in found
    assert not found & {"scope_difference", "project_scope_difference", "budget_outside_projects"}


def test_a_budget_without_any_source_of_spending_is_no_year_without_spending(small: Workspace) -> None:
    (folder(small) / "journal.csv").unlink()
    found = checks(small)
    assert "no_actuals" in found
    assert "budget_without_spending" not in found


def test_a_reader_that_loses_a_row_is_found(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(tables: Sequence[Table], source: Source) -> Reading:
        reading = read_journal(tables, source)
        return replace(reading, frame=reading.frame.iloc[:-1])

    monkeypatch.setitem(READERS, "journal", careless)
    found = [f for f in small.load("unit", 2021).findings if f.kind.check == "incomplete_reading"]
    assert [(f.subject, f.kind.severity, f.amount_cents) for f in found] == [
        ("journal.csv", "error", None),
        ("journal.csv", "error", 2000),
    ]
    assert "读入 5 行，保留与搁置合计 4 行" in found[0].text()
    assert "读入的贷方合计 120.00 元，保留与搁置合计 100.00 元" in found[1].text()


def test_a_reader_that_changes_an_amount_is_found(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(tables: Sequence[Table], source: Source) -> Reading:
        reading = read_budget(tables, source)
        return replace(reading, frame=reading.frame.assign(amount_cents=15001))

    monkeypatch.setitem(READERS, "budget", careless)
    found = [f for f in small.load("unit", 2021).findings if f.kind.check == "incomplete_reading"]
    assert [(f.subject, f.amount_cents) for f in found] == [("budget.csv", -1)]


def test_two_overlapping_journals_do_not_double(small: Workspace) -> None:
    later = JOURNAL.replace("2021-01-05,记-1", "2021-03-05,记-9").replace("100.00", "7.00")
    (folder(small) / "journal2.csv").write_text(later, encoding="utf-8")
    (folder(small) / "budget2.csv").write_text(BUDGET, encoding="utf-8")
    ledger = small.load("unit", 2021)
    row = execution(ledger.budget, ledger.spending, [], Scope.ALL).iloc[0]
    assert (row["final_budget_cents"], row["actual_cents"]) == (15000, 12700)
    assert [(file.path, file.rows_read, file.rows_kept, file.rows_set_aside) for file in ledger.inputs] == [
        ("budget.csv", 2, 1, 1),
        ("budget2.csv", 2, 0, 2),
        ("journal.csv", 5, 4, 1),
        ("journal2.csv", 5, 2, 3),
    ]
    found = {f.kind.check for f in ledger.findings}
    assert "overlapping_files" in found
    assert not found & {"incomplete_reading", "duplicate_vouchers", "repeated_lines"}


def test_a_year_without_exports_is_refused(small: Workspace) -> None:
    (small.raw / "unit" / "2022").mkdir()
    (small.raw / "unit" / "2022" / "~$journal.xlsx").write_bytes(b"lock")
    with pytest.raises(NothingToLoad, match="data/raw/unit/2022"):
        small.load("unit", 2022)


def test_one_unreadable_export_stops_the_year(small: Workspace) -> None:
    (folder(small) / "more.csv").write_text("", encoding="utf-8")
    with pytest.raises(EmptyFile, match=r"more\.csv"):
        small.load("unit", 2021)
    assert not (small.processed / "unit" / "2021" / "ledger.json").exists()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name_zh = 1", "name_zh"),
        ('colour = "red"', "colour"),
        ('chart = "mine"', "chart"),
        ("periods_per_year = 6", "periods_per_year"),
        ("fiscal_year_end_month = 13", "fiscal_year_end_month"),
        ('[notices.all]\nzh = "只有中文"', "notices.all"),
        ('[notices.last]\nzh = "a"\nen = "b"', "notices.last"),
        ('[funds.X]\nname_zh = "x"', "funds.X"),
        ("name_zh = ", "语法错误"),
    ],
)
def test_a_wrong_unit_toml_is_one_sentence(small: Workspace, text: str, where: str) -> None:
    (small.raw / "unit" / "unit.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=where):
        small.load("unit", 2021)


@pytest.mark.parametrize(
    "text",
    [
        "code,name_zh\nP1,运转\n",
        PROJECTS + "P2,运转,,,\n",
        PROJECTS + "P2,会议,,,P9\n",
    ],
    ids=["columns", "name twice", "unknown parent"],
)
def test_a_wrong_project_register_is_one_sentence(small: Workspace, text: str) -> None:
    (small.raw / "unit" / "projects.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"projects\.csv"):
        small.load("unit", 2021)


def test_printed_figures_are_compared_and_differences_found(small: Workspace) -> None:
    head = "id,section,label_zh,label_en,value,unit,measure,scope,select,year\n"
    rows = "a,一,总支出,total,120.00,元,actual,all_funds,,2021\nb,一,总支出,total,100.01,元,actual,fiscal_appropriation,,2021\n"
    (folder(small) / "published.csv").write_text(head + rows, encoding="utf-8")
    ledger = small.load("unit", 2021)
    assert [(f.subject, f.amount_cents) for f in ledger.findings if f.kind.check == "published_figures"] == [("b", -1)]


def test_a_sound_year_of_the_case_has_a_balance_table_that_proves_it(workspace: Workspace) -> None:
    for year in (2020, 2021, 2022):
        ledger = workspace.load("lusong", year)
        errors = [finding.text() for finding in ledger.findings if finding.kind.severity == "error"]
        assert errors == []
        assert not ledger.balances.empty
