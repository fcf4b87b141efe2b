"""How well faults are found: consistent reports with planted faults, built and compared with what was planted.

``python scripts/bench_findings.py [--reports 2000] [--seed 1]`` prints precision, recall, findings per fault and how
often the first suspect is the planted cell, overall and by kind of fault, and lists what went wrong.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from generate_reports.faults import Fault
from generate_reports.faults_across import planted
from generate_reports.oracle import Book
from generate_reports.sets import consistent_reports, land
from generate_reports.writing import Report
from rich.console import Console
from rich.table import Table

from orchestration.quality.alerts import ALERT
from orchestration.quality.border import HELD_REPORT
from orchestration.quality.declared import write_declared
from orchestration.quality.history import prepare_history
from orchestration.quality.rules import write_rule_book
from orchestration.settings import Settings
from orchestration.warehouse.dbt import DATABASE, run_dbt

_LISTED = 40


@dataclass(frozen=True)
class Finding:
    report_id: str
    rule_code: str
    scope: str
    field_code: str
    subject: str
    source_file: str
    source_locators: tuple[str, ...]
    suspect_locator: str | None
    message_vi: str

    @property
    def instance(self) -> tuple[str, str, str, str]:
        return self.rule_code, self.scope, self.field_code, self.subject


@dataclass
class Score:
    """Findings held against the planted faults."""

    findings: list[Finding]
    faults: list[Fault]
    of_fault: dict[int, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    false_alarms: list[Finding] = field(default_factory=list)

    @property
    def seen(self) -> list[int]:
        """Faults that a rule of the book can see."""
        return [number for number, fault in enumerate(self.faults) if fault.is_seen]

    @property
    def missed(self) -> list[int]:
        return [number for number in self.seen if not self.of_fault[number]]

    @property
    def located(self) -> list[int]:
        """Faults that can be located, and that were found."""
        return [number for number in self.seen if self.faults[number].is_locatable and self.of_fault[number]]

    def is_right(self, number: int) -> bool:
        """Whether the first suspect of what is told of a fault is a planted cell, and no other cell is suspected."""
        planted = {place for _, place in self.faults[number].places}
        suspects = {f.suspect_locator for f in self.of_fault[number] if f.report_id == self.faults[number].report_id}
        return bool(suspects - {None}) and suspects - {None} <= planted

    @property
    def precision(self) -> float:
        return 1 - len(self.false_alarms) / len(self.findings) if self.findings else 1.0

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / len(self.seen)

    @property
    def first_suspect(self) -> float:
        return sum(self.is_right(number) for number in self.located) / len(self.located)


def build(reports: Iterable[Report], folder: Path) -> Path:
    """Land reports in a warehouse of their own and run every model on them; the build database."""
    settings, landing = Settings(), folder / "landing"
    land(reports, landing)
    for name, schema in (("alert", ALERT), ("held_report", HELD_REPORT)):
        (landing / name).mkdir(exist_ok=True)
        pq.write_table(schema.empty_table(), landing / name / "0.parquet")
    prepare_history(landing)
    write_declared(landing, {}, datetime(2026, 11, 1))
    write_rule_book(settings.rules_dir, settings.indicators_csv, settings.units_csv, landing)
    what = ["--select", "+finding", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"]
    run_dbt(["build", *what], folder, landing)
    return folder / f"{DATABASE}.duckdb"


def findings(database: Path) -> list[Finding]:
    """Open findings of a build."""
    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.execute(
            "select report_id, rule_code, scope, field_code, subject, source_file, source_locators, suspect_locator, "
            "message_vi from quality.finding where status = 'open' order by report_id, rule_code, scope, field_code"
        ).fetchall()
    return [Finding(*row[:6], tuple(row[6] or ()), *row[7:]) for row in rows]


def score(found: Sequence[Finding], faults: Sequence[Fault]) -> Score:
    """Each finding goes to the fault that broke its rule, or whose cell stands among its places."""
    result = Score(list(found), list(faults))
    of_report: dict[str, list[int]] = defaultdict(list)
    of_place: dict[str, int] = {}
    for number, fault in enumerate(faults):
        of_report[fault.report_id].append(number)
        # as another report names it: the folder, and in it file and cell
        of_place |= {f"{file.rpartition('/')[0]}/{place}": number for file, place in fault.places}
    for finding in found:
        here = [
            number
            for number in of_report[finding.report_id]
            if finding.instance in faults[number].rules
            or finding.rule_code in faults[number].elsewhere
            or {place for _, place in faults[number].places} & set(finding.source_locators)
        ]
        elsewhere = [of_place[place] for place in finding.source_locators if place in of_place]
        if not (mine := here or elsewhere):
            result.false_alarms.append(finding)
        for number in mine:
            result.of_fault[number].append(finding)
    return result


def table_of(result: Score, title: str) -> Table:
    table = Table(
        "kind", "planted", "seen by a rule", "found", "findings a fault", "locatable", "suspect named",
        "first suspect right",
        title=title,
    )  # fmt: skip
    kinds = sorted({fault.kind for fault in result.faults})
    for kind in [*kinds, None]:
        numbers = [n for n, fault in enumerate(result.faults) if kind in (None, fault.kind)]
        seen = [n for n in numbers if n in set(result.seen)]
        hit = [n for n in seen if result.of_fault[n]]
        located = [n for n in hit if result.faults[n].is_locatable]
        named = [n for n in located if any(f.suspect_locator for f in result.of_fault[n])]
        right = [n for n in located if result.is_right(n)]
        if kind is None:
            table.add_section()
        table.add_row(
            kind or "all", str(len(numbers)), str(len(seen)), f"{len(hit)} {_share(len(hit), len(seen))}",
            f"{sum(len(result.of_fault[n]) for n in hit) / len(hit):.2f}" if hit else "–", str(len(located)),
            str(len(named)), f"{len(right)} {_share(len(right), len(located))}",
        )  # fmt: skip
    return table


def _share(part: int, whole: int) -> str:
    return f"({part / whole:.3f})" if whole else ""


def listing(result: Score) -> Iterable[str]:
    """What went wrong, for whoever improves rules and blame."""
    for finding in result.false_alarms[:_LISTED]:
        where = f"{finding.source_file} {finding.scope} {finding.field_code}"
        yield f"FALSE ALARM {finding.rule_code} {where}: {finding.message_vi}"
    for number in result.missed[:_LISTED]:
        yield f"MISSED {_told(result.faults[number])}"
    wrong = [n for n in result.located if not result.is_right(n)]
    for number in wrong[:_LISTED]:
        suspects = {f.suspect_locator for f in result.of_fault[number]} - {None}
        yield f"SUSPECT {suspects or 'nothing'} for {_told(result.faults[number])}"


def _told(fault: Fault) -> str:
    rules = ", ".join(["/".join(rule) for rule in fault.rules] + list(fault.elsewhere))
    return f"{fault.kind}: {fault.places[0]} {fault.wrote}; rules {rules}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="also list what went wrong")
    options = parser.parse_args()
    console, book = Console(), Book.read()
    with tempfile.TemporaryDirectory(prefix="cchc-findings-") as folder:
        clean = consistent_reports(options.seed, options.reports)
        quiet = score(findings(build(clean, Path(folder) / "consistent")), [])
        console.print(f"{len(clean)} consistent reports: {len(quiet.findings)} findings (aim 0)")
        reports, faults = planted(clean, options.seed, book)
        result = score(findings(build(reports, Path(folder) / "planted")), faults)
    console.print(table_of(result, f"{len(reports)} reports, {len(faults)} planted faults"))
    console.print(
        f"precision {result.precision:.4f} of {len(result.findings)} findings (aim 0.99), "
        f"recall {result.recall:.4f} of {len(result.seen)} faults that a rule can see (aim 0.99), "
        f"first suspect right {result.first_suspect:.4f} of {len(result.located)} that can be located (aim 0.85)"
    )
    if options.list:
        for line in [*listing(quiet), *listing(result)]:
            console.print(line, markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
