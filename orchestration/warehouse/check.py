"""Check reports before they are sent: the load's own readers, rules and messages, in a warehouse of a moment.

Neither pyarrow nor pandas is imported here: they would take longer than the check.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from orchestration import clock
from orchestration.quality.rules import load_rules, rule_rows
from orchestration.reports.formats.files import is_sidecar
from orchestration.reports.formats.received import Received
from orchestration.reports.issuer.periods import period_of_code
from orchestration.reports.submission import Reading
from orchestration.settings import Settings
from orchestration.warehouse.compiled import build_in_memory
from orchestration.warehouse.reading_pool import Job, ReadingPool, Reference
from orchestration.warehouse.rows import dicts

_MODELS = {
    "values": "fct_indicator_value",
    "targets": "fct_target",
    "tasks": "fct_task",
    "index_scores": "fct_index_score",
    "index_group_scores": "index_group_score",
}
MODELS = ["finding", *_MODELS.values()]
_FINDING_COLUMNS = (
    "rule_code", "severity", "message_vi", "reported_value", "expected_value", "difference", "source_locators",
    "suspect_locator", "suggestion_vi", "suspect_value", "meant_value", "slip_kind", "also_breaks",
)  # fmt: skip
_KEYS = {"report_id", "unit_key", "period_code", "plan_period", "statement_no", "task_no"}
_TELLING_KEYS = {"unit_key", "period_code"}  # of index scores, whose units and periods are not the report's


def check_files(settings: Settings, paths: list[Path], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Check files; those that share a folder are one submission, with the submission.yml that stands beside them.

    ``given`` holds sidecar keys that the caller knows better (``unit_code``, ``period``). Returns one dict a file,
    in the order given, as the contract of ``cchc check --format json`` has it. Raises OSError for a file that
    cannot be opened.
    """
    folders: dict[Path, list[Path]] = {}
    for path in paths:
        folders.setdefault(path.parent, []).append(path)
    jobs = []
    for folder, members in folders.items():
        named = {path.name: path for path in members}
        named |= {path.name: path for path in folder.iterdir() if is_sidecar(path.name) and path.is_file()}
        files = [Received.from_path(name, path) for name, path in named.items()]
        jobs.append(Job(folder.as_posix(), files, given))
    # read before DuckDB starts its threads, for the readers are forked
    with ReadingPool(Reference.of(settings), fork=True) as pool:
        readings = list(pool.read(jobs))
    rules = rule_rows(load_rules(settings.rules_dir, settings.indicators_csv, settings.units_csv))
    results: dict[Path, list[dict[str, Any]]] = {}
    for members, reading in zip(folders.values(), readings, strict=True):
        tables = _evaluate(settings, reading, rules)
        results |= {path: list(_results(path, reading, tables)) for path in members if not is_sidecar(path.name)}
    return [result for path in paths for result in results.get(path, [])]


def _evaluate(
    settings: Settings, reading: Reading, rules: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """Rows of findings, values, targets, tasks and scores, as dbt's models give them."""
    if not reading.is_accepted:
        return {name: [] for name in (*_MODELS, "findings")}
    landing = reading.rows() | rules
    now = clock.now()
    landing["report"][0] |= {"landed_at": now, "reader_version": "check"}
    landing["evaluation"] = [{"evaluated_at": now, "today": clock.day_in_vietnam(now)}]
    with build_in_memory(settings, landing, MODELS) as build:
        tables = {
            name: dicts(build.sql(f"select * from marts.{model} order by all")) for name, model in _MODELS.items()
        }
        order = "case severity when 'error' then 1 when 'warning' then 2 else 3 end, rule_code, finding_id"
        tables["findings"] = dicts(build.sql(f"select * from quality.finding order by {order}"))
    return tables


def _results(path: Path, reading: Reading, tables: Mapping[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """What the contract says of one file; of an archive, also of each file in it."""
    source_file = f"{reading.report['submission']}/{path.name}"
    for entry in reading.files:
        if entry["source_file"] == source_file:
            yield _result(path.as_posix(), entry, reading, tables)
        elif entry["source_file"].startswith(f"{source_file}/"):
            yield _result(f"{path.as_posix()}{entry['source_file'].removeprefix(source_file)}", entry, reading, tables)


def _result(
    name: str, entry: Mapping[str, Any], reading: Reading, tables: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """The result of one file; a finding belongs to the file of its suspect."""
    report, source_file = reading.report, entry["source_file"]
    refused = entry["reason"] or report.get("refusal_reason")
    code = report.get("period_code")
    period = period_of_code(code) if code else None
    result: dict[str, Any] = {
        "file": name,
        "status": "refused" if refused else "accepted",
        "refusal_reason": refused,
        "report_kind": report.get("report_kind"),
        "unit": {
            name: report.get(name) for name in ("unit_key", "unit_code", "unit_name", "unit_level", "province_name")
        },
        "period": {
            "period_code": code,
            "start_date": period.start if period else None,
            "end_date": period.end if period else None,
        },
    }
    for name in _MODELS:
        keys = _KEYS - _TELLING_KEYS if name.startswith("index_") else _KEYS
        result[name] = [_without(row, keys) for row in tables[name] if row["source_file"] == source_file]
    result["findings"] = [
        {column: row[column] for column in _FINDING_COLUMNS}
        for row in tables["findings"]
        if row["source_file"] == source_file
    ]
    return result


def _without(row: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
