"""Whom a phrase means: the unit's projects by name and alias, lines of the document's own tables, classes by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from perfkit.evaluation.review.statements import WHOLE, Subject
from perfkit.evaluation.review.vocabulary import Token, outside, tokens, words
from perfkit.evaluation.review.wording import lead
from perfkit.ledger.classifications import code_list
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import Unit

#: What joins words and names nothing: 按年初预算计算的执行率, 财政拨款支出中的人员经费.
_NOISE: Final = re.compile("相比较?|计算|口径|按照?|[与中的内为]")
#: Measures that are differences of figures, and no figures themselves.
CHANGES: Final = ("increase", "decrease", "difference")
_MORE: Final = re.compile("^[，、]?(?:比|较)[^多少]{0,30}(多|少)$")
_QUOTES: Final = re.compile("[“”\"'‘’《》]")
_YEAR: Final = re.compile(r"^.*(?:(?:19|20)\d\d(?:年度|年(?![初末底])|(?=年[初末底]))|本年度|当年|全年(?=实际))")
_SELF: Final = re.compile(
    r"^(?:(?:本|我|该)(?:单位|部门|中心|局|院|站|馆|所|委|办|校|厅|处|科)|单位(?!资金|自有)|部门(?!预算)|中心)(?:本级)?"
)
#: Beside a measure these speak of the whole unit: a year, the unit itself, a word of totals.
_OF_WHOLE: Final = re.compile(r"(?:19|20)\d\d年|[本我](?:单位|部门|中心|局|院|站|馆|所)|总计|合计|总额|整体")
_EXPLICIT: Final = re.compile(rf"{_OF_WHOLE.pattern}|全年|本年|年度|总")
_TABLE: Final = re.compile("(?:情况|汇总|总)?表$")
_BEFORE: Final = re.compile(
    r"^(?:其中|另外|此外|其他为|包括|包含|主要是|主要|分别|(?:共计|合计|总计)(?=.)|共|以及|和|及|与|、|：|实际(?!支出|使用|执行)|"
    r"(?:与|比|较)?(?:上年度?(?!结转|财政拨款结转)|去年|上一年度?|同期)(?:相比)?|同比|环比|(?:比|较)(?=[增减上下])|"
    r"累计(?!支出)|安排(?!资金|预算)|用于|全年(?!预算|执行|支出|收入|实际)|年度(?!总支出|支出|收入)|年(?![初末度中底])|单位(?!资金|自有)|"
    r"[一二三四五六七八九十]是)+"
)
_BEHIND: Final = re.compile(
    r"(?:分别为|为|是|达到|达|共计|合计|总计|总额|小计|共|计|约|完成|实现|数|额|金额|资金|的|[（(]万?元[）)]|[（(]%[）)]|"
    r"[（(]以[^）)]*[）)]|：|，)+$"
)
_CLASS: Final = re.compile(r"([^（）()]+)[（(](?:类|款|项)[）)]$")
_KIND: Final = re.compile("(?:专项资金|专项经费|工作经费|专项|经费|资金|项目|费用|支出|费)$")
#: A bracket that tells no parts of a project: 公车办执行率（全口径，按全年预算）.
_ASIDE: Final = re.compile("（(?!不?含)[^（）]{0,40}）")
_WITH_PARTS: Final = re.compile(r"[（(]\s*(不?)含")
_DAY: Final = re.compile(r"^\d{1,2}月(?:\d{1,2}日)?")
_NAME: Final = 20
#: The words next to a figure say what it is; names are shorter, too.
_PHRASE: Final = 80
_TOTAL_ROW: Final = ("合计", "总计", "小计", "年度资金总额", "资金总额", "总额", "本年合计")


@dataclass(frozen=True)
class Meaning:
    """What a phrase says: `subject` None = of something unknown, WHOLE = nothing in particular.

    `is_whole`: it may speak of the whole unit by itself, `is_explicit`: it says so (全年支出, 本单位年初预算总计).
    """

    subject: Subject | None
    measure: str = ""
    scope: Scope | None = None
    is_whole: bool = False
    is_explicit: bool = False
    change: str = ""
    residue: str = ""


@dataclass
class Register:
    """The names that a document may use.

    Args:
        unit: its projects; None without a ledger.
        lines: the lines of tables in the document, as `core` writes them.
    """

    unit: Unit | None = None
    lines: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Look the names up once."""
        self.projects: dict[str, str] = {}
        loose: dict[str, set[str]] = {}
        for name, code in (self.unit.project_codes() if self.unit else {}).items():
            self.projects[_named(name)] = code
            loose.setdefault(_KIND.sub("", _named(name)), set()).add(code)
        self.loose = {name: next(iter(codes)) for name, codes in loose.items() if len(codes) == 1 and name}

    def meaning(self, phrase: str) -> Meaning:
        """What `phrase` (the words before a figure, or a heading of a table) says; the end of it, if it is long."""
        phrase = phrase[-_PHRASE:]
        text = bare(phrase)
        found = tokens(text)
        changes = [token.name for token in found if token.name in CHANGES]
        measure = _measure(found)
        project = self._project(text) or self._project(_ASIDE.sub("", text))
        scope = _scope(found)
        told = Meaning(None, measure.name if measure else "", scope, change=changes[-1] if changes else _more(phrase))
        if project:
            return replace(told, subject=project)
        facets = {token.name: token.code for token in found if token.kind == "subject"}
        residue = _trimmed(_NOISE.sub("", outside(text, found)))
        line = self._line(text, residue)
        if line:
            return replace(told, subject=Subject((("item", line),)), residue=residue)
        if residue:
            other = _class_code(residue) if not facets else ""
            known = Subject((("economic", other),)) if other else None
            return replace(told, subject=known, residue=residue)
        if facets:
            return replace(told, subject=Subject(tuple(sorted(facets.items()))))
        by_itself = any(token.is_whole for token in found) or (bool(measure) and scope is not None)
        is_whole = by_itself or (bool(measure) and bool(_OF_WHOLE.search(phrase)))
        return replace(told, subject=WHOLE, is_whole=is_whole, is_explicit=bool(_EXPLICIT.search(phrase)))

    def _project(self, text: str) -> Subject | None:
        """The project that a phrase names, whole or with a measure before or behind its name."""
        for candidate in _candidates(text, tokens(text)):
            parts = _WITH_PARTS.search(candidate)
            for name in (_named(candidate), _named(candidate[: parts.start()] if parts else candidate)):
                code = self.projects.get(name) or self.loose.get(_KIND.sub("", name))
                if code:
                    return Subject((("project", code),), None if parts is None else not parts[1])
        return None

    def _line(self, text: str, residue: str) -> str:
        """The line of a table of the document that a phrase names; "" if none."""
        told = _CLASS.search(_BEHIND.sub("", text))
        if told:
            return core(told[1])
        for candidate in (core(text), core(residue)):
            if candidate in self.lines and residue:
                return candidate
        return ""


