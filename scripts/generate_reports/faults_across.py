"""Faults that a report hides by itself and that show only beside earlier reports, or those of other units."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

from generate_reports.faults import Fault, plant
from generate_reports.mistakes import Reports
from generate_reports.oracle import Book
from generate_reports.sheet import Figure, Sheet, sheet
from generate_reports.writing import Report, catalogue, rounded

_PEERS = 12  # as many of a level and province must report for one to stand out
_HISTORY = 6


class World(Reports):
    """Reports by unit and period, and which of them hold a fault already."""

    def __init__(self, reports: list[Report], book: Book, taken: set[str]) -> None:
        super().__init__(reports)
        self.reports, self.book, self.taken = reports, book, taken
        self._sheets: dict[str, Sheet] = {}
        self.at = {(r.row["unit_key"], r.row["period_code"]): r for r in reports}
        self.parents = {child.key: r.unit for r in reports if r.unit for child in r.unit.children}

    def figure(self, report: Report, code: str, scope: str = "all") -> Figure | None:
        if report.report_id not in self._sheets:
            self._sheets[report.report_id] = sheet(report)
        return self._sheets[report.report_id].get((code, scope, "all", ""))

    def value(self, report: Report, code: str, scope: str = "all") -> float | None:
        """An exact figure of a report; None where it is blank, about so much, or not stated."""
        figure = self.figure(report, code, scope)
        return figure.value if figure and figure.state != "approximate" else None


Maker = Callable[[World, Report, random.Random], tuple[str, dict[str, float], tuple[str, ...]] | None]


def planted(clean: Sequence[Report], seed: int, book: Book) -> tuple[list[Report], list[Fault]]:
    """Faults of every kind in a share of consistent reports, and some reports sent again."""
    rng = random.Random(seed)
    reports, within = plant(list(clean), rng, book)
    reports, across = plant_across(reports, within, rng, book)
    return reports, [*within, *across]


def plant_across(
    reports: Sequence[Report], faults: Iterable[Fault], rng: random.Random, book: Book, share: float = 0.06
):
    """Plant faults over periods and units in reports that hold none, and send some reports again.

    Returns the reports, revisions behind them, and the faults.
    """
    world = World(list(reports), book, {fault.report_id for fault in faults})
    planted: list[Fault] = []
    for number, report in enumerate(world.reports):
        if rng.random() < share and _is_free(world, report):
            for maker in rng.sample(_MAKERS, len(_MAKERS)):
                made = maker(world, report, rng)
                if made and (wrong := _changed(world, report, made[1])):
                    world.reports[number], places = wrong
                    world.taken.add(report.report_id)
                    wrote = "; ".join(f"{code} → {value:g}" for code, value in made[1].items())
                    planted.append(Fault(made[0], report.report_id, places, wrote, (), False, made[2]))
                    break
    planted += _rows_left_out(world, rng)
    again, changed = _sent_again(world, rng)
    return [*world.reports, *again], [*planted, *changed]


def _is_free(world: World, report: Report) -> bool:
    """No fault in the report, nor in those just before and after it."""
    near = [report, *world.earlier(report)[:1], *world.later(report)[:1]]
    return not any(r.report_id in world.taken for r in near)


def _changed(
    world: World, report: Report, values: dict[str, float]
) -> tuple[Report, tuple[tuple[str, str], ...]] | None:
    """The report with other values wherever it states these figures of the whole; None where that contradicts itself.

    Percentages of them follow, so that the report agrees with itself.
    """
    wrong, places = deepcopy(report), []
    whole = {code: world.value(report, code) for code in {s.indicator_code for s in report.found.statements}} | values
    for number, s in enumerate(wrong.found.statements):
        row = catalogue()[s.indicator_code]
        value, parts = values.get(s.indicator_code), (row["numerator_code"], row["denominator_code"])
        if row["value_type"] == "percent" and set(parts) & set(values) and all(whole.get(part) for part in parts):
            decimals = {0.5: 0, 0.05: 1}.get(s.half_unit, 2)
            value = rounded(100 * (whole[parts[0]] or 0) / (whole[parts[1]] or 1), decimals)
        if value is not None and (s.scope, s.field_code) == ("all", "all") and s.value is not None:
            text = f"{value:g}".replace(".", ",")
            wrong.found.statements[number] = replace(s, value=value, value_text=text, value_state="reported")
            if s.indicator_code in values:
                places.append((s.source_file, s.source_locator))
    if not places or world.book.broken(wrong, sheet(wrong)):
        return None
    return wrong, tuple(places)


def _cumulative_falls(world: World, report: Report, rng: random.Random):
    """Fewer than were counted earlier in the year."""
    codes = [c for c, row in catalogue().items() if row["is_cumulative"] == "true" and row["value_type"] == "count"]
    this_year = [r for r in world.earlier(report) if r.row["period_code"][:4] == report.row["period_code"][:4]]
    for code in rng.sample(codes, len(codes)):
        before = next((v for r in this_year if (v := world.value(r, code)) is not None), None)
        if before and world.value(report, code) is not None:
            return (
                "cumulative figure falls",
                {code: float(rng.randint(0, int(before) - 1))},
                (f"cumulative_never_falls__{code}",),
            )
    return None


def _jumps(world: World, report: Report, rng: random.Random):
    """A quota, or a count of procedures, of another size than in the last report."""
    before = world.earlier(report)
    for code, rule in (
        ("staff_quota", "quota_jumps"),
        ("procedures_published", "procedures_jump__procedures_published"),
    ):
        value = world.value(report, code)
        if before and value and (old := world.value(before[0], code)) and rng.random() < 0.6:
            factor = rng.uniform(1.6, 2.0) if code == "staff_quota" else rng.uniform(2.5, 4)
            if value * factor > max(1.35 * old, 1.3 * old + 4) or code != "staff_quota":
                return "jump", {code: float(round(value * factor))}, (rule,)
    return None


def _other_backlog(world: World, report: Report, rng: random.Random):
    """Another number carried over than was left open; the rest of the balance follows it."""
    first_day = report.row["period_code"]
    before = world.earlier(report)
    carried = world.value(report, "dossiers_carried_over")
    if not before or carried is None or not _follows(before[0].row["period_code"], first_day):
        return None
    if world.value(before[0], "dossiers_in_progress") is None or world.value(report, "dossiers_resolved") is not None:
        return None
    more = float(rng.randint(3, 12))
    values = {"dossiers_carried_over": carried + more}
    for code in ("dossiers_to_settle", "dossiers_in_progress", "dossiers_in_progress_within_deadline"):
        if (value := world.value(report, code)) is not None:
            values[code] = value + more
    return "carried over is not what was left", values, ("carried_over_from_before",)


def _follows(before: str, after: str) -> bool:
    """Whether a period begins on the day after another ends."""
    year = int(after[:4])
    if after.endswith(("Q2", "Q3", "Q4")):
        return before == f"{year}-Q{int(after[-1]) - 1}"
    return before in (f"{year - 1}", f"{year - 1}-Q4")


def _unlike_parent(world: World, report: Report, rng: random.Random):
    """A commune's payments are others than those that its district or province has added up."""
    parent = world.parents.get(report.row["unit_key"])
    if parent is None or report.row["unit_level"] != "commune":
        return None
    code = "online_payment_amount"
    above = world.at.get((parent.key, report.row["period_code"]))
    family = [world.at.get((child.key, report.row["period_code"])) for child in parent.children]
    if above is None or world.value(above, code, "commune") is None:
        return None
    paid = [world.figure(r, code) if r else None for r in family]
    told = world.figure(above, code, "commune")
    if told is None or told.value is None or any(figure is None or figure.value is None for figure in paid):
        return None
    slack = told.half_unit + sum(figure.half_unit for figure in paid if figure)
    if abs(sum(figure.value or 0.0 for figure in paid if figure) - told.value) > slack:
        return None  # another fault breaks the sum already
    value = float(round((world.value(report, code) or 0.0) * rng.uniform(1.3, 1.6) + 2 * slack + 1))
    return "parent is not the sum", {code: value}, ("communes_below_add_up__online_payment_amount",)


