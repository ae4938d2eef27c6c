"""Which runs are due when a file of data/raw is changed, added or removed, over a real workspace of two units."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from office_workspace import PARAMETERS, change_amount, make_office
from quick_batch import here, reasons, write_outputs
from readers.exports import write_workbook
from small_workspace import write_notebook

from perfkit.ledger.targets import TARGETS
from perfkit.reports import batch, tasks
from perfkit.reports.run import Outcome, Run
from perfkit.workspace import open_workspace, reads

JOURNAL = "日期,凭证号,摘要,科目编码,项目,借方金额,贷方金额\n2021-02-05,记-1,付电费,7201,运转,{0}.00,\n"
EXPLAINED = (
    '[[explanation]]\nproject = "运转"\nvariance = "{0}.00"\ncause = "savings"\ntext = "节约"\nauthor = "办公室"\n'
)
MAPPING = '[mapping]\nname = "ours{0}"\nkind = "summary"\nfiles = ["none.csv"]\n'
#: What may lie in the folders of a year and its unit, as texts in which {0} is what changes.
OF_THE_YEAR = {
    "journal.csv": JOURNAL + "2021-02-05,记-1,付电费,8001,,,{0}.00\n",
    "budget.csv": "指标类型,项目,资金性质,指标金额\n年初预算,运转,一般公共预算,{0}.00\n",
    "commitments.xlsx": "合同编号,合同对方,项目,签订日期,合同金额,已付金额\nHT-1,甲,运转,2021-03-01,{0}.00,1.00\n",
    TARGETS: "对象（单位整体/项目）,一级指标,三级指标,年度指标值,计量单位\n运转,产出指标,出车,{0},次\n",
    "narrative.md": "# 主要成效\n\n出车 {0} 次。\n",
    "explanations.toml": EXPLAINED + "date = 2022-01-05\n",
    "SOURCES.toml": '[[file]]\nname = "journal.csv"\nreceived_from = "{0}"\n',
    "mapping.toml": MAPPING,
    "LICENSE.txt": "{0}",
    "drafts/report.txt": "全年出车 {0} 次。\n",
}
OF_THE_UNIT = {
    "unit.toml": 'name_zh = "办公室{0}"\n',
    "edition.toml": 'names = ["某{0}"]\n',
    "projects.csv": "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation{0},,\n",
    "mapping_ours.toml": MAPPING,
}
OURS = [f"office {year} {name}" for year in (2020, 2021, 2022) for name in ("20_page", "50_years")]
#: A year's file is read by the pages of the year and by those that compare a later year with it.
BY_THE_YEAR = {OURS[2], OURS[3], OURS[5]}
Act = Callable[[Path], object]


def write(path: Path, text: str, filled: str) -> None:
    """`text` as the kind of file that `path` is."""
    path.parent.mkdir(exist_ok=True)
    told = text.replace("{0}", filled)
    if path.suffix == ".xlsx":
        write_workbook(path, {"表": [line.split(",") for line in told.splitlines()]})
    else:
        path.write_text(told, encoding="utf-8")


def read_and_write(run: Run) -> Outcome:
    """What a run leaves behind whose notebook reads its year, or those before too."""
    workspace = open_workspace(run.root)
    with reads.noted() as found:
        workspace.load(run.unit, run.year)
        if run.notebook.stem == "50_years":
            workspace.earlier(run.unit, run.year)
        return replace(write_outputs(run), reads=tuple(sorted(found)))


@pytest.fixture(autouse=True)
def without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_workers", here)
    monkeypatch.setattr(tasks, "execute", read_and_write)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """A workspace whose reports are made: with every file (True), and with journals only."""
    return {is_full: make_reported(tmp_path_factory.mktemp("due"), is_full) for is_full in (True, False)}


def make_reported(root: Path, is_full: bool) -> Path:
    make_office(root, notebooks=0)
    for year in (2020, 2022):
        change_amount(root, "100.00", year)
    raw = root / "data" / "raw"
    if is_full:
        for place, texts in ((raw / "office" / "2021", OF_THE_YEAR), (raw / "office", OF_THE_UNIT)):
            for name, text in texts.items():
                write(place / name, text, "7")
        (raw / "office" / "2021" / "evidence").mkdir()
        (raw / "office" / "2021" / "evidence" / "记录.pdf").write_bytes(b"1")
    shutil.copytree(raw / "office" / "2022", raw / "other" / "2021")
    for name in ("evidence", "drafts"):
        (raw / "office" / f"_{name}").mkdir()
        (raw / "office" / "2022" / name).symlink_to(f"../_{name}", target_is_directory=True)
    for name in ("20_page", "50_years"):
        write_notebook(root / "notebooks", name, parameters=PARAMETERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "_workers", here)
        patch.setattr(tasks, "execute", read_and_write)
        assert batch.run(open_workspace(root)).faults == {}
        assert set(reasons(open_workspace(root)).values()) == {""}
    return root


def due(reported: Path, tmp_path: Path, act: Act, place: str) -> dict[str, str]:
    """Runs that are due after `act` on the file or folder `place` below data/raw, and why; in a copy."""
    root = tmp_path / "copy"
    shutil.copytree(reported, root, symlinks=True)
    path = root / "data" / "raw" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    act(path)
    return {label: why for label, why in reasons(open_workspace(root)).items() if why}


def written(text: str) -> Act:
    return lambda path: write(path, text, "8")


@pytest.mark.parametrize("how", ["changed", "added"])
@pytest.mark.parametrize("name", OF_THE_YEAR)
def test_a_file_of_a_year_is_for_its_pages_and_for_those_that_compare_with_it(
    reported: dict[bool, Path], tmp_path: Path, name: str, how: str
) -> None:
    found = due(reported[how == "changed"], tmp_path, written(OF_THE_YEAR[name]), f"office/2021/{name}")
    assert found == dict.fromkeys(BY_THE_YEAR, "data office/2021")


@pytest.mark.parametrize("name", [name for name in OF_THE_YEAR if name != "journal.csv"])
def test_a_file_of_a_year_that_is_gone_is_as_one_that_changed(
    reported: dict[bool, Path], tmp_path: Path, name: str
) -> None:
    found = due(reported[True], tmp_path, Path.unlink, f"office/2021/{name}")
    assert found == dict.fromkeys(BY_THE_YEAR, "data office/2021")


def test_a_year_that_loads_no_more_has_no_runs_and_those_that_compare_with_it_are_due(
    reported: dict[bool, Path], tmp_path: Path
) -> None:
    """Its SOURCES.toml registers the journal that is gone."""
    found = due(reported[True], tmp_path, Path.unlink, "office/2021/journal.csv")
    assert found == {"office 2022 50_years": "data office/2021"}


@pytest.mark.parametrize("name", OF_THE_UNIT)
@pytest.mark.parametrize("how", ["changed", "removed"])
def test_a_file_of_a_unit_is_for_all_its_pages_and_for_no_other_unit(
    reported: dict[bool, Path], tmp_path: Path, name: str, how: str
) -> None:
    act = Path.unlink if how == "removed" else written(OF_THE_UNIT[name])
    found = due(reported[True], tmp_path, act, f"office/{name}")
    assert found == {each: "data office" if "50" in each else f"data office/{each[7:11]}" for each in OURS}


@pytest.mark.parametrize(
    ("place", "act"),
    [
        ("evidence/另一.pdf", Path.touch),
        ("evidence/记录.pdf", Path.unlink),
        ("evidence/记录.pdf", lambda path: path.rename(path.with_name("别名.pdf"))),
        ("leaflets", Path.mkdir),
    ],
    ids=["evidence added", "removed", "renamed", "a folder that is told as unread"],
)
def test_names_count_where_names_are_read(reported: dict[bool, Path], tmp_path: Path, place: str, act: Act) -> None:
    found = due(reported[True], tmp_path, act, f"office/2021/{place}")
    assert found == dict.fromkeys(BY_THE_YEAR, "data office/2021")


@pytest.mark.parametrize("name", ["evidence", "drafts"])
def test_what_is_linked_to_counts_as_if_it_lay_there(reported: dict[bool, Path], tmp_path: Path, name: str) -> None:
    found = due(reported[True], tmp_path, overwritten, f"office/_{name}/另一.txt")
    assert found == dict.fromkeys(("office 2022 20_page", "office 2022 50_years"), "data office/2022")


def overwritten(path: Path) -> None:
    path.write_bytes(b"something else")


@pytest.mark.parametrize(
    ("place", "act"),
    [
        ("office/2021/evidence/记录.pdf", overwritten),
        ("office/2021/~$targets.xlsx", overwritten),
        ("office/2021/.hidden", overwritten),
        ("office/~$unit.xlsx", overwritten),
        ("office/.DS_Store", overwritten),
        ("office/2021/evidence/~$记录.docx", overwritten),
        ("office/2021/.ipynb_checkpoints/journal.csv", overwritten),
        ("office/.ipynb_checkpoints/journal.csv", overwritten),
        (".git/journal.csv", overwritten),
        ("office/2021/journal.csv", Path.touch),
    ],
)
def test_what_no_page_shows_makes_nothing_due(reported: dict[bool, Path], tmp_path: Path, place: str, act: Act) -> None:
    assert due(reported[True], tmp_path, act, place) == {}


def test_another_unit_s_file_is_for_its_own_pages_only(reported: dict[bool, Path], tmp_path: Path) -> None:
    found = due(reported[True], tmp_path, written(OF_THE_YEAR["journal.csv"]), "other/2021/journal.csv")
    assert found == dict.fromkeys(("other 2021 20_page", "other 2021 50_years"), "data other/2021")


def test_the_content_of_evidence_is_in_no_ledger(reported: dict[bool, Path], tmp_path: Path) -> None:
    """So no page can print it: what is known of evidence is its name."""
    root = tmp_path / "copy"
    shutil.copytree(reported[True], root)
    before = open_workspace(root).load("office", 2021)
    overwritten(root / "data" / "raw" / "office" / "2021" / "evidence" / "记录.pdf")
    shutil.rmtree(root / "data" / "processed")
    after = open_workspace(root).load("office", 2021)
    assert before.evidence_files == after.evidence_files == ("记录.pdf",)
    assert [file.path for file in after.inputs] == ["budget.csv", "commitments.xlsx", "journal.csv"]
    assert (after.inputs, after.findings) == (before.inputs, before.findings)
