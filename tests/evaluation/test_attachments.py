"""The set of forms of a year, in the order in which it is attached to the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from handmade_forms import evaluated, index_frame, small_ledger

from perfkit.evaluation.forms import attachments
from perfkit.ledger.ledger import Ledger


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evaluations made by hand: the set is what is tested here."""
    monkeypatch.setattr(attachments, "evaluate_unit", lambda ledger: evaluated(ledger, ""))
    monkeypatch.setattr(
        attachments, "evaluate_projects", lambda ledger: [evaluated(ledger, code) for code in ledger.project_codes()]
    )
    monkeypatch.setattr(attachments, "unit_index", lambda ledger: index_frame())


def names(ledger: Ledger) -> list[str]:
    """The sheets of every form."""
    return [form.sheet for form in attachments.all_forms(ledger)]


def test_the_attachments_of_a_unit_in_hunan():
    ledger = small_ledger()
    assert names(ledger) == ["基础数据表", "部门整体自评", "项目自评-车辆", "项目自评-运转", "指标评分表"]
    assert [form.sheet for form in attachments.unit_forms(ledger)] == ["基础数据表", "部门整体自评", "指标评分表"]
    assert len({form.code for form in attachments.all_forms(ledger)}) == 5


def test_forms_that_a_place_does_not_keep_are_not_made():
    ledger = small_ledger()
    elsewhere = replace(ledger, unit=replace(ledger.unit, province=""))
    assert names(elsewhere) == ["部门整体自评", "项目自评-车辆", "项目自评-运转"]
    named = replace(ledger, unit=replace(ledger.unit, province="", templates={"index": "hunan_index_2017"}))
    assert names(named)[-1] == "指标评分表"


def test_a_set_in_english_keeps_the_words_of_the_forms():
    forms = attachments.all_forms(small_ledger(), "en")
    assert all("Synthetic data." in form.notes for form in forms)
    assert forms[1].title == "部门整体支出绩效自评表（2021年度）"
