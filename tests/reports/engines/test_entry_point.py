"""`papermill --engine perfkit`, as a program that knows nothing of perfkit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook


def papermill(folder: Path, *cells: str) -> tuple[int, dict, str]:
    """Exit code, executed notebook, and what it said."""
    first = new_code_cell("n: int = 1", metadata={"tags": ["parameters"]})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    node = new_notebook(cells=[first, *map(new_code_cell, cells)], metadata={"kernelspec": kernel})
    write(node, folder / "in.ipynb")
    done = subprocess.run(
        [Path(sys.executable).with_name("papermill"), "in.ipynb", "out.ipynb", "--engine", "perfkit", "-p", "n", "7"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, json.loads((folder / "out.ipynb").read_text(encoding="utf-8")), done.stderr


def test_papermill_finds_the_engine_and_keeps_its_own_ways(tmp_path: Path) -> None:
    code, notebook, said = papermill(tmp_path, "print(n)\nn * 6")
    assert code == 0, said
    told = notebook["cells"][-1]
    assert [output["output_type"] for output in told["outputs"]] == ["stream", "execute_result"]
    assert told["outputs"][1]["data"]["text/plain"] == ["42"]
    assert told["metadata"]["papermill"]["duration"] > 0
    assert notebook["metadata"]["papermill"]["parameters"] == {"n": 7}
    assert "Executing" in said, "its progress bar"


def test_a_failure_is_saved_and_told(tmp_path: Path) -> None:
    code, notebook, said = papermill(tmp_path, "1 / 0", "print('never')")
    assert code == 1
    assert "ZeroDivisionError" in said
    assert notebook["metadata"]["papermill"]["exception"] is True
    assert [cell["metadata"].get("papermill", {}).get("status") for cell in notebook["cells"]][-2:] == [
        "failed",
        "pending",
    ]
