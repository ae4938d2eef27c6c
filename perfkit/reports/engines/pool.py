"""The local workers of a batch, as an executor: any other one of `concurrent.futures` could take its place.

A worker that dies takes nothing with it: its call is made again by another, once; then the call has failed.
"""

from __future__ import annotations

import pickle
import queue
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection
from typing import IO, Any, Final

from perfkit.reports.engines import links
from perfkit.reports.engines.environment import environment, may_fork

_ATTEMPTS: Final = 2


class WorkerDied(Exception):
    """A worker ended, twice, in the middle of the same call."""


class Workers(Executor):
    """Worker processes of this machine: forked from a warm one where that is safe, else fresh ones.

    Args:
        count: how many.
    """

    def __init__(self, count: int) -> None:
        self._calls: queue.SimpleQueue[tuple[Future[Any], bytes] | None] = queue.SimpleQueue()
        self._is_closing = False
        self._source: _Source = _Warm() if may_fork() else _Fresh()
        self._threads = [threading.Thread(target=self._keep_busy, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a worker call `fn(*args, **kwargs)`; all of these and the result must be picklable."""
        future: Future[Any] = Future()
        self._calls.put((future, pickle.dumps((fn, args, kwargs))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers: when all is done, or at once if `cancel_futures`."""
        if cancel_futures:
            self._is_closing = True
            self._source.close()
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads if wait else ():
            thread.join()
        self._source.close()

    def _keep_busy(self) -> None:
        """Keep one worker busy until there are no more calls."""
        worker: Connection | None = None
        while (item := self._calls.get()) is not None:
            future, call = item
            if self._is_closing or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            worker = self._do(future, call, worker)
        if worker:
            worker.close()

    def _do(self, future: Future[Any], call: bytes, worker: Connection | None) -> Connection | None:
        """Have `call` made by `worker`, or by a new one; the worker that is left."""
        for _ in range(_ATTEMPTS):
            try:
                worker = worker or self._source.new_worker()
                worker.send_bytes(call)
                is_well, result = worker.recv()
            except (EOFError, OSError):
                worker = None
                if self._is_closing:
                    break
            else:
                future.set_result(result) if is_well else future.set_exception(result)
                return worker
        future.set_exception(WorkerDied(self._source.last_words()))
        return None


class _Source:
    """Where workers come from."""

    def __init__(self) -> None:
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 # open as long as the workers

    def new_worker(self) -> Connection:
        """A new worker.

        Raises:
            OSError, EOFError: there can be none.
        """
        raise NotImplementedError

    def close(self) -> None:
        """End all workers that are still there."""

    def last_words(self) -> str:
        """The last line that the processes wrote to stderr."""
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def _start(self, module: str, end: socket.socket, **more: Any) -> subprocess.Popen[bytes]:
        return links.start(module, end, env=environment(), stdout=subprocess.DEVNULL, stderr=self._log, **more)


class _Fresh(_Source):
    """Each worker is a process of its own, which imports everything itself."""

    def __init__(self) -> None:
        super().__init__()
        self._processes: list[subprocess.Popen[bytes]] = []

    def new_worker(self) -> Connection:
        here, there = socket.socketpair()
        self._processes.append(self._start("perfkit.reports.engines.worker", there))
        return Connection(here.detach())

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


class _Warm(_Source):
    """Workers are forked from one warm process; should it die, another takes its place."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._start_warm()

    def _start_warm(self) -> None:
        self._link, there = socket.socketpair()
        self._process = self._start("perfkit.reports.engines.warm", there, start_new_session=True)

    def new_worker(self) -> Connection:
        here, there = socket.socketpair()
        with self._lock:
            if self._process.poll() is not None:
                self._start_warm()
            if sys.platform != "win32":
                socket.send_fds(self._link, [b" "], [there.fileno()])
        there.close()
        return Connection(here.detach())

    def close(self) -> None:
        with self._lock:
            self._process.kill()
            self._process.wait()
            self._link.close()
