"""Plans, duties and scorecards from landing tables to marts: what each unit owes, reaches and misses."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest
from landing_rows import DOAN_KET, EVALUATED, Landing, rule_book

from orchestration.quality.report_calendar import due_periods
from orchestration.settings import Settings


def commune(code: str, name: str) -> dict[str, str]:
    return {"unit_key": f"{code}_20040708", "unit_code": code, "unit_name": name, "unit_level": "commune"}


TUY_PHUOC = {"unit_key": "550_20040708", "unit_code": "550", "unit_name": "Huyện Tuy Phước", "unit_level": "district"}
TOWN, DIEU_TRI = commune("21952", "Thị trấn Tuy Phước"), commune("21955", "Thị trấn Diêu Trì")
PHUOC_THANG = commune("21958", "Xã Phước Thắng")
CAM_XUYEN = {"unit_key": "446_20250101", "unit_code": "446", "unit_name": "Huyện Cẩm Xuyên", "unit_level": "district"}
CAM_DUONG = commune("18682", "Xã Cẩm Dương")
ONLINE = "dossiers_online_rate"


def target(indicator: str, minimum: float | None, period: str | None = None, **more: Any) -> dict[str, Any]:
    place = {"source_file": "x/plan/ke-hoach.txt", "source_locator": f"ke-hoach.txt!{indicator}"}
    aim = {"indicator_code": indicator, "comparator": "min", "target_min": minimum, "value_text": str(minimum)}
    return {"report_id": "plan", "scope": "all", "field_code": "all", "period_code": period, **aim, **place, **more}


@pytest.fixture(scope="module")
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    landing = Landing()
    landing.report("plan", TUY_PHUOC, "2024", report_kind="plan", received_date=date(2024, 1, 30))
    landing.rows["target"] += [
        target(ONLINE, 90.0),
        target("satisfaction_rate", 90.0),
        target("par_index_rank", None, "2025", comparator="rank", target_max=5.0),
    ]
    # one rate as stated, one from its parts, one that a broken rule doubts
    landing.report("town", TOWN, "2024-03", received_date=date(2024, 3, 15))
    landing.state("town", ONLINE, 95, half_unit=0.5)
    landing.report("dieu_tri", DIEU_TRI, "2024-03", received_date=date(2024, 3, 20))
    landing.state("dieu_tri", "dossiers_received", 200)
    landing.state("dieu_tri", "dossiers_received_online", 100)
    landing.report("phuoc_thang", PHUOC_THANG, "2024-03", received_date=date(2024, 3, 18))
    landing.state("phuoc_thang", ONLINE, 150, half_unit=0.5)
    landing.report("year", TUY_PHUOC, "2024", received_date=date(2024, 12, 17))
    landing.state("year", ONLINE, 88, half_unit=0.5)
    # the district grew on 1/1/2025, its communes stayed as they were
    landing.report("grown_plan", CAM_XUYEN, "2025", report_kind="plan", received_date=date(2025, 1, 15))
    landing.rows["target"].append(target(ONLINE, 80.0, report_id="grown_plan"))
    landing.report("cam_duong", CAM_DUONG, "2025-04", received_date=date(2025, 4, 16))
    landing.state("cam_duong", ONLINE, 70, half_unit=0.5)
    # loaded long after: nobody says when they came, one was issued after its due day
    landing.report("silent", TOWN, "2024-05", received_date=None, issued_date=date(2024, 5, 15))
    landing.report("issued_late", DIEU_TRI, "2024-05", received_date=None, issued_date=date(2024, 5, 21))
    landing.report("refused", DOAN_KET, "2024-9M", status="refused", refusal_reason="không đọc được tệp")
    due = due_periods(Settings(), EVALUATED.date())
    marts = ("unit_scorecard", "target_progress", "target_by_unit", "report_completeness", "fct_indicator_value")
    with landing.built(*marts, **rule_book(), due_period=due) as connection:
        yield connection


def test_a_district_hears_which_communes_reach_its_target_this_month(build: Any) -> None:
    rows = build.execute(
        "select unit_key, actual, target_met, no_actual_reason from marts.target_by_unit "
        f"where indicator_code = '{ONLINE}' and period_code = '2024-03' and topic = 'online_service'"
    ).fetchall()
    told = {row[0]: row[1:] for row in rows}
    assert told[TOWN["unit_key"]] == (95, True, None)
    assert told[DIEU_TRI["unit_key"]] == (50, False, None)
    assert told[PHUOC_THANG["unit_key"]] == (None, None, "distrusted")
    others = set(told) - {TOWN["unit_key"], DIEU_TRI["unit_key"], PHUOC_THANG["unit_key"]}
    assert TUY_PHUOC["unit_key"] in others and len(others) > 5
    assert {told[key] for key in others} == {(None, None, "not_reported")}


def test_the_plan_is_held_against_the_district_s_own_latest_figure(build: Any) -> None:
    rows = build.execute(
        "select indicator_code, actual, actual_period_code, gap, target_met, unknown_reason, units_reaching, "
        "units_missing from marts.target_progress where report_id = 'plan' order by indicator_code"
    ).fetchall()
    assert rows == [
        (ONLINE, 88, "2024", -2, False, None, 1, 1),
        ("par_index_rank", None, None, None, None, "not_reported", None, None),
        ("satisfaction_rate", None, None, None, None, "not_reported", None, None),
    ]


def test_a_plan_of_a_district_that_grew_measures_the_communes_that_stayed(build: Any) -> None:
    rows = build.execute(
        "select plan_unit_key, actual, gap, target_met from marts.target_by_unit where unit_key = ?",
        [CAM_DUONG["unit_key"]],
    ).fetchall()
    assert rows == [(CAM_XUYEN["unit_key"], 70, -10, False)]
    told = build.execute(
        "select unit_key, units_missing from marts.target_progress where report_id = 'grown_plan'"
    ).fetchall()
    assert told == [(CAM_XUYEN["unit_key"], 1)]
    score = build.execute(
        "select target, target_met from marts.unit_scorecard where unit_key = ? and indicator_code = ?",
        [CAM_DUONG["unit_key"], ONLINE],
    ).fetchall()
    assert score == [(80, False)]


def test_months_are_owed_by_those_that_sent_one(build: Any) -> None:
    rows = build.execute(
        "select unit_key, status, days_late from marts.report_completeness where period_code = '2024-03'"
    ).fetchall()
    assert set(rows) == {
        (TOWN["unit_key"], "on_time", 0), (DIEU_TRI["unit_key"], "late", 2), (PHUOC_THANG["unit_key"], "on_time", 0),
    }  # fmt: skip


def test_late_is_what_is_known_to_be_late(build: Any) -> None:
    rows = build.execute(
        "select unit_key, status, is_late, days_late, is_received_date_stated from marts.report_completeness "
        "where period_code = '2024-05'"
    ).fetchall()
    assert set(rows) == {
        (TOWN["unit_key"], "receipt_unknown", None, None, False), (DIEU_TRI["unit_key"], "late", True, 5, False),
        (PHUOC_THANG["unit_key"], "missing", False, 626, None),
    }  # fmt: skip


def test_the_year_is_owed_by_all_districts_of_a_province_of_which_one_reported(build: Any) -> None:
    rows = build.execute(
        "select c.status, count(*) from marts.report_completeness as c join marts.dim_unit as u using (unit_key) "
        "where c.period_code = '2024' and u.province_code = '52' and u.unit_level = 'district' "
        "group by all order by all"
    ).fetchall()
    assert rows == [("missing", 10), ("on_time", 1)]
    levels = build.execute(
        "select distinct u.unit_level from marts.report_completeness as c join marts.dim_unit as u using (unit_key) "
        "where c.period_code in ('2024', '2024-Q3') and u.province_code = '52'"
    ).fetchall()
    assert levels == [("district",)]  # its communes sent months only


def test_a_refused_report_is_missing_and_says_why(build: Any) -> None:
    row = build.execute(
        "select status, is_missing, is_late, refused_submissions, refused_reason, rows_filled from "
        "marts.report_completeness where unit_key = ? and period_code = '2024-Q3'", [DOAN_KET["unit_key"]]
    ).fetchall()  # fmt: skip
    assert row == [("refused", True, False, 1, "không đọc được tệp", 0)]


def test_a_commune_without_a_plan_is_held_to_that_of_its_district(build: Any) -> None:
    rows = build.execute(
        "select unit_key, value, value_basis, target, target_met, target_unit_key, peer_rank, peer_count, is_few_peers "
        f"from marts.unit_scorecard where boundary = 'as_reported' and indicator_code = '{ONLINE}' "
        "and period_code = '2024-03' order by unit_key"
    ).fetchall()
    district = TUY_PHUOC["unit_key"]
    assert rows == [
        (TOWN["unit_key"], 95, "stated", 90, True, district, 1, 2, True),
        (DIEU_TRI["unit_key"], 50, "recomputed", 90, False, district, 2, 2, True),
        (PHUOC_THANG["unit_key"], None, None, 90, None, district, None, 2, True),
    ]
