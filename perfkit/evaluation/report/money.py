"""Sections 二 to 五: the budget of the year, income and spending, by kind of budget; each amount with its scope."""

from __future__ import annotations

from typing import Final

from perfkit.evaluation.report.words import words
from perfkit.evaluation.report.writing import ALL, FISCAL, NONE, asked, figure, heading, joined, said, series
from perfkit.ledger.documents import Block, Paragraph
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope

#: Section -> the fund that it is about, and the scope that counts it.
_OTHER_BUDGETS: Final = {
    "政府性基金预算支出情况": ("12", FISCAL),
    "国有资本经营预算支出情况": ("13", FISCAL),
    "社会保险基金预算支出情况": ("14", ALL),
}
_GENERAL_BUDGET: Final = "11"
_KINDS: Final = ("personnel", "public")


def general_budget(ledger: Ledger) -> list[Block]:
    """二、一般公共预算支出情况."""
    return [
        heading("一般公共预算支出情况", 1),
        _year(ledger),
        _fiscal_year(ledger),
        heading("基本支出情况", 2),
        *_basic(ledger),
        *words("基本支出情况", ledger, 2),
        heading("项目支出情况", 2),
        *_projects(ledger),
        *words("项目支出情况", ledger, 2),
    ]


def other_budgets(ledger: Ledger) -> list[Block]:
    """三、四、五: government funds, state capital, social insurance."""
    blocks: list[Block] = []
    for name, (fund, scope) in _OTHER_BUDGETS.items():
        blocks += [heading(name, 1), _other_budget(ledger, fund, scope), *words(name, ledger, 1)]
    return blocks


def has_two_scopes(ledger: Ledger) -> bool:
    """Whether the fiscal appropriation is a part of all funds that the ledger can tell from the rest."""
    return Scope.FISCAL in ledger.scopes()


def _has(ledger: Ledger, fund: str) -> bool:
    return any(frame["fund_code"].str.startswith(fund).any() for frame in (ledger.budget, ledger.spending))


def _general(ledger: Ledger) -> dict[str, str]:
    """The conditions of the general public budget: the fiscal appropriation, unless that has other budgets in it."""
    other = any(_has(ledger, fund) for fund, scope in _OTHER_BUDGETS.values() if scope == FISCAL)
    return {"fund": _GENERAL_BUDGET, "scope": FISCAL} if other else {"scope": FISCAL}


def _year(ledger: Ledger) -> Paragraph:
    """The budget of the year on both scopes."""
    whole = said(
        "{year}年度年初预算{original}，{changes}，全年预算（调整后）{final}（均为全口径）。",
        year=str(ledger.year),
        original=figure("original_budget", ledger, scope=ALL),
        changes=changes(ledger),
        final=figure("final_budget", ledger, scope=ALL),
    )
    if not has_two_scopes(ledger):
        return whole
    fiscal = said(
        "其中，财政拨款年初预算{original}，财政拨款全年预算{final}。",
        original=figure("original_budget", ledger, scope=FISCAL),
        final=figure("final_budget", ledger, scope=FISCAL),
    )
    return joined(whole, fiscal)


def changes(ledger: Ledger) -> Paragraph:
    """What was added to the original budget of the whole unit on all funds; that there was nothing, if so."""
    added, brought = (asked(name, ledger, scope=ALL) for name in ("supplementary_budget", "carryover"))
    supplement = "年中无追加（调减）" if added.value == 0 else joined("年中追加（调减）", added.figure)
    return joined(supplement, "，", "无上年结转" if brought.value == 0 else joined("上年结转", brought.figure))


def _fiscal_year(ledger: Ledger) -> Paragraph:
    general = _general(ledger)
    told = said(
        "{year}年度一般公共预算财政拨款收入{income}，一般公共预算财政拨款支出{actual}",
        year=str(ledger.year),
        income=figure("income", ledger, **general),
        actual=figure("actual", ledger, **general),
    )
    if not _has_kinds(ledger):
        return joined(told, "。账务数据未区分基本支出和项目支出。")
    parts = said(
        "，其中：项目支出{project}，基本支出{basic}（均为财政拨款口径）。",
        project=figure("actual", ledger, expenditure_type="project", **general),
        basic=figure("actual", ledger, expenditure_type="basic", **general),
    )
    return joined(told, parts)


