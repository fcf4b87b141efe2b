"""Rows of a form table as read: number, label and unit as written, and the cell that holds the value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.reports.blocks import Cell
from orchestration.reports.catalogue import Indicator
from orchestration.reports.forms.columns import Layout
from orchestration.reports.forms.header_rows import Row, text_at
from orchestration.reports.forms.layout_words import roman
from orchestration.reports.forms.rows import WrittenRow
from orchestration.reports.text import one_line

CHAPTER = re.compile(r"[IVX]{1,5}[.)]?")
_GLUED_NUMBER = re.compile(
    r"[-–+•*\s]*(?:mục\s*)?\(?((?:\d{1,2}|[IVX]{1,5}(?=[.)]))(?:\.\d{1,2})*)(?:[.):]+\s*|\s+)(?=\D)", re.IGNORECASE
)


@dataclass
class Line:
    """A row of a table with its cells, as read so far."""

    layout: Layout
    cells: Row
    written: WrittenRow
    value: Cell


def lines_of(layout: Layout, rows: Sequence[Row]) -> list[Line]:
    """Rows with their number, also where it was typed into the label ("1.1. Số phòng …"), and their chapter."""
    lines, chapter = [], ""
    for cells in rows:
        number, label = text_at(cells, layout.number).strip(), _label(cells, layout)
        glued = _GLUED_NUMBER.match(label)
        if glued and number.strip(" .()-+") in ("", glued[1]):
            number, label = glued[1], label[glued.end() :]
        if CHAPTER.fullmatch(number):
            chapter = str(roman(number.strip(".)")))
        unit = one_line(text_at(cells, layout.unit))
        value = value_cell(layout, cells, None)
        lines.append(Line(layout, cells, WrittenRow(number, label, unit, chapter), value))
    return lines


def _label(cells: Row, layout: Layout) -> str:
    if layout.label_width == 1:
        return one_line(text_at(cells, layout.label))
    columns = range(layout.label, layout.label + layout.label_width)
    return next((text for column in columns if (text := one_line(text_at(cells, column)))), "")


def values_of(line: Line) -> list[Cell]:
    """The cells of all value columns of a row."""
    return [line.cells[column] for column in line.layout.values if column < len(line.cells)]


def value_cell(layout: Layout, cells: Row, indicator: Indicator | None) -> Cell:
    """The cell that holds the row's value: the first filled one of its columns, else the (blank) first.

    Where counts and percentages have a column each, a percentage is looked for in its own first; so is a figure
    that is meant since January in the column of such sums. A row cut off before its value is a row with a blank.
    """
    columns = layout.values
    if len(columns) == 1 and layout.cumulative is None:  # as in most forms
        return cells[columns[0]] if columns[0] < len(cells) else Cell("", cells[-1].locator)
    if indicator and len(columns) > 1:
        # a percentage may stand in the column of counts, a count never in that of percentages
        columns = columns[::-1] if indicator.value_type == "percent" else columns[:1]
    if indicator and indicator.is_cumulative and layout.cumulative is not None:
        columns = (layout.cumulative, *columns)
    there = [cells[column] for column in columns if column < len(cells)]
    return next((cell for cell in there if cell.text), there[0] if there else Cell("", cells[-1].locator))
