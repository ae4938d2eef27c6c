"""Signatures in the format of minisign: ours by its program, its program's by us, and everything that must not pass."""

from __future__ import annotations

import base64
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from office_workspace import make_office, run_office

from perfkit.cli import main
from perfkit.errors import BadKey, CannotRead, MissingSigning, NameTaken
from perfkit.reports.verification import signature
from perfkit.reports.verification.signature import new_key, read_public_key, sign, signature_fault, signer

MINISIGN = shutil.which("minisign")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "dossier"
    folder.mkdir()
    (folder / "manifest.json").write_text('{"files": 1}\n', encoding="utf-8")
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    new_key(tmp_path / "office.key")
    return tmp_path / "office.key"


def _public(key: Path) -> signature.PublicKey:
    return read_public_key(key.with_name(f"{key.name}.pub"))


def _fault(folder: Path, key: Path) -> str:
    fault = signature_fault(folder, _public(key))
    return fault["en"] if fault else ""


def test_a_signature_is_valid_until_the_manifest_changes(dossier: Path, key: Path) -> None:
    assert signer(dossier) is None
    sign(dossier, key)
    assert signer(dossier) == _public(key).name
    assert _fault(dossier, key) == ""
    (dossier / "manifest.json").write_text('{"files": 2}\n', encoding="utf-8")
    assert _fault(dossier, key) == "manifest.json changed after it was signed"


def test_the_secret_key_is_for_its_owner_and_nothing_is_written_over(key: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(NameTaken):
        new_key(key)


def test_the_key_of_somebody_else_is_told(dossier: Path, key: Path, tmp_path: Path) -> None:
    sign(dossier, key)
    new_key(tmp_path / "other.key")
    assert _fault(dossier, tmp_path / "other.key").startswith(f"by another key, {_public(key).name}, not ")


def test_a_changed_comment_is_told(dossier: Path, key: Path) -> None:
    sign(dossier, key)
    path = dossier / "manifest.json.minisig"
    path.write_bytes(path.read_bytes().replace(b"timestamp:1", b"timestamp:2"))
    assert _fault(dossier, key) == "the comment of the signature was changed"


def test_whatever_is_cut_off_is_no_signature(dossier: Path, key: Path) -> None:
    sign(dossier, key)
    path = dossier / "manifest.json.minisig"
    whole = path.read_bytes().rstrip(b"\n")
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert _fault(dossier, key), length
    path.write_bytes(whole)
    assert _fault(dossier, key) == ""


def test_any_other_byte_is_no_signature(dossier: Path, key: Path) -> None:
    sign(dossier, key)
    path = dossier / "manifest.json.minisig"
    lines = path.read_bytes().split(b"\n")
    for number in (1, 3):
        data = bytearray(base64.b64decode(lines[number]))
        for place in range(len(data)):
            data[place] ^= 1
            changed = [*lines]
            changed[number] = base64.b64encode(bytes(data))
            path.write_bytes(b"\n".join(changed))
            assert _fault(dossier, key), (number, place)
            data[place] ^= 1


@pytest.mark.parametrize("text", [b"", b"x", b"untrusted comment: x\n", b"a\nRWQ=\n", b"\xff\xfe\n\xff\n"])
def test_files_that_are_no_keys(dossier: Path, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "k").write_bytes(text)
    with pytest.raises(BadKey):
        read_public_key(tmp_path / "k")
    with pytest.raises(BadKey):
        sign(dossier, tmp_path / "k")


def test_a_damaged_key_and_one_with_a_passphrase(dossier: Path, key: Path) -> None:
    comment, data, _ = key.read_bytes().split(b"\n")
    raw = bytearray(base64.b64decode(data))
    raw[60] ^= 1
    key.write_bytes(comment + b"\n" + base64.b64encode(raw) + b"\n")
    with pytest.raises(BadKey, match="损坏"):
        sign(dossier, key)
    raw[2:4] = b"Sc"
    key.write_bytes(comment + b"\n" + base64.b64encode(raw) + b"\n")
    with pytest.raises(BadKey, match="minisign -S"):
        sign(dossier, key)


def test_a_key_that_is_not_there(dossier: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        sign(dossier, tmp_path / "none")


def test_without_the_extra_it_is_said_how_to_install_it(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature, "find_spec", lambda _name: None)
    with pytest.raises(MissingSigning, match=r"perfkit\[sign\]"):
        new_key(tmp_path / "k")


@pytest.mark.skipif(not MINISIGN, reason="the program minisign is not here: no signature was checked by it")
class TestTheProgram:
    """minisign itself."""

    def test_it_verifies_ours(self, dossier: Path, key: Path) -> None:
        sign(dossier, key)
        call = [str(MINISIGN), "-V", "-m", str(dossier / "manifest.json"), "-p", f"{key}.pub"]
        assert subprocess.run(call, capture_output=True, check=False).returncode == 0
        (dossier / "manifest.json").write_text("{}", encoding="utf-8")
        assert subprocess.run(call, capture_output=True, check=False).returncode != 0

    def test_it_signs_with_our_keys_and_we_verify_its(self, dossier: Path, key: Path) -> None:
        call = [str(MINISIGN), "-S", "-m", str(dossier / "manifest.json"), "-s", str(key)]
        subprocess.run(call, capture_output=True, check=True, input=b"\n")
        assert _fault(dossier, key) == ""

    def test_we_sign_with_its_keys(self, dossier: Path, tmp_path: Path) -> None:
        key = tmp_path / "its.key"
        made = subprocess.run(
            [str(MINISIGN), "-G", "-W", "-s", str(key), "-p", f"{key}.pub"], capture_output=True, check=False
        )
        if made.returncode:
            pytest.skip("this minisign makes no keys without a passphrase")
        sign(dossier, key)
        assert _fault(dossier, key) == ""


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_office(tmp_path / "office")
    assert run_office(root).returncode == 0
    folder, key = root / "reports" / "office" / "2021", tmp_path / "office.key"
    assert main(["new-key", str(key)]) == 0
    assert main(["sign", str(folder), "--key", str(key)]) == 0
    verify = ["verify", str(folder), "--hashes-only"]
    assert main(verify) == 0
    assert "有密钥" in capsys.readouterr().out, "a signature that nobody checked proves nothing"
    assert main([*verify, "--public-key", f"{key}.pub"]) == 0
    assert "签名有效" in capsys.readouterr().out
    assert run_office(root).returncode == 0
    assert main([*verify, "--public-key", f"{key}.pub"]) == 0, "nothing was run, nothing changed"
    assert run_office(root, "--force").returncode == 0
    capsys.readouterr()
    assert main([*verify, "--public-key", f"{key}.pub"]) == 8
    assert "在签署之后被改动" in capsys.readouterr().out
    (folder / "manifest.json.minisig").unlink()
    assert main([*verify, "--public-key", f"{key}.pub"]) == 8
    assert main(["sign", str(tmp_path), "--key", str(key)]) == 2
