"""The stock kernel: always this environment's Python, and told when it does not start."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small_workspace import SmallWorkspace, write_notebook

from perfkit.reports.choice import Choice
from perfkit.reports.engines import jupyter
from perfkit.reports.execute import execute
from perfkit.reports.plan import plan


def test_a_kernel_that_somebody_installed_does_not_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    spec = {"argv": ["/bin/false", "{connection_file}"], "display_name": "theirs", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    manager = jupyter._kernel_manager(tmp_path, "python3")
    assert manager.kernel_spec.argv[0] == sys.executable
    assert manager.transport == ("ipc" if sys.platform == "linux" and len(str(tmp_path)) < 60 else "tcp")


def test_a_kernel_that_cannot_start_is_a_failed_run(small: SmallWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    write_notebook(small.notebooks_folder, "10_a", "1")
    monkeypatch.setattr(jupyter, "_ARGUMENTS", ["--no-such-option-of-ipykernel", "--also=[not"])
    monkeypatch.setattr(jupyter.AsyncKernelManager, "_async_start_kernel", _refuse, raising=False)
    monkeypatch.setattr(jupyter.AsyncKernelManager, "start_kernel", _refuse)
    outcome = execute(replace(plan(small, Choice())[0].runs[0], engine="jupyter"))
    assert "no kernel today" in outcome.error
    assert outcome.run.outputs[0].exists()


async def _refuse(*_arguments: object, **_named: object) -> None:
    raise RuntimeError("no kernel today")
