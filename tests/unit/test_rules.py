"""The rule book: what is compiled, and what is refused with which words."""

from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from rule_books import CATALOGUE, UNITS

from orchestration.quality.rule import Rule
from orchestration.quality.rule_form import CHECKS
from orchestration.quality.rules import RuleBookError, load_rules, rule_rows, write_rule_book
from orchestration.settings import Settings

SETTINGS = Settings()
BOTH_MISSING = {"left": "missing", "right": "missing"}


def rule(**changes: object) -> dict[str, object]:
    entry = {
        "rule_code": "r", "name_vi": "Quy tắc", "level": 1, "severity": "error",
        "left": "done", "op": "<=", "right": "total", "missing": BOTH_MISSING, "message_vi": "{left} > {right}",
    }  # fmt: skip
    return {key: value for key, value in (entry | changes).items() if value is not None}


@pytest.fixture
def catalogue_csv(tmp_path: Path) -> Path:
    path = tmp_path / "indicators.csv"
    path.write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    return path


@pytest.fixture
def load(tmp_path: Path, catalogue_csv: Path):
    def _load(*entries: object) -> list[Rule]:
        (tmp_path / "book.yml").write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
        return load_rules(tmp_path, catalogue_csv, tmp_path / "units.csv")

    return _load


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"severity": "fatal"}, "severity: found 'fatal', expected one of error, warning, info"),
        ({"level": 4}, "level: found 4"),
        ({"op": "=="}, "op: found '=='"),
        ({"op": None}, "missing op"),
        ({"sevrity": "error"}, "unknown sevrity"),
        ({"suspect": "both"}, "suspect: found 'both'"),
        ({"missing": None}, "missing: left: found None, expected one of missing, lower_bound"),
        ({"missing": {"left": "missing"}}, "missing: right: found None"),
        ({"missing": BOTH_MISSING | {"left": "zero"}}, "missing: left: found 'zero'"),
        ({"missing": BOTH_MISSING | {"middle": "missing"}}, "missing: found middle"),
        ({"missing": BOTH_MISSING | {"right": "lower_bound"}}, "a lower bound of the right side cannot break '<='"),
        ({"op": "<>", "missing": BOTH_MISSING | {"left": "lower_bound"}}, "cannot break '<>'"),
        ({"left": "done - total", "missing": BOTH_MISSING | {"left": "lower_bound"}}, "lower bound needs a plain sum"),
        ({"op": "both_or_neither"}, "'both_or_neither' has no missing policy"),
        ({"op": "both_or_neither", "missing": None, "right": "done / total"}, "found a ratio"),
        ({"op": "at_most_one", "missing": None}, "'at_most_one' no right side"),
        ({"tolerance": "some"}, "tolerance: found 'some', expected digits, a number (3) or a percentage (5%)"),
        ({"tolerance": -1}, "tolerance: found -1"),
        ({"tolerance": "5 %"}, "tolerance: found '5 %'"),
        ({"forms": "BM1"}, "forms: found 'BM1', expected a list"),
        ({"left": "previous(done)", "right": "year_before(done)"}, "found no figure of the report itself"),
        ({"right": "totl"}, "no indicator of the catalogue is called 'totl'"),
        ({"op": "between"}, "expected a list of two"),
        ({"right": [0, 100]}, "expected a list of two for 'between' and only there"),
        ({"right": "previous(total)"}, "level: found 1, expected 2 beside figures of other periods"),
        ({"level": 2, "right": "units_below(total)"}, "level: found 2, expected 3 beside figures of other units"),
        ({"level": True}, "level: found True"),
        ({"distrusts": 1}, "distrusts: found 1, expected one of True, False"),
        ({"rule_code": "a=r"}, "rule_code: found 'a=r', expected letters"),
        ({"message_vi": ""}, "message_vi: found '', expected a text"),
        ({"message_vi": "{ left }"}, "unknown { left }; allowed: {name}"),
        ({"message_vi": "{left"}, "unknown {left; allowed"),
        ({"message_vi": "{elsewhere}"}, "message_vi: found {elsewhere}, expected it only where other reports"),
        ({"suggestion_vi": "{elsewhere}"}, "suggestion_vi: found {elsewhere}"),
        ({"check": "stated_twice", "left": None, "op": None, "right": None, "missing": None,
          "message_vi": "{elsewhere}"}, "message_vi: found {elsewhere}"),
        ({"levels": []}, "levels: found [], expected a list"),
        ({"forms": [1]}, "forms: found [1], expected a list of texts"),
        ({"provinces": [30]}, "provinces: found [30], expected a list of texts"),
        ({"tolerance": float("inf")}, "tolerance: found inf"),
        ({"right": "1e999"}, "found inf, expected a number"),
        ({"right": True}, "right: found True, expected a sum of indicators"),
        ({"valid_from": datetime(2025, 7, 1, 10)}, "expected a date (2025-07-01)"),
        ({"for_each": [["done"]]}, "['done'] is not in the catalogue"),
        ({"for_each": []}, "for_each: found no indicator that is left"),
        ({"for_each": ["done"], "except": ["done"]}, "for_each: found no indicator that is left"),
        ({"except": ["done"]}, "except: found no for_each"),
        ({"right": "fields(total)", "every_field_of": ["total"]}, "every_field_of: ['total'] needs fields()"),
        ({"only_if": {"other": "pass"}}, "only_if: other: found 'pass', expected a list of texts"),
        ({"only_if": {"other": ["pass"]}}, "no rule is called 'other'"),
        ({"only_if": {"r": ["pass"]}}, "goes in a circle"),
        ({"only_if": ["other"]}, "expected a mapping"),
        ({"message_vi": "{lft}"}, "unknown {lft}"),
        ({"valid_from": "soon"}, "expected a date"),
        ({"for_each": "ratio"}, "for_each: found 'ratio'"),
        ({"for_each": ["nothing"]}, "nothing is not in the catalogue"),
        ({"for_each": "rate", "except": ["nothing"]}, "nothing is not in the catalogue"),
        ({"every_field_of": "total"}, "needs fields()"),
        ({"check": "new", "left": None, "op": None, "right": None, "missing": None}, "check: found 'new'"),
        # names that nobody knows, with the nearest that somebody does
        ({"forms": ["BM1", "MB1"]}, "forms: found 'MB1', expected forms of the catalogue (BM1, BM2)"),
        ({"forms": ["bm1"]}, "did you mean 'BM1'?"),
        ({"provinces": ["Gia Lai"]}, "provinces: found 'Gia Lai', expected a name of the register of units"),
        ({"provinces": ["Tinh Gia Lai"]}, "did you mean 'Tỉnh Gia Lai'?"),
        ({"provinces": ["Tỉnh Hương Khê"]}, "provinces: found 'Tỉnh Hương Khê'"),
        ({"levels": ["comune"]}, "expected one of ministry, province, department, district, commune; "
                                 "did you mean 'commune'?"),
        ({"right": "totall"}, "no indicator of the catalogue is called 'totall'; did you mean 'total'?"),
        ({"sevrity": "error"}, "did you mean 'severity'?"),
        ({"rule_code": "staff_within", "only_if": {"staff_withn": ["pass"]}},
         "no rule is called 'staff_withn'; did you mean 'staff_within'?"),
        ({"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)},
         "valid_to: found 2025-06-30, expected no day before valid_from (2025-07-01)"),
        # nothing to divide by, nothing to count
        ({"right": "done / 0"}, "right: found a division by 0"),
        ({"right": "100 * done / (2 - 2)"}, "right: found a division by 0"),
        ({"left": "done / (total - total)"}, "left: total counts for nothing there"),
        ({"left": "done - done"}, "left: done counts for nothing there"),
        ({"right": "total + at_commune(total) - at_commune(total)"}, "right: total counts for nothing there"),
        ({"right": "total + 0 * share"}, "right: share counts for nothing there"),
        ({"op": "between", "right": [0, "total - total"]}, "right_high: total counts for nothing there"),
        ({"right": "100 * total / total"}, "right: found a ratio that is the same whatever the figures"),
        ({"right": "(2 * done + 2 * total) / (done + total)"}, "right: found a ratio that is the same"),
        # rules that say nothing
        ({"right": "done"}, "found 'done <= done', whose two sides are the same"),
        ({"right": "done + 5"}, "whose two sides are the same (up to a number)"),
        ({"left": "done + total", "op": "=", "right": "total + done"}, "whose two sides are the same"),
        ({"left": "100 * done / total", "op": "=", "right": "200 * done / (2 * total)"}, "two sides are the same"),
        ({"right": "done + total"}, "found 'done <= done + total', which never fails, for no figure is below 0"),
        ({"left": "done + total", "op": ">=", "right": "total"}, "which never fails"),
        ({"right": "2 * done + optional(total)"}, "which never fails"),
        ({"op": ">=", "right": -5}, "found 'done >= -5', which never fails"),
        ({"op": "<>", "right": -1}, "which never fails"),
        ({"op": "<", "right": 0}, "found 'done < 0', which never holds"),
        ({"op": "between", "right": [9, 5], "left": "done"}, "found 'done between 9 … 5', which never holds"),
        ({"op": ">", "right": "done + total"}, "which never holds"),
        ({"op": "=", "right": "done + total"}, "which holds only where total is 0"),
        ({"op": "=", "right": "2 * done"}, "which holds only where done is 0"),
        # a tolerance that forgives everything
        ({"op": ">=", "tolerance": "100%"}, "found 'done >= total' with tolerance 100%, which never fails"),
        ({"op": ">=", "right": 5, "tolerance": 5}, "found 'done >= 5' with tolerance 5, which never fails"),
        ({"right": "0.5 * done", "tolerance": "100%"}, "which never fails"),
        ({"op": "<", "tolerance": "100%"}, "found 'done < total' with tolerance 100%, which never holds"),
        # presence
        ({"op": "at_most_one", "missing": None, "right": None, "message_vi": "{left}"}, "left: found one indicator"),
        ({"op": "both_or_neither", "missing": None, "right": "done"}, "found the same indicators on both sides"),
        ({"op": "both_or_neither", "missing": None, "right": 3}, "found a side without indicators"),
        # words that nothing fills
        ({"name_vi": "Khớp: {name}"}, "name_vi: found {name}, expected no braces"),
        ({"name_vi": "Khớp: {nme}", "for_each": ["share"], "left": "{code}"}, "name_vi: found {nme}"),
        ({"op": "at_most_one", "missing": None, "right": None, "left": "done + total"},
         "message_vi: found {right}, expected it left out: at_most_one has no right side"),
        ({"op": "both_or_neither", "missing": None, "suggestion_vi": "{difference}"},
         "suggestion_vi: found {difference}, expected it left out"),
        ({"right": 100, "message_vi": "{left} > {right} ({right_places})"},
         "found {right_places}, expected it left out: the right side is a number"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_named_with_what_was_expected(load, changes: dict, said: str) -> None:
    with pytest.raises(RuleBookError) as refused:
        load(rule(**changes))
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"book.yml, rule {changes.get('rule_code', 'r')!r}: ")


@pytest.mark.parametrize(
    "changes",
    [
        {"right": "total / 2"},
        {"op": ">=", "right": 0},  # a minus may be typed
        {"op": "=", "right": 0},
        {"right": "2 * total - done"},
        {"op": "between", "right": [0, 100], "message_vi": "{left} {left_places}"},
        {"op": "=", "tolerance": "100%"},  # twice the right side still breaks it
        {"op": ">=", "tolerance": "99%"},
        {"op": ">=", "right": "total - share", "tolerance": "100%"},
        {"left": "(done - total) / share", "op": ">=", "right": -5},  # a difference may be below 0
        {"left": "share", "op": "=", "right": "100 * done / total"},
        {"provinces": ["Ti\u0309nh Gia Lai"]},  # typed with the accent apart
        {"provinces": ["Tỉnh Hải Dương", "Thành phố Hải Phòng"], "forms": ["BM2"]},
        {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 7, 1)},
        {"op": "at_most_one", "missing": None, "right": None, "left": "done + total", "message_vi": "{left}"},
        {"for_each": ["share"], "left": "{code}", "name_vi": "Khớp: {name}"},
    ],
)
def test_a_rule_that_some_figures_break_and_some_satisfy_is_taken(load, changes: dict) -> None:
    assert len(load(rule(**changes))) == 1


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("op: <=", "op: >=", "not valid YAML (an operator or a text with a colon needs quotes)"),
        ("op: <=", "op: '<='\n  op: '>='", "found the key 'op' twice, expected it once"),
        ("level: 1", "level: 1\n  valid_from: 2025-02-30", "valid_from: found '2025-02-30', expected a date"),
        ("level: 1", "level: 1\n  name_vi: Tổng: 1", "mapping values are not allowed"),
    ],
)
def test_what_yaml_would_bend_is_told_with_file_and_line(
    load, tmp_path: Path, written: str, instead: str, said
) -> None:
    load(rule())
    book = tmp_path / "book.yml"
    book.write_text(book.read_text(encoding="utf-8").replace(written, instead), encoding="utf-8")
    with pytest.raises(RuleBookError, match=r"^book\.yml") as refused:
        load_rules(tmp_path, tmp_path / "indicators.csv", tmp_path / "units.csv")
    assert said in str(refused.value)


