"""What an officer does not see of a spreadsheet: hidden cells are read and told, covered and struck ones only told."""

import openpyxl
import xlwt
from builders import EXCEL, ods_xml, saved, sheet_xml, with_part, with_related, xlsx
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from orchestration.reports.formats.reading import read_document

_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def texts(content: bytes, name: str = "a.xlsx") -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in read_document(name, content).blocks]


def told(content: bytes, name: str = "a.xlsx") -> list[tuple[str, str, str, str]]:
    remarks = read_document(name, content).remarks
    return [(r.remark_kind, r.subject, r.reported_text, r.source_locator) for r in remarks]


def test_hidden_rows_and_columns_are_read_and_said_once_a_sheet():
    workbook = openpyxl.Workbook()
    workbook.active.title = "BM7"
    for row in (
        ["STT", "Nội dung", "Số", "Tỷ lệ"],
        [1, "a", 5, 50],
        [2, "b", 6, 60],
        [3, "c", 7, 70],
        [4, "d", "", ""],
    ):
        workbook.active.append(row)
    for row_no in (2, 3, 5):
        workbook.active.row_dimensions[row_no].hidden = True
    workbook.active.column_dimensions["D"].hidden = True
    content = saved(workbook)
    assert texts(content)[2] == ["2", "b", "6", "60"]
    assert told(content) == [
        (
            "hidden_content",
            "Dòng 2–3 và cột D của trang tính «BM7»",
            "1 | a | 5 | 50; 2 | b | 6 | 60; 70",
            "a.xlsx!BM7!A2",
        )
    ]


def test_hidden_sheets_are_said_when_they_hold_figures():
    sheets = {"Ghi chú": [["chỉ có chữ"]], "BM1": [["a", 1]], "Cũ": [["b", 2]]}
    assert told(xlsx(sheets, hidden=["Ghi chú", "Cũ"])) == [("hidden_content", "Trang tính «Cũ»", "b | 2", "a.xlsx!Cũ")]


def test_rows_hidden_by_a_filter_or_by_their_height_are_hidden():
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" ht="0"><c r="A2"><v>2</v></c></row>'
    assert told(sheet_xml(rows))[0][1] == "Dòng 1–2 của trang tính «BM1»"


def test_numbers_under_a_merged_cell_are_not_read_but_said():
    cells = '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>'
    xml = (
        f'<worksheet {_S}><sheetData><row r="1">{cells}</row><row r="2">'
        '<c r="A2"><v>3</v></c><c r="C2"><v>4</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
    )
    content = with_part(EXCEL, "xl/worksheets/sheet1.xml", xml.encode())
    assert texts(content) == [["1", "", ""], ["", "", "4"]]
    assert told(content) == [
        ("unread_part", "Số nằm dưới ô gộp của trang tính «BM1» không được đọc", "2; 3", "a.xlsx!BM1!B1")
    ]


STRUCK = "Chữ bị ẩn hoặc gạch ngang trong trang tính «BM4» không được đọc"


def test_struck_cells_and_parts_of_cells():
    workbook = openpyxl.Workbook()
    workbook.active.title = "BM4"
    parts = CellRichText(TextBlock(InlineFont(strike=True), "20"), " 18")
    kept = CellRichText(TextBlock(InlineFont(strike=False), "5"), " hồ sơ")
    workbook.active.append(["a", 19, parts, kept, "bỏ"])
    for cell in ("B1", "E1"):
        workbook.active[cell].font = Font(strike=True)
    assert texts(saved(workbook)) == [["a", "", "18", "5 hồ sơ"]]
    assert told(saved(workbook)) == [("unread_part", STRUCK, "19; 20", "a.xlsx!BM4!B1")]


def test_struck_parts_of_shared_texts():
    content = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>')
    strings = "<si><r><rPr><strike/></rPr><t>20</t></r><r><t>18</t></r></si><si><t>7</t></si>"
    shared = f"<sst {_S}>{strings}</sst>".encode()
    content = with_related(content, "xl/workbook.xml", "s", "sharedStrings", "texts.xml", shared)
    assert texts(content) == [["18", "7"]]
    assert [(what, place) for _, _, what, place in told(content)] == [("20", "a.xlsx!BM1!A1")]


def test_struck_cells_of_an_old_workbook():
    workbook = xlwt.Workbook()
    sheet, struck, style = workbook.add_sheet("BM4"), xlwt.Font(), xlwt.XFStyle()
    struck.struck_out = True
    style.font = struck
    sheet.write(0, 0, "a")
    sheet.write(0, 1, 19, style)
    sheet.write_rich_text(0, 2, [("20", struck), "18"])
    sheet.write(0, 3, "bỏ", style)
    assert texts(saved(workbook), "a.xls") == [["a", "", "18"]]
    assert told(saved(workbook), "a.xls") == [("unread_part", STRUCK, "19; 20", "a.xls!BM4!B1")]


def test_struck_cells_of_a_libreoffice_sheet():
    properties = "<style:text-properties style:text-line-through-{2}/>"
    line = f'<style:style style:name="{{0}}" style:family="{{1}}">{properties}</style:style>'
    styles = line.format("c", "table-cell", 'style="solid"') + line.format("t", "text", 'type="single"')
    styles += line.format("n", "table-cell", 'style="none"')
    cells = (
        '<table:table-cell table:style-name="n"><text:p>a</text:p></table:table-cell>'
        '<table:table-cell table:style-name="c" office:value-type="float" office:value="19"/>'
        '<table:table-cell><text:p><text:span text:style-name="t">20</text:span>18</text:p></table:table-cell>'
    )
    content = ods_xml(f'<table:table table:name="BM4"><table:table-row>{cells}</table:table-row></table:table>', styles)
    assert texts(content, "a.ods") == [["a", "", "18"]]
    assert told(content, "a.ods") == [("unread_part", STRUCK, "19; 20", "a.ods!BM4!B1")]


def test_margins_of_a_libreoffice_sheet_are_those_of_its_page_style():
    line = "<style:{0}><text:p>{1}<text:page-number>1</text:page-number></text:p></style:{0}>".format
    pages = (
        f'<style:master-page style:name="Default">{line("header", "Mặc định")}</style:master-page>'
        f'<style:master-page style:name="Ngang">{line("header", "Quý I ")}{line("footer", "")}</style:master-page>'
    )
    styles = f'{pages}<style:style style:name="s" style:family="table" style:master-page-name="Ngang"/>'
    rows = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    tables = "".join(f"<table:table {name}>{rows}</table:table>" for name in (
        'table:name="A" table:style-name="s"', 'table:name="B"'
    ))  # fmt: skip
    margins = read_document("a.ods", ods_xml(tables, styles)).margins
    assert [(b.text, b.place) for b in margins] == [("Quý I", "a.ods!A!header"), ("Mặc định", "a.ods!B!header")]
