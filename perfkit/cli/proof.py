"""The commands that prove a dossier: verify, sign, new-key."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfkit.cli.speech import LANGUAGE, Command, say, tell
from perfkit.errors import NotProved

if TYPE_CHECKING:
    from perfkit.reports.verification.deviations import Deviation
    from perfkit.reports.verification.verify import Verdict

_DOSSIER = click.argument("dossier", metavar="DOSSIER", type=click.Path(path_type=Path))


@click.command(
    cls=Command,
    help=say(
        """核验一份报告 DOSSIER（reports/<单位>/<年度> 文件夹，或 perfkit export zip 的 zip）：每个文件和原始文件的
        校验值，再由原始文件重新生成全部页面，逐字节比较；不符之处逐条说明。不符时退出码为 8。

        原始文件取自报告所在的工作区，或由 --raw 指明：data/raw、单位或年度的文件夹。

        \b
        例：perfkit verify reports/lusong/2021
            perfkit verify lusong-2021.zip --raw 移交的原始文件 --public-key 会计公司.key.pub""",
        """Verify a DOSSIER (a folder reports/<unit>/<year>, or a zip of perfkit export zip): the hash of each of its
        files and of the raw files; then every page is made again from the raw files and compared byte for byte. What
        deviates is told; the exit code is 8 if anything does.

        The raw files are those of the workspace around it, or those that --raw names: like data/raw, the folder of the
        unit, or that of the year.

        \b
        Examples: perfkit verify reports/lusong/2021
                  perfkit verify lusong-2021.zip --raw handed-over --public-key office.key.pub""",
    ),
)
@_DOSSIER
@click.option(
    "--raw", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=say("原始文件所在的文件夹。", "The folder of the raw files."),
)  # fmt: skip
@click.option(
    "--hashes-only", is_flag=True,
    help=say("只比较校验值，不重新生成；不能证明 manifest.json。", "Compare hashes only; proves no manifest.json."),
)  # fmt: skip
@click.option(
    "--public-key", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help=say("签署者的公钥：签名也须有效。", "The public key of the signer: the signature must be valid, too."),
)  # fmt: skip
def verify(dossier: Path, raw: Path | None, hashes_only: bool, public_key: Path | None) -> None:
    """Verify a dossier."""
    from perfkit.cli.progress import told
    from perfkit.reports.archive import unpacked
    from perfkit.reports.verification.verify import verify

    with ExitStack() as stack:
        folder = stack.enter_context(unpacked(dossier)) if dossier.is_file() else dossier
        progress = stack.enter_context(told())
        verdict = verify(folder, raw, only_hashes=hashes_only, progress=progress)
        signed = _signature(folder, public_key)
    deviations = [*verdict.deviations, *(signed if isinstance(signed, list) else [])]
    for deviation in deviations:
        tell(f"  ✗ {deviation.text(LANGUAGE)}")
    _tell_counts(verdict)
    if isinstance(signed, str):
        tell(signed)
    if deviations:
        _tell_hints(verdict)
        raise NotProved(count=len(deviations))
    if hashes_only:
        tell(say("校验值一致。没有重新生成，manifest.json 本身未经证明。", "The hashes agree. Nothing was made again."))
    else:
        tell(say("核验通过：报告与原始文件完全一致。", "Verified: the dossier is exactly what the raw files give."))


def _signature(folder: Path, public_key: Path | None) -> list[Deviation] | str:
    """What is wrong with the signature, or what there is to say of it."""
    from perfkit.reports.manifest import SIGNATURE
    from perfkit.reports.verification.deviations import Deviation
    from perfkit.reports.verification.signature import read_public_key, signature_fault, signer

    name = signer(folder)
    if public_key is None:
        unchecked = say(
            f"有密钥 {name} 的签名，未验证：请用 --public-key 指明公钥。",
            f"Signed with the key {name}, which was not checked: name the public key by --public-key.",
        )
        return unchecked if name else say("没有签名。", "There is no signature.")
    key = read_public_key(public_key)
    if name is None:
        return [Deviation("signature_missing", {"file": SIGNATURE})]
    fault = signature_fault(folder, key)
    if fault:
        return [Deviation("signature_bad", {"why": fault})]
    return say(f"签名有效：密钥 {key.name}。", f"The signature is valid: key {key.name}.")


def _tell_counts(verdict: Verdict) -> None:
    made = say(f"，重新生成 {verdict.pages} 页", f"; {verdict.pages} pages made again") if verdict.pages else ""
    tell(
        say(
            f"{verdict.unit} {verdict.year}：报告文件 {verdict.files} 个，原始文件 {verdict.raw_files} 个{made}。",
            f"{verdict.unit} {verdict.year}: {verdict.files} files, {verdict.raw_files} raw files{made}.",
        )
    )


def _tell_hints(verdict: Verdict) -> None:
    """What may be the reason."""
    for name, (then, now) in verdict.other_versions.items():
        tell(
            say(
                f"注意：生成报告时 {name} 为 {then}，本机为 {now}；不同版本的结果可能不同。",
                f"Note: made with {name} {then}, here is {now}; other versions may give other bytes.",
            )
        )
    for name in verdict.changed_data:
        tell(
            say(
                f"注意：{name} 的原始文件或说明（unit.toml 等）与生成报告时不同，或没有提供。",
                f"Note: raw files or descriptions of {name} are not those of then, or are not there.",
            )
        )


@click.command(
    cls=Command,
    help=say(
        """给报告 DOSSIER 签名：签署 manifest.json，它登记了每个文件和原始文件的校验值。用 minisign 也能验签。

        \b
        例：perfkit new-key office.key
            perfkit sign reports/lusong/2021 --key office.key""",
        """Sign a DOSSIER: its manifest.json, which holds the hash of every file and raw file. The program minisign
        verifies it, too.

        \b
        Examples: perfkit new-key office.key
                  perfkit sign reports/lusong/2021 --key office.key""",
    ),
)
@_DOSSIER
@click.option(
    "--key", required=True, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help=say("私钥文件。", "The file of the secret key."),
)  # fmt: skip
def sign(dossier: Path, key: Path) -> None:
    """Sign a dossier."""
    from perfkit.errors import NoManifest
    from perfkit.reports.manifest import NAME, SIGNATURE, read_manifest
    from perfkit.reports.verification.signature import sign

    if not read_manifest(dossier).get("is_complete"):
        raise NoManifest(path=dossier / NAME)
    public = sign(dossier, key)
    tell(
        say(
            f"已签名：{dossier / SIGNATURE}，密钥 {public.name}。", f"Signed: {dossier / SIGNATURE}, key {public.name}."
        )
    )


@click.command(
    "new-key",
    cls=Command,
    help=say(
        """生成签名用的密钥：私钥 FILE（自己保管）和公钥 FILE.pub（交给审计）。

        \b
        例：perfkit new-key office.key""",
        """Make a key pair to sign with: the secret key FILE, which stays with you, and FILE.pub, which auditors get.

        \b
        Example: perfkit new-key office.key""",
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def new_key(file: Path) -> None:
    """Make a key pair."""
    from perfkit.reports.verification.signature import new_key

    public = new_key(file)
    tell(
        say(
            f"已生成密钥 {public.name}：私钥 {file}（请勿外传），公钥 {file}.pub。",
            f"Made the key {public.name}: secret {file} (keep it to yourself), public {file}.pub.",
        )
    )
