"""One paragraph of a report, read number by number with the words that belong to each."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest

from orchestration.reports.blocks import Block
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.found import Found, Statement
from orchestration.reports.issuer.periods import stated_until
from orchestration.reports.prose.clauses import CLAUSE_END, LOOK_BACK, SENTENCE_END, is_of_other_matters
from orchestration.reports.prose.frames import Frame, inherit
from orchestration.reports.prose.lexicon import UNKNOWN, Lexicon
from orchestration.reports.prose.rates import money_indicator, percent_indicator
from orchestration.reports.prose.sections import Sections
from orchestration.reports.prose.wording import Wording
from orchestration.reports.prose.written import Written, numbers_in
from orchestration.reports.text import one_line, plain

_UNIT_REPEATED = re.compile(r"^ ?văn bản(?= ?(?:[;,.()]|$|và\b))")  # "Văn bản đến: 1.234 văn bản"
_MARKS = re.compile(r"^\s*(?:[¹²³⁰⁴-⁹]+|\[\d+\])")
_PARTS_ENDS = re.compile(r"[,;:()]|\.\s|\svà\s")
_LEADS_TO_PARTS = re.compile(r":|\s[–-]\s")  # "4.480 hồ sơ: trước hạn 3.905": of the next number
_GOES_ON = re.compile(r"\s+[^\d,;:.()]{1,40}\s(?:với|gồm)\s+")

Days = tuple[date | None, date | None]


@dataclass
class Context:
    """What paragraphs of one report share."""

    catalogue: Catalogue
    lexicon: Lexicon
    period_code: str | None
    wording: Wording
    sections: Sections
    found: Found = field(default_factory=Found)
    unfinished: str = ""  # a sentence that a page break cut in two

    def drop(self, statement: Statement) -> None:
        """Take back a statement that later words showed to be another figure."""
        self.found.statements = [s for s in self.found.statements if s is not statement]


class Paragraph:
    """One paragraph, number by number: which whole each is a part of, and which number went before it."""

    def __init__(self, context: Context, block: Block, base: Frame, days: Days):
        self.context, self.lexicon, self.wording = context, context.lexicon, context.wording
        self.block, self.text, self.days = block, block.text, days
        facets = base.facets | context.wording.opening(block.text)
        self.base = Frame(base.noun, facets, base.indicator, base.statement)
        self.wholes = [self.base]  # the wholes that the next number is a part of, innermost last
        self.previous = self.base  # the number before it in the sentence
        self.first: Frame | None = None  # of the sentence
        self.total: Frame | None = None  # of the paragraph
        self.scopes: list[str] = []  # of the numbers of the sentence, in order
        self.before = 0  # where the number before it ends
        self.clause_start = 0  # where the words of the number before it begin
        self.until = len(block.text)  # where the number after it begins
        self.previous_statement: Statement | None = None
        self.statements: list[Statement] = []

    def read(self) -> Frame | None:
        """Read the paragraph; the frame that deeper bullets inherit when it leads on to them."""
        numbers = numbers_in(self.text)
        for written, following in zip_longest(numbers, numbers[1:]):
            self.until = following.start if following else len(self.text)
            self._read_number(written)
        self._settle_carried_over()
        rest = plain(self.text[self.before :])
        leads_on = re.search(r":\s*$", self.text) or self.lexicon.opens_parts.search(rest)
        return (self.total or self._lead_in()) if leads_on else None

    def _read_number(self, written: Written) -> None:
        gap = self.text[self.before : written.start]
        self._move(gap)
        statement, frame = None, Frame()
        if not is_of_other_matters(self.lexicon, self.text, written, self.before, self.context.period_code):
            if written.is_count:
                statement, frame = self._count(written, gap)
            elif written.kind == "money":
                statement, frame = self._money(written, gap)
            else:
                statement = self._percent(written, gap)
        if statement:
            self._add(statement, written)
            frame.statement = statement
            if written.whole and (whole := self.lexicon.whole_of.get(statement.indicator_code)):
                second = Statement(whole, 0, "", "", scope=statement.scope, field_code=statement.field_code)
                self._add(second, written.whole)
        self.previous_statement = statement
        if frame.noun or frame.indicator:
            self.previous = frame
            self.first = self.first or frame
            self.total = self.total or frame
            self.scopes.append(frame.facets.get("scope", "all"))
        self.before = written.last

    # --- where a number stands

    def _move(self, gap: str) -> None:
        """Step into parts ("trong đó", an opening bracket), out of them, or on to a new sentence."""
        words = plain(gap)
        if end := list(re.finditer(r"\.\s", gap)):
            is_split = re.match(r"\W*(?:trong đó|trong số đó|bao gồm|gồm|cụ thể)\b", plain(gap[end[-1].end() :]))
            whole = self.first if is_split and self.first else self._next_base()
            self.wholes, self.previous, self.first = [whole], whole, whole if is_split else None
            self.scopes = self.scopes if is_split else []
            return
        for sign in re.findall(r"[()]", gap):
            if sign == "(":
                self.wholes = [*self.wholes, self.previous]
            elif len(self.wholes) > 1:
                self.previous = self.wholes[-1]
                self.wholes = self.wholes[:-1]
        opens = self.lexicon.opens_parts.search(words)
        if opens and "(" not in gap and self.previous is not self.wholes[-1]:
            self.wholes = [*self.wholes[:-1], self.previous]

    def _next_base(self) -> Frame:
        """What a new sentence starts from: the level that the one before began with, if it spoke of no other."""
        if "scope" in self.base.facets or self.scopes[:1] in ([], ["all"]):
            return self.base
        scope = self.scopes[0] if len(set(self.scopes)) == 1 else UNKNOWN
        return replace(self.base, facets=self.base.facets | {"scope": scope})

    def _own(self, written: Written) -> str:
        """The words before a number that belong to it alone, not to the number before it; as written."""
        clause = self.text[self.before : written.start]
        if self.before and _GOES_ON.fullmatch(clause):  # "gồm 7 lĩnh vực với 62 nhiệm vụ"
            clause = self.text[self.clause_start : written.start]
        elif self.before:
            self.clause_start = self.before
            end = _PARTS_ENDS.search(clause)
            clause = clause[end.start() :] if end else ""
        elif self.context.unfinished and clause[:1].islower():
            clause = f"{self.context.unfinished} {clause}"
        return SENTENCE_END.split(clause)[-1]

    # --- what a number counts

    def _count(self, written: Written, gap: str) -> tuple[Statement | None, Frame]:
        own = self._own(written)
        clause = plain(own)
        rest = plain(_MARKS.sub("", self.text[written.last : self.until]))
        rest += " 0" if self.until < len(self.text) else ""  # a number follows
        rest = _UNIT_REPEATED.sub("", rest)
        counted = self.lexicon.noun_at(rest)
        noun: str | None
        if counted:
            noun, after = counted[0], rest[counted[1] :]
        elif re.match(r"\s*(?:[;,.()]|$|và\b|–|-\s)", rest):
            noun, after = self.wording.noun_in(clause) or self.wholes[-1].noun or self.previous.noun, rest
        elif self.wholes[-1].noun == "dossier" and self.wording.names_a_part(CLAUSE_END.split(rest)[0]):
            noun, after = "dossier", rest
        else:
            return None, Frame()
        holds_carried = self.lexicon.holds_carried.match(re.sub(r"^\W*(?:bao )?(?:gồm )?", "", after))
        after = _LEADS_TO_PARTS.split(CLAUSE_END.split(after)[0])[0]
        facets = self.wording.facets(clause, after)
        if noun == "dossier":
            if field_code := self.wording.field(clause, after, bool(counted)):
                facets["field"] = field_code
            if self.wording.is_of_others(clause) or (self.before and self.lexicon.named_unit.match(own)):
                facets["field"] = UNKNOWN
        # a number that nothing beside it explains may be anything
        has_own_words = bool(facets) or (noun or "").startswith("document")
        facets = inherit(
            facets, self.wholes[-1], self.previous, self.first, "tổng" in clause, gap, self.lexicon.timed_action
        )
        if noun == "task" and "topic" not in facets:
            topic = self.lexicon.last("topic", plain(self.context.sections.heading))
            facets |= {"topic": topic[1]} if topic else {}
        frame = Frame(noun, facets)
        meant = facets
        if facets.get("action") == "handled":
            meant = {k: v for k, v in facets.items() if k != "timing"} | {"action": "received"}
        rule = next((rule for rule in self.lexicon.counts if rule.fits(noun, meant)), None)
        if rule is None or not has_own_words or holds_carried or UNKNOWN in (facets.get("field"), facets.get("scope")):
            return None, frame
        if written.whole and (
            rule.indicator not in self.lexicon.whole_of or written.whole.number.value < written.number.value
        ):
            return None, frame
        if rule.indicator.startswith("plan_"):
            about = plain(f"{self.context.sections.heading} {self.text}")
            if not self.lexicon.plan_words.search(about):
                return None, frame
        return self._statement(rule.indicator, facets), frame

    def _money(self, written: Written, gap: str) -> tuple[Statement | None, Frame]:
        clause = plain(self._own(written))
        indicator = money_indicator(
            self.lexicon, clause, plain(SENTENCE_END.split(gap)[-1]),
            plain(f"{self.context.unfinished} {self.text[max(0, written.start - LOOK_BACK) : written.start]}"),
        )  # fmt: skip
        part_of = self.wholes[-1].indicator or self.previous.indicator
        field_code = self.wording.field(clause, "", False) if indicator is None and part_of else None
        if indicator is None and part_of and (field_code or self._only_names_a_scope(clause)):
            indicator = part_of
        if indicator is None:
            return None, Frame()
        scope = self.lexicon.scope_in(clause) or self.wholes[-1].facets.get("scope", "all")
        frame = Frame(None, {"scope": scope} | ({"field": field_code} if field_code else {}), indicator)
        if UNKNOWN in frame.facets.values():
            return None, Frame()
        return self._statement(indicator, frame.facets), frame

    def _only_names_a_scope(self, clause: str) -> bool:
        words = re.sub(r"trong đó|bao gồm|gồm|số tiền|ubnd|tại|ở|là|của|thu(?: được)?|đạt", " ", clause)
        return bool(re.fullmatch(r"\W*cấp (?:tỉnh|huyện|xã|thành phố|thị xã|quận|phường)\W*", words))

    def _percent(self, written: Written, gap: str) -> Statement | None:
        whole = self.wholes[-1].facets
        indicator, previous = percent_indicator(
            self.lexicon, self.context.catalogue.rate_of, self.text, written, self.before, gap, self.previous_statement
        )
        if indicator is None or whole.get("field") == UNKNOWN:
            return None
        if previous is not None:
            statement = self._statement(indicator, {"scope": previous.scope, "field": previous.field_code})
            statement.period_start, statement.period_end = previous.period_start, previous.period_end
            return statement
        clause = plain(self._own(written))
        facets = {"scope": self.lexicon.scope_in(clause) or whole.get("scope", "all")}
        if field_code := self.wording.field(clause, "", False) or whole.get("field"):
            facets["field"] = field_code
        is_unsure = UNKNOWN in facets.values() or self.wording.is_of_others(clause)
        return None if is_unsure else self._statement(indicator, facets)

    # --- what was found

    def _statement(self, indicator: str, facets: dict[str, str]) -> Statement:
        return Statement(
            indicator, None, "", "", scope=facets.get("scope", "all"), field_code=facets.get("field", "all")
        )

    def _add(self, statement: Statement, written: Written) -> None:
        if statement.indicator_code not in self.context.catalogue.indicators:
            return
        text = self.text
        near = plain(text[max(0, written.start - 12) : written.start])
        approximate = re.search(rf"{self.lexicon.approximate.pattern}$", near)
        statement.value = written.number.times(written.multiplier)
        rounded = written.kind == "percent" or written.multiplier > 1
        statement.half_unit = written.number.half_unit(written.multiplier) if rounded else 0.0
        statement.value_text = text[written.start : written.end]
        if written.kind == "none":
            statement.value_state = "none_occurred"
        else:
            statement.value_state = "approximate" if approximate else "reported"
        statement.source_locator = self.block.span(written.start, written.end)
        statement.label = one_line(text[self.before : written.end])[-160:]
        until = stated_until(text[self.before : written.start])
        if until or statement.period_end is None:
            statement.period_start, statement.period_end = (None, until) if until else self.days
        self.statements.append(statement)
        self.context.found.statements.append(statement)
        if statement.indicator_code == "dossiers_carried_over":
            # what came from before is a part of the whole: that was more than what was received
            for whole in self.wholes:
                if whole.statement and whole.statement.indicator_code == "dossiers_received":
                    self.context.drop(whole.statement)

    def _settle_carried_over(self) -> None:
        """Of two totals in a paragraph, the one that is the other and what came from before is none of ours."""
        received = [s for s in self.statements if s.indicator_code == "dossiers_received"]
        # nothing carried over leaves nothing to tell them by
        for carried in (s for s in self.statements if s.indicator_code == "dossiers_carried_over" and s.value):
            for total in received:
                same = [s for s in received if (s.scope, s.field_code) == (total.scope, total.field_code)]
                if any(s is not total and s.value + carried.value == total.value for s in same):  # type: ignore[operator]
                    self.context.drop(total)

    def _lead_in(self) -> Frame:
        """A line without a number that leads on to bullets ("Kết quả tiếp nhận hồ sơ như sau:")."""
        words = plain(self.text)
        facets = dict(self.base.facets) | self.wording.facets(words, "")
        kept = ("action", "channel", "topic", "scope", "field")
        return Frame(self.wording.noun_in(words), {k: v for k, v in facets.items() if k in kept})
