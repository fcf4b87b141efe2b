"""Published tables written by hand, with the columns that the dbt contracts promise."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import duckdb
import yaml

from orchestration.settings import PROJECT_DIR

TODAY = date(2026, 11, 27)
LANDED = datetime(2026, 11, 26, 18)
PLACE = {"source_file": "a/b/2026-9M/bao-cao.docx", "source_locator": "bao-cao.docx!L7:1-4"}
UNIT = {"unit_key": "00001_20250701", "period_code": "2026-9M"}

# One sound row of each table.
SOUND: dict[str, dict[str, Any]] = {
    "marts.dim_unit": {"unit_key": UNIT["unit_key"], "unit_code": "00001", "unit_name": "Xã Một"}
    | {"province_code": "30", "province_name": "Tỉnh Ba Mươi", "current_province_name": "Tỉnh Ba Mươi"}
    | {"unit_level": "commune", "valid_from": date(2025, 7, 1), "series_key": UNIT["unit_key"]}
    | {"current_unit_key": UNIT["unit_key"], "carried_forward": "whole"},
    "marts.unit_lineage": {"predecessor_key": "00002_20040708", "successor_key": UNIT["unit_key"], "is_dated": True}
    | {"changed_on": date(2025, 7, 1), "change_kind": "merge", "is_exact": True, "is_successor_exact": True},
    "marts.dim_period": {"period_code": "2026-9M", "period_type": "nine_months", "year": 2026}
    | {"start_date": date(2026, 1, 1), "end_date": date(2026, 9, 30)},
    "marts.dim_indicator": {"indicator_code": "staff_quota", "name_vi": "Biên chế", "value_type": "count"}
    | {"aggregation": "sum", "is_cumulative": False, "direction": "neutral", "source_status": "seed_document"}
    | {"measure": "stock"},
    "marts.dim_report": {"report_id": "r1", "report_kind": "report", "status": "accepted", "submission": "a/b/2026-9M"}
    | {"revision": 1, "is_current": True, "landed_at": LANDED, "source_file": PLACE["source_file"]}
    | UNIT,
    "marts.dim_report_file": {"report_id": "r1", "source_file": PLACE["source_file"], "source_sha256": "0" * 64}
    | {"file_format": "docx", "size_bytes": 10, "status": "read"},
    "marts.fct_indicator_value": {"report_id": "r1", "statement_no": 1, "indicator_code": "staff_quota", "scope": "all"}
    | {"field_code": "all", "value": 7.0, "value_text": "7", "value_state": "reported", "half_unit": 0.0}
    | {"is_preferred": True, "is_trusted": True, "source_kind": "prose"}
    | UNIT
    | PLACE,
    "marts.fct_target": {"report_id": "r1", "target_no": 1, "indicator_code": "staff_quota", "comparator": "min"}
    | {"scope": "all", "field_code": "all", "target_min": 1.0, "value_text": "từ 1"}
    | UNIT
    | PLACE,
    "marts.fct_task": {"report_id": "r1", "task_no": 1, "unit_key": UNIT["unit_key"], "plan_period": "2026"}
    | {"area_code": "IX", "content": "Rà soát"}
    | PLACE,
    "marts.fct_index_score": {"report_id": "r1", "index_code": "PAR", "component_code": "total", "score": 80.0}
    | {"is_trusted": True, "value_state": "reported"}
    | UNIT
    | PLACE,
    "marts.unit_period_value": {"indicator_code": "staff_quota", "basis": "as_of_end", "value": 7.0, "is_whole": True}
    | {"derivation": "reported", "made_from": "2026-9M"}
    | UNIT,
    "marts.index_group_score": {"report_id": "r1", "subject_kind": "country", "subject_name": "Cả nước"}
    | {"index_code": "PAR", "component_code": "total", "score": 80.0, "period_code": "2026"}
    | PLACE,
    "marts.index_comparison": {"boundary": "as_reported", "unit_level": "commune", "index_code": "PAR"}
    | {"component_code": "total", "score": 80.0, "rank": 1, "rank_of": 1, "gap_to_best": 0.0}
    | {"units_reporting": 1, "units_expected": 1}
    | UNIT,
    "marts.province_comparison": {"period_code": "2026-9M", "boundary": "current", "province_code": "30"}
    | {"province_name": "Tỉnh Ba Mươi", "indicator_code": "staff_quota", "value": 7.0, "basis": "rolled_up"}
    | {"period_basis": "as_of_end", "province_key": "30_20250701"}
    | {"units_reporting": 1, "units_expected": 1, "coverage": 1.0, "distrusted_values": 0, "rank": 1, "rank_of": 1},
    "marts.unit_scorecard": {"boundary": "as_reported", "indicator_code": "staff_quota", "value": 7.0, "peer_rank": 1}
    | {"value_basis": "stated", "peer_count": 1, "peers_expected": 1, "is_few_peers": True, "findings_open": 0}
    | {"units_reporting": 1, "units_expected": 1, "distrusted_values": 0}
    | UNIT,
    "marts.target_by_unit": {"report_id": "r1", "target_no": 1, "plan_unit_key": UNIT["unit_key"], "actual": 7.0}
    | {"is_plan_owner": True, "indicator_code": "staff_quota", "comparator": "min", "target_min": 1.0, "gap": 6.0}
    | {"value_basis": "stated", "target_met": True}
    | UNIT,
    "marts.target_progress": {"report_id": "r1", "target_no": 1, "indicator_code": "staff_quota", "comparator": "min"}
    | {"target_min": 1.0, "actual": 7.0, "gap": 6.0, "target_met": True}
    | UNIT
    | PLACE,
    "marts.report_completeness": {"practice": "chung", "cutoff_end": date(2026, 9, 14), "due_date": date(2026, 9, 16)}
    | {"status": "missing", "is_late": False, "is_missing": True, "days_late": 72, "rows_expected": 90}
    | {"rows_filled": 0}
    | UNIT,
    "quality.rule": {"rule_id": "x", "rule_code": "x", "name_vi": "Quy tắc", "level": 1, "severity": "error"},
    "quality.rule_result": {"rule_id": "x", "rule_code": "x", "report_id": "r1", "scope": "all", "field_code": "all"}
    | {"subject": "", "outcome": "pass", "tolerance": 0.0}
    | UNIT,
    "quality.rule_result_history": {"rule_id": "x", "report_id": "r1", "scope": "all", "field_code": "all"}
    | {"subject": "", "outcome": "pass", "revision": 1, "evaluated_at": LANDED}
    | UNIT,
    "quality.finding": {"finding_id": "f1", "rule_code": "x", "severity": "error", "status": "open", "report_id": "r1"}
    | {"message_vi": "Ghi 7, tính ra 8.", "source_locators": [PLACE["source_locator"]], "first_seen_at": LANDED}
    | {"suspect_locator": PLACE["source_locator"], "source_file": PLACE["source_file"]}
    | UNIT,
    "quality.acknowledgement": {"entry": 1, "status": "in_force", "who": "Lan", "why": "đúng", "finding_id": "f1"}
    | {"acknowledged_until": date(2027, 1, 1)},
    "quality.correction": {"entry": 1, "status": "applied", "who": "Lan", "why": "ghi nhầm", "report_id": "r1"} | UNIT,
    "quality.alert": {"alert_id": "a1", "channel": "log", "sent_at": LANDED, "kind": "opened", "finding_ids": ["f1"]}
    | {"unit_key": UNIT["unit_key"]},
}  # fmt: skip


def contracts() -> dict[str, dict[str, str]]:
    """Columns and types of every published table, as dbt promises them."""
    tables = {}
    for schema in ("marts", "quality"):
        for path in sorted((PROJECT_DIR / "dbt_project" / "models" / schema).glob("*.yml")):
            for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
                columns = {column["name"]: column["data_type"] for column in model["columns"]}
                tables[f"{schema}.{model['name']}"] = columns
    return tables


def sound_tables(build: duckdb.DuckDBPyConnection) -> None:
    """Every published table with one sound row; as many units, indicators and files as there have to be."""
    for schema in ("marts", "quality"):
        build.execute(f"create schema {schema}")
    for table, columns in contracts().items():
        build.execute(f"create table {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
        add(build, table)
    for table, changed in (
        ("marts.dim_unit", "'u' || i || '_20250701' as unit_key, 'department' as unit_level"),  # owe no report
        ("marts.dim_indicator", "'i' || i as indicator_code"),
    ):
        build.execute(f"insert into {table} select t.* replace ({changed}) from {table} as t, range(3400) as r(i)")


def add(build: duckdb.DuckDBPyConnection, table: str, changes: Mapping[str, Any] | None = None) -> None:
    """One row: the sound one, changed."""
    row = SOUND[table] | dict(changes or {})
    names, signs = ", ".join(row), ", ".join("?" * len(row))
    build.execute(f"insert into {table} ({names}) values ({signs})", list(row.values()))
