"""docs/formats.md: every system, standard and layout that is read, from the mappings and formats themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from perfkit.errors import UnknownHeader
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.header import field_of, find_header
from perfkit.readers.layouts.mappings import Mapping, system_mappings
from perfkit.readers.layouts.taken import taken
from perfkit.readers.lines.rows import Table
from perfkit.readers.recognition import field_label
from perfkit.readers.standards.formats import FORMATS
from perfkit.tables.provenance import kinds_label

#: How sure a mapping is -> how people read it.
_STATUS = {
    "verified": "已核实 · verified: the headings were read in a document or in software that is in use",
    "from a rule": "据规则 · from a rule: what software of auditors expects; no file was seen",
    "uncertain": "不确定 · uncertain: inferred",
}
_PARTS = {
    "voucher_heads": "凭证头 · voucher heads",
    "voucher_lines": "凭证分录 · voucher lines",
    "numbered_lines": "带凭证号的分录 · numbered voucher lines",
}
_INTRO = """# What is read · 可读取的格式

Generated from `perfkit/readers/layouts/systems/*.toml`, `perfkit/readers/standards/formats.py` and `perfkit/readers/layouts/column_aliases.csv`
(`make docs`); a test holds it true. 本页由上述文件生成。

A table is taken for that of a system if one of its first rows has **all** headings named below as “recognised by”; other
columns are optional, and title rows, a second header row, footers and subtotals make no difference. A table of no known
system is understood by its headings ([columns-understood.md](columns-understood.md)), or by a mapping file.

表头任一行含有下列“识别列”的**全部**列名，即认定为该系统的导出；其余列可有可无，标题行、两行表头、页脚、小计不影响识别。不属于任何
已知系统的表按列名理解，见 [columns-understood.md](columns-understood.md)，或由映射文件说明。"""


def formats() -> str:
    """The page."""
    particular = [mapping for mapping in system_mappings() if mapping.headings]
    shared = [mapping for mapping in system_mappings() if not mapping.headings]
    lines = [_INTRO, "", "## Systems · 会计系统", "", *_overview(particular)]
    for mapping in sorted(particular, key=_place):
        lines += ["", *_section(mapping)]
    lines += [
        "",
        "## Layouts that several systems share · 多个系统共用的列名",
        "",
        "They are read by the headings that everybody uses; no system is named. 按通用列名读取，不认定系统。",
    ]
    for mapping in sorted(shared, key=_place):
        lines += ["", *_section(mapping)]
    lines += [
        "",
        "## Structured formats · 结构化格式",
        "",
        *_table(
            ("format · 格式", "endings · 扩展名", "standard · 标准", "status · 状态"),
            ((one.name, " ".join(one.endings), one.standard, one.status) for one in FORMATS),
        ),
    ]
    return "\n".join(lines) + "\n"


def _place(mapping: Mapping) -> tuple[str, str]:
    return mapping.system, mapping.name


def _overview(mappings: Iterable[Mapping]) -> list[str]:
    return _table(
        ("system · 系统", "table · 表", "kind · 类别", "status · 状态"),
        (
            (mapping.system, mapping.name, _kinds(mapping), _status(mapping).partition(":")[0])
            for mapping in sorted(mappings, key=_place)
        ),
    )


def _section(mapping: Mapping) -> list[str]:
    lines = [f"### {mapping.name}", "", f"{mapping.system}; {_kinds(mapping)}. {_status(mapping)}. {mapping.source}."]
    if mapping.headings:
        lines += ["", "Recognised by · 识别列: " + "、".join(f"`{heading}`" for heading in mapping.headings)]
    lines += ["", mapping.traits["zh"], "", mapping.traits["en"][:1].upper() + mapping.traits["en"][1:], ""]
    told = _taken(mapping)
    lines += _table(("heading · 列名", "field", "含义", "meaning"), _columns(told))
    unread = [heading for heading, fields in told if not fields]
    lines += ["", "Not read · 不读取: " + "、".join(f"`{heading}`" for heading in unread)] if unread else []
    for name, headings in mapping.sums.items():
        lines += ["", f"`{name}` = " + " ".join(headings).replace(" -", " − ")]
    for name, meanings in mapping.meanings.items():
        lines += ["", f"`{name}`: " + "、".join(f"{written} = {meant}" for written, meant in meanings.items())]
    return lines


def _kinds(mapping: Mapping) -> str:
    kinds = [mapping.kind, *([mapping.also] if mapping.also else [])]
    return " + ".join(
        _PARTS.get(kind) or f"{kinds_label([kind], 'zh')} · {kinds_label([kind], 'en')}" for kind in kinds
    )


def _status(mapping: Mapping) -> str:
    return _STATUS.get(mapping.status, mapping.status)


def _columns(told: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """Heading -> field of every column that is read."""
    for heading, fields in told:
        if fields:
            labels = (" / ".join(field_label(name, language) for name in fields) for language in ("zh", "en"))
            yield (f"`{heading}`", " ".join(f"`{name}`" for name in fields), *labels)


def _taken(mapping: Mapping) -> list[tuple[str, tuple[str, ...]]]:
    """(heading, fields) of every column of the layout, as the reader takes them."""
    used = mapping if mapping.headings else None
    sheet = RawSheet("", pd.DataFrame([mapping.layout, ["1"] * len(mapping.layout)], dtype="str"))
    try:
        table = Table(sheet, find_header(sheet, used, mapping.name), "yuan", used)
    except UnknownHeader:
        # A detail ledger has its account above the header.
        return [(heading, tuple(filter(None, [field_of(heading)]))) for heading in mapping.layout]
    return [(column.heading, column.fields) for column in taken(table).columns]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    cells = [head, ("---",) * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
