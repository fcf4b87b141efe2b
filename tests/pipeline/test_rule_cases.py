"""What rules mean, as tables of cases: operator × what is missing × tolerance × rounding, judged by the real SQL."""

import json
from typing import Any, NamedTuple

import pytest
from landing_rows import Landing
from rule_bench import BOTH_MISSING, judged, rule, state

PASS, FAIL, MISSING, NOT_APPLICABLE = "pass", "fail", "missing", "not_applicable"
PRESENCE_OPERATORS = ("both_or_neither", "at_most_one")


class Case(NamedTuple):
    """A rule, the figures of a report as they are written (`rule_bench.state`), and the outcome."""

    left: str
    op: str
    right: Any
    figures: dict[str, str | None]
    outcome: str
    missing: dict[str, str] = BOTH_MISSING
    tolerance: Any = "digits"

    def rule_key(self) -> str:
        return json.dumps([self.left, self.op, self.right, self.missing, self.tolerance])


def operators() -> list[Case]:
    table = {  # a is less than b, equal, more
        "=": (FAIL, PASS, FAIL),
        "<>": (PASS, FAIL, PASS),
        "<=": (PASS, PASS, FAIL),
        "<": (PASS, FAIL, FAIL),
        ">=": (FAIL, PASS, PASS),
        ">": (FAIL, FAIL, PASS),
    }
    return [
        Case("a", op, "b", {"a": a, "b": "10"}, outcome)
        for op, outcomes in table.items()
        for a, outcome in zip(("9", "10", "11"), outcomes, strict=True)
    ]


def missing() -> list[Case]:
    """What is not stated or blank is missing, whatever the operator; a declared none is 0."""
    cases = []
    for op in ("=", "<>", "<=", "<", ">=", ">"):
        for gap in (None, ""):
            cases += [
                Case("a", op, "b + c", {"a": "10", "b": "10", "c": gap}, MISSING),
                Case("a", op, "b + c", {"a": gap, "b": "10", "c": "0"}, MISSING),
                Case("a", op, "b + c", {"a": gap, "b": "10", "c": gap}, MISSING),
            ]
        cases.append(Case("a", op, "b", {"a": "~10", "b": "99"}, NOT_APPLICABLE))
    return [
        *cases,
        Case("a", "=", "b + c", {"a": "10", "b": "10", "c": "-"}, PASS),
        Case("a", "=", "b + c", {"a": "10", "b": "9", "c": "-"}, FAIL),
        Case("a", "=", "b + optional(c)", {"a": "10", "b": "10", "c": None}, PASS),
        Case("a", "=", "b + optional(c)", {"a": "10", "b": "10", "c": ""}, MISSING),
        Case("a", "=", "optional(b) + optional(c)", {"a": "10", "b": None, "c": None}, MISSING),
        Case("a", "=", "optional(b) + optional(c)", {"a": "10", "b": None, "c": "10"}, PASS),
        Case("a", "between", ["b", "c"], {"a": "10", "b": "1", "c": None}, MISSING),
        Case("a", "between", ["b", "c"], {"a": "10", "b": None, "c": "20"}, MISSING),
    ]


def lower_bounds() -> list[Case]:
    """The known parts of a sum break a rule when nothing that is missing could mend it."""
    table = {  # known part of the bounded side: 9 of 10, 10 of 10, 11 of 10
        ("=", "right"): (MISSING, MISSING, FAIL),
        (">=", "right"): (MISSING, MISSING, FAIL),
        (">", "right"): (MISSING, FAIL, FAIL),
        ("=", "left"): (MISSING, MISSING, FAIL),
        ("<=", "left"): (MISSING, MISSING, FAIL),
        ("<", "left"): (MISSING, FAIL, FAIL),
    }
    cases = []
    for (op, side), outcomes in table.items():
        left, right = ("a", "b + c") if side == "right" else ("b + c", "a")
        bound = BOTH_MISSING | {side: "lower_bound"}
        for part, outcome in zip(("9", "10", "11"), outcomes, strict=True):
            figures = {"a": "10", "b": part, "c": None}
            cases += [
                Case(left, op, right, figures, outcome, bound),
                Case(left, op, right, figures, MISSING),
                # nothing known of it, or nothing of the other side: no bound
                Case(left, op, right, figures | {"b": None}, MISSING, bound),
                Case(left, op, right, figures | {"a": None}, MISSING, bound),
            ]
    return cases


