"""What each column of an index table holds, by the words above it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from orchestration.reports.forms.grids import Path
from orchestration.reports.index_tables.layout import IndexLayout, words
from orchestration.reports.numbers import parse_number

# what a column may say of a score; all other roles say what a row is about
MEASURES = {"score", "rank", "rank_of", "group_rank", "max_score", "numerator", "denominator", "ratio"}
_OF_A_SCORE = {"rank", "rank_of", "group_rank"}
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)"
_MAXIMUM = re.compile(
    rf"(?:tối đa|max\w*)\D{{0,8}}{_NUMBER}|\(\s*/?\s*{_NUMBER}\s*(?:điểm|đ)?\s*\)|điểm\s*/\s*{_NUMBER}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """``role`` is one of layout.yml's, or ``unknown``, or empty for a column without any words. Index, component,
    year and maximum are those that the words above the column name."""

    title: str
    role: str
    index: str | None = None
    component: str | None = None
    year: str | None = None
    maximum: float | None = None


def read_columns(paths: Sequence[Path], titles: Iterable[str], layout: IndexLayout) -> tuple[list[Column], str | None]:
    """The columns below header paths, and the index of the table: the only one that headers name, else the one that
    ``titles``, the nearest first, name, else the one whose components the columns are. None when each row names its
    own, or nothing does."""
    named = {found for path in paths if (found := layout.names.within(" ".join(path)))}
    index = named.pop() if len(named) == 1 else next(filter(None, map(layout.names.within, titles)), None)
    index = index or _voted(paths, layout)
    columns = [_column(path, index, layout) for path in paths]
    roles = Counter(column.role for column in columns)
    if index and roles["index"] == 1 and not roles["score"]:  # "Chỉ số" alone, below a title that says which
        columns = [replace(column, role="score") if column.role == "index" else column for column in columns]
    columns = _with_ranks(columns)
    if not any(column.role == "unit" for column in columns):
        for number, path in enumerate(paths):
            if path and layout.columns.leading(path[-1]) == "unit":
                columns[number] = replace(columns[number], role="unit")
                break
    return columns, index


def _with_ranks(columns: list[Column]) -> list[Column]:
    """A rank without words of its own is of the index and year of the score before it (of the only score, wherever it
    stands), and of its component too where each score has a rank behind it."""
    roles = Counter(column.role for column in columns)
    made: list[Column] = []
    score = next((column for column in columns if column.role == "score"), None) if roles["score"] == 1 else None
    for column in columns:
        if column.role == "score":
            score = column
        elif score and column.role in _OF_A_SCORE and not (column.index or column.component or column.year):
            component = score.component if roles["rank"] == roles["score"] else None
            column = replace(column, index=score.index, component=component, year=score.year)
        made.append(column)
    return made


def is_known(text: str, layout: IndexLayout) -> bool:
    """Whether a header cell names something of an index table beside the unit."""
    role = layout.columns.equal(text) or layout.columns.leading(text)
    named = layout.names.within(text) or layout.indices_with(text)
    return bool(role in MEASURES or named or YEAR.search(text))


def maximum_in(text: str) -> float | None:
    """The highest score that words declare: "(tối đa 18)", "(18 điểm)", "điểm/80"."""
    match = _MAXIMUM.search(text)
    number = parse_number(next(filter(None, match.groups()))) if match else None
    return number.value if number else None


def _voted(paths: Sequence[Path], layout: IndexLayout) -> str | None:
    votes: Counter[str] = Counter()
    for path in paths:
        components = layout.indices_with(" ".join(path))
        votes.update(index for index, component in components.items() if component != "total")
    best = votes.most_common(2)
    is_clear = best and best[0][1] >= 2 and (len(best) == 1 or best[0][1] > best[1][1])
    return best[0][0] if is_clear else None


def _column(path: Path, table_index: str | None, layout: IndexLayout) -> Column:
    text = " ".join(path)
    if not text.strip():
        return Column("", "")
    role = layout.columns.equal(path[-1]) or layout.columns.equal(text)
    if role and role not in MEASURES:
        return Column(text, role)
    named = layout.names.within(text)
    index = named or table_index
    without_maximum = _MAXIMUM.sub(" ", text)
    said = layout.names.without(without_maximum) if named else words(without_maximum)
    component = layout.components[index].within(said) if index and not (role and len(path) == 1) else None
    rest = layout.components[index].without(said) if index and component else said
    role = role or layout.columns.within(rest) or ("score" if component or named else None)
    year = YEAR.search(text)
    if component and role not in MEASURES:
        role = "score"
    if role in ("index", "year") and index and (named or year):
        role = "score"  # "Chỉ số PAR INDEX", "Năm 2024" head values, not the names of indices and years
    if role not in MEASURES or (not component and _strange_words(rest, layout)):
        return Column(text, "unknown")
    return Column(text, role, named, component, year[0] if year else None, maximum_in(text))


def _strange_words(text: str, layout: IndexLayout) -> str:
    """What is left of a header without the words that layout.yml knows."""
    return re.sub(r"\d+", " ", layout.filler.without(layout.columns.without(text))).strip()
