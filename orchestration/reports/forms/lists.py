"""Lists of figures that are no form: "Nội dung | Kết quả", "Chỉ tiêu | Đơn vị tính | Năm 2024 | Năm 2025".

What a row of dossiers counts is read from its own words, those of the row that it is a part of, and those above its
column, by the vocabulary of matrix.yml; any other row by the name of the indicator that it bears (``naming``). A cell
becomes a figure only where that is exactly one indicator and no other cell means the same; the rest of a row is told.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from orchestration.reports.blocks import Cell
from orchestration.reports.catalogue import Catalogue, Indicator
from orchestration.reports.forms.columns import money_unit
from orchestration.reports.forms.figures import state, tell
from orchestration.reports.forms.grids import Grid
from orchestration.reports.forms.header_rows import text_at
from orchestration.reports.forms.list_columns import ListColumns
from orchestration.reports.forms.list_rows import Item, items_of, label_of
from orchestration.reports.forms.matrix_columns import Column, Vocabulary, header_words, matrix
from orchestration.reports.forms.matrix_rows import level_of
from orchestration.reports.forms.matrix_titles import (
    heading_of,
    is_narrowed,
    is_of_others,
    is_outlook,
    names_a_field,
    span_of,
)
from orchestration.reports.forms.naming import Named, named
from orchestration.reports.found import Found, Remark
from orchestration.reports.measures import money_multiplier
from orchestration.reports.numbers import parse_cell
from orchestration.reports.prose.lexicon import UNKNOWN, load_lexicon
from orchestration.reports.text import one_line, plain

_FEWEST = 2  # figures that make a table a list of ours, unless they are half of it
_TOLD = 0.25  # share of a list's figures that must be ours for each of the others to be told
_MOST_TABLES, _MOST_ROWS = 200, 500  # in a file, in a table; no report has more lists, nor longer ones
_PERCENT = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:?\s*%|\(\s*%\s*\)", re.IGNORECASE)
_SENTENCE = re.compile(r"\W*[^\W\d]+(?:\s+\S+){5}")  # six words, the first of which is no number
_NO_NAME = "các dòng không mang tên chỉ tiêu đã khai báo"
_NO_COLUMN = "không rõ cột nào ghi số liệu của kỳ báo cáo"


@dataclass
class _Figure:
    """A filled cell beside a row's label, and what it counts."""

    item: Item
    cell: Cell
    scope: str
    means: Named
    by_name: bool  # rather than by the vocabulary of dossiers

    @property
    def key(self) -> tuple[str, str, Indicator | None]:
        return self.scope, self.means.field_code, self.means.indicator


def read_lists(grids: Iterable[Grid], taken: Found, catalogue: Catalogue, period_code: str | None = None) -> Found:
    """Figures of the lists among the tables, but for tables of which ``taken`` has something already.

    A table that was merely told of in ``taken`` as of no declared form is tried; that remark is taken back where the
    table turns out to be a list.
    """
    found = Found()
    undeclared = {r.source_locator: r for r in taken.remarks if r.remark_kind == "undeclared_form"}
    places = {item.source_locator for items in (taken.statements, taken.remarks) for item in items} - undeclared.keys()
    for grid in islice(grids, _MOST_TABLES):
        cells = {cell.locator for row in grid.rows for cell in row}
        if cells & places:
            continue
        told = [undeclared[place] for place in cells & undeclared.keys()]
        if len(grid.rows) > _MOST_ROWS:
            if not told:
                _List(replace(grid, rows=grid.rows[:_MOST_ROWS]), catalogue, period_code).tell_table(found)
        elif _List(grid, catalogue, period_code).read(found, is_told=bool(told)):
            taken.remarks = [remark for remark in taken.remarks if remark not in told]
    return found


