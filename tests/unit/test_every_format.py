"""One set of figures, in every format and every layout: it reads back equal, and each locator leads to its cell.

Locators are followed with other readers than our own (calamine, python-docx, pdfplumber, csv, plain slicing).
"""

import csv
import io
import random
import re
from collections.abc import Callable
from functools import cache

import docx
import lxml.html
import pdfplumber
import pytest
from builders import (
    CATALOGUE,
    FORMS,
    HEADER,
    Rows,
    csv_file,
    docx_file,
    html_file,
    md_file,
    ods,
    txt,
    xls,
    xlsx,
)
from pdf_pages import pdf_file
from python_calamine import CalamineWorkbook

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.found import Statement
from orchestration.reports.numbers import parse_number
from orchestration.reports.text import bare

Part = str | Rows


@cache
def figures() -> dict[tuple[str, str], str]:
    """A value as typed for every row of the seven forms that asks for one."""
    choose = random.Random(2026)
    typed = {}
    for form in FORMS:
        for code, indicator in CATALOGUE.forms[form].items():
            if indicator.value_type in ("header", "unknown"):  # the meaning of three rows of BM7 is not known
                continue
            if indicator.unit_of_measure == "%":
                typed[form, code] = f"{choose.randrange(1, 99)},{choose.randrange(1, 9)}"
            elif "=" in indicator.unit_of_measure:
                typed[form, code] = "1"
            else:
                typed[form, code] = str(choose.randrange(2, 900))
    return typed


def rows_of(form: str) -> list[list[str]]:
    """All rows of a form as printed: STT, name, unit, value, remark."""
    return [
        [code, indicator.name_vi, indicator.unit_of_measure, figures().get((form, code), ""), ""]
        for code, indicator in CATALOGUE.forms[form].items()
    ]


# --- layouts: the forms as parts of a page, titles and tables


def usual() -> list[Part]:
    return [part for form in FORMS for part in (f"Biểu mẫu {form[2:]}", [HEADER, *rows_of(form)])]


def header_of_three_rows() -> list[Part]:
    top = ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu báo cáo", "Ghi chú"]
    middle = ["", "", "", "Số lượng/Tỷ lệ", ""]
    marks = ["(1)", "(2)", "(3)", "(4)", "(5)"]
    return [part for form in FORMS for part in (f"Biểu mẫu {form[2:]}", [top, middle, marks, *rows_of(form)])]


def header_repeated() -> list[Part]:
    parts: list[Part] = []
    for form in FORMS:
        rows = rows_of(form)
        pages = [rows[start : start + 6] for start in range(0, len(rows), 6)]
        parts += [f"Biểu mẫu {form[2:]}", [row for page in pages for row in (HEADER, *page)]]
    return parts


def columns_in_another_order() -> list[Part]:
    order = [0, 3, 2, 1, 4]
    return [
        part
        for form in FORMS
        for part in (f"Biểu mẫu {form[2:]}", [[row[c] for c in order] for row in (HEADER, *rows_of(form))])
    ]


def shifted_with_blank_rows() -> list[Part]:
    parts: list[Part] = []
    for form in FORMS:
        rows = [["", "", *row] for row in (HEADER, *rows_of(form))]
        rows[4:4] = [[""] * 7, [""] * 7]
        parts += [f"Biểu mẫu {form[2:]}", rows]
    return parts


def numbers_with_points() -> list[Part]:
    return [
        part
        for form in FORMS
        for part in (f"BIỂU MẪU SỐ {form[2:]}", [HEADER, *([f"{row[0]}.", *row[1:]] for row in rows_of(form))])
    ]


def numbers_in_the_label() -> list[Part]:
    header = HEADER[1:]
    return [
        part
        for form in FORMS
        for part in (f"Biểu {form[2:]}", [header, *([f"{row[0]}. {row[1]}", *row[2:]] for row in rows_of(form))])
    ]


