"""Zip archives, whoever made them: what they unpack to is bounded, and a name inside is never a path on the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from perfkit.errors import BrokenFile, ProtectedFile, TooLarge

ZIP: Final = b"PK\x03\x04"
#: What an archive may unpack to. Real ledgers shrink to 1/5-1/20; a deflate stream can grow at most 1032-fold.
MAX_UNPACKED: Final = 2**30
MAX_RATIO: Final = 200
#: The ratio says nothing of small files: an empty formatted sheet shrinks very well.
RATIO_FROM: Final = 64 * 2**20
MAX_MEMBERS: Final = 20_000
#: What `zipfile` raises on damaged archives.
DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, LookupError,
)  # fmt: skip
_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, its size checked.

    Raises:
        TooLarge: it unpacks to more than the bounds.
        BrokenFile: `zipfile` cannot open it.
    """
    # Python makes an object of every entry before anybody can count them.
    if data.count(_ENTRY) > MAX_MEMBERS:
        found = {"zh": "更多", "en": "more"}
        expected = {"zh": f"{MAX_MEMBERS:,} 个文件", "en": f"{MAX_MEMBERS:,} files"}
        raise TooLarge(path=name, expected=expected, found=found)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_size(archive, len(data), name)
    except DAMAGED:
        raise _broken(name) from None
    return archive


def members(data: bytes, name: str, ending: str | tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file with that ending in the archive, in its order.

    Raises:
        TooLarge, BrokenFile: as `opened`; BrokenFile also for a damaged file.
        ProtectedFile: it asks for a password.
    """
    with opened(data, name) as archive:
        for member in archive.infolist():
            if not member.filename.lower().endswith(ending):
                continue
            if member.flag_bits & _ENCRYPTED:
                raise ProtectedFile(path=name)
            yield _shown(member), _content(archive, member, name)


def other_members(data: bytes, name: str, ending: str) -> list[str]:
    """The names of the files in the archive that do not have that ending.

    Raises:
        TooLarge, BrokenFile: as `opened`.
    """
    with opened(data, name) as archive:
        files = [member for member in archive.infolist() if not member.is_dir()]
        return [_shown(member) for member in files if not member.filename.lower().endswith(ending)]


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with archive.open(member) as file:
            content = file.read(member.file_size + 1)
    except DAMAGED:
        raise _broken(name) from None
    if len(content) != member.file_size:
        raise _broken(name)
    return content


def _shown(member: zipfile.ZipInfo) -> str:
    """The name, which Chinese systems write in GBK and `zipfile` reads as CP437."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _check_size(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise TooLarge(path=name, expected=f"{MAX_UNPACKED:,} bytes", found=f"{unpacked:,} bytes")
    if unpacked > RATIO_FROM and unpacked > packed * MAX_RATIO:
        ratio = {"zh": "倍（解压后）", "en": "times its packed size"}
        expected, found = (
            {lang: f"{n} {word}" for lang, word in ratio.items()} for n in (MAX_RATIO, unpacked // packed)
        )
        raise TooLarge(path=name, expected=expected, found=found)
    # The directory may lie about sizes; only a file this large could hide more than the bound.
    if packed * 1032 > MAX_UNPACKED and archive.testzip() is not None:
        raise zipfile.BadZipFile


def _broken(name: str) -> BrokenFile:
    expected = {"zh": "完整的压缩文件", "en": "a whole archive"}
    return BrokenFile(path=name, expected=expected, found={"zh": "残缺的内容", "en": "a damaged one"})
