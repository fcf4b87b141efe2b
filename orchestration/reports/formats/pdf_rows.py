"""Which lines of a table make one row, where no rule parts the rows.

A cell's text may be wrapped while its neighbours stand beside its first, its middle or its last line. All ways to cut
the lines into rows are weighed at once, and the cheapest taken.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from orchestration.reports.formats.pdf_lines import Column, Line

ROW_NUMBER = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ]|[A-Z]|[IVX]{1,5})[.)]{0,2}")
FIGURE = re.compile(r"[-–]|(?!\d+/\d+/)\(?[-+]?\d[\d.,/]*\s?%?\)?|[xX]")  # no date
_MARK = re.compile(r"[a-zđ][.)]")  # of an item, typed before its label
_ITEM = re.compile(r"[-–—+•*]\s|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]+)[.)]\s|\d{1,2}(?:\.\d{1,2})+\s")
_TALLEST = 20  # lines of one row
_HALF = 1.35  # of the usual distance: lines further apart have a row's end between them


@dataclass(frozen=True)
class Strip:
    """A line of a table: its baseline, and what of it stands in which column; ``wide`` when it runs over several."""

    y: float
    size: float
    cells: dict[int, Line]
    wide: bool = False


@dataclass(frozen=True)
class Shape:
    """The margins of a table's columns, which of them holds the labels and which hold figures, and whether the
    first holds the rows' numbers."""

    columns: Sequence[Column]
    label: int
    figures: frozenset[int]
    numbered: bool

    def is_anchor(self, strip: Strip) -> bool:
        """Whether a line holds what each row has once."""
        if self.numbered:
            return 0 in strip.cells and bool(ROW_NUMBER.fullmatch(strip.cells[0].text))
        return any(n in self.figures for n in strip.cells)


def rows_of(strips: Sequence[Strip], shape: Shape, floors: Sequence[float] = ()) -> list[tuple[int, int]]:
    """The rows as (first strip, end) in order; ``floors`` are the heights at which a rule is drawn."""
    labels = [strip for strip in strips if shape.label in strip.cells]
    steps = sorted(below.y - above.y for above, below in pairwise(labels) if below.y - above.y > 0.8 * above.size)
    pitch = steps[len(steps) // 10] if steps else 14.0
    anchors = sum(shape.is_anchor(strip) for strip in strips)
    within = [y for y in floors if strips[0].y < y < strips[-1].y]
    all_ruled = len(within) >= max(anchors - 1, 2)
    ways = [_cheapest(strips, _Cost(strips, shape, pitch, within, all_ruled, where)) for where in _PLACES]
    return min(ways, key=lambda way: way[0])[1]


_PLACES: tuple[Callable[[Sequence[float]], float], ...] = (
    lambda ys: ys[0],
    lambda ys: (ys[0] + ys[-1]) / 2,
    lambda ys: ys[-1],
)


@dataclass(frozen=True)
class _Cost:
    """What it costs to take strips for one row, where its number stands at a place of the label (top, middle, foot)."""

    strips: Sequence[Strip]
    shape: Shape
    pitch: float
    floors: Sequence[float]
    all_ruled: bool
    place: Callable[[Sequence[float]], float]

    def row(self, start: int, end: int) -> float:
        strips = self.strips[start:end]
        if any(above.y < y < below.y for above, below in pairwise(strips) for y in self.floors):
            return inf
        anchors = [strip for strip in strips if self.shape.is_anchor(strip)]
        if len(anchors) > 1 or any(sum(n in s.cells for s in strips) > 1 for n in self.shape.figures):
            return inf
        cost = 0.0
        if not anchors:
            cost += 1 if any(n in self.shape.figures for strip in strips for n in strip.cells) else 2
        for n in {n for strip in strips for n in strip.cells} - self.shape.figures:
            inside = [strip for strip in strips if n in strip.cells]
            weight = 1.0 if n == self.shape.label else 0.5
            cost += weight * sum(self._step(n, above, below) for above, below in pairwise(inside))
            if anchors:
                cost += weight * abs(anchors[0].y - self.place([strip.y for strip in inside])) / self.pitch
        if start:
            cost += self._parting(self.strips[start - 1], strips[0])
        return cost

    def _step(self, column: int, above: Strip, below: Strip) -> float:
        """The cost of taking what stands below for the wrapped rest of what stands above it."""
        upper, lower = above.cells[column], below.cells[column]
        margins = self.shape.columns[column]
        if above.wide or below.wide:
            margins = Column(margins.left, self.shape.columns[-1].right)
        cost = 0.0 if margins.wraps(upper, lower) else 2.0
        cost += 4.0 if _ITEM.match(lower.text) else 0.0
        cost += 0.6 if lower.text[0].isupper() or not lower.text[0].isalnum() else 0.0
        return cost + (1.5 if below.y - above.y > _HALF * self.pitch else 0.0)

    def _parting(self, above: Strip, below: Strip) -> float:
        """The cost of a row's end between two lines."""
        cost = 3.0 if self.all_ruled and not any(above.y < y < below.y for y in self.floors) else 0.0
        label = below.cells.get(self.shape.label)
        return cost + (1.5 if label and label.text[0].islower() and not _MARK.match(label.text) else 0.0)


def _cheapest(strips: Sequence[Strip], cost: _Cost) -> tuple[float, list[tuple[int, int]]]:
    best: list[tuple[float, int]] = [(0.0, 0)]  # up to each strip: the cost, and where the last row begins
    for end in range(1, len(strips) + 1):
        ways = []
        for start in range(end - 1, max(0, end - _TALLEST) - 1, -1):
            whole = best[start][0] + cost.row(start, end)
            if whole == inf:  # so are taller rows
                break
            ways.append((whole, start))
        best.append(min(ways))
    rows = []
    end = len(strips)
    while end:
        rows.append((best[end][1], end))
        end = best[end][1]
    return best[-1][0], rows[::-1]
