"""The review of a written report: what it does not say rightly, and each of its figures beside the ledger."""

from __future__ import annotations

import pandas as pd

from perfkit.errors import Language
from perfkit.tables.table import Table, TableColumn


def review_table(remarks: pd.DataFrame, summary: str, language: Language = "zh", *, agreeing: bool = False) -> Table:
    """The remarks of a review, conflicts first; what agrees is a folded table of its own.

    Args:
        remarks: frame of `evaluation.remarks_frame`.
        summary: of `evaluation.review_summary`; the title of the first table.
        language: of headings.
        agreeing: whether to show what agrees (folded), and not what does not.
    """
    en = language == "en"
    chosen = remarks[remarks["verdict"].eq("agrees") == agreeing].reset_index(drop=True)
    columns = {
        "verdict_label": TableColumn("Verdict" if en else "结论"),
        "title": TableColumn("What" if en else "事项"),
        "text": TableColumn("In words" if en else "说明", "prose"),
    }
    if not agreeing:
        columns["amount_cents"] = TableColumn("Amount at stake" if en else "涉及金额", "amount")
    held = f"What agrees inside the report ({len(chosen)})" if en else f"报告内部相符的事项（{len(chosen)}）"
    return Table(
        title=held if agreeing else summary,
        frame=chosen,
        columns=columns,
        language=language,
        currency="yuan" if en else "元",
        is_folded=agreeing,
        nothing="Nothing." if en else "没有。",
    )


def review_figures_table(figures: pd.DataFrame, language: Language = "zh") -> Table:
    """Every amount and rate of the report beside the ledger, folded.

    Args:
        figures: frame of `evaluation.review_figures`.
        language: of headings.
    """
    en = language == "en"
    return Table(
        title=f"Amounts and rates of the report ({len(figures)})" if en else f"报告中的金额和比率（{len(figures)}）",
        frame=figures,
        columns={
            "place": TableColumn("Place" if en else "位置"),
            "label": TableColumn("Words" if en else "报告用语"),
            "measure": TableColumn("Measure" if en else "指标"),
            "scope": TableColumn("Scope" if en else "口径"),
            "printed": TableColumn("Printed" if en else "报告数", "printed"),
            "computed": TableColumn("Ledger" if en else "账簿数", "printed"),
            "verdict_label": TableColumn("Verdict" if en else "结论"),
            "lacks": TableColumn("Lacks" if en else "缺"),
        },
        language=language,
        is_folded=True,
        nothing="The report has no amount and no rate." if en else "报告中没有金额和比率。",
    )
