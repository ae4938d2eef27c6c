"""What a stock kernel makes of a notebook, the engine makes, too: outputs, counts, errors, papermill's own metadata."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from torture import CELLS, ENDINGS

from perfkit.reports.engines.process import ProcessEngine
from perfkit.reports.record import canonical

MAY_FAIL: dict[str, Any] = {"tags": ["raises-exception"]}
PARAMETERS = "unit: str = 'x'"
#: Notebooks: their cells, and the metadata of each.
NOTEBOOKS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "every output": (CELLS, {}),
    "every error": (
        [PARAMETERS, *(ENDINGS[name] for name in ENDINGS if name != "quit"), "print('after all')"],
        MAY_FAIL,
    ),
    "ends with an error": ([PARAMETERS, ENDINGS["output and error"], "print('never')"], {}),
    "ends with a syntax error": ([PARAMETERS, ENDINGS["syntax"], "print('never')"], {}),
    "exits": ([PARAMETERS, ENDINGS["exit 0"], "print('never')"], {}),
    "skips": ([PARAMETERS, "print('skipped')"], {"tags": ["skip-execution"]}),
}
#: What the clock decides, and where stock's order of what Python and what others wrote is chance.
_TIMES = ("start_time", "end_time", "duration", "output_path", "input_path")
_ADDRESS = re.compile(r"0x[0-9a-f]{8,}")


def executed(folder: Path, cells: list[str], metadata: dict[str, Any], engine: str | None) -> tuple[NotebookNode, str]:
    """The notebook that papermill saves, and the error it ends with; `engine` None = papermill's own."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    own = [{**metadata, "tags": [*metadata.get("tags", []), "parameters"]}, *[dict(metadata) for _ in cells[1:]]]
    node = new_notebook(cells=[new_code_cell(cell, metadata=each) for cell, each in zip(cells, own, strict=True)])
    node.metadata["kernelspec"] = kernel
    home = folder / str(engine)
    home.mkdir(parents=True)
    nbformat.write(node, home / "in.ipynb")
    error = ""
    try:
        papermill.execute_notebook(
            home / "in.ipynb", home / "out.ipynb", {"unit": "y"}, engine_name=engine, progress_bar=False, cwd=home
        )
    except PapermillExecutionError as fault:
        error = f"{fault.ename}: {fault.evalue}"
    return nbformat.read(home / "out.ipynb", as_version=4), error


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """Every notebook executed by papermill's own engine and by ours."""
    papermill_engines.register("perfkit", ProcessEngine)
    root = tmp_path_factory.mktemp("both")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST")  # a stock kernel that finds it leaves out what subprocesses print
        return {
            name: [executed(root / name, cells, metadata, engine) for engine in (None, "perfkit")]
            for name, (cells, metadata) in NOTEBOOKS.items()
        }


def comparable(cell: NotebookNode) -> dict[str, Any]:
    told = {name: value for name, value in cell.metadata.get("papermill", {}).items() if name not in _TIMES}
    outputs = [_texts(output) for output in cell.get("outputs", [])]
    return {
        "source": cell.source,
        "count": cell.get("execution_count"),
        "tags": cell.metadata.get("tags"),
        "papermill": told,
        "outputs": outputs,
    }


def _texts(value: Any) -> Any:
    if isinstance(value, str):
        text = _ADDRESS.sub("0x", value)
        if "between" in text:  # Python's own and a subprocess's lines: a stock kernel mixes them up
            text = "\n".join(sorted(text.split()))
        return text
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, dict):
        if value.get("ename") == "StdinNotImplementedError":  # refused by a line of ipykernel's, or by one of ours
            value.pop("traceback")
        return {key: _texts(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_outputs_are_those_of_a_stock_kernel(both: dict[str, list[Any]], name: str) -> None:
    (stock, stock_error), (ours, our_error) = both[name]
    assert our_error == stock_error
    told = {"stock": stock.metadata.papermill, "ours": ours.metadata.papermill}
    facts = {who: {key: value for key, value in each.items() if key not in _TIMES} for who, each in told.items()}
    assert facts["ours"] == facts["stock"]
    assert ours.metadata.language_info == stock.metadata.language_info
    for notebook in (stock, ours):
        canonical(notebook, Path())  # joins pieces of streams, takes out process ids
    pairs = [(comparable(theirs), comparable(mine)) for theirs, mine in zip(stock.cells, ours.cells, strict=True)]
    # Not the texts themselves: what pytest makes of a difference in a long one takes minutes.
    different = [(theirs["source"], theirs, mine) for theirs, mine in pairs if theirs != mine]
    assert [repr(each)[:2000] for each in different] == []


def test_every_cell_of_the_torture_was_run(both: dict[str, list[Any]]) -> None:
    (_, (ours, error)) = both["every output"]
    assert error == ""
    assert {cell.metadata.papermill.status for cell in ours.cells} == {"completed"}
    assert sum(bool(cell.outputs) for cell in ours.cells) > 50
    (_, (failing, error)) = both["every error"]
    assert error
    assert failing.cells[-1].outputs[0].text == "after all\n"


def test_lines_of_a_subprocess_stand_where_they_were_written(both: dict[str, list[Any]]) -> None:
    (_, (ours, _)) = both["every output"]
    (text,) = [cell.outputs[0].text for cell in ours.cells if "between" in cell.source]
    assert text == "before\nbetween\nafter\n"


def test_the_notebook_is_saved_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papermill_engines.register("perfkit", ProcessEngine)
    saved = []
    for module in ("engines", "execute"):
        write = getattr(papermill, module).write_ipynb
        monkeypatch.setattr(f"papermill.{module}.write_ipynb", lambda *a, write=write: (saved.append(a), write(*a)))
    executed(tmp_path, [PARAMETERS, "1", "2", "3"], {}, "perfkit")
    assert len(saved) == 1
