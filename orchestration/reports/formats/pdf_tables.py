"""Ruled tables on a page of a PDF: lines that cross make a grid, squares without a line between are one cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from orchestration.reports.formats.pdf_page import Rule

_TOUCH = 3.0  # points by which lines may miss each other
_NARROWEST = 6.0  # a column narrower than this holds no digit: two lines drawn for one
_LOWEST = 4.0  # the same for rows
_MAX_CROSSINGS = 400_000  # a page with more is a drawing: its text is read as lines


@dataclass(frozen=True)
class Box:
    """A cell on the page: its corners, and the grid rows and columns that it takes (ends exclusive); ``text`` is where
    its column's text begins and ends, known where white space parts the columns."""

    left: float
    top: float
    right: float
    bottom: float
    row: int
    row_end: int
    column: int
    column_end: int
    text: tuple[float, float] | None = None

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom


class _Union:
    """Which of n things belong together."""

    def __init__(self, n: int):
        self._parent = list(range(n))

    def root(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join(self, one: int, other: int) -> None:
        self._parent[self.root(other)] = self.root(one)


@dataclass(frozen=True)
class Grid:
    """A table: where its columns and rows begin and end, and its cells by row and column."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    boxes: tuple[Box, ...]

    def holds(self, x: float, y: float) -> bool:
        return self.columns[0] <= x < self.columns[-1] and self.rows[0] <= y < self.rows[-1]


def find_grids(rules: list[Rule]) -> list[Grid]:
    """The tables that lines make, from the top of the page; a frame around one text, or an underline, is none."""
    level, upright = _joined(r for r in rules if not r.upright), _joined(r for r in rules if r.upright)
    if len(level) * len(upright) > _MAX_CROSSINGS:
        return []
    grids = [grid for group in _connected(level, upright) if (grid := _grid(*group)) is not None]
    return sorted(grids, key=lambda grid: grid.rows[0])


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Lines of one direction, with those that overlap or continue each other as one."""
    joined: list[Rule] = []
    rules = sorted(rules, key=lambda rule: rule.at)
    group = -1
    tracks: list[tuple[int, Rule]] = []
    for n, rule in enumerate(rules):
        if n == 0 or rule.at - rules[n - 1].at > 1:
            group += 1
        tracks.append((group, rule))
    for _, track in groupby(tracks, key=lambda item: item[0]):
        last: Rule | None = None
        for _, rule in sorted(track, key=lambda item: item[1].start):
            if last is not None and rule.start <= last.end + _TOUCH:
                last = Rule(last.upright, last.at, last.start, max(last.end, rule.end))
            else:
                if last is not None:
                    joined.append(last)
                last = rule
        if last is not None:
            joined.append(last)
    return joined


def _connected(level: list[Rule], upright: list[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that cross or touch, as (level lines, upright lines)."""
    union = _Union(len(level) + len(upright))
    for n, across in enumerate(level):
        for m, down in enumerate(upright, start=len(level)):
            if (
                across.start - _TOUCH <= down.at <= across.end + _TOUCH
                and down.start - _TOUCH <= across.at <= down.end + _TOUCH
            ):
                union.join(n, m)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for n, rule in enumerate(level + upright):
        groups.setdefault(union.root(n), ([], []))[n >= len(level)].append(rule)
    return groups.values()


def positions(values: Iterable[float], apart: float) -> list[float]:
    """Values in order, those nearer than ``apart`` to the one before taken as it."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] >= apart:
            kept.append(value)
    return kept


def _grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    """The grid of connected lines; None when they part fewer than two cells."""
    if not level or not upright:
        return None
    # an open side has no line of its own: the ends of the lines that run to it mark it
    columns = positions([r.at for r in upright], _NARROWEST)
    rows = positions([r.at for r in level], _LOWEST)
    left, right = min(r.start for r in level), max(r.end for r in level)
    top, bottom = min(r.start for r in upright), max(r.end for r in upright)
    columns = positions([*columns, *(x for x in (left, right) if _outside(x, columns, _NARROWEST))], _NARROWEST)
    rows = positions([*rows, *(y for y in (top, bottom) if _outside(y, rows, _LOWEST))], _LOWEST)
    if len(columns) < 2 or len(rows) < 2 or len(columns) + len(rows) < 5:
        return None
    boxes = _boxes(columns, rows, level, upright)
    return Grid(tuple(columns), tuple(rows), boxes) if len(boxes) > 1 else None


def _outside(value: float, line: list[float], apart: float) -> bool:
    return value < line[0] - apart or value > line[-1] + apart


def _boxes(columns: list[float], rows: list[float], level: list[Rule], upright: list[Rule]) -> tuple[Box, ...]:
    """Cells: grid squares, joined where no line parts them."""
    width, height = len(columns) - 1, len(rows) - 1
    union = _Union(width * height)
    walls = _drawn(upright, columns, rows, _NARROWEST)  # (column line, row)
    floors = _drawn(level, rows, columns, _LOWEST)  # (row line, column)
    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and (column + 1, row) not in walls:
                union.join(here, here + 1)
            if row + 1 < height and (row + 1, column) not in floors:
                union.join(here, here + width)
    squares: dict[int, list[tuple[int, int]]] = {}
    for n in range(width * height):
        squares.setdefault(union.root(n), []).append(divmod(n, width))
    boxes = []
    for places in squares.values():
        row, row_end = min(r for r, _ in places), max(r for r, _ in places) + 1
        column, column_end = min(c for _, c in places), max(c for _, c in places) + 1
        boxes.append(
            Box(columns[column], rows[row], columns[column_end], rows[row_end], row, row_end, column, column_end)
        )
    return tuple(boxes)


def _drawn(rules: list[Rule], lines: list[float], steps: list[float], apart: float) -> set[tuple[int, int]]:
    """Which parts of the grid's lines are drawn: (line, step along it)."""
    drawn: set[tuple[int, int]] = set()
    middles = [(start + end) / 2 for start, end in pairwise(steps)]
    for rule in rules:
        line = min(range(len(lines)), key=lambda n: abs(lines[n] - rule.at))
        if abs(lines[line] - rule.at) <= apart:
            drawn.update((line, step) for step, at in enumerate(middles) if rule.start <= at <= rule.end)
    return drawn
