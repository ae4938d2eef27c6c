"""The facts that the exports are made from: the tables of `facts/` and the published figures."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from perfkit.ledger.money import parse_cents

HERE = Path(__file__).parent
UNIT_FOLDER = HERE.parent / "raw" / "lusong"


@cache
def toml(name: str) -> dict[str, Any]:
    """The table `facts/<name>.toml`."""
    return tomllib.loads((HERE / "facts" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of_year(name: str, year: int) -> list[dict[str, str]]:
    """The rows of `facts/<name>.csv` whose column `years` is "all" or names `year`."""
    return [
        row
        for row in rows(HERE / "facts" / f"{name}.csv")
        if row["years"] == "all" or str(year) in row["years"].split(";")
    ]


@cache
def project_names() -> dict[str, str]:
    """Project code -> name, from projects.csv."""
    return {row["code"]: row["name_zh"] for row in rows(UNIT_FOLDER / "projects.csv")}


def totals(year: int) -> dict[tuple[str, str], int]:
    """What is spent in `year`: (purpose, fund) -> cents."""
    terms = toml("years")[str(year)]["totals"]
    return {(key.split("/")[0], key.split("/")[1]): _sum_of(text) for key, text in terms.items()}


def wan(text: str) -> int:
    """The cents of an amount in 万元."""
    cents = parse_cents(text, "wan")
    if cents is None:
        raise ValueError(f"not an amount in whole cents: {text}")
    return cents


def _sum_of(text: str) -> int:
    """The cents of "A02 - P02 + 1.50": ids of published figures and numbers, in 万元."""
    published = {row["id"]: row["value"] for row in rows(UNIT_FOLDER / "2021" / "published.csv")}
    words = ["+", *text.split()]
    signs = {"+": 1, "-": -1}
    pairs = zip(words[::2], words[1::2], strict=True)
    return sum(signs[sign] * wan(published.get(term, term)) for sign, term in pairs)
