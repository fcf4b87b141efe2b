"""A page of a PDF as a reader sees it: lines, tables, footnotes; without page numbers and running heads."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from orchestration.reports.formats.pdf_columns import unfolded
from orchestration.reports.formats.pdf_lines import Column, Line, column_of, joined, lines_of
from orchestration.reports.formats.pdf_page import Page, Rule, Word
from orchestration.reports.formats.pdf_tables import Box, Grid, find_grids
from orchestration.reports.text import without_tags

_FIGURE = re.compile(r"[\d.,/]+")
_PADDING = 6.0  # points that Word leaves between a cell's text and its sides, at most


@dataclass
class TableCell:
    box: Box
    lines: list[Line]
    text: str

    @property
    def column(self) -> Column:
        """The margins of the cell's text."""
        if self.box.text:
            return Column(*self.box.text)
        padding = min([_PADDING, *(line.x0 - self.box.left for line in self.lines)])
        return Column(self.box.left + max(padding, 0), self.box.right - max(padding, 0))


@dataclass
class Table:
    """A table on one page: its grid, and by row the cells that reach into it."""

    grid: Grid
    rows: list[list[TableCell]]

    @property
    def columns(self) -> tuple[float, ...]:
        return self.grid.columns

    @property
    def top(self) -> float:
        return self.grid.rows[0]


@dataclass
class Sheet:
    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)  # running heads and feet that stand here first
    again: list[Line] = field(default_factory=list)  # the header of a table that goes on here
    doubtful: list[Line] = field(default_factory=list)  # figures begin here whose columns could not be told
    floors: list[Rule] = field(default_factory=list)  # level rules
    margins: Column = field(default_factory=lambda: Column(0, 0))

    @property
    def items(self) -> list[Line | Table]:
        """Lines and tables from the top."""
        return sorted([*self.lines, *self.tables], key=lambda i: i.top if isinstance(i, Table) else i.y)


def sheet_of(page: Page) -> Sheet:
    """Lines and tables of a page; words within a grid are those of its cells."""
    grids = find_grids(page.rules)
    inside: dict[int, list[Word]] = defaultdict(list)
    outside: list[Word] = []
    for word in page.words:
        grid = _grid_at(grids, word)
        (outside if grid is None else inside[grid]).append(word)
    turned: dict[int, list[Word]] = defaultdict(list)
    for run in page.turned:
        grid = _grid_at(grids, run)
        if grid is None:
            outside.append(run)
        else:
            turned[grid].append(run)
    tables = [table_of(grid, inside[n], turned[n]) for n, grid in enumerate(grids) if n in inside or n in turned]
    floors = [rule for rule in page.rules if not rule.upright]
    return Sheet(page.number, page.width, page.height, lines_of(outside), tables, floors=floors)


def _grid_at(grids: list[Grid], word: Word) -> int | None:
    """The smallest table around a word: the inner one where tables are nested."""
    around = [n for n, grid in enumerate(grids) if grid.holds(*word.centre)]
    return min(around, key=lambda n: grids[n].columns[-1] - grids[n].columns[0], default=None)


def table_of(grid: Grid, words: list[Word], turned: list[Word]) -> Table:
    """A grid with the words that stand in its cells."""
    cells = {box: TableCell(box, [], "") for box in grid.boxes}
    by_box: dict[Box, list[Word]] = defaultdict(list)
    for word in words:
        by_box[_box_at(grid, word)].append(word)
    for box, held in by_box.items():
        cells[box].lines = lines_of(held)
        cells[box].text = without_tags(_cell_text(cells[box]))
    for run in turned:
        cell = cells[_box_at(grid, run)]
        cell.text = f"{cell.text} {without_tags(run.text)}".strip()
    rows = [
        sorted((cell for box, cell in cells.items() if box.row <= row < box.row_end), key=lambda c: c.box.column)
        for row in range(len(grid.rows) - 1)
    ]
    return Table(grid, rows)


def _box_at(grid: Grid, word: Word) -> Box:
    return next(box for box in grid.boxes if box.holds(*word.centre))


def _cell_text(cell: TableCell) -> str:
    """Wrapped lines with a space between, others on lines of their own."""
    column = cell.column
    paragraphs: list[list[str]] = []
    for n, line in enumerate(cell.lines):
        before = cell.lines[n - 1] if n else None
        if before is not None and _FIGURE.fullmatch(before.text) and _FIGURE.fullmatch(line.text):
            # a figure too long for its column is broken anywhere; two figures below each other are two
            letter = (before.x1 - before.x0) / len(before.text)
            if column.right - column.left - (before.x1 - before.x0) < letter:
                paragraphs[-1][-1] += line.text
                continue
        if before is not None and column.wraps(before, line):
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
    return "\n".join(joined(lines) for lines in paragraphs)


def continues_row(before: list[TableCell], row: list[TableCell]) -> bool:
    """Whether a row at the top of a page is the rest of the row that the page before ends with.

    It has no number of its own, and wherever both have text, it is one text that was wrapped; a figure is not.
    """
    if not any(cell.text for cell in row) or row[0].text:
        return False
    for cell in row:
        above = next((c for c in before if abs(c.box.left - cell.box.left) < _PADDING), None)
        if above is None:
            return False
        if cell.lines and above.lines:
            is_figure = any(_FIGURE.fullmatch(each.text) for each in (cell, above))
            if is_figure or not above.column.wraps(above.lines[-1], cell.lines[0]):
                return False
    return True


def measure(sheets: list[Sheet]) -> None:
    """Measure the margins of the pages' lines, and read two columns one after the other."""
    by_width: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.lines:
            by_width[round(sheet.width)].append(sheet)
    for alike in by_width.values():
        margins = column_of([sheet.lines for sheet in alike], alike[0].width)
        for sheet in alike:
            sheet.margins, sheet.lines = margins, unfolded(sheet.lines)
