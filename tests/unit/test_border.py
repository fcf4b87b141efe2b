"""The border: good batches pass, a bad row holds back its report, a wrong shape stops the load."""

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.quality.border import (
    CHECKED_TABLES,
    BorderError,
    check_border,
    check_landed,
    read_batch,
    unchecked_loads,
)
from orchestration.quality.validation import SuiteError
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.schema import LANDING_TABLES

SUITES = PROJECT_DIR / "expectations" / "border"
CATALOGUE = {"indicator_codes": ["dossiers_received", "staff_quota"], "field_codes": ["all", "ho_tich"]}
LOAD = "20261125T010000"


def report(report_id: str, **changes: Any) -> dict[str, Any]:
    row = {
        "report_id": report_id,
        "submission": f"hai-duong/{report_id}/2023-Q1",
        "submission_sha256": "0" * 64,
        "reader_version": "1",
        "landed_at": datetime(2026, 11, 25, 1),
        "received_date": date(2026, 11, 25),
        "status": "accepted",
        "report_kind": "report",
        "unit_key": "11263_20040708",
        "unit_code": "11263",
        "unit_name": "Xã Đoàn Kết",
        "unit_level": "commune",
        "province_name": "Tỉnh Hải Dương",
        "period_code": "2023-Q1",
        "cutoff_start": date(2022, 12, 10),
        "cutoff_end": date(2023, 3, 9),
        "source_file": f"hai-duong/{report_id}/2023-Q1/bao-cao.docx",
        "source_sha256": "0" * 64,
    }
    return row | changes


def statement(report_id: str, number: int, **changes: Any) -> dict[str, Any]:
    row = {
        "report_id": report_id,
        "statement_no": number,
        "indicator_code": "dossiers_received",
        "label": "Tổng số hồ sơ tiếp nhận",
        "scope": "all",
        "field_code": "all",
        "value": 523.0,
        "value_text": "523",
        "value_state": "reported",
        "half_unit": 0.0,
        "source_kind": "prose",
        "source_file": "bao-cao.docx",
        "source_locator": f"bao-cao.docx!L{number}:1-4",
    }
    return row | changes


def report_file(report_id: str, **changes: Any) -> dict[str, Any]:
    row = {"report_id": report_id, "source_file": "bao-cao.docx", "source_sha256": "0" * 64, "status": "read"}
    return row | {"file_format": "docx", "size_bytes": 10} | changes


def write_batch(landing_dir: Path, load_id: str = LOAD, **tables: list[dict[str, Any]]) -> None:
    for name in CHECKED_TABLES:
        (landing_dir / name).mkdir(parents=True, exist_ok=True)
        rows = pa.Table.from_pylist(tables.get(name, []), LANDING_TABLES[name])
        pq.write_table(rows, landing_dir / name / f"{load_id}.parquet")


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Any]:
    def run(**tables: list[dict[str, Any]]) -> Any:
        write_batch(tmp_path, **tables)
        return check_border(read_batch(tmp_path, LOAD), SUITES, CATALOGUE)

    return run


def test_a_sound_batch_passes(check: Callable[..., Any]) -> None:
    place = {"source_file": "a.docx", "source_locator": "a.docx!L1:1-9"}
    result = check(
        report=[
            report("a"),
            report("p", report_kind="plan"),
            report("r", status="refused", refusal_reason="Không rõ đơn vị", unit_key=None, period_code=None),
        ],
        statement=[
            statement("a", 1),
            statement("a", 2, value=None, value_text="", value_state="blank"),
            statement("a", 3, value=0.0, value_text="-", value_state="none_occurred"),
            statement("a", 4, source_kind="form", form_code="BM7", row_code="6.7.1"),
            statement("a", 5, period_start=date(2022, 12, 10), period_end=date(2023, 3, 9)),
        ],
        target=[
            {"report_id": "p", "indicator_code": "staff_quota", "scope": "all", "field_code": "all"}
            | {"period_code": "2025", "comparator": "min", "target_min": 90.0, "value_text": "từ 90%"}
            | place
        ],
        task=[{"report_id": "p", "task_no": 1, "area_code": "IX", "content": "Rà soát"} | place],
        index_score=[
            {"report_id": "p", "index_code": "PAR", "period_code": "2023", "component_code": "total"}
            | {"score": 78.25, "half_unit": 0.005, "value_text": "78,25", "subject_kind": "own"}
            | place
        ],
        report_file=[report_file("a"), report_file("a", source_file="a/b.zip", status="read")],
        remark=[{"report_id": "a", "remark_kind": "malformed_date", "subject": "30/02/2023"} | place],
        calculation=[
            {"report_id": "a", "calculation_no": 1, "calculation_kind": "rate", "sentence": "47/49, đạt 95,9%"}
            | {"operands": [47.0, 49.0], "stated_value": 95.9, "stated_half_unit": 0.05}
            | place
        ],
    )
    assert [outcome for outcome in result.outcomes if not outcome.success] == []
    assert result.held == {} and result.success
    assert {outcome.table for outcome in result.outcomes} == set(CHECKED_TABLES)
    assert {table["table"]: table["rows"] for table in result.tables}["statement"] == 5


