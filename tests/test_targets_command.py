"""perfkit targets template: it writes the workbook for the year, and never over one that people filled in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from perfkit.cli import main
from perfkit.readers.described.targets import read_targets
from perfkit.readers.described.units import read_unit

JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,经济分类,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,30206,100.00,
2021-01-05,记-1,付电费,6001,财政拨款预算收入,一般公共预算,,,,100.00
"""
BUDGET = """指标类型,指标文号,资金性质,项目名称,部门经济分类,指标金额
年初预算,1号,一般公共预算,运转,30206,120.00
"""
PROJECTS = (
    "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\nP2,会议,meetings,,P1\nP3,培训,training,,\n"
)
UNIT = '[departments]\nD1 = "办公室"\n[evaluation]\nprovince = "湖南"\n'

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "raw" / "office"
    (folder / "2021").mkdir(parents=True)
    (folder / "2021" / "journal.csv").write_text(JOURNAL, encoding="utf-8")
    (folder / "2021" / "budget.csv").write_text(BUDGET, encoding="utf-8")
    (folder / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    (folder / "unit.toml").write_text(f'name_zh = "某办公室"\nname_en = "an office"\n{UNIT}', encoding="utf-8")
    return tmp_path


@pytest.fixture
def call(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `perfkit targets template ...` in the workspace: its exit code, stdout, stderr."""
    monkeypatch.chdir(root)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["targets", "template", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_workbook_lies_where_load_reads_it(call: Call, root: Path):
    code, out, err = call("--unit", "office", "--year", "2021")
    assert (code, err) == (0, "")
    assert out == "已写入 data/raw/office/2021/targets.xlsx。请交给各部门填写。\n"
    unit = read_unit(root / "data/raw/office")
    found = read_targets(root / "data/raw/office/2021/targets.xlsx", unit, 2021)
    assert found.findings == ()
    assert set(found.targets["level1_name"]) == {"过程", "产出及效率"}  # What the index judges on evidence.
    assert main(["load", "--unit", "office", "--year", "2021"]) == 0


def test_a_workbook_that_is_there_is_kept(call: Call, root: Path):
    path = root / "data/raw/office/2021/targets.xlsx"
    path.write_bytes(b"filled in")
    code, out, err = call("--unit", "office", "--year", "2021")
    assert (code, out) == (2, "")
    assert "data/raw/office/2021/targets.xlsx" in err
    assert len(err.strip().splitlines()) == 1
    assert path.read_bytes() == b"filled in"
    code, _, err = call("--unit", "office", "--year", "2021", "--out", str(path))
    assert code == 2
    assert path.read_bytes() == b"filled in"


def test_another_place_may_be_named(call: Call, root: Path):
    code, out, _ = call("--unit", "office", "--year", "2021", "--out", "目标.xlsx")
    assert (code, out) == (0, "已写入 目标.xlsx。请交给各部门填写。\n")
    assert (root / "目标.xlsx").is_file()
    assert not (root / "data/raw/office/2021/targets.xlsx").exists()


def test_targets_may_be_set_before_there_is_any_export(call: Call, root: Path):
    code, out, _ = call("--unit", "office", "--year", "2030")
    assert code == 0
    assert "data/raw/office/2030/targets.xlsx" in out
    assert (root / "data/raw/office/2030/targets.xlsx").is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--unit", "nobody", "--year", "2021"), 3, "nobody"),
        (("--unit", "office", "--year", "21"), 2, "21"),
        (("--unit", "office"), 2, "year"),
        (("--unit", "../office", "--year", "2021"), 3, "../office"),
        (("--unit", "office", "--year", "2021", "--out", "no/such/folder/t.xlsx"), 0, ""),
    ],
)
def test_a_wrong_call_is_one_sentence(call: Call, arguments: tuple[str, ...], code: int, words: str):
    found, _, err = call(*arguments)
    assert found == code
    assert words in err
    assert "Traceback" not in err


def test_the_command_speaks_english(root: Path):
    call = "import sys; from perfkit.cli import main; sys.exit(main())"
    arguments = ["targets", "template", "--unit", "office", "--year", "2021"]
    environment = {**os.environ, "PERFKIT_LANGUAGE": "en", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", call, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "Wrote data/raw/office/2021/targets.xlsx. Hand it to the departments.\n"
