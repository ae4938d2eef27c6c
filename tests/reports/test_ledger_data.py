"""The lines of a year beside its pages: every line and every amount of the ledger, read back from the script."""

from __future__ import annotations

import base64
import json
import zlib
from itertools import accumulate
from typing import Any

import pandas as pd
import pytest

from perfkit import measures
from perfkit.ledger.ledger import Ledger
from perfkit.reports.ledger_data import ledger_script, read_packed
from perfkit.workspace import Workspace


def read(script: str) -> dict[str, Any]:
    data = json.loads(zlib.decompress(base64.b85decode(read_packed(script))))
    assert script.startswith(f"perfkit.receive({data['year']},")
    return data


def column(data: dict[str, Any], frame: str, name: str) -> list[Any]:
    held = data["frames"][frame]
    held = data["frames"][held] if isinstance(held, str) else held
    if name not in held["columns"]:
        behind = column(data, "journal", name)
        return [behind[row] for row in accumulate(held["of"])]
    packed = held["columns"][name]
    if "texts" in packed:
        return [packed["texts"][place] for place in packed["at"]]
    return list(accumulate(packed.get("steps") or packed["days"]))


def test_every_line_is_there_once_and_spending_points_into_the_journal(lusong: Ledger) -> None:
    ledger = lusong
    data = read(ledger_script(ledger, "zh"))
    for frame in ("journal", "budget", "spending", "timeline"):
        of = getattr(ledger, frame)
        for name in ("summary", "source_row", "fund_code", "period", "account_code"):
            assert column(data, frame, name) == of[name].tolist(), (frame, name)
    assert column(data, "spending", "actual_cents") == ledger.spending["actual_cents"].tolist()
    assert column(data, "journal", "debit_cents") == ledger.journal["debit_cents"].tolist()
    assert data["frames"]["timeline"] == "spending"
    assert "summary" not in data["frames"]["spending"]["columns"]
    received = measures.income(ledger.journal, ledger.unit)
    assert column(data, "income", "income_cents") == received["income_cents"].tolist()
    days = column(data, "journal", "voucher_date")
    assert pd.Timestamp(0) + pd.Timedelta(days=days[0]) == ledger.journal["voucher_date"][0]


def test_contracts_stand_beside_the_lines_with_what_is_open_of_each(workspace: Workspace) -> None:
    data = read(ledger_script(workspace.load("lusong", 2022), "zh"))
    numbers, open_ = column(data, "commitments", "contract_number"), column(data, "commitments", "committed_cents")
    told = dict(zip(numbers, open_, strict=True))
    assert (told["合成合同2022-01"], told["合成合同2022-03"]) == (75_000_000, 23_500_000)


@pytest.mark.parametrize(
    ("language", "project", "period"), [("zh", "公车办", "3月"), ("en", "official-vehicle office", "Mar")]
)
def test_codes_have_names_and_columns_headings(lusong: Ledger, language: Any, project: str, period: str) -> None:
    data = read(ledger_script(lusong, language))
    assert data["names"]["budget_project_code"]["P01"] == project
    assert data["names"]["period"]["3"] == period
    assert data["headings"]["summary"] == {"zh": "摘要", "en": "summary"}[language]


def test_a_summary_without_vouchers_has_lines_of_its_own(workspace: Workspace) -> None:
    ledger = workspace.load("philadelphia", 2021)
    data = read(ledger_script(ledger, "en"))
    for frame in ("spending", "timeline"):
        assert "of" not in data["frames"][frame]
        assert sum(column(data, frame, "actual_cents")) == getattr(ledger, frame)["actual_cents"].sum()
    assert data["frames"]["journal"]["rows"] == 0


def test_what_is_no_script_of_lines_has_none() -> None:
    for text in ("", 'perfkit.receive(2021,"x")', 'perfkit.receive(2021,"a\\"b");\n'):
        assert read_packed(text) == ""


def test_the_same_ledger_gives_the_same_script(lusong: Ledger) -> None:
    assert ledger_script(lusong, "zh") == ledger_script(lusong, "zh")
