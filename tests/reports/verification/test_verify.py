"""`perfkit verify`: an untouched dossier passes; one changed digit anywhere, in it or in the raw files, is found."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from office_workspace import change_amount, make_office, run_office

from perfkit.cli import main
from perfkit.errors import BadConfiguration, NoManifest, NoRawFiles, NotADossierArchive
from perfkit.reports.archive import unpacked, write_archive
from perfkit.reports.verification.verify import Verdict, verify


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of an office with two pages and reports; copy it before changing anything."""
    root = make_office(tmp_path_factory.mktemp("office"), notebooks=2)
    assert run_office(root).returncode == 0
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "office"))


def _dossier(root: Path) -> Path:
    return root / "reports" / "office" / "2021"


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _edit(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = _dossier(root) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def _told(verdict: Verdict) -> list[tuple[str, object]]:
    return [(one.kind, one.parts.get("file", one.parts.get("place", ""))) for one in verdict.deviations]


def test_an_untouched_dossier_is_what_its_raw_files_give(made: Path) -> None:
    verdict = verify(_dossier(made))
    assert _told(verdict) == []
    assert (verdict.unit, verdict.year, verdict.raw_files, verdict.pages) == ("office", 2021, 1, 2)
    assert verdict.files == len([path for path in _dossier(made).rglob("*") if path.is_file()]) - 1
    assert verdict.other_versions == {}
    assert verdict.changed_data == ()


@pytest.mark.parametrize(
    "name", ["10_page.html", "index.html", "ledger.html", "notebooks/20_page.ipynb", "data/ledger.js", "assets/page.js"]
)
def test_a_changed_file_is_found_by_its_hash(office: Path, name: str) -> None:
    path = _dossier(office) / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert _told(verify(_dossier(office), only_hashes=True)) == [("file_changed", name)]


def test_a_file_too_few_and_one_too_many(office: Path) -> None:
    (_dossier(office) / "20_page.html").unlink()
    (_dossier(office) / "more.html").write_text("<p>", encoding="utf-8")
    assert _told(verify(_dossier(office), only_hashes=True)) == [
        ("file_missing", "20_page.html"),
        ("file_unknown", "more.html"),
    ]


def test_a_changed_digit_of_a_page_is_shown_beside_the_right_one(office: Path) -> None:
    page = _dossier(office) / "10_page.html"
    _change(page, "10000\n", "10001\n")
    _edit(office, lambda told: told["outputs"]["10_page.html"].update(sha256=_sha256(page)))
    verdict = verify(_dossier(office))
    assert ("content", "10_page.html") in _told(verdict), "although its hash in the manifest was changed, too"
    sentence = next(one for one in verdict.deviations if one.kind == "content").text("zh")
    assert "10001" in sentence
    assert "10000" in sentence


def _sha256(path: Path) -> str:
    from perfkit.workspace.hashes import file_hash

    return file_hash(path)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda told: told["overview"]["figures"][0].update(actual_cents=10001), "overview.figures[0].actual_cents"),
        (lambda told: told["inputs"][0].update(received_from="别处"), "inputs[0].received_from"),
        (lambda told: told["runs"][0].update(error="x"), "runs[0].error"),
    ],
)
def test_a_changed_digit_of_the_manifest_is_found(
    office: Path, change: Callable[[dict[str, Any]], object], place: str
) -> None:
    _edit(office, change)
    assert _told(verify(_dossier(office), only_hashes=True)) == [], "hashes alone do not prove it"
    assert _told(verify(_dossier(office))) == [("manifest", place)]


def test_a_changed_hash_in_the_manifest_is_told_from_a_changed_file(office: Path) -> None:
    _edit(office, lambda told: told["outputs"]["10_page.html"].update(sha256="0" * 64))
    assert _told(verify(_dossier(office))) == [("entry_changed", "10_page.html")]


def test_a_changed_raw_file_is_found_and_named_as_the_reason(office: Path) -> None:
    change_amount(office, "100.01")
    verdict = verify(_dossier(office))
    assert _told(verdict)[0] == ("raw_changed", "journal.csv")
    assert ("content", "10_page.html") in _told(verdict)
    assert verdict.changed_data == ("office 2021",)


def test_a_raw_file_that_is_gone_and_one_that_is_new(office: Path) -> None:
    folder = office / "data" / "raw" / "office" / "2021"
    (folder / "journal.csv").rename(folder / "other.csv")
    assert _told(verify(_dossier(office), only_hashes=True)) == [
        ("raw_missing", "journal.csv"),
        ("raw_unknown", "other.csv"),
    ]


