"""The public edition: planted names, numbers and salaries stand in no file of it, and no total differs."""

from __future__ import annotations

import base64
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfkit.cli import main
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.masking import WITHHELD
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution
from perfkit.reports.verification.verify import verify
from perfkit.workspace import open_workspace

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
#: What must not be told, each in the spelling that it is planted in.
SECRETS = (
    "张三丰", "李四光", "王五六", "欧阳修", "430203198805120019", "４３０２０３１９７００１０１２２３３", "6222 0219 0500 1234 567", "13873312345",
    "湘B·12345", "湘BD77889", "zhang@example.org", "8888.77", "888877", "付员工", "司机加班",
)  # fmt: skip
JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,经济分类,借方金额,贷方金额
2021-01-05,记-1,付员工张三丰工资 卡号6222 0219 0500 1234 567,7201,事业支出,一般公共预算,,30101,8888.77,
2021-01-05,记-1,付员工张三丰工资,8001,资金结存,,,,,8888.77
2021-01-06,记-2,付员工李四光工资 430203198805120019,7201,事业支出,一般公共预算,,30101,7000.00,
2021-01-06,记-2,付员工李四光工资,8001,资金结存,,,,,7000.00
2021-02-06,记-3,湘B·12345 加油 司机加班 13873312345,7201,事业支出,一般公共预算,运转,30231,50000.00,
2021-02-06,记-3,湘B·12345 加油,8001,资金结存_王五六,,,,,50000.00
2021-03-06,记-4,慰问 ４３０２０３１９７００１０１２２３３,7201,事业支出,一般公共预算,运转,30201,900.00,
2021-03-06,记-4,慰问,8001,资金结存,,,,,900.00
2021-03-07,记-5,印刷,7201,事业支出,其他资金,运转,30202,70000.00,
2021-03-07,记-5,印刷,8001,资金结存,,,,,70000.00
"""
BUDGET = """指标类型,摘要,项目,资金性质,经济分类,指标金额
年初预算,基本支出 张三丰核,,一般公共预算,30101,20000.00
年初预算,运转,运转,一般公共预算,30231,200000.00
年初预算,运转,运转,一般公共预算,30201,900.00
年初预算,运转,运转,其他资金,30202,80000.00
"""
FILES = {
    "unit.toml": 'name_zh = "某中心"\n[facts.2021]\nstaff_in_post = { value = 9, source = "人事表 李四光 13873312345" }\n',
    "projects.csv": "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\n",
    "edition.toml": 'names = ["张三丰", "李四光", "王五六"]\n',
    "2021/journal 欧阳修.csv": JOURNAL,
    "2021/budget.csv": BUDGET,
    "2021/commitments.csv": "合同编号,合同名称,合同对方,项目,签订日期,合同金额,已付金额,合同文件\n"
    "HT-1,租车 湘BD77889,欧阳修,运转,2021-03-01,30.00,10.00,合同 欧阳修.pdf\n",
    "2021/SOURCES.toml": '[[file]]\nname = "budget.csv"\nreceived_from = "欧阳修"\nnote = "联系 zhang@example.org"\n',
    "2021/narrative.md": "# 2021年度报告\n\n## 部门基本情况\n\n负责人李四光，电话 13873312345，公车湘B·12345。\n",
    "2021/explanations.toml": '[[explanation]]\nproject = "运转"\nvariance = "160000.00"\ncause = "delay"\n'
    'text = "车辆湘BD77889 停驶，见张三丰说明"\nauthor = "欧阳修"\ndate = 2022-01-10\nevidence = "说明 李四光.pdf"\n',
    "2021/evidence/说明 李四光.pdf": "x",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with both editions of its reports."""
    folder = tmp_path_factory.mktemp("public") / "ws"
    for name, text in FILES.items():
        path = folder / "data" / "raw" / "office" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "notebooks").mkdir()
    for name in ("10_data_quality", "20_unit_execution", "30_project_execution", "40_budget_changes",
                 "50_spending_over_time", "80_self_evaluation_report"):  # fmt: skip
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", folder / "notebooks")
    for edition in ("auditor", "public"):
        assert main(["--workspace", str(folder), "run", "--edition", edition]) == 0
    return folder


