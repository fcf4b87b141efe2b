"""Numbers in a paragraph that can be figures: counts, percentages, sums of money, fractions like 47/49.

Dates, numbers of documents and laws, quarters, service levels and the like are none.
"""

import re
from dataclasses import dataclass

from orchestration.reports.numbers import MONEY_UNITS, NUMBER, Number, parse_number

_FRACTION = re.compile(r"(?<![\w.,/])(\d+(?:\.\d{3})*)\s*/\s*(\d+(?:\.\d{3})*)(?![\w/]|[.,]\d)")
_NOT_FIGURES = re.compile(
    r"(?:từ\s+)?(?:ngày\s+)\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,5})?|\d{1,2}/\d{1,2}/\d{4,5}|(?:tháng|năm)\s+\d{1,4}(?:/\d{4})?"
    r"|\d{1,2}\s+tháng(?:\s+đầu)?(?:\s+năm)?|quý\s+\d|mức(?:\s+độ)?\s+\d(?:\s*(?:,|và|-)\s*(?:mức(?:\s+độ)?\s+)?\d)*"
    r"|(?:số|khóa|điều|khoản|phụ lục|đề án|mẫu|biểu mẫu|chương)\s*:?\s*\d+[\w/.&-]*|\d+/\d{4}/[\w-]+|\d+[-/][A-ZĐ][\wĐ&-]*"
    r"|(?:iso|tcvn)[\s\d:-]+|giai\s+đoạn\s+\d{4}\s*[-–]\s*\d{4}|\d{4}\s*[-–]\s*\d{4}|(?<!\d)\d{1,2}\s*(?:giờ|h)\d*(?!\w)|\b0\d{2,3}[.\s]?\d{3}[.\s]?\d{3,4}\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\s*(" + "|".join(sorted(MONEY_UNITS, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    """A number where it stands in a paragraph: a count, a percentage, money, or one side of a fraction."""

    number: Number
    start: int
    end: int
    kind: str  # count | percent | money
    multiplier: float = 1.0
    whole: "Written | None" = None  # of "47/49", the 49


def numbers_in(text: str) -> list[Written]:
    """The numbers of a paragraph that can be figures: dates, document numbers and labels of periods are not."""
    masked = _NOT_FIGURES.sub(lambda m: " " * len(m[0]), text)
    found: list[Written] = []
    taken = 0
    for match in re.finditer(rf"{_FRACTION.pattern}|{NUMBER.pattern}", masked):
        if match.start() < taken:
            continue
        if match[1]:
            part, whole = parse_number(match[1]), parse_number(match[2])
            if part and whole:
                second = Written(whole, match.start(2), match.end(2), "count")
                found.append(Written(part, match.start(1), match.end(1), "count", whole=second))
                taken = match.end()
            continue
        number = parse_number(match[0])
        if number is None:
            continue
        rest = text[match.end() :]
        money = _MONEY.match(rest)
        if re.match(r"\s*%", rest):
            found.append(Written(number, match.start(), match.end(), "percent"))
        elif money and re.match(r"\s*/", rest[money.end() :]):
            pass  # "1.000.000 đồng/người/tháng" is a norm, not an amount
        elif money:
            found.append(Written(number, match.start(), match.end(), "money", MONEY_UNITS[money[1].lower()]))
        elif not re.match(r"\s*[-–]\s*\d|[/:]", rest):
            found.append(Written(number, match.start(), match.end(), "count"))
        taken = match.end()
    return found