def test_a_book_may_be_empty_but_not_of_another_encoding(tmp_path: Path, catalogue_csv: Path) -> None:
    (tmp_path / "book.yml").write_text("# no rule yet\n", encoding="utf-8")
    assert load_rules(tmp_path, catalogue_csv, tmp_path / "units.csv") == []
    (tmp_path / "book.yml").write_text("- rule_code: quy_tắc\n", encoding="utf-16")
    with pytest.raises(RuleBookError, match=r"book\.yml: found another encoding, expected UTF-8"):
        load_rules(tmp_path, catalogue_csv, tmp_path / "units.csv")


def test_an_equals_sign_needs_no_quotes(load, tmp_path: Path) -> None:
    load(rule())
    book = tmp_path / "book.yml"
    book.write_text(book.read_text(encoding="utf-8").replace("op: <=", "op: ="), encoding="utf-8")
    assert [r.op for r in load_rules(tmp_path, tmp_path / "indicators.csv", tmp_path / "units.csv")] == ["="]


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
    assert [r.rule_code for r in load(rule(for_each="percent", left="{code}"))] == ["r__share", "r__second_rate"]
    assert [r.left_text for r in load(rule(for_each=["done", "share"], left="at_commune({code})"))] == [
        "at_commune(done)", "at_commune(share)",
    ]  # fmt: skip
    assert [r.rule_code for r in load(rule(for_each="rate", **template, **{"except": ["again"]}))] == ["r__rate"]
    # counts that run from the start of the year; both ends of a range are filled
    (jump,) = load(
        rule(for_each="cumulative", level=2, left="{code}", op="between", right=["0", "2 * previous({code})"])
    )
    assert (jump.rule_code, jump.right_text) == ("r__total", "0 … 2 * previous(total)")


