"""Published tables: sound ones pass, each fault is found where it stands, structure blocks and content warns."""

import json
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from contract_tables import LANDED, SOUND, TODAY, UNIT, add, contracts, sound_tables

from orchestration import clock
from orchestration.quality.published_tables import PublishedResult, check_published, check_tables
from orchestration.quality.validation import EXAMPLES, SuiteError, read_suites, shown
from orchestration.settings import Settings

FOLDER = Settings().published_suites_dir
SUITES = read_suites(FOLDER)

_PARTS = "units_expected, units_reporting"
_DISTRUSTED = "units_expected, distrusted_values"
_REPORTING = "units_expected, units_reporting"
_ROWS = "rows_expected, rows_filled"

# table, what is wrong with a row, the column that the expectation names, what follows
FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("marts.dim_unit", {}, "unit_key", "critical"),  # doubled
    ("marts.dim_unit", {"unit_key": "no key"}, "unit_key", "critical"),
    ("marts.dim_unit", {"unit_key": "b_20250701", "unit_level": "village"}, "unit_level", "critical"),
    ("marts.dim_unit", {"unit_key": "c_20250701", "valid_to": date(2020, 1, 1)}, "valid_to, valid_from", "critical"),
    ("marts.dim_unit", {"unit_key": "d_20250701", "province_name": None}, "province_name", "warning"),
    ("marts.dim_unit", {"unit_key": "e_20250701", "series_key": None}, "series_key", "critical"),
    ("marts.dim_unit", {"unit_key": "f_20250701", "carried_forward": "lost"}, "carried_forward", "critical"),
    ("marts.dim_unit", {"unit_key": "g_20250701", "current_unit_key": None}, "current_unit_key", "critical"),
    ("marts.unit_lineage", {}, "predecessor_key, successor_key", "critical"),  # doubled
    ("marts.unit_lineage", {"predecessor_key": "00003"}, "predecessor_key", "critical"),
    ("marts.unit_lineage", {"predecessor_key": "00004_20040708", "change_kind": "gone"}, "change_kind", "critical"),
    ("marts.dim_period", {"period_code": "quý 3"}, "period_code", "critical"),
    ("marts.dim_period", {"period_code": "2025", "period_type": "other"}, "period_type", "critical"),
    ("marts.dim_period", {"period_code": "2024", "end_date": date(2023, 1, 1)}, "end_date, start_date", "critical"),
    ("marts.dim_indicator", {"indicator_code": "Số hồ sơ"}, "indicator_code", "critical"),
    ("marts.dim_indicator", {"indicator_code": "x", "aggregation": "mean"}, "aggregation", "critical"),
    ("marts.dim_report", {"report_id": "r2", "unit_key": None}, "unit_key", "critical"),
    ("marts.dim_report", {"report_id": "r3", "status": "refused"}, "refusal_reason", "critical"),
    ("marts.dim_report", {"report_id": "r3", "status": "refused"}, "status", "info"),
    ("marts.dim_report", {"report_id": "r4", "superseded_at": LANDED}, "superseded_at", "critical"),
    ("marts.dim_report", {"report_id": "r5", "issued_date": date(2033, 1, 1)}, "issued_date", "warning"),
    ("marts.dim_report_file", {"source_file": "b.pdf", "source_sha256": "0"}, "source_sha256", "critical"),
    ("marts.dim_report_file", {"source_file": "c.pdf", "status": "refused", "reason": "hỏng"}, "status", "info"),
    ("marts.fct_indicator_value", {}, "report_id, statement_no", "critical"),  # doubled
    ("marts.fct_indicator_value", {"statement_no": 2, "value": -1.0}, "value", "critical"),
    ("marts.fct_indicator_value", {"statement_no": 3, "value": float("inf")}, "value", "critical"),
    ("marts.fct_indicator_value", {"statement_no": 4, "value_state": "blank"}, "value", "critical"),
    ("marts.fct_indicator_value", {"statement_no": 5, "value": None}, "value", "warning"),
    ("marts.fct_indicator_value", {"statement_no": 6, "scope": "village"}, "scope", "critical"),
    ("marts.fct_indicator_value", {"statement_no": 7, "source_locator": None}, "source_locator", "critical"),
    ("marts.fct_indicator_value", {"statement_no": 8, "is_trusted": False}, "is_trusted", "info"),
    ("marts.fct_target", {"target_no": 2, "comparator": "about"}, "comparator", "critical"),
    ("marts.fct_target", {"target_no": 3, "target_max": 0.5}, "target_max, target_min", "critical"),
    ("marts.fct_task", {"task_no": 2, "area_code": "X"}, "area_code", "critical"),
    ("marts.fct_task", {"task_no": 3, "deadline_date": date(2203, 1, 1)}, "deadline_date", "warning"),
    ("marts.fct_index_score", {"component_code": "survey", "score": -2.0}, "score", "critical"),
    ("marts.province_comparison", {"indicator_code": "a", "coverage": 1.5}, "coverage", "critical"),
    ("marts.province_comparison", {"indicator_code": "b", "rank": 9}, "rank_of, rank", "critical"),
    ("marts.province_comparison", {"indicator_code": "c", "units_reporting": 2}, _REPORTING, "warning"),
    ("marts.province_comparison", {"indicator_code": "d", "value": None}, "no_value_reason", "critical"),
    ("marts.province_comparison", {"indicator_code": "e", "value": None, "no_value_reason": "x"}, "rank", "critical"),
    ("marts.province_comparison", {"indicator_code": "f", "units_reporting": 0}, "units_reporting", "critical"),
    ("marts.province_comparison", {"indicator_code": "g", "period_basis": "sum"}, "period_basis", "critical"),
    ("marts.unit_period_value", {}, "unit_key, period_code, indicator_code, basis", "critical"),  # doubled
    ("marts.unit_period_value", {"indicator_code": "a", "value": -1.0}, "value", "critical"),
    ("marts.unit_period_value", {"indicator_code": "b", "value": None}, "no_value_reason", "critical"),
    ("marts.unit_period_value", {"indicator_code": "c", "derivation": None}, "derivation", "critical"),
    ("marts.unit_period_value", {"indicator_code": "d", "derivation": "guessed"}, "derivation", "critical"),
    ("marts.unit_period_value", {"indicator_code": "e", "no_value_reason": "fell"}, "no_value_reason", "critical"),
    ("marts.unit_period_value", {"indicator_code": "f", "basis": "cumulative"}, "basis", "critical"),
    ("marts.unit_scorecard", {"indicator_code": "a", "peer_rank": 2}, "peer_count, peer_rank", "critical"),
    ("marts.unit_scorecard", {"indicator_code": "b", "peer_count": 2}, "peers_expected, peer_count", "warning"),
    ("marts.unit_scorecard", {"indicator_code": "c", "units_reporting": 2}, _PARTS, "critical"),
    ("marts.unit_scorecard", {"indicator_code": "d", "distrusted_values": -1}, "distrusted_values", "critical"),
    ("marts.unit_scorecard", {"indicator_code": "e", "distrusted_values": 2}, _DISTRUSTED, "critical"),
    ("marts.target_by_unit", {"target_no": 2, "actual": float("inf")}, "actual", "critical"),
    ("marts.target_by_unit", {}, "report_id, target_no, unit_key, period_code", "critical"),  # doubled
    ("marts.target_progress", {"target_no": 2, "unknown_reason": "mood"}, "unknown_reason", "critical"),
    ("marts.report_completeness", {"period_code": "2026-H1", "status": "lost"}, "status", "critical"),
    ("marts.report_completeness", {"period_code": "2026-Q1", "rows_filled": 91}, _ROWS, "critical"),
    ("marts.report_completeness", {"period_code": "2025", "is_late": None}, "is_late", "critical"),
    ("marts.report_completeness", {"period_code": "2024", "status": "receipt_unknown"}, "is_late", "critical"),
    ("marts.report_completeness", {"period_code": "2023", "days_late": None}, "days_late", "critical"),
    ("quality.rule", {"rule_id": "y", "level": 4}, "level", "critical"),
    ("quality.rule_result", {"subject": "a", "outcome": "maybe"}, "outcome", "critical"),
    ("quality.rule_result", {}, "rule_id, report_id, scope, field_code, subject", "critical"),  # doubled
    ("quality.rule_result_history", {"evaluated_at": None}, "evaluated_at", "critical"),
    ("quality.finding", {"finding_id": "f2", "status": "resolved"}, "resolved_at", "critical"),
    ("quality.finding", {"finding_id": "f3", "message_vi": "Ghi {left}."}, "message_vi", "warning"),
    ("quality.acknowledgement", {"entry": 2, "status": "unknown"}, "status", "warning"),
    ("quality.correction", {"entry": 2, "status": "stale"}, "status", "warning"),
    ("quality.alert", {"alert_id": "a2", "kind": "advert"}, "kind", "critical"),
]  # fmt: skip


