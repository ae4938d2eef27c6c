"""What a notebook's process tells, put together to the outputs of its cells as nbformat has them."""

from __future__ import annotations

import json
from typing import Any, Final

from nbformat import NotebookNode

from perfkit.reports.engines.frames import MESSAGE, STDERR, STDOUT, Frame

#: Kind of frame -> name of the stream.
STREAMS: Final = {STDOUT: "stdout", STDERR: "stderr"}
#: Messages with something to show; what a shell tells beside them (comm, payload) belongs to no output.
_SHOWING: Final = ("display_data", "execute_result", "update_display_data")


class Outputs:
    """The outputs of one notebook, cell by cell.

    Pieces of one stream that follow each other become one output: how a kernel cuts them depends on the clock.
    """

    def __init__(self) -> None:
        self._cell = NotebookNode(outputs=[])
        self._text: list[str] = []
        self._clears_at_next = False
        self._displays: dict[str, list[NotebookNode]] = {}

    def begin(self, cell: NotebookNode) -> None:
        """What comes from now on belongs to `cell`."""
        self.end()
        self._cell = cell
        self._clears_at_next = False

    def end(self) -> None:
        """Complete the last stream."""
        if self._text:
            self._cell.outputs[-1]["text"] = "".join(self._text)
            self._text = []

    def take(self, frame: Frame) -> None:
        """Add what a frame tells to the cell."""
        if frame.kind in STREAMS:
            self._stream(STREAMS[frame.kind], frame.content.decode("utf-8", "replace"))
        if frame.kind == MESSAGE:
            message = json.loads(frame.content)
            self._message(message["msg_type"], message["content"])

    def _stream(self, name: str, text: str) -> None:
        self._clear_if_told()
        if self._text and self._cell.outputs[-1]["name"] == name:
            self._text.append(text)
        else:
            self._add(NotebookNode(output_type="stream", name=name, text=text))
            self._text = [text]

    def _message(self, kind: str, content: dict[str, Any]) -> None:
        if kind == "clear_output":
            self._clears_at_next = content["wait"]
            if not content["wait"]:
                self._clear()
        elif kind == "error":
            self._output(NotebookNode(output_type=kind, **content))
        elif kind in _SHOWING:
            self._show(kind, content)

    def _show(self, kind: str, content: dict[str, Any]) -> None:
        display_id = (content.get("transient") or {}).get("display_id")
        shown = {"data": content["data"], "metadata": content["metadata"]}
        for node in self._displays.get(str(display_id), []):
            node.update(shown)
        if kind == "update_display_data":
            return
        node = NotebookNode(output_type=kind, **shown)
        if kind == "execute_result":
            node["execution_count"] = content["execution_count"]
        if display_id:
            self._displays.setdefault(display_id, []).append(node)
        self._output(node)

    def _output(self, node: NotebookNode) -> None:
        self._clear_if_told()
        self._add(node)

    def _add(self, node: NotebookNode) -> None:
        self.end()
        self._cell.outputs.append(node)

    def _clear_if_told(self) -> None:
        if self._clears_at_next:
            self._clears_at_next = False
            self._clear()

    def _clear(self) -> None:
        """Take away the outputs of the cell so far; what was displayed under a name can no longer be updated."""
        self._text = []
        gone = {id(node) for node in self._cell.outputs}
        self._displays = {
            name: [node for node in nodes if id(node) not in gone] for name, nodes in self._displays.items()
        }
        self._cell.outputs.clear()
