"""Pictures, charts, embedded objects and drawings: what may hold figures and is not read is told with its place."""

import io
import struct

import docx
import openpyxl
import pytest
import xlwt
from builders import EXCEL, WORD, html_file, ods_xml, saved, with_part, with_related, word_xml, xlsx
from docx.shared import Cm
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from PIL import Image as Pixels

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document
from orchestration.reports.formats.sheets import Sheet
from orchestration.reports.formats.unread import centimetres
from orchestration.reports.formats.xls_drawings import look_around

_SHARED = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "o": "urn:schemas-microsoft-com:office:office",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}
NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _SHARED.items())


def pixels(width: int, height: int, kind: str = "PNG") -> io.BytesIO:
    buffer = io.BytesIO()
    Pixels.new("RGB", (width, height), "white").save(buffer, kind)
    return buffer


def told(name: str, content: bytes) -> list[tuple[str, str, str]]:
    """(subject, what was found, place) of each part that was not read."""
    document = read_document(name, content)
    return [(r.subject, r.reported_text, r.source_locator) for r in document.remarks if r.remark_kind == "unread_part"]


# --- Word


def test_a_picture_as_large_as_a_table_is_told_and_a_seal_is_not():
    document = docx.Document()
    document.add_paragraph("Kết quả:")
    for width, pixel in ((15, (900, 400)), (16, (900, 30)), (4, (100, 100)), (12, (900, 600))):
        document.add_picture(pixels(*pixel), width=Cm(width))
    assert told("a.docx", saved(document)) == [
        ("Ảnh lớn trong a.docx, có thể là bảng hoặc văn bản chụp lại", "ảnh 15 × 7 cm; ảnh 12 × 8 cm",
         "a.docx!paragraph 2"),
    ]  # fmt: skip


def test_a_picture_of_old_word_says_its_size_in_its_style():
    def picture(style: str) -> str:
        return f'<w:p><w:pict {NAMES}><v:shape style="{style}"><v:imagedata r:id="x"/></v:shape></w:pict></w:p>'

    pictures = picture("position:absolute;width:450pt;height:8in") + picture("width:2cm;height:8cm") + picture("")
    assert [what for _, what, _ in told("a.docx", word_xml(f"<w:p><w:r><w:t>a</w:t></w:r></w:p>{pictures}"))] == [
        "ảnh 16 × 20 cm"
    ]


def test_charts_objects_drawings_and_inserted_files_of_a_document_are_told():
    body = (
        "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
        f'<w:p {NAMES}><w:r><w:drawing><a:graphicData><c:chart r:id="c"/></a:graphicData></w:drawing></w:r></w:p>'
        f'<w:tbl {NAMES}><w:tr><w:tc><w:p><w:r><w:object><v:shape style="width:400pt;height:300pt"><v:imagedata/>'
        '</v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p></w:tc></w:tr></w:tbl>'
        f'<w:p {NAMES}><w:r><w:drawing><dgm:relIds r:dm="d"/><dgm:relIds r:dm="none"/></w:drawing></w:r></w:p>'
        f'<w:p {NAMES}><w:pict><v:shape><v:textpath string="NHÁP"/><v:textpath string="523 hồ sơ"/></v:shape></w:pict>'
        f'</w:p><w:altChunk {NAMES} r:id="i"/>'
    )
    content = word_xml(body)
    diagram = f"<dgm:dataModel {NAMES}><a:t>Tiếp nhận</a:t><a:t>523</a:t></dgm:dataModel>".encode()
    content = with_related(content, "word/document.xml", "d", "diagramData", "diagrams/data1.xml", diagram)
    content = with_related(content, "word/document.xml", "i", "aFChunk", "afchunk.mht", b"MIME-Version: 1.0")
    assert told("a.docx", content) == [
        ("Biểu đồ trong a.docx", "biểu đồ", "a.docx!paragraph 2"),
        ("Chữ trong hình vẽ ở a.docx", "Tiếp nhận 523; 523 hồ sơ", "a.docx!paragraph 3"),
        ("Phần chèn từ tệp khác vào a.docx", "afchunk.mht", "a.docx"),
        ("Đối tượng nhúng trong a.docx", "Excel.Sheet.12", "a.docx!table 1!row 1!col 1"),
    ]  # fmt: skip