def _texts(path: Path) -> Iterator[str]:
    """Everything that a file tells: its name, its text, and what is packed inside."""
    yield path.name
    if path.suffix in (".xlsx", ".docx", ".zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode("utf-8", "replace")
        return
    text = path.read_text(encoding="utf-8")
    yield text
    for packed in re.findall(r'perfkit\.receive\((?:\d+),"([^"]*)"\)', text):
        yield zlib.decompress(base64.b85decode(packed)).decode("utf-8")
    if path.suffix in (".json", ".ipynb"):
        yield json.dumps(json.loads(text), ensure_ascii=False)


def _found(folder: Path) -> set[str]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "plotly.js"]
    told = "\n".join(text for path in files for text in _texts(path))
    plain = told.replace("\\u", "").replace("​", "")
    return {secret for secret in SECRETS if secret in told or secret in plain}


def test_the_public_dossier_tells_no_secret_and_the_auditors_all(root: Path) -> None:
    assert _found(root / "reports") == set(SECRETS), "else this test could not fail"
    assert _found(root / "reports-public") == set()


def test_neither_do_the_exports_of_it(root: Path, tmp_path: Path) -> None:
    for kind in ("xlsx", "zip"):
        for edition in ("auditor", "public"):
            out = tmp_path / edition / f"office.{kind}"
            out.parent.mkdir(exist_ok=True)
            command = ["--workspace", str(root), "export", kind, "office", "2021", "--edition", edition]
            assert main([*command, "--out", str(out)]) == 0
    page = root / "reports-public/office/2021/20_unit_execution.html"
    assert (
        main(["--workspace", str(root), "export", "html", str(page), "--out", str(tmp_path / "public/page.html")]) == 0
    )
    assert _found(tmp_path / "auditor") >= {"张三丰", "8888.77"}
    assert _found(tmp_path / "public") == set()


def test_every_page_says_which_edition_it_is(root: Path) -> None:
    pages = list((root / "reports-public").rglob("*.html"))
    assert len(pages) >= 5
    assert all("公开版：" in page.read_text(encoding="utf-8") for page in pages)
    assert not [page for page in (root / "reports").rglob("*.html") if "公开版" in page.read_text(encoding="utf-8")]
    manifests = [root / name / "office/2021/manifest.json" for name in ("reports", "reports-public")]
    assert [json.loads(path.read_text(encoding="utf-8"))["edition"] for path in manifests] == ["auditor", "public"]


def test_pages_for_the_auditor_only_are_left_out(root: Path) -> None:
    assert (root / "reports/office/2021/10_data_quality.html").exists()
    for name in ("10_data_quality", "ledger"):
        assert not (root / f"reports-public/office/2021/{name}.html").exists()
    pages = [path.read_text(encoding="utf-8") for path in (root / "reports-public").rglob("*.html")]
    assert not [page for page in pages if 'href="ledger.html' in page]


def test_why_data_could_not_be_loaded_is_told_to_the_auditor_only(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "office" / "2021"
    folder.mkdir(parents=True)
    (folder / "张三丰.csv").write_text("没有表头", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    for edition in ("auditor", "public"):
        assert main(["--workspace", str(tmp_path), "run", "--edition", edition]) == 6
    assert _found(tmp_path / "reports") == {"张三丰"}
    assert _found(tmp_path / "reports-public") == set()


def test_the_public_edition_verifies_like_the_other(root: Path) -> None:
    assert verify(root / "reports-public/office/2021").deviations == []


def _ledgers(root: Path) -> tuple[Ledger, Ledger]:
    return open_workspace(root, "auditor").load("office", 2021), open_workspace(root, "public").load("office", 2021)


def test_no_total_differs(root: Path) -> None:
    whole, public = _ledgers(root)
    assert (whole.edition, public.edition) == ("auditor", "public")
    for scope in Scope:
        for by in ([], ["budget_project_code"], ["expenditure_type"], ["fund_code"]):
            one, other = (execution(each.budget, each.spending, by, scope) for each in (whole, public))
            assert one.equals(other), (scope, by)
    for column in ("debit_cents", "credit_cents"):
        assert whole.journal[column].sum() == public.journal[column].sum()
    assert list(public.spending["summary"].unique()) == [WITHHELD]
    assert public.spending["voucher_number"].eq("").all()


def test_salaries_of_a_period_are_one_line_and_small_classes_are_merged(root: Path) -> None:
    whole, public = _ledgers(root)
    told = public.spending.groupby("economic_code")["actual_cents"].agg(["sum", "size"])
    # 30201 is below the limit; with it goes the next larger class, else the sum of the class would tell it.
    assert dict(told["sum"]) == {"302": 7_090_000, "30101": 1_588_877, "30231": 5_000_000}
    assert told.loc["30101", "size"] == 1
    assert len(whole.spending) > len(public.spending)
