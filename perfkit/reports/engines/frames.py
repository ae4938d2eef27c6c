"""What a notebook's process tells its keeper: frames of a kind and a content, over a socket, on every system alike."""

from __future__ import annotations

import socket
import struct
import time
from typing import Final, NamedTuple

#: A text on stdout or stderr, a message of the shell, a cell begun, a cell done.
STDOUT, STDERR, MESSAGE, BEGUN, DONE = b"O", b"E", b"M", b"S", b"D"
#: The content of a cell done that failed.
FAILED: Final = b"F"
#: The length of the content and the kind, before the content.
_HEAD: Final = struct.Struct(">Ic")
_CHUNK: Final = 2**20


class OutputTooLarge(Exception):
    """A notebook made more output than a page can hold."""


class Frame(NamedTuple):
    """One frame."""

    kind: bytes
    content: bytes


def send(link: socket.socket, kind: bytes, content: bytes) -> None:
    """Send one frame."""
    link.sendall(_HEAD.pack(len(content), kind) + content)


class Frames:
    """The frames that come over a link; a sender that stops in the middle of one holds nobody up.

    Args:
        link: where they come from.
        most: bytes that all of them together may have.
    """

    def __init__(self, link: socket.socket, most: int) -> None:
        self._link = link
        self._left = most
        self._buffer = bytearray()

    def next(self, deadline: float | None) -> Frame | None:
        """The next frame; None if none came before `deadline` (`time.monotonic`; None = wait for ever).

        Raises:
            EOFError: the sender is gone.
            OutputTooLarge: it told, or is about to tell, more than it may.
        """
        while deadline is None or time.monotonic() < deadline:
            if frame := self._take():
                return frame
            self._read(deadline)
        return None

    def _take(self) -> Frame | None:
        if len(self._buffer) < _HEAD.size:
            return None
        length, kind = _HEAD.unpack_from(self._buffer)
        if length > self._left:
            raise OutputTooLarge
        end = _HEAD.size + length
        if len(self._buffer) < end:
            return None
        content = bytes(self._buffer[_HEAD.size : end])
        del self._buffer[:end]
        self._left -= length
        return Frame(kind, content)

    def _read(self, deadline: float | None) -> None:
        self._link.settimeout(None if deadline is None else max(0.001, deadline - time.monotonic()))
        try:
            data = self._link.recv(_CHUNK)
        except TimeoutError:
            return
        except OSError as fault:  # a sender that was killed may reset the connection instead of closing it
            raise EOFError from fault
        if not data:
            raise EOFError
        self._buffer += data
