"""Border checks: what a landed batch must look like before anything is built on it (Great Expectations).

The suites stand in ``expectations/border/<table>.json``, in the form Great Expectations itself uses, so
that a steward can read and change them. A missing column or a wrong type is a fault of our readers and
stops the load; a bad row holds back the one report that it belongs to, and the night goes on.
"""

import csv
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.settings import Settings
from orchestration.warehouse.schema import LANDING_TABLES

if TYPE_CHECKING:
    import pandas as pd

CHECKED_TABLES = ("report", "statement", "target", "task", "index_score")

# What names a bad row to the person who has to find it.
_IDENTITY = {
    "report": ["report_id", "source_file"],
    "statement": ["report_id", "indicator_code", "source_file", "source_locator"],
    "target": ["report_id", "indicator_code", "source_file", "source_locator"],
    "task": ["report_id", "task_no", "source_file", "source_locator"],
    "index_score": ["report_id", "index_code", "component_code", "source_file", "source_locator"],
}
_EXAMPLES = 20  # bad rows kept for each expectation; the counts stay whole
_TOLD = 5  # bad rows named in the reason for holding a report

HELD_REPORT = pa.schema([("report_id", pa.string()), ("reason_vi", pa.string())])


class BorderError(RuntimeError):
    """A landed table is not shaped as agreed, or a suite cannot be run: a fault of ours, not of a report."""


@dataclass
class ExpectationOutcome:
    """One expectation of one table in one batch."""

    table: str
    expectation: str  # Great Expectations' own name
    name_vi: str
    column: str
    severity: str  # critical holds the report back; warning and info only show
    success: bool
    checked: int
    failed: int
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class BorderResult:
    outcomes: list[ExpectationOutcome] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)  # report_id -> reason (Vietnamese)

    @property
    def success(self) -> bool:
        return not self.held and all(outcome.success for outcome in self.outcomes)


def check_landed(settings: Settings) -> dict[str, BorderResult]:
    """Check every landed batch not checked yet; batch (load id) -> result.

    Usually that is the batch just landed; one left over from a load that broke off is taken too. For each,
    writes the held reports to landing, the results to ``border/<load>.json``, and the page anew.
    Raises BorderError; the batch then stays unchecked and is tried again by the next load.
    """
    from orchestration.quality.border_page import write_pages

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
            "load_id": load_id,
            "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "reports": len(tables["report"]),
            "success": result.success,
            "held": [
                {"report_id": key, "submission": submissions[key], "reason_vi": reason}
                for key, reason in result.held.items()
            ],
            "expectations": [asdict(outcome) for outcome in result.outcomes],
        }
        write_pages(settings.border_dir, document)
    if not any((settings.landing_dir / "held_report").glob("*.parquet")):
        write_held(settings.landing_dir, "none", {})  # dbt reads a folder that has at least one file
    return results


def unchecked_loads(settings: Settings) -> list[str]:
    """Batches in landing that hold reports and have no border result, oldest first."""
    return [
        path.stem
        for path in sorted((settings.landing_dir / "report").glob("*.parquet"))
        if not (settings.border_dir / f"{path.stem}.json").exists() and pq.read_metadata(path).num_rows
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
        BorderError: a column is missing, a suite cannot be read or run, or a bad row has no report.
    """
    # Imported here: it takes seconds, and a night on which nothing came needs none of it.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("landing")
    result = BorderResult()
    reasons: dict[str, list[str]] = {}
    landed = tables["report"]["landed_at"].max()
    for table in CHECKED_TABLES:
        frame = tables[table]
        if frame.empty:
            continue  # its columns were checked when it was read, and each expectation costs time
        suite = gx.ExpectationSuite(**_suite(suites_dir / f"{table}.json"))
        batch = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("batch")
        outcomes = batch.get_batch({"dataframe": frame}).validate(
            suite,
            expectation_parameters={
                **catalogue,
                "columns": LANDING_TABLES[table].names,
                "latest_date": (landed + timedelta(days=366)).date(),
            },
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": [c for c in _IDENTITY[table] if c in frame.columns],
            },
        )
        for outcome in outcomes.to_json_dict()["results"]:
            result.outcomes.append(_outcome(table, outcome, reasons))
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


def _suite(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BorderError(f"cannot read the border suite {path}: {error}") from error


def _outcome(table: str, found: dict[str, Any], reasons: dict[str, list[str]]) -> ExpectationOutcome:
    """Take over one result; add the reasons for the reports whose rows fail a critical expectation."""
    config, detail = found["expectation_config"], found["result"]
    named = [config["kwargs"].get(key) for key in ("column", "column_A", "column_B")]
    columns = config["kwargs"].get("column_list") or [column for column in named if column]
    where = f"{table}: {config['type']} ({', '.join(columns)})"
    raised = [e for e in _exceptions(found["exception_info"]) if e.get("raised_exception")]
    if raised:
        raise BorderError(f"{where}: {raised[0]['exception_message']}")
    rows = detail.get("unexpected_index_list") or []
    if not found["success"] and not rows:
        raise BorderError(f"{where}: found {detail.get('observed_value')} {detail.get('details', '')}")
    outcome = ExpectationOutcome(
        table=table,
        expectation=config["type"],
        name_vi=config.get("description") or config["type"],
        column=", ".join(columns),
        severity=config.get("severity", "critical"),
        success=found["success"],
        checked=detail.get("element_count", 0),
        failed=len(rows),
        examples=[{key: _shown(value) for key, value in row.items()} for row in rows[:_EXAMPLES]],
    )
    if not outcome.success and outcome.severity == "critical":
        for row in rows:
            if row.get("report_id") is None:
                raise BorderError(f"{where}: a row without report_id: {row}")
            values = ", ".join(f"{c} = {_shown(row.get(c))}" for c in columns)
            place = row.get("source_locator") or row.get("source_file")  # a locator begins with its file
            reason = f"không đạt “{outcome.name_vi}”: {values}" + (f" (tại {place})" if place else "")
            reasons.setdefault(row["report_id"], []).append(reason)
    return outcome


def _exceptions(info: dict[str, Any]) -> list[dict[str, Any]]:
    """Great Expectations gives one exception record, or one for each metric that failed."""
    return [info] if "raised_exception" in info else list(info.values())


def _shown(value: object) -> str:
    return "trống" if value is None or value != value else str(value)


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