ROUNDING = [
    # half a unit of the last digit that is written
    *(
        Case("a", "=", "100 * b / c", {"a": a, "b": b, "c": c}, outcome)
        for a, b, c, outcome in (
            ("41,67%", "15", "36", PASS),
            ("41,66%", "15", "36", FAIL),
            ("41,7%", "15", "36", PASS),
            ("42%", "15", "36", PASS),
            ("50%", "15", "36", FAIL),
            ("95,9%", "47", "49", PASS),
            ("96,0%", "47", "49", FAIL),
            ("95%", "495", "523", PASS),
            ("12,5%", "1", "8", PASS),
            ("13%", "1", "8", PASS),  # 12,5 may be rounded up
            ("12%", "1", "8", PASS),  # or cut
            ("0%", "0", "0", NOT_APPLICABLE),  # nothing is divided by nothing
            ("17%", "0", "-", NOT_APPLICABLE),
            ("41%", "40,9", "100,0", PASS),  # both parts are rounded too
        )
    ),
    # a whole number is exact, of a sum of rounded parts each may be off by half a unit
    Case("a", "=", "b + c", {"a": "30", "b": "10", "c": "19"}, FAIL),
    Case("a", "=", "b + c", {"a": "30,1", "b": "10,0", "c": "20,0"}, PASS),
    Case("a", "=", "b + c", {"a": "30,2", "b": "10,0", "c": "20,0"}, FAIL),
    Case("a", "=", "b - c", {"a": "10,2", "b": "30,0", "c": "20,0"}, FAIL),
    Case("a", "=", "2 * b", {"a": "20,1", "b": "10,0"}, PASS),
    Case("a", "=", "2 * b", {"a": "20,2", "b": "10,0"}, FAIL),
    Case("a", "=", "b + 5", {"a": "15", "b": "10"}, PASS),
    # two values within the tolerance are equal, so neither is less
    Case("a", "<=", "b", {"a": "10,1", "b": "10,0"}, PASS),
    Case("a", "<=", "b", {"a": "10,2", "b": "10,0"}, FAIL),
    Case("a", "<", "b", {"a": "10,0", "b": "10,1"}, FAIL),
    Case("a", "<", "b", {"a": "10,0", "b": "10,2"}, PASS),
    Case("a", ">=", "b", {"a": "10,0", "b": "10,1"}, PASS),
    Case("a", ">", "b", {"a": "10,1", "b": "10,0"}, FAIL),
    Case("a", ">", "b", {"a": "10,2", "b": "10,0"}, PASS),
    Case("a", "<>", "b", {"a": "10,0", "b": "10,1"}, FAIL),
    Case("a", "<>", "b", {"a": "10,0", "b": "10,2"}, PASS),
    Case("a", "between", [0, 100], {"a": "100%"}, PASS),
    Case("a", "between", [0, 100], {"a": "0%"}, PASS),
    Case("a", "between", [0, 100], {"a": "523%"}, FAIL),
    Case("a", "between", [0, 100], {"a": "100,1%"}, FAIL),
    Case("a", "between", ["b", "2 * b"], {"a": "5", "b": "5"}, PASS),
    Case("a", "between", ["b", "2 * b"], {"a": "11", "b": "5"}, FAIL),
    Case("a", "between", ["b", "2 * b"], {"a": "4", "b": "5"}, FAIL),
    # money in đồng, as large as budgets are
    Case("a", "=", "b + c", {"a": "637.227.000.001", "b": "637.227.000.000", "c": "1"}, PASS),
    Case("a", "=", "b + c", {"a": "637.227.000.002", "b": "637.227.000.000", "c": "1"}, FAIL),
]
DECLARED = [
    Case("a", "=", "b", {"a": "12", "b": "10"}, PASS, tolerance=2),
    Case("a", "=", "b", {"a": "13", "b": "10"}, FAIL, tolerance=2),
    Case("a", "<=", "b", {"a": "12", "b": "10"}, PASS, tolerance=2),
    Case("a", "<", "b", {"a": "8", "b": "10"}, FAIL, tolerance=2),
    Case("a", "=", "b", {"a": "105", "b": "100"}, PASS, tolerance="5%"),
    Case("a", "=", "b", {"a": "106", "b": "100"}, FAIL, tolerance="5%"),
    # beside what the digits leave open
    Case("a", "=", "b", {"a": "12,1", "b": "10,0"}, PASS, tolerance=2),
    Case("a", "=", "b", {"a": "12,2", "b": "10,0"}, FAIL, tolerance=2),
]
PRESENCE = [
    Case("a", "both_or_neither", "b", {"a": "5", "b": "0"}, PASS),
    Case("a", "both_or_neither", "b", {"a": "5", "b": "-"}, PASS),
    Case("a", "both_or_neither", "b", {"a": "5", "b": "~7"}, PASS),
    Case("a", "both_or_neither", "b", {"a": "5", "b": None}, FAIL),
    Case("a", "both_or_neither", "b", {"a": "", "b": "5"}, FAIL),
    Case("a", "both_or_neither", "b", {"a": "", "b": ""}, NOT_APPLICABLE),
    Case("a", "both_or_neither", "b + c", {"a": "5", "b": "", "c": "1"}, PASS),
    Case("a + b + c", "at_most_one", None, {"a": "5", "b": "0", "c": "-"}, PASS),
    Case("a + b + c", "at_most_one", None, {"a": "0", "b": None, "c": ""}, PASS),
    Case("a + b + c", "at_most_one", None, {"a": "5", "b": None, "c": "~1"}, FAIL),
    Case("a + b + c", "at_most_one", None, {"a": "5", "b": "7", "c": "1"}, FAIL),
]
CASES = [*operators(), *missing(), *lower_bounds(), *ROUNDING, *DECLARED, *PRESENCE]


