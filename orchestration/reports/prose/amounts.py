"""Numbers of a sentence as arithmetic needs them: whatever they count, with their place and their rounding.

Other than the numbers that can be figures of indicators (written.py), scores with a decimal and both sides of a
fraction of money are among them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from orchestration.reports.blocks import Block
from orchestration.reports.numbers import parse_number
from orchestration.reports.prose.written import FOOTNOTE, MONEY, MONEY_UNIT, SPACED, whole_number, without_references
from orchestration.reports.text import plain

# A list may begin after the full stop ("523 hồ sơ. Trong đó: …"); "TP. Huế" goes on.
_END = re.compile(
    r"(?<!\bTP)(?<!\bTX)(?<!\bTT)(?<!\.)\."
    r"(?=\s+(?!(?:Trong đó|Trong số đó|Bao gồm|Gồm|Cụ thể|Chia ra)\b)|\s*$)|\n"
)
_LONGEST = 3000  # characters; no sentence is longer, a page saved as one line is
_MOST = 80  # numbers; what holds more is a table typed as text
_DIGITS = re.compile(rf"{SPACED}|(?<![\w.,])\d+(?:[.,]\d+)*(?!\d)", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:gần|trên|hơn|khoảng|xấp xỉ|ước(?: đạt| tính)?|dưới|tối thiểu|ít nhất|không quá|tối đa|[<>≥≤~≈])\s*$"
)
_BEHIND = re.compile(r"\s*%?\s*(?:trở lên|trở xuống|[-–]\s*\d)")
_RANGE = re.compile(r"\d\s*%?\s*[-–]\s*$")
_POINTS = re.compile(r"\s*điểm(?! (?:%|phần trăm))", re.IGNORECASE)
_NORM = re.compile(r"\s*/\s*[^\W\d]")
_OVER = re.compile(
    rf"{FOOTNOTE}*[^\d,.;:()%/]{{0,30}}?(?:/\s*(?:tổng (?:số )?)?|\s(?:trên|trong) tổng số\s+)"
    r"(?:[^\d,.;:()%/]{0,40}\s)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """A number where it stands. Money is in đồng; ``end`` is behind its digits, ``last`` behind its unit or fraction.

    ``kind``: count | money | percent | points. Of a fraction, ``whole`` is the other side. ``is_exact`` is false for
    "gần 500", ranges, norms and all else that no arithmetic may build on.
    """

    value: float
    half_unit: float
    kind: str
    text: str
    start: int
    end: int
    last: int
    locator: str
    is_exact: bool = True
    whole: "Amount | None" = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of a block, with the positions of its amounts counted from its own beginning."""

    block: Block
    text: str
    masked: str  # without dates, numbers of documents and the like
    offset: int

    @cached_property
    def amounts(self) -> list[Amount]:
        """Its numbers in order, a fraction as one."""
        found: list[Amount] = []
        for match in _DIGITS.finditer(self.masked):
            amount = self._amount(match)
            if found and amount.is_exact and found[-1].whole is None:
                fraction = self._fraction(found[-1], amount)
                if fraction:
                    found[-1] = fraction
                    continue
            if found and not self.text[found[-1].end : amount.start].strip():  # "12 345": two numbers, or one?
                found[-1], amount = replace(found[-1], is_exact=False), replace(amount, is_exact=False)
            found.append(amount)
        return found

    def _amount(self, match: re.Match[str]) -> Amount:
        start, end = match.span()
        digits = match[0].replace(" ", "")
        rest = self.text[end : end + 60]
        number, multiplier, kind, last = parse_number(digits), 1.0, "count", end
        if percent := re.match(r"\s*%", rest):
            kind, last = "percent", end + percent.end()
        elif money := MONEY_UNIT.match(rest):
            kind, multiplier, last = "money", MONEY[money[1].lower()], end + money.end()
        elif points := _POINTS.match(rest):
            kind, last = "points", end + points.end()
        else:
            number = whole_number(digits) or number
            kind = "points" if number and number.decimals else "count"
        near = plain(self.text[max(0, start - 20) : start])
        is_rough = _BEFORE.search(near) or _BEHIND.match(rest) or _RANGE.search(self.text[max(0, start - 8) : start])
        is_exact = not (number is None or is_rough or (kind == "money" and _NORM.match(self.text, last)))
        rounded = number is not None and (kind == "percent" or multiplier > 1 or number.decimals > 0)
        return Amount(
            number.times(multiplier) if number else 0.0,
            number.half_unit(multiplier) if number and rounded else 0.0,
            kind, match[0], start, end, last,
            self.block.span(self.offset + start, self.offset + end), is_exact,
        )  # fmt: skip

    def _fraction(self, part: Amount, whole: Amount) -> Amount | None:
        """Both numbers as one, where they are written as "47/49", "47 nhiệm vụ/49 nhiệm vụ", "47 trên tổng số 49"."""
        if not part.is_exact or whole.kind == "percent" or not _OVER.fullmatch(self.masked, part.end, whole.start):
            return None
        if part.kind in ("count", "points") and whole.kind == "money":  # "260.802/637.227 triệu đồng"
            scale, number = MONEY[self.text[whole.end : whole.last].strip().lower()], parse_number(part.text)
            if number is None:
                return None
            half_unit = number.half_unit(scale) if scale > 1 or number.decimals else 0.0
            part = replace(part, kind="money", value=number.times(scale), half_unit=half_unit)
        if part.kind == "points" and whole.kind == "count":
            whole = replace(whole, kind="points")
        elif part.kind == "count" and whole.kind == "points":
            part = replace(part, kind="points")
        return replace(part, whole=whole, last=whole.last) if part.kind == whole.kind else None


def sentences(block: Block) -> Iterator[Sentence]:
    """The sentences of a paragraph."""
    masked = without_references(block.text)
    start = 0
    for end in [*(match.end() for match in _END.finditer(block.text)), len(block.text)]:
        if 0 < end - start <= _LONGEST and len(_DIGITS.findall(masked, start, end)) <= _MOST:
            yield Sentence(block, block.text[start:end], masked[start:end], start)
        start = end
