"""The page: nothing it shows can run or call out, nothing the notebook showed is lost."""

from __future__ import annotations

import base64
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from small_workspace import markdown

from perfkit.errors import Language, UnshowableOutput
from perfkit.reports.assets import plotly_script, script_hash
from perfkit.reports.page import LINES, PLOTLY, check_outputs, data_block, render
from perfkit.reports.run import Run

EVIL = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)>"


def make_run(tmp_path: Path, language: Language = "zh", notice: str = "演示数据 <并非> 真实账务") -> Run:
    return Run(
        unit="demo",
        year=2021,
        project="",
        notebook=tmp_path / "10_a.ipynb",
        name="10_a",
        title=f"预算 {EVIL}",
        heading="演示单位 2021 年度",
        notice=notice,
        parameters={"unit": "demo", "note": EVIL},
        folder=tmp_path,
        root=tmp_path,
        language=language,
    )


def display(**data: Any) -> Any:
    return new_output("display_data", data={key.replace("__", "/"): value for key, value in data.items()})


def page(tmp_path: Path, *cells: Any, language: Language = "zh", error: str = "", notice: str = "") -> str:
    return render(new_notebook(cells=list(cells)), make_run(tmp_path, language, notice), error)


def shown(tmp_path: Path, *outputs: Any) -> str:
    return page(tmp_path, new_code_cell("1 < 2  # 代码", outputs=list(outputs)))


def test_nothing_is_fetched_and_no_script_runs_but_the_two_beside_the_page(tmp_path: Path) -> None:
    html = shown(tmp_path, display(text__html="<table></table>"), new_output("display_data", data={PLOTLY: {}}))
    assert f"default-src 'none'; script-src 'self' {script_hash(plotly_script())};" in unescape(html)
    assert re.findall(r"<script(?! type=\"application/json\")([^>]*)>", html) == [
        ' src="assets/page.js" defer',
        ' src="assets/plotly.js" defer',
    ]
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", html)
    assert "plotly" not in shown(tmp_path, display(text__html="<table></table>"))


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>", "<iframe></iframe>", "<img src='https://a.b/c.png'>", "<p onclick='x()'>", "<form></form>",
        "<a href='javascript:x()'>", "<a href=' java\nscript:x()'>", "<link rel=stylesheet href=a.css>",
        "<p style='background:url(//a.b/c)'>", "<style>@import 'a.css'</style>", "<style>p{background:url(a.png)}</style>",
        "<svg><image xlink:href='a.png'/></svg>", "<svg><script>1</script></svg>", "<a href='data:text/html,x'>",
    ],
)  # fmt: skip
def test_html_that_would_need_scripts_or_other_files_is_refused(html: str) -> None:
    notebook = new_notebook(cells=[new_code_cell("", outputs=[display(text__html=html)])])
    with pytest.raises(UnshowableOutput):
        check_outputs(notebook)


@pytest.mark.parametrize(
    "html",
    [
        "<a href='https://a.b'>x</a>", "<a href='#s1'>", "<a href='index.html?a:b'>", "<img src='data:image/png;base64,AA'>",
        "<style>p{color:red}</style><p style='color:red'>onclick=&lt;script&gt;</p>", "<svg><path d='M0 0'/></svg>",
    ],
)  # fmt: skip
def test_html_that_needs_nothing_is_shown(html: str) -> None:
    check_outputs(new_notebook(cells=[new_code_cell("", outputs=[display(text__html=html)])]))


def test_a_chart_that_plotly_would_draw_otherwise_or_from_the_network_is_refused() -> None:
    def charts(*types: str) -> Any:
        figure = {"data": [{"type": name} if name else {} for name in types], "layout": {}}
        return new_notebook(cells=[new_code_cell("", outputs=[new_output("display_data", data={PLOTLY: figure})])])

    check_outputs(charts("bar", "waterfall", "heatmap", "sankey", ""))
    for unknown in ("barr", "choropleth", "scattermapbox"):
        with pytest.raises(UnshowableOutput, match=f"plotly {unknown}"):
            check_outputs(charts("bar", unknown))


def test_what_charts_and_tables_have_in_common_stands_once(tmp_path: Path) -> None:
    styled = display(text__html="<style>p{}</style><table></table>")
    figures = [{"data": [], "layout": {"template": {"a": name}}} for name in ("one", "one", "two")] + [{"layout": {}}]
    charts = [new_output("display_data", data={PLOTLY: figure}) for figure in figures]
    html = shown(tmp_path, styled, styled, *charts)
    assert html.count("<style>p{}</style>") == 1
    blocks = re.findall(r'<script type="application/json">(.*?)</script>', html)
    templates = [json.loads(block)["layout"].get("template") for block in blocks]
    assert templates == [{"a": "one"}, None, {"a": "two"}, {}]


def test_lines_are_opened_not_printed(tmp_path: Path) -> None:
    told = {"title": "明细 <1>", "printed": "12.00", "currency": "元", "lines": [{"frame": "spending"}]}
    html = shown(tmp_path, new_output("display_data", data={LINES: told, "text/html": "<table>all</table>"}))
    assert "<table>all" not in html
    assert """<span data-title="明细 &lt;1&gt;" data-lines='[{"frame": "spending"}]'>12.00</span> 元""" in html


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    outputs = [
        new_output("stream", name="stdout", text=EVIL),
        new_output("stream", name="stderr", text=EVIL),
        new_output("error", ename="E", evalue=EVIL, traceback=[f"\x1b[31m{EVIL}\x1b[0m"]),
        display(text__plain=EVIL),
        display(text__markdown=f"# {EVIL}\n\n[x](javascript:alert(1))"),
        new_output("display_data", data={PLOTLY: {"data": [{"x": [EVIL]}], "layout": {}}}),
    ]
    html = page(tmp_path, new_code_cell(f"x = '{EVIL}'", outputs=outputs), error=EVIL, notice=EVIL)
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "javascript:alert" not in html
    assert "\x1b[" not in html


