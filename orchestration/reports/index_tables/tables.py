"""Index tables found among the blocks of a document: which rows are their headers, and the rows below them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from orchestration.reports.blocks import Block, Cell, Document
from orchestration.reports.forms.grids import are_marks, header_paths
from orchestration.reports.index_tables.columns import YEAR, Column, is_known, read_columns
from orchestration.reports.index_tables.layout import IndexLayout
from orchestration.reports.numbers import parse_number
from orchestration.reports.text import one_line

_MOST_HEADER_ROWS = 4
_CERTAIN_COMPONENTS = 4


@dataclass
class IndexTable:
    """One table of scores: its columns, the lowest header cell of each, its rows, and the lines above it, nearest
    first. ``index`` is None where each row names its own."""

    columns: list[Column]
    heads: list[Cell]
    titles: list[str]
    index: str | None = None
    rows: list[Block] = field(default_factory=list)
    header_places: set[str] = field(default_factory=set)

    def column(self, role: str) -> int | None:
        """The first column of a role."""
        return next((c for c, column in enumerate(self.columns) if column.role == role), None)

    def text(self, row: Block, role: str) -> str:
        """What a row says in the first column of a role; empty where there is none."""
        column = self.column(role)
        return one_line(row.cells[column].text) if column is not None and column < len(row.cells) else ""


def index_tables(blocks: Iterable[Block], name: str, layout: IndexLayout) -> tuple[list[IndexTable], list[Block]]:
    """The index tables of a document called ``name``, and rows with numbers that belong to none."""
    found: list[IndexTable] = []
    others: list[Block] = []
    above: list[str] = [name]
    for (sheet, number), group in groupby(blocks, key=lambda block: (block.sheet, block.table)):
        if number == 0:
            above = [*(one_line(block.text) for block in reversed(list(group)) if block.text.strip()), *above]
            continue
        current: IndexTable | None = None
        rows, inside, position = list(group), [sheet] if sheet else [], 0
        while position < len(rows):
            header = _header(rows[position:], layout)
            if header:
                paths, heads = header_paths([block.cells for block in header if not are_marks(block.cells)])
                titles = [*reversed(inside), *above]
                columns, index = read_columns(paths, titles, layout)
                position += len(header)
                if current is None or columns != current.columns:  # else repeated on a new page
                    current = IndexTable(columns, heads, titles, index)
                    found.append(current)
                current.header_places |= {block.place for block in header}
                continue
            row = rows[position]
            if current is None and not inside[1 if sheet else 0 :] and _goes_on(found, row, sheet):
                current = found[-1]  # the rest of it, on the next page
            if current is not None:
                current.rows.append(row)
            elif _has_number(row.cells):
                others.append(row)
            else:
                inside.append(one_line(" ".join(cell.text for cell in row.cells if cell.text.strip())))
            position += 1
    return found, others


def without_tables(document: Document, layout: IndexLayout) -> Document:
    """A document's letterhead, titles and sentences: what speaks of its issuer, not of the units in its tables."""
    tables, _ = index_tables(document.blocks, document.name, layout)
    places = {place for table in tables for place in (*table.header_places, *(row.place for row in table.rows))}
    return replace(document, blocks=[block for block in document.blocks if block.place not in places])


def is_index_table(blocks: Iterable[Block], name: str, layout: IndexLayout) -> bool:
    """Whether a document holds scores beyond doubt: of an index that is named, or of most components of one.

    Units beside "số hóa" and "quá hạn" alone may be a list of dossiers.
    """
    tables, _ = index_tables(blocks, name, layout)
    return any(_is_certain(table, layout) for table in tables if table.rows)


def _is_certain(table: IndexTable, layout: IndexLayout) -> bool:
    texts = [*table.titles, *(column.title for column in table.columns)]
    texts += [table.text(row, "index") for row in table.rows]
    components = {column.component for column in table.columns if column.role == "score"}
    return any(map(layout.names.within, texts)) or len(components - {None}) >= _CERTAIN_COMPONENTS


def _header(rows: Sequence[Block], layout: IndexLayout) -> list[Block]:
    """The header rows that a table begins with here: one that names the unit and a score, and those below it."""
    top = rows[0].cells
    unit = next((c for c, cell in enumerate(top) if _names_units(cell.text, layout)), None)
    if unit is None or _has_number(top):
        return []
    header = [rows[0]]
    for row in rows[1:_MOST_HEADER_ROWS]:
        under = one_line(row.cells[unit].text) if unit < len(row.cells) else ""
        goes_on = under in ("", one_line(top[unit].text)) and not _has_number(row.cells)
        if not are_marks(row.cells) and not (goes_on and any(is_known(cell.text, layout) for cell in row.cells)):
            break
        header.append(row)
    texts = [cell.text for row in header for c, cell in enumerate(row.cells) if c != unit and cell.text.strip()]
    return header if any(is_known(text, layout) for text in texts) else []


def _names_units(text: str, layout: IndexLayout) -> bool:
    return layout.columns.equal(text) == "unit" or (len(text) < 60 and layout.columns.leading(text) == "unit")


def _goes_on(found: Sequence[IndexTable], row: Block, sheet: str) -> bool:
    return bool(found) and not sheet and len(row.cells) == len(found[-1].columns)


def _has_number(cells: Iterable[Cell]) -> bool:
    texts = (cell.text.strip() for cell in cells)
    return any(not YEAR.fullmatch(text) and parse_number(text.rstrip("% ")) for text in texts if text)
