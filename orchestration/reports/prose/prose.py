"""Figures that stand in sentences.

Each number is read with the words of its own clause; what the clause leaves unsaid it takes from the sentence
or the line that it is a part of ("Trong đó:", bullets, brackets). A number whose words fit no indicator, or
two, stays unmapped: a wrong number in a mart is worse than a missing one.
"""

import re
from dataclasses import dataclass

from orchestration.reports.blocks import Block
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.found import Found
from orchestration.reports.issuer.periods import stated_span
from orchestration.reports.prose.frames import Frame
from orchestration.reports.prose.lexicon import load_lexicon
from orchestration.reports.prose.paragraph import Context, Days, Paragraph
from orchestration.reports.prose.sections import Sections
from orchestration.reports.prose.wording import Wording

_FOOTNOTE = re.compile(r"\s*[¹²³⁰⁴-⁹]")


@dataclass
class Lead:
    """A line that leads on to bullets: its depth, theirs (set by the first), and what they take from it."""

    level: int
    frame: Frame
    days: Days
    bullet_level: int | None = None

    def is_over(self, level: int) -> bool:
        return level <= self.level or (self.bullet_level is not None and level < self.bullet_level)


def read_prose(paragraphs: list[Block], catalogue: Catalogue, period_code: str | None = None) -> Found:
    """Figures of a report's paragraphs, in the order of reading.

    ``period_code`` is the report's; with it, a figure that the text gives for another period is left out.
    """
    lexicon = load_lexicon()
    context = Context(catalogue, lexicon, period_code, Wording(lexicon, catalogue), Sections(lexicon))
    leads: list[Lead] = []
    for block in paragraphs:
        leads = _read_block(block, context, leads)
    return context.found


def _read_block(block: Block, context: Context, leads: list[Lead]) -> list[Lead]:
    """Read a paragraph, a bullet or a heading; the lines that lead on to what follows."""
    text = block.text
    if _FOOTNOTE.match(text):
        return leads
    if context.sections.enter(block):
        context.unfinished = ""
        return []
    if context.sections.is_outlook:
        return leads
    while leads and leads[-1].is_over(block.level):
        leads = leads[:-1]
    base = Frame()
    days: Days = (None, None)
    if leads:
        lead = leads[-1]
        lead.bullet_level = lead.bullet_level or block.level
        base, days = lead.frame, lead.days
    days = stated_span(text) or days
    frame = Paragraph(context, block, base, days).read()
    stripped = text.rstrip()
    is_cut = stripped and stripped[-1] not in ".;:!?…,/" and block.level == 0
    context.unfinished = stripped[stripped.rfind(". ") + 1 :] if is_cut else ""
    return leads if frame is None else [*leads, Lead(block.level, frame, days)]
