"""Reading .xls (Excel 97-2003 and older): the same rows, addresses and remarks as for .xlsx.

Portals call .xls what is a web page, an XML spreadsheet or a text: a web page is read as one, a new workbook under
the old name is read as what it is, anything else is refused by its true kind.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from orchestration.reports.blocks import Block, UnreadableFile
from orchestration.reports.formats.excel import read_xlsx
from orchestration.reports.formats.number_formats import FROM_1900, FROM_1904, number_format
from orchestration.reports.formats.sheets import MAX_CELLS, Sheet, Shown, sheet_blocks, too_many_cells
from orchestration.reports.found import Remark
from orchestration.reports.numbers import written_number
from orchestration.reports.text import SUPERSCRIPT, clean, without_tags

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BARE = re.compile(rb"\x09[\x00\x02\x04\x08].\x00", re.DOTALL)  # a sheet of Excel 2 to 5 outside any container
_HTML = re.compile(r"<(?:!doctype html|html|head|meta|body|table|div|style)\b", re.IGNORECASE)
_XML = re.compile(r"<\?xml|<\w*:?Workbook\b", re.IGNORECASE)
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(1, 6)  # kinds of cells, as xlrd numbers them
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_SAVE = "hãy mở bằng Excel và lưu lại thành .xlsx"


def read_xls(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Blocks of a workbook. Raises UnreadableFile when it is damaged, locked, too large, or no workbook."""
    if content.startswith(b"PK"):
        return read_xlsx(name, content)
    if not content.startswith(_OLE) and not _BARE.match(content):
        return _read_other(name, content)
    return sheet_blocks(name, _sheets(content))


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


def _sheets(content: bytes) -> Iterator[Sheet]:
    """The worksheets, hidden ones last."""
    import xlrd

    log = io.StringIO()  # else xlrd prints what it finds odd
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=log)
    except Exception as error:  # xlrd meets damage with whatever its own code trips over
        if "encrypted" in str(error).lower():
            raise UnreadableFile("tệp Excel đặt mật khẩu; hãy bỏ mật khẩu và gửi lại") from None
        raise UnreadableFile("không phải tệp Excel .xls, hoặc tệp bị hỏng") from None
    for sheet in sorted(book.sheets(), key=lambda sheet: sheet.visibility != 0):
        yield _sheet(book, sheet)


def _sheet(book: Any, sheet: Any) -> Sheet:
    """A sheet of an xlrd book."""
    read = Sheet(clean(sheet.name), {}, sheet.visibility != 0)
    seen = 0
    for row in range(sheet.nrows):
        cells = {}
        for column, cell in enumerate(sheet.row(row)):
            runs = sheet.rich_text_runlist_map.get((row, column), [])
            shown = _shown(book, cell, runs)
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


def _shown(book: Any, cell: Any, runs: list[tuple[int, int]]) -> Shown:
    """What a cell shows, and its number when it shows nothing else."""
    value = cell.value
    if cell.ctype == _TEXT:
        return without_tags(_raised(book, value, runs)), None
    if cell.ctype in (_NUMBER, _DATE):
        style = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
        known = book.format_map.get(style.format_key) if style else None
        shown = number_format(known.format_str or "") if known else None
        day_zero = FROM_1904 if book.datemode else FROM_1900
        return shown.show(value, day_zero) if shown else (written_number(value), value)
    if cell.ctype == _BOOLEAN:
        return str(value), float(value)
    return _ERRORS.get(value, "#N/A") if cell.ctype == _ERROR else "", None


def _raised(book: Any, text: str, runs: list[tuple[int, int]]) -> str:
    """A text with its raised digits as superscripts; ``runs`` are (first character, font)."""
    if not runs:
        return text
    ends = [start for start, _ in runs[1:]] + [len(text)]
    parts = [text[: runs[0][0]]]
    for (start, font), end in zip(runs, ends, strict=True):
        raised = font < len(book.font_list) and book.font_list[font].escapement == 1
        parts.append(text[start:end].translate(SUPERSCRIPT) if raised else text[start:end])
    return "".join(parts)
