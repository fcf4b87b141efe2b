"""One report as a system: its cells, and the rules that hold, or do not hold, between them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

# Floating point, not arithmetic of reports: far below any written digit (the dbt macro float_noise).
NOISE = 1e-9

Values = Mapping[int, float]  # what cells would hold instead of what is written, by their number


class CellKey(NamedTuple):
    """What a figure is known by within its report."""

    indicator_code: str
    scope: str
    field_code: str
    subject: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is written."""

    key: CellKey
    value: float | None  # None: a blank cell
    half_unit: float  # rounding that its digits declare
    is_whole: bool  # only a whole number can stand here
    form_code: str | None  # the form whose row it is; None in prose
    order: int  # of reading within the report: neighbours follow each other
    previous: float | None = None  # the same figure in the report before
    is_percent: bool = False
    times: int = 1  # how often the report states it so
    elsewhere: tuple[float, ...] = ()  # what other places of the report state instead


class Term(NamedTuple):
    coefficient: float
    cell: int | None  # None: the coefficient is the constant itself


class Interval(NamedTuple):
    low: float
    high: float

    def __and__(self, other: object) -> "Interval":
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(max(self.low, other.low), min(self.high, other.high))

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.low - NOISE <= value <= self.high + NOISE

    @property
    def is_empty(self) -> bool:
        return self.low > self.high + 2 * NOISE


ANYTHING = Interval(-math.inf, math.inf)
_NOTHING = Interval(math.inf, -math.inf)


@dataclass(frozen=True)
class Side:
    """A sum of cells, or one sum over another."""

    numerator: tuple[Term, ...] = ()
    denominator: tuple[Term, ...] = ()  # empty: no ratio

    @cached_property
    def cells(self) -> frozenset[int]:
        return frozenset(term.cell for term in self.numerator + self.denominator if term.cell is not None)


@dataclass(frozen=True)
class Rule:
    """One rule as it holds for one scope, field and subject of the report."""

    key: tuple[str, str, str, str]  # rule_id, scope, field_code, subject
    low: Side | None  # left may not lie below this side (None: no bound)
    left: Side
    high: Side | None  # nor above this one
    is_broken: bool
    doubted: frozenset[int] = frozenset()  # cells of the side that the steward doubts first
    severity: str = "error"
    is_told: bool = True  # False: it keeps still where another rule tells, but it must hold all the same
    unless: tuple["Rule", ...] = ()  # other readings of the figures; where one of them holds, so does this

    @cached_property
    def cells(self) -> frozenset[int]:
        return self.left.cells.union(*(side.cells for side in (self.low, self.high) if side))

    @property
    def is_equation(self) -> bool:
        return self.low is not None and self.high == self.low


