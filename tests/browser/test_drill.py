"""Every amount opens its lines and equals their sum, in the browser, from a disk, with the network cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.conftest import Opened, Opener

from perfkit.reports.single_page import single_page

YEAR = "lusong/2021"
#: Opens every amount of the page one after the other; what does not agree comes back.
OPEN_ALL = """async () => {
  const told = { opened: 0, differ: [] };
  for (const button of document.querySelectorAll("main button.open")) {
    button.click();
    let verdict;
    for (let turn = 0; turn < 2000 && !verdict; turn += 1) {
      await new Promise((next) => setTimeout(next, 1));
      verdict = document.querySelector("dialog .verdict");
    }
    told.opened += 1;
    const agrees = verdict && verdict.dataset.agrees === "true";
    if (!agrees) told.differ.push(document.querySelector("dialog").innerText.slice(0, 200));
    document.querySelector("dialog").close();
    document.querySelector(".drill-body").replaceChildren();
  }
  return told;
}"""


@pytest.mark.parametrize(
    ("name", "least"),
    [("index", 100), ("30_project_execution_P02", 250), ("50_spending_over_time", 40), ("10_data_quality", 3)],
)
def test_every_amount_of_a_page_is_the_sum_of_the_lines_it_opens(
    opener: Opener, reports: Path, name: str, least: int
) -> None:
    opened = opener(reports / YEAR / f"{name}.html")
    told = opened.page.evaluate(OPEN_ALL)
    assert told["differ"] == []
    assert told["opened"] >= least
    assert opened.complaints == []
    books = {url for url in opened.requests if url.endswith("data/ledger.js")}
    years = {"2020", "2021"} if name.startswith("50") else {"2021"}
    assert books == {(reports / "lusong" / year / "data" / "ledger.js").as_uri() for year in years}


def opened_amount(opener: Opener, reports: Path, width: int = 1280) -> Opened:
    """The index with the spending of a project open: 接待办, 17,300.00 yuan."""
    opened = opener(reports / YEAR / "index.html", width)
    opened.page.locator("button.open", has_text="17,300.00").first.click()
    opened.page.wait_for_selector("dialog .grid tbody td")
    return opened


@pytest.mark.parametrize("width", [1280, 390])
def test_a_line_shows_its_voucher_and_the_row_of_the_export_and_the_voucher_both_sides(
    opener: Opener, reports: Path, width: int
) -> None:
    page = opened_amount(opener, reports, width).page
    assert page.locator("dialog h2").inner_text().startswith("接待办 · 全年执行数 · 预算执行情况")
    heads = page.locator("dialog th").all_inner_texts()
    assert heads == ["日期", "凭证字", "凭证号", "分录号", "摘要", "科目", "借方", "贷方", "来源文件", "来源行"]
    first = dict(
        zip(heads, page.locator("dialog tbody tr:not(.spacer)").first.locator("td").all_inner_texts(), strict=True)
    )
    assert first["来源文件"] == "journal.xlsx"
    assert int(first["来源行"]) > 1
    page.locator("dialog td button.open").first.click()
    assert first["凭证号"] in page.locator(".voucher-name").inner_text()
    said = page.locator("dialog h3").all_inner_texts()
    assert [text.split("：")[0] for text in said] == ["财务会计", "预算会计"]
    assert all("借贷相等" in text for text in said)
    assert page.locator("dialog tr.marked").count() == 1
    page.locator("dialog .back").click()
    page.wait_for_selector("dialog .verdict")
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()


def test_what_is_committed_opens_the_contracts(opener: Opener, reports: Path) -> None:
    page = opener(reports / "lusong/2022/30_project_execution_P02.html").page
    page.locator("button.open", has_text="985,000.00").click()
    page.wait_for_selector("dialog .grid tbody td")
    assert page.locator("dialog .verdict").get_attribute("data-agrees") == "true"
    assert page.locator("dialog h3").inner_text().startswith("已签合同（2 行）985,000.00")
    contracts = page.locator("dialog tbody tr:not(.spacer)").all_inner_texts()
    assert ["750,000.00" in contracts[0], "235,000.00" in contracts[1]] == [True, True]
    assert all("commitments.xlsx" in line for line in contracts)


def test_a_budget_amount_opens_the_documents(opener: Opener, reports: Path) -> None:
    page = opener(reports / YEAR / "index.html").page
    page.locator("button.open", has_text="1,577,000.00").first.click()
    page.wait_for_selector("dialog .grid tbody td")
    assert page.locator("dialog th").all_inner_texts()[:3] == ["文号", "文件日期", "预算类型"]
    assert "1,180,000.00" in page.locator("dialog tbody").inner_text()
    assert "重构追加〔2021〕2号" in page.locator("dialog tbody").inner_text()


def test_amounts_are_one_stop_for_tab_and_arrows_lead_from_one_to_the_next(opener: Opener, reports: Path) -> None:
    page = opener(reports / YEAR / "index.html").page
    table = page.locator("#lines table").first
    assert table.locator("button.open[tabindex='-1']").count() == table.locator("button.open").count() - 1
    table.locator("button.open").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    told = page.evaluate(
        "[document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td').cellIndex]"
    )
    assert told == [2, 2]
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog .verdict")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('td').cellIndex") == 2


def test_a_book_that_is_not_beside_the_page_is_asked_for_in_words(
    opener: Opener, reports: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "index.html"
    alone.write_bytes((reports / YEAR / "index.html").read_bytes())
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "page.js").write_bytes((reports / YEAR / "assets" / "page.js").read_bytes())
    page = opener(alone).page
    page.locator("button.open").first.click()
    page.wait_for_selector("dialog >> text=找不到账簿数据文件")


@pytest.mark.parametrize("name", ["30_project_execution_P02", "50_spending_over_time"])
def test_a_page_exported_alone_draws_and_opens_everything_without_a_request(
    opener: Opener, reports: Path, tmp_path: Path, name: str
) -> None:
    alone = tmp_path / "alone.html"
    alone.write_text(single_page(reports / YEAR / f"{name}.html"), encoding="utf-8")
    opened = opener(alone)
    assert opened.requests == [alone.as_uri()]
    charts = "[...document.querySelectorAll('.canvas')].filter(one => one.querySelector('.trace path, .hm image'))"
    assert opened.page.evaluate(f"{charts}.length") == opened.page.locator(".chart").count() > 0
    opened.page.evaluate(
        "document.querySelectorAll('main button.open').forEach((one, at) => { if (at > 8) one.remove() })"
    )
    assert opened.page.evaluate(OPEN_ALL) == {"opened": 9, "differ": []}
    assert opened.requests == [alone.as_uri()]
    assert opened.complaints == []


def test_a_changed_digit_is_told(opener: Opener, reports: Path) -> None:
    changed = reports / YEAR / "changed.html"
    html = (reports / YEAR / "index.html").read_text(encoding="utf-8")
    changed.write_text(html.replace(">17,300.00<", ">17,300.01<"), encoding="utf-8")
    page = opener(changed).page
    page.locator("button.open", has_text="17,300.01").first.click()
    assert "不一致" in page.locator("dialog .verdict").inner_text()
    changed.unlink()
