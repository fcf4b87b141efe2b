"""Columns of a form table: which holds the number, the label, the unit and the value of the report's own period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from orchestration.reports.forms.header_rows import (
    PERIOD_NAMED,
    ROW_NUMBER,
    Head,
    Row,
    first_column,
    heads_of,
    text_at,
)
from orchestration.reports.forms.table_units import is_proper_name, unit_named
from orchestration.reports.issuer.periods import find_period, period_of_code, speaks_of_other_period
from orchestration.reports.measures import money_multiplier
from orchestration.reports.numbers import parse_cell
from orchestration.reports.text import bare, one_line

_UNIT_ABOVE = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:?\s*([^();]+)|\(([^()]+)\)", re.IGNORECASE)
# "Đơn vị báo cáo", "Xã, phường"; not "Đơn vị thực hiện"
_UNIT_COLUMN = re.compile(r"(?:ten )?(?:don vi|co quan|dia phuong|xa|phuong|thi tran|huyen| )+(?: bao cao)?")


@dataclass(frozen=True)
class Layout:
    """Where a form table keeps what, by column index.

    ``values`` are more than one where counts and percentages have a column each. ``cumulative`` is the column
    of sums since January, where one stands beside the period's. ``money`` is the unit that the header gives.
    ``by_unit``: its columns, or its rows, are those of several units.
    """

    number: int | None
    label: int
    values: tuple[int, ...]
    unit: int | None
    cumulative: int | None = None
    money: str = ""
    by_unit: bool = False
    label_width: int = 1  # sub-rows may be set in by a column, below the merged header of the label


def layout_of(header: Sequence[Row], rows: Sequence[Row], period_code: str | None) -> Layout | None:
    """Columns by the words stacked above them; None when they are not those of a form, or when the column of
    the report's own period cannot be told."""
    heads = heads_of(header)
    taken, free, of_units, names = _parts(heads)
    if "label" not in taken:
        return None
    if len(of_units) > 1:
        return Layout(taken.get("number"), taken["label"], of_units, taken.get("unit"), by_unit=True)
    by_unit = any(len({unit_named(text_at(row, c)) for row in rows} - {""}) > 1 for c in names)
    own, cumulative = value_columns(free, heads, period_code)
    values: Sequence[int] = own
    if not values:
        # no header says which; one column with numbers can only be it
        unclear = [c for c in free if not heads[c].names_a_column]
        values = [c for c in unclear if any(parse_cell(text_at(row, c), "").value is not None for row in rows)]
    if not values:
        return None
    if len(values) > 1 and not _is_pair(values, heads):
        filled = [c for c in values if any(text_at(row, c).strip() for row in rows)]
        if len(filled) > 1:
            return None
        values = filled or values[:1]
    money = next((unit for c in values if (unit := money_unit(heads[c].wide))), "")
    label = taken["label"]
    end = next((c for c, head in enumerate(heads) if c > label and head.own), len(heads))
    return Layout(taken.get("number"), label, tuple(values), taken.get("unit"), cumulative, money, by_unit, end - label)


