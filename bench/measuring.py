"""Programs measured side by side, and one row of the table for what came out.

The machine is never quiet: what is compared runs alternately in one go, and medians are told. Seconds are those of the
clock, with those of the processors in brackets; memory is the highest resident set of any single process.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Starts a program and tells, after all that it printed, seconds of the clock and of the processors, and MiB. It is
#: small: a process that a large one starts begins with that one's peak.
_LAUNCH: Final = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - start
print("\\n" + json.dumps([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
sys.exit(os.waitstatus_to_exitcode(status) and 1)
"""
HEAD: Final = ("measured", "perfkit", "against", "ratio", "goal", "")


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds of the clock and of the processors, peak memory in MiB."""

    seconds: float
    cpu: float
    peak: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.cpu:.2f}), {self.peak:.0f} MiB"


@dataclass(frozen=True)
class Goal:
    """What a ratio is to be.

    Args:
        bound: the number; None = no goal, only a comparison.
        times_faster: whether the ratio is other / perfkit, which must reach the bound; else perfkit / other, which must
            not pass it.
    """

    bound: float | None
    times_faster: bool = False

    def ratio(self, ours: float, others: float) -> float:
        """The ratio of the two that the goal is about."""
        return others / ours if self.times_faster else ours / others

    def verdict(self, ratio: float) -> str:
        """Whether `ratio` is as good as it is to be."""
        if self.bound is None:
            return ""
        reached = ratio >= self.bound if self.times_faster else ratio <= self.bound
        return "reached" if reached else "**not reached**"

    def __str__(self) -> str:
        if self.bound is None:
            return ""
        return f"{self.bound:g} x faster" if self.times_faster else f"at most {self.bound:g}"


def faster(bound: float | None = None) -> Goal:
    """The goal to be that many times faster; without a number: how many times it is."""
    return Goal(bound, times_faster=True)


def row(what: str, ours: float | Cost, others: float | Cost, name: str, goal: Goal) -> str:
    """One line of the table; of costs, the seconds are compared."""
    mine, theirs = (cost.seconds if isinstance(cost, Cost) else cost for cost in (ours, others))
    ratio = goal.ratio(mine, theirs)
    told = [cost if isinstance(cost, Cost) else f"{cost:,.0f} MiB" for cost in (ours, others)]
    cells = (what, told[0], f"{name}: {told[1]}", f"{ratio:.3g}", goal, goal.verdict(ratio))
    return "| " + " | ".join(map(str, cells)) + " |"


def head() -> str:
    """The first two lines of the table."""
    return f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}"


def alternately(repeat: int, *measured: Callable[[], Cost]) -> list[Cost]:
    """The median cost of each, run one after the other, `repeat` times."""
    rounds = [[one() for one in measured] for _ in range(repeat)]
    return [
        Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ("seconds", "cpu", "peak")))
        for costs in zip(*rounds, strict=True)
    ]


def program(
    *commands: Sequence[str | Path],
    jobs: int = 1,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """What programs take, their start included, `jobs` of them at a time.

    Raises:
        subprocess.CalledProcessError: one of them failed; its words are told.
    """
    waiting, costs, faults = list(reversed(commands)), [], []
    start = time.perf_counter()

    def work() -> None:
        while waiting and not faults:
            command = waiting.pop()
            try:
                costs.append(started(command, cwd, environment)[0])
            except subprocess.CalledProcessError as fault:
                faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    seconds = time.perf_counter() - start if jobs > 1 else sum(cost.seconds for cost in costs)
    return Cost(seconds, sum(cost.cpu for cost in costs), max(cost.peak for cost in costs))


def started(
    command: Sequence[str | Path], cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> tuple[Cost, list[str]]:
    """What a program with the processes that it waited for took, the peak that of the largest, and what it printed.

    Raises:
        subprocess.CalledProcessError: it failed; its words are told.
    """
    call = [sys.executable, "-I", "-S", "-c", _LAUNCH, *map(str, command)]
    there = {**os.environ, **(environment or {})}
    done = subprocess.run(call, cwd=cwd, env=there, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise subprocess.CalledProcessError(done.returncode, list(map(str, command)))
    *printed, told = filter(None, done.stdout.splitlines())
    return Cost(*json.loads(told)), printed
