"""How a page tells the lines behind an amount, and how a published figure names them."""

from __future__ import annotations

import pytest

from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Lines, Trace, budget_lines, figure_lines, scope_condition

FISCAL = ("is_fiscal_appropriation", "is", True)


def test_lines_are_told_without_what_is_as_usual_and_read_back_as_they_were() -> None:
    usual = Lines("spending")
    assert usual.told() == {"frame": "spending"}
    assert Lines.of(usual.told()) == usual
    rare = Lines("budget", (FISCAL,), sign=-1, year=2020, spread=12, is_cumulated=True)
    assert Lines.of(rare.told()) == rare
    assert (usual.amount, rare.amount, Lines("journal", column="debit_cents").amount) == (
        "actual_cents", "amount_cents", "debit_cents",
    )  # fmt: skip


def test_each_budget_column_adds_up_its_kinds_of_documents() -> None:
    assert budget_lines("supplementary_budget_cents")[0].where == (
        ("budget_type", "in", ["supplement", "reduction", "transfer"]),
    )
    assert budget_lines("final_budget_cents") == (Lines("budget"),)


@pytest.mark.parametrize(
    ("measure", "scope", "select", "lines"),
    [
        ("actual", "all_funds", "", (Lines("spending"),)),
        (
            "actual", "fiscal_appropriation", "economic_code=302;project_code=P1",
            (Lines("spending", (FISCAL, ("economic_code", "begins", "302"), ("project_code", "is", "P1"))),),
        ),
        ("original_budget", "all_funds", "", (Lines("budget", (("budget_type", "in", ["original"]),)),)),
        ("income", "fiscal_appropriation", "", (Lines("income", (FISCAL,)),)),
        ("execution_rate", "all_funds", "", ()),
        ("unit_fact", "", "", ()),
    ],
)  # fmt: skip
def test_a_figure_names_its_lines(measure: str, scope: str, select: str, lines: tuple[Lines, ...]) -> None:
    assert figure_lines(measure, scope, select) == lines


def test_a_total_line_is_all_lines() -> None:
    assert Trace(by=["project_code"], keys=[("P1",)]).with_total().keys == [("P1",), ()]
    assert scope_condition(Scope.ALL) == ()
