"""commitments.xlsx of 2022: contracts that are invented like all of that year, from facts/contracts.csv."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.make_lusong.facts import HERE, project_names, rows, toml, wan
from data.make_lusong.workbooks import UNIT
from perfkit.ledger.commitments import COMMITMENTS
from perfkit.reports.commitments_workbook import ContractsForm, Value, write_commitments_workbook

YEAR = 2022


def write_contracts(path: Path) -> None:
    """The workbook of `perfkit commitments template`, filled in."""
    form = ContractsForm(
        unit_name=UNIT,
        year=YEAR,
        place=f"data/raw/lusong/{YEAR}/{COMMITMENTS}",
        projects=list(project_names().values()),
        contracts=[_contract(row) for row in rows(HERE / "facts" / "contracts.csv")],
        note=str(toml("years")[str(YEAR)]["marking"]),
    )
    write_commitments_workbook(path, form)


def _contract(row: dict[str, str]) -> dict[str, Value]:
    texts: dict[str, Value] = {name: row[name] for name in ("contract_number", "summary", "party_name")}
    paid: dict[str, Value] = {"paid_amount": wan(row["paid_wan"]) / 100} if row["paid_wan"] else {}
    return {
        **texts,
        "project_name": project_names()[row["project"]],
        "contract_date": date.fromisoformat(row["contract_date"]),
        "contract_amount": wan(row["amount_wan"]) / 100,
        **paid,
        "contract_document": row["document"],
    }
