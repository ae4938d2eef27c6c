"""The one look of all charts, and that none of them offers to upload its data."""

from __future__ import annotations

from pathlib import Path

import plotly.io as pio
import pytest
from yearbook import EXECUTION, LEDGER, YEARS

from perfkit.figures import CONFIG, project_execution_chart, theme, years_chart
from perfkit.figures.theme import figure, plain, wrapped


@pytest.mark.parametrize("renderer", ["plotly_mimetype", "jupyterlab", "notebook", "browser"])
def test_a_shown_figure_has_no_upload_button_and_no_logo(renderer: str) -> None:
    found = pio.renderers[renderer].config
    assert found["showSendToCloud"] is False
    assert found["plotlyServerURL"] == ""
    assert found["displaylogo"] is False


def test_the_bundle_that_a_notebook_gets_carries_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pio.renderers, "default", "plotly_mimetype")
    bundle = years_chart(YEARS, LEDGER, "all_funds")._repr_mimebundle_()
    assert bundle["application/vnd.plotly.v1+json"]["config"] == CONFIG


def test_figures_carry_the_template_and_chinese_fonts() -> None:
    layout = project_execution_chart(EXECUTION, LEDGER, ["budget_project_code"], "all_funds").layout
    assert layout.template.layout.font.family.startswith('"Noto Sans CJK SC"')
    assert layout.template.layout.paper_bgcolor == "#ffffff"
    assert layout.template.layout.xaxis.exponentformat == "none"


def test_the_same_figure_is_the_same_json() -> None:
    first, second = (years_chart(YEARS, LEDGER, "all_funds").to_json() for _ in range(2))
    assert first == second


def test_text_is_wrapped_by_width_and_escaped() -> None:
    assert plain("a<b>&c") == "a&lt;b&gt;&amp;c"
    assert wrapped("机关事业单位基本养老保险缴费", 8) == "机关事业单位基本<br>养老保险缴费"
    assert wrapped("Department of Public Works", 8) == "Department of<br>Public Works"
    assert wrapped("机关运转，会议", 4) == "机关运转，<br>会议"
    assert wrapped("a<b 水电费", 3) == "a&lt;b<br>水电费"
    assert wrapped("", 5) == ""


def test_what_exceeds_its_lines_ends_with_a_sign() -> None:
    assert wrapped("机关事业单位基本养老保险缴费支出", 5, lines=2) == "机关事业单<br>位基本养…"
    assert wrapped("x" * 60, 10).count("<br>") == 2


def test_a_title_breaks_between_its_clauses() -> None:
    clauses = "全年执行若干万元（全年预算的若干）；" + "某月末落后序时进度最多差若干百万美元" * 2
    assert figure(clauses, "").layout.title.text.split("<br>")[0].endswith("；")
    long = "长" * 60
    assert figure(long, "").layout.title.text == "长" * 48 + "<br>" + "长" * 12
    assert figure(long, "").layout.margin.t > figure("短", "").layout.margin.t


def test_dark_pages_know_every_colour_of_words_and_paper() -> None:
    script = (Path(theme.__file__).parents[1] / "reports" / "template" / "scripts" / "charts.js").read_text(
        encoding="utf-8"
    )
    table = script.split("const DARK = {")[1].split("}")[0]
    for colour in (theme.INK, theme.FAINT, theme.GRID, theme.ACTUAL, theme.PERIOD, "#ffffff"):
        assert f'"{colour}": "#' in table
