"""A review as frames of words, for tables and listings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.review.against_ledger import Checked, measure_name, printed
from perfkit.evaluation.review.remarks import VERDICTS, told_as, verdict_of
from perfkit.evaluation.review.report import Review

VERDICT_LABELS: Final[dict[str, dict[Language, str]]] = {
    "conflict": {"zh": "冲突", "en": "conflict"},
    "gap": {"zh": "需说明", "en": "to be explained"},
    "unproven": {"zh": "缺佐证", "en": "unproven"},
    "missing": {"zh": "缺失", "en": "missing"},
    "note": {"zh": "提示", "en": "note"},
    "rounding": {"zh": "尾差", "en": "rounding"},
    "agrees": {"zh": "一致", "en": "agrees"},
    "not_computable": {"zh": "不可计算", "en": "not computable"},
    "unbound": {"zh": "未对应", "en": "not bound"},
}
_REMARKS: Final = ("verdict", "verdict_label", "title", "text", "amount_cents", "source_file", "row_class")
_FIGURES: Final = (
    "place", "label", "measure", "scope", "printed", "computed", "verdict", "verdict_label", "lacks", "row_class",
)  # fmt: skip


def remarks_frame(review: Review, language: Language = "zh") -> pd.DataFrame:
    """One row per remark, conflicts first.

    *Grain*: one remark: verdict (as in code), verdict_label, title, text, amount_cents (Int64), source_file, row_class
    (the severity).
    """
    rows = [
        {
            "verdict": verdict_of(remark),
            "verdict_label": VERDICT_LABELS[verdict_of(remark)][language],
            "title": remark.kind.title(language),
            "text": remark.text(language),
            "amount_cents": remark.amount_cents,
            "source_file": remark.source_file,
            "row_class": remark.kind.severity if verdict_of(remark) != "agrees" else "",
        }
        for remark in review.remarks
    ]
    return pd.DataFrame(rows, columns=list(_REMARKS)).astype({"amount_cents": "Int64"})


def review_figures(review: Review, language: Language = "zh") -> pd.DataFrame:
    """One row per printed amount or rate, in the order of the document.

    *Grain*: one figure: place, label (the words it is bound by), measure and scope in words, printed, computed (null
    where the ledger gives nothing), verdict, verdict_label, lacks, row_class. All texts.
    """
    rows = [_figure(one, language) for one in review.checked]
    frame = pd.DataFrame(rows, columns=list(_FIGURES), dtype="str")
    return frame.assign(computed=frame["computed"].mask(frame["computed"].eq("")))


def _figure(one: Checked, language: Language) -> dict[str, str]:
    statement, found = one.statement, one.computed
    scope = found.scope if found else statement.effective_scope
    return {
        "place": statement.place.words(language),
        "label": told_as(statement),
        "measure": measure_name(found.measure, english=language == "en") if found else "",
        "scope": scope.label(language) if scope else "",
        "printed": statement.quantity.text,
        "computed": printed(found.value, statement) if found and found.value is not None else "",
        "verdict": one.outcome,
        "verdict_label": VERDICT_LABELS[one.outcome][language],
        "lacks": one.lacks,
        "row_class": "warning" if one.outcome in ("conflict", "gap") else "",
    }


def review_summary(review: Review, language: Language = "zh") -> str:
    """How many remarks of each kind there are, and how the figures compare with the ledger, on one line."""
    counts = [f"{VERDICT_LABELS[one][language]} {review.count(one)}" for one in VERDICTS if review.count(one)]
    outcomes: Sequence[str] = ("agrees", "rounding", "conflict", "gap", "not_computable", "unbound")
    figures = [f"{VERDICT_LABELS[one][language]} {review.figures(one)}" for one in outcomes if review.figures(one)]
    if language == "en":
        told = "; against the ledger: " if review.has_ledger else "; no ledger to compare with: "
        return (
            f"{review.source_file}: {', '.join(counts) or 'nothing'}{told}{', '.join(figures) or 'no amount or rate'}"
        )
    told = "；金额和比率与账簿相比：" if review.has_ledger else "；没有账簿可比："
    return f"{review.source_file}：{'，'.join(counts) or '无'}{told}{'，'.join(figures) or '没有金额和比率'}"
