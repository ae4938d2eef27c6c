"""Runs whose files go through a store, as if the worker shared no folder with this machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from small_workspace import write_notebook

from perfkit.errors import NoExchange
from perfkit.reports.exchange import Exchange, Parcel, done_elsewhere
from perfkit.reports.execute import execute
from perfkit.reports.papers import PAPERS
from perfkit.reports.run import Run

READS = "from pathlib import Path\nprint(Path('data/raw/demo/2021/账 本.csv').read_text(encoding='utf-8'))"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run that reads a raw file, in a workspace on a path with a blank and Chinese signs."""
    root = tmp_path / "工 作区"
    (root / "data" / "raw" / "demo" / "2021").mkdir(parents=True)
    (root / "data" / "raw" / "demo" / "2021" / "账 本.csv").write_text("第一行", encoding="utf-8")
    (root / "data" / "raw" / "other").mkdir()
    (root / "data" / "raw" / "other" / "secret.csv").write_text("of another unit", encoding="utf-8")
    return Run(
        unit="demo", year=2021, project="", notebook=write_notebook(root / "notebooks", "10_reads", READS),
        name="10_reads", title="t", heading="h", notice="", parameters={"unit": "demo", "year": 2021, "language": "zh"},
        folder=root / "reports" / "demo" / "2021", root=root, language="zh",
    )  # fmt: skip


@pytest.fixture(params=["memory", "folder"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store: objects in memory, a folder."""
    if request.param == "folder":
        return (tmp_path / "store").as_uri()
    fsspec.filesystem("memory").store.clear()
    return "memory://bucket/runs"


def stored(url: str) -> list[str]:
    files, root = fsspec.core.url_to_fs(url)
    return sorted(path[len(root) :].lstrip("/") for path in files.find(root))


def test_a_run_elsewhere_leaves_the_bytes_of_one_here(run, url):
    here = execute(run)
    expected = {path: path.read_bytes() for path in run.outputs}
    for path in run.outputs:
        path.unlink()
    exchange = Exchange(url)
    parcel = exchange.packed(run)
    assert sorted(parcel.inputs) == ["data/raw/demo/2021/账 本.csv", "notebooks/10_reads.ipynb"]
    there = done_elsewhere(parcel, execute)
    assert not run.outputs[0].exists(), "the worker writes nothing into a folder that it does not share"
    done = exchange.received(parcel, there)
    assert (done.run, done.error, done.outputs) == (run, "", here.outputs)
    assert {path: path.read_bytes() for path in run.outputs} == expected
    assert "第一行" in run.outputs[0].read_text(encoding="utf-8")
    assert stored(url) == sorted(f"inputs/{sha256}" for sha256 in parcel.inputs.values())


def test_inputs_are_sent_and_fetched_once(run, url):
    exchange = Exchange(url)
    first, second = exchange.packed(run), exchange.packed(replace(run, name="20_again"))
    assert first.inputs == second.inputs
    assert first.outputs != second.outputs
    files, root = fsspec.core.url_to_fs(url)
    sent = {path: files.info(path).get("mtime") or files.info(path)["created"] for path in files.find(root)}
    Exchange(url).packed(run)
    assert {path: files.info(path).get("mtime") or files.info(path)["created"] for path in files.find(root)} == sent
    assert done_elsewhere(first, execute).error == ""
    for sha256 in first.inputs.values():
        files.rm(f"{root}/inputs/{sha256}")
    assert done_elsewhere(second, execute).error == ""


def test_a_file_that_is_not_what_was_sent_is_refused(run, url):
    exchange = Exchange(url)
    parcel = exchange.packed(run)
    files, root = fsspec.core.url_to_fs(url)
    broken = "0" * 64
    files.pipe_file(f"{root}/inputs/{broken}", b"something else")
    with pytest.raises(NoExchange, match=broken):
        done_elsewhere(replace(parcel, inputs={**parcel.inputs, "data/raw/demo/2021/x.csv": broken}), execute)
    outcome = done_elsewhere(parcel, execute)
    files.pipe_file(f"{root}/{parcel.outputs}/10_reads.html", b"something else")
    with pytest.raises(NoExchange, match=r"10_reads\.html"):
        exchange.received(parcel, outcome)


def test_what_the_run_did_not_make_is_gone(run, url):
    fails = write_notebook(run.notebook.parent, "10_fails", "1 / 0")
    exchange = Exchange(url)
    parcel = exchange.packed(replace(run, notebook=fails, paper=next(iter(PAPERS))))
    *_, paper = parcel.run.outputs
    paper.parent.mkdir(parents=True)
    paper.write_text("of an earlier run")
    outcome = exchange.received(parcel, done_elsewhere(parcel, execute))
    assert "ZeroDivisionError" in outcome.error
    assert not paper.exists()
    assert "ZeroDivisionError" in run.outputs[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("url", ["nonsense://bucket/x", "file:///proc/no/such/folder"])
def test_a_store_that_is_not_there_is_one_sentence(run, url):
    with pytest.raises(NoExchange, match="--exchange"):
        Exchange(url).packed(run)
    with pytest.raises(NoExchange, match="--exchange"):
        done_elsewhere(Parcel(run, url, {"notebooks/none.ipynb": "1" * 64}, "outputs/x"), execute)
