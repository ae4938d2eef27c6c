"""Find the header of a sheet: which row or two rows name the columns, and which field each column means.

A heading is understood by the mapping first, then by column_aliases.csv, then, for two-row headings such as
期初余额 over 借方, by the words of its two parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from perfkit.errors import UnknownHeader
from perfkit.readers.files.garbled import require_no_garbled_header
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.kinds import kind_of, lacking
from perfkit.readers.layouts.mappings import Mapping, aliases, fields
from perfkit.readers.lines.detail_ledgers import Ledger, ledger_of

#: A header stands among the first rows or nowhere.
SEARCHED_ROWS: Final = 60
_NOISE: Final = re.compile(r"[\s_\[\]【】<>《》:]+")
_MONEY: Final = re.compile(r"\((?:人民币)?(?:百万|万|千)?元\)$")
#: 3月执行数: the actual of one period in a column of its own. (3月 alone may as well be a plan.)
_ACTUAL_OF_MONTH: Final = re.compile(r"(\d{1,2})月份?\.?(?:实际)?(?:执行|支出)(?:数|额|金额)?")
#: 1月.借方, 1月借方, 借方.1月, 1月借方发生额; yj1 and yd1 are those of a vendor's table of balances (GL_Yeb).
_MOVEMENT_OF_MONTH: Final = re.compile(
    r"(?:(?P<m>\d{1,2})月份?\.?(?:发生额\.?)?(?P<s>借|贷)方?|(?P<s2>借|贷)方(?:发生额|金额)?\.?(?P<m2>\d{1,2})月份?|y(?P<s3>[jd])(?P<m3>\d{1,2}))"
    r"(?:发生额|金额|发生)?"
)
_SIDES: Final = {"借": "debit", "贷": "credit", "j": "debit", "d": "credit"}
_AMOUNT: Final = re.compile(r"-?[\d,]*\d\.\d+|-?\d{1,3}(?:,\d{3})+")
_TOTAL: Final = re.compile(r"合\s*计$|总\s*计$")
_COMPOUND: Final = re.compile(r"[#|]")
#: The upper part of a two-row heading -> what its children are of. First match wins.
_PARENTS: Final = (
    ("ytd_", ("本年累计", "累计", "年累计", "本年发生", "全年", "合计")),
    ("opening_", ("期初", "年初", "上年", "月初")),
    ("closing_", ("期末", "年末", "月末", "余额")),
    ("", ("本期", "本月", "发生", "当期", "金额", "本币", "本位币")),
)
_CHILDREN: Final = (
    ("debit", ("借方", "借")),
    ("credit", ("贷方", "贷")),
    ("direction", ("方向", "借贷", "借或贷")),
    ("balance", ("余额", "金额", "本币")),
)


#: What stands below an amount that is told in two currencies.
_LOCAL: Final = ("本币", "本位币", "人民币", "本币金额", "本位币金额")
_FOREIGN: Final = ("原币", "外币", "原币金额", "外币金额", "数量", "单价", "汇率")
#: Lower parts of headings that no line can consist of.
_LOWER: Final = frozenset({
    *_LOCAL, *_FOREIGN, "借", "贷", "借方", "贷方", "借方金额", "贷方金额", "借方发生额", "贷方发生额", "方向", "借贷",
    "借或贷", "余额", "金额", "编码", "代码", "编号", "名称", "科目编码", "科目名称", "月", "日", "字", "号", "字号",
})  # fmt: skip


@dataclass(frozen=True)
class Header:
    """Where the header is and what it says.

    Args:
        fields: field -> index of its column.
        titles: the heading of every column, two rows flattened as "期初余额.借方".
        header_row, first_data_row: rows as a person counts them, from 1.
        compounds: field -> which part of a cell it is, where one column holds several: `[凭证号码]#[日期]`.
        kind: journal | balances | budget | summary | commitments.
        ledger: the accounts of detail ledgers, which stand in no column.
    """

    fields: dict[str, int]
    titles: tuple[str, ...]
    header_row: int
    first_data_row: int
    kind: str
    compounds: dict[str, int] = field(default_factory=dict)
    ledger: Ledger | None = field(default=None, compare=False)


def normal(heading: str) -> str:
    """A heading without what vendors put around it: spaces, underscores, brackets, colons, width, case, `(元)`."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", heading)).casefold()
    return _MONEY.sub("", plain)


