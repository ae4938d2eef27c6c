"""corrections.toml: what people decided to change is applied, guarded by what the source says, and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfkit.errors import BadConfiguration, StaleCorrection
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution
from perfkit.tables import corrections_table
from perfkit.workspace import Workspace, open_workspace

JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,1200.00,
2021-01-05,记-1,付电费,6001,财政拨款预算收入,一般公共预算,,,1200.00
2021-02-05,记-2,付水费,500101,业务活动费用,,运转,20.00,
2021-02-05,记-2,付水费,8001,资金结存,,,,20.00
"""
BALANCES = "科目编码,科目名称,期初借方余额,期初贷方余额,借方发生额,贷方发生额,期末借方余额,期末贷方余额\n8001,资金结存,0,0,0,20.00,0,20.00\n"
BUDGET = """指标类型,指标文号,文件日期,项目,资金性质,指标金额
年初预算,预〔2021〕1号,2021-01-01,运转,一般公共预算,150.00
追加,预〔2021〕2号,2020-05-01,运转,一般公共预算,30.00
"""
PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\n"
DECIDED = '\nreason = "附件少算一张发票"\ndecided_by = "王会计"\ndate = 2022-03-01\n'


def correction(body: str) -> str:
    return f"[[correction]]\n{body}{DECIDED}"


