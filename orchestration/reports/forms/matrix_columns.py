"""What the columns of a table of dossiers count, read from the words above them by matrix.yml."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.reports.forms.grids import Grid
from orchestration.reports.issuer.periods import speaks_of_other_period
from orchestration.reports.text import bare

MATRIX_YML = Path(__file__).with_name("matrix.yml")
_UNKNOWN = "?"

Facets = dict[str, str]


def whole(words: str) -> re.Pattern[str]:
    """A pattern on whole words."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def header_words(text: str) -> str:
    """Words of a header as matrix.yml writes them."""
    return bare(text.replace("%", " phan tram "))


@dataclass(frozen=True)
class Entry:
    """A kind of column: just these facets, and the indicator or the form's column that they mean.

    ``unless`` is a word of another column of rates that makes it a part of what it seems.
    """

    facets: Facets
    indicator: str | None
    column: str | None
    unless: str | None


class Vocabulary:
    """One part of matrix.yml, compiled."""

    def __init__(self, data: dict[str, Any]):
        self.facets = {
            facet: [(value, whole(p)) for value, patterns in values.items() for p in patterns]
            for facet, values in data["facets"].items()
        }
        self._fillers = whole("|".join(data["fillers"]))
        self._other = whole("|".join(data["other"]))
        self.entries = [
            Entry(
                {k: v for k, v in entry.items() if k in data["facets"]},
                entry.get("indicator"),
                str(entry["column"]) if "column" in entry else None,
                entry.get("unless_rate"),
            )
            for entry in data["columns"]
        ]

    def said(self, words: str) -> Facets:
        """The facets that a line of words states; "?" where it states two values of one."""
        return self._read(words)[0]

    def is_other(self, words: str) -> bool:
        """Whether a line speaks of another matter."""
        return bool(self._other.search(words))

    def is_clear(self, words: str) -> bool:
        """Whether every word of a line is understood."""
        return not self.is_other(words) and not self._fillers.sub(" ", self._read(words)[1]).strip()

    def _read(self, words: str) -> tuple[Facets, str]:
        """Facets of a line, and the words that say none."""
        facets: Facets = {}
        rest = list(words)
        for facet, patterns in self.facets.items():
            hits = [(m.start(), m.end(), value) for value, p in patterns for m in p.finditer(words) if m[0]]
            # a word within a longer one of its facet says nothing of its own: "chưa giải quyết", "giải quyết"
            hits = [h for h in hits if not any(o[0] <= h[0] and h[1] <= o[1] and o[:2] != h[:2] for o in hits)]
            values = {value for _, _, value in hits}
            if values:
                facets[facet] = values.pop() if len(values) == 1 else _UNKNOWN
            for start, end, _ in hits:
                rest[start:end] = " " * (end - start)
        return facets, "".join(rest)


@lru_cache(maxsize=1)
def matrix() -> dict[str, Any]:
    """matrix.yml with its vocabularies and patterns compiled, read once."""
    with MATRIX_YML.open(encoding="utf-8") as file:
        data = yaml.load(file, Loader=yaml.CSafeLoader)
    for part in ("dossiers", "procedures"):
        data[part] = Vocabulary(data[part])
    for part in ("beside", "this_period"):
        data[part] = [re.compile(pattern) for pattern in data[part]]
    for part in ("total", "parts", "values"):
        data[part] = re.compile(data[part])
    data["level"] = whole(data["level"])
    data["levels"] = {level: whole("|".join(patterns)) for level, patterns in data["levels"].items()}
    data["offices"] = {kind: re.compile(pattern) for kind, pattern in data["offices"].items()}
    data["label_fillers"] = re.compile(data["label_fillers"], re.IGNORECASE)
    return data


@dataclass
class Column:
    """A column beside number and label: its place, its header's words, and what they say together."""

    index: int
    path: tuple[str, ...]
    facets: Facets = field(default_factory=dict)
    is_clear: bool = True
    is_bare: bool = False  # its own words name nothing ("Tổng số")
    entry: Entry | None = None

    @property
    def words(self) -> str:
        return " – ".join(self.path)

    @property
    def is_rate(self) -> bool:
        return self.facets.get("measure") == "percent"

    def means(self, action: str) -> bool:
        return self.facets.get("action") == action


