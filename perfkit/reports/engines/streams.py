"""What a notebook's process writes, as frames in the order in which it was written.

A text written by Python goes out at the end of each line; bytes written past Python, by a subprocess or by a library,
come through pipes in the place of stdout and stderr and go out before the next frame, at the latest when the pipe is
looked at. So nothing is lost when the process ends on the spot.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import select
import socket
import sys
import threading
from functools import partial
from typing import Final

from perfkit.reports.engines.frames import STDERR, STDOUT, send

_LONGEST_LINE: Final = 16_384
_CHUNK: Final = 65_536
#: Milliseconds.
_LOOK_UP: Final = 1000


class Wire:
    """The way out of a notebook's process: one frame at a time, what the pipes hold first.

    Args:
        link: to the process that keeps the record.
        pipes: the ends to read of what is written to stdout and stderr past Python.
    """

    def __init__(self, link: socket.socket, pipes: tuple[int, int]) -> None:
        self._link = link
        #: Whoever writes holds it, also for the streams: with one each, two threads could wait for each other.
        self.lock = threading.RLock()
        self._sender = 0
        self._is_interrupted = False
        # Where a notebook closes its stdout, the pipe must not end: an ended pipe is ready to be read for ever.
        self._kept = [os.dup(descriptor) for descriptor in (1, 2)]
        decoder = codecs.getincrementaldecoder("utf-8")
        self._pipes = dict(zip(pipes, ((STDOUT, decoder("replace")), (STDERR, decoder("replace"))), strict=True))
        if hasattr(select, "poll"):
            self._poll = _polling(*pipes)
            watches = [partial(self._watch, _polling(*pipes, link.fileno()))]
        else:  # Windows cannot ask whether a pipe holds anything
            watches = [partial(self._read_forever, pipe) for pipe in pipes] + [partial(self._end_with_keeper)]
        for watch in watches:
            threading.Thread(target=watch, daemon=True).start()

    def send(self, kind: bytes, content: bytes = b"") -> None:
        """Send one frame, after what was written to the pipes before."""
        with self.lock:
            self.drain()
            self._send(kind, content)

    def drain(self) -> None:
        """Send what the pipes hold."""
        if not hasattr(select, "poll"):
            return
        with self.lock:
            while ready := self._poll.poll(0):
                for pipe, _ in ready:
                    self._read(pipe)

    def interrupt(self, *_: object) -> None:
        """The handler of SIGINT: stops the cell, but never in the middle of a frame, which nobody could read on."""
        if self._sender == threading.get_ident():
            self._is_interrupted = True
        else:
            raise KeyboardInterrupt

    def _send(self, kind: bytes, content: bytes) -> None:
        with self.lock:
            self._sender = threading.get_ident()
            try:
                send(self._link, kind, content)
            finally:
                self._sender = 0
        if self._is_interrupted and threading.current_thread() is threading.main_thread():
            self._is_interrupted = False
            raise KeyboardInterrupt

    def _watch(self, watching: select.poll) -> None:
        while True:
            # While this waits, a descriptor that the notebook closes stays open; so it looks up now and then.
            if any(ready == self._link.fileno() for ready, _ in watching.poll(_LOOK_UP)):
                self._end_with_keeper()
            self.drain()

    def _end_with_keeper(self) -> None:
        """Wait for the end of the process that keeps the record, then end: nobody would hear what comes now."""
        with contextlib.suppress(OSError):
            self._link.recv(1)
        os._exit(1)

    def _read_forever(self, pipe: int) -> None:
        while True:
            self._read(pipe)

    def _read(self, pipe: int) -> None:
        kind, decoder = self._pipes[pipe]
        text = decoder.decode(os.read(pipe, _CHUNK))
        if text:
            self._send(kind, text.encode())


def _polling(*descriptors: int) -> select.poll:
    """One of these serves one thread."""
    polling = select.poll()
    for descriptor in descriptors:
        polling.register(descriptor, select.POLLIN)
    return polling


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a notebook."""

    def __init__(self, wire: Wire, kind: bytes) -> None:
        super().__init__()
        self._wire = wire
        self._kind = kind
        self._descriptor = 1 if kind == STDOUT else 2
        self._process = os.getpid()
        self._parts: list[str] = []

    @property
    def encoding(self) -> str:  # type: ignore[override] # a fixed one, as that of a kernel
        """UTF-8."""
        return "UTF-8"

    @property
    def name(self) -> str:
        """As Python names its own."""
        return "<stdout>" if self._kind == STDOUT else "<stderr>"

    def fileno(self) -> int:
        """The descriptor that subprocesses may be given."""
        return self._descriptor

    def isatty(self) -> bool:
        """No terminal."""
        return False

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str) -> int:
        """Take `text`; a process that the notebook forked writes it to the pipe."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if os.getpid() != self._process:
            os.write(self._descriptor, text.encode("utf-8", "replace"))
            return len(text)
        with self._wire.lock:
            self._parts.append(text)
            if "\n" in text or len(text) > _LONGEST_LINE:
                other = sys.stderr if self._kind == STDOUT else sys.stdout
                if isinstance(other, Stream):
                    other.send_rest()
                self.send_rest()
        return len(text)

    def send_rest(self) -> None:
        """Send what was taken."""
        with self._wire.lock:
            if self._parts:
                text, self._parts = "".join(self._parts), []
                self._wire.send(self._kind, text.encode("utf-8", "replace"))

    def flush(self) -> None:
        """Send what was taken."""
        if not self.closed and os.getpid() == self._process:
            self.send_rest()
