"""Headings of a report, and the sections about what is still to come, whose numbers report nothing."""

import re

from orchestration.reports.blocks import Block
from orchestration.reports.prose.lexicon import Lexicon
from orchestration.reports.prose.written import numbers_in
from orchestration.reports.text import plain

# Marks of headings by rank: part, roman numeral, number, letter.
_MARKS = (
    r"phần\s+(?:thứ\s+)?\w+\b\s*[.:–-]?",
    r"[IVX]+\s*[.:)/–-]",
    r"\d{1,2}(?:\.\d{1,2})*\s*[.)/]",
    r"[a-zđ]\s*[.)]",
)
# They hold a few words and end without a full stop.
_HEADINGS = tuple(re.compile(rf"\s*{mark}\s*\S[^:;]{{0,140}}(?<![.;,])\s*$", re.IGNORECASE) for mark in _MARKS)
_MARKED = tuple(re.compile(rf"[\s*]*{mark}\s*", re.IGNORECASE) for mark in _MARKS)
_BARE_RANK = 1  # of a heading without a mark: it stands beside the roman numerals
_LONGEST = 150


class Sections:
    """Where in a report a paragraph stands: the heading above it, and whether that opens an outlook."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon
        self.heading = ""
        self._outlook_rank: int | None = None  # of the heading that opened a section about the future

    @property
    def is_outlook(self) -> bool:
        return self._outlook_rank is not None

    def enter(self, block: Block) -> bool:
        """Take a block as a heading when it is one; an outlook lasts until a heading of its rank."""
        text = block.text
        if block.level or len(text) > _LONGEST:
            return False
        rank = next((rank for rank, pattern in enumerate(_HEADINGS) if pattern.match(text)), None)
        if rank is not None and self._counts_something(text, rank):
            rank = None
        if rank is None:
            rank = self._outlook_heading(text)
        if rank is None:
            return False
        self.heading = text
        if self._outlook_rank is None or rank <= self._outlook_rank:
            words = plain(text)
            is_outlook = self._lexicon.outlook_headings.search(words) and "kết quả" not in words
            self._outlook_rank = rank if is_outlook else None
        return True

    @staticmethod
    def depth(text: str) -> int:
        """How deep the mark of a heading stands ("II." above "1." above "1.1." above "a)"), one without any lowest."""
        rank = next((rank for rank, pattern in enumerate(_MARKED) if pattern.match(text)), len(_MARKED))
        numbered = re.match(r"[\s*]*\d+((?:\.\d+)*)", text)
        return 10 * rank + (numbered[1].count(".") if numbered else 0)

    def _counts_something(self, text: str, rank: int) -> bool:
        """Whether a numbered line states figures ("1. Đã tiếp nhận 523 hồ sơ"), so that it is none."""
        mark = _MARKED[rank].match(text)
        rest = text[mark.end() :] if mark else text
        return any(self._lexicon.noun_at(plain(rest[written.last :])) for written in numbers_in(rest))

    def _outlook_heading(self, text: str) -> int | None:
        """The rank of a heading about what is to come that ends in a colon or carries no mark."""
        if re.search(r"[.;,]\s*$", text) or numbers_in(text):
            return None
        rank, start = _BARE_RANK, 0
        for number, pattern in enumerate(_MARKED):
            if mark := pattern.match(text):
                rank, start = number, mark.end()
                break
        words = plain(text[start:].strip(" *:"))
        opens = self._lexicon.outlook_headings.match(words) and ":" not in words
        return rank if opens and len(words.split()) <= 25 else None
