"""What a spreadsheet shows for a number: its number format, read as the officer sees the cell.

A format may multiply (0% shows 0.959 as 95,9 %), divide (0.0,, shows 1200000 as 1.2), add words (0" hồ sơ"), or
make a date, a time or a fraction of the number. Digits are never cut: 0% shows 0.4167 as 41,67 %.
Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmt).
"""

import operator
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from orchestration.reports.numbers import written_number

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<end>;)'
    r"|(?P<digits>General|[0#?][0#?,]*(?: +[0#?][0#?,]*)*(?:\.[0#?]*,*)?(?:E[+-]0+)?(?:/[0#?\d]+)?|\.[0#?]+)"
    r"|(?P<percent>%)|(?P<clock>AM/PM|A/P|[dmyhs]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_HOLDS = {"<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq}
_DATE, _TIME = "dd/mm/yyyy", "h:mm"
# Formats that a workbook names by number only. 27-36 and 50-58 are dates of East Asian versions.
BUILT_IN = {
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), _DATE),
    **dict.fromkeys((*range(18, 22), *range(45, 48)), _TIME),
    9: "0%",
    10: "0.00%",
    12: "# ?/?",
    13: "# ??/??",
}
_DAYS = 2_957_003  # days until the year 10000, from 1904 on
FROM_1900, FROM_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


@dataclass
class _Section:
    """One of the up to four parts of a format, each for some numbers: positive; negative; zero."""

    condition: tuple[str, float] | None = None
    before: str = ""
    digits: str = ""
    after: str = ""
    percents: int = 0
    clock: str = ""

    def applies(self, number: float) -> bool:
        return self.condition is None or _HOLDS[self.condition[0]](number, self.condition[1])

    @property
    def is_plain(self) -> bool:
        """Whether a number is shown as it is."""
        scaled = self.digits.endswith(",") or "/" in self.digits
        return not (self.words("") or self.percents or self.clock or scaled)

    def words(self, number: str) -> str:
        """The number between the words of the format; signs that say nothing (brackets, dashes) are no words."""
        before, after = (text if re.search(r"[^\W_]|%", text) else "" for text in (self.before, self.after))
        return f"{before}{number}{after}".strip()

    def show(self, number: float, day_zero: datetime) -> tuple[str, float | None]:
        """The text that stands for the number, and the number where the text is nothing but that."""
        if self.clock:
            return _moment(self.clock, number, day_zero)
        if not self.digits:
            # words alone; a format that shows nothing, or a dash for zero, leaves the number that the cell keeps
            return (text, None) if (text := self.words("")) else (written_number(number), number)
        if "/" in self.digits:
            return self.words(_fraction(self.digits, number)), None
        thousands = len(self.digits) - len(self.digits.rstrip(","))
        number = number * 100**self.percents / 1000**thousands
        text = written_number(number, 6 + 3 * thousands) + "%" * self.percents
        words = self.words(text)
        return words, (number if words == text and not self.percents else None)


class NumberFormat:
    """A format code, such as ``#,##0.0;[Red]-0"%"``."""

    def __init__(self, code: str):
        self._sections = _sections(code)
        self.is_plain = all(section.is_plain and section.condition is None for section in self._sections)

    def show(self, number: float, day_zero: datetime = FROM_1900) -> tuple[str, float | None]:
        """What an officer sees, in Vietnamese writing, and the number where that is all that is seen."""
        sections = self._sections
        if any(section.condition for section in sections):
            section = next((s for s in sections if s.applies(number)), sections[-1])
        else:
            # one section serves all numbers, a second the negative ones, a third zero
            place = 1 if number < 0 else 2 if number == 0 else 0
            section = sections[place if place < len(sections) else 0]
        return section.show(number, day_zero)


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat | None:
    """The format of a code; None for one that shows numbers as they are."""
    known = NumberFormat(code[:255])  # Excel takes no longer ones
    return None if known.is_plain else known


def _sections(code: str) -> list[_Section]:
    sections = [_Section()]
    for token in _TOKEN.finditer(code):
        section, kind, text = sections[-1], token.lastgroup, token[token.lastgroup] if token.lastgroup else ""
        if kind == "end":
            sections.append(_Section())
        elif kind == "bracket":
            if condition := _CONDITION.fullmatch(text):
                section.condition = condition[1], float(condition[2])
            elif re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):  # hours beyond 24
                section.clock += f"[{text.lower()}]"
        elif kind == "percent":
            section.percents += 1
        elif kind == "digits":
            section.digits += text
        elif kind == "clock":
            section.clock += text.lower()
        elif kind is not None and section.digits:
            section.after += text
        elif kind is not None:
            section.before += text
    return sections[:3]  # the fourth is for texts


def _moment(clock: str, number: float, day_zero: datetime) -> tuple[str, float | None]:
    """A date as dd/mm/yyyy, a time as hours and minutes."""
    if not 0 <= number < _DAYS:
        return written_number(number), number
    if re.search(r"[dy]", clock) or not re.search(r"[hs]", clock):
        # Excel counts a 29th of February 1900, so that the days before it are one later
        days = number + 1 if day_zero == FROM_1900 and number < 60 else number
        return f"{day_zero + timedelta(days=days):%d/%m/%Y}", None
    hours, minutes = divmod(round(number * 1440) if "[" in clock else round(number % 1 * 1440), 60)
    return f"{hours}:{minutes:02}", None


def _fraction(digits: str, number: float) -> str:
    """47/49 for 0.959183 in "??/??"; 1 1/2 for 1.5 in "# ?/?"."""
    whole, _, below = digits.rpartition("/")
    exact = Fraction(number)
    if below.isdigit() and int(below):
        part = Fraction(round(exact * int(below)), int(below))
    else:
        part = exact.limit_denominator(10 ** min(len(below), 6) - 1)
    if part.denominator == 1:
        return str(part.numerator)
    ahead = int(part) if " " in whole else 0  # "# ?/?" tells the whole apart
    rest = part - ahead
    return f"{ahead} {abs(rest.numerator)}/{rest.denominator}" if ahead else f"{rest.numerator}/{rest.denominator}"
