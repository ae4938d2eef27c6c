"""A budget unit as its `unit.toml` and `projects.csv` describe it: names, fiscal calendar, projects, funds.

Plain data; `perfkit.workspace` reads the files.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from perfkit.errors import Language
from perfkit.ledger.materiality import Materiality, default_materiality
from perfkit.ledger.periods import FiscalCalendar

#: The chart of accounts of a unit whose books follow none of the national ones (`perfkit.ledger.charts`).
OTHER_CHART: Final = "other"


@dataclass(frozen=True)
class Project:
    """One project of a unit.

    Args:
        code: the project's code; text, leading zeros kept.
        name_zh, name_en: its name; the English one may be empty.
        aliases: other names that exports and reports use for it (domain.md 4.5 has the case's).
        budget_project_code: the project whose budget pays for it; itself unless it is a sub-project.
    """

    code: str
    name_zh: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    budget_project_code: str = ""

    def name(self, language: Language = "zh") -> str:
        """The name people read; the Chinese one where there is no English one."""
        return self.name_en or self.name_zh if language == "en" else self.name_zh


@dataclass(frozen=True)
class Fund:
    """One nature of funds, from the national list or the unit's own `[funds]`."""

    code: str
    name_zh: str
    name_en: str
    is_fiscal_appropriation: bool
    aliases: tuple[str, ...] = ()

    def name(self, language: Language = "zh") -> str:
        """The name people read."""
        return self.name_en if language == "en" else self.name_zh


@dataclass(frozen=True)
class AccountAlias:
    """One reviewed line of a unit's alias table: which account of the chart its own account is.

    Args:
        own_code: how the unit's own code begins (`perfkit.ledger.charts.own_code`).
        account_code: the account of the chart that stands in its place.
        name: the name of that account; "" = as exported.
        reviewed_by, reviewed_on: who decided so and when; "" = nobody has yet.
        note: why.
    """

    own_code: str
    account_code: str
    name: str = ""
    reviewed_by: str = ""
    reviewed_on: str = ""
    note: str = ""


@dataclass(frozen=True)
class Unit:
    """A budget unit.

    Args:
        code: the name of its folder below data/raw.
        name_zh, name_en: its names.
        calendar: its fiscal year.
        chart: which chart of accounts its journal uses (codes/charts.csv), unless `chart_by_year` names another.
        account_prefixes: in another chart than the national ones, how account codes begin -> spending, income, closing.
        account_aliases: own code -> what account of the chart that is (accounts.csv of the unit and the year).
        money_unit: what large amounts are printed in: "wan" (万元) or "million".
        currency_zh, currency_en: what amounts are counted in (元 / yuan, 美元 / US dollars).
        notice: what every page must say of these data, by language and by fiscal year (0 = every year).
        projects, funds, departments, departments_en, economic_classes: the unit's own codes and their names.
        several_years: years told by files that cover several years (see `perfkit.workspace`).
        review_rate: an execution rate below this is reported as under-executed (财预〔2020〕10号 practice: 90 %).
        materiality: a variance beyond this needs an explanation (`[materiality]`; defaults in codes/materiality.csv).
        province, district: by name (湖南, 芦淞区), which evaluation templates the unit uses; "" = the national ones.
        templates: form (project, unit, index, base_data, monitoring) -> code of the template, if it is not the one
            that level, province, district and year lead to.
    """

    code: str
    name_zh: str
    name_en: str = ""
    calendar: FiscalCalendar = field(default_factory=FiscalCalendar)
    chart: str = "government_2019"
    chart_by_year: dict[int, str] = field(default_factory=dict)
    account_prefixes: dict[str, str] = field(default_factory=dict)
    account_aliases: dict[str, AccountAlias] = field(default_factory=dict)
    money_unit: str = "wan"
    currency_zh: str = "元"
    currency_en: str = "yuan"
    notices: dict[int, dict[Language, str]] = field(default_factory=dict)
    projects: tuple[Project, ...] = ()
    funds: tuple[Fund, ...] = ()
    departments: dict[str, str] = field(default_factory=dict)
    departments_en: dict[str, str] = field(default_factory=dict)
    economic_classes: dict[str, dict[Language, str]] = field(default_factory=dict)
    several_years: tuple[int, ...] = ()
    review_rate: float = 0.9
    materiality: Materiality = field(default_factory=default_materiality)
    province: str = ""
    district: str = ""
    templates: dict[str, str] = field(default_factory=dict)

    def name(self, language: Language = "zh") -> str:
        """The name people read."""
        return self.name_en or self.name_zh if language == "en" else self.name_zh

    def notice(self, year: int, language: Language = "zh") -> str:
        """What every page of `year` must say of these data; empty for ordinary ones."""
        words = self.notices.get(year, self.notices.get(0, {}))
        return words.get(language, "")

    def in_year(self, year: int, account_aliases: dict[str, AccountAlias] | None = None) -> Unit:
        """This unit with the chart of accounts of that year, and the alias table, if one is given."""
        aliases = self.account_aliases if account_aliases is None else account_aliases
        return replace(self, chart=self.chart_by_year.get(year, self.chart), account_aliases=aliases)

    def with_departments(self, departments: dict[str, str]) -> Unit:
        """This unit with other departments."""
        return replace(self, departments=departments)

    def department_name(self, code: str, language: Language = "zh") -> str:
        """The name of department `code`; the code itself if nobody names it."""
        name = self.departments.get(code, code)
        return self.departments_en.get(code, name) if language == "en" else name

    def project(self, code: str) -> Project | None:
        """The project of that code."""
        return next((project for project in self.projects if project.code == code), None)

    def project_name(self, code: str, language: Language = "zh") -> str:
        """The name of project `code`; the code itself if the register does not have it."""
        project = self.project(code)
        return project.name(language) if project else code

    def project_codes(self) -> dict[str, str]:
        """Every code, name and alias of the register -> the project's code."""
        return {
            key: project.code
            for project in self.projects
            for key in (project.code, project.name_zh, project.name_en, *project.aliases)
            if key
        }
