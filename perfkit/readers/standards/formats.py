"""The structured formats, each with what tells it from all others. Content decides, never the name alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from perfkit.readers.files.archives import ZIP
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.beancount import ENDINGS as BEANCOUNT_ENDINGS
from perfkit.readers.standards.beancount import is_beancount, read_beancount
from perfkit.readers.standards.gbt24589 import is_gbt24589, read_gbt24589
from perfkit.readers.standards.hledger import ENDINGS as HLEDGER_ENDINGS
from perfkit.readers.standards.hledger import is_hledger, read_hledger
from perfkit.readers.standards.records import RecordFile
from perfkit.readers.standards.saft import is_saft, read_saft
from perfkit.readers.standards.sie import ENDINGS as SIE_ENDINGS
from perfkit.readers.standards.sie import is_sie, read_sie
from perfkit.readers.standards.unread_formats import is_unread, read_unread
from perfkit.readers.standards.xbrl_gl import (
    is_xbrl_gl,
    is_xbrl_gl_csv,
    is_xbrl_report,
    read_xbrl_gl,
    read_xbrl_gl_csv,
    read_xbrl_report,
)
from perfkit.readers.standards.zipped import is_zip_of_xml, read_zip


@dataclass(frozen=True)
class Format:
    """One structured format.

    Args:
        name: what people call it.
        endings: endings that its files may have.
        recognises: whether a file is of this format, by its first 64 KiB and its ending in lower case.
        read: takes the whole content apart.
        standard: where the format is defined.
        status: how sure the reader is: tested on real files, or built from the specification.
    """

    name: str
    endings: tuple[str, ...]
    recognises: Callable[[bytes, str], bool]
    read: Callable[[bytes, Source], RecordFile]
    standard: str
    status: str


FORMATS: Final[tuple[Format, ...]] = (
    Format(
        "SIE 4 (Sverige)",
        SIE_ENDINGS,
        is_sie,
        read_sie,
        "SIE-Gruppen, SIE filformat utgåva 4B",
        "tested on files of two programs; types 1-4 and 4i",
    ),
    Format(
        "beancount",
        BEANCOUNT_ENDINGS,
        is_beancount,
        read_beancount,
        "beancount language syntax, version 3; budgets as fava reads them",
        "tested on real files, through the beancount library",
    ),
    Format(
        "hledger",
        HLEDGER_ENDINGS,
        is_hledger,
        read_hledger,
        "hledger manual: journal format, periodic rules",
        "tested on real files, through the hledger program, 1.25",
    ),
    Format(
        "SAF-T Financial",
        (".xml",),
        is_saft,
        read_saft,
        "OECD SAF-T 2.0; Skatteetaten 1.10-1.30 (NO); Portaria 302/2016, 1.04_01 (PT)",
        "tested on the Norwegian and OECD example files; Portuguese, Romanian and Lithuanian forms by their schemas",
    ),
    Format(
        "GB/T 24589 (会计核算软件数据接口)",
        (".xml",),
        is_gbt24589,
        read_gbt24589,
        "GB/T 24589.1-2010, GB/T 24589.2-2010; names of GB/T 24589.1-2024",
        "built from the lists of fields; no file of a real system was at hand",
    ),
    Format(
        "XBRL GL",
        (".xml", ".xbrl"),
        is_xbrl_gl,
        read_xbrl_gl,
        "XBRL International, XBRL Global Ledger Framework 2007-2016",
        "tested on the published job example; voucher lines by the framework",
    ),
    Format(
        "XBRL GL (xBRL-CSV)",
        (".csv",),
        is_xbrl_gl_csv,
        read_xbrl_gl_csv,
        "XBRL International, OIM xBRL-CSV of XBRL GL",
        "tested on the published job example",
    ),
    Format(
        "XBRL report (json)",
        (".json",),
        is_xbrl_report,
        read_xbrl_report,
        "XBRL International, Open Information Model",
        "refused in words: it describes a CSV, or is xBRL-JSON",
    ),
    Format(
        "zip of XML",
        (".zip",),
        is_zip_of_xml,
        read_zip,
        "GB/T 24589 (ZIP_999_201412.zip); SAF-T in several files",
        "built from the specification",
    ),
    Format(
        "other XML, JSON and zip",
        (".xml", ".json", ".zip"),
        is_unread,
        read_unread,
        "none",
        "refused in words",
    ),
)
_HEAD: Final = 65536


def format_of(data: bytes, ending: str) -> Format | None:
    """The format of a file with that content and ending; None for tables (spreadsheets, csv, txt)."""
    # What is packed without compression shows its content.
    named = [one for one in FORMATS if ".zip" in one.endings] if data.startswith(ZIP) else FORMATS
    return next((one for one in named if one.recognises(data[:_HEAD], ending)), None)


def endings() -> tuple[str, ...]:
    """Every ending that some format may have, in the order of FORMATS."""
    return tuple(dict.fromkeys(ending for one in FORMATS for ending in one.endings))