@pytest.fixture
def build() -> Any:
    with duckdb.connect() as connection:
        sound_tables(connection)
        yield connection


def check(build: duckdb.DuckDBPyConnection, today: date = TODAY, *only: str) -> PublishedResult:
    return check_tables(build, [suite for suite in SUITES if not only or suite.name in only], FOLDER, today)


def unmet(result: PublishedResult) -> list[tuple[str, str, str]]:
    return [(o.suite, o.column or o.expectation, o.severity) for o in result.outcomes if not o.success]


def test_every_published_table_has_a_suite() -> None:
    assert {suite.table for suite in SUITES} == set(contracts()) == set(SOUND)


def test_sound_tables_pass(build: duckdb.DuckDBPyConnection) -> None:
    result = check(build)
    assert unmet(result) == [] and result.broken() == []
    assert {table["suite"] for table in result.tables if table["rows"]} == {suite.name for suite in SUITES}


@pytest.fixture(scope="module")
def faulty() -> PublishedResult:
    with duckdb.connect() as connection:
        sound_tables(connection)
        for table, changes in {repr(fault[:2]): fault[:2] for fault in FAULTS}.values():
            add(connection, table, changes)
        return check(connection)


@pytest.mark.parametrize(("table", "changes", "column", "severity"), FAULTS)
def test_each_fault_is_found_in_its_row(
    faulty: PublishedResult, table: str, changes: dict[str, Any], column: str, severity: str
) -> None:
    row = SOUND[table] | changes
    wanted = {name: shown(row.get(name)) for name in column.split(", ")}
    told = [
        {"report_id": found.report_id, "period_code": found.period, "source_locator": shown(None)} | found.values
        for outcome in faulty.outcomes
        if (outcome.table, outcome.column, outcome.severity) == (table, column, severity)
        for found in outcome.rows
    ]
    assert any(wanted.items() <= found.items() for found in told), told


