"""Reading .xlsx and .xlsm: every row of every sheet, visible sheets first; addresses are those that Excel shows.

A cell's own number, its format and its errors all matter here: 41,67 % is kept by Excel as 0.4167 with a
percent format, 5/9 may have become a date, and #DIV/0! is no blank. Macros are never unpacked.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from orchestration.reports.blocks import Block, UnreadableFile
from orchestration.reports.formats.excel_drawings import look_around, margins
from orchestration.reports.formats.excel_text import Cell as XmlCell
from orchestration.reports.formats.excel_text import is_on, read_sheet, read_strings, string_text, struck_text
from orchestration.reports.formats.number_formats import BUILT_IN, FROM_1900, FROM_1904, NumberFormat, number_format
from orchestration.reports.formats.package import Package, child_value
from orchestration.reports.formats.sheets import MAX_CELLS, Sheet, Shown, column_number, sheet_blocks, too_many_cells
from orchestration.reports.found import Remark
from orchestration.reports.numbers import written_number
from orchestration.reports.text import clean, without_tags

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_TAGS = re.compile("<[^<>]*>")


class _Workbook:
    """What the cells of all sheets refer to: texts, formats and the first day of the calendar."""

    def __init__(self, name: str, content: bytes):
        self.name = name
        self.package = Package(content, "Excel .xlsx")
        main = self.package.main_part
        self._related = self.package.related(main)
        self._root = self.package.xml(main)
        if self._root.tag != f"{_S}workbook":
            raise UnreadableFile("không phải tệp Excel .xlsx")
        from_1904 = child_value(self._root, f"{_S}workbookPr", "date1904") in ("1", "true")
        self.day_zero = FROM_1904 if from_1904 else FROM_1900
        strings = self._part("sharedStrings")
        items = [] if strings is None else read_strings(self.package, strings)
        self.texts = [_text(item) for item in items]
        self.struck_texts = {number: text for number, item in enumerate(items) if (text := struck_text(item))}
        self.formats, self.struck_formats = self._known_formats()

    def sheets(self) -> Iterator[Sheet]:
        """The worksheets, hidden ones last: an officer does not see what they say."""
        listed = []
        for sheet in self._root.iterfind(f"{_S}sheets/{_S}sheet"):
            kind, part = self._related.get(sheet.get(f"{_R}id", ""), ("", ""))
            listed.append((sheet.get("state", "visible") != "visible", clean(sheet.get("name", "")), kind, part))
        for is_hidden, name, kind, part in sorted(listed, key=lambda entry: entry[0]):
            if kind == "worksheet":
                yield _sheet(self, name, is_hidden, part)
            elif self.package.has(part):
                other, place = Sheet(name, {}, is_hidden), f"{self.name}!{name}"
                if kind != "chartsheet":
                    other.unread.add("object", kind, place)
                look_around(other, place, self.package, self.package.related(part).values())
                yield other

    def _part(self, kind: str) -> str | None:
        return next((part for k, part in self._related.values() if k == kind), None)

    def _known_formats(self) -> tuple[list[NumberFormat | None], set[str]]:
        """The number formats of cells by the number of their style, and the styles that strike cells through."""
        part = self._part("styles")
        if part is None:
            return [], set()
        styles = self.package.xml(part)
        codes = {f.get("numFmtId"): f.get("formatCode", "") for f in styles.iterfind(f"{_S}numFmts/{_S}numFmt")}
        fonts = [is_on(font.find(f"{_S}strike")) for font in styles.iterfind(f"{_S}fonts/{_S}font")]
        struck_fonts = {str(number) for number, is_struck in enumerate(fonts) if is_struck}
        cells = list(styles.iterfind(f"{_S}cellXfs/{_S}xf"))
        numbers = [xf.get("numFmtId", "0") for xf in cells]
        struck = {str(number) for number, xf in enumerate(cells) if xf.get("fontId") in struck_fonts}
        return [number_format(codes.get(n) or BUILT_IN.get(_index(n), "")) for n in numbers], struck


def read_xlsx(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Blocks of a workbook. Raises UnreadableFile when it is damaged, locked, too large, or no workbook."""
    return sheet_blocks(name, _Workbook(name, content).sheets())


