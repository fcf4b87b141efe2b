"""The rule book: what is compiled, and what is refused with which words."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from orchestration.quality.expressions import ExpressionError, Term, parse_side
from orchestration.quality.rule_form import CHECKS
from orchestration.quality.rules import Rule, RuleBookError, load_rules, rule_tables, write_rule_book
from orchestration.settings import Settings

SETTINGS = Settings()
NAMES = {"a": "A", "b": "B", "c": "C"}
CATALOGUE = """\
indicator_code,name_vi,value_type,numerator_code,denominator_code
done,Đã xong,count,,
total,Tổng,count,,
rate,Tỷ lệ,percent,done,total
again,Tỷ lệ khác,percent,done,total
share,Tỷ trọng,percent,,
"""


def rule(**changes: object) -> dict[str, object]:
    entry = {
        "rule_code": "r", "name_vi": "Quy tắc", "level": 1, "severity": "error",
        "left": "done", "op": "<=", "right": "total", "message_vi": "{left} > {right}",
    }  # fmt: skip
    return {key: value for key, value in (entry | changes).items() if value is not None}


@pytest.fixture
def load(tmp_path: Path):
    catalogue = tmp_path / "indicators.csv"
    catalogue.write_text(CATALOGUE, encoding="utf-8")

    def _load(*entries: object) -> list[Rule]:
        (tmp_path / "book.yml").write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
        return load_rules(tmp_path, catalogue)

    return _load


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a", [Term("left", "numerator", 1, "a")]),
        ("a - 2 * b", [Term("left", "numerator", 1, "a"), Term("left", "numerator", -2, "b")]),
        ("-(a - b)", [Term("left", "numerator", -1, "a"), Term("left", "numerator", 1, "b")]),
        ("100 * a / b", [Term("left", "numerator", 100, "a"), Term("left", "denominator", 1, "b")]),
        ("a / (b + c)", [
            Term("left", "numerator", 1, "a"), Term("left", "denominator", 1, "b"), Term("left", "denominator", 1, "c"),
        ]),
        ("optional(a) + fields(b)", [
            Term("left", "numerator", 1, "a", is_optional=True), Term("left", "numerator", 1, "b", field_mode="each"),
        ]),
        ("optional(at_district(a))", [Term("left", "numerator", 1, "a", scope="district", is_optional=True)]),
        ("a + 2.5", [Term("left", "numerator", 1, "a"), Term("left", "numerator", 2.5, None)]),
    ],
)  # fmt: skip
def test_an_expression_becomes_terms(text: str, terms: list[Term]) -> None:
    assert parse_side("left", text, NAMES) == terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a +", "cannot read"),
        ("unknown", "no indicator of the catalogue is called 'unknown'"),
        ("a * b", "not allowed"),
        ("a / b + c / a", "not allowed"),
        ("sum(a)", "expected one of optional, fields"),
        ("fields(a, b)", "expected one of optional, fields"),
        ("fields(a + b)", "expected an indicator code"),
        ("a.b", "not allowed"),
        ("'a'", "expected a number"),
        ("a if b else c", "not allowed"),
        ("__import__('os')", "expected one of"),
    ],
)
def test_an_expression_that_is_no_sum_of_indicators_is_refused(text: str, said: str) -> None:
    with pytest.raises(ExpressionError, match=said.replace("(", r"\(")):
        parse_side("left", text, NAMES)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"severity": "fatal"}, "severity: found 'fatal', expected one of error, warning, info"),
        ({"level": 4}, "level: found 4"),
        ({"op": "=="}, "op: found '=='"),
        ({"op": None}, "missing op"),
        ({"sevrity": "error"}, "unknown sevrity"),
        ({"suspect": "both"}, "suspect: found 'both'"),
        ({"missing": {"left": "zero"}}, "missing: left: found 'zero'"),
        ({"missing": {"right": "lower_bound"}}, "a lower bound of the right side cannot break '<='"),
        ({"left": "done - total", "missing": {"left": "lower_bound"}}, "a lower bound needs a plain sum"),
        ({"right": "totl"}, "no indicator of the catalogue is called 'totl'"),
        ({"op": "between"}, "expected a list of two"),
        ({"right": [0, 100]}, "expected a list of two for 'between' and only there"),
        ({"only_if": {"other": ["pass"]}}, "no rule is called 'other'"),
        ({"only_if": {"r": ["pass"]}}, "goes in a circle"),
        ({"only_if": ["other"]}, "expected a mapping"),
        ({"message_vi": "{lft}"}, "unknown {lft}"),
        ({"valid_from": "soon"}, "expected a date"),
        ({"for_each": "ratio"}, "for_each: found 'ratio'"),
        ({"for_each": ["nothing"]}, "nothing is not in the catalogue"),
        ({"for_each": "rate", "except": ["nothing"]}, "nothing is not in the catalogue"),
        ({"every_field_of": "total"}, "needs fields()"),
        ({"check": "no_such_check", "left": None, "op": None, "right": None}, "check: found 'no_such_check'"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_named_with_what_was_expected(load, changes: dict, said: str) -> None:
    with pytest.raises(RuleBookError) as refused:
        load(rule(**changes))
    assert said in str(refused.value)
    assert "r" in str(refused.value)


def test_a_code_stands_for_one_rule_on_any_day(load) -> None:
    with pytest.raises(RuleBookError, match="found twice"):
        load(rule(), rule())
    old, new = load(rule(valid_to=date(2025, 6, 30)), rule(valid_from=date(2025, 7, 1)))
    assert (old.rule_id, new.rule_id) == ("r", "r@2025-07-01")


def test_only_if_may_not_go_in_a_circle(load) -> None:
    with pytest.raises(RuleBookError, match="circle"):
        load(rule(rule_code="x", only_if={"y": ["pass"]}), rule(rule_code="y", only_if={"x": ["fail"]}))


def test_a_template_becomes_one_rule_for_each_indicator_that_fits(load) -> None:
    template = {"left": "{code}", "op": "=", "right": "100 * {numerator} / {denominator}", "name_vi": "Khớp: {name}"}
    rates = load(rule(for_each="rate", **template))
    assert [(r.rule_code, r.right_text, r.name_vi) for r in rates] == [
        ("r__rate", "100 * done / total", "Khớp: Tỷ lệ"),
        ("r__again", "100 * done / total", "Khớp: Tỷ lệ khác"),
    ]
    # the parts that two rates share are compared once
    assert [r.rule_code for r in load(rule(for_each="part", left="{numerator}", right="{denominator}"))] == ["r__done"]
    assert [r.rule_code for r in load(rule(for_each="percent", left="{code}"))] == ["r__share"]
    assert [r.left_text for r in load(rule(for_each=["done", "share"], left="at_commune({code})"))] == [
        "at_commune(done)", "at_commune(share)",
    ]  # fmt: skip
    assert [r.rule_code for r in load(rule(for_each="rate", **template, **{"except": ["again"]}))] == ["r__rate"]


def test_beside_a_pinned_scope_or_a_sum_over_fields_a_figure_is_that_of_the_whole(load) -> None:
    (levels,) = load(rule(left="total", op="=", right="at_district(total) + at_commune(total)"))
    assert levels.instance_scope == "all"
    assert [term.scope for term in levels.terms] == ["all", "district", "commune"]
    (fields,) = load(rule(left="total", op=">=", right="fields(total)"))
    assert (fields.instance_scope, fields.instance_field) == (None, "all")


def test_the_tables_hold_a_row_a_rule_and_a_row_a_term(load) -> None:
    rules = load(
        rule(only_if={"s": ["pass", "missing"]}, levels=["district"]), rule(rule_code="s", op="between", right=[0, 9])
    )
    book, terms = rule_tables(rules)
    assert book.column("only_if").to_pylist() == [["s=pass", "s=missing"], []]
    assert book.column("levels").to_pylist() == ["district", None]
    columns = ("rule_id", "term_no", "side", "coefficient", "indicator_code")
    assert list(zip(*(terms.column(c).to_pylist() for c in columns), strict=True)) == [
        ("r", 1, "left", 1.0, "done"),
        ("r", 2, "right", 1.0, "total"),
        ("s", 1, "left", 1.0, "done"),
        ("s", 2, "right", 0.0, None),
        ("s", 3, "right_high", 9.0, None),
    ]


def test_the_projects_own_rule_book_compiles(tmp_path: Path) -> None:
    tables = write_rule_book(SETTINGS.rules_dir, SETTINGS.indicators_csv, tmp_path)
    assert tables["rule"].num_rows > 150
    assert (tmp_path / "rule" / "rules.parquet").exists()
    assert (tmp_path / "rule_term" / "rule_terms.parquet").exists()
    # every check of dbt has its rule
    assert {name for name in tables["rule"].column("check_name").to_pylist() if name} == set(CHECKS)
