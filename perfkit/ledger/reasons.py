"""Why a row of an export went into no frame: the fixed words of the column `reason`, and how people read them."""

from __future__ import annotations

from typing import Final

from perfkit.errors import Language

REASONS: Final[dict[str, dict[Language, str]]] = {
    "title": {"zh": "表头以上的标题", "en": "title above the header"},
    "header": {"zh": "表头", "en": "header"},
    "blank": {"zh": "空行", "en": "blank row"},
    "subtotal": {"zh": "合计行", "en": "total or subtotal"},
    "carried_forward": {"zh": "期初、承前、过次行", "en": "opening or carried forward"},
    "footer": {"zh": "页脚", "en": "footer"},
    "no_table": {"zh": "工作表中没有可识别的表", "en": "sheet without a table"},
    "other_sheet": {"zh": "映射文件未列入的工作表", "en": "sheet that the mapping leaves out"},
    "other_year": {"zh": "属于其他年度", "en": "of another year"},
    "void": {"zh": "作废凭证", "en": "void voucher"},
    "no_account": {"zh": "没有科目", "en": "no account"},
    "unreadable_amount": {"zh": "金额无法识别", "en": "unreadable amount"},
    "unreadable_date": {"zh": "日期无法识别", "en": "unreadable date"},
    "unreadable_direction": {"zh": "借贷方向无法识别", "en": "unreadable direction"},
    "no_amount": {"zh": "没有金额", "en": "no amount"},
    "part_of_another_row": {"zh": "已包含在另一行中的明细", "en": "part of another row"},
    "told_elsewhere": {"zh": "另一份文件已列示", "en": "told by another file"},
    "not_used": {"zh": "预测、计划等不采用的数据", "en": "projections and plans, not used"},
    "no_rule": {"zh": "映射文件未说明其含义", "en": "not explained by the mapping file"},
    "unknown_budget_type": {"zh": "预算类型无法识别", "en": "unknown budget type"},
    "unknown_measure": {"zh": "指标无法识别", "en": "unknown measure"},
    "unreadable_period": {"zh": "期间无法识别", "en": "unreadable period"},
    "auxiliary_detail": {"zh": "科目余额的辅助核算明细", "en": "detail of an account balance"},
}


def reason_label(reason: str, language: Language = "zh") -> str:
    """The name people read of a reason; a word we do not define is shown as it is."""
    return REASONS.get(reason, {}).get(language, reason)