def _sheet(workbook: _Workbook, name: str, is_hidden: bool, part: str) -> Sheet:
    text = read_sheet(workbook.package, part)
    sheet = Sheet(name, {}, is_hidden, hidden_columns=text.hidden_columns, margins=list(margins(text.rest)))
    place = f"{workbook.name}!{name}"
    look_around(sheet, place, workbook.package, workbook.package.related(part).values())
    seen = 0
    for row_no, row_is_hidden, cells in text.rows:
        if row_is_hidden:
            sheet.hidden_rows.add(row_no)
        if workbook.struck_formats or workbook.struck_texts or any("<strike" in cell[5] for cell in cells):
            cells = [cell for cell in cells if not _note_struck(workbook, sheet, cell, f"{place}!{cell[0]}{row_no}")]
        if shown := _row(workbook, cells):
            sheet.rows.setdefault(row_no, {}).update(shown)
            seen += len(shown)
            if seen > MAX_CELLS:
                raise too_many_cells(name)
    for left, top, right, bottom in text.merged:
        sheet.merged.append((int(top), int(bottom), column_number(left), column_number(right)))
    return sheet


def _note_struck(workbook: _Workbook, sheet: Sheet, cell: XmlCell, place: str) -> bool:
    """Whether a cell is struck through as a whole; what is struck in it is noted."""
    _, style, kind, formula, value, rich = cell
    if style in workbook.struck_formats:
        sheet.unread.add_words("unseen", _shown(workbook, style, kind, formula, value, rich)[0], place)
        return True
    part = workbook.struck_texts.get(_index(value), "") if kind == "s" else struck_text(rich)
    sheet.unread.add_words("unseen", part, place)
    return False


def _row(workbook: _Workbook, cells: list[XmlCell]) -> dict[int, Shown]:
    """What the cells of a row show, by column; those that show nothing are left out."""
    column, row = -1, {}
    for letters, style, kind, formula, value, rich in cells:
        column = column_number(letters) if letters else column + 1
        if value or rich or formula:
            shown = _shown(workbook, style, kind, formula, value, rich)
            if shown[0]:
                row[column] = shown
    return row


def _shown(workbook: _Workbook, style: str, kind: str, formula: str, value: str, rich: str) -> Shown:
    """What a cell shows, and its number when it shows nothing else."""
    if kind == "s":
        index = _index(value)
        return (workbook.texts[index] if 0 <= index < len(workbook.texts) else ""), None
    if kind == "inlineStr" and rich:
        return _text(rich), None
    if not value:
        # never calculated: what it says is not known
        return (f"={_text(_TAGS.sub('', formula))}" if formula else ""), None
    if not kind or kind == "n":
        return _number(workbook, style, value)
    if kind == "b":
        return value, float(value == "1")
    if kind == "d" and (day := _ISO_DATE.fullmatch(value)):
        return f"{day[3]}/{day[2]}/{day[1]}", None
    return _text(value), None


def _number(workbook: _Workbook, style: str, written: str) -> Shown:
    try:
        number = float(written)
    except ValueError:
        return written, None
    if not math.isfinite(number):
        return written, None
    index = _index(style)
    shown = workbook.formats[index] if 0 <= index < len(workbook.formats) else None
    return shown.show(number, workbook.day_zero) if shown else (written_number(number), number)


def _text(xml: str) -> str:
    return _label(xml) if len(xml) < _LABEL else _text_of(xml)


def _text_of(xml: str) -> str:
    """The text of a cell. Excel writes characters that XML cannot hold as _x000B_; a return is a line break."""
    text = string_text(xml)
    if "_x" in text:
        text = _ESCAPE.sub(_character, text).replace("\r\n", "\n").replace("\r", "\n")
    return without_tags(text)


_LABEL = 1000  # characters of XML; shorter texts are mostly labels, and all reports print the same
_label = lru_cache(maxsize=4096)(_text_of)


def _character(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in "\t\n\r" or character.isprintable() else ""


def _index(text: str) -> int:
    """A number that refers to something; -1 when the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
