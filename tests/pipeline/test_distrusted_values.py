"""Where a distrusted figure is missing: of an office, of another period, of a part of a rate, it counts in that row."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from landing_rows import EVALUATED, ONLINE, RECEIVED, Landing
from rule_bench import rule

from orchestration.quality.rules import load_rules, rule_rows
from orchestration.settings import Settings
from orchestration.warehouse.compiled import build_in_memory

RATE = "dossiers_online_rate"
DOUBTED = 5000  # more than the one rule allows
DISTRICT = "193"  # of tỉnh Quảng Ninh
ONE, OTHER, TODAY = "06736", "06730", "06736_20250701"  # two of its communes, and what they were merged into


@pytest.fixture(scope="module")
def build() -> Any:
    settings, landing = Settings(), Landing()

    def say(code: str, period: str, *figures: tuple[str, float, str]) -> None:
        report_id, level = f"{code} {period}", "district" if code == DISTRICT else "commune"
        unit = {"unit_key": f"{code}_20040708", "unit_code": code, "unit_level": level}
        landing.report(report_id, unit, period)
        for indicator, value, scope in figures:
            landing.state(report_id, indicator, value, scope=scope)

    say(DISTRICT, "2022-Q1", (RECEIVED, DOUBTED, "district"))
    say(DISTRICT, "2022-Q2", (RECEIVED, 7, "district"), (RECEIVED, DOUBTED, "commune"))
    say(DISTRICT, "2022-Q3", (RECEIVED, DOUBTED, "all"), (RECEIVED, 7, "district"), (RECEIVED, 30, "commune"))
    say(ONE, "2023-Q1", (RECEIVED, DOUBTED, "all"))
    say(ONE, "2023-Q2", (RECEIVED, 10, "all"))
    say(OTHER, "2023-H1", (RECEIVED, 40, "all"))
    say(ONE, "2024-Q1", (RECEIVED, DOUBTED, "all"), (ONLINE, 5, "all"), (RATE, 50, "all"))
    say(OTHER, "2024-Q1", (RECEIVED, 40, "all"), (ONLINE, 10, "all"))
    rules = [rule("too_many", RECEIVED, "<=", 1000, suspect="left", distrusts=True)]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "book.yml").write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
        book = rule_rows(load_rules(Path(folder), settings.indicators_csv, settings.units_csv))
    moment = {"evaluated_at": EVALUATED, "today": EVALUATED.date()}
    tables = {**landing.rows, **book, "evaluation": [moment]}
    with build_in_memory(settings, tables, ["province_comparison", "unit_scorecard"]) as connection:
        yield connection


@pytest.mark.parametrize(
    ("period", "indicator", "expected"),
    [
        ("2022-Q1", RECEIVED, (None, "distrusted", 0, 1)),  # the office is all that the district tells of
        ("2022-Q2", RECEIVED, (None, "distrusted", 0, 1)),  # its communes are doubted: the office alone is no whole
        ("2022-Q3", RECEIVED, (37, None, 1, 0)),  # the whole is doubted, its parts make it up
        ("2023-Q1", RECEIVED, (None, "distrusted", 0, 1)),
        ("2023-Q2", RECEIVED, (10, None, 1, 0)),
        ("2023-H1", RECEIVED, (40, None, 1, 1)),  # a half year lacks its first quarter
        ("2024-Q1", ONLINE, (15, None, 2, 0)),
        ("2024-Q1", RATE, (25, None, 2, 1)),  # 10 of 40: the stated rate cannot be added, its base is doubted
    ],
)
def test_a_province_counts_the_units_whose_figure_it_lacks(
    build: Any, period: str, indicator: str, expected: tuple[Any, ...]
) -> None:
    rows = build.execute(
        "select value, no_value_reason, units_reporting, distrusted_values from marts.province_comparison "
        "where province_code = '22' and period_code = ? and indicator_code = ?",
        [period, indicator],
    ).fetchall()
    assert rows == [expected, expected]  # in both boundaries


def test_a_unit_of_today_counts_those_merged_into_it(build: Any) -> None:
    rows = build.execute(
        "select period_code, indicator_code, value, no_value_reason, units_reporting, distrusted_values "
        "from marts.unit_scorecard where boundary = 'current' and unit_key = ? and indicator_code in (?, ?) "
        "and period_code in ('2023-H1', '2024-Q1') order by all",
        [TODAY, RECEIVED, RATE],
    ).fetchall()
    assert rows == [
        ("2023-H1", RATE, None, "not_reported", 0, 0),
        ("2023-H1", RECEIVED, None, "incomplete", 1, 1),
        ("2024-Q1", RATE, None, "distrusted", 2, 1),  # both tell the rate, one tells doubted parts of it
        ("2024-Q1", RECEIVED, None, "incomplete", 1, 1),
    ]
