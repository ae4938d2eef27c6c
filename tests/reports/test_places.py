"""A workspace may lie anywhere: blanks, Chinese, braces and other signs in its path are signs like any other."""

from __future__ import annotations

from pathlib import Path

from office_workspace import make_office, run_office

from perfkit.reports.verification.verify import verify


def test_signs_in_the_path_change_nothing(tmp_path: Path) -> None:
    roots = [make_office(tmp_path / name) for name in ("plain", "绩效 报告 {year} %20 #1 'x' & y")]
    for root in roots:
        done = run_office(root)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    pages = [(root / "reports/office/2021/10_page.html").read_bytes() for root in roots]
    assert pages[0] == pages[1]
    assert verify(roots[1] / "reports/office/2021").deviations == []
