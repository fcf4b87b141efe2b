"""Tables of dossiers with a row for each figure: "Nội dung | Kết quả", or by channel or timing.

What a row counts is read from its own words, those of the row that it is a part of, and those above its column, by
the vocabulary of matrix.yml. A cell becomes a figure only where they fit exactly one indicator.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.catalogue import Catalogue, Indicator
from orchestration.reports.forms.grids import Grid, Row, grids
from orchestration.reports.forms.header_rows import text_at
from orchestration.reports.forms.matrix_columns import Column, Facets, Vocabulary, header_words, matrix, read_columns
from orchestration.reports.forms.matrix_rows import depth_of, is_numbered, level_of, without_numbering
from orchestration.reports.forms.matrix_titles import heading_of, is_of_another_matter, span_of
from orchestration.reports.found import Found, Remark, Statement
from orchestration.reports.numbers import parse_cell
from orchestration.reports.prose.lexicon import UNKNOWN, load_lexicon
from orchestration.reports.text import bare, one_line, plain

_DOSSIERS = re.compile(r"\b(?:ho so|hs)\b")
_FEWEST = 2  # figures that make a table a list of dossiers
# the parts that may follow a whole without standing below it
_PARTS_OF = {"channel": "received", "timing": "resolved"}


@dataclass
class _Item:
    """A row: its words, what they say together with those of its wholes, and its scope."""

    label: str
    facets: Facets
    is_clear: bool
    depth: int
    scope: str
    row: Row


@dataclass
class _Figure:
    """A filled cell beside a row's label, and what it counts; None when that is not sure."""

    item: _Item
    cell: Cell
    scope: str
    indicator: Indicator | None


def read_dossier_lists(
    blocks: Iterable[Block], taken: Found, catalogue: Catalogue, period_code: str | None = None
) -> Found:
    """Figures of such tables among the blocks, but for tables of which ``taken`` has something already."""
    found = Found()
    places = {item.source_locator for items in (taken.statements, taken.remarks) for item in items}
    for grid in grids(blocks):
        if not any(cell.locator in places for row in grid.rows for cell in row):
            _read(grid, catalogue, period_code, found)
    return found


def _read(grid: Grid, catalogue: Catalogue, period_code: str | None, found: Found) -> None:
    vocabulary: Vocabulary = matrix()["dossiers"]
    heading = heading_of(grid.titles)
    base = load_lexicon().scope_in(plain(heading)) or "all"
    labels = [text_at(row, grid.label) for row in grid.rows]
    words = bare(" ".join([heading, *(word for path in grid.paths for word in path), *labels]))
    if base == UNKNOWN or not _DOSSIERS.search(words):
        return
    units = [grid.heads[c] for c, path in enumerate(grid.paths) if _names_a_unit(header_words(" ".join(path)))]
    if len(units) > 1:
        title = heading[:80] or "bảng hồ sơ"
        found.remarks.append(Remark("rows_by_unit", title, f"{len(units)} cột", units[0].locator))
        return
    items = _items(grid, vocabulary, base)
    stated = {facet for item in items for facet in item.facets}
    if is_of_another_matter(heading, vocabulary, stated, period_code):
        return
    columns = read_columns(grid, vocabulary, {}, period_code)
    rates = {value for item in items if item.facets.get("measure") == "percent" for value in item.facets.values()}
    figures = [
        _Figure(item, cell, level or item.scope, None if level and item.scope != base else indicator)
        for item in items
        for column in columns
        if column.index < len(item.row) and (cell := item.row[column.index]).text.strip()
        for level in [level_of(header_words(" ".join(column.path)))]
        for indicator in [_meant(item, column, bool(level), vocabulary, catalogue, rates)]
    ]
    meant = Counter((figure.scope, figure.indicator) for figure in figures)
    sure = [figure for figure in figures if figure.indicator and meant[figure.scope, figure.indicator] == 1]
    if len(sure) < _FEWEST:
        return
    for figure in figures:
        if figure in sure:
            _land(figure, grid, found)
        elif re.search(r"\d", figure.cell.text):
            subject = f"{heading[:80] or 'bảng hồ sơ'}: {figure.item.label[:80]}"
            found.remarks.append(Remark("unmapped_row", subject, one_line(figure.cell.text), figure.cell.locator))


def _names_a_unit(words: str) -> bool:
    """Whether a column is that of a commune or a district: its figures are not the reporting unit's, and of whom
    their sum is a figure is not sure."""
    return not level_of(words) and any(matrix()["offices"][kind].match(words) for kind in ("commune", "district"))


def _items(grid: Grid, vocabulary: Vocabulary, base: str) -> list[_Item]:
    """The rows with what they take from the rows above them."""
    items: list[_Item] = []
    scope, level_depth, last_action = base, -1, ""
    numbered = is_numbered(grid)
    for row in grid.rows:
        label = one_line(text_at(row, grid.label)) or one_line(text_at(row, 0))
        number = text_at(row, grid.number).strip()
        words = header_words(without_numbering(label))
        depth = depth_of(number, label, numbered)
        if depth <= level_depth:
            scope, level_depth = base, -1
        if level := level_of(words):
            scope, level_depth, last_action = level, depth, ""
        is_total = bool(matrix()["total"].fullmatch(words))
        own = {} if is_total else vocabulary.said(words)
        is_clear = is_total or (vocabulary.is_clear(words) and not level)
        whole = next((item for item in reversed(items) if item.depth < depth), None)
        if "action" not in own and own and whole and "action" in whole.facets:
            own["action"] = whole.facets["action"]
        elif "action" not in own and last_action and last_action in {_PARTS_OF.get(facet) for facet in own}:
            own["action"] = last_action
        elif "action" in own:
            last_action = own["action"]
        if own == {"action": "carried_over"} and whole and whole.facets == {"action": "received"}:
            whole.facets["action"] = "to_settle"  # what came from before is no part of what was received
        items.append(_Item(label, own, is_clear, depth, scope, row))
    return items


def _meant(
    item: _Item, column: Column, is_level: bool, vocabulary: Vocabulary, catalogue: Catalogue, rates: set[str]
) -> Indicator | None:
    """The one indicator that a cell's row and column fit; ``rates`` is what other rows state rates of.

    The column's words must all be understood, or say no more than a level or "kết quả".
    """
    is_of_values = is_level or column.is_clear or matrix()["values"].fullmatch(header_words(" ".join(column.path)))
    facets = column.facets | item.facets
    if not is_of_values or not item.is_clear or any(facets[name] != value for name, value in column.facets.items()):
        return None
    if facets.get("measure") == "percent" and "action" not in facets:
        action = "resolved" if "timing" in facets else "received" if "channel" in facets else ""
        facets |= {"action": action} if action else {}
    entry = next((e for e in vocabulary.entries if e.facets == facets and e.unless not in rates), None)
    return catalogue.indicators.get(entry.indicator or "") if entry else None


def _land(figure: _Figure, grid: Grid, found: Found) -> None:
    cell, indicator = figure.cell, figure.indicator
    assert indicator is not None
    read = parse_cell(cell.text, indicator.unit_of_measure, cell.number)
    if not read.readable:
        found.remarks.append(Remark("unreadable_value", figure.item.label[:80], cell.text, cell.locator))
    start, end = span_of(grid.titles)
    found.statements.append(
        Statement(
            indicator.code, read.value, cell.text, cell.locator, read.state, read.half_unit, figure.scope,
            label=figure.item.label, period_start=start, period_end=end,
        )
    )  # fmt: skip
