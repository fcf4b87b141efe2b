"""Units across new names, new types, mergers and splits: from statements to scorecards of then and of today."""

from datetime import date
from typing import Any

import pytest
from landing_rows import EVALUATED, RECEIVED, Landing

from orchestration.settings import Settings
from orchestration.warehouse.compiled import build_in_memory

RATE = "dossiers_online_rate"
# Xã Hải Hưng of today was made of these three
MERGED, PARTS = "11257_20250701", ("11248_20040708", "11257_20040708", "11263_20040708")
HALF, NINE_MONTHS = (date(2024, 12, 15), date(2025, 6, 14)), (date(2024, 12, 15), date(2025, 9, 14))


def send(
    landing: Landing, unit_key: str, level: str, period: str, days: tuple[date, date] | None = None, **figures: float
) -> None:
    report_id = f"{unit_key} {period}"
    unit = {"unit_key": unit_key, "unit_code": unit_key.split("_")[0], "unit_level": level}
    start, end = days or (None, None)
    landing.report(report_id, unit, period, submission=report_id)
    for indicator, value in figures.items():
        landing.state(report_id, indicator, value, period_start=start, period_end=end)


def publish(landing: Landing, year: str, scores: dict[str, float]) -> None:
    """The PAR INDEX of a year by unit keys, as a ministry publishes it."""
    landing.report(f"index {year}", None, year, report_kind="index", unit_key="BNV_20070731", unit_level="ministry")
    facts = {"report_id": f"index {year}", "index_code": "PAR", "period_code": year, "component_code": "total"}
    facts |= {"subject_kind": "unit", "value_state": "reported", "source_kind": "table", "source_file": "x/a.csv"}
    for row, (key, score) in enumerate(scores.items(), start=2):
        told = {"subject_unit_key": key, "score": score, "source_locator": f"a.csv!B{row}"}
        landing.rows["index_score"].append(facts | told)


@pytest.fixture(scope="module")
def build() -> Any:
    landing = Landing()
    # a province becomes a city on 30/4/2026, between its two reports
    send(landing, "75_20250701", "province", "2026-Q1", dossiers_received=100)
    send(landing, "75_20260430", "province", "2026-H1", dossiers_received=250)
    # all three communes tell of 2024, two of them of 2023, and the merged one of 2025
    for number, key in enumerate(PARTS, start=1):
        online = {"dossiers_received": 100 * number, "dossiers_received_online": 90}
        send(landing, key, "commune", "2024", **online, satisfaction_rate=90)
        if number > 1:
            send(landing, key, "commune", "2023", dossiers_received=50)
    send(landing, MERGED, "commune", "2025", dossiers_received=700, satisfaction_rate=95)
    # nine months and the year give the fourth quarter, before the first of the next year
    send(landing, "01_20040708", "province", "2023-9M", dossiers_received=300)
    send(landing, "01_20040708", "province", "2023", dossiers_received=420)
    send(landing, "01_20040708", "province", "2024-Q1", dossiers_received=150)
    # six months of 2025 before the mergers of 1/7, nine months after them
    for key, received in zip(PARTS, (100, 150, 50), strict=True):
        send(landing, key, "commune", "2025-H1", HALF, dossiers_received=received)
    send(landing, MERGED, "commune", "2025-9M", NINE_MONTHS, dossiers_received=480)
    # thành phố Hải Phòng of two provinces, tỉnh Lâm Đồng of three, of which only one told
    for key, received in (("30_20040708", 1000), ("31_20040708", 2000), ("68_20040708", 500)):
        send(landing, key, "province", "2025-H1", HALF, dossiers_received=received)
    for key, received in (("31_20250701", 4000), ("68_20250701", 2500)):
        send(landing, key, "province", "2025-9M", NINE_MONTHS, dossiers_received=received)
    publish(landing, "2024", {PARTS[0]: 70, PARTS[1]: 71})
    publish(landing, "2025", {MERGED: 80, "75_20250701": 88})
    publish(landing, "2026", {"75_20260430": 90})
    marts = ["unit_period_value", "unit_scorecard", "province_comparison", "index_comparison"]
    with landing.built(*marts) as connection:
        yield connection


