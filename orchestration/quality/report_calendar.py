"""Who owes which report by when: ``expectations/calendar.yml``, written out as one row a practice, level and period.

Cut-offs and due days are those of Decree 09/2019/NĐ-CP as provinces apply it, and what single provinces do otherwise;
each entry names its source. An entry that cannot be meant fails the load, naming file, entry, what was found and what
was expected.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from orchestration.quality.declared import DeclarationError, Entry
from orchestration.quality.steward_yaml import TextLoader, read_entries
from orchestration.quality.working_days import WorkingDays
from orchestration.reports.issuer.periods import period_of_code
from orchestration.reports.issuer.units import UnitRegister, UnitUnsettled
from orchestration.settings import Settings

_LEVELS = ("province", "district", "commune", "department")
_YEARLY = ("Q1", "Q2", "Q3", "Q4", "H1", "9M", "year")
_KINDS = (*_YEARLY, "month")
_DAY = r"(\d{1,2}|last)"
_SPAN = re.compile(rf"{_DAY}\s*/\s*(\d{{1,2}})\s*[-–]\s*{_DAY}\s*/\s*(\d{{1,2}})")
_MONTH_SPAN = re.compile(rf"{_DAY}\s*[-–]\s*{_DAY}")
_NEAR = timedelta(days=45)  # a cut-off lies at most so far from the end of the period that it is for
_YEARS_AHEAD = 4  # a practice without an end must name days that exist in the next leap year and the others


@dataclass(frozen=True)
class _Practice:
    """One entry: ``cutoffs`` and ``also`` by kind of period (Q1, year, month)."""

    where: str
    name: str
    province_code: str | None
    levels: tuple[str, ...]
    owed_by: str
    valid_from: date
    valid_to: date | None
    due: tuple[str, int]
    cutoffs: dict[str, str]
    also: dict[str, str]
    forms: tuple[str, ...]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def meets(self, other: "_Practice") -> bool:
        """Whether both say something of the same reports."""
        until = min(self.valid_to or date.max, other.valid_to or date.max)
        return (
            self.province_code == other.province_code
            and max(self.valid_from, other.valid_from) <= until
            and bool(set(self.levels) & set(other.levels))
            and bool(self.cutoffs.keys() & other.cutoffs.keys())
        )


def due_periods(settings: Settings, today: date) -> list[dict[str, Any]]:
    """Rows of the landing table ``due_period``: every period whose last day has passed. Raises DeclarationError."""
    register = UnitRegister(settings.units_csv)
    practices = [_practice(entry, register) for entry in _entries(settings.calendar_yml)]
    for one, other in combinations(practices, 2):
        if one.name == other.name:
            raise DeclarationError(f"{other.where}: practice: found {other.name!r}, the name of {one.where} as well")
        if one.meets(other):
            raise DeclarationError(f"{other.where}: names levels, periods and days that {one.where} names as well")
    holidays = list(_entries(settings.holidays_yml))
    rows = []
    for practice in practices:
        # looked at further than they are due: a day that does not exist is told before it comes
        years = range(practice.valid_from.year, (practice.valid_to or today).year + 1 + _YEARS_AHEAD)
        work = WorkingDays.of(holidays, range(years.start, years.stop + 1))
        for year in years:
            for kind, code, also in _periods(practice, year):
                start, end = _days_covered(practice, kind, code)
                due = _due_date(practice, code, end, work)
                if end < today:
                    rows += [
                        {
                            "practice": practice.name, "province_code": practice.province_code, "unit_level": level,
                            "owed_by": practice.owed_by, "period_code": code, "also_code": also,
                            "cutoff_start": start, "cutoff_end": end, "due_date": due,
                            "forms": "|".join(practice.forms),
                        }
                        for level in practice.levels
                    ]  # fmt: skip
    return rows


def years_without_tet(settings: Settings, due: list[dict[str, Any]]) -> list[int]:
    """Years, of those in which the rows of ``due_period`` are due, for which holidays.yml names no day of Tết."""
    years = sorted({row["due_date"].year for row in due})
    work = WorkingDays.of(_entries(settings.holidays_yml), years)
    return [year for year in years if not work.has_tet(year)]


def _entries(path: Path) -> Iterator[Entry]:
    """The entries of a file; no file has none."""
    if not path.exists():
        return
    try:
        entries = read_entries(path, TextLoader)
    except ValueError as error:
        raise DeclarationError(str(error)) from error
    for number, data in enumerate(entries, start=1):
        yield Entry(data, f"{path.name}, entry {number}")


def _practice(entry: Entry, register: UnitRegister) -> _Practice:
    entry.only(
        "practice", "source", "province", "levels", "owed_by", "valid_from", "valid_to", "due", "cutoffs", "also",
        "forms",
    )  # fmt: skip
    entry.text("source")
    valid_from = entry.day("valid_from")
    valid_to = entry.day("valid_to") if "valid_to" in entry.keys else None
    if valid_to and valid_to < valid_from:
        raise entry.error("valid_to", valid_to.isoformat(), f"a day after valid_from {valid_from}")
    province_code = None
    if "province" in entry.keys:
        try:
            province = register.resolve_written(entry.text("province"), valid_from)
        except UnitUnsettled as error:
            raise DeclarationError(f"{entry.where}: province: {error}") from None
        if province.level != "province":
            raise entry.error("province", entry.keys["province"], "a province")
        province_code = province.code
        valid_to = min(filter(None, (valid_to, province.valid_to)), default=None)
    cutoffs = _mapping(entry, "cutoffs", _KINDS)
    if not cutoffs:
        raise entry.error("cutoffs", entry.keys.get("cutoffs"), "a mapping with periods (Q1: 15/12 - 14/3)")
    return _Practice(
        entry.where, entry.text("practice"), province_code, _list(entry, "levels", _LEVELS),
        str(entry.one_of("owed_by", ("all", "senders"), "")), valid_from, valid_to,
        _due_rule(entry), cutoffs, _mapping(entry, "also", tuple(cutoffs)), _list(entry, "forms", None),
    )  # fmt: skip


def _list(entry: Entry, key: str, allowed: tuple[str, ...] | None) -> tuple[str, ...]:
    found = entry.keys.get(key)
    if not isinstance(found, list) or (allowed and (not found or set(found) - set(allowed))):
        raise entry.error(key, found, f"a list of {', '.join(allowed)}" if allowed else "a list (an empty one: [])")
    return tuple(found)


def _mapping(entry: Entry, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
    found = entry.keys.get(key, {})
    if not isinstance(found, dict) or set(found) - set(allowed):
        raise entry.error(key, found, f"a mapping with some of {', '.join(allowed)}")
    return found


def _due_rule(entry: Entry) -> tuple[str, int]:
    found = entry.keys.get("due")
    if isinstance(found, dict) and len(found) == 1:
        [(rule, number)] = found.items()
        highest = {"working_days": 60, "day": 31}.get(rule, 0)
        if isinstance(number, str) and number.isdigit() and 1 <= int(number) <= highest:
            return rule, int(number)
    raise entry.error("due", found, "{working_days: 2} or {day: 20}")


def _periods(practice: _Practice, year: int) -> Iterator[tuple[str, str, str | None]]:
    """Kind, code and other code of each period that ends in a year while the practice holds."""
    for kind in practice.cutoffs:
        also = practice.also.get(kind)
        if also is not None and (also not in _YEARLY or kind == "month"):
            raise DeclarationError(f"{practice.where}: also: found {also!r}, expected one of {', '.join(_YEARLY)}")
        codes = [f"{year}-{month:02}" for month in range(1, 13)] if kind == "month" else [_code(year, kind)]
        for code in codes:
            if practice.holds_on(period_of_code(code).end):
                yield kind, code, _code(year, also) if also else None


def _code(year: int, kind: str) -> str:
    return str(year) if kind == "year" else f"{year}-{kind}"


def _days_covered(practice: _Practice, kind: str, code: str) -> tuple[date, date]:
    """First and last day of a period; the first lies in the year (or month) before where its day comes after."""
    label, written = period_of_code(code), str(practice.cutoffs[kind])
    match = (_MONTH_SPAN if kind == "month" else _SPAN).fullmatch(written.strip())
    if match is None:
        example = "21 - 20 (days)" if kind == "month" else "15/12 - 14/3 (day/month)"
        raise DeclarationError(f"{practice.where}: {kind}: found {written!r}, expected {example}")
    try:
        if kind == "month":
            first, last = match.groups()
            end = _day(label.end.year, label.end.month, last)
            start = _day(end.year, end.month, first)
            if start > end:
                before = end.replace(day=1) - timedelta(days=1)
                start = _day(before.year, before.month, first)
        else:
            first, first_month, last, last_month = match.groups()
            end = _day(label.end.year, int(last_month), last)
            start = _day(end.year, int(first_month), first)
            if start > end:
                start = _day(end.year - 1, int(first_month), first)
    except ValueError:
        raise DeclarationError(
            f"{practice.where}: {kind}: found {written!r}, expected days that exist in {code} (or last: last/2)"
        ) from None
    if abs(end - label.end) > _NEAR:
        raise DeclarationError(
            f"{practice.where}: {kind}: found {written!r}, expected a last day near the end of the period, {label.end}"
        )
    return start, end


def _day(year: int, month: int, day: str) -> date:
    return date(year, month, calendar.monthrange(year, month)[1] if day == "last" else int(day))


def _due_date(practice: _Practice, code: str, end: date, work: WorkingDays) -> date:
    rule, number = practice.due
    if rule == "working_days":
        return work.after(end, number)
    try:
        if (due := period_of_code(code).end.replace(day=number)) >= end:
            # a time limit that ends on a day off ends with the next working day: Bộ luật Dân sự 2015, Điều 148
            return work.on_or_after(due)
    except ValueError:
        pass
    raise DeclarationError(
        f"{practice.where}: due: found day {number}, expected a day of the period's last month on or after the last "
        f"day covered ({code}: {end})"
    )
