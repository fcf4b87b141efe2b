"""Rows of a list of figures: what each counts by its own words and those of the rows that it is a part of."""

import re
from dataclasses import dataclass

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.forms.columns import money_unit
from orchestration.reports.forms.grids import Grid, Row
from orchestration.reports.forms.header_rows import text_at
from orchestration.reports.forms.matrix_columns import Facets, Vocabulary, header_words, matrix
from orchestration.reports.forms.matrix_rows import depth_of, fields_of, is_numbered, level_of, without_numbering
from orchestration.reports.measures import measure_of
from orchestration.reports.text import bare, one_line

# the parts that may follow a whole without standing below it
_PARTS_OF = {"channel": "received", "timing": "resolved"}
_RATE = re.compile(r"(?:ty le|ti le|phan tram|muc do|chi so)\b")
_GROUPS = re.compile(r"(?:ten |cac )?(?:linh vuc|nhom|muc|phan|noi dung)\b")
_LABELS = re.compile(r"(?:ten |cac )?(?:chi tieu|tieu chi)(?: thong ke| danh gia| chu yeu| cu the)?")
_SIGN = re.compile(r"\d\s*(%|[^\W\d][^\d]*)$")  # "97,66 %", "12 triệu đồng"


@dataclass
class Item:
    """A row of a list.

    ``facets`` are what its words and those of its wholes say of dossiers, all of them understood where ``is_clear``.
    ``unit`` is its unit as written, ``above`` are the labels of the rows that it is a part of, the nearest first.
    """

    label: str
    facets: Facets
    is_clear: bool
    depth: int
    scope: str
    row: Row
    unit: str
    above: tuple[str, ...] = ()

    def unit_of(self, text: str) -> str:
        """The unit of a value of this row: its own or the list's, what stands behind the number, or what its label
        says."""
        if self.unit:
            return self.unit
        sign = _SIGN.search(text.strip())
        if sign and measure_of(sign[1]).kind in ("percent", "money"):
            return sign[1]
        return money_unit(self.label) or ("%" if "%" in self.label or _RATE.match(header_words(self.label)) else "")


def label_of(grid: Grid, catalogue: Catalogue) -> int:
    """The column of a list's labels: "Chỉ tiêu" also beside "Lĩnh vực" or "Nhóm", if no field of dossiers is there."""
    heads = [bare(" ".join(path)) for path in grid.paths]
    if _GROUPS.match(heads[grid.label]):
        groups = {one_line(text_at(row, grid.label)) for row in grid.rows} - {""}
        inner = [c for c, words in enumerate(heads) if c > grid.label and _LABELS.fullmatch(words)]
        if inner and not any(fields_of(catalogue).find(group) for group in groups):
            return inner[0]
    return grid.label


def items_of(
    grid: Grid, label_column: int, unit_column: int | None, default_unit: str, vocabulary: Vocabulary, base: str,
    catalogue: Catalogue,
) -> list[Item]:  # fmt: skip
    """The rows with what they take from the rows above them; ``base`` is the scope of rows below no level."""
    items: list[Item] = []
    scope, level_depth, last_action = base, -1, ""
    numbered = is_numbered(grid)
    for row in grid.rows:
        label = one_line(text_at(row, label_column)) or one_line(text_at(row, 0))
        number = text_at(row, grid.number).strip()
        words = header_words(without_numbering(label))
        depth = depth_of(number, label, numbered)
        if depth <= level_depth:
            scope, level_depth = base, -1
        if level := level_of(words):
            scope, level_depth, last_action = level, depth, ""
        is_total = bool(matrix()["total"].fullmatch(words))
        own = {} if is_total else vocabulary.said(words)
        whole = next((item for item in reversed(items) if item.depth < depth), None)
        is_of_a_part = whole is not None and _is_a_part(whole, vocabulary, catalogue)
        is_clear = (is_total or (vocabulary.is_clear(words) and not level)) and not is_of_a_part
        if "action" not in own and own and whole and "action" in whole.facets:
            own["action"] = whole.facets["action"]
        elif "action" not in own and last_action and last_action in {_PARTS_OF.get(facet) for facet in own}:
            own["action"] = last_action
        elif "action" in own:
            last_action = own["action"]
        if own == {"action": "carried_over"} and whole and whole.facets == {"action": "received"}:
            whole.facets["action"] = "to_settle"  # what came from before is no part of what was received
        above = () if whole is None or level_of(header_words(whole.label)) else (whole.label, *whole.above)
        unit = one_line(text_at(row, unit_column)).lower() or default_unit
        items.append(Item(label, own, is_clear, depth, scope, row, unit, above))
    return items


def _is_a_part(whole: Item, vocabulary: Vocabulary, catalogue: Catalogue) -> bool:
    """Whether the rows below a row are of one field of dossiers or of another matter, not of all dossiers."""
    label = without_numbering(whole.label)
    return vocabulary.is_other(header_words(label)) or fields_of(catalogue).find(label) not in (None, "all")
