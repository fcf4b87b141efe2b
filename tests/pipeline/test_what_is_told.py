"""What officers are told of a contradiction: once, at the right cell, with what the other reports say."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from landing_rows import FULL, ONLINE, PARTIAL, Landing
from rule_bench import judged, rule, state

from orchestration.reports.issuer.periods import period_words

QUARTERS = [f"{year}-Q{quarter}" for year in (2023, 2024) for quarter in range(1, 5)]
DISTRICT, BELOW = "207", ("07192", "07195", "07198")  # huyện Cô Tô and its communes


def unit(code: str, level: str = "commune", name: str = "Xã Bắc Sơn") -> dict[str, str]:
    return {"unit_key": f"{code}_20040708", "unit_code": code, "unit_level": level, "unit_name": name}


def told(build: duckdb.DuckDBPyConnection, report_id: str) -> list[dict[str, Any]]:
    found = build.execute("select * from quality.finding where report_id = ? order by rule_code", [report_id])
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


# quota by quarter: marked with ! where the jump is told
JUMPS = [
    "20 60! 20 20",  # the way back is no second jump
    "20 60! 60 60",  # nor is staying there
    "20 60! 300!",  # another jump
    "20 60! 19 60!",  # up, back, and up again
    "20 60! 180! 20 21",
    "20 60! 24",
    "20 60! 180! 60!",  # back to what was told
    "60 20! 60 20!",
    "20 ~60 20",  # about so many says nothing
    "20 . 60!",
]


@pytest.fixture(scope="module")
def jumps() -> Iterator[duckdb.DuckDBPyConnection]:
    landing = Landing()
    for number, series in enumerate(JUMPS):
        for period, written in zip(QUARTERS, series.split(), strict=False):
            landing.report(f"{number} {period}", unit(f"9{number:04}"), period)
            state(landing, f"{number} {period}", "staff_quota", None if written == "." else written.rstrip("!"))
    with judged(landing) as build:
        yield build


@pytest.mark.parametrize("series", JUMPS)
def test_a_jump_is_told_once_and_neither_hides_the_next_nor_tells_the_way_back(jumps, series: str) -> None:
    number = JUMPS.index(series)
    wanted = [written.endswith("!") for written in series.split()]
    found = [bool(told(jumps, f"{number} {period}")) for period in QUARTERS[: len(wanted)]]
    assert found == wanted


def test_an_outlier_behind_an_outlier_is_told_too() -> None:
    landing = Landing()
    for number in range(14):
        series = [400 + 37 * number] * 4 if number != 3 else [500, 5500, 490, 6000]
        if number == 4:
            series = [500, 5500, 60500, 500]
        for period, value in zip(QUARTERS, series, strict=False):
            landing.report(f"{number} {period}", unit(f"9{number:04}") | {"province_name": "Tỉnh X"}, period)
            state(landing, f"{number} {period}", "documents_outgoing", str(value))
    with judged(landing) as build:
        found = build.execute("select report_id from quality.finding where rule_code = 'outlier_among_peers'")
        assert {row[0] for row in found.fetchall()} == {"3 2023-Q2", "3 2023-Q4", "4 2023-Q2", "4 2023-Q3"}


def test_of_an_earlier_report_the_period_the_figure_and_the_place_are_told() -> None:
    landing = Landing()
    for period, written in (("2022-Q4", "20"), ("2023-Q1", "60")):
        landing.report(period, unit("90001"), period, submission=f"tinh/xa/{period}")
        place = {"source_file": f"tinh/xa/{period}/bieu-mau.xlsx", "source_locator": "bieu-mau.xlsx!BM4!D12"}
        state(landing, period, "staff_quota", written, **place)
    with judged(landing) as build:
        [finding] = told(build, "2023-Q1")
    assert finding["message_vi"].endswith(
        "ghi 60, thay đổi quá ba phần mười so với báo cáo trước: quý IV năm 2022 ghi 20 "
        "(tinh/xa/2022-Q4/bieu-mau.xlsx!BM4!D12)."
    )


def test_of_units_below_their_number_and_the_largest_are_told() -> None:
    landing = Landing()
    landing.report("above", unit(DISTRICT, "district", "Huyện Cô Tô"), "2023")
    state(landing, "above", "dossiers_received", "60", scope="commune")
    for code, name, written in zip(BELOW, ("Cô Tô", "Đồng Tiến", "Thanh Lân"), ("10", "50", "30"), strict=True):
        landing.report(code, unit(code, name=name), "2023")
        state(landing, code, "dossiers_received", written)
    with judged(landing) as build:
        [finding] = told(build, "above")
    assert finding["message_vi"].endswith(
        "cộng lại là 90 (3 đơn vị: Đồng Tiến ghi 50 (x/07195/bao-cao.txt!L1); "
        "Thanh Lân ghi 30 (x/07198/bao-cao.txt!L1); Cô Tô ghi 10 (x/07192/bao-cao.txt!L1))."
    )


def test_periods_are_told_as_officers_say_them() -> None:
    codes = ["2021", "2021-Q1", "2022-Q2", "2021-Q3", "2021-Q4", "2021-H1", "2021-9M", "2021-03", "2021-12"]
    landing = Landing()
    for number, code in enumerate(codes):
        for period, written in ((code, "1"), ("2022-Q4" if code == "2022-Q2" else "2022-Q1", "5")):
            landing.report(f"{number} {period}", unit(f"9{number:04}"), period)
            state(landing, f"{number} {period}", "a", written)
    entry = rule("r", "a", "=", "last_report(a)", level=2, message_vi="{elsewhere}")
    with judged(landing, [entry], "a") as build:
        found = build.execute("select split_part(message_vi, ' ghi ', 1) from quality.finding order by report_id")
        assert [row[0] for row in found.fetchall()] == [period_words(code) for code in codes]


# channels as the report states them; where "online" is stated a second time, and the suspect
TWICE = {
    "the other breaks the sum": ({ONLINE: ("90", "95"), PARTIAL: "60", FULL: "30"}, "bao-cao.txt!L2"),
    "nothing takes a side": ({ONLINE: ("90", "95")}, None),
    "both fit": ({ONLINE: ("90", "95"), "dossiers_received": "500"}, None),
}


@pytest.mark.parametrize("case", TWICE)
def test_of_two_statements_the_one_that_does_not_fit_is_suspected(case: str) -> None:
    figures, suspect = TWICE[case]
    landing = Landing()
    landing.report("r", unit("90001"))
    for indicator, values in figures.items():
        for number, written in enumerate([values] if isinstance(values, str) else values):
            state(landing, "r", indicator, written, source_kind="prose" if number else "form")
    with judged(landing) as build:
        [finding] = told(build, "r")
    assert (finding["rule_code"], finding["suspect_locator"]) == ("stated_twice", suspect)
    assert finding["source_locators"] == ["bao-cao.txt!L2", "bao-cao.txt!L1"]
    assert ("Số 90 khớp với các số khác của báo cáo" in finding["suggestion_vi"]) == bool(suspect)


def scores(landing: Landing, **changed: float) -> None:
    """QD766 of a province: components of 80 together, and the total."""
    told = {"ckmb": 15.0, "tdgq": 16.0, "online": 10.0, "tttt": 8.0, "mdsh": 17.0, "mdhl": 14.0, "total": 80.0}
    landing.report("r", unit("01", "province", "Thành phố Hà Nội"), "2026")
    state(landing, "r", "staff_quota", "100")
    for number, (component, score) in enumerate((told | changed).items(), start=1):
        landing.rows["index_score"].append(
            {
                "report_id": "r", "index_code": "QD766", "component_code": component, "period_code": "2026",
                "score": score, "half_unit": 0.005, "value_text": str(score), "source_file": "x/r/bao-cao.txt",
                "source_locator": f"bao-cao.txt!L{number}:{component}",
            }
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        ({}, []),
        # 24 is above 18, and 14 mends the sum as well: one fault
        ({"mdhl": 24.0}, [("score_above_maximum", "bao-cao.txt!L6:mdhl")]),
        ({"mdhl": 24.0, "total": 90.0}, [("score_above_maximum", "bao-cao.txt!L6:mdhl")]),
        ({"mdhl": 12.0}, [("qd766_components", "bao-cao.txt!L7:total")]),
    ],
)
def test_a_score_above_its_maximum_that_breaks_the_sum_is_one_finding(changed: dict, rules: list) -> None:
    landing = Landing()
    scores(landing, **changed)
    with judged(landing) as build:
        found = told(build, "r")
    assert [(finding["rule_code"], finding["suspect_locator"]) for finding in found] == rules
    if changed == {"mdhl": 24.0}:
        assert found[0]["also_breaks"] == ["qd766_components"]


def test_forms_are_called_by_one_name() -> None:
    landing = Landing()
    landing.report("r", unit("90001"))
    state(landing, "r", "staff_quota", "5")
    landing.remark("r", "unreadable_value", "BM6 1.1", reported_text="vài tỷ")
    landing.remark("r", "unmapped_row", "BM4 Số người", reported_text="3")
    with judged(landing) as build:
        unmapped, unreadable = (finding["message_vi"] for finding in told(build, "r"))
    assert "“vài tỷ” ở “Biểu mẫu 6, dòng 1.1”" in unreadable
    assert "“Biểu mẫu 4, dòng Số người”" in unmapped