def title_in_the_table() -> list[Part]:
    return [
        part
        for form in FORMS
        for part in (["Số liệu như sau:"], [[f"Biểu mẫu {form[2:]}", "", "", "", ""], HEADER, *rows_of(form)])[-1:]
    ]


def unit_glued_to_the_value() -> list[Part]:
    def glued(row: list[str]) -> list[str]:
        unit = row[2] if row[2] and "=" not in row[2] else ""
        return [*row[:3], f"{row[3]} {unit}".strip() if row[3] else "", ""]

    return [part for form in FORMS for part in (f"Biểu mẫu {form[2:]}", [HEADER, *map(glued, rows_of(form))])]


def relabelled(change: Callable[[list[str]], list[str]]) -> list[Part]:
    return [part for form in FORMS for part in (f"Biểu mẫu {form[2:]}", [HEADER, *map(change, rows_of(form))])]


def numbers_missing() -> list[Part]:
    return relabelled(lambda row: ["", *row[1:]])


def labels_without_accents() -> list[Part]:
    return relabelled(lambda row: [row[0], bare(row[1]), *row[2:]])


def labels_in_capitals_with_tags() -> list[Part]:
    return relabelled(lambda row: [row[0], f"<b>{row[1].upper()}</b>", *row[2:]])


def unit_glued_to_the_label() -> list[Part]:
    return relabelled(lambda row: [row[0], f"{row[1]} ({row[2]})" if row[2] else row[1], "", *row[3:]])


LAYOUTS: list[Callable[[], list[Part]]] = [
    usual, header_of_three_rows, header_repeated, columns_in_another_order, shifted_with_blank_rows,
    numbers_with_points, numbers_in_the_label, title_in_the_table, unit_glued_to_the_value,
    numbers_missing, labels_without_accents, labels_in_capitals_with_tags, unit_glued_to_the_label,
]  # fmt: skip


# --- formats: parts to bytes, and a place followed by other means


def on_one_sheet(parts: list[Part]) -> dict[str, Rows]:
    rows: list[list[str]] = []
    for part in parts:
        rows += [[part]] if isinstance(part, str) else [list(row) for row in part]
        rows += [[]] if not isinstance(part, str) else []
    return {"Tổng hợp": rows}


def on_sheets(parts: list[Part]) -> dict[str, Rows]:
    """One sheet a form, with the title that stands above its table."""
    sheets: dict[str, Rows] = {}
    title: list[list[str]] = []
    for part in parts:
        if isinstance(part, str):
            title = [[part], []]
        else:
            sheets[FORMS[len(sheets)]], title = [*title, *part], []
    return sheets


def in_calamine(content: bytes, place: str) -> str:
    sheet, address = place.split("!")
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters)))
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return str(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[int(row) - 1][column - 1])


def in_csv(content: bytes, place: str) -> str:
    letter, row = place[0], int(place[1:])
    delimiter = "\t" if b"\t" in content else ";"
    return list(csv.reader(io.StringIO(content.decode()), delimiter=delimiter))[row - 1][ord(letter) - 65]


def in_lines(content: bytes, place: str) -> str:
    line, start, end = map(int, re.fullmatch(r"L(\d+):(\d+)-(\d+)", place).groups())
    return content.decode().split("\n")[line - 1][start - 1 : end]


