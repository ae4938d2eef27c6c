"""The draft of a mapping file for a layout that nobody knows: what is guessed is filled in, the rest is a comment."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from itertools import pairwise
from typing import Final

from perfkit.errors import Language
from perfkit.readers.described.descriptions import toml_text
from perfkit.readers.layouts.guesses import Guess
from perfkit.readers.layouts.header import normal
from perfkit.readers.layouts.mappings import aliases
from perfkit.readers.layouts.panes import repeated
from perfkit.readers.recognition import field_label

_WIDTH: Final = 100
_HEAD: Final[dict[Language, str]] = {
    "zh": """\
# 映射文件草稿：说明各列的含义。请核对后另存到 data/raw/<单位>/mapping_<名称>.toml（或年度文件夹），
# 再用 perfkit inspect 文件 --mapping 本文件 试读。键名见 perfkit/readers/layouts/mappings.py。
""",
    "en": """\
# Draft of a mapping file: what each column means. Look it through, keep it as data/raw/<unit>/mapping_<name>.toml
# (or in the year's folder), and try it with: perfkit inspect FILE --mapping THIS.
# Keys: perfkit/readers/layouts/mappings.py.
""",
}
_WORDS: Final[dict[str, dict[Language, str]]] = {
    "kind": {
        "zh": "journal 序时账 | balances 科目余额表 | budget 预算 | summary 执行汇总表",
        "en": "journal | balances | budget | summary",
    },
    "files": {"zh": "适用的文件名，可用 * 和 ?", "en": "names of the files it is for; * and ? as usual"},
    "sheets": {"zh": "只读这些工作表；省略 = 全部", "en": "read only these sheets; none = all"},
    "panes": {"zh": "并排各表的列数；读作工作表 1、2……，sheets 可选", "en": "columns of each; sheets 1, 2, ..."},
    "header": {"zh": "表头所在行", "en": "row of the header"},
    "rows": {"zh": "表头占几行", "en": "rows of the header"},
    "money": {"zh": "金额单位：元；千元 thousand，万元 wan，百万元 million", "en": "yuan | thousand | wan | million"},
    "decimal": {"zh": "小数点为逗号时写 decimal = \",\"", "en": "where amounts are written 1.234,56"},
    "columns": {"zh": "列名 = 字段", "en": "heading = field"},
    "lacking": {"zh": "还缺：{}。请在下面指明。", "en": "Still missing: {}. Name it below."},
    "known": {"zh": "由列名识别", "en": "by its heading"},
    "guessed": {"zh": "按内容推测，请核对", "en": "guessed from its contents, look at it"},
    "compound": {"zh": "一列含多项，已识别，无需填写", "en": "several fields in one, understood as it is"},
    "unknown": {
        "zh": "含义不明：去掉行首 # 并填字段名，\"\" = 不采用",
        "en": 'unknown: take off the # and name the field; "" = not used',
    },
    "example": {"zh": "第 {} 列，例：{}", "en": "column {}, such as: {}"},
    "fields": {"zh": "可用的字段：", "en": "The fields there are:"},
}  # fmt: skip


def draft(guess: Guess, file: str, language: Language) -> str:
    """A mapping file in TOML, with comments in `language`, for the file of that name.

    It loads as it is; the file reads with it once the columns that are lacking are named.
    """
    return "\n".join([_HEAD[language] + "[mapping]", *_head(guess, file, language), "", "[columns]",
                      *_lacking(guess, language), *_columns(guess, language), "", *_fields(language), ""])  # fmt: skip


def _head(guess: Guess, file: str, language: Language) -> list[str]:
    header = guess.header
    lines = [
        (f"name = {toml_text(file)}", ""),
        (f'kind = "{guess.kind}"', "kind"),
        (f"files = [{toml_text(_as_glob(file))}]", "files"),
        (f"header_row = {header.header_row}", "header"),
        (f"header_rows = {header.first_data_row - header.header_row}", "rows"),
        ('# money_unit = "yuan"', "money"),
        ('# decimal = ","', "decimal"),
    ]
    begins = repeated(replace(header, kind=guess.kind))
    if begins:
        edges = (0, *begins[1:], len(header.titles))
        lines.append((f"side_by_side = {[end - start for start, end in pairwise(edges)]}", "panes"))
    if len(guess.sheets) > 1:
        lines.append((f"# sheets = [{', '.join(map(toml_text, guess.sheets))}]", "sheets"))
    return [f"{line}  # {_WORDS[word][language]}" if word else line for line, word in lines]


def _lacking(guess: Guess, language: Language) -> list[str]:
    words = guess.lacking[language]
    return [f"# {_WORDS['lacking'][language].format(words)}"] if words else []


def _columns(guess: Guess, language: Language) -> list[str]:
    """One line per heading; of headings that are the same but for blanks and brackets, the first."""
    known = {column: name for name, column in guess.header.fields.items()}
    guessed = {column: name for name, column in guess.by_content.items()}
    compound = {guess.header.fields[name] for name in guess.header.compounds}
    lines, seen = [], {""}
    for column, title in enumerate(guess.header.titles):
        plain = normal(title)
        if plain in seen:
            continue
        seen.add(plain)
        name = known.get(column) or guessed.get(column, "")
        is_open = column in compound or not name
        word = "compound" if column in compound else "known" if column in known else "guessed" if name else "unknown"
        example = _WORDS["example"][language].format(column + 1, toml_text(guess.example(column)[:30]))
        label = f"{field_label(name, language)}；" if not is_open and language == "zh" else ""
        line = f"{'# ' if is_open else ''}{toml_text(title)} = {toml_text('' if is_open else name)}"
        lines.append(f"{line}  # {label}{_WORDS[word][language]}。{example}" if language == "zh" else
                     f"{line}  # {_WORDS[word][language]}; {example}")  # fmt: skip
    return lines


def _fields(language: Language) -> list[str]:
    """Every field that a heading may be named as, as a comment."""
    names = dict.fromkeys(aliases().values())
    told = [name if language == "en" else f"{name}\N{NO-BREAK SPACE}{field_label(name, language)}" for name in names]
    lines = textwrap.wrap(", ".join(told), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [f"# {_WORDS['fields'][language]}", *(f"#   {line}" for line in lines)]


def _as_glob(name: str) -> str:
    """A pattern that fits that name only: brackets, * and ? stand for themselves."""
    return "".join(f"[{letter}]" if letter in "[*?" else letter for letter in name)
