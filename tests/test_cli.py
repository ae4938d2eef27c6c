"""The commands: what they print, what they exit with, what a user's mistake looks like."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import click
import pytest
from small_workspace import write_notebook

from perfkit import __version__
from perfkit.cli import main, progress
from perfkit.cli import program as cli_program
from perfkit.reports import batch, cluster
from perfkit.reports.batch import BatchResult
from perfkit.reports.choice import Choice
from perfkit.reports.progress import Progress
from perfkit.reports.run import Outcome, Run

JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,经济分类,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,30206,100.00,
2021-01-05,记-1,付电费,6001,财政拨款预算收入,一般公共预算,,,,{credit}
合计,,,,,,,,100.00,{credit}
"""
PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\n"
PARAMETERS = 'unit: str = "office"  # 单位\nyear: int = 2021  # 年度\nscope: str = "all_funds"  # 口径'
COMMANDS = ("new", "inspect", "add", "load", "check", "run", "notebooks", "columns", "export", "review")

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One unit of one year with one voucher, and one notebook."""
    year = tmp_path / "data" / "raw" / "office" / "2021"
    year.mkdir(parents=True)
    (year / "journal.csv").write_text(JOURNAL.format(credit="100.00"), encoding="utf-8")
    (year.parent / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    write_notebook(tmp_path / "notebooks", "20_unit", "unit", parameters=PARAMETERS, title_zh="单位", title_en="Unit")
    return tmp_path


@pytest.fixture
def call(workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `perfkit ...` in the workspace: its exit code, stdout, stderr."""
    monkeypatch.chdir(workspace)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_load_tells_what_was_read_of_each_file(call: Call) -> None:
    code, out, err = call("load", "--unit", "office", "--year", "2021")
    assert (code, err) == (0, "")
    assert "office 2021" in out
    assert "journal.csv［序时账］读 4 行，采用 2 行，搁置 2 行（" in out
    assert "合计行 1" in out


def test_load_goes_on_after_a_year_that_cannot_be_read(call: Call, workspace: Path) -> None:
    empty = workspace / "data" / "raw" / "office" / "2020"
    empty.mkdir()
    (empty / "journal.csv").write_text("", encoding="utf-8")
    code, out, err = call("load")
    assert code == 4
    assert "office 2020" in err
    assert "journal.csv 是空的" in err
    assert "office 2021" in out


def test_check_passes_sound_data(call: Call) -> None:
    code, out, _ = call("check")
    assert code == 0
    assert "没有错误" in out


def test_check_lists_findings_and_fails_on_errors(call: Call, workspace: Path) -> None:
    raw = workspace / "data" / "raw" / "office" / "2021" / "journal.csv"
    raw.write_text(JOURNAL.format(credit="99.00"), encoding="utf-8")
    code, out, err = call("check", "--language", "en")
    assert code == 5
    assert "[error]" in out
    assert "数据检查发现 1 处错误" in err


def test_notebooks_are_listed_with_their_parameters(call: Call) -> None:
    assert call("notebooks")[1] == (
        '20_unit  单位\n    unit: str = "office"  单位\n    year: int = 2021  年度\n    scope: str = "all_funds"  口径\n'
    )
    assert "20_unit  Unit" in call("notebooks", "--language", "en")[1]


def test_columns_are_listed(call: Call) -> None:
    code, out, _ = call("columns")
    assert code == 0
    assert "execution_rate  [rate]  执行率" in out


