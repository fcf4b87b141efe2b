"""Rules on index tables, by the project's own book: what is told, where, once, and of which unit."""

from datetime import date
from typing import Any

import pytest
from landing_rows import Landing
from rule_bench import judged

ISSUER = {
    "unit_key": "VPCP_20070731",
    "unit_code": "VPCP",
    "unit_name": "Văn phòng Chính phủ",
    "unit_level": "ministry",
}
PROVINCES = {"Gia Lai": "52_20250701", "Đồng Tháp": "82_20250701", "Tây Ninh": "80_20250701", "Sơn La": "14_20250701"}
GROUPS = {"ckmb": 11.79, "tdgq": 17.17, "online": 9.14, "tttt": 7.21, "mdsh": 9.62, "mdhl": 11.30}  # 66.23
CELLS = dict(zip(("total", *GROUPS), "DEFGHIJ", strict=True))


class Table:
    """An index submission in the making."""

    def __init__(self, landing: Landing, report_id: str = "t"):
        self.landing, self.report_id = landing, report_id
        landing.report(report_id, ISSUER, "2026-10", report_kind="index", cutoff_end=date(2026, 10, 10))

    def score(self, province: str, component: str, score: float | None, **more: Any) -> None:
        rows = self.landing.rows["index_score"]
        row = 2 + list(PROVINCES).index(province)
        facts = {"report_id": self.report_id, "index_code": "QD766", "period_code": "2026-10", "half_unit": 0.005}
        facts |= {"component_code": component, "score": score, "value_text": "" if score is None else f"{score:.2f}"}
        facts |= {"value_state": "blank" if score is None else "reported", "source_kind": "table"}
        facts |= {
            "subject_kind": "province",
            "subject_unit_key": PROVINCES[province],
            "subject_name": f"Tỉnh {province}",
        }
        facts |= {"source_file": f"x/{self.report_id}/a.csv", "rank_locator": f"a.csv!A{row}"}
        rows.append(facts | {"source_locator": f"a.csv!{CELLS.get(component, 'K')}{row}"} | more)

    def row(self, province: str, total: float = 66.23, **changed: float | None) -> None:
        self.score(province, "total", total)
        for component, score in (GROUPS | changed).items():
            self.score(province, component, score)


def told(landing: Landing) -> list[tuple[Any, ...]]:
    """(report, rule, suspect, reported, expected) of each finding."""
    build = judged(landing)
    return build.execute(
        "select report_id, rule_code, suspect_locator, round(reported_value, 4), round(expected_value, 4) "
        "from quality.finding order by all"
    ).fetchall()


@pytest.fixture
def landing() -> Landing:
    return Landing()


def test_a_sound_table_raises_nothing_and_each_row_is_its_own_units(landing: Landing) -> None:
    table = Table(landing)
    table.row("Gia Lai")
    table.row("Đồng Tháp", 66.25, mdhl=11.29)  # rounding of seven figures
    build = judged(landing)
    assert build.execute("select count(*) from quality.finding").fetchone() == (0,)
    assert build.execute(
        "select unit_key, score, max_score, is_trusted from marts.fct_index_score where component_code = 'total' "
        "order by all"
    ).fetchall() == [("52_20250701", 66.23, 100, True), ("82_20250701", 66.25, 100, True)]


def test_a_sum_that_does_not_add_up_is_told_once_at_the_total_of_its_row_to_the_issuer(landing: Landing) -> None:
    table = Table(landing)
    table.row("Gia Lai")
    table.row("Đồng Tháp", 66.30)
    table.row("Tây Ninh", 66.16)  # +0.07 there does not hide -0.07 here
    assert told(landing) == [
        ("t", "qd766_components", "a.csv!D3", 66.30, 66.23),
        ("t", "qd766_components", "a.csv!D4", 66.16, 66.23),
    ]
    build = judged(landing)
    trusted = build.execute(
        "select unit_key, component_code from marts.fct_index_score where not is_trusted order by all"
    ).fetchall()
    assert trusted == [("80_20250701", "total"), ("82_20250701", "total")]
    [(unit_key, message)] = build.execute(
        "select unit_key, message_vi from quality.finding where suspect_locator = 'a.csv!D3'"
    ).fetchall()
    assert unit_key == "VPCP_20070731" and "Tỉnh Đồng Tháp, 2026-10" in message


def test_a_blank_group_is_missing_and_not_zero(landing: Landing) -> None:
    Table(landing).row("Gia Lai", mdhl=None)
    build = judged(landing)
    assert build.execute("select count(*) from quality.finding").fetchone() == (0,)
    blank = build.execute("select score, value_state from marts.fct_index_score where component_code = 'mdhl'")
    assert blank.fetchall() == [(None, "blank")]


