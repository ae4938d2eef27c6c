"""How wrong the forecasts of a workspace are: every method, and the choice among them, at the end of every period.

python -m bench.forecasting [--unit lusong] [--workspace .]

Each estimate of a year is made from the years before it only. Told for the whole unit and for its lines (projects, or
departments): trials, median and mean error, and how often an interval of 80 % held what the year came to.
"""

from __future__ import annotations

import argparse
from typing import Final

import pandas as pd

from perfkit.evaluation.monitoring import monitor, progress_of
from perfkit.ledger.money import as_rate
from perfkit.measures import backtest
from perfkit.workspace import Workspace, open_workspace

_TOLD: Final = {
    "trials": "trials",
    "median_error_rate": "median error",
    "mean_error_rate": "mean error",
    "coverage_rate": "intervals of 80 % that held",
}


def tell(workspace: Workspace, unit: str) -> None:
    """Print the errors of one unit, all of its years counted."""
    years = {year: workspace.load(unit, year) for year in workspace.years(unit)}
    by = monitor(years[max(years)], {}).by
    for columns in ((), by):
        errors = backtest({year: progress_of(one, columns) for year, one in years.items()}, columns)
        print(f"\n## {unit} {min(years)}-{max(years)}: {'lines' if columns else 'whole unit'}")
        for name, words in _TOLD.items():
            table = errors.pivot(index="method", columns="period", values=name).reindex(errors["method"].unique())
            printed = table if name == "trials" else table.map(lambda rate: "-" if pd.isna(rate) else as_rate(rate))
            print(f"\n{words}\n{printed.to_string(na_rep='-')}")


def main() -> None:
    """Tell the errors of the units asked for, or of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unit", action="append", default=[])
    parser.add_argument("--workspace", default=".")
    given = parser.parse_args()
    workspace = open_workspace(given.workspace)
    for unit in given.unit or workspace.units():
        tell(workspace, unit)


if __name__ == "__main__":
    main()
