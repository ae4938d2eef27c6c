"""Links among the files of a unit: they may not lead out of its folder."""

from __future__ import annotations

from pathlib import Path

from perfkit.errors import BadConfiguration, MissingFile


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