def field_of(heading: str) -> str:
    """The field that one heading means by itself; "" if none."""
    found = _meaning(normal(heading))
    return found[1] if found else ""


@cache
def _known() -> dict[str, tuple[int, str]]:
    """Normal heading -> (preference, field). Earlier aliases of a field are preferred to later ones."""
    named = {normal(name): (-1, name) for name in fields()}
    listed = {normal(alias): (place, name) for place, (alias, name) in enumerate(aliases().items())}
    return {**listed, **named}


def find_header(sheet: RawSheet, mapping: Mapping | None, source_file: str) -> Header:
    """The header of `sheet`: the row, or two rows, with most known headings that make up some kind of export.

    A journal without a column of accounts is a detail ledger, if the account stands above it or names the sheet.

    Raises:
        UnknownHeader: names the row most like a header, and what it lacks.
        GarbledText: there is none, and cells are mojibake where it should be.
    """
    named, given = (mapping.kind, mapping.given) if mapping else ("", frozenset())
    best: Header | None = None
    untold: Header | None = None
    nearest: Header | None = None
    for candidate in _candidates(sheet, mapping):
        kind = kind_of({*candidate.fields, *given}, named)
        if kind and (best is None or _worth(candidate) > _worth(best)):
            best = replace(candidate, kind=kind)
        if kind_of({*candidate.fields, *given, "account_code"}, named) == "journal" != kind:
            untold = candidate if untold is None or _worth(candidate) > _worth(untold) else untold
        if nearest is None or _worth(candidate) > _worth(nearest):
            nearest = candidate
    if untold and (best is None or _worth(untold) >= _worth(best)):
        ledger = ledger_of(sheet)
        best = replace(untold, kind="journal", ledger=ledger) if ledger else best
    if best is None:
        require_no_garbled_header(sheet, SEARCHED_ROWS, source_file)
        raise _unknown(nearest, sheet.name, named, source_file)
    return best


def _worth(header: Header) -> tuple[int, int]:
    """More known headings are better; as many on fewer rows are better still (a title above is no heading)."""
    return len(header.fields), header.header_row - header.first_data_row


def _unknown(nearest: Header | None, sheet: str, named: str, source_file: str) -> UnknownHeader:
    text = " | ".join(title for title in nearest.titles if title) if nearest else ""
    return UnknownHeader(
        path=source_file,
        sheet=sheet or {"zh": "文本", "en": "text"},
        row=nearest.header_row if nearest else 1,
        found=text[:120] or "-",
        expected=lacking(nearest.fields if nearest else (), named),
    )


def _candidates(sheet: RawSheet, mapping: Mapping | None) -> Iterator[Header]:
    for titles, row, first_data_row in header_rows(sheet, mapping):
        yield understood(titles, mapping, row, first_data_row)


def header_rows(sheet: RawSheet, mapping: Mapping | None) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """(headings, row of the header, first row below it) of every row, and pair of rows, that may be the header."""
    sizes = (mapping.header_rows,) if mapping and mapping.header_rows else (1, 2)
    head = sheet.cells.head(SEARCHED_ROWS if not (mapping and mapping.header_row) else mapping.header_row + max(sizes))
    rows = [tuple(cell.strip() for cell in row) for row in head.itertuples(index=False)]
    for index in range(len(rows)):
        if mapping and mapping.header_row and index + 1 != mapping.header_row:
            continue
        for size in sizes:
            if size > 2 and index + size <= len(rows):
                titles, last = _deep(rows[index : index + size])
                yield titles, index + 1, index + size + (not last)
            elif index + size <= len(rows) and not (size == 1 < max(sizes) and _is_lower(rows[index + 1 : index + 2])):
                yield _flatten(rows[index], rows[index + 1] if size == 2 else None), index + 1, index + 1 + size


def _is_lower(below: Sequence[Sequence[str]]) -> bool:
    """Whether the row below a row of headings holds their lower parts and nothing else: it is no line."""
    filled = [normal(cell) for row in below for cell in row if cell]
    return len(filled) > 1 and all(cell in _LOWER for cell in filled)


