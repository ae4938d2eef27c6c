"""A recognised file in words: lines for a terminal, in the language of this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from perfkit.cli.speech import LANGUAGE, cut, filled_up, on_one_line, say

if TYPE_CHECKING:
    import pandas as pd

    from perfkit.readers.layouts.guesses import Guess
    from perfkit.readers.layouts.taken import Taken, TakenColumn
    from perfkit.readers.recognition import Recognition

_SEPARATORS: Final = {"\t": say("制表符", "tab"), ",": say("逗号", "comma"), ";": say("分号", "semicolon"), "|": "|"}
_MONEY: Final = {
    "yuan": say("元", "yuan"), "hundred": say("百元", "hundred yuan"), "thousand": say("千元", "thousand yuan"),
    "wan": say("万元", "10,000 yuan"), "million": say("百万元", "million yuan"),
    "hundred_million": say("亿元", "hundred million yuan"),
}  # fmt: skip
_YEAR_FROM: Final = {
    "given": "",
    "file": say("文件自报", "told by the file"),
    "rows": say("由各行推断", "told by its rows"),
    "period": say("由期间推断", "told by its periods"),
    "title": say("由标题推断", "told by its title"),
    "file_name": say("由文件名推断", "told by its name"),
    "today": say("文件未说明，按今年读取", "not told by the file; read for this year"),
}
_UNREAD: Final = {
    "mapping": say("（映射文件已说明，不作为字段）", "(explained by the mapping, no field)"),
    "another_column": say("（含义与另一列相同，未采用）", "(another column gives the same field)"),
    "unknown": say("？未识别", "? not understood"),
}
_EXAMPLE_WIDTH: Final = 28
_HEADING_WIDTH: Final = 24
_CELL_WIDTH: Final = 18
_ROW_WIDTH: Final = 110


def recognition_lines(found: Recognition) -> Iterator[str]:
    """Everything that was recognised of a file."""
    export = found.export
    yield found.file
    yield from _indented(_facts(found))
    for table in export.taken_for:
        yield from _indented(_table_lines(table, export.encoding))
    yield from _indented(_row_lines(found))
    for kind, frame in export.frames.items():
        if len(frame):
            yield from _indented(_first_rows(kind, frame))
    yield from _indented(_finding_lines(found))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _facts(found: Recognition) -> Iterator[str]:
    from perfkit.tables.provenance import kinds_label

    export = found.export
    system = export.system or say("未识别", "not recognised")
    yield say(f"类别：{kinds_label(export.frames, 'zh')}", f"Kind: {kinds_label(export.frames, 'en')}")
    yield say(f"来源系统：{system}", f"System: {system}")
    why = _YEAR_FROM[found.year_from]
    told = say(f"（{why}）", f" ({why})") if why else ""
    yield say(f"年度：{found.year}{told}", f"Fiscal year: {found.year}{told}")
    if export.encoding:
        separator = _SEPARATORS.get(export.separator, "")
        apart = say(f"，分隔符：{separator}", f", separator: {separator}") if separator else ""
        yield say(f"编码：{export.encoding}{apart}", f"Encoding: {export.encoding}{apart}")


def _table_lines(table: Taken, encoding: str) -> Iterator[str]:
    from perfkit.readers.recognition import field_label
    from perfkit.tables.provenance import kinds_label

    kind, unit = kinds_label([table.kind], LANGUAGE), _MONEY[table.money_unit]
    place = f"{table.sheet} " if table.sheet else say("文本 ", "text ") if encoding and table.header_row else ""
    header = say("记录", "records")
    if table.header_row:
        rows = f"{table.header_row}-{table.first_data_row - 1}".removesuffix(f"-{table.header_row}")
        header = say(f"表头第 {rows} 行", f"header in row {rows}")
    mapped = say(f"，映射：{table.mapping}", f", mapping: {table.mapping}") if table.mapping else ""
    yield f"{place}[{kind}] " + say(f"{header}，金额单位：{unit}", f"{header}, amounts in {unit}") + mapped
    for column in table.columns:
        if column.unread != "blank" or column.example:
            yield "  " + _column_line(column)
    for name, value in table.constants.items():
        label = field_label(name, LANGUAGE)
        yield "  " + say(f"每行 {label} = {value}", f"every row {label} = {value}")
    if table.not_understood:
        headings = say("、", ", ").join(table.not_understood)
        yield say(f"未识别的列：{headings}", f"Headings not understood: {headings}")


def _column_line(column: TakenColumn) -> str:
    from perfkit.readers.recognition import field_label

    labels = [f"{field_label(name, LANGUAGE)} ({name})" for name in column.fields]
    meaning = " + ".join(labels) or _UNREAD.get(column.unread, say("（无列名）", "(no heading)"))
    heading = filled_up(cut(on_one_line(column.heading) or "-", _HEADING_WIDTH), _HEADING_WIDTH)
    example = cut(on_one_line(column.example), _EXAMPLE_WIDTH)
    return f"{column.number:>3}  {heading}  → {filled_up(meaning, 34)}  {say('例：', 'e.g. ')}{example}"


def _row_lines(found: Recognition) -> Iterator[str]:
    from perfkit.ledger.columns import column_label
    from perfkit.ledger.reasons import reason_label
    from perfkit.tables.provenance import kinds_label

    export, aside = found.export, len(found.export.set_aside)
    why = say("，", ", ").join(f"{reason_label(reason, LANGUAGE)} {count}" for reason, count in found.reasons().items())
    told = say(f"（{why}）", f" ({why})") if why else ""
    yield say(
        f"读 {export.rows_read} 行 = 采用 {export.rows_kept} 行 + 搁置 {aside} 行{told}",
        f"{export.rows_read} rows read = {export.rows_kept} kept + {aside} set aside{told}",
    )
    sums = {kinds_label([kind], LANGUAGE): found.sums(kind) for kind in export.frames}
    for name, amounts in {**sums, say("搁置行", "set aside"): found.sums_set_aside()}.items():
        parts = [f"{column_label(column, LANGUAGE)} {_amount(cents)}" for column, cents in amounts.items()]
        yield say(f"{name}合计：{'，'.join(parts)}", f"Sums, {name}: {', '.join(parts)}")


def _amount(cents: int) -> str:
    from perfkit.ledger.money import as_yuan

    return as_yuan(cents)


def _first_rows(kind: str, frame: pd.DataFrame) -> Iterator[str]:
    """The first tidy rows, one below the other: side by side they would be wider than any terminal."""
    from perfkit.ledger.columns import column_label, columns
    from perfkit.readers.recognition import first_rows
    from perfkit.tables.provenance import kinds_label

    rows = first_rows(frame)
    yield say(
        f"整理后的前 {len(rows)} 行（{kinds_label([kind], 'zh')}，每行一列）：",
        f"The first {len(rows)} tidy rows ({kinds_label([kind], 'en')}), one per column:",
    )
    for name in rows.columns:
        cells = [_cell(value, columns()[name].type) for value in rows[name]]
        label = filled_up(column_label(name, LANGUAGE), _HEADING_WIDTH)
        yield f"  {label}{'  '.join(filled_up(cut(cell, _CELL_WIDTH), _CELL_WIDTH) for cell in cells)}".rstrip()


def _cell(value: Any, kind: str) -> str:
    if kind == "cents":
        return _amount(value)
    if kind == "date":
        return "" if value != value else f"{value:%Y-%m-%d}"  # NaT is not itself
    if kind == "boolean":
        return say("是", "yes") if value else say("否", "no")
    return on_one_line(str(value))


def _finding_lines(found: Recognition) -> Iterator[str]:
    from perfkit.ledger.findings import SEVERITY_LABELS, by_severity

    findings = by_severity(found.export.findings)
    if findings:
        yield say(f"发现 {len(findings)} 处：", f"Findings: {len(findings)}")
    for finding in findings:
        yield f"  [{SEVERITY_LABELS[finding.kind.severity][LANGUAGE]}] {finding.text(LANGUAGE)}"


def sheet_lines(guess: Guess, count: int = 12) -> Iterator[str]:
    """The first rows of an unknown layout, with the row most like a header marked."""
    header = guess.header
    name = guess.sheet.name or say("文本", "text")
    yield say(
        f"{name} 的前几行（→ 为最像表头的一行）：", f"The first rows of {name} (→ marks the row most like a header):"
    )
    rows = guess.sheet.cells.head(max(count, header.first_data_row + 2))
    for index, cells in enumerate(rows.itertuples(index=False), start=1):
        mark = "→" if header.header_row <= index < header.first_data_row else " "
        yield f"{mark}{index:>4}  {cut(_joined(cells), _ROW_WIDTH)}"


def _joined(cells: Sequence[str]) -> str:
    return " | ".join(on_one_line(cell) for cell in cells)