def scores(build: Any, boundary: str, unit_key: str, period: str, indicator: str, columns: str) -> list[Any]:
    return build.execute(
        f"select {columns} from marts.unit_scorecard where boundary = ? and unit_key = ? and period_code = ? "
        "and indicator_code = ?",
        [boundary, unit_key, period, indicator],
    ).fetchall()


def test_a_difference_is_taken_across_a_change_of_type(build: Any) -> None:
    derived = build.execute(
        "select unit_key, value, derivation, made_from from marts.unit_period_value "
        "where unit_key like '75%' and period_code = '2026-Q2' and basis = 'in_period' and indicator_code = ?",
        [RECEIVED],
    ).fetchall()
    assert derived == [("75_20260430", 150, "difference", "2026-H1 - 2026-Q1")]
    columns = "value, value_basis, previous_value, previous_basis, change"
    for boundary in ("as_reported", "current"):
        assert scores(build, boundary, "75_20260430", "2026-Q2", RECEIVED, columns) == [
            (150, "derived", 100, "stated", 50)
        ]


def test_a_period_that_everybody_only_derives_is_compared(build: Any) -> None:
    rows = build.execute(
        "select boundary, value, previous_value, change from marts.province_comparison "
        "where period_code = '2026-Q2' and indicator_code = ? order by 1",
        [RECEIVED],
    ).fetchall()
    assert rows == [("as_reported", 150, 100, 50), ("current", 150, 100, 50)]


def test_the_quarter_before_the_first_is_derived_and_says_so(build: Any) -> None:
    columns = "previous_period_code, previous_value, previous_basis, change"
    assert scores(build, "as_reported", "01_20040708", "2024-Q1", RECEIVED, columns) == [
        ("2023-Q4", 120, "derived", 30)
    ]


def test_a_merged_unit_is_what_all_its_parts_told_together(build: Any) -> None:
    columns = "value, value_basis, no_value_reason, units_reporting, units_expected, previous_value"
    assert scores(build, "current", MERGED, "2024", RECEIVED, columns) == [(600, "summed", None, 3, 3, None)]
    # 270 of 600, not the mean of 90, 45 and 30 %
    assert scores(build, "current", MERGED, "2024", RATE, columns)[0][:5] == (45, "recomputed", None, 3, 3)
    assert scores(build, "current", MERGED, "2024", "satisfaction_rate", columns)[0][:5] == (
        None, None, "not_additive", 3, 3,
    )  # fmt: skip
    assert scores(build, "current", MERGED, "2023", RECEIVED, columns) == [(None, None, "incomplete", 2, 3, None)]
    assert scores(build, "current", MERGED, "2025", RECEIVED, columns) == [(700, "stated", None, 1, 1, 600)]
    assert scores(build, "current", MERGED, "2025", "satisfaction_rate", columns)[0][0] == 95


def test_a_quarter_after_a_merger_is_derived_from_what_all_parts_told_before(build: Any) -> None:
    derived = build.execute(
        "select unit_key, value, made_from, no_value_reason from marts.unit_period_value "
        "where period_code = '2025-Q3' and basis = 'in_period' and indicator_code = ? order by 1",
        [RECEIVED],
    ).fetchall()
    assert derived == [
        (MERGED, 180, "2025-9M - (2025-H1 + 2025-H1 + 2025-H1)", None),
        ("31_20250701", 1000, "2025-9M - (2025-H1 + 2025-H1)", None),
        ("68_20250701", None, "2025-9M - (2025-H1)", "merger_part_missing"),
    ]
    for boundary in ("as_reported", "current"):
        assert scores(build, boundary, MERGED, "2025-Q3", RECEIVED, "value, value_basis") == [(180, "derived")]
    provinces = build.execute(
        "select boundary, province_name, value, no_value_reason from marts.province_comparison "
        "where period_code = '2025-Q3' and indicator_code = ? and province_code in ('31', '68') order by 1, 2",
        [RECEIVED],
    ).fetchall()
    assert provinces == [
        (boundary, *row)
        for boundary in ("as_reported", "current")
        for row in (("Thành phố Hải Phòng", 1000, None), ("Tỉnh Lâm Đồng", None, "merger_part_missing"))
    ]