def test_a_chart_in_a_text_box_is_told_once_and_there():
    chart = f'<w:p {NAMES}><w:r><w:drawing><c:chart r:id="c"/></w:drawing></w:r></w:p>'
    box = f"<w:p><w:r><w:t>a</w:t><w:pict><w:txbxContent>{chart}</w:txbxContent></w:pict></w:r></w:p>"
    assert [place for _, _, place in told("a.docx", word_xml(box))] == ["a.docx!textbox 1!paragraph 1"]


def test_of_many_the_first_are_named():
    chart = f'<w:p {NAMES}><w:r><w:t>a</w:t><w:drawing><c:chart r:id="c"/></w:drawing></w:r></w:p>'
    assert [what for _, what, _ in told("a.docx", word_xml(chart * 10))] == ["biểu đồ; " * 8 + "… (10)"]


# --- Excel


def workbook(picture: tuple[int, int] | None = None) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = "BM4"
    if picture:
        made.active.add_image(Image(pixels(*picture)), "B3")
    return made


def test_large_pictures_of_a_sheet_are_told():
    made = workbook((900, 400))
    made.active.append(["a", 1])
    made.active.add_image(Image(pixels(100, 100)), "B40")
    assert told("a.xlsx", saved(made)) == [
        ("Ảnh lớn trong trang tính «BM4», có thể là bảng hoặc văn bản chụp lại", "ảnh 24 × 11 cm", "a.xlsx!BM4!B3")
    ]


def test_a_workbook_of_nothing_but_a_picture_is_refused_and_says_so():
    with pytest.raises(UnreadableFile, match=r"không có đoạn văn hay bảng nào \(Ảnh lớn trong trang tính «BM4»"):
        read_document("a.xlsx", saved(workbook((900, 400))))


def test_only_charts_of_figures_from_elsewhere_are_told():
    made = workbook()
    for row in (["Năm", "Số"], ["2022", 3], ["2023", 5]):
        made.active.append(row)
    for holder in (made.active.add_chart, made.create_chartsheet("Đồ thị").add_chart):
        chart = BarChart()
        chart.add_data(Reference(made.active, min_col=2, min_row=1, max_row=3))
        holder(chart)
    content = saved(made)
    assert told("a.xlsx", content) == []
    other = f"<c:chartSpace {NAMES}><c:f>[1]BM4!A1</c:f></c:chartSpace>".encode()
    for part in ("xl/charts/chart1.xml", "xl/charts/chart2.xml"):
        content = with_part(content, part, other)
    assert [place for _, _, place in told("a.xlsx", content)] == ["a.xlsx!BM4!E15", "a.xlsx!Đồ thị!A1"]


def drawn(*shapes: str) -> bytes:
    """A workbook with one filled cell, and drawings at its cell B3."""
    anchors = "".join(
        "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>2</xdr:row></xdr:from>"
        f"<xdr:to><xdr:col>9</xdr:col><xdr:row>22</xdr:row></xdr:to>{shape}</xdr:twoCellAnchor>"
        for shape in shapes
    )
    drawing = f"<xdr:wsDr {NAMES}>{anchors}</xdr:wsDr>".encode()
    sheet = "xl/worksheets/sheet1.xml"
    return with_related(EXCEL, sheet, "d", "drawing", "../drawings/drawing1.xml", drawing)


def box(*lines: str, link: str = "") -> str:
    text = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f'<xdr:sp textlink="{link}"><xdr:txBody>{text}</xdr:txBody></xdr:sp>'


