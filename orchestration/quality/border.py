"""Border checks: what a landed batch must look like before anything is built on it (Great Expectations).

The suites stand in ``expectations/border/<table>.json``, in the form Great Expectations itself uses, so
that a steward can read and change them. A missing column or a wrong type is a fault of our readers and
stops the load; a bad row holds back the one report that it belongs to, and the night goes on.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration import clock
from orchestration.quality.validation import ExpectationOutcome, is_empty, read_suite, shown, validate
from orchestration.quality.validation_page import keep_result
from orchestration.settings import Settings
from orchestration.warehouse.schema import LANDING_TABLES

if TYPE_CHECKING:
    import pandas as pd

CHECKED_TABLES = ("report", "report_file", "statement", "target", "task", "index_score", "remark", "calculation")
_TOLD = 5  # bad rows named in the reason for holding a report

HELD_REPORT = pa.schema([("report_id", pa.string()), ("reason_vi", pa.string())])


class BorderError(RuntimeError):
    """A landed table is not shaped as agreed: a fault of ours, not of a report."""


@dataclass
class BorderResult:
    outcomes: list[ExpectationOutcome] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)  # report_id -> reason (Vietnamese)
    tables: list[dict[str, Any]] = field(default_factory=list)  # what was looked at: suite, table, name_vi, rows

    @property
    def success(self) -> bool:
        return not self.held and all(outcome.success for outcome in self.outcomes)


def check_landed(settings: Settings) -> dict[str, BorderResult]:
    """Check every landed batch not checked yet; batch (load id) -> result.

    Usually that is the batch just landed; one left over from a load that broke off is taken too. For each,
    writes the held reports to landing, the results to ``validation/border/<load>.json``, and the page anew.
    Raises BorderError or SuiteError; the batch then stays unchecked and is tried again by the next load.
    """
    results: dict[str, BorderResult] = {}
    catalogue = {
        "indicator_codes": _column(settings.indicators_csv, "indicator_code"),
        "field_codes": _column(settings.fields_csv, "field_code"),
    }
    for load_id in unchecked_loads(settings):
        tables = read_batch(settings.landing_dir, load_id)
        results[load_id] = result = check_border(tables, settings.border_suites_dir, catalogue)
        write_held(settings.landing_dir, load_id, result.held)
        submissions = dict(zip(tables["report"]["report_id"], tables["report"]["submission"], strict=True))
        document = {
            "checked_at": clock.now().isoformat(timespec="seconds"),
            "reports": len(tables["report"]),
            "held": [
                {"report_id": key, "submission": submissions[key], "reason_vi": reason}
                for key, reason in result.held.items()
            ],
            "tables": result.tables,
            "expectations": [asdict(outcome) for outcome in result.outcomes],
        }
        keep_result(settings.validation_dir, "border", load_id, document)
    if not any((settings.landing_dir / "held_report").glob("*.parquet")):
        write_held(settings.landing_dir, "none", {})  # dbt reads a folder that has at least one file
    return results


def unchecked_loads(settings: Settings) -> list[str]:
    """Batches in landing that hold reports and have no border result, oldest first."""
    return [
        path.stem
        for path in sorted((settings.landing_dir / "report").glob("*.parquet"))
        if not (settings.validation_dir / "border" / f"{path.stem}.json").exists() and pq.read_metadata(path).num_rows
    ]


def read_batch(landing_dir: Path, load_id: str) -> dict[str, "pd.DataFrame"]:
    """The checked tables of one batch as pandas frames (text as str, dates as datetime.date).

    Raises BorderError when a table is missing from the batch or its columns or types are not those agreed.
    """
    frames = {}
    for table in CHECKED_TABLES:
        path = landing_dir / table / f"{load_id}.parquet"
        if not path.exists():
            raise BorderError(f"landing table {table}: batch {load_id} has no file")
        found = pq.read_table(path)
        expected = LANDING_TABLES[table]
        if not found.schema.equals(expected):
            wrong = sorted({column.name for column in set(found.schema) ^ set(expected)}) or ["column order"]
            raise BorderError(f"landing table {table}, batch {load_id}: not as in the schema: {', '.join(wrong)}")
        frames[table] = found.to_pandas()
    return frames


def check_border(
    tables: Mapping[str, "pd.DataFrame"], suites_dir: Path, catalogue: Mapping[str, list[str]]
) -> BorderResult:
    """Run one suite a table over the rows of a batch.

    Args:
        tables: CHECKED_TABLES, as `read_batch` gives them.
        suites_dir: folder of ``<table>.json``.
        catalogue: values for the suites' parameters ``indicator_codes`` and ``field_codes``.
    Raises:
        SuiteError: a suite cannot be read or run.
        BorderError: a table as a whole is wrong, or a bad row has no report.
    """
    result = BorderResult()
    reasons: dict[str, list[str]] = {}
    reports = {str(row["report_id"]): row for row in tables["report"].to_dict("records")}

    def of(report_ids: Collection[str]) -> dict[str, dict]:
        return {report_id: reports[report_id] for report_id in report_ids if report_id in reports}

    landed = tables["report"]["landed_at"].max()
    for table in CHECKED_TABLES:
        frame = tables[table]
        suite = read_suite(suites_dir / f"{table}.json")
        result.tables.append({"suite": suite.name, "table": table, "name_vi": suite.name_vi, "rows": len(frame)})
        if frame.empty:
            continue  # its columns were checked when it was read, and each expectation costs time
        parameters = {**catalogue, "latest_date": (landed + timedelta(days=366)).date()}
        for outcome, failing in validate(suite, frame, parameters, of):
            result.outcomes.append(outcome)
            if not outcome.success and outcome.severity == "critical":
                _add_reasons(outcome, failing, reasons)
    _hold_empty_reports(tables, reasons)
    accepted = tables["report"].loc[tables["report"]["status"] == "accepted", "report_id"]
    result.held = {key: _sentence(reasons[key]) for key in accepted if key in reasons}
    return result


def write_held(landing_dir: Path, load_id: str, held: Mapping[str, str]) -> None:
    """Append what is held back to the landing table ``held_report`` (a file also when nothing is)."""
    folder = landing_dir / "held_report"
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"report_id": key, "reason_vi": reason} for key, reason in held.items()]
    pq.write_table(pa.Table.from_pylist(rows, HELD_REPORT), folder / f"{load_id}.parquet")


def _add_reasons(outcome: ExpectationOutcome, failing: "pd.DataFrame", reasons: dict[str, list[str]]) -> None:
    """Say for each report with a row that fails what is wrong and where."""
    columns = outcome.column.split(", ")
    where = f"{outcome.table}: {outcome.expectation} ({outcome.column})"
    if failing.empty:
        raise BorderError(f"{where}: found {outcome.observed}")
    for row in failing.to_dict("records"):
        if is_empty(row.get("report_id")):
            raise BorderError(f"{where}: a row without report_id: {row}")
        values = ", ".join(f"{column} = {shown(row[column])}" for column in columns)
        locator = row.get("source_locator")  # begins with its file
        place = row.get("source_file") if is_empty(locator) else locator
        reason = f"không đạt “{outcome.name_vi}”: {values}" + ("" if is_empty(place) else f" (tại {place})")
        reasons.setdefault(str(row["report_id"]), []).append(reason)


def _sentence(reasons: list[str]) -> str:
    """All the reasons for holding one report, the first few in full."""
    told, more = reasons[:_TOLD], len(reasons) - _TOLD
    text = "; ".join(told) + (f"; và {more} chỗ khác" if more > 0 else "") + "."
    return text[0].upper() + text[1:]


def _hold_empty_reports(tables: Mapping[str, "pd.DataFrame"], reasons: dict[str, list[str]]) -> None:
    """A report in which no figure at all was recognised is not a report without activity."""
    reports = tables["report"]
    periodic = reports[(reports["status"] == "accepted") & (reports["report_kind"] == "report")]
    stated = set(tables["statement"]["report_id"])
    for report in periodic.itertuples():
        if report.report_id not in stated:
            reason = f"không nhận ra số liệu nào trong báo cáo (tệp {report.source_file})"
            reasons.setdefault(str(report.report_id), []).append(reason)


def _column(path: Path, column: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [row[column] for row in csv.DictReader(lines)]
