"""What a verification finds: each deviation as a kind and the parts of its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from perfkit.errors import Language

_WORDS: Final[dict[str, dict[Language, str]]] = {
    "file_missing": {
        "zh": "{file}：manifest.json 有登记，文件夹中没有",
        "en": "{file}: in manifest.json, but not in the folder",
    },
    "file_changed": {
        "zh": "{file}：生成之后被改动（登记的 SHA-256 为 {expected}…，现为 {found}…）",
        "en": "{file}: changed after it was made (SHA-256 {expected}… in manifest.json, {found}… now)",
    },
    "file_unknown": {
        "zh": "{file}：不是 perfkit 生成的文件（manifest.json 没有登记）",
        "en": "{file}: not made by perfkit (manifest.json does not know it)",
    },
    "entry_changed": {
        "zh": "manifest.json：{file} 的登记被改动；文件本身与重新生成的一致",
        "en": "manifest.json: its entry of {file} was changed; the file itself is what the raw files give",
    },
    "raw_missing": {
        "zh": "原始文件 {file}：报告由它生成，现在找不到",
        "en": "raw file {file}: the dossier was made from it, and it is not there",
    },
    "raw_changed": {
        "zh": "原始文件 {file}：与生成报告时不同（当时的 SHA-256 为 {expected}…，现为 {found}…）",
        "en": "raw file {file}: not the one that the dossier was made from (SHA-256 {expected}… then, {found}… now)",
    },
    "raw_unknown": {
        "zh": "原始文件 {file}：生成报告时没有",
        "en": "raw file {file}: the dossier was not made from it",
    },
    "content": {
        "zh": "{file}：与由原始文件重新生成的不同，{where}",
        "en": "{file}: not what the raw files give: {where}",
    },
    "not_given": {
        "zh": "{file}：由原始文件重新生成时没有这个文件",
        "en": "{file}: the raw files do not give it",
    },
    "left_out": {
        "zh": "{file}：由原始文件重新生成时有这个文件，报告中没有",
        "en": "{file}: the raw files give it, the dossier lacks it",
    },
    "manifest": {
        "zh": "manifest.json：{place} 为 {found}，重新生成为 {expected}",
        "en": "manifest.json: {place} is {found}, the raw files give {expected}",
    },
    "not_rebuilt": {
        "zh": "没有重新生成：{why}",
        "en": "not made again: {why}",
    },
    "run_unknown": {
        "zh": "{file}：这些原始文件和笔记本没有这一页",
        "en": "{file}: these raw files and notebooks have no such page",
    },
    "signature_bad": {
        "zh": "签名无效：{why}",
        "en": "the signature is not valid: {why}",
    },
    "signature_missing": {
        "zh": "没有签名（{file}）",
        "en": "there is no signature ({file})",
    },
}


@dataclass(frozen=True)
class Deviation:
    """One thing that is not as it must be.

    Args:
        kind: of `_WORDS`.
        parts: of its sentence; one that is a dict {"zh": .., "en": ..} is chosen by language.
    """

    kind: str
    parts: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """The sentence, without its full stop."""
        chosen = {name: part[language] if isinstance(part, dict) else part for name, part in self.parts.items()}
        return _WORDS[self.kind][language].format(**chosen)


def hash_deviation(kind: str, file: str, expected: str, found: str) -> Deviation:
    """A deviation of a hash, of which a person compares the beginning."""
    return Deviation(kind, {"file": file, "expected": expected[:12], "found": found[:12]})
