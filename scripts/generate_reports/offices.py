"""What truly happened in an office, quarter by quarter: its dossiers by field, and what else it counts."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from generate_reports.units import Unit

Quarter = tuple[int, int]

FIELDS = {
    "commune": ("chung_thuc", "ho_tich", "bao_tro_xa_hoi", "nguoi_co_cong", "dat_dai", "cong_an"),
    "district": ("dat_dai", "dang_ky_kinh_doanh", "xay_dung", "ho_tich", "chung_thuc", "lao_dong_viec_lam"),
    "province": ("dang_ky_kinh_doanh", "xay_dung", "dat_dai", "lao_dong_viec_lam", "tu_phap", "noi_vu"),
}
_SHARES = (0.42, 0.27, 0.14, 0.08, 0.06, 0.03)


@dataclass
class Flow:
    """Dossiers of a quarter in one field: what came by which channel, and what became of it."""

    counts: Counter[str] = field(default_factory=Counter)  # partial full direct postal early on_time late
    opened: Counter[str] = field(default_factory=Counter)  # carried over at its start
    closed: Counter[str] = field(default_factory=Counter)  # within overdue: in progress at its end


@dataclass
class Office:
    """One unit's own numbers, without those of the units below it."""

    unit: Unit
    fields: tuple[str, ...]
    flows: dict[Quarter, dict[str, Flow]] = field(default_factory=dict)
    counts: dict[Quarter, Counter[str]] = field(default_factory=dict)  # what else is counted in a quarter
    years: dict[int, Counter[str]] = field(default_factory=dict)  # what stands all year


def simulate(unit: Unit, quarters: Iterable[Quarter], season: dict[Quarter, float], rng: random.Random) -> Office:
    """An office from the first quarter to the last. ``season`` moves all offices of a region together."""
    size = {"commune": 260, "district": 700, "province": 4000}[unit.level] * rng.lognormvariate(0, 0.35)
    office = Office(unit, FIELDS[unit.level])
    online, speed = rng.uniform(0.45, 0.8), rng.uniform(0.03, 0.08)
    shares = dict(zip(office.fields, _SHARES, strict=True))
    backlog = {name: Counter(within=round(size * share * speed)) for name, share in shares.items()}
    for quarter in quarters:
        year, number = quarter
        if year not in office.years:
            office.years[year] = _year(unit, office.years.get(year - 1), rng)
        online = min(0.95, online * rng.uniform(1.0, 1.03))
        office.flows[quarter] = {}
        for name, share in shares.items():
            came = max(1, round(size * share * season[quarter] * rng.uniform(0.96, 1.04)))
            flow = Flow(opened=Counter(carried=backlog[name].total()))
            sent = round(came * online)
            flow.counts["full"] = round(sent * rng.uniform(0.55, 0.65))
            flow.counts["partial"] = sent - flow.counts["full"]
            flow.counts["postal"] = min(came - sent, round(came * 0.02))
            flow.counts["direct"] = came - sent - flow.counts["postal"]
            left = min(came, round(came * speed * rng.uniform(0.9, 1.1)))
            late = round((came + backlog[name].total() - left) * rng.uniform(0, 0.01))
            done = came + backlog[name].total() - left - late
            flow.counts["late"], flow.counts["early"] = late, round(done * rng.uniform(0.6, 0.7))
            flow.counts["on_time"] = done - flow.counts["early"]
            flow.closed["overdue"] = round(left * rng.uniform(0, 0.1))
            flow.closed["within"] = left - flow.closed["overdue"]
            office.flows[quarter][name], backlog[name] = flow, flow.closed
        office.counts[quarter] = _quarter(unit, office.years[year], number, size, rng)
    return office


def _year(unit: Unit, before: Counter[str] | None, rng: random.Random) -> Counter[str]:
    """What an office has all year; it changes little from one year to the next."""
    if before is None:
        scale = {"commune": 1, "district": 5, "province": 30}[unit.level]
        found = Counter(
            quota=rng.randint(18, 24) * scale, procedures=rng.randint(110, 180) * (1 + (scale > 1)),
            same_level=rng.randint(2, 9), across=rng.randint(20, 60), anywhere=rng.randint(5, 15),
            units_1=rng.randint(0, 2), units_2=rng.randint(1, 3), units_31=rng.randint(0, 3),
            units_32=rng.randint(1, 4),
            units_33=rng.randint(0, 3), units_4=rng.randint(5, 25), agencies=rng.randint(10, 14),
            documents=rng.randint(500, 900),
            invested=rng.randint(4, 9) * 10**9 * scale, forms=rng.randint(100, 300), satisfied=rng.randint(9000, 9900),
        )  # fmt: skip
        found["absent"], found["contract"] = rng.randint(0, found["quota"] // 10), rng.randint(1, 4)
    else:
        found = Counter(before)
        found["procedures"] += rng.randint(0, 3)
        found["invested"] = round(before["invested"] * rng.uniform(1.0, 1.1))
    found["plan"] = rng.randint(28, 45)
    found["level_3"] = round(found["procedures"] * 0.4)
    found["level_4"] = round(found["procedures"] * 0.3)
    found["level_3_eligible"] = found["level_3"] + rng.randint(0, 6)
    found["level_4_eligible"] = found["level_4"] + rng.randint(0, 6)
    found["integrated"] = found["level_3"] + found["level_4"] - rng.randint(0, 8)
    found["payable"] = round(found["procedures"] * 0.25)
    found["paid"] = found["payable"] - rng.randint(0, 9)
    return found


def _quarter(unit: Unit, year: Counter[str], number: int, size: float, rng: random.Random) -> Counter[str]:
    """What an office counts in a quarter beside its dossiers."""
    found = Counter(
        directives=rng.randint(4, 8), plan_done=round(year["plan"] / 4 * rng.uniform(0.8, 1.0)),
        issues=rng.randint(0, 4),
        assigned=rng.randint(20, 30), legal=rng.randint(0, 2), inspected=rng.randint(0, 5), reviewed=rng.randint(1, 6),
        approved=rng.randint(0, 2), announced=rng.randint(0, 4), abolished=rng.randint(0, 3),
        feedback=rng.randint(0, 6),
        downsized=int(rng.random() < 0.1), recruited=rng.randint(0, 2), leaders=int(rng.random() < 0.2),
        moved=rng.randint(0, 1),
        incoming=round(year["documents"] * rng.uniform(0.95, 1.05)),
        outgoing=round(year["documents"] * rng.uniform(0.28, 0.32)),
        invested=round(year["invested"] * rng.uniform(0.2, 0.245)), forms=year["forms"] // 4,
        inspections=rng.randint(1, 3),
        paid_online=round(size * 21_000 * rng.uniform(0.95, 1.05)), divisions=rng.randint(1, 3),
        communes=rng.randint(1, 3),
    )  # fmt: skip
    found["issues_done"] = rng.randint(found["issues"] // 2, found["issues"])
    found["late"] = rng.randint(0, 1)
    found["overdue"] = rng.randint(0, 1)
    found["on_time"] = found["assigned"] - found["late"] - found["overdue"] - rng.randint(0, 2)
    for part, whole in (("inspected_due", "inspected"), ("reviewed_due", "reviewed"), ("feedback_done", "feedback")):
        found[part] = rng.randint(found[whole] // 2, found[whole])
    for part, whole in (("inspected_done", "inspected_due"), ("reviewed_done", "reviewed_due")):
        found[part] = rng.randint(found[whole] // 2, found[whole])
    return found
