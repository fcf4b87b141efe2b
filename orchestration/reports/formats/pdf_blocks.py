"""Pages of a PDF put together to blocks: what goes on over a page end becomes one paragraph, one table, one row."""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from orchestration.reports.blocks import Block, Cell, bullet_level
from orchestration.reports.formats.pdf_furniture import note_number
from orchestration.reports.formats.pdf_lines import Line, joined
from orchestration.reports.formats.pdf_sheets import Sheet, Table, TableCell, continues_row
from orchestration.reports.formats.pdf_split import holds_rows
from orchestration.reports.formats.pdf_tables import positions
from orchestration.reports.found import Remark
from orchestration.reports.text import one_line

UNRULED = "không có đủ đường kẻ nên không tách được các ô, số liệu chưa được dùng"
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?")


class _Row:
    """A row of a table and its place; the cells of its second half too where a page end broke it."""

    def __init__(self, place: str, cells: list[TableCell], starting: list[bool]):
        self.place, self.cells, self.starting = place, cells, starting
        self.rest: list[tuple[str, TableCell]] = []

    @property
    def words(self) -> list[str]:
        return [cell.text for cell in self.cells]


class Assembly:
    """The state of putting one file together: what may go on, a paragraph or a table, and what waits for its end."""

    def __init__(self, name: str):
        self.name = name
        self.paragraph: list[Line] = []
        self.place = ""
        self.paragraphs = self.tables = 0
        self.waiting: list[Block] = []  # footnotes and running heads, told after what they interrupt
        self.rows: list[_Row] = []
        self.columns: list[float] = []

    def blocks(self, sheets: list[Sheet]) -> Iterator[Block | Remark]:
        before = 0
        for sheet in sheets:
            if sheet.number != before + 1:  # nothing goes on over a page that could not be read
                yield from self.end_paragraph()
                yield from self.end_table()
            before = sheet.number
            self.paragraphs, page = 0, f"{self.name}!page {sheet.number}"
            self.waiting += [Block(head.text, f"{page}!head {n}") for n, head in enumerate(sheet.heads, start=1)]
            tables = 0
            for n, item in enumerate(sheet.items):
                if isinstance(item, Table):
                    yield from self.end_paragraph()
                    tables += 1
                    yield from self.add_table(item, f"{page}!table {tables}", n == 0)
                else:
                    yield from self.end_table()
                    yield from self.add_line(item, page, sheet, n == 0)
            self.waiting += _notes(sheet.notes, page)
        yield from self.end_paragraph()
        yield from self.end_table()
        yield from self.waiting

    # --- paragraphs

    def add_line(self, line: Line, page: str, sheet: Sheet, new_page: bool) -> Iterator[Block | Remark]:
        if not (self.paragraph and sheet.margins.goes_on(self.paragraph, line, new_page)):
            yield from self.end_paragraph()
            self.paragraphs += 1
            self.place = f"{page}!paragraph {self.paragraphs}"
            is_doubtful = any(line is other for other in sheet.doubtful)
            if is_doubtful or any(part.text.lower() in ("stt", "tt") for part in line.parts):
                yield Remark("unread_part", f"Bảng “{one_line(line.text)}”", UNRULED, self.place)
        self.paragraph.append(line)

    def end_paragraph(self) -> Iterator[Block]:
        if self.paragraph:
            text = joined([line.text for line in self.paragraph])
            self.paragraph = []
            yield Block(text, self.place, level=bullet_level(text))
        if not self.rows:
            yield from self.waiting
            self.waiting = []

    # --- tables

    def add_table(self, table: Table, place: str, new_page: bool) -> Iterator[Block | Remark]:
        """Take a table's rows; one at the top of a page goes on with the table that the page before ended with."""
        if any(holds_rows(row[0]) for row in table.rows):
            title = one_line(" ".join(cell.text for cell in table.rows[0]))
            yield Remark("unread_part", f"Bảng “{title}”", UNRULED, place)
        rows = [
            _Row(f"{place}!row {n + 1}", cells, [cell.box.row == n for cell in cells])
            for n, cells in enumerate(table.rows)
        ]
        goes_on = new_page and self.rows and all(
            abs(table.columns[end] - self.columns[end]) < 8 for end in (0, -1)
        )  # fmt: skip
        if goes_on:
            rows = rows[_repeated(rows, self.rows) :]
            if rows and continues_row(self.rows[-1].cells, rows[0].cells):
                rest = rows.pop(0)
                self.rows[-1].rest += [(rest.place, cell) for cell in rest.cells]
        else:
            yield from self.end_table()
        self.rows += rows
        self.columns = sorted({*self.columns, *table.columns})

    def end_table(self) -> Iterator[Block]:
        if self.rows:
            self.tables += 1
            lines = positions(self.columns, 6)
            for row in self.rows:
                yield Block("", row.place, tuple(_cells(row, lines)), table=self.tables)
            self.rows, self.columns = [], []
            yield from self.waiting
            self.waiting = []


def _repeated(rows: list[_Row], first: list[_Row]) -> int:
    """How many rows repeat the header with which the table began; a numbered row is none of it."""
    pairs = zip(rows, first, strict=False)
    same = takewhile(lambda pair: pair[0].words == pair[1].words and not _NUMBER.fullmatch(pair[0].words[0]), pairs)
    return len(list(same))


def _cells(row: _Row, lines: list[float]) -> Iterator[Cell]:
    """Cells by column: a merged cell keeps the columns of its neighbours in place, as in word.py."""
    middles = [(left + right) / 2 for left, right in pairwise(lines)]
    before = None
    locator = ""
    for column, at in enumerate(middles, start=1):
        n = next((n for n, cell in enumerate(row.cells) if cell.box.left <= at < cell.box.right), None)
        if n is None or n != before:
            locator = f"{row.place}!col {column}"
        if n is None or n == before or not row.starting[n]:
            yield Cell("", locator)
        else:
            yield _whole(row, row.cells[n], column, locator)
        before = n


def _whole(row: _Row, cell: TableCell, column: int, locator: str) -> Cell:
    """A cell with what stands of it on the next page; its place is where its text begins."""
    rest = [(place, more) for place, more in row.rest if abs(more.box.left - cell.box.left) < 6 and more.text]
    if rest and not cell.text:
        locator = f"{rest[0][0]}!col {column}"
    return Cell(joined([cell.text, *(more.text for _, more in rest)]), locator)


def _notes(lines: list[Line], page: str) -> list[Block]:
    """Footnotes of a page, without their number, each wrapped over its lines."""
    notes: list[tuple[str, list[str]]] = []
    for line in lines:
        number = note_number(line)
        if number or not notes:
            notes.append((f"{page}!footnote {len(notes) + 1}", []))
        notes[-1][1].append(line.text[len(number) :])
    return [Block(joined(texts).strip(), place) for place, texts in notes]
