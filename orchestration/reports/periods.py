"""Which period a report speaks of, and the days that it says its figures cover.

Label and cut-off are separate facts (NĐ 09/2019 as applied: a quarter may run 15/12 to 14/3, or 10/12 to 9/3):
the label is read from titles and opening sentences, the days only from stated dates.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# What a title plans next is not what it reports: "quý 1, phương hướng nhiệm vụ quý 2".
_OUTLOOK = re.compile(
    r"phương\s+hướng|định\s+hướng|hướng\s+đi|nhiệm\s+vụ\s+(?:trọng\s+tâm|quý|\d+\s+tháng|năm)|kế\s+hoạch\s+(?:quý|tháng)",
    re.IGNORECASE,
)
_YEAR = r"(?:năm\s+|/\s*|-\s*)?((?:19|20)\d{2})"
_PATTERNS = (
    ("range", re.compile(r"\b((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{2})\b", re.IGNORECASE)),
    ("quarter", re.compile(r"quý\s+(IV|III|II|I|[1-4])\b", re.IGNORECASE)),
    ("nine", re.compile(r"\b(?:0?9|chín)\s+tháng", re.IGNORECASE)),
    ("half", re.compile(r"\b(?:0?6|sáu)\s+tháng", re.IGNORECASE)),
    ("month", re.compile(r"tháng\s+(1[0-2]|0?[1-9])\b(?!\s*/\s*\d{1,2}\b)", re.IGNORECASE)),
    ("year", re.compile(r"năm\s+((?:19|20)\d{2})", re.IGNORECASE)),
)
_CODE = re.compile(r"(\d{4})(?:-(Q[1-4]|H1|9M|0[1-9]|1[0-2])|/(\d{4}))?")

_D = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4,5}))?"
_LONG_D = r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4,5})"
ANY_DATE = re.compile(rf"(?<![\d/.])(?:ngày\s+)?(?:{_D}(?![\d/])|{_LONG_D})", re.IGNORECASE)
_SPAN = re.compile(
    r"từ\s+(?:ngày\s+)?(\d{1,2}/\d{1,2}(?:/\d{4})?)\s*(?:đến(?:\s+hết)?|[-–—])\s*(?:ngày\s+)?(\d{1,2}/\d{1,2}/\d{4})",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:đến|tính đến|thời điểm)\s+(?:hết\s+)?(?:thời điểm\s+)?(?:ngày\s+)?(\d{1,2}/\d{1,2}/\d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """A reporting period by its label: code (2023-Q1, 2023-H1, 2023-9M, 2023, 2021-09, 2011/2020) and its days."""

    code: str
    start: date
    end: date


def period_of_code(code: str) -> Period:
    """The calendar days of a period's label. Raises ValueError for anything but a period code."""
    match = _CODE.fullmatch(code.strip())
    if match is None:
        raise ValueError(f"«{code}» không phải mã kỳ; mã đúng như 2023-Q1, 2023-H1, 2023-9M, 2023, 2021-09, 2011/2020")
    year, part, last = int(match[1]), match[2], match[3]
    if last:
        return Period(code, date(year, 1, 1), date(int(last), 12, 31))
    first_month, months = _months(part)
    end_month = first_month + months - 1
    return Period(code, date(year, first_month, 1), date(year, end_month, calendar.monthrange(year, end_month)[1]))


def _months(part: str | None) -> tuple[int, int]:
    if part is None:
        return 1, 12
    if part.startswith("Q"):
        return 3 * int(part[1]) - 2, 3
    if part in ("H1", "9M"):
        return 1, 6 if part == "H1" else 9
    return int(part), 1


def find_period(text: str) -> str | None:
    """The code of the period that a title or an opening sentence speaks of; None when it names none.

    The year may stand after the outlook ("quý 1, phương hướng nhiệm vụ quý 2 năm 2023").
    """
    text = _without_references(text)
    outlook = _OUTLOOK.search(text)
    head = text[: outlook.start()] if outlook and _label(text[: outlook.start()]) else text
    label = _label(head)
    if label is None:
        return None
    kind, match = label
    if kind == "range":
        return f"{match[1]}/{match[2]}"
    if kind == "year":
        return match[1]
    year = re.search(_YEAR, text[match.end() :])
    if year is None:
        return None
    if kind == "quarter":
        return f"{year[1]}-Q{_QUARTERS[match[1].lower()]}"
    if kind == "month":
        return f"{year[1]}-{int(match[1]):02d}"
    return f"{year[1]}-{'9M' if kind == 'nine' else 'H1'}"


def _label(text: str) -> tuple[str, re.Match[str]] | None:
    """The first label of the text; a year counts only where nothing finer stands."""
    found = [
        (match.start(), kind, match)
        for kind, pattern in _PATTERNS
        if kind != "year" and (match := pattern.search(text))
    ]
    if found:
        _, kind, match = min(found, key=lambda item: item[0])
        return kind, match
    match = _PATTERNS[-1][1].search(text)
    return ("year", match) if match else None


def _without_references(text: str) -> str:
    """The text without dates and cited documents, whose months and years are not the report's."""
    text = re.sub(
        r"số\s*:?\s*\d+[^\s,;)]*/[^\s,;)]+(?:\s+ngày\s+\d{1,2}/\d{1,2}/\d{4})?",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", " ", text, flags=re.IGNORECASE)
    return re.sub(r"(?<!\d)\d{1,2}/\d{1,2}/\d{4}", " ", text)


def parse_date(text: str) -> date | None:
    """A date as written, d/m/yyyy or "d tháng m năm yyyy"; None when it is no day of the calendar."""
    match = ANY_DATE.search(text)
    if match is None:
        return None
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    if year is None or len(year) != 4:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def stated_span(text: str) -> tuple[date, date] | None:
    """The days "từ ngày … đến ngày …" that a sentence states for its figures."""
    match = _SPAN.search(text)
    if match is None:
        return None
    end = parse_date(match[2])
    start_text = match[1]
    if end and start_text.count("/") == 1:
        start_text = f"{start_text}/{end.year}"
    start = parse_date(start_text)
    if start and end and start > end and match[1].count("/") == 1:
        start = date(start.year - 1, start.month, start.day)
    return (start, end) if start and end else None


def stated_until(text: str) -> date | None:
    """The day "đến ngày …" that a clause states for its figure."""
    match = _UNTIL.search(text)
    return parse_date(match[1]) if match else None
