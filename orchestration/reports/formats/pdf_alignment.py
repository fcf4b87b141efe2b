"""Tables on a page of a PDF whose columns only white space parts.

Lines that hold figures or numbers of rows beside each other show where no text stands: there the columns end. What
stands above them column by column is the header. It is taken for a table only with a header (or numbered rows) and a
column of figures (or one headed "STT"); everything else stays text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.reports.formats.pdf_headers import header_of, is_headed, named_columns
from orchestration.reports.formats.pdf_lines import Column, Line
from orchestration.reports.formats.pdf_spans import (
    Span,
    are_numbers,
    begins_anew,
    cells_of,
    column_at,
    figure_columns,
    fits,
    is_data,
    is_header,
    touched,
    with_line,
)

_FARTHEST = 20  # lines of one label, between two that hold figures
_JUMP = 5.0  # of the font size: no row is as high

_NUMBERED = re.compile(r"[-–—+•*]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]+)[.)]")


@dataclass
class Found:
    """A table found among the lines of a page: header and body lines, and where text stands in each column."""

    header: list[Line]
    body: list[Line]
    columns: list[Span]
    start: int  # first and end of its lines among the page's
    end: int
    numbered: bool = False


def find_table(lines: Sequence[Line], start: int, doubtful: list[Line]) -> Found | None:
    """The first table that begins at or after a line. Lines of figures below each other that cannot be told to be one
    are passed over: the first of them is added to ``doubtful``."""
    n = start
    while n < len(lines):
        if not is_data(lines[n]):
            n += 1
            continue
        columns, end = _grown(lines, n)
        found = _judged(lines, start, n, end, columns)
        if found:
            return found
        if _are_figures([line for line in lines[n:end] if is_data(line)], columns):
            doubtful.append(lines[n])
        n = end
    return None


def _is_far(above: Line, below: Line) -> bool:
    return below.y - above.y > _JUMP * above.size


def _grown(lines: Sequence[Line], start: int) -> tuple[list[Span], int]:
    """The columns of the lines of data from one on that leave the same gaps free, and where they end."""
    columns, last = with_line([], lines[start]), start
    data = [lines[start]]
    for n, line in enumerate(lines[start + 1 :], start=start + 1):
        if _is_far(lines[n - 1], line) or n - last > _FARTHEST or is_header(line):
            break
        if is_data(line):
            wider = with_line(columns, line)
            if _runs_over(columns, wider, data):
                break
            columns, last = wider, n
            data.append(line)
        elif not fits(line, columns):
            break
    return columns, last + 1


def _runs_over(columns: Sequence[Span], wider: Sequence[Span], data: Sequence[Line]) -> bool:
    """Whether columns that became one were a column of figures, or of numbers, and its neighbour."""
    within = [{n for n, span in enumerate(columns) if left <= span[0] and span[1] <= right} for left, right in wider]
    become_one = [several for several in within if len(several) > 1]
    if not become_one:
        return False
    apart = figure_columns(data, columns, least=min(len(data), 2))
    if are_numbers(data, columns):
        apart |= {0}
    return any(several & apart for several in become_one)


def _tail(lines: Sequence[Line], end: int, columns: Sequence[Span]) -> int:
    """Where a table ends, with the wrapped rest of its last row."""
    while end < len(lines):
        line = lines[end]
        pieces = cells_of(line, columns)
        if line.y - lines[end - 1].y > 1.6 * line.size or any(len(touched(piece, columns)) > 1 for piece in pieces):
            break
        if not any(_goes_on(piece, lines[:end], columns) for piece in pieces):
            break
        end += 1
    return end


def _goes_on(piece: Line, above: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether a piece is the wrapped rest of what stands above it in its column."""
    column = column_at(columns, piece.middle)
    for line in reversed(above[-3:]):
        for other in cells_of(line, columns):
            if column in touched(other, columns):
                is_in_line = min(abs(piece.x0 - other.x0), abs(piece.middle - other.middle)) < 2
                is_in_line = is_in_line and not _NUMBERED.match(piece.text)
                return (is_in_line or not begins_anew(piece)) and Column(*columns[column]).wraps(other, piece)
    return False


# --- what makes it a table


def _judged(lines: Sequence[Line], first: int, start: int, end: int, columns: list[Span]) -> Found | None:
    data = [line for line in lines[start:end] if is_data(line)]
    top, body = header_of(lines, first, start, columns, are_numbers(data, columns))
    header = list(lines[top:body])
    columns = named_columns(columns, header, data)
    numbered = are_numbers(data, columns)
    if not (is_headed(header, columns) or (numbered and len(data) > 2)) or _lists_pages(header):
        return None
    if len(columns) < 2 or (len(columns) == 2 and not (header and _are_labelled(data, columns))):
        return None
    has_stt = any(is_header(line) for line in header)
    if not (has_stt and numbered) and not (len(data) > 1 and figure_columns(data, columns)):
        return None
    if any(not fits(line, columns) for line in lines[body:end]):
        return None
    end = _tail(lines, end, columns)
    return Found(header, list(lines[body:end]), columns, top, end, numbered)


def _are_figures(data: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether lines hold figures in three columns or more, and are no list ("- Nam:   12   - Nữ:   7")."""
    first = [cells_of(line, columns)[0].text for line in data]
    is_list = any(not text[0].isalnum() or text.endswith(":") for text in first)
    return len(data) > 2 and len(columns) > 2 and bool(figure_columns(data, columns)) and not is_list


def _lists_pages(header: Sequence[Line]) -> bool:
    """Whether it is a table of contents."""
    return any(line.words[-1].text.lower() == "trang" for line in header)


def _are_labelled(data: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether three lines or more hold a label and a figure each, and are no list ("- Hộ tịch:   141")."""
    labels = [cells_of(line, columns)[0].text for line in data]
    return len(labels) > 2 and all(label[0].isupper() and not label.endswith(":") for label in labels)
