"""Rows of index tables to scores: whose, of which period, index and component, with maximum, rank and parts."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from orchestration.reports.blocks import Block, Cell, Document
from orchestration.reports.found import Found, IndexScore, Remark
from orchestration.reports.index_tables.columns import MEASURES, Column, maximum_in
from orchestration.reports.index_tables.layout import IndexLayout, load_layout
from orchestration.reports.index_tables.subjects import UNRESOLVED, Subject, Subjects, label
from orchestration.reports.index_tables.tables import IndexTable, index_tables
from orchestration.reports.issuer.periods import find_period, parse_date, period_of_code
from orchestration.reports.issuer.unit_names import Unit
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.numbers import CellValue, parse_cell
from orchestration.reports.text import one_line

_RANK = re.compile(r"(?:hạng|thứ)?\s*(\d{1,4})(?:\s*/\s*(\d{1,4}))?\.?", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T].*)?")
_SEVERAL, _SHARE = 2, 0.1  # cells of a column that tell its digits, and their share of it
_KINDS = {"numerator": "Số", "denominator": "Số", "rank_of": "Số"}  # all else is counted in points, with decimals
Key = tuple[str, str, str]  # index, component, period


def read_index_tables(document: Document, report: Mapping[str, Any], issuer: Unit, register: UnitRegister) -> Found:
    """The scores of a document's index tables, and remarks on what of them could not be placed or read.

    A score's period is the one its row, its column or its table's title names, else the report's.
    """
    layout, found = load_layout(), Found()
    tables, others = index_tables(document.blocks, document.name, layout)
    subjects = Subjects(register, issuer, layout)
    for table in tables:
        reader = _TableReader(table, report, subjects, layout)
        found.index_scores += reader.scores()
        found.remarks += reader.remarks
    if others:
        text = one_line(" ".join(cell.text for cell in others[0].cells))[:200]
        found.remarks.append(Remark("undeclared_form", text, text, others[0].place))
    return found


class _TableReader:
    def __init__(self, table: IndexTable, report: Mapping[str, Any], subjects: Subjects, layout: IndexLayout):
        self._table, self._report, self._subjects, self._layout = table, report, subjects, layout
        titled = next((code for title in table.titles if (code := find_period(title))), None)
        self._period = titled or report["period_code"]
        self._maxima: dict[int, float] = {}  # by column, of a row of maxima
        self._roundings = {c: self._rounding(c) for c, column in enumerate(table.columns) if column.component}
        self.remarks: list[Remark] = []

    def scores(self) -> list[IndexScore]:
        """All scores of the table; leaves what could not be used in ``remarks``."""
        self._tell_unknown_columns()
        found: list[IndexScore] = []
        for row in self._table.rows:
            named = self._table.text(row, "unit")
            if self._layout.maxima.equal(named):
                self._take_maxima(row)
            elif any(cell.text.strip() for cell in row.cells) and self._layout.columns.equal(named) != "unit":
                found += self._row(row, named)
        return found

    def _row(self, row: Block, named: str) -> list[IndexScore]:
        measures = [(c, cell) for c, cell in self._cells(row) if self._table.columns[c].role in MEASURES]
        is_filled = any(cell.text.strip() for _, cell in measures)
        if not is_filled and len([cell for cell in row.cells if cell.text.strip()]) < 2:
            return []  # the heading of a section
        period, day = self._when(row)
        subject = self._subjects.of(named, day)
        if subject.kind == UNRESOLVED:
            if not is_filled:
                return []
            self._tell_unresolved(row, named, subject)
        scores: dict[Key, IndexScore] = {}
        for c, cell in measures:
            key = self._key(row, self._table.columns[c], period)
            if key is None:
                self._tell_unplaced(row, cell)
                continue
            if key not in scores:
                scores[key] = self._empty(key, subject, named, row)
            self._put(scores[key], c, cell)
        self._put_declared_maximum(row, scores)
        made = [score for score in scores.values() if _says_something(score, is_filled)]
        return [*made, *self._others(row, made)]

    def _cells(self, row: Block) -> Iterator[tuple[int, Cell]]:
        return ((c, cell) for c, cell in enumerate(row.cells[: len(self._table.columns)]))

    def _when(self, row: Block) -> tuple[str, date]:
        """The period of a row and the day at which its unit is looked up."""
        day = self._table.text(row, "day")
        if found := _day(day):
            return f"{found:%Y-%m}", found
        year = re.search(r"(?:19|20)\d\d", self._table.text(row, "year"))
        period = year[0] if year else find_period(self._table.text(row, "year")) or self._period
        if period == self._report["period_code"] and self._report["cutoff_end"]:
            return period, self._report["cutoff_end"]
        return period, period_of_code(period).end

    def _key(self, row: Block, column: Column, period: str) -> Key | None:
        index = column.index or self._layout.names.within(self._table.text(row, "index")) or self._table.index
        if index is None:
            return None
        component = column.component
        if component is None and (said := self._table.text(row, "component")):
            component = self._layout.component(index, said) or self._strange_component(row, said)
        return index, component or "total", column.year or period

    def _strange_component(self, row: Block, said: str) -> str:
        if not any(remark.subject == said for remark in self.remarks):
            self.remarks.append(Remark("unmapped_row", said, said, row.place))
        return label(said)

    def _empty(self, key: Key, subject: Subject, named: str, row: Block) -> IndexScore:
        index, component, period = key
        return IndexScore(
            index, component, None, "", row.place, period_code=period, value_state="blank", source_kind="table",
            subject_kind=subject.kind, subject_unit_key=subject.unit_key, subject_name=subject.name, subject_text=named,
        )  # fmt: skip

    def _put(self, score: IndexScore, c: int, cell: Cell) -> None:
        """Take over one cell of a row."""
        column = self._table.columns[c]
        if column.role in ("rank", "group_rank"):
            self._put_rank(score, column, cell)
            return
        text = one_line(cell.text)
        is_percent = text.endswith("%") and column.role in ("score", "ratio")
        value = parse_cell(text.rstrip("% ") if is_percent else text, _KINDS.get(column.role, "Điểm"), cell.number)
        if not value.readable:
            self._tell_unreadable(score, column, cell)
        if column.role == "score":
            self._put_score(score, c, cell, value)
        elif column.role == "ratio":
            score.ratio, score.ratio_half_unit, score.ratio_locator = value.value, value.half_unit, cell.locator
        elif column.role == "rank_of":
            score.rank_of = score.rank_of if value.value is None else int(value.value)
        elif value.value is not None:
            setattr(score, column.role, value.value)  # max_score, numerator, denominator
        if score.source_locator == "" or (not score.value_text and column.role == "numerator"):
            score.source_locator = cell.locator

    def _put_score(self, score: IndexScore, c: int, cell: Cell, value: CellValue) -> None:
        score.score = None if value.state == "none_occurred" else value.value
        score.value_text, score.value_state, score.source_locator = one_line(cell.text), value.state, cell.locator
        rounding = self._roundings.get(c)
        score.half_unit = value.half_unit if rounding is None else rounding
        column = self._table.columns[c]
        score.max_score = self._maxima.get(c, column.maximum if score.max_score is None else score.max_score)

    def _put_rank(self, score: IndexScore, column: Column, cell: Cell) -> None:
        text = one_line(cell.text)
        match = _RANK.fullmatch(text)
        if match is None or not int(match[1]):
            if text.strip("-–. "):
                self._tell_unreadable(score, column, cell)
            return
        if column.role == "group_rank":
            score.group_rank = int(match[1])
            return
        score.rank, score.rank_locator = int(match[1]), cell.locator
        score.rank_of = int(match[2]) if match[2] else score.rank_of

    def _put_declared_maximum(self, row: Block, scores: Mapping[Key, IndexScore]) -> None:
        if (maximum := maximum_in(self._table.text(row, "measure"))) is not None:
            for score in scores.values():
                score.max_score = maximum if score.max_score is None else score.max_score

    def _others(self, row: Block, made: list[IndexScore]) -> Iterator[IndexScore]:
        """What a note says that another source gives: "(… ghi 46,0414)"."""
        column = self._table.column("note")
        if column is None or column >= len(row.cells) or len(made) != 1:
            return
        cell, score = row.cells[column], made[0]
        if match := self._layout.other_value.search(cell.text):
            value = parse_cell(match[1], "Điểm")
            place = f"{cell.locator}:{match.start(1) + 1}-{match.end(1)}"
            yield IndexScore(
                score.index_code, score.component_code, value.value, match[1], place, max_score=score.max_score,
                half_unit=value.half_unit, period_code=score.period_code, value_state=value.state, source_kind="note",
                subject_kind=score.subject_kind, subject_unit_key=score.subject_unit_key,
                subject_name=score.subject_name, subject_text=score.subject_text,
            )  # fmt: skip

    def _rounding(self, c: int) -> float | None:
        """Half a unit of the digits that a column of one component is written with: a program that writes 73.6 below
        75.31 means 73.60. The finest digits count that several of its cells have; None where none are many."""
        cells = [row.cells[c] for row in self._table.rows if c < len(row.cells)]
        values = [parse_cell(one_line(cell.text).rstrip("% "), "Điểm", cell.number) for cell in cells]
        counted = Counter(value.half_unit for value in values if value.half_unit)
        least = max(_SEVERAL, _SHARE * len(values))
        return min((half for half, times in counted.items() if times >= least), default=None)

    def _take_maxima(self, row: Block) -> None:
        for c, cell in self._cells(row):
            if self._table.columns[c].role == "score":
                value = parse_cell(one_line(cell.text), "Điểm", cell.number)
                if value.value is not None:
                    self._maxima[c] = value.value

    def _tell_unknown_columns(self) -> None:
        for c, column in enumerate(self._table.columns):
            if column.role == "unknown":
                cells = (row.cells[c].text for row in self._table.rows if c < len(row.cells))
                if first := next((one_line(text) for text in cells if text.strip()), ""):
                    self.remarks.append(Remark("unmapped_row", column.title, first, self._table.heads[c].locator))

    def _tell_unresolved(self, row: Block, named: str, subject: Subject) -> None:
        column = self._table.column("unit")
        assert column is not None
        place = row.cells[column].locator if column < len(row.cells) else row.place
        self.remarks.append(Remark("unknown_unit", named or "(để trống)", named, place, subject.reason))

    def _tell_unplaced(self, row: Block, cell: Cell) -> None:
        if cell.text.strip():
            said = self._table.text(row, "index") or one_line(" ".join(self._table.titles[:1]))
            with suppress(StopIteration):
                next(remark for remark in self.remarks if remark.subject == said)
                return
            self.remarks.append(Remark("unmapped_row", said, one_line(cell.text), cell.locator))

    def _tell_unreadable(self, score: IndexScore, column: Column, cell: Cell) -> None:
        subject = f"{score.subject_name}, {column.title}"
        self.remarks.append(Remark("unreadable_value", subject, one_line(cell.text), cell.locator))


def _says_something(score: IndexScore, is_filled: bool) -> bool:
    """Whether a row says anything of a component; a row that is wholly blank says that the total is not known."""
    parts = (score.score, score.rank, score.numerator, score.denominator, score.ratio, score.value_text or None)
    return any(part is not None for part in parts) or (not is_filled and score.component_code == "total")


def _day(text: str) -> date | None:
    if match := _ISO_DAY.fullmatch(text.strip()):
        with suppress(ValueError):
            return date.fromisoformat(match[1])
    return parse_date(text)
