"""Things named one by one and counted: 办公室、财务室两个科室; and the same thing counted differently elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from perfkit.evaluation.review.outline import Outline, Paragraph
from perfkit.evaluation.review.remarks import both, places, remark, remark_kind
from perfkit.evaluation.review.statements import Statement
from perfkit.evaluation.review.wording import clauses
from perfkit.ledger.findings import Finding

_HOLDS: Final = remark_kind(
    "agrees", "counted_lists", ("列举与数目相符", "a list has as many as it says"),
    "{place}：列举 {found} 项，写“{said}”，相符。", "{place}: {found} are listed, “{said}” says so.",
)  # fmt: skip
_FAILS: Final = remark_kind(
    "conflict", "counted_lists", ("列举与数目不符", "a list has not as many as it says"),
    "{place}：写“{said}”，实际列举 {found} 项（{listed}）。",
    "{place}: it says “{said}” and lists {found} ({listed}).",
)  # fmt: skip
_WIDER: Final = remark_kind(
    "conflict", "goals_and_results", ("目标与成果的范围不一致", "goals and results name different things"),
    "{place}：目标列 {goal} 个{noun}（{listed}），而{others}只写“{said}”{unnamed}。",
    "{place}: the goal names {goal} “{noun}” ({listed}), {others} only “{said}”{unnamed}.",
)  # fmt: skip
_LIST_END: Final = re.compile(r"[^、，；：。]{1,15}(?:、[^、，；：。]{1,15})+(?:等|共|共计)?$")
_ITEMS: Final = re.compile(r"[\u4e00-\u9fffA-Za-z（）]{1,12}(?:、[\u4e00-\u9fffA-Za-z（）]{1,12}){1,11}")
_JOINTS: Final = re.compile("(?:以及|及|和|与)")
_VERBS: Final = re.compile(
    "^(?:确保|保障|保证|做好|搞好|完成|负责|维护|维修|维修维护好|清运好|购置好|加强|消杀|预防|对|在|为了|为|包括|下设|设有|设|分为|有|的)+"
)
_COUNTED: Final = ("个", "项", "家", "类", "处", "户", "所", "支", "大")
_FOLLOWS: Final = re.compile("(?:如下|包括|分别是|分别为)[:：]?$|如下[:：。]")
_MOST: Final = 30
_LONGEST_LIST: Final = 300
#: The shortest and longest noun that a count and a list share.
_NOUN: Final = (2, 6)


def counted_lists(document: Outline, told: Sequence[Statement]) -> list[Finding]:
    """Every list that is counted in the same breath, and the lists of paragraphs that a count announces."""
    found: list[Finding] = []
    for one in told:
        quantity = one.quantity
        is_count = quantity.kind == "count" and quantity.bound == "exact" and quantity.unit in _COUNTED
        if is_count and 1 < quantity.value <= _MOST and not one.place.table:
            found += _listed_before(one)
            found += _listed_below(document, one)
    return found


def _listed_before(one: Statement) -> Iterator[Finding]:
    """下设办公室、财务室两个科室: the list in front of the count, in the same clause."""
    clause = clauses(one.sentence[: one.quantity.start])[-1][1]
    listed = _LIST_END.search(clause[-_LONGEST_LIST:])
    if not listed or re.search(r"\d", listed[0]) or listed[0].count("、") < 2:
        return
    fewest = listed[0].count("、") + 1
    most = fewest + len(_JOINTS.findall(listed[0].split("、")[-1]))
    said = int(one.quantity.value)
    is_true = fewest <= said <= most or (listed[0].endswith("等") and said >= fewest)
    noun = re.match(r"[\u4e00-\u9fff]{0,4}", one.sentence[one.quantity.end :])
    parts = {"said": one.quantity.text + (noun[0] if noun else ""), "listed": both(listed[0])}
    yield remark(_HOLDS if is_true else _FAILS, one.place, found=said if is_true else fewest, **parts)


def _listed_below(document: Outline, one: Statement) -> Iterator[Finding]:
    """共4个，具体情况如下: the paragraphs behind it that count 一是, 二是 or 1. 2. 3."""
    if not _FOLLOWS.search(one.sentence[one.quantity.end :].strip()):
        return
    behind = document.paragraphs[one.paragraph + 1 :]
    level = behind[0].lead.level if behind else 0
    if level not in (3, 4, 5):
        return
    end = next((at for at, paragraph in enumerate(behind) if paragraph.lead.level != level), len(behind))
    numbers = [paragraph.lead.number for paragraph in behind[:end]]
    kind = _HOLDS if end == one.quantity.value else _FAILS
    yield remark(kind, one.place, found=end, said=one.quantity.text, listed=both("、".join(numbers)))


def goals_and_results(document: Outline, told: Sequence[Statement]) -> list[Finding]:
    """A goal that names one by one more things of a kind than the rest of the report counts."""
    found: dict[str, Finding] = {}
    counts = [one for one in told if one.quantity.kind == "count" and one.quantity.bound == "exact"]
    for goal in [one for one in document.paragraphs if one.topic == "goals"] if counts else []:
        for items in _named(goal.text):
            for finding, noun in _counted_elsewhere(goal, items, document, counts):
                found.setdefault(noun, finding)
    return list(found.values())


def _named(text: str) -> Iterator[list[str]]:
    """The lists of names in a text, without the verb before the first and what follows the last."""
    for listed in _ITEMS.finditer(text):
        *items, last = listed[0].split("、")
        names = [*items, *_JOINTS.split(last)]
        yield [name for name in (_VERBS.sub("", name) for name in names) if name]


def _counted_elsewhere(
    goal: Paragraph, items: list[str], document: Outline, counts: Sequence[Statement]
) -> Iterator[tuple[Finding, str]]:
    others: list[Statement] = []
    noun = ""
    for one in counts:
        quantity = one.quantity
        behind = one.sentence[quantity.end :]
        nouns = (behind[:length] for length in range(_NOUN[1], _NOUN[0] - 1, -1) if length <= len(behind))
        shared = next((name for name in nouns if items[-1].find(name) > 0), "")
        if shared and 1 < quantity.value < len(items):
            others.append(one)
            noun = shared
    if not others:
        return
    items = [*items[:-1], items[-1][: items[-1].find(noun) + len(noun)]]
    results = "\n".join(paragraph.text for paragraph in document.paragraphs if paragraph.topic == "results")
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    absent = [name for name in items if results and not any(one in results for one in _names(name, text))]
    unnamed = {
        "zh": f"；绩效情况中没有提到{'、'.join(absent)}" if absent else "",
        "en": f"; the results never name {', '.join(absent)}" if absent else "",
    }
    said = f"{others[0].quantity.text}{noun}"
    finding = remark(
        _WIDER, goal.place, goal=len(items), noun=noun, listed=both("、".join(items)), said=said,
        others=places(one.place for one in others), unnamed=unnamed,
    )  # fmt: skip
    yield finding, noun


def _names(name: str, text: str) -> list[str]:
    """A name and what the report calls it by as well: 区机关大院（新院） makes 大院 another name of 新院."""
    others = re.findall(rf"([\u4e00-\u9fff]{{2,8}})（{re.escape(name)}）", text)
    return [name, *(other[-length:] for other in others for length in (4, 2))]
