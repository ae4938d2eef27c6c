"""Signatures of a manifest, in the format of minisign: Ed25519 over BLAKE2b. The program minisign checks them, too.

A signed manifest fixes everything: it holds the hash of every file of the dossier and of every raw file. Keys are
files without a passphrase; `minisign -S` signs with keys that have one, and what it signs is verified here.

*Source*: the description of the format at jedisct1.github.io/minisign.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import time
from dataclasses import dataclass
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perfkit.errors import BadKey, CannotRead, CannotWrite, MissingSigning, NameTaken
from perfkit.reports.files import write_bytes
from perfkit.reports.manifest import NAME, SIGNATURE

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_PLAIN: Final = b"Ed"
_HASHED: Final = b"ED"
#: Signature algorithm, no key derivation, BLAKE2b checksum; salt and limits of the derivation are void.
_SECRET_HEAD: Final = _PLAIN + b"\0\0" + b"B2" + bytes(48)
_COMMENT: Final = "untrusted comment: "
_TRUSTED: Final = "trusted comment: "
#: Longer files are neither keys nor signatures.
_LONGEST: Final = 4096


@dataclass(frozen=True)
class PublicKey:
    """A key that verifies.

    Args:
        number: 8 bytes that name the key pair.
        key: 32 bytes.
    """

    number: bytes
    key: bytes

    @property
    def name(self) -> str:
        """As minisign writes it."""
        return name_of(self.number)


def name_of(number: bytes) -> str:
    """The number of a key as minisign writes it: hexadecimal, the last byte first."""
    return number[::-1].hex().upper()


def new_key(path: Path) -> PublicKey:
    """Make a key pair: the secret key at `path`, for its owner only, and the public one beside it at `path`.pub.

    Raises:
        MissingSigning: the extra is not installed.
        NameTaken: there is such a file.
        CannotWrite: the disk refused.
    """
    _require_library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public_path = path.with_name(f"{path.name}.pub")
    for place in (path, public_path):
        if place.exists():
            raise NameTaken(path=place)
    secret, number = Ed25519PrivateKey.generate(), secrets.token_bytes(8)
    public = PublicKey(number, secret.public_key().public_bytes_raw())
    body = number + secret.private_bytes_raw() + public.key
    told = _SECRET_HEAD + body + blake2b(_PLAIN + body, digest_size=32).digest()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_lines(f"minisign secret key {public.name}", told))
    except OSError as error:
        raise CannotWrite(path=path, found=error.strerror or error) from None
    write_bytes(public_path, _lines(f"minisign public key {public.name}", _PLAIN + number + public.key))
    return public


def sign(folder: Path, key: Path) -> PublicKey:
    """Sign the manifest of the dossier in `folder`; the signature lies beside it.

    Raises:
        MissingSigning: the extra is not installed.
        BadKey: `key` is no secret key without a passphrase.
        CannotRead, CannotWrite: the disk refused.
    """
    _require_library()
    secret, public = _secret_key(key)
    signature = secret.sign(blake2b(_read(folder / NAME)).digest())
    comment = f"timestamp:{int(time.time())}\tfile:{NAME}\thashed"
    whole = secret.sign(signature + comment.encode())
    lines = _lines("signature of a perfkit manifest", _HASHED + public.number + signature)
    lines += f"{_TRUSTED}{comment}\n".encode() + base64.b64encode(whole) + b"\n"
    write_bytes(folder / SIGNATURE, lines)
    return public


def read_public_key(path: Path) -> PublicKey:
    """The public key in a file.

    Raises:
        BadKey: it is none.
        CannotRead: the disk refused.
    """
    data = _decoded(_second_line(_read(path)))
    if len(data) != 42 or data[:2] != _PLAIN:
        found = {"zh": "不是 minisign 公钥", "en": "no public key of minisign"}
        raise BadKey(path=path, found=found)
    return PublicKey(data[2:10], data[10:])


def signer(folder: Path) -> str | None:
    """The name of the key that signed the manifest in `folder`, as the signature tells it; None without a signature."""
    path = folder / SIGNATURE
    if not path.is_file():
        return None
    data = _decoded(_second_line(_read(path)))
    return name_of(data[2:10]) if len(data) == 74 else "?"


def signature_fault(folder: Path, key: PublicKey) -> dict[str, str] | None:
    """Why the signature of the manifest in `folder` is not one by `key`; None if it is.

    Raises:
        MissingSigning: the extra is not installed.
        CannotRead: the disk refused.
    """
    _require_library()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    lines = _read(folder / SIGNATURE).split(b"\n")
    data, whole = _decoded(_second_line(b"\n".join(lines))), _decoded(lines[3] if len(lines) > 3 else b"")
    if len(data) != 74 or data[:2] not in (_PLAIN, _HASHED) or len(whole) != 64:
        return {"zh": f"{SIGNATURE} 不是完整的 minisign 签名", "en": f"{SIGNATURE} is no whole signature of minisign"}
    if data[2:10] != key.number:
        other = name_of(data[2:10])
        return {"zh": f"由另一密钥 {other} 签署，不是 {key.name}", "en": f"by another key, {other}, not {key.name}"}
    message, signature = _read(folder / NAME), data[10:]
    public = Ed25519PublicKey.from_public_bytes(key.key)
    try:
        public.verify(signature, blake2b(message).digest() if data[:2] == _HASHED else message)
    except InvalidSignature:
        return {"zh": "manifest.json 在签署之后被改动", "en": "manifest.json changed after it was signed"}
    try:
        public.verify(whole, signature + lines[2].rstrip(b"\r").removeprefix(_TRUSTED.encode()))
    except InvalidSignature:
        return {"zh": "签名的备注被改动", "en": "the comment of the signature was changed"}
    return None


def _secret_key(path: Path) -> tuple[Ed25519PrivateKey, PublicKey]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    data = _decoded(_second_line(_read(path)))
    if len(data) != 158 or data[:2] != _PLAIN:
        raise BadKey(path=path, found={"zh": "不是 minisign 私钥", "en": "no secret key of minisign"})
    if data[2:4] != b"\0\0":
        found = {"zh": "有口令保护，请用 minisign -S 签署", "en": "protected by a passphrase; sign with minisign -S"}
        raise BadKey(path=path, found=found)
    body, checksum = data[54:126], data[126:]
    secret = Ed25519PrivateKey.from_private_bytes(body[8:40])
    # The program minisign leaves the checksum of a key without a passphrase out.
    is_whole = checksum in (bytes(32), blake2b(_PLAIN + body, digest_size=32).digest())
    if not is_whole or secret.public_key().public_bytes_raw() != body[40:]:
        raise BadKey(path=path, found={"zh": "内容已损坏", "en": "it is damaged"})
    return secret, PublicKey(body[:8], body[40:])


def _lines(comment: str, data: bytes) -> bytes:
    return f"{_COMMENT}{comment}\n".encode() + base64.b64encode(data) + b"\n"


def _second_line(data: bytes) -> bytes:
    return data.partition(b"\n")[2].partition(b"\n")[0]


def _decoded(line: bytes) -> bytes:
    """The bytes of a line in base 64; none if it is anything else."""
    try:
        return base64.b64decode(line.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read() if path.name == NAME else file.read(_LONGEST)
    except OSError as error:
        raise CannotRead(path=path, found=error.strerror or error) from None


def _require_library() -> None:
    if find_spec("cryptography") is None:
        raise MissingSigning(install="pip install 'perfkit[sign]'")