def test_a_link_that_leaves_the_raw_files_is_not_followed(office: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.csv").write_text("a", encoding="utf-8")
    (office / "data" / "raw" / "office" / "2021" / "more.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(BadConfiguration, match=r"more\.csv"):
        verify(_dossier(office))


def test_parameters_that_no_notebook_takes_are_told(office: Path) -> None:
    _edit(office, lambda told: told["runs"][0].update(parameters={"year": "'; import os"}))
    assert "not_rebuilt" in [kind for kind, _ in _told(verify(_dossier(office)))]


def test_a_page_that_no_notebook_makes_is_told(office: Path) -> None:
    _edit(office, lambda told: told["runs"][0].update(name="99_other"))
    told = _told(verify(_dossier(office)))
    assert ("run_unknown", "99_other") in told
    assert ("not_given", "10_page.html") in told


class TestHandedOver:
    """A dossier and raw files without their workspace, as an auditor has them."""

    @pytest.fixture
    def handed(self, office: Path, tmp_path: Path) -> Path:
        folder = tmp_path / "handed"
        shutil.copytree(_dossier(office), folder / "dossier")
        shutil.copytree(office / "data" / "raw", folder / "raw")
        return folder

    def test_without_raw_files_only_hashes_are_compared(self, handed: Path) -> None:
        assert [kind for kind, _ in _told(verify(handed / "dossier"))] == ["not_rebuilt"]

    @pytest.mark.parametrize("raw", ["raw", "raw/office"])
    def test_the_notebooks_are_those_of_the_installed_perfkit(self, handed: Path, raw: str) -> None:
        told = _told(verify(handed / "dossier", handed / raw))
        assert ("run_unknown", "10_page") in told, "this office had notebooks of its own"
        assert not [kind for kind, _ in told if kind.startswith("raw")]

    def test_the_exports_of_a_year_alone_prove_their_hashes_and_no_more(self, handed: Path) -> None:
        shutil.copytree(handed / "raw" / "office" / "2021", handed / "exports")
        verdict = verify(handed / "dossier", handed / "exports")
        assert [kind for kind, _ in _told(verdict)] == ["not_rebuilt"]
        assert verdict.raw_files == 1

    def test_a_folder_without_them_is_refused(self, handed: Path) -> None:
        (handed / "none").mkdir()
        with pytest.raises(NoRawFiles, match="office 2021"):
            verify(handed / "dossier", handed / "none")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "[" * 100_000])
def test_what_is_no_dossier_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(NoManifest):
        verify(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["overview"].update(unit="../office"),
        lambda told: told.update(is_complete=False),
        lambda told: told.update(language="xx"),
        lambda told: told.update(runs=[1]),
        lambda told: told["inputs"][0].pop("sha256"),
    ],
)
def test_a_manifest_of_another_shape_is_refused(office: Path, change: Callable[[dict[str, Any]], object]) -> None:
    _edit(office, change)
    with pytest.raises(NoManifest):
        verify(_dossier(office))


def test_the_command_tells_all_and_ends_with_8(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(_dossier(office)), "--hashes-only"]) == 0
    assert "manifest.json 本身未经证明" in capsys.readouterr().out
    _change(_dossier(office) / "10_page.html", "10000\n", "10001\n")
    assert main(["verify", str(_dossier(office))]) == 8
    told = capsys.readouterr()
    assert "✗ 10_page.html：生成之后被改动" in told.out
    assert "✗ 10_page.html：与由原始文件重新生成的不同" in told.out
    assert "核验未通过：2 处不符" in told.err


class TestArchive:
    """The dossier as one zip."""

    def test_the_same_dossier_gives_the_same_bytes(self, made: Path, tmp_path: Path) -> None:
        for name in ("a.zip", "b.zip"):
            write_archive(tmp_path / name, _dossier(made))
        assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()

    def test_it_opens_by_itself_and_verifies_as_it_is(self, office: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = office / "handed.zip"
        assert main(["--workspace", str(office), "export", "zip", "office", "2021", "--out", str(path)]) == 0
        with zipfile.ZipFile(path) as archive:
            assert "office-2021/index.html" in archive.namelist()
            assert "office-2021/assets/page.js" in archive.namelist()
        assert main(["verify", str(path), "--hashes-only"]) == 0
        assert main(["verify", str(path), "--raw", str(office / "data" / "raw")]) == 8, (
            "its notebooks are not perfkit's"
        )
        assert "run_unknown" not in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["../manifest.json", "/manifest.json", "a\\..\\manifest.json", "c:/manifest.json"])
    def test_paths_that_leave_it_are_refused(self, tmp_path: Path, name: str) -> None:
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr(name, "{}")
        with pytest.raises(NotADossierArchive), unpacked(tmp_path / "x.zip"):
            pass
        assert not (tmp_path / "manifest.json").exists()

    def test_a_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("perfkit.readers.files.archives.MAX_UNPACKED", 1000)
        with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", "0" * 1001)
        with pytest.raises(NotADossierArchive, match="1,001"), unpacked(tmp_path / "x.zip"):
            pass

    @pytest.mark.parametrize("data", [b"", b"PK\3\4 no zip", b"x" * 100])
    def test_what_is_no_zip_of_a_dossier_is_refused(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "x.zip").write_bytes(data)
        with pytest.raises(NotADossierArchive), unpacked(tmp_path / "x.zip"):
            pass

    def test_a_damaged_zip_unpacks_or_is_one_sentence(self, made: Path, tmp_path: Path) -> None:
        path, refused = tmp_path / "x.zip", 0
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(_dossier(made) / "manifest.json", "office-2021/manifest.json")
        whole = path.read_bytes()
        for place in range(0, len(whole), 7):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            try:
                with unpacked(path):
                    pass
            except NotADossierArchive:
                refused += 1
        assert refused > len(whole) / 14

    def test_a_zip_without_a_manifest_is_refused(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr("a/index.html", "")
        with pytest.raises(NotADossierArchive, match=r"manifest\.json"), unpacked(tmp_path / "x.zip"):
            pass