@lru_cache(maxsize=1024)
def _parts(heads: tuple[Head, ...]) -> tuple[dict[str, int], tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """The columns by role, the free ones beside them, and of all those of several units or with names of units."""
    taken: dict[str, int] = {}
    for role in ("number", "unit", "label"):
        column = first_column(heads, role, taken.values())
        if column is not None:
            taken[role] = column
    free = tuple(c for c, head in enumerate(heads) if c not in taken.values() and head.own)
    of_units = {heads[c].lowest: c for c in free if _is_of_unit(heads[c])}
    names = tuple(c for c, head in enumerate(heads) if _UNIT_COLUMN.fullmatch(bare(head.own)))
    return taken, free, tuple(of_units.values()), names


def guessed_layout(rows: Sequence[Row]) -> Layout | None:
    """Columns of a form without a header, by what stands in them: number, label, perhaps a unit, value."""
    width = max((len(row) for row in rows), default=0)
    texts = [[one_line(text_at(row, c)) for row in rows] for c in range(width)]
    filled = [[text for text in column if text] for column in texts]
    number = next((c for c in range(width) if len(filled[c]) > 1 and all(map(ROW_NUMBER.fullmatch, filled[c]))), None)
    after = [c for c in range(0 if number is None else number + 1, width) if filled[c]]
    if number is None or not after:
        return None
    label = max(after, key=lambda c: sum(map(len, filled[c])))
    values = [c for c in after if c > label and any(parse_cell(t, "").value is not None for t in filled[c])]
    if len(values) != 1:
        return None
    units = [c for c in after if label < c < values[0]]
    return Layout(number, label, (values[0],), units[0] if units else None)


@lru_cache(maxsize=4096)
def money_unit(text: str) -> str:
    """The unit of money that a line above a table or a header gives ("ĐVT: triệu đồng", "Số tiền (tỷ đồng)"), or ""."""
    if money_multiplier(text):
        return text
    written = (one_line(match[1] or match[2]).strip(" .:") for match in _UNIT_ABOVE.finditer(text))
    return next((unit for unit in written if money_multiplier(unit)), "")


@lru_cache(maxsize=1024)
def value_columns(
    free: tuple[int, ...], heads: tuple[Head, ...], period_code: str | None
) -> tuple[tuple[int, ...], int | None]:
    """Of free columns those that hold the value of the report's own period by the words above them (several where they
    are counts and percentages, or where it cannot be told which), and the one of sums since January beside them."""
    named = {c for c in free if _names_period(heads[c].wide, period_code)}
    period = named or {c for c in free if heads[c].says("period")}
    alien = {c for c in free if _is_other_period(heads[c].wide, period_code)}
    values = [c for c in free if heads[c].says("value") or PERIOD_NAMED.search(heads[c].lowest) or c in period]
    sums = [
        c
        for c in free
        if c not in period and (heads[c].says("cumulative") or _is_since_january(heads[c].wide, period_code))
    ]
    left = [c for c in values if c not in alien and not heads[c].says("plan") and not heads[c].says("other")]
    own = [c for c in left if c not in sums] or left or [c for c in sums if c not in alien]
    if not own:
        own = [c for c in values if c not in alien and c in period]
    own = [c for c in own if c in period] or own
    rates = [c for c in own if _is_rate(heads[c])]
    counts = [c for c in own if c not in rates]
    if counts and any(head.says("plan") for head in heads):
        rates = []  # a percentage beside a plan is how much of it was done
    counts = [c for c in counts if "so luong" in bare(heads[c].wide)] or counts
    counts = [c for c in counts if re.match(r"(?:tong so|tong cong|tong|cong)$", bare(heads[c].lowest))] or counts
    return (*counts, *rates), next((c for c in sums if c not in own), None)


def _is_of_unit(head: Head) -> bool:
    """Whether a column is a unit's: "Xã Bắc Sơn", or "Bắc Sơn" below a merged "Số lượng"."""
    if unit_named(head.lowest):
        return True
    return head.says("value") and not head.names_a_column and is_proper_name(head.lowest)


def _is_rate(head: Head) -> bool:
    words = bare(head.wide)
    return "ty le" in words and "so luong" not in words


def _is_pair(columns: Sequence[int], heads: Sequence[Head]) -> bool:
    """Whether columns are one of counts and one of percentages."""
    return [_is_rate(heads[c]) for c in columns] == [False, True]


@lru_cache(maxsize=1024)
def _names_period(text: str, code: str | None) -> bool:
    """Whether a header names the report's own period ("Quý I/2023", "Quý I")."""
    if code is None or not PERIOD_NAMED.search(text):
        return False
    return code in (text.strip(), find_period(text), find_period(f"{text} năm {code[:4]}"))


@lru_cache(maxsize=1024)
def _is_other_period(text: str, code: str | None) -> bool:
    """Whether a header names another period; a year that the report's period lies in is none."""
    if code is None or not PERIOD_NAMED.search(text):
        return False
    return speaks_of_other_period(re.sub(r"(?<!năm )(?<![/\d-])\b(?=(?:19|20)\d\d$)", "năm ", text), code)


@lru_cache(maxsize=1024)
def _is_since_january(text: str, code: str | None) -> bool:
    """Whether a header names the time from January to the end of the report's period ("9 tháng" beside "Quý III")."""
    named = find_period(f"{text} năm {code[:4]}") if code and PERIOD_NAMED.search(text) else None
    if named is None or code is None or named == code:
        return False
    span, own = period_of_code(named), period_of_code(code)
    return span.end == own.end and span.start.month == 1
