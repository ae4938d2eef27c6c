"""Contracts in the tables: a column of its own beside the actual, and each contract with what is open of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from textframes import table
from yearbook import EXECUTION, LEDGER

from perfkit.errors import LANGUAGES
from perfkit.ledger.frames import conform
from perfkit.ledger.traces import Lines
from perfkit.measures import with_commitments
from perfkit.tables import commitments_table, execution_table

BY = ["budget_project_code"]
CONTRACTS = conform(
    table(
        """
        contract_number | summary | party_name  | budget_project_code | amount_cents | paid_cents | is_paid_known | contract_document | source_file | source_row
        HT-1            | 维修    | <b>甲</b>   | P1                  | 100          | 40         | yes           | a.pdf             | c.xlsx      | 4
        HT-2            | =1+1    | 乙          | P4                  | 9.50         | 0          | no            | .                 | c.xlsx      | 5
        """
    ).assign(contract_date=pd.to_datetime(["2021-03-01", None])),
    "commitments",
)
LEDGER_WITH = replace(LEDGER, commitments=CONTRACTS)


def test_commitments_are_a_column_beside_the_actual_that_adds_to_nothing() -> None:
    bare, found = (
        execution_table(one, LEDGER_WITH, BY) for one in (EXECUTION, with_commitments(EXECUTION, CONTRACTS, BY))
    )
    names = list(found.columns)
    assert names.index("committed_cents") == names.index("actual_cents") + 1
    assert list(found.printed()["committed_cents"]) == ["60.00", "0.00", "9.50", "69.50"]
    pd.testing.assert_frame_equal(found.printed()[list(bare.columns)], bare.printed())
    assert "committed_cents" not in bare.columns
    assert "有 1 份合同没有填写已付金额" in found.notes[1]
    assert len(bare.notes) == 1


def test_the_column_opens_its_contracts() -> None:
    found = execution_table(with_commitments(EXECUTION, CONTRACTS, BY), LEDGER_WITH, BY)
    assert found.trace is not None
    assert found.trace.columns["committed_cents"] == (Lines("commitments"),)


def test_the_note_says_nothing_of_payments_where_all_are_known() -> None:
    known = replace(LEDGER, commitments=CONTRACTS.assign(is_paid_known=True))
    for language, word in (("zh", "没有填写"), ("en", "do not tell")):
        found = execution_table(with_commitments(EXECUTION, CONTRACTS, BY), known, BY, language)
        assert word not in found.notes[1]
        assert word in execution_table(with_commitments(EXECUTION, CONTRACTS, BY), LEDGER_WITH, BY, language).notes[1]


def test_each_contract_with_what_is_open_of_it() -> None:
    found = commitments_table(LEDGER_WITH)
    printed = found.printed()
    assert found.title == "已签合同（2 份）"
    assert list(printed["contract_number"]) == ["HT-1", "HT-2", "合计"]
    assert list(printed["paid_cents"]) == ["40.00", "—", "40.00"]
    assert list(printed["committed_cents"]) == ["60.00", "9.50", "69.50"]
    assert list(printed["source_row"]) == ["4", "5", ""]
    html = found._repr_html_()
    assert "&lt;b&gt;甲&lt;/b&gt;" in html
    assert "nan" not in html.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_without_contracts_says_so(language: str) -> None:
    found = commitments_table(LEDGER, language)
    assert found.nothing in found._repr_html_()
