"""Header rows of form tables: which rows they are, and the words that they put above each column."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orchestration.reports.blocks import Cell
from orchestration.reports.forms.layout_words import layout_words
from orchestration.reports.text import bare, one_line

Row = tuple[Cell, ...]

ROW_NUMBER = re.compile(r"\(?(?:\d{1,2}|[IVX]{1,5})(?:[.,]\d{1,2})*[.)]*")
_COLUMN_MARK = re.compile(
    r"[(\[]?(?:\d{1,2}|[a-zđ])(?:\s*=[\d\s+()=:/%-]*)?[)\]]?", re.IGNORECASE
)  # "(1)", "A", "3=4+5"
PERIOD_NAMED = re.compile(
    r"\bqu[ýí] (?:[IV]{1,3}|[1-4])\b|\btháng\b|\bnăm (?:19|20)\d\d\b|(?<![/\d-])\b(?:19|20)\d\d$", re.IGNORECASE
)
PERIOD_HEAD = re.compile(
    r"(?:thực hiện |kết quả |số liệu )?(?:qu[ýí] (?:[IV]{1,3}|[1-4])\b|tháng \d|\d+ tháng\b|năm (?:19|20)\d\d\b"
    r"|(?:19|20)\d\d$)",
    re.IGNORECASE,
)
_HEADER_WORDS = re.compile(r"[^\W\d]{2}|^(?:19|20)\d\d$|^%$")
_WIDEST_HEADER = 120  # characters
_LONGEST_MARK = 60


@dataclass(frozen=True)
class Head:
    """The words above a column as written: its own, those of merged cells above it and its neighbours with them, and
    the lowest of them."""

    own: str
    wide: str
    lowest: str

    def says(self, role: str) -> bool:
        """Whether the words are among those of a role (layouts.yml)."""
        return any(_says(role, text) for text in {self.own, self.wide, self.lowest})

    @property
    def is_of_figures(self) -> bool:
        """Whether the words say that values or the figures of a period stand below."""
        return any(map(self.says, ("value", "period", "cumulative"))) or bool(PERIOD_HEAD.match(self.lowest))

    @property
    def names_a_column(self) -> bool:
        """Whether the lowest words are among those that headers of forms have, or name a period."""
        words = bare(self.lowest)
        known = any(pattern.search(words) for pattern in layout_words().columns.values())
        return known or bool(PERIOD_NAMED.search(self.lowest))


@lru_cache(maxsize=8192)
def _says(role: str, text: str) -> bool:
    return bool(layout_words().columns[role].search(bare(text)))


def text_at(cells: Row, column: int | None) -> str:
    """The text in a column of a row; empty where the row has no such column."""
    return cells[column].text if column is not None and column < len(cells) else ""


def is_header(cells: Row) -> bool:
    """A row that names columns: it holds "STT", or begins columns with words of a label and of a value or unit."""
    texts = [cell.text for cell in cells if cell.text]
    if not texts or ROW_NUMBER.fullmatch(texts[0]):
        return False  # as most rows are
    return _are_headers(tuple(texts))


def is_list_header(cells: Row) -> bool:
    """A row that names a label and a value or unit, whether it holds "STT" or not."""
    number = layout_words().columns["number"]
    return _are_headers(tuple([cell.text for cell in cells if cell.text and not number.search(bare(cell.text))]))


@lru_cache(maxsize=8192)
def begins_as_label(text: str) -> bool:
    """Whether the words above a column begin as those of the label do ("Chỉ tiêu thống kê")."""
    return len(text) <= _WIDEST_HEADER and bool(layout_words().columns["label"].match(bare(text)))


@lru_cache(maxsize=8192)  # each row is asked several times, and all reports print the same
def _are_headers(texts: tuple[str, ...]) -> bool:
    if texts and ROW_NUMBER.fullmatch(texts[0]):
        return False
    columns = layout_words().columns
    texts = tuple(text for text in texts if len(text) <= _WIDEST_HEADER)
    words = [bare(text) for text in texts]
    if any(columns["number"].search(word) for word in words):
        return True
    is_period = [bool(PERIOD_HEAD.match(text.strip())) for text in texts]
    if any((word.isdigit() and not period) or word == "" for word, period in zip(words, is_period, strict=True)):
        return False
    roles = ("label", "value", "period", "cumulative", "unit")
    begins = {role for role in roles for word in words if columns[role].match(word)}
    return "label" in begins and (len(begins) > 1 or any(is_period))


def goes_on(header: Sequence[Row], cells: Row) -> bool:
    """Whether a row below header rows is one of them: words only, none below the headers of number and label."""
    filled = [cell.text for cell in cells if cell.text.strip()]
    if not filled or not all(_HEADER_WORDS.search(text.strip()) for text in filled):
        return False
    heads = heads_of(header)
    number, label = first_column(heads, "number"), first_column(heads, "label")
    return label is not None and not text_at(cells, label) and not text_at(cells, number)


def are_column_marks(cells: Row) -> bool:
    """The row "A | B | (1) | (2)" below a header."""
    filled = 0
    for cell in cells:
        if text := cell.text.strip():
            if len(text) > _LONGEST_MARK or not _COLUMN_MARK.fullmatch(text):
                return False
            filled += 1
    return filled >= 3


def column_groups(header: Row) -> list[int]:
    """First columns of forms that stand side by side: where the header begins anew. One form: [0]."""
    for role in ("number", "label"):
        pattern = layout_words().columns[role]
        named = [(column, bare(cell.text)) for column, cell in enumerate(header) if pattern.match(bare(cell.text))]
        starts = [column for column, words in named if words == named[0][1]]
        if len(starts) > 1:
            return [0, *starts[1:]]
    return [0]


def first_column(heads: Sequence[Head], role: str, taken: Iterable[int] = ()) -> int | None:
    words = layout_words().columns
    columns = [c for c, head in enumerate(heads) if c not in taken and words[role].search(bare(head.own))]
    # "Mã chỉ tiêu" beside "Chỉ tiêu" is a second number
    return next((c for c in columns if role == "number" or not words["number"].search(bare(heads[c].own))), None)


def heads_of(header: Sequence[Row]) -> tuple[Head, ...]:
    """The words above each column, from the first row that names columns on."""
    start = next((n for n, row in enumerate(header) if is_header(row)), len(header))
    return _heads(tuple([tuple([cell.text for cell in row]) for row in header[start:]]))


@lru_cache(maxsize=1024)  # all sheets of a workbook have the same
def _heads(rows: tuple[tuple[str, ...], ...]) -> tuple[Head, ...]:
    width = max(map(len, rows), default=0)
    texts = [[row[c] if c < len(row) and len(row[c]) <= _WIDEST_HEADER else "" for row in rows] for c in range(width)]
    heads: list[Head] = []
    group: list[str] = []  # texts of the column to the left, merged cells above it filled
    for own in texts:
        wide = list(own)
        for n, text in enumerate(own):
            # a cell above other words that has none: the one to its left, with words below it too, is merged with it
            if not text and group and any(own[n + 1 :]) and any(group[n + 1 :]) and not any(own[:n]):
                wide[n] = group[n]
        heads.append(Head(_joined(own), _joined(wide), next((one_line(t) for t in reversed(own) if t), "")))
        group = wide
    return tuple(heads)


def _joined(texts: Sequence[str]) -> str:
    # a merged cell may be repeated in each of its rows
    return one_line(" ".join(dict.fromkeys(texts)))
