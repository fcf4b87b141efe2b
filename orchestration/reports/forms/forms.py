"""Statistical forms: rows of a table become figures of the form that heading and rows agree on.

A row that cannot be told from another gives no figure: it is kept as a remark with its candidates, as is a row
that the form does not have, and a table of a form that nobody declared.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.catalogue import Catalogue, Indicator, bare_without_brackets
from orchestration.reports.forms.columns import money_unit
from orchestration.reports.forms.figures import state, tell
from orchestration.reports.forms.form_choice import parts_of, printed_forms
from orchestration.reports.forms.layout_words import layout_words
from orchestration.reports.forms.layouts import FormTable, form_tables
from orchestration.reports.forms.lines import Line, lines_of, value_cell, values_of
from orchestration.reports.forms.matching import Match, match_rows
from orchestration.reports.forms.rows import Form, WrittenRow
from orchestration.reports.found import Found
from orchestration.reports.issuer.periods import period_of_code, period_words
from orchestration.reports.measures import money_multiplier
from orchestration.reports.numbers import parse_cell
from orchestration.reports.text import key, one_line

_MIXED = 3  # rows of forms that a table of no form must hold to be told of


def read_forms(
    blocks: Iterable[Block],
    catalogue: Catalogue,
    period_code: str | None = None,
    province: str | None = None,
    unit: str = "",
) -> Found:
    """Figures of all form tables among the blocks, in the order of reading.

    The period tells which of several value columns is the report's; period and province which local variants hold;
    the unit which of the tables is its own, where the same form stands there for several.
    """
    found = Found()
    forms = printed_forms(catalogue, province, period_of_code(period_code).end if period_code else None)
    read = []
    by_form: dict[str, list[FormTable]] = {}
    for table in form_tables(blocks, period_code):
        lines = lines_of(table.layout, table.rows) if table.layout else []
        parts = parts_of(table, lines, forms)
        read.append((table, lines, parts))
        for form, _ in parts:
            by_form.setdefault(form.code, []).append(table)
    for table, lines, parts in read:
        for form, part in parts:
            owner = _other_owner(table, by_form[form.code], unit, period_code)
            if owner or (table.layout and table.layout.by_unit):
                _tell_other_owner(" – ".join(filter(None, (form.code, owner))), part, found)
            else:
                _read(form, part, table, found)
        if not parts and not layout_words().other_forms & set(table.named):
            if table.headed:
                _tell_undeclared(table, lines, forms, found)
            elif len(known := _known_rows(lines, forms)) >= _MIXED:
                table.title = f"{known[0].written.label} …"
                _tell_undeclared(table, lines, forms, found)
    return found


def _other_owner(table: FormTable, of_form: list[FormTable], unit: str, period_code: str | None) -> str:
    """The other unit or period whose figures a table gives, or "".

    One title alone may be left over from an older file; so it is believed only where the same form stands there for
    several units, or for the report's own period too.
    """
    units = {key(other.unit) for other in of_form if other.unit}
    if len(units) > 1 and table.unit and key(table.unit) != key(unit):
        return table.unit
    periods = {other.period for other in of_form}
    if table.period and table.period != period_code and period_code in periods:
        return period_words(table.period)
    return ""


def _read(form: Form, lines: list[Line], table: FormTable, found: Found) -> None:
    """Statements of the lines that are rows of the form, remarks on the others."""
    lines, matches = _joined(lines, form)
    code = form.code
    for line, match in zip(lines, matches, strict=True):
        label = line.written.label
        if match.row is None:
            subject = _subject(code, line)
            if _holds_a_value(line) and match.candidates:
                could_be = " hoặc ".join(f"dòng {row.number} «{row.indicator.name_vi}»" for row in match.candidates)
                tell(found, "doubtful_row", subject, line.value.text, line.value, could_be)
            elif _holds_a_value(line):
                tell(found, "unmapped_row", subject, line.value.text, line.value)
            continue
        indicator = match.row.indicator
        value = value_cell(line.layout, line.cells, indicator)
        if not value.text and (not label or indicator.value_type == "header"):
            continue
        if line.written.numbers and match.row.number not in line.written.numbers:
            expected = f"{match.row.number} {indicator.name_vi}"
            tell(found, "label_mismatch", _subject(code, line), f"{_number(line)} {label}", value, expected)
        read = parse_cell(value.text, _measure(line.written, table, indicator), value.number)
        state(
            found, indicator, value, read, f"{code} {indicator.row_code}", label=label, form_code=indicator.form_code,
            row_code=indicator.row_code, source_kind="form", match_score=match.score,
        )  # fmt: skip


def _subject(code: str, line: Line) -> str:
    return one_line(f"{code} {_number(line)} {line.written.label[:80]}")


def _number(line: Line) -> str:
    return line.written.number.strip(" .()")


def _tell_other_owner(subject: str, lines: list[Line], found: Found) -> None:
    cells = [cell for line in lines for cell in values_of(line) if re.search(r"\d", cell.text)]
    if cells:
        tell(found, "rows_by_unit", subject, f"{len(cells)} ô số liệu", cells[0])


def _known_rows(lines: list[Line], forms: dict[str, list[Form]]) -> list[Line]:
    """The lines with figures that are called as rows of forms are: of a table that mixes forms, some are."""
    names = frozenset().union(*(form.names for printed in forms.values() for form in printed))
    return [line for line in lines if line.value.text and bare_without_brackets(line.written.label) in names]


def _tell_undeclared(table: FormTable, lines: list[Line], forms: dict[str, list[Form]], found: Found) -> None:
    """A table that a heading calls a form but that no form explains: told once, if it holds figures."""
    cells = [line.value for line in lines if line.written.label] if table.layout else _figures_anywhere(table)
    filled = [cell for cell in cells if parse_cell(cell.text, "", cell.number).value is not None]
    # a list of staff may be an appendix with numbers; only a series with forms makes any table a form
    known = {re.sub(r"\d+$", "", code) for code in forms}
    if not filled or (table.layout is None and re.sub(r"\d+$", "", table.named[0]) not in known):
        return
    reason = "không khớp biểu mẫu nào đã khai báo" if table.layout else "không rõ cột nào ghi số liệu của kỳ báo cáo"
    title = table.title[:120]
    told = f"{reason}; {len(filled)} ô số liệu chưa được dùng"
    tell(found, "undeclared_form", title, title, filled[0], told)


def _figures_anywhere(table: FormTable) -> list[Cell]:
    return [cell for row in table.rows if any(len(c.text) > 5 for c in row) for cell in row[1:]]


def _joined(lines: list[Line], form: Form) -> tuple[list[Line], list[Match]]:
    """Lines matched with the form; the second half of a row that a page end broke is put to the first."""
    matches = match_rows([line.written for line in lines], form)
    whole: list[Line] = []
    for n, line in enumerate(lines):
        if n and not line.written.number and line.written.label and matches[n].row is None and whole:
            first = whole[-1]
            row = replace(first.written, label=f"{first.written.label} {line.written.label}")
            both = match_rows([row], form)[0]
            better = both.row is not None and both.score > matches[n - 1].score
            if better and not (first.value.text and line.value.text):
                pairs = zip_longest(first.cells, line.cells)
                cells = tuple(a if b is None or (a and a.text) else b for a, b in pairs)
                whole[-1] = Line(line.layout, cells, row, first.value if first.value.text else line.value)
                continue
        whole.append(line)
    if len(whole) == len(lines):
        return lines, matches
    return whole, match_rows([line.written for line in whole], form)


def _holds_a_value(line: Line) -> bool:
    """Whether a line that is no row of the form holds what would be lost: not so a signature or a chapter's name."""
    text = line.value.text
    if not text or not (line.written.number or line.written.label):
        return bool(re.search(r"\d", text)) and not re.search(r"ngày|tháng", text)
    return bool(line.written.numbers) or bool(re.search(r"\d", text))


def _measure(written: WrittenRow, table: FormTable, indicator: Indicator) -> str:
    """The unit of a row's value: of the row itself, of its label, of the header or the line above where the
    catalogue expects money; else the catalogue's."""
    unit = written.unit.lower()
    if unit == "%" or money_multiplier(unit):
        return unit
    if indicator.value_type != "money":
        return indicator.unit_of_measure
    header = table.layout.money if table.layout else ""
    return money_unit(written.label) or header or table.money or indicator.unit_of_measure
