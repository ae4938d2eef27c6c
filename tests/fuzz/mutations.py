"""Mutants of a valid file: what happens to exports on their way, and what somebody may do to them on purpose."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

_STRANGE = (
    "=1+1", "@SUM(A1)", "../../etc/passwd", "<!DOCTYPE x>", "&xxe;", "\x00", "\ufeff", "NaN", "inf", "1e308", "-", "--", "１２．５",
    "99999999999999999999.99", "0.001", "（5.00）", "2021-02-30", "31/12/2021", "合计", '"', "'", "\t", "\r", "\u2028", "锟斤拷", "",
    "{", "}", "#", "[", "1,5", "１", "#REF!", "年", "\ud7ff", " ",
)  # fmt: skip


def mutant(data: bytes, number: int) -> bytes:
    """The mutant of `data` with that number: always the same one, one to three changes from the original."""
    chance = random.Random(number)
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(_CHANGES)(data, chance)
    return data


def packed_mutant(data: bytes, number: int) -> bytes:
    """The same of one member of an archive, packed again, so that what is inside gets read."""
    chance = random.Random(number)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    chosen = chance.choice(sorted(members))
    members[chosen] = mutant(members[chosen], number)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _drop(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randint(1, 40) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at : at + chance.randint(1, 200)] + data[at:]


def _zeros(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes(chance.choice((1, 3, 512))) + data[at:]


def _lines(data: bytes, chance: random.Random) -> bytes:
    """Drop, repeat or swap whole lines."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    what = chance.choice(("drop", "repeat", "swap"))
    if what == "drop":
        del lines[one]
    elif what == "repeat":
        lines.insert(other, lines[one])
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _digit(data: bytes, chance: random.Random) -> bytes:
    places = [found.start() for found in re.finditer(rb"[0-9]", data)]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + str(chance.randrange(10)).encode() + data[at + 1 :]


def _cell(data: bytes, chance: random.Random) -> bytes:
    """Put something strange in place of a run of letters or digits."""
    places = [found.span() for found in re.finditer(rb"[0-9A-Za-z.\x80-\xff]+", data)]
    if not places:
        return data
    start, end = chance.choice(places)
    strange = chance.choice(_STRANGE).encode(chance.choice(("utf-8", "gb18030")), "replace")
    return data[:start] + strange + data[end:]


def _long(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice((b"9", b"A", b" ", b",", b"<a>", b"{")) * chance.choice((300, 5000)) + data[at:]


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut, _flip, _drop, _repeat, _zeros, _lines, _digit, _digit, _cell, _cell, _long,
)  # fmt: skip
