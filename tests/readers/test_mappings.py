"""Mapping files: what they may say, and how a wrong one is refused."""

from __future__ import annotations

import pytest

from perfkit.errors import BadConfiguration
from perfkit.readers import load_mapping
from perfkit.readers.layouts.mappings import AccountSegments, Mapping

WHOLE = """
[mapping]
name = "某系统"
kind = "journal"
files = ["凭证*.xls", "2021/*.csv"]
sheets = ["*月"]
system = "某系统 9"
encoding = "gb18030"
money_unit = "wan"
header_row = 4
header_rows = 2
source = "操作手册"
status = "from memory"
[columns]
"发生数" = "amount"
"备注" = ""
[constants]
fund_code = "11"
[values.direction]
"1" = "借"
[account_segments]
lengths = [4, 2]
fields = ["", "fund_code"]
accounts = ["7201"]
"""


@pytest.fixture
def load(tmp_path):
    def from_toml(text: str) -> Mapping:
        (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
        return load_mapping(tmp_path / "mapping.toml")

    return from_toml


def test_a_whole_mapping(load):
    mapping = load(WHOLE)
    assert mapping.columns == {"发生数": "amount", "备注": ""}
    assert mapping.meanings == {"direction": {"1": "借"}}
    assert mapping.account_segments == AccountSegments((4, 2), ("", "fund_code"), ("7201",))
    assert (mapping.header_row, mapping.header_rows, mapping.encodings) == (4, 2, ("gb18030",))
    assert mapping.matches("2021/凭证1.xls")
    assert mapping.matches("2021/a.csv")
    assert not mapping.matches("2020/a.csv")
    assert mapping.takes("1月")
    assert not mapping.takes("说明")


def test_a_short_mapping(load):
    mapping = load('[mapping]\nname = "a"\nfiles = ["*"]')
    assert mapping.account_segments is None
    assert mapping.takes("any")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("[mapping]", "[mapping", {"zh": "内容", "en": "its text"}),
        ("[mapping]", "[other]\n[mapping]", "other"),
        ('name = "某系统"', "name = 1", "mapping.name"),
        ('name = "某系统"', "", "mapping.name"),
        ('kind = "journal"', 'kind = "ledger"', "mapping.kind"),
        ('kind = "journal"', 'sort = "journal"', "mapping.sort"),
        ('files = ["凭证*.xls", "2021/*.csv"]', "", "mapping"),
        ('sheets = ["*月"]', 'sheets = "*月"', "mapping.sheets"),
        ('"gb18030"', '"gb99999"', "mapping.encoding"),
        ('"gb18030"', '"base64"', "mapping.encoding"),
        ('"wan"', '"cents"', "mapping.money_unit"),
        ("header_row = 4", "header_row = -1", "mapping.header_row"),
        ("header_row = 4", 'header_row = "4"', "mapping.header_row"),
        ("header_rows = 2", "header_rows = 5", "mapping.header_rows"),
        ('"发生数" = "amount"', '"发生数" = "ammount"', "columns.发生数"),
        ('"发生数" = "amount"', '"发生数" = 1', "columns.发生数"),
        ("[columns]", "columns = 3\n[elsewhere]", "columns"),
        ('fund_code = "11"', 'fund = "11"', "constants.fund"),
        ("[values.direction]", "[values.side]", "values.side"),
        ('"1" = "借"', '"1" = 1', "values.direction.1"),
        ("lengths = [4, 2]", "lengths = [4]", "account_segments.lengths"),
        ("lengths = [4, 2]", "lengths = [4, 0]", "account_segments.lengths"),
        ("lengths = [4, 2]", 'lengths = "4-2"', "account_segments.lengths"),
        ('fields = ["", "fund_code"]', 'fields = ["", "found_code"]', "account_segments.fields"),
        ('accounts = ["7201"]', "accounts = 7201", "account_segments.accounts"),
        ('accounts = ["7201"]', 'only = ["7201"]', "account_segments.only"),
    ],
)
def test_wrong_mappings_are_refused_with_the_place(load, old, new, where):
    assert old in WHOLE
    text = (
        WHOLE.replace(old, new) if old != "[columns]" else "columns = 3\n" + WHOLE.replace("[columns]", "[mapping.x]")
    )
    with pytest.raises(BadConfiguration) as caught:
        load(text)
    if old != "[columns]":
        assert caught.value.parts["where"] == where
    assert str(caught.value.parts["path"]).endswith("/mapping.toml")


def test_a_mapping_that_is_not_there(tmp_path):
    with pytest.raises(BadConfiguration):
        load_mapping(tmp_path / "mapping.toml")