def bare(phrase: str) -> str:
    """A phrase without quotation marks, the number before it, and what stands before the year that it names."""
    text = _QUOTES.sub("", lead(phrase.strip())[1]).replace("(", "（").replace(")", "）")
    return _SELF.sub("", _YEAR.sub("", _BEFORE.sub("", text)))


def core(phrase: str) -> str:
    """The words of a line of a table that name it, so that the same line is the same text everywhere."""
    text = bare(phrase).replace(" ", "")
    return _BEHIND.sub("", _BEFORE.sub("", text)) or text


def table_lines(labels: Iterable[str]) -> set[str]:
    """The lines that rows of tables name; those that the vocabulary says wholly are none of them."""
    named = {core(label) for label in labels if label}
    return {name for name in named if len(name) > 1 and _trimmed(outside(name, tokens(name)))}


def name_of(label: str) -> str:
    """The words before a figure as a short name for it: without the year, and what stands before it."""
    text = _DAY.sub("", _YEAR.sub("", _QUOTES.sub("", lead(label[-_PHRASE:].strip("，,、：: "))[1])))
    return text.removeprefix("其中").strip("，,、：: ")[-_NAME:]


def subject_words(label: str) -> str:
    """The words before a figure without those of measure, scope and time: the name of what it is about."""
    text = bare(label[-_PHRASE:])
    return _trimmed(outside(text, [token for token in tokens(text) if token.kind != "subject"]))[-_NAME:]


