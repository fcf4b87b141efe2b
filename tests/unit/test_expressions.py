"""Sides of rules: which expressions become which terms, and which are refused."""

import re
from pathlib import Path

import pytest
from rule_books import CATALOGUE

from orchestration.quality.catalogue import Catalogue
from orchestration.quality.expressions import ExpressionError, Term, parse_side


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    path = tmp_path / "indicators.csv"
    path.write_text(CATALOGUE, encoding="utf-8")
    return Catalogue.read(path)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("done", [Term("left", "numerator", 1, "done")]),
        ("done - 2 * total", [Term("left", "numerator", 1, "done"), Term("left", "numerator", -2, "total")]),
        ("-(done - total)", [Term("left", "numerator", -1, "done"), Term("left", "numerator", 1, "total")]),
        ("100 * done / total", [
            Term("left", "numerator", 100, "done"), Term("left", "denominator", 1, "total"),
        ]),
        ("done / (total + whole)", [
            Term("left", "numerator", 1, "done"), Term("left", "denominator", 1, "total"),
            Term("left", "denominator", 1, "whole"),
        ]),
        ("optional(done) + fields(total)", [
            Term("left", "numerator", 1, "done", is_optional=True),
            Term("left", "numerator", 1, "total", field_mode="each"),
        ]),
        ("optional(at_district(done))", [Term("left", "numerator", 1, "done", scope="district", is_optional=True)]),
        ("done + 2.5", [Term("left", "numerator", 1, "done"), Term("left", "numerator", 2.5, None)]),
        ("2 * previous(fields(done))", [
            Term("left", "numerator", 2, "done", field_mode="each", relation="previous"),
        ]),
        ("units_below(at_commune(done))", [
            Term("left", "numerator", 1, "done", scope="commune", relation="units_below"),
        ]),
        # one step below, in the same form, of the same kind
        ("optional(rows_below(whole))", [
            Term("left", "numerator", 1, "first", is_optional=True),
            Term("left", "numerator", 1, "second", is_optional=True),
        ]),
        ("year_before(rows_below(first))", [Term("left", "numerator", 1, "deep", relation="year_before")]),
    ],
)  # fmt: skip
def test_an_expression_becomes_terms(catalogue: Catalogue, text: str, terms: list[Term]) -> None:
    assert parse_side("left", text, catalogue) == terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("done +", "cannot read"),
        ("unknown", "no indicator of the catalogue is called 'unknown'"),
        ("done * total", "not allowed"),
        ("done / total + whole / done", "not allowed"),
        ("sum(done)", "expected one of optional, fields"),
        ("fields(done, total)", "expected one of optional, fields"),
        ("fields(done + total)", "expected an indicator code"),
        ("previous(year_start(done))", "found previous and year_start, expected one of them"),
        ("at_district(at_commune(done))", "found at_district and at_commune, expected one of them"),
        ("rows_below(done)", "'done' has no rows below it"),
        ("rows_below(second)", "'second' has no rows below it"),
        ("optional(3)", "expected an indicator code"),
        ("done.total", "not allowed"),
        ("'done'", "expected a number"),
        ("done if total else whole", "not allowed"),
        ("__import__('os')", "expected one of"),
    ],
)
def test_an_expression_that_is_no_sum_of_indicators_is_refused(catalogue: Catalogue, text: str, said: str) -> None:
    with pytest.raises(ExpressionError, match=re.escape(said)):
        parse_side("left", text, catalogue)


@pytest.mark.parametrize(
    ("term", "operand"),
    [
        (Term("left", "numerator", 2.5, None), None),
        (Term("left", "numerator", 1, "done", scope="district"), "done"),
        (Term("left", "numerator", 1, "done", field_mode="each"), "fields(done)"),
        (Term("left", "numerator", 1, "done", field_mode="each", every_field_of="total"), "fields(done | total)"),
        (Term("left", "numerator", 1, "done", field_mode="each", relation="previous"), "previous(fields(done))"),
    ],
)
def test_terms_that_need_the_same_to_be_looked_up_share_an_operand(term: Term, operand: str | None) -> None:
    assert term.operand == operand
