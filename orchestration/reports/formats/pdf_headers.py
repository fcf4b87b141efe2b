"""The header of a table without rules: which lines above its rows it takes, and which columns it names."""

from collections.abc import Sequence
from itertools import pairwise

from orchestration.reports.formats.pdf_lines import Column, Line
from orchestration.reports.formats.pdf_rows import ROW_NUMBER
from orchestration.reports.formats.pdf_spans import (
    Span,
    begins_anew,
    cells_of,
    figure_columns,
    fits,
    is_data,
    is_header,
    is_near,
    touched,
)

_PARTED = 1.5  # of the font size: lines further apart are not of one text
_DEEPEST = 20  # lines from the header's names to the first figure below them


def header_of(
    lines: Sequence[Line], first: int, start: int, columns: Sequence[Span], numbered: bool
) -> tuple[int, int]:
    """Where the header above the first line of data begins and ends.

    Between it and the data may stand a section's title and the beginning of a row of several lines.
    """
    names = start
    while names > first and start - names < _DEEPEST and not is_header(lines[names]) and not is_data(lines[names - 1]):
        names -= 1
        if not (_may_head(lines[names], columns) or fits(lines[names], columns)):
            break
    is_named = names < start and is_header(lines[names])
    above = names if is_named else max(first, start - _DEEPEST)
    start = next((n for n in range(above, start) if _is_numbered(lines[n], columns)), start)  # a section's number
    begin = names if is_named else start
    while begin > first and _is_close(lines[begin - 1], lines[begin : begin + 1], columns):
        begin -= 1
    end = begin = next((n for n in range(begin, start) if _is_top(lines[n : n + 3], columns)), start)
    names = names if is_named else begin
    named: set[int] = set()
    while end < start and not (end > names and _begins_a_row(lines[begin : end + 1], columns, named, numbered)):
        named |= {over[0] for piece in cells_of(lines[end], columns) if len(over := touched(piece, columns)) == 1}
        end += 1
    return begin, end


def _begins_a_row(lines: Sequence[Line], columns: Sequence[Span], named: set[int], numbered: bool) -> bool:
    """Whether the last of some lines is none of the header: a label begins, or one cell below its header."""
    pieces = cells_of(lines[-1], columns)
    anew = {touched(piece, columns)[0] for piece in pieces if begins_anew(piece)} & named
    label = int(numbered)
    if label in anew or (anew and len(pieces) == 1):
        return True
    in_label = [cell for line in lines for cell in cells_of(line, columns) if touched(cell, columns)[0] == label]
    if len(in_label) < 2 or in_label[-1].y != lines[-1].y:
        return False
    is_parted = len(pieces) == 1 and lines[-1].y - lines[-2].y > _PARTED * lines[-1].size
    return is_parted or not Column(*columns[label]).wraps(in_label[-2], in_label[-1])


def _may_head(line: Line, columns: Sequence[Span]) -> bool:
    """Whether a line may be one of a header: its texts stand above one column, or short above a few of figures."""
    pieces = cells_of(line, columns)
    breadth = columns[-1][1] - columns[0][0]
    for piece in pieces:
        over = touched(piece, columns)
        is_alone = len(pieces) == 1 and (over[0] < 2 or ":" in piece.text)
        if len(over) > 1 and (is_alone or piece.x1 - piece.x0 > breadth / 2):
            return False
    return True


def _is_numbered(line: Line, columns: Sequence[Span]) -> bool:
    return bool(ROW_NUMBER.fullmatch(cells_of(line, columns)[0].text))