def test_a_failing_row_says_where_it_comes_from(faulty: PublishedResult) -> None:
    [negative] = [o for o in faulty.outcomes if "không âm" in o.name_vi and o.suite == "fct_indicator_value"]
    assert negative.failed == 2 and negative in faulty.broken()
    row = negative.rows[0]
    assert (row.unit, row.period, row.report_id) == ("Xã Một", "2026-9M", "r1")
    assert row.source == "a/b/2026-9M/bao-cao.docx!L7:1-4"


def test_what_a_steward_declared_is_told_with_the_cells_it_met_or_the_entry(build: duckdb.DuckDBPyConnection) -> None:
    met = {"source_locators": ["bao-cao.docx!L7:1-4", "bieu-mau.xlsx!BM4!D12"], "found_texts": ["20", "21"]}
    add(build, "quality.correction", {"entry": 2, "status": "stale"} | met)
    nothing = {"report_id": None, "unit_key": None, "source_locators": [], "found_texts": []}
    add(build, "quality.correction", {"entry": 3, "status": "no_such_report"} | nothing)
    add(build, "quality.acknowledgement", {"entry": 2, "status": "unknown"})
    [stale, gone] = next(o for o in check(build, TODAY, "correction").outcomes if not o.success).rows
    assert stale.values["found_texts"] == "20, 21"
    assert stale.source == "a/b/2026-9M/bao-cao.docx!L7:1-4; a/b/2026-9M/bieu-mau.xlsx!BM4!D12"
    assert (gone.source, gone.values["found_texts"]) == ("expectations/corrections.yml, mục 3", "trống")
    [unknown] = next(o for o in check(build, TODAY, "acknowledgement").outcomes if not o.success).rows
    assert unknown.source == "expectations/acknowledged.yml, mục 2"


