"""Reports written as small texts, and what a review makes of them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from perfkit.evaluation.review import Review, remarks_frame
from perfkit.evaluation.review.outline import outline
from perfkit.evaluation.review.register import Register, table_lines
from perfkit.evaluation.review.sentences import sentence_statements
from perfkit.evaluation.review.statements import Statement, Subject
from perfkit.ledger.frames import conform
from perfkit.ledger.prose import CELLS
from perfkit.ledger.units import Project, Unit

#: A unit whose words are none of the case's.
LIBRARY = Unit(
    code="library",
    name_zh="示例图书馆",
    name_en="Sample Library",
    projects=(
        Project("T1", "图书采购", "books", aliases=("图书采购专项", "购书经费")),
        Project("T2", "阅览室改造", "reading rooms", aliases=("数字阅览室改造",)),
        Project("T3", "全民阅读活动", "reading for all"),
        Project("T4", "总分馆建设", "branches", budget_project_code="T3"),
    ),
)


def prose(text: str, source_file: str = "report.txt") -> pd.DataFrame:
    """A report with a paragraph in each line; lines with | are rows of a table, `.` is a blank cell."""
    rows: list[dict[str, object]] = []
    table = row = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if "|" in line:
            table, row = (table, row + 1) if row else (table + 1, 1)
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            told = CELLS.join("" if cell == "." else cell for cell in cells)
            rows.append({"row_text": told, "source_sheet": str(table), "source_row": row})
        else:
            row = 0
            rows += [{"row_text": line.strip(), "source_row": number}] if line.strip() else []
    return conform(pd.DataFrame(rows).assign(source_file=source_file), "prose")


def statements(text: str, unit: Unit | None = LIBRARY, year: int = 2023, lines: Iterable[str] = ()) -> list[Statement]:
    """What the figures of a text say."""
    return sentence_statements(outline(prose(text)), Register(unit, table_lines(lines)), year)


def about(subject: Subject | None) -> str:
    """A subject as a text table writes it: `whole`, `project=T1`, `project=T3+parts`, `.` = not known."""
    if subject is None:
        return ""
    parts = {None: "", True: "+parts", False: "-parts"}[subject.has_parts]
    return ";".join(f"{facet}={code}" for facet, code in subject.facets) + parts if subject.facets else "whole"


def remarks(done: Review, *verdicts: str) -> list[str]:
    """`check: sentence` of the remarks with one of those verdicts (all without any)."""
    frame = remarks_frame(done)
    chosen = frame[frame["verdict"].isin(verdicts)] if verdicts else frame
    checks = {remark.text("zh"): remark.kind.check for remark in done.remarks}
    return [f"{checks[text]}: {text}" for text in chosen["text"]]
