"""Reading .xlsx: every row of every sheet, visible sheets first; addresses are those that Excel shows.

A cell's own number, its format and its errors all matter here: 41,67 % is kept by Excel as 0.4167 with a
percent format, 5/9 may have become a date, and #DIV/0! is no blank. Rows are read one by one, so a lone cell
at the far end of a sheet costs nothing.
"""

import math
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from lxml import etree

from orchestration.reports.blocks import Block, Cell, UnreadableFile
from orchestration.reports.numbers import written_number
from orchestration.reports.package import Package, child_value
from orchestration.reports.text import SUPERSCRIPT, clean, without_tags

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V, _F, _IS = f"{_S}v", f"{_S}f", f"{_S}is"
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MAX_CELLS = 1_000_000  # of a sheet, blanks between values included
_DAYS = 2_957_003  # days until the year 10000, from 1904 on
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


class _Workbook:
    """What the cells of all sheets refer to: texts, formats and the first day of the calendar."""

    def __init__(self, content: bytes):
        self.package = Package(content, "Excel .xlsx")
        self._main = self.package.main_part
        self._related = self.package.related(self._main)
        self._root = self.package.xml(self._main)
        if self._root.tag != f"{_S}workbook":
            raise UnreadableFile("không phải tệp Excel .xlsx")
        from_1904 = child_value(self._root, f"{_S}workbookPr", "date1904") in ("1", "true")
        self.day_zero = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
        strings = self._part("sharedStrings")
        self._texts = [_text(si) for si in self.package.elements(strings, f"{_S}si")] if strings else []
        self._formats = self._known_formats()

    def sheets(self) -> list[tuple[str, str]]:
        """(name, part) of the worksheets, hidden ones last: an officer does not see what they say."""
        listed = []
        for sheet in self._root.iterfind(f"{_S}sheets/{_S}sheet"):
            kind, part = self._related.get(sheet.get(f"{_R}id", ""), ("", ""))
            if kind == "worksheet":
                listed.append((sheet.get("state", "visible") != "visible", clean(sheet.get("name", "")), part))
        return [(name, part) for _, name, part in sorted(listed, key=lambda entry: entry[0])]

    def shows(self, style: str) -> str:
        """What a number of a style stands for: ``date``, ``percent`` or an empty string."""
        known = style.isascii() and style.isdigit() and int(style) < len(self._formats)
        return self._formats[int(style)] if known else ""

    def text(self, index: str) -> str:
        """The shared text of that number; empty where there is none."""
        known = index.isascii() and index.isdigit() and int(index) < len(self._texts)
        return self._texts[int(index)] if known else ""

    def _part(self, kind: str) -> str | None:
        return next((part for k, part in self._related.values() if k == kind), None)

    def _known_formats(self) -> list[str]:
        part = self._part("styles")
        if part is None:
            return []
        styles = self.package.xml(part)
        codes = {f.get("numFmtId"): f.get("formatCode", "") for f in styles.iterfind(f"{_S}numFmts/{_S}numFmt")}
        numbers = [xf.get("numFmtId", "0") for xf in styles.iterfind(f"{_S}cellXfs/{_S}xf")]
        return [_shown(number, codes.get(number)) for number in numbers]


def _shown(number: str, code: str | None) -> str:
    if code is None:
        known = int(number) if number.isascii() and number.isdigit() else 0
        return "date" if known in _DATE_FORMATS else "percent" if known in _PERCENT_FORMATS else ""
    bare = _QUOTED.sub("", code).lower()
    if "%" in bare:
        return "percent"
    return "date" if re.search(r"[dmyhs]", bare.replace("general", "")) else ""


def read_xlsx(name: str, content: bytes) -> Iterator[Block]:
    """Blocks of a workbook. Raises UnreadableFile when it is damaged, locked, too large, or no workbook."""
    workbook = _Workbook(content)
    for number, (sheet, part) in enumerate(workbook.sheets(), start=1):
        place = f"{name}!{sheet}"
        rows = list(_rows(workbook, part))
        width = max((max(cells) + 1 for _, cells in rows), default=0)
        if len(rows) * width > _MAX_CELLS:
            raise UnreadableFile(f"trang tính «{sheet}» quá lớn: {len(rows)} dòng, {width} cột")
        for row_no, cells in rows:
            row = []
            for column in range(width):
                text, value = cells.get(column, ("", None))
                row.append(Cell(text, f"{place}!{column_letters(column)}{row_no}", value))
            yield Block("", f"{place}!{row_no}", tuple(row), table=number, sheet=sheet)


def _rows(workbook: _Workbook, part: str) -> Iterator[tuple[int, dict[int, tuple[str, float | None]]]]:
    """Row numbers with (text, number) by column; rows and cells without a value are left out."""
    row_no = seen = 0
    for row in workbook.package.elements(part, f"{_S}row"):
        number = row.get("r", "")
        row_no = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else row_no + 1
        column, cells = -1, {}
        for cell in row.iterchildren(f"{_S}c"):
            address = _ADDRESS.fullmatch(cell.get("r", ""))
            column = column_number(address[1]) if address else column + 1
            text, value = _value(workbook, cell)
            if text:
                cells[column] = (text, value)
        seen += len(cells)
        if seen > _MAX_CELLS:
            raise UnreadableFile(f"trang tính có hơn {_MAX_CELLS} ô")
        if cells:
            yield row_no, cells


def _value(workbook: _Workbook, cell: etree._Element) -> tuple[str, float | None]:
    """What a cell shows, and its number when it holds one."""
    kind, parts = cell.get("t", "n"), {part.tag: part for part in cell}
    written = parts[_V].text or "" if _V in parts else ""
    if kind == "s":
        return workbook.text(written), None
    if kind == "inlineStr":
        return (_text(parts[_IS]) if _IS in parts else ""), None
    if kind == "b":
        return written, float(written == "1")
    if kind == "n":
        if not written and _F in parts:
            return f"={parts[_F].text or ''}", None  # never calculated: what it says is not known
        return _number(workbook, cell.get("s", "0"), written) if written else ("", None)
    return without_tags(written), None


def _number(workbook: _Workbook, style: str, written: str) -> tuple[str, float | None]:
    try:
        number = float(written)
    except ValueError:
        return written, None
    if not math.isfinite(number):
        return written, None
    shown = workbook.shows(style)
    if shown == "percent":
        return f"{written_number(number * 100)}%", None
    if shown == "date" and 0 <= number < _DAYS:
        return f"{workbook.day_zero + timedelta(days=number):%d/%m/%Y}", None
    return written_number(number), number


def _text(element: etree._Element) -> str:
    """The text of a string item: its runs, raised digits as superscripts, without phonetic hints."""
    parts: list[str] = []
    for node in element.iter(f"{_S}t"):
        parent = node.getparent()
        if parent.tag == f"{_S}rPh":
            continue
        raised = child_value(parent, f"{_S}rPr/{_S}vertAlign", "val") == "superscript"
        parts.append((node.text or "").translate(SUPERSCRIPT) if raised else node.text or "")
    return without_tags("".join(parts))


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
