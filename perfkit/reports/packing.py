"""Compressed text inside pages and scripts: zlib in base 85, which the pages unpack by themselves (books.js).

Its signs are neither quotes nor slashes: no text of it can end a string, a script or a tag.
"""

from __future__ import annotations

import zlib
from base64 import b85encode


def packed(data: bytes) -> str:
    """`data`, packed: text of ASCII signs."""
    return b85encode(zlib.compress(data)).decode("ascii")
