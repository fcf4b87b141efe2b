"""Typical slips of the hand: what was written, and what was meant.

A slip leaves no freedom: it says which value was meant. That one such value makes every rule hold is evidence, and
so a slip is a likelier explanation than a value that is just wrong (``costs``: what an explanation is held to
"cost"; the cheapest wins, an explanation with several of them adds them up).
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.quality.blame.system import Cell, Interval

WRONG_VALUE = "wrong_value"  # nothing is known of how it came about
COSTS = {
    "stated_otherwise": 0.3,  # the report itself says elsewhere what was meant
    "transposed_digits": 0.5,
    "factor": 0.5,
    "percent_as_fraction": 0.5,
    "parts_swapped": 0.6,
    "block_shifted": 0.6,
    "left_from_before": 0.6,
    "dropped_digit": 0.6,
    "doubled_digit": 0.6,
    "neighbour_copied": 0.7,
    "mistyped_digit": 0.9,  # any small difference looks like one, so it decides nothing by itself
    WRONG_VALUE: 1.0,
}
NARROW = 0.05  # how wide a range may be, of its upper end, for a slip that lands in it to be evidence
_FACTORS = (10, 100, 1000, 1_000_000)


def slip_of(
    cell: Cell, meant: Interval, best: float | None, neighbours: Sequence[Cell], others_moved: bool = True
) -> tuple[str, float | None]:
    """The likeliest slip from what may have been meant to what is written, and what was meant (None: not known).

    ``meant`` holds every value that would make the rules hold, ``best`` the one in its midst where there is one.
    ``others_moved``: the figures beside it in its rules are others than in the report before, so that one that
    stayed as it was is remarkable.
    """
    written = cell.value
    if written is None:
        return WRONG_VALUE, best
    found: list[tuple[str, float | None]] = []
    # in a wide range some slip would always land
    if math.isfinite(meant.high) and meant.high - meant.low <= NARROW * abs(meant.high):
        found += [(kind, value) for kind, value in _undone(cell, written) if value in meant]
    if best is not None and not cell.is_whole:
        # the digits that are written grow or shrink with the number
        found += [(kind, best) for kind, by in _scales(cell) if abs(written * by - best) <= cell.half_unit * by]
    if best is not None and cell.is_whole:
        found += [(kind, best) for kind in _digit_slips(written, best)]
    # where the rules leave many values open, that this one stands elsewhere too is no evidence
    if best is not None and others_moved and written and written == cell.previous:
        found.append(("left_from_before", best))
    if best is not None and abs(written) >= 10 and any(written == neighbour.value for neighbour in neighbours):
        found.append(("neighbour_copied", best))
    return min(found, key=lambda slip: COSTS[slip[0]], default=(WRONG_VALUE, best))


def _undone(cell: Cell, written: float) -> Iterator[tuple[str, float]]:
    """Slips in a count, or in money, that can be undone from what is written alone."""
    if not cell.is_percent and written == int(written):
        for factor in _FACTORS:
            if abs(written) >= 2:
                yield "factor", written * factor
            if written % factor == 0 and abs(written) > factor:
                yield "factor", written / factor
        digits = str(int(abs(written)))
        for place, (first, second) in enumerate(pairwise(digits)):
            if first != second and (place or second != "0"):
                yield "transposed_digits", float(digits[:place] + second + first + digits[place + 2 :])


def _scales(cell: Cell) -> Iterator[tuple[str, float]]:
    """How many times too small a number is written; below one, too large."""
    written = cell.value or 0.0
    if abs(written) <= 1:
        yield "percent_as_fraction", 100.0
    if cell.is_percent:
        # the comma in another place; hardly any percentage is meant to be below 1
        yield "factor", 10.0
        if written > 100:
            yield from (("factor", 0.1), ("factor", 0.01))
        return
    for factor in _FACTORS:
        yield "factor", float(factor)
        yield "factor", 1 / factor


def _digit_slips(written: float, meant: float) -> Iterator[str]:
    """How one digit may have been lost, doubled or missed on the keyboard between two whole numbers."""
    if written != int(written) or meant != int(meant) or written < 0 or meant < 0:
        return
    wrong, right = str(int(written)), str(int(meant))
    if len(wrong) >= 2 and len(right) == len(wrong) + 1 and _loses_one_digit(right, wrong):
        yield "dropped_digit"
    if len(right) >= 2 and len(wrong) == len(right) + 1 and _loses_one_digit(wrong, right):
        yield "doubled_digit"
    if len(wrong) == len(right) >= 3 and sum(a != b for a, b in zip(wrong, right, strict=True)) == 1:
        yield "mistyped_digit"


def _loses_one_digit(longer: str, shorter: str) -> bool:
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
