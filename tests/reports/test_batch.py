"""A batch: workers, indexes, manifests; what is kept, what is removed, what is the same twice."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from quick_batch import done, make_workspace, pages, quick, write_outputs
from small_workspace import SmallWorkspace, make_ledger

from perfkit.errors import DiskFull, UnknownParameter
from perfkit.ledger.corrections import Correction
from perfkit.ledger.frames import conform
from perfkit.reports import batch, tasks
from perfkit.reports.batch import BatchResult
from perfkit.reports.choice import Choice
from perfkit.reports.engines.pool import WorkerDied
from perfkit.reports.manifest import FORMAT
from perfkit.reports.progress import Progress
from perfkit.reports.run import Outcome, Run

__all__ = ["quick"]
TESTS = Path(__file__).parents[1]
CORRECTION = Correction(
    1,
    "journal",
    {"source_row": "2"},
    "debit_cents",
    "1.00",
    "2.00",
    "少录一元",
    "王会计",
    "2022-03-01",
    "序时账.csv",
    "",
    2,
)


class Noted(Progress):
    """What a batch told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.seen: set[str] = set()

    def reading(self, label: str, number: int, total: int) -> None:
        self.told.append((label, number, total))

    def begins(self, total: int, unchanged: int) -> None:
        self.told.append((total, unchanged))

    def running(self, labels: Any) -> None:
        self.seen.update(labels)

    def done(self, outcome: Outcome, number: int, total: int) -> None:
        self.told.append((outcome.run.name, number, total))


