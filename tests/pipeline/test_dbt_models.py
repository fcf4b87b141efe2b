"""The dbt project on landing tables written by hand: figures of the seeds in, findings and marts out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.quality.alerts import ALERT
from orchestration.quality.border import HELD_REPORT
from orchestration.quality.rules import write_rule_book
from orchestration.settings import Settings
from orchestration.warehouse.dbt import run_dbt
from orchestration.warehouse.schema import LANDING_TABLES

DOAN_KET = {"unit_key": "11263_20040708", "unit_code": "11263", "unit_name": "Xã Đoàn Kết", "unit_level": "commune"}
HUONG_KHE = {"unit_key": "444_20040708", "unit_code": "444", "unit_name": "Huyện Hương Khê", "unit_level": "district"}
DEPARTMENT = {
    "unit_key": "H24.15_20200101", "unit_code": "H24.15", "unit_name": "Sở Nội vụ", "unit_level": "department",
    "province_name": "Tỉnh Hải Dương",
}  # fmt: skip
FIELDS = {"ho_tich": 141, "chung_thuc": 349, "bao_tro_xa_hoi": 19, "nguoi_co_cong": 13, "dat_dai": 1}
ONLINE_FIELDS = {"ho_tich": 126, "chung_thuc": 349, "bao_tro_xa_hoi": 19, "nguoi_co_cong": 9, "dat_dai": 1}
RECEIVED, ONLINE, DIRECT = "dossiers_received", "dossiers_received_online", "dossiers_received_direct"
PARTIAL, FULL = "dossiers_received_partial_online", "dossiers_received_full_online"


class Landing:
    """Landing tables in the making; `write` leaves them as the readers would."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in LANDING_TABLES}
        self.held: list[dict[str, str]] = []

    def report(self, report_id: str, unit: dict[str, str] | None, period: str | None = "2023-Q1", **more: Any) -> None:
        landed = datetime(2026, 1, 1) + timedelta(days=len(self.rows["report"]))
        facts = {"submission": f"x/{report_id}", "status": "accepted", "report_kind": "report", "landed_at": landed}
        facts |= {"source_file": f"x/{report_id}/bao-cao.txt", "received_date": date(2023, 3, 14)}
        self.rows["report"].append({"report_id": report_id, "period_code": period, **(unit or {}), **facts, **more})

    def state(self, report_id: str, indicator: str, *values: Any, **more: Any) -> None:
        for value in values:
            number = 1 + sum(row["report_id"] == report_id for row in self.rows["statement"])
            place = {"source_file": f"x/{report_id}/bao-cao.txt", "source_locator": f"bao-cao.txt!L{number}"}
            facts = {"scope": "all", "field_code": "all", "half_unit": 0.0, "source_kind": "prose", "value": value}
            facts |= {"value_text": str(value), "value_state": "blank" if value is None else "reported"}
            self.rows["statement"].append(
                {"report_id": report_id, "statement_no": number, "indicator_code": indicator, **facts, **place, **more}
            )

    def remark(self, report_id: str, kind: str, subject: str, **more: Any) -> None:
        place = {"source_file": f"x/{report_id}/bao-cao.txt", "source_locator": f"bao-cao.txt!{kind}"}
        self.rows["remark"].append({"report_id": report_id, "remark_kind": kind, "subject": subject, **place, **more})

    def write(self, folder: Path) -> None:
        tables = {name: pa.Table.from_pylist(self.rows[name], schema) for name, schema in LANDING_TABLES.items()}
        tables |= {"held_report": pa.Table.from_pylist(self.held, HELD_REPORT), "alert": ALERT.empty_table()}
        for name, table in tables.items():
            (folder / name).mkdir(parents=True)
            pq.write_table(table, folder / name / "1.parquet")


