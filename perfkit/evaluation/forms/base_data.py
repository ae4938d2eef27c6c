"""部门整体支出绩效评价基础数据表 (Hunan): staff, spending under control, buildings; its headings carry the years.

*Source*: 附件3 of 2018 (wanglu.net t4-462766). Amounts of the year follow from the ledger, posts and the year before
from the facts of the unit; what neither has is not computable.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perfkit.errors import Language
from perfkit.evaluation.forms.base_data_rows import Line, spending_lines
from perfkit.evaluation.forms.drawing import (
    Drawing,
    address,
    block,
    dash,
    entry,
    label,
    lacking,
    number,
    sum_of,
    with_sum,
)
from perfkit.evaluation.forms.facts import fact_cell
from perfkit.evaluation.forms.notes import notice_note, rules_note, source_line
from perfkit.evaluation.templates import choose
from perfkit.ledger.facts import fact_number
from perfkit.ledger.forms import Form, FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import money_label

_WIDTHS: Final = (32, 12, 12, 11, 11, 11, 11)
#: Where the three amounts of a row stand, each two columns wide.
_THREE: Final = (2, 4, 6)
_BUILDINGS: Final = (
    ("批复规模\n（㎡）", "floor_space_approved"),
    ("实际规模\n（㎡）", "floor_space_actual"),
    ("规模控制率", ""),
    ("预算投资\n（{money}）", "floor_investment_approved"),
    ("实际投资\n（{money}）", "floor_investment_actual"),
    ("投资概算控制率", ""),
)
_NO_BUILDING: Final = "当年无完工的楼堂馆所项目"
_APPROVED: Final[dict[Language, str]] = {"zh": "批准数", "en": "an approved number"}
_EXPLAINED: Final = "说明：“项目支出”填报基本支出以外的所有项目支出；“公用经费”填报基本支出中的一般商品和服务支出。"
_SIGNED: Final = ("填表人（签名）：", "填报日期：", "联系电话：", "单位负责人（签名）：")
_SCOPE: Final[dict[Language, str]] = {
    "zh": "“三公”经费为财政拨款口径，其余各行为全口径；预算数为年初预算数，决算数为全年执行数（预算会计）。",
    "en": "三公 amounts cover the fiscal appropriation only, all others all funds; budgets are original budgets, final "
    "accounts are spending on the budget basis.",
}
_CLASSES: Final[dict[Language, str]] = {
    "zh": "公用经费为基本支出中经济分类 302、310 类；办公经费仅含 30201 办公费，"
    "水费、电费、差旅费为 30205、30206、30211，会议费、培训费为 30215、30216。",
    "en": "Operating funds are classes 302 and 310 of basic expenditure; office supplies hold 30201 only, utilities "
    "and travel 30205, 30206 and 30211, meetings and training 30215 and 30216.",
}
_UNLIKE: Final[dict[Language, str]] = {
    "zh": "{label}（{heading}）与下列各行之和相差 {gap} {money}。",
    "en": "{label} ({heading}) differs from the rows below it by {gap} {money}.",
}


def base_data_form(ledger: Ledger, language: Language = "zh") -> Form:
    """The form of the basic data of `ledger`'s unit and year.

    Args:
        ledger: the year.
        language: of notes and of what is lacking; the words of the form itself are Chinese.

    Raises:
        BadConfiguration: no template of this form is in force for the unit, and unit.toml names none.
    """
    template, money = choose("base_data", ledger.unit, ledger.year), money_label(ledger.unit)
    drawing, year = Drawing(), ledger.year
    drawing.put(1, entry(f"填报单位：{ledger.unit.name()}", "title"), 4)
    drawing.put(5, entry(f"单位：{money}", "title"), 3)
    drawing.down()
    _draw_staff(drawing, ledger, language)
    headings = (f"{year - 1}年决算数", f"{year}年预算数", f"{year}年决算数")
    heading = drawing.row
    drawing.put(1, label("经费控制情况"))
    _draw_three(drawing, [label(words) for words in headings])
    drawn = _draw_lines(drawing, spending_lines(ledger, language))
    _draw_buildings(drawing, ledger, money, language)
    drawing.put(1, label("厉行节约保障措施"))
    drawing.put(2, entry(None), 6)
    drawing.down()
    drawing.put(1, entry(_EXPLAINED, "title"), 7)
    drawing.down()
    drawing.put(1, entry("　　".join(f"{words}　　　　" for words in _SIGNED), "title"), 7)
    notes = [*notice_note(ledger, language), _SCOPE[language], _CLASSES[language]]
    notes += [
        _UNLIKE[language].format(label=words, heading=headings[place], gap=f"{gap:,.2f}", money=money)
        for words, place, gap in drawn
    ]
    return Form(
        code=template.code,
        title=f"{template.title_zh}（{year}年度）",
        cells=tuple(drawing.cells),
        widths=_WIDTHS,
        money_unit=money,
        notes=(*notes, rules_note(template, language)),
        sheet="基础数据表",
        source=source_line(ledger, language),
        repeated=(heading, heading),
    )


def _draw_staff(drawing: Drawing, ledger: Ledger, language: Language) -> None:
    drawing.put(1, label("财政供养人员情况"), rows=2)
    headings = ("编制数", f"{ledger.year}年实际在职人数", "控制率")
    _draw_three(drawing, [label(words) for words in headings])
    posts, staff = (fact_cell(ledger, fact, language) for fact in ("staff_posts", "staff_in_post"))
    places = [address(drawing.row, column) for column in _THREE]
    _draw_three(drawing, [posts, staff, _rate(staff, posts, places[1], places[0], language)])


def _draw_three(drawing: Drawing, cells: Sequence[FormCell]) -> None:
    for column, cell in zip(_THREE, cells, strict=True):
        drawing.put(column, cell, 2)
    drawing.down()


def _rate(above: FormCell, below: FormCell, above_at: str, below_at: str, language: Language) -> FormCell:
    """A control rate: what is, over what was approved."""
    actual, approved = number(above), number(below)
    if actual is None or approved is None:
        return lacking(below.lacks or above.lacks, "rate")
    # Nothing approved and nothing there needs no control; something there without approval has no rate.
    if not approved:
        return lacking(_APPROVED[language], "rate") if actual else dash()
    return entry(actual / approved, "rate", formula=f"{above_at}/{below_at}")


def _draw_lines(drawing: Drawing, rows: Sequence[Line]) -> list[tuple[str, int, Decimal]]:
    """The rows of spending, a parent as the live sum of its parts where all of them are known.

    Returns:
        Label, column and gap of each parent that is not the sum of its parts.
    """
    top, gaps = drawing.row, []
    for place, row in enumerate(rows):
        parts = [other for other, one in enumerate(rows) if one.parent == place]
        cells = []
        for column, cell in enumerate(row.cells):
            children = [rows[part].cells[column] for part in parts]
            formula = _sum_formula([top + part for part in parts], _THREE[column])
            cells.append(_summed(cell, children, formula))
            whole, found = number(cell), sum_of(children)
            if cells[-1] == cell and whole is not None and found is not None and _all_known(children):
                gaps.append((row.label.strip("　："), column, whole - found))
        drawing.put(1, label(row.label))
        _draw_three(drawing, cells)
    return gaps


def _sum_formula(rows: Sequence[int], column: int) -> str:
    """The sum of the cells of a column in `rows`, as a range where they lie below each other."""
    if len(rows) > 2 and rows[-1] - rows[0] == len(rows) - 1:
        return f"SUM({block(rows[0], rows[-1], column)})"
    return "+".join(address(row, column) for row in rows)


def _summed(cell: FormCell, children: Sequence[FormCell], formula: str) -> FormCell:
    """`cell` as the sum of its parts; as it is where not all of them are known, or it says otherwise."""
    if not children or not _all_known(children):
        return cell
    return with_sum(cell if cell.value is not None else entry(sum_of(children), "amount"), children, formula)


def _all_known(children: Sequence[FormCell]) -> bool:
    return all(number(child) is not None for child in children)


def _draw_buildings(drawing: Drawing, ledger: Ledger, money: str, language: Language) -> None:
    drawing.put(1, label(f"楼堂馆所控制情况\n（{ledger.year}年完工项目）"), rows=2)
    for column, (words, _) in enumerate(_BUILDINGS, start=2):
        drawing.put(column, label(words.format(money=money)))
    drawing.down()
    if fact_number(ledger.facts, "buildings_completed") == 0:
        drawing.put(2, entry(_NO_BUILDING), len(_BUILDINGS))
        drawing.down()
        return
    cells = [fact_cell(ledger, fact, language) if fact else dash() for _, fact in _BUILDINGS]
    for place in (2, 5):
        actual_at, approved_at = address(drawing.row, place + 1), address(drawing.row, place)
        cells[place] = _rate(cells[place - 1], cells[place - 2], actual_at, approved_at, language)
    for column, cell in enumerate(cells, start=2):
        drawing.put(column, cell)
    drawing.down()