def _is_close(line: Line, below: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether a line may belong to the header of which the lines below it are part, or that ends with it."""
    return not is_data(line) and _may_head(line, columns) and (not below or below[0].y - line.y < 2 * line.size)


def _is_top(lines: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether a header may begin with a line: with several cells; or one that goes on below ("Đơn vị / tính"), or
    stands half a line higher, in the middle of more lines than its neighbours."""
    line, below = lines[0], lines[1:]
    if len(cells_of(line, columns)) > 1:
        return True
    if ":" in line.text or not below:
        return False
    pieces = [piece for other in below for piece in cells_of(other, columns)]
    rests = [piece for piece in pieces if piece.x0 < line.x1 and piece.x1 > line.x0]
    is_begun = bool(rests) and rests[0].text[0].islower() and below[0].y - line.y < 1.5 * line.size
    return is_begun or below[0].y - line.y < line.size


def named_columns(columns: Sequence[Span], header: Sequence[Line], data: Sequence[Line]) -> list[Span]:
    """Columns, with those of which only the header is filled in; a gap within the text below one header is none."""
    pieces = [piece for line in header for piece in cells_of(line, columns)]
    spans = list(columns)
    single = [piece for piece in pieces if not _is_shared(piece, pieces)]
    for piece in sorted(single, key=lambda piece: piece.x0 - piece.x1):  # the widest line of a header first
        if not any(is_near(piece, span) for span in spans):
            if not _is_above(piece, pieces, spans):
                spans = sorted([*spans, (piece.x0, piece.x1)])
        elif len(over := touched(piece, spans)) == 1:
            n = over[0]
            left = max(piece.x0, spans[n - 1][1] + 1) if n else piece.x0
            right = min(piece.x1, spans[n + 1][0] - 1) if n + 1 < len(spans) else piece.x1
            spans[n] = (min(left, spans[n][0]), max(right, spans[n][1]))
    filled = {n for line in data for cell in cells_of(line, spans) for n in touched(cell, spans)}
    named = {over[0] for piece in pieces if len(over := touched(piece, spans)) == 1}
    figures = figure_columns(data, spans)
    joined: list[Span] = []
    last = -1  # the column that the last one was joined with
    for n, span in enumerate(spans):
        # figures may stand at the side of a wide column, beyond its header
        is_beside = last != n - 1 and {n - 1, n} & named and {n - 1, n} & filled and not {n - 1, n} <= filled
        is_beside = is_beside and not {n - 1, n} <= named
        is_text = n not in named | figures and n - 1 not in figures and (n > 1 or n - 1 not in named)
        if n and (is_beside or is_text):
            joined[-1] = (joined[-1][0], span[1])
            last = n
        else:
            joined.append(span)
    return joined


def _is_shared(heading: Line, pieces: Sequence[Line]) -> bool:
    """Whether two texts or more begin below a heading."""
    below = [piece for piece in pieces if piece.y > heading.y + 1 and piece.x0 < heading.x1 and piece.x1 > heading.x0]
    return sum(map(begins_anew, below)) > 1


def _is_above(heading: Line, pieces: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether a text between two columns is a common heading: what else stands above them stands below it."""
    for beside in (
        [column for column in columns if column[1] < heading.x0][-1:],
        [column for column in columns if column[0] > heading.x1][:1],
    ):
        if not any(is_near(piece, beside[0]) and piece.y > heading.y for piece in pieces if beside):
            return False
        if any(is_near(piece, beside[0]) and piece.y <= heading.y for piece in pieces):
            return False
    return True


def groups_of(header: Sequence[Line], columns: Sequence[Span], first: int) -> list[tuple[range, float]]:
    """Columns from the ``first`` on that have a common heading above their own, and its baseline."""
    cells = [cell for line in header for cell in cells_of(line, columns)]
    edges = [columns[0][0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), columns[-1][1]]
    found: list[tuple[float, int, range, float]] = []
    for heading in cells:
        below: dict[int, Line] = {}
        for cell in cells:
            for n in touched(cell, columns) if cell is not heading else ():
                below.setdefault(n, cell)
        own = {n for n, cell in below.items() if cell.y > heading.y + 1 and begins_anew(cell) and n >= first}
        for start in own:
            for end in range(start + 2, len(columns) + 1):
                breadth = edges[end] - edges[start]
                off = abs((edges[start] + edges[end]) / 2 - heading.middle)
                if own.issuperset(range(start, end)) and off < 0.12 * breadth:
                    found.append((off // 8, start - end, range(start, end), heading.y))
    groups: list[tuple[range, float]] = []
    for _, _, over, y in sorted(found, key=lambda item: item[:2]):
        if not any(set(over) & set(other) for other, _ in groups):
            groups.append((over, y))
    return groups


def is_headed(header: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether words stand above most columns, each above one or above a few of them."""
    above = [touched(piece, columns) for line in header for piece in cells_of(line, columns)]
    return len({n for over in above for n in over}) * 3 >= len(columns) * 2 and len(above) > 1