def test_a_column_that_is_gone_is_told_and_the_rest_of_the_table_left_alone(build: duckdb.DuckDBPyConnection) -> None:
    build.execute("alter table marts.fct_task drop column deadline_text")
    result = check(build, TODAY, "fct_task", "rule")
    assert unmet(result) == [("fct_task", "expect_table_columns_to_match_set", "critical")]
    [outcome] = result.broken()
    assert outcome.told().startswith("marts.fct_task: Đủ các cột đã công bố")
    assert outcome.observed == "thiếu deadline_text"


def test_a_register_that_shrinks_is_not_published(build: duckdb.DuckDBPyConnection) -> None:
    build.execute("delete from marts.dim_unit where unit_key like 'u1%'")
    [outcome] = check(build, TODAY, "dim_unit").broken()
    assert outcome.expectation == "expect_table_row_count_to_be_between" and "2290" in outcome.told()


def test_an_empty_warehouse_warns_and_is_published(build: duckdb.DuckDBPyConnection) -> None:
    for table in contracts():
        if table not in ("marts.dim_unit", "marts.dim_indicator", "quality.rule"):
            build.execute(f"delete from {table}")
    assert unmet(check(build)) == [("dim_report", "expect_table_row_count_to_be_between", "warning")]


def test_failing_rows_are_bounded_and_counted(build: duckdb.DuckDBPyConnection) -> None:
    for number in range(2, 2 + EXAMPLES + 5):
        add(build, "marts.fct_indicator_value", {"statement_no": number, "scope": "village"})
    [outcome] = check(build, TODAY, "fct_indicator_value").broken()
    assert (outcome.failed, len(outcome.rows)) == (EXAMPLES + 5, EXAMPLES)


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2026, 9, 1), False),
        (date(2027, 1, 14), False),  # the year ended on 14/12, was due two days later; a month of grace
        (date(2027, 1, 15), True),
    ],
)
def test_a_province_whose_latest_report_is_overdue_is_told(
    build: duckdb.DuckDBPyConnection, today: date, late: bool
) -> None:
    result = check(build, today, "freshness")
    assert [o.severity for o in result.outcomes if not o.success] == ["warning"] * late
    if late:
        [row] = result.outcomes[0].rows
        assert row.values["province_name"] == "Tỉnh Ba Mươi" and row.values["due_end_date"] == "2026-12-31"


def test_nothing_received_for_a_hundred_days_is_told(build: duckdb.DuckDBPyConnection) -> None:
    quiet = LANDED.date() + timedelta(days=101)
    assert ("dim_report", "landed_at", "warning") in unmet(check(build, quiet, "dim_report"))
    assert unmet(check(build, quiet - timedelta(days=1), "dim_report")) == []


def test_reporters_are_counted_against_the_units_of_the_time(build: duckdb.DuckDBPyConnection) -> None:
    units = {
        "00002_20250701": {},
        "00003_20250701": {"valid_from": date(2026, 10, 1)},  # not yet there when the period ended
        "00004_20250701": {"province_code": "31", "province_name": "Tỉnh khác"},
    }
    for key, changes in units.items():
        add(build, "marts.dim_unit", {"unit_key": key} | changes)
    [share] = [o for o in check(build, TODAY, "coverage").outcomes if not o.success]
    assert (share.severity, share.failed) == ("info", 1)
    assert share.rows[0].values["units_reporting"] == "1" and share.rows[0].values["units_expected"] == "2"
    assert (share.rows[0].values["percent_reporting"], share.rows[0].period) == ("50.0", UNIT["period_code"])


