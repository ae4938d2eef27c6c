"""The process of a notebook as its keeper sees it: started, listened to, interrupted, ended.

Forked where this process is a warm worker, else a fresh one; what runs in it is the same (`session`).
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import signal
import socket
import subprocess
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Final, Protocol

from perfkit.reports.engines.bounds import GRACE_SECONDS, OUTPUT_BYTES
from perfkit.reports.engines.environment import die_with_parent, environment
from perfkit.reports.engines.frames import STDERR, STDOUT, Frame, Frames
from perfkit.reports.engines.links import start as start_program
from perfkit.reports.engines.session import Job, run

_CHUNK: Final = 65_536


class Process(Protocol):
    """What a `subprocess.Popen` and a forked process have in common."""

    pid: int

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative = a signal; `subprocess.TimeoutExpired` if it has not ended by then."""


class Forked:
    """A process that this one has forked."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative = a signal.

        Raises:
            subprocess.TimeoutExpired: it has not ended by then.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            ended, status = os.waitpid(self.pid, os.WNOHANG if deadline else 0)
            if ended:
                return os.waitstatus_to_exitcode(status)
            if deadline and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("fork", timeout or 0)
            time.sleep(0.001)


class Child:
    """The process of a notebook.

    Args:
        link: what it tells comes from there.
        process: its pid is also the number of the group of its own subprocesses.
        pipes: the ends to read of its stdout and stderr, to be read when it is dead.
    """

    def __init__(self, link: socket.socket, process: Process, pipes: tuple[int, int] | None) -> None:
        self._link = link
        self._process = process
        self._pipes = pipes or ()
        self._exit_code: int | None = None
        #: What it tells.
        self.frames = Frames(link, OUTPUT_BYTES)

    def interrupt(self) -> None:
        """Ask the cell to stop."""
        with contextlib.suppress(OSError):
            os.kill(self._process.pid, signal.SIGINT)

    def end(self) -> int:
        """Wait a little for the process to end by itself, then end it and all that it started; its exit code."""
        if self._exit_code is None:
            try:
                self._exit_code = self._process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                return self.kill()
            self._signal_all()
        return self._exit_code

    def kill(self) -> int:
        """End the process and all that it started; its exit code, negative = a signal."""
        if self._exit_code is None:
            self._signal_all()
            with contextlib.suppress(OSError):
                os.kill(self._process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))  # before it has its own group
            self._exit_code = self._process.wait()
        return self._exit_code

    def _signal_all(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # Windows knows no such groups
            os.killpg(self._process.pid, signal.SIGKILL)

    def leftovers(self) -> list[Frame]:
        """What a dead process had written past Python and nobody had read."""
        frames = []
        for kind, pipe in zip((STDOUT, STDERR), self._pipes, strict=False):
            os.set_blocking(pipe, False)
            with contextlib.suppress(BlockingIOError):
                while data := os.read(pipe, _CHUNK):
                    frames.append(Frame(kind, data))
        return frames

    def close(self) -> None:
        """End the process, whatever it does, and let go of everything."""
        self.kill()
        self._link.close()
        for pipe in self._pipes:
            os.close(pipe)


def spawned(job: Job) -> Child:
    """Start `job` in a fresh process."""
    pipes = starts = None
    if os.name == "posix":
        (end_1, start_1), (end_2, start_2) = os.pipe(), os.pipe()
        pipes, starts = (end_1, end_2), (start_1, start_2)
    here, there = socket.socketpair()
    process = start_program(
        "perfkit.reports.engines.spawned",
        there,
        descriptors=pipes or (),
        stdout=starts[0] if starts else subprocess.DEVNULL,
        stderr=starts[1] if starts else subprocess.DEVNULL,
        env=environment(),
        cwd=job.folder,
        start_new_session=True,
    )
    for each in starts or ():
        os.close(each)
    with contextlib.suppress(OSError):  # it died at once, which its frames will tell
        here.sendall(json.dumps(asdict(replace(job, pipes=pipes))).encode() + b"\n")
    return Child(here, process, pipes)


def forked(job: Job) -> Child:
    """Start `job` in a process forked from this one, which must have one thread only."""
    here, there = socket.socketpair()
    pipes = os.pipe(), os.pipe()
    keeper = os.getpid()
    pid = os.fork()
    if pid == 0:
        _be_the_child(replace(job, pipes=(pipes[0][0], pipes[1][0])), there, (pipes[0][1], pipes[1][1]), keeper)
    there.close()
    for _, start in pipes:
        os.close(start)
    return Child(here, Forked(pid), (pipes[0][0], pipes[1][0]))


def _be_the_child(job: Job, link: socket.socket, starts: tuple[int, int], keeper: int) -> None:
    """Run `job` and end this process, never to come back to what the keeper was doing."""
    code = 1
    try:
        os.setsid()
        die_with_parent(keeper)
        gc.enable()
        atexit._clear()  # what the keeper wants done at its end
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (starts[0], 1), (starts[1], 2)):
            os.dup2(source, target)
        _close_all_but({0, 1, 2, link.fileno(), *(job.pipes or ())})
        run(job, link)
        atexit._run_exitfuncs()
        code = 0
    except BaseException:  # nobody else would tell it: the record takes what stands on stderr
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _close_all_but(kept: set[int]) -> None:
    """Close what the keeper had open; a file that a notebook holds open must be its own."""
    edges = sorted(kept)
    for low, high in zip(edges, [*edges[1:], os.sysconf("SC_OPEN_MAX")], strict=True):
        os.closerange(low + 1, min(high, 65_536))


#: How this process starts the process of a notebook; a warm worker forks.
_start: Callable[[Job], Child] = spawned


def start(job: Job) -> Child:
    """Start the process of a notebook."""
    return _start(job)


def fork_from_now_on() -> None:
    """This process is warm, has one thread, and keeps it so."""
    global _start
    _start = forked
