"""Hundreds of damaged reports: each is read and reviewed, or refused in one sentence of ours."""

from __future__ import annotations

import signal
import warnings
from pathlib import Path

import pytest
import worddocs as word
from fuzz.mutations import mutant, packed_mutant
from fuzz.test_mutants import SECONDS, no_longer_than

from perfkit.errors import PerfkitError
from perfkit.evaluation.review import remarks_frame, review, review_figures
from perfkit.readers.prose.documents import read_prose

REPORT = """一、基本情况
共有人员39人，其中在职人员19人，退休人员20人，下设办公室、财务室、物业股三个科室。
二、一般公共预算支出情况
1.2021年预算资金2,951.09万元。
本年支出合计585.00万元，其中：基本支出300.00万元，占51.28%；项目支出285.00万元，占48.72%。
支出决算表
项目|年初预算数|决算数|执行率(%)
文化支出|600.00|585.00|97.50
合计|600.00|585.00|97.50
三、存在的问题
经费不足。截至2021年12月31日，XX项目支出2000余万元，近60家单位、六百多人参加第六次大会。"""
STYLES = '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
NUMBERS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
LISTED = word.paragraph("概况", '<w:pStyle w:val="H1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
SEEDS: dict[str, bytes] = {
    "report.docx": word.report_file(REPORT),
    "listed.docx": word.word_file(LISTED + word.paragraph("支出5万元。"), styles=STYLES, numbering=NUMBERS),
    "report.txt": REPORT.encode(),
    "report_gbk.txt": REPORT.encode("gb18030"),
    "report.md": REPORT.replace("项目|", "|项目|").encode(),
}
#: How many of each in the normal run.
NORMAL = {"report.docx": 400, "listed.docx": 200}
OTHERS = 150


def outcome(path: Path) -> str:
    """`reviewed` or `refused`; anything else fails."""
    try:
        prose = read_prose(path)
    except PerfkitError as fault:
        return "refused" if "\n" not in fault.text("zh") + fault.text("en") else ""
    done = review(prose)
    for language in ("zh", "en"):
        remarks_frame(done, language)
        review_figures(done, language)
    return "reviewed"


@pytest.mark.parametrize("name", SEEDS)
def test_damaged_reports(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / name
    outcomes = {"reviewed": 0, "refused": 0}
    for number in range(NORMAL.get(name, OTHERS) * request.config.getoption("--mutants")):
        packed = SEEDS[name].startswith(b"PK") and number % 4
        path.write_bytes(packed_mutant(SEEDS[name], number) if packed else mutant(SEEDS[name], number))
        with no_longer_than(SECONDS, f"mutant {number} of {name}"), warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                outcomes[outcome(path)] += 1
            except Exception as fault:
                fault.add_note(f"mutant {number} of {name}")
                raise
    assert all(outcomes.values()), outcomes


#: Texts that would make a careless pattern try for ever: each must be done in a moment.
HOSTILE = {
    "digits": "1" * 200_000,
    "commas": "1," * 100_000 + "万元",
    "numerals": "一二三四五六七八九十百千万" * 10_000 + "元",
    "lists": "、".join("项" * 40_000) + "三个",
    "brackets": "（" * 100_000 + "万元",
    "years": "2021年" * 30_000,
    "clauses": "支出，" * 60_000 + "5万元",
    "amounts": "支出5万元，" * 4_000,
    "parts": "支出5万元，其中：" * 3_000,
    "spaces": " " * 300_000 + "5 万元",
    "blanks": "支 出 " * 60_000 + "5 万元",
    "placeholders": "X" * 200_000,
    "bounds": "超过" * 60_000 + "5万元",
}  # fmt: skip


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no alarms on this system")
@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_for_ever(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(HOSTILE[name], encoding="utf-8")
    with no_longer_than(SECONDS, name):
        assert outcome(path) == "reviewed"
