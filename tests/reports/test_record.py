"""The record: nothing of the clock, the process, the machine stays in it."""

from __future__ import annotations

import os
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from perfkit.reports.record import as_text, canonical


def test_what_changes_from_run_to_run_is_taken_out(tmp_path: Path) -> None:
    html = '<style>#T_ab12f_row0 {}</style><table id="T_ab12f"></table><table id="T_9c0de"></table>'
    outputs = [
        new_output("display_data", data={"text/html": html, "text/plain": "<Styler at 0x7f00aa11bb22>"}),
        new_output("stream", name="stderr", text=f"/x/ipykernel_123/456.py:1: {tmp_path}{os.sep}data: warning"),
        new_output("display_data", data={"application/vnd.plotly.v1+json": {"name": "x at 0x7f00aa11bb22"}}),
    ]
    told = {"status": "completed", "start_time": "now", "duration": 1.5}
    injected = new_code_cell("", outputs=outputs, metadata={"papermill": told, "tags": ["injected-parameters"]})
    text = new_markdown_cell("text", metadata={"papermill": told})
    about = {"parameters": {"year": 2021}, "exception": None, "output_path": "/home/somebody/x.ipynb", "duration": 3}
    record = canonical(new_notebook(cells=[text, injected], metadata={"papermill": about}), tmp_path)
    assert record.metadata.papermill == {"parameters": {"year": 2021}, "exception": None}
    assert record.cells[1].metadata.papermill == {"status": "completed"}
    assert "papermill" not in record.cells[0].metadata
    assert record.cells[1].id == "injected-parameters"
    shown = record.cells[1].outputs
    assert shown[0].data["text/plain"] == "<Styler>"
    assert shown[0].data["text/html"] == (
        '<style>#T_00000_row0 {}</style><table id="T_00000"></table><table id="T_00001"></table>'
    )
    assert shown[1].text == "<cell>:1: data: warning"
    assert shown[2].data["application/vnd.plotly.v1+json"] == {"name": "x at 0x7f00aa11bb22"}
    assert as_text(record).endswith("}\n")
