"""Mistakes of the hand: what is written instead of what was meant, in one cell, in two, or in a block of rows."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from generate_reports.sheet import sheet
from generate_reports.writing import Report, catalogue, rounded
from orchestration.reports.found import Statement

Change = list[tuple[int, Statement]]  # statement number and what is written there instead


class Reports:
    """What a fault may need to know beside its own report: the same unit's reports before."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._of_unit: dict[str, list[Report]] = {}
        for report in reports:  # in order of time
            self._of_unit.setdefault(report.row["unit_key"], []).append(report)

    def earlier(self, report: Report) -> list[Report]:
        """The unit's reports before this one, the last first."""
        day, unit = report.row["cutoff_end"], report.row["unit_key"]
        return [other for other in self._of_unit[unit] if other.row["cutoff_end"] < day][::-1]

    def later(self, report: Report) -> list[Report]:
        day, unit = report.row["cutoff_end"], report.row["unit_key"]
        return [other for other in self._of_unit[unit] if other.row["cutoff_end"] > day]

    def before(self, report: Report) -> Report | None:
        return next(iter(self.earlier(report)), None)


def _type(statement: Statement) -> str:
    return catalogue()[statement.indicator_code]["value_type"]


def _pick(report: Report, rng: random.Random, fits: Callable[[Statement], bool]) -> int | None:
    numbers = [
        number
        for number, s in enumerate(report.found.statements)
        if s.value is not None and s.value_state == "reported" and fits(s)
    ]
    return rng.choice(numbers) if numbers else None


def _count(statement: Statement, value: float) -> Statement:
    return replace(statement, value=float(value), value_text=f"{value:.0f}", value_state="reported")


def _other_count(mistake: Callable[[int, random.Random], int | None], least: int = 10) -> "Mistake":
    """A kind of fault that makes another whole number of one."""

    def change(report: Report, history: Reports, rng: random.Random) -> Change:
        number = _pick(report, rng, lambda s: _type(s) == "count" and (s.value or 0) >= least)
        if number is None:
            return []
        statement = report.found.statements[number]
        value = mistake(int(statement.value or 0), rng)
        return [] if value is None or value == statement.value else [(number, _count(statement, value))]

    return change


