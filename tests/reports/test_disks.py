"""A disk that is full or may not be written: one sentence, no traceback, what was finished stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from office_workspace import change_amount, make_office, report_files, run_office

pytestmark = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can mount a small disk")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A workspace whose reports lie on a disk of their own, of 12 MiB: the scripts of pages and little more."""
    root = make_office(tmp_path / "工作区 with blanks", notebooks=4)
    reports = root / "reports"
    reports.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", reports], capture_output=True)
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    yield root
    subprocess.run(["umount", "-l", reports], check=True)


def test_a_full_disk_is_one_sentence_and_what_was_finished_stays(disk: Path) -> None:
    reports = disk / "reports"
    first = run_office(disk)
    assert first.returncode == 0, first.stderr
    before = report_files(disk)
    (reports / "filler").write_bytes(b"x" * (shutil.disk_usage(reports).free - 4096))
    change_amount(disk, "200.00")
    full = run_office(disk)
    assert full.returncode == 3
    assert "Traceback" not in full.stderr
    (sentence,) = [line for line in full.stderr.splitlines() if "无法写入" in line]
    assert "No space left on device" in sentence
    assert "已有文件未受影响" in sentence
    (reports / "filler").unlink()
    for name, content in report_files(disk).items():
        assert content == before[name] or b"20000" in content, name
    for manifest in reports.rglob("manifest.json"):
        json.loads(manifest.read_text(encoding="utf-8"))
    assert run_office(disk).returncode == 0
    assert all(b"20000" in content for name, content in report_files(disk).items() if name.endswith("page.html"))
    assert not list(reports.rglob(".*.part"))


def test_a_disk_that_is_full_from_the_start(disk: Path) -> None:
    (disk / "reports" / "filler").write_bytes(b"x" * (shutil.disk_usage(disk / "reports").free - 4096))
    full = run_office(disk)
    assert (full.returncode, "Traceback" in full.stderr) == (3, False)
    assert full.stderr.count("无法写入") == 1


@pytest.mark.parametrize("place", ["reports", "data/processed"])
def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path: Path, place: str) -> None:
    root = make_office(tmp_path / "workspace")
    folder = root / place
    folder.mkdir(parents=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        refused = run_office(root)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
    assert refused.returncode == 3, refused.stderr
    assert refused.stderr.count("无法写入") == 1
    assert "Read-only file system" in refused.stderr
    assert "Traceback" not in refused.stderr
