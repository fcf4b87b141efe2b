"""What stands on a page of a PDF without being part of its text: page numbers, running heads; and footnotes."""

import re
from collections import Counter, defaultdict

from orchestration.reports.formats.pdf_lines import Line
from orchestration.reports.formats.pdf_sheets import Sheet
from orchestration.reports.formats.pdf_spans import is_header

_EDGE = 0.12  # of the page's height: where page numbers and running heads stand
_RIM = 0.05  # where no text of a report stands: a browser prints the page's title and address there
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:(?:trang|page)\s*)?(\d{1,4})(?:\s*[/|]\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_NUMBERED_PAGE = re.compile(r"(?:trang|page)\s*(?:số\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?|\b\d{1,3}/\d{1,3}$", re.IGNORECASE)
_HEADER = 5  # lines down to the one that says "STT"
_NOTE = re.compile(r"[⁰¹²³⁴-⁹]+")


def take_furniture(sheets: list[Sheet]) -> None:
    """Take page numbers, running heads and footnotes out of the pages' lines."""
    while _take_page_numbers(sheets) or _take_running_heads(sheets):
        pass  # below a running head may stand another, or the page's number
    _take_notes(sheets)


def _edges(sheet: Sheet) -> list[Line]:
    """The first and the last line of a page, where they stand in its margins and no table beyond them."""
    items = sheet.items
    ends = [items[0], items[-1]] if items else []
    limit = _EDGE * sheet.height
    return [end for end in ends if isinstance(end, Line) and not limit < end.y < sheet.height - limit]


def _take_page_numbers(sheets: list[Sheet]) -> bool:
    """Leave out numbers alone in the margin that count as the pages do; whether there were any."""
    found = [
        (sheet, line, int(match[1]) - sheet.number)
        for sheet in sheets
        for line in _edges(sheet)
        if (match := _PAGE_NUMBER.fullmatch(line.text))
    ]
    offsets = Counter(offset for _, _, offset in found)
    taken = [(sheet, line) for sheet, line, offset in found if offset == 0 or offsets[offset] > 1]
    return _take(taken)


def _take_running_heads(sheets: list[Sheet]) -> bool:
    """Leave out lines that stand at the same place of three pages word for word (of two, at the rim), but for the
    first of them."""
    places: dict[tuple[str, int], list[tuple[Sheet, Line]]] = defaultdict(list)
    for sheet in sheets:
        for line in _edges(sheet):
            if line is sheet.items[0] and _heads_a_table(sheet):
                continue
            places[_NUMBERED_PAGE.sub("#", line.text), round(line.y / 4)].append((sheet, line))
    repeated = [found for found in places.values() if len({sheet.number for sheet, _ in found}) >= _enough(*found[0])]
    for found in repeated:
        found[0][0].heads.append(found[0][1])
    return _take([item for found in repeated for item in found])


def _heads_a_table(sheet: Sheet) -> bool:
    """Whether the lines at the top of a page are the header of a table, which stands on each page again."""
    for n, line in enumerate(sheet.lines[:_HEADER]):
        if n and line.y - sheet.lines[n - 1].y > 1.6 * line.size:
            return False
        if is_header(line):
            return True
    return False


def _enough(sheet: Sheet, line: Line) -> int:
    """On how many pages a line of the margin must stand to be a running head."""
    return 3 if _RIM < line.y / sheet.height < 1 - _RIM else 2


def _take(found: list[tuple[Sheet, Line]]) -> bool:
    for sheet, line in found:
        if line in sheet.lines:  # the only line of a page is its first and its last
            sheet.lines.remove(line)
    return bool(found)


def _take_notes(sheets: list[Sheet]) -> None:
    """Footnotes: smaller lines at the foot of a page, the first of which begins with a raised number."""
    sizes = Counter[float]()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    for sheet in sheets:
        first = len(sheet.lines)
        while first and sheet.lines[first - 1].size < body - 1:
            first -= 1
        while first < len(sheet.lines) and not _NOTE.match(sheet.lines[first].text):
            first += 1
        sheet.notes, sheet.lines = sheet.lines[first:], sheet.lines[:first]


def note_number(line: Line) -> str:
    """The raised number that a footnote begins with; empty for a line that goes on."""
    match = _NOTE.match(line.text)
    return match[0] if match else ""
