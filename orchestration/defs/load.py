"""Run the nightly job here and now: what `cchc load` calls."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dagster as dg
import duckdb

from orchestration.defs.resources import Warehouse
from orchestration.quality.declared import corrections_not_applied, unknown_acknowledgements
from orchestration.quality.validation_page import failed_by_severity, latest_result
from orchestration.settings import Settings, prepare_dagster_home


class LoadFailed(RuntimeError):
    """A step of the load failed; the last good publication stands. The message names step and cause."""


@dataclass(frozen=True)
class LoadSummary:
    load_id: str | None  # None when nothing new landed
    read: int
    refused: int
    unchanged: int
    values: int
    refusals: list[tuple[str, str]]  # (submission, reason)
    held: int  # reports held back by the border checks
    alerts: int  # messages sent
    findings: dict[str, int]  # open ones by severity: error, warning, info
    corrections_not_applied: list[str]  # declared corrections that do not find what they expect
    unknown_acknowledgements: int  # entries of acknowledged.yml that mean no finding
    years_without_tet: list[int]  # due days of these years were counted as if there were none
    expectations_failed: dict[str, int]  # of the published tables, by severity: critical, warning, info


def run_load(
    settings: Settings, on_progress: Callable[[int, int], None] | None = None, log_level: str = "WARNING"
) -> LoadSummary:
    """Run the job `nightly_load` in this process and sum it up; `on_progress` hears (done, all) submissions.

    The run is kept in Dagster's history when DAGSTER_HOME is set. Warnings and above go to standard error, what dbt
    says to ``<warehouse>/build/dbt/dbt.log``.
    Raises LoadFailed.
    """
    from orchestration.definitions import defs

    with _instance() as instance:
        result = defs.resolve_job_def("nightly_load").execute_in_process(
            run_config={"loggers": {"console": {"config": {"log_level": log_level}}}},
            instance=instance,
            raise_on_error=False,
            resources={"warehouse": Warehouse(settings, on_progress)},
        )
    if not result.success:
        raise LoadFailed(_failure(result))
    metadata = _metadata(result)
    landed = metadata["landing/report"]
    return LoadSummary(
        load_id=landed["load_id"] or None,
        read=landed["read"],
        refused=landed["refused"],
        unchanged=landed["unchanged"],
        values=landed["values"],
        refusals=[(submission, reason) for submission, reason in landed["refusals"]],
        held=metadata["landing/held_report"]["held"],
        alerts=metadata["alerts"]["sent"],
        findings=open_findings(settings),
        corrections_not_applied=corrections_not_applied(settings.published_db),
        unknown_acknowledgements=unknown_acknowledgements(settings.published_db),
        years_without_tet=metadata["rule_book/due_period"]["years_without_tet"],
        expectations_failed=failed_by_severity(latest_result(settings.validation_dir, "published")),
    )


def open_findings(settings: Settings) -> dict[str, int]:
    """Open findings of the published warehouse by severity, zeros included."""
    with duckdb.connect(settings.published_db, read_only=True) as published:
        counted = dict(
            published.execute(
                "select severity, count(*) from quality.finding where status = 'open' group by severity"
            ).fetchall()
        )
    return {severity: counted.get(severity, 0) for severity in ("error", "warning", "info")}


def _instance() -> dg.DagsterInstance:
    if os.environ.get("DAGSTER_HOME"):
        prepare_dagster_home()
        return dg.DagsterInstance.get()
    return dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}})


def _metadata(result: dg.ExecuteInProcessResult) -> dict[str, dict[str, Any]]:
    """Metadata of each asset materialised, by its name."""
    return {
        "/".join(event.asset_key.path): {
            name: value.value for name, value in event.step_materialization_data.materialization.metadata.items()
        }
        for event in result.get_asset_materialization_events()
        if event.asset_key
    }


def _failure(result: dg.ExecuteInProcessResult) -> str:
    """The first step that failed and the innermost cause, in one line where possible."""
    for event in result.all_node_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error and error.cause:
                error = error.cause
            if error and error.cls_name == "DagsterExecutionInterruptedError":
                return f"interrupted at {event.step_key}"
            return f"{event.step_key} failed: {error.message.strip() if error else 'no error given'}"
    return "the load failed before its first step"
