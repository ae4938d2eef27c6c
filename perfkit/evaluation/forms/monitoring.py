"""项目支出绩效监控表: funds and indicators of the unit and its projects as they stand at the end of a period.

*Source*: 黄石市项目支出绩效监控表 (2019), and the columns of a deployed provincial module. What the year is expected to
come to is an estimate; what people must judge (the outlook of indicators, measures) is left blank for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import Drawing, address, entry, label
from perfkit.evaluation.forms.monitored_funds import draw_funds_so_far
from perfkit.evaluation.forms.monitored_indicators import draw_indicators_so_far
from perfkit.evaluation.forms.notes import notice_note, rule_notes, rules_note, source_line
from perfkit.evaluation.monitoring import Monitoring, monitor
from perfkit.evaluation.monitoring_findings import findings_of_monitoring
from perfkit.ledger.forms import Form
from perfkit.ledger.ledger import Ledger

_WIDTHS: Final = (7, 12, 10, 11, 16, 14, 14, 11, 10, 13, 14, 17, 15)
_LAST: Final = len(_WIDTHS)
_REASONS, _MEASURES = "偏差或不能完成\n目标原因分析", "相关建议或举措"
_BOXES: Final = "□ 经费保障　　□ 制度保障　　□ 人员保障　　□ 硬件条件保障　　□ 其他"
_SIGNED: Final = ("填表人：", "填报日期：", "联系电话：", "单位负责人：")
_NONE_DUE: Final[dict[Language, str]] = {
    "zh": "可计算的预警均为绿灯，没有须说明的偏差。",
    "en": "Every light that could be computed is green: no reason is due.",
}
_NOTES: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "金额为全口径（全部资金）；调整后预算数只含截至期末的预算文件；进度比 = 执行率 ÷ 序时进度。",
        "全年预计执行数是估计，不是账上的数；合计单独估计，不等于各行之和。方法由以前年度的回测选定，方法和误差见批注。",
        "指标的完成值取自 targets.xlsx：年度结束后其中只有全年完成值，不能当作期末完成值；引用账上数的按期末重新计算。"
        "全年预计完成情况、完成目标可能性和备注由责任部门填写。",
    ),
    "en": (
        "Amounts cover all funds; the adjusted budget holds the documents of these periods only; 进度比 = rate / share "
        "of the year gone.",
        "What the year is expected to come to is an estimate; the total is estimated on its own and is no sum of the "
        "rows. Trials on earlier years chose the methods; comments tell them with their errors.",
        "What indicators reached is from targets.xlsx; once the year is over that is the actual of the year and says "
        "nothing of an earlier period, unless it refers to the ledger. Their outlook, likelihood and remarks are "
        "filled in by those responsible.",
    ),
}


def monitoring_form(ledger: Ledger, earlier: Mapping[int, Ledger], as_of: int = 0, language: Language = "zh") -> Form:
    """The form of a year as it stands at the end of a period.

    Args:
        ledger: the year.
        earlier: the years of the unit before it, by fiscal year.
        as_of: the period; 0 = chosen as `perfkit.evaluation.monitor` says.
        language: of notes and of what is lacking; the words of the form itself are Chinese.

    Raises:
        UnknownPeriod: no spending is told up to that period.
        BadConfiguration: unit.toml names a template that is not there.
    """
    return form_of(monitor(ledger, earlier, as_of), language)


def form_of(monitoring: Monitoring, language: Language = "zh") -> Form:
    """The form of a monitoring that is made already."""
    drawing, ledger, template = Drawing(), monitoring.ledger, monitoring.template
    elapsed = _draw_head(drawing, monitoring)
    heading = drawing.row
    draw_funds_so_far(drawing, monitoring, elapsed, language)
    # Only one heading can be printed again on later pages: that of the longer block.
    heading = drawing.row if len(monitoring.indicators) > len(monitoring.lines) else heading
    draw_indicators_so_far(drawing, monitoring, language)
    _draw_reasons(drawing, monitoring, language)
    drawing.put(1, entry("　　".join(f"{words}　　　　　　" for words in _SIGNED), "title"), _LAST)
    return Form(
        code=template.code,
        title=f"{template.title_zh}（{ledger.year}年度{monitoring.span()}）",
        cells=tuple(drawing.cells),
        widths=_WIDTHS,
        money_unit=monitoring.money(),
        notes=(
            *notice_note(ledger, language),
            *_NOTES[language],
            *rule_notes(template, ("lights", "indicator_lights", "likelihood"), language),
            rules_note(template, language),
        ),
        is_landscape=True,
        sheet="绩效监控表",
        source=source_line(ledger, language),
        repeated=(heading, heading),
    )


def _draw_head(drawing: Drawing, monitoring: Monitoring) -> str:
    """Who and which periods; the address of the share of the year gone."""
    calendar = monitoring.ledger.unit.calendar
    gone = Decimal(monitoring.as_of) / calendar.periods_per_year
    drawing.put(1, label("填报单位"), 2)
    drawing.put(3, entry(monitoring.ledger.unit.name()), 5)
    drawing.put(8, label("监控期间"), 2)
    drawing.put(10, entry(monitoring.span()))
    drawing.put(11, label("序时进度"), 2)
    drawing.put(_LAST, entry(gone, "rate"))
    at = address(drawing.row, _LAST)
    drawing.down()
    return at


def _draw_reasons(drawing: Drawing, monitoring: Monitoring, language: Language) -> None:
    """What needs a reason with the one that is given, and room for measures."""
    told = [finding.text(language) for finding in findings_of_monitoring(monitoring)]
    lines = [f"{place}. {text}" for place, text in enumerate(told, start=1)] or [_NONE_DUE[language]]
    drawing.put(1, label(_REASONS), 2, rows=2)
    drawing.put(3, entry(_BOXES), _LAST - 2)
    drawing.down()
    drawing.put(3, entry("\n".join(lines)), _LAST - 2)
    drawing.down()
    measures = dict.fromkeys(text.strip() for text in monitoring.indicators["improvement"] if text.strip())
    drawing.put(1, label(_MEASURES), 2)
    drawing.put(3, entry("\n".join(measures) or None), _LAST - 2)
    drawing.down()
