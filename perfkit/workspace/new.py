"""An empty workspace, for someone who installed perfkit rather than cloned it."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from typing import Final

import perfkit
from perfkit.errors import CannotWrite, NotEmptyFolder

#: File of the package's template -> where it goes. A folder whose name begins with "_" is not a unit: an example.
_FILES: Final = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "unit.toml": "data/raw/_example/unit.toml",
    "projects.csv": "data/raw/_example/projects.csv",
    "SOURCES.toml": "data/raw/_example/2024/SOURCES.toml",
    "narrative.md": "data/raw/_example/2024/narrative.md",
}


def new_workspace(folder: Path) -> list[str]:
    """Make `folder` a workspace with the notebooks and a commented example of a unit; returns what was written.

    Raises:
        NotEmptyFolder: it holds something already.
        CannotWrite: the disk refused.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmptyFolder(path=folder)
    template = resources.files("perfkit.workspace") / "template"
    written = []
    try:
        for name, place in _FILES.items():
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((template / name).read_bytes())
            written.append(place)
        (folder / "notebooks").mkdir()
        for notebook in sorted(packaged_notebooks().glob("*.ipynb")):
            shutil.copyfile(notebook, folder / "notebooks" / notebook.name)
            written.append(f"notebooks/{notebook.name}")
    except OSError as error:
        raise CannotWrite(path=folder, found=error.strerror or error) from error
    return written


def packaged_notebooks() -> Path:
    """The notebooks that come with perfkit: beside the package in a checkout, inside it in an installed wheel."""
    package = Path(perfkit.__file__).parent
    checkout = package.parent / "notebooks"
    return checkout if (package.parent / "pyproject.toml").is_file() else package / "notebooks"
