"""Rules over several reports: whose figure is meant, and what the book tells of periods, revisions and other units."""

from datetime import date
from typing import Any

import duckdb
import pytest
from landing_rows import RECEIVED, Landing
from rule_bench import judged, rule, state

COMMUNE = {"unit_key": "11263_20040708", "unit_code": "11263", "unit_level": "commune"}
DISTRICT_CODE = "207"  # huyện Cô Tô, with thị trấn Cô Tô, xã Đồng Tiến and xã Thanh Lân
BELOW = ("07192", "07195", "07198")
RELATIONS = ("previous", "year_before", "year_start", "earlier_this_year", "so_far", "last_report")
RULES = [rule(relation, "a", "=", f"{relation}(b)", level=2) for relation in RELATIONS]


def unit(code: str, level: str) -> dict[str, str]:
    return {"unit_key": f"{code}_20040708", "unit_code": code, "unit_level": level}


def outcomes(build: duckdb.DuckDBPyConnection, report_id: str) -> dict[str, Any]:
    rows = build.execute(
        "select rule_code, outcome, right_value from intermediate.int_rule_outcome where report_id = ?", [report_id]
    ).fetchall()
    return {code: right if outcome in ("pass", "fail") else outcome for code, outcome, right in rows}


@pytest.fixture(scope="module")
def years() -> Any:
    """One unit's reports; each states b as a number that tells which report it is."""
    landing = Landing()
    told = {
        "2022": "22", "2022-Q1": "221", "2022-Q4": "224", "2022-H1": "2206", "2022-9M": "2209", "2022-12": "2212",
        "2023-Q1": "231", "2023-01": "2301", "2023-02": "2302", "2023-H1": "2306", "2023-Q2": "232", "2023": "23",
    }  # fmt: skip
    for period, written in told.items():
        landing.report(period, COMMUNE, period)
        state(landing, period, "a", "0")
        state(landing, period, "b", written)
    landing.report("2022-Q1 first", COMMUNE, "2022-Q1", landed_at=landing.rows["report"][0]["landed_at"])
    state(landing, "2022-Q1 first", "b", "999")
    landing.report("other unit", unit("11266", "commune"), "2022-Q4")
    state(landing, "other unit", "b", "888")
    with judged(landing, RULES, "ab") as build:
        yield build


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        # a quarter follows a quarter, a half year the whole year before; Q2 is no part of what began in January
        ("2023-Q1", (224, 221, 22, 2302, 2301, 2302)),
        ("2023-Q2", (231, "missing", 22, 231, "missing", 231)),
        ("2023-H1", (22, 2206, 22, 231, 231, 231)),
        ("2023", (22, 22, 22, 2306, 2306, 2306)),
        ("2023-02", (2301, "missing", 22, 2301, "missing", 2301)),
        ("2023-01", (2212, "missing", 22, "missing", "missing", 2212)),
        ("2022-H1", ("missing", "missing", "missing", 221, 221, 221)),
        ("2022-Q1", ("missing", "missing", "missing", "missing", "missing", "missing")),
    ],
)
def test_each_relation_means_the_nearest_current_report_that_states_it(years, period: str, expected: tuple) -> None:
    assert outcomes(years, period) == dict(zip(RELATIONS, expected, strict=True))


def test_a_report_that_does_not_state_the_figure_gives_way_to_the_next_nearest() -> None:
    landing = Landing()
    for period, written in (("2022", ""), ("2022-Q4", "224"), ("2023-H1", None)):
        landing.report(period, COMMUNE, period)
        state(landing, period, "a", "0")
        state(landing, period, "b", written)
    with judged(landing, RULES, "ab") as build:
        # half years follow the year, but its cell is blank; of the quarter that ends on the same day it is known
        assert outcomes(build, "2023-H1")["previous"] == 224
        assert outcomes(build, "2023-H1")["year_start"] == "missing"


