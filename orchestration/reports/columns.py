"""Columns of a form table: which holds the number, the label, the unit and the value of the report's own period."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orchestration.reports.blocks import Cell
from orchestration.reports.layout_words import layout_words
from orchestration.reports.measures import money_multiplier
from orchestration.reports.numbers import parse_cell
from orchestration.reports.periods import find_period, speaks_of_other_period
from orchestration.reports.text import bare, one_line

Row = tuple[Cell, ...]

ROW_NUMBER = re.compile(r"\(?(?:\d{1,2}|[IVX]{1,5})(?:[.,]\d{1,2})*[.)]*")
_COLUMN_MARK = re.compile(
    r"[(\[]?(?:\d{1,2}|[a-zđ])(?:\s*=[\d\s+()=:/%-]*)?[)\]]?", re.IGNORECASE
)  # "(1)", "A", "3=4+5"
_PERIOD_NAMED = re.compile(
    r"\bqu[ýí] (?:[IV]{1,3}|[1-4])\b|\btháng\b|\bnăm (?:19|20)\d\d\b|^(?:19|20)\d\d$", re.IGNORECASE
)
_UNIT_ABOVE = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:?\s*([^();]+)|\(([^()]+)\)", re.IGNORECASE)
_WIDEST_HEADER = 120


@dataclass(frozen=True)
class Layout:
    """Where a form table keeps what, by column index.

    ``values`` are more than one where counts and percentages have a column each. ``cumulative`` is the column
    of sums since January, where one stands beside the period's. ``money`` is the unit that the header gives.
    """

    number: int | None
    label: int
    values: tuple[int, ...]
    unit: int | None
    cumulative: int | None = None
    money: str = ""


def text_at(cells: Row, column: int | None) -> str:
    """The text in a column of a row; empty where the row has no such column."""
    return cells[column].text if column is not None and column < len(cells) else ""


def is_header(cells: Row) -> bool:
    """A row that names columns: it holds "STT", or begins two columns with words of a label and of a value or unit."""
    first = next((cell.text for cell in cells if cell.text), "")
    if ROW_NUMBER.fullmatch(first):
        return False
    columns = layout_words().columns
    words = [bare(cell.text) for cell in cells if 0 < len(cell.text) <= _WIDEST_HEADER]
    if any(columns["number"].search(word) for word in words):
        return True
    if any(word.isdigit() or word == "" for word in words):
        return False
    begins = {role for role in ("label", "value", "period", "unit") for word in words if columns[role].match(word)}
    return "label" in begins and len(begins) > 1


def goes_on(header: Sequence[Row], cells: Row) -> bool:
    """Whether a row below header rows is one of them: words only, none below the headers of number and label."""
    stacked = [bare(text) for text in _written(header)]
    number, label = _first(stacked, "number"), _first(stacked, "label")
    filled = [cell.text.strip() for cell in cells if cell.text.strip()]
    if label is None or text_at(cells, label) or text_at(cells, number):
        return False
    return bool(filled) and all(re.search(r"[^\W\d]{2}|^(?:19|20)\d\d$|^%$", text) for text in filled)


def are_column_marks(cells: Row) -> bool:
    """The row "A | B | (1) | (2)" below a header."""
    filled = [cell.text.strip() for cell in cells if cell.text.strip()]
    return len(filled) >= 3 and all(_COLUMN_MARK.fullmatch(text) for text in filled)


def column_groups(header: Row) -> list[int]:
    """First columns of forms that stand side by side: where the header begins anew. One form: [0]."""
    for role in ("number", "label"):
        pattern = layout_words().columns[role]
        named = [(column, bare(cell.text)) for column, cell in enumerate(header) if pattern.match(bare(cell.text))]
        starts = [column for column, words in named if words == named[0][1]]
        if len(starts) > 1:
            return [0, *starts[1:]]
    return [0]


def layout_of(header: Sequence[Row], rows: Sequence[Row], period_code: str | None) -> Layout | None:
    """Columns by the words stacked above them; None when they are not those of a form, or when the column of
    the report's own period cannot be told."""
    written = _written(header)
    stacked = [bare(text) for text in written]
    taken: dict[str, int] = {}
    for role in ("number", "unit", "label"):
        column = _first(stacked, role, taken.values())
        if column is not None:
            taken[role] = column
    free = [c for c in range(len(stacked)) if c not in taken.values() and stacked[c]]
    values, cumulative = _value_columns(free, stacked, written, period_code)
    if "label" not in taken or not values:
        return None
    if len(values) > 1 and not _is_pair(values, stacked):
        filled = [c for c in values if any(text_at(row, c).strip() for row in rows)]
        if len(filled) > 1:
            return None
        values = filled or values[:1]
    money = next((unit for c in values if (unit := money_unit(written[c]))), "")
    return Layout(taken.get("number"), taken["label"], tuple(values), taken.get("unit"), cumulative, money)


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


