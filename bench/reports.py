"""Reports, executed notebook and page: perfkit against the stock commands of papermill and nbconvert.

Both run the same notebook, once for each project of two years of 100,000 journal lines, from data that were loaded
before. perfkit also writes the indexes, the lines behind the amounts and the manifest. `stock`
is an environment with JupyterLab, as analysts have it; `lean` the one that perfkit runs in, which has no JupyterLab.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.journals import Books, write_year
from bench.measuring import Cost, Goal, alternately, faster, program, row

ROOT: Final = Path(__file__).parents[1]
_NOTEBOOK: Final = "30_project_execution"
_YEARS: Final = (2020, 2021)
_LINES: Final = 100_000
_STOCK: Final = ("papermill", "jupyter-nbconvert")
#: No fork: what Windows and macOS have. See `perfkit.reports.engines.environment`.
_SPAWN: Final = {"PERFKIT_START_METHOD": "spawn"}


@dataclass(frozen=True)
class Batch:
    """The reports of all projects and years of a workspace.

    Args:
        root: the workspace.
        projects: how many.
    """

    root: Path
    projects: int

    @property
    def codes(self) -> list[str]:
        """The projects."""
        return [f"P{number}" for number in range(1, self.projects + 1)]

    @property
    def count(self) -> int:
        """How many reports there are."""
        return self.projects * len(_YEARS)

    def perfkit(self, *, is_first: bool = True, spawned: bool = False) -> Cost:
        """Have perfkit make them: from nothing, or again."""
        if is_first:
            shutil.rmtree(self.root / "reports", ignore_errors=True)
        command = [beside_python("perfkit"), "--workspace", self.root, "run"]
        return program(command, environment=_SPAWN if spawned else {})

    def stock(self, tools: Path, jobs: int) -> Cost:
        """Have the stock commands of the environment `tools` make them, `jobs` side by side."""
        pairs = [(year, code) for year in _YEARS for code in self.codes]
        return program(*(self._stock(tools, year, code) for year, code in pairs), jobs=jobs, cwd=self.root)

    def _stock(self, tools: Path, year: int, code: str) -> Sequence[str]:
        record = self.root / "stock" / f"{year}-{code}.ipynb"
        record.parent.mkdir(exist_ok=True)
        given = ["-p", "unit", "unit", "-p", "year", str(year), "-p", "project", code]
        source = self.root / "notebooks" / f"{_NOTEBOOK}.ipynb"
        run = [tools / "papermill", source, record, *given, "--kernel", "python3"]
        show = [tools / "jupyter-nbconvert", "--to", "html", record]
        return ["sh", "-c", " && ".join(shlex.join(map(str, words)) for words in (run, show))]


def rows(scratch: Path, small: int, large: int, repeat: int, tools: Path) -> Iterator[str]:
    """The lines of the table about batches of `small` and `large` reports; `tools`: the environment with JupyterLab."""
    yield _help(repeat)
    few, many = (_batch(scratch / f"reports{count}", count // len(_YEARS)) for count in (small, large))
    has_stock = all((tools / name).is_file() for name in _STOCK)
    if has_stock:
        yield from _beside_stock(few, repeat, tools)
    else:
        yield f"| {' and '.join(_STOCK)} are not installed in {tools} | | | | | |"
    first, again = alternately(repeat, many.perfkit, lambda: many.perfkit(is_first=False))
    what = f"{many.count} reports"
    if has_stock:
        yield row(what, first, many.stock(tools, 2), "stock, two side by side", faster(35))
    yield row(what, first, _floor(many), "the cells and the pages alone", Goal(1.2))
    yield row(f"{what}, nothing changed", again, first, "the first run", Goal(0.03))


def _beside_stock(batch: Batch, repeat: int, tools: Path) -> Iterator[str]:
    """A small batch against the stock commands of `tools`, and of perfkit's own environment."""
    lean = Path(sys.executable).parent
    ours, spawned = alternately(repeat, batch.perfkit, lambda: batch.perfkit(spawned=True))
    what = f"{batch.count} reports"
    yield row(what, ours, batch.stock(tools, 1), "stock, one after the other", faster(40))
    two = batch.stock(tools, 2)
    yield row(what, ours, two, "stock, two side by side", faster(18))
    yield row(what, ours, batch.stock(lean, 2), "lean, two side by side", faster())
    yield row(f"{what}, spawned", spawned, two, "stock, two side by side", faster(6))


def _batch(root: Path, projects: int) -> Batch:
    """A workspace of so many projects, made and loaded."""
    for year in _YEARS:
        write_year(root, Books(_LINES, year, projects=projects))
    (root / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / f"{_NOTEBOOK}.ipynb", root / "notebooks")
    program([beside_python("perfkit"), "--workspace", root, "load"])
    return Batch(root, projects)


def _floor(batch: Batch) -> Cost:
    """The cells and pages of a batch that is made, in one warm process per core."""
    cores = os.cpu_count() or 1
    call = [sys.executable, "-m", "bench.floor", batch.root]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1, "cwd": ROOT}
    parts = [subprocess.Popen([*call, str(part), str(cores)], **pipes) for part in range(cores)]
    for part in parts:
        part.stdout.readline()
    for part in parts:
        part.stdin.write("go\n")
    costs = [tuple(map(float, part.communicate()[0].split())) for part in parts]
    return Cost(
        max(seconds for seconds, _, _ in costs), sum(cpu for _, cpu, _ in costs), max(cost[2] for cost in costs)
    )


def beside_python(name: str) -> Path:
    """A program of the environment that runs this."""
    return Path(sys.executable).with_name(name)


def _help(repeat: int) -> str:
    command = [beside_python("perfkit"), "--help"]
    ours, click = alternately(
        repeat * 5, lambda: program(command), lambda: program([sys.executable, "-c", "import click"])
    )
    return row("perfkit --help", ours, click, "import click", Goal(2.5))
