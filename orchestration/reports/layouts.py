"""Finding form tables in a document: which rows are headers, which column holds what, which form is meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.text import bare, one_line

# "(Chi tiết tại Biểu mẫu 3)" refers to a form, it does not open one.
_FORM = re.compile(
    r"(?<!theo )(?<!tại )(?<!trong )(?<!ở )(?<![^\W_])(?:biểu\s*mẫu|bieu\s*mau|biểu|bieu|BM)[\s.:_–-]*"
    r"(?:(?:số|so)[\s.:_–-]*)?0?([1-9])(?![^\W_]|[.,/]\d)",
    re.IGNORECASE,
)
_ROW_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_COLUMN_MARK = re.compile(r"\(?[\da-z]\)?", re.IGNORECASE)  # the row "A | B | (1) | (2)" below a header
_ROLES = {
    "number": re.compile(r"\b(?:s?tt|so tt|so thu tu)\b"),
    "unit": re.compile(r"don vi tinh|\bdvt\b|^don vi$"),
    "label": re.compile(r"chi tieu|noi dung|tieu chi"),
    "value": re.compile(r"so luong|ty le|ket qua|so lieu|gia tri|(?:da|so) thuc hien|^thuc hien"),
}
# Columns that stand beside the value and speak of another period, of a plan, or of who does it and when.
_NOT_THE_VALUE = re.compile(r"\btruoc\b|cung ky|so sanh|ke hoach|muc tieu|duoc giao|ghi chu|tang giam|thoi gian|don vi")
_WIDEST_HEADER = 120


@dataclass(frozen=True)
class Layout:
    """Where a form table keeps what, by column index; found from its header rows."""

    number: int | None
    label: int
    values: tuple[int, ...]  # more than one where counts and percentages have a column each
    unit: int | None


@dataclass
class FormTable:
    """Data rows that stand below one header.

    ``named`` are the forms that headings name for them, the nearest first; ``headed`` says that such a heading
    stands right above, with no other table between.
    """

    named: list[str]
    headed: bool
    layout: Layout
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


def form_tables(blocks: Iterable[Block]) -> list[FormTable]:
    """Tables with the columns of a form, in order; one that goes on after a page break goes on here too."""
    tables: list[FormTable] = []
    declared: str | None = None
    headed = False
    layout: Layout | None = None
    for (sheet, number), group in groupby(blocks, key=lambda block: (block.sheet, block.table)):
        if number == 0:
            for block in group:
                if form := form_named(block.text):
                    declared, headed = form, True
            continue
        if sheet:
            declared, layout = form_named(sheet), None
            headed = declared is not None
        sheet_form = declared if sheet else None
        for header, data in _sections([block.cells for block in group]):
            title = next((form for row in header if (form := form_named(_words(row)))), None)
            if title:
                declared, headed = title, True
            layout = _layout(header) or (layout if not header or title is None else None)
            if layout and data:
                named = [form for form in dict.fromkeys((declared, sheet_form)) if form]
                tables.append(FormTable(named, headed, layout, data))
                headed = False
    return tables


def form_named(text: str) -> str | None:
    """The form that a heading names ("Biểu mẫu 3" is BM3); long sentences name none."""
    match = _FORM.search(text) if len(text) <= 160 else None
    return f"BM{match[1]}" if match else None


def text_at(cells: tuple[Cell, ...], column: int | None) -> str:
    """The text in a column of a row; empty where the row has no such column."""
    return cells[column].text if column is not None and column < len(cells) else ""


def _words(cells: tuple[Cell, ...]) -> str:
    return one_line(" ".join(cell.text for cell in cells))


_Rows = list[tuple[Cell, ...]]


def _sections(rows: _Rows) -> list[tuple[_Rows, _Rows]]:
    """Split rows into (header rows, data rows): a title or a header repeated on a page starts a new section."""
    sections: list[tuple[_Rows, _Rows]] = [([], [])]
    for cells in rows:
        header, data = sections[-1]
        numbered = any(_ROW_NUMBER.fullmatch(cell.text.rstrip(".")) for cell in cells if cell.text)
        is_title = not numbered and form_named(_words(cells)) is not None
        if _is_header(cells) or is_title:
            if data or (is_title and _layout(header)):
                sections.append(([], []))
            sections[-1][0].append(cells)
        elif _are_column_marks(cells):
            header.append(cells)
        elif data or numbered or _layout(header):
            data.append(cells)
        else:
            header.append(cells)  # titles above the header row
    return sections


def _are_column_marks(cells: tuple[Cell, ...]) -> bool:
    filled = [cell.text.strip() for cell in cells if cell.text.strip()]
    return len(filled) >= 3 and all(_COLUMN_MARK.fullmatch(text) for text in filled)


def _is_header(cells: tuple[Cell, ...]) -> bool:
    """A row that names columns: one holds "STT", or two hold words of different columns."""
    words = [bare(cell.text) for cell in cells if 0 < len(cell.text) <= _WIDEST_HEADER]
    if any(_ROLES["number"].fullmatch(word) for word in words):
        return True
    roles = [next((role for role in _ROLES if _ROLES[role].match(word)), None) for word in words]
    named = {role for role in roles if role}
    # a data row may begin with such a word ("Số lượng phiếu khảo sát"), but holds a number or a unit beside it
    return bool(named) and (len(named) >= 2 or None not in roles) and not any(w.isdigit() or w == "" for w in words)


def _layout(header: _Rows) -> Layout | None:
    """Columns by the words stacked above them; None when they are not those of a form."""
    start = next((n for n, row in enumerate(header) if _is_header(row)), None)
    if start is None:
        return None
    width = max(len(row) for row in header[start:])
    stacked = [" ".join(bare(text_at(row, c)) for row in header[start:]).strip() for c in range(width)]
    taken: dict[str, int] = {}
    for role in ("number", "unit", "label"):
        fitting = [c for c, words in enumerate(stacked) if c not in taken.values() and _ROLES[role].search(words)]
        if fitting:
            taken[role] = fitting[0]
    values = [c for c, words in enumerate(stacked) if c not in taken.values() and _ROLES["value"].search(words)]
    values = [c for c in values if not _NOT_THE_VALUE.search(stacked[c])] or values
    if "label" not in taken or not values:
        return None
    return Layout(taken.get("number"), taken["label"], _value_columns(values, stacked), taken.get("unit"))


def _value_columns(columns: list[int], stacked: list[str]) -> tuple[int, ...]:
    """The value's column; with it the column of percentages, where counts have another."""
    count = next((c for c in columns if "so luong" in stacked[c] and "ty le" not in stacked[c]), None)
    rate = next((c for c in columns if "ty le" in stacked[c] and "so luong" not in stacked[c]), None)
    if count is not None and rate is not None:
        return count, rate
    exact = next((c for c in columns if "so luong" in stacked[c] or "ty le" in stacked[c]), columns[0])
    return (exact,)
