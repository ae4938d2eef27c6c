"""A district of generated units, three years each: what a unit costs must not depend on how many there are.

python -m bench.district FOLDER [--units 100] [--lines 2000]     writes the workspace and stops
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from bench.journals import Books, write_year
from bench.measuring import Cost, Goal, program, row

_YEARS: Final = (2020, 2021, 2022)
_NOTEBOOK: Final = "20_unit_execution"
_ROOT: Final = Path(__file__).parents[1]


def write_district(root: Path, units: int, lines: int) -> Path:
    """A workspace of so many units with `lines` journal lines in each of the years, and all notebooks."""
    for number in range(1, units + 1):
        code = f"u{number:03d}"
        for year in _YEARS:
            # Units differ in size and in how much of their budget they spend.
            size, executed = 10_000 * (1 + number * 7919 % 97), 70 + (number * 31 + year * 7) % 33
            write_year(root, Books(lines, year, projects=4, first=size, executed=executed), code)
        words = f'name_zh = "示例单位{number:03d}"\nname_en = "Example unit {number:03d}"\n'
        (root / "data" / "raw" / code / "unit.toml").write_text(words, encoding="utf-8")
    shutil.copytree(_ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    return root


def rows(scratch: Path, counts: Sequence[int], lines: int) -> Iterator[str]:
    """The lines of the table about districts of so many units: loading and reporting each year of each unit."""
    costs = {count: _run(write_district(scratch / f"district{count}", count, lines), count) for count in counts}
    fewest = counts[0]
    for count in counts:
        what = f"district of {count} units x {len(_YEARS)} years, per unit and year"
        yield row(what, costs[count], costs[fewest], f"{fewest} units", Goal(1.2))
        yield row("its peak memory", costs[count].peak, costs[fewest].peak, f"{fewest} units", Goal(1.2))


def _run(root: Path, units: int) -> Cost:
    """What `perfkit run` takes for each unit and year, loading included."""
    perfkit = Path(sys.executable).with_name("perfkit")
    cost = program([perfkit, "--workspace", root, "run", "--notebook", _NOTEBOOK])
    runs = units * len(_YEARS)
    return replace(cost, seconds=cost.seconds / runs, cpu=cost.cpu / runs)


def main() -> None:
    """Write a district to look at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--lines", type=int, default=2_000)
    options = parser.parse_args()
    write_district(options.folder, options.units, options.lines)


if __name__ == "__main__":
    main()
