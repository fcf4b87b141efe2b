"""Columns of a list of figures: which are of the report's own period, and which say what they count."""

import re

from orchestration.reports.forms.columns import value_columns
from orchestration.reports.forms.grids import Grid
from orchestration.reports.forms.header_rows import Head, first_column, text_at
from orchestration.reports.forms.matrix_columns import Column, Vocabulary, header_words, read_columns
from orchestration.reports.forms.matrix_rows import level_of
from orchestration.reports.forms.table_units import is_proper_name
from orchestration.reports.numbers import parse_cell

_IN_PERIOD = re.compile(r"(?:phat sinh )?trong (?:ky|quy|thang|nam)")


class ListColumns:
    """The columns beside the label, by index.

    ``values`` are those of the report's own period that say no more than that, ``read`` these and the ones that say
    what they count, ``bare`` all that do not say. ``cumulative`` is that of sums since January, where it is another.
    """

    def __init__(self, grid: Grid, label: int, vocabulary: Vocabulary, period_code: str | None):
        last = [path[-1] if path else "" for path in grid.paths]
        self.heads = tuple(Head(own, " ".join(path), own) for own, path in zip(last, grid.paths, strict=True))
        self.unit = first_column(self.heads, "unit", {label})
        lead = {grid.number, grid.label, label, self.unit}
        columns = [c for c in read_columns(grid, vocabulary, {}, period_code) if c.index not in lead]
        counting = [column for column in columns if column.facets.keys() - {"measure"}]
        if all(_IN_PERIOD.fullmatch(header_words(column.path[-1])) for column in counting):
            for column in counting:
                column.facets.clear()  # beside "Lũy kế", "Trong kỳ" speaks of the period and of no dossiers
        own = {column.index for column in columns}
        that_count = {c for c, head in enumerate(self.heads) if c not in own and _counts(head.wide, vocabulary)}
        that_count |= {column.index for column in counting if column.facets}
        self.bare = [
            c
            for c, head in enumerate(self.heads)
            if head.own and c not in lead | that_count and not level_of(header_words(head.wide))
        ]
        values, self.cumulative = value_columns(tuple(self.bare), self.heads, period_code)
        self.values = [c for c in values if c in own]
        if not self.values and self.cumulative is None:
            self.cumulative = next((c for c in values if self.heads[c].says("cumulative")), None)
        if not values:
            unclear = [c for c in self.bare if c in own and self._is_unclear(c, grid)]
            self.values = unclear if len(unclear) == 1 else []
        self.read = [
            column
            for column in columns
            if column.index in self.values
            or column.index not in self.bare
            or (column.is_clear and not column.facets and not self.values)  # "Hình thức | Số hồ sơ"
        ]
        if not self.values and self.cumulative is not None:
            self.read.append(Column(self.cumulative, grid.paths[self.cumulative]))

    def of_figures(self) -> list[int]:
        """The columns whose words say that figures stand in them."""
        of_figures = [c for c in self.values or self.bare if self.heads[c].is_of_figures]
        return of_figures or [column.index for column in self.read if column.facets]

    def _is_unclear(self, column: int, grid: Grid) -> bool:
        """Whether no word above a column with numbers is known; the only such column can but be that of values."""
        head = self.heads[column]
        holds_numbers = any(parse_cell(text_at(row, column), "").value is not None for row in grid.rows)
        return holds_numbers and not head.names_a_column and not is_proper_name(head.lowest)


def _counts(words: str, vocabulary: Vocabulary) -> bool:
    """Whether the words above a column say what is counted in it."""
    return bool(vocabulary.said(header_words(words)).keys() - {"measure"})
