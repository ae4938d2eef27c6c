"""The tables of a review: what conflicts first, what agrees folded, each figure beside the ledger."""

from __future__ import annotations

import pandas as pd

from perfkit.evaluation.review import remarks_frame, review, review_figures, review_summary
from perfkit.ledger.frames import conform
from perfkit.tables import review_figures_table, review_table

TEXT = "本年支出合计5.00万元，其中：基本支出3.00万元，项目支出1.00万元。\n<b>XX</b>局预算。\n下设甲科、乙科、丙科三个科室。"


def done():
    lines = [{"row_text": line, "source_row": number} for number, line in enumerate(TEXT.splitlines(), start=1)]
    return review(conform(pd.DataFrame(lines).assign(source_file="r.txt"), "prose"), year=2023)


def test_conflicts_come_first_and_what_agrees_is_folded() -> None:
    for language, words in (("zh", "冲突"), ("en", "conflict")):
        frame = remarks_frame(done(), language)
        table = review_table(frame, review_summary(done(), language), language)
        printed = table.printed()
        assert printed["verdict_label"].iloc[0] == words
        assert table.title == review_summary(done(), language)
        assert "10,000.00" in printed["amount_cents"].iloc[0]
        assert not table.is_folded
        agreeing = review_table(frame, "", language, agreeing=True)
        assert agreeing.is_folded
        assert "（1）" in agreeing.title or "(1)" in agreeing.title
        assert set(agreeing.frame["verdict"]) == {"agrees"}


def test_the_words_of_a_report_are_escaped() -> None:
    page = review_table(remarks_frame(done()), "")._repr_html_()
    assert "<b>XX" not in page
    assert "&lt;b&gt;XX" in page


def test_every_figure_is_listed() -> None:
    table = review_figures_table(review_figures(done()))
    assert "（3）" in table.title
    assert list(table.printed()["printed"]) == ["5.00万元", "3.00万元", "1.00万元"]
    assert list(table.printed()["computed"]) == ["—"] * 3
    assert "(3)" in review_figures_table(review_figures(done(), "en"), "en").title
    nothing = review_figures_table(review_figures(review(conform(pd.DataFrame(), "prose"))))
    assert "没有金额和比率" in str(nothing)


def test_an_empty_report_has_nothing_to_say() -> None:
    empty = review(conform(pd.DataFrame(), "prose"))
    assert empty.remarks == ()
    assert "没有" in str(review_table(remarks_frame(empty), ""))
