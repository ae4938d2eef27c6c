"""perfkit add and perfkit inspect: what they print, what they exit with, what they leave on the disk."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from readers.exports import write_workbook

from perfkit.cli import main
from perfkit.cli.speech import cut, filled_up, width
from perfkit.readers import load_mapping

JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,项目,自编码,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,运转,A7,"1,100.00",
2021-01-05,记-1,付电费,6001,财政拨款预算收入,,A7,,1100.00
合计,,,,,,,1100.00,1100.00
"""
ODD = """某单位流水表,,,,,,
发生日,流水,用途,费用代码,费用名,流出,流入
2021-01-05,1,付电费,7201,事业支出,100.00,
2021-01-05,1,付电费,6001,财政拨款预算收入,,100.00
2021-02-05,2,付水费,7201,事业支出,20.00,
2021-02-05,2,付水费,8001,资金结存,,20.00
"""

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `perfkit ...` in a workspace without units: its exit code, stdout, stderr."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def put(name: str, text: str, encoding: str = "utf-8") -> str:
    Path(name).write_bytes(text.encode(encoding))
    return name


def english(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from perfkit.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PERFKIT_LANGUAGE": "en", "PYTHONUTF8": "1", **environment},
        capture_output=True, check=False, text=True, encoding=environment.get("PYTHONIOENCODING", "utf-8"),
    )  # fmt: skip


ADD = ("add", "--unit", "office", "--year", "2021")


def test_add_shows_what_it_took_for_what_and_takes_it_in(call: Call) -> None:
    put("序时账.csv", JOURNAL, "gb18030")
    code, out, err = call(
        *ADD, "序时账.csv", "--name", "办公室", "--received-from", "财务股", "--received-on", "2022-01-10"
    )
    assert (code, err) == (0, "")
    for words in (
        "类别：序时账",
        "来源系统：未识别",
        "年度：2021\n",
        "编码：gb18030，分隔符：逗号",
        "文本 [序时账] 表头第 1 行，金额单位：元",
        "未识别的列：自编码",
        "读 4 行 = 采用 2 行 + 搁置 2 行（表头 1，合计行 1）",
        "序时账合计：借方 1,100.00，贷方 1,100.00",
        "搁置行合计：借方 1,100.00，贷方 1,100.00",
        "整理后的前 2 行（序时账，每行一列）：",
        "已加入 data/raw/office/2021/序时账.csv（只读），已登记，SHA-256 ",
    ):
        assert words in out, words
    assert re.search(r" 1  日期 +→ 日期 \(voucher_date\) +例：2021-01-05\n", out)
    assert re.search(r" 7  自编码 +→ ？未识别 +例：A7\n", out)
    assert re.search(r"    借方 +1,100\.00 +0\.00\n", out)
    register = tomllib.loads(Path("data/raw/office/2021/SOURCES.toml").read_text(encoding="utf-8"))
    assert (register["file"][0]["received_from"], str(register["file"][0]["received_on"])) == ("财务股", "2022-01-10")
    code, out, _ = call("load")
    assert (code, "office 2021 办公室" in out) == (0, True)


def test_add_of_the_same_and_of_a_different_file(call: Call) -> None:
    file = put("journal.csv", JOURNAL)
    call(*ADD, file)
    code, out, err = call(*ADD, file)
    assert (code, out, err) == (0, "data/raw/office/2021/journal.csv 已有同一文件，未作改动。\n", "")
    put(file, JOURNAL.replace("A7", "A8"))
    code, out, err = call(*ADD, file)
    assert (code, out) == (2, "")
    assert "office/2021/journal.csv 已存在，且内容不同；未写入任何内容。" in err
    assert len(err.splitlines()) == 1


def test_add_registers_what_lies_there(call: Call) -> None:
    Path("data/raw/office/2021").mkdir(parents=True)
    file = put("data/raw/office/2021/journal.csv", JOURNAL)
    assert "data/raw/office/2021/journal.csv 原已在位，已登记，SHA-256 " in call(*ADD, file)[1]


