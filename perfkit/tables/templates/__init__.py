"""The HTML of tables, cards and headings: Jinja2 templates that escape every text they are given."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from perfkit.ledger.visible import visible


def shown(value: object) -> object:
    """A value as a template prints it: no text of an export holds a sign that nobody sees."""
    if isinstance(value, Markup):
        return Markup(visible(value))  # noqa: S704 # HTML already, and what is put in is none
    return visible(value) if isinstance(value, str) else value


@cache
def _environment() -> Environment:
    loader = PackageLoader("perfkit.tables", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # In ASCII: a code keeps the signs that `visible` would name, so that it still finds its lines.
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    environment.finalize = shown
    return environment


def render(template: str, **values: object) -> str:
    """The HTML of `template` filled with `values`; texts from exports come out escaped."""
    return _environment().get_template(template).render(**values)
