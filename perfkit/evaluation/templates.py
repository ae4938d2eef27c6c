"""Which template a unit's form of a year follows: the one it names, else the most specific one in force."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

import pandas as pd

from perfkit.errors import BadConfiguration
from perfkit.evaluation.rules import Template
from perfkit.evaluation.template_files import LEVELS, read_templates
from perfkit.ledger.units import Unit

_RULE_COLUMNS: Final = (
    "template", "form", "level", "province", "district", "rule", "words_zh", "words_en", "source", "status",
)  # fmt: skip


def every() -> list[Template]:
    """Every template, by code.

    Raises:
        BadConfiguration: one of the files says something that cannot be.
    """
    return list(_by_code().values())


def in_force(form: str, unit: Unit, year: int) -> list[Template]:
    """The templates of a form that hold for the place of `unit` in `year`, most specific first, then newest first.

    Those that are used by name only are not among them.
    """
    found = [one for one in every() if one.form == form and _is_in_force(one, unit, year)]
    return sorted(found, key=lambda one: (LEVELS.index(one.level), one.first_year), reverse=True)


def keeps(form: str, unit: Unit, year: int) -> bool:
    """Whether a template of a form holds for `unit` in `year`; some forms are kept in some provinces only."""
    return form in unit.templates or bool(in_force(form, unit, year))


def choose(form: str, unit: Unit, year: int) -> Template:
    """The template of a form (project, unit, index, base_data, monitoring) for `unit` in `year`.

    What `[evaluation.templates]` of unit.toml names goes first, then district before province before nation, then the
    newest one.

    Raises:
        BadConfiguration: unit.toml names a template that is not there or of another form, or none is in force.
    """
    path, where = f"{unit.code}/unit.toml", f"evaluation.templates.{form}"
    of_form = {one.code: one for one in every() if one.form == form}
    named = unit.templates.get(form)
    if named is not None:
        if named not in of_form:
            raise BadConfiguration(path=path, where=where, expected=" | ".join(of_form) or "—", found=named)
        return of_form[named]
    found = in_force(form, unit, year)
    if not found:
        place = f"{unit.province}{unit.district}"
        told = {
            "zh": f"没有适用于 {place or '全国'} {year} 年度的模板",
            "en": f"none in force for {place or 'the nation'} {year}",
        }
        raise BadConfiguration(path=path, where=where, expected=" | ".join(of_form) or "—", found=told)
    return found[0]


def every_rule() -> pd.DataFrame:
    """Every rule of every template with its source and status, for the list of what could not be verified.

    *Grain*: one rule, or one row of an index table, of one template: template (code), form, level, province, district,
    rule, words_zh, words_en, source, status (V read in the document or in deployed software, M widely known, U
    uncertain).
    """
    rows = [
        (one.code, one.form, one.level, one.province, one.district, *told)
        for one in every()
        for told in [("template", one.title_zh, one.title_en, one.source, one.status), *_stated(one)]
    ]
    return pd.DataFrame(rows, columns=list(_RULE_COLUMNS), dtype="str")


def _stated(one: Template) -> list[tuple[str, str, str, str, str]]:
    rules = [(rule.rule, rule.words_zh, rule.words_en, rule.source, rule.status) for rule in one.rules]
    rows = [(row.indicator_name, row.words_zh, "", row.source, row.status) for row in one.index_rows]
    return [*rules, *rows]


@cache
def _by_code() -> dict[str, Template]:
    folder = resources.files("perfkit.evaluation").joinpath("templates")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return read_templates({file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in files})


def _is_in_force(one: Template, unit: Unit, year: int) -> bool:
    # People write 湖南 or 湖南省, 雨花区 or 长沙市雨花区: what they mean must not fall back on the national rules.
    is_here = unit.province.startswith(one.province) and unit.district.endswith(one.district)
    return is_here and not one.is_by_name_only and one.first_year <= year <= (one.last_year or year)
