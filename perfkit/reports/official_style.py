"""The look of official documents as a Word file: page, fonts, headings, page numbers.

*Source*: GB/T 9704-2012: A4, 版心 156 mm x 225 mm, 22 lines a page, 三号 仿宋, titles in 小标宋.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

#: 二号, 三号, 四号, 小五 in points; 22 lines on 225 mm.
_SECOND, _THIRD, _FOURTH, _SMALL_FIFTH = 22, 16, 14, 9
_LINE: Final = 28.95
_TITLE_LINE: Final = 36
_TABLE_LINE: Final = 13
_NUMERALS: Final = "Times New Roman"
_SONG: Final = "宋体"
_TITLE_FONT, _BODY, _BLACK, _KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
#: Font -> the fonts that may stand in for it, its family, and whether its strokes are of one width.
_FONTS: Final = {
    _TITLE_FONT: ("方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun", "roman"),
    _BODY: ("仿宋,FangSong,华文仿宋,STFangsong", "modern"),
    _BLACK: ("SimHei,微软雅黑,Microsoft YaHei", "swiss"),
    _KAI: ("楷体,KaiTi,华文楷体,STKaiti", "script"),
    _SONG: ("SimSun,NSimSun", "roman"),
    _NUMERALS: ("Liberation Serif", "roman"),
}
_FONT_TABLE: Final = "/word/fontTable.xml"
_THUMBNAIL: Final = "/docProps/thumbnail.jpeg"


@dataclass(frozen=True)
class _Look:
    """How one kind of paragraph is set; `indent` of the first line and `right` of all in characters."""

    font: str
    size: float
    line: float = _LINE
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: int = 2
    right: int = 0
    is_bold: bool = False
    numerals: str = _NUMERALS


TITLE, BODY, NOTE, SIGNATURE, ANNEX, CELL, CELL_HEADING = (
    "Title", "Body Text", "Subtitle", "Signature", "Caption", "No Spacing", "Body Text 3",
)  # fmt: skip
_LEFT, _CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
#: Named by styles that every word processor has, so that outlines and tables of contents work.
_LOOKS: Final = {
    TITLE: _Look(_TITLE_FONT, _SECOND, _TITLE_LINE, _CENTER, 0, numerals=_TITLE_FONT),
    NOTE: _Look(_KAI, _FOURTH, 24, _CENTER, 0),
    BODY: _Look(_BODY, _THIRD),
    "Heading 1": _Look(_BLACK, _THIRD),
    "Heading 2": _Look(_KAI, _THIRD),
    "Heading 3": _Look(_BODY, _THIRD, is_bold=True),
    "Heading 4": _Look(_BODY, _THIRD),
    SIGNATURE: _Look(_BODY, _THIRD, align=_RIGHT, indent=0, right=2),
    ANNEX: _Look(_BLACK, _THIRD, align=_LEFT, indent=0),
    CELL: _Look(_BODY, _SMALL_FIFTH, _TABLE_LINE, _LEFT, 0),
    CELL_HEADING: _Look(_BLACK, _SMALL_FIFTH, _TABLE_LINE, _CENTER, 0),
}


def official_document() -> Document:
    """An empty document in the official style, with page numbers in its footers."""
    document = docx.Document()
    _set_page(document)
    _set_language(document)
    document.styles.add_style(SIGNATURE, 1)
    for name, look in _LOOKS.items():
        _set_style(document.styles[name], look)
    _set_fonts(document)
    _set_page_numbers(document)
    return document


def heading_style(level: int) -> str:
    """The style of a heading."""
    return f"Heading {level}"


def set_font(target: Any, font: str, numerals: str) -> None:
    """Name the fonts of a run or style: `font` for Chinese, `numerals` for Latin letters and digits."""
    properties = target.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for name, value in (("ascii", numerals), ("hAnsi", numerals), ("eastAsia", font), ("cs", numerals)):
        fonts.set(qn(f"w:{name}"), value)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    section._sectPr.remove(grid)


def _set_language(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    language = next(defaults.iter(qn("w:lang")))
    language.set(qn("w:eastAsia"), "zh-CN")
    theme = document.settings.element.find(qn("w:themeFontLang"))
    theme.set(qn("w:eastAsia"), "zh-CN")


def _set_style(style: ParagraphStyle, look: _Look) -> None:
    properties = style.element.get_or_add_pPr()
    for name in ("w:pBdr", "w:contextualSpacing", "w:numPr"):
        for element in properties.findall(qn(name)):
            properties.remove(element)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.is_bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.element.get_or_add_rPr()
    for name in ("w:spacing", "w:kern", "w:caps"):
        for element in style.element.rPr.findall(qn(name)):
            style.element.rPr.remove(element)
    set_font(style, look.font, look.numerals)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    layout.alignment, layout.widow_control = look.align, False
    layout.left_indent, layout.right_indent = Pt(0), Pt(look.right * look.size)
    layout.first_line_indent = Pt(look.indent * look.size)
    if look.indent:
        properties.get_or_add_ind().set(qn("w:firstLineChars"), str(look.indent * 100))


def _set_fonts(document: Document) -> None:
    """What may stand in for a font that a computer does not have, and that the picture of an empty page goes."""
    package = document.part.package
    for part in package.iter_parts():
        if part.partname == _FONT_TABLE:
            part._blob = _font_table()
    for key, relation in list(package.rels.items()):
        if not relation.is_external and relation.target_part.partname == _THUMBNAIL:
            del package.rels[key]


def _font_table() -> bytes:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="{_charset(name)}"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, (others, family) in _FONTS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{space}">{entries}</w:fonts>'.encode()


def _charset(name: str) -> str:
    """GB2312, or Western."""
    return "00" if name.isascii() else "86"


def _set_page_numbers(document: Document) -> None:
    """— 1 —, 四号 宋体, one character from the outer edge: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, _RIGHT), (section.even_page_footer, _LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(_FOURTH)
        for text in ("— ", "PAGE", " —"):
            run = paragraph.add_run("" if text == "PAGE" else text)
            run.font.size = Pt(_FOURTH)
            set_font(run, _SONG, _SONG)
            if text == "PAGE":
                _add_field(run, text)


def _add_field(run: Any, code: str) -> None:
    """A field that word processors work out: its beginning, its code, a stand-in result, its end."""
    for kind in ("begin", "", "separate", "result", "end"):
        if kind == "":
            element = OxmlElement("w:instrText")
            element.text = f" {code} "
        elif kind == "result":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
