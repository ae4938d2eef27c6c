"""What an analyst types: few names, found by completion, imported when used; errors word themselves in both languages."""

from __future__ import annotations

import pickle
import re
import string
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

import perfkit as pk
from perfkit import errors
from perfkit.errors import LANGUAGES, PerfkitError


def kinds(base: type[PerfkitError] = PerfkitError) -> list[type[PerfkitError]]:
    return [base, *(kind for child in base.__subclasses__() for kind in kinds(child))]


def test_the_face_offers_few_names_and_each_is_there() -> None:
    assert dir(pk) == [
        "Base",
        "PerfkitError",
        "Scope",
        "Workspace",
        "__version__",
        "evaluation",
        "figures",
        "measures",
        "open_amounts",
        "open_ledger",
        "open_workspace",
        "tables",
    ]
    for name in dir(pk):
        assert getattr(pk, name)
    with pytest.raises(AttributeError, match="nobody"):
        pk.nobody  # noqa: B018


def test_importing_the_face_waits_for_nothing_heavy() -> None:
    code = "import sys, perfkit; sys.exit(bool({'pandas', 'plotly', 'papermill'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_an_error_has_its_place_in_the_tree_and_both_languages(kind: type[PerfkitError]) -> None:
    assert re.search(rf"\b{kind.__name__}\b", errors.__doc__ or "")
    named = [{part for _, part, _, _ in string.Formatter().parse(text) if part} for text in (kind.zh, kind.en)]
    assert named[0] == named[1]
    made = kind(**{part: {"zh": "甲", "en": "Ω"} for part in named[0]})
    again = pickle.loads(pickle.dumps(made))  # noqa: S301
    assert (str(again), type(again), again.exit_code) == (str(made), kind, kind.exit_code)
    assert [("Ω" in made.text(language), "甲" in made.text(language)) for language in LANGUAGES] == [
        (False, True),
        (True, False),
    ]


def test_messages_follow_the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = errors.MissingFile(path="a.xlsx")
    assert str(fault).startswith("找不到文件 a.xlsx")
    monkeypatch.setenv("PERFKIT_LANGUAGE", "en")
    assert str(fault).startswith("There is no file a.xlsx")
    monkeypatch.setenv("PERFKIT_LANGUAGE", "fr")
    assert str(fault).startswith("找不到")


def raised(code: str, *more: str) -> list[str]:
    """The traceback that IPython shows of a cell, line by line."""
    shell = InteractiveShell.instance()
    shown: list[str] = []
    shell._showtraceback = lambda _kind, _value, lines: shown.extend("\n".join(lines).splitlines())
    for cell in (code, *more):
        shown.clear()
        shell.run_cell(cell)
    InteractiveShell.clear_instance()
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in shown]


FAULT = "from perfkit import errors\nraise errors.MissingFile(path='a.xlsx')"


def test_an_error_in_a_cell_is_one_sentence_and_the_traceback_is_there_on_demand() -> None:
    (sentence,) = raised(FAULT)
    assert sentence == str(errors.MissingFile(path="a.xlsx"))
    assert len(raised(FAULT, "%xmode Verbose", "%tb")) > 3
    assert len(raised("1 / 0")) > 3


def test_a_run_of_a_batch_keeps_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFKIT_READS", "somewhere")
    assert any("raise errors.MissingFile" in line for line in raised(FAULT))
