"""Figures that stand in sentences.

Each number is read with the words of its own clause; what the clause leaves unsaid it takes from the sentence
or the line that it is a part of ("Trong đó:", bullets, brackets). A number whose words fit no indicator, or
two, stays unmapped: a wrong number in a mart is worse than a missing one.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from orchestration.reports.blocks import Block
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.found import Found, Statement
from orchestration.reports.lexicon import Lexicon, load_lexicon
from orchestration.reports.periods import stated_span, stated_until
from orchestration.reports.text import key, one_line, plain
from orchestration.reports.written import Written, numbers_in

# Headings by rank: part, roman numeral, number, letter. They hold a few words and end without a full stop.
_HEADINGS = tuple(
    re.compile(rf"\s*{mark}\s*\S[^:;]{{0,140}}(?<![.;,])\s*$", re.IGNORECASE)
    for mark in (
        r"phần\s+(?:thứ\s+)?\w+\b",
        r"[IVX]+\s*[.:)]",
        r"\d{1,2}(?:\.\d{1,2})*\s*[.)]",
        r"[a-zđ]\s*[.)]",
    )
)
_FOOTNOTE = re.compile(r"\s*[¹²³⁰⁴-⁹]")
_CLAUSE_END = re.compile(r"[;.](?=\s|$)|[,()]")
_LINK = re.compile(r"[\s,;:(–-]*(?:chiếm|đạt|tương đương|bằng)?\s*(?:t[ỷỉ] lệ)?\s*:?\s*", re.IGNORECASE)
_FIELD = re.compile(r"lĩnh\s+vực\s*:?\s+", re.IGNORECASE)
_PARTS_ENDS = re.compile(r"[,;:()]|\.\s|\svà\s")
# What parts take from their whole, and a number from the one before it in the same list.
_INHERITED_BY_PARTS = ("action", "channel", "timing", "topic", "scope", "field")
_INHERITED_BY_SIBLINGS = ("action", "topic", "scope")


@dataclass
class Frame:
    """What a part takes from the whole that it belongs to."""

    noun: str | None = None
    facets: dict[str, str] = field(default_factory=dict)
    indicator: str | None = None  # of a sum of money, whose parts repeat no words


@dataclass
class Lead:
    """A line that leads on to bullets: its depth, theirs (set by the first), and what they take from it."""

    level: int
    frame: Frame
    days: tuple[date | None, date | None]
    bullet_level: int | None = None

    def is_over(self, level: int) -> bool:
        return level <= self.level or (self.bullet_level is not None and level < self.bullet_level)


def read_prose(paragraphs: list[Block], catalogue: Catalogue) -> Found:
    """Figures of a report's paragraphs, in the order of reading."""
    reader = _Reader(catalogue, load_lexicon())
    for block in paragraphs:
        reader.read(block)
    return reader.found


