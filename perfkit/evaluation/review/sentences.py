"""The figures of paragraphs, bound by the words before them, the sentence, the list and the heading they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from perfkit.evaluation.review.outline import Outline, Paragraph
from perfkit.evaluation.review.quantities import Quantity, quantities
from perfkit.evaluation.review.register import Meaning, Register, measure_behind, subject_words
from perfkit.evaluation.review.statements import WHOLE, Statement, Subject
from perfkit.evaluation.review.wording import YEAR, clauses, sentences
from perfkit.ledger.scopes import Scope

_PRIOR_YEAR: Final = re.compile("上年(?!结转|财政拨款结转)|去年|上一年")
#: Headings under which a budget or a rate without further words is that of the whole unit.
_WHOLE_HEADING: Final = re.compile("整体|总体|收支")
#: What stands in brackets right behind a figure: 585.00万元（全口径）.
_BRACKETS: Final = re.compile(r"[（(]([^（）()]{1,20})[）)]")
_LONGEST_NAME: Final = 60
_NOTHING: Final = ("无", "没有", "本年无", "不涉及")


@dataclass
class _Carried:
    """What a figure without words of its own takes from those before it.

    `is_named`: the paragraph or list itself names the subject. `is_here`: it comes from this very sentence.
    `around`: what the figure in front of 其中 was about. `of_change`: whether that was a difference; so are its parts.
    """

    subject: Subject | None = None
    measure: str = ""
    scope: Scope | None = None
    about: str = ""
    is_named: bool = False
    is_here: bool = False
    around: Subject | None = None
    of_change: str = ""


@dataclass
class _Binder:
    """Binds the figures of one document."""

    register: Register
    year: int
    told: list[Statement] = field(default_factory=list)
    groups: int = 0

    def paragraph(self, paragraph: Paragraph) -> None:
        """Bind every figure of a paragraph, sentence by sentence.

        A sentence is about what the paragraph is about, or what the first figure of the sentence before was about; one
        that begins with 其中 goes on from the last figure before it.
        """
        named = self._named_by(paragraph.text) or _Carried(WHOLE if _WHOLE_HEADING.search(paragraph.heading) else None)
        last = named
        for start, sentence in sentences(paragraph.text):
            self.groups += 1
            found = quantities(sentence)
            carried = replace(last if sentence.startswith("其中") else named, is_here=False)
            number, at = len(self.told), 0
            for quantity in found:
                self._figure(paragraph, sentence, quantity, at, carried)
                if at == 0 and not sentence.startswith("其中"):
                    named = replace(carried, measure="", around=None)
                at = quantity.end
            self._told_behind(sentence, number)
            self._told_of_all(sentence, number)
            last = carried if found else last
            if start and not found and not (named.subject and named.subject.facets):
                named = self._named_by(sentence) or named
        if paragraph.text.rstrip("。. ") in _NOTHING and paragraph.fund:
            self._nothing(paragraph)

    def _named_by(self, text: str) -> _Carried | None:
        """Whom the first clause of an item names, if it holds no figure; None if it names nobody."""
        first = next((clause for _, clause in clauses(text) if clause.strip()), "")
        if not first or len(first) > _LONGEST_NAME or quantities(first):
            return None
        meaning = self.register.meaning(first)
        is_named = meaning.subject is not None and bool(meaning.subject.facets)
        return _Carried(meaning.subject, about=_short(meaning.subject, first), is_named=True) if is_named else None

    def _figure(self, paragraph: Paragraph, sentence: str, quantity: Quantity, at: int, carried: _Carried) -> None:
        behind = _BRACKETS.match(sentence, at) if at else None
        *before, (_, label) = clauses(sentence[behind.end() if behind else at : quantity.start])
        meaning = self.register.meaning(label)
        if "其中" in sentence[at : quantity.start]:
            carried.around = carried.subject
            carried.of_change = self.told[-1].change if self.told and self.told[-1].group == self.groups else ""
        own = self._subject(meaning, [clause for _, clause in before], carried)
        around = "".join(clause for _, clause in before)
        measure, is_carried = self._measure(meaning, own, paragraph, carried, quantity, around)
        scope = meaning.scope or self._scope_beside(sentence, quantity, [clause for _, clause in before])
        scope = scope or (carried.scope if own.is_carried or is_carried else None)
        change = meaning.change or carried.of_change
        statement = Statement(
            len(self.told),
            paragraph.place,
            sentence,
            quantity,
            label.strip(),
            measure,
            own.subject,
            scope,
            paragraph.scope,
            paragraph.fund,
            0 if change else self._other_year(label),
            change,
            paragraph.number,
            self.groups,
            paragraph.topic,
            is_carried or own.is_carried,
            own.about,
        )
        self.told.append(statement)
        if measure == "execution_rate":
            carried.subject, carried.is_here = own.subject, True
        elif quantity.kind == "money" and not change:
            carried.subject, carried.scope = own.subject, scope
            carried.measure, carried.is_here = measure or carried.measure, True
            has_name = own.subject is not None and bool(own.subject.facets)
            carried.about = (own.about or subject_words(label)) if has_name else ""

    def _scope_beside(self, sentence: str, quantity: Quantity, before: list[str]) -> Scope | None:
        """The scope in brackets behind a figure, or that a clause in front of it names and nothing else."""
        behind = _BRACKETS.match(sentence, quantity.end)
        if behind:
            return self.register.meaning(behind[1]).scope
        around = [self.register.meaning(clause) for clause in before if clause.strip()]
        return around[-1].scope if around and not around[-1].residue and not around[-1].measure else None

    def _told_of_all(self, sentence: str, first: int) -> None:
        """A bracket with 均 behind a figure tells the scope of those before it, too: 支出1.73万元（均为全口径）."""
        for number in range(first, len(self.told)):
            behind = _BRACKETS.match(sentence, self.told[number].quantity.end)
            scope = self.register.meaning(behind[1].replace("均", "")).scope if behind and "均" in behind[1] else None
            for one in self.told[first:number] if scope else []:
                if one.scope is None or one.is_carried:
                    self.told[one.number] = replace(one, scope=scope)

    def _subject(self, meaning: Meaning, before: list[str], carried: _Carried) -> _Own:
        if meaning.subject is None:
            return _Own(None)
        if meaning.subject.facets:
            return self._within(meaning.subject, carried)
        for clause in reversed(before):
            around = self.register.meaning(clause)
            if around.subject and around.subject.facets:
                return _Own(around.subject, about=_short(around.subject, clause))
            if around.residue:
                return _Own(WHOLE if meaning.is_whole and not around.measure else None)
        return self._without_words(meaning, carried)

    def _within(self, subject: Subject, carried: _Carried) -> _Own:
        """A fund in front of a figure of an item is the part of that item which the fund paid: 其中非财政拨款资金."""
        item = carried.subject if carried.is_named else carried.around
        if item is None or not item.facets or [facet for facet, _ in subject.facets] != ["fund"]:
            return _Own(subject)
        return _Own(subject.merged(item), about=carried.about)

    def _without_words(self, meaning: Meaning, carried: _Carried) -> _Own:
        """The subject of a figure whose words name none: the whole unit, or what is spoken of."""
        before = _Own(carried.subject, is_carried=True, about=carried.about)
        if not meaning.is_whole:
            return before if carried.subject is not None else _Own(None)
        if carried.is_named:
            return before
        if carried.subject is None or meaning.is_explicit or (meaning.scope is not None and not carried.is_here):
            return _Own(WHOLE)
        return _Own(carried.around) if carried.is_here and carried.around is not None else before

    def _measure(
        self, meaning: Meaning, own: _Own, paragraph: Paragraph, carried: _Carried, quantity: Quantity, around: str
    ) -> tuple[str, bool]:
        """The measure of a figure, and whether it comes from elsewhere: the list, the clauses before, the heading."""
        if meaning.measure or quantity.kind != "money":
            return meaning.measure, False
        if own.subject is not None and own.subject.get("fact"):
            return "fact", False
        if own.subject is None and paragraph.lead.level and not carried.measure:
            return paragraph.measure, True
        if own.subject is None or (own.is_carried and meaning.scope is None):
            return "", False
        if carried.measure:
            return carried.measure, True
        if not own.subject.facets:
            return "", False
        return self.register.meaning(around).measure or paragraph.measure or _spending(own.subject), True

    def _told_behind(self, sentence: str, first: int) -> None:
        """A measure that stands behind the last figure of a list is that of all (…；疫情防控15.31万元为追加预算)."""
        group = self.told[first:]
        money = [one for one in group if one.quantity.kind == "money"]
        if not money or any(one.measure and not one.is_carried for one in money):
            return
        behind = next((clause for _, clause in clauses(sentence[money[-1].quantity.end :])), "")
        measure = measure_behind(behind)
        if measure:
            for one in money:
                self.told[one.number] = replace(one, measure=measure, is_carried=True, heading_scope=None)

    def _other_year(self, label: str) -> int:
        """The year that the words before a figure name, if it is not that of the report."""
        named = [int(found[1]) for found in YEAR.finditer(label)]
        if not named and _PRIOR_YEAR.search(label):
            return self.year - 1
        return named[-1] if named and named[-1] != self.year else 0

    def _nothing(self, paragraph: Paragraph) -> None:
        """The word 无 below the heading of a fund says that nothing was spent of it."""
        zero = Quantity("money", Decimal(0), "万元", 0, len(paragraph.text), paragraph.text)
        subject = Subject((("fund", paragraph.fund),))
        self.told.append(
            Statement(
                len(self.told), paragraph.place, paragraph.text, zero, paragraph.heading, "actual", subject,
                paragraph.scope, paragraph.scope, paragraph.fund, 0, "", paragraph.number, self.groups, paragraph.topic,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class _Own:
    """The subject of a figure (None = not known), and whether an earlier figure lent it."""

    subject: Subject | None
    is_carried: bool = False
    about: str = ""


def _short(subject: Subject | None, words: str) -> str:
    """A name for a subject: the line of a table itself, else the words that name it."""
    return (subject.get("item") if subject else "") or subject_words(words)


def _spending(subject: Subject) -> str:
    """Basic and project expenditure are spending by their names."""
    return "actual" if subject.get("expenditure_type") else ""


def sentence_statements(document: Outline, register: Register, year: int) -> list[Statement]:
    """A statement for every figure in the paragraphs of `document`; headings say what is below them and nothing more.

    Args:
        document: the report.
        register: the names that it may use.
        year: of the report.
    """
    binder = _Binder(register, year)
    for paragraph in document.paragraphs:
        if not paragraph.level:
            binder.paragraph(paragraph)
    return binder.told
