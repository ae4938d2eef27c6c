"""A dossier as one zip: the same dossier gives the same bytes; and the way back, which trusts no zip."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from perfkit.errors import NoDossier, NotADossierArchive
from perfkit.reports.files import PART, write_bytes
from perfkit.reports.manifest import NAME, read_manifest

#: The least time that a zip can tell: when a dossier was packed is no fact about it.
_TIME: Final = (1980, 1, 1, 0, 0, 0)
#: Bounds of what is unpacked: files, and bytes in all.
_FILES: Final = 20_000
_BYTES: Final = 1 << 30


def write_archive(path: Path, folder: Path) -> None:
    """Pack the dossier in `folder`, in a folder named unit-year, with its manifest and, if there is one, its signature.

    Raises:
        NoDossier: there is none.
        CannotWrite: the disk refused.
    """
    if not read_manifest(folder).get("is_complete"):
        raise NoDossier(path=f"reports/{folder.parent.name}/{folder.name}", unit=folder.parent.name, year=folder.name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in sorted(folder.rglob("*")):
            if place.is_file() and place.suffix != PART:
                name = f"{folder.parent.name}-{folder.name}/{place.relative_to(folder).as_posix()}"
                entry = zipfile.ZipInfo(name, _TIME)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, place.read_bytes(), zipfile.ZIP_DEFLATED)
    write_bytes(path, packed.getvalue())


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder of the dossier in a zip, for a moment.

    Raises:
        NotADossierArchive: it is no zip, too large, damaged, names paths that leave it, or holds no manifest.
    """
    with tempfile.TemporaryDirectory(prefix="perfkit-", ignore_cleanup_errors=True) as scratch:
        root = Path(scratch)
        try:
            with zipfile.ZipFile(path) as archive:
                _require_sound(path, archive.infolist())
                for entry in archive.infolist():
                    if not entry.is_dir():
                        _unpack(path, archive, entry, root)
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as fault:
            raise NotADossierArchive(path=path, found=f"{type(fault).__name__}: {fault}") from None
        manifests = [place for place in (root / NAME, *root.glob(f"*/{NAME}")) if place.is_file()]
        if len(manifests) != 1:
            raise NotADossierArchive(path=path, found=f"{NAME}: {len(manifests)}")
        yield manifests[0].parent


def _require_sound(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked_bytes = sum(entry.file_size for entry in entries)
    if len(entries) > _FILES or unpacked_bytes > _BYTES:
        found = {
            "zh": f"{len(entries)} 个文件，解开后 {unpacked_bytes} 字节，超过上限",
            "en": f"{len(entries)} files, {unpacked_bytes} bytes unpacked, beyond the bound",
        }
        raise NotADossierArchive(path=path, found=found)
    for entry in entries:
        parts = PurePosixPath(entry.filename).parts
        if entry.filename.startswith("/") or ".." in parts or "\\" in entry.filename or ":" in entry.filename:
            raise NotADossierArchive(path=path, found=entry.filename)


def _unpack(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, root: Path) -> None:
    place = root / entry.filename
    place.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as file:
        data = file.read(entry.file_size + 1)  # what a zip says of its sizes need not be true
    if len(data) > entry.file_size:
        raise NotADossierArchive(path=path, found=entry.filename)
    place.write_bytes(data)
