"""The warm process of a batch: imports and tries once what every run needs, then forks a worker whenever one is wanted.

It must have one thread when it forks: a lock that another thread holds would stay locked in the worker for ever.
"""

from __future__ import annotations

import gc
import os
import signal
import socket

from perfkit.reports.engines.child import fork_from_now_on
from perfkit.reports.engines.environment import die_with_parent
from perfkit.reports.engines.links import taken_over
from perfkit.reports.engines.worker import serve


def main() -> None:
    """Warm up, then fork a worker for each socket that is handed over, until the batch is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for workers: the batch sees their sockets close
    batch = taken_over()
    gc.disable()  # nothing of what is imported goes away again, and looking for it takes a tenth of the time
    from perfkit.reports.engines.exercise import warm_up

    warm_up()
    fork_from_now_on()
    gc.collect()
    gc.freeze()
    gc.enable()
    while (link := _next(batch)) is not None:
        _fork_worker(link, batch)
        link.close()


def _next(batch: socket.socket) -> socket.socket | None:
    """The next socket that is handed over."""
    _, descriptors, _, _ = socket.recv_fds(batch, 1, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None


def _fork_worker(link: socket.socket, batch: socket.socket) -> None:
    keeper = os.getpid()
    if os.fork():
        return
    code = 1
    try:
        die_with_parent(keeper)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        batch.close()
        serve(link)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