def _has_kinds(ledger: Ledger) -> bool:
    """Whether the books know basic and project expenditure."""
    return bool(ledger.spending["expenditure_type"].isin(["basic", "project"]).any())


def _basic(ledger: Ledger) -> list[Paragraph]:
    if not ledger.spending["expenditure_type"].eq("basic").any():
        return [Paragraph((NONE if _has_kinds(ledger) else "不可计算：缺支出性质（基本支出、项目支出）。",))]
    sentences = [_basic_kinds(ledger)]
    other = asked("other_actual", ledger, expenditure_type="basic")
    if has_two_scopes(ledger) and other.value:
        sentences.append(
            said(
                "全口径：基本支出{basic}，比财政拨款口径多{other}，由非财政拨款资金支付。",
                basic=figure("actual", ledger, expenditure_type="basic", scope=ALL),
                other=other.figure,
            )
        )
    return sentences


def _basic_kinds(ledger: Ledger) -> Paragraph:
    general, kinds = _general(ledger), ledger.spending["basic_kind"]
    told = said("财政拨款口径：基本支出{all}", all=figure("actual", ledger, expenditure_type="basic", **general))
    parts = [
        said(
            f"{lead}{{name}}{{actual}}",
            name=ledger.label("basic_kind", kind),
            actual=figure("actual", ledger, expenditure_type="basic", basic_kind=kind, **general),
        )
        for lead, kind in zip(("，其中：", "，"), [kind for kind in _KINDS if kinds.eq(kind).any()], strict=False)
    ]
    return joined(told, *parts, "。")


def _projects(ledger: Ledger) -> list[Paragraph]:
    """Each project as it is booked, sub-projects apart."""
    spent = ledger.spending[ledger.spending["project_code"].ne("")]
    codes = sorted({*spent["project_code"]})
    if not codes:
        return [Paragraph((NONE if _has_kinds(ledger) else "账务数据未分项目列示支出。",))]
    head = said(
        "财政拨款口径项目支出合计{total}，按项目列示如下（除注明外均为财政拨款口径）：",
        total=figure("actual", ledger, expenditure_type="project", **_general(ledger)),
    )
    return [head, *series([_project(ledger, code) for code in codes], "{}.")]


def _project(ledger: Ledger, code: str) -> Paragraph:
    name = ledger.unit.project_name(code)
    fiscal = said("{name}{actual}", name=name, actual=figure("actual", ledger, project=code, **_general(ledger)))
    other = asked("other_actual", ledger, project=code)
    if not (has_two_scopes(ledger) and other.value):
        return fiscal
    rest = said(
        "（全口径{whole}，其中非财政拨款资金{other}）",
        whole=figure("actual", ledger, project=code, scope=ALL),
        other=other.figure,
    )
    return joined(fiscal, rest)


def _other_budget(ledger: Ledger, fund: str, scope: str) -> Paragraph:
    """A budget that most units have none of."""
    if not _has(ledger, fund):
        lacks = asked("actual", ledger, scope=FISCAL).figure.lacks
        return Paragraph((f"不可计算：缺{lacks}。" if lacks else NONE,))
    conditions = {"fund": fund, "scope": scope}
    return said(
        "年初预算{original}，全年预算{final}，全年执行数{actual}，执行率（按全年预算）{rate}（{words}口径）。",
        original=figure("original_budget", ledger, **conditions),
        final=figure("final_budget", ledger, **conditions),
        actual=figure("actual", ledger, **conditions),
        rate=figure("execution_rate", ledger, **conditions),
        words="财政拨款" if scope == FISCAL else "全部资金",
    )
