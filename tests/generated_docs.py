"""Documents written by the code that they describe. `python tests/generated_docs.py` writes them anew (`make docs`)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from generated_formats import formats

from perfkit.cli.program import cli as program
from perfkit.evaluation.templates import every, every_rule
from perfkit.ledger.classifications import CODE_LISTS, code_list
from perfkit.ledger.columns import columns
from perfkit.ledger.explanations import causes
from perfkit.ledger.facts import fact_kinds
from perfkit.ledger.frames import FRAMES
from perfkit.ledger.materiality import default_thresholds
from perfkit.ledger.money import as_yuan
from perfkit.readers.layouts.mappings import aliases

ROOT = Path(__file__).parents[1]


def documents() -> dict[str, str]:
    """Path below the project -> text."""
    return {
        "GLOSSARY.md": glossary(),
        "docs/cli.md": cli(),
        "docs/columns-understood.md": headings(),
        "docs/evaluation-rules.md": evaluation_rules(),
        "docs/formats.md": formats(),
    }


def glossary() -> str:
    """Every term of the data, in both languages."""
    defined = columns()
    lines = [
        "# Glossary · 词汇表",
        "",
        "One term per thing, in code, columns and pages. This page is generated from `perfkit/ledger/columns.csv` and the",
        "code lists beside it (`make docs`); a test holds it true.",
        "",
        "## Columns · 数据列",
        "",
        "Amounts (`cents`) are whole hundredths of the currency unit; a `rate` is 0-1 and null where nothing divides.",
        "",
        *_table(
            ("column", "type", "中文", "English", "meaning", "含义", "source"),
            (
                (f"`{c.name}`", c.type, c.name_zh, c.name_en, c.meaning_en, c.meaning_zh, c.source)
                for c in defined.values()
            ),
        ),
        "",
        "## Frames · 数据表",
        "",
        *_table(
            ("frame", "columns"), ((f"`{name}`", " ".join(f"`{c}`" for c in kept)) for name, kept in FRAMES.items())
        ),
        "",
        "## Funds · 资金性质",
        "",
        *_table(
            ("code", "中文", "English", "fiscal appropriation", "also written", "status"),
            (
                (r["code"], r["name_zh"], r["name_en"], r["is_fiscal_appropriation"], r["aliases"], r["status"])
                for r in code_list("fund_natures").values()
            ),
        ),
        "",
        "## Facts of a unit · 单位基本信息",
        "",
        "What no ledger holds; stands in `[facts.<year>]` of unit.toml.",
        "",
        *_table(
            ("fact", "unit", "中文", "English", "used by"),
            ((f"`{k.fact}`", k.measure_unit, k.name_zh, k.name_en, k.source) for k in fact_kinds().values()),
        ),
        "",
        "## Materiality · 重大差异",
        "",
        "Beyond these defaults a variance of budget and actual needs an explanation; `[materiality]` of unit.toml goes",
        "before them.",
        "",
        *_table(
            ("variance", "差异", "beyond this share of the final budget", "and this amount", "source", "status"),
            (
                (d.name_en, d.name_zh, f"{d.threshold.rate * 100} %", as_yuan(d.threshold.cents), d.source, d.status)
                for d in default_thresholds().values()
            ),
        ),
        "",
        "## Causes of variances · 差异原因类别",
        "",
        "What `cause` in explanations.toml may be.",
        "",
        *_table(
            ("cause", "中文", "English", "meaning", "含义", "status"),
            ((f"`{c.cause}`", c.name_zh, c.name_en, c.meaning_en, c.meaning_zh, c.status) for c in causes().values()),
        ),
        "",
        "## Code lists · 代码表",
        "",
        *_table(
            ("list", "codes", "verified", "from memory", "source"),
            (
                (
                    f"`{name}.csv`",
                    str(len(rows)),
                    str(sum(row["status"] == "verified" for row in rows)),
                    str(sum(row["status"] != "verified" for row in rows)),
                    rows[0]["source"],
                )
                for name, rows in ((name, list(code_list(name).values())) for name in CODE_LISTS)
            ),
        ),
    ]
    return "\n".join(lines) + "\n"


def cli() -> str:
    """What `--help` says, for every command and in both languages."""
    lines = [
        "# The command `perfkit` · 命令参考",
        "",
        "Generated from the program (`make docs`); a test holds it true. Exit codes: 0 done, 2 wrong call, 3 workspace,",
        "4 an export cannot be read, 5 errors in the data (`check`), 6 some notebooks failed (`run`).",
    ]
    for command in ("", *_commands(program)):
        lines += ["", f"## perfkit {command}".rstrip()]
        for language in ("zh", "en"):
            lines += ["", "```text", _help(command, language), "```"]
    return "\n".join(lines) + "\n"


def headings() -> str:
    """Which headings of an export are understood without a mapping file."""
    by_field: dict[str, list[str]] = {}
    for alias, field in aliases().items():
        by_field.setdefault(field, []).append(alias)
    lines = [
        "# Headings understood without a mapping file · 自动识别的列名",
        "",
        "Generated from `perfkit/readers/layouts/column_aliases.csv` (`make docs`). What is not here, a mapping file can name:",
        "`perfkit/readers/layouts/mappings.py` explains how.",
        "",
        *_table(("field", "headings"), ((f"`{field}`", "、".join(names)) for field, names in by_field.items())),
    ]
    return "\n".join(lines) + "\n"


def evaluation_rules() -> str:
    """Every template with what it scores and what is known of each of its rules."""
    lines = [
        "# The rules of evaluation · 绩效评价规则",
        "",
        "Generated from `perfkit/evaluation/templates/*.toml` (`make docs`); a test holds it true. A form follows what",
        "`[evaluation.templates]` of unit.toml names, else the template in force for district, province and year.",
        "",
        "Status: **V** read in the document or in deployed software, **M** widely known and not read again in the official",
        "text, **U** uncertain. What is not V must be checked against the local notice before a form is handed in.",
        "",
        "状态：**V** 已核对文件或部署系统，**M** 通行做法、未核对原文，**U** 未核实。非 V 的规则，上报前应与当地通知核对。",
    ]
    told = every_rule()
    for one in every():
        place = "".join((one.province, one.district)) or "全国"
        years = f"{one.first_year}–{one.last_year or ''}"
        how = "，仅按名称采用 (by name only)" if one.is_by_name_only else ""
        rows = told[told["template"].eq(one.code)]
        lines += ["", f"## {one.code}", "", f"{one.title()} · {one.title('en')}。{place}，{years}{how}。", ""]
        shown = ((row.rule, row.words_zh, row.words_en, row.source, f"**{row.status}**") for row in rows.itertuples())
        lines += _table(("rule", "规则", "in English", "source", "status"), shown)
    return "\n".join(lines) + "\n"


def _commands(group: click.Group) -> Iterator[str]:
    """Every command below `group`, as it is typed; a group before its own commands."""
    for name, command in group.commands.items():
        yield name
        if isinstance(command, click.Group):
            yield from (f"{name} {below}" for below in _commands(command))


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> list[str]:
    cells = [head, ("---",) * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]


def _help(command: str, language: str) -> str:
    environment = {**os.environ, "PERFKIT_LANGUAGE": language, "PYTHONUTF8": "1", "COLUMNS": "100"}
    run = "import sys; from perfkit.cli import main; sys.exit(main())"
    call = [sys.executable, "-c", run, *command.split(), "--help"]
    done = subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout.rstrip()


if __name__ == "__main__":
    for name, text in documents().items():
        (ROOT / name).write_text(text, encoding="utf-8")
