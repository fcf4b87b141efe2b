"""Days on which offices work: ``expectations/holidays.yml`` and what the Labour Code makes of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from orchestration.quality.declared import Entry

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST_SPAN = timedelta(days=20)  # a longer one is a slip of the pen
# Tết falls between 21 January and 20 February; its days off begin up to two days before
_TET_FROM, _TET_TO = (1, 19), (2, 20)


@dataclass(frozen=True)
class WorkingDays:
    """Days off beside Saturday and Sunday, and the Saturdays that are worked instead of such a day."""

    off: frozenset[date]
    worked: frozenset[date]

    @classmethod
    def of(cls, entries: Iterable[Entry], years: Iterable[int]) -> "WorkingDays":
        """As the entries of holidays.yml say, those of every year in the years named. Raises DeclarationError.

        A holiday on a Saturday or Sunday is made up for on the next working day (Bộ luật Lao động 2019, Điều 111,
        khoản 3).
        """
        declared: set[date] = set()
        worked: set[date] = set()
        for entry in entries:
            entry.only("day", "name_vi", "source", "worked")
            entry.text("name_vi"), entry.text("source")
            declared.update(_days(entry, years))
            if "worked" in entry.keys:
                worked.add(_worked(entry))
        off = set(declared)
        for day in sorted(declared):
            if day.weekday() >= _SATURDAY:
                while day.weekday() >= _SATURDAY or day in off:
                    day += _ONE_DAY
                off.add(day)
        return cls(frozenset(off), frozenset(worked))

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self._is_worked(day):
            day += _ONE_DAY
        return day

    def after(self, day: date, number: int) -> date:
        """The working day that is so many (1 or more) after a day, which is not counted itself."""
        for _ in range(number):
            day = self.on_or_after(day + _ONE_DAY)
        return day

    def has_tet(self, year: int) -> bool:
        """Whether a day off is declared about the time in which Tết can fall."""
        return any(date(year, *_TET_FROM) <= day <= date(year, *_TET_TO) for day in self.off)

    def _is_worked(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)


def _days(entry: Entry, years: Iterable[int]) -> list[date]:
    written = entry.text("day")
    try:
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})", written):
            return [date(year, int(match[2]), int(match[1])) for year in years]
        first, _, last = written.partition(" - ")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        day, end = date.max, date.min
    if not timedelta(0) <= end - day <= _LONGEST_SPAN:
        expected = "a day of every year (2/9), of one (2027-02-05), or its first and last (2027-02-05 - 2027-02-09)"
        raise entry.error("day", written, expected)
    return [day + n * _ONE_DAY for n in range((end - day).days + 1)]


def _worked(entry: Entry) -> date:
    day = entry.day("worked")
    if day.weekday() < _SATURDAY:
        raise entry.error("worked", day.isoformat(), "a Saturday or Sunday")
    return day