def _unlike_peers(world: World, report: Report, rng: random.Random):
    """A count that grew as no peer's did."""
    before = world.earlier(report)
    code = rng.choice(("documents_incoming", "documents_outgoing", "satisfaction_survey_forms"))
    if not before or not world.value(before[0], code) or (world.value(report, code) or 0) < 25:
        return None
    peers = [
        r
        for r in world.reports
        if r.row["unit_level"] == report.row["unit_level"]
        and r.row["province_name"] == report.row["province_name"]
        and r.row["period_code"] == report.row["period_code"]
        and world.value(r, code)
        and (past := world.earlier(r))
        and past[0].row["period_code"] == before[0].row["period_code"]
        and world.value(past[0], code)
    ]
    if len(peers) < _PEERS:
        return None
    return (
        "outlier among peers",
        {code: (world.value(report, code) or 0) * rng.choice((8, 9, 12))},
        ("outlier_among_peers",),
    )


def _unlike_itself(world: World, report: Report, rng: random.Random):
    """A count far from the unit's own in all periods before."""
    kind = report.row["period_code"][5:6]
    past = [r for r in world.earlier(report) if r.row["period_code"][5:6] == kind]
    code = rng.choice(("documents_incoming", "documents_outgoing"))
    if len([r for r in past if world.value(r, code)]) < _HISTORY or (world.value(report, code) or 0) < 25:
        return None
    value = (world.value(report, code) or 0) * rng.choice((8, 9, 12))
    return "outlier in own history", {code: value}, ("outlier_in_history", "outlier_among_peers")


