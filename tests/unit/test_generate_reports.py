"""The generator of reports: consistent by construction, the same for the same seed, and honest about its faults."""

import random

import pytest
from generate_reports.faults import plant
from generate_reports.faults_across import plant_across
from generate_reports.located import mends_alone
from generate_reports.mistakes import MISTAKES
from generate_reports.oracle import Book
from generate_reports.sets import consistent_reports
from generate_reports.sheet import sheet
from generate_reports.writing import Report


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.read()


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return consistent_reports(seed=11, reports=60)


def test_the_same_seed_gives_the_same_reports(reports: list[Report]) -> None:
    again = consistent_reports(seed=11, reports=60)
    assert [report.rows() for report in again] == [report.rows() for report in reports]
    assert [report.rows() for report in consistent_reports(seed=12, reports=60)] != [r.rows() for r in reports]


def test_consistent_reports_break_no_rule_within_a_report(reports: list[Report], book: Book) -> None:
    assert {rule for report in reports for rule in book.broken(report, sheet(report))} == set()


def test_reports_are_of_every_kind_that_is_compared(reports: list[Report]) -> None:
    assert {report.row["unit_level"] for report in reports} == {"province", "district", "commune"}
    states = {s.value_state for report in reports for s in report.found.statements}
    assert states == {"reported", "blank", "none_occurred", "approximate"}
    forms = {s.form_code for report in reports for s in report.found.statements}
    assert forms >= {"BM1", "BM2", "BM3", "BM4", "BM5", "BM6", "BM7", "II.06a", "II.07b", None}
    assert any(report.found.index_scores for report in reports)


def test_a_planted_fault_breaks_what_its_truth_says_and_nothing_else(reports: list[Report], book: Book) -> None:
    wrong, faults = plant(reports, random.Random(3), book, share=0.5)
    assert len({fault.kind for fault in faults}) >= len(MISTAKES) // 2
    for report in wrong:
        told = {rule for fault in faults if fault.report_id == report.report_id for rule in fault.rules}
        # a score above its maximum is told by a check, not by two sides
        told = {rule for rule in told if rule[0] != "score_above_maximum"}
        assert set(book.broken(report, sheet(report))) == told


def test_a_fault_that_can_be_located_is_mended_by_its_own_cell_alone(reports: list[Report], book: Book) -> None:
    wrong, faults = plant(reports, random.Random(5), book, share=0.5)
    alone = [f for f in faults if f.is_locatable and len(f.places) == 1 and f.kind != "score of an index"]
    by_id = {report.report_id: report for report in wrong}
    # in a report with one fault only: all that is broken there is its doing
    alone = [f for f in alone if sum(other.report_id == f.report_id for other in faults) == 1]
    assert alone
    for fault in alone:
        report = by_id[fault.report_id]
        broken = book.broken(report, sheet(report))
        able = [n for n, s in enumerate(report.found.statements) if mends_alone(book, report, broken, n)]
        places = [(report.found.statements[n].source_file, report.found.statements[n].source_locator) for n in able]
        assert places == list(fault.places)


def test_faults_across_reports_leave_each_report_consistent_by_itself(reports: list[Report], book: Book) -> None:
    wrong, faults = plant_across(reports, [], random.Random(4), book, share=0.5)
    assert faults
    assert all(fault.elsewhere and not fault.rules for fault in faults)
    assert {rule for report in wrong for rule in book.broken(report, sheet(report))} == set()
