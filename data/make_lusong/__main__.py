"""Writes the exports of every year and their SOURCES.toml: `python -m data.make_lusong` from the project's folder.

unit.toml, projects.csv, published.csv, narrative.md and explanations.toml are kept by hand; everything else in
data/raw/lusong is written here. targets.xlsx of 2021 is a description like published.csv: it is filled in from the
report, and no export, so that SOURCES.toml does not list it.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from data.make_lusong.books import Books, books, first_opening
from data.make_lusong.contracts import YEAR as CONTRACTS_YEAR
from data.make_lusong.contracts import write_contracts
from data.make_lusong.facts import UNIT_FOLDER, toml
from data.make_lusong.targets import YEAR as TARGETS_YEAR
from data.make_lusong.targets import write_targets
from data.make_lusong.workbooks import write_balances, write_budget, write_journal
from perfkit.ledger.commitments import COMMITMENTS

YEARS = (2020, 2021, 2022)
KINDS = {"journal.xlsx": "journal", "balances.xlsx": "balances", "budget.xlsx": "budget"}
#: A list of contracts, beside the three exports.
CONTRACTS = {COMMITMENTS: "commitments"}
SOURCE = """[[file]]
name = "{name}"
kind = "{kind}"
sha256 = "{sha256}"
bytes = {bytes}
received_from = "由脚本 data/make_lusong 生成"
received_on = 2024-01-01
note = "{note}"
"""


def main() -> None:
    """Makes all years into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=UNIT_FOLDER, help="folder of the unit (default: %(default)s)")
    out: Path = parser.parse_args().out
    opening = first_opening()
    for year in YEARS:
        made = books(year, opening)
        write_year(out / str(year), made)
        opening = {account: cents for account, cents in made.closing.items() if cents}
    write_targets(out / str(TARGETS_YEAR) / "targets.xlsx")


def write_year(folder: Path, made: Books) -> None:
    """The three exports of one year, the list of contracts if there is one, and what SOURCES.toml says of them."""
    folder.mkdir(parents=True, exist_ok=True)
    write_journal(folder / "journal.xlsx", made)
    write_balances(folder / "balances.xlsx", made)
    write_budget(folder / "budget.xlsx", made.year)
    kinds = KINDS
    if made.year == CONTRACTS_YEAR:
        write_contracts(folder / COMMITMENTS)
        kinds = KINDS | CONTRACTS
    entries = [_entry(folder / name, kind, made.year) for name, kind in kinds.items()]
    (folder / "SOURCES.toml").write_text("\n".join(entries), encoding="utf-8", newline="\n")


def _entry(path: Path, kind: str, year: int) -> str:
    content = path.read_bytes()
    return SOURCE.format(
        name=path.name,
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        note=toml("years")[str(year)]["files_note"],
    )


if __name__ == "__main__":
    main()