def _deep(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], bool]:
    """(headings of three or four rows, whether the last row is a line, too).

    Each heading is its lowest part where no other column has the same. Published final accounts print 类, 款, 项 on the
    row of the total.
    """
    *upper, last = rows
    is_line = any(_AMOUNT.fullmatch(cell) for cell in last)
    if is_line:
        last = tuple("" if _AMOUNT.fullmatch(cell) or _TOTAL.search(cell) else cell for cell in last)
    titles = upper[0]
    for lower in (*upper[1:], last):
        titles = _flatten(titles, lower)
    short = [title.rpartition(".")[2] for title in titles]
    return tuple(part if short.count(part) == 1 else whole for part, whole in zip(short, titles, strict=True)), is_line


def _flatten(upper: Sequence[str], lower: Sequence[str] | None) -> tuple[str, ...]:
    """Headings of two rows as one: a merged upper heading stands only in its first cell, and is carried right."""
    if lower is None:
        return tuple(upper)
    titles, parent = [], ""
    for above, below in zip(upper, lower, strict=True):
        parent = above or (parent if below else "")
        titles.append(f"{parent}.{below}" if below and parent and below != parent else below or above)
    return tuple(titles)


def understood(titles: tuple[str, ...], mapping: Mapping | None, row: int, first_data_row: int) -> Header:
    """What the headings `titles` of that row mean, whether or not they make up a kind of export."""
    own = {normal(title): name for title, name in mapping.columns.items()} if mapping else {}
    ranked: dict[str, list[tuple[int, int, int]]] = {}
    for index, title in enumerate(titles):
        for part, (preference, name) in enumerate(_meanings(title, own)):
            if name:
                ranked.setdefault(name, []).append((preference, index, part))
    chosen = {name: min(places) for name, places in ranked.items()}
    compounds = {name: part for name, (_, index, part) in chosen.items() if len(_meanings(titles[index], own)) > 1}
    columns = {name: index for name, (_, index, _) in chosen.items()}
    _split_directions(columns, sorted(index for _, index, _ in ranked.get("direction", [])))
    return Header(columns, titles, row, first_data_row, "", compounds)


def _split_directions(columns: dict[str, int], directions: list[int]) -> None:
    """Two columns called 方向 in one row of headings belong to the opening and to the closing balance."""
    if len(directions) > 1 and {"opening_balance", "closing_balance"} <= columns.keys():
        columns["opening_direction"], columns["closing_direction"] = directions[0], directions[-1]


def _meanings(title: str, own: dict[str, str]) -> list[tuple[int, str]]:
    """(preference, field) of a heading; several for a compound one such as `[凭证号码]#[日期]`; none if unknown."""
    plain = normal(title)
    if plain in own:
        return [(-2, own[plain])]
    _, dot, child = plain.partition(".")
    if dot and child in own and _first(_CHILDREN, child) is None:
        # A title above the header is no part of the heading.
        return [(-2, own[child])]
    found = _meaning(plain)
    if found:
        return [found]
    parts = [part for part in _COMPOUND.split(plain) if part]
    if len(parts) < 2:
        return []
    joined = _meaning("".join(parts))
    if joined:
        return [joined]
    known = [_meaning(part) for part in parts]
    return [meaning or (0, "") for meaning in known] if any(known) else []


def _meaning(plain: str) -> tuple[int, str] | None:
    if plain in _known():
        return _known()[plain]
    month = _ACTUAL_OF_MONTH.fullmatch(plain)
    if month and int(month[1]) in range(1, 13):
        return 0, f"actual_{int(month[1])}"
    moved = _MOVEMENT_OF_MONTH.fullmatch(plain)
    if moved:
        number, side = (moved["m"] or moved["m2"] or moved["m3"]), (moved["s"] or moved["s2"] or moved["s3"])
        return (0, f"{_SIDES[side]}_{int(number)}") if int(number) in range(1, 13) else None
    parent, dot, child = plain.partition(".")
    if not dot:
        return None
    if parent + child in _known():
        return _known()[parent + child]
    if parent in _known() and child in _LOCAL:
        # 借方 over 原币 and 本币: the books are kept in the latter.
        return _known()[parent]
    if child in _FOREIGN:
        return None
    side = _first(_CHILDREN, child)
    if side is None:
        return _known().get(child)
    of = _first(_PARENTS, parent)
    name = None if of is None else f"{of[1]}{side[1]}"
    return (of[0], name) if of and name in fields() else None


def _first(words: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> tuple[int, str] | None:
    """(rank of the word, what it stands for) of the first of `words` that `text` starts with."""
    listed = ((rank, name) for name, forms in words for rank, form in enumerate(forms) if text.startswith(form))
    return next(listed, None)
