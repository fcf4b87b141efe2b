"""Consistent sets of reports: nothing contradicts anything else, in a report, over periods and over units."""

import hashlib
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from generate_reports.figures import Truth
from generate_reports.offices import simulate
from generate_reports.units import Cluster, clusters
from generate_reports.writing import Report, Style, Writer, with_rates
from orchestration.warehouse.landing import prepare_landing, write_readings

_FIRST_LANDING = datetime(2026, 10, 1)


def consistent_reports(seed: int, reports: int) -> list[Report]:
    """About ``reports`` reports, in the order in which they came in. The same seed gives the same reports."""
    rng = random.Random(seed)
    found = [report for cluster in clusters(rng, reports) for report in _reports(cluster, rng)]
    found.sort(key=lambda report: (report.row["cutoff_end"], report.row["submission"]))
    return found


def land(reports: Iterable[Report], landing_dir: Path) -> None:
    """Write reports to landing as the readers' output, each load a day after the last: revisions keep their order."""
    prepare_landing(landing_dir)
    loads: dict[int, list[Report]] = {}
    for report in reports:
        loads.setdefault(report.row.get("revision_no", 1), []).append(report)
    for number, batch in sorted(loads.items()):
        landed_at = _FIRST_LANDING + timedelta(days=number)
        write_readings(landing_dir, batch, f"{landed_at:%Y%m%d}T000000", landed_at, "generated")


def _reports(cluster: Cluster, rng: random.Random) -> Iterable[Report]:
    units = cluster.top.family()
    quarters = sorted({quarter for period in cluster.periods for quarter in period.quarters})
    season = {quarter: rng.uniform(0.9, 1.1) for quarter in quarters}
    truth = Truth({unit.key: simulate(unit, quarters, season, rng) for unit in units}, rng.random() < 0.4)
    shared, everybody_alike = Style.drawn(rng), rng.random() < 0.75
    styles = {unit.key: shared if everybody_alike else Style.drawn(rng) for unit in units}
    silent = set() if cluster.everybody_reports else {rng.choice([unit.key for unit in units[1:]])}
    for period in cluster.periods:
        for unit in units:
            if unit.key in silent:
                continue
            folder = f"{unit.province_code}/{unit.code}/{period.code}"
            row = {
                "report_id": hashlib.sha256(folder.encode()).hexdigest()[:16], "submission": folder,
                "submission_sha256": hashlib.sha256(folder.encode()).hexdigest(), "status": "accepted",
                "report_kind": "report", "unit_key": unit.key, "unit_code": unit.code, "unit_name": unit.name,
                "unit_level": unit.level, "province_name": unit.province_name, "period_code": period.code,
                "document_number": f"{rng.randint(1, 300)}/BC-UBND", "issued_date": period.last_day + timedelta(days=2),
                "received_date": period.last_day + timedelta(days=3),
                "title": f"Báo cáo cải cách hành chính {period.code}",
                "cutoff_end": period.last_day, "source_file": f"{folder}/bao-cao.docx",
            }  # fmt: skip
            report = Report(row, unit=unit, period=period)
            Writer(report, with_rates(truth.figures(unit, period)), styles[unit.key], rng).write()
            yield report
