"""Workbooks as tests look at them: their XML, the cells of a sheet, what another program works out of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def parts(path: Path) -> dict[str, str]:
    """The XML of a workbook."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def sheet(path: Path, number: int = 1) -> str:
    """One sheet of it."""
    return parts(path)[f"xl/worksheets/sheet{number}.xml"]


def cells(xml: str) -> dict[str, tuple[str, str, str]]:
    """Address -> type, formula, value, of every cell that holds something."""
    found = re.findall(r'<c r="([A-Z]+\d+)"[^>/]*?(?: t="(\w+)")?>(.*?)</c>', xml)
    formula, value = re.compile(r"<f>(.*?)</f>"), re.compile(r"<v>(.*?)</v>")
    return {
        place: (kind, *("".join(part.findall(inside)) for part in (formula, value))) for place, kind, inside in found
    }


def worked_out(path: Path, folder: Path) -> Path:
    """The workbook without the values of its formulas, which LibreOffice must then work out; a file in `folder`."""
    bare = folder / "bare.xlsx"
    with zipfile.ZipFile(bare, "w") as package:
        for name, text in parts(path).items():
            package.writestr(name, re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text))
    told = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(SOFFICE), told, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / "out" / "bare.xlsx"
