"""Reading .ods (LibreOffice Calc): the same rows, addresses and remarks as for .xlsx.

A cell keeps its value and the text that it shows: the value is read, with the number format of its style, as for
Excel. Rows and cells are said once with a count of repetitions; empty ones may repeat a million times.
"""

import math
import re
from collections.abc import Iterator

from lxml import etree

from orchestration.reports.blocks import Block, UnreadableFile
from orchestration.reports.formats.number_formats import number_format
from orchestration.reports.formats.ods_styles import Styles
from orchestration.reports.formats.package import Package
from orchestration.reports.formats.sheets import MAX_CELLS, Sheet, Shown, column_letters, sheet_blocks, too_many_cells
from orchestration.reports.formats.unread import centimetres
from orchestration.reports.found import Remark
from orchestration.reports.numbers import written_number
from orchestration.reports.text import SUPERSCRIPT, clean, without_tags

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_GROUPS = {f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows",
                                          "table-column-group", "table-header-columns", "table-columns")}  # fmt: skip
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_SHAPES = [f"{_DRAW}{name}" for name in ("frame", "custom-shape", "rect", "ellipse", "caption")]
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_STYLE_NAME = f"{_TEXT}style-name"
_UNSEEN = {f"{_OFFICE}annotation", f"{_TEXT}ruby-text", f"{_TEXT}note"}
_MANIFEST = "META-INF/manifest.xml"
_MOST_COLUMNS = 16_384
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_TIME = re.compile(r"PT(\d+)H(\d+)M.*")


