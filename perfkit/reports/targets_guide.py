"""What the target workbook tells the people who fill it in: a page of plain words, a hint for each column, examples."""

from __future__ import annotations

from typing import Final

from perfkit.readers.described.target_columns import GOAL_HEADINGS, TARGET_HEADINGS
from perfkit.reports.sheets_to_fill import Hint

#: One sentence per line; {place} is filled in. What the templates say of points follows (`targets_form`).
GUIDE: Final = (
    "这张表由知道情况的部门填写，不需要会计知识。填好后存为 {place}。",
    "先填“总体目标”，再填“绩效指标”：一个指标一行。行不够就接着往下写，用不到的行留空即可。",
    "浅黄色的栏必填，其余有就填。不知道的留空，不要填 0，也不要编造。",
    "有佐证才能评分：写清材料名称和页码，材料放入同年度的 evidence 文件夹；没有就写“无佐证”。",
    "不要改动表头文字，不要合并单元格。带下拉箭头的格请从列表中选。",
    "花了多少钱不要手抄：点“实际完成值”格的下拉箭头，选该项目花括号开头的那一行，程序从账簿取数；这样的行不用写佐证材料。",
    "“示例”表只供参照，不会被读取。填完后运行 perfkit check，程序会逐行指出要改的地方。",
)

GOAL_HINTS: Final = {
    "subject": Hint("从列表中选：单位整体，或一个项目。", "单位整体", 26, is_required=True),
    "goal_number": Hint("同一对象的目标从 1 起编号；可留空。", "1", 8),
    "goal_text": Hint("年初定下的目标，一句话说清。", "保障办公场所全年正常运行。", 56, is_required=True),
    "achieved_text": Hint("年末实际做到了什么。", "全年正常运行，未发生停水停电超过 4 小时的情况。", 56),
}
TARGET_HINTS: Final = {
    "subject": Hint("从列表中选：单位整体，或一个项目。", "单位整体", 18, is_required=True),
    "level1_name": Hint("从列表中选。", "产出指标", 11, is_required=True),
    "level2_name": Hint("从列表中选。", "数量指标", 18),
    "indicator_name": Hint("说的是哪件事。同一对象内不要重名。", "班车运行台数", 28, is_required=True),
    "comparison": Hint(
        "越多越好选 ≥，必须正好选 =，越少越好选 ≤；没有数字、只能用文字说的选定性。",
        "≥（不低于）",
        13,
        is_required=True,
    ),
    "target_text": Hint("年初定的数；定性指标写要求达到的状态。", "4", 20, is_required=True),
    "measure_unit": Hint("数的单位，可从列表中选，也可自写。定性指标不填。", "台", 8),
    "weight": Hint(
        "这个指标占几分；同一对象、同一一级指标的分值之和须等于模板分值（见填写说明）。可以都不填。", "10", 7
    ),
    "actual_text": Hint(
        "年末做到的数；支出金额从下拉列表中选，由账簿取数；定性指标写实际情况。不知道就留空。", "4", 22
    ),
    "tier": Hint("只有定性指标选。", "达成年度指标", 14),
    "awarded": Hint("只有定性指标填：在所选等次的范围内给出的分。", "9.5", 10),
    "evidence_document": Hint("材料名称，或 evidence 文件夹中的文件名；没有写“无佐证”。", "班车运行记录.pdf", 23),
    "evidence_page": Hint("在材料的哪一页、哪一处。", "第 3 页", 18),
    "survey_number": Hint("满意度调查的有效份数，只填整数。", "120", 7),
    "department_name": Hint("由哪个部门负责；从列表中选。", "办公室", 16),
    "deviation_reason": Hint("没有完成，或远远超过目标时，说明为什么。", "一台车辆大修两个月。", 20),
    "improvement": Hint("打算怎么改。", "签订备用车辆协议。", 20),
}

#: What the sheet of examples shows: one indicator of each kind, of a project that nobody has.
EXAMPLE_SUBJECT: Final = "（示例）班车运行"
EXAMPLES: Final[tuple[dict[str, str], ...]] = (
    {
        "level1_name": "产出指标", "level2_name": "数量指标", "indicator_name": "班车运行台数",
        "comparison": "=（等于）",
        "target_text": "4", "measure_unit": "台", "weight": "10", "actual_text": "4",
        "evidence_document": "班车运行记录.pdf", "evidence_page": "第 1–12 页", "department_name": "办公室",
    },
    {
        "level1_name": "产出指标", "level2_name": "时效指标", "indicator_name": "班车准点率",
        "comparison": "≥（不低于）",
        "target_text": "98", "measure_unit": "%", "weight": "15", "actual_text": "96.5",
        "evidence_document": "班车运行记录.pdf", "evidence_page": "第 13 页", "department_name": "办公室",
        "deviation_reason": "一台车辆大修，借用车辆不熟悉线路。", "improvement": "签订备用车辆协议。",
    },
    {
        "level1_name": "产出指标", "level2_name": "质量指标", "indicator_name": "行车安全事故",
        "comparison": "=（等于）",
        "target_text": "0", "measure_unit": "起", "weight": "15", "actual_text": "0",
        "evidence_document": "交警违法事故查询单", "evidence_page": "2021-12-31", "department_name": "办公室",
    },
    {
        "level1_name": "产出指标", "level2_name": "成本指标", "indicator_name": "班车支出", "comparison": "≤（不超过）",
        "target_text": "40", "measure_unit": "万元", "weight": "10",
        "actual_text": "{{ actual: budget_project=班车运行, scope=all_funds, unit=万元 }}", "department_name": "财务室",
    },
    {
        "level1_name": "效益指标", "level2_name": "社会效益指标", "indicator_name": "方便职工上下班",
        "comparison": "定性", "target_text": "覆盖主要居住区", "weight": "30", "actual_text": "五个居住区均设站点",
        "tier": "达成年度指标", "awarded": "28", "evidence_document": "站点设置图.pdf", "evidence_page": "第 1 页",
        "department_name": "办公室",
    },
    {
        "level1_name": "满意度指标", "level2_name": "服务对象满意度指标", "indicator_name": "乘车职工满意度",
        "comparison": "≥（不低于）", "target_text": "90", "measure_unit": "%", "weight": "10", "actual_text": "93",
        "evidence_document": "满意度调查汇总.xlsx", "evidence_page": "汇总表", "survey_number": "120",
        "department_name": "办公室",
    },
)  # fmt: skip


def goal_columns() -> list[tuple[str, str, Hint]]:
    """Field, heading and hint of each column of the sheet of goals."""
    return [(field, GOAL_HEADINGS[field], hint) for field, hint in GOAL_HINTS.items()]


def target_columns() -> list[tuple[str, str, Hint]]:
    """Field, heading and hint of each column of the sheet of indicators."""
    return [(field, TARGET_HEADINGS[field], hint) for field, hint in TARGET_HINTS.items()]
