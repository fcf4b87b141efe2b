"""From statements to compared provinces: bases of periods, districts and their communes, provinces across a merger."""

from typing import Any

import duckdb
import pytest
from landing_rows import RECEIVED, Landing

BEFORE, SINCE = "20040708", "20250701"
RATE = "dossiers_online_rate"
# code, the province that it named before 1/7/2025, the one that it has named since
USED_AGAIN = [
    ("15", "Tỉnh Yên Bái", "Tỉnh Lào Cai"),
    ("24", "Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"),
    ("44", "Tỉnh Quảng Bình", "Tỉnh Quảng Trị"),
    ("52", "Tỉnh Bình Định", "Tỉnh Gia Lai"),
    ("80", "Tỉnh Long An", "Tỉnh Tây Ninh"),
    ("82", "Tỉnh Tiền Giang", "Tỉnh Đồng Tháp"),
    ("91", "Tỉnh Kiên Giang", "Tỉnh An Giang"),
]


def send(landing: Landing, code: str, level: str, period: str, since: str = BEFORE, **figures: float) -> None:
    """A report of a unit with figures of its whole; rates and their parts by the names of the catalogue."""
    report_id = f"{code} {since} {period}"
    unit = {"unit_key": f"{code}_{since}", "unit_code": code, "unit_level": level}
    landing.report(report_id, unit, period, submission=report_id)
    for indicator, value in figures.items():
        landing.state(report_id, indicator, value)


@pytest.fixture(scope="module")
def build() -> Any:
    landing = Landing()
    # two quarters, six months after three, and both with a cumulative and a standing figure
    send(landing, "01", "province", "2023-Q1", dossiers_received=100, leaders_appointed_by_examination=2)
    send(landing, "01", "province", "2023-Q2", dossiers_received=50, leaders_appointed_by_examination=5, staff_quota=18)
    send(landing, "04", "province", "2023-Q1", dossiers_received=70)
    send(landing, "04", "province", "2023-H1", dossiers_received=160, staff_quota=20)
    # huyện Cô Tô holds its three communes; of huyện Vân Đồn one commune speaks
    send(landing, "207", "district", "2023-Q2", dossiers_received=90, dossiers_received_online=45)
    for code in ("07192", "07195", "07198"):
        send(landing, code, "commune", "2023-Q2", dossiers_received=20, dossiers_received_online=5)
    send(landing, "06994", "commune", "2023-Q2", dossiers_received=10, dossiers_received_online=10, satisfaction_rate=9)
    # xã Đoàn Kết reports by months, with the rate of each
    for month, (received, sent) in enumerate(((100, 50), (50, 30), (50, 40)), start=1):
        online = {"dossiers_online_rate": 100 * sent / received, "dossiers_received_online": sent}
        send(landing, "11263", "commune", f"2023-0{month}", dossiers_received=received, **online)
    # Hải Dương and Hải Phòng, then Hải Phòng that holds both
    online = {"dossiers_online_rate": 20.0, "dossiers_received_online": 20, "dossiers_received": 100}
    send(landing, "30", "province", "2025-Q2", **online, par_index_total=80)
    online = {"dossiers_online_rate": 30.0, "dossiers_received_online": 90, "dossiers_received": 300}
    send(landing, "31", "province", "2025-Q2", **online, par_index_total=90)
    online = {"dossiers_online_rate": 37.5, "dossiers_received_online": 150, "dossiers_received": 400}
    send(landing, "31", "province", "2025-Q3", SINCE, **online, par_index_total=85)
    for code, _, _ in USED_AGAIN:
        send(landing, code, "province", "2025-Q2", staff_quota=1000)
        send(landing, code, "province", "2025-Q3", SINCE, staff_quota=3000)
    with landing.built("unit_period_value", "province_comparison") as connection:
        yield connection


def unit(build: duckdb.DuckDBPyConnection, code: str, period: str, indicator: str) -> dict[str, tuple[Any, ...]]:
    rows = build.execute(
        "select basis, value, derivation, made_from from marts.unit_period_value "
        "where unit_key = ? and period_code = ? and indicator_code = ?",
        [f"{code}_{BEFORE}", period, indicator],
    )
    return {basis: row for basis, *row in rows.fetchall()}


def province(build: duckdb.DuckDBPyConnection, columns: str, period: str, indicator: str, where: str) -> list[Any]:
    return build.execute(
        f"select {columns} from marts.province_comparison where period_code = ? and indicator_code = ? and {where} "
        "order by all",
        [period, indicator],
    ).fetchall()


def test_what_fell_into_a_period_and_the_year_so_far_are_both_known_and_say_which_they_are(build: Any) -> None:
    assert unit(build, "01", "2023-Q2", RECEIVED) == {
        "in_period": [50, "reported", "2023-Q2"], "year_to_date": [150, "sum", "2023-Q1 + 2023-Q2"],
    }  # fmt: skip
    assert unit(build, "04", "2023-Q2", RECEIVED) == {
        "in_period": [90, "difference", "2023-H1 - 2023-Q1"], "year_to_date": [160, "reported", "2023-H1"],
    }  # fmt: skip