AMOUNT = correction(
    'frame = "journal"\nkey = { source_file = "journal.csv", source_row = 2 }\n'
    'column = "debit_cents"\nfrom = "1200.00"\nto = "1,300.00"'
)


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """One unit of one year with a journal, balances and a budget book."""
    year = tmp_path / "data" / "raw" / "unit" / "2021"
    year.mkdir(parents=True)
    for name, text in (("journal.csv", JOURNAL), ("balances.csv", BALANCES), ("budget.csv", BUDGET)):
        (year / name).write_text(text, encoding="utf-8")
    (year.parent / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    return open_workspace(tmp_path)


def decide(small: Workspace, *entries: str) -> None:
    (small.raw / "unit" / "2021" / "corrections.toml").write_text("\n".join(entries), encoding="utf-8")


def test_a_corrected_amount_is_what_is_measured_and_the_reading_still_closes(small: Workspace) -> None:
    decide(small, AMOUNT)
    ledger = small.load("unit", 2021)
    assert execution(ledger.budget, ledger.spending, [], Scope.ALL).iloc[0]["actual_cents"] == 130000
    (applied,) = ledger.corrections
    assert (applied.number, applied.change_cents, applied.key_text()) == (
        1,
        10000,
        "source_file = journal.csv, source_row = 2",
    )
    assert (applied.source_file, applied.source_sheet, applied.source_row) == ("journal.csv", "", 2)
    found = {finding.kind.check: finding for finding in ledger.findings}
    assert "incomplete_reading" not in found
    assert found["applied_corrections"].kind.severity == "notice"
    assert "更正了 1 处" in found["applied_corrections"].text()
    unbalanced = [f.amount_cents for f in ledger.findings if f.kind.check == "unbalanced_vouchers"]
    assert 10000 in unbalanced, "the correction is checked like any amount"


def test_a_correction_is_printed_and_survives_the_cache(small: Workspace) -> None:
    decide(small, AMOUNT)
    first, second = small.load("unit", 2021), small.load("unit", 2021)
    assert second.corrections == first.corrections
    printed = corrections_table(second).printed()
    assert printed.iloc[0].tolist() == [
        "序时账", "journal.csv", "", "2", "借方", "1,200.00", "1,300.00", "附件少算一张发票", "王会计", "2022-03-01",
    ]  # fmt: skip


def test_a_changed_correction_is_applied_anew_and_none_at_all_leaves_the_source(small: Workspace) -> None:
    decide(small, AMOUNT)
    assert small.load("unit", 2021).journal["debit_cents"].iloc[0] == 130000
    decide(small, AMOUNT.replace("1,300.00", "1400.00"))
    assert small.load("unit", 2021).journal["debit_cents"].iloc[0] == 140000
    decide(small)
    assert small.load("unit", 2021).journal["debit_cents"].iloc[0] == 120000


def test_a_later_correction_sees_what_an_earlier_one_wrote(small: Workspace) -> None:
    decide(small, AMOUNT, AMOUNT.replace('"1200.00"', '"1300.00"').replace('"1,300.00"', '"1301.00"'))
    ledger = small.load("unit", 2021)
    assert ledger.journal["debit_cents"].iloc[0] == 130100
    assert [one.number for one in ledger.corrections] == [1, 2]


def test_what_follows_from_a_cell_follows_from_the_corrected_one(small: Workspace) -> None:
    line = 'frame = "journal"\nkey = { voucher_number = "2", account_code = "500101" }\n'
    decide(
        small,
        correction(line + 'column = "voucher_date"\nfrom = 2021-02-05\nto = 2021-03-05'),
        correction(line + 'column = "account_code"\nfrom = "500101"\nto = "720101"'),
        correction(
            'frame = "budget"\nkey = { document_number = "预〔2021〕2号" }\n'
            'column = "document_date"\nfrom = "2020-05-01"\nto = 2021-05-01'
        ),
    )
    ledger = small.load("unit", 2021)
    row = ledger.journal.iloc[2]
    assert (row["period"], row["book"], row["account_code"], row["exported_account_code"]) == (
        3,
        "budget",
        "720101",
        "500101",
    )
    assert ledger.journal["period"].tolist() == [1, 1, 3, 2]
    assert ledger.spending["actual_cents"].tolist() == [120000, 2000]
    assert ledger.budget["period"].tolist() == [0, 5]


def test_numbers_dates_and_blanks_as_keys(small: Workspace) -> None:
    decide(
        small,
        correction(
            'frame = "journal"\nkey = { voucher_date = 2021-02-05, line_number = 2, is_closing = false }\n'
            'column = "fund_code"\nfrom = ""\nto = "11"'
        ),
        correction(
            'frame = "balances"\nkey = { account_code = "8001" }\ncolumn = "credit_cents"\nfrom = "20.00"\nto = "21.00"'
        ),
        correction(
            'frame = "journal"\nkey = { credit_cents = "20.00" }\ncolumn = "voucher_date"\nfrom = "2021-02-05"\nto = ""'
        ),
        correction('frame = "journal"\nkey = { voucher_date = "" }\ncolumn = "period"\nfrom = 2\nto = 4'),
        correction('frame = "journal"\nkey = { period = 4 }\ncolumn = "voucher_date"\nfrom = ""\nto = 2021-04-06'),
    )
    ledger = small.load("unit", 2021)
    assert ledger.journal["fund_code"].tolist() == ["11", "11", "", "11"]
    assert ledger.balances["credit_cents"].tolist() == [2100]
    assert ledger.journal["period"].tolist() == [1, 1, 2, 4]
    assert [one.before for one in ledger.corrections] == ["", "20.00", "2021-02-05", "2", ""]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('from = "1200.00"', 'from = "1100.00"'), r"debit_cents 应为 “1100\.00”，实为 “1200\.00”"),
        (("source_row = 2 ", "source_row = 99 "), r"key 选中的行 应为 恰好一行，实为 0 行"),
        (
            (", source_row = 2 ", ""),
            r"key 选中的行 应为 恰好一行，实为 4 行 \(journal\.csv  2; journal\.csv  3; journal\.csv  4 …\)",
        ),
        (
            (
                'key = { source_file = "journal.csv", source_row = 2 }',
                "key = { source_row = 2, voucher_date = 2021-01-06 }",
            ),
            "0 行",
        ),
    ],
)
def test_a_correction_that_no_longer_fits_stops_the_year(small: Workspace, change: tuple[str, str], told: str) -> None:
    decide(small, AMOUNT.replace(*change))
    with pytest.raises(StaleCorrection, match=r"unit/2021/corrections\.toml 第 1 条更正") as caught:
        small.load("unit", 2021)
    assert caught.match(told)
    assert caught.value.exit_code == 3
    assert "no longer fits" in caught.value.text("en")


