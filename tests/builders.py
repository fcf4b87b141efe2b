"""Small files built in memory, so that tests say in code what an officer typed.

Rows are lists of cell values; a builder returns the bytes of a file.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import docx
import openpyxl

HEADER = ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng/Tỷ lệ", "Ghi chú"]

Rows = Sequence[Sequence[Any]]


def xlsx(
    sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None, hidden: Sequence[str] = ()
) -> bytes:
    """A workbook: rows by sheet name, merged ranges by sheet name ("A1:A2"), and the sheets that are hidden."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
        if name in hidden:
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def docx_file(*parts: str | Rows) -> bytes:
    """A Word file: strings are paragraphs, lists of rows are tables."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            width = max(len(row) for row in part)
            table = document.add_table(rows=0, cols=width)
            for row in part:
                cells = table.add_row().cells
                for cell, value in zip(cells, row, strict=False):
                    cell.text = str(value)
    return saved(document)


def saved(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def txt(*lines: str | Sequence[str]) -> bytes:
    """A text file: strings are lines, lists of cells are lines with tabs."""
    return "\n".join(line if isinstance(line, str) else "\t".join(line) for line in lines).encode()


def with_part(archive: bytes, part: str, content: bytes) -> bytes:
    """A .docx or .xlsx with one part put in or replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != part:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(part, content)
    return buffer.getvalue()
