"""Which of the many units that a document names is the one that issued it."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from orchestration.reports.blocks import Document
from orchestration.reports.issuer.head_lines import HEAD_BLOCKS, Line
from orchestration.reports.issuer.hint import Hint, naming
from orchestration.reports.issuer.labels import labelled
from orchestration.reports.issuer.unit_names import TYPES, Mention, level_of
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.text import bare

_TAIL_BLOCKS = 25  # blocks in which a document takes its leave

_BODY = r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)"
# what stands beside a unit's name in a letterhead, without accents
_COMMITTEES = re.compile(r"\b(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|va)\b|\W")
_ATTACHED = re.compile(rf"kèm theo báo cáo\b[^)]{{0,80}}\bcủa\s+(?:{_BODY}\s+)?$", re.IGNORECASE)
_POLITELY = r"\s*(?:trân trọng\s+|kính\s+|xin\s+)?"
_REPORTS = re.compile(rf"{_POLITELY}(?:báo cáo|tổng hợp)", re.IGNORECASE)
_PLANS = re.compile(rf"{_POLITELY}(?:ban hành|xây dựng) (?:kế hoạch|chương trình)", re.IGNORECASE)
_ACTS = re.compile(
    rf"{_BODY}\s+(xã|phường|thị trấn|huyện|quận|thị xã|tỉnh)\s+(?:đã |luôn |tiếp tục )?"
    r"(?:ban hành|báo cáo|xây dựng|tổ chức|chỉ đạo|triển khai)",
    re.IGNORECASE,
)
RANKS = {"commune": 0, "district": 1, None: 2, "province": 3}  # "thành phố" may be either of the last


class Issuer:
    """Looks for the issuer where an author speaks of himself: letterhead, opening, closing, title, place of signing.

    ``head`` are the lines above the title, ``kind`` is report or plan, ``signed`` is the place of signing.
    """

    def __init__(
        self, document: Document, register: UnitRegister,
        head: list[Line], title: Line, kind: str | None, signed: Line | None,
    ):  # fmt: skip
        self.document, self.register = document, register
        self.head, self.title, self.kind, self.signed = head, title, kind, signed

    @cached_property
    def namings(self) -> list[Hint]:
        """Where the document names its issuer, most believed first; empty when it never does."""
        looks = (self._in_head, self._labelled, self._attached, self._speaking, self._closing, self._in_title,
                 self._by_place)  # fmt: skip
        return [hint for look in looks for hint in look()]

    def _in_head(self) -> Iterator[Hint]:
        """Lines above the title that hold nothing but a unit, with its parents or without.

        "UBND HUYỆN THANH MIỆN" above "XÃ ĐOÀN KẾT", or "UBND XÃ ĐOÀN KẾT" above "Huyện Thanh Miện": the lowest is
        the issuer, be its name in the register or not. Several of the lowest level are a menu or a list, no letterhead.
        """
        named: list[tuple[Mention, str]] = []
        for line in self.head:
            mentions = self.register.mentions(line.text)
            if mentions and not _beside(line.text, mentions):
                named += [(mention, line.place) for mention in mentions]
            elif (unknown := self.register.unknown(line.text)) and (named or unknown.start):  # else a page's menu
                named.append((unknown, line.place))
        if not named:
            return
        rank = min(RANKS[mention.level] for mention, _ in named)
        lowest = {bare(mention.name): (mention, place) for mention, place in named if RANKS[mention.level] == rank}
        if len(lowest) == 1 or rank == RANKS[None]:
            mention, place = list(lowest.values())[-1]
            others = (other for other, _ in named if other != mention)
            yield naming("phần đầu", mention, place, *others, is_formal=True)

    def _labelled(self) -> Iterator[Hint]:
        """ "Đơn vị báo cáo: UBND xã …" above a form, at the foot of a table's head, in a cell beside its label."""
        for line in labelled(self.document, "unit"):
            mentions = self.register.mentions(line.text)
            if mentions and not _beside(line.text, mentions):
                issuer = min(mentions, key=lambda mention: RANKS[mention.level])
                others = (other for other in mentions if other != issuer)
                yield naming("dòng ghi đơn vị báo cáo", issuer, line.place, *others, is_formal=True)

    def _attached(self) -> Iterator[Hint]:
        """ "(Kèm theo Báo cáo số … của UBND xã …)" above an annex."""
        for line in self.head:
            for mention in self.register.mentions(line.text):
                if _ATTACHED.search(line.text[: mention.start]):
                    yield naming("dòng “Kèm theo báo cáo”", mention, line.place, is_formal=True)
                    return

    def _speaking(self) -> Iterator[Hint]:
        """ "UBND xã … báo cáo", or in a plan "UBND huyện … ban hành Kế hoạch", at the level that speaks."""
        speaks = _PLANS if self.kind == "plan" else _REPORTS
        for block in self.document.paragraphs[:HEAD_BLOCKS]:
            for mention in self.register.mentions(block.text):
                before, after = block.text[: mention.start], block.text[mention.end :]
                if re.search(rf"{_BODY}\s+$", before, re.IGNORECASE) and speaks.match(after) and self.is_own(mention):
                    yield naming("câu mở đầu", mention, block.span(mention.start, mention.end))
                    return

    def is_own(self, mention: Mention) -> bool:
        """Whether a unit is of the level that the text speaks from; nothing is known against it otherwise."""
        return self.own_level in (None, mention.level) or mention.type_word == "thành phố"

    def _closing(self) -> Iterator[Hint]:
        """ "Trên đây là báo cáo … của UBND xã … gửi UBND huyện …": the last at the level that the text speaks from."""
        for block in self.document.paragraphs[-_TAIL_BLOCKS:]:
            if not re.search(r"trên đây là", block.text, re.IGNORECASE):
                continue
            bodies = [
                mention
                for mention in self.register.mentions(block.text)
                if re.search(rf"{_BODY}\s+$", block.text[: mention.start], re.IGNORECASE)
            ]
            if spoken := [mention for mention in bodies if self.is_own(mention)] or bodies:
                yield naming("câu kết", spoken[-1], block.span(spoken[-1].start, spoken[-1].end))
                return

    @cached_property
    def own_level(self) -> str | None:
        """The level that the document speaks from: that of the "UBND xã/huyện/tỉnh" that acts most often in it."""
        acting = (match for block in self.document.paragraphs for match in _ACTS.finditer(block.text))
        levels = Counter(level_of(match[1]) for match in acting)
        return max(levels, key=lambda level: levels[level], default=None)

    def _in_title(self) -> Iterator[Hint]:
        """A unit named by the title ("… của huyện Tuy Phước năm 2024") at the level that the text speaks from."""
        for mention in self.register.mentions(self.title.text):
            of_others = re.search(rf"của\s+{_BODY}\s+$", self.title.text[: mention.start], re.IGNORECASE)
            if not of_others and self.own_level and self.is_own(mention):
                yield naming("tiêu đề", mention, self.title.place)
                return

    def _by_place(self) -> Iterator[Hint]:
        """ "Đoàn Kết, ngày …" with a text that speaks as a commune: xã, phường or thị trấn Đoàn Kết."""
        if self.signed is None or self.own_level is None:
            return
        for type_word in TYPES[self.own_level]:
            found = self.register.mentions(f"{type_word} {self.signed.text}")
            if found and found[0].name == self.signed.text:
                yield naming("dòng ngày ký", found[0], self.signed.place)
                return


def _beside(text: str, mentions: list[Mention]) -> str:
    """What else a line says than units and their committees."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return _COMMITTEES.sub("", bare(text))
