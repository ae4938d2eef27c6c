"""Several exports of one year: what they tell alike counts once, what they tell otherwise is found."""

from __future__ import annotations

import pandas as pd
import pytest
from textframes import tidy

from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import InputFile
from perfkit.workspace.once import Once, one_row_each, rows_moved
from perfkit.workspace.overlaps import without_overlaps

#: Voucher 1 of January stands in both files, 2 of January in a.xlsx only, 1 of February in b.xlsx only.
JANUARY = """
source_file | period | voucher_date | voucher_type | voucher_number | summary | account_code | debit_cents | credit_cents
a.xlsx      | 1      | 2021-01-05   | 记           | 0001           | 电费    | 7201         | 100.00      | 0
a.xlsx      | 1      | 2021-01-05   | 记           | 0001           | 电费    | 8001         | 0           | 100.00
a.xlsx      | 1      | 2021-01-06   | 记           | 0002           | 水费    | 7201         | 20.00       | 0
a.xlsx      | 1      | 2021-01-06   | 记           | 0002           | 水费    | 8001         | 0           | 20.00
"""
AGAIN = """
b.xlsx      | 1      | 2021-01-05   | 记           | 1              | 电费    | 7201         | 100.00      | 0
b.xlsx      | 1      | 2021-01-05   | 记           | 1              | 电费    | 8001         | 0           | 100.00
b.xlsx      | 2      | 2021-02-05   | 记           | 1              | 邮费    | 7201         | 3.00        | 0
b.xlsx      | 2      | 2021-02-05   | 记           | 1              | 邮费    | 8001         | 0           | 3.00
"""
HEAD = JANUARY.strip().splitlines()[0] + "\n"


def dated(name: str, received_on: str = "") -> InputFile:
    return InputFile(name, ("journal",), "", 0, received_on=received_on)


def overlaps(kind: str, text: str, *files: InputFile, aside: pd.DataFrame | None = None) -> Once:
    """The frame `kind` of a text table, rows numbered per file, with what several files tell kept once."""
    frame = tidy(text, kind)
    frame["source_row"] = frame.groupby("source_file").cumcount() + 2
    frames = {name: empty(name) for name in ("journal", "balances", "budget", "summary", "commitments")} | {kind: frame}
    inputs = files or [dated(name) for name in sorted(frame["source_file"].unique())]
    found = without_overlaps(frames, empty("set_aside") if aside is None else aside, inputs)[kind]
    amounts = [name for name in ("debit_cents", "credit_cents", "amount_cents") if name in frame]
    kept, out = found.frame[amounts].sum().sum(), found.set_aside[["debit_cents", "credit_cents"]].sum().sum()
    assert kept + out == frame[amounts].sum().sum()
    moved = rows_moved(found.set_aside, [found.frame])
    assert len(found.frame.drop_duplicates(["source_file", "source_row"])) + sum(moved.values()) == len(frame)
    return found


def kept(found: Once) -> list[tuple[str, int]]:
    return list(zip(found.frame["source_file"], found.frame["source_row"], strict=True))


def aside(found: Once) -> list[tuple[str, int, str]]:
    rows = found.set_aside
    return sorted(zip(rows["source_file"], rows["source_row"], rows["reason"], strict=True))


def checks(found: Once) -> list[tuple[str, str]]:
    return [(finding.kind.check, finding.kind.severity) for finding in found.findings]


def test_a_voucher_that_two_files_tell_counts_once() -> None:
    found = overlaps("journal", JANUARY + AGAIN)
    assert kept(found) == [("a.xlsx", 2), ("a.xlsx", 3), ("a.xlsx", 4), ("a.xlsx", 5), ("b.xlsx", 4), ("b.xlsx", 5)]
    assert aside(found) == [("b.xlsx", 2, "told_elsewhere"), ("b.xlsx", 3, "told_elsewhere")]
    assert found.set_aside["row_text"].tolist()[0] == "2021-01-05 | 记 | 1 | 电费 | 7201 | "
    assert found.set_aside[["debit_cents", "credit_cents"]].to_numpy().tolist() == [[10000, 0], [0, 10000]]
    (said,) = found.findings
    assert (said.kind.check, said.kind.severity, said.amount_cents) == ("overlapping_files", "notice", 10000)
    assert said.text().startswith("b.xlsx 有 2 行（自第 2 行起，金额 100.00 元）在 a.xlsx 中已列示")
    assert "stand in a.xlsx, too" in said.text("en")


