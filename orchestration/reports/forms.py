"""Statistical forms: rows of a table become figures of Biểu mẫu 1–7.

A row is recognised by its form and its number (STT) and confirmed by its label. A row that the label does
not confirm gives no figure: it is kept as a remark, with what stood in it.
"""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.catalogue import Catalogue, Indicator, bare_without_brackets
from orchestration.reports.found import Found, Remark, Statement
from orchestration.reports.layouts import FormTable, Layout, form_tables, text_at
from orchestration.reports.numbers import money_multiplier, parse_cell
from orchestration.reports.text import bare, one_line

CONFIRMED = 72  # label likeness (0-100) at which the row number is believed
SURE = 88  # label likeness at which the label alone is believed
_CLEARLY = 8  # how much more alike another row must be to be believed against the number
_FITS = 0.25  # share of a table's rows that must be those of the form which a heading names
_ALONE = 0.5  # the same where no heading names it, and how many rows that must be at least
_ALONE_ROWS = 3

_NUMBER = r"\d{1,2}(?:\.\d{1,2})*"
_GLUED_NUMBER = re.compile(rf"\s*({_NUMBER})[.)]?\s+(?=\D)")


def read_forms(blocks: Iterable[Block], catalogue: Catalogue) -> Found:
    """Figures of all form tables among the blocks, in the order of reading."""
    found = Found()
    for table in form_tables(blocks):
        form = _form_of(table, catalogue)
        if form:
            reader = _FormReader(form, table.layout, catalogue.forms.get(form, {}), found)
            for cells in table.rows:
                reader.read(cells)
    return found


def _form_of(table: FormTable, catalogue: Catalogue) -> str | None:
    """The form of a table: one that a heading names if its rows agree, else the one that they agree with.

    A heading right above the table is believed in any case, so that a form which nobody knows is told of.
    """
    labels = []
    for cells in table.rows:
        number, label = _number_and_label(table.layout, cells)
        if label and (number or _value_cell(table.layout, cells, None).text):
            labels.append((number, label))
    fits = {form: _fit(labels, rows) for form, rows in catalogue.forms.items() if form.startswith("BM")}
    named = next((form for form in table.named if fits.get(form, 0) >= _FITS), None)
    best = max(fits, key=lambda form: fits[form])
    alone = best if fits[best] >= _ALONE and fits[best] * len(labels) >= _ALONE_ROWS else None
    return named or alone or (table.named[0] if table.named and table.headed else None)


def _fit(labels: list[tuple[str, str]], rows: dict[str, Indicator]) -> float:
    """The share of (number, label) pairs that a form has: with that number, or a label that it prints word for word."""
    names = {indicator.short_name for indicator in rows.values()}
    fitting = sum(
        bare_without_brackets(label) in names or (number in rows and _closeness(label, rows[number]) >= SURE)
        for number, label in labels
    )
    return fitting / len(labels) if labels else 0.0


def row_number(text: str) -> str:
    """The row number as the catalogue writes it: "6.7.1." and "6.7.1" are one; "" when there is none."""
    match = re.fullmatch(_NUMBER, re.sub(r"\s", "", text).strip(".()").replace(",", "."))
    return match[0] if match else ""


def likeness(label: str, indicator: Indicator) -> float:
    """How alike a written label and an official row name are (0-100); added words do not count against."""
    return fuzz.token_set_ratio(bare(label), indicator.bare_name)


def _closeness(label: str, indicator: Indicator) -> float:
    """The same, but every word that only one of them has counts against; remarks in brackets do not."""
    return max(
        fuzz.token_sort_ratio(bare(label), indicator.bare_name),
        fuzz.token_sort_ratio(bare_without_brackets(label), indicator.short_name),
    )


