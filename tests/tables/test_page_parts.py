"""What a page says of itself: its head, its cards, what was read, where it came from."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from yearbook import LEDGER, SET_ASIDE, WHOLE, without_budget

from perfkit.ledger.frames import empty
from perfkit.tables import (
    Table,
    banner,
    execution_table,
    inputs_table,
    key_figures,
    provenance_table,
    set_aside_rows_table,
    set_aside_table,
)  # fmt: skip


def column(made: Table, name: str) -> list[str]:
    return made.printed()[name].tolist()


def test_the_notice_cannot_be_overlooked() -> None:
    made = banner(LEDGER, title="质量 <1>")
    assert made.title == "质量 <1>"
    assert made.lines[0] == "单位 · 2021年度 · 2021-01-01 – 2021-12-31"
    assert "全口径（全部资金）、财政拨款" in made.lines[1]
    assert "不含年末结转分录" in made.lines[1]
    assert "年末结转" not in banner(replace(LEDGER, inputs=())).lines[1], "no journal, no closing entries"
    assert '<p class="notice" role="note"><strong>注意：</strong>示例数据</p>' in made._repr_html_()
    assert "质量 &lt;1&gt;" in made._repr_html_()


def test_a_banner_without_title_or_notice() -> None:
    quiet = replace(LEDGER, unit=replace(LEDGER.unit, notices={}))
    made = banner(quiet, "en", scopes=["all_funds"])
    assert made.title == "the unit"
    assert made.lines[0] == "fiscal year 2021 · 2021-01-01 – 2021-12-31"
    assert "Scope: all funds." in made.lines[1]
    assert 'role="note"' not in made._repr_html_()
    assert str(banner(LEDGER, "en")).endswith("Note: sample data")


def test_key_figures_per_scope_in_the_large_unit() -> None:
    big = WHOLE.assign(final_budget_cents=3126150000, actual_cents=2558420000, variance_cents=-567730000)
    made = key_figures([big.assign(scope="fiscal_appropriation"), without_budget(WHOLE)], LEDGER)
    (fiscal, cards), (_, unknown) = made.groups
    assert fiscal == "财政拨款"
    assert [(card.text, card.unit) for card in cards][:3] == [
        ("3,126.15", "万元"),
        ("2,558.42", "万元"),
        ("-567.73", "万元"),
    ]
    assert cards[2].mark == "negative"
    assert cards[3].label == "执行率（全年预算）"
    assert unknown[0].text == "不可计算：缺预算文件"
    assert "全年执行数: 2,558.42 万元" in str(made)
    assert '<div class="absent">' in made._repr_html_()


def test_without_a_source_of_spending_that_is_what_is_lacking() -> None:
    follows = ["actual_cents", "variance_cents", "execution_rate", "original_execution_rate"]
    untold = WHOLE.assign(**dict.fromkeys(follows, pd.NA))
    cards = key_figures([untold], LEDGER).groups[0][1]
    assert [card.text for card in cards[1:]] == ["不可计算：缺支出数据"] * 4
    note = execution_table(untold, LEDGER, []).all_notes()[-1]
    assert note == "全年执行数、结余（超支为负）、执行率（全年预算）、执行率（年初预算）：不可计算，缺支出数据。"


def test_key_figures_in_english() -> None:
    made = key_figures([without_budget(WHOLE).assign(scope="fiscal_appropriation"), WHOLE], LEDGER, "en")
    assert made.groups[0][0] == "Fiscal appropriation"
    assert made.groups[0][1][0].text == "not computable: lacks the budget book"
    assert made.groups[1][1][0].unit == "10,000 yuan"


def test_rows_set_aside_are_counted_by_reason() -> None:
    made = set_aside_table(LEDGER)
    assert sorted(column(made, "reason")) == ["合计", "合计行", "表头以上的标题", "金额无法识别"]
    assert column(made, "rows")[-1] == "3"
    assert column(made, "debit_cents")[-1] == "12.00"


def test_rows_set_aside_are_listed_those_not_read_first() -> None:
    made = set_aside_rows_table(LEDGER, "en")
    assert made.title == "Rows set aside, one by one (2)"
    assert column(made, "reason") == ["unreadable amount", "total or subtotal"]
    assert "&lt;script&gt;" in made._repr_html_()
    assert column(made, "source_row") == ["30", "9"]
    short = set_aside_rows_table(LEDGER, limit=1)
    assert len(short.frame) == 1
    assert short.all_notes() == ["另有 1 行未列出，见 ledger.set_aside。"]


def test_nothing_set_aside_is_said() -> None:
    clean = replace(LEDGER, set_aside=empty("set_aside"))
    assert set_aside_table(clean).nothing in set_aside_table(clean)._repr_html_()
    assert set_aside_rows_table(clean, "en").nothing in str(set_aside_rows_table(clean, "en"))
    assert SET_ASIDE["reason"].nunique() == 3


def test_inputs_carry_their_hashes() -> None:
    made = inputs_table(LEDGER)
    assert column(made, "sha256") == ["ab" * 32, "cd" * 32]
    assert column(made, "bytes") == ["12,345", "99"]
    assert column(made, "kind") == ["序时账", "预算文件"]
    unknown = replace(LEDGER, inputs=(replace(LEDGER.inputs[0], kinds=("other",)),))
    assert column(inputs_table(unknown, "en"), "kind") == ["other"]


def test_provenance_names_parameters_and_versions() -> None:
    made = provenance_table(LEDGER, {"unit": "u", "year": 2021}, "en")
    told = dict(zip(column(made, "item"), column(made, "value"), strict=True))
    assert told["Parameter unit"] == "'u'"
    assert told["Parameter year"] == "2021"
    assert told["pandas"] == pd.__version__
    assert {"perfkit", "Python", "plotly"} <= told.keys()
    assert "参数 year" in column(provenance_table(LEDGER, {"year": 2021}), "item")