def test_months_add_up_to_a_quarter_and_their_percentages_do_not(build: Any) -> None:
    months = "2023-01 + 2023-02 + 2023-03"
    assert unit(build, "11263", "2023-Q1", RECEIVED)["in_period"] == [200, "sum", months]
    assert unit(build, "11263", "2023-Q1", RATE) == {
        "in_period": [60, "recomputed", months], "year_to_date": [60, "recomputed", months],
    }  # fmt: skip
    assert unit(build, "11263", "2023-02", RATE)["in_period"] == [60, "reported", "2023-02"]
    assert unit(build, "11263", "2023-02", RATE)["year_to_date"][:2] == [pytest.approx(100 * 80 / 150), "recomputed"]


def test_a_cumulative_figure_is_never_added_and_a_standing_one_neither(build: Any) -> None:
    assert unit(build, "01", "2023-Q2", "leaders_appointed_by_examination") == {
        "in_period": [3, "difference", "2023-Q2 - 2023-Q1"], "year_to_date": [5, "reported", "2023-Q2"],
    }  # fmt: skip
    assert unit(build, "01", "2023-H1", "staff_quota") == {"as_of_end": [18, "reported", "2023-Q2"]}


def test_two_quarters_and_six_months_are_compared(build: Any) -> None:
    columns = "province_code, period_basis, value, basis, rank"
    where = "boundary = 'as_reported' and province_code in ('01', '04')"
    assert province(build, columns, "2023-H1", RECEIVED, where) == [
        ("01", "year_to_date", 150, "reported", 2), ("04", "year_to_date", 160, "reported", 1),
    ]  # fmt: skip
    assert province(build, columns, "2023-Q2", RECEIVED, where) == [
        ("01", "in_period", 50, "reported", 2), ("04", "in_period", 90, "reported", 1),
    ]  # fmt: skip


def test_a_district_that_holds_its_communes_counts_once_and_an_incomplete_province_is_not_ranked(build: Any) -> None:
    members = build.execute(
        "select count(*) from marts.dim_unit where province_code = '22' and unit_level in ('district', 'commune') "
        "and valid_from <= date '2023-06-30' and coalesce(valid_to, date '9999-12-31') >= date '2023-06-30'"
    ).fetchone()[0]
    columns = "value, basis, units_reporting, units_expected, round(coverage * ?), rank, no_rank_reason"
    where = "boundary = 'as_reported' and province_code = '22'"
    columns = columns.replace("?", str(members))
    told = ("rolled_up", 5, members + 1, 5, None, "incomplete")
    assert province(build, columns, "2023-Q2", RECEIVED, where) == [(100.0, *told)]
    assert province(build, columns, "2023-Q2", RATE, where) == [(55.0, *told)]


def test_a_share_without_parts_is_nothing_for_the_province(build: Any) -> None:
    columns = "boundary, value, no_value_reason, no_rank_reason"
    assert province(build, columns, "2023-Q2", "satisfaction_rate", "province_code = '22'") == [
        ("as_reported", None, "not_additive", "no_value"), ("current", None, "not_additive", "no_value"),
    ]  # fmt: skip


def test_the_rate_of_a_merged_province_is_recomputed_and_its_series_goes_on_in_the_map_of_today(build: Any) -> None:
    columns = "province_name, value, basis, previous_value, change"
    where = "boundary = '{}' and province_code in ('30', '31')"
    assert province(build, columns, "2025-Q2", RATE, where.format("as_reported")) == [
        ("Thành phố Hải Phòng", 30, "reported", None, None), ("Tỉnh Hải Dương", 20, "reported", None, None),
    ]  # fmt: skip
    # 110 of 400; the mean of 20 and 30 would be 25
    assert province(build, columns, "2025-Q2", RATE, where.format("current")) == [
        ("Thành phố Hải Phòng", 27.5, "rolled_up", None, None)
    ]
    assert province(build, columns, "2025-Q3", RATE, where.format("as_reported")) == [
        ("Thành phố Hải Phòng", 37.5, "reported", None, None)
    ]
    assert province(build, columns, "2025-Q3", RATE, where.format("current")) == [
        ("Thành phố Hải Phòng", 37.5, "reported", 27.5, 10)
    ]


def test_scores_of_merged_provinces_are_not_summed_and_the_row_says_so(build: Any) -> None:
    where = "province_code = '31' and boundary = 'current'"
    assert province(build, "value, basis, no_value_reason", "2025-Q2", "par_index_total", where) == [
        (None, None, "not_additive")
    ]
    assert province(build, "value, basis, previous_value", "2025-Q3", "par_index_total", where) == [
        (85, "reported", None)
    ]


@pytest.mark.parametrize(("code", "before", "since"), USED_AGAIN)
def test_a_code_used_again_never_mixes_two_provinces(build: Any, code: str, before: str, since: str) -> None:
    columns, where = "province_name, value, previous_value", f"boundary = 'as_reported' and province_code = '{code}'"
    assert province(build, columns, "2025-Q2", "staff_quota", where) == [(before, 1000, None)]
    assert province(build, columns, "2025-Q3", "staff_quota", where) == [(since, 3000, None)]
    holder = build.execute(
        f"select current_province_code from marts.dim_unit where unit_key = '{code}_{BEFORE}'"
    ).fetchone()
    current = f"boundary = 'current' and province_code = '{holder[0]}'"
    assert province(build, "value", "2025-Q2", "staff_quota", current) == [(1000,)]
