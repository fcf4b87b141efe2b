"""The Dagster graph: everything is in it, in one line from raw files to alerts, and the nightly job runs it."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from published import published_rows

from orchestration.definitions import defs
from orchestration.defs.landing import HELD_REPORT_KEY, KEPT_KEYS, LANDING_KEYS, RULE_KEYS
from orchestration.defs.load import LoadFailed, LoadSummary, run_load
from orchestration.defs.models import models
from orchestration.defs.resources import Warehouse
from orchestration.quality.validation import read_suites
from orchestration.settings import Settings

# The published tables that people rely on.
PUBLISHED = {
    *("marts/" + name for name in ("dim_unit", "dim_period", "dim_indicator", "dim_report", "fct_indicator_value")),
    *("marts/" + name for name in ("fct_target", "fct_task", "fct_index_score", "province_comparison")),
    "marts/unit_lineage",
    "marts/unit_period_value",
    *("marts/" + name for name in ("unit_scorecard", "target_progress", "target_by_unit", "report_completeness")),
    *("marts/" + name for name in ("index_group_score", "index_comparison")),
    *("quality/" + name for name in ("rule", "rule_result", "rule_result_history", "finding", "alert")),
    *("quality/" + name for name in ("acknowledgement", "correction")),
}


def names(keys: Iterable[dg.AssetKey]) -> set[str]:
    return {key.to_user_string() for key in keys}


@pytest.fixture(scope="module")
def graph() -> Any:
    return defs.resolve_asset_graph()


def test_every_asset_is_defined(graph: Any) -> None:
    keys = names(graph.get_all_asset_keys())
    landing = {f"landing/{table}" for table in (*LANDING_KEYS, *KEPT_KEYS, "held_report")}
    assert landing | names(RULE_KEYS.values()) | PUBLISHED | {"published_warehouse", "history", "alerts"} <= keys


def test_nothing_but_what_earlier_loads_kept_comes_from_outside(graph: Any) -> None:
    outside = graph.get_all_asset_keys() - graph.executable_asset_keys
    assert names(outside) == {"landing/alert", "landing/rule_result", "landing/finding"}


def test_every_published_table_is_published_then_kept_and_told(graph: Any) -> None:
    published = graph.get(dg.AssetKey("published_warehouse"))
    tables = {key for key in graph.get_all_asset_keys() if key.path[0] in ("marts", "quality")}
    assert published.parent_keys == tables
    assert published.child_keys == {dg.AssetKey("history")}
    assert graph.get(dg.AssetKey("history")).child_keys == {dg.AssetKey("alerts")}


def test_models_wait_for_the_border(graph: Any) -> None:
    border = graph.get(HELD_REPORT_KEY)
    assert border.parent_keys == set(LANDING_KEYS.values())
    above, ahead = set(), [dg.AssetKey(["quality", "finding"])]
    while ahead:
        above.add(key := ahead.pop())
        ahead += graph.get(key).parent_keys - above
    assert {HELD_REPORT_KEY, dg.AssetKey(["rule_book", "rule"])} <= above


def test_checks_stand_on_their_assets(graph: Any) -> None:
    checks = {(key.asset_key.to_user_string(), key.name) for key in graph.asset_check_keys}
    ours = {("landing/held_report", "border"), ("quality/finding", "rule_book_outcome")}
    ours |= {("quality/correction", "corrections_applied")}
    assert ours <= checks
    tested = {asset for asset, name in checks - ours}
    assert tested >= PUBLISHED - {"quality/alert"}  # dbt's tests are checks too


def test_every_suite_is_a_check_of_its_table_that_can_stop_the_publication(graph: Any) -> None:
    suites = read_suites(Settings().published_suites_dir)
    keys = {dg.AssetCheckKey(dg.AssetKey(suite.table.split(".")), f"expectations_{suite.name}") for suite in suites}
    assert all(graph.get(key).blocking for key in keys)
    assert keys <= set(defs.resolve_job_def("nightly_load").asset_layer.asset_graph.asset_check_keys)


def test_the_nightly_job_runs_everything_at_one_in_the_morning(graph: Any) -> None:
    job = defs.resolve_job_def("nightly_load")
    assert job.asset_layer.executable_asset_keys == graph.executable_asset_keys
    assert job.executor_def.name == "in_process"
    schedule = defs.resolve_schedule_def("nightly")
    assert schedule.job_name == "nightly_load"
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 1 * * *", "Asia/Ho_Chi_Minh")
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, LoadSummary]:
    """A load of an empty raw folder."""
    folder = tmp_path_factory.mktemp("nothing")
    (folder / "raw").mkdir()
    settings = Settings(raw_dir=folder / "raw", warehouse_dir=folder / "warehouse")
    return settings, run_load(settings)


def test_a_load_of_an_empty_raw_folder_publishes_empty_tables(nothing: tuple[Settings, LoadSummary]) -> None:
    settings, summary = nothing
    assert (summary.load_id, summary.read, summary.held, summary.alerts) == (None, 0, 0, 0)
    assert summary.findings == {"error": 0, "warning": 0, "info": 0}
    rows = published_rows(settings)
    assert rows["marts.dim_report"] == 0 and rows["quality.rule"] > 0
    assert {table.replace(".", "/") for table in rows} >= PUBLISHED


def test_models_are_built_alone_with_their_own_checks(nothing: tuple[Settings, LoadSummary]) -> None:
    chosen, above = dg.AssetKey(["marts", "dim_report_file"]), dg.AssetKey(["staging", "stg_report_file"])
    done = dg.materialize(
        [models],
        selection=[chosen, above],
        resources={"warehouse": Warehouse(nothing[0])},
        instance=dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}),
    )
    assert {event.asset_key for event in done.get_asset_materialization_events()} == {chosen, above}
    assert {(found.asset_key, found.passed) for found in done.get_asset_check_evaluations()} == {(chosen, True)}


def test_a_folder_that_duckdb_cannot_search_is_named(tmp_path: Path) -> None:
    settings = Settings(raw_dir=tmp_path, warehouse_dir=tmp_path / "kho, 2")
    with pytest.raises(LoadFailed, match=r"models failed: .*kho, 2/landing: .*comma"):
        run_load(settings)


def test_a_mistake_in_the_rule_book_stops_the_load_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "dossiers.yml").write_text("- rule_code: half_a_rule\n", encoding="utf-8")
    monkeypatch.setattr(Settings, "rules_dir", tmp_path / "rules")
    with pytest.raises(LoadFailed, match=r"rule_book failed: .*dossiers\.yml.*half_a_rule"):
        run_load(Settings(raw_dir=tmp_path / "raw", warehouse_dir=tmp_path / "warehouse"))
    assert not (tmp_path / "warehouse" / "cchc.duckdb").exists()


def test_processes_that_start_together_read_one_whole_manifest() -> None:
    """As two test workers do, or a load beside the UI, after a file of the dbt project changed."""
    (Settings().dbt_project_dir / "dbt_project.yml").touch()
    code = "import orchestration.definitions as code; print(len(code.defs.resolve_asset_graph().get_all_asset_keys()))"
    started = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    counted = [process.communicate()[0].strip() for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert len(set(counted)) == 1
    assert int(counted[0]) > 50