def read_columns(grid: Grid, vocabulary: Vocabulary, title: Facets, period_code: str | None) -> list[Column]:
    """The columns that may hold figures; those that fit exactly one entry have it.

    Columns of other periods, of plans, and of notes are left out. ``title`` is what the table's title says.
    """
    lead = {grid.number, grid.label}
    lines = {c: [header_words(line) for line in path] for c, path in enumerate(grid.paths) if c not in lead}
    sets_apart = any(matrix()["this_period"][0].search(line) for path in lines.values() for line in path)
    columns = []
    for c, path in lines.items():
        patterns = matrix()["beside"][: 3 if sets_apart else 2]
        if any(pattern.fullmatch(line) for pattern in patterns for line in path):
            continue
        named = tuple(line for line in grid.paths[c] if not matrix()["parts"].fullmatch(header_words(line)))
        column = Column(c, named, is_clear=bool(named))
        for line in path:
            column.facets |= vocabulary.said(line)
            column.is_clear = column.is_clear and vocabulary.is_clear(line)
        column.is_bare = bool(path) and not vocabulary.said(path[-1])
        is_of_then = period_code and speaks_of_other_period(" ".join(grid.paths[c]).lower(), period_code)
        if is_of_then and not column.means("carried_over"):
            continue
        columns.append(column)
    clear = [column for column in columns if column.is_clear]
    if "action" in vocabulary.facets:
        _fill_in(clear, title)
        _find_totals(clear)
    stated = {value for column in clear if column.is_rate for value in column.facets.values()}
    for column in clear:
        column.entry = next(
            (e for e in vocabulary.entries if e.facets == column.facets and e.unless not in stated), None
        )
    meant = Counter(_meaning(column) for column in clear)
    for column in clear:
        if meant[_meaning(column)] > 1:
            column.entry = None
    return columns


def _meaning(column: Column) -> tuple[str | None, str | None, int]:
    entry = column.entry
    return (entry.indicator, entry.column, -1) if entry else (None, None, column.index)


def _beside(column: Column, columns: list[Column]) -> list[Column]:
    """The columns that stand under the same outer words."""
    return [other for other in columns if other.path[:-1] == column.path[:-1]]


def _fill_in(columns: list[Column], title: Facets) -> None:
    """The action of columns that state none: of the column before them whose parts they are, or of the title."""
    stated = {column.index: column.facets.get("action") for column in columns}
    by_title = title.get("action") if title.get("action") != _UNKNOWN else None
    for column in columns:
        if stated[column.index]:
            continue
        siblings = _beside(column, columns)
        action = None
        if column.is_rate:
            action = "resolved" if "timing" in column.facets else "received" if "channel" in column.facets else None
        elif "channel" in column.facets or "timing" in column.facets:
            before = [s for s in siblings if s.index < column.index and stated[s.index]]
            if before:
                action = _action_of_parts(column, before, columns)
            else:
                action = by_title or ("received" if "channel" in column.facets else None)
        elif not column.facets:
            after = next((s for s in siblings if s.index > column.index), None)
            if any(s.means("carried_over") for s in siblings):
                action = "to_settle"
            elif after and "channel" in after.facets and not stated[after.index]:
                action = by_title or "received"
            else:
                action = by_title
        if action:
            column.facets["action"] = action


def _action_of_parts(column: Column, before: list[Column], columns: list[Column]) -> str:
    """The action that a part shares with the column before it; "?" where it may be that of either of two."""
    nearest = before[-1]
    if nearest.means("in_progress") and len(before) > 1 and before[-2].means("resolved"):
        own = [c for c in columns if before[-2].index < c.index < nearest.index and "timing" in c.facets]
        if not own:
            return _UNKNOWN
    return nearest.facets["action"]


def _find_totals(columns: list[Column]) -> None:
    """Tell what was received from what was to be settled: a total beside "kỳ trước chuyển sang" holds both."""
    for column in columns:
        siblings = [s for s in _beside(column, columns) if s is not column]
        carried = any(s.means("carried_over") for s in siblings)
        if column.means("to_settle") and "channel" in column.facets and carried:
            column.facets["action"] = "received"  # what came before is no channel
        plain = column.facets == {"action": "received"}
        is_total = column.is_bare or whole("tong").search(header_words(column.path[-1]))
        if plain and carried and is_total:
            apart = len(column.path) > 1 and not any(s.means("resolved") or s.means("in_progress") for s in siblings)
            new = any(s.facets == {"action": "received"} for s in siblings)
            column.facets["action"] = "to_settle" if apart or new else _UNKNOWN
        elif column.is_bare and len(column.facets) == 1 and len(column.path) > 1:
            # "Tổng số" under "Kết quả giải quyết" beside "Đang giải quyết" is a total of both
            inner = {s.facets.get("action") for s in siblings} - {column.facets.get("action"), "carried_over", None}
            if inner and not column.means("to_settle"):
                column.facets["action"] = _UNKNOWN
