"""Which system wrote a table: each known layout is taken for its own, and a plain table for none."""

from __future__ import annotations

import pandas as pd
import pytest
from readers.exports import from_text

from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.header import find_header, normal
from perfkit.readers.layouts.mappings import Mapping, aliases, load_mapping, system_mappings
from perfkit.readers.layouts.systems import encodings_of, system_of
from perfkit.readers.layouts.taken import taken
from perfkit.readers.lines.rows import Table

SYSTEMS = [pytest.param(mapping, id=mapping.name) for mapping in system_mappings()]
PARTICULAR = [pytest.param(mapping, id=mapping.name) for mapping in system_mappings() if mapping.headings]
SHARED = [pytest.param(mapping, id=mapping.name) for mapping in system_mappings() if not mapping.headings]
PLAIN = """
    日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 借方金额 | 贷方金额
    凭证日期 | 凭证字号 | 摘要 | 科目代码 | 科目名称 | 借方 | 贷方 | 部门 | 项目
    日期 | 凭证号数 | 摘要 | 科目编码 | 科目名称 | 借方 | 贷方
    月 | 日 | 凭证号数 | 科目编码 | 摘要 | 方向 | 金额
    制单日期 | 凭证号 | 摘要 | 科目编码 | 借方金额 | 贷方金额
    期间 | 凭证号 | 摘要 | 会计科目 | 借贷 | 金额 | 核算维度
    科目编码 | 科目名称 | 期初余额 | 本期借方 | 本期贷方 | 期末余额
    科目编码 | 科目名称 | 期初借方 | 期初贷方 | 本期借方 | 本期贷方 | 期末借方 | 期末贷方
    项目名称 | 年初预算数 | 调整后预算数 | 执行数
    项目编码 | 资金性质 | 功能分类 | 指标文号 | 指标金额
    项目名称 | 指标金额 | 指标余额
    date | number | account_code | debit | credit | summary
"""


def sheet(headings, above=0):
    """A sheet with that header below some title rows; a heading with a point in it stands in two rows."""
    two = any("." in heading for heading in headings)
    parents = [heading.split(".")[0] for heading in headings]
    upper = [name if index == 0 or name != parents[index - 1] else "" for index, name in enumerate(parents)]
    lower = [heading.partition(".")[2] for heading in headings]
    width = len(headings)
    titles = [[f"标题{number}", *[""] * (width - 1)] for number in range(above)]
    rows = [*titles, upper, *([lower] if two else []), ["1"] * width]
    return RawSheet("Sheet1", pd.DataFrame(rows, dtype="str"))


@pytest.mark.parametrize("mapping", PARTICULAR)
@pytest.mark.parametrize("above", [0, 3, 4])
def test_a_layout_is_taken_for_that_of_its_system(mapping: Mapping, above):
    layout = sheet(mapping.layout, above)
    assert system_of(layout) is mapping
    assert find_header(layout, mapping, "x").header_row == above + 1


@pytest.mark.parametrize("mapping", PARTICULAR)
def test_the_headings_alone_make_the_kind(mapping: Mapping):
    """Whatever columns are optional, what a system is recognised by is enough to read it."""
    assert set(mapping.headings) <= set(mapping.layout)
    # FEC has its amounts in one of two forms: either goes with the headings.
    short = sheet([*mapping.headings, *(["Debit", "Credit"] if mapping.name == "FEC" else [])])
    assert system_of(short) is mapping
    assert find_header(short, mapping, "x").kind == mapping.kind
    named = {normal(heading) for heading in mapping.headings}
    needed = [heading for rule in mapping.rows for heading in rule.where]
    needed += [heading.removeprefix("-") for headings in mapping.sums.values() for heading in headings]
    needed += [heading for headings in mapping.joined.values() for heading in headings]
    assert {normal(heading) for heading in needed} <= named


@pytest.mark.parametrize("mapping", PARTICULAR)
def test_a_table_that_lacks_one_of_the_headings_is_another(mapping: Mapping):
    for lost in mapping.headings:
        rest = [heading for heading in mapping.layout if heading != lost]
        assert system_of(sheet(rest)) is not mapping


@pytest.mark.parametrize("mapping", SHARED)
def test_a_shared_layout_is_read_by_the_aliases_and_names_no_system(mapping: Mapping):
    layout = sheet(mapping.layout)
    assert system_of(layout) is None
    if "明细账" not in mapping.name:  # its account stands above the header
        assert find_header(layout, None, "x").kind == mapping.kind


@pytest.mark.parametrize("mapping", SYSTEMS)
def test_every_column_of_a_layout_is_explained(mapping: Mapping):
    if "明细账" in mapping.name:
        return
    used = mapping if mapping.headings else None
    layout = sheet(mapping.layout)
    columns = taken(Table(layout, find_header(layout, used, "x"), "yuan", used)).columns
    open_ = {column.heading for column in columns if column.unread == "unknown"}
    said_nothing = {
        "用友政务 审计推送 记账凭证", "润衡 年初余额 nc", "一体化 记账凭证主表 VOUCHER", "一体化 记账凭证分录 VOU_DET",
        "金蝶 K/3 标准格式凭证", "金蝶 KIS 标准格式凭证（字段名）",
    }  # fmt: skip
    assert mapping.name in said_nothing or open_ == set()


@pytest.mark.parametrize("mapping", SYSTEMS)
def test_a_mapping_says_where_it_comes_from_and_what_is_known(mapping: Mapping):
    assert mapping.system
    assert mapping.source
    assert mapping.status
    assert set(mapping.traits) == {"zh", "en"}
    known = {normal(heading) for heading in mapping.layout}
    optional = {"débit", "crédit", "montant", "sens"}
    assert {normal(heading) for heading in mapping.columns} <= known | optional


@pytest.mark.parametrize("headings", from_text(PLAIN), ids=lambda row: " ".join(row)[:30])
def test_a_plain_table_is_that_of_no_system(headings):
    assert system_of(sheet(headings)) is None


def test_a_table_of_every_alias_is_of_none_but_those_whose_headings_it_has():
    """Aliases are what tables have in common: one alone never names a system."""
    for alias in aliases():
        assert system_of(sheet([alias, "x", "y"])) is None


def test_names_are_one_each():
    names = [mapping.name for mapping in system_mappings()]
    assert len(names) == len(set(names))


def test_encodings_are_those_of_the_system_that_the_first_line_names():
    assert encodings_of("科目编码,科目名称\n".encode("gb18030")) == ()
    assert encodings_of(b"JournalCode\tEcritureNum\tEcritureDate\tCompteNum\tEcritureLib\n") != ()


def test_a_layout_without_headings_needs_no_files(tmp_path):
    path = tmp_path / "layout.toml"
    path.write_text('[mapping]\nname = "a"\nlayout = ["科目"]\n[traits]\nzh = "甲"\nen = "a"\n', encoding="utf-8")
    mapping = load_mapping(path)
    assert (mapping.layout, mapping.traits) == (("科目",), {"zh": "甲", "en": "a"})
