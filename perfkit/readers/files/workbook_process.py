"""A program of its own: a workbook on standard input -> its sheets, as Arrow streams, on standard output.

The library that reads workbooks ends its whole process on some damaged files, and on a sheet with one stray cell in
the far corner, for which it asks for 500 GB. Here it can do so: the reader sees how this process ended, and says what
is wrong with the file. Starting it takes 0.1 s.
"""

from __future__ import annotations

import json
import re
import sys
from typing import BinaryIO, Final

import fastexcel
import pyarrow as pa

#: How the process ends.
READ, PROTECTED, BROKEN = 0, 3, 4
#: More than the largest sheet (2^20 rows) of fifty columns takes.
MAX_MEMORY: Final = 8 * 2**30
_ERROR: Final = re.compile(r"Error\((\w+)\)")


def convert(data: bytes, sink: BinaryIO) -> int:
    """Write each sheet of the workbook as one Arrow stream: text columns, metadata `sheet` and `failed`.

    `failed` lists [row, column, text] of the cells whose formula failed: they must not pass for empty ones.
    """
    try:
        book = fastexcel.read_excel(data)
        for sheet in book.sheet_names:
            _write(book, sheet, sink)
    except fastexcel.FastExcelError as error:
        return PROTECTED if "password" in str(error).lower() else BROKEN
    return READ


def _write(book: fastexcel.ExcelReader, sheet: str, sink: BinaryIO) -> None:
    # skip_rows=0 keeps leading blank rows: without it row numbers would no longer be those a person sees.
    loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    batch, failed = pa.RecordBatch.from_pydict({}), []
    if loaded.height and loaded.width:
        batch, errors = loaded.to_arrow_with_errors()
        failed = [[*error.offset_position, _text(error.detail)] for error in (errors.errors if errors else ())]
    batch = batch.replace_schema_metadata({"sheet": sheet, "failed": json.dumps(failed)})
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)


def _text(detail: str) -> str:
    found = _ERROR.search(detail)
    return f"#{found[1].upper()}!" if found else "#ERROR!"


def _limit_memory() -> None:
    """Where the system can (not on Windows), so that a malicious file cannot take all memory."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    # Where the system allows less already, more cannot be asked for.
    most = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":  # pragma: no cover - tests call `convert`, and start the program besides
    _limit_memory()
    sys.exit(convert(sys.stdin.buffer.read(), sys.stdout.buffer))
