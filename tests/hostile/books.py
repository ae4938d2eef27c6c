"""A workspace whose exports hold hostile texts wherever an export may hold a text."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from hostile.corpus import CORPUS

from perfkit.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[2]
UNIT = "hostile"
YEAR = 2021
EVIL = "<img src=x onerror=window.pwned=1>{{7*7}}\u202e=1+1"
#: Code -> name of each project; codes become parts of file names.
PROJECTS = {
    "P1": f"</script>{EVIL}",
    '"><img src=x>': "=cmd|'/C calc'!A0",
    "P'2": "%{customdata}{0}{subject}",
    "../../P3": "javascript:window.pwned=1",
    "=P4": "x" * 300 + EVIL,
}
_HEADS = [
    "日期",
    "凭证字",
    "凭证号",
    "摘要",
    "科目编码",
    "科目名称",
    "项目编码",
    "部门支出经济分类",
    "资金性质",
    "借方金额",
    "贷方金额",
]
_BUDGET = ["预算年度", "指标类型", "指标文号", "文件日期", "项目编码", "资金性质", "部门经济分类", "指标金额", "摘要"]
_NAME_OF_FILE = "账<img src=x onerror=window.pwned=1>'{{7}}.csv"


def make(root: Path) -> Workspace:
    """Write the workspace: one voucher and one budget line per text of the corpus."""
    year = root / "data" / "raw" / UNIT / str(YEAR)
    year.mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    _write(year / _NAME_OF_FILE, _HEADS, _journal())
    _write(year / "budget.csv", _BUDGET, _budget())
    _write(year.parent / "projects.csv", ["code", "name_zh", "name_en", "aliases", "budget_project_code"], _projects())
    evil = json.dumps(EVIL)
    (year.parent / "unit.toml").write_text(
        f'name_zh = {evil}\nname_en = {evil}\nmoney_unit = "wan"\n\n[notices.{YEAR}]\nzh = {evil}\nen = {evil}\n',
        encoding="utf-8",
    )
    narrative = "\n\n".join(text for text in CORPUS if "<" in text and "{" not in text and len(text) < 300)
    (year / "narrative.md").write_text(f"## 存在的问题\n\n{narrative}\n", encoding="utf-8")
    return open_workspace(root)


def _write(path: Path, heads: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])


def _journal() -> list[list[str]]:
    rows, projects = [], list(PROJECTS)
    for number, text in enumerate(CORPUS, start=1):
        head = [f"2021-{number % 12 + 1:02d}-03", "记", str(number), text]
        tail = [projects[number % len(projects)], "30201", "一般公共预算"]
        amount = f"{number}.07"
        rows += [
            [*head, "720101", f"事业支出{text[:400]}", *tail, amount, ""],
            [*head, "8001", "资金结存", "", "", "", "", amount],
            [*head, "500101", "业务活动费用", *tail, amount, ""],
            [*head, "1002", "银行存款", "", "", "", "", amount],
        ]
    return rows


def _budget() -> list[list[str]]:
    projects = list(PROJECTS)
    return [
        [str(YEAR), "年初预算" if number % 3 else "追加", text[:500], "2021-01-15", projects[number % len(projects)],
         "一般公共预算", "30201", f"{number}.10", text]
        for number, text in enumerate(CORPUS, start=1)
    ]  # fmt: skip


def _projects() -> list[list[str]]:
    return [[code, name, name, "", ""] for code, name in PROJECTS.items()]