def test_add_goes_on_with_the_others_and_exits_with_the_worst_code(call: Call) -> None:
    files = [put("empty.csv", ""), put("odd.csv", ODD), put("journal.csv", JOURNAL), put("unit.toml", "name_zh = 'x'")]
    code, out, err = call(*ADD, *files)
    assert code == 4
    assert "empty.csv 是空的" in err
    assert "perfkit inspect 可生成草稿" in err
    assert "unit.toml 不能用作原始文件的名称" in err
    assert "已加入 data/raw/office/2021/journal.csv" in out
    assert sorted(path.name for path in Path("data/raw/office/2021").iterdir()) == ["SOURCES.toml", "journal.csv"]


HEADS = "VOU_ID,FISCAL_YEAR,VOUCHER_NO,VOUCHER_DATE\nk1,2021,1,2021-01-05\n"
LINES = """VOU_ID,FISCAL_YEAR,VOU_SEQ,VOU_DET_DESC,GOV_ACCT_CLS_CODE,DR_CR,AMT
k1,2021,1,付电费,7201,1,100.00
k1,2021,2,付电费,6001,-1,100.00
"""


def test_two_tables_of_one_voucher_are_taken_in_together(call: Call) -> None:
    code, out, err = call(*ADD, put("VOUCHER.csv", HEADS), put("VOU_DET.csv", LINES))
    assert (code, err) == (0, "")
    assert "文本 [凭证头] 表头第 1 行" in out
    assert "文本 [凭证分录] 表头第 1 行" in out
    assert "序时账合计：借方 100.00，贷方 100.00" in out
    code, out, _ = call("inspect", put("HEADS.csv", HEADS.replace("2021", "2019")))
    assert (code, "年度：2019" in out) == (0, True)


def test_findings_are_shown_and_do_not_stop(call: Call) -> None:
    file = put("journal.csv", JOURNAL.replace('"1,100.00"', "一百"))
    code, out, _ = call(*ADD, file)
    assert code == 0
    assert "发现 2 处：" in out
    assert "[错误] " in out
    assert "已加入" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("add", "x.csv", "--unit", "office"), 2, "缺少参数 year"),
        (("add", "x.csv", "--year", "2021"), 2, "缺少参数 unit"),
        (("add", "--unit", "office", "--year", "2021"), 2, "缺少参数 FILE"),
        ((*ADD, "x.csv", "--received-on", "昨天"), 2, "--received-on 的取值无效：昨天 应为日期，如 2022-01-10"),
        ((*ADD, "x.csv", "--received-on", "2022-02-30"), 2, "应为日期"),
        (("add", "x.csv", "--unit", "office", "--year", "二一"), 2, "二一 应为四位数字的年度，如 2021"),
        (("add", "x.csv", "--unit", "office", "--year", "0021"), 2, "0021"),
        (("add", "x.csv", "--unit", "../office", "--year", "2021"), 2, "../office 不能用作单位文件夹的名称"),
        ((*ADD, "x.csv"), 4, "找不到文件 x.csv"),
        (("inspect",), 2, "缺少参数 FILE"),
        (("inspect", "x.csv"), 4, "找不到文件 x.csv"),
        (("inspect", "x.csv", "--unit", "nobody"), 3, "没有单位 nobody"),
        (("inspect", "x.csv", "--mapping", "none.toml"), 4, "找不到文件 none.toml"),
        (("--workspace", "/", "add", "x.csv", "--unit", "office", "--year", "2021"), 3, "perfkit new"),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(
    call: Call, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    found, out, err = call(*arguments)
    assert (found, out) == (code, "")
    assert words.removeprefix("00") in err
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.rglob("*")] == ["data", "raw"]


def test_inspect_shows_the_same_without_touching_anything(call: Call, tmp_path: Path) -> None:
    file = put("journal.csv", JOURNAL)
    before = sorted(tmp_path.rglob("*"))
    code, out, _ = call("inspect", file, "-o", "mapping.toml")
    assert code == 0
    assert "年度：2021（由各行推断）" in out
    assert "读 4 行 = 采用 2 行" in out
    assert "不需要映射文件，未写入 mapping.toml" in out
    assert sorted(tmp_path.rglob("*")) == before


def test_inspect_with_a_unit_knows_its_mappings(call: Call) -> None:
    Path("data/raw/office").mkdir()
    file = put("odd.csv", ODD)
    call("inspect", file, "-o", "data/raw/office/mapping_odd.toml")
    assert call("inspect", file)[0] == 4
    code, out, _ = call("inspect", file, "--unit", "office", "--year", "2021")
    assert (code, "映射：odd.csv" in out) == (0, True)


