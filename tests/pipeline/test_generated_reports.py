"""Faults of every kind planted in consistent reports: what the whole rule book, evaluated by dbt, makes of them."""

from pathlib import Path

import pytest
from bench_findings import Score, build, findings, score
from generate_reports.faults_across import planted
from generate_reports.oracle import Book
from generate_reports.sets import consistent_reports

SEED, REPORTS = 2, 60


def test_consistent_reports_raise_nothing(tmp_path: Path) -> None:
    assert findings(build(consistent_reports(SEED, REPORTS), tmp_path)) == []


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Score:
    reports, faults = planted(consistent_reports(SEED, REPORTS), SEED, Book.read())
    return score(findings(build(reports, tmp_path_factory.mktemp("planted"))), faults)


def test_every_finding_is_a_planted_fault(result: Score) -> None:
    assert result.precision >= 0.99, result.false_alarms


def test_every_fault_that_a_rule_can_see_is_found(result: Score) -> None:
    assert len(result.seen) >= 10
    assert result.recall >= 0.99, [result.faults[number] for number in result.missed]


def test_the_first_suspect_is_the_planted_cell(result: Score) -> None:
    assert len(result.located) >= 5
    wrong = [result.faults[number] for number in result.located if not result.is_right(number)]
    assert result.first_suspect >= 0.85, wrong
