"""Finding form tables in a document: which rows are headers, which are data, which form a heading names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from orchestration.reports.blocks import Block
from orchestration.reports.forms.columns import Layout, guessed_layout, layout_of, money_unit
from orchestration.reports.forms.header_rows import ROW_NUMBER, Row, are_column_marks, column_groups, goes_on, is_header
from orchestration.reports.forms.layout_words import layout_words
from orchestration.reports.forms.table_units import is_proper_name, unit_in_title, unit_named
from orchestration.reports.issuer.names import period_in_name
from orchestration.reports.issuer.periods import find_period
from orchestration.reports.text import one_line

_TITLE = 120  # characters


@dataclass
class FormTable:
    """Data rows that stand below one header.

    ``named`` are the forms that headings name for them, the nearest first; ``headed`` says that such a heading
    stands right above, with no other table between, and ``title`` what it says. ``layout`` is None where the
    columns of a headed table are not those of a form. ``goes_on``: it has no header of its own. ``unit`` is the
    last unit that a line above it, the sheet's name or a row ("I. Xã Bắc Sơn") names, ``period`` the last period.
    """

    named: list[str]
    headed: bool
    title: str
    layout: Layout | None
    goes_on: bool
    money: str  # the unit of money that is stated above the table, or ""
    unit: str
    period: str | None
    rows: list[Row] = field(default_factory=list)


def form_tables(blocks: Iterable[Block], period_code: str | None = None) -> list[FormTable]:
    """Tables with the columns of a form and those that a heading calls a form, in order.

    A table without a header goes on with the columns of the one before: pages break in between.
    """
    finder = _Finder(period_code)
    for (sheet, number), group in groupby(blocks, key=lambda block: (block.sheet, block.table)):
        if number == 0:
            for block in group:
                finder.read_paragraph(block.text)
            continue
        finder.open_table(sheet)
        for rows in _side_by_side([block.cells for block in group]):
            finder.read_rows(rows)
    return finder.tables


class _Finder:
    def __init__(self, period_code: str | None):
        self.period_code = period_code
        self.tables: list[FormTable] = []
        self.layout: Layout | None = None
        self.declared: str | None = None  # by the nearest heading above
        self.title = ""
        self.headed = False
        self.sheet_form: str | None = None
        self.money = ""
        self.unit = ""
        self.period: str | None = None
        self.below_table = False

    def read_paragraph(self, text: str) -> None:
        if not self._declare(text) and self.below_table and any(map(str.isalpha, text)):
            self.money = ""
        self.below_table = False
        self.money = money_unit(text) or self.money
        self.unit = unit_named(text) or self.unit

    def open_table(self, sheet: str) -> None:
        self.sheet_form = layout_words().form_named(sheet) if sheet else None
        if sheet:
            self.declared, self.headed, self.title, self.layout = None, False, "", None
            self._declare(sheet)
            self.unit, self.period = "", None
            self._name_owner(sheet)
            is_named = self.unit or self.period or self.sheet_form or any(map(str.isdigit, sheet))
            self.unit = sheet if not is_named and is_proper_name(sheet) else self.unit  # "Bắc Sơn"

    def _declare(self, text: str) -> bool:
        for line in text.split("\n"):
            if form := layout_words().form_named(line):
                self.declared, self.headed, self.title, self.money = form, True, one_line(line), ""
                return True
        return False

    def _name_owner(self, text: str) -> None:
        """Note whose figures, and of which period, stand below the lines of a title or a sheet's name."""
        for line in text.split("\n"):
            self.unit = unit_in_title(line) or self.unit
            self.period = _period_in_title(line, self.period_code[:4] if self.period_code else "") or self.period

    def read_rows(self, rows: list[Row]) -> None:
        for header, data in _sections(rows):
            titled = False
            for row in header:
                titled = self._declare(_words(row)) or titled
                if not is_header(row):
                    self._name_owner(_words(row))
                    self.money = next((unit for cell in row if (unit := money_unit(cell.text))), self.money)
            layout = layout_of(header, data, self.period_code)
            without_header = not any(map(is_header, header))
            if layout is None and without_header:
                layout = (None if titled else self.layout) or guessed_layout(data)
            if data and (layout or self.headed):
                named = [form for form in dict.fromkeys((self.declared, self.sheet_form)) if form]
                goes_on = without_header and not self.headed
                self.tables.append(
                    FormTable(named, self.headed, self.title, layout, goes_on, self.money, self.unit, self.period, data)
                )
                self.headed, self.below_table = False, True
            self.layout = layout


@lru_cache(maxsize=1024)
def _period_in_title(line: str, year: str) -> str | None:
    """The period that a line names; "Quý II" is one of the report's year."""
    if len(line) > _TITLE:
        return None
    named = find_period(f"{line} năm {year}")
    return period_in_name(line) or (named if named != year else None)


def _words(cells: Row) -> str:
    """The lines that stand in the cells of a row."""
    return "\n".join(cell.text for cell in cells if cell.text)


def _side_by_side(rows: list[Row]) -> list[list[Row]]:
    """The rows of a table; where forms stand side by side on a sheet, those of each form."""
    starts: Sequence[int] = max((column_groups(row) for row in rows if is_header(row)), key=len, default=[0])
    if len(starts) == 1:
        return [[row for row in rows if any(cell.text for cell in row)]]
    ends = [*starts[1:], max(map(len, rows))]
    groups = [[row[start:end] for row in rows] for start, end in zip(starts, ends, strict=True)]
    return [[row for row in group if any(cell.text for cell in row)] for group in groups]


def _is_unit_row(cells: Row) -> bool:
    """A row with nothing but a unit's name, and perhaps its number, that the rows below are about."""
    filled = [cell.text for cell in cells if cell.text]
    return len(filled) < 3 and bool(filled and unit_named(filled[-1])) and all(map(ROW_NUMBER.fullmatch, filled[:-1]))


def _sections(rows: list[Row]) -> list[tuple[list[Row], list[Row]]]:
    """Split rows into (header rows, data rows): a title, the name of a unit, or a header repeated on a page starts a
    new section."""
    sections: list[tuple[list[Row], list[Row]]] = [([], [])]
    has_columns = False
    for cells in rows:
        header, data = sections[-1]
        filled = [cell.text for cell in cells if cell.text]
        if data and len(filled) > 2 and ROW_NUMBER.fullmatch(filled[0]) and not are_column_marks(cells):
            data.append(cells)  # as most rows are
            continue
        named = is_header(cells)
        numbered = not named and any(ROW_NUMBER.fullmatch(cell.text.strip()) for cell in cells if cell.text)
        is_title = not named and (
            (not numbered and any(map(layout_words().form_named, _words(cells).split("\n")))) or _is_unit_row(cells)
        )
        if named or is_title:
            if data or (is_title and has_columns):
                sections.append(([], []))
                has_columns = False
            sections[-1][0].append(cells)
            has_columns = has_columns or named
        elif not data and has_columns and goes_on(header, cells):
            header.append(cells)
        elif are_column_marks(cells):
            continue
        elif data or numbered or has_columns:
            data.append(cells)
        else:
            header.append(cells)  # titles above the header row
    return sections
