"""The shell that runs the cells: ipykernel's own, whose session hands over each message instead of a socket.

So tracebacks, rich outputs, magics and display updates are those of a stock kernel, word for word.
"""

from __future__ import annotations

import builtins
import getpass
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session, json_packer
from traitlets.config import Config

from perfkit.reports.engines.frames import MESSAGE
from perfkit.reports.engines.streams import Wire


class WireSession(Session):
    """A session without sockets."""

    wire: Wire

    def msg(self, msg_type: str, content: Any = None, *_: Any, **__: Any) -> dict[str, Any]:
        """A message, without the ids and times that nobody reads here."""
        return {"msg_type": msg_type, "content": content or {}}

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> Any:
        """Hand a message over."""
        message = self.msg(msg_or_type, content) if isinstance(msg_or_type, str) else msg_or_type
        self.wire.send(MESSAGE, json_packer({key: message[key] for key in ("msg_type", "content")}))
        return message


def new_shell(wire: Wire, folder: str) -> ZMQInteractiveShell:
    """The shell of this process, as a kernel sets it up: no history on disk, nobody to answer a question.

    Args:
        wire: where its messages go.
        folder: an empty folder in the place of the user's profile.
    """
    session = WireSession()
    session.wire = wire
    shell: ZMQInteractiveShell = ZMQInteractiveShell.instance(
        config=Config({"HistoryManager": {"enabled": False}}),
        ipython_dir=folder,
        compiler_class=XCachingCompiler,
        kernel=SimpleNamespace(eventloop=None),
    )
    publishers: tuple[Any, Any] = (shell.displayhook, shell.display_pub)
    for publisher in publishers:
        publisher.session = session
    builtins.input = _refusal("raw_input")
    getpass.getpass = _refusal("getpass")
    return shell


def _refusal(name: str) -> Callable[..., str]:
    def refuse(*_: object, **__: object) -> str:
        raise StdinNotImplementedError(f"{name} was called, but this frontend does not support input requests.")

    return refuse