def test_an_unknown_layout_is_shown_with_a_draft_that_reads_it(call: Call, tmp_path: Path) -> None:
    file = put("odd.csv", ODD)
    code, out, err = call("inspect", file)
    assert code == 4
    assert "odd.csv（文本）找不到表头" in err
    assert "    1  某单位流水表 |" in out
    assert "→   2  发生日 | 流水 | 用途" in out
    printed = out[out.index("# 映射文件草稿") :]
    (tmp_path / "printed.toml").write_text(printed, encoding="utf-8")
    assert load_mapping(tmp_path / "printed.toml").columns["流出"] == "debit"

    code, out, _ = call("inspect", file, "-o", "mapping.toml")
    assert code == 4
    assert "映射文件草稿已写入 mapping.toml" in out
    assert Path("mapping.toml").read_text(encoding="utf-8") == printed.removesuffix("\n")
    code, out, err = call("inspect", file, "--mapping", "mapping.toml")
    assert (code, err) == (0, "")
    assert "读 6 行 = 采用 4 行 + 搁置 2 行" in out
    assert "序时账合计：借方 120.00，贷方 120.00" in out


def test_garbled_headings_need_no_mapping_but_another_export(call: Call, tmp_path: Path) -> None:
    garbled = [
        text.encode("gb18030").decode("latin-1") for text in ("日期", "凭证号", "科目编码", "借方金额", "贷方金额")
    ]
    write_workbook(tmp_path / "x.xlsx", {"a": [garbled, ["2021-01-05", "1", "7201", "1.00", ""]]})
    code, out, err = call("inspect", "x.xlsx", "-o", "mapping.toml")
    assert (code, out) == (4, "")
    assert "乱码" in err
    assert not Path("mapping.toml").exists()


def test_a_draft_is_never_written_over_a_file(call: Call) -> None:
    file = put("odd.csv", ODD)
    put("mapping.toml", "mine")
    code, _, err = call("inspect", file, "-o", "mapping.toml")
    assert (code, "mapping.toml 已存在" in err) == (2, True)
    assert Path("mapping.toml").read_text(encoding="utf-8") == "mine"
    code, _, err = call("inspect", file, "-o", "no/folder.toml")
    assert (code, "无法写入 no" in err) == (3, True)


def test_a_mapping_that_does_not_help_shows_the_rows_without_another_draft(call: Call) -> None:
    file = put("odd.csv", ODD)
    put("mapping.toml", '[mapping]\nname = "x"\nfiles = ["*"]\nheader_row = 1\n')
    code, out, err = call("inspect", file, "--mapping", "mapping.toml")
    assert (code, "找不到表头" in err) == (4, True)
    assert "→   2  发生日" in out
    assert "[mapping]" not in out


def test_the_mapping_and_its_constants_are_named(call: Call) -> None:
    file = put("journal.csv", JOURNAL)
    put(
        "mapping.toml",
        '[mapping]\nname = "自编"\nfiles = ["*"]\nmoney_unit = "wan"\n[columns]\n"自编码" = ""\n[constants]\nfund_code = "11"\n',
    )
    _, out, _ = call("inspect", file, "--mapping", "mapping.toml")
    assert "金额单位：万元，映射：自编" in out
    assert "每行 资金性质 = 11" in out
    assert "（映射文件已说明，不作为字段）" in out
    assert "未识别的列" not in out


SIE = """#FLAGGA 0
#SIETYP 4
#GEN 20211231
#FNAMN "X"
#RAR 0 20210101 20211231
#KONTO 1910 "Kassa"
#KONTO 5010 "Hyra"
#VER A 1 20210105 "hyra"
{
#TRANS 5010 {} 100.00
#TRANS 1910 {} -100.00
}
"""


def test_a_workbook_names_its_sheets_and_a_structured_file_has_no_header(call: Call, tmp_path: Path) -> None:
    sheet = [["科目编码", "科目名称", "期初余额", "期末余额"], ["1001", "现金", "1.00", "2.00"]]
    write_workbook(tmp_path / "余额.xlsx", {"余额表": sheet})
    _, out, _ = call("inspect", "余额.xlsx")
    assert "  余额表 [科目余额表] 表头第 1 行" in out
    assert "编码：" not in out
    assert re.search(r"    末级 +是\n", out)
    _, out, _ = call("inspect", put("X.se", SIE))
    assert "[序时账] 记录，金额单位：元" in out
    assert "序时账合计：借方 100.00，贷方 100.00" in out