def test_text_boxes_of_a_sheet_are_read_before_its_cells():
    content = drawn(box("UBND xã Đoàn Kết", "", "Quý I"), box("523", link="$A$1"), box())
    document = read_document("a.xlsx", content)
    assert [(b.text, b.place, b.sheet) for b in document.blocks if not b.cells] == [
        ("UBND xã Đoàn Kết\nQuý I", "a.xlsx!BM1!textbox 1", "BM1")
    ]
    assert document.blocks[0].text and document.blocks[1].cells[0].text == "STT"


def test_diagrams_objects_and_pictures_without_a_size_are_told():
    diagram = (
        '<xdr:graphicFrame><a:graphicData uri="x/diagram"><dgm:relIds r:dm="m"/></a:graphicData></xdr:graphicFrame>'
    )
    content = drawn("<xdr:pic/>", diagram)
    data = f"<dgm:dataModel {NAMES}><a:t>523 hồ sơ</a:t></dgm:dataModel>".encode()
    content = with_related(content, "xl/drawings/drawing1.xml", "m", "diagramData", "../diagrams/data1.xml", data)
    content = with_related(content, "xl/worksheets/sheet1.xml", "o", "package", "../embeddings/a.docx", WORD)
    assert told("a.xlsx", content) == [
        ("Chữ trong hình vẽ ở trang tính «BM1»", "523 hồ sơ", "a.xlsx!BM1!B3"),
        ("Đối tượng nhúng trong trang tính «BM1»", "a.docx", "a.xlsx!BM1"),
        ("Ảnh lớn trong trang tính «BM1», có thể là bảng hoặc văn bản chụp lại", "ảnh 14 × 11 cm", "a.xlsx!BM1!B3"),
    ]


def test_drawings_of_an_old_workbook_are_told_or_read():
    """The records as Excel 97 writes them; its comments are boxes too."""

    def anchor(*corners: int) -> tuple[int, bytes]:
        places = b"".join(struct.pack("<HH", corner, 0) for corner in corners)
        return 0xEC, b"\x0f\x00\x10\xf0" + struct.pack("<IH", 18, 0) + places

    def thing(kind: int, *more: int) -> tuple[int, bytes]:
        parts = [struct.pack("<HHH", 0x15, 18, kind) + bytes(16), *(struct.pack("<HH", part, 0) for part in more)]
        return 0x5D, b"".join(parts)

    def text(words: str) -> list[tuple[int, bytes]]:
        continued = [(0x3C, b"\x01" + half.encode("utf-16-le")) for half in (words[:5], words[5:])]
        return [(0x1B6, bytes(10) + struct.pack("<HHI", len(words), 16, 0)), *continued, (0x3C, bytes(16))]

    sheet = Sheet("BM4", {})
    records = [
        (0x14, struct.pack("<HB", 6, 1) + "&LQuý I".encode("utf-16-le")), (0x15, b""),
        anchor(1, 2, 9, 22), thing(8), anchor(1, 40, 2, 42), thing(8), anchor(0, 50, 2, 52), thing(8, 9),
        anchor(3, 3, 5, 5), thing(6), *text("UBND xã Đoàn Kết"), thing(25), *text("ghi chú 9"), (0x5D, b"\0" * 8),
    ]  # fmt: skip
    look_around(sheet, "a.xls!BM4", records)
    assert sheet.boxes == ["UBND xã Đoàn Kết"]
    assert sheet.margins == [("header", "Quý I")]
    assert [(r.reported_text, r.source_locator) for r in sheet.unread.remarks()] == [
        ("tệp khác", "a.xls!BM4!A51"), ("ảnh 14 × 11 cm", "a.xls!BM4!B3"),
    ]  # fmt: skip


