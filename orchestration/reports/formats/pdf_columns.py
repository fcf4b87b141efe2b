"""The two columns of a letterhead or a signature on a PDF page, which have no rules between them."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from orchestration.reports.formats.pdf_lines import INDENT, Line, beside, joined
from orchestration.reports.text import bare

_STATE = "cong hoa xa hoi chu nghia"


def unfolded(lines: list[Line]) -> list[Line]:
    """Lines with the two columns of a letterhead or a signature read one after the other.

    Such columns are centred each, or the right one holds the state's name; other lines with a wide gap (a table
    without rules) stay as they are.
    """
    result: list[Line] = []
    n = 0
    while n < len(lines):
        end, gap = _columns_at(lines, n)
        left = [part for line in lines[n:end] if (part := _side(line, gap, left=True))]
        right = [part for line in lines[n:end] if (part := _side(line, gap, left=False))]
        if end > n and right and (_is_letterhead(right) or _is_centred(right)):
            merged = _merged(left) + _merged(right)
            # in the order of reading, though they stand beside each other
            result += [replace(line, y=lines[n].y + m / 1000) for m, line in enumerate(merged)]
        else:
            end = max(end, n + 1)
            result += lines[n:end]
        n = end
    return result


def _is_letterhead(right: list[Line]) -> bool:
    return any(bare(part.text).startswith(_STATE) for part in right)


def _is_centred(column: list[Line]) -> bool:
    return _spread(part.middle for part in column) < min(_spread(part.x0 for part in column), 2 * INDENT)


def _columns_at(lines: list[Line], start: int) -> tuple[int, float]:
    """How far from a line on two columns reach (nowhere: ``start`` itself), and where the gap between them is."""
    if not lines[start].parts:
        return start, 0.0
    low, high = max(_gaps(lines[start]), key=lambda gap: gap[1] - gap[0])
    right = next(part for part in lines[start].parts if part.x0 >= high)  # the right column begins here, perhaps
    end = start + 1
    for n, line in enumerate(lines[start + 1 :], start=start + 1):
        common = [(max(low, g[0]), min(high, g[1])) for g in [(0.0, line.x0), *_gaps(line), (line.x1, high)]]
        widest = max(common, key=lambda gap: gap[1] - gap[0])
        if widest[1] - widest[0] < 2 * INDENT:
            break
        low, high = widest
        is_in_line = abs(line.middle - right.middle) <= 2 * INDENT or abs(line.x0 - right.x0) <= 1
        if not line.parts and line.x0 >= high and not is_in_line:
            break  # the title below
        if line.parts or line.x0 >= high:  # what follows on the left only may be the text itself
            end = n + 1
    return end, (low + high) / 2


def _gaps(line: Line) -> list[tuple[float, float]]:
    return [(left.x1, right.x0) for left, right in pairwise(line.parts)]


def _side(line: Line, gap: float, left: bool) -> Line | None:
    """What of a line stands on one side of a gap."""
    parts = [part for part in line.parts or (line,) if (part.middle < gap) == left]
    return beside(parts) if parts else None


def _spread(values: Iterable[float]) -> float:
    values = list(values)
    return max(values) - min(values)


def _merged(lines: list[Line]) -> list[Line]:
    """Lines of a narrow column, each a paragraph; one that begins in the middle of a sentence goes on."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and (line.text[0].islower() or line.text[0].isdigit()):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [
        replace(group[0], text=joined([line.text for line in group]), parts=(), stands_alone=True)
        for group in paragraphs
    ]