def test_beside_a_pinned_scope_or_a_sum_over_fields_a_figure_is_that_of_the_whole(load) -> None:
    (levels,) = load(rule(left="total", op="=", right="at_district(total) + at_commune(total)"))
    assert levels.instance_scope == "all"
    assert [term.scope for term in levels.terms] == ["all", "district", "commune"]
    (fields,) = load(rule(left="total", op=">=", right="fields(total)"))
    assert (fields.instance_scope, fields.instance_field) == (None, "all")


def test_a_tolerance_is_an_amount_or_a_share_beside_the_digits(load) -> None:
    found = [load(rule(tolerance=t))[0] for t in ("digits", 3, 0.5, "5%", "2.5%")]
    assert [(r.tolerance_amount, r.tolerance_share) for r in found] == [(0, 0), (3, 0), (0.5, 0), (0, 0.05), (0, 0.025)]


def test_at_most_one_is_held_against_one(load) -> None:
    (single,) = load(rule(left="done + total", op="at_most_one", right=None, missing=None, message_vi="{left}"))
    assert [(t.side, t.coefficient, t.indicator_code) for t in single.terms] == [
        ("left", 1, "done"), ("left", 1, "total"), ("right", 1, None),
    ]  # fmt: skip


def test_the_tables_hold_a_row_a_rule_and_a_row_a_term(load) -> None:
    rules = load(
        rule(only_if={"s": ["pass", "missing"]}, levels=["district"], forms=["BM1"]),
        rule(rule_code="s", op="between", right=[0, 9]),
    )
    book, terms = rule_rows(rules).values()
    assert [row["only_if"] for row in book] == [("s=pass", "s=missing"), ()]
    assert [row["levels"] for row in book] == ["district", None]
    columns = ("rule_id", "term_no", "side", "coefficient", "indicator_code")
    assert [tuple(term[c] for c in columns) for term in terms] == [
        ("r", 1, "left", 1.0, "done"),
        ("r", 2, "right", 1.0, "total"),
        ("s", 1, "left", 1.0, "done"),
        ("s", 2, "right", 0.0, None),
        ("s", 3, "right_high", 9.0, None),
    ]


def test_the_projects_own_rule_book_compiles(tmp_path: Path) -> None:
    tables = write_rule_book(SETTINGS.rules_dir, SETTINGS.indicators_csv, SETTINGS.units_csv, tmp_path)
    assert tables["rule"].num_rows > 150
    assert (tmp_path / "rule" / "rules.parquet").exists()
    assert (tmp_path / "rule_term" / "rule_terms.parquet").exists()
    # every check of dbt has its rule
    assert {name for name in tables["rule"].column("check_name").to_pylist() if name} == set(CHECKS)
