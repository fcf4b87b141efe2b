"""What surrounds the cells of a sheet of an .xls workbook, and xlrd passes over: headers, text boxes, pictures.

Source: [MS-XLS] 2.4 (records), 2.5.143 (kinds of objects); [MS-ODRAW] 2.2 (anchors).
"""

import io
import struct
from collections.abc import Iterable, Iterator

from orchestration.reports.formats.excel_drawings import COLUMN, ROW, margin_lines
from orchestration.reports.formats.sheets import Sheet, column_letters
from orchestration.reports.text import without_tags

_BOF, _EOF, _BOUND_SHEET, _CONTINUE = 0x0809, 0x000A, 0x0085, 0x003C
_EDGES = {0x0014: "header", 0x0015: "footer"}
_DRAWING, _OBJECT, _TEXT = 0x00EC, 0x005D, 0x01B6
_PICTURE, _NOTE = 0x08, 0x19  # kinds of objects
_ANCHOR = bytes.fromhex("10f012000000")  # the cells that a drawing covers
_COMMON, _EMBEDDED = 0x15, 0x09  # parts of an object: what it is, the document of another program that it shows
_WORKSHEET = 0

Record = tuple[int, bytes]


def streams(content: bytes) -> list[Iterator[Record]]:
    """The records of each worksheet of an Excel 97-2003 workbook, in order; those of charts within are left out.

    Empty for older workbooks, which keep their texts in other ways.
    """
    import xlrd.compdoc

    found = xlrd.compdoc.CompDoc(content, logfile=io.StringIO()).get_named_stream("Workbook") or b""
    starts = [
        struct.unpack_from("<IBB", data)
        for code, data in _records(found, 0)
        if code == _BOUND_SHEET and len(data) > 6
    ]  # fmt: skip
    return [_records(found, start) for start, _, kind in starts if kind == _WORKSHEET]


def look_around(sheet: Sheet, place: str, records: Iterable[Record]) -> None:
    """Note headers, footers and text boxes of a worksheet, and pictures and objects that cannot be read."""
    corners, kind, left, continued = (0, 0, 0, 0), 0, 0, ""
    for code, data in records:
        if code in _EDGES and len(data) > 3:
            sheet.margins += [(_EDGES[code], line) for line in margin_lines(_characters(data[2:]))]
        elif code == _DRAWING and (at := data.find(_ANCHOR)) >= 0 and len(data) >= at + 24:
            corners = struct.unpack_from("<HxxHxxHxxHxx", data, at + 8)
        elif code == _OBJECT and len(data) > 6 and _COMMON in (parts := list(_parts(data))):
            kind = struct.unpack_from("<H", data, 4)[0]
            if kind == _PICTURE:
                where = f"{place}!{column_letters(corners[0])}{corners[1] + 1}"
                if _EMBEDDED in parts:
                    sheet.unread.add("object", "tệp khác", where)
                else:
                    sheet.unread.add_picture((corners[2] - corners[0]) * COLUMN, (corners[3] - corners[1]) * ROW, where)
        elif code == _TEXT and len(data) > 12:
            left, continued = struct.unpack_from("<H", data, 10)[0], ""
        elif code == _CONTINUE and left > 0:
            continued += _characters(data)
            left -= len(_characters(data))
            if left <= 0 and kind != _NOTE and (text := without_tags(continued)):
                sheet.boxes.append(text)


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records from a beginning on to its end, without those of what is nested in between."""
    depth = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        depth += (code == _BOF) - (code == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _parts(data: bytes) -> Iterator[int]:
    """The kinds of the parts of an object."""
    at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        yield kind
        at += 4 + size


def _characters(data: bytes) -> str:
    """A text that begins with whether its characters take two bytes."""
    return data[1:].decode("utf-16-le" if data[0] & 1 else "latin-1", "replace") if data else ""
