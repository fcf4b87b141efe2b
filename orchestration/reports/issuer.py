"""Which of the many units that a document names is the one that issued it."""

import re
from collections import Counter
from functools import cached_property

from orchestration.reports.blocks import Document
from orchestration.reports.units import TYPES, Mention, UnitRegister, level_of

HEAD_BLOCKS = 45  # blocks in which a document introduces itself
_TAIL_BLOCKS = 25  # and those in which it takes its leave

_BODY = r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)"
_POLITELY = r"\s*(?:trân trọng\s+|kính\s+|xin\s+)?"
_REPORTS = re.compile(rf"{_POLITELY}(?:báo cáo|tổng hợp)", re.IGNORECASE)
_PLANS = re.compile(rf"{_POLITELY}(?:ban hành|xây dựng) (?:kế hoạch|chương trình)", re.IGNORECASE)
_ACTS = re.compile(
    rf"{_BODY}\s+(xã|phường|thị trấn|huyện|quận|thị xã|tỉnh)\s+(?:đã |luôn |tiếp tục )?"
    r"(?:ban hành|báo cáo|xây dựng|tổ chức|chỉ đạo|triển khai)",
    re.IGNORECASE,
)
_RANKS = {"commune": 0, "district": 1, None: 1, "province": 2}


class Issuer:
    """Looks for the issuer where an author speaks of himself: letterhead, opening, closing, title, place of signing.

    ``head`` are the lines above the title, ``kind`` is report or plan, ``place`` is where it was signed.
    """

    def __init__(
        self, document: Document, register: UnitRegister,
        head: list[str], title: str, kind: str | None, place: str | None,
    ):  # fmt: skip
        self.document, self.register = document, register
        self.head, self.title, self.kind, self.place = head, title, kind, place

    @property
    def mention(self) -> Mention | None:
        """The issuer as the document names it; None when it never does."""
        return self._in_head() or self._speaking() or self._closing() or self._in_title() or self._by_place()

    def _in_head(self) -> Mention | None:
        """Lines above the title that hold nothing but a unit, with its parents or without; the last is the issuer.

        "UBND HUYỆN THANH MIỆN" above "XÃ ĐOÀN KẾT", or "UBND XÃ ĐOÀN KẾT, HUYỆN THANH MIỆN" on one line.
        """
        named = None
        for line in self.head:
            mentions = self.register.mentions(line)
            rest = line
            for mention in reversed(mentions):
                rest = rest[: mention.start] + rest[mention.end :]
            if mentions and not re.sub(rf"{_BODY}|[\W_]", "", rest, flags=re.IGNORECASE):
                # "UBND HUYỆN THANH MIỆN - XÃ ĐOÀN KẾT" is the commune's as well
                named = min(mentions, key=lambda mention: _RANKS[level_of(mention.type_word)])
        return named

    def _speaking(self) -> Mention | None:
        """ "UBND xã … báo cáo", or in a plan "UBND huyện … ban hành Kế hoạch", at the level that speaks."""
        speaks = _PLANS if self.kind == "plan" else _REPORTS
        for block in self.document.paragraphs[:HEAD_BLOCKS]:
            for mention in self.register.mentions(block.text):
                before, after = block.text[: mention.start], block.text[mention.end :]
                if re.search(rf"{_BODY}\s+$", before, re.IGNORECASE) and speaks.match(after) and self._is_own(mention):
                    return mention
        return None

    def _is_own(self, mention: Mention) -> bool:
        """Whether a unit is of the level that the text speaks from; nothing is known against it otherwise."""
        return self._own_level in (None, level_of(mention.type_word)) or mention.type_word == "thành phố"

    def _closing(self) -> Mention | None:
        """ "Trên đây là báo cáo … của UBND xã …"."""
        for block in self.document.paragraphs[-_TAIL_BLOCKS:]:
            if re.search(r"trên đây là", block.text, re.IGNORECASE):
                for mention in reversed(self.register.mentions(block.text)):
                    if re.search(rf"{_BODY}\s+$", block.text[: mention.start], re.IGNORECASE):
                        return mention
        return None

    @cached_property
    def _own_level(self) -> str | None:
        """The level that the document speaks from: that of the "UBND xã/huyện/tỉnh" that acts most often in it."""
        acting = (match for block in self.document.paragraphs for match in _ACTS.finditer(block.text))
        levels = Counter(level_of(match[1]) for match in acting)
        return max(levels, key=lambda level: levels[level], default=None)

    def _in_title(self) -> Mention | None:
        """A unit named by the title ("… của huyện Tuy Phước năm 2024") at the level that the text speaks from."""
        for mention in self.register.mentions(self.title):
            of_others = re.search(rf"của\s+{_BODY}\s+$", self.title[: mention.start], re.IGNORECASE)
            if not of_others and self._own_level and self._is_own(mention):
                return mention
        return None

    def _by_place(self) -> Mention | None:
        """ "Đoàn Kết, ngày …" with a text that speaks as a commune: xã, phường or thị trấn Đoàn Kết."""
        if self.place is None or self._own_level is None:
            return None
        for type_word in TYPES[self._own_level]:
            found = self.register.mentions(f"{type_word} {self.place}")
            if found and found[0].name == self.place:
                return found[0]
        return None