def test_as_reported_a_merger_begins_a_new_series(build: Any) -> None:
    assert scores(build, "as_reported", MERGED, "2025", RECEIVED, "value, previous_value") == [(700, None)]
    assert scores(build, "as_reported", PARTS[2], "2024", RECEIVED, "value, previous_value") == [(300, 50)]


def test_an_index_is_compared_across_a_change_of_type_and_not_across_a_merger(build: Any) -> None:
    rows = build.execute(
        "select boundary, unit_key, period_code, score, previous_score, no_value_reason, units_reporting, "
        "units_expected from marts.index_comparison order by boundary desc, unit_level, period_code, unit_key"
    ).fetchall()
    assert [row[1:] for row in rows if row[0] == "current"] == [
        (MERGED, "2024", None, None, "not_additive", 2, 3), (MERGED, "2025", 80, None, None, 1, 1),
        ("75_20260430", "2025", 88, None, None, 1, 1), ("75_20260430", "2026", 90, 88, None, 1, 1),
    ]  # fmt: skip
    assert [row[1:5] for row in rows if row[0] == "as_reported"] == [
        (PARTS[0], "2024", 70, None), (PARTS[1], "2024", 71, None), (MERGED, "2025", 80, None),
        ("75_20250701", "2025", 88, None), ("75_20260430", "2026", 90, 88),
    ]  # fmt: skip


def test_peers_of_today_are_units_of_today(build: Any) -> None:
    today = build.execute(
        "select count(*) from marts.dim_unit as u join marts.dim_unit as m on m.unit_key = ? and u.unit_level = "
        "m.unit_level and u.current_province_code = m.current_province_code where u.current_unit_key = u.unit_key",
        [MERGED],
    ).fetchall()
    assert scores(build, "current", MERGED, "2024", RECEIVED, "peers_expected") == today


def test_a_unit_with_a_part_of_a_split_one_says_so(build: Any) -> None:
    def communes(carried: str) -> str:
        return (
            "select distinct s.current_unit_key, p.unit_key from reference.unit_changes as l "
            "join marts.dim_unit as p on l.predecessor_key = p.unit_key and p.unit_level = 'commune' "
            "join marts.dim_unit as s on l.successor_key = s.unit_key and s.current_unit_key is not null "
            f"where p.carried_forward = '{carried}' and p.valid_from < date '2024-01-01' "
            "and p.valid_to = date '2025-06-30'"
        )

    whole_and_part = build.execute(
        f"select w.current_unit_key, w.unit_key from ({communes('whole')}) as w "
        f"join ({communes('split')}) as t using (current_unit_key) order by 1, 2 limit 1"
    ).fetchone()
    part_alone = build.execute(
        f"select * from ({communes('split')}) as t "
        f"where current_unit_key not in (select current_unit_key from ({communes('whole')}) as w) order by 1, 2 limit 1"
    ).fetchone()
    landing = Landing()
    for today, before in (whole_and_part, part_alone):
        send(landing, before, "commune", "2024", dossiers_received=10)
        send(landing, today, "commune", "2025", dossiers_received=20)
    moment = {"evaluated_at": EVALUATED, "today": EVALUATED.date()}
    marts = ["unit_period_value", "unit_scorecard", "province_comparison"]
    with build_in_memory(Settings(), {**landing.rows, "evaluation": [moment]}, marts) as again:
        rows = set(
            again.execute(
                "select unit_key, period_code, value, no_value_reason from marts.unit_scorecard "
                "where boundary = 'current' and indicator_code = ?",
                [RECEIVED],
            ).fetchall()
        )
    for today, _ in (whole_and_part, part_alone):
        assert {(today, "2024", None, "split"), (today, "2025", 20, None)} <= rows
    # the part told of 2024 for every unit that has some of it, and none of them has the whole
    assert {row[2:] for row in rows if row[1] == "2024"} == {(None, "split")}
