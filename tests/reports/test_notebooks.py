"""What a notebook declares, and what is refused before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_workspace import markdown, write_notebook

from perfkit.errors import (
    BadConfiguration,
    IllTypedParameter,
    NotOneParametersCell,
    ReservedParameter,
    UnknownNotebook,
    UnknownParameter,
)
from perfkit.reports.notebooks import (
    check_parameters,
    choose_notebooks,
    find_notebooks,
    parse_parameters,
    read_notebook,
)

TYPED = """# every type
unit: str = "demo"  # 单位
rate: float = 0.9
count = 3  # inferred from its value
is_final: bool = True
"""


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    return write_notebook(tmp_path, "10_typed", parameters=TYPED, needs="published", title_zh="类型", title_en="Types")


def test_a_notebook_says_what_it_is(typed: Path) -> None:
    notebook = read_notebook(typed)
    assert [(p.name, p.type, p.help) for p in notebook.parameters.values()] == [
        ("unit", "str", "单位"),
        ("rate", "float", ""),
        ("count", "int", "inferred from its value"),
        ("is_final", "bool", ""),
    ]
    assert (notebook.name, notebook.needs, notebook.is_per_project) == ("10_typed", "published", False)
    assert (notebook.title("zh"), notebook.title("en")) == ("类型", "Types")
    assert len(notebook.sha256) == 64


def test_notebooks_are_found_in_order_and_chosen_by_their_beginning(tmp_path: Path) -> None:
    for name in ("20_b", "10_a", "30_c"):
        write_notebook(tmp_path, name)
    found = find_notebooks(tmp_path)
    assert [notebook.name for notebook in found] == ["10_a", "20_b", "30_c"]
    assert [notebook.name for notebook in choose_notebooks(found, ["30", "10_a"])] == ["10_a", "30_c"]
    assert choose_notebooks(found, []) == found
    with pytest.raises(UnknownNotebook, match="10_a, 20_b, 30_c"):
        choose_notebooks(found, ["10", "40"])


@pytest.mark.parametrize("tags", [[], ["parameters", "parameters"]])
def test_exactly_one_parameters_cell(tmp_path: Path, tags: list[str]) -> None:
    path = write_notebook(tmp_path, "10_a", *[markdown("x", tag) for tag in tags])
    if not tags:
        path.write_text(path.read_text(encoding="utf-8").replace('"parameters"', '"other"'), encoding="utf-8")
    with pytest.raises(NotOneParametersCell, match=f"{len(tags) + bool(tags)} 个"):
        read_notebook(path)


@pytest.mark.parametrize(
    ("parameters", "own"),
    [("unit: dict = {}", {}), ("unit = object()", {}), ("unit = None", {}), ('unit: str = ""', {"needs": "nonsense"})],
)
def test_a_declaration_that_cannot_be_is_refused(tmp_path: Path, parameters: str, own: dict[str, str]) -> None:
    path = write_notebook(tmp_path, "10_a", parameters=parameters, **own)
    with pytest.raises(BadConfiguration, match=r"10_a\.ipynb"):
        read_notebook(path)


@pytest.mark.parametrize("content", [b"not json", b"\xff\xfe", b'{"cells": 1}'])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "10_a.ipynb"
    path.write_bytes(content)
    with pytest.raises(BadConfiguration):
        read_notebook(path)


@pytest.mark.parametrize(
    ("name", "value"), [("unit", "x"), ("rate", 0.5), ("rate", 1), ("count", 2), ("is_final", False)]
)
def test_a_value_of_the_declared_type_is_taken(typed: Path, name: str, value: Any) -> None:
    check_parameters(read_notebook(typed), {name: value})


@pytest.mark.parametrize(
    ("name", "value"), [("unit", 1), ("rate", "0.5"), ("rate", True), ("count", True), ("count", 1.0), ("is_final", 1)]
)
def test_a_value_of_another_type_is_refused(typed: Path, name: str, value: Any) -> None:
    with pytest.raises(IllTypedParameter, match=name):
        check_parameters(read_notebook(typed), {name: value})


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named(typed: Path) -> None:
    with pytest.raises(UnknownParameter, match="unit, rate, count, is_final"):
        check_parameters(read_notebook(typed), {"unti": "demo"})


def test_texts_become_values_of_the_declared_types(typed: Path) -> None:
    given = {"rate": "0.5", "count": "7", "is_final": "否"}
    assert parse_parameters([read_notebook(typed)], given) == {"rate": 0.5, "count": 7, "is_final": False}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"rate": "half"}, IllTypedParameter),
        ({"is_final": "perhaps"}, IllTypedParameter),
        ({"count": "1.5"}, IllTypedParameter),
        ({"colour": "red"}, UnknownParameter),
        ({"unit": "demo"}, ReservedParameter),
        ({"year": "2021"}, ReservedParameter),
    ],
)
def test_texts_that_mean_nothing_are_refused(typed: Path, given: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        parse_parameters([read_notebook(typed)], given)


def test_every_chosen_notebook_must_know_a_parameter(typed: Path, tmp_path: Path) -> None:
    other = write_notebook(tmp_path, "20_other")
    with pytest.raises(UnknownParameter, match="20_other"):
        parse_parameters([read_notebook(typed), read_notebook(other)], {"rate": "0.5"})
