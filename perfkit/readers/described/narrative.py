"""narrative.md of a unit and year: the words of the self-evaluation report that no ledger can write.

## 部门基本情况
本单位负责……

## 绩效情况
### 保障运转
全年机关运转支出 {{ actual: budget_project=机关运转, scope=all_funds }}。

A line `## ` begins a section (`perfkit.ledger.narrative.HEADINGS`), a line `# ` too if it has the name of one, else it
is the title of the file or a remark, and is not read. Below stand paragraphs, headings `### ` and `#### `, and lists.
Figures are references, never typed. Everything else is text as it stands, HTML too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from perfkit.errors import BrokenFile, CannotRead
from perfkit.ledger.narrative import HEADINGS, heading_name
from perfkit.readers.described.descriptions import shown
from perfkit.readers.files.plaintext import decode

_HEADING: Final = re.compile(r"(##?)(?!#)[ \t]*(.*?)[ \t#]*")
_LONGEST: Final = 2_000_000


def read_narrative(path: Path) -> dict[str, str]:
    """The text below each `## ` heading, by the heading without its number; an absent file is empty.

    The text keeps its place: it begins with as many empty lines as the file has above it, so that line n of the text is
    line n of the file. What stands above the first heading is under the heading "". A heading that comes twice
    continues the first one. Whether the report has such a heading is not judged here.

    Raises:
        WrongEncoding, BrokenFile: its text is not readable, or longer than any report.
        CannotRead: the system refuses.
    """
    sections: dict[str, str] = {}
    heading = ""
    for number, line in enumerate(_text(path).splitlines()):
        found = _HEADING.fullmatch(line)
        name = heading_name(found[2]) if found else ""
        if found and (found[1] == "##" or name in HEADINGS):
            heading = name
            sections.setdefault(heading, "")
        elif line.strip() and not found:
            before = sections.get(heading, "")
            sections[heading] = before + "\n" * (number - before.count("\n")) + line.rstrip()
    return sections


def _text(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(path=shown(path), found=error.strerror or str(error)) from None
    if len(data) > _LONGEST:
        expected = {"zh": f"不超过 {_LONGEST:,} 字节", "en": f"at most {_LONGEST:,} bytes"}
        raise BrokenFile(path=shown(path), expected=expected, found=f"{len(data):,}")
    text, _ = decode(data, shown(path))
    # Only these end a line; splitlines knows others, which would put findings at wrong lines.
    return re.sub(r"\r\n?", "\n", re.sub("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", text))
