"""What a person is told of a batch when it is over, or before it begins."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perfkit.cli.speech import say, tell
from perfkit.errors import RunFailed

if TYPE_CHECKING:
    from perfkit.reports.batch import BatchResult
    from perfkit.reports.keys import Reason

_REASONS: Final = {
    "new": ("尚未运行", "not run yet"),
    "failed": ("上次失败", "failed last time"),
    "page": ("页面缺失或被改动", "its page is missing or was changed"),
    "forced": ("--force", "--force"),
    "data": ("数据有变化：{what}", "data changed: {what}"),
    "perfkit": ("perfkit 或其所用的库有变化", "perfkit or a library changed"),
    "language": ("语言不同", "another language"),
    "engine": ("运行方式不同", "another engine"),
    "notebook": ("笔记本有变化", "the notebook changed"),
    "parameters": ("参数不同", "other parameters"),
}


def tell_plan(planned: list[tuple[str, Reason | None]]) -> None:
    """What would run and why, and how much would not."""
    due = [(label, reason) for label, reason in planned if reason]
    for label, reason in due:
        tell(f"{label}  {_words(reason)}")
    unchanged = len(planned) - len(due)
    tell(
        say(
            f"将运行 {len(due)} 页，{unchanged} 页无变化；未运行任何笔记本。",
            f"{len(due)} pages would run, {unchanged} are unchanged; nothing was run.",
        )
    )


def tell_result(result: BatchResult, seconds: float) -> None:
    """What ran, was left out, failed; and where the reports are.

    Raises:
        RunFailed: some did.
    """
    for name, fault in result.faults.items():
        tell(f"{name}: {fault}", err=True)
    done = Counter(outcome.run.folder for outcome in result.outcomes)
    for path in result.dossiers:
        if done[path.parent]:
            tell(f"  {_short(path)}")
    failed, runs = len(result.failed), len(result.outcomes)
    tell(
        say(
            f"已完成 {runs} 次运行，{result.unchanged} 页无变化，{failed} 处失败，用时 {seconds:.1f} 秒。"
            f"请用浏览器打开：{_short(result.index)}",
            f"Did {runs} runs in {seconds:.1f} s; {result.unchanged} pages unchanged, {failed} failures. "
            f"Open in a browser: {_short(result.index)}",
        )
    )
    if failed:
        total = runs + len(result.faults)
        raise RunFailed(total=total, failed=failed, names=", ".join(result.failed), index=_short(result.index))


def _words(reason: Reason) -> str:
    return say(*_REASONS[reason.kind]).format(what=reason.what.replace("/", " "))


def _short(path: Path) -> str:
    """A path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
