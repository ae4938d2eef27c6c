"""Two batches at once over one workspace: one sentence, and nothing is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from quick_batch import done, quick
from small_workspace import SmallWorkspace

from perfkit.errors import AlreadyRunning, CannotWrite
from perfkit.reports import batch, lock
from perfkit.reports.choice import Choice
from perfkit.reports.lock import locked

__all__ = ["quick"]
#: Holds the lock until its stdin ends.
HOLDER = """
import sys
from pathlib import Path
from perfkit.reports.lock import locked
with locked(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_two_batches_at_once_are_refused_and_nothing_is_written(quick: SmallWorkspace) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, quick.processed], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"locked\n"
    with pytest.raises(AlreadyRunning, match="另一个 perfkit run 正在工作区"):
        batch.run(quick)
    assert not quick.reports_folder.exists()
    holder.kill()  # a batch that is killed leaves no lock behind
    holder.communicate()
    assert len(done(quick)) == 3


def test_the_second_batch_may_look_and_may_find_nothing_to_do(quick: SmallWorkspace) -> None:
    batch.run(quick)
    with locked(quick.processed):
        assert batch.run(quick).unchanged == 3
        assert len(batch.preview(quick, Choice())) == 3


def test_windows_has_a_lock_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Msvcrt:
        LK_NBLCK = 2
        is_taken = False

        def locking(self, _descriptor: int, _mode: int, _bytes: int) -> None:
            if self.is_taken:
                raise PermissionError
            self.is_taken = True

    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt())
    monkeypatch.setattr(lock.sys, "platform", "win32")
    with locked(tmp_path / "x"), pytest.raises(AlreadyRunning), locked(tmp_path / "x"):
        pass


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="无法写入"), locked(tmp_path / "file" / "processed"):
        pass