def test_a_date_that_the_source_does_not_hold(small: Workspace) -> None:
    body = 'frame = "journal"\nkey = { source_file = "journal.csv", source_row = 2 }\ncolumn = "voucher_date"\n'
    decide(small, correction(body + "from = 2021-01-06\nto = 2021-01-07"))
    with pytest.raises(StaleCorrection, match="应为 “2021-01-06”，实为 “2021-01-05”"):
        small.load("unit", 2021)
    body = 'frame = "budget"\nkey = { budget_type = "original" }\ncolumn = "period"\n'
    decide(small, correction(body + "from = 1\nto = 2"))
    with pytest.raises(StaleCorrection, match="period 应为 “1”，实为 “0”"):
        small.load("unit", 2021)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[corrections]\n", r"\[\[correction\]\]"),
        ("correction = 1\n", "correction 应为"),
        ("correction = [1]\n", "correction 应为"),
        ("[[correction]]\nframe = ", "语法错误"),
        (AMOUNT + 'note = "x"\n', "note"),
        (AMOUNT.replace('frame = "journal"', 'frame = "spending"'), r"frame 应为 journal \| balances"),
        (AMOUNT.replace('frame = "journal"', "frame = [1]"), "frame"),
        (AMOUNT.replace('frame = "journal"\n', ""), "frame 应为 必填"),
        (AMOUNT.replace('"debit_cents"', '"source_row"'), "column"),
        (AMOUNT.replace('"debit_cents"', '"unit_code"'), "column"),
        (AMOUNT.replace('"debit_cents"', '"fiscal_year"'), "column"),
        (AMOUNT.replace('"debit_cents"', '"exported_account_code"'), "column"),
        (AMOUNT.replace('"debit_cents"', '"book"'), "column"),
        (AMOUNT.replace('"debit_cents"', '["debit_cents"]'), "column"),
        (AMOUNT.replace("source_row = 2", 'source_row = "2"'), "key source_row 应为 1, 2, 3"),
        (AMOUNT.replace("source_row = 2", "source_row = true"), "key source_row"),
        (AMOUNT.replace("source_row = 2", "row = 2"), "key row"),
        (AMOUNT.replace('{ source_file = "journal.csv", source_row = 2 }', "{}"), "key 应为"),
        (AMOUNT.replace('{ source_file = "journal.csv", source_row = 2 }', '"journal.csv"'), "key 应为"),
        (AMOUNT.replace("source_row = 2", "is_closing = 1"), r"key is_closing 应为 true \| false"),
        (AMOUNT.replace("source_row = 2", 'voucher_date = "31.12."'), "key voucher_date 应为 2021-12-31"),
        (AMOUNT.replace("source_row = 2", "voucher_date = 2021-12-31T10:00:00"), "key voucher_date"),
        (AMOUNT.replace("source_row = 2", "voucher_number = 2"), "key voucher_number 应为 文字"),
        (AMOUNT.replace('"1200.00"', "1200.00"), 'from 应为 "1200.00"'),
        (AMOUNT.replace('"1200.00"', '""'), "from"),
        (AMOUNT.replace('"1,300.00"', '"many"'), "to"),
        (AMOUNT.replace('"1,300.00"', '"1300.001"'), "to"),
        (AMOUNT.replace('"1,300.00"', '"1,200.00"'), "to 应为 与 from 不同的值"),
        (AMOUNT.replace('"附件少算一张发票"', '" "'), "reason"),
        (AMOUNT.replace('"王会计"', "1"), "decided_by"),
        (AMOUNT.replace("2022-03-01", '"soon"'), "date 应为 2021-12-31"),
        (AMOUNT.replace("2022-03-01", '""'), "date 应为 2021-12-31"),
        (AMOUNT.replace("2022-03-01", "2022"), "date 应为 2021-12-31"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(small: Workspace, text: str, where: str) -> None:
    decide(small, text)
    with pytest.raises(BadConfiguration, match=rf"(?s)unit/2021/corrections\.toml.*{where}"):
        small.load("unit", 2021)


def test_corrections_outside_the_year_are_told(small: Workspace) -> None:
    (small.raw / "unit" / "corrections.toml").write_text(AMOUNT, encoding="utf-8")
    ledger = small.load("unit", 2021)
    assert [f.subject for f in ledger.findings if f.kind.check == "unread_paths"] == ["unit/corrections.toml"]
    assert ledger.corrections == ()
