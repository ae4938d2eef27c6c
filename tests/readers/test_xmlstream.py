"""XML is read element by element, in any declared encoding, and hostile XML is refused in one sentence."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress

import pytest

from perfkit.errors import BrokenFile, ReadError, TooLarge, UnsafeFile, WrongEncoding
from perfkit.readers.files import xmlstream
from perfkit.readers.files.xmlstream import Element, subtrees
from perfkit.readers.files.xmltext import encoding_of, head_text, root_tag

LEDGER = b"""<?xml version="1.0" encoding="UTF-8"?>
<n:File xmlns:n="urn:x" xmlns:s="urn:y">
  <n:Year>2021</n:Year>
  <n:Journal s:Type="GL" xmlns:z="urn:z">
    <n:ID>J1</n:ID>
    <n:Voucher>
      <n:Number>7</n:Number>
      <n:Line><n:Amount>1.00</n:Amount></n:Line>
      <n:Line><n:Amount><n:Value> 2.00 </n:Value></n:Amount></n:Line>
      <n:Note>after</n:Note>
    </n:Voucher>
    <n:Line>of no voucher</n:Line>
  </n:Journal>
</n:File>
"""


def read(data: bytes | str, *tags: str, encoding: str = "") -> list[Element]:
    return list(subtrees(data.encode() if isinstance(data, str) else data, "f.xml", tags, encoding))


def test_chosen_elements_come_in_the_order_of_their_ends_with_what_stands_around_them():
    first, second, voucher = read(LEDGER, "Voucher/Line", "Voucher")
    assert [first.tag, second.tag, voucher.tag] == ["Line", "Line", "Voucher"]
    assert [first.line, second.line, voucher.line] == [8, 9, 6]
    assert (first.told("Amount"), second.told("Amount", "Value")) == ("1.00", "2.00")
    assert first.parent is voucher
    assert [child.tag for child in voucher.children] == ["Number", "Note"]
    journal = voucher.within("Journal")
    assert journal.attributes == {"Type": "GL"}
    assert journal.told("ID") == "J1"
    assert first.within("File").told("Year") == "2021"
    assert first.within("Nothing") is None
    assert second.child("Amount", "Nothing", "Value") is None
    assert second.told("Nothing") == ""


def test_an_element_of_the_same_name_elsewhere_is_not_chosen():
    assert [line.text for line in read(LEDGER, "Journal/Line")] == ["of no voucher"]


def test_text_in_order_with_what_stands_between_the_children():
    (cell,) = read("<r><c>合<b>计</b>：<i>12</i> 元 </c></r>", "c")
    assert cell.whole_text() == "合计：12 元 "
    assert cell.text == "合"


def test_white_space_alone_is_no_text():
    (cell,) = read("<r><c>\n  <b> </b>\n</c></r>", "c")
    assert (cell.text, cell.child("b").text) == ("", "")


def test_text_after_a_chosen_child_belongs_to_nobody():
    line, voucher = read("<r><v>a<l>1</l>b</v></r>", "v", "l")
    assert (line.tail, voucher.text) == ("", "ab")


def test_of_what_stands_around_the_first_of_each_name_is_kept_and_no_more_than_a_bound(monkeypatch):
    monkeypatch.setattr(xmlstream, "MAX_TEXTS", 3)
    around = "".join(f"<t{n % 5}>{n}</t{n % 5}>" for n in range(20))
    (chosen,) = read(f"<r>{around}<deep><x>1</x></deep><c/></r>", "c")
    assert [(child.tag, child.text) for child in chosen.parent.children] == [("t0", "0"), ("t1", "1"), ("t2", "2")]


def test_memory_does_not_grow_with_the_file():
    line = b"<Line><Account>1001</Account><Debit><Amount>1.00</Amount></Debit></Line>"
    data = b"<File><Journal>" + line * 3_000 + b"</Journal></File>"
    tracemalloc.start()
    count = sum(1 for _ in subtrees(data, "f.xml", {"Line"}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3_000
    assert peak < 2 * 2**20


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("GBK", "gbk"), ("gb2312", "gbk"), ("GB18030", "gb18030"), ("UTF-8", "utf-8"), ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"), ("UTF-16", "utf-16-le"), ("utf-16", "utf-16-be"), ("Big5", "big5"),
        # declared otherwise than written: proven by the whole content
        ("GBK", "utf-8"), ("UTF-16", "utf-8"), ("ISO-8859-1", "utf-8"),
    ],
)  # fmt: skip
def test_encodings(declared, encoding):
    data = f'<?xml version="1.0" encoding="{declared}"?>\n<帳><科目>事業支出</科目></帳>'.encode(encoding)
    (account,) = read(data, "科目")
    assert (account.text, account.line) == ("事業支出", 2)


def test_encodings_of_one_byte():
    data = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Tøyen</a>'.encode("latin-1")
    assert read(data, "a")[0].text == "Tøyen"
    assert encoding_of(data, "f.xml") == "iso-8859-1"
    assert read('<?xml version="1.0" encoding="windows-1252"?><a>Å €</a>'.encode("cp1252"), "a")[0].text == "Å €"


def test_the_reader_may_know_the_encoding_better():
    data = '<?xml version="1.0" encoding="UTF-8"?><总账/>'.encode("gbk")
    assert read(data, "总账", encoding="gb18030")[0].tag == "总账"


@pytest.mark.parametrize("declared", ["unicode_escape", "rot13", "cp99999", "EBCDIC-CP-US"])
def test_encodings_that_no_export_is_in(declared):
    data = f'<?xml version="1.0" encoding="{declared}"?><a/>'.encode()
    with pytest.raises(WrongEncoding, match=declared):
        read(data, "a")
    assert root_tag(data) == "a"


def test_wrong_bytes_are_named_with_their_row():
    data = b'<?xml version="1.0" encoding="UTF-8"?>\n<a>\n<b>' + "账".encode("gbk") + b"</b></a>"
    with pytest.raises(WrongEncoding) as caught:
        read(data, "b")
    assert (caught.value.parts["row"], caught.value.parts["found"]) == (3, "0xd5cb")


def test_a_file_cut_within_a_character_is_broken():
    with pytest.raises(BrokenFile, match=r"第 2 行"):
        read("<a>\n账".encode()[:-1], "a")


def test_white_space_before_the_declaration_is_forgiven_and_counted():
    assert read(b'\n\n <?xml version="1.0"?>\n<a><b/></a>', "b")[0].line == 4
    assert root_tag(b'\n <?xml version="1.0"?><a/>') == "a"
    with pytest.raises(BrokenFile, match=r"第 3 行"):
        read(b"\n\n<a><b></a>", "b")


def test_the_first_element_is_found_behind_comments_and_instructions():
    assert root_tag(b"<?xml version='1.0'?><!-- <x> --><?go <y> ?>\n<n:Root a='1'>") == "Root"
    assert root_tag(b"<!-- never closed <x>") == ""
    assert root_tag(b"date,amount\n") == ""
    assert head_text(b"\xef\xbb\xbf <a/>") == "<a/>"


BILLION = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
EXTERNAL = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<r>&x;</r>'


@pytest.mark.parametrize("data", [BILLION, EXTERNAL, b"<!DOCTYPE r>\n<r/>", b'<!DOCTYPE r SYSTEM "r.dtd"><r/>'])
def test_whoever_declares_a_document_type_is_refused(data):
    with pytest.raises(UnsafeFile) as caught:
        read(data, "r")
    assert "DOCTYPE" in caught.value.text("zh")
    assert "DOCTYPE" in caught.value.text("en")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<a>\0</a>", b"<a>&x;</a>", b"<a><b></a>", b"<a/><a/>", b"no xml", b"<a b=1/>", b"<a b='1' b='2'/>",
        b"<a>" + b"\0" * 100 + b"</a>", b"<a>\x01</a>", b"<a/>\0",
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_broken(data):
    with pytest.raises(BrokenFile):
        read(data, "a", "c")


def test_a_file_cut_anywhere_is_broken():
    whole = LEDGER.rstrip()
    assert len(read(whole, "Line")) == 3
    for size in range(len(whole)):
        with pytest.raises(BrokenFile):
            read(whole[:size], "Line")


def test_depth_is_bounded():
    assert read("<a>" * 64 + "</a>" * 64, "a")[-1].line == 1
    with pytest.raises(TooLarge, match="64"):
        read(b"<a>" * 100_000, "b")


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" + b"x" * (3 * 2**20) + b"</a>",
        b"<a b='" + b"x" * (3 * 2**20) + b"'/>",
        b"<a><!--" + b"x" * (3 * 2**20) + b"--></a>",
        b"<a " + b" " * (3 * 2**20) + b"/>",
    ],
    ids=["text", "attribute", "comment", "tag"],
)
def test_one_huge_text_or_tag_is_refused_early(data):
    with pytest.raises(TooLarge, match="1,048,576"):
        read(data, "a")


def test_what_is_held_at_one_time_is_bounded(monkeypatch):
    monkeypatch.setattr(xmlstream, "MAX_HELD", 1000)
    assert len(read(b"<r>" + b"<a><b/></a>" * 5000 + b"</r>", "a")) == 5000
    assert len(read(b"<r>" + b"<x><b/></x>" * 5000 + b"</r>", "a")) == 0
    for record in (b"<b/>" * 2000, b"<b>" + b"x" * 600_000 + b"</b>", b"<b c='" + b"x" * 600_000 + b"'/>"):
        with pytest.raises(TooLarge, match="1,000"):
            read(b"<r><a>" + record + b"<c/></a></r>", "a")


def test_the_number_of_elements_is_bounded(monkeypatch):
    monkeypatch.setattr(xmlstream, "MAX_ELEMENTS", 1000)
    with pytest.raises(TooLarge, match="1,000"):
        read(b"<r>" + b"<a/>" * 1000 + b"</r>", "a")


def test_200_000_elements_on_one_line():
    lines = read(b"<r>" + b"<a><b>1</b></a>" * 100_000 + b"</r>", "a")
    assert len(lines) == 100_000
    assert {line.line for line in lines} == {1}


def test_every_refusal_is_one_of_ours():
    for place in range(0, len(LEDGER), 3):
        for wrong in (b"\0", b"<", b"&", b"\xff", b"]]>", b"<!DOCTYPE x>"):
            with suppress(ReadError):
                read(LEDGER[:place] + wrong + LEDGER[place + 1 :], "Line", "Voucher")
