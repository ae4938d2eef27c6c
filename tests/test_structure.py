"""The shape of the house: folders, floors, thin notebooks, locks without addresses."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "perfkit").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMELESS = re.compile(r"(^|_)(utils?|helpers?|common|misc|manager)(_|$)")


def code_lines(notebook: dict) -> list[str]:
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [line for cell in cells for line in "".join(cell["source"]).splitlines() if line.strip()]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_are_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree) or not text.strip()
    assert len(text.splitlines()) <= 300
    assert not NAMELESS.search(path.stem)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            statements = node.body[1:] if ast.get_docstring(node) else node.body
            length = node.end_lineno - statements[0].lineno + 1 if statements else 0
            assert length <= 40, node.name


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain} | {
        node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and node.module
    }


@pytest.mark.parametrize(
    ("library", "homes"),
    [("plotly", {"figures"}), ("papermill", {"reports"}), ("nbconvert", {"reports"}), ("fastexcel", {"readers"})],
)
def test_a_heavy_library_has_one_home(library: str, homes: set[str]) -> None:
    using = {path.relative_to(ROOT / "perfkit").parts[0] for path in MODULES if library in imported(path)}
    assert using == homes


def test_there_are_notebooks() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == [
        "00", "10", "20", "30", "40", "50", "60", "65", "70", "80", "85", "90"
    ]  # fmt: skip


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    lines = code_lines(notebook)
    assert len(lines) <= 40
    assert not any(re.match(r"\s*(def|class) ", line) for line in lines)
    assert all(
        not cell["outputs"] and cell["execution_count"] is None for cell in notebook["cells"] if "outputs" in cell
    )
    assert notebook["metadata"]["perfkit"]["title_zh"]
    assert notebook["metadata"]["perfkit"]["title_en"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_speaks_both_languages_and_declares_its_parameters(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tags = [cell["metadata"].get("tags", []) for cell in cells]
    markdown = [tag for cell, tag in zip(cells, tags, strict=True) if cell["cell_type"] == "markdown"]
    assert markdown == [["zh"], ["en"]] * (len(markdown) // 2)
    (parameters,) = [cell for cell, tag in zip(cells, tags, strict=True) if tag == ["parameters"]]
    assert all(
        re.match(r"\w+: (str|int|float|bool) = .+  # .+", line) for line in "".join(parameters["source"]).splitlines()
    )


def test_floors_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_locks_are_hashed_and_name_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==", text, flags=re.MULTILINE)
    assert {"pandas", "plotly", "papermill", "hatchling"} <= set(pinned)
    assert "://" not in text
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry.split("\n")[0])
    # The benches measure the stock commands, which people run from an environment with JupyterLab.
    assert ("jupyterlab" in pinned) == (path.stem in ("bench", "lab"))