_MAKERS: tuple[Maker, ...] = (_cumulative_falls, _jumps, _other_backlog, _unlike_parent, _unlike_peers, _unlike_itself)


def _rows_left_out(world: World, rng: random.Random, share: float = 0.01) -> list[Fault]:
    """Forms that lack a row; what is told of them names the row, at the form's first cell."""
    faults = []
    for number, report in enumerate(world.reports):
        if rng.random() >= share or not _is_free(world, report):
            continue
        form = rng.choice(("BM1", "BM3", "BM7"))
        rows = [s for s in report.found.statements if s.form_code == form]
        sure = ("seed_document", "public_source")
        told = Counter(s.indicator_code for s in report.found.statements)  # once: the narrative does not tell it too
        asked = [s for s in rows if catalogue()[s.indicator_code]["source_status"] in sure]
        asked = [s for s in asked[1:] if told[s.indicator_code] == 1]
        if not asked:
            continue
        wrong = deepcopy(report)
        wrong.found.statements.remove(rng.choice(asked))
        if world.book.broken(wrong, sheet(wrong)):
            continue
        world.reports[number] = wrong
        world.taken.add(report.report_id)
        places = ((rows[0].source_file, rows[0].source_locator),)
        faults.append(
            Fault("row left out", report.report_id, places, f"{form} lacks a row", (), False, ("form_incomplete",))
        )
    return faults


def _sent_again(world: World, rng: random.Random, share: float = 0.02) -> tuple[list[Report], list[Fault]]:
    """Reports that come a second time with another figure, although nothing was wrong with it."""
    again, faults = [], []
    for report in world.reports:
        code = rng.choice(("documents_incoming", "documents_outgoing", "inspections_held", "satisfaction_survey_forms"))
        value = world.value(report, code)
        if rng.random() >= share or value is None or not _is_free(world, report):
            continue
        revised = _changed(world, report, {code: value + rng.randint(1, 5)})
        if revised:
            second, places = revised
            second.row |= {
                "report_id": report.report_id[::-1],
                "submission_sha256": report.report_id[::-1],
                "revision_no": 2,
            }
            second.row["received_date"] += timedelta(days=9)
            again.append(second)
            wrote = f"{code} {value:g} → {value + 1:g} or more"
            faults.append(
                Fault("revision changes figures", second.report_id, places, wrote, (), True, ("changed_in_revision",))
            )
    return again, faults