def test_a_year_that_no_row_is_of_shows_no_rows(call: Call) -> None:
    file = put("summary.csv", "会计年度,项目,执行数\n2017,运转,1.00\n")
    code, out, _ = call("inspect", file, "--year", "2021")
    assert (code, "搁置 2 行（表头 1，属于其他年度 1）" in out, "整理后" in out) == (0, True, False)


def test_nothing_in_a_file_commands_the_terminal(call: Call) -> None:
    evil = "\x1b]0;x\x07\x9b31m\u202e\u2028"
    journal = put(
        "a.csv",
        JOURNAL.replace("付电费", f"付{evil}电费").replace("自编码", f"自{evil}编").replace('"1,100.00"', f"坏{evil}"),
    )
    odd = put("b.csv", ODD.replace("费用名", f"费{evil}名").replace("付电费", f"付{evil}费"))
    unknown = put("c.csv", f"甲{evil},乙\n丙{evil},丁\n")
    texts = [
        call(*ADD, journal),
        call("load"),
        call("check"),
        call("inspect", odd),
        call("inspect", unknown),
        call(*ADD, unknown),
    ]
    for _, out, err in texts:
        assert not set(evil) - {"x", "m", "3", "1", "0", "]", ";"} & set(out + err)


def test_a_narrow_encoding_does_not_stop_the_words(tmp_path: Path) -> None:
    file = tmp_path / "journal.csv"
    file.write_text(JOURNAL.replace("付电费", "付电费 ✓🙂"), encoding="utf-8")
    done = english("inspect", str(file), PYTHONIOENCODING="gbk", PYTHONUTF8="0", PERFKIT_LANGUAGE="zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert "付电费 ??" in done.stdout


def test_the_same_in_english(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    journal, odd = tmp_path / "journal.csv", tmp_path / "odd.csv"
    journal.write_text(JOURNAL.replace('"1,100.00"', "?").replace("运转", "Bus"), encoding="utf-8")
    odd.write_text(ODD, encoding="utf-8")
    workspace = ("--workspace", str(tmp_path))
    done = english(*workspace, "add", str(journal), str(odd), "--unit", "office", "--year", "2021")
    assert done.returncode == 4
    for words in ("Kind: journal", "Fiscal year: 2021", "text [journal] header in row 1, amounts in yuan",
                  "Headings not understood: 自编码", "4 rows read = 1 kept + 3 set aside", "Sums, set aside: debit",
                  "Findings: 2", "Taken in as data/raw/office/2021/journal.csv (read-only), registered"):  # fmt: skip
        assert words in done.stdout, words
    assert "perfkit inspect drafts one" in done.stderr
    draft = english("inspect", str(odd), "-o", str(tmp_path / "m.toml"))
    assert draft.returncode == 4
    assert "marks the row most like a header" in draft.stdout
    assert "guessed from its contents" in (tmp_path / "m.toml").read_text(encoding="utf-8")


def test_units_with_a_wrong_folder_stop_no_other(call: Call) -> None:
    call(*ADD, put("journal.csv", JOURNAL))
    for unit in ("a_first", "z_last"):
        Path(f"data/raw/{unit}/去年").mkdir(parents=True)
    for command in ("load", "check"):
        code, out, err = call(command)
        assert (code, "office 2021" in out) == (3, True)
        assert "a_first: data/raw/a_first/去年 不是以年度命名的文件夹" in err
        assert "z_last: data/raw/z_last/去年" in err
    code, out, err = call("load", "--unit", "a_first")
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert call("load", "--unit", "office")[0] == 0
    assert call("run")[0] == 3


def test_words_take_two_columns_a_chinese_character() -> None:
    assert width("科目a") == 5
    assert cut("科目编码", 8) == "科目编码"
    assert (cut("科目编码表", 8), width(cut("科目编码表", 8))) == ("科目编…", 7)
    assert filled_up("科目", 6) == "科目  "