BAD_FIGURES: list[tuple[dict[str, Any], str]] = [
    ({"value": -5.0}, "value = -5.0"),
    ({"value": float("inf")}, "value = inf"),
    ({"value": 1e15}, "value = 1000000000000000.0"),
    ({"indicator_code": "no_such_indicator"}, "indicator_code = no_such_indicator"),
    ({"field_code": "khac_la"}, "field_code = khac_la"),
    ({"scope": "village"}, "scope = village"),
    ({"value_state": "maybe"}, "value_state = maybe"),
    ({"value_state": "blank"}, "value = 523.0"),
    ({"source_locator": None}, "source_locator = trống"),
    ({"source_kind": "form", "form_code": "BM7"}, "row_code = trống"),
    ({"period_start": date(2023, 3, 9), "period_end": date(2022, 12, 10)}, "period_end = 2022-12-10"),
    ({"period_end": date(2029, 3, 9)}, "period_end = 2029-03-09"),
    ({"statement_no": 1}, "statement_no = 1"),
]
BAD_REPORTS: list[tuple[dict[str, Any], str]] = [
    ({"cutoff_end": date(2022, 1, 1)}, "cutoff_end = 2022-01-01"),
    ({"cutoff_end": date(2033, 3, 9)}, "cutoff_end = 2033-03-09"),
    ({"period_code": "quý 1"}, "period_code = quý 1"),
    ({"unit_key": None}, "unit_key = trống"),
    ({"report_kind": "letter"}, "report_kind = letter"),
]


def test_a_bad_figure_holds_back_its_report_only(check: Callable[..., Any]) -> None:
    cases = {f"r{n:02}": case for n, case in enumerate(BAD_FIGURES)}
    result = check(
        report=[report("good"), *(report(key) for key in cases)],
        statement=[
            statement("good", 1),
            *(statement(key, 1) for key in cases),
            *(statement(key, 2, **changes) for key, (changes, _) in cases.items()),
        ],
    )
    assert sorted(result.held) == sorted(cases)
    for key, (changes, told) in cases.items():
        assert told in result.held[key] and result.held[key].startswith("Không đạt “")
        assert "bao-cao.docx!L2:1-4" in result.held[key] or "source_locator" in changes


def test_a_bad_report_row_holds_back_the_report(check: Callable[..., Any]) -> None:
    cases = {f"r{n:02}": case for n, case in enumerate(BAD_REPORTS)}
    result = check(
        report=[report("good"), *(report(key, **changes) for key, (changes, _) in cases.items())],
        statement=[statement(key, 1) for key in ("good", *cases)],
    )
    assert sorted(result.held) == sorted(cases)
    for key, (_, told) in cases.items():
        assert told in result.held[key]


BAD_FILES: list[tuple[dict[str, Any], str]] = [
    ({"source_sha256": "abc"}, "source_sha256 = abc"),
    ({"status": "refused"}, "reason = trống"),
    ({"size_bytes": -1}, "size_bytes = -1"),
]


def test_a_bad_file_row_or_remark_holds_back_its_report(check: Callable[..., Any]) -> None:
    cases = {f"r{n}": case for n, case in enumerate(BAD_FILES)}
    remark = {"report_id": "remarked", "remark_kind": "Ghi chú", "subject": "x", "source_file": "bao-cao.docx"}
    result = check(
        report=[report(key) for key in ("good", "remarked", *cases)],
        statement=[statement(key, 1) for key in ("good", "remarked", *cases)],
        report_file=[report_file("good"), *(report_file(key, **changes) for key, (changes, _) in cases.items())],
        remark=[remark],
    )
    assert sorted(result.held) == sorted([*cases, "remarked"])
    assert all(told in result.held[key] for key, (_, told) in cases.items())
    assert "remark_kind = Ghi chú" in result.held["remarked"]


def test_a_file_that_could_not_be_read_is_shown_and_holds_nothing(check: Callable[..., Any]) -> None:
    unread = report_file("a", source_file="scan.pdf", status="refused", reason="không có lớp chữ")
    result = check(report=[report("a")], statement=[statement("a", 1)], report_file=[report_file("a"), unread])
    [outcome] = [outcome for outcome in result.outcomes if not outcome.success]
    assert (outcome.severity, outcome.rows[0].values["reason"]) == ("info", "không có lớp chữ")
    assert result.held == {}


