"""Tables without rules taken out of a PDF's lines: they get the grid that nobody drew, and are read as the others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from orchestration.reports.formats.pdf_alignment import Found, find_table
from orchestration.reports.formats.pdf_headers import groups_of
from orchestration.reports.formats.pdf_lines import Column, Line, lines_of, pieces_of
from orchestration.reports.formats.pdf_rows import FIGURE, Shape, Strip, rows_of
from orchestration.reports.formats.pdf_sheets import Sheet, Table, table_of
from orchestration.reports.formats.pdf_spans import Span, cells_of, figure_columns, is_data, is_header, touched
from orchestration.reports.formats.pdf_split import split_rows
from orchestration.reports.formats.pdf_tables import Box, Grid

_PAGE_END = 1.55  # of the font size: how far the first line of a page is taken to stand below the last before
_REACH = 60.0  # points from a header to the first figures below it
_CENTRED = 10.0  # points
_HEADER = 5  # lines of a header down to the one that says "STT"


def take_unruled(sheets: list[Sheet]) -> None:
    """Take tables whose columns only white space parts out of the pages' lines; they become tables of the pages."""
    for sheet in sheets:
        _free_headers(sheet)
        sheet.tables = [split_rows(table) for table in sheet.tables]
    for lines in _stretches(sheets):
        running = [line for line, _, _ in lines]
        places = {id(line): (sheet, own) for line, sheet, own in lines}
        start = 0
        doubtful: list[Line] = []
        while found := find_table(running, start, doubtful):
            start = found.end
            _take(found, places)
        for line in doubtful:
            sheet, own = places[id(line)]
            sheet.doubtful.append(own)
    for sheet in sheets:
        sheet.lines = sheet.again + sheet.lines  # of no table after all


def _free_headers(sheet: Sheet) -> None:
    """Make lines again of the header of a table that has rules around its header only."""
    for table in list(sheet.tables):
        cells = [cell for row in table.rows for cell in row]
        bottom = table.grid.rows[-1]
        below = [item for item in sheet.items if (item.top if isinstance(item, Table) else item.y) > bottom][:3]
        is_header = len(table.columns) > 3 and not any(FIGURE.fullmatch(cell.text) for cell in cells)
        goes_on = [item for item in below if isinstance(item, Line) and item.y - bottom < _REACH and is_data(item)]
        if is_header and goes_on:
            words = {id(word): word for cell in cells for line in cell.lines for word in line.words}
            sheet.tables.remove(table)
            sheet.lines = sorted([*sheet.lines, *lines_of(words.values())], key=lambda line: line.y)


def _stretches(sheets: list[Sheet]) -> Iterator[list[tuple[Line, Sheet, Line]]]:
    """The lines between ruled tables, from page to page as if these were one (each with its page, and itself as it
    stands there); where a page could not be read, or lies on its side, nothing goes on."""
    stretch: list[tuple[Line, Sheet, Line]] = []
    before: Sheet | None = None
    for sheet in sheets:
        if before is not None and (sheet.number, sheet.width) != (before.number + 1, before.width):
            yield stretch
            stretch = []
        before = sheet
        repeated = _repeated([line for line, _, _ in stretch], sheet)
        sheet.again, sheet.lines = sheet.lines[:repeated], sheet.lines[repeated:]
        shift = 0.0
        if stretch and sheet.lines:
            shift = stretch[-1][0].y + _PAGE_END * stretch[-1][0].size - sheet.lines[0].y
        for item in sheet.items:
            if isinstance(item, Line):
                stretch.append((replace(item, y=item.y + shift), sheet, item))
            else:
                yield stretch
                stretch = []
    yield stretch


def _repeated(before: Sequence[Line], sheet: Sheet) -> int:
    """How many lines at the top of a page are the header of the table that the pages before end with."""
    lines = sheet.lines
    names = next((n for n, line in enumerate(lines[:_HEADER]) if is_header(line)), None)
    if names is None or isinstance(sheet.items[0], Table):
        return 0
    for start in reversed(range(len(before))):
        same = takewhile(lambda pair: pair[0].text == pair[1].text, zip(before[start:], lines, strict=False))
        height = len(list(same))
        if height > names:
            breadth = 0.75 * (lines[names].x1 - lines[names].x0)
            text = [line for line in before[start + height :] if len(pieces_of(line, 0.8)) == 1]
            is_titled = before[-1] in text[-1:] and abs(before[-1].middle - lines[names].middle) < _CENTRED
            return 0 if is_titled or any(line.x1 - line.x0 > breadth for line in text) else height
    return 0


