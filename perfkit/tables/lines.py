"""What the tables have in common: headings out of columns.csv, the names of the lines, the total line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.columns import column_label, columns
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.tables.table import Kind, TableColumn

_KINDS: Final[dict[str, Kind]] = {
    "cents": "amount",
    "rate": "rate",
    "integer": "count",
    "date": "date",
    "points": "points",
}
#: The base of each rate whose name in columns.csv does not say it.
_RATE_BASES: Final[dict[str, dict[Language, str]]] = {
    "cumulative_rate": {"zh": "全年预算", "en": "final budget"},
    "elapsed_rate": {"zh": "全年期间", "en": "periods of the year"},
    "share_rate": {"zh": "合计", "en": "total"},
    "change_rate": {"zh": "上年执行数", "en": "actual of the year before"},
    "variance_rate": {"zh": "全年预算", "en": "final budget"},
}
_BUDGET: Final[dict[Language, str]] = {"zh": "预算文件", "en": "the budget book"}
_PRIOR_YEAR: Final[dict[Language, str]] = {"zh": "上年数据", "en": "the year before"}
#: What is missing where a column is null.
_LACKS: Final[dict[str, dict[Language, str]]] = {
    "original_budget_cents": _BUDGET,
    "supplementary_budget_cents": _BUDGET,
    "carryover_cents": _BUDGET,
    "final_budget_cents": _BUDGET,
    "variance_cents": _BUDGET,
    "straight_line_cents": _BUDGET,
    "actual_cents": {"zh": "支出数据", "en": "a source of spending"},
    "original_execution_rate": {"zh": "年初预算", "en": "an original budget"},
    "execution_rate": {"zh": "全年预算", "en": "a final budget"},
    "variance_rate": {"zh": "全年预算", "en": "a final budget"},
    "cumulative_rate": {"zh": "全年预算", "en": "a final budget"},
    "share_rate": {"zh": "支出", "en": "spending"},
    "change_cents": _PRIOR_YEAR,
    "change_rate": {"zh": "上年执行数", "en": "an actual of the year before"},
}


def heading(name: str, language: Language) -> str:
    """The label of column `name`; that of a rate names its base."""
    label, base = column_label(name, language), _RATE_BASES.get(name, {}).get(language)
    if language == "en":
        label = label[:1].upper() + label[1:]
        return f"{label} ({base})" if base else label
    return f"{label}（{base}）" if base else label


def dimension(column: str, language: Language) -> str:
    """The heading of a code column whose names are printed."""
    return heading("project_name" if column == "project_code" else column, language)


def lacks(name: str, language: Language) -> str:
    """What is missing where column `name` is null; empty where a null says nothing."""
    return _LACKS.get(name, {}).get(language, "")


def table_columns(names: Iterable[str], language: Language) -> dict[str, TableColumn]:
    """The headings of columns that columns.csv defines."""
    return {name: TableColumn(dimension(name, language), _kind(name), lacks(name, language)) for name in names}


def _kind(name: str) -> Kind:
    # The number of a row and that of a period are names, not quantities: no thousands commas.
    names: dict[str, Kind] = {"source_row": "printed", "period": "text"}
    return names.get(name) or _KINDS.get(columns()[name].type, "text")


def named(frame: pd.DataFrame, by: Sequence[str], ledger: Ledger, language: Language) -> pd.DataFrame:
    """`frame` with the codes of its columns `by` replaced by what people read."""
    labels = {
        column: {code: ledger.coded_label(column, code, language) for code in frame[column].unique()} for column in by
    }
    return frame.assign(
        **{
            column: pd.Series([names[code] for code in frame[column]], frame.index, dtype="str")
            for column, names in labels.items()
        }
    )


def with_total(lines: pd.DataFrame, total: pd.DataFrame, by: Sequence[str], language: Language) -> pd.DataFrame:
    """`lines` followed by the one row of `total`, marked as such and named in the first column of `by`."""
    names = dict.fromkeys(by, "") | {by[0]: "Total" if language == "en" else "合计"}
    last = total.assign(**names, row_class="total")
    return pd.concat([lines.assign(row_class=""), last], ignore_index=True)


def summed(lines: pd.DataFrame, amounts: Sequence[str]) -> pd.DataFrame:
    """One row with the sums of `amounts`; the sum of amounts that are not all known is not known."""
    return pd.DataFrame({name: [lines[name].sum(skipna=False)] for name in amounts}).astype("Int64")


def titled(subject: str, detail: str) -> str:
    """`subject · detail`, the way every table names its scope."""
    return f"{subject} · {detail}" if detail else subject


def scoped(zh: str, en: str, scope: Scope | str, language: Language) -> str:
    """A title in `language` with the words of `scope` behind it."""
    return titled(en if language == "en" else zh, Scope(scope).label(language))
