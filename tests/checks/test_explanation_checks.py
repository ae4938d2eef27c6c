"""Variances that nobody explained, explanations of other figures, explanations of nothing."""

from __future__ import annotations

import pandas as pd
from textframes import UNIT, table

from perfkit.checks import explanations as checks
from perfkit.ledger.frames import conform
from perfkit.measures import explained_variances

VARIANCES = table(
    """
    budget_project_code | period | scope     | final_budget_cents | actual_cents | variance_cents | variance_rate | is_material
    .                   | 0      | all_funds | 300                | 200          | 100            | 0.3333        | yes
    P1                  | 0      | all_funds | 250                | 225          | 25             | 0.1           | no
    P2                  | 0      | all_funds | 115                | 120          | -5             | -0.0435       | yes
    P4                  | 0      | all_funds | 0                  | 3            | -3             | null          | yes
    P4                  | 2      | all_funds | 10                 | 4            | 6              | 0.6           | yes
    P4                  | 3      | all_funds | 10                 | 13           | -3             | -0.3          | yes
    P5                  | 0      | all_funds | null               | 3            | null           | null          | no
    """
)
VARIANCES["is_material"] = VARIANCES["is_material"].eq("yes")
SAID = conform(
    table(
        """
        explanation_number | budget_project_code | period | explained_cents | cause | evidence_document
        1                  | P2                  | 0      | -4.50           | price | 合同.pdf；会议纪要
        2                  | P1                  | 0      | 25.00           | delay | .
        3                  | P9                  | 0      | 1.00            | other | .
        4                  | P2                  | 7      | 1.00            | other | .
        5                  | P5                  | 0      | 1.00            | other | .
        """
    ),
    "explanations",
)


def explained(said: pd.DataFrame = SAID) -> pd.DataFrame:
    return explained_variances(VARIANCES, said)


def test_each_project_whose_year_nobody_explained_is_told_and_its_periods_in_one_sentence() -> None:
    found = checks.unexplained_variances(explained(), UNIT)
    assert [(f.subject, f.amount_cents, f.kind.severity) for f in found] == [
        ("", -10000, "warning"),
        ("P4", 300, "warning"),
        ("P4", None, "warning"),
    ]
    assert found[0].text() == (
        "无项目的支出（基本支出等）全年预算 300.00 元，执行 200.00 元，结余 100.00 元（占预算 33.33 %），"
        "属重大差异（超过 10.00 %须说明），没有说明原因。请在 explanations.toml 中说明。"
    )
    assert found[1].text("en") == (
        "printing: final budget 0.00, actual 3.00, overspent by 3.00 (no budget); that is material (any amount), and "
        "nobody has explained it. Do so in explanations.toml."
    )
    assert "2 个期间" in found[2].text()
    assert "2月 6.00，3月 -3.00" in found[2].text()
    assert "Feb 6.00, Mar -3.00" in found[2].text("en")


def test_many_periods_are_not_all_named() -> None:
    lines = [f"P1 | {number} | all_funds | 10 | 1 | 9 | 0.9" for number in range(1, 14)]
    head = "budget_project_code | period | scope | final_budget_cents | actual_cents | variance_cents | variance_rate"
    many = table("\n".join([head, *lines])).assign(is_material=True)
    (found,) = checks.unexplained_variances(explained_variances(many, SAID), UNIT)
    assert "13 个期间" in found.text()
    assert found.text().count("9.00") == 12
    assert "…" in found.text()


def test_an_explanation_of_another_figure_is_stale() -> None:
    (found,) = checks.stale_explanations(explained(), UNIT)
    assert (found.subject, found.expected, found.found) == ("P2", "-4.50", "-5.00")
    assert found.text() == (
        "explanations.toml 第 1 条说明的是运转（全年）的差异 -4.50 元，现为 -5.00 元：数字已变，请核对说明并更新 variance。"
    )
    assert "entry 1" in found.text("en")


def test_an_explanation_of_no_project_no_period_or_no_material_variance_is_told() -> None:
    found = checks.explanations_of_nothing(SAID, VARIANCES, UNIT)
    assert [(f.parts["number"], f.kind.severity) for f in found] == [
        (3, "warning"), (4, "warning"), (5, "warning"), (2, "notice"),
    ]  # fmt: skip
    assert "P9" in found[0].text()
    assert "7月" in found[1].text()
    assert "不属重大差异，可以不说明" in found[3].text()
    assert checks.explanations_of_nothing(SAID.iloc[:0], VARIANCES, UNIT) == []


def test_evidence_that_is_named_like_a_file_must_be_there() -> None:
    (found,) = checks.missing_files_of_explanations(SAID, ["别的.pdf"], UNIT)
    assert (found.found, found.parts["number"]) == ("合同.pdf", 1)
    assert checks.missing_files_of_explanations(SAID, ["合同.PDF"], UNIT) == []
