"""Tables whose columns are named by words stacked in several header rows: header paths, and the rows below them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.forms.header_rows import Row, begins_as_label, is_list_header
from orchestration.reports.text import bare, one_line

Path = tuple[str, ...]

_NUMBER_COLUMN = re.compile(r"s ?tt|tt|so tt|so thu tu")
_LABEL_COLUMN = re.compile(
    r"(?:ten |cac )?(?:linh vuc|don vi(?! tinh)|co quan|dia phuong|noi dung|cong viec|loai ho so|nhom|phong|xa|phuong"
    r"|bo phan)\b|(?:chi tieu|tieu chi|thang|quy|(?:hinh thuc|phuong thuc|kenh)(?: nop| tiep nhan)?(?: ho so)?)$"
)
_VALUES = re.compile(r"\b(?:so|tong|ty le|ho so|hs|ket qua|tiep nhan|giai quyet)\b")  # above the one column of figures
_MARK = re.compile(r"\(?(?:\d{1,2}|[a-z])\)?(?:\s*=.*)?", re.IGNORECASE | re.DOTALL)  # (1), A, (3)=(4)+(5)
_DIGITS = re.compile(r"[\d.,%\s]*\d[\d.,%\s]*")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LEAD = 4  # columns at the left among which the row number and the label stand
_SHORT = 12  # a paragraph that a page leaves between two halves of a table: its number
_TITLE = 400
_LONGEST_HEAD = 80  # characters
_MOST_HEADER_ROWS = 8
_MOST_TITLES = 12


@dataclass
class Grid:
    """One table: the paths of words above its columns (the outermost first), and its data rows.

    ``titles`` are the lines right above it, the nearest last; ``places`` are the places of all its rows.
    """

    sheet: str
    titles: list[str]
    paths: list[Path]
    heads: list[Cell]  # the lowest header cell of each column
    rows: list[Row] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    @property
    def number(self) -> int | None:
        """The column of the row number (STT)."""
        lead = (c for c, path in enumerate(self.paths[:_LEAD]) if path and _NUMBER_COLUMN.fullmatch(bare(path[-1])))
        return next(lead, None)

    @property
    def label(self) -> int:
        """The column that says what a row is about; fields before units where both have one."""
        heads = [" ".join(path) for path in self.paths[:_LEAD]]
        named = [c for c, words in enumerate(heads) if _LABEL_COLUMN.match(bare(words)) or begins_as_label(words)]
        fields = [c for c in named if "linh vuc" in bare(" ".join(self.paths[c]))]
        unnamed = 0 if self.number is None else min(self.number + 1, len(self.paths) - 1)
        return (fields or named or [unnamed])[0]


def grids(blocks: Iterable[Block]) -> list[Grid]:
    """All tables with a header, in order; one that goes on after a page break goes on here too."""
    found: list[Grid] = []
    titles: list[str] = []
    for (sheet, number), group in groupby(blocks, key=lambda block: (block.sheet, block.table)):
        if number == 0:
            titles += [one_line(block.text) for block in group if block.text.strip()]
            titles = titles[-3:]
            continue
        is_near = not sheet and all(len(title) <= _SHORT for title in titles)
        sections = _sections(list(group), sheet, [] if sheet else titles)
        titles = []
        if found and not sheet and sections and _continues(found[-1], sections[0], is_near):
            found[-1].rows += sections[0].rows
            found[-1].places |= sections[0].places
            sections = sections[1:]
        if sections and not sections[0].paths:
            _guess_columns(sections[0])
        found += [section for section in sections if section.paths]
    return found


def _guess_columns(grid: Grid) -> None:
    """Give a table without a header the columns of a list, where it has just two, of words and of numbers."""
    filled = [[c for c, cell in enumerate(row) if cell.text.strip()] for row in grid.rows]
    used = sorted({c for columns in filled for c in columns})
    figures = [row for row, columns in zip(grid.rows, filled, strict=True) if columns == used and _has_number(row)]
    of_words = any(columns == used and row not in figures for row, columns in zip(grid.rows, filled, strict=True))
    if len(used) != 2 or len(figures) < 2 or 2 * len(figures) < len(grid.rows) or of_words:
        return  # words above numbers would be a header that nobody knows
    if not any(_DIGITS.fullmatch(row[used[0]].text.strip()) for row in figures):
        width = max(map(len, grid.rows))
        grid.paths = [{used[0]: ("Nội dung",), used[1]: ("Trị số",)}.get(c, ()) for c in range(width)]
        grid.heads = [Cell("", figures[0][0].locator)] * width


def _continues(before: Grid, section: Grid, is_near: bool) -> bool:
    """Whether a table is the rest of the one before; below other words only when it goes on counting its rows."""
    if section.paths:
        return is_near and section.paths == before.paths
    alike = bool(section.rows) and all(len(row) == len(before.paths) for row in section.rows)
    return alike and (is_near or _goes_on_counting(before, section))


def _goes_on_counting(before: Grid, section: Grid) -> bool:
    column = before.number
    if column is None:
        return False
    last, first = (
        [row[column].text.strip(" .") for row in grid.rows if column < len(row)] for grid in (before, section)
    )
    counted = [int(text) for text in last if text.isdecimal()]
    return bool(counted and first) and first[0] == str(counted[-1] + 1)


def _sections(blocks: list[Block], sheet: str, titles: list[str]) -> list[Grid]:
    """The tables that stand one below the other in one table of a file; rows before any header come first."""
    sections = [Grid(sheet, titles, [], [])]
    position = 0
    while position < len(blocks):
        current = sections[-1]
        cells = blocks[position].cells
        if not _opens_header(cells) and (current.paths or not _opens_two_columns(cells, blocks)):
            current.rows.append(cells)
            current.places.add(blocks[position].place)
            position += 1
            continue
        header = [blocks[position]]
        for block in blocks[position + 1 : position + _MOST_HEADER_ROWS]:
            if not _is_header(block.cells, header):
                break
            header.append(block)
        position += len(header)
        above = _rows_above(current, blocks, position - len(header))
        paths, heads = header_paths([block.cells for block in [*above, *header] if not are_marks(block.cells)])
        places = {block.place for block in header}
        if current.paths and paths[: len(current.paths)] == current.paths:
            current.places |= places  # repeated on a new page
            continue
        own_titles = _titles_above(current, blocks, position - len(header) - len(above))
        taken = len(above) + len(own_titles)
        for block in blocks[position - len(header) - taken : position - len(header)]:
            current.places.discard(block.place)
            places.add(block.place)
        current.rows = current.rows[: len(current.rows) - taken]
        lines = [one_line(" ".join(cell.text for cell in block.cells)) for block in own_titles]
        before = [] if current.paths else titles
        sections.append(Grid(sheet, [*before, *lines], paths, heads, [], places))
    return sections if sections[0].rows else sections[1:]


def _filled(cells: Row) -> list[str]:
    return [text for cell in cells if (text := cell.text.strip())]


def _has_number(cells: Row) -> bool:
    return any(_DIGITS.fullmatch(text) and not _YEAR.fullmatch(text) for text in _filled(cells))


def are_marks(cells: Row) -> bool:
    """The row "A | B | (1) | (2)" below a header."""
    filled = _filled(cells)
    return len(filled) >= 3 and all(_MARK.fullmatch(text) for text in filled) and _runs_up(filled)


def _runs_up(marks: list[str]) -> bool:
    numbers = [int(match[0]) for text in marks if (match := re.search(r"\d+", text))]
    return all(after == before + 1 for before, after in pairwise(numbers))


def _opens_header(cells: Row) -> bool:
    """Whether a row names columns: that of the number or of the label, and others, with no number among them."""
    lead = [cell.text for cell in cells[:_LEAD] if cell.text]
    is_named = any(map(_names_a_row, lead))
    if not (is_named or any(map(begins_as_label, lead))) or _has_number(cells):
        return False
    return (is_named and len(set(_filled(cells))) >= 3) or is_list_header(cells)


def _opens_two_columns(cells: Row, table: list[Block]) -> bool:
    """The same of a table of two columns, where this is the first such row: "Lĩnh vực | Số hồ sơ"."""
    filled = _filled(cells)
    if len(filled) != 2 or _has_number(cells) or not _names_a_row(filled[0]) or len(filled[1]) > _LONGEST_HEAD:
        return False
    used = {c for block in table for c, cell in enumerate(block.cells) if cell.text.strip()}
    return len(used) == 2 and bool(_VALUES.search(bare(filled[1])))


@lru_cache(maxsize=8192)
def _names_a_row(text: str) -> bool:
    """Whether a header's words are those of the column of row numbers or of labels."""
    if len(text) > _LONGEST_HEAD or text[0].isdigit():
        return False
    words = bare(text)
    return bool(_NUMBER_COLUMN.fullmatch(words) or _LABEL_COLUMN.match(words))


