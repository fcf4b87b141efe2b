"""Rules as linear inequalities over the figures they speak of, by which the rule book is held against itself.

A figure is an indicator with its functions and scope, never below 0; a whole ratio stands as one figure of its own, so
that two rules over the same ratio meet. The rounding of written digits is left aside, a stated tolerance is not.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from orchestration.quality.expressions import Term
from orchestration.quality.rule import Rule

_WHOLE_GAP, _GAP = 1.0, 0.001  # how far apart figures are of which one is less: counts, all others
_NOTHING = 1e-9  # floating point of coefficients that cancel


class Figure(NamedTuple):
    """What one unknown of an inequality stands for."""

    name: str  # operand of a term, or a ratio in words
    scope: str = ""
    is_count: bool = False
    may_be_negative: bool = False  # a ratio with a difference in it


Sum = dict[Figure | None, float]  # coefficients; None: the constant


@dataclass(frozen=True)
class Row:
    """``sum of coefficient x figure <= bound``, asked for by a rule."""

    rule: Rule
    figures: tuple[tuple[Figure, float], ...]
    bound: float

    @property
    def is_impossible(self) -> bool:
        """Whether no figures satisfy it, whatever else is asked of them."""
        return self.bound < 0 and all(weight > 0 and not f.may_be_negative for f, weight in self.figures)

    @property
    def asks_for_zeros(self) -> bool:
        """Whether only zeros satisfy it."""
        is_sum = all(weight > 0 and not f.may_be_negative for f, weight in self.figures)
        return bool(self.figures) and self.bound == 0 and is_sum


def gap_of(figure: Figure) -> float:
    """The least that the figure can be beside 0."""
    return _WHOLE_GAP if figure.is_count else _GAP


def sum_of(terms: list[Term], counts: Collection[str]) -> Sum:
    """Terms of one part of a side, added up; figures that cancel are gone."""
    added: Sum = defaultdict(float)
    for term in terms:
        is_count = term.indicator_code in counts
        figure = None if term.operand is None else Figure(term.operand, term.scope or "", is_count)
        added[figure] += term.coefficient
    return {figure: weight for figure, weight in added.items() if abs(weight) > _NOTHING}


def side_of(rule: Rule, side: str, counts: Collection[str]) -> Sum:
    """One side of a rule; a ratio is one figure, its common factors taken out. Nothing is divided by 0."""
    terms = [term for term in rule.terms if term.side == side]
    above = sum_of([term for term in terms if term.part == "numerator"], counts)
    below = sum_of([term for term in terms if term.part == "denominator"], counts)
    if not below:
        return above
    if not figures_of(below) or not above:
        return {figure: weight / below[None] for figure, weight in above.items()}
    (factor_above, words_above), (factor_below, words_below) = _in_words(above), _in_words(below)
    factor = factor_above / factor_below
    if words_above == words_below:
        return {None: factor}
    signed = any(weight * factor_ < 0 for part, factor_ in ((above, factor_above), (below, factor_below))
                 for weight in part.values())  # fmt: skip
    return {Figure(f"({words_above}) / ({words_below})", may_be_negative=signed): factor}


def figures_of(added: Sum) -> set[Figure]:
    return {figure for figure in added if figure is not None}


def combined(*parts: tuple[float, Sum]) -> Sum:
    """A sum of sums, each with its factor."""
    added: Sum = defaultdict(float)
    for factor, part in parts:
        for figure, weight in part.items():
            added[figure] += factor * weight
    return {figure: weight for figure, weight in added.items() if abs(weight) > _NOTHING}


def ways_to_hold(rule: Rule, counts: Collection[str]) -> list[list[Row]] | None:
    """Lists of rows, of which one list has to be satisfied; None where rows cannot say it."""
    if rule.op == "at_most_one":
        figures = sorted(figures_of(side_of(rule, "left", counts)))
        return [[Row(rule, ((other, 1.0),), 0.0) for other in figures if other != one] for one in figures]
    if (excess := _excess(rule, counts)) is None:
        return None
    over, under = excess
    ways: dict[str, list[list[Row]]] = {
        "<=": [[no_excess(rule, over)]], "<": [[_some(rule, under)]],
        ">=": [[no_excess(rule, under)]], ">": [[_some(rule, over)]],
        "<>": [[_some(rule, under)], [_some(rule, over)]],
    }  # fmt: skip
    return ways.get(str(rule.op), [[no_excess(rule, over), no_excess(rule, under)]])


def ways_to_break(rule: Rule, counts: Collection[str]) -> list[list[Row]] | None:
    """Lists of rows, one of which is satisfied where the rule is broken; None where rows cannot say it."""
    if rule.op == "at_most_one":
        figures = sorted(figures_of(side_of(rule, "left", counts)))
        return [[_some(rule, {one: 1.0}) for one in pair] for pair in combinations(figures, 2)]
    if (excess := _excess(rule, counts)) is None:
        return None
    over, under = excess
    ways: dict[str, list[list[Row]]] = {
        "<=": [[_some(rule, over)]], "<": [[no_excess(rule, under)]],
        ">=": [[_some(rule, under)]], ">": [[no_excess(rule, over)]],
        "<>": [[no_excess(rule, over), no_excess(rule, under)]],
    }  # fmt: skip
    return ways.get(str(rule.op), [[_some(rule, over)], [_some(rule, under)]])


def as_seen(rule: Rule, stated: Collection[tuple[str | None, str | None]]) -> Rule | None:
    """What a rule can still say where only ``stated`` (operand, scope) is sure to stand; None: nothing.

    A side with ``lower_bound`` breaks the rule by its known parts alone, and then only by being too much.
    """
    if rule.op == "at_most_one":
        return rule
    lacking = [t for t in rule.terms if t.operand and not t.is_optional and (t.operand, t.scope) not in stated]
    sides = {term.side for term in lacking}
    if not lacking:
        return rule
    if len(sides) > 1 or (sides == {"left"} and rule.missing_left != "lower_bound"):
        return None
    (side,) = sides
    known = [term for term in rule.terms if term.side == side and term.operand and term not in lacking]
    if not known or (side != "left" and rule.missing_right != "lower_bound"):
        return None
    op = {"left": "<=", "right": ">="}[side] if rule.op == "=" else rule.op
    return replace(rule, op=op, terms=tuple(term for term in rule.terms if term not in lacking))


def _excess(rule: Rule, counts: Collection[str]) -> tuple[Sum, Sum] | None:
    """How far the left side is over the right one, and under it, beyond what is tolerated."""
    if rule.kind != "expression" or rule.op == "both_or_neither":
        return None
    left, right = side_of(rule, "left", counts), side_of(rule, "right", counts)
    high = side_of(rule, "right_high", counts) if rule.op == "between" else right
    if rule.tolerance_share and any(w < 0 or (f and f.may_be_negative) for f, w in right.items()):
        return None  # a share of the size of what may be negative is not linear
    tolerated = combined((rule.tolerance_share, right), (1.0, {None: rule.tolerance_amount}))
    return combined((1, left), (-1, high), (-1, tolerated)), combined((1, right), (-1, left), (-1, tolerated))


def no_excess(rule: Rule, excess: Sum) -> Row:
    """There is no excess."""
    figures = sorted((figure, weight) for figure, weight in excess.items() if figure is not None)
    return Row(rule, tuple(figures), -excess.get(None, 0.0))


def _some(rule: Rule, excess: Sum) -> Row:
    """There is an excess, of one at least where all is counted in ones."""
    whole = all((figure is None or figure.is_count) and weight == round(weight) for figure, weight in excess.items())
    return no_excess(rule, combined((-1, excess), (1, {None: _WHOLE_GAP if whole else _GAP})))


def _in_words(part: Sum) -> tuple[float, str]:
    """A part of a ratio as a factor and the words of the rest."""
    ordered = sorted(part.items(), key=lambda item: (item[0] is None, item[0] or ()))
    factor = ordered[0][1]
    words = " + ".join(f"{weight / factor:.9g}*{f.name}@{f.scope}" if f else f"{weight / factor:.9g}"
                       for f, weight in ordered)  # fmt: skip
    return factor, words
