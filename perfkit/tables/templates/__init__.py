"""The HTML of tables, cards and headings: Jinja2 templates that escape every text they are given."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    loader = PackageLoader("perfkit.tables", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def render(template: str, **values: object) -> str:
    """The HTML of `template` filled with `values`; texts from exports come out escaped."""
    return _environment().get_template(template).render(**values)