def test_one_file_and_files_of_different_months_are_left_as_they_are() -> None:
    for text in (JANUARY, JANUARY + "b.xlsx | 2 | 2021-02-05 | 记 | 0001 | 电费 | 7201 | 100.00 | 0\n"):
        found = overlaps("journal", text)
        assert found.set_aside.empty
        assert found.findings == ()


def test_different_vouchers_of_one_month_do_not_touch() -> None:
    found = overlaps("journal", JANUARY + "b.xlsx | 1 | 2021-01-30 | 记 | 0003 | 电费 | 7201 | 100.00 | 0\n")
    assert found.set_aside.empty
    assert found.findings == ()


def test_two_equal_lines_of_one_voucher_stay_two() -> None:
    twice = """
    a.xlsx | 1 | 2021-01-09 | 记 | 0003 | 餐补 | 7201 | 5.00 | 0
    a.xlsx | 1 | 2021-01-09 | 记 | 0003 | 餐补 | 7201 | 5.00 | 0
    a.xlsx | 1 | 2021-01-09 | 记 | 0003 | 餐补 | 8001 | 0    | 10.00
    """
    found = overlaps("journal", HEAD + twice + twice.replace("a.xlsx", "b.xlsx"))
    assert kept(found) == [("a.xlsx", 2), ("a.xlsx", 3), ("a.xlsx", 4)]


def test_of_a_voucher_cut_off_in_one_file_the_larger_version_holds() -> None:
    cut = "b.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 7201 | 100.00 | 0\n"
    later = overlaps("journal", JANUARY + cut)
    assert kept(later) == [("a.xlsx", 2), ("a.xlsx", 3), ("a.xlsx", 4), ("a.xlsx", 5)]
    earlier = overlaps("journal", JANUARY + cut, dated("b.xlsx"), dated("a.xlsx", "2021-07-01"))
    assert kept(earlier) == [("a.xlsx", 3), ("a.xlsx", 4), ("a.xlsx", 5), ("b.xlsx", 2)]
    assert checks(later) == checks(earlier) == [("overlapping_files", "notice")]


CHANGED = """
b.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 7201 | 120.00 | 0
b.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 8001 | 0      | 120.00
b.xlsx | 1 | 2021-01-06 | 记 | 0002 | 水费 | 7201 | 20.00  | 0
b.xlsx | 1 | 2021-01-06 | 记 | 0002 | 水费 | 8001 | 0      | 20.00
"""


def test_of_two_versions_the_one_received_last_holds() -> None:
    found = overlaps("journal", JANUARY + CHANGED)
    assert kept(found) == [("a.xlsx", 4), ("a.xlsx", 5), ("b.xlsx", 2), ("b.xlsx", 3)]
    assert aside(found) == [
        ("a.xlsx", 2, "conflicting_version"),
        ("a.xlsx", 3, "conflicting_version"),
        ("b.xlsx", 4, "told_elsewhere"),
        ("b.xlsx", 5, "told_elsewhere"),
    ]
    said = found.findings[-1]
    assert (said.kind.check, said.kind.severity, said.amount_cents) == ("conflicting_vouchers", "error", 2000)
    assert (said.source_file, said.source_row, said.parts["other"], said.parts["other_row"]) == (
        "b.xlsx",
        2,
        "a.xlsx",
        2,
    )
    assert "分别为 100.00 和 120.00 元，相差 20.00 元" in said.text()
    assert "Voucher 2021-01-05 记-0001 differs between a.xlsx (from row 2) and b.xlsx (from row 2)" in said.text("en")