class _List:
    """One table, and what its rows say."""

    def __init__(self, grid: Grid, catalogue: Catalogue, period_code: str | None):
        self.grid, self.catalogue = grid, catalogue
        self.vocabulary: Vocabulary = matrix()["dossiers"]
        self.heading = heading_of(grid.titles)
        self.title = self.heading[:80] or "bảng số liệu"
        self.base = load_lexicon().scope_in(plain(self.heading)) or "all"
        self.is_of_others = self.base == UNKNOWN or is_of_others(self.heading, period_code)
        label = label_of(grid, catalogue)
        self.columns = ListColumns(grid, label, self.vocabulary, period_code)
        heads = self.columns.heads
        is_of_rates = _PERCENT.search(f"{heads[label].wide} {' '.join(grid.titles[-1:])}")
        default_unit = "%" if is_of_rates else ""
        self.items = items_of(grid, label, self.columns.unit, default_unit, self.vocabulary, self.base, catalogue)
        stated = {facet for item in self.items for facet in item.facets}
        self.is_of_received = self.vocabulary.said(header_words(self.heading)).get("action") == "received"
        is_narrowed_by_title = is_narrowed(self.heading, self.vocabulary, stated)
        self.is_of_all_dossiers = not (is_narrowed_by_title or names_a_field(self.heading, catalogue))
        self.rates = {v for i in self.items if i.facets.get("measure") == "percent" for v in i.facets.values()}
        above = (unit for line in reversed(grid.titles[-2:]) if (unit := money_unit(line)))
        header = (unit for c in self.columns.values if (unit := money_unit(heads[c].wide)))
        self.money = next(header, "") or next(above, "")

    def read(self, found: Found, is_told: bool) -> bool:
        """Land the figures of the table, and tell what was not taken; whether it is a list of ours."""
        if is_outlook(self.heading):
            return False
        if self.is_of_others:
            cells = [] if is_told else self._numbers()
            if cells:
                tell(found, "rows_by_unit", self.title, f"{len(cells)} ô số liệu", cells[0])
            return False
        figures = [
            figure for item in self.items for column in self.columns.read for figure in self._figures(item, column)
        ]
        meant = Counter(figure.key for figure in figures)
        sure = [figure for figure in figures if figure.means.indicator and meant[figure.key] == 1]
        is_ours = len(sure) >= _FEWEST or 2 * len(sure) >= len(figures) or any(figure.by_name for figure in sure)
        units = [self.grid.heads[c] for c, path in enumerate(self.grid.paths) if _names_a_unit(" ".join(path))]
        is_of_units = len(units) > 1 and any(item.facets for item in self.items)
        if not is_of_units and (not sure or not is_ours):
            if not is_told:
                self.tell_table(found)
            return False
        if len(units) > 1:
            found.remarks.append(Remark("rows_by_unit", self.title, f"{len(units)} cột", units[0].locator))
            return True
        for figure in sure:
            self._land(figure, found)
        taken = {figure.cell.locator for figure in sure}
        left = [figure for figure in figures if figure.cell.locator not in taken and re.search(r"\d", figure.cell.text)]
        if len(sure) >= _TOLD * len(figures):
            self._tell_rows(left, found)
        else:
            self.tell_table(found, taken)
        return True

    # --- what a cell means

    def _figures(self, item: Item, column: Column) -> list[_Figure]:
        """The figure of a row in a column, if there is one."""
        if column.index >= len(item.row):
            return []
        cell = item.row[column.index]
        level = level_of(header_words(" ".join(column.path)))
        dossiers = self._dossiers(item, column, cell, bool(level))
        means = dossiers or self._name(item, column, cell, level)
        is_of_year = means.indicator is not None and means.indicator.is_cumulative
        if is_of_year and column.index in self.columns.values and text_at(item.row, self.columns.cumulative).strip():
            cell = item.row[self.columns.cumulative or 0]
        elif column.index == self.columns.cumulative and not is_of_year:
            means = Named()  # a sum since January is not what was counted in the period
        if not cell.text.strip() or _is_sentence(cell):
            return []
        scope = level or (means.scope if means.scope != "all" else item.scope)
        is_of_two_levels = level and item.scope != self.base
        return [_Figure(item, cell, scope, Named() if is_of_two_levels else means, by_name=dossiers is None)]

    def _dossiers(self, item: Item, column: Column, cell: Cell, is_level: bool) -> Named | None:
        """The one indicator of dossiers that a cell's row and column fit.

        The column's words must all be understood, or say no more than a level or "kết quả".
        """
        is_of_values = is_level or column.is_clear or column.index in self.columns.values
        facets = column.facets | item.facets
        if "%" in item.unit_of(cell.text):
            facets["measure"] = "percent"
        if not self.is_of_all_dossiers or not is_of_values or not item.is_clear:
            return None
        if any(facets[name] != value for name, value in column.facets.items()):
            return None
        if facets.get("measure") == "percent" and "action" not in facets:
            action = "resolved" if "timing" in facets else "received" if "channel" in facets else ""
            facets |= {"action": action} if action else {}
        elif self.is_of_received and not facets.keys() - {"channel"}:
            facets["action"] = "received"
        entries = self.vocabulary.entries
        entry = next((e for e in entries if e.facets == facets and e.unless not in self.rates), None)
        indicator = self.catalogue.indicators.get(entry.indicator or "") if entry else None
        return Named(indicator) if indicator else None

    def _name(self, item: Item, column: Column, cell: Cell, level: str | None) -> Named:
        """The indicator that the row bears the name of, where the column says no more than that values stand in it."""
        is_of_values = level or column.index in (*self.columns.values, self.columns.cumulative)
        # beside counts, percentages are shares of a whole that no row names
        is_of_shares = column.is_rate and len(self.columns.values) > 1 and "%" not in item.unit_of("")
        if not is_of_values or is_of_shares or not item.label or not cell.text.strip():
            return Named()
        means = named(item.label, "%" if column.is_rate else item.unit_of(cell.text), item.above, self.catalogue)
        is_of_dossiers = means.indicator is not None and means.indicator.code.startswith("dossiers_")
        return means if self.is_of_all_dossiers or not is_of_dossiers else Named()

    # --- what is landed and told

    def _land(self, figure: _Figure, found: Found) -> None:
        cell, indicator, item = figure.cell, figure.means.indicator, figure.item
        assert indicator is not None
        unit = item.unit_of(cell.text)
        if "%" not in unit and not money_multiplier(unit):
            unit = (self.money if indicator.value_type == "money" else "") or indicator.unit_of_measure
        start, end = span_of(self.grid.titles)
        state(
            found, indicator, cell, parse_cell(cell.text, unit, cell.number), item.label[:80],
            scope=figure.scope, field_code=figure.means.field_code, label=item.label, period_start=start,
            period_end=end, match_score=figure.means.score,
        )  # fmt: skip

    def _tell_rows(self, left: Sequence[_Figure], found: Found) -> None:
        """Each row that holds figures which were not taken, with what it could be."""
        by_row: dict[int, list[_Figure]] = {}
        for figure in left:
            by_row.setdefault(id(figure.item), []).append(figure)
        for figures in by_row.values():
            written = "; ".join(one_line(figure.cell.text) for figure in figures)
            subject = f"{self.title}: {figures[0].item.label[:80]}"
            could_be = " hoặc ".join(_shown(indicator) for indicator in figures[0].means.candidates)
            kind = "doubtful_row" if could_be else "unmapped_row"
            tell(found, kind, subject, written, figures[0].cell, could_be or None)

    def tell_table(self, found: Found, taken: Collection[str] = ()) -> None:
        """A table of figures none, or few, of which are known: told once."""
        filled = self._numbers(taken)
        if filled:
            reason = _NO_NAME if self.columns.values or not self.columns.bare else _NO_COLUMN
            told = f"{reason}; {len(filled)} ô số liệu chưa được dùng"
            tell(found, "undeclared_form", self.title, self.title, filled[0], told)

    def _numbers(self, taken: Collection[str] = ()) -> list[Cell]:
        """The cells with numbers in the columns of figures, but for ``taken``; none where they are few among words."""
        columns = self.columns.of_figures()
        cells = [row[c] for row in self.grid.rows for c in columns if c < len(row) and row[c].text.strip()]
        cells = [cell for cell in cells if cell.locator not in taken]
        filled = [cell for cell in cells if parse_cell(cell.text, "", cell.number).value is not None]
        return filled if 2 * len(filled) >= len(cells) else []


def _shown(indicator: Indicator) -> str:
    form = (indicator.form_code or "").replace("BM", "Biểu mẫu ", 1)
    place = f"{form}, dòng {indicator.row_code} " if form else ""
    return f"{place}«{indicator.name_vi}»"


def _is_sentence(cell: Cell) -> bool:
    """Whether a cell tells in words what was done ("Đã tiếp nhận 500 hồ sơ, …"): such cells are read as sentences."""
    is_long = cell.number is None and bool(_SENTENCE.match(cell.text))
    return is_long and not parse_cell(cell.text, "").readable


def _names_a_unit(path: str) -> bool:
    """Whether a column is that of a commune or a district: its figures are not the reporting unit's, and of whom
    their sum is a figure is not sure."""
    words = header_words(path)
    return not level_of(words) and any(matrix()["offices"][kind].match(words) for kind in ("commune", "district"))
