"""Budget books and execution summaries: rows with several amounts, seen as several tables with one amount per row.

What the amounts are, the headings tell (年初预算数, 追加, 执行数 side by side), or a mapping's `[unpivot]`; which rows
count as what, its `[[rows]]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from perfkit.errors import BadConfiguration
from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform
from perfkit.ledger.units import Unit
from perfkit.readers.layouts.groups import BASIC, PROJECTS, bare_totals, heads, without_numbers
from perfkit.readers.layouts.header import normal
from perfkit.readers.layouts.joined import class_totals, classes
from perfkit.readers.layouts.mappings import Mapping as ExportMapping
from perfkit.readers.lines.control_totals import control_totals
from perfkit.readers.lines.dimensions import dimensions
from perfkit.readers.lines.faults import UNREADABLE_AMOUNT, Fault, other_year, refuse
from perfkit.readers.lines.rows import Reading, Source, Table, reasons, set_aside
from perfkit.readers.lines.unread import unread_columns

#: A row that says so of itself is part of the row above it, which is counted.
_PART: Final = r"\s*其中[:：]?.*"


def as_printed(view: Table) -> pd.Series:
    """The amount of every row with the sign it is printed with."""
    return view.cents("amount")


@dataclass(frozen=True)
class Amounts:
    """The amounts of one sheet.

    Args:
        table: the sheet as exported.
        views: the same rows once per amount column; each view has it as `amount`, and the fields that the mapping's
            rules give.
        why: why each row is no line; "" = line.
        total: a view of the column that the other columns of a row must add up to, if the mapping names one.
        findings: about rows that could not be read.
    """

    table: Table
    views: tuple[Table, ...]
    why: pd.Series
    total: Table | None = None
    findings: tuple[Finding, ...] = ()

    def row_cents(self, counted: Callable[[Table], pd.Series] = as_printed) -> pd.Series:
        """The sum of the amounts of every row, int64, each as it is `counted`; one that nobody can read counts 0."""
        cents = [counted(view).fillna(0).astype("int64") for view in self.views]
        return pd.concat(cents, axis=1).sum(axis=1)

    def without(self, faults: Iterable[Fault], source: Source) -> Amounts:
        """The same with the rows of `faults` set aside."""
        why, told = refuse(self.why, faults, self.table, source)
        return replace(self, why=why, findings=(*self.findings, *told))


def read_amounts(table: Table, source: Source, wide: Mapping[str, Mapping[str, str]]) -> Amounts:
    """The amounts of `table`, rows that are no lines, of another year or unreadable set aside.

    Args:
        table: the sheet as exported.
        source: where it comes from.
        wide: field of an amount column -> the fields that the column stands for.

    Raises:
        BadConfiguration: the mapping names a heading that the sheet does not have, or a file of several years has no
            column of years.
    """
    _require_headings(table)
    _require_years(table, source)
    ruled, by_rule = _ruled(table)
    views = _views(ruled, wide)
    why = _lines_of(table, views)
    # What the mapping says of a total goes before what it looks like: 总计 of a table may cover rows that are not read.
    why = why.mask(why.eq("subtotal") & ~by_rule.isin(["", "no_rule"]), by_rule)
    amounts = Amounts(table, views, why, _total(ruled))
    unreadable = [
        Fault("unreadable_amount", v.cents("amount").isna(), v.texts("amount"), UNREADABLE_AMOUNT) for v in views
    ]
    blank = pd.concat([view.texts("amount").eq("") for view in views], axis=1).all(axis=1)
    said = pd.Series("", index=blank.index, dtype="str")
    ruled_out = [Fault(reason, by_rule.eq(reason), said) for reason in by_rule.unique() if reason]
    faults = [other_year(ruled, source), *ruled_out, Fault("no_amount", blank, said), *unreadable]
    lines = amounts.without(faults, source)
    lines = _without_totals(lines, source)
    return replace(lines, findings=(*lines.findings, *unread_columns(table, lines.why.eq(""), source)))


def _without_totals(lines: Amounts, source: Source) -> Amounts:
    """The same with the lines set aside that other lines tell again: heads, unlabelled totals, classes of codes."""
    table, views, said = lines.table, lines.views, pd.Series("", index=lines.why.index, dtype="str")
    lines = lines.without([Fault("subtotal", heads(table, views, lines.why.eq("")), said)], source)
    lines = lines.without([Fault("subtotal", bare_totals(table, views, lines.why.eq("")), said)], source)
    above = classes(table, lines.why.eq(""))
    lines = lines.without([Fault("subtotal", above, said)], source)
    differing = class_totals(table, views, lines.why.eq(""), above, source)
    return replace(lines, findings=(*lines.findings, *differing))


def closed(
    frame: pd.DataFrame,
    kind: str,
    sheets: Sequence[Amounts],
    source: Source,
    counted: Callable[[Table], pd.Series] = as_printed,
    repeated: int = 0,
) -> Reading:
    """The reading of all sheets: `frame` in the order of the export, the other rows set aside, totals compared.

    A row set aside carries the sum of its amounts as `debit_cents`, so that the amounts of the export close. A row that
    is a line and gave none (a change of nothing, a budget told before) is set aside, too, with an amount of 0.

    Args:
        frame: the lines of all sheets.
        kind: what frame they are.
        sheets: where they were read from.
        source: where it comes from.
        counted: how the amounts of a view count in a total.
        repeated: the sum of amounts that the export tells again in further rows, and that therefore count once.
    """
    aside, views, read = [], [], -repeated
    for sheet in sheets:
        cents = sheet.row_cents(counted)
        why = sheet.why.mask(_gave_nothing(sheet, frame) & cents.eq(0), "no_amount")
        why = why.mask(_gave_nothing(sheet, frame) & cents.ne(0), "part_of_another_row")
        aside.append(set_aside(sheet.table, why, source, debit_cents=cents.where(sheet.why.ne(""), 0)))
        views.append((sheet.table, sheet.why, {str(number): counted(view) for number, view in enumerate(sheet.views)}))
        read += int(cents.sum())
    findings = [finding for sheet in sheets for finding in sheet.findings]
    return Reading(
        conform(frame, kind),
        pd.concat(aside, ignore_index=True),
        (*findings, *control_totals(views, source)),
        {"amount_cents": read},
    )


def _gave_nothing(sheet: Amounts, frame: pd.DataFrame) -> pd.Series:
    """Rows that are lines of the sheet and have none in `frame`."""
    rows = frame.loc[frame["source_sheet"].eq(sheet.table.sheet.name), "source_row"]
    return sheet.why.eq("") & ~(sheet.why.index + 1).isin(rows)


def codes(view: Table, unit: Unit) -> pd.DataFrame:
    """The codes of every row. Books that list 基本支出 or 项目支出 among their projects mean a type, not a project.

    (Where the register of projects has one of these names, it is resolved to its code and is a project.)
    """
    nothing = pd.Series("", index=view.sheet.cells.index, dtype="str")
    found = dimensions(view, nothing, nothing, unit)
    project = without_numbers(found["project_code"], unit)
    basic, together = project.isin(BASIC), project.isin(PROJECTS)
    return found.assign(
        project_code=project.mask(basic | together, ""),
        expenditure_type=found["expenditure_type"].mask(basic, "basic").mask(together, "project"),
    )


def _require_headings(table: Table) -> None:
    mapping = table.mapping
    if mapping is None or mapping.headings:
        # The mapping of a known system has the headings that its rules need; its other columns are optional.
        return
    found = {normal(title) for title in table.header.titles}
    unpivot = mapping.unpivot
    named = {
        "[columns]": [heading for heading, name in mapping.columns.items() if name],
        "[[rows]] where": [heading for rule in mapping.rows for heading in rule.where],
        "[joined]": [heading for headings in mapping.joined.values() for heading in headings],
        "[unpivot]": [*unpivot.columns, *([unpivot.total] if unpivot.total else [])] if unpivot else [],
    }
    for where, headings in named.items():
        for heading in headings:
            if normal(heading) not in found:
                columns = ", ".join(title for title in table.header.titles if title)
                raise BadConfiguration(path=mapping.name, where=where, expected=columns, found=heading)


def _require_years(table: Table, source: Source) -> None:
    """A file of a unit whose files cover several years would count in each of them."""
    if source.year in source.unit.several_years and not table.has("fiscal_year"):
        expected = {"zh": "含年度（fiscal_year）列", "en": "with a column of years (fiscal_year)"}
        found = ", ".join(title for title in table.header.titles if title)
        raise BadConfiguration(path=source.source_file, where="[columns]", expected=expected, found=found)


def _lines_of(table: Table, views: Sequence[Table]) -> pd.Series:
    why = reasons(table)
    # 上年结转 is a carried-forward row of a journal, but a line of a budget book: there it has an amount.
    money = pd.concat([view.cents("amount").fillna(0).ne(0) for view in views], axis=1).any(axis=1)
    why = why.mask(why.eq("carried_forward") & money, "")
    part = pd.Series(False, index=why.index)
    for column in table.sheet.cells.columns:
        part |= table.sheet.cells[column].str.fullmatch(_PART)
    return why.mask(part & why.eq(""), "part_of_another_row")


def _ruled(table: Table) -> tuple[Table, pd.Series]:
    """`table` with the fields that the rules of its mapping give, and why the rules set rows aside."""
    rules = table.mapping.rows if table.mapping else ()
    why = pd.Series("", index=table.sheet.cells.index, dtype="str")
    if not rules:
        return table, why
    cells = {heading: table.sheet.cells[column].str.strip() for heading, column in _places(table).items()}
    given: dict[str, pd.Series] = {name: table.texts(name) for rule in rules for name in rule.set}
    undecided = why.eq("")
    for rule in rules:
        hit = undecided & rule.fits({heading: cells[normal(heading)] for heading in rule.where})
        undecided &= ~hit
        why = why.mask(hit, rule.set_aside)
        given.update({name: given[name].mask(hit, value) for name, value in rule.set.items()})
    return table.with_columns(given), why.mask(undecided, "no_rule")


def _places(table: Table) -> dict[str, int]:
    """Heading -> the column it heads."""
    return {normal(title): index for index, title in enumerate(table.header.titles)}


def _total(table: Table) -> Table | None:
    unpivot = table.mapping.unpivot if table.mapping else None
    return _view(table, _places(table)[normal(unpivot.total)], {}) if unpivot and unpivot.total else None


def _views(table: Table, wide: Mapping[str, Mapping[str, str]]) -> tuple[Table, ...]:
    fields = table.header.fields
    unpivot = table.mapping.unpivot if table.mapping else None
    if unpivot:
        places = _places(table)
        columns = {places[normal(heading)]: {unpivot.field: value} for heading, value in unpivot.columns.items()}
        return tuple(_view(table, column, stands_for) for column, stands_for in columns.items())
    told = [name for name in wide if name in fields]
    if told:
        return tuple(_view(table, fields[name], wide[name]) for name in told)
    return (_view(table, fields["amount" if "amount" in fields else "budget_amount"], {}),)


def _view(table: Table, column: int, stands_for: Mapping[str, str]) -> Table:
    """`table` with that column as its `amount` and what the column stands for in every row."""
    fields = {name: place for name, place in table.header.fields.items() if name not in stands_for}
    mapping = table.mapping or ExportMapping(name="", files=())
    return replace(
        table,
        header=replace(table.header, fields={**fields, "amount": column}),
        mapping=replace(mapping, constants={**mapping.constants, **stands_for}),
    )
