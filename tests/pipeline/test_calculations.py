"""What sentences say of their own numbers: verified in dbt, told in words that quote them, and never told twice."""

from collections.abc import Iterator

import duckdb
import pytest
from landing_rows import DOAN_KET, Landing, rule_book

from orchestration.reports.blocks import Block
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.found import Found
from orchestration.reports.prose.arithmetic import read_calculations
from orchestration.reports.prose.prose import read_prose
from orchestration.settings import Settings

SENTENCES = {
    "consistent": [
        "Đã tiếp nhận 523 hồ sơ, trong đó trực tuyến 495 hồ sơ (94,6%), trực tiếp 28 hồ sơ (5,4%).",
        "Chi 4.760 triệu đồng, giảm 680 triệu đồng (12,5%) so với cùng kỳ (5.440 triệu đồng).",
        "Có 20/21 cán bộ, công chức đạt chuẩn, chiếm 95,2%; tổ chức 12/15 buổi tuyên truyền, đạt 80%.",
    ],
    "contradicting": [
        "Đã tổ chức 12/15 buổi tuyên truyền, đạt 85%.",
        "Đã tổ chức 12/16 buổi tuyên truyền, đạt 85%.",
        "Đang giải quyết 12 hồ sơ, trong đó: trong hạn 10, quá hạn 3.",
        "Thu 1.204,5 tỷ đồng, gồm: thuế 1.000 tỷ đồng, phí 300,5 tỷ đồng.",
        "Chứng thực 349 bản sao, tăng 39 bản sao (12,6%) so với cùng kỳ (310 bản sao); giảm 5% so với kế hoạch.",
        "Chứng thực 349 chữ ký, tăng 49 chữ ký (14%) so với cùng kỳ (310 chữ ký).",
        "Có 25/21 xã, thị trấn công khai thủ tục.",
    ],
    "last year": ["Đã tiếp nhận 5.440 hồ sơ; đã giải quyết 5.000 hồ sơ."],
    "this year": [
        "Đã tiếp nhận 6.120 hồ sơ, tăng 680 hồ sơ so với cùng kỳ năm 2024.",
        "Đã giải quyết 5.900 hồ sơ, tăng 12% so với cùng kỳ năm trước.",
    ],
    "this year, corrected": [
        "Đã tiếp nhận 6.120 hồ sơ, tăng 780 hồ sơ (14,6%) so với cùng kỳ năm 2024.",
        "Đã giải quyết 5.900 hồ sơ, tăng 900 hồ sơ so với cùng kỳ năm trước (5.001 hồ sơ).",
    ],
    # the rules of the book know these figures
    "told by rules": ["Đã tiếp nhận 523 hồ sơ, trong đó trực tuyến 495 hồ sơ, trực tiếp 19 hồ sơ."],
}

PERIODS = {
    "last year": "2024-Q1",
    "this year": "2025-Q1",
    "this year, corrected": "2025-Q1",
    "told by rules": "2023-Q3",
}


@pytest.fixture(scope="module")
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings()
    catalogue = Catalogue(settings.indicators_csv, settings.fields_csv)
    landing = Landing()
    for number, (report_id, lines) in enumerate(SENTENCES.items(), start=1):
        landing.report(report_id, DOAN_KET, PERIODS.get(report_id, f"2023-Q{number}"))
        blocks = [Block(line, f"bao-cao.txt!L{n}") for n, line in enumerate(lines, start=1)]
        found = Found()
        read = Found(
            statements=read_prose(blocks, catalogue).statements, calculations=read_calculations(blocks, "2025-Q1")
        )
        found.add(read, f"x/{report_id}/bao-cao.txt")
        for table, rows in found.rows().items():
            landing.rows[table] += [row | {"report_id": report_id} for row in rows]
    with landing.built("finding", "rule_result", **rule_book()) as built:
        yield built


def told(build: duckdb.DuckDBPyConnection, report_id: str) -> list[tuple]:
    found = build.execute(
        "select rule_code, reported_value, round(expected_value, 2) from quality.finding where report_id = ? "
        "and severity <> 'info' order by all",
        [report_id],
    )
    return found.fetchall()