@pytest.mark.parametrize(
    ("told_below", "outcome"),
    [
        (("10", "20", "30"), "pass"),
        (("10", "20", "31"), "fail"),
        (("10", "20", None), "missing"),  # one did not tell the figure
        (("10", "20"), "missing"),  # one did not report
        (("10", "20", ""), "missing"),
        (("10", "50", "-"), "pass"),
        (("10", "20", "~30"), "not_applicable"),
    ],
)
def test_units_below_add_up_only_when_each_of_them_told(told_below: tuple[str | None, ...], outcome: str) -> None:
    landing = Landing()
    landing.report("above", unit(DISTRICT_CODE, "district"), "2023")
    state(landing, "above", "a", "60", scope="commune")
    state(landing, "above", "a", "75")
    for code, written in zip(BELOW, told_below, strict=False):
        landing.report(code, unit(code, "commune"), "2023")
        state(landing, code, "a", written)
    entry = rule("below", "at_commune(a)", "=", "units_below(a)", level=3)
    bounded = rule(
        "bounded", "at_commune(a)", "=", "units_below(a)", missing={"left": "missing", "right": "lower_bound"}
    )
    with judged(landing, [entry, bounded | {"level": 3}], "a") as build:
        found = dict(build.execute("select rule_code, outcome from intermediate.int_rule_outcome "
                                   "where report_id = 'above'").fetchall())  # fmt: skip
        assert found == {"below": outcome, "bounded": outcome}
        assert build.execute("select count(*) from intermediate.int_rule_outcome where outcome <> 'missing' "
                             "and report_id <> 'above'").fetchone() == (0,)  # fmt: skip


def test_a_unit_that_changed_its_type_has_the_same_communes_and_the_same_past() -> None:
    landing = Landing()
    # thị xã Bến Cát became a city on 1/5/2024; two of its eight communes became wards that day, the others stayed
    city = {"unit_key": "721_20240501", "unit_code": "721", "unit_level": "district"}
    communes = [f"{code}_20040708" for code in ("25813", "25837", "25846", "25849", "25852", "25855")]
    communes += ["25840_20240501", "25843_20240501"]
    landing.report("above", city, "2024")
    state(landing, "above", "a", "8")
    landing.report("before", unit("721", "district"), "2024-Q1")
    state(landing, "before", "a", "2")
    for key in communes:
        landing.report(key, {"unit_key": key, "unit_code": key[:5], "unit_level": "commune"}, "2024")
        state(landing, key, "a", "1")
    below = rule("below", "a", "=", "units_below(a)", level=3)
    so_far = rule("so_far", "a", "=", "4 * earlier_this_year(a)", level=2)
    with judged(landing, [below, so_far], "a") as build:
        assert outcomes(build, "above") == {"below": 8, "so_far": 8}


def test_a_rule_holds_only_for_its_levels_provinces_forms_and_days() -> None:
    landing = Landing()
    landing.report("xã", COMMUNE | {"province_name": "Tỉnh Hải Dương"}, "2023")
    state(landing, "xã", "a", "2", form_code="BM1")
    state(landing, "xã", "b", "1")
    told = {
        "levels": {"levels": ["commune"]}, "not_levels": {"levels": ["district", "province"]},
        # of then and of today
        "provinces": {"provinces": ["Tỉnh Hải Dương"]}, "provinces_today": {"provinces": ["Thành phố Hải Phòng"]},
        "not_provinces": {"provinces": ["Tỉnh Gia Lai"]},
        "forms": {"forms": ["BM1", "BM2"]}, "not_forms": {"forms": ["BM2"]},
        "days": {"valid_from": date(2023, 12, 31), "valid_to": date(2023, 12, 31)},
        "not_days": {"valid_from": date(2024, 1, 1)}, "not_days_before": {"valid_to": date(2023, 12, 30)},
    }  # fmt: skip
    with judged(landing, [rule(code, "a", "=", "b", **more) for code, more in told.items()], "ab") as build:
        assert set(outcomes(build, "xã")) == {code for code in told if not code.startswith("not")}


