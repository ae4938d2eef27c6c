"""The notebooks of a workspace: what they are called, which parameters they declare, which runs they need.

A notebook says all of this itself: its parameters in the one cell tagged `parameters`, as
`name: type = value  # help`, the rest in its metadata under the key `perfkit`.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any, Final

import nbformat
from papermill.translators import PythonTranslator

from perfkit.errors import (
    BadConfiguration,
    CannotRead,
    IllTypedParameter,
    Language,
    NotOneParametersCell,
    PerfkitError,
    ReservedParameter,
    UnknownParameter,
)
from perfkit.ledger.ledger import Ledger
from perfkit.reports.choice import chosen_files, notebook_files
from perfkit.reports.papers import PAPERS
from perfkit.reports.run import PYTHON

#: Parameters that the plan of a batch sets; a user chooses them with the option of that name.
RESERVED: Final = ("unit", "year", "project", "language")
#: Bytes of a notebook file: a hundred times those of any that is committed without outputs.
_LARGEST: Final = 64 * 2**20
_TYPES: Final[dict[str, type]] = {"str": str, "int": int, "float": float, "bool": bool}
_TRUTHS: Final = {
    "true": True,
    "1": True,
    "yes": True,
    "是": True,
    "false": False,
    "0": False,
    "no": False,
    "否": False,
}


@dataclass(frozen=True)
class Parameter:
    """One declared parameter: `type` is str, int, float or bool."""

    name: str
    type: str
    default: str
    help: str


@dataclass(frozen=True)
class Notebook:
    """One notebook.

    Args:
        path: the file; its stem is the notebook's name.
        parameters: what it declares, by name.
        needs: the frame of the ledger that must not be empty for the notebook to say anything; "" = none.
        paper: the kind of paper that its page comes with (`perfkit.reports.papers`); "" = none.
        title_zh, title_en: what it answers, as the list of pages prints it.
        sha256: of the file.
        is_report: whether a batch runs it; false for one that is only for trying things out in JupyterLab.
        kernel: name and language of the kernel that it is written for.
        is_internal: whether its pages are for the auditor only, and no public edition has them.
    """

    path: Path
    parameters: Mapping[str, Parameter]
    needs: str
    paper: str
    title_zh: str
    title_en: str
    sha256: str
    is_report: bool = True
    kernel: tuple[str, str] = PYTHON
    is_internal: bool = False

    @property
    def name(self) -> str:
        """`20_unit_execution`."""
        return self.path.stem

    @property
    def is_per_project(self) -> bool:
        """One run per project, else one per unit and year."""
        return "project" in self.parameters

    def title(self, language: Language = "zh") -> str:
        """What it answers."""
        return self.title_en if language == "en" else self.title_zh


def find_notebooks(folder: Path, told: Callable[[str, PerfkitError], None] | None = None) -> list[Notebook]:
    """Every `*.ipynb` of `folder`, in order of name.

    Args:
        folder: where.
        told: is told of a notebook that is not as the module describes, which is then left out; without it, that is
            raised.

    Raises:
        NotOneParametersCell, BadConfiguration, CannotRead: see `read_notebook`.
    """
    found = []
    for path in notebook_files(folder):
        try:
            found.append(read_notebook(path))
        except PerfkitError as fault:
            if told is None:
                raise
            told(path.stem, fault)
    return found


def choose_notebooks(notebooks: list[Notebook], names: list[str]) -> list[Notebook]:
    """Those of `notebooks` that `names` name (in full, or by a beginning such as `20`); all if `names` is empty.

    Raises:
        UnknownNotebook: a name names none.
    """
    files = chosen_files([notebook.path for notebook in notebooks], names)
    return [notebook for notebook in notebooks if notebook.path in files]


def read_notebook(path: Path) -> Notebook:
    """The notebook in `path`.

    Raises:
        NotOneParametersCell: no cell or several cells are tagged `parameters`.
        BadConfiguration: not a notebook, a parameter of a type we do not know, or metadata that cannot be.
        CannotRead: the system refuses to open it.
    """
    data = _source(path)
    try:
        node = nbformat.reads(data.decode("utf-8"), as_version=4)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, nbformat.ValidationError) as error:
        raise BadConfiguration(path=path.name, where="JSON", expected="nbformat 4", found=str(error)[:80]) from error
    cells = [cell for cell in node.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise NotOneParametersCell(notebook=path.stem, found=len(cells))
    own = node.metadata.get("perfkit", {})
    return Notebook(
        path=path,
        parameters=_declared(path, cells[0]),
        needs=_frame(path, str(own.get("needs", ""))),
        paper=_paper(path, str(own.get("paper", ""))),
        title_zh=str(own.get("title_zh", path.stem)),
        title_en=str(own.get("title_en", path.stem)),
        sha256=hashlib.sha256(data).hexdigest(),
        is_report=own.get("is_report") is not False,
        kernel=_kernel(node.metadata),
        is_internal=own.get("is_internal") is True,
    )


def check_parameters(notebook: Notebook, given: Mapping[str, Any]) -> None:
    """Refuse what papermill would only warn of.

    Raises:
        UnknownParameter: `notebook` declares no such parameter.
        IllTypedParameter: the value is not of the declared type (an int is accepted for a float).
    """
    for name, value in given.items():
        parameter = _parameter(notebook, name)
        if not _is_a(value, parameter.type):
            raise IllTypedParameter(
                notebook=notebook.name, name=name, expected=parameter.type, found=f"{value!r} ({type(value).__name__})"
            )


def parse_parameters(notebooks: list[Notebook], given: Mapping[str, str]) -> dict[str, Any]:
    """The values that the texts of a command line mean. Every notebook must declare every parameter, alike.

    Raises:
        ReservedParameter, UnknownParameter, IllTypedParameter
    """
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name in RESERVED:
            raise ReservedParameter(name=name)
        for notebook in notebooks:
            parameter = _parameter(notebook, name)
            try:
                values[name] = _parse(text, parameter.type)
            except ValueError as error:
                raise IllTypedParameter(
                    notebook=notebook.name, name=name, expected=parameter.type, found=repr(text)
                ) from error
    return values


def _parameter(notebook: Notebook, name: str) -> Parameter:
    if name not in notebook.parameters:
        raise UnknownParameter(notebook=notebook.name, name=name, known=", ".join(notebook.parameters))
    return notebook.parameters[name]


def _source(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            where = {"zh": "文件大小", "en": "its size"}
            expected = f"≤ {_LARGEST // 2**20} MiB"
            raise BadConfiguration(path=path.name, where=where, expected=expected, found=f"{size // 2**20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(path=path.name, found=error.strerror or str(error)) from None


def _kernel(metadata: Mapping[str, Any]) -> tuple[str, str]:
    told = metadata.get("kernelspec") or {}
    return (str(told["name"]), str(told.get("language", ""))) if told.get("name") else PYTHON


def _declared(path: Path, cell: nbformat.NotebookNode) -> dict[str, Parameter]:
    found = {}
    for item in PythonTranslator.inspect(cell):
        kind = item.inferred_type_name
        if kind == "None":
            kind = _type_of_literal(item.default)
        if kind not in _TYPES:
            expected = ", ".join(_TYPES)
            raise BadConfiguration(path=path.name, where=item.name, expected=expected, found=item.inferred_type_name)
        found[item.name] = Parameter(item.name, kind, item.default, item.help)
    return found


def _type_of_literal(text: str) -> str:
    try:
        return type(ast.literal_eval(text)).__name__
    except (ValueError, SyntaxError):
        return ""


def _frame(path: Path, name: str) -> str:
    known = [field.name for field in dataclass_fields(Ledger)]
    if name and name not in known:
        raise BadConfiguration(path=path.name, where="perfkit.needs", expected=", ".join(known), found=name)
    return name


def _paper(path: Path, name: str) -> str:
    if name and name not in PAPERS:
        raise BadConfiguration(path=path.name, where="perfkit.paper", expected=", ".join(PAPERS), found=name)
    return name


def _is_a(value: object, kind: str) -> bool:
    if kind == "float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is _TYPES[kind]


def _parse(text: str, kind: str) -> Any:
    if kind == "bool":
        if text.lower() not in _TRUTHS:
            raise ValueError(text)
        return _TRUTHS[text.lower()]
    return _TYPES[kind](text)