@pytest.mark.parametrize("first", ["2021-12-31", "2021年12月31日"])
def test_the_day_of_receipt_goes_before_the_name(first: str) -> None:
    found = overlaps("journal", JANUARY + CHANGED, dated("a.xlsx", first), dated("b.xlsx", "2021-03-01"))
    assert [row for row in kept(found) if row[1] < 4] == [("a.xlsx", 2), ("a.xlsx", 3)]
    unknown = overlaps("journal", JANUARY + CHANGED, dated("a.xlsx", first), dated("b.xlsx", "soon"))
    assert [row for row in kept(unknown) if row[1] < 4] == [("a.xlsx", 2), ("a.xlsx", 3)]


def test_of_three_versions_the_last_holds() -> None:
    third = CHANGED.replace("b.xlsx", "c.xlsx").replace("120.00", "150.00")
    found = overlaps("journal", JANUARY + CHANGED + third)
    assert kept(found) == [("a.xlsx", 4), ("a.xlsx", 5), ("c.xlsx", 2), ("c.xlsx", 3)]
    assert [f.amount_cents for f in found.findings if f.kind.severity == "error"] == [2000, 3000]


def test_another_account_of_the_same_amount_is_a_conflict_too() -> None:
    text = JANUARY + CHANGED.replace("120.00", "100.00").replace("记 | 0001 | 电费 | 8001", "记 | 0001 | 电费 | 6001")
    found = overlaps("journal", text)
    assert [(f.kind.severity, f.amount_cents) for f in found.findings][-1] == ("error", 0)
    assert [f for f, row in kept(found) if row == 3] == ["b.xlsx"]


def test_other_words_are_no_fault_of_figures() -> None:
    found = overlaps("journal", JANUARY + CHANGED.replace("120.00", "100.00").replace("电费", "付电费"))
    assert kept(found) == [("a.xlsx", 4), ("a.xlsx", 5), ("b.xlsx", 2), ("b.xlsx", 3)]
    said = found.findings[-1]
    assert (said.kind.check, said.kind.severity, said.found) == ("conflicting_vouchers", "warning", "1")
    assert "1 张凭证在 a.xlsx 与 b.xlsx 中科目和金额相同，摘要或日期不同" in said.text()


def test_many_conflicts_are_told_once_from_the_201st_on() -> None:
    line = "{file} | 1 | 2021-01-05 | 记 | {number} | 电费 | 7201 | {amount} | 0\n"
    text = HEAD + "".join(
        line.format(file=file, number=number, amount=amount)
        for file, amount in (("a.xlsx", "1.00"), ("b.xlsx", "2.00"))
        for number in range(1, 203)
    )
    found = overlaps("journal", text)
    assert checks(found).count(("conflicting_vouchers", "error")) == 200
    assert found.findings[-1].kind.check == "more_conflicting_vouchers"
    assert "另有 2 张凭证" in found.findings[-1].text()
    assert found.frame["debit_cents"].sum() == 202 * 200


def test_files_of_single_accounts_are_parts_of_their_vouchers() -> None:
    parts = """
    1002.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 1002   | 0     | 90.00
    5001.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 500101 | 60.00 | 0
    5001.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 500102 | 30.00 | 0
    """
    for text in (HEAD + parts, HEAD + "\n".join(parts.splitlines()[:-2])):
        found = overlaps("journal", text)
        assert found.set_aside.empty, "also where the file of another account is missing"


def test_files_of_departments_are_parts_of_their_vouchers() -> None:
    head = HEAD.replace("source_file", "department_code | source_file")
    parts = """
    D1 | a.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 7201 | 60.00 | 0
    D2 | b.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 7201 | 30.00 | 0
    D0 | c.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 8001 | 0     | 90.00
    """
    assert overlaps("journal", head + parts).set_aside.empty
    without_departments = parts.replace("D1 |", ". |").replace("D2 |", ". |").replace("D0 |", ". |")
    assert overlaps("journal", head + without_departments).set_aside.empty, "together they balance"


