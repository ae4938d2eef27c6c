"""Tidy frames written as small text tables, amounts in yuan, so that a person can add them up by hand."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from perfkit.ledger.classifications import classify
from perfkit.ledger.columns import columns
from perfkit.ledger.frames import conform
from perfkit.ledger.money import parse_cents
from perfkit.ledger.units import Project, Unit

UNIT = Unit(
    code="u",
    name_zh="单位",
    name_en="the unit",
    projects=(
        Project("P1", "车辆", "vehicles", aliases=("公车办",)),
        Project("P2", "运转", "operation"),
        Project("P3", "会议", "meetings", budget_project_code="P2"),
        Project("P4", "印刷", "printing"),
    ),
)


def rows(text: str) -> pd.DataFrame:
    """A `|`-separated table with a header; cells as text, `.` = empty."""
    lines = [line.strip().strip("|") for line in text.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return pd.DataFrame([["" if c == "." else c for c in row] for row in cells[1:]], columns=cells[0])


def table(text: str) -> pd.DataFrame:
    """Like `rows`, with each column in its type; a `*_cents` column is written in yuan, a
    `*_centipoints` column in points.
    """
    data = rows(text)
    for name in data.columns:
        kind = columns()[name].type if name in columns() else "text"
        if kind == "points":
            points = [None if cell in ("null", "") else int(Decimal(cell) * 100) for cell in data[name]]
            data[name] = pd.array(points, "Int64")
        elif kind == "cents":
            data[name] = pd.array([None if cell == "null" else parse_cents(cell) for cell in data[name]], "Int64")
        elif kind == "integer":
            data[name] = data[name].astype("int64")
        elif kind == "boolean":
            data[name] = data[name].eq("yes")
        elif kind == "rate":
            data[name] = pd.array([None if cell == "null" else float(cell) for cell in data[name]], "Float64")
    return data


def tidy(text: str, frame: str, unit: Unit = UNIT) -> pd.DataFrame:
    """The frame `frame` of a text table; budget and spending are classified. Rows are numbered as source rows."""
    data = table(text)
    if "source_row" not in data:
        data["source_row"] = range(2, len(data) + 2)
    if "source_file" not in data:
        data["source_file"] = f"{frame}.csv"
    if frame in ("budget", "spending"):
        for code in ("fund_code", "economic_code", "project_code"):
            if code not in data:
                data[code] = ""
        data = classify(data, unit)
    return conform(data, frame)


def told(data: pd.DataFrame, text: str) -> None:
    """Assert that `data` says, in the columns that `text` names, exactly what `text` says, row by row."""
    expected = table(text)
    found = data[list(expected.columns)].reset_index(drop=True)
    for name in expected.columns:
        kind = columns()[name].type if name in columns() else "text"
        values = found[name].round(4) if kind == "rate" else found[name]
        assert [None if pd.isna(v) else v for v in values] == [None if pd.isna(v) else v for v in expected[name]], name
