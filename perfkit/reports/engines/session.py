"""The cells of one notebook, one after the other, in the process that is theirs alone."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import random
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfkit.reports.engines.environment import scratch_environment
from perfkit.reports.engines.frames import BEGUN, DONE, FAILED, STDERR, STDOUT
from perfkit.reports.engines.streams import Stream, Wire


@dataclass(frozen=True)
class Job:
    """What a notebook's process is given.

    Args:
        cells: (source, whether it may fail) of the cells to run.
        folder: to run in.
        scratch: an empty folder for temporary files, which the caller removes.
        memory_bytes: what the process may ask for beyond what it starts with.
        edition: of the workspaces that the notebook opens; "" = as the environment says.
        pipes: the ends to read of its stdout and stderr, if the caller made pipes of them.
    """

    cells: list[tuple[str, bool]]
    folder: str
    scratch: str
    memory_bytes: int
    edition: str = ""
    pipes: tuple[int, int] | None = None


def run(job: Job, link: socket.socket) -> None:
    """Run the cells of `job` and tell everything through `link`."""
    wire = Wire(link, job.pipes or _pipes())
    _prepare(job, wire)
    sys.stdout, sys.stderr = Stream(wire, STDOUT), Stream(wire, STDERR)
    from perfkit.reports.engines.shell import new_shell

    shell = new_shell(wire, job.scratch)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_run_cells(job, shell, wire))
    # A file that the notebook has left open is complete when its object is gone.
    shell.user_ns.clear()
    gc.collect()


def _prepare(job: Job, wire: Wire) -> None:
    import numpy as np

    signal.signal(signal.SIGINT, wire.interrupt)
    os.environ.update(scratch_environment(job.scratch, job.edition))
    tempfile.tempdir = None  # the process that forked this one may have looked it up
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    os.chdir(job.folder)
    sys.path[:] = ["", *(path for path in sys.path if path)]
    # A report must not depend on chance, nor two reports on each other's.
    random.seed(0)
    np.random.seed(0)
    _bound_memory(job.memory_bytes)


def _bound_memory(most: int) -> None:
    """Let the system refuse more memory; where it cannot say how much is in use already, there is no bound."""
    told = Path("/proc/self/statm")
    if not told.exists():
        return
    import resource

    used = int(told.read_text().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    # Where the system allows less already, more cannot be asked for.
    bound = used + most if hard == resource.RLIM_INFINITY else min(used + most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    with contextlib.suppress(OSError):  # if the machine itself runs short, this process goes first
        Path("/proc/self/oom_score_adj").write_text("1000")


def _pipes() -> tuple[int, int]:
    """Pipes in the place of stdout and stderr; the ends to read."""
    ends = []
    for descriptor in (1, 2):
        end, start = os.pipe()
        os.dup2(start, descriptor)
        os.close(start)
        ends.append(end)
    return ends[0], ends[1]


async def _run_cells(job: Job, shell: Any, wire: Wire) -> None:
    """Run the cells until the last, one that fails, or one that asks to exit."""
    for source, may_fail in job.cells:
        wire.send(BEGUN, b"%d" % shell.execution_count)
        failed = await _run_cell(shell, source)
        for stream in (sys.stderr, sys.stdout, sys.__stdout__, sys.__stderr__):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()  # type: ignore[union-attr] # a notebook may have put anything in their place
        wire.send(DONE, FAILED if failed else b"")
        if shell.exit_now or (failed and not may_fail):
            return
        await asyncio.sleep(0)


async def _run_cell(shell: Any, source: str) -> bool:
    """Run one cell as ipykernel does; whether it failed."""
    fault: Any = None
    try:
        transformed = shell.transform_cell(source)
    except Exception:  # the shell itself tells what is wrong with the cell
        transformed, fault = source, sys.exc_info()
    if shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=fault):
        coroutine = shell.run_cell_async(
            source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=fault
        )
        result = None
        try:
            task = asyncio.ensure_future(coroutine)
            with _cancelled_by_interrupt(task):
                result = await task
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
    else:
        result = shell.run_cell(source, store_history=True)
    return not result.success or bool(getattr(shell, "_last_traceback_during_displayhook", False))


@contextlib.contextmanager
def _cancelled_by_interrupt(task: asyncio.Future[Any]) -> Iterator[None]:
    """An interrupt ends the awaited cell rather than the loop."""
    loop = asyncio.get_running_loop()
    before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(task.cancel))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
