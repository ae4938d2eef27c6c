"""A dossier as one zip: the same dossier gives the same bytes; and the way back, which trusts no zip."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from perfkit.errors import LANGUAGES, NoDossier, NotADossierArchive, PerfkitError
from perfkit.readers.files.archives import DAMAGED, MAX_UNPACKED, opened
from perfkit.reports.files import PART, write_bytes
from perfkit.reports.manifest import NAME, read_manifest

#: The least time that a zip can tell: when a dossier was packed is no fact about it.
_TIME: Final = (1980, 1, 1, 0, 0, 0)


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
            with opened(_data(path), path.name) as archive:
                for entry in archive.infolist():
                    _require_inside(path, entry)
                for entry in archive.infolist():
                    if not entry.is_dir():
                        _unpack(path, archive, entry, root)
        except NotADossierArchive:
            raise
        except PerfkitError as fault:  # its bounds are those of every zip that perfkit reads
            raise NotADossierArchive(path=path, found=_words(fault)) from None
        except DAMAGED as fault:
            raise NotADossierArchive(path=path, found=f"{type(fault).__name__}: {fault}") from None
        manifests = [place for place in (root / NAME, *root.glob(f"*/{NAME}")) if place.is_file()]
        if len(manifests) != 1:
            raise NotADossierArchive(path=path, found=f"{NAME}: {len(manifests)}")
        yield manifests[0].parent


def _data(path: Path) -> bytes:
    """The bytes of a zip that may be unpacked at all.

    Raises:
        NotADossierArchive: it is larger than what it may unpack to.
    """
    size = path.stat().st_size
    if size > MAX_UNPACKED:
        raise NotADossierArchive(path=path, found=f"{size:,} bytes")
    return path.read_bytes()


def _words(fault: PerfkitError) -> dict[str, str]:
    return {language: fault.text(language) for language in LANGUAGES}


def _require_inside(path: Path, entry: zipfile.ZipInfo) -> None:
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
