"""Where the figures came from: raw files with their hashes, parameters, versions."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Final

import pandas as pd

from perfkit import __version__
from perfkit.errors import Language
from perfkit.ledger.findings import counted
from perfkit.ledger.ledger import Ledger
from perfkit.tables.table import Table, TableColumn

#: The packages whose version may change what a page shows.
_PACKAGES: Final = ("pandas", "pyarrow", "plotly")
_KINDS: Final[dict[str, dict[Language, str]]] = {
    "journal": {"zh": "序时账", "en": "journal"},
    "balances": {"zh": "科目余额表", "en": "account balances"},
    "budget": {"zh": "预算文件", "en": "budget book"},
    "summary": {"zh": "执行汇总表", "en": "execution summary"},
    "commitments": {"zh": "合同表", "en": "list of contracts"},
    "voucher_heads": {"zh": "凭证头", "en": "voucher heads"},
    "voucher_lines": {"zh": "凭证分录", "en": "voucher lines"},
}


def kinds_label(kinds: Iterable[str], language: Language) -> str:
    """What people call a file that tells these kinds of data; a kind we do not define is shown as it is."""
    joined = ", " if language == "en" else "、"
    return joined.join(_KINDS.get(kind, {}).get(language, kind) for kind in kinds)


def inputs_table(ledger: Ledger, language: Language = "zh") -> Table:
    """One line per raw file: what it is, from whom and when it was received, its size and its sha256."""
    en = language == "en"
    rows = [
        (file.path, kinds_label(file.kinds, language), file.system, file.received_from, file.received_on, file.bytes,
         file.sha256, file.note)
        for file in ledger.inputs
    ]  # fmt: skip
    columns = {
        "path": TableColumn("File" if en else "文件", "code"),
        "kind": TableColumn("Kind" if en else "类别"),
        "system": TableColumn("System" if en else "来源系统"),
        "received_from": TableColumn("Received from" if en else "提供单位"),
        "received_on": TableColumn("Received on" if en else "收到日期", "code"),
        "bytes": TableColumn("Bytes" if en else "字节数", "count"),
        "sha256": TableColumn("sha256", "hash"),
        "note": TableColumn("Note" if en else "备注"),
    }
    return Table(
        title=f"Input files ({len(rows)})" if en else f"输入文件（{len(rows)} 个）",
        frame=pd.DataFrame(rows, columns=list(columns)),
        columns=columns,
        language=language,
        nothing="No input file." if en else "没有输入文件。",
    )


def provenance_table(ledger: Ledger, parameters: Mapping[str, object], language: Language = "zh") -> Table:
    """What made this page: unit, year, every parameter, what the checks found, and the versions of the programs.

    Args:
        ledger: whose page.
        parameters: of the notebook, name -> value.
        language: of the words.
    """
    en = language == "en"
    rows = [
        ("Unit" if en else "单位", f"{ledger.unit.name(language)} ({ledger.unit.code})"),
        ("Fiscal year" if en else "年度", str(ledger.year)),
        *((f"{'Parameter' if en else '参数'} {name}", repr(value)) for name, value in parameters.items()),
        ("Findings" if en else "检查结果", counted(ledger.findings, language)),
        ("perfkit", __version__),
        ("Python", platform.python_version()),
        *((package, version(package)) for package in _PACKAGES),
    ]
    return Table(
        title="How this page was made" if en else "本页的生成条件",
        frame=pd.DataFrame(rows, columns=["item", "value"], dtype="str"),
        columns={
            "item": TableColumn("Item" if en else "项目"),
            "value": TableColumn("Value" if en else "取值", "code"),
        },
        language=language,
    )
