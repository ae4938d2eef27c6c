"""templates/*.toml -> `Template`: every rule typed, stated with its source, and adding up; or refused in one sentence.

A file may say `based_on = "code"`: it then holds only what differs from that template. What it changes it must state
anew in `[rules.<part>]`, so that no changed rule carries the source of the one it replaces.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, get_args

from perfkit.errors import BadConfiguration
from perfkit.evaluation.rules import (
    CostStep,
    ExecutionRule,
    Grade,
    Group,
    IndexRow,
    Light,
    LikelihoodRule,
    SatisfactionRule,
    StatedRule,
    Status,
    Template,
    TierRange,
)
from perfkit.evaluation.template_checks import as_written, check, require
from perfkit.ledger.targets import TIERS

FORMS: Final = ("project", "unit", "index", "base_data", "monitoring")
LEVELS: Final = ("national", "province", "district")
#: Key of the file -> name of the rule that must state it.
_STATED_BY: Final = {
    "group": "groups", "execution": "execution", "at_most_formula": "at_most", "far_above": "far_above",
    "zero_target_far_above": "zero_target_far_above", "satisfaction": "satisfaction", "cost_step": "cost_steps",
    "tier": "tiers", "grade": "grades", "light": "lights", "likelihood": "likelihood",
}  # fmt: skip


@dataclass(frozen=True)
class _Value:
    """How one kind of value is written, and how it is read; `read` raises ValueError for another kind."""

    written: str
    read: Callable[[Any], Any]


def _kept(*kinds: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, kinds) and isinstance(value, bool) is (bool in kinds):
            return value
        raise ValueError

    return read


def _one_of(*known: str) -> _Value:
    def read(value: Any) -> Any:
        if value in known:
            return value
        raise ValueError

    return _Value(" | ".join(known), read)


_TEXT: Final = _Value('"..."', _kept(str))
_TEXTS: Final = _Value('["...", ...]', lambda value: tuple(_TEXT.read(text) for text in _kept(list)(value)))
_WHOLE: Final = _Value("2021", _kept(int))
_NUMBER: Final = _Value("1 | 0.5", lambda value: Decimal(_kept(int, Decimal)(value)))
_FLAG: Final = _Value("true | false", _kept(bool))
_TABLE: Final = _Value("{ ... }", _kept(dict))
_STATUS: Final = _one_of(*get_args(Status))
_HEADER: Final[dict[str, _Value]] = {
    "form": _one_of(*FORMS), "level": _one_of(*LEVELS), "province": _TEXT, "district": _TEXT, "first_year": _WHOLE,
    "last_year": _WHOLE, "title_zh": _TEXT, "title_en": _TEXT, "source": _TEXT, "status": _STATUS, "layout": _TEXT,
    "total_points": _NUMBER, "at_most_formula": _one_of("linear", "inverse"), "far_above": _NUMBER,
    "zero_target_far_above": _NUMBER, "is_by_name_only": _FLAG,
}  # fmt: skip
_NEEDED: Final = ("form", "level", "first_year", "title_zh", "title_en", "source", "status")
_DEFAULTS: Final = {"province": "", "district": "", "last_year": 0}
#: Key of the file -> field of the template, its class, and the parts of one entry.
_LISTS: Final[dict[str, tuple[str, Callable[..., Any], dict[str, _Value]]]] = {
    "group": ("groups", Group, {"level1_name": _TEXT, "points": _NUMBER, "level2_names": _TEXTS}),
    "tier": ("tiers", TierRange, {"tier": _one_of(*TIERS), "low": _NUMBER, "high": _NUMBER}),
    "grade": ("grades", Grade, {"name_zh": _TEXT, "name_en": _TEXT, "low": _NUMBER}),
    "cost_step": ("cost_steps", CostStep, {"deviation": _NUMBER, "share": _NUMBER}),
    "light": (
        "lights", Light,
        {"name": _TEXT, "label_zh": _TEXT, "label_en": _TEXT, "low": _NUMBER, "tier": _one_of(*TIERS)},
    ),
    "index_row": (
        "index_rows", IndexRow,
        {"level1_name": _TEXT, "level2_name": _TEXT, "indicator_name": _TEXT, "points": _NUMBER, "rule": _TEXT,
         "parameters": _TABLE, "words_zh": _TEXT, "source": _TEXT, "status": _STATUS},
    ),
}  # fmt: skip
_TABLES: Final[dict[str, tuple[Callable[..., Any], dict[str, _Value]]]] = {
    "execution": (
        ExecutionRule, {"points": _NUMBER, "explain_below": _NUMBER, "note_zh": _TEXT, "note_en": _TEXT},
    ),
    "satisfaction": (SatisfactionRule, {"full_from": _NUMBER, "zero_below": _NUMBER}),
    "likelihood": (LikelihoodRule, {"share": _NUMBER, "confidence": _NUMBER}),
}  # fmt: skip
_RULE: Final[dict[str, _Value]] = {"words_zh": _TEXT, "words_en": _TEXT, "source": _TEXT, "status": _STATUS}


def read_templates(texts: Mapping[str, str]) -> dict[str, Template]:
    """Every template by its code, in the order of `texts`.

    Args:
        texts: code -> the text of its file.

    Raises:
        BadConfiguration: a file that is no TOML, an unknown key or value, a rule without its statement, points that
            do not add up.
    """
    tables = {code: _parsed(code, text) for code, text in texts.items()}
    return {code: _template(code, _merged(code, tables)) for code in tables}


def _parsed(code: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(path=f"templates/{code}.toml", where="TOML", expected="TOML", found=error) from None


def _merged(code: str, tables: Mapping[str, dict[str, Any]], seen: tuple[str, ...] = ()) -> dict[str, Any]:
    own = tables[code]
    base = own.get("based_on")
    if base is None:
        return own
    require(base in tables and base not in (code, *seen), code, "based_on", " | ".join(tables), base)
    stated = own.get("rules", {})
    for key, rule in _STATED_BY.items():
        require(key not in own or rule in stated, code, f"rules.{rule}", "source, status", "—")
    inherited = _merged(base, tables, (*seen, code))
    joined = {key: {**inherited.get(key, {}), **own.get(key, {})} for key in ("execution", "rules")}
    merged = {**inherited, **own, **{key: table for key, table in joined.items() if table}}
    merged.pop("based_on")
    return merged


def _template(code: str, table: dict[str, Any]) -> Template:
    known = {*_HEADER, *_LISTS, *_TABLES, "rules"}
    require(set(table) <= known, code, ", ".join(sorted(set(table) - known)), " | ".join(sorted(known)), "?")
    header = {key: value for key, value in table.items() if key in _HEADER}
    fields: dict[str, Any] = _DEFAULTS | _typed(code, "", header, _HEADER, _NEEDED)
    for key, (name, kind, parts) in _LISTS.items():
        given = {"source": fields["source"], "status": fields["status"]} if key == "index_row" else {}
        rows = [given | row for row in table.get(key, [])]
        fields[name] = tuple(_made(code, f"{key}.{n}.", kind, row, parts) for n, row in enumerate(rows, start=1))
    for key, (kind, parts) in _TABLES.items():
        fields[key] = _made(code, f"{key}.", kind, table[key], parts) if key in table else None
    stated = table.get("rules", {})
    for key, rule in _STATED_BY.items():
        require(key not in table or rule in stated, code, f"rules.{rule}", "source, status", "—")
    fields["rules"] = tuple(
        StatedRule(rule, **_typed(code, f"rules.{rule}.", words, _RULE, tuple(_RULE))) for rule, words in stated.items()
    )
    template = Template(code=code, **fields)
    check(template)
    return template


def _made(code: str, where: str, kind: Callable[..., Any], row: dict[str, Any], parts: dict[str, _Value]) -> Any:
    typed = _typed(code, where, row, parts, ())
    try:
        return kind(**typed)
    except TypeError:
        raise BadConfiguration(
            path=f"templates/{code}.toml", where=where.rstrip("."), expected=", ".join(parts), found=", ".join(typed)
        ) from None


def _typed(
    code: str, where: str, row: dict[str, Any], parts: dict[str, _Value], needed: tuple[str, ...]
) -> dict[str, Any]:
    typed = {}
    for key in (*row, *(name for name in needed if name not in row)):
        require(key in parts and key in row, code, f"{where}{key}", " | ".join(parts), row.get(key, "—"))
        try:
            typed[key] = parts[key].read(row[key])
        except ValueError:
            require(False, code, f"{where}{key}", parts[key].written, as_written(row[key]))
    return typed
