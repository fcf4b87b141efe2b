"""What may have happened to a report: the moves that undo a fault in one cell, in two, or in a block of rows."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orchestration.quality.blame.slips import COSTS, NARROW, slip_of
from orchestration.quality.blame.system import ANYTHING, Cell, Interval, Rule, System, Values

_LONGEST_BLOCK = 12  # rows; a longer shift is a wrong form, not a slip
# The steward names the side of a rule that is doubted first; a cell of the other one is a little less likely.
_OTHER_SIDE = 0.2
# A figure that the report states again is not likely wrong in the same way at each place.
_SAID_AGAIN = 0.5


@dataclass(frozen=True)
class Move:
    """A fault undone: which cells change, to what, and what the fault is taken for."""

    kind: str  # of slips.COSTS
    cost: float
    changes: tuple[tuple[int, float], ...]  # (cell, value that was meant)
    first: int  # the cell to look at first
    meant: float | None  # what was meant there; None where several values would do


def moves(system: System, broken: Sequence[Rule], values: Values) -> Iterator[Move]:
    """Moves that could mend some of the broken rules, with the values given so far."""
    doubted = sorted(set().union(*(rule.cells for rule in broken)) - set(values))
    for cell in doubted:
        yield from _in_one_cell(system, broken, cell, values)
    for one, other in _pairs(system, doubted, values):
        first, second = system.cells[one], system.cells[other]
        # a limit is always kept by the larger and the smaller number changed about: that is no evidence
        if not any(rule.is_equation and rule.cells & {one, other} for rule in broken):
            continue
        if _may_be_swapped(first, second):
            yield _exchange(system, one, other)


def exchanges(system: System, broken: Sequence[Rule]) -> Iterator[Move]:
    """Two doubted cells of one rule, which may hold, exchanged: the totals of both columns or rows break."""
    doubted = set().union(*(rule.cells for rule in broken))
    for one, other in _pairs(system, sorted(doubted), {}):
        if {one, other} <= doubted and _may_be_swapped(system.cells[one], system.cells[other]):
            yield _exchange(system, one, other)


def _exchange(system: System, one: int, other: int) -> Move:
    first, second = system.written(one), system.written(other)
    return Move("parts_swapped", COSTS["parts_swapped"], ((one, second), (other, first)), one, second)


def block_shifts(system: System, broken: Sequence[Rule]) -> Iterator[Move]:
    """Runs of a form's rows whose values stand one row too high or too low: first those that lose no value."""
    doubted = set().union(*(rule.cells for rule in broken))
    runs = []
    for column in _columns(system.cells):
        for length in range(2, min(_LONGEST_BLOCK, len(column)) + 1):
            for start in range(len(column) - length + 1):
                run = column[start : start + length]
                if len(doubted & set(run)) >= 2:
                    runs += [run, run[::-1]]
    for run in sorted(runs, key=lambda run: (system.written(run[-1]) != 0, len(run))):
        # what stands in a row was meant for the next one; what was meant for the first row is lost
        changes = tuple((to, system.written(at)) for at, to in pairwise(run) if system.cells[at].value is not None)
        if any(system.written(cell) != value for cell, value in changes):
            yield Move("block_shifted", COSTS["block_shifted"], changes, run[0], None)


def mended(
    system: System, rules: Sequence[Rule], cell: int, values: Values, other_reading: bool = False
) -> Interval | None:
    """The values of a cell that make all these rules hold at once; None where there are none.

    With ``other_reading``, as the figures are read where rules have another way to hold (``unless``).
    """
    meant = _allowed_by_all(system, rules, cell, values, other_reading)
    if meant is None or not math.isfinite(meant.high - meant.low) or meant.high - meant.low <= NARROW * abs(meant.high):
        return meant
    # the digits of a ratio leave open the more the larger it is: looked at again where the value was meant to be
    there = {**values, cell: (meant.low + meant.high) / 2}
    return _allowed_by_all(system, rules, cell, there, other_reading)


def _allowed_by_all(
    system: System, rules: Sequence[Rule], cell: int, values: Values, other_reading: bool
) -> Interval | None:
    written, half_unit = system.written(cell), system.cells[cell].half_unit
    # what is counted does not fall below zero, but for rounding
    interval = Interval(-half_unit, math.inf) if written >= 0 else ANYTHING
    for rule in rules:
        allowed = system.allowed(rule.unless[0] if other_reading and rule.unless else rule, cell, values)
        if allowed is None:
            return None
        interval &= allowed
    return None if interval.is_empty else interval