def test_new_makes_a_workspace_that_has_everything_but_data(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("new", "fresh")
    fresh = tmp_path / "fresh"
    assert code == 0
    assert "fresh/README.md" in out.replace(os.sep, "/")
    assert (fresh / "data" / "raw" / "_example" / "unit.toml").is_file()
    numbers = ["00", "10", "20", "30", "40", "50", "60", "65", "70", "80", "85", "90"]
    assert sorted(path.stem[:2] for path in (fresh / "notebooks").iterdir()) == numbers
    assert call("--workspace", "fresh", "load")[0] == 3
    assert "没有可读取的导出文件" in call("--workspace", "fresh", "load")[2]


def test_the_example_of_a_unit_is_one_that_loads(call: Call, tmp_path: Path) -> None:
    call("new", "fresh")
    raw = tmp_path / "fresh" / "data" / "raw"
    (raw / "_example").rename(raw / "mine")
    (raw / "mine" / "2024" / "journal.csv").write_text(JOURNAL.format(credit="100.00").replace("2021", "2024"), "utf-8")
    code, out, _ = call("--workspace", "fresh", "load")
    assert code == 0
    assert "mine 2024 示例单位" in out


@pytest.mark.parametrize("place", ["notebooks", "data/raw/office/projects.csv"])
def test_new_never_writes_over_anything(call: Call, place: str) -> None:
    code, _, err = call("new", place)
    assert code == 2
    assert "未写入任何内容" in err


def test_new_says_when_the_disk_refuses(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", refuse)
    code, _, err = call("new", "fresh")
    assert code == 3
    assert "No space left on device" in err


def test_an_installed_wheel_brings_its_notebooks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from perfkit.workspace.new import packaged_notebooks

    monkeypatch.setattr("perfkit.__file__", str(tmp_path / "site-packages" / "perfkit" / "__init__.py"))
    assert packaged_notebooks() == tmp_path / "site-packages" / "perfkit" / "notebooks"


def test_run_makes_the_reports_and_says_where(call: Call, workspace: Path) -> None:
    code, out, err = call("run", "--jobs", "1", "-p", "scope=fiscal_appropriation")
    assert code == 0
    assert "[1/1] office 2021 20_unit" in err
    assert "请用浏览器打开：reports/index.html" in out.replace(os.sep, "/")
    page = workspace / "reports" / "office" / "2021" / "20_unit.html"
    assert "fiscal_appropriation" in page.read_text(encoding="utf-8")


def make_outcome(workspace: Path, error: str = "") -> Outcome:
    run = Run("office", 2021, "", workspace, "20_unit", "", "", "", {}, workspace, workspace, "zh")
    return Outcome(run, error, 1.0)


@pytest.fixture
def asked(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Choice, int]]:
    """What the batch was asked for; it fails one of two and could not load a year."""
    calls: list[tuple[Choice, int]] = []

    def run(
        _workspace: object, choice: Choice, *, jobs: int, executor: Executor | None, progress: Progress
    ) -> BatchResult:
        assert executor is None
        calls.append((choice, jobs))
        outcomes = (make_outcome(workspace), make_outcome(workspace, "E: reason"))
        progress.reading("office 2021", 1, 2)
        progress.begins(2, 7)
        for number, outcome in enumerate(outcomes, start=1):
            progress.running([outcome.run.label, "office 2021 other"][:number])
            progress.done(outcome, number, 2)
        faults = {"office 2020": "why"}
        return BatchResult(Path("/elsewhere/index.html"), (workspace / "index.html",), outcomes, 7, faults)

    monkeypatch.setattr(batch, "run", run)
    return calls


def test_run_with_failures_tells_them_and_exits_with_its_own_code(call: Call, asked: list) -> None:
    code, out, err = call("run")
    assert code == 6
    assert "读取数据 1/2：office 2021" in err
    assert "7 页无变化" in err
    assert "[1/2] office 2021 20_unit 1.0 s" in err
    assert "[2/2] office 2021 20_unit 失败：E: reason" in err
    assert "office 2020: why" in err
    assert "3 次运行中有 2 次失败：office 2020, office 2021 20_unit" in err
    assert "/elsewhere/index.html" in out
    assert "已完成 2 次运行，7 页无变化，2 处失败" in out
    assert "  index.html" in out


def test_run_passes_every_option_on(call: Call, asked: list) -> None:
    call(
        "run", "--unit", "office", "--years", "2020-2022", "--year", "2021", "--project", "P1", "--notebook", "20",
        "--jobs", "3", "--cell-timeout", "60", "--language", "en", "-p", "scope=a=b", "--engine", "jupyter", "--force",
    )  # fmt: skip
    choice = Choice(("office",), [2020, 2021, 2022], ("P1",), ("20",), {"scope": "a=b"}, "en", 60, "jupyter", True)
    assert asked == [(choice, 3)]


def test_a_terminal_gets_a_live_table(call: Call, asked: list, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True)
    _, _, err = call("run")
    for told in ("读取数据 office 2021 0/2", "7 页无变化", "2/2", "剩余约", "office 2021 other  0 s"):
        assert told in err
    assert "office 2021 20_unit 失败：E: reason" in err


def test_a_cluster_that_is_not_there_is_one_sentence_and_the_runs_are_done(
    call: Call, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    code, out, err = call("run", "--jobs", "1", "--cluster", "tcp://127.0.0.1:1")
    assert (code, err.count("无法使用集群 tcp://127.0.0.1:1")) == (0, 1)
    assert "已完成 1 次运行" in out
    assert (workspace / "reports" / "office" / "2021" / "20_unit.html").exists()
    assert call("run", "--cluster", "tcp://127.0.0.1:1")[2].count("无法使用集群") == 0, "nothing is to be done"


def test_a_dry_run_tells_what_would_run_and_why(call: Call, workspace: Path) -> None:
    code, out, _ = call("run", "--dry-run", "--language", "zh")
    assert code == 0
    assert "office 2021 20_unit  尚未运行" in out
    assert "将运行 1 页，0 页无变化；未运行任何笔记本。" in out
    assert not (workspace / "reports").exists()
    call("run", "--jobs", "1")
    _, out, _ = call("run", "--dry-run")
    assert "将运行 0 页，1 页无变化" in out
    _, out, _ = call("run", "--dry-run", "-p", "scope=fiscal_appropriation")
    assert "office 2021 20_unit  参数不同" in out
    code, _, err = call("run")
    assert (code, "1 页无变化" in err) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ruun"], 2, "没有命令 ruun"),
        (["run", "--yeer", "2021"], 2, "没有选项 --yeer"),
        (["new"], 2, "缺少参数 DIR"),
        (["load", "--year", "21"], 2, "应为 2021 或 2020-2022 的形式"),
        (["load", "--year", "2022-2020"], 2, "--year 的取值无效"),
        (["run", "-p", "scope"], 2, "应为 名称=取值 的形式"),
        (["run", "-p", "no name=1"], 2, "应为 名称=取值 的形式"),
        (["run", "--jobs", "0"], 2, "--jobs 的取值无效"),
        (["run", "--exchange", "s3://bucket"], 2, "--exchange 须与 --cluster 一起使用"),
        (["columns", "extra"], 2, "用法见 perfkit columns --help"),
        (["run", "-p", "colour=red"], 2, "没有参数 colour；它的参数是：unit, year, scope"),
        (["run", "-p", "year=2021"], 2, "请改用选项 --year"),
        (["run", "--notebook", "70"], 2, "没有名为 70 的笔记本"),
        (["run", "--project", "P99"], 3, "没有项目 P99"),
        (["load", "--unit", "nobody"], 3, "没有单位 nobody；现有：office"),
        (["check", "--year", "1999"], 3, "没有 1999 年的数据；现有年度：2021"),
        (["--workspace", "notebooks", "load"], 0, ""),
    ],
)
def test_a_mistake_is_one_sentence(call: Call, arguments: list[str], code: int, words: str) -> None:
    found, _, err = call(*arguments)
    assert (found, words in err) == (code, True), err
    assert "Traceback" not in err


