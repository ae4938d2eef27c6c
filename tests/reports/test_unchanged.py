"""What is not run again, and why the rest is: keys over notebook, parameters, data, perfkit itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from quick_batch import PER_PROJECT, READS, done, pages, quick, reasons
from small_workspace import SmallWorkspace, make_ledger, markdown, write_notebook

from perfkit.errors import EmptyFile, UnknownProject
from perfkit.reports import batch, keys, manifest
from perfkit.reports.choice import Choice
from perfkit.workspace.reads import UNITS

__all__ = ["quick"]
ALL = ["20_unit", "30_project_P-02-5f936bde", "30_project_P01"]


def changed_ledger(year: int = 2021) -> object:
    ledger = make_ledger(year)
    return replace(ledger, inputs=(replace(ledger.inputs[0], sha256="cd" * 32),))


def test_nothing_is_run_twice(quick: SmallWorkspace) -> None:
    assert done(quick) == ALL
    result = batch.run(quick)
    assert (result.outcomes, result.unchanged, result.failed) == ((), 3, [])
    assert [path.parent.name for path in result.dossiers] == ["2021"]
    assert set(reasons(quick).values()) == {""}
    assert done(quick, is_forced=True) == ALL
    assert set(reasons(quick, is_forced=True).values()) == {"forced"}


def test_if_nothing_changed_no_data_are_loaded_and_no_worker_starts(
    quick: SmallWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.run(quick)
    quick.load = None
    monkeypatch.setattr(batch, "_workers", None)
    assert batch.run(quick).unchanged == 3
    assert batch.run(quick, Choice(projects=["机关运转"])).unchanged == 1
    assert batch.run(quick, Choice(notebooks=["30"], projects=["P/02"])).unchanged == 1
    assert len(reasons(quick)) == 3


def with_another_notebook(small: SmallWorkspace) -> None:
    write_notebook(small.notebooks_folder, "20_unit", "1", title_zh="单位")


def with_other_data(small: SmallWorkspace) -> None:
    small.ledgers["demo", 2021] = changed_ledger()


def without_a_page(small: SmallWorkspace) -> None:
    (small.reports_folder / "demo" / "2021" / "20_unit.html").unlink()


def with_a_page_altered(small: SmallWorkspace) -> None:
    page = small.reports_folder / "demo" / "2021" / "20_unit.html"
    page.write_bytes(page.read_bytes().replace(b"u", b"v"))


@pytest.mark.parametrize(
    ("change", "due"),
    [
        (with_another_notebook, {"20_unit": "notebook"}),
        (with_other_data, dict.fromkeys(ALL, "data demo/2021")),
        (without_a_page, {"20_unit": "page"}),
        (with_a_page_altered, {"20_unit": "page"}),
    ],
)
def test_what_changed_is_run_again_and_says_why(
    quick: SmallWorkspace, change: Callable[[SmallWorkspace], None], due: dict[str, str]
) -> None:
    batch.run(quick)
    change(quick)
    told = reasons(quick)
    assert {label.removeprefix("demo 2021 "): why for label, why in told.items() if why} == due
    assert len(told) == 3
    assert done(quick) == [name for name in ALL if name in due]
    assert done(quick) == []


def test_other_parameters_languages_engines_and_versions_run_again(
    quick: SmallWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notebook(quick.notebooks_folder, "30_project", parameters=PER_PROJECT + '\nscope: str = "all"')
    chosen = {"notebooks": ["30"], "projects": ["P01"]}
    assert done(quick, **chosen) == ["30_project_P01"]
    assert done(quick, **chosen, parameters={"scope": "fiscal"}) == ["30_project_P01"]
    assert done(quick, **chosen, parameters={"scope": "fiscal"}) == []
    assert list(reasons(quick, **chosen).values()) == ["parameters"]
    assert list(reasons(quick, **chosen, parameters={"scope": "fiscal"}, language="en").values()) == ["language"]
    assert list(reasons(quick, **chosen, parameters={"scope": "fiscal"}, engine="jupyter").values()) == ["engine"]
    monkeypatch.setattr(keys, "software", lambda: "another")
    assert list(reasons(quick, **chosen, parameters={"scope": "fiscal"}).values()) == ["perfkit"]


def test_a_page_run_with_other_parameters_stays_when_another_page_is_run(quick: SmallWorkspace) -> None:
    write_notebook(
        quick.notebooks_folder, "20_unit", parameters=PER_PROJECT.split("\nproject")[0] + '\nscope: str = "a"'
    )
    done(quick, notebooks=["20"], parameters={"scope": "b"})
    done(quick, notebooks=["30"])
    assert "20_unit.html" in pages(quick)
    assert reasons(quick)["demo 2021 20_unit"] == "parameters"


def test_a_failed_run_is_run_again(quick: SmallWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    write = batch.tasks.execute
    monkeypatch.setattr(batch.tasks, "execute", lambda run: replace(write(run), error="E" * (run.project == "P01")))
    done(quick)
    assert reasons(quick) == {"demo 2021 20_unit": "", f"demo 2021 {ALL[1]}": "", f"demo 2021 {ALL[2]}": "failed"}
    assert done(quick) == [ALL[2]]


def test_a_changed_year_runs_that_year_and_what_compares_with_it(quick: SmallWorkspace) -> None:
    """Of 2020, 2021 and 2022, page 50 of each year reads the years before."""
    for year in (2020, 2022):
        quick.ledgers["demo", year] = make_ledger(year)
    write_notebook(quick.notebooks_folder, "50_years")
    reads = {
        2020: ("demo/2020", "demo"),
        2021: ("demo/2020", "demo/2021", "demo"),
        2022: ("demo/2020", "demo/2021", "demo/2022", "demo"),
    }

    def execute(run: object) -> object:
        READS["50_years"] = reads[run.year]
        return write(run)

    write = batch.tasks.execute
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch.tasks, "execute", execute)
        assert len(done(quick)) == 12
        assert done(quick) == []
        quick.ledgers["demo", 2021] = changed_ledger()
        due = {label: why for label, why in reasons(quick).items() if why}
        assert sorted(due) == [f"demo 2021 {name}" for name in [*ALL, "50_years"]] + ["demo 2022 50_years"]
        assert set(due.values()) == {"data demo/2021"}
        assert len(done(quick)) == 5
        quick.ledgers["demo", 2023] = make_ledger(2023)
        reads[2023] = ("demo/2023",)
        due = {label for label, why in reasons(quick).items() if why == "data demo"}
        assert due == {f"demo {year} 50_years" for year in (2020, 2021, 2022)}, "which years there are has changed"


def test_what_compares_units_is_run_again_when_there_is_another_unit(quick: SmallWorkspace) -> None:
    READS["20_unit"] = ("demo/2021", "other/2021", UNITS)
    quick.ledgers["other", 2021] = make_ledger()
    done(quick, units=["demo"])
    assert reasons(quick, units=["demo"])["demo 2021 20_unit"] == ""
    quick.ledgers["other", 2021] = changed_ledger()
    assert reasons(quick, units=["demo"])["demo 2021 20_unit"] == "data other/2021"
    done(quick, units=["demo"])
    quick.ledgers["third", 2021] = make_ledger()
    assert reasons(quick, units=["demo"])["demo 2021 20_unit"] == "data"


def test_a_year_that_could_not_be_loaded_is_tried_again(quick: SmallWorkspace) -> None:
    quick.ledgers["demo", 2022] = EmptyFile(path="x.csv")
    assert batch.run(quick).failed == ["demo 2022"]
    assert batch.run(quick).failed == ["demo 2022"]
    quick.ledgers["demo", 2022] = make_ledger(2022)
    assert len(done(quick)) == 3


def test_a_notebook_that_cannot_be_run_is_told_each_time_and_stands_in_the_index(quick: SmallWorkspace) -> None:
    write_notebook(quick.notebooks_folder, "25_two", markdown("x", "parameters"))
    for _ in range(2):
        result = batch.run(quick)
        assert result.failed == ["25_two"]
        assert "应有且仅有一个带 parameters 标签的单元格" in result.faults["25_two"]
        assert "25_two" in result.dossiers[0].read_text(encoding="utf-8")
    assert result.unchanged == 3
    assert batch.run(quick, Choice(notebooks=["30"])).failed == []


def test_an_index_that_is_gone_or_old_is_written_again(quick: SmallWorkspace) -> None:
    index = batch.run(quick).index
    for path in (index, index.parent / "manifest.json", index.parent / "demo" / "2021" / "index.html"):
        text = path.read_text(encoding="utf-8")
        path.unlink()
        assert done(quick) == []
        assert path.read_text(encoding="utf-8") == text
    quick.ledgers["demo", 2022] = make_ledger(2022)
    done(quick, years=[2022])
    assert "demo/2022/index.html" in index.read_text(encoding="utf-8")


def test_a_batch_that_was_killed_goes_on_where_it_was(quick: SmallWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    write, killed = batch.tasks.execute, []

    def execute(run: object) -> object:
        if run.project == "P01" and not killed:
            killed.append(run)
            raise KeyboardInterrupt
        return write(run)

    monkeypatch.setattr(batch.tasks, "execute", execute)
    left = quick.reports_folder / "demo" / "2021" / ".x.part"
    with pytest.raises(KeyboardInterrupt):
        batch.run(quick)
    left.write_text("half", encoding="utf-8")
    assert manifest.read_manifest(left.parent) == {} or not manifest.read_manifest(left.parent)["is_complete"]
    assert ALL[2] in done(quick)
    assert not left.exists()
    assert done(quick) == []


def test_an_unknown_project_is_refused_also_where_all_is_known(quick: SmallWorkspace) -> None:
    batch.run(quick)
    with pytest.raises(UnknownProject):
        batch.run(quick, Choice(projects=["P99"]))