def middle(cell: Cell, meant: Interval) -> float | None:
    """The one value that was meant, where the rules leave only one."""
    if meant.high == math.inf or meant.low == -math.inf:
        return None
    if not cell.is_whole:
        # rounding leaves a narrow band around the value recomputed; a wide one is a range that names nothing
        centre = (meant.low + meant.high) / 2
        return centre if meant.high - meant.low <= 2.5 * cell.half_unit + 1e-6 * abs(centre) else None
    whole = range(int(-(-(meant.low - 1e-6) // 1)), int((meant.high + 1e-6) // 1) + 1)
    return float(whole[0]) if len(whole) == 1 else None


def _in_one_cell(system: System, broken: Sequence[Rule], number: int, values: Values) -> Iterator[Move]:
    """The cell set to what all its rules ask for, or, where they disagree, to what each broken one asks for."""
    cell = system.cells[number]
    here = [rule for rule in broken if number in rule.cells]
    every = system.rules_of(number)
    readings = (False, True) if any(rule.unless for rule in every) else (False,)
    wanted: list[Interval | None] = [mended(system, every, number, values, reading) for reading in readings]
    if not any(wanted):
        wanted = [mended(system, [rule], number, values, reading) for rule in here for reading in readings]
    beside = set().union(*(rule.cells for rule in here)) - {number}
    others_moved = sum(system.cells[other].previous != system.cells[other].value for other in beside) > 1
    seen = set()
    for meant in wanted:
        if meant is None or cell.value in meant:
            continue
        kind, value = slip_of(cell, meant, middle(cell, meant), _neighbours(system.cells, number), others_moved)
        said = [other for other in cell.elsewhere if other in meant]
        if said:  # another place of the report has what the rules ask for
            kind, value = "stated_otherwise", said[0]
        change = _nearest(cell, meant) if value is None else value
        if change is None or change in seen or change == cell.value:
            continue
        seen.add(change)
        doubted_first = all(number in rule.doubted for rule in here)
        cost = COSTS[kind] + (0.0 if doubted_first else _OTHER_SIDE) + _SAID_AGAIN * (cell.times - 1)
        yield Move(kind, cost, ((number, change),), number, value)


def _nearest(cell: Cell, meant: Interval) -> float | None:
    """A value that makes the rules hold, the nearest to what is written: only to go on looking with."""
    written = cell.value or 0.0
    nearest = meant.low if written < meant.low else meant.high
    if cell.is_whole and nearest != int(nearest):
        nearest = float(int(nearest) + (1 if written < meant.low else 0))
    return nearest if nearest in meant else None


def _pairs(system: System, doubted: Sequence[int], values: Values) -> list[tuple[int, int]]:
    """A doubted cell with each one that shares a rule with it."""
    pairs = {
        (min(one, other), max(one, other))
        for one in doubted
        for rule in system.rules_of(one)
        for other in rule.cells
        if other != one and other not in values
    }
    return sorted(pairs)


def _may_be_swapped(one: Cell, other: Cell) -> bool:
    """Two different values of one kind."""
    return one.value != other.value and None not in (one.value, other.value) and one.is_whole == other.is_whole


def _columns(cells: Sequence[Cell]) -> list[list[int]]:
    """Cells of form rows, one under the other: by form, scope and field."""
    columns: dict[tuple[str, str, str], list[int]] = {}
    for number, cell in enumerate(cells):
        if cell.form_code:
            columns.setdefault((cell.form_code, cell.key.scope, cell.key.field_code), []).append(number)
    return [sorted(column, key=lambda number: cells[number].order) for column in columns.values()]


def _neighbours(cells: Sequence[Cell], number: int) -> list[Cell]:
    """The cells read just before and after, and the same row's in other columns."""
    cell = cells[number]
    return [
        other
        for other in cells
        if other is not cell
        and other.form_code == cell.form_code
        and (
            abs(other.order - cell.order) == 1
            or (other.key.indicator_code == cell.key.indicator_code and cell.form_code is not None)
        )
    ]
