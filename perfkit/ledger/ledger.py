"""A loaded, checked year of one unit: what notebooks and reports work on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.classifications import code_list, economic_name, funds
from perfkit.ledger.corrections import Correction
from perfkit.ledger.described import Described
from perfkit.ledger.editions import EDITIONS, Edition
from perfkit.ledger.findings import Finding, counted
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.late import Late
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import OTHER_CHART, Unit


@dataclass(frozen=True)
class InputFile:
    """One raw file behind a ledger: what it is, what was read of it, and the hash that proves it.

    `debit_cents`, `credit_cents` (of a journal or balance table) and `amount_cents` (of a budget book or summary) are
    the sums over all rows read, before any was kept or set aside; None = the file has no such amounts.
    """

    path: str
    kinds: tuple[str, ...]
    sha256: str
    bytes: int
    rows_read: int = 0
    rows_kept: int = 0
    rows_set_aside: int = 0
    system: str = ""
    received_from: str = ""
    received_on: str = ""
    note: str = ""
    debit_cents: int | None = None
    credit_cents: int | None = None
    amount_cents: int | None = None


@dataclass(frozen=True, repr=False)
class Ledger(Described):
    """One unit, one fiscal year. The frames' grains and columns are those of `perfkit.ledger.frames`.

    Args:
        unit, year: whose and which.
        journal, balances, budget, summary: as read; what two exports tell stands there once. The journal of a cached
            ledger is read when it is first used (`perfkit.ledger.late`).
        spending: what was spent on the budget basis, by every dimension that the export gives.
        timeline: the same money by period. For a journal it is `spending` itself; an execution summary may tell the
            year by class and the periods by department in different files, and those must never be added up.
        published: the printed figures to compare with, empty if there are none.
        set_aside: rows of the exports that are in no frame, with reasons.
        findings: what the checks found.
        inputs: the raw files.
        corrections: what people decided to change, as it was applied to journal, balances, budget and summary.
        targets, goals: what was promised and achieved (targets.xlsx), empty if there is no such sheet.
        commitments: contracts that have been signed; what is not yet paid of them is no part of spending.
        explanations: why material variances came about (explanations.toml), empty if nobody said.
        facts: what no ledger holds of the unit (`[facts.<year>]` of unit.toml).
        prose: the paragraphs of the reports to review against this ledger.
        narrative: the words that no ledger can write (narrative.md), by heading.
        evidence_files: the names of the files in the folder evidence of the year, without their content.
        edition: which one it is of; a public one is masked (perfkit.ledger.public).
        project: the budgeted project that budget, spending and timeline are of (`of_project`); "" = all.
    """

    unit: Unit
    year: int
    journal: pd.DataFrame
    balances: pd.DataFrame
    budget: pd.DataFrame
    summary: pd.DataFrame
    spending: pd.DataFrame
    timeline: pd.DataFrame
    set_aside: pd.DataFrame
    published: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: tuple[Finding, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    corrections: tuple[Correction, ...] = ()
    targets: pd.DataFrame = field(default_factory=lambda: empty("targets"))
    goals: pd.DataFrame = field(default_factory=lambda: empty("goals"))
    commitments: pd.DataFrame = field(default_factory=lambda: empty("commitments"))
    explanations: pd.DataFrame = field(default_factory=lambda: empty("explanations"))
    facts: pd.DataFrame = field(default_factory=lambda: empty("facts"))
    prose: pd.DataFrame = field(default_factory=lambda: empty("prose"))
    narrative: dict[str, str] = field(default_factory=dict)
    evidence_files: tuple[str, ...] = ()
    edition: Edition = EDITIONS[0]
    project: str = ""

    def tells(self, language: Language) -> tuple[str, list[tuple[str, str]]]:
        """Whose ledger it is, what it was read from, and what the checks found. The journal is not read for it."""
        en = language == "en"
        name = self.unit.name(language)
        project = [self.unit.project_name(self.project, language)] if self.project else []
        year = f"fiscal year {self.year}" if en else f"{self.year} 年度"
        comma = ", " if en else "、"
        rows = {"budget": self.budget, "spending": self.spending, "set_aside": self.set_aside}
        return " · ".join([name, year, *project]), [
            ("注意" if not en else "Note", self.unit.notice(self.year, language)),
            ("Files" if en else "来源文件", comma.join(_read(file, language) for file in self.inputs)),
            ("Rows" if en else "行数", comma.join(f"ledger.{frame} {len(found):,}" for frame, found in rows.items())),
            ("Scopes" if en else "口径", comma.join(scope.label(language) for scope in self.scopes())),
            ("Findings" if en else "检查发现", counted(self.findings, language)),
        ]

    @property
    def has_journal(self) -> bool:
        """Whether a journal is among the exports."""
        return any("journal" in file.kinds for file in self.inputs)

    def by_kind(self) -> dict[str, pd.DataFrame]:
        """The frames that rows of exports are kept in, by the kind of export."""
        return {
            "journal": self.journal,
            "balances": self.balances,
            "budget": self.budget,
            "summary": self.summary,
            "commitments": self.commitments,
        }

    def label(self, column: str, code: str, language: Language = "zh") -> str:
        """The name people read of `code` in a code column; an empty code reads 'no project' or 'not broken down'."""
        if not code and column in ("project_code", "budget_project_code"):
            return {"zh": "（无项目）", "en": "(no project)"}[language]
        if column == "period":
            return self.unit.calendar.period_label(int(code), language)
        if not code:
            return {"zh": "（未分解）", "en": "(not broken down)"}[language]
        if column in ("project_code", "budget_project_code"):
            return self.unit.project_name(code, language)
        if column == "economic_code":
            return self._own_accounts.get(code) or economic_name(code, self.unit, language)
        if column == "fund_code":
            fund = funds(self.unit).get(code)
            return fund.name(language) if fund else code
        if column == "department_code":
            return self.unit.department_name(code, language)
        if column == "functional_code":
            return code_list("functional_classes").get(code, {}).get(f"name_{language}", code)
        return _FIXED_LABELS.get(code, {}).get(language, code)

    @cached_property
    def _own_accounts(self) -> dict[str, str]:
        """Account -> name, where accounts stand for economic classes: in another chart than the national ones.

        The unit's own classes go first, then the names of its alias table, then those that the exports give.
        """
        if self.unit.chart != OTHER_CHART:
            return {}
        frames = (self.journal, self.balances, self.budget)
        told = pd.concat([frame[["account_code", "account_name"]].drop_duplicates() for frame in frames])
        named = told[told["account_name"].ne("")].drop_duplicates("account_code")
        aliases = {alias.account_code: alias.name for alias in self.unit.account_aliases.values() if alias.name}
        names = dict(zip(named["account_code"], named["account_name"], strict=True)) | aliases
        return {code: name for code, name in names.items() if code not in self.unit.economic_classes}

    def coded_label(self, column: str, code: str, language: Language = "zh") -> str:
        """`label`, led by the code where names repeat (资本性支出 lists 房屋建筑物购建 twice): 30201 办公费."""
        name = self.label(column, code, language)
        is_class = column in ("economic_code", "functional_code", "government_economic_code")
        return f"{code} {name}" if is_class and code and name != code else name

    def dimensions(self) -> list[str]:
        """The code columns that this year's budget or spending is broken down by, the main one first."""
        frames = (self.budget, self.spending)
        return [column for column in _DIMENSIONS if any(frame[column].ne("").any() for frame in frames)]

    def scopes(self) -> list[Scope]:
        """The scopes to tell: all funds, then the fiscal appropriation.

        Not the latter if every fund is one, nor if budget or spending tells no fund at all: its 0 would be no result.
        """
        frames = [frame for frame in (self.budget, self.spending) if len(frame)]
        is_one = all(frame["is_fiscal_appropriation"].all() for frame in frames)
        is_told = all((frame["is_fiscal_appropriation"] | frame["fund_code"].ne("")).any() for frame in frames)
        return [Scope.ALL, Scope.FISCAL] if is_told and not is_one else [Scope.ALL]

    def of_project(self, project: str) -> Ledger:
        """This ledger with the budget, spending, contracts, explanations and findings of one project only.

        Where the project has no budget, or no spending, it gets one line of 0: nothing is known to be there, unlike in
        a unit without a budget book or without a source of spending.
        """
        return replace(
            self,
            journal=vars(self)["journal"],  # not read for it
            budget=self._of_project(self.budget, project, "budget"),
            spending=self._of_project(self.spending, project, "spending"),
            timeline=self._of_project(self.timeline, project, "spending"),
            commitments=self.commitments[self.commitments["budget_project_code"].eq(project)],
            explanations=self.explanations[self.explanations["budget_project_code"].eq(project)],
            findings=tuple(finding for finding in self.findings if finding.subject == project),
            project=project,
        )

    def _of_project(self, rows: pd.DataFrame, project: str, frame: str) -> pd.DataFrame:
        chosen = rows[rows["budget_project_code"].eq(project)]
        if len(chosen) or rows.empty:
            return chosen
        return self._nothing(project, frame)

    def _nothing(self, project: str, frame: str) -> pd.DataFrame:
        """One line of 0 of a project."""
        owner = {"unit_code": self.unit.code, "fiscal_year": self.year, "period": 1 if frame == "spending" else 0}
        nothing = {"project_code": project, "budget_project_code": project, "is_fiscal_appropriation": True}
        return conform(pd.DataFrame([{**owner, **nothing, "budget_type": "original"}]), frame)

    def until(self, period: int) -> Ledger:
        """This ledger as it was known at the end of `period`: budget documents and spending up to then, no findings.

        Spending is that of the periods: a year that is told by class only is not known by then. Where nothing was spent
        yet, there is one line of 0, unlike in a unit that tells nothing by period.
        """
        timeline = self.timeline[self.timeline["period"].between(1, period)]
        if timeline.empty and self.timeline["period"].gt(0).any():
            timeline = self._nothing("", "spending")
        return replace(
            self,
            journal=self.journal[self.journal["period"].le(period)],
            budget=self.budget[self.budget["period"].le(period)],
            spending=timeline,
            timeline=timeline,
            findings=(),
        )

    def project_codes(self) -> list[str]:
        """The projects of this year that have budget or spending, as budgeted, in code order."""
        codes = {*self.budget["budget_project_code"], *self.spending["budget_project_code"]}
        return sorted(code for code in codes if code)


def _read(file: InputFile, language: Language) -> str:
    if language == "en":
        return f"{file.path} ({file.rows_kept:,} of {file.rows_read:,} rows kept)"
    return f"{file.path}（读入 {file.rows_read:,} 行，保留 {file.rows_kept:,} 行）"


Ledger.journal = Late("journal")  # type: ignore[assignment]  # to callers, a frame like the others

#: Code columns in the order in which reports tell them.
_DIMENSIONS = ("budget_project_code", "department_code", "expenditure_type", "basic_kind", "fund_code", "economic_code")
_FIXED_LABELS: dict[str, dict[Language, str]] = {
    "basic": {"zh": "基本支出", "en": "basic expenditure"},
    "project": {"zh": "项目支出", "en": "project expenditure"},
    "personnel": {"zh": "人员经费", "en": "personnel"},
    "public": {"zh": "公用经费", "en": "public (operating)"},
    "original": {"zh": "年初预算", "en": "original budget"},
    "supplement": {"zh": "追加", "en": "supplement"},
    "reduction": {"zh": "调减", "en": "reduction"},
    "transfer": {"zh": "调剂", "en": "transfer"},
    "carryover": {"zh": "上年结转", "en": "carry-over"},
}