def test_pages_that_overlap_are_parts_of_their_vouchers() -> None:
    pages = """
    a.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 7201 | 60.00 | 0
    a.xlsx | 1 | 2021-01-05 | 记 | 0001 | 水费 | 7201 | 30.00 | 0
    b.xlsx | 1 | 2021-01-05 | 记 | 0001 | 水费 | 7201 | 30.00 | 0
    b.xlsx | 1 | 2021-01-05 | 记 | 0001 | 支付 | 8001 | 0     | 90.00
    """
    found = overlaps("journal", HEAD + pages)
    assert kept(found) == [("a.xlsx", 2), ("a.xlsx", 3), ("b.xlsx", 3)]


def test_the_two_books_of_a_voucher_may_stand_in_two_files() -> None:
    head = HEAD.replace("source_file", "book | source_file")
    books = """
    financial | a.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 5001 | 60.00 | 0
    financial | a.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 1002 | 0     | 60.00
    budget    | b.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 7201 | 60.00 | 0
    budget    | b.xlsx | 1 | 2021-01-05 | 记 | 0001 | 电费 | 8001 | 0     | 60.00
    """
    found = overlaps("journal", head + books)
    assert found.set_aside.empty
    assert found.findings == ()


def test_what_one_file_does_not_tell_is_not_compared_and_the_richer_lines_stay() -> None:
    head = HEAD.replace("source_file", "project_code | source_file")
    text = head + "".join(f". | {line}\n" for line in JANUARY.strip().splitlines()[1:])
    rich = "".join(f"P1 | {line}\n" for line in CHANGED.replace("120.00", "100.00").strip().splitlines())
    found = overlaps("journal", text + rich)
    assert kept(found) == [("b.xlsx", 2), ("b.xlsx", 3), ("b.xlsx", 4), ("b.xlsx", 5)]
    assert checks(found) == [("overlapping_files", "notice")]


def test_a_file_without_voucher_types_or_dates_is_compared_all_the_same() -> None:
    bare = CHANGED.replace("120.00", "100.00").replace("记", ".").replace("2021-01-05", "").replace("2021-01-06", "")
    found = overlaps("journal", JANUARY + bare)
    assert {file for file, _ in kept(found)} == {"a.xlsx"}


def test_numbers_that_begin_anew_each_day_are_told_apart_by_the_day() -> None:
    text = HEAD + "".join(
        f"{file} | 1 | 2021-01-{day:02d} | 记 | {number} | 电费 | {account} | {debit} | {credit}\n"
        for file, days in (("a.xlsx", (4, 5)), ("b.xlsx", (5, 6)))
        for day in days
        for number in (1, 2)
        for account, debit, credit in (("7201", f"{day}.00", 0), ("8001", 0, f"{day}.00"))
    )
    found = overlaps("journal", text)
    assert found.frame["debit_cents"].sum() == 2 * (400 + 500 + 600)
    assert set(found.set_aside["reason"]) == {"told_elsewhere"}


def test_lines_without_voucher_numbers_are_compared_one_by_one() -> None:
    a = """
    a.xlsx | 1 | 2021-01-05 | . | . | 电费 | 7201 | 60.00 | 0
    a.xlsx | 1 | 2021-01-05 | . | . | 水费 | 7201 | 30.00 | 0
    b.xlsx | 1 | 2021-01-05 | . | . | 水费 | 7201 | 30.00 | 0
    b.xlsx | 1 | 2021-01-05 | . | . | 邮费 | 7201 | 5.00  | 0
    b.xlsx | 1 | 2021-01-06 | . | . | 水费 | 7201 | 30.00 | 0
    """
    found = overlaps("journal", HEAD + a)
    assert kept(found) == [("a.xlsx", 2), ("a.xlsx", 3), ("b.xlsx", 3), ("b.xlsx", 4)]
    (said,) = found.findings
    assert (said.kind.check, said.kind.severity, said.amount_cents) == ("overlapping_files", "warning", 3000)
    assert "没有凭证号" in said.text()


