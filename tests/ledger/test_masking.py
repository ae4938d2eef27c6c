"""What a mask finds in a text, by the patterns that come with perfkit; and what it must let stand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from perfkit.errors import BadConfiguration
from perfkit.ledger.masking import MASKED, Mask
from perfkit.readers.described.edition import read_public_rules


@pytest.fixture(scope="module")
def mask(tmp_path_factory: pytest.TempPathFactory) -> Mask:
    return read_public_rules(tmp_path_factory.mktemp("unit")).mask.with_names({"张三丰", "欧阳修"})


@pytest.mark.parametrize(
    "secret",
    [
        "430203198805120019", "43020319880512001X", "43020319880512001x", "430203 19880512 0019", "４３０２０３１９８８０５１２００１９",
        "430203880512001", "6222021905001234567", "6222 0219 0500 1234 567", "6222-0219-0500-1234", "62220219​05001234567",
        "13873312345", "138 7331 2345", "138-7331-2345", "0731-28681234", "4 3 0 2 0 3 1 9 8 8 0 5 1 2 0 0 1 9",
        "湘B12345", "湘B·12345", "湘Ｂ１２３４５", "湘B D12345".replace(" D", "D"), "京A1234警", "zhang.san@example.org",
        "张三丰", "欧阳修", "张​三丰",
    ],
)  # fmt: skip
def test_what_tells_a_person_is_masked(mask: Mask, secret: str) -> None:
    assert mask.text(f"付{secret}差旅费") == f"付{MASKED}差旅费"
    assert mask.text(secret) == MASKED


@pytest.mark.parametrize(
    "text",
    [
        "", "付电费", "29,510,900.00 元", "2021-01-05 至 2021-12-31", "预〔2021〕12号", "执行率 81.84 %", "记-0001",
        "7201010101 事业支出", "30201 办公费", "2021年1月至12月", "株财预[2021]0001234号", "张三", "合同 HT-2021-001", "1234567890",
    ],
)  # fmt: skip
def test_figures_dates_and_codes_stand(mask: Mask, text: str) -> None:
    assert mask.text(text) == text


def test_everything_inside_a_value_is_masked(mask: Mask) -> None:
    found = mask.value({"a": ["张三丰", 1, ("欧阳修",)], "b": {"c": "13873312345"}})
    assert found == {"a": [MASKED, 1, (MASKED,)], "b": {"c": MASKED}}


def test_a_column_keeps_its_type_and_index(mask: Mask) -> None:
    column = pd.Series(["张三丰", "", "电费"], index=[5, 6, 7], dtype="str")
    found = mask.column(column)
    assert list(found) == [MASKED, "", "电费"]
    assert (found.dtype, list(found.index)) == (column.dtype, [5, 6, 7])


@pytest.mark.parametrize(
    ("party", "shown"),
    [
        ("长沙某某物业有限公司", "长沙某某物业有限公司"),
        ("芦淞区财政局", "芦淞区财政局"),
        ("李四光", MASKED),
        ("John Smith", MASKED),
        ("", ""),
    ],
)
def test_a_party_is_an_organisation_or_masked(mask: Mask, party: str, shown: str) -> None:
    assert mask.party(party) == shown


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name = 'x'", "name"),
        ("names = 'x'", "names"),
        ("names = ['']", "names"),
        ("merge_below = -1", "merge_below"),
        ("merge_below = 1.5", "merge_below"),
        ("[patterns]\na = '('", "patterns.a"),
        ("[patterns]\na = 'x*'", "patterns.a"),
        ("patterns = 1", "patterns"),
    ],
)
def test_rules_of_a_unit_that_cannot_be_are_one_sentence(tmp_path: Path, text: str, where: str) -> None:
    (tmp_path / "edition.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"edition\.toml") as fault:
        read_public_rules(tmp_path)
    assert where in str(fault.value)


def test_a_unit_adds_to_the_common_rules(tmp_path: Path) -> None:
    (tmp_path / "edition.toml").write_text(
        "names = ['王五']\nmerge_below = '500.00'\n[patterns]\nstaff = 'EMP[0-9]{4}'\n", encoding="utf-8"
    )
    rules = read_public_rules(tmp_path)
    assert rules.mask.text("王五 EMP0012 湘B12345") == f"{MASKED} {MASKED} {MASKED}"
    assert rules.merge_below_cents == 50_000
