"""The list of contracts to fill in: what is filled in comes back as it was, hostile text stays text, no clock."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

from perfkit.ledger.units import Project, Unit
from perfkit.readers import Export, read_export
from perfkit.reports.commitments_workbook import ContractsForm, commitments_workbook, write_commitments_workbook

UNIT = Unit("demo", "示例单位", projects=(Project("P1", "运转"), Project("P2", "会务")))
HOSTILE = ("=1+1", "@SUM(A1)", "<script>", "\x00\u202e名称")
CONTRACTS = (
    {
        "contract_number": "007", "summary": HOSTILE[0], "party_name": HOSTILE[1], "project_name": "会务",
        "contract_date": date(2021, 3, 1), "contract_amount": 1234.5, "paid_amount": 0.0,
        "contract_document": HOSTILE[2],
    },
    {"contract_number": HOSTILE[3], "contract_amount": 10.01},
)  # fmt: skip


def form(**parts: object) -> ContractsForm:
    return ContractsForm("示例单位", 2021, projects=("运转", "会务"), contracts=CONTRACTS, **parts)  # type: ignore[arg-type]


def read(path: Path) -> Export:
    return read_export(path, unit=UNIT, year=2021, mappings=[], source_file=path.name)


def xml(data: bytes, tmp_path: Path, part: str) -> str:
    (tmp_path / "x.xlsx").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as package:
        return package.read(part).decode("utf-8")


def test_what_is_filled_in_comes_back(tmp_path: Path) -> None:
    write_commitments_workbook(tmp_path / "c.xlsx", form())
    export = read(tmp_path / "c.xlsx")
    first, second = export.frame.to_dict("records")
    assert (first["contract_number"], first["project_code"], first["amount_cents"]) == ("007", "P2", 123_450)
    assert (first["contract_date"].date(), first["paid_cents"], first["is_paid_known"]) == (date(2021, 3, 1), 0, True)
    assert (first["summary"], first["party_name"], first["contract_document"]) == HOSTILE[:3]
    assert (second["amount_cents"], second["is_paid_known"]) == (1001, False)
    assert export.findings == ()


def test_nothing_in_it_is_a_formula_and_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    data = commitments_workbook(form(note="合成数据"))
    assert data == commitments_workbook(form(note="合成数据"))
    sheet = xml(data, tmp_path, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "运转,会务" in sheet
    assert "合成数据" in xml(data, tmp_path, "xl/sharedStrings.xml")


def test_a_list_of_projects_that_no_rule_can_hold_is_left_out(tmp_path: Path) -> None:
    for projects in (tuple(f"项目{number:03d}" for number in range(60)), ("甲,乙", "丙")):
        data = commitments_workbook(ContractsForm("示例单位", 2021, projects=projects))
        assert 'type="list"' not in xml(data, tmp_path, "xl/worksheets/sheet1.xml")
