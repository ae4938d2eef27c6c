"""A small year whose forms a person can add up by hand: amounts in yuan, forms in 万元."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from textframes import UNIT, table, tidy

from perfkit.evaluation.evaluate import Evaluation
from perfkit.evaluation.rules import Template
from perfkit.evaluation.templates import choose, every
from perfkit.ledger.forms import Form, FormCell
from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.measures import execution
from perfkit.tables.forms import form_table

#: P1 planned 100 + 20 万元 and spent 90; P2 planned 50, spent 60; basic 30 planned, 27 spent, 7 of it operating funds.
BUDGET = """
    budget_type | project_code | fund_code | economic_code | amount_cents
    original    | P1           | 11        | 30231         | 800000
    original    | P1           | 3         | 30231         | 200000
    supplement  | P1           | 11        | 31013         | 200000
    original    | P2           | 11        | 30201         | 500000
    original    | .            | 11        | 30101         | 200000
    original    | .            | 11        | 30201         | 60000
    original    | .            | 11        | 30217         | 40000
"""
SPENDING = """
    project_code | fund_code | economic_code | actual_cents
    P1           | 11        | 30231         | 600000
    P1           | 11        | 31013         | 200000
    P1           | 3         | 30231         | 100000
    P2           | 11        | 30201         | 600000
    .            | 11        | 30101         | 200000
    .            | 11        | 30201         | 30000
    .            | 11        | 30206         | 20000
    .            | 11        | 30217         | 20000
"""
SCORES = """
    level1_name | level2_name        | indicator_name | comparison  | target_text | actual_text | measure_unit | weight_centipoints | score_centipoints | lacks_zh | lacks_en | deviation_reason | improvement | remark_zh  | remark_en | needs_reason
    产出指标    | 数量指标           | 出车           | at_least    | 100         | 80          | 次           | 30                 | 24                | .        | .        | 车少             | 添车        | .          | .         | yes
    产出指标    | 成本指标           | 油费           | at_most     | 5           | 4           | 万元         | 20                 | 20                | .        | .        | .                | .           | 远低于目标 | far below | yes
    效益指标    | 社会效益指标       | 来宾满意       | qualitative | 满意        | .           | .            | 30                 | null              | 佐证材料 | evidence | .                | .           | .          | .         | no
    满意度指标  | 服务对象满意度指标 | 满意度         | at_least    | 95          | 96          | %            | 10                 | 10                | .        | .        | .                | .           | .          | .         | no
"""
FACTS = """
    fact                     | fact_number | measure_unit
    staff_posts              | 20          | 人
    staff_in_post            | 19          | 人
    reception_prior_year     | 30000       | 元
    vehicle_purchase_prior_year | 0        | 元
    vehicle_running_prior_year  | 700000   | 元
"""
#: A row of `unit_index`, two of which are scored.
INDEX = """
    level1_name | level2_name | indicator_name | words_zh   | formula_zh | formula_en | lacks_zh | lacks_en | weight_centipoints | score_centipoints
    投入        | 预算配置    | 控制率         | 不超 100 % | 19 ÷ 20    | 19 / 20    | .        | .        | 5                  | 5
    投入        | 预算配置    | 变动率         | 不增       | .          | .          | 上年预算 | last year | 5                 | null
    过程        | 预算执行    | 完成率         | 每低 5 点  | 81.84 %    | 81.84 %    | .        | .        | 10                 | 4.5
"""


def small_ledger(budget: str = BUDGET, spending: str = SPENDING, facts: str = "", goals: str = "") -> Ledger:
    """The small year; every part may be another one, "" = there is none."""
    frames = {"budget": budget, "spending": spending, "facts": facts, "goals": goals}
    read = {name: tidy(text, name) if text else empty(name) for name, text in frames.items()}
    nothing = {name: empty(name) for name in ("journal", "balances", "summary", "set_aside")}
    inputs = (InputFile("budget.csv", ("budget",), "ab" * 32, 1), InputFile("spending.csv", ("journal",), "cd" * 32, 1))
    unit = replace(UNIT, province="湖南", notices={2021: {"zh": "合成数据。", "en": "Synthetic data."}})
    spent = read["spending"]
    return Ledger(unit=unit, year=2021, timeline=spent, inputs=inputs, **read, **nothing)


def template(code: str) -> Template:
    """A template by its code."""
    return {one.code: one for one in every()}[code]


def evaluated(
    ledger: Ledger, project: str = "P1", scores: str = SCORES, of: str = "", centipoints: int | None = 750
) -> Evaluation:
    """An evaluation made by hand; `project` "" = the whole unit, `of` = the template."""
    chosen = template(of) if of else choose("project" if project else "unit", ledger.unit, ledger.year)
    part = ledger.of_project(project) if project else ledger
    frame = table(scores).assign(is_weight_default=False, rule_zh="≥：a÷t", rule_en="a / t")
    frame["actual_shown"] = frame["actual_text"]
    frame["needs_reason"] = frame["needs_reason"].eq("yes")
    told = frame["score_centipoints"]
    is_whole = bool(told.notna().all()) and centipoints is not None
    possible = int(chosen.total_points * 100)
    return Evaluation(
        project=project,
        name=ledger.unit.project_name(project) if project else ledger.unit.name(),
        template=chosen,
        execution=execution(part.budget, part.spending, [], "all_funds"),
        execution_centipoints=centipoints,
        scores=frame,
        total_centipoints=int(told.sum()) + (centipoints or 0),
        scorable_centipoints=possible if is_whole else 7000,
        possible_centipoints=possible,
        grade=chosen.grades[1] if is_whole and chosen.grades else None,
        lacks={"zh": "", "en": ""} if is_whole else {"zh": "佐证材料", "en": "evidence"},
    )


def nothing_scored(scores: str = SCORES) -> str:
    """The heading of a table of scores: no indicator at all."""
    return scores.strip().splitlines()[0]


def said(form: Form) -> str:
    """The grid of a form as text, without notes."""
    shown = str(form_table(form)).splitlines()
    return "\n".join(shown[1 : 1 + form.size()[0]])


def at(form: Form, row: int, column: int) -> FormCell:
    """The cell that begins there."""
    return next(cell for cell in form.cells if (cell.row, cell.column) == (row, column))


def covered_once(form: Form) -> bool:
    """Whether every place of the grid belongs to exactly one cell."""
    rows, columns = form.size()
    places = [
        (row, column)
        for cell in form.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    return sorted(places) == [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]


def index_frame() -> pd.DataFrame:
    """The small index."""
    return table(INDEX)
