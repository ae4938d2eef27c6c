"""The journal of a cached year: read when it is first used, from the cache of that very load or not at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from perfkit.errors import StaleCache
from perfkit.measures import execution
from perfkit.tables import banner
from perfkit.workspace import Workspace, open_workspace

JOURNAL = "日期,凭证号,摘要,科目编码,项目,借方金额,贷方金额\n2021-01-05,记-1,付电费,7201,运转,100.00,\n2021-01-05,记-1,付电费,8001,,,100.00\n"


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Workspace, list[str]]:
    """A workspace whose year is in the cache, and the names of the frames that are read from now on."""
    folder = tmp_path / "data" / "raw" / "unit" / "2021"
    folder.mkdir(parents=True)
    (folder / "journal.csv").write_text(JOURNAL, encoding="utf-8")
    workspace, read, whole = open_workspace(tmp_path), [], pd.read_parquet
    workspace.load("unit", 2021)
    monkeypatch.setattr(pd, "read_parquet", lambda path: (read.append(path.stem), whole(path))[1])
    return workspace, read


def test_what_needs_no_journal_reads_none(loaded):
    workspace, read = loaded
    ledger = workspace.load("unit", 2021)
    project = ledger.of_project("运转")
    assert execution(project.budget, project.spending, [], "all_funds")["actual_cents"].tolist() == [10_000]
    assert "不含年末结转分录" in banner(ledger).lines[1]
    assert "spending" in read
    assert "journal" not in read
    assert len(project.journal) == 2
    assert len(ledger.journal) == len(ledger.journal) == 2
    assert read.count("journal") == 2, "once for each of the two ledgers"


def test_a_cache_that_is_another_one_by_now_is_refused(loaded):
    workspace, _ = loaded
    ledger = workspace.load("unit", 2021)
    path = workspace.raw / "unit" / "2021" / "journal.csv"
    path.write_text(JOURNAL.replace("100.00", "200.00"), encoding="utf-8")
    changed = workspace.load("unit", 2021)
    with pytest.raises(StaleCache, match="2021"):
        _ = ledger.journal
    assert changed.journal["debit_cents"].sum() == 20_000


def test_a_file_damaged_after_the_load_is_refused_and_then_made_anew(loaded):
    workspace, _ = loaded
    ledger = workspace.load("unit", 2021)
    path = workspace.processed / "unit" / "2021" / "journal.parquet"
    path.write_bytes(b"no parquet")
    with pytest.raises(StaleCache):
        _ = ledger.journal
    assert len(workspace.load("unit", 2021).journal) == 2
