"""Numbers in a paragraph that can be figures: counts, percentages, sums of money, fractions like 47/49.

Dates, times, telephone numbers, numbers of documents and laws, quarters, service levels and the like are none.
"""

import re
from dataclasses import dataclass

from orchestration.reports.measures import MONEY_UNITS
from orchestration.reports.numbers import NUMBER, Number, parse_number

FOOTNOTE = r"[¹²³⁰⁴-⁹]"
_FRACTION = re.compile(
    rf"(?<![\w.,/])(\d+(?:\.\d{{3}})*){FOOTNOTE}*"
    r"(?:\s*(?:hồ sơ|nhiệm vụ|tthc|người|biên chế|cán bộ|công chức))?\s*/\s*"
    rf"(\d+(?:\.\d{{3}})*)(?={FOOTNOTE}|[^\w/]|$)(?![.,]\d)",
    re.IGNORECASE,
)
_THINGS = r"(?:hồ sơ|lượt|văn bản|giao dịch|người|tthc|thủ tục|tài khoản|dân)(?!\w)"
# "12 345 hồ sơ": spaces group thousands only before what is counted or paid
SPACED = rf"(?<![\w.,/])[1-9]\d{{0,2}}(?: \d{{3}})+(?=\s+(?:(?:bộ\s+)?{_THINGS}|(?:triệu |tỷ )?đồng))"
_FIGURE = re.compile(rf"{_FRACTION.pattern}|{SPACED}|{NUMBER.pattern}", re.IGNORECASE)
_NOT_FIGURES = re.compile(
    "|".join(
        (
            # dates and times
            r"ngày\s+\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,5})?",
            r"(?<![\d.,])\d{1,2}([/.-])\d{1,2}\1\d{4,5}(?![\d.,]\d)",
            r"ngày\s+\d{1,2}(?!\d|[.,]\d|\s+hồ sơ)",
            r"tháng\s+(?:1[0-2]|0?[1-9])(?:[/-]\d{4}|(?![\d%]|[.,]\d))",
            r"năm\s+(?:19|20)\d{2}(?![.,]?\d)(?:\s*[-–]\s*(?:19|20)\d{2})?",
            r"\d{1,2}\s+tháng(?:\s+(?:đầu|cuối))?(?:\s+năm)?(?:\s+(?:19|20)\d{2}(?![.,]?\d))?",
            r"quý\s+[1-4](?!\d|[.,]\d)(?:/\d{4})?",
            r"(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}",
            r"(?<!\d)\d{1,2}\s*(?:giờ|h)\s*\d{0,2}(?!\w)(?:\s*phút)?",
            r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])",
            r"24\s*/\s*(?:7|24)(?!\d)",
            # names of units, streets' quarters and hamlets that are numbers ("UBND Phường 12", "Khu phố 3")
            r"(?<!\w)(?<!cấp )(?<!các )(?:quận|phường|khu phố|tổ dân phố|khóm|ấp|thôn)\s+\d{1,2}"
            r"(?!\d|[.,]\d|\s*%|\s+hồ sơ)",
            # documents, laws, forms, standards
            r"(?<!tổng )(?<!trong )(?<!con )số\s*:?\s*\d+[\w/.&-]*",
            r"(?:khóa|điều|khoản|phụ lục|đề án|mẫu|biểu|bảng|chương|trang|thứ|đợt)\s*:?\s*\d+[\w/.&-]*",
            r"\d+/\d{4}/[\w-]+",
            r"\d+[-/][A-ZĐa-zđ][\wĐ&-]*",
            r"(?:iso|tcvn)[\s\d:-]+",
            r"\[\d+\]",
            # levels of online services, telephone numbers
            r"mức(?:\s+độ)?\s+\d(?:\s*(?:,|và|-|/)\s*(?:mức(?:\s+độ)?\s+)?\d(?!\d|[.,]\d))*",
            r"0?1\s+(?:phần|cửa)(?!\w)|0?[23]\s+cấp(?!\w)",
            r"(?<![\w.,])0\d{2,3}[.\s]?\d{3}[.\s]?\d{3,4}(?!\d)",
            r"(?:điện thoại|đường dây nóng|hotline|sđt|đt|fax|tổng đài)\D{0,20}[\d.()\s-]{4,}",
        )
    ),
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(r"\d{19,}")  # no count or sum has so many digits; patterns would try each of them anew
MONEY = {**MONEY_UNITS, "đ": 1, "vnđ": 1, "vnd": 1, "tr.đ": 1_000_000, "trđ": 1_000_000}
MONEY_UNIT = re.compile(
    r"\s*(" + "|".join(re.escape(unit) for unit in sorted(MONEY, key=len, reverse=True)) + r")(?!\w| chí\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\s+(?:bộ\s+)?{_THINGS}", re.IGNORECASE)
