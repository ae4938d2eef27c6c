"""Printed figures that the ledger does not give."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind

DIFFERS: Final = FindingKind(
    "published_figures",
    "error",
    "公开数字与账簿不符",
    "printed figure differs from the ledger",
    "公开数字 {subject}（{label}）为 {expected} {unit}，账簿计算为 {found} {unit}，相差 {gap} {unit}。",
    "Printed figure {subject} ({label}) says {expected} {unit}, the ledger gives {found} {unit}, {gap} {unit} apart.",
)


def published_figures(comparison: pd.DataFrame) -> list[Finding]:
    """Printed figures that differ from the computed ones. `comparison`: `measures.published_comparison`."""
    return [
        Finding(
            DIFFERS,
            subject=row["id"],
            amount_cents=None if pd.isna(row["difference_cents"]) else int(row["difference_cents"]),
            expected=row["published"],
            found=row["computed"],
            parts={
                "label": {"zh": row["label_zh"], "en": row["label_en"]},
                "unit": row["unit"],
                "gap": row["difference"],
            },
        )
        for _, row in comparison[comparison["verdict"].eq("differs")].iterrows()
    ]
