"""Which period a report speaks of, and the days that it says its figures cover.

Label and cut-off are separate facts (NĐ 09/2019 as applied: a quarter may run 15/12 to 14/3, or 10/12 to 9/3):
the label is read from titles and opening sentences, the days only from stated dates.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "hai": 2, "ba": 3, "bốn": 4,
             "tư": 4}  # fmt: skip
# What a title plans next is not what it reports: "quý 1, phương hướng nhiệm vụ quý 2".
_OUTLOOK = re.compile(
    r"phương\s+hướng|định\s+hướng|hướng\s+đi|nhiệm\s+vụ\s+(?:trọng\s+tâm|quý|\d+\s+tháng|năm)|kế\s+hoạch\s+(?:quý|tháng)",
    re.IGNORECASE,
)
_YEAR = r"(?:năm\s+|/\s*|-\s*)?((?:19|20)\d{2})"
_PATTERNS = (
    ("range", re.compile(r"\b((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{2})\b", re.IGNORECASE)),
    (
        "quarter",
        # "Q.1" only before a year: it is a district of a city as well
        re.compile(
            r"qu[ýí]\s*[.:]?\s*0?(IV|III|II|I|[1-4]|một|hai|ba|bốn|tư)\b"
            r"|\bq\.?\s*(IV|III|II|I|[1-4])(?=\s*[/.-]?\s*(?:năm\s*)?20\d\d)",
            re.IGNORECASE,
        ),
    ),
    ("first", re.compile(r"\b(?:0?3|ba)\s+tháng\s+đầu", re.IGNORECASE)),
    ("twelve", re.compile(r"\b(?:12|mười hai)\s+tháng(?=\s*(?:của\s+|trong\s+)?(?:năm|/))", re.IGNORECASE)),
    ("nine", re.compile(r"\b(?:0?9|chín)\s+tháng(?!\s+cuối)", re.IGNORECASE)),
    ("half", re.compile(r"\b(?:0?6|sáu)\s+tháng(?!\s+cuối)", re.IGNORECASE)),
    ("month", re.compile(r"tháng\s+(1[0-2]|0?[1-9])\b(?!\s*/\s*\d{1,2}\b)", re.IGNORECASE)),
    ("year", re.compile(r"(?<!cuối )năm\s+((?:19|20)\d{2})", re.IGNORECASE)),
)
_MARKED = {"quy": "quý", "thang": "tháng", "nam": "năm", "dau": "đầu", "cuoi": "cuối", "sau thang": "sáu tháng",
           "chin thang": "chín tháng", "va": "và", "phuong huong": "phương hướng", "nhiem vu": "nhiệm vụ",
           "trong tam": "trọng tâm", "ngay": "ngày", "so": "số"}  # fmt: skip
_UNMARKED = re.compile(
    rf"(?<!quang )(?<!viet )(?<!\bha )\b(?:{'|'.join(sorted(_MARKED, key=len, reverse=True))})\b", re.IGNORECASE
)
_WIDTHS = ("month", "first", "quarter", "half", "nine", "twelve", "year")
_JOINS = re.compile(r"(?:\s*(?:năm\s+|/\s*)?(?:19|20)\d{2})?\s*(?:và|,|;)\s*(?:cả\s+|báo cáo\s+)?", re.IGNORECASE)
_CODE = re.compile(r"(\d{4})(?:-(Q[1-4]|H1|9M|0[1-9]|1[0-2])|/(\d{4}))?")

_D = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4,5}))?"
_LONG_D = r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4,5})"
ANY_DATE = re.compile(rf"(?<![\d/.])(?:ngày\s+)?(?:{_D}(?![\d/])|{_LONG_D})", re.IGNORECASE)
_DAY = r"\d{1,2}\s*(?:[/.-]|tháng)\s*\d{1,2}"
_DAY_OF_YEAR = rf"{_DAY}\s*(?:[/.-]|,?\s*năm)\s*\d{{4}}(?!\d)"
_SPAN = re.compile(
    rf"(?:từ|số\s+liệu)\s*:?\s*(?:ngày\s+)?({_DAY_OF_YEAR}|{_DAY})\s*(?:(?:đến|tới)(?:\s+hết)?|[-–—])\s*"
    rf"(?:ngày\s+)?({_DAY_OF_YEAR})",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"(?:đến|tính đến|thời điểm)\s+(?:hết\s+)?(?:thời điểm\s+)?(?:ngày\s+)?({_DAY_OF_YEAR})",
    re.IGNORECASE,
)
_AHEAD = timedelta(days=31)  # a cut-off is at most so long before the end of the period that it is for


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


def find_period(text: str, said_on: date | None = None) -> str | None:
    """The code of the period that a title or an opening sentence speaks of; None when it names none.

    The year may stand after the outlook ("quý 1, phương hướng nhiệm vụ quý 2 năm 2023"). Of periods joined by
    "và" the widest counts, for it holds the others: "quý IV và năm 2022" is the report of 2022, "quý III và 9
    tháng năm 2022" that of nine months. A span of years counts only where no other period is named: "năm 2023
    thực hiện Kế hoạch giai đoạn 2021-2025" is 2023. The last half of a year and a week have no code and are None.

    A text without a year speaks of the last such period that was over, or nearly, on the day ``said_on``: "quý IV"
    in January is that of the year before.
    """
    text = _without_references(_with_marks(text))
    outlook = _OUTLOOK.search(text)
    head = text[: outlook.start()] if outlook and _label(text[: outlook.start()]) else text
    label = _label(head)
    if label is None:
        return None
    kind, match = label
    if kind == "range":
        return f"{match[1]}/{match[2]}"
    if kind == "year":
        return None if re.search(r"\btuần\s+(?:thứ\s+)?\d", head, re.IGNORECASE) else match[1]
    year = re.search(_YEAR, text[match.end() :]) or re.search(r"năm\s+((?:19|20)\d{2})", text, re.IGNORECASE)
    if year:
        return _code(kind, match, int(year[1]))
    # "quý I/23"
    if short := re.match(r"\s*[/-]\s*(\d{2})(?![\d/.-])", text[match.end() :]):
        return _code(kind, match, 2000 + int(short[1]))
    if said_on is None:
        return None
    codes = (_code(kind, match, year) for year in (said_on.year, said_on.year - 1))
    return next((code for code in codes if period_of_code(code).end - _AHEAD <= said_on), None)


def _with_marks(text: str) -> str:
    """A text that was typed without any mark ("Quy III nam 2025"), its words of time as they are written."""
    return _UNMARKED.sub(lambda word: _MARKED[word[0].lower()], text) if text.isascii() else text


def _code(kind: str, match: re.Match[str], year: int) -> str:
    if kind == "quarter":
        return f"{year}-Q{_QUARTERS[(match[1] or match[2]).lower()]}"
    if kind == "month":
        return f"{year}-{int(match[1]):02d}"
    return f"{year}{ {'first': '-Q1', 'half': '-H1', 'nine': '-9M', 'twelve': ''}[kind] }"


def _label(text: str) -> tuple[str, re.Match[str]] | None:
    """The period that a text names first, or the wider one that it joins to it; a year only if nothing finer."""
    ranges = list(_PATTERNS[0][1].finditer(text))
    found = sorted(
        ((match.start(), kind, match) for kind, pattern in _PATTERNS[1:] for match in pattern.finditer(text)
         if not any(r.start() <= match.end() and match.start() <= r.end() for r in ranges)),
        key=lambda item: item[0],
    )  # fmt: skip
    if not found:
        return ("range", ranges[0]) if ranges else None
    _, kind, match = next((item for item in found if item[1] != "year"), found[0])
    for start, wider, later in found:
        if start > match.end() and _WIDTHS.index(wider) > _WIDTHS.index(kind):
            between = text[match.end() : start]
            if _JOINS.fullmatch(between):
                kind, match = wider, later
            elif between.strip():  # else the year of the label itself
                break
    return kind, match


def speaks_of_other_period(text: str, code: str) -> bool:
    """Whether the last period that a clause names is another than a report's ("6 tháng đầu năm", "năm 2022").

    A year that the report's period lies in is the same ("biên chế năm 2023" in a report of a quarter); a sum
    since the start of the year ("lũy kế", "từ đầu năm") is another, unless the report covers just that.
    """
    own = period_of_code(code)
    since_january = own.start.month == 1
    if re.search(r"l[ũu][yỹ]\s+kế|(?<!ngay )từ\s+đầu\s+năm", text, re.IGNORECASE) and not since_january:
        return True
    text = _without_references(text)
    finer = [(kind, pattern) for kind, pattern in _PATTERNS if kind != "year"]
    found = [(match.start(), kind, match) for kind, pattern in finer for match in pattern.finditer(text)]
    if found:
        _, kind, match = max(found, key=lambda item: item[0])
        named = find_period(match[0] if kind == "range" else f"{match[0]} {_year_after(text, match) or own.start.year}")
        return named is not None and named != code and kind != "range"
    years = {int(year) for year in re.findall(r"năm\s+((?:19|20)\d{2})(?!\s*[-–])", text, re.IGNORECASE)}
    return bool(years) and not any(own.start.year <= year <= own.end.year for year in years)


def _year_after(text: str, match: re.Match[str]) -> str | None:
    year = re.match(rf"\s*(?:đầu\s+|cuối\s+)?{_YEAR}", text[match.end() :])
    return year[1] if year else None


def _without_references(text: str) -> str:
    """The text without dates and cited documents, whose months and years are not the report's."""
    text = re.sub(
        r"số\s*:?\s*\d+[^\s,;)]*/[^\s,;)]+(?:\s+ngày\s+\d{1,2}/\d{1,2}/\d{4})?",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?", " ", text, flags=re.IGNORECASE)
    return re.sub(r"(?<!\d)\d{1,2}\s*([/.-])\s*\d{1,2}\s*\1\s*\d{4}", " ", text)


def parse_date(text: str) -> date | None:
    """A date as written, d/m/yyyy or "d tháng m năm yyyy"; None when it is no day of the calendar."""
    match = ANY_DATE.search(text)
    if match is None:
        return None
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    if year is None or len(year) != 4:
        return None
    return _date(int(year), int(month), int(day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def stated_span(text: str) -> tuple[date, date] | None:
    """The days "từ ngày … đến ngày …" that a sentence states for its figures; the first may lack its year."""
    match = _SPAN.search(text)
    if match is None:
        return None
    first, last = ([int(number) for number in re.findall(r"\d+", written)] for written in match.groups())
    end = _date(last[2], last[1], last[0])
    if end is None:
        return None
    years = first[2:] or [end.year, end.year - 1]
    starts = (_date(year, first[1], first[0]) for year in years)
    return next(((start, end) for start in starts if start and start <= end), None)


def stated_until(text: str) -> date | None:
    """The day "đến ngày …" that a clause states for its figure; none where it states the first day too."""
    match = _UNTIL.search(_SPAN.sub(" ", text))
    return parse_date(match[1]) if match else None


def period_words(code: str) -> str:
    """A period's label as officers say it: 2023-Q1 is "quý I năm 2023"."""
    period = period_of_code(code)
    year, _, part = code.partition("-")
    if "/" in code:
        return f"giai đoạn {code.replace('/', '-')}"
    names = {"": "", "H1": "6 tháng đầu ", "9M": "9 tháng đầu "}
    if part.startswith("Q"):
        return f"quý {('I', 'II', 'III', 'IV')[int(part[1]) - 1]} năm {year}"
    return f"{names[part]}năm {year}" if part in names else f"tháng {period.start.month} năm {year}"
