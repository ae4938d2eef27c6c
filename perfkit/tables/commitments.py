"""The contracts behind the column of commitments, one by one."""

from __future__ import annotations

from perfkit.errors import Language
from perfkit.ledger.commitments import with_open
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.tables.lines import named, summed, table_columns, with_total
from perfkit.tables.table import Table, TableColumn


def commitments_table(ledger: Ledger, language: Language = "zh") -> Table:
    """One line per contract: number, project, other party, date, amount, paid, open, document, and where it stands.

    Args:
        ledger: its contracts, names and currency.
        language: of headings and names.
    """
    en = language == "en"
    contracts = ledger.commitments
    paid = contracts["paid_cents"].astype("Int64").where(contracts["is_paid_known"])
    lines = with_open(contracts).assign(paid_cents=paid)
    by = ["contract_number"]
    if len(lines):
        sums = summed(lines.assign(paid_cents=paid.fillna(0)), ["amount_cents", "paid_cents", "committed_cents"])
        lines = with_total(named(lines, ["budget_project_code"], ledger, language), sums, by, language)
        texts = {name: lines[name].fillna("") for name in _TEXTS}
        lines = lines.assign(source_row=lines["source_row"].astype("Int64"), **texts)
    columns = table_columns(
        [*by, "budget_project_code", "summary", "party_name", "contract_date", "amount_cents", "paid_cents",
         "committed_cents", "contract_document", "source_file", "source_row"], language,
    )  # fmt: skip
    columns["summary"] = TableColumn("Contract" if en else "合同名称")
    columns["amount_cents"] = TableColumn("Contract amount" if en else "合同金额", "amount")
    return Table(
        title=f"Contracts signed ({len(contracts)})" if en else f"已签合同（{len(contracts)} 份）",
        frame=lines,
        columns=columns,
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[] if contracts["is_paid_known"].all() else [_note(language)],
        nothing="No contract is known (commitments.xlsx)." if en else "没有已签合同的记录（commitments.xlsx）。",
    )


def _note(language: Language) -> str:
    if language == "en":
        return "— = nobody tells what was paid; such a contract counts as committed in full."
    return "— 表示没有填写已付金额；此类合同按合同金额全额列为未付款。"


_TEXTS = ("budget_project_code", "summary", "party_name", "contract_document", "source_file")
