"""Ruled tables whose rows no line parts: a tall row of the grid is cut into the rows that stand in it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from orchestration.reports.formats.pdf_lines import Line
from orchestration.reports.formats.pdf_rows import FIGURE, ROW_NUMBER, Shape, Strip, rows_of
from orchestration.reports.formats.pdf_sheets import Table, TableCell, table_of
from orchestration.reports.formats.pdf_tables import Box, Grid

_SAME_LINE = 0.35  # of the font size


def holds_rows(cell: TableCell) -> bool:
    """Whether a cell for a row's number holds those of several rows, which no line parts."""
    texts = [line.text for line in cell.lines]
    return len(texts) > 1 and texts[0][0] in "123I(" and all(ROW_NUMBER.fullmatch(text) for text in texts)


def split_rows(table: Table) -> Table:
    """A table with its tall rows cut; the table itself where there is none."""
    tall = {n for n, row in enumerate(table.rows) if holds_rows(row[0]) and all(map(_is_plain, row))}
    if not tall:
        return table
    grid = table.grid
    heights = [grid.rows[0]]
    starts = [0]  # which of the new rows each old row begins with
    for n, row in enumerate(table.rows):
        heights += [*(_cuts(row) if n in tall else []), grid.rows[n + 1]]
        starts.append(len(heights) - 1)
    boxes: list[Box] = []
    for box in grid.boxes:
        parts = pairwise(range(starts[box.row], starts[box.row_end] + 1))
        for first, end in parts if box.row in tall else [(starts[box.row], starts[box.row_end])]:
            boxes.append(replace(box, top=heights[first], bottom=heights[end], row=first, row_end=end))
    words = {id(word): word for row in table.rows for cell in row for line in cell.lines for word in line.words}
    return table_of(Grid(grid.columns, tuple(heights), tuple(boxes)), list(words.values()), [])


def _is_plain(cell: TableCell) -> bool:
    """Whether a cell is of one row, and its text runs along the page."""
    return cell.box.row_end == cell.box.row + 1 and bool(cell.lines) == bool(cell.text)


def _cuts(row: Sequence[TableCell]) -> list[float]:
    """The heights between the rows that stand in one row of a grid."""
    strips: list[tuple[float, float, dict[int, Line]]] = []
    lines = [(line.y, n, line) for n, cell in enumerate(row) for line in cell.lines]
    for y, n, line in sorted(lines, key=lambda item: item[:2]):
        if strips and y - strips[-1][0] < _SAME_LINE * line.size and n not in strips[-1][2]:
            strips[-1][2][n] = line
        else:
            strips.append((y, line.size, {n: line}))
    figures = frozenset(n for n, cell in enumerate(row) if n and _are_figures(cell))
    label = max((n for n in range(len(row)) if n not in figures), key=lambda n: len(row[n].text))
    shape = Shape([cell.column for cell in row], label, figures, numbered=True)
    rows = rows_of([Strip(*strip) for strip in strips], shape)
    return [(strips[end - 1][0] + strips[end][0]) / 2 - strips[end][1] / 3 for _, end in rows[:-1]]


def _are_figures(cell: TableCell) -> bool:
    figures = sum(bool(FIGURE.fullmatch(line.text)) for line in cell.lines)
    return figures > 1 and figures >= 0.7 * len(cell.lines)