def test_a_score_above_its_maximum(landing: Landing) -> None:
    table = Table(landing)
    table.score("Gia Lai", "mdhl", 18.1)
    table.score("Đồng Tháp", "mdhl", 18.0)
    table.score("Tây Ninh", "mdhl", 17.0, max_score=16)
    assert told(landing) == [
        ("t", "score_above_maximum", "a.csv!J2", 18.1, 18),
        ("t", "score_above_maximum", "a.csv!J4", 17, 16),
    ]


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [
        ([(1, 70), (2, 68), (3, 66), (4, 64)], []),
        ([(1, 70), (2, 68), (2, 68), (4, 64)], []),
        ([(1, 70), (3, 68), (3, 68.001), (4, 64)], []),
        ([(1, 70), (2, 64), (3, 68), (4, 66)], [("a.csv!A4", 68, 64)]),  # one unit too high
        ([(1, 68), (2, 70), (3, 66), (4, 64)], [("a.csv!A3", 70, 68)]),
        ([(1, 60), (2, 70), (3, 50), (4, 64)], [("a.csv!A3", 70, 60), ("a.csv!A5", 64, 50)]),
    ],
)
def test_ranks_follow_scores(landing: Landing, ranked: list[tuple[int, float]], expected: list[tuple]) -> None:
    table = Table(landing)
    for province, (rank, score) in zip(PROVINCES, ranked, strict=True):
        table.score(province, "total", score, rank=rank)
    assert told(landing) == [("t", "index_rank", *told_there) for told_there in expected]


def test_ranks_of_other_lists_are_not_compared(landing: Landing) -> None:
    table = Table(landing)
    table.score("Gia Lai", "total", 60, rank=1, rank_of=63)
    table.score("Đồng Tháp", "total", 50, rank=2, rank_of=63)
    region = {"subject_kind": "region", "subject_unit_key": None, "subject_name": "Vùng Tây Nguyên", "rank_of": 6}
    table.score("Tây Ninh", "total", 70, rank=5, **region)
    assert told(landing) == []


@pytest.mark.parametrize(
    ("component", "parts", "expected"),
    [
        ("2.1", (2223, 2299, 96.69, 19.34), []),
        ("2.1", (2223, 2299, 96.90, 19.38), [("index_ratio", "a.csv!G2", 96.9, 96.6942)]),
        ("2.1", (2223, 2299, 96.69, 19.43), [("index_ratio_score", "a.csv!K2", 19.43, 19.338)]),
        ("4.3", (1539, 2343, 65.69, 1.64), []),  # 80 % earns the maximum
        ("4.3", (2300, 2343, 98.16, 2.0), []),
        ("5.4", (358522, 405424, 88.43, 5.9), []),  # 90 % does
        ("4.4", (50, 100, 50.0, 1.0), []),  # how the score follows is not known
        ("2.1", (0, 0, None, None), []),
        ("2.1", (1, 0, 100.0, None), []),  # a share of nothing is undefined
    ],
)
def test_ratios_and_the_scores_they_earn(landing: Landing, component: str, parts: tuple, expected: list) -> None:
    numerator, denominator, ratio, score = parts
    more = {"numerator": numerator, "denominator": denominator, "ratio": ratio, "ratio_half_unit": 0.005}
    Table(landing).score("Gia Lai", component, score, ratio_locator="a.csv!G2", **more)
    assert told(landing) == [("t", *told_there) for told_there in expected]


def test_two_sources_that_differ_are_told_once_by_the_later_one(landing: Landing) -> None:
    note = {"source_kind": "note", "source_locator": "a.csv!L2:10-16"}
    first = Table(landing)
    first.score("Gia Lai", "total", 46.0415, half_unit=0.00005)
    first.score("Gia Lai", "total", 46.0414, half_unit=0.00005, **note)
    first.score("Đồng Tháp", "total", 45.68)
    first.score("Tây Ninh", "total", 44.61)
    second = Table(landing, "later")
    landing.rows["report"][-1] |= {"unit_key": "BNV_20070731", "unit_code": "BNV", "unit_name": "Bộ Nội vụ"}
    second.score("Đồng Tháp", "total", 45.7, half_unit=0.05)  # the same, rounded
    second.score("Tây Ninh", "total", 44.62)
    assert told(landing) == [
        ("later", "index_source", "a.csv!D4", 44.62, 44.61),
        ("t", "index_source", "a.csv!D2", 46.0415, 46.0414),
    ]
    message = judged(landing).execute("select message_vi from quality.finding where report_id = 'later'").fetchone()[0]
    assert "44.62" in message and "44.61" in message and "x/t/a.csv: a.csv!D4" in message


def test_what_no_unit_is_told_of_stands_beside_the_units(landing: Landing) -> None:
    table = Table(landing)
    for kind, name, score in (("country", "Cả nước", 60), ("unresolved", "Tỉnh Không Có", 61)):
        table.score("Gia Lai", "total", score, subject_kind=kind, subject_unit_key=None, subject_name=name)
    build = judged(landing)
    assert build.execute("select count(*) from marts.fct_index_score").fetchone() == (0,)
    rows = build.execute("select subject_kind, subject_name, score from marts.index_group_score order by all")
    assert rows.fetchall() == [("country", "Cả nước", 60), ("unresolved", "Tỉnh Không Có", 61)]