_NONE_OCCURRED = re.compile(
    r":\s*((?:không|chưa)(?:\s+có|\s+phát\s+sinh)?)(?=\s*(?:[;.)]|$)|\s+hồ\s+sơ\s*(?:[;.)]|$))", re.IGNORECASE
)


@dataclass(frozen=True)
class Written:
    """A number where it stands in a paragraph: a count, a percentage, money, or one side of a fraction."""

    number: Number
    start: int
    end: int
    kind: str  # count | percent | money | none (": không phát sinh", a count of 0)
    multiplier: float = 1.0
    whole: "Written | None" = None  # of "47/49", the 49

    @property
    def is_count(self) -> bool:
        return self.kind in ("count", "none")

    @property
    def last(self) -> int:
        """Where the number ends, the other side of its fraction included."""
        return (self.whole or self).end


def numbers_in(text: str) -> list[Written]:
    """The numbers of a paragraph that can be figures, in order."""
    masked = without_references(text)
    found: list[Written] = []
    taken = 0
    for match in _FIGURE.finditer(masked):
        if match.start() < taken:
            continue
        taken = match.end()
        if match[1]:
            part, whole = whole_number(match[1]), whole_number(match[2])
            if part and whole and not re.match(r"\s*(?:điểm|%)", text[match.end() :]):
                second = Written(whole, match.start(2), match.end(2), "count")
                found.append(Written(part, match.start(1), match.end(1), "count", whole=second))
        elif written := _single(text, match):
            found.append(written)
    found += [Written(Number(0.0, 0), match.start(1), match.end(1), "none") for match in _NONE_OCCURRED.finditer(text)]
    return sorted(found, key=lambda written: written.start)


def without_references(text: str) -> str:
    """The text, as long as before, with blanks in place of dates, numbers of documents and all that is no figure."""
    return _NOT_FIGURES.sub(_blanks, _NO_NUMBER.sub(_blanks, text))


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _single(text: str, match: re.Match[str]) -> Written | None:
    rest = text[match.end() :]
    number = parse_number(match[0].replace(" ", ""))
    if number is None:
        return None
    money = MONEY_UNIT.match(rest)
    if re.match(r"\s*%", rest):
        # "30 - 50 %" is a range, an aim and no figure
        is_range = re.search(r"\d\s*%?\s*[-–]\s*$", text[: match.start()]) or re.match(r"\s*%\s*[-–]\s*\d", rest)
        return None if is_range else Written(number, match.start(), match.end(), "percent")
    if money:
        unit, after = money[1].lower(), rest[money.end() :]
        if _COUNTED.match(after) and "đ" not in unit:  # "1,2 triệu hồ sơ"
            return None
        if re.match(r"\s*/", after):  # "1.000.000 đồng/người/tháng" is a norm, not an amount
            return None
        return Written(number, match.start(), match.end(), "money", MONEY[unit])
    count = whole_number(match[0])
    if count is None or re.match(r"\s*[-–]\s*\d|[/:]", rest):
        return None
    return Written(count, match.start(), match.end(), "count")


def whole_number(text: str) -> Number | None:
    """A whole number; "27,185 hồ sơ" can only be 27185, and "3,5" counts nothing."""
    text = text.replace(" ", "")
    number = parse_number(text)
    if number is None or number.decimals == 0:
        return number
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", text)
    return Number(float(text.replace(",", "")), 0) if grouped else None
