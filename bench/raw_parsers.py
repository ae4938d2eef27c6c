"""What it costs to read a journal to the tidy, checked, written parquet, against the parser alone.

python -m bench.raw_parsers [--lines N ...] [--endings csv xlsx] [--repeat N]

The parser hands over the cells and no more: python-calamine for xlsx (`to_python` of the sheet; pip install
python-calamine), pyarrow for CSV (every column as text). A year that was loaded before comes from its parquet: "again".
Ratios are medians of those of each round, by the clock and, in brackets, by the processors, which other programs on the
machine disturb less.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.journals import Books, write
from bench.measuring import Cost
from bench.reading import anew, of

HEAD: Final = (
    "file", "lines", "parser alone", "to parquet", "ratio", "lines/s", "again", "peak MiB: parser / to parquet / again",
)  # fmt: skip
_RAW: Final = {
    "csv": """
from pyarrow import csv, string
journal = path / "data" / "raw" / "unit" / "2021" / "journal.csv"
names = journal.open(encoding="utf-8").readline().strip().split(",")
start()
csv.read_csv(journal, convert_options=csv.ConvertOptions(column_types={name: string() for name in names}))
""",
    "xlsx": """
from python_calamine import CalamineWorkbook
start()
CalamineWorkbook.from_path(path / "data" / "raw" / "unit" / "2021" / "journal.xlsx").get_sheet_by_index(0).to_python()
""",
}
_LOAD: Final = """
import perfkit.workspace.assembly
import pyarrow.parquet
from perfkit.workspace import open_workspace
start()
open_workspace(path).load("unit", 2021)
"""


def compare(ending: str, count: int, repeat: int, root: Path) -> str:
    """One line of the table: a journal of `count` lines."""
    folder = root / "data" / "raw" / "unit" / "2021"
    folder.mkdir(parents=True)
    write(folder / f"journal.{ending}", Books(count))
    raw, whole, again = of(_RAW[ending], root), anew(_LOAD, root), of(_LOAD, root)
    rounds = [(raw(), whole(), again()) for _ in range(repeat)]
    costs = [_median(costs) for costs in zip(*rounds, strict=True)]
    ratios = [_ratio(rounds, lambda cost: cost.seconds), _ratio(rounds, lambda cost: cost.cpu)]
    cells = (
        ending, f"{count:,}", *(f"{cost.seconds:.2f} s ({cost.cpu:.2f})" for cost in costs[:2]),
        f"{ratios[0]:.1f} ({ratios[1]:.1f})", f"{count / costs[1].seconds:,.0f}", f"{costs[2].seconds:.2f} s",
        " / ".join(f"{cost.peak:.0f}" for cost in costs),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _median(costs: tuple[Cost, ...]) -> Cost:
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ("seconds", "cpu", "peak")))


def _ratio(rounds: list[tuple[Cost, Cost, Cost]], told: Callable[[Cost], float]) -> float:
    return statistics.median(told(whole) / told(raw) for raw, whole, _ in rounds)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--endings", nargs="+", choices=sorted(_RAW), default=["xlsx", "csv"])
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    for ending in options.endings:
        for count in options.lines:
            with tempfile.TemporaryDirectory(prefix="perfkit-bench-") as folder:
                print(compare(ending, count, options.repeat, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
