"""The rule book itself is checked: rules that can never hold, that another one already says, that nothing reaches.

Each linear rule becomes a row over the figures it speaks of; a whole ratio stands as one figure of its own, so that
two rules over the same ratio meet. What is missing, rounding and conditions (`only_if`) are left aside.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import linprog

from orchestration.quality.catalogue import Catalogue
from orchestration.quality.rule_form import PRESENCE
from orchestration.quality.rules import Rule

_LEVELS = ("province", "district", "commune")
# a unit's report can tell of its own level and of those below it
_SCOPES = {"province": _LEVELS, "district": _LEVELS[1:], "commune": _LEVELS[2:]}
_INFEASIBLE = 2  # status of linprog
_STRICT = 1.0  # how far beyond each other figures are that are said to be less or more
# which operators say at least as much as another one, about the same two sides
_IMPLIED = {
    "=": ("=", "<=", ">="), "<>": ("<>",),
    "<=": ("<=",), "<": ("<", "<=", "<>"),
    ">=": (">=",), ">": (">", ">=", "<>"),
}  # fmt: skip
_MIRRORED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}
Figure = tuple[str, str | None]  # operand and scope, or a ratio in words


@dataclass(frozen=True)
class Row:
    """``sum of coefficient x figure  op  bound``."""

    rule: Rule
    op: str
    bound: float
    figures: tuple[tuple[Figure, float], ...]  # sorted
    optional: frozenset[Figure]


def book_problems(rules: Sequence[Rule], catalogue: Catalogue, province_names: Iterable[str]) -> list[str]:
    """What is wrong with the book as a whole, one sentence each; empty when nothing is."""
    told = [rule for rule in rules if rule.told]
    return [*_unreachable(rules, catalogue, set(province_names)), *_redundant(told), *_contradictory(told)]


def _rows(rule: Rule) -> Iterator[Row]:
    """The rule as one row, or as two where it is a range; none where it is a check or asks for presence."""
    if rule.kind != "expression" or rule.op in PRESENCE:
        return
    highs = {"right": "<=" if rule.op == "between" else rule.op, "right_high": "<="}
    for side in ("right", "right_high") if rule.op == "between" else ("right",):
        op = ">=" if rule.op == "between" and side == "right" else highs[side]
        weights: dict[Figure, float] = defaultdict(float)
        optional: set[Figure] = set()
        bound = 0.0
        for part, sign in (("left", 1.0), (side, -1.0)):
            terms = [term for term in rule.terms if term.side == part]
            if any(term.part == "denominator" for term in terms):
                ratio = " ".join(f"{t.part[0]}{t.coefficient:+g}*{t.operand}@{t.scope}" for t in terms)
                weights[(ratio, None)] += sign
                continue
            for term in terms:
                if term.operand is None:
                    bound -= sign * term.coefficient
                else:
                    weights[(term.operand, term.scope)] += sign * term.coefficient
                    optional |= {(term.operand, term.scope)} if term.is_optional else set()
        figures = tuple(sorted((key, weight) for key, weight in weights.items() if weight))
        yield Row(rule, str(op), bound, figures, frozenset(optional))


def _unreachable(rules: Sequence[Rule], catalogue: Catalogue, provinces: set[str]) -> Iterator[str]:
    for rule in rules:
        if unknown := set(rule.provinces or ()) - provinces:
            yield f"rule {rule.rule_id}: provinces: no province is called {', '.join(sorted(unknown))}"
        if unknown := set(rule.forms or ()) - catalogue.forms:
            yield f"rule {rule.rule_id}: forms: the catalogue has no form {', '.join(sorted(unknown))}"
        if rule.valid_from and rule.valid_to and rule.valid_from > rule.valid_to:
            yield f"rule {rule.rule_id}: holds on no day, from {rule.valid_from} to {rule.valid_to}"
        asked = [t for t in rule.terms if t.indicator_code and t.relation == "this" and not t.is_optional]
        for term in asked:
            if not catalogue.holds_figures(str(term.indicator_code)):
                yield f"rule {rule.rule_id}: no figure can stand at {term.indicator_code}, a heading or a row unknown"
        levels = set((rule.levels or "|".join(_LEVELS)).split("|"))
        for term in asked:
            levels &= set(catalogue.rows[str(term.indicator_code)]["levels"].split("|"))
            if term.scope not in (None, "all"):
                levels = {level for level in levels if term.scope in _SCOPES.get(level, ())}
        if asked and not levels:
            codes = ", ".join(str(term.indicator_code) for term in asked)
            yield f"rule {rule.rule_id}: no level of government reports {codes} and is asked by the rule"


def _redundant(rules: Sequence[Rule]) -> Iterator[str]:
    """Rules over the same two sides, up to a factor and the order of the sides, of which one says the other too."""
    alike: dict[object, list[tuple[str, float, Rule]]] = defaultdict(list)
    for rule in rules:
        rows = list(_rows(rule))
        if len(rows) == 1 and rows[0].figures:
            row = rows[0]
            factor = row.figures[0][1]
            op = _MIRRORED.get(row.op, row.op) if factor < 0 else row.op
            key = (tuple((figure, round(weight / factor, 9)) for figure, weight in row.figures), row.optional)
            alike[key].append((op, row.bound / factor, rule))
    for group in alike.values():
        for number, (op, bound, rule) in enumerate(group):
            for other_number, (other_op, other_bound, other) in enumerate(group):
                same = op == other_op and bound == other_bound
                if number == other_number or (same and number > other_number) or not _meet(rule, other):
                    continue
                if bound == other_bound and other_op in _IMPLIED[op]:
                    yield f"rule {other.rule_id}: says nothing that rule {rule.rule_id} does not say"


def _meet(one: Rule, other: Rule) -> bool:
    """Whether some report is asked by both, and neither waits for how the other ended."""
    if (one.valid_to or date.max) < (other.valid_from or date.min) or (other.valid_to or date.max) < (
        one.valid_from or date.min
    ):
        return False
    if {condition.split("=")[0] for condition in one.only_if} & {other.rule_code} or {
        condition.split("=")[0] for condition in other.only_if
    } & {one.rule_code}:
        return False
    chosen = [(set(a or ()), set(b or ())) for a, b in (
        (one.provinces, other.provinces), (one.forms, other.forms),
        ((one.levels or "").split("|") if one.levels else (), (other.levels or "").split("|") if other.levels else ()),
    )]  # fmt: skip
    return all(not a or not b or a & b for a, b in chosen)


def _contradictory(rules: Sequence[Rule]) -> Iterator[str]:
    """Sets of rules that no positive figures satisfy together, as few as show it, for each level and day of change."""
    seen: set[frozenset[str]] = set()
    days = {day for rule in rules for day in (rule.valid_from, rule.valid_to) if day} | {date(2023, 12, 31)}
    for day in sorted(days):
        for level in _LEVELS:
            rows = [
                row
                for rule in rules
                if level in (rule.levels or level).split("|")
                and (rule.valid_from or date.min) <= day <= (rule.valid_to or date.max)
                for row in _rows(rule)
            ]
            if (core := _infeasible_core(rows)) and (names := frozenset(row.rule.rule_id for row in core)) not in seen:
                seen.add(names)
                yield f"rules {', '.join(sorted(names))}: no figures of a {level} satisfy them together"


def _infeasible_core(rows: list[Row]) -> list[Row]:
    """The rows without any of which the others could hold together; empty when all of them can."""
    if _feasible(rows):
        return []
    core: list[Row] = []
    while True:  # the shortest beginning that cannot hold ends with a row of the core
        low, high = 0, len(rows)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if not _feasible(core + rows[:middle]) else (middle + 1, high)
        if low == 0:
            return core
        core.append(rows[low - 1])
        rows = rows[: low - 1]


def _feasible(rows: Sequence[Row]) -> bool:
    """Whether figures of at least 1 (optional ones of at least 0) satisfy the rows."""
    figures = {figure: number for number, figure in enumerate(dict.fromkeys(f for row in rows for f, _ in row.figures))}
    if not figures:
        return True
    optional = {figure for row in rows for figure in row.optional}
    weights = {"=": np.empty((0, len(figures))), "<=": np.empty((0, len(figures)))}
    limits: dict[str, list[float]] = {"=": [], "<=": []}
    for row in rows:
        if row.op == "<>":
            continue
        sign = -1.0 if row.op in (">=", ">") else 1.0
        line = np.zeros((1, len(figures)))
        for figure, weight in row.figures:
            line[0, figures[figure]] = sign * weight
        kind = "=" if row.op == "=" else "<="
        weights[kind] = np.vstack([weights[kind], line])
        limits[kind].append(sign * row.bound - (_STRICT if row.op in ("<", ">") else 0.0))
    bounds = [(0.0 if figure in optional else 1.0, None) for figure in figures]
    solved = linprog(
        np.zeros(len(figures)), A_ub=weights["<="], b_ub=limits["<="], A_eq=weights["="], b_eq=limits["="],
        bounds=bounds, method="highs",
    )  # fmt: skip
    return bool(solved.status != _INFEASIBLE)
