"""A worker of a batch: takes one call after the other, does it, tells what came of it."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import threading
import time
from multiprocessing.connection import Connection

from perfkit.reports.engines.links import taken_over


def serve(link: socket.socket) -> None:
    """Do the calls that come over `link`, until there are no more."""
    with Connection(link.detach()) as batch:
        while (call := _next(batch)) is not None:
            batch.send_bytes(_done(call))


def _next(batch: Connection) -> bytes | None:
    try:
        return batch.recv_bytes()
    except (EOFError, OSError):
        return None


def _done(call: bytes) -> bytes:
    """Whether the call went well, and its result or the exception, pickled as the call is."""
    try:
        function, arguments, named = pickle.loads(call)  # noqa: S301 # from the batch that started this process
        return pickle.dumps((True, function(*arguments, **named)))
    except Exception as fault:  # whoever made the call decides what it means
        return _told(fault)


def _told(fault: Exception) -> bytes:
    try:
        return pickle.dumps((False, fault))
    except Exception:  # an exception of a notebook's own making need not be picklable
        return pickle.dumps((False, RuntimeError(f"{type(fault).__name__}: {fault}")))


def main() -> None:
    """A worker in a fresh process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    serve(taken_over())


def _end_with(parent: int) -> None:
    """End this process soon after `parent`, in the middle of a run: nobody would hear what came of it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    main()
