"""How the self-evaluation forms are drawn, layout by layout: which columns each block has and where they stand.

*Source*: the filled project form of 贵池区棠溪镇 (2022, template of 财预〔2020〕10号); the form 510000_0013zp of 青神县
(Sichuan); the special fund form of 衡山县 (Hunan, 2020); the Hunan form of the whole unit after 2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Field:
    """One column of a block: what stands in it, its heading, and the columns of the form it covers."""

    name: str
    heading: str
    first: int
    columns: int = 1

    @property
    def last(self) -> int:
        """The last column that it covers."""
        return self.first + self.columns - 1


@dataclass(frozen=True)
class Layout:
    """One drawing of a form.

    Args:
        funds_title: the words left of the funds.
        funds: their columns: label, original, final, actual, points, rate, score, reason.
        indicators: the columns of the indicators: level1, level2, indicator, nature, target, measure_unit, actual,
            points, score, reason.
        goals: the two columns of the overall goals.
        widths: of the columns of the form, in characters.
        shares: which split of the funds its rows are (`perfkit.evaluation.forms.shares`).
        is_landscape: how it prints.
    """

    funds_title: str
    funds: tuple[Field, ...]
    indicators: tuple[Field, ...]
    goals: tuple[Field, Field]
    widths: tuple[int, ...]
    shares: str
    is_landscape: bool = False

    @property
    def columns(self) -> int:
        """How many columns the form has."""
        return len(self.widths)

    @property
    def label_column(self) -> int:
        """The column where the rows of the funds are named."""
        return self.funds[0].first

    def fund(self, name: str) -> Field | None:
        """The column of the funds with that content."""
        return next((one for one in self.funds if one.name == name), None)

    def indicator(self, name: str) -> Field | None:
        """The column of the indicators with that content."""
        return next((one for one in self.indicators if one.name == name), None)


_FUNDS: Final = (
    Field("label", "", 2, 2),
    Field("original", "年初预算数", 4),
    Field("final", "全年预算数", 5),
    Field("actual", "全年执行数", 6),
    Field("points", "分值", 7),
    Field("rate", "执行率", 8),
    Field("score", "得分", 9),
)
_INDICATORS: Final = (
    Field("level1", "一级指标", 2),
    Field("level2", "二级指标", 3),
    Field("indicator", "三级指标", 4),
    Field("target", "年度指标值", 5),
    Field("actual", "实际完成值", 6),
    Field("points", "分值", 7),
    Field("score", "得分", 8),
    Field("reason", "偏差原因分析及改进措施", 9),
)
_GOALS: Final = (Field("goal", "预期目标", 2, 4), Field("achieved", "实际完成情况", 6, 4))
_WIDTHS: Final = (9, 10, 13, 17, 13, 13, 7, 10, 15)

LAYOUTS: Final = {
    "national": Layout("项目资金\n（{money}）", _FUNDS, _INDICATORS, _GOALS, _WIDTHS, "carryover"),
    "unit": Layout("年度预算申请\n（{money}）", _FUNDS, _INDICATORS, _GOALS, _WIDTHS, "nature"),
    "sichuan": Layout(
        "预算执行情况\n（{money}）",
        (
            Field("label", "", 2, 2),
            Field("original", "年初预算", 4),
            Field("final", "调整后预算数", 5, 2),
            Field("actual", "预算执行数", 7),
            Field("rate", "执行率", 8),
            Field("points", "权重", 9),
            Field("score", "得分", 10),
            Field("reason", "原因", 11),
        ),
        (
            Field("level1", "一级指标", 2),
            Field("level2", "二级指标", 3),
            Field("indicator", "三级指标", 4),
            Field("nature", "指标性质", 5),
            Field("target", "指标值", 6),
            Field("measure_unit", "度量单位", 7),
            Field("actual", "完成值", 8),
            Field("points", "权重", 9),
            Field("score", "得分", 10),
            Field("reason", "未完成原因分析", 11),
        ),
        (Field("goal", "预期目标", 2, 5), Field("achieved", "实际完成情况", 7, 5)),
        (9, 12, 14, 22, 8, 13, 13, 15, 8, 11, 20),
        "kind_of_fund",
        is_landscape=True,
    ),
    "hunan_county": Layout(
        "项目资金\n（{money}）",
        (
            Field("label", "", 2, 3),
            Field("final", "全年预算数（A）", 5),
            Field("actual", "全年执行数（B）", 6),
            Field("rate", "执行率（B/A）", 7),
        ),
        (
            Field("level1", "一级指标", 2),
            Field("level2", "二级指标", 3),
            Field("indicator", "三级指标", 4),
            Field("target", "年度指标值", 5),
            Field("actual", "全年完成值", 6),
            Field("reason", "未完成原因和改进措施", 7),
        ),
        (Field("goal", "预期目标", 2, 3), Field("achieved", "全年实际完成情况", 5, 3)),
        (9, 13, 15, 22, 17, 17, 22),
        "level_of_government",
    ),
}