def money_unit(text: str) -> str:
    """The unit of money that a line above a table or a header gives ("ĐVT: triệu đồng", "Số tiền (tỷ đồng)"), or ""."""
    if money_multiplier(text):
        return text
    written = (one_line(match[1] or match[2]).strip(" .:") for match in _UNIT_ABOVE.finditer(text))
    return next((unit for unit in written if money_multiplier(unit)), "")


def _value_columns(
    free: list[int], stacked: list[str], written: list[str], period_code: str | None
) -> tuple[list[int], int | None]:
    """The columns that may hold the value, and the one of sums since January beside them."""
    words = layout_words().columns
    period = {c for c in free if _names_period(written[c], period_code) or words["period"].search(stacked[c])}
    alien = {c for c in free if _is_other_period(written[c], period_code)}
    values = [c for c in free if words["value"].search(stacked[c]) or _PERIOD_NAMED.search(written[c]) or c in period]
    sums = [c for c in free if words["cumulative"].search(stacked[c]) and c not in period]
    left = [c for c in values if c not in alien and not words["other"].search(stacked[c])]
    own = [c for c in left if c not in sums] or left or [c for c in sums if c not in alien]
    if not own:
        own = [c for c in values if c not in alien and c in period]
    own = [c for c in own if c in period] or own
    pair = _pair(own, stacked)
    if not pair:
        exact = [c for c in own if re.search(r"so luong|ty le", stacked[c])]
        own = exact or own
        own = [c for c in own if re.match(r"(?:tong so|tong cong|tong|cong)$", stacked[c])] or own
    return pair or own, next((c for c in sums if c not in own), None)


def _pair(columns: list[int], stacked: list[str]) -> list[int]:
    """The column of counts and that of percentages, where they are two."""
    count = next((c for c in columns if "so luong" in stacked[c] and "ty le" not in stacked[c]), None)
    rate = next((c for c in columns if "ty le" in stacked[c] and "so luong" not in stacked[c]), None)
    return [count, rate] if count is not None and rate is not None else []


def _is_pair(columns: Sequence[int], stacked: list[str]) -> bool:
    return _pair(list(columns), stacked) == list(columns)


def _names_period(text: str, code: str | None) -> bool:
    """Whether a header names the report's own period ("Quý I/2023", "Quý I")."""
    if code is None or not _PERIOD_NAMED.search(text):
        return False
    return code in (text.strip(), find_period(text), find_period(f"{text} năm {code[:4]}"))


def _is_other_period(text: str, code: str | None) -> bool:
    """Whether a header names another period; a year that the report's period lies in is none."""
    if code is None or not _PERIOD_NAMED.search(text):
        return False
    return speaks_of_other_period(re.sub(r"^(?=(?:19|20)\d\d$)", "năm ", text), code)


def _first(stacked: list[str], role: str, taken: Iterable[int] = ()) -> int | None:
    pattern = layout_words().columns[role]
    return next((c for c, words in enumerate(stacked) if c not in taken and pattern.search(words)), None)


def _written(header: Sequence[Row]) -> list[str]:
    """The words above each column, as written, from the first row that names columns on."""
    start = next((n for n, row in enumerate(header) if is_header(row)), len(header))
    width = max((len(row) for row in header[start:]), default=0)
    columns = ([text_at(row, c) for row in header[start:]] for c in range(width))
    # a merged cell may be repeated in each of its rows
    return [one_line(" ".join(dict.fromkeys(t for t in texts if len(t) <= _WIDEST_HEADER))) for texts in columns]
