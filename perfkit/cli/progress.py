"""What a person sees while a batch runs: a bar in a terminal, a line per run anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from perfkit.cli.speech import say

if TYPE_CHECKING:
    from perfkit.reports.run import Outcome


@contextmanager
def told() -> Iterator[Callable[[Outcome, int, int], None]]:
    """A callback for `perfkit.reports.batch.run` that tells the progress on stderr."""
    if not sys.stderr.isatty():
        yield _line
        return
    from tqdm import tqdm

    with tqdm(unit=say("页", "page"), dynamic_ncols=True) as bar:

        def advance(outcome: Outcome, number: int, total: int) -> None:
            bar.total = total
            if outcome.error:
                bar.write(_words(outcome), file=sys.stderr)
            bar.set_postfix_str(_name(outcome), refresh=False)
            bar.update(number - bar.n)

        yield advance


def _line(outcome: Outcome, number: int, total: int) -> None:
    click.echo(f"[{number}/{total}] {_words(outcome)}", err=True)


def _words(outcome: Outcome) -> str:
    if outcome.error:
        return say(f"{_name(outcome)} 失败：{outcome.error}", f"{_name(outcome)} failed: {outcome.error}")
    return f"{_name(outcome)} {outcome.seconds:.1f} s"


def _name(outcome: Outcome) -> str:
    return f"{outcome.run.unit} {outcome.run.year} {outcome.run.name}"
