"""The printed figures of a report, each beside what the ledger gives."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.money import CENTS_PER
from perfkit.ledger.published import AMOUNT_MEASURES, MONEY_UNITS
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Trace, figure_lines
from perfkit.tables.lines import heading
from perfkit.tables.table import Table, TableColumn

_VERDICTS: Final[dict[str, dict[Language, str]]] = {
    "equal": {"zh": "一致", "en": "equal"},
    "differs": {"zh": "不一致", "en": "differs"},
    "not_computable": {"zh": "不可计算：缺{lacks}", "en": "not computable: lacks {lacks}"},
}


def published_table(comparison: pd.DataFrame, language: Language = "zh") -> Table:
    """Each printed figure, the computed one, the difference and the verdict in words.

    Args:
        comparison: frame of `measures.published_comparison`.
        language: of headings and names.
    """
    en = language == "en"
    verdicts = [
        _VERDICTS[verdict][language].format(lacks=lacks)
        for verdict, lacks in zip(comparison["verdict"], comparison[f"lacks_{language}"], strict=True)
    ]
    frame = comparison.assign(
        label=comparison[f"label_{language}"],
        scope=[Scope(scope).label(language) if scope else "" for scope in comparison["scope"]],
        verdict=pd.Series(verdicts, comparison.index, dtype="str"),
        # Texts already; a null of these columns is the mark that nothing was computed.
        computed=comparison["computed"].mask(comparison["computed"].eq("")),
        difference=comparison["difference"].mask(comparison["difference"].eq("")),
        row_class=comparison["verdict"].map({"differs": "warning"}).fillna(""),
    )
    counts = [(comparison["verdict"].eq(verdict)).sum() for verdict in _VERDICTS]
    return Table(
        title=(
            "Published figures: {} equal, {} differ, {} not computable"
            if en
            else "公开数字核对：一致 {} 项，不一致 {} 项，不可计算 {} 项"
        ).format(*counts),
        frame=frame,
        columns={
            "id": TableColumn("No." if en else "编号", "code"),
            "label": TableColumn("Figure" if en else "公开的数字"),
            "scope": TableColumn(heading("scope", language)),
            "unit": TableColumn("Unit" if en else "单位"),
            "published": TableColumn("Published" if en else "公开数", "printed"),
            "computed": TableColumn("Computed from the ledger" if en else "账面计算数", "printed"),
            "difference": TableColumn("Computed − published" if en else "差额（计算 − 公开）", "printed"),
            "verdict": TableColumn("Verdict" if en else "结论"),
        },
        language=language,
        nothing="No figure of this unit was published." if en else "没有可核对的公开数字（published.csv）。",
        trace=_trace(comparison),
    )


def _trace(comparison: pd.DataFrame) -> Trace:
    """Every figure has its own lines; those of a rate are not a sum."""
    named = comparison[["measure", "scope", "select", "unit"]].itertuples(index=False, name=None)
    lines, steps = [], []
    for measure, scope, select, unit in named:
        is_amount = measure in (*AMOUNT_MEASURES, "income")
        lines.append(figure_lines(measure, scope, select) if is_amount else ())
        steps.append(CENTS_PER[MONEY_UNITS[unit]] if is_amount else 0)
    return Trace(cells={"computed": lines}, steps={"computed": steps})
