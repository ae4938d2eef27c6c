"""The executed notebook as a record: what depends on the clock, the process or the place is taken out of it.

Two runs on the same data then give the same bytes (domain rule: same inputs, same report).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.execute import ERROR_MARKER_TAG

from perfkit.tables.vouchers import LINES_MIME

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{6,16}\b")
_STYLER_ID = re.compile(r"\bT_[0-9a-f]{5}(?![0-9a-f])")
# A path is looked for from the start of a word only: from each letter of a long one (an image, say) takes minutes.
_PATH = r"(?<![^\s\"'<>])[^\s\"'<>]*"
_KERNEL_FILE = re.compile(_PATH + r"ipykernel_\d+[/\\]\d+\.py")
_SCRATCH = re.compile(_PATH + r"[/\\]perfkit-[a-z0-9_]{8}(?=[/\\\s\"'<>]|$)")


def canonical(notebook: NotebookNode, root: Path) -> NotebookNode:
    """`notebook` (changed in place) without timings, process ids, addresses, random ids and paths above `root`."""
    told = notebook.metadata.pop("papermill", {})
    notebook.metadata["papermill"] = {name: told.get(name) for name in ("parameters", "exception")}
    for number, cell in enumerate(notebook.cells):
        status = cell.metadata.pop("papermill", {}).get("status")
        if cell.cell_type == "code":
            cell.metadata["papermill"] = {"status": status}
            cell.outputs = [_texts(_short(output), _cleaner(root)) for output in _joined(cell.outputs)]
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags:
            cell["id"] = "injected-parameters"
        elif ERROR_MARKER_TAG in tags:
            cell["id"] = f"error-marker-{number}"
    return notebook


def _short(output: NotebookNode) -> NotebookNode:
    """`output` without the rows of a table that its page opens instead of printing them."""
    data = output.get("data", {})
    if LINES_MIME in data:
        data.pop("text/html", None)
    return output


def as_text(notebook: NotebookNode) -> str:
    """The record as it is written to disk: as nbformat writes it, without the blanks before each line (a fifth)."""
    content = json.loads(nbformat.writes(notebook))
    return json.dumps(content, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """`outputs` with the pieces of a stream together: how a kernel cuts them depends on the clock."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].get("name") == output.name:
            joined[-1]["text"] += output.text
        else:
            joined.append(output)
    return joined


def _cleaner(root: Path) -> Callable[[str], str]:
    styler_ids: dict[str, str] = {}
    inside = str(root) + os.sep

    def clean(text: str) -> str:
        text = _KERNEL_FILE.sub("<cell>", _ADDRESS.sub("", text.replace(inside, "")))
        text = _SCRATCH.sub("<tmp>", text)
        return _STYLER_ID.sub(lambda found: styler_ids.setdefault(found[0], f"T_{len(styler_ids):05x}"), text)

    return clean


def _texts(value: Any, clean: Callable[[str], str]) -> Any:
    """Every text in a tree of dicts and lists, cleaned; figures' data are left alone, they hold no such thing."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_texts(item, clean) for item in value]
    if isinstance(value, dict):
        for key, item in value.items():
            if not key.endswith("+json"):
                value[key] = _texts(item, clean)
    return value
