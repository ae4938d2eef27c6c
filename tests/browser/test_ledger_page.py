"""The ledger page: all lines of a year, searched, filtered, sorted, linked to, and taken home as CSV."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import Opener

from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_yuan


@pytest.fixture
def page(opener: Opener, reports: Path) -> Any:
    """The ledger page of the case."""
    opened = opener(reports / "lusong/2021/ledger.html")
    opened.page.wait_for_selector(".grid tbody td")
    return opened.page


def status(page: Any) -> str:
    page.wait_for_timeout(250)
    return str(page.locator(".status").inner_text())


def test_it_has_every_line_but_only_those_in_sight_are_in_the_page(page: Any, lusong: Ledger) -> None:
    debit = as_yuan(int(lusong.journal["debit_cents"].sum()))
    assert status(page).startswith(f"{len(lusong.journal):,} / {len(lusong.journal):,} 行 · 借方合计 {debit}")
    assert page.locator(".grid tbody tr").count() < 120
    assert page.locator(".grid").get_attribute("aria-rowcount") == str(len(lusong.journal) + 1)
    page.evaluate("document.querySelector('.grid-box').scrollTop = 1e9")
    last = page.locator(f".grid tbody tr[aria-rowindex='{len(lusong.journal) + 1}']")
    last.wait_for()
    assert "journal.xlsx" in last.inner_text()
    assert last.locator("td").last.inner_text() == str(lusong.journal["source_row"].iloc[-1])


def test_words_and_amounts_are_found_and_filters_narrow(page: Any, lusong: Ledger) -> None:
    journal = lusong.journal
    page.fill("input[type=search]", "食堂 10,788.74")
    is_found = journal["summary"].str.contains("食堂") & (
        journal["debit_cents"].eq(1_078_874) | journal["credit_cents"].eq(1_078_874)
    )
    assert status(page).startswith(f"{is_found.sum()} / ")
    page.get_by_text("清除条件").click()
    page.select_option("select[name=kind]", "spending")
    assert status(page).startswith(f"{len(lusong.spending)} / ")
    page.select_option("select[name=period]", "3")
    of_march = lusong.spending["period"].eq(3)
    assert status(page).startswith(f"{of_march.sum()} / ")
    assert "period=3" in page.url
    assert "kind=spending" in page.url
    page.reload()
    page.wait_for_selector(".grid tbody td")
    assert status(page).startswith(f"{of_march.sum()} / ")


def test_a_click_on_a_heading_sorts(page: Any, lusong: Ledger) -> None:
    heading = page.locator("th", has_text="借方")
    heading.locator("button").click()
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    top = page.locator(".grid tbody tr:not(.spacer)").first.inner_text()
    assert as_yuan(int(lusong.journal["debit_cents"].max())) in top


def test_a_voucher_has_a_link_of_its_own(page: Any, opener: Opener) -> None:
    page.locator("td button.open").first.click()
    assert "voucher=" in page.url
    assert "借贷相等" in page.locator("dialog").inner_text()
    other = opener(page.url).page
    other.wait_for_selector("dialog .voucher-name")
    assert other.locator("dialog .voucher-name").inner_text() == page.locator("dialog .voucher-name").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_function("!location.hash.includes('voucher')")


def test_a_link_to_nothing_opens_nothing(opener: Opener, reports: Path) -> None:
    for link in ("#voucher=%22x%22", "#voucher={", '#voucher=[1,"x","y"]', "#frame=__proto__&q=%3Cimg%3E&period=99"):
        opened = opener((reports / "lusong/2021/ledger.html").as_uri() + link)
        opened.page.wait_for_selector(".status")
        assert not opened.page.locator("dialog").is_visible()
        assert opened.complaints == []


def test_the_budget_documents_are_there_too_and_rows_go_home_as_csv(page: Any, lusong: Ledger, tmp_path: Path) -> None:
    page.select_option("select[name=frame]", "budget")
    total = as_yuan(int(lusong.budget["amount_cents"].sum()))
    assert f"金额合计 {total}" in status(page)
    with page.expect_download() as download:
        page.get_by_text("下载所列行 CSV").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    rows = list(csv.reader(kept.read_text(encoding="utf-8-sig").splitlines()))
    amounts = [row[rows[0].index("金额")] for row in rows[1:]]
    assert sum(round(float(amount) * 100) for amount in amounts) == lusong.budget["amount_cents"].sum()


def test_a_row_that_has_the_focus_stays_while_the_page_scrolls(page: Any) -> None:
    page.evaluate("""() => {
        window.held = [...document.querySelectorAll('.grid tbody button.open')].at(-1);
        window.held.focus({ preventScroll: true });
        window.held.scrollIntoView({ block: 'start' });
    }""")
    row = page.evaluate("Number(window.held.closest('tr').getAttribute('aria-rowindex'))")
    page.locator(f".grid tbody tr[aria-rowindex='{row + 1}']").wait_for(state="attached")
    assert page.evaluate("document.activeElement === window.held")
    rows = page.eval_on_selector_all(
        ".grid tbody tr:not(.spacer)", "found => found.map((one) => Number(one.getAttribute('aria-rowindex')))"
    )
    assert rows == list(range(rows[0], rows[-1] + 1))
    page.evaluate("document.querySelector('.grid-box').scrollTop = 0")
    page.locator(".grid tbody tr[aria-rowindex='2']").wait_for()
    assert page.locator(".grid tbody tr.spacer").count() == 2