@pytest.fixture(scope="module")
def batched(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallWorkspace, BatchResult, Noted]:
    """The only batch in real worker processes."""
    told = Noted()
    small = make_workspace(tmp_path_factory.mktemp("batch"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(TESTS))  # workers must know this kind of workspace
        result = batch.run(small, jobs=2, progress=told)
    return small, result, told


def test_one_failure_stops_nothing_and_is_named(batched: tuple) -> None:
    small, result, told = batched
    assert result.failed == ["demo 2022", "demo 2021 30_project_P-02-5f936bde"]
    assert [(one.run.project, one.error) for one in result.outcomes] == [
        ("P/02", "AssertionError: no vouchers"),
        ("P01", ""),
    ]
    assert told.told[:3] == [("demo 2021", 1, 2), ("demo 2022", 2, 2), (2, 0)]
    assert {(number, total) for _, number, total in told.told[3:]} == {(1, 2), (2, 2)}
    assert told.seen
    assert told.seen <= {"demo 2021 30_project_P-02-5f936bde", "demo 2021 30_project_P01"}
    assert result.index == small.reports_folder / "index.html"
    assert [path.parent.name for path in result.dossiers] == ["2021", "2022"]


def test_the_index_of_a_year_tells_figures_findings_pages_failures_and_inputs(batched: tuple) -> None:
    html = batched[1].dossiers[0].read_text(encoding="utf-8")
    for text in (
        "演示单位 2021 年度",
        "演示数据，并非真实账务。",
        "AssertionError: no vouchers",
        "项目：&lt;b&gt;公务&lt;/b&gt;用车",
        "68.75 %",
        "凭证 &lt;记-1&gt; 逾期",
        "ab" * 32,
    ):
        assert text in html
    assert 'href="30_project_P01.html"' in html
    assert "<b>公务" not in html
    assert html.count("<script") == html.count('<script src="assets/page.js" defer></script>') == 1


def test_a_year_that_could_not_be_loaded_says_why(batched: tuple) -> None:
    html = batched[1].dossiers[1].read_text(encoding="utf-8")
    assert "数据未能读取" in html
    assert "序时账.csv 是空的" in html


def test_the_index_over_all_tells_every_year(batched: tuple) -> None:
    html = batched[1].index.read_text(encoding="utf-8")
    assert "演示单位" in html
    assert 'href="demo/2021/index.html"' in html
    assert "0 / 1 / 0" in html
    assert "1 未完成" in html
    assert "序时账.csv 是空的" in html


def test_the_manifest_proves_what_went_in_and_what_came_out(batched: tuple) -> None:
    folder = batched[1].dossiers[0].parent
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert text == json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert str(batched[0].root) not in text
    assert manifest["inputs"][0]["sha256"] == "ab" * 32
    assert {"perfkit", "python", "pandas", "plotly", "papermill", "nbconvert"} <= set(manifest["versions"])
    assert [(run["parameters"]["project"], run["status"]) for run in manifest["runs"]] == [
        ("P/02", "failed"),
        ("P01", "done"),
    ]
    assert all(run["seconds"] > 0 and run["key"]["data demo/2021"] for run in manifest["runs"])
    assert all(set(run["outputs"]) <= set(manifest["outputs"]) for run in manifest["runs"])
    written = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(manifest["outputs"]) == set(written) - {"manifest.json"}
    for name, said in manifest["outputs"].items():
        data = written[name].read_bytes()
        assert (said["bytes"], said["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


# What follows needs no process: see quick_batch.


def test_running_a_part_keeps_the_rest(quick: SmallWorkspace) -> None:
    batch.run(quick)
    before = pages(quick)
    batch.run(quick, Choice(notebooks=["20"]))
    assert (
        pages(quick)
        == before
        == ["20_unit.html", "30_project_P-02-5f936bde.html", "30_project_P01.html", "index.html", "ledger.html"]
    )
    index = (quick.reports_folder / "demo" / "2021" / "index.html").read_text(encoding="utf-8")
    assert 'href="30_project_P01.html"' in index


def with_other_input(small: SmallWorkspace) -> None:
    ledger = make_ledger()
    small.ledgers["demo", 2021] = replace(ledger, inputs=(replace(ledger.inputs[0], sha256="cd" * 32),))


def with_a_correction(small: SmallWorkspace) -> None:
    small.ledgers["demo", 2021] = replace(make_ledger(), corrections=(CORRECTION,))


def explained(**parts: Any) -> pd.DataFrame:
    """The variance of P01 (100.00 of budget, 80.00 spent), explained."""
    told = {"explanation_number": 1, "budget_project_code": "P01", "explained_cents": 2000, "cause": "savings"}
    return conform(pd.DataFrame([{**told, "explanation": "<b>节约</b>", **parts}]), "explanations")


def with_an_explanation(small: SmallWorkspace) -> None:
    small.ledgers["demo", 2021] = replace(make_ledger(), explanations=explained())


def without_a_notebook(small: SmallWorkspace) -> None:
    (small.notebooks_folder / "30_project.ipynb").unlink()


def with_a_broken_manifest(small: SmallWorkspace) -> None:
    (small.reports_folder / "demo" / "2021" / "manifest.json").write_text("[", encoding="utf-8")


def with_a_foreign_manifest(small: SmallWorkspace) -> None:
    (small.reports_folder / "demo" / "2021" / "manifest.json").write_text("[]", encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        with_other_input,
        with_a_correction,
        with_an_explanation,
        without_a_notebook,
        with_a_broken_manifest,
        with_a_foreign_manifest,
    ],
)
def test_a_page_that_no_longer_holds_is_removed(
    quick: SmallWorkspace, change: Callable[[SmallWorkspace], None]
) -> None:
    batch.run(quick)
    change(quick)
    batch.run(quick, Choice(notebooks=["20"]))
    assert pages(quick) == ["20_unit.html", "index.html", "ledger.html"]
    assert [path.name for path in quick.reports_folder.rglob("*.ipynb")] == ["20_unit.ipynb"]


def test_the_manifest_lists_every_correction(quick: SmallWorkspace) -> None:
    with_a_correction(quick)
    manifest = json.loads((batch.run(quick).dossiers[0].parent / "manifest.json").read_text(encoding="utf-8"))
    (told,) = manifest["corrections"]
    assert (told["column"], told["before"], told["after"]) == ("debit_cents", "1.00", "2.00")
    assert (told["reason"], told["decided_by"], told["date"]) == ("少录一元", "王会计", "2022-03-01")
    assert manifest["format"] == FORMAT


def test_the_indexes_count_the_material_variances_that_nobody_explained(quick: SmallWorkspace) -> None:
    result = batch.run(quick)
    dossier, index = (path.read_text(encoding="utf-8") for path in (result.dossiers[0], result.index))
    assert "未说明的重大差异: 2 / 2" in dossier
    assert 'href="demo/2021/index.html#variances" class="bad">2 / 2</a>' in index
    with_an_explanation(quick)
    result = batch.run(quick)
    dossier, index = (path.read_text(encoding="utf-8") for path in (result.dossiers[0], result.index))
    assert "未说明的重大差异: 1 / 2" in dossier
    assert "&lt;b&gt;节约&lt;/b&gt;" in dossier
    quick.ledgers["demo", 2021] = replace(make_ledger(), explanations=explained(explained_cents=1999))
    assert "2 / 2</a>" in batch.run(quick).index.read_text(encoding="utf-8"), "a stale one explains nothing"


def test_another_language_replaces_the_pages(quick: SmallWorkspace) -> None:
    batch.run(quick)
    result = batch.run(quick, Choice(notebooks=["20"], language="en"))
    assert pages(quick) == ["20_unit.html", "index.html", "ledger.html"]
    assert "Demonstration data, not real books." in result.dossiers[0].read_text(encoding="utf-8")
    assert "Budget execution and performance reports" in result.index.read_text(encoding="utf-8")


def test_a_year_that_is_gone_leaves_the_index(quick: SmallWorkspace) -> None:
    quick.ledgers["demo", 2020] = make_ledger(2020)
    assert "demo/2020/" in batch.run(quick).index.read_text(encoding="utf-8")
    del quick.ledgers["demo", 2020]
    assert "demo/2020/" not in batch.run(quick).index.read_text(encoding="utf-8")


def test_the_same_inputs_give_the_same_bytes(quick: SmallWorkspace) -> None:
    def hashes() -> dict[str, bytes]:
        found = [path for path in quick.reports_folder.rglob("*") if path.is_file()]
        return {str(path): path.read_bytes() for path in found}

    batch.run(quick)
    first = hashes()
    assert done(quick, is_forced=True) == ["20_unit", "30_project_P-02-5f936bde", "30_project_P01"]
    assert hashes() == first


def test_unknown_figures_are_dashes(quick: SmallWorkspace) -> None:
    ledger = make_ledger()
    quick.ledgers["demo", 2021] = replace(ledger, budget=ledger.budget.head(0))
    html = batch.run(quick).index.read_text(encoding="utf-8")
    assert re.search(r'<td class="number">—</td>', html)


def test_nothing_is_written_if_the_choice_cannot_be(quick: SmallWorkspace) -> None:
    with pytest.raises(UnknownParameter):
        batch.run(quick, Choice(parameters={"colour": "red"}))
    assert not quick.reports_folder.exists()


def test_a_worker_that_dies_is_a_failed_run(quick: SmallWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(run: Run) -> Outcome:
        if run.name == "20_unit":
            raise WorkerDied("killed")
        return write_outputs(run)

    monkeypatch.setattr(tasks, "execute", die)
    result = batch.run(quick)
    assert result.failed == ["demo 2021 20_unit"]
    assert result.outcomes[0].error == "WorkerDied: killed"
    assert "20_unit.html" not in pages(quick)
    assert "30_project_P01.html" in pages(quick)


def test_a_full_disk_ends_the_batch_with_one_sentence(quick: SmallWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(run: Run) -> Outcome:
        raise DiskFull(path=run.name, found="No space left on device")

    monkeypatch.setattr(tasks, "execute", refuse)
    with pytest.raises(DiskFull, match="No space left"):
        batch.run(quick)


def test_a_dossier_without_its_lines_is_not_complete(quick: SmallWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a batch that is killed between the two would leave it so for ever."""
    manifest, lines = (quick.reports_folder / "demo" / "2021" / name for name in ("manifest.json", "data/ledger.js"))

    def refuse(*_: object) -> None:
        raise DiskFull(path="ledger.js", found="No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "write_lines", refuse)
        with pytest.raises(DiskFull, match="No space left"):
            batch.run(quick)
    assert not (manifest.exists() and json.loads(manifest.read_text(encoding="utf-8"))["is_complete"])
    batch.run(quick)
    assert json.loads(manifest.read_text(encoding="utf-8"))["is_complete"]
    assert lines.exists()


def test_an_interruption_ends_the_workers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    class Fake:
        def __init__(self, _count: int) -> None:
            pass

        def shutdown(self, **how: bool) -> None:
            ended.append(how)

    monkeypatch.setattr(batch, "Workers", Fake)
    with pytest.raises(KeyboardInterrupt), batch._workers(2):
        raise KeyboardInterrupt
    assert ended == [{"wait": False, "cancel_futures": True}]