def test_consistent_sentences_are_verified_and_tell_nothing(build: duckdb.DuckDBPyConnection) -> None:
    assert told(build, "consistent") == []
    counted = build.execute(
        "select rule_code, count(*) from quality.rule_result where report_id = 'consistent' and outcome = 'pass' "
        "and rule_code like 'calculation%' group by all order by all"
    )
    assert counted.fetchall() == [
        ("calculation_change", 1), ("calculation_growth", 1), ("calculation_rate", 2), ("calculation_share", 2),
        ("calculation_sum", 1),
    ]  # fmt: skip


def test_each_contradiction_is_told_with_both_values(build: duckdb.DuckDBPyConnection) -> None:
    assert told(build, "contradicting") == [
        ("calculation_change", 49.0, 39.0),
        ("calculation_growth", 14.0, 12.58),
        ("calculation_part", 25.0, 21.0),
        ("calculation_rate", 85.0, 75.0),
        ("calculation_rate", 85.0, 80.0),
        ("calculation_sum", 12.0, 13.0),
        ("calculation_sum", 1204.5e9, 1300.5e9),
    ]


def test_a_message_quotes_the_sentence_with_the_place_of_each_number(build: duckdb.DuckDBPyConnection) -> None:
    message, suspect, places = build.execute(
        "select message_vi, suspect_locator, source_locators from quality.finding "
        "where report_id = 'contradicting' and rule_code = 'calculation_rate' and expected_value = 80"
    ).fetchone()  # type: ignore[misc]
    assert suspect == "bao-cao.txt!L1:41-42"
    assert places == [suspect, "bao-cao.txt!L1:12-13", "bao-cao.txt!L1:15-16"]
    assert message == (
        "Câu “Đã tổ chức 12/15 buổi tuyên truyền, đạt 85%.” ghi 85% (bao-cao.txt!L1:41-42), "
        "nhưng 12/15 là 80% (bao-cao.txt!L1:12-13, bao-cao.txt!L1:15-16)."
    )


def test_what_a_rule_tells_of_the_same_numbers_is_told_once(build: duckdb.DuckDBPyConnection) -> None:
    assert told(build, "told by rules") == [("dossiers_channels_add_up", 523.0, 514.0)]
    outcome = build.execute(
        "select outcome from quality.rule_result where report_id = 'told by rules' and rule_code = 'calculation_sum'"
    )
    assert outcome.fetchall() == [("not_applicable",)]


def test_a_corrected_number_leaves_the_finding_its_identity(build: duckdb.DuckDBPyConnection) -> None:
    subjects = build.execute(
        "select subject from quality.rule_result where report_id = 'contradicting' and rule_code = 'calculation_rate' "
        "order by all"
    )
    words = "Đã tổ chức … buổi tuyên truyền, đạt …"
    assert subjects.fetchall() == [(words,), (f"{words} (2)",)]


def test_what_a_sentence_says_of_last_year_is_held_against_last_years_report(build: duckdb.DuckDBPyConnection) -> None:
    outcomes = build.execute(
        "select report_id, rule_code, outcome, left_value, round(right_value, 2) from quality.rule_result "
        "where rule_code like '%year_before' order by all"
    )
    assert outcomes.fetchall() == [
        ("this year", "calculation_change_year_before", "pass", 680.0, 680.0),
        ("this year", "calculation_growth_year_before", "fail", 12.0, 18.0),
        ("this year, corrected", "calculation_change_year_before", "fail", 780.0, 680.0),
        ("this year, corrected", "calculation_value_year_before", "fail", 5001.0, 5000.0),
    ]


def test_a_contradiction_with_last_year_names_both_places(build: duckdb.DuckDBPyConnection) -> None:
    told = build.execute(
        "select severity, message_vi, source_locators from quality.finding "
        "where rule_code = 'calculation_change_year_before'"
    )
    places = ["bao-cao.txt!L1:32-34", "bao-cao.txt!L1:14-18", "x/last year/bao-cao.txt!L1:14-18"]
    assert told.fetchall() == [
        (
            "warning",
            "Câu “Đã tiếp nhận 6.120 hồ sơ, tăng 780 hồ sơ (14,6%) so với cùng kỳ năm 2024.” ghi thay đổi 780 "
            f"({places[0]}), nhưng 6.120 so với 5.440 của quý I năm 2024 là thay đổi 680 ({places[1]}, {places[2]}).",
            places,
        )
    ]
