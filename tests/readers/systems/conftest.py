"""Exports written in the layout of a known system, and read without any mapping file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from readers.exports import Rows, write_workbook

from perfkit.ledger.units import Unit
from perfkit.readers import Export, read_export

Content = Rows | dict[str, Rows] | bytes


def _write(path: Path, content: Content) -> Path:
    if isinstance(content, bytes):
        path.write_bytes(content)
        return path
    return write_workbook(path, content if isinstance(content, dict) else {"Sheet1": content})


@pytest.fixture
def load(tmp_path: Path, unit: Unit) -> Callable[..., Export]:
    """Read `content` (bytes of a text, the rows of one sheet, or {sheet: rows}), other files beside it."""

    def read_content(
        content: Content, name: str = "", beside: dict[str, Content] | None = None, unit: Unit = unit
    ) -> Export:
        path = _write(tmp_path / (name or ("export.csv" if isinstance(content, bytes) else "export.xlsx")), content)
        others = [_write(tmp_path / other, told) for other, told in (beside or {}).items()]
        export = read_export(path, unit=unit, year=2021, mappings=[], source_file=path.name, companions=others)
        assert export.rows_read == export.rows_kept + len(export.set_aside)
        for column in ("debit_cents", "credit_cents"):
            if column in export.totals:
                kept = sum(int(frame[column].sum()) for frame in export.frames.values() if column in frame)
                assert export.totals[column] == kept + int(export.set_aside[column].sum())
        return export

    return read_content
