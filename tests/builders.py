"""Small files built in memory, so that tests say in code what an officer typed.

Rows are lists of cell values; a builder returns the bytes of a file.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.forms import read_forms
from orchestration.reports.found import Found
from orchestration.reports.reading import read_document

SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds"
CATALOGUE = Catalogue(SEEDS / "indicators.csv", SEEDS / "fields.csv")
FORMS = [f"BM{number}" for number in range(1, 8)]
HEADER = ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng/Tỷ lệ", "Ghi chú"]

Rows = Sequence[Sequence[Any]]


def form_row(form: str, code: str, value: Any = "", number: str | None = None) -> list:
    """A row as the form prints it: STT, name, unit, value, remark."""
    indicator = CATALOGUE.forms[form][code]
    return [code if number is None else number, indicator.name_vi, indicator.unit_of_measure, value, ""]


def form_rows(form: str, **values: Any) -> list[list]:
    """Rows of a form by number, written r2_1 for 2.1."""
    return [form_row(form, code[1:].replace("_", "."), value) for code, value in values.items()]


STAFF = {"BM4 2.1": 20, "BM4 2.2": 18, "BM4 2.3": 1}


def staff_form(columns: str = "number label unit value note", header: list[str] | None = None) -> list[list]:
    """The rows of STAFF with the named columns, below a header."""
    order = [["number", "label", "unit", "value", "note"].index(column) for column in columns.split()]
    data = form_rows("BM4", r2_1=20, r2_2=18, r2_3=1)
    return [header or [HEADER[c] for c in order], *([r[c] for c in order] for r in data)]


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


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORD, EXCEL = docx_file("Báo cáo", [HEADER]), xlsx({"BM1": [HEADER]})


def word_xml(body: str, before: str = "") -> bytes:
    """A Word file with this XML as its body."""
    xml = f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>"
    return with_part(WORD, "word/document.xml", xml.encode())


def sheet_xml(rows: str) -> bytes:
    """A workbook with this XML as the rows of its only sheet, BM1."""
    xml = f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>"
    return with_part(EXCEL, "xl/worksheets/sheet1.xml", xml.encode())


def forms_in(name: str, content: bytes) -> Found:
    """What the form reader finds in a file."""
    return read_forms(read_document(name, content).blocks, CATALOGUE)


def figures(found: Found) -> dict[str, float | None]:
    """Values by form and row: {"BM4 2.1": 20}."""
    return {f"{s.form_code} {s.row_code}": s.value for s in found.statements}


def remarks(found: Found) -> list[tuple[str, str, str]]:
    """(kind, subject, what was written) of each remark."""
    return [(r.remark_kind, r.subject, r.reported_text) for r in found.remarks]
