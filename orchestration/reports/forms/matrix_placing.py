"""Which scope and field the rows of a table of dossiers are of, and which rows say what others say already."""

from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.reports.forms.matrix_rows import Fields, Line
from orchestration.reports.text import bare

OUTSIDE = "ngoai_danh_muc"  # the field of rows whose field the list does not have


@dataclass
class Placed:
    """A row with the scope and the field that its figures are of; a sum of nobody knows what has the scope ""."""

    line: Line
    scope: str
    field_code: str


def of_offices(lines: list[Line], by_office: bool) -> tuple[list[Line], list[Line]]:
    """The rows of the reporting unit and those of offices. Fields below a unit's row are those of that unit; where the
    table is by office, so is every row that is no level and no sum."""
    own: list[Line] = []
    offices: list[Line] = []
    is_of_a_unit = by_office
    for line in lines:
        if line.kind == "office":
            is_of_a_unit = by_office or line.is_of_a_unit
            offices.append(line)
        elif line.kind in ("field", "unknown"):
            (offices if is_of_a_unit else own).append(line)
        else:
            is_of_a_unit = by_office
            own.append(line)
    return own, offices


def placed(lines: list[Line], base: str, whole: str) -> list[Placed]:
    """Rows with scope and field. ``base`` is the scope of rows under no level, ``whole`` that of the last sum.

    A sum before a further level's heading is that of the level above it, like any other of the same name.
    """
    found, level, partial_sums = [], "", set[str]()
    last_level = max((number for number, line in enumerate(lines) if line.kind == "level"), default=-1)
    for number, line in enumerate(lines):
        if line.kind == "level":
            level = line.scope or ""
        scope = line.scope or level or base
        if line.kind == "total" and not line.scope:
            words = bare(line.label)
            if level and number < last_level:
                partial_sums.add(words)
            if words not in partial_sums or not level:
                scope = "all" if words.startswith("toan ") else whole
        field_code = line.code if line.kind == "field" and line.code else "all"
        found.append(Placed(line, scope, OUTSIDE if line.kind == "unknown" else field_code))
    return found


def part_doubles(rows: Iterable[Placed], fields: Fields) -> None:
    """Of rows of one field and scope only one that bears the field's own name counts; else none does."""
    by_field: dict[tuple[str, str], list[Placed]] = {}
    for row in rows:
        if row.line.kind == "field":
            by_field.setdefault((row.scope, row.field_code), []).append(row)
    for (_, code), same in by_field.items():
        own = [row for row in same if fields.is_official(row.line.label, code)]
        for row in same:
            if len(same) > 1 and (len(own) != 1 or row is not own[0]):
                row.field_code = OUTSIDE


def without_details(rows: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Rows that stand side by side, and those left out because the row above them counts them already.

    Where several rows below a row add up to it and each is a field, they stand for it; else it stands for them.
    """
    left: list[Placed] = []
    details: list[Placed] = []
    position = 0
    while position < len(rows):
        row = rows[position]
        position += 1
        below = []
        while position < len(rows) and _is_below(rows[position].line, row.line):
            below.append(rows[position])
            position += 1
        if below and row.line.has_figures and row.field_code != OUTSIDE and not _stand_for(below, row):
            left.append(row)
            details += below
            continue
        if not below or (row.line.has_figures and not _stand_for(below, row)):
            left.append(row)
        inner, further = without_details(below)
        left += inner
        details += further
    return left, details


def _is_below(line: Line, above: Line) -> bool:
    sorts = ("field", "unknown")
    return line.kind in sorts and above.kind in sorts and line.depth > above.depth


def _stand_for(below: list[Placed], row: Placed) -> bool:
    depth = min(part.line.depth for part in below)
    parts = [part for part in below if part.line.depth == depth]
    codes = {part.field_code for part in parts}
    sums = [sum(values) for values in zip(*(part.line.counts for part in parts), strict=True)]
    return len(parts) > 1 and len(codes) == len(parts) and OUTSIDE not in codes and sums == row.line.counts