def doan_ket(landing: Landing, report_id: str, mended: bool = False) -> None:
    """The figures of xã Đoàn Kết, quý I/2023, with its contradictions or with most of them put right."""
    landing.report(report_id, DOAN_KET, submission="x/doan-ket", issued_date=date(2023, 3, 14))
    landing.state(report_id, RECEIVED, 523)
    landing.state(report_id, ONLINE, 504 if mended else 495)
    landing.state(report_id, DIRECT, 19 if mended else 28)
    for field_code, value in FIELDS.items():
        landing.state(report_id, RECEIVED, value, field_code=field_code)
        landing.state(report_id, ONLINE, ONLINE_FIELDS[field_code], field_code=field_code)
    landing.state(report_id, "dossiers_online_rate", 95, half_unit=0.5)
    landing.state(report_id, "staff_present", 18 if mended else 19, 18, 18)
    for indicator, value, half_unit in (
        ("plan_completion_rate", 41.67 if mended else 50, 0.005 if mended else 0.5), ("plan_tasks_total", 36, 0),
        ("plan_tasks_completed", 15, 0), ("online_service_dossier_rate", 523, 0.5),
        ("online_service_dossiers_received", 0, 0), ("online_service_dossiers_received_online", 0, 0),
        ("online_payment_procedures_rate", 17, 0.5), ("procedures_with_financial_obligation", 0, 0),
        ("procedures_with_online_payment", 0, 0), ("local_procedures_total", 140, 0),
        ("local_procedures_commune", None, 0),
        ("online_level_3_provided_procedures", 66, 0), ("online_level_4_provided_procedures", 44, 0),
        ("online_level_3_and_4_procedures", 110, 0), ("staff_quota", 20, 0),
    ):  # fmt: skip
        landing.state(report_id, indicator, value, half_unit=float(half_unit), source_kind="form")
    landing.remark(
        report_id, "document_date", "171/KH-UBND", reported_text="Kế hoạch 171/KH-UBND ngày 25/12/2023",
        date_value=date(2022, 12, 25) if mended else date(2023, 12, 25),
    )  # fmt: skip
    landing.remark(report_id, "title_period", "period", period_code="2023-Q1", reported_text="quý 1 năm 2023")
    landing.remark(report_id, "body_period", "period", period_code="2022-Q2", reported_text="quý II năm 2022")


def huong_khe(landing: Landing, report_id: str) -> None:
    """The figures of huyện Hương Khê, 2023: two contradictions, and much that must raise nothing."""
    landing.report(report_id, HUONG_KHE, "2023")
    landing.state(report_id, RECEIVED, 27185)
    for scope, total, direct, partial, full, paid in (
        ("district", 4474, 1038, 2461, 975, 26928000), ("commune", 22711, 1088, 15394, 6229, 82037025),
    ):  # fmt: skip
        for indicator, value in ((RECEIVED, total), (DIRECT, direct), (PARTIAL, partial), (FULL, full), (ONLINE, full)):
            landing.state(report_id, indicator, value, scope=scope)
        landing.state(report_id, "online_payment_amount", paid, scope=scope)
    landing.state(report_id, "online_payment_amount", 108965025)
    landing.state(report_id, "public_investment_plan", 637227e6, half_unit=5e5)
    landing.state(report_id, "public_investment_disbursed", 260802e6, half_unit=5e5, period_end=date(2023, 11, 20))
    landing.state(report_id, "public_investment_disbursement_rate", 41, half_unit=0.5)
    landing.state(report_id, "plan_completion_rate", 95.9, half_unit=0.05)
    landing.state(report_id, "plan_tasks_total", 49)
    landing.state(report_id, "plan_tasks_completed", 47)