@cache
def word_tables(content: bytes) -> list[list[list[str]]]:
    tables = docx.Document(io.BytesIO(content)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def in_word(content: bytes, place: str) -> str:
    table, row, column = map(int, re.fullmatch(r"table (\d+)!row (\d+)!col (\d+)", place).groups())
    return word_tables(content)[table - 1][row - 1][column - 1]


def in_html(content: bytes, place: str) -> str:
    table, row, column = map(int, re.fullmatch(r"table (\d+)!row (\d+)!col (\d+)", place).groups())
    page = lxml.html.fromstring(content.decode())
    return page.xpath(f"((//table)[{table}]//tr)[{row}]/*[{column}]")[0].text_content()


@cache
def pdf_tables(content: bytes) -> list[list[list[list[str | None]]]]:
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [page.extract_tables() for page in document.pages]


def in_pdf(content: bytes, place: str) -> str:
    numbers = re.fullmatch(r"page (\d+)!table (\d+)!row (\d+)!col (\d+)", place).groups()
    page, table, row, column = (int(number) - 1 for number in numbers)
    return pdf_tables(content)[page][table][row][column] or ""


def unruled_pdf(parts: list[Part]) -> bytes:
    content = pdf_file(*parts, ruled=False)
    WITH_RULES[content] = pdf_file(*parts)
    return content


WITH_RULES: dict[bytes, bytes] = {}  # the same pages as another reader needs them


def in_unruled_pdf(content: bytes, place: str) -> str:
    return in_pdf(WITH_RULES[content], place)


Format = tuple[str, Callable[[list[Part]], bytes], Callable[[bytes, str], str]]
FORMATS: dict[str, Format] = {
    "xlsx, a sheet a form": ("xlsx", lambda parts: xlsx(on_sheets(parts)), in_calamine),
    "xlsx, all on one sheet": ("xlsx", lambda parts: xlsx(on_one_sheet(parts)), in_calamine),
    "xlsm": ("xlsm", lambda parts: xlsx(on_sheets(parts)), in_calamine),
    "xls": ("xls", lambda parts: xls(on_sheets(parts)), in_calamine),
    "ods": ("ods", lambda parts: ods(on_sheets(parts)), in_calamine),
    "csv": ("csv", lambda parts: csv_file(on_one_sheet(parts)["Tổng hợp"], ";", "utf-8"), in_csv),
    "tsv": ("tsv", lambda parts: csv_file(on_one_sheet(parts)["Tổng hợp"], "\t", "utf-8"), in_csv),
    "txt": ("txt", lambda parts: b"\n".join(txt(p) if isinstance(p, str) else txt(*p, "") for p in parts), in_lines),
    "md": ("md", lambda parts: md_file(*parts), in_lines),
    "docx": ("docx", lambda parts: docx_file(*parts), in_word),
    "html": ("html", lambda parts: html_file(*parts), in_html),
    "pdf": ("pdf", lambda parts: pdf_file(*parts), in_pdf),
    "pdf without rules": ("pdf", unruled_pdf, in_unruled_pdf),
}
# layouts whose rows are the same without rules; where a header or a title has several rows, rules alone tell them apart
WITHOUT_RULES = (
    usual, columns_in_another_order, numbers_with_points, unit_glued_to_the_value, numbers_missing,
    labels_in_capitals_with_tags, unit_glued_to_the_label,
)  # fmt: skip
CASES = [
    pytest.param(name, layout, id=f"{name}-{layout.__name__}")
    for name in FORMATS
    for layout in LAYOUTS
    if name != "pdf without rules" or layout in WITHOUT_RULES
]


@pytest.mark.parametrize(("name", "layout"), CASES)
def test_a_set_of_forms_reads_back_equal(name: str, layout: Callable[[], list[Part]]):
    suffix, build, follow = FORMATS[name]
    content = build(layout())
    found = read_forms(read_document(f"bieu-mau.{suffix}", content).blocks, CATALOGUE)
    read = {(s.form_code, s.row_code): s for s in found.statements if s.value_text}
    expected = {place: parse_number(text).value for place, text in figures().items()}
    # money is kept in đồng
    assert {place: as_typed(s) for place, s in read.items()} == expected
    for statement in sorted(read.values(), key=lambda s: s.source_locator):
        file, _, place = statement.source_locator.partition("!")
        assert file == f"bieu-mau.{suffix}"
        there = " ".join(follow(content, place).split())
        assert parse_number(there.split()[0].rstrip("%")).value == as_typed(statement), statement.source_locator


def as_typed(statement: Statement) -> float | None:
    """The number as it was typed, before money became đồng."""
    return parse_number(statement.value_text.split()[0].rstrip("%")).value
