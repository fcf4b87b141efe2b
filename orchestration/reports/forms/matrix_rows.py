"""What the rows of a table of dossiers are about: a field, a level of government, an office, or all of it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from orchestration.reports.blocks import Cell
from orchestration.reports.catalogue import Catalogue, Indicator
from orchestration.reports.forms.grids import Grid, Row
from orchestration.reports.forms.header_rows import text_at
from orchestration.reports.forms.matrix_columns import Column, matrix
from orchestration.reports.numbers import CellValue, parse_cell
from orchestration.reports.text import bare, key, one_line

_LIKE = 91  # likeness (0-100) of a field's name with slips, and how far the next field must stay behind
_APART = 4
_AT_LEVEL = re.compile(r"[\s,(–-]*(?:thuộc |ở |của )?cấp (tỉnh|huyện|xã)\s*\)?$", re.IGNORECASE)
_LEVELS = {"tỉnh": "province", "huyện": "district", "xã": "commune"}
_NUMBERING = re.compile(r"\s*([IVX]{1,5}|[A-Da-hđ]|\d{1,2}(?:\.\d{1,2})*)[.)]\s+(?=\S)")
_ORDINAL = re.compile(r"([IVX]{1,5}|[A-D])|\d{1,3}((?:\.\d{1,2})*)")
_BULLETS = {"-": 1, "–": 1, "•": 1, "+": 2, "*": 2}
_DEEPEST = 5


@dataclass(frozen=True)
class Figure:
    """A cell in a column that an indicator is known for, and what it says."""

    column: Column
    indicator: Indicator
    cell: Cell
    read: CellValue


@dataclass
class Line:
    """A data row: what it is about, how deep it stands below the rows above it, and its figures.

    ``kind``: total, level, field, office (``code`` its sort), unknown; ``scope`` is set where the row itself names a
    level.
    """

    label: str
    kind: str
    code: str | None
    scope: str | None
    depth: int
    place: str  # of the label
    figures: list[Figure]

    @property
    def has_figures(self) -> bool:
        return any(figure.cell.text.strip() for figure in self.figures)

    @property
    def is_of_a_unit(self) -> bool:
        """Whether it is the row of a commune, a district or a hamlet, rather than of an office that settles dossiers
        for the reporting unit."""
        return self.kind == "office" and self.code in ("commune", "district", "part")

    @property
    def counts(self) -> list[float]:
        return [figure.read.value or 0 for figure in self.figures if not figure.column.is_rate]


class Fields:
    """Fields of dossiers by the names that reports give them, with slips."""

    def __init__(self, catalogue: Catalogue):
        self.codes = catalogue.fields
        self.official = {code: name for name, code in reversed(list(catalogue.fields.items()))}
        self._bare = {bare(name): code for name, code in catalogue.fields.items()}
        self._sorted = {_sorted(name): code for name, code in self._bare.items()}

    def find(self, label: str) -> str | None:
        """The field of a label; None when it is none, or could be two."""
        short = matrix()["label_fillers"].sub("", label, count=1)
        for name in (label, short, re.sub(r"\([^()]*\)", " ", short)):
            if code := self.codes.get(key(name)):
                return code
        words = bare(short)
        if code := self._bare.get(words) or self._sorted.get(_sorted(words)):
            return code
        if len(words) < 6:
            return None
        near = process.extract(words, self._bare.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=_LIKE - _APART)
        codes = {self._bare[name] for name, score, _ in near if score >= near[0][1] - _APART}
        return codes.pop() if len(codes) == 1 and near[0][1] >= _LIKE else None

    def is_official(self, label: str, code: str) -> bool:
        return key(matrix()["label_fillers"].sub("", label, count=1)) == self.official[code]


@lru_cache(maxsize=4)
def fields_of(catalogue: Catalogue) -> Fields:
    return Fields(catalogue)


def _sorted(words: str) -> str:
    """Words in one order: "Kế hoạch - Tài chính" is "Tài chính - Kế hoạch"."""
    return " ".join(sorted(words.split()))


def read_lines(grid: Grid, fields: Fields, columns: dict[int, tuple[Column, Indicator]]) -> list[Line]:
    """The data rows of a grid, with the figures in the columns of known indicators; notes and signatures, which have
    none, are left out."""
    lines = []
    numbered = is_numbered(grid)
    for row in grid.rows:
        number, label = text_at(row, grid.number).strip(), one_line(text_at(row, grid.label))
        if not label:  # "Tổng cộng" over several columns
            lead = (one_line(cell.text) for cell in row[: grid.label + 1])
            label = next((text for text in lead if matrix()["total"].fullmatch(bare(text))), "")
            number = "" if label else number
        if label and (len([cell for cell in row if cell.text.strip()]) > 1 or _kind(label, fields)[0] == "level"):
            kind, code, scope = _kind(label, fields)
            figures = [_figure(row, column, indicator) for column, indicator in columns.values()]
            place = row[min(grid.label, len(row) - 1)].locator
            line = Line(label, kind, code, scope, depth_of(number, label, numbered), place, figures)
            if kind in ("level", "field") or line.has_figures:
                lines.append(line)
    return lines


def is_numbered(grid: Grid) -> bool:
    """Whether rows have numbers (1, 1.1, I, A)."""
    return any(_ORDINAL.fullmatch(text_at(row, grid.number).strip(" .()")) for row in grid.rows)


def without_numbering(label: str) -> str:
    """A label without the number or the bullet before it."""
    return _NUMBERING.sub("", label).lstrip("-–•+* ")


def _figure(row: Row, column: Column, indicator: Indicator) -> Figure:
    """The cell of a row in a column; a row cut off before it has a blank there."""
    cell = row[column.index] if column.index < len(row) else Cell("", row[-1].locator)
    return Figure(column, indicator, cell, parse_cell(cell.text, indicator.unit_of_measure, cell.number))


def _kind(label: str, fields: Fields) -> tuple[str, str | None, str | None]:
    """Kind, code and scope of a row by its label."""
    words = bare(label)
    level = level_of(words)
    if matrix()["total"].fullmatch(words):
        return "total", None, level
    if code := fields.find(label):
        return ("total", None, None) if code == "all" else ("field", code, None)
    if level:
        return "level", None, level
    if (at := _AT_LEVEL.search(label)) and (code := fields.find(label[: at.start()])):
        return "field", code, _LEVELS[at[1].lower()]
    plain = re.sub(r"^(?:[ivx]+|[a-d]|\d+) ", "", words)
    office = next((kind for kind, pattern in matrix()["offices"].items() if pattern.match(plain)), None)
    return ("office", office, None) if office else ("unknown", None, None)


def level_of(words: str) -> str | None:
    """The level of government that a row is the heading or the sum of; None for any other row."""
    found = []
    for level, pattern in matrix()["levels"].items():
        if (match := pattern.search(words)) and "xa hoi" not in words:
            rest = f"{words[: match.start()]} {words[match.end() :]}"
            found += [] if matrix()["level"].sub(" ", rest).strip() else [level]
    return found[0] if len(found) == 1 else None


def depth_of(number: str, label: str, numbered: bool) -> int:
    """How deep a row stands: I, A are 0; 1 is 1; 1.1 is 2; without a number, below those that have one."""
    ordinal = _ORDINAL.fullmatch(number.strip(" .()"))
    if glued := _NUMBERING.match(label):
        ordinal = ordinal or _ORDINAL.fullmatch(glued[1])
    if ordinal:
        return 0 if ordinal[1] else 1 + (ordinal[2] or "").count(".")
    bullet = _BULLETS.get(number[:1] or label[:1], 0)
    return min((3 if numbered else 1) + bullet, _DEEPEST)
