"""The dbt project on landing tables written by hand: figures of the seeds in, findings and marts out."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from landing_rows import EVALUATED, ONLINE, PARTIAL, RECEIVED, Landing, doan_ket, huong_khe, oddities

from orchestration.quality.rules import write_rule_book
from orchestration.settings import Settings
from orchestration.warehouse.dbt import DATABASE, run_dbt


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
    write_rule_book(settings.rules_dir, settings.indicators_csv, settings.units_csv, folder / "landing")
    run_dbt(["build"], folder, folder / "landing")
    with duckdb.connect(folder / f"{DATABASE}.duckdb", read_only=True) as connection:
        yield connection


def findings(build: duckdb.DuckDBPyConnection, report_id: str) -> set[tuple[Any, ...]]:
    return set(build.execute(
        "select rule_code, scope, round(reported_value, 2), round(expected_value, 2), status from quality.finding "
        "where report_id = ?", [report_id]).fetchall())  # fmt: skip


def test_the_contradictions_of_doan_ket_are_told_once_each_and_live_through_its_revision(build) -> None:
    assert findings(build, "dk1") == {
        ("rate_matches_parts__plan_completion_rate", "all", 50, 41.67, "resolved"),
        ("channel_fields_within_total__dossiers_received_online", "all", 495, 504, "resolved"),
        ("direct_is_what_fields_leave", "all", 28, 19, "resolved"),
        ("stated_twice", "all", 19, 18, "resolved"),
        ("document_date_after_report", "all", None, None, "resolved"),
    }
    # 504 of 523 are 96 %: what was mended brought out what it had hidden
    assert findings(build, "dk2") == {
        ("rate_in_range__online_service_dossier_rate", "all", 523, None, "open"),
        ("bm7_dossiers_received", "all", 0, 523, "open"),
        ("rate_without_base__online_payment_procedures_rate", "all", 17, 0, "open"),
        ("period_title_body", "all", None, None, "open"),
        ("rate_matches_parts__dossiers_online_rate", "all", 95, 96.37, "open"),
    }
    lives = build.execute(
        "select rule_code, first_seen_at, resolved_at from quality.finding "
        "where rule_code in ('stated_twice', 'bm7_dossiers_received') order by 1"
    ).fetchall()
    assert lives == [("bm7_dossiers_received", EVALUATED, None), ("stated_twice", EVALUATED, EVALUATED)]


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
    assert findings(build, "fields") == {
        ("dossiers_fields_complete", "all", 100, 40, "open"), ("carried_over_from_before", "all", 10, 12, "open"),
        # fewer in the whole year than in its first quarter
        ("received_never_falls", "all", 100, 523, "open"), ("received_never_falls", "all", 40, 141, "open"),
    }  # fmt: skip
    assert findings(build, "before") == set()
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
    rows = build.execute("select boundary, province_name, indicator_code, value, basis, units_reporting, "
                         "distrusted_values from marts.province_comparison "
                         "where period_code = '2023' and indicator_code in "
                         "('plan_completion_rate', 'dossiers_received', 'dossiers_received_online') "
                         "and province_name like '%Hà Tĩnh%' order by all").fetchall()  # fmt: skip
    expected = [("dossiers_received", 27185.0), ("dossiers_received_online", None), ("plan_completion_rate", 4700 / 49)]
    assert [row[2:4] for row in rows] == [*expected, *expected]
    assert {row[4:] for row in rows if row[3]} == {("rolled_up", 1, 0)}
    # doubted in both of its scopes
    assert {row[4:] for row in rows if not row[3]} == {(None, 0, 1)}
    assert {row[0] for row in rows} == {"as_reported", "current"}


def test_a_province_of_then_is_found_in_the_province_of_today(build) -> None:
    today = build.execute("select province_name, current_province_name from marts.dim_unit "
                          "where unit_key = '11263_20040708'").fetchall()  # fmt: skip
    assert today == [("Tỉnh Hải Dương", "Thành phố Hải Phòng")]


def test_files_open_in_older_tools(build) -> None:
    tags = build.execute("select tags['storage_version'] from duckdb_databases() where path is not null").fetchone()
    assert tags[0].startswith("v1.5")
