"""Versions of units and the changes between them: the shapes that scripts/build_units.py fills.

A unit version is keyed by (code, first day). A change says that the territory of one version went, whole or in part,
into another one on a day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

CODES_BEGIN = "2004-07-08"  # Decision 124/2004/QĐ-TTg
NEW_STRUCTURE = "2025-07-01"
FOREVER = "9999-12-31"


@dataclass
class Version:
    """One version of a unit; days are ISO dates, ``valid_to`` the last day, empty while it holds.

    ``other_name`` is one that it is also called by: another spelling, or its name before or after a change whose day
    no source gives.
    """

    code: str
    name: str
    level: str
    parent: str
    province: str
    valid_from: str
    valid_to: str = ""
    other_name: str = ""

    @property
    def key(self) -> str:
        return f"{self.code}_{self.valid_from.replace('-', '')}"

    def valid_on(self, day: str) -> bool:
        return self.valid_from <= day <= (self.valid_to or FOREVER)


@dataclass(frozen=True)
class Change:
    """From one version to the next. Not ``is_dated``: the day is the last possible one."""

    predecessor: str
    successor: str
    changed_on: str
    is_dated: bool = True


@dataclass
class Carried:
    """Where a version went: the unit of today that holds all of it (empty: none), how, and its series.

    ``how``: whole; split (among several units); abolished (a district, its communes went to several new ones);
    unknown (no source says where it went). ``series``: the first version of the same territory at the same level.
    """

    current: str
    how: str
    series: str


def day_before(day: str) -> str:
    """ISO date of the day before an ISO date."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def by_code(versions: list[Version]) -> dict[str, list[Version]]:
    """Versions of each code of one level, in time."""
    found: dict[str, list[Version]] = {}
    for version in sorted(versions, key=lambda version: version.valid_from):
        found.setdefault(version.code, []).append(version)
    return found


def on_day(versions: list[Version], day: str) -> Version:
    """The one of a code's versions that holds on a day. Raises StopIteration when none does."""
    return next(version for version in versions if version.valid_on(day))


def changes_between(crosswalk: list[dict[str, str]], versions: list[Version]) -> list[Change]:
    """Changes that a crosswalk (old_code, new_code, effective_date) tells; a unit that went on unchanged has none."""
    codes, found = by_code(versions), []
    for row in crosswalk:
        day = row["effective_date"]
        before = on_day(codes[row["old_code"]], day_before(day)).key
        after = on_day(codes[row["new_code"]], day).key
        if before != after:
            found.append(Change(before, after, day))
    return found


def carry(versions: list[Version], changes: list[Change]) -> dict[str, Carried]:
    """Follow every version to today. Changes only lead forward in time, so the latest are settled first."""
    level = {version.key: version.level for version in versions}
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}  # of the same level: the district that a new commune lay in is not its past
    for change in changes:
        after.setdefault(change.predecessor, []).append(change.successor)
        if level[change.predecessor] == level[change.successor]:
            before.setdefault(change.successor, []).append(change.predecessor)
    found: dict[str, Carried] = {}
    for version in sorted(versions, key=lambda version: version.valid_from, reverse=True):
        successors = after.get(version.key, [])
        if not version.valid_to:
            current, how = version.key, "whole"
        elif len(successors) == 1:
            current, how = found[successors[0]].current, found[successors[0]].how
        elif not successors:
            current, how = "", "unknown"
        elif level[successors[0]] == version.level:
            current, how = "", "split"
        else:
            current, how = "", "abolished"
        found[version.key] = Carried(current, how, version.key)
    for version in sorted(versions, key=lambda version: version.valid_from):
        sources = before.get(version.key, [])
        if len(sources) == 1 and len(after[sources[0]]) == 1:
            found[version.key].series = found[sources[0]].series
    return found