def test_what_stands_beside_a_broken_figure_says_whose_it_is() -> None:
    landing = Landing()
    for period, carried, left_open in (("2022-Q4", None, "12"), ("2023-Q1", "10", None)):
        landing.report(period, COMMUNE, period)
        state(landing, period, "dossiers_carried_over", carried)
        state(landing, period, "dossiers_in_progress", left_open)
    with judged(landing) as build:
        found = build.execute(
            "select figure_report_id, figure_statement_no, side, value from intermediate.int_rule_term_figure "
            "where rule_id = 'carried_over_from_before' order by side"
        ).fetchall()  # fmt: skip
        assert found == [("2023-Q1", 1, "left", 10), ("2022-Q4", 1, "right", 12)]
        (message, places) = build.execute("select message_vi, source_locators from quality.finding").fetchone()
    assert "báo cáo kỳ trước còn 12 hồ sơ" in message
    assert places == ["bao-cao.txt!L1", "x/2022-Q4/bao-cao.txt!L1"]


def broken(build: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    return set(build.execute("select report_id, rule_code from intermediate.int_rule_outcome "
                             "where outcome = 'fail'").fetchall())  # fmt: skip


def test_what_runs_from_one_day_never_falls_and_backlogs_chain() -> None:
    landing = Landing()
    told = {
        "2022": {"dossiers_in_progress": "7", "staff_quota": "100", "local_procedures_total": "140"},
        "2023-Q1": {RECEIVED: "500", "dossiers_resolved": "400", "dossiers_carried_over": "7",
                    "plan_tasks_total": "36"},
        "2023-H1": {RECEIVED: "900", "dossiers_resolved": "390", "dossiers_carried_over": "7", "plan_tasks_total": "35",
                    "staff_quota": "98", "local_procedures_total": "14", "satisfaction_rate": "98%"},
        "2024-H1": {"satisfaction_rate": "9,8%"},
        "2023-9M": {RECEIVED: "850", "dossiers_resolved": "300", "dossiers_carried_over": "8", "staff_quota": "980"},
        # a quarter begins anew
        "2023-Q4": {RECEIVED: "200", "dossiers_resolved": "100", "plan_tasks_total": "36"},
    }  # fmt: skip
    for period, figures in told.items():
        landing.report(period, COMMUNE, period)
        for indicator, written in figures.items():
            state(landing, period, indicator, written)
    with judged(landing) as build:
        assert broken(build) == {
            ("2023-H1", "count_never_falls__dossiers_resolved"),
            ("2023-H1", "cumulative_never_falls__plan_tasks_total"),
            ("2023-H1", "procedures_jump__local_procedures_total"),
            ("2024-H1", "rate_unlike_year_before__satisfaction_rate"),
            # the whole report is of one quarter: told once
            ("2023-9M", "received_never_falls"), ("2023-9M", "carried_over_from_before"), ("2023-9M", "quota_jumps"),
        }  # fmt: skip


def test_a_revision_is_asked_about_a_change_that_no_rule_had_asked_for() -> None:
    landing = Landing()
    for number, (quota, present, online) in enumerate((("20", "25", "90"), ("21", "19", "80")), start=1):
        landing.report(f"r{number}", COMMUNE, "2023")
        for indicator, written in (
            ("staff_quota", quota), ("staff_present", present), (RECEIVED, "100"), ("dossiers_received_online", online),
            ("dossiers_online_rate", "90%" if number == 1 else "80%"), ("documents_outgoing", "~5"),
        ):  # fmt: skip
            state(landing, f"r{number}", indicator, written)
    with judged(landing) as build:
        # the staff present exceeded the quota: both were asked for
        assert broken(build) == {("r1", "bm4_staff_within_quota"), ("r2", "changed_in_revision")}
        subjects = build.execute("select subject, outcome from intermediate.int_rule_outcome "
                                 "where rule_code = 'changed_in_revision'").fetchall()  # fmt: skip
    assert dict(subjects) == {
        "staff_quota": "not_applicable", "staff_present": "not_applicable", RECEIVED: "pass",
        "dossiers_received_online": "fail", "dossiers_online_rate": "fail", "documents_outgoing": "not_applicable",
    }  # fmt: skip


def district(landing: Landing, odd: str, communes: int = 14) -> None:
    """Reports of the communes of one district on two years, all growing by about a tenth, one by ``odd`` percent."""
    for number in range(communes):
        code = f"9{number:04}"
        before = 400 + 37 * number
        growth = int(odd) if number == 3 else 108 + number % 5
        for period, value in (("2022", before), ("2023", before * growth // 100)):
            landing.report(f"{code} {period}", unit(code, "commune") | {"province_name": "Tỉnh X"}, period)
            state(landing, f"{code} {period}", RECEIVED, str(value))


@pytest.mark.parametrize(
    ("odd", "communes", "told"),
    [
        ("110", 14, False),
        ("180", 14, False),  # much, but no slip of a digit
        ("1100", 14, True),
        ("11", 14, True),
        ("1100", 6, False),  # too few peers to know how they change
    ],
)
def test_a_change_far_from_that_of_the_peers_is_told(odd: str, communes: int, told: bool) -> None:
    landing = Landing()
    district(landing, odd, communes)
    with judged(landing) as build:
        assert broken(build) == ({("90003 2023", "outlier_among_peers")} if told else set())


@pytest.mark.parametrize(
    ("series", "told"),
    [
        ("510 480 505 520 495 500 5100", True),
        ("510 480 505 520 495 500 51", True),
        ("510 480 505 520 495 500 700", False),
        ("500 500 500 500 500 500 501", False),  # a still past makes nothing of a small step
        ("100 900 300 50 700 400 1500", False),  # a lively past says little
        ("510 480 505 520 495 5100", False),  # too short
        ("510 480 505 5200 495 500 490 505", False),  # an outlier of then does not move the middle
    ],
)
def test_a_figure_far_from_the_units_own_past_is_told(series: str, told: bool) -> None:
    landing = Landing()
    values = series.split()
    periods = [f"20{year}-Q{quarter}" for year in range(20, 23) for quarter in range(1, 5)][: len(values)]
    for period, written in zip(periods, values, strict=True):
        landing.report(period, COMMUNE, period)
        state(landing, period, "documents_outgoing", written)
    with judged(landing) as build:
        last = {found for found in broken(build) if found[0] == periods[-1]}
        assert last == ({(periods[-1], "outlier_in_history")} if told else set())


def test_a_form_that_is_nearly_all_there_is_asked_for_the_rows_it_lacks() -> None:
    rows = {
        "service_units_total": "2.1", "service_units_covering_recurrent_and_investment": "2.2",
        "service_units_covering_recurrent": "2.3", "service_units_covering_recurrent_partly": "2.4",
        "service_units_covering_70_to_100_percent": "2.4.1", "service_units_covering_30_to_70_percent": "2.4.2",
        "service_units_covering_10_to_30_percent": "2.4.3", "service_units_covered_by_state": "2.5",
        "service_units_converted_to_companies": "2.6", "public_investment_disbursement_rate": "1",
        "public_investment_plan": "1.1", "public_investment_disbursed": "1.2",
    }  # fmt: skip
    landing = Landing()
    for report_id, lacking in (
        ("whole", ()),
        ("nearly", ("2.5", "2.6")),
        ("other edition", ("1", "1.1", "1.2", "2.6")),
    ):
        code = f"9{len(landing.rows['report']):04}"
        landing.report(report_id, unit(code, "commune"), "2023")
        for indicator, row in rows.items():
            if row not in lacking:
                state(landing, report_id, indicator, "0", form_code="BM6", row_code=row)
    with judged(landing) as build:
        found = dict(build.execute("select report_id, outcome from intermediate.int_rule_outcome "
                                   "where rule_code = 'form_incomplete'").fetchall())  # fmt: skip
        assert found == {"whole": "pass", "nearly": "fail", "other edition": "not_applicable"}
        (message,) = build.execute("select message_vi from quality.finding").fetchone()
    assert message == "Biểu mẫu 6 thiếu các dòng 2.5, 2.6 (bao-cao.txt!L1)."
