"""Where and when a document was signed: "Đoàn Kết, ngày 14 tháng 3 năm 2023"."""

import calendar
import re
from datetime import date

from orchestration.reports.issuer.head_lines import Line
from orchestration.reports.issuer.periods import parse_date

_PLACE_AND_DATE = re.compile(
    r"\W*([^\W\d][^,]{1,40}),\s*ngày[\s.…_]*(\d{0,2})[\s.…_]*tháng[\s.…_]*(\d{0,2})[\s.…_]*năm\s+(\d{4})",
    re.IGNORECASE,
)
_DAY_IN_FIGURES = re.compile(
    r"\W*([^\W\d][^,]{1,40}),\s*(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\W*$", re.IGNORECASE
)
_PUBLISHED = re.compile(r"ngày\s+(?:cập nhật|đăng|ban hành|ký)\s*:?\s*(\d{1,2}/\d{1,2}/\d{4})", re.IGNORECASE)


class Signing:
    """The first line of a head that gives place and date; each fact is None where it is left open."""

    def __init__(self, lines: list[Line]):
        self.place: Line | None = None
        self.date: date | None = None
        self.year: int | None = None
        self._month = 0
        matches = ((line, _PLACE_AND_DATE.match(line.text) or _DAY_IN_FIGURES.match(line.text)) for line in lines)
        line, match = next(((line, match) for line, match in matches if match), (None, None))
        if line and match:
            self.place = Line(match[1].strip(), line.place)
            self.year, self._month = int(match[4]), int(match[3] or 0)
        if match and match[2] and match[3]:
            self.date = parse_date(f"{match[2]}/{match[3]}/{match[4]}")
        elif published := next((m for line in lines if (m := _PUBLISHED.search(line.text))), None):
            self.date = parse_date(published[1])

    @property
    def no_later_than(self) -> date | None:
        """The day of signing, or the end of its month where only the day was left open."""
        if self.date or self.year is None or not 1 <= self._month <= 12:
            return self.date
        return date(self.year, self._month, calendar.monthrange(self.year, self._month)[1])


def is_published_line(text: str) -> bool:
    """Whether a line of a web page says when it was put there."""
    return bool(_PUBLISHED.search(text))
