"""The table of the units of a district."""

from __future__ import annotations

from textframes import UNIT, table

from perfkit.ledger.scopes import Scope
from perfkit.tables import units_table

COMPARED = table(
    """
    unit_code | unit_name | scope     | original_budget_cents | final_budget_cents | actual_cents | variance_cents | execution_rate | earlier_execution_rate | error_count | warning_count
    c         | 丙        | all_funds | 10                    | 10                 | 5            | 5              | 0.5            | null                   | 0           | 0
    a         | <甲>      | all_funds | 100                   | 120                | 90           | 30             | 0.75           | 0.8                    | 1           | 2
    """
)


def test_all_units_are_added_up_and_divided_anew() -> None:
    shown = units_table(COMPARED, UNIT, 2021, Scope.ALL, notes=["丁 2021：文件无法读取。"])
    last = shown.printed().iloc[-1]
    assert shown.title == "2021 年各单位预算执行 · 全口径（全部资金）"
    assert last.tolist() == ["合计", "110.00", "130.00", "95.00", "35.00", "73.08 %", "", "1", "2"]
    assert shown.printed()["earlier_execution_rate"].tolist()[:2] == ["—", "80.00 %"]
    html = shown._repr_html_()
    assert "&lt;甲&gt;" in html
    assert "丁 2021：文件无法读取。" in html


def test_what_one_unit_lacks_the_total_lacks() -> None:
    unknown = COMPARED.assign(final_budget_cents=COMPARED["final_budget_cents"].mask([True, False]))
    assert units_table(unknown, UNIT, 2021, Scope.ALL, "en").printed()["execution_rate"].iloc[-1].startswith("not comp")


def test_one_unit_is_its_own_total() -> None:
    assert units_table(COMPARED.iloc[:1], UNIT, 2021, Scope.ALL).printed()["unit_name"].tolist() == ["丙"]
    assert "No unit has figures" in str(units_table(COMPARED.iloc[:0], UNIT, 2021, Scope.ALL, "en"))
