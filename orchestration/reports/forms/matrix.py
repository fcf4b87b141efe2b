"""Tables whose columns are the indicators: forms II.06a, II.06b and II.07b, and tables of dossiers by field, by level
or by office in a narrative.

A row of a field gives figures of that field, a row of a level of that scope, the last sum those of the whole unit.
Rows of other offices are no figures of the reporting unit: only their sum is taken, where it is clear of whom.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from orchestration.reports.blocks import Cell
from orchestration.reports.catalogue import Catalogue, Indicator
from orchestration.reports.forms.figures import state
from orchestration.reports.forms.grids import Grid
from orchestration.reports.forms.matrix_columns import Column, Vocabulary, header_words, matrix, read_columns
from orchestration.reports.forms.matrix_placing import (
    OUTSIDE,
    Placed,
    of_offices,
    part_doubles,
    placed,
    without_details,
)
from orchestration.reports.forms.matrix_rows import Line, fields_of, read_lines
from orchestration.reports.forms.matrix_titles import heading_of, is_narrowed, is_of_others, owner_in, span_of
from orchestration.reports.found import Found, Remark
from orchestration.reports.prose.lexicon import UNKNOWN, load_lexicon
from orchestration.reports.text import bare, one_line, plain

_FORM = re.compile(
    r"(?:(?<![\w.])II[.\s]*|(?:biểu|bieu|mẫu|mau)(?: số| so)?[\s:.]*|^\s*(?=\w+\s*$)|(?<!\w)(?=\w+\s*/\s*VPCP))"
    r"0?(6\s*[ab]|7\s*b)(?!\w)",
    re.IGNORECASE,
)
_DOSSIERS = re.compile(r"\b(?:ho so|hs|tthc|thu tuc hanh chinh)\b")
_WORTH_A_LOOK = re.compile(r"\b(?:tiep nhan|giai quyet|xu ly|ho so|hs|truc tuyen|quy trinh|tthc)\b")
_OFFICES = re.compile(r"\b(?:don vi|co quan|dia phuong|phong|xa|phuong|thi tran|bo phan)\b")
_COMMUNES = re.compile(r"\b(?:xa|phuong|thi tran)\b")
_MOST_TABLES, _MOST_ROWS = 500, 2000  # in a file, in a table; no report has more
_EXAMPLES = 60  # characters of untaken figures that a remark shows


def read_matrix_forms(
    grids: Iterable[Grid], catalogue: Catalogue, period_code: str | None = None
) -> tuple[Found, set[str]]:
    """Figures of the tables whose columns are the indicators, and the places (``Block.place``) of all rows of those
    tables, which no other reader of tables needs to look at.

    With ``period_code``, the report's, tables and columns of other periods are left out.
    """
    found, places = Found(), set[str]()
    tables = []
    for grid in islice(grids, _MOST_TABLES):
        words = bare(" ".join([*grid.titles[-1:], *(word for path in grid.paths for word in path)]))
        if _WORTH_A_LOOK.search(words) and len(grid.rows) <= _MOST_ROWS:
            table = _Table(grid, catalogue, period_code)
            if table.is_ours:
                tables.append(table)
                places |= grid.places
    owners = {table.owner for table in tables if table.owner}
    for table in tables:
        # tables of several units, one after the other, are not all the reporting unit's
        table.read(found, is_of_others=bool(table.owner) and len(owners) > 1)
    return found, places


class _Table:
    """One table: whether it is one of ours, and what its rows say."""

    def __init__(self, grid: Grid, catalogue: Catalogue, period_code: str | None):
        self.grid, self.catalogue, self.period_code = grid, catalogue, period_code
        self.fields = fields_of(catalogue)
        self.lexicon = load_lexicon()
        self.form = _form_of([grid.sheet, *grid.titles])
        self.heading = heading_of(grid.titles)
        self.vocabulary: Vocabulary = matrix()["procedures" if self.form == "II.07b" else "dossiers"]
        self.title = self.vocabulary.said(header_words(self.heading))
        self.columns = read_columns(grid, self.vocabulary, self.title, period_code)
        indicators = ((column, self._indicator(column)) for column in self.columns)
        self.figures = {column.index: (column, indicator) for column, indicator in indicators if indicator}
        self.label_words = bare(" ".join(grid.paths[grid.label]))
        title = re.sub(r"\s*\([^()]*\)", "", self.heading) or grid.sheet or "bảng hồ sơ"
        self.name = f"Biểu {self.form}" if self.form else title[:80]
        self.owner = owner_in(grid.sheet) or ("" if self.form else owner_in(self.heading))

    def _indicator(self, column: Column) -> Indicator | None:
        if column.entry is None:
            return None
        if self.form:
            return self.catalogue.forms.get(self.form, {}).get(column.entry.column or "")
        return self.catalogue.indicators.get(column.entry.indicator or "")

    @property
    def is_ours(self) -> bool:
        """Whether the columns are those of a form, or the table speaks of dossiers."""
        if self.form:
            return bool(self.figures)
        words = bare(" ".join([self.heading, *(word for path in self.grid.paths for word in path)]))
        counts = sum(not column.is_rate for column, _ in self.figures.values())
        return bool(_DOSSIERS.search(words)) and (counts > 1 or (counts == 1 and "linh vuc" in self.label_words))

    def read(self, found: Found, is_of_others: bool) -> None:
        """Land the figures of the table, and tell what was not taken."""
        lines = read_lines(self.grid, self.fields, self.figures)
        by_office = self._is_by_office(lines)
        if is_of_others or by_office is None or self._is_by_both() or self._is_of_another_matter():
            place = self.grid.heads[self.grid.label].locator
            found.remarks.append(Remark("undeclared_form", self.name, self.name, place))
            return
        self._tell_columns(found)
        own, offices = of_offices(lines, by_office)
        base = self.lexicon.scope_in(plain(self.heading)) or "all"
        base = "all" if base == UNKNOWN else base
        is_of_all = self.form or base != "all" or not (by_office or any(line.is_of_a_unit for line in offices))
        summed = [line for line in lines if line.kind in ("level", "office") or (by_office and line.kind != "total")]
        rows = placed(own, base, whole=base if is_of_all else self._scope_of_sum(summed))
        self._tell_offices(found, offices, any(not row.scope for row in rows))
        part_doubles(rows, self.fields)
        rows, details = without_details(rows)
        for row in details:
            self._tell_row(row.line, found)
        for row in rows:
            if row.scope and (row.line.has_figures or row.line.kind == "field"):
                self._land(row, found)

    # --- what the table is

    def _is_of_another_matter(self) -> bool:
        stated = {facet for column in self.columns for facet in column.facets}
        return not self.form and (
            is_of_others(self.heading, self.period_code) or is_narrowed(self.heading, self.vocabulary, stated)
        )

    def _is_by_office(self, lines: list[Line]) -> bool | None:
        """Whether the rows are offices rather than fields; None when they are neither."""
        kinds = Counter(line.kind for line in lines if line.has_figures)
        named = kinds["field"] + kinds["office"] + kinds["unknown"]
        if "linh vuc" in self.label_words:
            return kinds["office"] > named / 2
        if _OFFICES.search(self.label_words):
            return True
        if not named or kinds["field"] >= named / 2 or self.form:
            return False
        return True if kinds["office"] >= named / 2 else None

    def _is_by_both(self) -> bool:
        """Whether a second column parts the rows by unit: "Xã A | Hộ tịch", "Xã A | Chứng thực"."""
        others = set(range(min(4, len(self.grid.paths)))) - {self.grid.number, self.grid.label, *self.figures}
        cells = [bare(row[c].text) for row in self.grid.rows for c in others if c < len(row)]
        offices = matrix()["offices"]
        return any(offices[kind].match(words) for words in cells for kind in ("commune", "district", "part"))

    def _scope_of_sum(self, lines: list[Line]) -> str:
        """Of what the sum over levels and offices is a figure; "" when that is not sure."""
        unnamed = "commune" if _COMMUNES.search(self.label_words) else None  # names without "xã" or "phường"
        kinds = {{"level": line.scope, "office": line.code}.get(line.kind, unnamed) for line in lines}
        if kinds == {"commune"} or kinds == {"province"}:
            return str(kinds.pop())
        return "all" if kinds == {"part"} or ("commune" in kinds and len(kinds) > 1) else ""

    # --- what is landed and told

    def _land(self, row: Placed, found: Found) -> None:
        is_outside = row.field_code == OUTSIDE
        if is_outside:
            self._tell_row(row.line, found)
        span = span_of(self.grid.titles)
        for figure in row.line.figures:
            cell, read = figure.cell, figure.read
            if is_outside and (figure.column.is_rate or not read.value):
                continue
            if is_outside:
                # several rows may be outside the list: what each says is kept, but no number of the field
                read = replace(read, value=None)
            state(
                found, figure.indicator, cell, read, f"{self.name}: {row.line.label[:80]} – {figure.column.words[:80]}",
                scope=row.scope, field_code=row.field_code, label=row.line.label, form_code=self.form,
                row_code=figure.indicator.row_code if self.form else None, period_start=span[0], period_end=span[1],
                source_kind="form" if self.form else "prose",
            )  # fmt: skip

    def _tell_row(self, line: Line, found: Found) -> None:
        """Tell a row whose figures no field takes; a row of nothing but zeros leaves nothing to tell."""
        written = [figure.cell for figure in line.figures if figure.cell.text.strip()]
        if any(figure.read.value or not figure.read.readable for figure in line.figures):
            self._tell(found, f"{self.name}: {line.label[:80]}", written, written[0].locator)

    def _tell_columns(self, found: Found) -> None:
        """Columns that hold numbers which fit no indicator."""
        for column in self.columns:
            cells = [row[column.index] for row in self.grid.rows if column.index < len(row)]
            written = [cell for cell in cells if re.search(r"\d", cell.text)]
            if column.index not in self.figures and written:
                subject = f"{self.name}: cột {column.words[:80] or 'không tên'}"
                self._tell(found, subject, written, self.grid.heads[column.index].locator)

    @staticmethod
    def _tell(found: Found, subject: str, written: list[Cell], locator: str) -> None:
        text = "; ".join(one_line(cell.text) for cell in written)
        short = text if len(text) <= _EXAMPLES else f"{text[:_EXAMPLES].rsplit(';', 1)[0]}; …"
        found.remarks.append(Remark("unmapped_row", subject, short, locator))

    def _tell_offices(self, found: Found, offices: list[Line], is_sum_left: bool) -> None:
        written = [line for line in offices if line.has_figures]
        if written:
            count = f"{len(written)} dòng" + (" và dòng tổng" if is_sum_left else "")
            found.remarks.append(Remark("rows_by_unit", self.name, count, written[0].place))


def _form_of(titles: list[str]) -> str | None:
    """The form that the title rows, or the sheet, name."""
    for title in reversed(titles):
        if (match := _FORM.search(title)) and len(title) <= 200:
            return "II.0" + re.sub(r"\s", "", match[1]).lower()
    return None