def read_ods(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Blocks of a spreadsheet. Raises UnreadableFile when it is damaged, locked, too large, or no spreadsheet."""
    package = Package(content, "OpenDocument .ods")
    if package.has(_MANIFEST) and b"encryption-data" in package.content(_MANIFEST):
        raise UnreadableFile("tệp OpenDocument đặt mật khẩu; hãy bỏ mật khẩu và gửi lại")
    root = package.xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if body is None:
        raise UnreadableFile("tệp OpenDocument không có bảng tính")
    styles = Styles(package.xml("styles.xml"), root) if package.has("styles.xml") else Styles(root)
    tables = [table for table in body.iterchildren(f"{_TABLE}table") if table.find(f"{_TABLE}table-source") is None]
    hidden = [table.get(f"{_TABLE}style-name") in styles.hidden_tables for table in tables]
    ordered = sorted(zip(hidden, tables, strict=True), key=lambda entry: entry[0])
    return sheet_blocks(name, (_sheet(name, table, is_hidden, styles) for is_hidden, table in ordered))


def _sheet(file: str, table: etree._Element, is_hidden: bool, styles: Styles) -> Sheet:
    sheet = Sheet(clean(table.get(f"{_TABLE}name", "")), {}, is_hidden)
    sheet.margins = styles.margins(table.get(f"{_TABLE}style-name"))
    place = f"{file}!{sheet.name}"
    for shape in table.iter(*_SHAPES):
        _look_at(sheet, place, shape, styles)
    defaults: list[str | None] = []  # style of the cells of a column that have none of their own
    for column in _children(table, f"{_TABLE}table-column"):
        repeated = min(_count(column, "number-columns-repeated"), _MOST_COLUMNS)
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            sheet.hidden_columns.append(range(len(defaults), len(defaults) + repeated))
        defaults += [column.get(f"{_TABLE}default-cell-style-name")] * min(repeated, _MOST_COLUMNS - len(defaults))
    row_no, seen = 1, 0
    for row in _children(table, f"{_TABLE}table-row"):
        repeated = _count(row, "number-rows-repeated")
        cells = _row(sheet, place, row, row_no, defaults, styles)
        seen += repeated * len(cells)
        if seen > MAX_CELLS:
            raise too_many_cells(sheet.name)
        for number in range(row_no, row_no + repeated) if cells else ():
            sheet.rows[number] = dict(cells)
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                sheet.hidden_rows.add(number)
        row_no += repeated
    return sheet


def _look_at(sheet: Sheet, place: str, shape: etree._Element, styles: Styles) -> None:
    """Take the text of a drawn box; note a picture, or an object that does not show cells of the file."""
    if (shown := shape.find(f"{_DRAW}object")) is not None or shape.find(f"{_DRAW}object-ole") is not None:
        if shown is None or not shown.get(f"{_DRAW}notify-on-update-of-ranges"):
            sheet.unread.add("object", shape.get(f"{_DRAW}name") or "không rõ tên", place)
    elif shape.find(f"{_DRAW}image") is not None:
        width, height = (centimetres(shape.get(f"{_SVG}{side}")) for side in ("width", "height"))
        sheet.unread.add_picture(width, height, place)
    else:
        lines = ("".join(_pieces(p, False, styles)) for p in shape.iter(f"{_TEXT}p"))
        if text := without_tags("\n".join(lines)):
            sheet.boxes.append(text)


def _row(
    sheet: Sheet, place: str, row: etree._Element, row_no: int, defaults: list[str | None], styles: Styles
) -> dict[int, Shown]:
    """What the cells of a row show, by column; merged ranges that begin here are noted."""
    column = 0
    cells: dict[int, Shown] = {}
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        repeated = _count(cell, "number-columns-repeated")
        style = cell.get(f"{_TABLE}style-name") or (defaults[column] if column < len(defaults) else None)
        shown = _shown(cell, style, styles)
        locator = f"{place}!{column_letters(column)}{row_no}"
        struck = "".join(
            span.text or "" for span in cell.iter(f"{_TEXT}span") if span.get(_STYLE_NAME) in styles.struck
        )
        sheet.unread.add_words("unseen", struck, locator)
        if style in styles.struck:
            sheet.unread.add_words("unseen", shown[0], locator)
        elif shown[0]:
            if len(cells) + repeated > MAX_CELLS:
                raise too_many_cells(sheet.name)
            cells |= dict.fromkeys(range(column, column + repeated), shown)
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            sheet.merged.append((row_no, row_no + down - 1, column, column + across - 1))
        column += repeated
    return cells


def _shown(cell: etree._Element, style: str | None, styles: Styles) -> Shown:
    """What a cell shows, and its number when it shows nothing else."""
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency") and (number := _float(cell.get(f"{_OFFICE}value", ""))) is not None:
        shown = styles.number_format(style) or (number_format("0%") if kind == "percentage" else None)
        return shown.show(number) if shown else (written_number(number), number)
    if kind == "date" and (day := _DATE.fullmatch(cell.get(f"{_OFFICE}date-value", ""))):
        return f"{day[3]}/{day[2]}/{day[1]}", None
    if kind == "time" and (time := _TIME.fullmatch(cell.get(f"{_OFFICE}time-value", ""))):
        return f"{int(time[1])}:{time[2]}", None
    if kind == "boolean":
        is_true = cell.get(f"{_OFFICE}boolean-value") == "true"
        return str(int(is_true)), float(is_true)
    formula = cell.get(f"{_TABLE}formula")
    lines = ["".join(_pieces(p, False, styles)) for p in cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h")]
    text = without_tags("\n".join(lines) if lines else cell.get(f"{_OFFICE}string-value", ""))
    if formula and not text and kind is None:
        return f"={formula.partition('=')[2]}", None  # never calculated: what it says is not known
    return text, None


def _pieces(node: etree._Element, is_raised: bool, styles: Styles) -> Iterator[str]:
    """The text of a paragraph without what is struck through; raised digits become superscripts."""
    if node.get(_STYLE_NAME) in styles.struck:
        return
    is_raised = is_raised or node.get(_STYLE_NAME) in styles.raised
    yield _raised(node.text, is_raised)
    for child in node:
        if child.tag == f"{_TEXT}s":
            yield " " * min(_count(child, "c", _TEXT), 100)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\n" if child.tag.endswith("k") else " "
        elif child.tag not in _UNSEEN:
            yield from _pieces(child, is_raised, styles)
        yield _raised(child.tail, is_raised)


def _raised(text: str | None, is_raised: bool) -> str:
    return (text or "").translate(SUPERSCRIPT) if is_raised else text or ""


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows or columns of a table, those inside groups too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _GROUPS:
            yield from _children(child, tag)


def _count(element: etree._Element, name: str, namespace: str = _TABLE) -> int:
    text = element.get(f"{namespace}{name}", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _float(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
