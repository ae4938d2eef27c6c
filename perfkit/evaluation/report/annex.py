"""Every figure of the report gets its number, and a line in the annex that says what it is and where it is from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from perfkit.ledger.documents import Block, Document, Figure, Paragraph
from perfkit.ledger.forms import CellKind, Form, FormCell

SOURCES: Final = "figure_sources"
_TITLE: Final = "文中数字来源表"
_HEADINGS: Final = ("序号", "文中数字", "内容", "口径", "分母", "来源文件及行数", "所在部分")
_WIDTHS: Final = (10, 24, 31, 19, 17, 28, 27)
_NOTE: Final = "同一数字在文中多次出现的，只列一行。行数为该数字所汇总的账务或预算数据行数。"


def with_sources(document: Document) -> Document:
    """`document` with its figures numbered in order of appearance, one number per figure asked for, and the annex."""
    numbers: dict[tuple[str, ...], int] = {}
    for figure in document.figures():
        numbers.setdefault(_key(figure), len(numbers) + 1)
    blocks = tuple(_numbered(block, numbers) for block in document.blocks)
    told = replace(document, blocks=blocks)
    return replace(told, annexes=(*document.annexes, sources(told))) if numbers else told


def sources(document: Document) -> Form:
    """The annex: one row per number, in order."""
    places: dict[int, list[str]] = {}
    figures: dict[int, Figure] = {}
    for _, place, block in document.numbered():
        for figure in _figures(block):
            figures.setdefault(figure.number, figure)
            places.setdefault(figure.number, []).append(place)
    rows = [_row(figure, _distinct(places[number])) for number, figure in sorted(figures.items())]
    return Form(SOURCES, _TITLE, tuple(_cells(rows)), _WIDTHS, notes=(_NOTE,))


def _key(figure: Figure) -> tuple[str, ...]:
    return figure.reference, figure.text, figure.source


def _numbered(block: Block, numbers: dict[tuple[str, ...], int]) -> Block:
    if not isinstance(block, Paragraph):
        return block
    parts = [replace(part, number=numbers[_key(part)]) if isinstance(part, Figure) else part for part in block.parts]
    return Paragraph(tuple(parts))


def _figures(block: Block) -> list[Figure]:
    return [part for part in block.parts if isinstance(part, Figure)] if isinstance(block, Paragraph) else []


def _distinct(places: Sequence[str]) -> str:
    return "\n".join(dict.fromkeys(places))


def _row(figure: Figure, places: str) -> tuple[str, ...]:
    source = figure.source or (f"缺：{figure.lacks}" if figure.lacks else "—")
    return (
        str(figure.number),
        figure.text,
        figure.measure or "—",
        figure.scope or "—",
        figure.base or "—",
        source,
        places,
    )


def _cells(rows: Iterable[tuple[str, ...]]) -> Iterable[FormCell]:
    for number, row in enumerate((_HEADINGS, *rows), start=1):
        kind: CellKind = "label" if number == 1 else "text"
        for column, text in enumerate(row, start=1):
            yield FormCell(number, column, text, kind)
