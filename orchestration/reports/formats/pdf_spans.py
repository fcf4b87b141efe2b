"""Columns that white space parts: where text stands in each, and which of them a piece of text is above or in."""

import re
from collections.abc import Sequence

from orchestration.reports.formats.pdf_lines import Line, line_of_words, pieces_of
from orchestration.reports.formats.pdf_rows import FIGURE, ROW_NUMBER

_RIVER = 0.45  # of the font size: a gap that all lines leave free, wider than a space
_PIECE = 0.8  # of the font size: a gap within one line that may part two cells
_MARK = re.compile(r"[a-zđ][.)]")  # of an item, typed before its label

Span = tuple[float, float]


def is_data(line: Line) -> bool:
    """Whether a line may be one of a table's rows: a figure after something else, or a number and two more cells."""
    pieces = pieces_of(line, _PIECE)
    if len(pieces) < 2:
        return False
    if any(FIGURE.fullmatch(piece.text) for piece in pieces[1:]):
        return True
    return len(pieces) > 2 and bool(ROW_NUMBER.fullmatch(pieces[0].text))


def is_header(line: Line) -> bool:
    """Whether a line is the header of a table with a column of numbers."""
    pieces = pieces_of(line, _PIECE)
    return len(pieces) > 1 and any(piece.text.lower() in ("stt", "tt", "số tt") for piece in pieces)


def with_line(columns: Sequence[Span], line: Line) -> list[Span]:
    """Columns, with the words of one more line in them: words nearer than a river are one column's."""
    spans: list[Span] = []
    for left, right in sorted([*columns, *((word.x0, word.x1) for word in line.words)]):
        if spans and left - spans[-1][1] < _RIVER * line.size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def column_at(columns: Sequence[Span], x: float) -> int:
    """The column nearest to a place."""
    return min(range(len(columns)), key=lambda n: max(columns[n][0] - x, x - columns[n][1], 0.0))


def touched(piece: Line, columns: Sequence[Span]) -> range:
    """The columns whose text a piece reaches over."""
    over = [n for n, (left, right) in enumerate(columns) if piece.x0 < right and piece.x1 > left]
    if not over:
        near = column_at(columns, piece.middle)
        return range(near, near + 1)
    return range(over[0], over[-1] + 1)


def is_near(piece: Line, column: Span) -> bool:
    """Whether no river flows between a piece of text and a column."""
    return piece.x1 + _RIVER * piece.size >= column[0] and column[1] + _RIVER * piece.size >= piece.x0


def fits(line: Line, columns: Sequence[Span]) -> bool:
    """Whether a line without data may belong to a table: within columns, or a section's title that begins at the
    left as the rows do."""
    pieces = cells_of(line, columns)
    if all(len(touched(piece, columns)) == 1 for piece in pieces):
        return True
    if len(columns) > 1 and abs(pieces[0].x0 - columns[1][0]) < 3:
        return True
    # a paragraph begins and ends where the table does
    return abs(pieces[0].x0 - columns[0][0]) < line.size and touched(pieces[-1], columns)[-1] + 1 < len(columns)


def cells_of(line: Line, columns: Sequence[Span]) -> list[Line]:
    """A line cut into its cells; a text that runs over the ends of columns stays whole."""
    groups = [[line.words[0]]]
    for word in line.words[1:]:
        before = groups[-1][-1]
        gap = (word.x0 - before.x1) / line.size
        if gap > _PIECE or (gap > _RIVER - 0.05 and column_at(columns, before.x1) != column_at(columns, word.x0)):
            groups.append([])
        groups[-1].append(word)
    return [line_of_words(group) for group in groups]


def begins_anew(piece: Line) -> bool:
    """Whether a text looks like the beginning of one: a capital, a number, a bullet."""
    return not piece.text[0].islower() or bool(_MARK.match(piece.text))


def are_numbers(data: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether the first column holds numbers of rows."""
    first = [piece.text for line in data for piece in cells_of(line, columns)[:1] if piece.x0 < columns[0][1]]
    return bool(first) and sum(bool(ROW_NUMBER.fullmatch(text)) for text in first) >= 0.8 * len(first)


def figure_columns(lines: Sequence[Line], columns: Sequence[Span], least: int = 2) -> frozenset[int]:
    """Columns but the first that hold figures, two at least and little else."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        for cell in cells_of(line, columns):
            over = touched(cell, columns)
            if len(over) == 1:
                texts.setdefault(over[0], []).append(cell.text)
    return frozenset(
        n
        for n, held in texts.items()
        if n and (figures := sum(bool(FIGURE.fullmatch(text)) for text in held)) >= least and figures >= 0.7 * len(held)
    )