def _is_header(cells: Row, header: list[Block]) -> bool:
    """A further header row: marks, or words where the columns at the left hold nothing new."""
    if are_marks(cells):
        return True
    top = header[0].cells
    for above, cell in zip(top[:_LEAD], cells[:_LEAD], strict=False):
        is_lead = (bool(above.text) and _names_a_row(above.text)) or begins_as_label(above.text)
        if cell.text.strip() and cell.text != above.text and is_lead:
            return False
    return bool(_filled(cells)) and not _has_number(cells) and not are_marks(header[-1].cells)


def _rows_above(current: Grid, blocks: list[Block], end: int) -> list[Block]:
    """Header rows that stand above the one that names number and label (those typed at the bottom of a header)."""
    above: list[Block] = []
    while current.rows and len(above) < len(current.rows) and len(above) < 2:
        block = blocks[end - 1 - len(above)]
        top = block.cells
        empty_lead = not any(cell.text.strip() for cell in top[:2])
        if not empty_lead or len(_filled(top)) < 2 or _has_number(top):
            break
        above.insert(0, block)
    return above


def _titles_above(current: Grid, blocks: list[Block], end: int) -> list[Block]:
    """Rows of one or two texts right above a header."""
    above: list[Block] = []
    limit = 3 if current.paths else min(len(current.rows), _MOST_TITLES)
    while len(above) < limit and end - 1 - len(above) >= 0:
        block = blocks[end - 1 - len(above)]
        filled = set(_filled(block.cells))
        if block.place not in current.places or len(filled) > 2 or _has_number(block.cells):
            break
        if sum(map(len, filled)) > _TITLE:
            break
        above.insert(0, block)
    return above


def header_paths(header: list[Row]) -> tuple[list[Path], list[Cell]]:
    """The words above each column, outermost first. A text spans the empty cells to its right that have words below
    them and the same words above."""
    width = max(len(row) for row in header)
    texts = [[one_line(row[c].text) if c < len(row) else "" for c in range(width)] for row in header]
    for r, row in enumerate(texts):
        for c in range(1, width):
            if not row[c] and row[c - 1] and all(upper[c] == upper[c - 1] for upper in texts[:r]):
                below = texts[r + 1 :]
                if any(lower[c] for lower in below) and any(lower[c - 1] for lower in below):
                    row[c] = row[c - 1]
    paths, heads = [], []
    for c in range(width):
        words = [row[c] for row in texts if row[c]]
        paths.append(tuple(word for n, word in enumerate(words) if n == 0 or word != words[n - 1]))
        cells = [row[c] for row in header if c < len(row)]
        heads.append(next((cell for cell in reversed(cells) if cell.text.strip()), cells[-1]))
    return paths, heads
