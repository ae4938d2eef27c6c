"""From the original budget over every kind of change to the final budget, and on to what was spent."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.numbers import carry_numbers
from perfkit.figures.theme import ACTUAL, ADDED, FAINT, OVERSPENT, TAKEN, figure, hatched, nothing_to_show
from perfkit.figures.words import NO_BUDGET, NO_SPENDING, axis_title, exact, lengths, subtitle
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, as_rate, in_money_unit, money_text, ratio
from perfkit.ledger.scopes import Scope

_STEPS: Final[dict[str, dict[Language, str]]] = {
    "original": {"zh": "年初预算", "en": "original budget"},
    "supplement": {"zh": "追加", "en": "supplement"},
    "reduction": {"zh": "调减", "en": "reduction"},
    "transfer": {"zh": "调剂", "en": "transfer"},
    "carryover": {"zh": "上年结转", "en": "carry-over"},
    "final": {"zh": "全年预算", "en": "final budget"},
    "unspent": {"zh": "未支出", "en": "unspent"},
    "overspent": {"zh": "超支", "en": "overspent"},
    "actual": {"zh": "全年执行", "en": "actual"},
}


def budget_bridge_chart(
    bridge: pd.DataFrame, ledger: Ledger, scope: Scope | str, language: Language = "zh"
) -> go.Figure:
    """A waterfall: original budget, changes, final budget, unspent or overspent, actual.

    Args:
        bridge: frame of `measures.budget_bridge`.
        ledger: whose names and money unit.
        scope: the scope it was measured on.
        language: of all words.
    """
    levels = dict(zip(bridge["step"], bridge["amount_cents"], strict=True))
    if ledger.budget.empty or not {"original", "final", "actual"} <= levels.keys():
        name = "From budget to actual" if language == "en" else "从预算到执行"
        return nothing_to_show(name, NO_BUDGET[language])
    if pd.isna(levels["actual"]):
        return nothing_to_show("From budget to actual" if language == "en" else "从预算到执行", NO_SPENDING[language])
    steps = ["overspent" if step == "unspent" and amount > 0 else step for step, amount in levels.items()]
    labels = [_STEPS[step][language] if step != "overspent" else f"<b>{_STEPS[step][language]}</b>" for step in steps]
    shown = figure(_title(levels, ledger, language), subtitle(ledger, scope, language), has_legend=False)
    shown.add_waterfall(
        x=labels,
        y=lengths(bridge["amount_cents"], ledger),
        measure=["absolute" if is_total else "relative" for is_total in bridge["is_total"]],
        text=[_sign(amount, is_total) + as_money(amount, ledger.unit)
              for amount, is_total in zip(bridge["amount_cents"], bridge["is_total"], strict=True)],
        textposition="outside",
        cliponaxis=False,
        customdata=exact(bridge["amount_cents"], ledger, language),
        hovertemplate="%{x}<br>%{customdata}<extra></extra>",
        totals_marker_color=ACTUAL,
        increasing_marker_color=ADDED,
        decreasing_marker_color=TAKEN,
        connector_line={"color": FAINT, "width": 1, "dash": "dot"},
    )  # fmt: skip
    if steps[-2] == "overspent":
        # A waterfall has one colour for all that rises; what rises above the budget gets its own, and a pattern.
        shown.add_bar(
            x=[labels[-2]], y=lengths(bridge["amount_cents"].iloc[[-2]], ledger),
            base=lengths(bridge["amount_cents"].iloc[[-3]], ledger), hoverinfo="skip",
            marker={"color": OVERSPENT, "pattern": hatched("/"), "line": {"width": 0}},
        )  # fmt: skip
    shown.update_layout(bargap=0.25, waterfallgap=0.25)
    top = max(levels["original"], levels["final"], levels["actual"], 0)
    shown.update_yaxes(title_text=axis_title("金额" if language == "zh" else "Amount", ledger, language))
    if top > 0 and min(levels["original"], levels["final"], levels["actual"]) >= 0:
        shown.update_yaxes(range=[0, in_money_unit(top, ledger.unit) * 1.12])
    names = {"Step" if language == "en" else "步骤": [_STEPS[step][language] for step in steps]}
    return carry_numbers(shown, names, bridge[["amount_cents"]], ledger, language)


def _sign(amount: int, is_total: bool) -> str:
    return "+" if amount > 0 and not is_total else ""


def _title(levels: dict[str, int], ledger: Ledger, language: Language) -> str:
    def said(cents: int) -> str:
        return money_text(abs(cents), ledger.unit, language)

    final, actual = levels["final"], levels["actual"]
    change = final - levels["original"]
    share = ratio(pd.Series([actual]), pd.Series([final])).iloc[0]
    rate = "" if pd.isna(share) else as_rate(share)
    if language == "en":
        grown = f"Budget {'grew' if change > 0 else 'shrank'} by {said(change)}" if change else "Budget did not change"
        left = f"{said(final - actual)} {'unspent' if actual <= final else 'overspent'}"
        return f"{grown}; {left}" + (f" (execution rate on the final budget {rate})" if rate else "")
    grown = f"全年预算比年初{'增加' if change > 0 else '减少'} {said(change)}" if change else "全年预算与年初相同"
    left = f"{'未支出' if actual <= final else '超支'} {said(final - actual)}"
    return f"{grown}，{left}" + (f"（执行率 {rate}，按全年预算）" if rate else "")
