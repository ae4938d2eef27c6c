"""Sockets between a process and one that it starts: handed over on starting, on every system alike."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import Any


def start(
    module: str, end: socket.socket, *, descriptors: Sequence[int] = (), **options: Any
) -> subprocess.Popen[bytes]:
    """Start a module of ours as a program that gets `end` of a pair of sockets.

    Args:
        module: its name.
        end: closed here.
        descriptors: further ones that stay open in it (POSIX).
        options: of `subprocess.Popen`.
    """
    command = [sys.executable, "-P", "-m", module]
    if sys.platform == "win32":
        process = subprocess.Popen(command, stdin=subprocess.PIPE, **options)  # noqa: S603 # our own interpreter
        with process.stdin as told:
            told.write(end.share(process.pid))
    else:
        process = subprocess.Popen(  # noqa: S603 # our own interpreter and module
            [*command, str(end.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=(end.fileno(), *descriptors),
            **options,
        )
    end.close()
    return process


def taken_over() -> socket.socket:
    """The socket that this program was started with."""
    if sys.platform == "win32":
        return socket.fromshare(sys.stdin.buffer.read())
    return socket.socket(fileno=int(sys.argv[1]))