def test_outside_a_workspace(call: Call, tmp_path_factory: pytest.TempPathFactory) -> None:
    code, _, err = call("--workspace", str(tmp_path_factory.mktemp("empty")), "load")
    assert code == 3
    assert "perfkit new" in err


def test_a_fault_of_ours_is_a_sentence_and_debug_shows_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfkit.workspace.Workspace.units", lambda _self: 1 / 0)
    code, _, err = call("load")
    assert code == 1
    assert "ZeroDivisionError" in err
    assert "--debug" in err
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "load"])


def test_an_interruption_has_its_own_exit_code(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("perfkit.workspace.Workspace.units", interrupt)
    code, _, err = call("load")
    assert code == 130
    assert "已中断" in err


def test_click_faults_without_a_context_are_worded_too(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def complain(*_arguments: object, **_named: object) -> None:
        raise click.FileError("x", "gone")

    monkeypatch.setattr(cli_program.cli, "main", complain)
    code, _, err = call("load")
    assert code == 1
    assert "用法见 perfkit --help" in err


def test_every_help_teaches_in_chinese(call: Call) -> None:
    for command in ("", *COMMANDS):
        code, out, _ = call(*filter(None, [command]), "--help")
        assert code == 0
        assert "用法：" in out
        assert "显示本帮助。" in out
    assert __version__ in call("--version")[1]


def test_the_same_in_english_and_quickly() -> None:
    environment = {**os.environ, "PERFKIT_LANGUAGE": "en", "PYTHONUTF8": "1"}
    program = (
        "import sys; from perfkit.cli import main; codes = [main([*c, '--help']) for c in ([], ['run'], ['new'])];"
        "assert not {'pandas', 'papermill', 'plotly'} & set(sys.modules); main(['ruun'])"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert "Usage: perfkit run" in done.stdout
    assert "Show this message and exit." in done.stdout
    assert "No such command 'ruun'" in done.stderr
    assert all(ord(letter) < 0x3000 for letter in done.stdout.replace("中文：PERFKIT_LANGUAGE=zh。", ""))


def test_the_tables_are_exported_once_and_never_over_another_file(call: Call, workspace: Path) -> None:
    code, out, err = call("export", "xlsx", "office", "2021")
    assert (code, err) == (0, "")
    assert "office-2021.xlsx" in out
    assert (workspace / "office-2021.xlsx").read_bytes().startswith(b"PK")
    code, _, err = call("export", "xlsx", "office", "2021")
    assert code == 2
    assert "office-2021.xlsx" in err


def test_a_pdf_needs_pages_first(call: Call) -> None:
    code, _, err = call("export", "pdf", "office", "2021")
    assert code == 2
    assert "perfkit run --unit office --year 2021" in err


def test_a_page_is_handed_on_as_one_file(call: Call, workspace: Path) -> None:
    assert call("run", "--notebook", "20")[0] == 0
    page = "reports/office/2021/20_unit.html"
    code, out, _ = call("export", "html", page)
    assert code == 0
    assert out.startswith("已写入 office-2021-20_unit.html（0.")
    assert "<script src" not in (workspace / "office-2021-20_unit.html").read_text(encoding="utf-8").split("<body")[0]
    code, _, err = call("export", "html", page)
    assert (code, "已存在" in err) == (2, True)
    assert call("export", "html", page, "--out", "mine.html")[0] == 0
    code, _, err = call("export", "html", "notebooks/20_unit.ipynb")
    assert (code, "不是 perfkit run 生成的报告页" in err) == (2, True)