def test_a_figure_becomes_data_that_reads_back_as_it_was(tmp_path: Path) -> None:
    figure = {"data": [{"type": "bar", "x": ["一月", EVIL], "y": [1, 2]}], "layout": {"title": {"text": "支出"}}}
    output = new_output("display_data", data={PLOTLY: figure, "text/html": "<p>twin</p>", "text/plain": "Figure()"})
    html = shown(tmp_path, output)
    (block,) = re.findall(r'<script type="application/json">(.*?)</script>', html)
    assert json.loads(block) == figure
    assert "一月" in block
    assert html.count('class="chart"') == 1
    assert "twin" not in html
    assert str(data_block({"a": "<"})) == '{"a":"\\u003c"}'


def test_every_kind_of_output_is_shown(tmp_path: Path) -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg'></svg>"
    html = shown(
        tmp_path,
        display(text__html="<table><td>金额</td></table>", text__plain="twin"),
        display(text__markdown="**粗** <i>x</i>"),
        new_output("display_data", data={"image/svg+xml": svg}),
        display(image__png="iVBO\nRw=="),
        display(image__jpeg="/9j/"),
        new_output("execute_result", data={"text/plain": "a < b"}, execution_count=1),
    )
    assert "<table><td>金额</td></table>" in html
    assert "<strong>粗</strong> &lt;i&gt;x&lt;/i&gt;" in html
    assert f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}" in html
    assert "data:image/png;base64,iVBORw==" in html
    assert "data:image/jpeg;base64,/9j/" in html
    assert "a &lt; b" in html
    assert "twin" not in html


def test_code_is_there_but_folded_and_parameters_stand_at_the_end(tmp_path: Path) -> None:
    cells = [
        new_code_cell("unit = 'declared-unit'", metadata={"tags": ["parameters"]}),
        new_code_cell("unit = 'second'", metadata={"tags": ["injected-parameters"]}),
        new_code_cell("answer = 42"),
        new_code_cell(""),
    ]
    html = page(tmp_path, *cells)
    assert html.count('<details class="code">') == 1
    assert "answer" in html.split('<details class="code">')[1]
    assert "declared-unit" not in html
    assert "<dt>unit</dt><dd>demo</dd>" in html
    assert 'href="notebooks/10_a.ipynb"' in html


def test_headings_make_the_contents(tmp_path: Path) -> None:
    html = page(
        tmp_path,
        markdown("# 一 `码`\n\n#### 四"),
        new_code_cell("", outputs=[display(text__markdown="## 二 & 三")]),
        markdown("### 五"),
    )
    assert re.findall(r'<li class="level(\d)"><a href="#(s\d)">(.*?)</a>', html) == [
        ("1", "s1", "一 码"),
        ("2", "s2", "二 &amp; 三"),
        ("3", "s3", "五"),
    ]
    assert re.findall(r'<h\d id="(s\d)">', html) == ["s1", "s2", "s3"]


@pytest.mark.parametrize(
    ("language", "kept", "dropped", "lang"), [("zh", "中文", "English", "zh-CN"), ("en", "English", "中文", "en")]
)
def test_one_language_at_a_time(tmp_path: Path, language: Language, kept: str, dropped: str, lang: str) -> None:
    cells = [markdown("正文：中文", "zh"), markdown("Text: English", "en"), markdown("both")]
    html = page(tmp_path, *cells, language=language)
    assert kept in html
    assert dropped not in html
    assert "both" in html
    assert f'<html lang="{lang}">' in html


def test_a_notice_is_on_the_page_once(tmp_path: Path) -> None:
    text = "数据为 <重构>"
    said = display(text__html="<p>数据为 &lt;重构&gt;</p>")
    assert page(tmp_path, notice=text).count("数据为 &lt;重构&gt;") == 1
    assert page(tmp_path, new_code_cell("", outputs=[said]), notice=text).count("数据为 &lt;重构&gt;") == 1
    assert 'class="notice"' not in page(tmp_path)


def test_a_failed_run_says_so_on_its_page(tmp_path: Path) -> None:
    output = new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=["line 1"])
    cells = [markdown("papermill's own note", "papermill-error-cell-tag"), new_code_cell("1/0", outputs=[output])]
    html = page(tmp_path, *cells, error="ZeroDivisionError: division by zero")
    assert "本页未完成" in html
    assert "<strong>ZeroDivisionError</strong>: division by zero" in html
    assert "papermill's own note" not in html
    assert "本页未完成" not in page(tmp_path)


def test_an_output_that_cannot_be_shown_is_refused_not_dropped(tmp_path: Path) -> None:
    widget = display(**{"application__vnd.jupyter.widget-view+json": {}, "text__plain": "Progress"})
    notebook = new_notebook(cells=[markdown("x"), new_code_cell("", outputs=[widget])])
    with pytest.raises(UnshowableOutput, match=r"第 2 个.*widget-view"):
        check_outputs(notebook)
    check_outputs(new_notebook(cells=[new_code_cell("", outputs=[display(text__plain="x")])]))
    latex = display(text__latex="$x$")
    assert "此处的输出无法显示：text/latex" in shown(tmp_path, latex)


def test_the_same_notebook_gives_the_same_bytes(tmp_path: Path) -> None:
    cells = [markdown("# 一"), new_code_cell("x", outputs=[display(text__html="<p></p>")])]
    assert page(tmp_path, *cells) == page(tmp_path, *cells)
