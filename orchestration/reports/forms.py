"""Statistical forms: rows of a table become figures of Biểu mẫu 1–7.

A row is recognised by its form and its number (STT) and confirmed by its label. A row that the label does
not confirm gives no figure: it is kept as a remark, with what stood in it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from rapidfuzz import fuzz

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.catalogue import Catalogue, Indicator
from orchestration.reports.found import Found, Remark, Statement
from orchestration.reports.numbers import MONEY_UNITS, parse_cell
from orchestration.reports.text import bare, one_line

CONFIRMED = 72  # label likeness (0-100) at which the row number is believed
SURE = 88  # label likeness at which the label alone is believed

_FORM = re.compile(r"(?<!\w)(?:biểu\s*mẫu|bieu\s*mau|biểu|BM)\s*(?:số\s*)?0?([1-9])(?!\w)", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_HEADER_WORDS = {
    "number": re.compile(r"\b(?:s?tt|so tt|so thu tu)\b"),
    "unit": re.compile(r"don vi tinh|\bdvt\b"),
    "label": re.compile(r"chi tieu|noi dung|ten chi tieu"),
    "value": re.compile(r"so luong|ty le|ket qua|so lieu|gia tri|thuc hien"),
}


@dataclass(frozen=True)
class Layout:
    """Where a form table keeps what, by column index; found from its header rows."""

    number: int
    label: int
    value: int
    unit: int | None


@dataclass
class FormTable:
    """Data rows of one form: the form that the document declares for them (None when it does not)."""

    declared: str | None
    layout: Layout
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


def read_forms(blocks: Iterable[Block], catalogue: Catalogue) -> Found:
    """Figures of all form tables among the blocks, in the order of reading."""
    found = Found()
    for table in _form_tables(blocks):
        form = table.declared if table.declared in catalogue.forms else _form_by_labels(table, catalogue)
        if form:
            for cells in table.rows:
                _read_row(form, table.layout, cells, catalogue, found)
    return found


def _form_tables(blocks: Iterable[Block]) -> list[FormTable]:
    """Form tables in order; a table that goes on after a page break goes on here too."""
    tables: list[FormTable] = []
    declared: str | None = None
    layout: Layout | None = None
    for (sheet, number), group in groupby(blocks, key=lambda block: (block.sheet, block.table)):
        if number == 0:
            for block in group:
                declared = form_named(block.text) or declared
            continue
        declared = (form_named(sheet) if sheet else None) or declared
        layout = None if sheet else layout
        for rows in _sections([block.cells for block in group]):
            header, data = rows
            title = next((f for row in header for f in [form_named(_words(row))] if f), None)
            declared = title or declared
            layout = _layout(header) or (layout if not header else None)
            if layout and data:
                tables.append(FormTable(declared, layout, data))
    return tables


def form_named(text: str) -> str | None:
    """The form that a heading names ("Biểu mẫu 3" is BM3); long sentences name none."""
    match = _FORM.search(text) if len(text) <= 160 else None
    return f"BM{match[1]}" if match else None


def _words(cells: tuple[Cell, ...]) -> str:
    return one_line(" ".join(cell.text for cell in cells))


def _sections(rows: list[tuple[Cell, ...]]) -> list[tuple[list[tuple[Cell, ...]], list[tuple[Cell, ...]]]]:
    """Split rows into (header rows, data rows): a header repeated on each page starts a new section."""
    sections: list[tuple[list, list]] = []
    for cells in rows:
        if _is_header(cells):
            if not sections or sections[-1][1]:
                sections.append(([], []))
            sections[-1][0].append(cells)
        else:
            if not sections:
                sections.append(([], []))
            # titles above the header row ("Biểu mẫu 2 …") belong to the header
            numbered = any(_ROW_NUMBER.fullmatch(cell.text.rstrip(".")) for cell in cells if cell.text)
            if form_named(_words(cells)) and not numbered:
                sections.append(([cells], []))
            elif sections[-1][1] or _layout(sections[-1][0]) or numbered:
                sections[-1][1].append(cells)
            else:
                sections[-1][0].append(cells)
    return sections


def _is_header(cells: tuple[Cell, ...]) -> bool:
    words = [bare(cell.text) for cell in cells]
    if any(_HEADER_WORDS["number"].fullmatch(word) for word in words):
        return True
    first = next((word for word in words if word), "")
    return bool(_HEADER_WORDS["unit"].search(first) or _HEADER_WORDS["value"].match(first)) and len(first) < 40


def _layout(header: list[tuple[Cell, ...]]) -> Layout | None:
    """Columns by the words stacked above them; None when they are not those of a form."""
    start = next((n for n, row in enumerate(header) if _is_header(row)), None)
    if start is None:
        return None
    width = max(len(row) for row in header[start:])
    stacked = [" ".join(bare(row[c].text) for row in header[start:] if c < len(row)).strip() for c in range(width)]
    columns: dict[str, int] = {}
    for role in ("number", "unit", "label", "value"):
        candidates = [
            c for c, words in enumerate(stacked) if c not in columns.values() and _HEADER_WORDS[role].search(words)
        ]
        if candidates:
            columns[role] = candidates[0]
    if not {"number", "label", "value"} <= columns.keys():
        return None
    return Layout(columns["number"], columns["label"], columns["value"], columns.get("unit"))


def _form_by_labels(table: FormTable, catalogue: Catalogue) -> str | None:
    """The form whose numbers and labels most rows agree with; None when fewer than half do."""
    scores = {
        form: sum(_matches_number(table.layout, cells, rows) for cells in table.rows)
        for form, rows in catalogue.forms.items()
    }
    best = max(scores, key=lambda form: scores[form], default=None)
    return best if best and scores[best] * 2 >= len(table.rows) else None


def _matches_number(layout: Layout, cells: tuple[Cell, ...], rows: dict[str, Indicator]) -> bool:
    indicator = rows.get(row_number(_text(cells, layout.number)))
    return indicator is not None and likeness(_text(cells, layout.label), indicator) >= SURE


def row_number(text: str) -> str:
    """The row number as the catalogue writes it: "6.7.1." and "6.7.1" are one; "" when there is none."""
    match = _ROW_NUMBER.fullmatch(re.sub(r"\s", "", text).rstrip(".").replace(",", "."))
    return match[0] if match else ""


def likeness(label: str, indicator: Indicator) -> float:
    """How alike a written label and an official row name are (0-100); added words do not count against."""
    return fuzz.token_set_ratio(bare(label), indicator.bare_name)


def _text(cells: tuple[Cell, ...], column: int | None) -> str:
    return cells[column].text if column is not None and column < len(cells) else ""


def _read_row(form: str, layout: Layout, cells: tuple[Cell, ...], catalogue: Catalogue, found: Found) -> None:
    written, label = _text(cells, layout.number), one_line(_text(cells, layout.label))
    value = cells[layout.value] if layout.value < len(cells) else None
    if not label and not (value and value.text):
        return
    number = row_number(written)
    indicator = _match(form, number, label, catalogue)
    place = (value or cells[-1]).locator
    if indicator is None or value is None:
        if number or (value and value.text):
            subject = one_line(f"{form} {number} {label[:80]}")
            found.remarks.append(Remark("unmapped_row", subject, value.text if value else "", place))
        return
    if indicator.row_code != number:
        expected = f"{indicator.row_code} {indicator.name_vi}"
        found.remarks.append(
            Remark(
                "label_mismatch",
                f"{form} {number or '?'} {label[:80]}",
                one_line(f"{written} {label}"),
                place,
                expected,
            )
        )
    statement = _statement(indicator, _text(cells, layout.unit), value)
    if statement.value_state == "blank" and indicator.value_type == "header":
        return
    if statement.value is None and statement.value_state != "blank":
        found.remarks.append(
            Remark(
                "unreadable_value",
                f"{form} {indicator.row_code}",
                value.text,
                place,
                indicator.unit_of_measure or None,
            )
        )
    found.statements.append(replace(statement, label=label))


def _match(form: str, number: str, label: str, catalogue: Catalogue) -> Indicator | None:
    """The catalogue row of a form that number and label agree on, or else that the label alone names."""
    rows = catalogue.forms[form]
    indicator = rows.get(number)
    if indicator is not None and (likeness(label, indicator) >= CONFIRMED or indicator.value_type == "unknown"):
        return indicator
    scored = sorted(
        ((fuzz.token_sort_ratio(bare(label), row.bare_name), row.row_code) for row in rows.values()),
        reverse=True,
    )
    if not scored or scored[0][0] < SURE or (len(scored) > 1 and scored[1][0] >= scored[0][0] - 2):
        return None
    return rows[scored[0][1]]


def _statement(indicator: Indicator, unit: str, cell: Cell) -> Statement:
    """The figure of a form row; the unit written in the row counts before the catalogue's."""
    written_unit = one_line(unit).lower()
    measure = written_unit if written_unit in MONEY_UNITS or written_unit == "%" else indicator.unit_of_measure
    read = parse_cell(cell.text, measure, cell.number)
    return Statement(
        indicator_code=indicator.code,
        value=read.value,
        value_text=cell.text,
        source_locator=cell.locator,
        value_state=read.state,
        half_unit=read.half_unit,
        form_code=indicator.form_code,
        row_code=indicator.row_code,
        source_kind="form",
    )