def _take(found: Found, places: dict[int, tuple[Sheet, Line]]) -> None:
    """Make a table of what stands of it on each page."""
    columns = _columns(found)
    figures = figure_columns(found.body, columns)
    letters = [0] * len(columns)
    for line in found.body:
        for cell in cells_of(line, columns):
            letters[touched(cell, columns)[0]] += len(cell.text)
    label = max((n for n in range(len(columns)) if n not in figures), key=lambda n: letters[n])
    shape = Shape([Column(*span) for span in columns], label, figures, found.numbered)
    edges = _edges(found, columns)
    headers, bodies = ([places[id(line)] for line in lines] for lines in (found.header, found.body))
    for sheet in {sheet.number: sheet for sheet, _ in headers + bodies}.values():
        header, body = ([own for home, own in lines if home is sheet] for lines in (headers, bodies))
        header, sheet.again = sheet.again + header, []
        taken = {id(line) for line in header + body}
        sheet.lines = [line for line in sheet.lines if id(line) not in taken]
        words = [word for line in header + body for word in line.words]
        sheet.tables.append(table_of(_grid(header, body, columns, edges, shape, sheet), words, []))


def _columns(found: Found) -> list[Span]:
    """Where text stands in each column, wrapped lines too."""
    columns = list(found.columns)
    for line in found.header + found.body:
        for cell in cells_of(line, columns):
            over = touched(cell, columns)
            if len(over) == 1:
                n = over[0]
                columns[n] = min(cell.x0, columns[n][0]), max(cell.x1, columns[n][1])
    return columns


def _edges(found: Found, columns: Sequence[Span]) -> list[float]:
    """Where columns end: midway between their texts, and beyond all words at the sides."""
    words = [word for line in found.header + found.body for word in line.words]
    left, right = min(word.x0 for word in words) - 3, max(word.x1 for word in words) + 3
    return [left, *((one[1] + other[0]) / 2 for one, other in pairwise(columns)), right]


def _grid(
    header: list[Line], body: list[Line], columns: Sequence[Span], edges: list[float], shape: Shape, sheet: Sheet
) -> Grid:
    floors = sorted(rule.at for rule in sheet.floors if rule.end - rule.start > 0.5 * (edges[-1] - edges[0]))
    rows = rows_of([_strip(line, columns) for line in body], shape, floors) if body else []
    grouped = [[body[n] for n in range(*row)] for row in rows]
    groups = groups_of(header, columns, shape.label + 1) if header else []
    if groups:
        grouped[:0] = _halves(header, groups)
    elif header:
        grouped.insert(0, header)
    heights = _heights(grouped)
    boxes = []

    def add(row: int, row_end: int, column: int, end: int) -> None:
        text = columns[column][0], columns[end - 1][1]
        boxes.append(Box(edges[column], heights[row], edges[end], heights[row_end], row, row_end, column, end, text))

    under = {column for over, _ in groups for column in over}
    if groups:
        for over, _ in groups:
            add(0, 1, over[0], over[-1] + 1)
        for column in range(len(columns)):
            add(column in under, 2, column, column + 1)
    for n, lines in list(enumerate(grouped))[2 if groups else 0 :]:
        for column, end in _merged(lines, columns):
            add(n, n + 1, column, end)
    return Grid(tuple(edges), tuple(heights), tuple(boxes))


def _halves(header: list[Line], groups: list[tuple[range, float]]) -> list[list[Line]]:
    """A header's lines down to the headings that several columns share, and those below."""
    last = max(y for _, y in groups)
    return [[line for line in header if line.y <= last], [line for line in header if line.y > last]]


def _strip(line: Line, columns: Sequence[Span]) -> Strip:
    cells: dict[int, Line] = {}
    wide = False
    for cell in cells_of(line, columns):
        over = touched(cell, columns)
        wide = wide or len(over) > 1
        cells.setdefault(over[0], cell)
    return Strip(line.y, line.size, cells, wide)


def _heights(rows: Sequence[Sequence[Line]]) -> list[float]:
    """Where rows end: midway between the middles of the letters above and below."""
    first, last = rows[0][0], rows[-1][-1]
    between = [(above[-1].y + below[0].y) / 2 - below[0].size / 3 for above, below in pairwise(rows)]
    return [first.y - 1.2 * first.size, *between, last.y + 0.5 * last.size]


def _merged(lines: Sequence[Line], columns: Sequence[Span]) -> list[tuple[int, int]]:
    """The columns of a row as (first, end), those that one text runs over together."""
    joined: set[int] = set()
    for line in lines:
        for cell in cells_of(line, columns):
            joined.update(touched(cell, columns)[1:])
    starts = [n for n in range(len(columns)) if n not in joined]
    return list(pairwise([*starts, len(columns)]))
