"""Sentences in the cells of outline tables: "STT | Nhiệm vụ | Kết quả thực hiện", where the result is told in words."""

import re
from collections.abc import Iterable, Iterator

from orchestration.reports.blocks import Block, Cell, bullet_level
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.forms.grids import Grid
from orchestration.reports.found import Found
from orchestration.reports.issuer.periods import speaks_of_other_period
from orchestration.reports.prose.arithmetic import read_calculations
from orchestration.reports.prose.prose import read_prose
from orchestration.reports.text import bare, one_line

_RESULTS = re.compile(r"(?:noi dung )?(?:bao cao )?(?:tinh hinh |cong tac )?(?:va )?(?:ket qua|(?:da )?thuc hien)\b")
# a row for each unit or office: what they did is not the reporting unit's own
_OF_UNITS = re.compile(r"(?:ten )?(?:don vi|co quan|dia phuong|phong|xa|phuong|huyen)\b")
_SENTENCE = re.compile(r"(?:[^\W\d]+[\s,:]+){3}", re.IGNORECASE)  # three words; "500 hồ sơ" is a value


def read_cells(grids: Iterable[Grid], taken: Found, catalogue: Catalogue, period_code: str) -> Found:
    """Figures and calculations of sentences in columns of results, row by row; rows of which ``taken`` has something
    are left out."""
    found = Found()
    places = {item.source_locator for items in (taken.statements, taken.remarks) for item in items}
    for grid in grids:
        columns = [c for c, path in enumerate(grid.paths) if _is_of_results(" ".join(path), period_code)]
        if len(columns) != 1 or _OF_UNITS.match(bare(" ".join(grid.paths[grid.label]))):
            continue
        for row in grid.rows:
            if not places & {cell.locator for cell in row}:
                lines = list(_lines(row, grid, columns[0]))
                found.statements += read_prose(lines, catalogue, period_code).statements if lines else []
                found.calculations += read_calculations(lines, period_code)
    return found


def _is_of_results(head: str, period_code: str) -> bool:
    return bool(_RESULTS.match(bare(head))) and not speaks_of_other_period(head, period_code)


def _lines(row: tuple[Cell, ...], grid: Grid, column: int) -> Iterator[Block]:
    """The lines of a row's result below its label as a heading; none where the cell is no sentence with a number."""
    if column >= len(row) or not (re.search(r"\d", row[column].text) and _SENTENCE.search(row[column].text)):
        return
    label = row[grid.label]
    if label is not row[column] and label.text and not re.search(r"\d", label.text):
        yield Block(f"1. {one_line(label.text)}", label.locator)
    start = 0
    for line in row[column].text.split("\n"):
        # blanks before a line keep its characters counted from the start of the cell
        yield Block(" " * start + line, row[column].locator, level=bullet_level(line))
        start += len(line) + 1
