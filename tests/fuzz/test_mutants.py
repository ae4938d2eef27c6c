"""Thousands of damaged files: each loads with sums that close, or is refused in one sentence of ours.

`--mutants 20` tries twenty times as many.
"""

from __future__ import annotations

import shutil
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fuzz.mutations import mutant, packed_mutant
from fuzz.seeds import SEEDS

from perfkit.checks.vouchers import unbalanced_vouchers
from perfkit.cli.recognised import recognition_lines
from perfkit.errors import PerfkitError
from perfkit.ledger.units import Project, Unit
from perfkit.readers import Export, read_export
from perfkit.readers.files.sheets import ENDINGS
from perfkit.readers.recognition import Recognition, recognise
from perfkit.readers.standards.formats import FORMATS

UNIT = Unit("demo", "示例单位", projects=(Project("P01", "机关运转"), Project("P02", "公车平台")))
#: Whose books the formats of other countries are.
OTHER = Unit("other", "Other", chart="other")
FOREIGN = ("fec.txt", "book.se", "saft.xml", "jobs_xbrl_gl.csv", "book.beancount", "book.journal")
#: How many mutants of each seed in the normal run; workbooks and plain-text journals are read by a program of their
#: own, 0.1 s and more each.
NORMAL = 130
SLOW = {"workbook.xlsx": 60, "old.xls": 60, "book.journal": 25}
#: No mutant of a file of a few KB takes longer unless it hangs.
SECONDS = 20


@contextmanager
def no_longer_than(seconds: int, what: str) -> Iterator[None]:
    """Fail instead of hanging (where the system has alarms)."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: object) -> None:
        raise AssertionError(f"{what} hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read(path: Path) -> Export:
    unit = OTHER if path.name in FOREIGN else UNIT
    return read_export(path, unit=unit, year=2021, mappings=[], source_file=path.name)


def closes(export: Export) -> None:
    """Every row and every amount of the file is either kept or set aside."""
    assert export.rows_read == export.rows_kept + len(export.set_aside)
    for side in ("debit_cents", "credit_cents"):
        kept = sum(int(frame[side].sum()) for frame in export.frames.values() if side in frame)
        assert export.totals.get(side, kept) == kept + (
            int(export.set_aside[side].sum()) if side in export.totals else 0
        )


def is_told(export: Export, name: str) -> None:
    """What `perfkit inspect` prints of it."""
    assert name in "".join(recognition_lines(Recognition(name, export, 2021)))


def require_program(name: str) -> None:
    """Skip what only a program reads that is not installed."""
    if name == "book.journal" and not shutil.which("hledger"):
        pytest.skip("hledger is not installed")


def outcome(path: Path, what: str) -> str:
    """`read` or `refused`; anything else fails."""
    try:
        export = read(path)
        closes(export)
        is_told(export, path.name)
    except PerfkitError as fault:
        return "refused" if fault.text("zh") and fault.text("en") else ""
    except Exception as fault:
        fault.add_note(what)
        raise
    return "read"


def test_every_format_has_a_seed(tmp_path: Path) -> None:
    endings = {Path(name).suffix for name in SEEDS}
    assert set(ENDINGS.values()) <= {ENDINGS.get(ending) for ending in endings}
    # Of JSON nothing is read.
    others = [form.name for form in FORMATS if not set(form.endings) & endings]
    assert others == ["XBRL report (json)"]


@pytest.mark.parametrize("name", SEEDS)
def test_the_seed_itself_is_read_without_a_fault(name: str, tmp_path: Path) -> None:
    require_program(name)
    (tmp_path / name).write_bytes(SEEDS[name])
    export = read(tmp_path / name)
    closes(export)
    is_told(export, name)
    assert export.rows_kept
    assert not [finding.text() for finding in export.findings if finding.kind.severity == "error"]
    if "journal" in export.frames and name != "detail_ledger.csv":
        assert not unbalanced_vouchers(export.frames["journal"])


@pytest.mark.parametrize("name", SEEDS)
def test_the_seed_tells_its_year_wherever_it_can(name: str, tmp_path: Path) -> None:
    require_program(name)
    (tmp_path / name).write_bytes(SEEDS[name])
    unit = OTHER if name in FOREIGN else UNIT
    found = recognise(tmp_path / name, unit=unit, year=None, mappings=[])
    dateless = name in ("balances.tsv", "summary.csv", "budget.csv", "contracts.csv", "jobs_xbrl_gl.csv")
    assert dateless or found.year == 2021
    closes(found.export)


@pytest.mark.parametrize("name", SEEDS)
def test_mutants(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    require_program(name)
    count = SLOW.get(name, NORMAL) * request.config.getoption("--mutants")
    path = tmp_path / name
    outcomes = {"read": 0, "refused": 0}
    for number in range(count):
        packed = SEEDS[name].startswith(b"PK") and number % 4
        path.write_bytes(packed_mutant(SEEDS[name], number) if packed else mutant(SEEDS[name], number))
        with no_longer_than(SECONDS, f"mutant {number} of {name}"), warnings.catch_warnings():
            warnings.simplefilter("error")
            outcomes[outcome(path, f"mutant {number} of {name}")] += 1
    assert all(outcomes.values()), outcomes
