"""What lies in the folders of data/raw: sub-folders, exports, and the files that describe them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from perfkit.errors import BadConfiguration, MissingFile

#: Files of a unit or year that describe exports and are none themselves.
DESCRIPTIONS: Final = (
    "unit.toml",
    "edition.toml",
    "projects.csv",
    "accounts.csv",
    "published.csv",
    "targets.xlsx",
    "corrections.toml",
    "explanations.toml",
    "SOURCES.toml",
    "mapping*.toml",
    "LICENSE*",
    "*.md",
    "Thumbs.db",
    "desktop.ini",
)
#: Folders of a year that hold no exports: what targets.xlsx names, and reports to review.
EVIDENCE: Final = "evidence"
DRAFTS: Final = "drafts"


def folders(parent: Path) -> list[Path]:
    """Sub-folders, without hidden ones (.ipynb_checkpoints and the like)."""
    if not parent.is_dir():
        return []
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


def export_files(folder: Path) -> list[Path]:
    """The files of a folder that may hold data, descriptions left out."""
    return [path for path in files(folder) if not any(path.match(pattern) for pattern in DESCRIPTIONS)]


def files(folder: Path) -> list[Path]:
    """The files of a folder, without hidden ones and lock files of an office program."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))


def require_own_files(folder: Path, unit_folder: Path) -> None:
    """Every file of `folder` lies in the unit's folder: a link to a file elsewhere is not followed.

    Raises:
        MissingFile: a link points nowhere.
        BadConfiguration: a link leaves the unit's folder.
    """
    inside = unit_folder.resolve()
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        target, shown = path.resolve(), path.relative_to(unit_folder.parent).as_posix()
        if not target.exists():
            raise MissingFile(path=shown)
        if not target.is_relative_to(inside):
            expected = {"zh": f"{unit_folder.name} 文件夹中的文件", "en": f"a file in the folder {unit_folder.name}"}
            link = {"zh": "链接的目标", "en": "the target of the link"}
            raise BadConfiguration(path=shown, where=link, expected=expected, found=str(target))
