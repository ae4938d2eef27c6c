"""The unit that the exports of these tests belong to, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from readers.exports import Rows, write_workbook

from perfkit.ledger.units import Project, Unit
from perfkit.readers import Export, Mapping, load_mapping, read_export


@pytest.fixture
def unit() -> Unit:
    return Unit(
        "demo",
        "示例单位",
        projects=(
            Project("P01", "机关运转", aliases=("机关运转专项",)),
            Project("P02", "公车平台", aliases=("公务用车维护费",)),
        ),
        departments={"D1": "物业管理股", "D2": "财务股"},
    )


@pytest.fixture
def read(tmp_path: Path, unit: Unit) -> Callable[..., Export]:
    """Read `content`: a workbook ({sheet: rows}), the rows of one sheet, or the bytes of a text file."""

    def read_content(
        content: dict[str, Rows] | Rows | bytes, mapping: str = "", *, name: str = "", unit: Unit = unit
    ) -> Export:
        path = tmp_path / (name or ("export.csv" if isinstance(content, bytes) else "export.xlsx"))
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            write_workbook(path, content if isinstance(content, dict) else {"Sheet1": content})
        mappings: list[Mapping] = []
        if mapping:
            (tmp_path / "mapping.toml").write_text(
                f'[mapping]\nname = "test"\nfiles = ["export*"]\n{mapping}', encoding="utf-8"
            )
            mappings = [load_mapping(tmp_path / "mapping.toml")]
        export = read_export(path, unit=unit, year=2021, mappings=mappings, source_file=path.name)
        assert export.rows_read == export.rows_kept + len(export.set_aside)
        return export

    return read_content
