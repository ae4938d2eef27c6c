"""perfkit review: what it prints, what it exits with, what a file that is no report looks like."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import worddocs as word

from perfkit.cli import main
from perfkit.workspace import open_workspace

JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,经济分类,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,30206,1000000.00,
2021-01-05,记-1,付电费,6001,财政拨款预算收入,一般公共预算,,,,1000000.00
"""
PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,机关运转,\n"
TRUE = "2021年度总支出100.00万元。\n机关运转支出100.00万元。"
FALSE = "2021年度总支出100.00万元。\n机关运转支出1.00万元。"

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    year = tmp_path / "data" / "raw" / "office" / "2021"
    year.mkdir(parents=True)
    (year / "journal.csv").write_text(JOURNAL, encoding="utf-8")
    (year.parent / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def call(workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.chdir(workspace)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_true_report_exits_with_0(call: Call, workspace: Path) -> None:
    (workspace / "r.docx").write_bytes(word.report_file(TRUE))
    code, out, err = call("review", "r.docx", "--unit", "office", "--year", "2021")
    assert (code, err) == (0, "")
    assert out.splitlines() == ["office 2021 office", "  r.docx：无；金额和比率与账簿相比：一致 2"]


def test_a_false_report_lists_conflicts_and_exits_with_5(call: Call, workspace: Path) -> None:
    (workspace / "r.txt").write_text(FALSE, encoding="utf-8")
    code, out, err = call("review", "r.txt", "--unit", "office")
    assert code == 5
    assert (
        "[冲突] 与账簿不符：第2段：机关运转支出印为 1.00万元，账簿（全年执行数，全口径（全部资金））为 100.00万元"
        in out
    )
    assert "报告核对发现 1 处冲突" in err
    code, out, _ = call("review", "r.txt", "--unit", "office", "--language", "en")
    assert code == 5
    assert "[conflict] differs from the ledger: paragraph 2" in out


def test_without_a_unit_a_report_is_held_against_itself(call: Call, workspace: Path) -> None:
    (workspace / "r.md").write_text(
        "# 收支\n本年支出合计5.00万元，其中：基本支出3.00万元，项目支出1.00万元。", encoding="utf-8"
    )
    code, out, _ = call("review", "r.md")
    assert code == 5
    assert "没有账簿可比" in out
    assert "相差 1.00万元" in out


def test_tables_may_be_named_behind_the_report(call: Call, workspace: Path) -> None:
    (workspace / "r.txt").write_text("本年支出合计6.00万元。", encoding="utf-8")
    (workspace / "支出决算表.csv").write_text("项目,决算数\n本年支出合计,5.00\n", encoding="utf-8")
    code, out, _ = call("review", "r.txt", "支出决算表.csv")
    assert code == 5
    assert "为 6.00万元，在“支出决算表”表1第2行第2列为 5.00，相差 1.00万元" in out


def test_all_lists_what_agrees(call: Call, workspace: Path) -> None:
    (workspace / "r.txt").write_text(
        "本年支出合计5.00万元，其中：基本支出3.00万元，项目支出2.00万元。", encoding="utf-8"
    )
    assert "[一致]" not in call("review", "r.txt")[1]
    assert "[一致] 分项之和等于总数" in call("review", "r.txt", "--all")[1]


#: (name, content, exit code, words of the one sentence)
BAD = [
    ("none.docx", None, 4, "找不到文件"),
    ("empty.docx", b"", 4, "是空的"),
    ("page.docx", b"%PDF-1.4", 4, "PDF"),
    ("moji.txt", "ÀÛ¼ÆÍê³ÉÊý".encode(), 4, "编码"),
    ("old.doc", b"\xd0\xcf\x11\xe0", 4, "不是能读取的文件类型"),
    ("bomb.docx", word.packed({"word/document.xml": " " * 2**27}), 4, "过大"),
]


@pytest.mark.parametrize(("name", "content", "exit_code", "words"), BAD, ids=[case[0] for case in BAD])
def test_what_is_no_report_is_one_sentence(
    name: str, content: bytes | None, exit_code: int, words: str, call: Call, workspace: Path
) -> None:
    if content is not None:
        (workspace / name).write_bytes(content)
    code, out, err = call("review", name, "--unit", "office", "--year", "2021")
    assert (code, out) == (exit_code, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_usage_is_checked(call: Call, workspace: Path) -> None:
    (workspace / "r.txt").write_text(TRUE, encoding="utf-8")
    assert call("review")[0] == 2
    assert call("review", "r.txt", "--year", "21")[0] == 2
    assert call("review", "r.txt", "--unit", "nobody")[0] == 3
    assert call("review", "r.txt", "--unit", "office", "--year", "1999")[0] == 3


def test_the_help_speaks_both_languages() -> None:
    for language, words in (("zh", "核对报告 FILE"), ("en", "Review the report FILE")):
        done = subprocess.run(
            [Path(sys.executable).with_name("perfkit"), "review", "--help"],
            env={**os.environ, "PERFKIT_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert words in done.stdout


def test_drafts_of_a_year_are_read_with_it_and_never_stop_it(workspace: Path) -> None:
    drafts = workspace / "data" / "raw" / "office" / "2021" / "drafts"
    drafts.mkdir()
    (drafts / "b.txt").write_text(TRUE, encoding="utf-8")
    (drafts / "a.docx").write_bytes(word.report_file(FALSE))
    (drafts / "c.docx").write_bytes(b"%PDF")
    ledger = open_workspace(workspace).load("office", 2021)
    assert list(ledger.prose["source_file"]) == ["a.docx", "a.docx", "b.txt", "b.txt"]
    (told,) = [finding for finding in ledger.findings if finding.kind.check == "unreadable_drafts"]
    assert "c.docx" in told.text("zh")
    assert "PDF" in told.text("en")
    again = open_workspace(workspace).load("office", 2021)
    assert again.prose.equals(ledger.prose)
    (drafts / "b.txt").write_text(TRUE + "\n改动。", encoding="utf-8")
    assert len(open_workspace(workspace).load("office", 2021).prose) == 5