def entry(code: str, case: Case) -> dict[str, Any]:
    more = {"missing": case.missing, "tolerance": case.tolerance, "message_vi": "{left}"}
    entry = rule(code, case.left, case.op, case.right, **more)
    if case.op in PRESENCE_OPERATORS:
        del entry["missing"]
    return {key: value for key, value in entry.items() if value is not None}


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, str], str]:
    """The outcome of each rule for each report, all judged together."""
    codes = {key: f"rule_{number}" for number, key in enumerate(dict.fromkeys(case.rule_key() for case in CASES))}
    entries = {codes[case.rule_key()]: entry(codes[case.rule_key()], case) for case in CASES}
    landing = Landing()
    for number, case in enumerate(CASES):
        unit = {"unit_key": f"{number}_20040708", "unit_code": str(number), "unit_level": "commune"}
        landing.report(f"case {number}", unit)
        for indicator, written in case.figures.items():
            state(landing, f"case {number}", indicator, written)
    with judged(landing, list(entries.values()), "abc") as build:
        rows = build.execute("select report_id, rule_code, outcome from intermediate.int_rule_comparison").fetchall()
    found = {(report_id, rule_code): outcome for report_id, rule_code, outcome in rows}
    return {(f"case {n}", case.rule_key()): found[f"case {n}", codes[case.rule_key()]] for n, case in enumerate(CASES)}


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)))
def test_a_rule_ends_as_its_operator_policies_and_digits_say(outcomes, number: int, case: Case) -> None:
    assert outcomes[f"case {number}", case.rule_key()] == case.outcome
