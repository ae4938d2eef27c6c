"""Small years to monitor, amounts in yuan: what was spent by the end of June, and what in December."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from textframes import UNIT, rows, tidy

from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.ledger.units import Unit

#: P1 began evenly, P2 slowly, P4 hardly at all; P1 got more in June, P2 in September.
YEAR = """
    project | budget | june | december
    P1      | 80     | 50   | 40
    P2      | 200    | 70   | 100
    P4      | 100    | 20   | 60
"""
CHANGES = """
    budget_type | period | project_code | amount_cents
    supplement  | 6      | P1           | 20
    supplement  | 9      | P2           | 30
"""
#: Every year spent 9/10 of its budget, half of it by June, but for P4.
EARLIER = """
    project | budget | june | december
    P1      | 100    | 45   | 45
    P2      | 200    | 90   | 90
    P4      | 100    | 10   | 80
"""
TARGETS = """
    budget_project_code | level1_name | level2_name | indicator_name | comparison  | target_text | target_number | measure_unit | actual_text                       | actual_number | tier   | deviation_reason | improvement
    .                   | 产出指标    | 成本指标    | 支出控制       | at_most     | 380         | 380           | 元           | {{ actual: unit=元 }}             | .             | .      | .                | .
    P1                  | 产出指标    | 数量指标    | 出车           | at_least    | 100         | 100           | 次           | 35                                | 35            | .      | 车在修           | 添车
    P1                  | 产出指标    | 质量指标    | 准点率         | at_least    | 95          | 95            | %            | 90                                | 90            | .      | .                | .
    P1                  | 产出指标    | 成本指标    | 油费           | at_most     | 5           | 5             | 元           | 6                                 | 6             | .      | .                | .
    P2                  | 效益指标    | .           | 运转           | qualitative | 正常        | .             | .            | .                                 | .             | partly | .                | .
    P2                  | 效益指标    | .           | 满意           | qualitative | 满意        | .             | .            | 尚可                              | .             | .      | .                | .
    P2                  | 效益指标    | .           | 宣传           | at_least    | 2           | 2             | 次           | .                                 | .             | .      | .                | .
"""


def year_ledger(text: str, changes: str = "", *, year: int = 2021, targets: str = "", unit: Unit = UNIT) -> Ledger:
    """One year; a December of 0 is a year that is told to June only."""
    lines = rows(text)
    planned = [f"original|{line.project}|{line.budget}" for line in lines.itertuples()]
    budget = tidy("\n".join(["budget_type|project_code|amount_cents", *planned]), "budget")
    spent = [f"6|{line.project}|11|{line.june}" for line in lines.itertuples()]
    spent += [f"12|{line.project}|11|{line.december}" for line in lines.itertuples() if line.december != "0"]
    spending = tidy("\n".join(["period|project_code|fund_code|actual_cents", *spent]), "spending")
    if changes:
        budget = pd.concat([budget, tidy(changes, "budget")], ignore_index=True)
    nothing = {name: empty(name) for name in ("journal", "balances", "summary", "set_aside")}
    return Ledger(
        unit=replace(unit, notices={year: {"zh": "合成数据。", "en": "Synthetic data."}}),
        year=year,
        budget=budget,
        spending=spending,
        timeline=spending,
        targets=tidy(targets, "targets") if targets else empty("targets"),
        inputs=(InputFile("budget.csv", ("budget",), "ab" * 32, 1),),
        **nothing,
    )


def earlier_years(*years: int, text: str = EARLIER) -> dict[int, Ledger]:
    """The same year several times."""
    return {year: year_ledger(text, year=year) for year in years}