def test_what_surrounds_the_cells_of_an_old_workbook_is_found_in_its_file():
    made = xlwt.Workbook()
    for name in ("BM4", "BM5"):
        sheet = made.add_sheet(name)
        sheet.write(0, 0, "a")
        sheet.header_str = f"&L{name} Q1&RTrang &P".encode()  # xlwt writes no other letters
        sheet.footer_str = b""
    margins = [(b.text, b.place) for b in read_document("a.xls", saved(made)).margins]
    assert margins == [
        ("BM4 Q1", "a.xls!BM4!header"), ("Trang", "a.xls!BM4!header"),
        ("BM5 Q1", "a.xls!BM5!header"), ("Trang", "a.xls!BM5!header"),
    ]  # fmt: skip


# --- LibreOffice


def test_boxes_pictures_and_objects_of_a_libreoffice_sheet():
    names = (
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    )
    frames = (
        "<draw:frame><draw:text-box><text:p>UBND xã</text:p><text:p>Đoàn Kết</text:p></draw:text-box></draw:frame>"
        '<draw:frame svg:width="12cm" svg:height="80mm"><draw:image/></draw:frame>'
        '<draw:frame svg:width="2cm" svg:height="2cm"><draw:image/></draw:frame>'
        '<draw:frame><draw:object draw:notify-on-update-of-ranges="BM4.A1"/><draw:image/></draw:frame>'
        '<draw:frame draw:name="Văn bản"><draw:object/><draw:image/></draw:frame>'
        "<draw:custom-shape><text:p>18 hồ sơ</text:p></draw:custom-shape>"
    )
    rows = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    content = ods_xml(
        f'<table:table table:name="BM4" {names}><table:shapes>{frames}</table:shapes>{rows}</table:table>'
    )
    assert told("a.ods", content) == [
        ("Đối tượng nhúng trong trang tính «BM4»", "Văn bản", "a.ods!BM4"),
        ("Ảnh lớn trong trang tính «BM4», có thể là bảng hoặc văn bản chụp lại", "ảnh 12 × 8 cm", "a.ods!BM4"),
    ]
    assert [block.text for block in read_document("a.ods", content).blocks] == ["UBND xã\nĐoàn Kết", "18 hồ sơ", ""]


# --- web pages


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("<img width=800 height=500 src=a.png>", [("Ảnh lớn trong a.html", "ảnh 21 × 13 cm")]),
        ("<img style='width: 15cm; height: 300px' src=a.png>", [("Ảnh lớn trong a.html", "ảnh 15 × 8 cm")]),
        ("<img width=80 height=50 src=a.png><img src=b.png><img width='100%' height=500 src=c.png>", []),
        ("<svg><text>523</text></svg>", [("Chữ trong hình vẽ ở a.html", "523")]),
        ("<svg><text>Logo</text></svg>", []),
        ("<iframe src='/tep/bao-cao.pdf?x=1'></iframe>", [("Đối tượng nhúng trong a.html", "bao-cao.pdf?x=1")]),
        ("<iframe src='https://quangcao.vn/1.html'></iframe>", []),
        ("<object data=b.docx></object>", [("Đối tượng nhúng trong a.html", "b.docx")]),
    ],
)
def test_what_a_page_shows_and_is_no_text_is_told(part, expected):
    content = html_file("Một", "Hai").replace(b"<p>Hai", f"{part}<p>Hai".encode())
    assert [(subject.split(",")[0], what) for subject, what, _ in told("a.html", content)] == expected
    assert {place for _, _, place in told("a.html", content)} <= {"a.html!paragraph 1"}


@pytest.mark.parametrize(
    ("length", "value"),
    [("2.54cm", 2.54), ("1in", 2.54), ("72pt", 2.54), ("96", 2.54), ("10 mm", 1), ("50%", None), (None, None)],
)
def test_lengths(length, value):
    assert centimetres(length) == (value if value is None else pytest.approx(value))


def test_documents_without_such_parts_tell_nothing():
    assert told("a.docx", WORD) == told("a.xlsx", xlsx({"A": [["a", 1]]})) == []
