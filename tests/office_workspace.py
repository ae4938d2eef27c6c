"""A real workspace of one unit and year, whose notebooks are quick; and `perfkit run` over it as a program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from small_workspace import write_notebook

PERFKIT = Path(sys.executable).with_name("perfkit")
PARAMETERS = 'unit: str = "office"  # 单位\nyear: int = 2021  # 年度'
#: Prints what the ledger holds, so that other data give another page.
SUM = """import perfkit as pk
ledger = pk.open_workspace().load(unit, year)
print(int(ledger.spending["actual_cents"].sum()))"""
_JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,经济分类,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,30206,{amount},
2021-01-05,记-1,付电费,6001,财政拨款预算收入,一般公共预算,,,,{amount}
"""
_PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\n"


def make_office(root: Path, notebooks: int = 1, year: int = 2021) -> Path:
    """The workspace, with one voucher of 100.00."""
    change_amount(root, "100.00", year)
    (root / "data" / "raw" / "office" / "projects.csv").write_text(_PROJECTS, encoding="utf-8")
    for number in range(1, notebooks + 1):
        write_notebook(root / "notebooks", f"{number}0_page", SUM, parameters=PARAMETERS, title_zh=f"第 {number} 页")
    return root


def change_amount(root: Path, amount: str, year: int = 2021) -> None:
    """Have the voucher be of another amount."""
    folder = root / "data" / "raw" / "office" / str(year)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "journal.csv").write_text(_JOURNAL.format(amount=amount), encoding="utf-8")


def command(root: Path, *arguments: str) -> list[str | Path]:
    """The command line of `perfkit run` with two workers."""
    return [PERFKIT, "--workspace", root, "run", "--jobs", "2", *arguments]


def run_office(root: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Do `perfkit run`."""
    environment = {**os.environ, "PERFKIT_LANGUAGE": "zh", **options.pop("env", {})}
    return subprocess.run(
        command(root, *arguments), capture_output=True, text=True, encoding="utf-8", check=False, env=environment,
        **options,
    )  # fmt: skip


def report_files(root: Path) -> dict[str, bytes]:
    """Every file of the reports that people see, but the manifests, which tell times."""
    files = [path for path in (root / "reports").rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.name != "manifest.json"}