def oddities(landing: Landing) -> None:
    """What must stop nothing: refusals, an unlisted unit, blanks, about-figures, lists that may be incomplete."""
    landing.report("refused", None, None, status="refused", refusal_reason="không rõ đơn vị")
    landing.report("held", DOAN_KET, "2023-H1")
    landing.held.append({"report_id": "held", "reason_vi": "giá trị âm"})
    landing.state("held", RECEIVED, -5)
    landing.report("department", DEPARTMENT, "2023-9M")
    landing.state("department", "satisfaction_rate", 101, half_unit=0.5, label="'{left}' \"%\" -- ;")
    landing.state("department", ONLINE, 95)
    landing.state("department", RECEIVED, 100, value_state="approximate")
    landing.state("department", DIRECT, 50)
    landing.state("department", FULL, None, value_state="none_occurred")
    landing.remark("department", "unmapped_row", "9.9", reported_text="Dòng {left} 'lạ'")
    landing.report("fields", DOAN_KET, "2023")
    landing.state("fields", RECEIVED, 100)
    landing.state("fields", ONLINE, 60)
    landing.state("fields", RECEIVED, 40, field_code="ho_tich")
    landing.state("fields", ONLINE, 30, field_code="ho_tich")
    landing.report("plan", {**HUONG_KHE, "unit_key": "550_20040708", "unit_code": "550"}, "2024", report_kind="plan")
    for component, score in (("total", 82.13), ("appraisal", 51.15), ("survey", 6.71), ("satisfaction", 23.27)):
        row = {"report_id": "plan", "index_code": "PAR", "period_code": "2023", "component_code": component}
        row |= {
            "score": score,
            "half_unit": 0.005,
            "value_text": str(score),
            "source_file": "x/plan/ke-hoach.txt",
            "source_locator": f"L11:{component}",
        }
        landing.rows["index_score"].append(row)
    landing.rows["index_score"].append({**row, "index_code": "QD766", "component_code": "mdhl", "score": 18.1})


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """One whole ``dbt build``: seeds, models, contracts, data tests and unit tests."""
    folder, settings = tmp_path_factory.mktemp("dbt"), Settings()
    landing = Landing()
    doan_ket(landing, "dk1")
    huong_khe(landing, "hk")
    oddities(landing)
    doan_ket(landing, "dk2", mended=True)
    landing.write(folder / "landing")
    write_rule_book(settings.rules_dir, settings.indicators_csv, folder / "landing")
    run_dbt(["build", "--quiet", "--target-path", str(folder / "target")], folder / "build.duckdb", folder / "landing")
    with duckdb.connect(folder / "build.duckdb", read_only=True) as connection:
        yield connection


def findings(build: duckdb.DuckDBPyConnection, report_id: str) -> set[tuple[Any, ...]]:
    return set(build.execute(
        "select rule_code, scope, round(reported_value, 2), round(expected_value, 2), status from quality.finding "
        "where report_id = ?", [report_id]).fetchall())  # fmt: skip


def test_the_contradictions_of_doan_ket_are_told_once_each_and_live_through_its_revision(build) -> None:
    assert findings(build, "dk1") == {
        ("rate_matches_parts__plan_completion_rate", "all", 50, 41.67, "resolved"),
        ("online_fields_within_total", "all", 495, 504, "resolved"),
        ("direct_is_what_fields_leave", "all", 28, 19, "resolved"),
        ("stated_twice", "all", 19, 18, "resolved"),
        ("document_date_after_report", "all", None, None, "resolved"),
    }
    # 504 of 523 are 96 %: what was mended brought out what it had hidden
    assert findings(build, "dk2") == {
        ("rate_in_range__online_service_dossier_rate", "all", 523, None, "open"),
        ("bm7_dossiers_received", "all", 0, 523, "open"),
        ("rate_without_base", "all", 17, 0, "open"),
        ("period_title_body", "all", None, None, "open"),
        ("rate_matches_parts__dossiers_online_rate", "all", 95, 96.37, "open"),
    }
    lives = build.execute(
        "select rule_code, first_seen_at, resolved_at from quality.finding "
        "where rule_code in ('stated_twice', 'bm7_dossiers_received') order by 1"
    ).fetchall()
    first, second = datetime(2026, 1, 1), datetime(2026, 1, 8)
    assert lives == [("bm7_dossiers_received", first, None), ("stated_twice", first, second)]