def _number_and_label(layout: Layout, cells: tuple[Cell, ...]) -> tuple[str, str]:
    """The row's number, also where it was typed into the label ("1.1. Số phòng …"), and its label."""
    number, label = row_number(text_at(cells, layout.number)), one_line(text_at(cells, layout.label))
    glued = _GLUED_NUMBER.match(label)
    if glued and number in ("", glued[1]):
        return glued[1], label[glued.end() :]
    return number, label


def _value_cell(layout: Layout, cells: tuple[Cell, ...], indicator: Indicator | None) -> Cell:
    """The cell that holds the row's value: the first filled one of its columns, else the (blank) first.

    Where counts and percentages have a column each, a percentage is looked for in its own first. A row cut
    off before its value is a row with a blank.
    """
    columns = layout.values[::-1] if indicator and indicator.value_type == "percent" else layout.values
    there = [cells[column] for column in columns if column < len(cells)]
    return next((cell for cell in there if cell.text), there[0] if there else Cell("", cells[-1].locator))


class _FormReader:
    """Reads the rows of one form table in order, for a label without a number may need the row before it."""

    def __init__(self, form: str, layout: Layout, rows: dict[str, Indicator], found: Found):
        self.form, self.layout, self.rows, self.found = form, layout, rows, found
        self.codes = list(rows)
        self.last = -1  # place in the catalogue of the row before

    def read(self, cells: tuple[Cell, ...]) -> None:
        number, label = _number_and_label(self.layout, cells)
        indicator = self._match(number, label)
        value = _value_cell(self.layout, cells, indicator)
        if indicator is None:
            if (number and label) or value.text:
                self._remark("unmapped_row", one_line(f"{number} {label[:80]}"), value.text, value)
            return
        self.last = self.codes.index(indicator.row_code)
        if not value.text and (not label or indicator.value_type == "header"):
            return
        if number and indicator.row_code != number:
            expected = f"{indicator.row_code} {indicator.name_vi}"
            self._remark("label_mismatch", f"{number} {label[:80]}", f"{number} {label}", value, expected)
        measure = _measure(text_at(cells, self.layout.unit), indicator)
        read = parse_cell(value.text, measure, value.number)
        if not read.readable:
            unit = indicator.unit_of_measure or None
            self._remark("unreadable_value", indicator.row_code, value.text, value, unit)
        self.found.statements.append(
            Statement(
                indicator_code=indicator.code,
                value=read.value,
                value_text=value.text,
                source_locator=value.locator,
                value_state=read.state,
                half_unit=read.half_unit,
                form_code=indicator.form_code,
                row_code=indicator.row_code,
                label=label,
                source_kind="form",
            )
        )

    def _remark(self, kind: str, subject: str, written: str, cell: Cell, expected: str | None = None) -> None:
        self.found.remarks.append(Remark(kind, f"{self.form} {subject}", written, cell.locator, expected))

    def _match(self, number: str, label: str) -> Indicator | None:
        """The row that number and label agree on, or else that the label alone names."""
        numbered = self.rows.get(number)
        confirmed = numbered is not None and likeness(label, numbered) >= CONFIRMED
        if numbered and (numbered.value_type == "unknown" or (confirmed and bare(label) == numbered.bare_name)):
            return numbered
        close = {code: _closeness(label, row) for code, row in self.rows.items()} if label else {}
        best = max(close.values(), default=0.0)
        if confirmed and (best < SURE or close[number] >= best - _CLEARLY):
            return numbered
        alike = [code for code, score in close.items() if score >= best - 2] if best >= SURE else []
        if len(alike) > 1 and not number:
            # "Tổng số hồ sơ TTHC đã giải quyết xong" stands in three rows: the one that comes next is meant
            alike = [code for code in alike if self.codes.index(code) > self.last][:1]
        return self.rows[alike[0]] if len(alike) == 1 else None


def _measure(written: str, indicator: Indicator) -> str:
    """The unit of a row's value: money or percent as the row itself says, else the catalogue's unit."""
    unit = one_line(written).lower()
    return unit if unit == "%" or money_multiplier(unit) else indicator.unit_of_measure