class _Reader:
    """Reads paragraph after paragraph, keeping the lead-in that bullets belong to."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon):
        self.catalogue, self.lexicon, self.found = catalogue, lexicon, Found()
        self.heading = ""
        self.outlook_rank: int | None = None  # of the heading that opened a section about the future
        self.leads: list[Lead] = []
        self.unfinished = ""  # a sentence that a page break cut in two

    def read(self, block: Block) -> None:
        text = block.text
        if _FOOTNOTE.match(text):
            return
        rank = next((rank for rank, pattern in enumerate(_HEADINGS) if pattern.match(text)), None)
        if rank is not None and block.level == 0:
            self._enter(text, rank)
            return
        if self.outlook_rank is not None:
            return
        while self.leads and self.leads[-1].is_over(block.level):
            self.leads.pop()
        base = Frame()
        days: tuple[date | None, date | None] = (None, None)
        if self.leads:
            lead = self.leads[-1]
            lead.bullet_level = lead.bullet_level or block.level
            base, days = lead.frame, lead.days
        days = stated_span(text) or days
        frame = self._read_sentences(block, base, days)
        if frame is not None:
            self.leads.append(Lead(block.level, frame, days))
        stripped = text.rstrip()
        self.unfinished = (
            stripped[stripped.rfind(". ") + 1 :]
            if stripped and stripped[-1] not in ".;:!?…,/" and block.level == 0
            else ""
        )

    def _enter(self, heading: str, rank: int) -> None:
        """A new section; one about what is still to come (aims, proposals) lasts until a heading of its rank."""
        self.heading, self.leads, self.unfinished = heading, [], ""
        if self.outlook_rank is None or rank <= self.outlook_rank:
            words = plain(heading)
            self.outlook_rank = rank if self.lexicon.outlook.search(words) and "kết quả" not in words else None

    def _read_sentences(self, block: Block, base: Frame, days: tuple[date | None, date | None]) -> Frame | None:
        """Read a paragraph; the frame that deeper bullets inherit when it leads on to them."""
        text, lexicon = block.text, self.lexicon
        base = self._scoped(base, text)
        stack, previous, first_total, before = [base], base, None, 0
        previous_statement: Statement | None = None
        for written in numbers_in(text):
            gap = text[before : written.start]
            stack, previous = self._moved(stack, previous, gap, base)
            sentence = _sentence(text, written)
            clause = self._clause(text, before, written)
            if lexicon.not_reported.search(_around(text, written)):
                before = written.end
                continue
            statement, frame = None, previous
            if written.kind == "count":
                statement, frame = self._count(text, clause, written, stack[-1], previous)
            elif written.kind == "money":
                statement, frame = self._money(
                    clause, sentence, plain(f"{self.unfinished} {text[: written.start]}"), stack[-1]
                )
            else:
                statement = self._percent(text, gap, sentence, written, previous_statement, stack[-1])
            if statement:
                self._add(statement, block, written, text, days, before)
                previous_statement = statement
                if written.whole and (whole := lexicon.whole_of.get(statement.indicator_code)):
                    second = Statement(whole, 0, "", "", scope=statement.scope, field_code=statement.field_code)
                    self._add(second, block, written.whole, text, days, before)
            if frame.noun or frame.indicator:
                previous, first_total = frame, first_total or frame
            before = (written.whole or written).end
        leads_on = re.search(r":\s*$", text) or lexicon.opens_parts.search(plain(text[before:]))
        return (first_total or self._lead_in(text, base)) if leads_on else None

    def _moved(self, stack: list[Frame], previous: Frame, gap: str, base: Frame) -> tuple[list[Frame], Frame]:
        """Step into parts ("trong đó", an opening bracket), out of them, or on to a new sentence."""
        if re.search(r"\.\s", gap):
            return [base], base
        for sign in re.findall(r"[()]", gap):
            if sign == "(":
                stack, previous = [*stack, previous], previous
            elif len(stack) > 1:
                stack = stack[:-1]
        if self.lexicon.opens_parts.search(plain(gap)) and "(" not in gap:
            stack = [*stack[:-1], previous] if previous is not stack[-1] else stack
        return stack, previous

    def _clause(self, text: str, before: int, written: Written) -> str:
        """The words before a number that belong to it alone, not to the number before it."""
        clause = text[before : written.start]
        if before and (end := _PARTS_ENDS.search(clause)):
            clause = clause[end.start() :]
        elif before:
            clause = ""
        if before == 0 and self.unfinished and clause[:1].islower():
            clause = f"{self.unfinished} {clause}"
        return plain(re.split(r"[;.](?=\s)", clause)[-1])

    def _own_facets(self, clause: str, after: str) -> dict[str, str]:
        """What the words beside a number say: those nearest before it first, then those after it."""
        facets: dict[str, str] = {}
        near = re.split(r"[,(]", clause)[-1]
        for facet in self.lexicon.facets:
            value = (
                self.lexicon.combined(facet, clause)
                or self.lexicon.facet_values(facet, near)
                or self.lexicon.facet_values(facet, clause)
                or self.lexicon.facet_values(facet, after)
            )
            if value:
                facets[facet] = value
        scope = self.lexicon.scope_in(clause) or self.lexicon.scope_in(after)
        if scope:
            facets["scope"] = scope
        return facets

    @staticmethod
    def _inherit(facets: dict[str, str], parent: Frame, previous: Frame) -> dict[str, str]:
        for frame, names in ((parent, _INHERITED_BY_PARTS), (previous, _INHERITED_BY_SIBLINGS)):
            for name in names:
                if name in frame.facets:
                    facets.setdefault(name, frame.facets[name])
        return facets

    def _count(
        self, text: str, clause: str, written: Written, parent: Frame, previous: Frame
    ) -> tuple[Statement | None, Frame]:
        rest = plain(text[(written.whole or written).end :])
        counted = self.lexicon.noun_at(rest)
        noun: str | None
        if counted:
            noun, after = counted[0], rest[counted[1] :]
        elif re.match(r"\s*(?:[;,.()]|$|và\b)", rest):
            noun, after = self.lexicon.noun_in(clause) or parent.noun, rest
        else:
            return None, previous
        after = _CLAUSE_END.split(after)[0]
        after = re.split(r"\d", after)[0]
        facets = self._own_facets(clause, after)
        field_code = self._field(clause) if noun == "dossier" else None
        if field_code:
            facets["field"] = field_code
        # a number that nothing beside it explains may be anything
        has_own_words = bool(facets) or (noun or "").startswith("document")
        facets = self._inherit(facets, parent, previous)
        if (
            noun == "task"
            and "topic" not in facets
            and (topic := self.lexicon.facet_values("topic", plain(self.heading)))
        ):
            facets["topic"] = topic
        frame = Frame(noun, facets)
        rule = next((rule for rule in self.lexicon.counts if rule.fits(noun, facets)), None)
        if rule is None or not has_own_words or facets.get("field") == "?":
            return None, frame
        if written.whole and rule.indicator not in self.lexicon.whole_of:
            return None, frame
        if rule.indicator.startswith("plan_") and not self.lexicon.plan_words.search(plain(f"{self.heading} {text}")):
            return None, frame
        return self._statement(rule.indicator, facets), frame

    def _field(self, clause: str) -> str | None:
        """The field of dossiers that a clause names; "?" when it names one that the list does not know."""
        match = _FIELD.search(clause)
        words = re.findall(r"[^\s,;:.()+–-]+", clause[match.end() :] if match else clause)
        for count in range(min(len(words), 8), 0, -1):
            code = self.catalogue.fields.get(key(" ".join(words[:count])))
            if code and (match or len(words) - count <= 4):
                return code
        return "?" if match and words else None

    def _money(self, clause: str, sentence: str, paragraph: str, parent: Frame) -> tuple[Statement | None, Frame]:
        fitting = {p.indicator for p in self.lexicon.money if p.fits(clause, sentence, paragraph)}
        if not fitting and parent.indicator:
            fitting = {parent.indicator}
        scope = self.lexicon.scope_in(clause) or parent.facets.get("scope", "all")
        if len(fitting) != 1 or self.lexicon.not_reported.search(clause):
            return None, Frame()
        indicator = fitting.pop()
        frame = Frame(None, {"scope": scope}, indicator)
        return self._statement(indicator, frame.facets), frame

    def _percent(
        self, text: str, gap: str, sentence: str, written: Written, previous: Statement | None, parent: Frame
    ) -> Statement | None:
        linked = re.sub(r"^\s*(?:hồ sơ|nhiệm vụ|người|tthc|triệu đồng|tỷ đồng|đồng)", "", gap, flags=re.IGNORECASE)
        if previous is not None and _LINK.fullmatch(linked):
            rate = self.catalogue.rate_of.get(previous.indicator_code)
            if rate is None:
                return None
            statement = self._statement(rate, {"scope": previous.scope, "field": previous.field_code})
            statement.period_start, statement.period_end = previous.period_start, previous.period_end
            return statement
        after = plain(_CLAUSE_END.split(text[written.end :].lstrip(" %"))[0])
        clause = f"{sentence} % {after}"
        fitting = {phrase.indicator for phrase in self.lexicon.percents if phrase.fits(clause, clause, clause)}
        if len(fitting) != 1 or not re.search(r"đạt|tỷ lệ|tỉ lệ|là|:|chiếm|^\W*(?:100)?$|toàn", sentence):
            return None
        facets = {"scope": self.lexicon.scope_in(clause) or parent.facets.get("scope", "all")}
        return self._statement(fitting.pop(), facets)

    def _statement(self, indicator: str, facets: dict[str, str]) -> Statement:
        return Statement(
            indicator, None, "", "", scope=facets.get("scope", "all"), field_code=facets.get("field", "all")
        )

    def _add(
        self, statement: Statement, block: Block, written: Written, text: str,
        days: tuple[date | None, date | None], clause_start: int,
    ) -> None:  # fmt: skip
        if statement.indicator_code not in self.catalogue.indicators:
            return
        near = plain(text[max(0, written.start - 12) : written.start])
        approximate = re.search(rf"{self.lexicon.approximate.pattern}$", near)
        statement.value = written.number.value * written.multiplier
        rounded = written.kind == "percent" or written.multiplier > 1
        statement.half_unit = written.number.half_unit(written.multiplier) if rounded else 0.0
        statement.value_text = text[written.start : written.end]
        statement.value_state = "approximate" if approximate else "reported"
        statement.source_locator = block.span(written.start, written.end)
        statement.label = one_line(text[clause_start : written.end])[-160:]
        until = stated_until(text[clause_start : written.start])
        if until or statement.period_end is None:
            statement.period_start, statement.period_end = (None, until) if until else days
        self.found.statements.append(statement)

    def _scoped(self, base: Frame, text: str) -> Frame:
        """A paragraph that opens with "Cấp huyện:" speaks of that scope throughout."""
        match = re.match(r"[\s+–*-]*((?:đối với |tại |ở )?(?:ubnd )?cấp\s+(?:tỉnh|huyện|xã))\s*[:;,]", plain(text))
        scope = self.lexicon.scope_in(match[1]) if match else None
        return Frame(base.noun, base.facets | {"scope": scope}, base.indicator) if scope else base

    def _lead_in(self, text: str, base: Frame) -> Frame:
        """A line without a number that leads on to bullets ("Kết quả tiếp nhận hồ sơ như sau:")."""
        words = plain(text)
        facets = self._inherit(self._own_facets(words, ""), base, Frame())
        return Frame(
            self.lexicon.noun_in(words),
            {k: v for k, v in facets.items() if k in ("action", "channel", "topic", "scope")},
        )


def _sentence(text: str, written: Written) -> str:
    """The sentence before a number, from its start."""
    return plain(re.split(r"[;.](?=\s)", text[: written.start])[-1])


def _around(text: str, written: Written) -> str:
    """The clause around a number, with the bracket that follows or holds it."""
    start = max((m.end() for m in re.finditer(r"[;.](?=\s)|\(|,(?=\s)", text[: written.start])), default=0)
    end = _CLAUSE_END.search(text, written.end)
    return plain(text[start : end.start() if end else len(text)])
