"""What a person sees while a batch runs: a live table in a terminal, a line per run anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from perfkit.cli.speech import say
from perfkit.reports.progress import Progress

if TYPE_CHECKING:
    from perfkit.reports.run import Outcome


@contextmanager
def told() -> Iterator[Progress]:
    """Tells the progress of a batch on stderr."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    with Table() as table:
        yield table


class Lines(Progress):
    """A line per run, for pipes and logs."""

    def reading(self, label: str, number: int, total: int) -> None:
        """Which data are read."""
        click.echo(say(f"读取数据 {number}/{total}：{label}", f"Reading data {number}/{total}: {label}"), err=True)

    def begins(self, total: int, unchanged: int) -> None:
        """How much is left out."""
        if unchanged:
            click.echo(_unchanged(unchanged), err=True)

    def done(self, outcome: Outcome, number: int, total: int) -> None:
        """One line."""
        click.echo(f"[{number}/{total}] {_words(outcome)}", err=True)


class Table(Progress):
    """How far the batch is, and what is being run: a bar with elapsed and remaining time, a row for each worker."""

    def __enter__(self) -> Table:
        from tqdm import tqdm

        self._rows: list[Any] = []
        self._since: dict[str, float] = {}
        remaining = say("剩余约", "left:")
        layout = f"{{desc}}{{n_fmt}}/{{total_fmt}} |{{bar:24}}| {{elapsed}}, {remaining} {{remaining}}{{postfix}}"
        self._bar = tqdm(bar_format=layout, dynamic_ncols=True, total=0)
        return self

    def __exit__(self, *_: object) -> None:
        for row in reversed(self._rows):
            row.close()
        self._bar.close()

    def reading(self, label: str, number: int, total: int) -> None:
        """Which data are read."""
        self._bar.set_description_str(say(f"读取数据 {label} ", f"Reading {label} "), refresh=False)
        self._set(number - 1, total)

    def begins(self, total: int, unchanged: int) -> None:
        """From here on, runs are counted."""
        if unchanged:
            self._bar.write(_unchanged(unchanged), file=sys.stderr)
        self._bar.set_description_str("", refresh=False)
        self._bar.unpause()
        self._set(0, total)

    def running(self, labels: Sequence[str]) -> None:
        """A row for each."""
        from tqdm import tqdm

        now = time.monotonic()
        self._since = {label: self._since.get(label, now) for label in labels}
        while len(self._rows) < len(labels):
            self._rows.append(tqdm(bar_format="{desc}", position=len(self._rows) + 1, leave=False))
        texts = [f"  {label}  {now - since:.0f} s" for label, since in self._since.items()]
        for row, text in zip(self._rows, [*texts, *[""] * len(self._rows)], strict=False):
            row.set_description_str(text)
        self._bar.refresh()

    def done(self, outcome: Outcome, number: int, total: int) -> None:
        """One more; a failure is told at once."""
        if outcome.error:
            self._bar.write(_words(outcome), file=sys.stderr)
        self._set(number, total)

    def _set(self, number: int, total: int) -> None:
        self._bar.total = total
        self._bar.update(number - self._bar.n)
        self._bar.refresh()


def _unchanged(count: int) -> str:
    return say(
        f"{count} 页无变化，不再运行（全部重做请用 --force）",
        f"{count} pages are unchanged and not run again (--force runs all)",
    )


def _words(outcome: Outcome) -> str:
    label = outcome.run.label
    if outcome.error:
        return say(f"{label} 失败：{outcome.error}", f"{label} failed: {outcome.error}")
    return f"{label} {outcome.seconds:.1f} s"
