"""The tables of a dossier, in the order of its pages, as sheets of one workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from perfkit import measures, tables
from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.tables.lines import dimension, named, table_columns
from perfkit.tables.table import Table

#: Lines of spending beyond which they are left to the pages and the parquet files.
MOST_LINES: Final = 200_000
_YEARS: Final = 6
#: Lines of tables that may stand below one another.
_SHORT: Final = 15
_SCOPES: Final[dict[Scope, dict[Language, str]]] = {
    Scope.ALL: {"zh": "全口径", "en": "all funds"},
    Scope.FISCAL: {"zh": "财政拨款", "en": "fiscal"},
}


@dataclass(frozen=True)
class TablePage:
    """One sheet: its name and the tables on it, one below the other; a chart of execution below the first if asked."""

    name: str
    tables: tuple[Table, ...]
    has_chart: bool = False


def dossier_tables(ledger: Ledger, earlier: Mapping[int, Ledger], language: Language) -> list[TablePage]:
    """Every sheet that has something to say.

    Args:
        ledger: the year.
        earlier: the years before, for comparing.
        language: of headings and names.
    """
    parts = (_execution, _breakdowns, _remarks, _over_time, _sources)
    pages = [page for part in parts for page in part(ledger, language)]
    years = list(_years(ledger, earlier, language))
    place = next(number for number, page in enumerate(pages) if page.name == _word("检查发现", "Findings", language))
    return [*pages[:place], *years, *pages[place:]]


def _word(zh: str, en: str, language: Language) -> str:
    return en if language == "en" else zh


def _named(zh: str, en: str, scope: Scope, language: Language) -> str:
    return f"{_word(zh, en, language)}·{_SCOPES[scope][language]}"


def _execution(ledger: Ledger, language: Language) -> Iterator[TablePage]:
    """The unit as a whole, and line by line with a chart."""
    scopes, main = ledger.scopes(), ledger.dimensions()[:1]
    wholes = [measures.execution(ledger.budget, ledger.spending, [], scope) for scope in scopes]
    wholes = [measures.with_commitments(whole, ledger.commitments, []) for whole in wholes]
    yield TablePage(
        _word("单位整体", "Whole unit", language),
        tuple(tables.execution_table(whole, ledger, [], language) for whole in wholes),
    )
    for scope in scopes if main else []:
        lines = measures.execution(ledger.budget, ledger.spending, main, scope)
        told = measures.with_commitments(lines, ledger.commitments, main)
        name = f"{_word('按', 'By ', language)}{dimension(main[0], language)}"
        yield TablePage(
            _named(name, name, scope, language), (tables.execution_table(told, ledger, main, language),), has_chart=True
        )


def _breakdowns(ledger: Ledger, language: Language) -> Iterator[TablePage]:
    """The other dimensions, both scopes on one sheet where that is short; the main one by economic class."""
    main, *others = [[name] for name in ledger.dimensions()] or [[]]
    scopes = ledger.scopes()
    if len(scopes) == 2 and main:
        reconciliation = measures.scope_reconciliation(ledger.spending, main)
        table = tables.scope_reconciliation_table(reconciliation, ledger, main, language)
        yield TablePage(_word("两个口径", "Two scopes", language), (table,))
    for by in others:
        lines = [measures.execution(ledger.budget, ledger.spending, by, scope) for scope in scopes]
        told = [tables.execution_table(one, ledger, by, language) for one in lines]
        name = f"{_word('按', 'By ', language)}{dimension(by[0], language)}"
        if max(len(one.frame) for one in told) <= _SHORT:
            yield TablePage(name, tuple(told))
        else:
            for scope, one in zip(scopes, told, strict=True):
                yield TablePage(_named(name, name, scope, language), (one,))
    both = [*main, "economic_code"]
    if ["economic_code"] in others:
        crossed = measures.execution(ledger.budget, ledger.spending, both, Scope.ALL)
        crossing = f"{dimension(main[0], language)}×{dimension('economic_code', language)}"
        yield TablePage(crossing, (tables.execution_table(crossed, ledger, both, language),))


def _remarks(ledger: Ledger, language: Language) -> Iterator[TablePage]:
    """What must be explained, what is committed, how the budget changed."""
    variances = tables.variances_table(measures.material_variances(ledger), ledger, language)
    yield TablePage(_word("重大差异", "Variances", language), (variances,))
    if len(ledger.commitments):
        yield TablePage(_word("合同", "Contracts", language), (tables.commitments_table(ledger, language),))
    changes = measures.budget_changes(ledger.budget, Scope.ALL)
    table = tables.budget_changes_table(changes, ledger, Scope.ALL, language)
    yield TablePage(_word("预算文件", "Budget documents", language), (table,))


def _over_time(ledger: Ledger, language: Language) -> Iterator[TablePage]:
    """Progress over the periods of the year."""
    for scope in ledger.scopes():
        timing = measures.timing(ledger.budget, ledger.timeline, ledger.unit.calendar, scope)
        table = tables.timing_table(timing, ledger, scope, language)
        yield TablePage(_named("执行进度", "Progress", scope, language), (table,))


def _years(ledger: Ledger, earlier: Mapping[int, Ledger], language: Language) -> Iterator[TablePage]:
    """The years side by side; nothing without a year before."""
    ledgers = dict(sorted({**earlier, ledger.year: ledger}.items())[-_YEARS:])
    main = ledger.dimensions()[:1]
    if len(ledgers) < 2:
        return
    told = []
    for by in ([], main) if main else ([],):
        by_year = {year: measures.execution(of.budget, of.spending, by, Scope.ALL) for year, of in ledgers.items()}
        lines = measures.year_over_year(by_year, by)
        told.append(tables.year_over_year_table(lines, ledger, by, Scope.ALL, language))
    yield TablePage(_word("年度对比", "Years", language), tuple(told))


def _sources(ledger: Ledger, language: Language) -> Iterator[TablePage]:
    """What was found, what was corrected and read, each line of spending, and where everything is from."""
    yield TablePage(
        _word("检查发现", "Findings", language), (tables.findings_table(ledger.findings, ledger, language),)
    )
    if len(ledger.published):
        income = measures.income(ledger.journal, ledger.unit)
        comparison = measures.published_comparison(ledger.published, ledger.budget, ledger.spending, income)
        yield TablePage(_word("公开数字", "Published", language), (tables.published_table(comparison, language),))
    reading = [tables.reading_table, tables.amounts_read_table, tables.set_aside_table]
    if ledger.corrections:
        reading.append(tables.corrections_table)
    yield TablePage(_word("读取情况", "Reading", language), tuple(table(ledger, language) for table in reading))
    if len(ledger.spending) <= MOST_LINES:
        yield TablePage(_word("支出明细", "Spending lines", language), (_lines(ledger, language),))
    parameters = {"unit": ledger.unit.code, "year": ledger.year, "language": language}
    yield TablePage(
        _word("来源", "Sources", language),
        (tables.inputs_table(ledger, language), tables.provenance_table(ledger, parameters, language)),
    )


def _lines(ledger: Ledger, language: Language) -> Table:
    """Every line of spending with the name of its main dimension, the project as a rule."""
    table = tables.voucher_lines_table(ledger.spending, ledger, language)
    main = ledger.dimensions()[:1]
    is_line = table.frame["source_file"].fillna("").ne("")
    told = named(table.frame.fillna(dict.fromkeys(main, "")), main, ledger, language)
    frame = told.assign(**{name: told[name].where(is_line, "") for name in main})
    return replace(table, frame=frame, columns={**table_columns(main, language), **table.columns})
