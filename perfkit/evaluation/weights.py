"""The points that each indicator can bring: as given, else an even share of what is left of its group."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from perfkit.evaluation.rules import Template
from perfkit.ledger.money import split_evenly


def group_centipoints(template: Template) -> dict[str, int]:
    """First-level indicator -> the hundredths of a point that the form gives it."""
    return {group.level1_name: int(group.points * 100) for group in template.groups}


def with_weights(targets: pd.DataFrame, points: Mapping[str, int]) -> pd.DataFrame:
    """`targets` with a weight for every indicator that can have one.

    Indicators without a weight share evenly what the others leave of the points of their first-level group, to the
    hundredth of a point, the first ones one more where it does not come out even. In a group that the form does not
    have, or that the others use up, they keep none.

    Args:
        targets: the indicators of one subject.
        points: `group_centipoints` of its template.

    Returns:
        `targets` with weight_centipoints filled, and is_weight_default (True where it was shared out).
    """
    weights = targets["weight_centipoints"].copy()
    is_default = pd.Series(False, index=targets.index)
    for level1, group in targets.groupby("level1_name", sort=False):
        blank = group.index[group["weight_centipoints"].isna()]
        left = points.get(str(level1), 0) - int(group["weight_centipoints"].sum())
        if len(blank) and left > 0:
            weights.loc[blank] = split_evenly(left, len(blank))
            is_default.loc[blank] = True
    return targets.assign(weight_centipoints=weights, is_weight_default=is_default)
