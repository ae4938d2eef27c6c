"""The figures of tables as statements: bound by the name of their line, the headings of their column, the title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfkit.evaluation.review.grids import Figure, Line, Panel, numbered_details, panels
from perfkit.evaluation.review.outline import Grid, at_column
from perfkit.evaluation.review.quantities import Quantity
from perfkit.evaluation.review.register import Meaning, Register, core, is_total, title_words
from perfkit.evaluation.review.statements import WHOLE, Statement, Subject


def cell_statements(grids: Sequence[Grid], register: Register, told: Sequence[Statement]) -> list[Statement]:
    """A statement for every amount and rate in the tables, numbered on from those of the paragraphs.

    Args:
        grids: the tables.
        register: the names that the document may use.
        told: the statements of the paragraphs; a table that names no unit of money has the one that is usual in them.
    """
    units = Counter(one.quantity.unit for one in told if one.quantity.kind == "money")
    usual = units.most_common(1)[0][0] if units else ""
    found: list[Statement] = []
    for grid in grids:
        unit = grid.unit or usual
        group = 1 + (told[-1].group if told else 0) + len(found)
        for panel in panels(grid):
            for statement in _of_panel(grid, panel, register, unit, group):
                found.append(replace(statement, number=len(told) + len(found)))
    return found


def _of_panel(grid: Grid, panel: Panel, register: Register, unit: str, group: int) -> Iterator[Statement]:
    title = register.meaning(title_words(grid.title))
    details = numbered_details(panel.lines)
    for line in panel.lines:
        above = details.get(line.row)
        for column, figure in line.figures.items():
            quantity = _quantity(panel, figure, _unit(panel, column, unit))
            if quantity is None:
                continue
            heading = register.meaning(panel.heading(column))
            label = register.meaning(line.label)
            measure = register.meaning(above.label).measure if above else _measure(label, heading, title, line, grid)
            yield Statement(
                0,
                at_column(grid.place, line.row, column + 1),
                f"{line.label} {panel.heading(column)} {figure.text}".strip(),
                quantity,
                line.label,
                measure,
                _subject(line, label, heading, title, panel.heading(column)),
                label.scope or heading.scope or title.scope,
                group=group + line.row,
                paragraph=-1 - grid.number,
            )


def _unit(panel: Panel, column: int, unit: str) -> str:
    """The unit of money that the heading of a column names, else that of the table."""
    heading = panel.heading(column)
    return next((one for one in ("亿元", "百万元", "万元", "千元", "元") if one in heading), unit)


def _quantity(panel: Panel, figure: Figure, unit: str) -> Quantity | None:
    if panel.is_rate(figure.column) or figure.text.endswith("%"):
        return Quantity("rate", figure.number, "%", 0, len(figure.text), figure.text, decimals=figure.decimals)
    if not unit or not panel.is_money(figure.column):
        return None
    return Quantity("money", figure.number, unit, 0, len(figure.text), figure.text, decimals=figure.decimals)


def _measure(label: Meaning, heading: Meaning, title: Meaning, line: Line, grid: Grid) -> str:
    """What the figure is: the heading of a budget or a rate says it best, then the line, then heading and title."""
    if line.label.strip() == "总计" and "收入" in grid.title and "支出" in grid.title:
        return "grand_total"
    if heading.measure and (heading.measure not in ("actual", "income") or label.residue):
        return heading.measure
    if label.residue:
        return title.measure or label.measure
    return label.measure or heading.measure or title.measure


def _subject(line: Line, label: Meaning, heading: Meaning, title: Meaning, column: str) -> Subject | None:
    """Whom the figure is about: the line, in the part that the column tells, within what the title tells."""
    if not line.label:
        # A table of headings only has no names of lines.
        named = heading.subject if heading.subject and not heading.residue else None
        return named if named and named.facets and not line.path else None
    if is_total(line.label):
        own = label.subject if label.subject and label.subject.facets else WHOLE
    else:
        own = label.subject if label.subject and not label.residue else Subject((("item", core(line.label)),))
    if heading.residue:
        # A column of something that no vocabulary knows (其他收入) is a line of its own in the line of totals.
        facet = "column" if own.facets else "item"
        own = own.merged(Subject(((facet, core(column)),)))
    within = [one.subject for one in (heading, title) if one.subject is not None and not one.residue]
    for other in within:
        own = own.merged(other)
    return own
