"""Which offices report, on which periods: whole districts and provinces of the real register of units."""

import csv
import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

REGISTER = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "units.csv"
MERGERS = date(2025, 7, 1)  # communes stand below provinces from here on

# A report counts from the start of the year, or its quarter alone: the custom of a province.
CUMULATIVE, QUARTERLY = "cumulative", "quarterly"


@dataclass
class Unit:
    key: str
    code: str
    name: str
    level: str
    province_code: str
    province_name: str
    valid_to: str
    children: list["Unit"] = field(default_factory=list)

    def family(self) -> list["Unit"]:
        """The unit with all below it."""
        return [self, *(unit for child in self.children for unit in child.family())]


@dataclass(frozen=True)
class Period:
    code: str  # 2023-Q1 2023-H1 2023-9M 2023
    quarters: tuple[tuple[int, int], ...]  # (year, quarter) that it covers

    @property
    def last_day(self) -> date:
        year, quarter = self.quarters[-1]
        return (date(year, 3, 14), date(year, 6, 14), date(year, 9, 14), date(year, 12, 14))[quarter - 1]


@dataclass(frozen=True)
class Cluster:
    """Units that report alike, from the top one down, and the periods they report on."""

    top: Unit
    periods: tuple[Period, ...]
    custom: str
    everybody_reports: bool = True  # False: some communes stay silent, so no sum over them can be judged


def clusters(rng: random.Random, reports: int) -> list[Cluster]:
    """Families of units whose reports number about ``reports``: before the mergers of 2025 and after them."""
    before, after = _families(MERGERS.replace(year=2024)), _families(MERGERS.replace(year=2026, month=3))
    two_years = _periods(CUMULATIVE, (2023, 2024))
    found = []
    if reports >= 1000:  # a whole province of each time
        found.append(Cluster(_unit(before, "48", "province"), _periods(QUARTERLY, (2023, 2024)), QUARTERLY))
        found.append(Cluster(_unit(after, "12", "province"), _periods(CUMULATIVE, (2026,))[:3], CUMULATIVE))
    else:
        some = _unit(after, "12", "province")
        some.children = some.children[:4]  # of many more: the province's sums cannot be judged
        found.append(Cluster(some, _periods(CUMULATIVE, (2026,))[:3], CUMULATIVE, everybody_reports=False))
    most = 25 if reports >= 200 else 4
    districts = [unit for unit in before if unit.level == "district" and 2 <= len(unit.children) <= most]
    districts = [unit for unit in districts if unit.province_code != "48"]
    # some merged before the last period ended: their last reports would speak for others
    districts = [unit for unit in districts if all(one.valid_to >= "2024-12-31" for one in unit.family())]
    rng.shuffle(districts)
    while sum(len(cluster.top.family()) * len(cluster.periods) for cluster in found) < reports and districts:
        custom = QUARTERLY if rng.random() < 0.3 else CUMULATIVE
        periods = _periods(QUARTERLY, (2023, 2024)) if custom == QUARTERLY else two_years
        found.append(Cluster(districts.pop(), periods, custom, everybody_reports=rng.random() < 0.85))
    return found


def _periods(custom: str, years: tuple[int, ...]) -> tuple[Period, ...]:
    found = []
    for year in years:
        quarters = tuple((year, quarter) for quarter in (1, 2, 3, 4))
        if custom == QUARTERLY:
            found += [Period(f"{year}-Q{quarter}", ((year, quarter),)) for _, quarter in quarters]
        else:
            spans = ((f"{year}-Q1", 1), (f"{year}-H1", 2), (f"{year}-9M", 3), (f"{year}", 4))
            found += [Period(code, quarters[:last]) for code, last in spans]
    return tuple(found)


def _families(day: date) -> list[Unit]:
    """All units of a day, each with its children."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
        ]  # fmt: skip
    provinces = {row["unit_code"]: row["unit_name"] for row in rows if row["unit_level"] == "province"}
    units = {
        (row["unit_level"], row["unit_code"]): Unit(
            f"{row['unit_code']}_{row['valid_from'].replace('-', '')}", row["unit_code"], row["unit_name"],
            row["unit_level"], row["province_code"], provinces[row["province_code"]], row["valid_to"] or "9999",
        )
        for row in rows
    }  # fmt: skip
    by_code = {unit.code: unit for unit in units.values()}
    for row in rows:
        if row["parent_code"]:
            by_code[row["parent_code"]].children.append(units[row["unit_level"], row["unit_code"]])
    return list(units.values())


def _unit(units: list[Unit], code: str, level: str) -> Unit:
    return next(unit for unit in units if unit.code == code and unit.level == level)
