"""The text of an XML file: which encoding it is in, decoded strictly, and what its first element is.

Expat knows no encoding of several bytes but Unicode, and exports declare encodings that they are not in.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

from perfkit.errors import BrokenFile, WrongEncoding

#: Bytes that are decoded at a time.
CHUNK: Final = 2**16
_MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_WITHOUT_MARK: Final = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})["']""")
#: Encodings of text that exports are written in; "unicode_escape" and its like are codecs too, and no encodings.
_TEXT: Final = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|(us-)?ascii|latin-?[19]|(iso-?)?8859-\d+|(windows-|cp)\d+|koi8-[ru]|big5|euc-\w+|shift_jis"
)
_CHINESE: Final = re.compile("gb-?(2312|k|18030)|cp936|windows-936", re.IGNORECASE)
_NO_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_TAG: Final = re.compile(r"<(?:[\w.-]+:)?([^\W\d][\w.-]*)")


def root_tag(head: bytes) -> str:
    """The name, without namespace, of the first element in the first bytes of a file; "" if it is no XML."""
    text = head_text(head)
    found = _TAG.search(_NO_TAG.sub("", text)) if text.startswith("<") else None
    return found[1] if found else ""


def head_text(head: bytes) -> str:
    """The first bytes of a file as text, without mark and white space at its start; what cannot be read is replaced."""
    declared = _declared(head)
    encoding = next(_by_mark(head), "gb18030" if _CHINESE.fullmatch(declared) else declared.lower() or "utf-8")
    known = encoding if _is_text(encoding) else "utf-8"
    return head.decode(known, "replace").lstrip("\ufeff \t\r\n")


def encoding_of(data: bytes, name: str) -> str:
    """The encoding of an XML file: its mark, else what it declares, else UTF-8.

    A file that is UTF-8 throughout although it declares something else is UTF-8: text of another encoding does not
    pass for it (a few characters of GB18030 may).

    Raises:
        WrongEncoding: it declares an encoding that no export is written in.
    """
    declared = _declared(data)
    known = next(_by_mark(data), "gb18030" if _CHINESE.fullmatch(declared) else declared.lower() or "utf-8")
    if not _is_text(known):
        raise WrongEncoding(path=name, expected="UTF-8, UTF-16, GB18030, ISO-8859-*", row=1, found=declared)
    proof = 3 if known == "gb18030" else 1
    return known if known.startswith("utf") or not _is_utf8(data, proof) else "utf-8"


def _by_mark(head: bytes) -> Iterator[str]:
    yield from (encoding for mark, encoding in (_MARKS | _WITHOUT_MARK).items() if head.startswith(mark))


def _declared(head: bytes) -> str:
    found = _DECLARED.match(head[:400])
    # Who reads this as ASCII has not read UTF-16, whatever it says.
    return found[1].decode("ascii") if found and not found[1].lower().startswith(b"utf-16") else ""


def _is_text(encoding: str) -> bool:
    if not (_CHINESE.fullmatch(encoding) or encoding == "utf-8-sig" or _TEXT.fullmatch(encoding)):
        return False
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _is_utf8(data: bytes, proof: int) -> bool:
    """Whether all of it is UTF-8 and at least `proof` characters are not ASCII."""
    decoder, beyond = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for start in range(0, len(data), CHUNK):
            text = decoder.decode(data[start : start + CHUNK], start + CHUNK >= len(data))
            beyond += len(text) - len(text.encode("ascii", "ignore"))
    except UnicodeDecodeError:
        return False
    return beyond >= proof


def decoded(data: bytes, encoding: str, name: str) -> Iterator[str]:
    """The text of `data`, piece by piece.

    Raises:
        WrongEncoding: it is not in `encoding`; names the row.
        BrokenFile: it ends within a character.
    """
    decoder, row = codecs.getincrementaldecoder(encoding)(), 1
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        try:
            text = decoder.decode(chunk, start + CHUNK >= len(data))
        except UnicodeDecodeError as error:
            row += error.object[: error.start].decode(encoding, "replace").count("\n")
            if start + CHUNK >= len(data) and error.end == len(error.object):
                raise broken_xml(name, row, "half a character at the end") from None
            bad = f"0x{error.object[error.start :][:2].hex()}"
            raise WrongEncoding(path=name, expected=encoding.upper(), row=row, found=bad) from None
        row += text.count("\n")
        yield text


def broken_xml(name: str, row: int, why: str) -> BrokenFile:
    """The exception for XML that is not well-formed, or cut off."""
    expected = {"zh": "完整的 XML", "en": "whole XML"}
    found = {"zh": f"第 {row} 行无法解析（{why}）", "en": f"row {row}: {why}"}
    return BrokenFile(path=name, expected=expected, found=found)
