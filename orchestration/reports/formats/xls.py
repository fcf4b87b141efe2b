"""Reading .xls (Excel 97-2003 and older): the same rows, addresses and remarks as for .xlsx.

Portals call .xls what is a web page, an XML spreadsheet or a text: a web page is read as one, a new workbook under
the old name is read as what it is, anything else is refused by its true kind.
"""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from orchestration.reports.blocks import Block, UnreadableFile
from orchestration.reports.formats.excel import read_xlsx
from orchestration.reports.formats.libreoffice import converted
from orchestration.reports.formats.number_formats import FROM_1900, FROM_1904, number_format
from orchestration.reports.formats.sheets import MAX_CELLS, Sheet, Shown, column_letters, sheet_blocks, too_many_cells
from orchestration.reports.formats.xls_drawings import Record, look_around, streams
from orchestration.reports.found import Remark
from orchestration.reports.numbers import written_number
from orchestration.reports.text import SUPERSCRIPT, clean, without_tags

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BARE = re.compile(rb"\x09[\x00\x02\x04\x08].\x00", re.DOTALL)  # a sheet of Excel 2 to 5 outside any container
_HTML = re.compile(r"<(?:!doctype html|html|head|meta|body|table|div|style)\b", re.IGNORECASE)
_XML = re.compile(r"<\?xml|<\w*:?Workbook\b", re.IGNORECASE)
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(1, 6)  # kinds of cells, as xlrd numbers them
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BLANK: Shown = ("", None)
_SAVE = "hãy mở bằng Excel và lưu lại thành .xlsx"


def read_xls(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Blocks of a workbook. Raises UnreadableFile when it is damaged, locked, too large, or no workbook."""
    if content.startswith(b"PK"):
        return read_xlsx(name, content)
    if not content.startswith(_OLE) and not _BARE.match(content):
        return _read_other(name, content)
    try:
        book = _open(content)
    except _Locked:
        return read_xlsx(name, _unlocked(content))
    return sheet_blocks(name, _sheets(name, content, book))


def _read_other(name: str, content: bytes) -> Iterator[Block | Remark]:
    head = content[:4096].replace(b"\x00", b"").decode("latin-1")
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise UnreadableFile(f"tệp .xls thực ra là bảng tính XML (Excel 2003 XML); {_SAVE}")
    if _HTML.search(head):
        from orchestration.reports.formats.web import read_html

        return read_html(name, content)
    if _XML.search(head):
        raise UnreadableFile(f"tệp .xls thực ra là tệp XML; {_SAVE}")
    if head.lower().startswith("mime-version:"):
        raise UnreadableFile(f"tệp .xls thực ra là trang web một tệp (.mht); {_SAVE}")
    if "\t" in head and (b"\x00" not in content[:4096] or content.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise UnreadableFile(f"tệp .xls thực ra là văn bản cách cột bằng tab; {_SAVE}, hoặc đổi đuôi thành .tsv")
    raise UnreadableFile("không phải tệp Excel .xls, hoặc tệp bị hỏng")


class _Locked(Exception):
    """A workbook is encrypted."""


def _open(content: bytes) -> Any:
    """The workbook as xlrd reads it."""
    import xlrd

    log = io.StringIO()  # else xlrd prints what it finds odd
    try:
        return xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=log)
    except Exception as error:  # xlrd meets damage with whatever its own code trips over
        if "encrypted" in str(error).lower():
            raise _Locked from None
        raise UnreadableFile("không phải tệp Excel .xls, hoặc tệp bị hỏng") from None


def _unlocked(content: bytes) -> bytes:
    """A workbook, encrypted because its structure is protected, as .xlsx: Excel and LibreOffice open it unasked."""
    try:
        return converted(content, ".xls", ".xlsx")
    except UnreadableFile:
        raise UnreadableFile("tệp Excel đặt mật khẩu hoặc khóa cấu trúc sổ tính; hãy bỏ khóa và gửi lại") from None


def _sheets(name: str, content: bytes, book: Any) -> Iterator[Sheet]:
    """The worksheets, hidden ones last."""
    around = dict(zip(book.sheets(), _streams(content), strict=False))
    for sheet in sorted(book.sheets(), key=lambda sheet: sheet.visibility != 0):
        place = f"{name}!{clean(sheet.name)}"
        read = _sheet(book, sheet, place)
        look_around(read, place, around.get(sheet, []))
        yield read


def _streams(content: bytes) -> list[Iterator[Record]]:
    try:
        return streams(content) if content.startswith(_OLE) else []
    except Exception:  # xlrd's container reader, as above
        raise UnreadableFile("không phải tệp Excel .xls, hoặc tệp bị hỏng") from None


def _sheet(book: Any, sheet: Any, place: str) -> Sheet:
    """A sheet of an xlrd book."""
    read = Sheet(clean(sheet.name), {}, sheet.visibility != 0)
    seen = 0
    for row in range(sheet.nrows):
        cells = {}
        for column, cell in enumerate(sheet.row(row)):
            runs = sheet.rich_text_runlist_map.get((row, column), [])
            shown, struck = _shown(book, cell, runs)
            read.unread.add_words("unseen", struck, f"{place}!{column_letters(column)}{row + 1}")
            if shown[0]:
                cells[column] = shown
        seen += len(cells)
        if seen > MAX_CELLS:
            raise too_many_cells(read.name)
        if cells:
            read.rows[row + 1] = cells
    read.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    read.hidden_columns = [range(c, c + 1) for c, info in sheet.colinfo_map.items() if info.hidden or info.width == 0]
    read.merged = [(top + 1, bottom, left, right - 1) for top, bottom, left, right in sheet.merged_cells]
    return read


def _shown(book: Any, cell: Any, runs: list[tuple[int, int]]) -> tuple[Shown, str]:
    """What a cell shows, with its number when it shows nothing else; and what is struck through in it."""
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
    if cell.ctype == _TEXT:
        pieces = list(_pieces(book, cell.value, [(0, style.font_index if style else 0), *runs]))
        kept, struck = ("".join(text for text, out in pieces if out == is_out) for is_out in (False, True))
        return (without_tags(kept), None), struck
    shown = _value(book, cell, style)
    return (_BLANK, shown[0]) if style and _is_struck(book, style.font_index) else (shown, "")


def _value(book: Any, cell: Any, style: Any) -> Shown:
    value = cell.value
    if cell.ctype in (_NUMBER, _DATE):
        known = book.format_map.get(style.format_key) if style else None
        shown = number_format(known.format_str or "") if known else None
        day_zero = FROM_1904 if book.datemode else FROM_1900
        return shown.show(value, day_zero) if shown else (written_number(value), value)
    if cell.ctype == _BOOLEAN:
        return str(value), float(value)
    return (_ERRORS.get(value, "#N/A"), None) if cell.ctype == _ERROR else _BLANK


def _pieces(book: Any, text: str, runs: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, raised digits as superscripts, and whether each is struck through.

    ``runs`` are (first character, font).
    """
    for (start, font), (end, _) in pairwise([*runs, (len(text), 0)]):
        raised = font < len(book.font_list) and book.font_list[font].escapement == 1
        yield (text[start:end].translate(SUPERSCRIPT) if raised else text[start:end]), _is_struck(book, font)


def _is_struck(book: Any, font: int) -> bool:
    return font < len(book.font_list) and bool(book.font_list[font].struck_out)