def test_huong_khe_has_one_finding_a_scope_and_nothing_else(build) -> None:
    assert findings(build, "hk") == {
        ("dossiers_online_parts", "district", 975, 3436, "open"),
        ("dossiers_online_parts", "commune", 6229, 21623, "open"),
    }
    (message, suspect) = build.execute(
        "select message_vi, suspect_locator from quality.finding where report_id = 'hk' and scope = 'district'"
    ).fetchone()
    assert message.startswith("Số hồ sơ tiếp nhận trực tuyến cấp huyện ghi 975, nhưng")
    assert "3.436 (2.461 + 975; bao-cao.txt!L4, bao-cao.txt!L5)" in message
    assert suspect == "bao-cao.txt!L6"


def test_a_bad_report_breaks_nothing_and_is_told_in_its_own_words(build) -> None:
    assert findings(build, "held") == findings(build, "refused") == set()
    assert findings(build, "department") == {
        ("percent_in_range__satisfaction_rate", "all", 101, None, "open"),
        ("unmapped_row", "all", None, None, "open"),
    }
    assert findings(build, "fields") == {("dossiers_fields_complete", "all", 100, 40, "open")}
    assert findings(build, "plan") == {
        ("par_index_components", "all", 82.13, 81.13, "open"), ("score_above_maximum", "all", 18.1, 18, "open"),
    }  # fmt: skip
    reports = build.execute("select report_id, status, refusal_reason, revision, is_current from marts.dim_report "
                            "where report_id in ('held', 'refused', 'dk1', 'dk2') order by 1").fetchall()  # fmt: skip
    assert reports == [
        ("dk1", "accepted", None, 1, False), ("dk2", "accepted", None, 2, True),
        ("held", "refused", "giá trị âm", 1, True), ("refused", "refused", "không rõ đơn vị", 1, True),
    ]  # fmt: skip
    assert build.execute("select unit_name, province_name from marts.dim_unit where unit_key = 'H24.15_20200101'"
                         ).fetchall() == [("Sở Nội vụ", "Tỉnh Hải Dương")]  # fmt: skip


def test_doubted_figures_are_kept_but_not_trusted(build) -> None:
    trusted = dict(
        build.execute(
            "select indicator_code || scope, bool_and(is_trusted) from marts.fct_indicator_value "
            "where report_id in ('dk1', 'hk') and field_code = 'all' group by all"
        ).fetchall()
    )
    assert not trusted["plan_completion_rateall"]
    assert trusted["plan_tasks_totalall"] and trusted["plan_tasks_completedall"]
    assert not trusted[ONLINE + "district"] and trusted[PARTIAL + "district"] and trusted[RECEIVED + "all"]
    assert not trusted["staff_presentall"]


def test_provinces_are_rolled_up_from_what_their_units_sent(build) -> None:
    rows = build.execute("select boundary, province_name, indicator_code, value, basis, units_reporting, rank from "
                         "marts.province_comparison where period_code = '2023' and indicator_code in "
                         "('plan_completion_rate', 'dossiers_received', 'dossiers_received_online') "
                         "and province_name like '%Hà Tĩnh%' order by all").fetchall()  # fmt: skip
    expected = [("dossiers_received", 27185.0), ("plan_completion_rate", 100 * 47 / 49)]
    assert [row[2:4] for row in rows] == [*expected, *expected]
    assert {row[4:] for row in rows} == {("rolled_up", 1, None)}
    assert {row[0] for row in rows} == {"as_reported", "current"}


def test_a_province_of_then_is_found_in_the_province_of_today(build) -> None:
    today = build.execute("select province_name, current_province_name from marts.dim_unit "
                          "where unit_key = '11263_20040708'").fetchall()  # fmt: skip
    assert today == [("Tỉnh Hải Dương", "Thành phố Hải Phòng")]


def test_files_open_in_older_tools(build) -> None:
    tags = build.execute("select tags['storage_version'] from duckdb_databases() where path is not null").fetchone()
    assert tags[0].startswith("v1.5")
