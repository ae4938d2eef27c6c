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
    "voucher_head": {"zh": "凭证头，已并入分录", "en": "voucher head, told by its lines"},
    "no_voucher_head": {"zh": "分录找不到凭证头", "en": "line without a voucher head"},
    "other_year": {"zh": "属于其他年度", "en": "of another year"},
    "void": {"zh": "作废凭证", "en": "void voucher"},
    "no_account": {"zh": "没有科目", "en": "no account"},
    "unreadable_amount": {"zh": "金额无法识别", "en": "unreadable amount"},
    "unreadable_date": {"zh": "日期无法识别", "en": "unreadable date"},
    "unreadable_direction": {"zh": "借贷方向无法识别", "en": "unreadable direction"},
    "no_amount": {"zh": "没有金额", "en": "no amount"},
    "part_of_another_row": {"zh": "已包含在另一行中的明细", "en": "part of another row"},
    "told_elsewhere": {"zh": "另一份文件已列示", "en": "told by another file"},
    "conflicting_version": {"zh": "与后收到的文件不一致，以后者为准", "en": "told differently by a later file"},
    "not_spending": {"zh": "非支出科目的预算", "en": "budget of an account that is no spending"},
    "not_used": {"zh": "预测、计划等不采用的数据", "en": "projections and plans, not used"},
    "no_rule": {"zh": "映射文件未说明其含义", "en": "not explained by the mapping file"},
    "unknown_budget_type": {"zh": "预算类型无法识别", "en": "unknown budget type"},
    "unknown_measure": {"zh": "指标无法识别", "en": "unknown measure"},
    "unreadable_period": {"zh": "期间无法识别", "en": "unreadable period"},
    "auxiliary_detail": {"zh": "科目余额的辅助核算明细", "en": "detail of an account balance"},
    "other_part": {"zh": "与凭证、余额无关的部分", "en": "part about something else than vouchers and balances"},
    "parent_account": {
        "zh": "上级科目的明细账（下级科目已列示）",
        "en": "ledger of a parent, told by its sub-accounts",
    },
    "directive": {"zh": "指令、注释等没有分录的行", "en": "directive or comment, no entry"},
    "not_accepted": {"zh": "记账软件不接受的条目", "en": "entry that its own tool refuses"},
    "other_currency": {"zh": "以其他币种计", "en": "in another currency"},
    "virtual_posting": {"zh": "虚拟分录，不属复式记账", "en": "virtual posting, outside double entry"},
    "repeated": {"zh": "另一行已列示的同一内容", "en": "told again by another line"},
    "unreadable_line": {"zh": "行无法识别", "en": "unreadable line"},
    "unknown_record": {"zh": "格式标准未定义的行", "en": "line that the format does not define"},
}


def reason_label(reason: str, language: Language = "zh") -> str:
    """The name people read of a reason; a word we do not define is shown as it is."""
    return REASONS.get(reason, {}).get(language, reason)
