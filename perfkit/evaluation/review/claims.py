"""What a self-evaluation claims without proof, and complaints that its own figures contradict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from perfkit.evaluation.review.outline import Outline, Paragraph
from perfkit.evaluation.review.quantities import quantities
from perfkit.evaluation.review.remarks import money, places, remark, remark_kind
from perfkit.evaluation.review.totals import Totals
from perfkit.evaluation.review.vocabulary import Claim, claims, phrase
from perfkit.evaluation.review.wording import sentences
from perfkit.ledger.findings import Finding
from perfkit.ledger.targets import has_evidence

_UNPROVEN: Final = remark_kind(
    "unproven", "claims_without_evidence", ("成效没有佐证", "claim without evidence"),
    "“{claim}”（{place}）没有调查、统计或其他佐证{targets}，不能据此评分。",
    "“{claim}” ({place}) has no survey, count or other evidence{targets}: it cannot be scored.",
)  # fmt: skip
_CONTRADICTED: Final = remark_kind(
    "conflict", "complaints_against_figures", ("反映经费不足而预算未用完", "money lacks, and is left"),
    "{place}：反映“{words}”，而年初预算 {budget}只支出 {spent}，未执行 {gap}：问题在预算结构，不在总量。",
    "{place}: it complains “{words}”, and of the original budget of {budget} only {spent} were spent, {gap} are left: "
    "the money lies in the wrong lines.",
)  # fmt: skip
_NOT_CLAIMED: Final = ("goals", "plans", "glossary")
#: Evidence that is the report itself proves nothing.
_ITSELF: Final = "自评报告"


def claims_without_evidence(document: Outline, targets: pd.DataFrame) -> list[Finding]:
    """Satisfaction, and the absence of complaints, accidents and violations, told as a result without any proof.

    Args:
        document: the report.
        targets: the indicators of the unit; evidence that they name is proof.
    """
    found = []
    for claim in claims():
        bare = [one for one in document.paragraphs if one.topic not in _NOT_CLAIMED and _is_bare(one, claim)]
        if bare and not _has_proof(claim, targets):
            told = _about_targets(claim, targets)
            names = {"zh": claim.zh, "en": claim.en}
            where = places(one.place for one in bare)
            found.append(remark(_UNPROVEN, bare[0].place, claim=names, targets=told, place=where))
    return found


def complaints_against_figures(document: Outline, totals: Totals) -> list[Finding]:
    """A complaint of lacking funds, where the original budget was not spent."""
    budget, spent = totals.whole("original_budget"), totals.whole("actual", fiscal=False) or totals.whole("actual")
    if budget is None or spent is None or spent.quantity.value >= budget.quantity.value:
        return []
    gap = budget.quantity.value - spent.quantity.value
    amounts = {"budget": money(budget.quantity.value), "spent": money(spent.quantity.value), "gap": money(gap)}
    return [
        remark(_CONTRADICTED, paragraph.place, gap, words=words, **amounts)
        for paragraph in document.paragraphs
        if paragraph.topic == "problems" and not phrase("unspent").search(paragraph.text)
        for words in _complaints(paragraph.text)
    ]


def _complaints(text: str) -> Iterator[str]:
    first = next((found[0] for found in phrase("complaint").finditer(text)), "")
    if first:
        yield first


def _is_bare(paragraph: Paragraph, claim: Claim) -> bool:
    """Whether a sentence of the paragraph makes the claim, and nothing in it proves it."""
    return any(
        claim.pattern.search(sentence)
        and not phrase("proof").search(sentence)
        and not any(one.kind == "rate" for one in quantities(sentence))
        for _, sentence in sentences(paragraph.text)
    )


def _named(claim: Claim, targets: pd.DataFrame) -> pd.DataFrame:
    return targets[targets["indicator_name"].str.contains(claim.root, regex=False)]


def _has_proof(claim: Claim, targets: pd.DataFrame) -> bool:
    documents = [name for name in _named(claim, targets)["evidence_document"] if has_evidence(name)]
    return any(_ITSELF not in name for name in documents)


def _about_targets(claim: Claim, targets: pd.DataFrame) -> dict[str, str]:
    count = len(_named(claim, targets))
    if not count:
        return {"zh": "", "en": ""}
    return {
        "zh": f"，绩效目标表中对应的 {count} 个指标也没有佐证",
        "en": f", nor have the {count} indicators of it in the sheet of targets",
    }
