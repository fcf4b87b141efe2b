"""Figures that stand in sentences.

Each number is read with the words of its own clause; what the clause leaves unsaid it takes from the sentence
or the line that it is a part of ("Trong đó:", bullets, brackets). A number whose words fit no indicator, or
two, stays unmapped: a wrong number in a mart is worse than a missing one.
"""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from orchestration.reports.blocks import Block
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.found import Found, Remark
from orchestration.reports.issuer.periods import stated_span
from orchestration.reports.prose.frames import Frame
from orchestration.reports.prose.lexicon import load_lexicon
from orchestration.reports.prose.paragraph import Context, Days, Paragraph
from orchestration.reports.prose.sections import Sections
from orchestration.reports.prose.subjects import subject_of
from orchestration.reports.prose.wording import Wording

_FOOTNOTE = re.compile(r"\s*[¹²³⁰⁴-⁹]")


_UNMARKED_COUNT = re.compile(r"\d[\d.,]*\s*(?:ho so|nhiem vu|thu tuc|van ban|trieu|ty|%)(?!\w)", re.IGNORECASE)
_LEADERS = re.compile(r"\.{3,}|…+|_{3,}")  # "đã tiếp nhận: ……… 120 hồ sơ": typed over the dots of a printed form
_HEADINGS = -100  # below the levels of bullets and paragraphs: a heading holds for all of them
_UNMARKED = _HEADINGS + Sections.depth("")
_OUTER_STAR = 0.5  # "* Cấp xã:" above "- Tiếp nhận: …" stands outside the bullets, though a star is mostly inside


@dataclass
class Lead:
    """A line that leads on to others: its depth, that of its first bullet, and what they take from it."""

    level: float
    frame: Frame
    days: Days
    bullet_level: float | None = None

    @property
    def is_marked_heading(self) -> bool:
        """Whether it holds until the next heading, whatever stands below it."""
        return self.level < _UNMARKED

    def is_over(self, level: float) -> bool:
        return level <= self.level or (self.bullet_level is not None and level < self.bullet_level)


def read_prose(paragraphs: list[Block], catalogue: Catalogue, period_code: str | None = None) -> Found:
    """Figures of a report's paragraphs, in the order of reading.

    ``period_code`` is the report's; with it, a figure that the text gives for another period is left out.
    """
    lexicon = load_lexicon()
    context = Context(catalogue, lexicon, period_code, Wording(lexicon, catalogue), Sections(lexicon))
    leads: list[Lead] = []
    filled = [replace(block, text=_LEADERS.sub(_spaces, block.text)) for block in paragraphs if block.text.strip()]
    for block, following in zip_longest(filled, filled[1:]):
        is_outer = block.text.lstrip().startswith("*") and following is not None and following.level == 1
        leads = _read_block(block, _OUTER_STAR if is_outer else block.level, context, leads)
    return context.found


def _spaces(leaders: re.Match[str]) -> str:
    return " " * len(leaders[0])


def unmarked_text(paragraphs: list[Block]) -> list[Remark]:
    """A remark where a text was typed without any mark ("da tiep nhan 120 ho so"), whose sentences cannot be read."""
    sentences = [block for block in paragraphs if _UNMARKED_COUNT.search(block.text)]
    if not sentences or not all(block.text.isascii() for block in paragraphs):
        return []
    reason = "gõ không dấu; số liệu trong câu văn không được đọc, hãy gõ có dấu"
    return [Remark("unread_part", f"{len(sentences)} đoạn văn", reason, sentences[0].place)]


def _read_block(block: Block, level: float, context: Context, leads: list[Lead]) -> list[Lead]:
    """Read a paragraph, a bullet or a heading; the lines that lead on to what follows."""
    text = block.text
    if _FOOTNOTE.match(text):
        return leads
    subject = subject_of(text, context.wording)
    is_heading = context.sections.enter(block) or bool(subject and not level)
    if is_heading:
        level = _HEADINGS + context.sections.depth(text)
        context.unfinished = ""
    if context.sections.is_outlook:
        return leads
    while leads and leads[-1].is_over(level):
        leads = leads[:-1]
    base = Frame()
    days: Days = (None, None)
    if leads:
        lead = leads[-1]
        if lead.bullet_level is None and not lead.is_marked_heading:
            lead.bullet_level = level
        base, days = lead.frame, lead.days
    if is_heading or subject:
        frame = Frame(base.noun, base.facets | subject)
        return [*leads, Lead(level, frame, days)] if subject else leads
    days = stated_span(text) or days
    whole = Paragraph(context, block, base, days).read()
    stripped = text.rstrip()
    is_cut = stripped and stripped[-1] not in ".;:!?…,/" and block.level == 0
    context.unfinished = stripped[stripped.rfind(". ") + 1 :] if is_cut else ""
    return leads if whole is None else [*leads, Lead(level, whole, days)]
