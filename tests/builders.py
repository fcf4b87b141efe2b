"""Small files built in memory, so that tests say in code what an officer typed.

Rows are lists of cell values; a builder returns the bytes of a file.
"""

import csv
import html
import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlwt
from openpyxl.utils import range_boundaries

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.found import Found

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


def with_related(archive: bytes, part: str, identity: str, kind: str, target: str, content: bytes) -> bytes:
    """A .docx or .xlsx in which a part refers, by that id and kind, to a further part, whose path is relative to it."""
    folder, _, file = part.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        known = package.read(rels).decode() if rels in package.namelist() else (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        )  # fmt: skip
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    relation = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/></Relationships>'
    archive = with_part(archive, rels, known.replace("</Relationships>", relation).encode())
    return with_part(archive, posixpath.normpath(f"{folder}/{target}"), content)


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


def csv_file(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A spreadsheet as text, quoted where needed."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode(encoding)


def html_file(*parts: str | Rows) -> bytes:
    """A web page: strings are paragraphs, lists of rows are tables."""

    def shown(value: Any) -> str:
        return html.escape(str(value)).replace("\n", "<br>")

    def table(rows: Rows) -> str:
        cells = ["".join(f"<td>{shown(value)}</td>" for value in row) for row in rows]
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"

    body = "\n".join(f"<p>{shown(part)}</p>" if isinstance(part, str) else table(part) for part in parts)
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def md_file(*parts: str | Rows) -> bytes:
    """A Markdown file: strings are paragraphs, lists of rows are pipe tables, the first row their header."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            rows = [[str(value).replace("|", r"\|").replace("\n", "<br>") for value in row] for row in part]
            table = [f"| {' | '.join(row)} |" for row in rows]
            lines += [table[0], "|---" * len(rows[0]) + "|", *table[1:], ""]
    return "\n".join(lines).encode()


def xls(
    sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None, hidden: Sequence[str] = ()
) -> bytes:
    """An Excel 97-2003 workbook, with the same arguments as ``xlsx``."""
    workbook = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = workbook.add_sheet(name)
        for row_no, row in enumerate(rows):
            for column, value in enumerate(row):
                if value not in (None, ""):
                    sheet.write(row_no, column, value)
        for area in (merged or {}).get(name, ()):
            left, top, right, bottom = range_boundaries(area)
            sheet.merged_ranges.append((top - 1, bottom - 1, left - 1, right - 1))
        sheet.visibility = int(name in hidden)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def locked(workbook: bytes) -> bytes:
    """An .xls workbook in which the record that names the author has become one that says how the rest is encrypted."""
    return workbook.replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00")


def ods(
    sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None, hidden: Sequence[str] = ()
) -> bytes:
    """A LibreOffice spreadsheet, with the same arguments as ``xlsx``."""
    tables = []
    for name, rows in sheets.items():
        spans = {}
        for area in (merged or {}).get(name, ()):
            left, top, right, bottom = range_boundaries(area)
            spans[top - 1, left - 1] = (
                f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
            )
        lines = [
            "".join(_ods_cell(value, spans.get((row_no, column), "")) for column, value in enumerate(row))
            for row_no, row in enumerate(rows)
        ]
        style = ' table:style-name="unseen"' if name in hidden else ""
        body = "".join(f"<table:table-row>{line or '<table:table-cell/>'}</table:table-row>" for line in lines)
        tables.append(f'<table:table table:name="{html.escape(name)}"{style}>{body}</table:table>')
    return ods_xml("".join(tables), '<style:style style:name="unseen" style:family="table">'
                   '<style:table-properties table:display="false"/></style:style>')  # fmt: skip


def _ods_cell(value: Any, spans: str) -> str:
    if value in (None, ""):
        return f"<table:table-cell{spans}/>"
    if isinstance(value, int | float):
        return f'<table:table-cell{spans} office:value-type="float" office:value="{value}"/>'
    lines = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell{spans} office:value-type="string">{lines}</table:table-cell>'


def ods_xml(tables: str, styles: str = "") -> bytes:
    """A LibreOffice spreadsheet with this XML as its tables and automatic styles."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
                             ("number", "datastyle"))
    )  # fmt: skip
    calcext = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {spaces} {calcext}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}"/>')
        archive.writestr("content.xml", content)
    return buffer.getvalue()
