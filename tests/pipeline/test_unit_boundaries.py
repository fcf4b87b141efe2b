"""Provinces of two times side by side: codes used again, mergers, splits and new types, from reports to comparisons."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from landing_rows import RECEIVED, Landing, rule_book

REUSED = ["15", "24", "44", "52", "80", "82", "91"]
BEFORE, AFTER = "2024", "2025-9M"
# figures of a province before its change of type and after it
NEW_TYPES = {
    "46": (("46_20040708", "2024"), ("46_20250101", "2025")),
    "75": (("75_20250701", "2025"), ("75_20260430", "2026")),
    "22": (("22_20040708", "2025"), ("22_20260901", "2026")),
    "24": (("24_20250701", "2025"), ("24_20260920", "2026")),
}


def unit(key: str, level: str = "province") -> dict[str, str]:
    return {"unit_key": key, "unit_code": key.split("_")[0], "unit_name": key, "unit_level": level}


@pytest.fixture(scope="module")
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    landing = Landing()

    def say(key: str, period: str, value: float, level: str = "province") -> None:
        report_id = f"{key}/{period}"
        landing.report(report_id, unit(key, level), period)
        landing.state(report_id, RECEIVED, value)

    for number, code in enumerate(REUSED, start=1):
        say(f"{code}_20040708", BEFORE, number)
        say(f"{code}_20250701", AFTER, 1000 * number)
    for before, after in NEW_TYPES.values():
        say(*before, 70)
        say(*after, 77)
    say("30_20040708", "2023", 500)  # tỉnh Hải Dương
    say("31_20040708", "2023", 501)  # thành phố Hải Phòng
    say("550_20040708", "2023", 503, "district")  # huyện Tuy Phước of tỉnh Bình Định
    say("64_20040708", "2023", 504)  # tỉnh Gia Lai
    say("11263_20040708", "2023-Q1", 523, "commune")  # xã Đoàn Kết of tỉnh Hải Dương
    # sent on 19/9/2026, a day before it became a city; the quarter ends on 30/9
    say("24_20250701", "2026-Q3", 300)
    say("07210_20250701", "2026-Q3", 3, "commune")
    # huyện Lộc Hà went into another district on 1/1/2025; a commune of it is below that one from then on
    say("18568_20040708", BEFORE, 11, "commune")
    with landing.built("province_comparison", "unit_lineage", **rule_book()) as connection:
        yield connection


def values(build: duckdb.DuckDBPyConnection, boundary: str, period: str) -> dict[str, float]:
    """Dossiers received by name of the province."""
    rows = build.execute(
        "select province_name, value from marts.province_comparison "
        "where boundary = ? and period_code = ? and indicator_code = ?", [boundary, period, RECEIVED]
    ).fetchall()  # fmt: skip
    assert len({name for name, _ in rows}) == len(rows)
    return dict(rows)


@pytest.mark.parametrize("boundary", ["as_reported", "current"])
@pytest.mark.parametrize(("number", "code"), list(enumerate(REUSED, start=1)))
def test_a_code_used_again_never_mixes_two_provinces(build, boundary, number, code) -> None:
    stood = build.execute(
        "select b.period_code, b.boundary_key, u.current_province_code from intermediate.int_unit_boundary as b "
        "join marts.dim_unit as u using (unit_key) where b.boundary = ? and b.has_reported and b.unit_key in (?, ?)",
        [boundary, f"{code}_20040708", f"{code}_20250701"],
    ).fetchall()  # fmt: skip
    keys = {period: key for period, key, _ in stood}
    today = {period: province for period, _, province in stood}
    if boundary == "as_reported":
        assert keys == keys | {BEFORE: f"{code}_20040708", AFTER: f"{code}_20250701"}
    else:
        assert keys == keys | {BEFORE: today[BEFORE], AFTER: code}
    provinces = build.execute("select unit_key, unit_name from marts.dim_unit where unit_level = 'province'")
    names = dict(provinces.fetchall())
    before, after = values(build, boundary, BEFORE), values(build, boundary, AFTER)
    if boundary == "as_reported":
        assert before[names[f"{code}_20040708"]] == number
        assert after[names[f"{code}_20250701"]] == 1000 * number
        assert names[f"{code}_20250701"] not in before
        assert names[f"{code}_20040708"] not in after
    assert sorted(value for value in after.values() if value >= 1000) == [1000.0 * n for n in range(1, 8)]
    assert sorted(value for value in before.values() if value < 10) == [1.0 * n for n in range(1, 8)]


def test_hai_duong_is_found_in_hai_phong_and_binh_dinh_in_gia_lai(build) -> None:
    assert values(build, "as_reported", "2023") == {
        "Tỉnh Hải Dương": 500, "Thành phố Hải Phòng": 501, "Tỉnh Bình Định": 503, "Tỉnh Gia Lai": 504,
    }  # fmt: skip
    assert values(build, "current", "2023") == {"Thành phố Hải Phòng": 1001, "Tỉnh Gia Lai": 1007}
    assert values(build, "as_reported", "2023-Q1") == {"Tỉnh Hải Dương": 523}
    assert values(build, "current", "2023-Q1") == {"Thành phố Hải Phòng": 523}


@pytest.mark.parametrize("code", NEW_TYPES)
@pytest.mark.parametrize("boundary", ["as_reported", "current"])
def test_the_series_of_a_province_goes_on_as_it_becomes_a_city(build, code, boundary) -> None:
    (_, earlier), (_, later) = NEW_TYPES[code]
    compared = build.execute(
        "select value, previous_value, change from marts.province_comparison "
        "where boundary = ? and period_code = ? and province_code = ? and indicator_code = ?",
        [boundary, later, code, RECEIVED],
    ).fetchall()  # fmt: skip
    assert compared == [(77, 70, 7)], earlier


@pytest.mark.parametrize("boundary", ["as_reported", "current"])
def test_what_a_province_sent_before_it_became_a_city_in_the_same_quarter_is_whole(build, boundary) -> None:
    rows = build.execute(
        "select province_name, value, basis, units_expected, coverage, no_rank_reason from marts.province_comparison "
        "where boundary = ? and period_code = '2026-Q3' and indicator_code = ?", [boundary, RECEIVED]
    ).fetchall()  # fmt: skip
    assert rows == [("Thành phố Bắc Ninh", 300, "reported", 1 + 99, 1, None)]


def test_units_expected_are_those_of_the_time(build) -> None:
    expected = dict(
        build.execute(
            "select distinct province_name, units_expected from marts.province_comparison "
            "where boundary = 'as_reported' and period_code = '2023'"
        ).fetchall()
    )
    assert expected["Tỉnh Hải Dương"] == 1 + 12 + 235  # 28 communes more than in June 2025


def test_a_commune_stands_below_the_district_of_the_period(build) -> None:
    parents = build.execute(
        "select b.period_code, p.unit_name from intermediate.int_unit_boundary as b "
        "join marts.dim_unit as u using (unit_key) join marts.dim_unit as p on b.parent_key = p.unit_key "
        "where b.boundary = 'current' and u.unit_code = '18568' and b.period_code in (?, ?) order by 1",
        [BEFORE, AFTER],
    ).fetchall()  # fmt: skip
    assert parents == [(BEFORE, "Huyện Lộc Hà"), (AFTER, "Tỉnh Hà Tĩnh")]


def test_lineage_tells_merger_split_and_new_type_with_its_day(build) -> None:
    def became(key: str) -> list[tuple[Any, ...]]:
        return build.execute(
            "select successor_key, change_kind, is_exact, cast(changed_on as varchar) from marts.unit_lineage "
            "where predecessor_key = ? order by 1", [key]
        ).fetchall()  # fmt: skip

    assert became("30_20040708") == [("31_20250701", "merge", True, "2025-07-01")]
    assert became("46_20040708") == [("46_20250101", "rename", True, "2025-01-01")]
    assert became("75_20250701") == [("75_20260430", "change_of_type", True, "2026-04-30")]
    assert became("11263_20040708") == [("11257_20250701", "merge", True, "2025-07-01")]
    assert became("474_20040708") == [
        ("474_20250101", "split", False, "2025-01-01"), ("475_20250101", "split", False, "2025-01-01"),
    ]  # fmt: skip
    assert {kind for _, kind, _, _ in became("300_20040708")} == {"abolished"}
    assert became("26116_20250701") == [("26116_20260430", "change_of_type", True, "2026-04-30")]
