"""Real files that nobody here made, if they lie beside the project: messy ones must be read or refused with words."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfkit.errors import ReadError
from perfkit.ledger.units import Unit
from perfkit.readers import Mapping, read_export

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "cn_ledger"
UNIT = Unit("demo", "示例", chart="other")
DIRTY = Mapping(
    "dirty",
    ("*_vouchers.csv", "*_manual_ledger.csv"),
    columns={
        "voucher_id": "voucher_number", "voucher_no": "voucher_number", "acc_code": "account_code", "trans_date": "voucher_date",
        "acc_name": "account_name", "trans_amount": "amount", "dr_cr": "direction", "remarks": "summary",
    },
)  # fmt: skip

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real files at {SAMPLES.name}")


@pytest.mark.parametrize(
    "name", ["cn_dirty_kingdee_vouchers.csv", "cn_dirty_yonyou_nc_vouchers.csv", "cn_dirty_manual_ledger.csv"]
)
def test_every_row_of_a_dirty_journal_is_kept_or_reported(name):
    export = read_export(SAMPLES / name, unit=UNIT, year=2024, mappings=[DIRTY], source_file=name)
    assert export.kind == "journal"
    assert export.rows_read == len(export.frame) + len(export.set_aside)
    reported = {finding.source_row for finding in export.findings}
    left = export.set_aside[export.set_aside["reason"].ne("header")]
    assert set(left["source_row"]) == reported


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xls")), ids=lambda path: path.stem)
def test_blank_forms_are_refused_with_words_or_all_their_rows_are_reported(path):
    # A balance sheet form has accounts and balances; what stands in its cells is no money.
    if path.stem.startswith("blank_form_资产负债表"):
        export = read_export(path, unit=UNIT, year=2024, mappings=[], source_file=path.name)
        assert export.frame.empty
        assert {finding.kind.check for finding in export.findings} == {"unreadable_amount"}
    else:
        with pytest.raises(ReadError) as caught:
            read_export(path, unit=UNIT, year=2024, mappings=[], source_file=path.name)
        assert path.name in caught.value.text("zh")