def test_a_suite_for_a_table_that_is_not_there_names_both(build: duckdb.DuckDBPyConnection) -> None:
    build.execute("drop table quality.alert")
    with pytest.raises(SuiteError, match=r"suite alert: cannot read quality\.alert"):
        check(build, TODAY, "alert")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings(warehouse_dir=tmp_path)
    (tmp_path / "suites").mkdir()
    for name in ("alert.json", "fct_task.json", "freshness.json", "freshness.sql"):
        shutil.copy(FOLDER / name, tmp_path / "suites")
    monkeypatch.setattr(Settings, "published_suites_dir", tmp_path / "suites")
    settings.build_db.parent.mkdir(parents=True)
    with duckdb.connect(settings.build_db) as connection:
        sound_tables(connection)
    return settings


def test_the_same_tables_are_checked_once_a_day(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def kept() -> int:
        return len(list((settings.validation_dir / "published").glob("*.json")))

    def at(moment: datetime) -> PublishedResult:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return check_published(settings)

    first = at(datetime(2026, 11, 27, 1))
    assert at(datetime(2026, 11, 27, 2)) == first and kept() == 1
    with duckdb.connect(settings.build_db) as connection:
        add(connection, "quality.alert", {"alert_id": "a2", "kind": "advert"})
    assert [o.suite for o in at(datetime(2026, 11, 27, 3)).broken()] == ["alert"] and kept() == 2
    at(datetime(2026, 11, 28, 3))
    assert kept() == 3


def test_only_the_suite_of_a_changed_table_is_run_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def counted(build: Any, suites: Any, *rest: Any) -> PublishedResult:
        ran.append([suite.name for suite in suites])
        return check_tables(build, suites, *rest)

    monkeypatch.setattr("orchestration.quality.published_tables.check_tables", counted)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 27, 1))
    first = check_published(settings)
    with duckdb.connect(settings.build_db) as connection:
        connection.execute("alter table marts.fct_task rename column deadline_text to deadline_words")
    second = check_published(settings)
    assert ran == [["alert", "fct_task", "freshness"], ["fct_task"]]
    assert [outcome.suite for outcome in second.broken()] == ["fct_task"]
    assert second.of("alert") == first.of("alert") != []
    assert [table["suite"] for table in second.tables] == [table["suite"] for table in first.tables]


def test_results_are_kept_as_json_with_the_rows(settings: Settings) -> None:
    with duckdb.connect(settings.build_db) as connection:
        add(connection, "marts.fct_task", {"task_no": 2, "area_code": "X"})
    check_published(settings)
    [path] = (settings.validation_dir / "published").glob("*.json")
    outcomes = json.loads(path.read_text(encoding="utf-8"))["expectations"]
    [area] = [outcome for outcome in outcomes if not outcome["success"] and outcome["suite"] == "fct_task"]
    assert (area["failed"], area["rows"][0]["values"]["area_code"]) == (1, "X")


@pytest.mark.parametrize("text", ["{", "[]", '{"meta": {"table": "a"}}', '{"expectations": []}'])
def test_a_file_that_is_no_suite_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "finding.json").write_text(text, encoding="utf-8")
    with pytest.raises(SuiteError, match=r"finding\.json"):
        read_suites(tmp_path)


def test_a_severity_that_does_not_exist_is_told(tmp_path: Path) -> None:
    good = (FOLDER / "rule.json").read_text(encoding="utf-8")
    (tmp_path / "rule.json").write_text(good.replace('"critical"', '"fatal"', 1), encoding="utf-8")
    with pytest.raises(SuiteError, match=r"rule\.json.*severity"):
        read_suites(tmp_path)
