"""Verifying and signing a dossier."""

from __future__ import annotations

from perfkit.errors.base import PerfkitError
from perfkit.errors.usage import UsageError


class NoManifest(UsageError):
    """A folder is no dossier, or one that another perfkit made."""

    zh = "{path} 不存在、不完整，或由其他版本的 perfkit 生成，无法核验。请指定 reports/<单位>/<年度> 文件夹。"
    en = "{path} is not there, not complete, or of another version of perfkit. Name a folder reports/<unit>/<year>."


class NoRawFiles(UsageError):
    """The folder that `--raw` names has no raw files of the dossier."""

    zh = "{path} 中没有 {unit} {year} 的原始文件。请用 --raw 指定 data/raw、单位或年度的文件夹。"
    en = "{path} has no raw files of {unit} {year}. --raw names data/raw, the folder of the unit or that of the year."


class NotADossierArchive(UsageError):
    """A zip that is not one of `perfkit export zip`."""

    zh = "{path} 不是 perfkit export zip 打包的报告（{found}）；未解开任何文件。"
    en = "{path} is no dossier packed by perfkit export zip ({found}); nothing was unpacked."


class BadKey(UsageError):
    """A file is no key."""

    zh = "{path} 不能用作密钥：{found}。密钥可由 perfkit new-key 或 minisign -G 生成。"
    en = "{path} cannot be used as a key: {found}. perfkit new-key and minisign -G make keys."


class MissingSigning(UsageError):
    """The extra perfkit[sign] is not installed."""

    zh = "签名和验签需要 cryptography，本机未安装。请安装：{install}；或使用 minisign 程序。"
    en = "Signatures need cryptography, which is not installed. Install it: {install}; or use the program minisign."


class NotProved(PerfkitError):
    """A dossier is not what its manifest and its raw files say, or the proof could not be made."""

    exit_code = 8
    zh = "核验未通过：{count} 处不符，详见上列。"
    en = "Not verified; deviations: {count}, listed above."
