"""Taking files in: recognised, copied read-only, registered; all of it or nothing."""

from __future__ import annotations

import hashlib
import stat
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from perfkit.errors import (
    BadConfiguration,
    CannotRead,
    CannotWrite,
    EmptyFile,
    MissingFile,
    NameTaken,
    PerfkitError,
    UnknownHeader,
    UnusableName,
    UsageError,
)
from perfkit.readers.recognition import Recognition
from perfkit.workspace import Workspace, intake, register
from perfkit.workspace.inspection import inspect
from perfkit.workspace.intake import Receipt, add

JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,100.00,
2021-01-05,记-1,付电费,6001,财政拨款预算收入,,100.00
"""
#: The same in words that no alias knows, and a mapping that does.
ODD = JOURNAL.replace("借方金额,贷方金额", "流出,流入")
MAPPING = '[mapping]\nname = "流水"\nfiles = ["odd*.csv"]\n[columns]\n"流出" = "debit"\n"流入" = "credit"\n'
ON = date(2022, 1, 10)


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    """A workspace without a unit, and a folder of what was received beside it."""
    (tmp_path / "work" / "data" / "raw").mkdir(parents=True)
    (tmp_path / "received").mkdir()
    return Workspace(tmp_path / "work")


def received(empty: Workspace, text: str | bytes = JOURNAL, name: str = "journal.csv") -> Path:
    path = empty.root.parent / "received" / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def year_folder(empty: Workspace) -> Path:
    return empty.raw / "office" / "2021"


def entries(empty: Workspace) -> list[dict[str, object]]:
    return tomllib.loads((year_folder(empty) / "SOURCES.toml").read_text(encoding="utf-8-sig"))["file"]


def everything(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() if p.is_file() else b"" for p in sorted(root.rglob("*"))}


def take(empty: Workspace, file: Path, **options: object) -> intake.Intake:
    return add(empty, file, unit="office", year=2021, **options)  # type: ignore[arg-type]


def test_a_file_of_a_new_unit_is_copied_read_only_and_registered(empty: Workspace) -> None:
    file = received(empty)
    receipt = Receipt("财务股", ON, '第一次\n导出 "x" \\ \x7f', "用友 U8")
    done = take(empty, file, receipt=receipt, name="办公室")
    assert (done.outcome, done.path) == ("added", year_folder(empty) / "journal.csv")
    assert done.path.read_bytes() == file.read_bytes()
    assert stat.S_IMODE(done.path.stat().st_mode) & 0o222 == 0
    assert entries(empty) == [
        {
            "name": "journal.csv",
            "sha256": hashlib.sha256(JOURNAL.encode()).hexdigest(),
            "bytes": len(JOURNAL.encode()),
            "kind": "journal",
            "system": "用友 U8",
            "received_from": "财务股",
            "received_on": ON,
            "note": '第一次\n导出 "x" \\ \x7f',
        }
    ]
    ledger = empty.load("office", 2021)
    assert ledger.unit.name_zh == "办公室"
    assert "unregistered_sources" not in {finding.kind.check for finding in ledger.findings}
    assert (ledger.inputs[0].received_from, ledger.inputs[0].system) == ("财务股", "用友 U8")
    assert {path.name for path in year_folder(empty).iterdir()} == {"journal.csv", "SOURCES.toml"}


def test_what_nobody_says_is_not_written_and_the_day_is_today(empty: Workspace) -> None:
    take(empty, received(empty))
    (entry,) = entries(empty)
    assert (set(entry), entry["received_on"]) == ({"name", "sha256", "bytes", "kind", "received_on"}, date.today())
    assert empty.unit("office").name_zh == "office"


@pytest.mark.parametrize(
    "before",
    [
        b"# \xe6\xb3\xa8\r\n[[file]]\r\nname = 'old.csv' # kept\r\n",
        b"\xef\xbb\xbf# no line break at the end\n[[file]]\nname = 'old.csv'",
        b"# only a comment",
        b"",
    ],
    ids=["CRLF", "mark", "comment", "empty"],
)
def test_comments_and_entries_of_the_register_stay(empty: Workspace, before: bytes) -> None:
    year_folder(empty).mkdir(parents=True)
    (year_folder(empty) / "old.csv").write_text(JOURNAL.replace("100.00", "50.00"), encoding="utf-8")
    (year_folder(empty) / "SOURCES.toml").write_bytes(before)
    take(empty, received(empty))
    after = (year_folder(empty) / "SOURCES.toml").read_bytes()
    assert after.startswith(before)
    assert [entry["name"] for entry in entries(empty)][-1] == "journal.csv"
    assert b"\r\n" not in before or after.count(b"\n") == after.count(b"\r\n")


def test_a_register_that_takes_no_further_entry_is_refused(empty: Workspace) -> None:
    year_folder(empty).mkdir(parents=True)
    (year_folder(empty) / "old.csv").write_text(JOURNAL.replace("100.00", "50.00"), encoding="utf-8")
    (year_folder(empty) / "SOURCES.toml").write_text("file = [{ name = 'old.csv' }]\n", encoding="utf-8")
    before = everything(empty.root)
    with pytest.raises(BadConfiguration, match=r"office/2021/SOURCES\.toml"):
        take(empty, received(empty))
    assert everything(empty.root) == before


def test_the_same_file_again_changes_nothing(empty: Workspace) -> None:
    take(empty, received(empty))
    before = everything(empty.root)
    again = take(empty, received(empty))
    assert (again.outcome, again.recognition) == ("already_there", None)
    other_name = take(empty, received(empty, name="copy.csv"))
    assert (other_name.outcome, other_name.path.name) == ("already_there", "journal.csv")
    assert everything(empty.root) == before


@pytest.mark.parametrize("name", ["journal.csv", "JOURNAL.csv"])
def test_a_second_file_under_the_same_name_is_refused(empty: Workspace, name: str) -> None:
    take(empty, received(empty))
    before = everything(empty.root)
    with pytest.raises(NameTaken, match=r"office/2021/journal\.csv") as caught:
        take(empty, received(empty, JOURNAL.replace("100.00", "90.00"), name))
    assert caught.value.exit_code == 2
    assert everything(empty.root) == before


def test_a_changed_file_is_not_taken_for_the_registered_one(empty: Workspace) -> None:
    there = take(empty, received(empty)).path
    there.chmod(0o644)
    changed = JOURNAL.replace("100.00", "90.00")
    there.write_text(changed, encoding="utf-8")
    for text in (changed, JOURNAL):
        with pytest.raises(NameTaken):
            take(empty, received(empty, text))


def test_a_file_that_lies_there_is_registered(empty: Workspace) -> None:
    year_folder(empty).mkdir(parents=True)
    there = year_folder(empty) / "journal.csv"
    there.write_text(JOURNAL, encoding="utf-8")
    done = take(empty, there)
    assert (done.outcome, done.path) == ("registered", there)
    assert [entry["name"] for entry in entries(empty)] == ["journal.csv"]
    assert stat.S_IMODE(there.stat().st_mode) & 0o222 == 0
    assert not (empty.raw / "office" / "unit.toml").exists()
    assert take(empty, there).outcome == "already_there"


@pytest.mark.parametrize(
    ("text", "fault"), [("", EmptyFile), ("甲,乙\n丙,丁\n", UnknownHeader), (b"\0\0PK", PerfkitError)]
)
def test_what_cannot_be_read_is_not_taken_in(empty: Workspace, text: str | bytes, fault: type[PerfkitError]) -> None:
    before = everything(empty.root)
    with pytest.raises(fault):
        take(empty, received(empty, text))
    assert everything(empty.root) == before


def test_wrong_data_are_taken_in_with_their_findings(empty: Workspace) -> None:
    done = take(empty, received(empty, JOURNAL.replace("7201,事业支出,100.00", "7201,事业支出,一百")))
    assert done.recognition is not None
    assert "unreadable_amount" in {finding.kind.check for finding in done.recognition.export.findings}
    assert done.path.is_file()


def test_a_file_that_is_not_there(empty: Workspace) -> None:
    with pytest.raises(MissingFile, match=r"nowhere\.csv"):
        take(empty, Path("nowhere.csv"))


@pytest.mark.parametrize(
    "name",
    ["a\\b.csv", "a:b.csv", "a\x1b[1m.csv", ".hidden.csv", "~$lock.xlsx", "CON.csv", "aux", "dot.", "blank ",
     "unit.toml", "SOURCES.TOML", "mapping_x.toml", "notes.md", "license.txt", "Projects.csv", "corrections.toml"],
)  # fmt: skip
@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such names")
def test_a_name_that_is_no_plain_name_of_an_export(empty: Workspace, name: str) -> None:
    before = everything(empty.root)
    with pytest.raises(UnusableName):
        take(empty, received(empty, name=name))
    assert everything(empty.root) == before


@pytest.mark.parametrize("unit", ["", ".", "..", "../office", "a/b", "a\\b", "C:", ".git", "_example", "nul", "a\n"])
def test_a_unit_is_a_plain_folder_name(empty: Workspace, unit: str) -> None:
    with pytest.raises(UnusableName):
        add(empty, received(empty), unit=unit, year=2021)
    assert everything(empty.raw) == {}


@pytest.mark.parametrize("year", [0, 21, 1899, 3000, 20211])
def test_a_year_is_a_year(empty: Workspace, year: int) -> None:
    with pytest.raises(UnusableName, match=str(year)):
        add(empty, received(empty), unit="office", year=year)


def test_mappings_of_the_unit_explain_what_is_taken_in(empty: Workspace) -> None:
    with pytest.raises(UnknownHeader):
        take(empty, received(empty, ODD, "odd1.csv"))
    (empty.raw / "office").mkdir()
    (empty.raw / "office" / "mapping_odd.toml").write_text(MAPPING, encoding="utf-8")
    done = take(empty, received(empty, ODD, "odd1.csv"))
    assert done.recognition is not None
    assert done.recognition.export.taken_for[0].mapping == "流水"
    assert done.recognition.sums("journal") == {"debit_cents": 10000, "credit_cents": 10000}


def test_a_unit_that_has_a_name_is_not_renamed(empty: Workspace) -> None:
    take(empty, received(empty), name="办公室")
    more = received(empty, JOURNAL.replace("记-1", "记-2"), "more.csv")
    with pytest.raises(UsageError, match=r"办公室.*unit\.toml"):
        take(empty, more, name="别的")
    assert take(empty, more, name="办公室").outcome == "added"


def test_a_unit_without_a_description_gets_one(empty: Workspace) -> None:
    (empty.raw / "office").mkdir()
    take(empty, received(empty), name="办公室")
    assert empty.unit("office").name_zh == "办公室"


def test_files_of_the_year_and_of_the_call_are_read_together(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    take(empty, received(empty))
    seen: list[list[str]] = []
    known = intake.recognise

    def recognise(file: Path, **options: object) -> Recognition:
        seen.append([path.name for path in options["companions"]])  # type: ignore[attr-defined]
        return known(file, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "recognise", recognise)
    first, second = (received(empty, JOURNAL.replace("记-1", f"记-{n}"), f"{n}.csv") for n in (2, 3))
    take(empty, first, others=[first, second])
    assert seen == [["journal.csv", "3.csv"]]


def test_a_disk_that_refuses_leaves_nothing_behind(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = everything(empty.root)
    monkeypatch.setattr(intake.shutil, "copyfile", full)
    with pytest.raises(CannotWrite, match=r"office/2021.*No space left"):
        take(empty, received(empty))
    assert everything(empty.root) == before


def test_a_register_that_cannot_be_read_back_is_put_back(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    take(empty, received(empty))
    before = everything(empty.root)

    def broken(_folder: Path) -> None:
        raise MissingFile(path="SOURCES.toml")

    monkeypatch.setattr(register, "read_sources", broken)
    with pytest.raises(MissingFile):
        take(empty, received(empty, JOURNAL.replace("100.00", "90.00"), "more.csv"))
    assert everything(empty.root) == before


def test_a_file_that_changes_while_it_is_read(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = intake.shutil.copyfile

    def meanwhile(source: Path, target: Path) -> None:
        source.write_text(JOURNAL.replace("100.00", "90.00"), encoding="utf-8")
        copy(source, target)

    before = everything(empty.root)
    monkeypatch.setattr(intake.shutil, "copyfile", meanwhile)
    with pytest.raises(CannotRead, match=r"journal\.csv"):
        take(empty, received(empty))
    assert everything(empty.root) == before


def look(file: Path, **options: object) -> Recognition:
    return inspect(file, **{"workspace": None, "unit": "", "year": None, "mapping": None, **options})  # type: ignore[arg-type]


def test_inspecting_a_raw_file_reads_it_as_its_folder_says(empty: Workspace) -> None:
    (empty.raw / "office").mkdir()
    (empty.raw / "office" / "mapping_odd.toml").write_text(MAPPING, encoding="utf-8")
    there = take(empty, received(empty, ODD, "odd1.csv")).path
    before = everything(empty.root)
    assert (look(there).year, look(there).year_from) == (2021, "given")
    assert look(there, year=2020).year == 2020
    beside = empty.raw / "office" / "odd2.csv"
    beside.write_text(ODD, encoding="utf-8")
    assert (look(beside).year, look(beside).year_from) == (2021, "rows")
    beside.unlink()
    assert everything(empty.root) == before


def test_inspecting_an_example_or_any_other_file_needs_no_unit(empty: Workspace) -> None:
    example = empty.raw / "_example" / "2024"
    example.mkdir(parents=True)
    (example / "journal.csv").write_text(JOURNAL, encoding="utf-8")
    assert look(example / "journal.csv").year == 2021
    outside = received(empty)
    assert look(outside).sums("journal")["debit_cents"] == 10000
    with pytest.raises(PerfkitError, match="nobody"):
        look(outside, workspace=empty, unit="nobody")


def test_a_mapping_is_tried_on_the_files_it_is_for(empty: Workspace) -> None:
    mapping = empty.root / "try.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    assert look(received(empty, ODD, "odd1.csv"), mapping=mapping).export.rows_kept == 2
    with pytest.raises(BadConfiguration, match=r"mapping\.files.*other\.csv.*odd\*\.csv"):
        look(received(empty, ODD, "other.csv"), mapping=mapping)
    with pytest.raises(MissingFile, match=r"none\.toml"):
        look(received(empty, ODD, "odd1.csv"), mapping=empty.root / "none.toml")


@pytest.mark.parametrize(("kind", "count"), [("balances", 1), ("journal", 0), ("budget, journal", 0), ("序时账", 0)])
def test_a_file_that_reads_as_another_kind_than_registered_is_told(empty: Workspace, kind: str, count: int) -> None:
    add(empty, received(empty), unit="office", year=2021, receipt=Receipt(received_on=ON))
    path = year_folder(empty) / "SOURCES.toml"
    path.write_text(path.read_text("utf-8").replace('kind = "journal"', f'kind = "{kind}"'), "utf-8")
    found = [f for f in empty.load("office", 2021).findings if f.kind.check == "registered_kinds"]
    assert [(f.expected, f.found, f.subject) for f in found] == [("balances", "journal", "journal.csv")] * count