def title_words(title: str) -> str:
    """The title of a table without what says that it is one."""
    return _TABLE.sub("", bare(title).replace(" ", ""))


def is_total(label: str) -> bool:
    """Whether a row of a table is a total by its name."""
    name = bare(label).replace(" ", "")
    return name.endswith(_TOTAL_ROW) or name in _TOTAL_ROW


def measure_behind(phrase: str) -> str:
    """The measure that words behind a figure give it (…为追加预算); "" if they give none."""
    return next((token.name for token in tokens(bare(phrase)) if token.kind == "measure"), "")


def _measure(found: list[Token]) -> Token | None:
    """The measure nearest to the figure; a difference (减少) is of the measure before it."""
    told = [token for token in found if token.kind == "measure" and token.name not in CHANGES]
    exact = [token for token in told if token.name != "outturn"]
    parts = [token for token in told if token.name in ("share", "execution_rate")]
    if parts:
        return parts[-1]
    if told and told[-1].name == "outturn":
        return exact[-1] if exact and exact[-1].name in ("income", "actual") else Token("measure", "actual")
    return told[-1] if told else None


def _more(phrase: str) -> str:
    """比财政拨款口径多 says that a difference follows."""
    said = _MORE.match(phrase.strip())
    return {"多": "increase", "少": "decrease"}[said[1]] if said else ""


def _scope(found: list[Token]) -> Scope | None:
    named = [token.name for token in found if token.kind == "scope"]
    named += [Scope.FISCAL for token in found if token.name == "fund" and token.code in ("11", "12", "13")]
    named += [token.implies for token in found if token.implies]
    return Scope(named[0]) if named else None


def _candidates(text: str, found: list[Token]) -> list[str]:
    """The phrase, and the phrase without the measures at its ends."""
    start, end = 0, len(text)
    edges = [token for token in found if token.kind == "measure"]
    for token in edges:
        if token.start == start:
            start = token.end
    for token in reversed(edges):
        if token.end >= len(_BEHIND.sub("", text[:end])):
            end = token.start
    whole = _trimmed(text)
    return [candidate for candidate in (whole, _trimmed(text[start:end])) if candidate]


def _named(name: str) -> str:
    """A name as it is compared: one kind of brackets, no blanks."""
    return _QUOTES.sub("", name).replace("(", "（").replace(")", "）").replace(" ", "")


def _trimmed(text: str) -> str:
    """A phrase without the words that name nothing, at its ends; a bracket goes where its other half is gone."""
    kept = _BEHIND.sub("", _SELF.sub("", _BEFORE.sub("", text.strip("，,、：:；; "))))
    if kept.count("（") != kept.count("）"):
        kept = kept.strip("（）")
    return kept if kept.strip("（）") else ""


def _class_code(name: str) -> str:
    """The economic class of that name; "" if there is none or several have it."""
    return _classes().get(_named(name), "")


@cache
def _classes() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in code_list("economic_classes").values():
        found.setdefault(_named(row["name_zh"]), set()).add(row["code"])
        found.setdefault(_named(row["class_name_zh"]), set()).add(row["class_code"])
    taken = {word for subject in words()["subject"] for word in subject["words"]}
    return {name: min(codes) for name, codes in found.items() if len(codes) == 1 and name not in taken}
