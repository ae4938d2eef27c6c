"""XBRL GL: the published job example if it lies beside the project, and journals and budgets written here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfkit.errors import BrokenFile, EmptyFile, UnknownKind, UnsafeFile
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import Unit
from perfkit.readers import Export, read_export

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "xbrl_gl"
UNIT = Unit("demo", "示例", chart="other")
real = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real files at {SAMPLES.name}")


def load_real(name: str) -> Export:
    return read_export(SAMPLES / name, unit=UNIT, year=2005, mappings=[], source_file=name)


@real
@pytest.mark.parametrize(("ending", "around"), [("xml", 0), ("csv", 81)])
def test_the_job_example_has_its_printed_totals(ending, around):
    export = load_real(f"Job-budget-v-actual.{ending}")
    budget, actual = export.frames["budget"], export.frames["summary"]
    sums = budget.groupby("budget_type")["amount_cents"].agg(["sum", "size"])
    assert sums.to_dict("index") == {
        "original": {"sum": 8_135_000, "size": 18},
        "supplement": {"sum": 1_500_000, "size": 2},
    }
    assert budget["amount_cents"].sum() == 9_635_000
    assert (actual["amount_cents"].sum(), len(actual), set(actual["measure"])) == (9_377_500, 18, {"actual"})
    assert len(export.set_aside) == around
    assert export.rows_read == 38 + around
    first = budget.iloc[0]
    assert first[["project_code", "functional_code", "economic_code", "summary"]].to_list() == [
        "05-08SAMEPL", "01000", "01200", "Permits"
    ]  # fmt: skip
    assert [finding.kind.check for finding in export.findings] == ["undocumented_budget_changes"]


@real
def test_both_forms_of_the_job_example_tell_the_same():
    one, other = (load_real(f"Job-budget-v-actual.{ending}") for ending in ("xml", "csv"))
    for kind in ("budget", "summary"):
        told = [export.frames[kind].drop(columns=["source_file", "source_row"]) for export in (one, other)]
        assert told[0].equals(told[1])


@real
def test_the_json_of_the_job_example_only_describes_the_csv():
    with pytest.raises(UnknownKind) as caught:
        load_real("Job-budget-v-actual.json")
    assert "Job-budget-v-actual.csv 的列" in caught.value.text("zh")
    assert "Job-budget-v-actual.csv and holds no amounts" in caught.value.text("en")


def texts(**told: str) -> str:
    return "".join(f"<c:{name} contextRef='now'>{text}</c:{name}>" for name, text in told.items())


def account(main: str, kind: str = "account", **subs: str) -> str:
    told = "".join(
        f"<c:accountSub>{texts(accountSubID=code, accountSubType=name.replace('_', ' '))}</c:accountSub>"
        for name, code in subs.items()
    )
    name = texts(accountMainID=main, accountMainDescription=f"N{main}", accountType=kind) if main else ""
    return f"<c:account>{name}{told}</c:account>"


def detail(amount: str, accounts: str = "", **told: str) -> str:
    said = texts(amount=amount) if amount else ""
    return f"\n<c:entryDetail>{accounts}{said}{texts(**told)}</c:entryDetail>"


def entry(*details: str, after: bool = False, **told: str) -> str:
    head = texts(**told)
    inside = "".join(details) + head if after else head + "".join(details)
    return f"<c:entryHeader>{inside}</c:entryHeader>"


def instance(*entries: str, **document: str) -> bytes:
    info = f"<c:documentInfo>{texts(**document)}</c:documentInfo>" if document else ""
    return (
        '<x:xbrl xmlns:x="http://www.xbrl.org/2003/instance" xmlns:c="http://www.xbrl.org/int/gl/cor/2016-12-01">'
        f"<c:accountingEntries>{info}{''.join(entries)}</c:accountingEntries></x:xbrl>"
    ).encode()


@pytest.fixture
def load(read: Callable[..., Export]) -> Callable[..., Export]:
    return lambda data, name="export.xml", unit=UNIT: read(data, name=name, unit=unit)


def sides(export: Export) -> list[list[int]]:
    return export.frames["journal"][["debit_cents", "credit_cents"]].to_numpy().tolist()


def test_a_journal(load):
    job = account("05-08", "job")
    lines = (
        detail("100.50", account("6001", department="D1", project="P01", fund="1"), debitCreditCode="D", postingDate="2021-02-03"),
        detail("100.50", account("1002") + job, debitCreditCode="credit", postingDate="2021-02-03", detailComment="付"),
    )  # fmt: skip
    head = {"entryNumber": "9", "sourceJournalID": "gj", "entryComment": "e"}
    for after in (False, True):
        data = instance(entry(*lines, after=after, **head), entriesType="journal", sourceApplication="App")
        export = load(data)
        journal = export.frames["journal"]
        assert (export.system, list(export.frames), sides(export)) == (
            "XBRL GL · App", ["journal"], [[10_050, 0], [0, 10_050]]
        )  # fmt: skip
        assert journal["period"].to_list() == [2, 2]
        assert journal["project_code"].to_list() == ["P01", "05-08"]
        assert journal["department_code"].to_list() == ["D1", ""]
        assert journal["summary"].to_list() == ["e", "付"]
        assert journal[["voucher_type", "voucher_number", "account_name"]].iloc[0].to_list() == ["gj", "9", "N6001"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # signs alone
        ([("5", ""), ("-5", "")], [[500, 0], [0, 500]]),
        # signs that repeat the side
        ([("5", "D"), ("-5", "C")], [[500, 0], [0, 500]]),
        # red letters
        ([("5", "D"), ("5", "C"), ("-2", "D"), ("-2", "C")], [[500, 0], [0, 500], [-200, 0], [0, -200]]),
        ([("-5", "D"), ("-5", "C")], [[-500, 0], [0, -500]]),
    ],
)
def test_sides(load, told, expected):
    lines = [
        detail(amount, account("1001"), postingDate="2021-01-01", **({"debitCreditCode": code} if code else {}))
        for amount, code in told
    ]
    assert sides(load(instance(entry(*lines, entryNumber="1")))) == expected


def test_a_separate_sign(load):
    lines = [detail("5", account("1001"), postingDate="2021-01-01", signOfAmount=sign) for sign in "+-"]
    assert sides(load(instance(entry(*lines)))) == [[500, 0], [0, 500]]


def test_the_year_is_that_of_the_units_calendar(load):
    unit = Unit("demo", "示例", chart="other", calendar=FiscalCalendar(end_month=6))
    lines = [detail("5", account("1001"), postingDate=day) for day in ("2020-06-30", "2020-07-01", "2021-07-01")]
    export = load(instance(entry(*lines)), unit=unit)
    assert export.frame["period"].to_list() == [1]
    assert export.set_aside["reason"].to_list() == ["other_year"] * 2


@pytest.mark.parametrize(
    ("scenario", "kind"),
    [
        ("Original budget", "original"), ("", "original"), ("2021 Budget", "original"), ("年初预算", "original"),
        ("Revised Budget - Change Order", "supplement"), ("追加", "supplement"), ("Worst case", ""),
    ],
)  # fmt: skip
def test_budget_scenarios(load, scenario, kind):
    told = {"budgetScenarioText": scenario} if scenario else {}
    lines = (
        detail("5", account("J1", "job", phase="01")),
        detail("-1", account("J1", "job", phase="01", cost_code="02")),
    )
    export = load(instance(entry(*lines, entryType="budget", **told), periodCoveredEnd="2021-12-31"))
    budget = export.frames["budget"]
    if not kind:
        assert {finding.kind.check for finding in export.findings} == {"unknown_budget_types"}
        return
    assert budget["budget_type"].to_list() == [kind, "reduction" if kind == "supplement" else kind]
    assert budget[["functional_code", "economic_code"]].to_numpy().tolist() == [["", "01"], ["01", "02"]]


def test_jobs_told_without_an_account(load):
    export = load(instance(entry(detail("5", jobCode="J1", jobPhaseCode="01"), entryType="standard")))
    assert export.frames["summary"][["project_code", "economic_code"]].to_numpy().tolist() == [["J1", "01"]]


def test_what_was_never_posted_is_left_out(load):
    lines = detail("5", account("1001"), postingDate="2021-01-01")
    export = load(instance(entry(lines), entry(lines, entryType="proposed"), entry(detail("", account("1001")))))
    assert export.set_aside["reason"].to_list() == ["not_used", "no_amount"]
    with pytest.raises(EmptyFile):
        load(instance(entry(lines), entriesType="trialbalance"))


def test_details_of_no_entry_are_not_lost(load):
    export = load(instance(detail("5", account("1001"), postingDate="2021-01-01")))
    assert sides(export) == [[500, 0]]


LEVELS = "accountingEntries,entryHeader,entryDetail,account,accountSub"
COLUMNS = f"{LEVELS},entryType,periodCoveredEnd,accountMainID,accountType,accountSubID,accountSubType,amount"


def table(*rows: str) -> bytes:
    return "\n".join([COLUMNS, *rows, ""]).encode()


def test_accounts_in_rows_of_their_own_and_rows_out_of_order(load):
    data = table(
        "1,,,,,,2021-12-31,,,,,", "1,1,,,,budget,,,,,,", "1,1,1,,,,,,,,,5", "1,1,2,,,,,,,,,7", ",,,,,,,,,,,",
        "1,1,1,1,,,,J1,job,,,", "1,1,1,1,1,,,,,01,phase,", "1,1,2,1,1,,,,,02,phase,", "1,9,9,1,1,,,,,09,phase,",
    )  # fmt: skip
    export = load(data, "export.csv")
    assert export.frame[["project_code", "amount_cents"]].to_numpy().tolist() == [["J1", 500], ["", 700]]
    assert export.frame["economic_code"].to_list() == ["01", ""]
    assert export.set_aside["reason"].value_counts().to_dict() == {"part_of_another_row": 6, "header": 1, "blank": 1}


def test_an_amount_that_stands_on_no_detail_is_not_lost(load):
    export = load(table("1,,,,,,2021-12-31,,,,,5", "1,1,1,,,,,,,,,6"), "export.csv")
    assert export.frames["summary"]["amount_cents"].to_list() == [500, 600]


def test_reports_in_json_are_refused_in_words(load):
    told = b'{"documentInfo": {"documentType": "https://xbrl.org/2021/%s"}, "facts": {}}'
    with pytest.raises(UnknownKind, match="xBRL-JSON"):
        load(told % b"xbrl-json", "export.json")
    with pytest.raises(UnknownKind, match="xBRL-CSV"):
        load(told % b"xbrl-csv", "export.json")


def test_hostile_files(load):
    whole = instance(entry(detail("5", account("1001"), postingDate="2021-01-01")))
    for size in range(150, len(whole), 23):
        with pytest.raises(BrokenFile):
            load(whole[:size])
    with pytest.raises(UnsafeFile):
        load(b'<!DOCTYPE x [<!ENTITY a "1">]>' + whole)
