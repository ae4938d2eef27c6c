"""A dask.distributed cluster that is there already, as an executor of runs (extra perfkit[cluster]).

Its workers do what local ones do, each run in a process of its own. A worker that dies has its runs done again by the
others: the scheduler sees to that. What the cluster cannot do, for whatever reason, is told once and done here.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any, Final

from perfkit import __version__
from perfkit.errors import (
    ClusterError,
    LostCluster,
    MissingCluster,
    NoCluster,
    NoExchange,
    NoSharedFolder,
    OtherVersion,
)
from perfkit.reports.engines.pool import Workers
from perfkit.reports.exchange import Exchange, Parcel, done_elsewhere
from perfkit.reports.run import Outcome, Run

Do = Callable[[Run], Outcome]

#: Seconds that a scheduler may take to answer, and that it may be without workers.
_PATIENCE: Final = 15
_NO_WORKERS: Final = {"zh": "没有计算节点", "en": "there are no workers"}
_NO_SCHEDULER: Final = {"zh": "调度器已不在", "en": "the scheduler is gone"}


class Cluster(Executor):
    """Sends runs to the scheduler at an address.

    Args:
        address: of the scheduler, such as tcp://scheduler:8786.
        exchange: fsspec URL of a store, if the workers do not see the folder of the workspace; "" if they do.
        jobs: how many runs at a time are done here if the cluster fails; 0 = one per processor core.
        notice: called once for each thing that went wrong.

    Raises:
        MissingCluster: the extra is not installed.
    """

    def __init__(self, address: str, *, exchange: str, jobs: int, notice: Callable[[ClusterError], None]) -> None:
        if find_spec("distributed") is None:
            raise MissingCluster(install="pip install 'perfkit[cluster]'")
        self._address = address
        self._exchange = Exchange(exchange) if exchange else None
        self._jobs = jobs
        self._notice = notice
        self._told: set[str] = set()
        self._lock = threading.Lock()
        self._local: Workers | None = None
        self._open: set[Future[Outcome]] = set()
        self._is_lost = self._is_closed = False
        # Sending and fetching files must hold up neither whoever asks for runs nor the connection.
        self._sending, self._receiving = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._client: Any = None

    def _connect(self) -> None:
        """Reach the scheduler, when the first run is to be sent."""
        from distributed import Client

        # It tells of every lost connection with a traceback; here that is one sentence.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = Client(self._address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as fault:
            self._lose(NoCluster(address=self._address, found=fault))
        else:
            self._remote = self._client.get_executor(pure=False)
            threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have `fn(run)` called somewhere; `fn` must be a function of perfkit."""
        (run,) = args
        future: Future[Outcome] = Future()
        self._sending.submit(self._send, fn, run, future)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; what is not done by now never will be."""
        self._is_closed = True
        self._sending.shutdown(wait=False, cancel_futures=True)
        self._receiving.shutdown(wait=False, cancel_futures=True)
        if self._client:
            self._client.close(timeout=_PATIENCE)
        if self._local:
            self._local.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _send(self, do: Do, run: Run, future: Future[Outcome]) -> None:
        if not (self._client or self._is_lost):
            self._connect()
        if self._is_lost:
            self._do_here(do, run, future)
            return
        try:
            task = self._exchange.packed(run) if self._exchange else run
        except NoExchange as fault:
            self._fail(fault, do, run, future)
            return
        call = self._remote.submit(_do, do, task, __version__)
        self._open.add(call)
        call.add_done_callback(lambda call: self._receiving.submit(self._receive, do, run, task, call, future))

    def _receive(self, do: Do, run: Run, task: Run | Parcel, call: Future[Outcome], future: Future[Outcome]) -> None:
        self._open.discard(call)
        try:
            outcome = call.result()
            future.set_result(
                self._exchange.received(task, outcome) if self._exchange and isinstance(task, Parcel) else outcome
            )
        except CancelledError:
            self._fail(LostCluster(address=self._address, found=_NO_SCHEDULER), do, run, future)
        except ClusterError as fault:
            self._fail(fault, do, run, future)
        except Exception as fault:  # that the workers died at this run again and again, or that the disk here refuses
            future.set_exception(fault)

    def _fail(self, fault: ClusterError, do: Do, run: Run, future: Future[Outcome]) -> None:
        """Tell why the cluster cannot do a run, and do it here."""
        if isinstance(fault, LostCluster | NoExchange):
            self._lose(fault)
        else:
            self._tell(fault)
        self._do_here(do, run, future)

    def _lose(self, fault: ClusterError) -> None:
        with self._lock:
            is_news, self._is_lost = not self._is_lost, True
        if is_news:
            self._tell(fault)

    def _tell(self, fault: ClusterError) -> None:
        if not self._is_closed and fault.text() not in self._told:
            self._told.add(fault.text())
            self._notice(fault)

    def _do_here(self, do: Do, run: Run, future: Future[Outcome]) -> None:
        with self._lock:
            self._local = self._local or Workers(self._jobs or os.cpu_count() or 1)
        self._local.submit(do, run).add_done_callback(lambda done: _hand_on(done, future))

    def _watch(self) -> None:
        """Give the runs up if there is nobody to do them."""
        idle = 0
        while not (self._is_closed or self._is_lost):
            threading.Event().wait(1)
            try:
                idle = 0 if not self._open or self._client.nthreads() else idle + 1
            except Exception:  # the connection is gone, which every open call will tell
                return
            if idle > _PATIENCE:
                self._lose(LostCluster(address=self._address, found=_NO_WORKERS))
                for call in list(self._open):
                    call.cancel()


def _do(do: Do, task: Run | Parcel, version: str) -> Outcome:
    """Do a run on a worker.

    Raises:
        ClusterError: this worker cannot.
    """
    if version != __version__:
        raise OtherVersion(host=socket.gethostname(), found=__version__, expected=version)
    if isinstance(task, Parcel):
        return done_elsewhere(task, do)
    if not task.notebook.is_file():
        raise NoSharedFolder(host=socket.gethostname(), path=task.root)
    return do(task)


def _hand_on(done: Future[Outcome], future: Future[Outcome]) -> None:
    if done.cancelled():
        future.cancel()
    elif fault := done.exception():
        future.set_exception(fault)
    else:
        future.set_result(done.result())
