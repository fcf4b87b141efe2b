"""From the figures and rules of broken reports, as dbt gives them, to who is to blame."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from orchestration.quality.blame.search import Blame, blame
from orchestration.quality.blame.system import Cell, CellKey, Rule, Side, System, Term
from orchestration.warehouse.rows import dicts, select_rows

# grain: broken rule of a report x cell that is to blame for it
COLUMNS = {
    "report_id": "varchar",
    "rule_id": "varchar",
    "scope": "varchar",
    "field_code": "varchar",
    "subject": "varchar",
    "fault_no": "integer",  # rules that one fault broke share its number, within the report
    "is_told": "boolean",  # the rule that speaks for all that the fault broke
    "slip_kind": "varchar",  # of the seed slips
    "cell_no": "integer",  # 1: the cell to look at first
    "row_order": "integer",  # of reading within the report
    "indicator_code": "varchar",
    "cell_scope": "varchar",
    "cell_field_code": "varchar",
    "cell_subject": "varchar",
    "written_value": "double",
    "meant_value": "double",  # null where several values would do
}
_SEVERITIES = ("error", "warning", "info")
# what a broken rule asks for: (left not below right, left not above right)
_BOUNDS = {"=": (True, True), "<=": (False, True), "<": (False, True), ">=": (True, False), ">": (True, False)}


def blame_relation(
    session: duckdb.DuckDBPyConnection, cells: duckdb.DuckDBPyRelation, terms: duckdb.DuckDBPyRelation
) -> duckdb.DuckDBPyRelation:
    """`blame_rows` of two relations, as a relation with `COLUMNS`; without pyarrow, for `cchc check` starts often."""
    query, values = select_rows(COLUMNS, blame_rows(dicts(cells), dicts(terms)))
    return session.sql(query, params=values)


def blame_rows(cells: Sequence[Mapping[str, Any]], terms: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who is to blame for the broken rules of each report.

    ``cells`` has one row for each figure of a report with broken rules (model int_blame_cell), ``terms`` one for each
    figure or constant in a rule of it that holds or does not (model int_blame_term). Returns rows of `COLUMNS`.
    """
    by_report = itemgetter("report_id")
    terms_of = {report: list(rows) for report, rows in groupby(sorted(terms, key=by_report), by_report)}
    found: list[dict[str, Any]] = []
    for report, rows in groupby(sorted(cells, key=by_report), by_report):
        figures = sorted(rows, key=itemgetter("statement_no", "indicator_code"))
        system = _system(figures, terms_of.get(report, []))
        for number, fault in enumerate(blame(system), start=1):
            found += _rows(report, number, fault, figures)
    return found


def _system(figures: Sequence[Mapping[str, Any]], terms: Sequence[Mapping[str, Any]]) -> System:
    cells = [
        Cell(
            CellKey(figure["indicator_code"], figure["scope"], figure["field_code"], figure["subject"]),
            figure["value"],
            figure["half_unit"],
            figure["value_type"] == "count",
            figure["form_code"],
            order,
            figure["previous_value"],
            figure["value_type"] == "percent",
            figure.get("times_stated") or 1,
            tuple(figure.get("other_values") or ()),
        )
        for order, figure in enumerate(figures)
    ]
    numbers = {cell.key: number for number, cell in enumerate(cells)}
    key = itemgetter("rule_id", "scope", "field_code", "subject")
    rules = {instance: _rule(instance, list(rows), numbers) for instance, rows in groupby(sorted(terms, key=key), key)}
    unless = {term["rule_id"]: term.get("unless") or () for term in terms}
    readings = {term["rule_id"] for term in terms if term.get("is_reading")}
    found = []
    for (rule_id, *instance), rule in rules.items():
        if rule and rule_id not in readings:
            others = tuple(other for code in unless[rule_id] if (other := rules.get((code, *instance))))
            is_broken = rule.is_broken and all(other.is_broken for other in others)
            found.append(replace(rule, unless=others, is_broken=is_broken))
    return System(cells, found)


def _rule(
    key: tuple[str, str, str, str], terms: Sequence[Mapping[str, Any]], numbers: Mapping[CellKey, int]
) -> Rule | None:
    """A rule with its figures in their places; None for an operator that bounds nothing."""
    head = terms[0]
    sides = {name: _side([term for term in terms if term["side"] == name], numbers) for name in _SIDES}
    low: Side | None
    high: Side | None
    if head["op"] == "between":
        low, high = sides["right"], sides["right_high"]
    elif head["op"] in _BOUNDS:
        not_below, not_above = _BOUNDS[head["op"]]
        # of a side with a missing part only a lower bound is known
        low = sides["right"] if not_below and not head["left_is_missing"] else None
        high = sides["right"] if not_above and not head["right_is_missing"] else None
    else:
        return None
    doubted = {"left": sides["left"].cells, "right": sides["right"].cells | sides["right_high"].cells}
    suspect = doubted.get(head["suspect"], doubted["left"] | doubted["right"])
    return Rule(
        key,
        low,
        sides["left"],
        high,
        head["outcome"] == "fail",
        frozenset(suspect),
        head["severity"],
        head.get("is_told", True),
    )


_SIDES = ("left", "right", "right_high")


def _side(terms: Sequence[Mapping[str, Any]], numbers: Mapping[CellKey, int]) -> Side:
    parts: dict[str, list[Term]] = {"numerator": [], "denominator": []}
    for term in terms:
        if term["term_indicator_code"] is None:
            parts[term["part"]].append(Term(term["coefficient"], None))
        elif term["indicator_code"] is not None:  # what is optional and not stated adds nothing
            # of a score, the instance's subject says more than the figure's
            subject = term.get("figure_subject", term["subject"])
            key = CellKey(term["indicator_code"], term["figure_scope"], term["figure_field_code"], subject)
            parts[term["part"]].append(Term(term["coefficient"], numbers[key]))
    return Side(tuple(parts["numerator"]), tuple(parts["denominator"]))


def _rows(report_id: str, number: int, fault: Blame, figures: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    told = [rule for rule in fault.rules if rule.is_told]
    if not told:
        return
    speaker = min(told, key=lambda rule: _loudness(rule, fault.move.first))
    first = fault.move.first
    if fault.others:
        meant = {move.first: move.meant for move in (fault.move, *fault.others)}
    else:
        meant = {first: fault.move.meant} | {cell: value for cell, value in fault.move.changes if cell != first}
    kind = "undecided" if fault.others else fault.move.kind
    for rule in told:
        rule_id, scope, field_code, subject = rule.key
        for cell_no, cell in enumerate(meant, start=1):
            figure = figures[cell]
            yield {
                "report_id": report_id, "rule_id": rule_id, "scope": scope, "field_code": field_code,
                "subject": subject, "fault_no": number, "is_told": rule is speaker, "slip_kind": kind,
                "cell_no": cell_no, "row_order": cell, "indicator_code": figure["indicator_code"],
                "cell_scope": figure["scope"], "cell_field_code": figure["field_code"],
                "cell_subject": figure["subject"], "written_value": figure["value"],
                "meant_value": meant[cell],
            }  # fmt: skip


def _loudness(rule: Rule, cell: int) -> tuple[int, bool, tuple[str, str, str, str]]:
    """The gravest rule speaks, of those one that says what the cell should be."""
    says_it = rule.left.cells == {cell} and not rule.left.denominator
    return _SEVERITIES.index(rule.severity), not says_it, rule.key