BALANCES = """
source_file | account_code | opening_debit_cents | debit_cents | credit_cents | closing_debit_cents | is_leaf
a.xls       | 1001         | 10.00               | 0           | 0            | 10.00               | yes
a.xls       | 1002         | 50.00               | 20.00       | 5.00         | 65.00               | yes
"""
SAME = "b.xls | 1001 | 10.00 | 0 | 0 | 10.00 | yes\nb.xls | 1002 | 50.00 | 20.00 | 5.00 | 65.00 | yes\n"
LATER = "b.xls | 1001 | 10.00 | 0 | 0 | 10.00 | yes\nb.xls | 1002 | 50.00 | 90.00 | 9.00 | 131.00 | yes\n"
NEXT = "b.xls | 1001 | 10.00 | 0 | 0 | 10.00 | yes\nb.xls | 1002 | 65.00 | 1.00 | 9.00 | 57.00 | yes\n"


def titles(**said: str) -> pd.DataFrame:
    files = "".join(f"{name}.xls | title\n" for name in said)
    return tidy("source_file | reason\n" + files, "set_aside").assign(row_text=list(said.values()))


def test_a_balance_table_told_twice_counts_once() -> None:
    found = overlaps("balances", BALANCES + SAME)
    assert kept(found) == [("a.xls", 2), ("a.xls", 3)]
    assert aside(found) == [("b.xls", 2, "told_elsewhere"), ("b.xls", 3, "told_elsewhere")]
    assert [(f.kind.check, f.amount_cents) for f in found.findings] == [("overlapping_files", 2000)]


def test_balance_tables_of_other_accounts_stand_side_by_side() -> None:
    found = overlaps("balances", BALANCES + "b.xls | 7201 | 0 | 5.00 | 0 | 5.00 | yes\n")
    assert found.set_aside.empty
    assert found.findings == ()
    assert overlaps("balances", BALANCES).findings == ()


def test_a_table_of_first_level_accounts_takes_no_parent_for_a_leaf() -> None:
    detailed = "b.xls | 1002 | 50.00 | 20.00 | 5.00 | 65.00 | no\nb.xls | 100201 | 50.00 | 20.00 | 5.00 | 65.00 | yes\n"
    found = overlaps("balances", BALANCES + detailed)
    assert kept(found) == [("a.xls", 2), ("b.xls", 2), ("b.xls", 3)]
    leaves = found.frame[found.frame["is_leaf"]]
    assert leaves["account_code"].tolist() == ["1001", "100201"]


def test_of_tables_of_two_dates_the_later_holds() -> None:
    for later, earlier in (
        ("单位：某局 | 2021年12月", "单位：某局 | 2021年6月"),
        ("期间：2021年1月-12月", "2021-06-30 | 打印日期：2022-01-05"),
        ("2021年1-12期", "2021.01-2021.06"),
    ):
        found = overlaps("balances", BALANCES + LATER, aside=titles(a=earlier, b=later))
        assert kept(found) == [("a.xls", 2), ("b.xls", 3)]
        assert aside(found) == [("a.xls", 3, "conflicting_version"), ("b.xls", 2, "told_elsewhere")]
        (said,) = found.findings
        assert (said.kind.check, said.kind.severity) == ("balance_tables", "notice")
        assert "采用 b.xls（截至 2021-12）；a.xls（截至 2021-06）" in said.text()
    turned = overlaps("balances", BALANCES + LATER, aside=titles(a="2021年12月", b="20210630"))
    assert kept(turned) == [("a.xls", 3), ("b.xls", 2)], "whichever was received last"


def test_the_name_of_a_file_may_tell_its_date() -> None:
    text = (BALANCES + LATER).replace("a.xls", "12月余额表.xls").replace("b.xls", "6月余额表.xls")
    (said,) = overlaps("balances", text).findings
    assert (said.source_file, said.kind.severity) == ("12月余额表.xls", "notice")


def test_tables_of_consecutive_months_add_up() -> None:
    third = NEXT.replace("b.xls", "c.xls").replace("65.00 | 1.00 | 9.00 | 57.00", "57.00 | 3.00 | 0 | 60.00")
    found = overlaps("balances", BALANCES + NEXT + third)
    assert found.set_aside.empty
    assert checks(found) == [("balance_tables", "notice")] * 2
    assert found.frame["debit_cents"].sum() == 2000 + 100 + 300
    assert "期初余额就是 a.xls 的期末余额" in found.findings[0].text()


