"""What the sheets of all spreadsheet formats have in common: from filled cells to blocks, and what is hidden."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from orchestration.reports.blocks import Block, Cell, UnreadableFile
from orchestration.reports.formats.unread import Unread, is_figure, short
from orchestration.reports.found import Remark
from orchestration.reports.text import one_line

MAX_CELLS = 300_000  # of a file, the blanks between its values included; a province's forms have ten thousand
_BLANK = ("", None)
_RANGES = 8  # of rows, that a remark takes

Shown = tuple[str, float | None]  # what a cell shows, and its number when it shows nothing else


@dataclass
class Sheet:
    """A worksheet: its filled cells by row number (from 1) and column (from 0), and what officers do not see of it.

    ``merged`` are ranges (first row, last row, first column, last column), all inclusive. ``boxes`` are the texts of
    drawn boxes, ``margins`` what stands in the "header" and the "footer" of its pages; ``unread`` hears what no reader
    reads of it.
    """

    name: str
    rows: dict[int, dict[int, Shown]]
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    margins: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unread = Unread(f"trang tính «{self.name}»")


def sheet_blocks(name: str, sheets: Iterable[Sheet]) -> Iterator[Block | Remark]:
    """Blocks of the sheets of a file, rows without a value left out, and remarks on what is not seen there."""
    cells_left = MAX_CELLS
    for number, sheet in enumerate(sheets, start=1):
        place = f"{name}!{sheet.name}"
        width = max((max(cells) + 1 for cells in sheet.rows.values() if cells), default=0)
        cells_left -= len(sheet.rows) * width
        if cells_left < 0:
            raise too_many_cells(sheet.name)
        _cover(place, sheet, width)
        for box_no, text in enumerate(sheet.boxes, start=1):
            yield Block(text, f"{place}!textbox {box_no}", sheet=sheet.name)
        letters = [(column, column_letters(column)) for column in range(width)]
        for row_no, cells in sheet.rows.items():
            if not cells:
                continue
            row, shown = [], cells.get
            for column, letter in letters:
                text, value = shown(column, _BLANK)
                row.append(Cell(text, f"{place}!{letter}{row_no}", value))
            yield Block("", f"{place}!{row_no}", tuple(row), number, sheet.name)
        yield from (Block(text, f"{place}!{kind}", sheet=sheet.name, is_margin=True) for kind, text in sheet.margins)
        yield from sheet.unread.remarks()
        yield from _hidden(place, sheet)


def too_many_cells(sheet: str) -> UnreadableFile:
    """Why a file is refused whose sheets span more cells than any report."""
    return UnreadableFile(f"bảng tính quá lớn: đến trang tính «{sheet}» đã có hơn {MAX_CELLS // 1000} nghìn ô")


def _cover(place: str, sheet: Sheet, width: int) -> None:
    """Empty the cells that lie under a merged one: nobody sees what stands there. Numbers among it are told."""
    last, steps = max(sheet.rows, default=0), MAX_CELLS
    for top, bottom, left, right in sheet.merged:
        rows, columns = range(top, min(bottom, last) + 1), range(left, min(right, width - 1) + 1)
        steps -= len(rows) * len(columns)
        if steps < 0:
            raise too_many_cells(sheet.name)
        for row_no in rows:
            cells = sheet.rows.get(row_no, {})
            for column in columns if cells else ():
                if (row_no, column) != (top, left) and is_figure(text := cells.pop(column, _BLANK)[0]):
                    sheet.unread.add("covered", text, f"{place}!{column_letters(column)}{row_no}")


def _hidden(place: str, sheet: Sheet) -> Iterator[Remark]:
    """One remark on the rows and columns of a sheet, or the whole sheet, that are hidden and hold figures."""
    if not (sheet.is_hidden or sheet.hidden_rows or sheet.hidden_columns):
        return
    rows: list[int] = []
    columns: set[int] = set()
    seen: list[tuple[int, int]] = []  # where the hidden cells stand
    for row_no, cells in sheet.rows.items():
        whole_row = sheet.is_hidden or row_no in sheet.hidden_rows
        unseen = [c for c in sorted(cells) if whole_row or any(c in hidden for hidden in sheet.hidden_columns)]
        # the first cell of a row is its number, no figure
        if any(is_figure(cells[c][0]) for c in unseen if len(cells) == 1 or c != min(cells)):
            seen += [(row_no, column) for column in unseen]
            if whole_row:
                rows.append(row_no)
            else:
                columns |= set(unseen)
    if not seen:
        return
    subject = where = f"Trang tính «{sheet.name}»"
    first = place
    if not sheet.is_hidden:
        parts = [f"dòng {_ranges(rows)}"] if rows else []
        parts += [f"cột {_ranges(sorted(columns), column_letters)}"] if columns else []
        words = " và ".join(parts)
        subject = f"{words[0].upper()}{words[1:]} của {where[0].lower()}{where[1:]}"
        first = f"{place}!{column_letters(seen[0][1])}{seen[0][0]}"
    lines = groupby(seen, key=lambda cell: cell[0])
    said = "; ".join(" | ".join(one_line(sheet.rows[r][c][0]) for r, c in line) for _, line in lines)
    yield Remark("hidden_content", subject, short(said), first)


def _ranges(numbers: list[int], named: Callable[[int], object] = str) -> str:
    """[5, 6, 7, 9] is "5–7, 9"; of many ranges the first ones are named."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    texts = [f"{named(run[0])}–{named(run[-1])}" if len(run) > 1 else str(named(run[0])) for run in runs]
    return ", ".join(texts[:_RANGES] + ["…"] * (len(texts) > _RANGES))


@lru_cache(maxsize=20_000)
def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