def _wrong(value: int, rng: random.Random) -> int:
    return max(0, value + rng.choice((-1, 1)) * rng.randint(1, max(2, value // 4)))


def _transposed(value: int, rng: random.Random) -> int | None:
    digits = str(value)
    places = [n for n, (a, b) in enumerate(pairwise(digits)) if a != b and (n or b != "0")]
    if not places:
        return None
    n = rng.choice(places)
    return int(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :])


def _dropped(value: int, rng: random.Random) -> int | None:
    digits = str(value)
    n = rng.randrange(len(digits))
    rest = digits[:n] + digits[n + 1 :]
    return int(rest) if rest[0] != "0" else None


def _doubled(value: int, rng: random.Random) -> int:
    digits = str(value)
    n = rng.randrange(len(digits))
    return int(digits[: n + 1] + digits[n:])


def _factor(report: Report, history: Reports, rng: random.Random) -> Change:
    number = _pick(report, rng, lambda s: _type(s) in ("count", "money", "percent") and (s.value or 0) >= 2)
    if number is None:
        return []
    statement, factor = report.found.statements[number], rng.choice((10, 100, 1000))
    value = statement.value or 0.0
    if _type(statement) == "percent":
        factor = 10  # a comma that was lost or put too early
    if rng.random() < 0.4 and (_type(statement) != "count" or value % factor == 0):
        return [(number, _rescaled(statement, 1 / factor))]
    return [(number, _rescaled(statement, factor))]


def _rescaled(statement: Statement, by: float) -> Statement:
    value = round((statement.value or 0.0) * by, 9)
    return replace(
        statement, value=value, half_unit=statement.half_unit * by, value_text=f"{value:g}".replace(".", ",")
    )


def _percent_as_fraction(report: Report, history: Reports, rng: random.Random) -> Change:
    number = _pick(report, rng, lambda s: _type(s) == "percent" and (s.value or 0) > 0)
    return [] if number is None else [(number, _rescaled(report.found.statements[number], 0.01))]


def _beside(statements: list[Statement], number: int) -> list[int]:
    """The rows above and below in the form, or the columns to the left and right in the table."""
    here = statements[number]
    where = here.source_locator.rpartition("!col ")[0] or here.source_locator.rpartition("!")[0]
    near = [n for n in (number - 1, number + 1) if 0 <= n < len(statements)]
    return [n for n in near if here.source_kind == "form" and statements[n].source_locator.startswith(where)]


def _neighbour_copied(report: Report, history: Reports, rng: random.Random) -> Change:
    number = _pick(report, rng, lambda s: s.source_kind == "form" and _type(s) == "count")
    if number is None:
        return []
    statements = report.found.statements
    near = [
        n for n in _beside(statements, number) if statements[n].value is not None and _type(statements[n]) == "count"
    ]
    if not near:
        return []
    value = statements[rng.choice(near)].value or 0.0
    return [] if value == statements[number].value else [(number, _count(statements[number], value))]


def _block_shifted(report: Report, history: Reports, rng: random.Random) -> Change:
    """Rows of a form, or cells of a row, that all stand one place too early or too late."""
    statements = report.found.statements
    start = _pick(report, rng, lambda s: (s.form_code or "").startswith("BM"))
    if start is None:
        return []
    run = [start]
    while (
        len(run) < rng.randint(3, 7) and run[-1] + 1 < len(statements) and run[-1] + 1 in _beside(statements, run[-1])
    ):
        run.append(run[-1] + 1)
    if len(run) < 3:
        return []
    if rng.random() < 0.5:
        run.reverse()
    # every cell holds what was meant for the next one of the run; the last holds nothing
    moved = [(at, _moved(statements[at], statements[meant])) for at, meant in pairwise(run)]
    last = replace(statements[run[-1]], value=0.0, value_text="0", value_state="reported", half_unit=0.0)
    if rng.random() < 0.5:
        last = replace(last, value=None, value_text="", value_state="blank")
    return [*moved, (run[-1], last)]


def _moved(here: Statement, content: Statement) -> Statement:
    """A cell with what is written in another; a whole number in a cell for a percentage is one to its last digit."""
    decimals = len(content.value_text.rpartition(",")[2]) if "," in content.value_text else 0
    half_unit = 0.5 * 10**-decimals if _type(here) == "percent" else content.half_unit
    if _type(here) == "count":
        half_unit = 0.0
    return replace(
        here, value=content.value, value_text=content.value_text, value_state=content.value_state,
        half_unit=half_unit if content.value is not None else 0.0,
    )  # fmt: skip


def _parts_swapped(report: Report, history: Reports, rng: random.Random) -> Change:
    statements = report.found.statements
    one = _pick(report, rng, lambda s: _type(s) == "count" and (s.value or 0) > 0)
    if one is None:
        return []
    near = [
        n
        for n in (one - 2, one - 1, one + 1, one + 2)
        if 0 <= n < len(statements)
        and statements[n].source_locator.rpartition("!")[0] == statements[one].source_locator.rpartition("!")[0]
        and _type(statements[n]) == "count"
        and statements[n].value not in (None, statements[one].value)
        and statements[n].value_state == "reported"
        and statements[n].scope == statements[one].scope
    ]
    if not near:
        return []
    other = rng.choice(near)
    return [(one, _moved(statements[one], statements[other])), (other, _moved(statements[other], statements[one]))]


def _left_from_before(report: Report, history: Reports, rng: random.Random) -> Change:
    before = history.before(report)
    if before is None:
        return []
    old = {(s.indicator_code, s.scope, s.field_code): s for s in before.found.statements if s.value}
    number = _pick(
        report, rng,
        lambda s: (s.indicator_code, s.scope, s.field_code) in old
        and abs((old[s.indicator_code, s.scope, s.field_code].value or 0) - (s.value or 0)) > 2 * s.half_unit,
    )  # fmt: skip
    if number is None:
        return []
    s = report.found.statements[number]
    return [(number, _moved(s, old[s.indicator_code, s.scope, s.field_code]))]


def _rate_above_100(report: Report, history: Reports, rng: random.Random) -> Change:
    number = _pick(report, rng, lambda s: _type(s) == "percent")
    if number is None:
        return []
    s = report.found.statements[number]
    value = rounded(rng.uniform(101, 160), 0 if s.half_unit == 0.5 else 1)
    return [(number, replace(s, value=value, value_text=f"{value:g}".replace(".", ",")))]


def _part_above_whole(report: Report, history: Reports, rng: random.Random) -> Change:
    pairs = {row["numerator_code"]: row["denominator_code"] for row in catalogue().values() if row["numerator_code"]}
    pairs |= {"staff_present": "staff_quota"}
    whole = {(s.indicator_code, s.scope, s.field_code): s.value for s in report.found.statements}
    number = _pick(report, rng, lambda s: bool(whole.get((pairs.get(s.indicator_code, ""), s.scope, s.field_code))))
    if number is None:
        return []
    s = report.found.statements[number]
    value = (whole[pairs[s.indicator_code], s.scope, s.field_code] or 0) + rng.randint(1, 9)
    return [(number, _count(s, value))]


def _rate_of_nothing(report: Report, history: Reports, rng: random.Random) -> Change:
    figures = sheet(report)
    numbers = []
    for number, s in enumerate(report.found.statements):
        row = catalogue()[s.indicator_code]
        parts = [figures.get((row[part], s.scope, s.field_code, "")) for part in ("numerator_code", "denominator_code")]
        if row["value_type"] == "percent" and s.value is None and all(part and part.value == 0 for part in parts):
            numbers.append(number)
    if not numbers:
        return []
    number = rng.choice(numbers)
    text = rng.choice(("100", "50", "75"))
    s = report.found.statements[number]
    return [(number, replace(s, value=float(text), value_text=text, value_state="reported", half_unit=0.5))]


def _stated_twice_differently(report: Report, history: Reports, rng: random.Random) -> Change:
    times: dict[tuple[str, str, str], int] = {}
    for s in report.found.statements:
        key = (s.indicator_code, s.scope, s.field_code)
        times[key] = times.get(key, 0) + (s.value is not None and s.value_state == "reported")
    number = _pick(report, rng, lambda s: times[s.indicator_code, s.scope, s.field_code] > 1 and (s.value or 0) >= 5)
    if number is None:
        return []
    s = report.found.statements[number]
    if _type(s) == "count":
        return [(number, _count(s, _wrong(int(s.value or 0), rng)))]
    value = (s.value or 0) - rng.randint(2, 4) * max(s.half_unit * 2, 0.1)
    return [(number, replace(s, value=round(value, 6), value_text=f"{value:g}".replace(".", ",")))]


def _one_of_two_left_blank(report: Report, history: Reports, rng: random.Random) -> Change:
    pairs = {row["numerator_code"] for row in catalogue().values()} | {
        r["denominator_code"] for r in catalogue().values()
    }
    number = _pick(report, rng, lambda s: s.form_code in ("BM1", "BM7") and s.indicator_code in pairs)
    if number is None:
        return []
    blank = replace(report.found.statements[number], value=None, value_text="", value_state="blank", half_unit=0.0)
    return [(number, blank)]


Mistake = Callable[[Report, Reports, random.Random], Change]
MISTAKES: dict[str, Mistake] = {
    "wrong value": _other_count(_wrong),
    "transposed digits": _other_count(_transposed),
    "dropped digit": _other_count(_dropped),
    "doubled digit": _other_count(_doubled),
    "factor 10, 100, 1000": _factor,
    "percent as fraction": _percent_as_fraction,
    "value of the neighbour": _neighbour_copied,
    "block shifted by a row": _block_shifted,
    "parts swapped": _parts_swapped,
    "left from the period before": _left_from_before,
    "rate above 100": _rate_above_100,
    "part above whole": _part_above_whole,
    "rate of nothing": _rate_of_nothing,
    "stated twice differently": _stated_twice_differently,
    "one of two left blank": _one_of_two_left_blank,
}
