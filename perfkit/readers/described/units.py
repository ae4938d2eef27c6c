"""unit.toml: names, fiscal calendar, chart of accounts, notices, own codes (fields of `perfkit.ledger.units.Unit`)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from perfkit.errors import LANGUAGES
from perfkit.ledger.charts import ACCOUNT_WORDS, charts, own_code
from perfkit.ledger.materiality import Materiality, Threshold, default_materiality
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import OTHER_CHART, Fund, Unit
from perfkit.readers.described.descriptions import exact_cents, read_toml, require
from perfkit.readers.described.projects import read_projects

#: Keys of unit.toml and the type each value must have.
_KEYS: Final[dict[str, type | tuple[type, ...]]] = {
    "name_zh": str,
    "name_en": str,
    "chart": str,
    "chart_by_year": dict,
    "accounts": dict,
    "money_unit": str,
    "currency_zh": str,
    "currency_en": str,
    "review_rate": (int, float),
    "fiscal_year_end_month": int,
    "periods_per_year": int,
    "several_years": list,
    "notices": dict,
    "funds": dict,
    "departments": dict,
    "departments_en": dict,
    "economic_classes": dict,
    "materiality": dict,
    "evaluation": dict,
    "facts": dict,
}
_MATERIALITY_KEYS: Final[dict[str, type | tuple[type, ...]]] = {
    "under_rate": (int, float),
    "under_amount": (int, str),
    "over_rate": (int, float),
    "over_amount": (int, str),
    "needs": str,
}
_EVALUATION_KEYS: Final[dict[str, type]] = {"province": str, "district": str, "templates": dict}
_FUND_KEYS: Final[dict[str, type]] = {"name_zh": str, "name_en": str, "is_fiscal_appropriation": bool, "aliases": list}
#: How TOML writes a value of each type.
_WRITTEN: Final = {str: '"..."', int: "1, 2, 3, ...", float: "0.9", bool: "true | false", list: "[...]", dict: "[...]"}
_CHOICES: Final = {"chart": charts(), "money_unit": ("wan", "million"), "periods_per_year": (4, 12)}
_PLAIN: Final = ("name_zh", "name_en", "chart", "money_unit", "currency_zh", "currency_en", "review_rate")
_KEY: Final = {"zh": "键名", "en": "a key"}


def read_unit(folder: Path) -> Unit:
    """The unit whose exports lie in `folder`; without a unit.toml it is named by the folder.

    Raises:
        BadConfiguration: a key that perfkit does not know, or a value of another type or choice; see also
            `read_projects`.
    """
    return _Document(folder).unit()


class _Document:
    """One parsed unit.toml, checked part by part."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "unit.toml"
        self.document = read_toml(self.path)

    def unit(self) -> Unit:
        self.typed("", self.document, _KEYS)
        for key, choices in _CHOICES.items():
            found = self.document.get(key, choices[0])
            self.require(found in choices, key, " | ".join(map(str, choices)), found)
        self.require(self.document.get("name_zh", "-") != "", "name_zh", _WRITTEN[str], "")
        rate = self.document.get("review_rate", 0.9)
        self.require(0 <= rate <= 1, "review_rate", "0 - 1", rate)
        plain = {key: self.document[key] for key in _PLAIN if key in self.document}
        return Unit(
            code=self.folder.name,
            **{"name_zh": self.folder.name, **plain},
            chart_by_year=self.chart_by_year(),
            account_prefixes=self.account_prefixes(),
            calendar=self.calendar(),
            notices=self.notices(),
            projects=read_projects(self.folder / "projects.csv"),
            funds=tuple(self.fund(code, table) for code, table in self.table("funds").items()),
            departments=self.names("departments"),
            departments_en=self.names("departments_en"),
            economic_classes=self.in_both_languages("economic_classes"),
            several_years=self.several_years(),
            materiality=self.materiality(),
            **self.evaluation(),
        )

    def require(self, holds: bool, where: object, expected: object, found: object) -> None:
        require(holds, self.path, where, expected, repr(found))

    def typed(self, part: str, table: dict[str, Any], kinds: dict[str, Any]) -> None:
        """Each key must be known and have a value of its type; to Python, but not to people, True is a number."""
        for key, value in table.items():
            self.require(key in kinds, _KEY, ", ".join(kinds), f"{part}{key}")
            kind = kinds[key] if isinstance(kinds[key], tuple) else (kinds[key],)
            right = isinstance(value, kind) and (bool in kind or not isinstance(value, bool))
            self.require(right, f"{part}{key}", _WRITTEN[kind[-1]], value)

    def table(self, part: str) -> dict[str, Any]:
        return dict(self.document.get(part, {}))

    def calendar(self) -> FiscalCalendar:
        end_month = self.document.get("fiscal_year_end_month", 12)
        self.require(1 <= end_month <= 12, "fiscal_year_end_month", "1 - 12", end_month)
        return FiscalCalendar(end_month, self.document.get("periods_per_year", 12))

    def chart_by_year(self) -> dict[int, str]:
        for year, chart in self.table("chart_by_year").items():
            self.require(year.isdecimal() and len(year) == 4, "chart_by_year", "2017 | 2018 | ...", year)
            self.require(chart in charts(), f"chart_by_year.{year}", " | ".join(charts()), chart)
        return {int(year): chart for year, chart in self.table("chart_by_year").items()}

    def account_prefixes(self) -> dict[str, str]:
        """How account codes begin -> what `[accounts]` says of them; a star at the end makes no difference."""
        found: dict[str, str] = {}
        self.typed("accounts.", self.table("accounts"), dict.fromkeys(ACCOUNT_WORDS, list))
        used = [self.document.get("chart"), *self.table("chart_by_year").values()]
        fits = OTHER_CHART in used or not self.table("accounts")
        self.require(fits, "[accounts]", f'chart = "{OTHER_CHART}"', used[0])
        for word, patterns in self.table("accounts").items():
            for pattern in patterns:
                prefix = pattern.removesuffix("*") if isinstance(pattern, str) else ""
                # As codes are read: numbers without separators, names (Expenses:Food) as they stand.
                prefix = own_code(prefix) if prefix[:1].isdigit() else prefix
                right = bool(prefix) and "*" not in prefix and found.setdefault(prefix, word) == word
                self.require(right, f"accounts.{word}", '["4*", "5*", ...]', pattern)
        return found

    def several_years(self) -> tuple[int, ...]:
        years = self.document.get("several_years", [])
        for year in years:
            right = isinstance(year, int) and 1900 <= year <= 2999
            self.require(right, "several_years", "[2020, 2021, ...]", years)
        return tuple(years)

    def materiality(self) -> Materiality:
        """The default of what `[materiality]` does not say."""
        found, default = self.table("materiality"), default_materiality()
        self.typed("materiality.", found, _MATERIALITY_KEYS)
        needs = found.get("needs", "both")
        self.require(needs in ("both", "either"), "materiality.needs", "both | either", needs)
        under, over = self.threshold("under", found, default.under), self.threshold("over", found, default.over)
        return Materiality(under, over, is_either=needs == "either")

    def threshold(self, side: str, found: dict[str, Any], default: Threshold) -> Threshold:
        rate, amount = found.get(f"{side}_rate", default.rate), found.get(f"{side}_amount")
        self.require(0 <= rate <= 1, f"materiality.{side}_rate", "0 - 1", rate)
        cents = default.cents if amount is None else exact_cents(amount)
        self.require(cents is not None and cents >= 0, f"materiality.{side}_amount", '"50000.00"', amount)
        return Threshold(Decimal(str(rate)), cents or 0)

    def names(self, part: str) -> dict[str, str]:
        for code, name in self.table(part).items():
            self.require(isinstance(name, str), f"{part}.{code}", _WRITTEN[str], name)
        return self.table(part)

    def evaluation(self) -> dict[str, Any]:
        """Where the unit lies, and templates that it uses other than those of its place and year."""
        found = self.table("evaluation")
        self.typed("evaluation.", found, _EVALUATION_KEYS)
        for form, code in found.get("templates", {}).items():
            self.require(isinstance(code, str), f"evaluation.templates.{form}", _WRITTEN[str], code)
        return found

    def in_both_languages(self, part: str) -> dict[str, Any]:
        for key, words in self.table(part).items():
            complete = isinstance(words, dict) and all(isinstance(words.get(language), str) for language in LANGUAGES)
            self.require(complete, f"{part}.{key}", 'zh = "...", en = "..."', words)
        return self.table(part)

    def notices(self) -> dict[int, Any]:
        for key in self.table("notices"):
            self.require(key == "all" or key.isdecimal(), f"notices.{key}", "all | 2021 | ...", key)
        return {0 if key == "all" else int(key): words for key, words in self.in_both_languages("notices").items()}

    def fund(self, code: str, table: object) -> Fund:
        part = f"funds.{code}"
        self.require(isinstance(table, dict), part, f"[{part}]", table)
        found: dict[str, Any] = dict(table) if isinstance(table, dict) else {}
        self.typed(f"{part}.", found, _FUND_KEYS)
        for key in ("name_zh", "name_en", "is_fiscal_appropriation"):
            self.require(key in found, f"{part}.{key}", _WRITTEN[_FUND_KEYS[key]], None)
        aliases = found.get("aliases", [])
        self.require(all(isinstance(alias, str) for alias in aliases), f"{part}.aliases", '["...", ...]', aliases)
        return Fund(code, found["name_zh"], found["name_en"], found["is_fiscal_appropriation"], tuple(aliases))