@dataclass(frozen=True)
class System:
    cells: Sequence[Cell]
    rules: Sequence[Rule]

    @cached_property
    def _by_cell(self) -> dict[int, list[Rule]]:
        by_cell: dict[int, list[Rule]] = {}
        for rule in self.rules:
            for cell in rule.cells:
                by_cell.setdefault(cell, []).append(rule)
        return by_cell

    def rules_of(self, cell: int) -> list[Rule]:
        return self._by_cell.get(cell, [])

    def written(self, cell: int) -> float:
        return self.cells[cell].value or 0.0

    def holds(self, rule: Rule, values: Values) -> bool | None:
        """Whether a rule holds with other values in some cells; None where a ratio is over nothing."""
        held = self._holds_as_read(rule, values)
        if held is not False:
            return held
        return any(self._holds_as_read(other, values) for other in rule.unless)

    def _holds_as_read(self, rule: Rule, values: Values) -> bool | None:
        left = self._value(rule.left, values)
        if left is None:
            return None
        for side, sign in ((rule.low, -1), (rule.high, 1)):
            if side is None:
                continue
            bound = self._value(side, values)
            if bound is None:
                return None
            tolerance = self._tolerance(rule.left, values) + self._tolerance(side, values)
            if sign * (left - bound) > tolerance + NOISE:
                return False
        return True

    def meets(self, rule: Rule, values: Values) -> bool:
        """Whether the two sides of a rule, or one of its bounds, are equal but for rounding."""
        left = self._value(rule.left, values)
        bounds = [(side, self._value(side, values)) for side in (rule.low, rule.high) if side]
        return left is not None and any(
            bound is not None
            and abs(left - bound) <= self._tolerance(rule.left, values) + self._tolerance(side, values) + NOISE
            for side, bound in bounds
        )

    def allowed(self, rule: Rule, cell: int, values: Values) -> Interval | None:
        """The values of one cell with which a rule holds, the others as given; None where that is not one interval."""
        interval = ANYTHING
        for side, sign in ((rule.low, -1), (rule.high, 1)):
            if side is None:
                continue
            bounded = self._bounded(rule.left, side, sign, cell, values)
            if bounded is None:
                return None
            interval &= bounded
        return interval

    def _bounded(self, left: Side, right: Side, sign: int, cell: int, values: Values) -> Interval | None:
        """Values of the cell with sign * (left - right) <= tolerance, solved as a * x + b <= 0."""
        others = {**values, cell: 0.0}
        if left.denominator and right.denominator:
            return None
        ratio, plain = (left, right) if left.denominator else (right, left)
        tolerance = self._tolerance(left, values) + self._tolerance(right, values)
        if left.denominator or right.denominator:
            if cell in plain.cells and cell in ratio.cells:
                return None
            # ratio <= plain + tolerance, multiplied out; a denominator counts things, so it is positive
            flip = sign if left.denominator else -sign
            if cell in plain.cells:
                value = self._value(ratio, values)
                if value is None:
                    return ANYTHING
                a = -flip * _slope(plain.numerator, cell)
                b = flip * (value - self._sum(plain.numerator, others)) - tolerance
                return _solved(a, b)
            bound = self._sum(plain.numerator, values) + flip * tolerance
            a = flip * (_slope(ratio.numerator, cell) - bound * _slope(ratio.denominator, cell))
            b = flip * (self._sum(ratio.numerator, others) - bound * self._sum(ratio.denominator, others))
            positive = _solved(
                -_slope(ratio.denominator, cell), 10 * NOISE - self._sum(ratio.denominator, others)
            )  # the denominator
            return _solved(a, b) & positive
        a = sign * (_slope(left.numerator, cell) - _slope(right.numerator, cell))
        b = sign * (self._sum(left.numerator, others) - self._sum(right.numerator, others)) - tolerance
        return _solved(a, b)

    def _sum(self, terms: Sequence[Term], values: Values) -> float:
        return sum(
            coefficient if cell is None else coefficient * values.get(cell, self.cells[cell].value or 0.0)
            for coefficient, cell in terms
        )

    def _value(self, side: Side, values: Values) -> float | None:
        numerator = self._sum(side.numerator, values)
        if not side.denominator:
            return numerator
        denominator = self._sum(side.denominator, values)
        return numerator / denominator if denominator else None

    def _tolerance(self, side: Side, values: Values) -> float:
        """What the digits of a side leave open, as the dbt macro side_tolerance has it."""
        numerator = self._rounding(side.numerator)
        if not side.denominator:
            return numerator
        denominator = abs(self._sum(side.denominator, values))
        if not denominator:
            return 0.0
        ratio = abs(self._sum(side.numerator, values)) / denominator
        return (numerator + ratio * self._rounding(side.denominator)) / denominator

    def _rounding(self, terms: Sequence[Term]) -> float:
        return sum(abs(coefficient) * self.cells[cell].half_unit for coefficient, cell in terms if cell is not None)


def _slope(terms: Sequence[Term], cell: int) -> float:
    return sum(term.coefficient for term in terms if term.cell == cell)


def _solved(a: float, b: float) -> Interval:
    """The x with a * x + b <= 0."""
    if abs(a) <= NOISE:
        return ANYTHING if b <= NOISE else _NOTHING
    return Interval(-math.inf, -b / a) if a > 0 else Interval(-b / a, math.inf)
