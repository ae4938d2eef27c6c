"""The documents are true: generated parts equal what the code says, README's commands and paths exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from generated_docs import documents

from perfkit.reports.choice import Choice
from perfkit.reports.plan import plan
from perfkit.workspace import Workspace

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
WRITTEN = (*READMES, "CHANGELOG.md", "CONTRIBUTING.md", "DECISIONS.md", "data/make_lusong/README.md")


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return documents()


GENERATED = ("GLOSSARY.md", "docs/cli.md", "docs/columns-understood.md", "docs/evaluation-rules.md", "docs/formats.md")


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_document_says_what_the_code_says(generated: dict[str, str], name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == generated[name], "run `make docs`"


@pytest.mark.parametrize("name", READMES)
def test_every_path_that_a_readme_names_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    made_later = ("reports/", ".venv", "data/raw/<", "我的", "my-")
    named = re.findall(r"\]\(([^)#:]+)\)|`((?:[\w.<>-]+/)+[\w.<>-]*)`", text)
    paths = [link or code for link, code in named]
    assert paths
    missing = [path for path in paths if not path.startswith(made_later) and not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_and_command_that_a_readme_names_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:`|^\$ )make ([a-z]+)", text, flags=re.MULTILINE))
    assert {"run", "test", "lab"} <= targets
    assert all(re.search(rf"^{target}:", makefile, flags=re.MULTILINE) for target in targets)
    commands = set(re.findall(r"^(?:\$ )?perfkit (\w+)", text, flags=re.MULTILINE))
    assert commands
    for command in commands:
        subprocess.run(
            [sys.executable, "-c", f"from perfkit.cli import main; main(['{command}', '--help'])"], check=True
        )


def test_the_python_of_the_readme_runs(workspace: Workspace) -> None:
    code = "\n".join(
        re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    )
    assert "open_workspace" in code
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        env=_with_project(),
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _with_project() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("name", READMES)
def test_the_number_of_runs_in_a_readme_is_the_real_one(workspace: Workspace, name: str) -> None:
    runs = sum(len(dossier.runs) for dossier in plan(workspace, Choice()))
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(re.findall(r"/(\d+)\] ", text)) == {str(runs)}
    assert f"已完成 {runs} 次运行" in text


@pytest.mark.parametrize("name", WRITTEN)
def test_written_documents_exist_and_are_finished(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(text) > 400
    assert not re.search(r"TODO|@@", text)