def test_a_failing_row_says_where_it_comes_from(check: Callable[..., Any]) -> None:
    result = check(report=[report("a")], statement=[statement("a", 1, value=-5.0)])
    [outcome] = [outcome for outcome in result.outcomes if not outcome.success]
    [row] = outcome.rows
    assert (row.unit, row.period, row.report_id) == ("Xã Đoàn Kết", "2023-Q1", "a")
    assert row.source == "hai-duong/a/2023-Q1/bao-cao.docx!L1:1-4"
    assert row.values == {"value": "-5.0", "indicator_code": "dossiers_received"}


def test_a_report_without_any_figure_is_held_but_not_a_plan(check: Callable[..., Any]) -> None:
    result = check(report=[report("a"), report("p", report_kind="plan")])
    assert list(result.held) == ["a"]
    assert result.held["a"].startswith("Không nhận ra số liệu nào")


def test_a_warning_is_shown_and_holds_nothing(check: Callable[..., Any]) -> None:
    result = check(report=[report("a", issued_date=date(2033, 1, 1))], statement=[statement("a", 1)])
    failed = [outcome for outcome in result.outcomes if not outcome.success]
    assert [(outcome.column, outcome.severity, outcome.failed) for outcome in failed] == [("issued_date", "warning", 1)]
    assert result.held == {} and not result.success


def test_the_reason_names_a_few_places_and_counts_the_rest(check: Callable[..., Any]) -> None:
    result = check(report=[report("a")], statement=[statement("a", n, value=-1.0) for n in range(1, 10)])
    assert "L5:1-4" in result.held["a"] and "L6:1-4" not in result.held["a"]
    assert result.held["a"].endswith("; và 4 chỗ khác.")


def test_a_missing_column_is_our_own_fault(tmp_path: Path) -> None:
    write_batch(tmp_path, report=[report("a")], statement=[statement("a", 1)])
    path = tmp_path / "statement" / f"{LOAD}.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["half_unit"]), path)
    with pytest.raises(BorderError, match=r"statement.*half_unit"):
        read_batch(tmp_path, LOAD)


def test_a_missing_table_is_our_own_fault(tmp_path: Path) -> None:
    write_batch(tmp_path, report=[report("a")])
    (tmp_path / "task" / f"{LOAD}.parquet").unlink()
    with pytest.raises(BorderError, match="task"):
        read_batch(tmp_path, LOAD)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "cannot read the suite"),
        (
            '{"meta": {"table": "task", "name_vi": "Nhiệm vụ", "identity": ["report_id"]}, "expectations": [{"type":'
            ' "expect_column_values_to_not_be_null", "description": "x", "severity": "info",'
            ' "kwargs": {"column": "nope"}}]}',
            'column "nope"',
        ),
    ],
)
def test_a_suite_that_cannot_run_stops_the_load(tmp_path: Path, text: str, told: str) -> None:
    suites = shutil.copytree(SUITES, tmp_path / "suites")
    (suites / "task.json").write_text(text, encoding="utf-8")
    task = {"report_id": "a", "task_no": 1, "area_code": "IX", "content": "Rà soát"}
    write_batch(tmp_path / "landing", report=[report("a", report_kind="plan")], task=[task])
    with pytest.raises(SuiteError, match=told):
        check_border(read_batch(tmp_path / "landing", LOAD), suites, CATALOGUE)


def test_each_batch_is_checked_once_and_its_results_are_kept(tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path)
    write_batch(settings.landing_dir, "20261124T010000", report=[report("a")], statement=[statement("a", 1)])
    write_batch(settings.landing_dir, LOAD, report=[report("b")], statement=[statement("b", 1, value=-5.0)])
    write_batch(settings.landing_dir, "none")

    results = check_landed(settings)

    assert list(results) == ["20261124T010000", LOAD]
    held = pq.read_table(settings.landing_dir / "held_report" / f"{LOAD}.parquet").to_pylist()
    assert [row["report_id"] for row in held] == ["b"]
    latest = json.loads((settings.validation_dir / "border" / f"{LOAD}.json").read_text(encoding="utf-8"))
    assert latest["held"][0]["submission"] == "hai-duong/b/2023-Q1"
    page = (settings.validation_dir / "index.html").read_text(encoding="utf-8")
    assert "value = -5.0" in page and 'href="border/20261124T010000.json"' in page
    assert "http" not in page and "<script" not in page
    assert unchecked_loads(settings) == [] and check_landed(settings) == {}


def test_dbt_finds_a_file_of_held_reports_when_nothing_ever_landed(tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path)
    assert check_landed(settings) == {}
    assert pq.read_table(settings.landing_dir / "held_report").num_rows == 0
