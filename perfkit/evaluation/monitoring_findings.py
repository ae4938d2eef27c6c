"""What monitoring asks for: a reason wherever the light is not green, and wherever more is spent than is budgeted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from perfkit.errors import Language
from perfkit.evaluation.monitoring import Monitoring
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_rate, as_yuan, currency_label

Words = dict[Language, str]
_PACE: Final[Words] = {
    "zh": "{name} {span}执行 {found} {currency}，执行率 {rate}，为序时进度的 {progress}（{light}）。{reason}",
    "en": "{name}: {found} {currency} spent in {span}, {rate} of the budget known by then, {progress} of an even pace "
    "({light}). {reason}",
}
FAR_BEHIND: Final = FindingKind(
    "far_behind_the_year", "warning", "执行进度严重滞后", "far behind the year", _PACE["zh"], _PACE["en"]
)
BEHIND: Final = FindingKind("behind_the_year", "notice", "执行进度滞后", "behind the year", _PACE["zh"], _PACE["en"])
OVER: Final = FindingKind(
    "spent_more_than_known_budget",
    "warning",
    "支出超过调整后预算",
    "more spent than budgeted by then",
    "{name} {span}已执行 {found} {currency}，超过截至期末的调整后预算 {expected} {currency}。{reason}",
    "{name}: {found} {currency} spent in {span}, more than the {expected} budgeted by then. {reason}",
)
INDICATOR_BEHIND: Final = FindingKind(
    "indicators_behind",
    "notice",
    "指标进度滞后",
    "indicator behind",
    "{name} 的指标“{indicator}” {span}完成 {found}，年度指标值 {expected}（{light}）。{reason}",
    "{name}: the indicator “{indicator}” is at {found} of {expected} after {span} ({light}). {reason}",
)
_ASKED: Final[Words] = {"zh": "须说明原因（尚未填写）。", "en": "A reason is asked for; none is given."}
_GIVEN: Final[Words] = {"zh": "填报的原因：{reason}。", "en": "Reason given: {reason}."}
_WHOLE: Final[Words] = {"zh": "单位整体", "en": "The whole unit"}


def line_name(monitoring: Monitoring, row: Mapping[str, Any], language: Language = "zh") -> str:
    """What a row of `lines` is about; the whole unit where it is one of `whole`."""
    column = next((name for name in monitoring.by if name in row), "")
    return monitoring.ledger.label(column, row[column], language) if column else _WHOLE[language]


def reasons_given(monitoring: Monitoring, project: str) -> str:
    """The reasons that the sheet of targets gives for a project ("" = the unit), each once."""
    own = monitoring.indicators[monitoring.indicators["budget_project_code"].eq(project)]
    return "；".join(dict.fromkeys(text.rstrip("。；") for text in own["deviation_reason"] if text.strip()))


def findings_of_monitoring(monitoring: Monitoring) -> list[Finding]:
    """The whole unit, then its lines, then its indicators."""
    found = [
        finding
        for frame in (monitoring.whole, monitoring.lines)
        for row in frame.to_dict("records")
        for finding in _of_line({str(name): value for name, value in row.items()}, monitoring)
    ]
    return [*found, *_of_indicators(monitoring)]


def _of_line(row: dict[str, Any], monitoring: Monitoring) -> Iterator[Finding]:
    ledger, lights = monitoring.ledger, [light.name for light in monitoring.template.lights]
    budget, spent = row["known_budget_cents"], row["cumulative_actual_cents"]
    project = row.get("budget_project_code", "")
    words = {
        "name": {"zh": line_name(monitoring, row), "en": line_name(monitoring, row, "en")},
        "reason": _reason(reasons_given(monitoring, project)),
        **_told(monitoring),
    }
    if row["light"] in lights[1:]:
        gap = round(budget * row["elapsed_rate"]) - spent
        rates = {"rate": as_rate(row["cumulative_rate"]), "progress": as_rate(row["progress_rate"])}
        parts = {**words, **rates, "light": {"zh": row["light_zh"], "en": row["light_en"]}}
        kind = FAR_BEHIND if row["light"] == lights[-1] else BEHIND
        yield Finding(kind, subject=project, amount_cents=gap, found=as_yuan(spent), parts=parts)
    if not ledger.budget.empty and _is_more(spent, budget):
        yield Finding(OVER, project, int(spent - budget), expected=as_yuan(budget), found=as_yuan(spent), parts=words)


def _is_more(spent: Any, budget: Any) -> bool:
    return bool((spent > budget) is True)


def _of_indicators(monitoring: Monitoring) -> Iterator[Finding]:
    lights = [light.name for light in monitoring.template.lights]
    for row in monitoring.indicators.to_dict("records"):
        if row["light"] in lights[1:]:
            project = row["budget_project_code"]
            names: Words = {
                language: monitoring.ledger.label("budget_project_code", project, language) if project else words
                for language, words in _WHOLE.items()
            }
            yield Finding(
                INDICATOR_BEHIND,
                subject=project,
                expected=row["target_text"],
                found=row["actual_so_far"],
                source_file=row["source_file"],
                source_sheet=row["source_sheet"],
                source_row=int(row["source_row"]),
                parts={
                    "name": names,
                    "indicator": row["indicator_name"],
                    "light": {"zh": row["light_zh"], "en": row["light_en"]},
                    "reason": _reason(row["deviation_reason"].strip().rstrip("。；")),
                    **_told(monitoring),
                },
            )


def _told(monitoring: Monitoring) -> dict[str, object]:
    unit = monitoring.ledger.unit
    return {
        "span": {"zh": monitoring.span(), "en": monitoring.span("en")},
        "currency": {"zh": currency_label(unit), "en": currency_label(unit, "en")},
    }


def _reason(given: str) -> Words:
    return {language: words.format(reason=given) for language, words in (_GIVEN if given else _ASKED).items()}
