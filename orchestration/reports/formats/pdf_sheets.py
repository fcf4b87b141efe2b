"""A page of a PDF as a reader sees it: lines, tables, footnotes; without page numbers and running heads."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from orchestration.reports.formats.pdf_columns import unfolded
from orchestration.reports.formats.pdf_lines import Column, Line, column_of, joined, lines_of
from orchestration.reports.formats.pdf_page import Page, Word
from orchestration.reports.formats.pdf_tables import Box, Grid, find_grids
from orchestration.reports.text import without_tags

_EDGE = 0.12  # of the page's height: where page numbers and running heads stand
_RIM = 0.05  # where no text of a report stands: a browser prints the page's title and address there
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:(?:trang|page)\s*)?(\d{1,4})(?:\s*[/|]\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_NUMBERED_PAGE = re.compile(r"(?:trang|page)\s*(?:số\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?|\b\d{1,3}/\d{1,3}$", re.IGNORECASE)
_NOTE = re.compile(r"[⁰¹²³⁴-⁹]+")
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
        padding = min([_PADDING, *(line.x0 - self.box.left for line in self.lines)])
        return Column(self.box.left + max(padding, 0), self.box.right - max(padding, 0))


@dataclass
class Table:
    """A table on one page: its column lines, and by row the cells that reach into it."""

    columns: tuple[float, ...]
    rows: list[list[TableCell]]
    top: float


@dataclass
class Sheet:
    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)  # running heads and feet that stand here first
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
    tables = [_table(grid, inside[n], turned[n]) for n, grid in enumerate(grids) if n in inside or n in turned]
    return Sheet(page.number, page.width, page.height, lines_of(outside), tables)


def _grid_at(grids: list[Grid], word: Word) -> int | None:
    """The smallest table around a word: the inner one where tables are nested."""
    around = [n for n, grid in enumerate(grids) if grid.holds(*word.centre)]
    return min(around, key=lambda n: grids[n].columns[-1] - grids[n].columns[0], default=None)


def _table(grid: Grid, words: list[Word], turned: list[Word]) -> Table:
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
    return Table(grid.columns, rows, grid.rows[0])


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


def settle(sheets: list[Sheet]) -> None:
    """Take page numbers, running heads and footnotes out of the pages' lines, and measure the margins."""
    while _take_page_numbers(sheets) or _take_running_heads(sheets):
        pass  # below a running head may stand another, or the page's number
    _take_notes(sheets)
    by_width: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.lines:
            by_width[round(sheet.width)].append(sheet)
    for alike in by_width.values():
        margins = column_of([sheet.lines for sheet in alike], alike[0].width)
        for sheet in alike:
            sheet.margins, sheet.lines = margins, unfolded(sheet.lines)


def _edges(sheet: Sheet) -> list[Line]:
    """The first and the last line of a page, where they stand in its margins and no table beyond them."""
    items = sheet.items
    ends = [items[0], items[-1]] if items else []
    limit = _EDGE * sheet.height
    return [end for end in ends if isinstance(end, Line) and not limit < end.y < sheet.height - limit]


def _take_page_numbers(sheets: list[Sheet]) -> bool:
    """Leave out numbers alone in the margin that count as the pages do; whether there were any."""
    found = [
        (sheet, line, int(match[1]) - sheet.number)
        for sheet in sheets
        for line in _edges(sheet)
        if (match := _PAGE_NUMBER.fullmatch(line.text))
    ]
    offsets = Counter(offset for _, _, offset in found)
    taken = [(sheet, line) for sheet, line, offset in found if offset == 0 or offsets[offset] > 1]
    return _take(taken)


def _take_running_heads(sheets: list[Sheet]) -> bool:
    """Leave out lines that stand at the same place of three pages word for word (of two, at the rim), but for the
    first of them."""
    places: dict[tuple[str, int], list[tuple[Sheet, Line]]] = defaultdict(list)
    for sheet in sheets:
        for line in _edges(sheet):
            places[_NUMBERED_PAGE.sub("#", line.text), round(line.y / 4)].append((sheet, line))
    repeated = [found for found in places.values() if len({sheet.number for sheet, _ in found}) >= _enough(*found[0])]
    for found in repeated:
        found[0][0].heads.append(found[0][1])
    return _take([item for found in repeated for item in found])


def _enough(sheet: Sheet, line: Line) -> int:
    """On how many pages a line of the margin must stand to be a running head."""
    return 3 if _RIM < line.y / sheet.height < 1 - _RIM else 2


def _take(found: list[tuple[Sheet, Line]]) -> bool:
    for sheet, line in found:
        if line in sheet.lines:  # the only line of a page is its first and its last
            sheet.lines.remove(line)
    return bool(found)


def _take_notes(sheets: list[Sheet]) -> None:
    """Footnotes: smaller lines at the foot of a page, the first of which begins with a raised number."""
    sizes = Counter[float]()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    for sheet in sheets:
        first = len(sheet.lines)
        while first and sheet.lines[first - 1].size < body - 1:
            first -= 1
        while first < len(sheet.lines) and not _NOTE.match(sheet.lines[first].text):
            first += 1
        sheet.notes, sheet.lines = sheet.lines[first:], sheet.lines[:first]


def note_number(line: Line) -> str:
    """The raised number that a footnote begins with; empty for a line that goes on."""
    match = _NOTE.match(line.text)
    return match[0] if match else ""