def test_tables_that_contradict_each_other_are_an_error() -> None:
    found = overlaps("balances", BALANCES + LATER, dated("a.xls", "2021-12-31"), dated("b.xls", "2021-06-30"))
    assert kept(found) == [("a.xls", 3), ("b.xls", 2)]
    (said,) = found.findings
    assert (said.kind.check, said.kind.severity, said.subject) == ("balance_tables", "error", "1002")
    assert "看不出各自的截止期" in said.text()


BOOK = """
source_file | budget_type | document_number | document_date | project_code | amount_cents
a.xlsx      | original    | 1号             | 2020-12-20    | P1           | 100.00
a.xlsx      | supplement  | 2号             | 2021-05-01    | P1           | 20.00
"""
COPY = """
b.csv       | supplement  | 2号             | 2021-05-01    | P1           | 20.00
b.csv       | original    | 1号             | 2020-12-20    | P1           | 100.00
"""


def test_a_budget_book_told_twice_as_a_whole_counts_once() -> None:
    found = overlaps("budget", BOOK + COPY)
    assert kept(found) == [("a.xlsx", 2), ("a.xlsx", 3)]
    assert aside(found) == [("b.csv", 2, "told_elsewhere"), ("b.csv", 3, "told_elsewhere")]
    assert found.set_aside["debit_cents"].sum() == 12000
    assert [(f.kind.severity, f.source_file, f.amount_cents) for f in found.findings] == [("notice", "b.csv", 12000)]


def test_equal_lines_of_two_budget_books_may_be_genuine() -> None:
    found = overlaps("budget", BOOK + "\n".join(COPY.strip().splitlines()[:1]))
    assert found.set_aside.empty
    assert found.findings == ()


def test_several_amounts_of_one_row_are_set_aside_as_one() -> None:
    text = """
    source_file | source_row | measure  | project_code | amount_cents
    a.xlsx      | 5          | original | P1           | 100.00
    a.xlsx      | 5          | actual   | P1           | 80.00
    b.xlsx      | 7          | original | P1           | 100.00
    b.xlsx      | 7          | actual   | P1           | 80.00
    """
    frames = {name: empty(name) for name in ("journal", "balances", "budget", "commitments")} | {
        "summary": tidy(text, "summary")
    }
    found = without_overlaps(frames, empty("set_aside"), [dated("a.xlsx"), dated("b.xlsx")])["summary"]
    assert found.frame["source_row"].tolist() == [5, 5]
    assert found.set_aside[["source_row", "debit_cents"]].to_numpy().tolist() == [[7, 18000]]
    assert rows_moved(found.set_aside, [found.frame]) == {"b.xlsx": 1}
    both = pd.concat([found.set_aside, found.set_aside.assign(debit_cents=100)], ignore_index=True)
    assert one_row_each(both)[["source_row", "debit_cents"]].to_numpy().tolist() == [[7, 18100]]
    assert rows_moved(both, [found.frame, frames["summary"]]) == {}, "another frame has the row"


def test_a_row_of_two_lines_is_moved_only_as_a_whole() -> None:
    text = (
        HEAD
        + "a.xlsx | 1 | 2021-01-05 | 记 | 1 | 电费 | 7201 | 9.00 | 0\n"
        + "b.xlsx | 1 | 2021-01-05 | 记 | 1 | 电费 | 7201 | 9.00 | 0\n" * 2
    )
    frame = tidy(text, "journal")
    frame["source_row"] = [2, 2, 2]
    frames = {name: empty(name) for name in ("summary", "balances", "budget", "commitments")} | {"journal": frame}
    found = without_overlaps(frames, empty("set_aside"), [dated("a.xlsx"), dated("b.xlsx")])["journal"]
    assert kept(found) == [("a.xlsx", 2), ("b.xlsx", 2)]
    assert found.set_aside["debit_cents"].tolist() == [900]
    assert rows_moved(found.set_aside, [found.frame]) == {}
