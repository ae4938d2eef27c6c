"""What a report lacks: what a self-evaluation must tell, tables that it lists, notes on tables without figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from perfkit.evaluation.review.grids import panels
from perfkit.evaluation.review.outline import Grid, Outline, whole_text
from perfkit.evaluation.review.register import title_words
from perfkit.evaluation.review.remarks import both, remark, remark_kind
from perfkit.evaluation.review.statements import Place
from perfkit.evaluation.review.vocabulary import required
from perfkit.evaluation.review.wording import YEAR
from perfkit.ledger.findings import Finding
from perfkit.ledger.narrative import OUTLINE, heading_name

_LACKS: Final = remark_kind(
    "missing", "required_contents", ("报告缺少应有内容", "the report lacks what it must tell"),
    "报告没有{what}：{needed}不可计算。", "The report does not tell {what}: {needed} cannot be computed.",
)  # fmt: skip
_NO_TABLE: Final = remark_kind(
    "conflict", "listed_tables", ("目录所列的表缺失", "a table of the contents is not there"),
    "{place}：目录列有“{table}”，报告中没有这张表。", "{place}: the contents list “{table}”, which is not there.",
)  # fmt: skip
_NO_NOTE: Final = remark_kind(
    "conflict", "empty_tables", ("空表没有说明", "a table without figures or note"),
    "{place}：表“{table}”没有任何数字，也没有“无此项”的说明。",
    "{place}: the table “{table}” holds no figure, and no note says that there is none.",
)  # fmt: skip
_NOTED: Final = remark_kind(
    "agrees", "empty_tables", ("空表有说明", "a table without figures has its note"),
    "{place}：表“{table}”没有数字，文中已说明。", "{place}: the table “{table}” holds no figure, and a note says why.",
)  # fmt: skip
_WRONG_NOTE: Final = remark_kind(
    "conflict", "empty_tables", ("有数的表注为无数据", "a table with figures is noted as empty"),
    "{place}：注“{note}”，而表“{table}”有数字。", "{place}: “{note}” is noted, and “{table}” has figures.",
)  # fmt: skip
_LISTED: Final = re.compile(r"^[^，。；：]{4,40}表$")
_NOTE: Final = re.compile("(?:本表|此表)(?:无数据|为空)")
_FEWEST_TABLES: Final = 3
_FEWEST_HEADINGS: Final = 3
_PARTS: Final = re.compile(r"[（(].*?[）)]|[“”\"]|\s")


def is_self_evaluation(document: Outline) -> bool:
    """Whether a document is a performance self-evaluation, by its headings or its title."""
    names = {heading_name(heading.text) for heading in document.headings}
    known = [name for name in OUTLINE if name in names]
    title = "".join(paragraph.text for paragraph in document.paragraphs[:3] if len(paragraph.text) < 60)
    return len(known) >= _FEWEST_HEADINGS or bool(re.search("绩效(?:自评|评价).{0,6}报告", title))


def required_contents(document: Outline, year: int) -> list[Finding]:
    """What a self-evaluation must tell and this one does not."""
    text, place = whole_text(document), _start(document)
    found = []
    for one in required():
        words = "|".join(one.words).replace("{prior_year}", str(year - 1))
        if not re.search(words, text):
            what = {"zh": one.zh, "en": one.en}
            found.append(remark(_LACKS, place, what=what, needed={"zh": one.needed_zh, "en": one.needed_en}))
    return found


def listed_tables(document: Outline) -> list[Finding]:
    """Tables that the contents list, of which the document has most and not all."""
    numbered = [
        one for one in document.paragraphs if one.lead.number.endswith(("、", ".")) and not YEAR.search(one.text)
    ]
    listed = {_core(one.text): one for one in numbered if _LISTED.match(one.text)}
    there = {_core(grid.title) for grid in document.grids}
    if len(listed) < _FEWEST_TABLES or len(there & set(listed)) * 2 < len(listed):
        return []
    return [
        remark(_NO_TABLE, paragraph.place, table=paragraph.text)
        for name, paragraph in listed.items()
        if name not in there
    ]


def empty_tables(document: Outline) -> list[Finding]:
    """Tables without figures, with or without a note; notes of emptiness below tables with figures."""
    found: list[Finding] = []
    for grid in document.grids:
        has_figures = any(line.figures for panel in panels(grid) for line in panel.lines)
        if not has_figures and grid.title and _looks_like_amounts(grid):
            kind = _NOTED if _is_noted(grid, document) else _NO_NOTE
            found.append(remark(kind, grid.place, table=grid.title))
    return [*found, *_wrong_notes(document)]


def _looks_like_amounts(grid: Grid) -> bool:
    """Whether a table is one of amounts at all: its headings say so."""
    return bool(re.search("预算|决算|支出|收入|金额|执行", "".join(cell for _, cells in grid.rows for cell in cells)))


def _is_noted(grid: Grid, document: Outline) -> bool:
    name = _PARTS.sub("", title_words(grid.title))
    subject = re.sub("(?:财政拨款)?(?:收入|支出|决算|预算(?=收|支))+(?:情况)?$", "", name) or name
    texts = [_PARTS.sub("", paragraph.text) for paragraph in document.paragraphs]
    return any(re.search(f"(?:无|没有){re.escape(subject)}", text) for text in texts)


def _wrong_notes(document: Outline) -> Iterator[Finding]:
    """A note of emptiness whose own words name a table that has figures."""
    filled = [grid for grid in document.grids if any(line.figures for panel in panels(grid) for line in panel.lines)]
    for paragraph in document.paragraphs:
        if _NOTE.search(paragraph.text):
            text = _PARTS.sub("", paragraph.text)
            for grid in filled:
                subject = re.sub(
                    "(?:收入|支出|决算|预算(?=收|支))+(?:情况)?$", "", _PARTS.sub("", title_words(grid.title))
                )
                if len(subject) > 3 and re.search(f"(?:无|没有){re.escape(subject)}(?:收入|支出|决算|的|，|。)", text):
                    yield remark(_WRONG_NOTE, paragraph.place, note=both(paragraph.text), table=grid.title)


def _core(title: str) -> str:
    return _PARTS.sub("", title)


def _start(document: Outline) -> Place:
    places: Sequence[Place] = [paragraph.place for paragraph in document.paragraphs]
    return Place(places[0].file, 0) if places else Place("", 0)
