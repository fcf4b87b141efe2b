"""PDF files as offices export, print and scan them: the same figures as in Word, at places a person finds."""

import io
import unicodedata
import zlib

import pytest
from builders import (
    CATALOGUE,
    FORMS,
    HEADER,
    PDF_FONT,
    docx_file,
    figures,
    form_row,
    forms_in,
    pdf_file,
    register_pdf_font,
    remarks,
)  # fmt: skip
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document
from orchestration.reports.prose.prose import read_prose

SCAN = ImageReader(Image.new("L", (60, 80), 200))
WIDTH, HEIGHT = 595, 842
SENTENCE = "Tổng số hồ sơ tiếp nhận là 1.523 hồ sơ, trong đó trực tuyến 1.204 hồ sơ, trực tiếp 319 hồ sơ."


def drawn(*pages, **options) -> bytes:
    """A PDF whose pages are drawn by functions of a canvas."""
    register_pdf_font()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), **options)
    for page in pages:
        canvas.setFont(PDF_FONT, 9)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*texts: str | tuple[float, float, str]):
    """Draws lines from the top, or each at its (x, y)."""

    def draw(canvas: Canvas) -> None:
        for n, text in enumerate(texts):
            canvas.drawString(*((80, 740 - 18 * n, text) if isinstance(text, str) else text))

    return draw


def table(rows, top: float = 700, left: float = 60, widths=(40, 240, 70, 70, 60), last_line: bool = True):
    """Draws a ruled table, its lines of text as they are given (cells may hold several)."""

    def draw(canvas: Canvas) -> None:
        edges = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
        y = top
        canvas.setFont(PDF_FONT, 9)
        canvas.line(left, y, edges[-1], y)
        for number, row in enumerate(rows):
            height = 12 * max(str(cell).count("\n") + 1 for cell in row) + 6
            for x, cell in zip(edges, row, strict=False):
                for n, text in enumerate(str(cell).split("\n")):
                    canvas.drawString(x + 4, y - 12 - 12 * n, text)
            y -= height
            if last_line or number + 1 < len(rows):
                canvas.line(left, y, edges[-1], y)
        for x in edges:
            canvas.line(x, y, x, top)

    return draw


def together(*draws):
    def draw(canvas: Canvas) -> None:
        for each in draws:
            canvas.setFont(PDF_FONT, 9)
            each(canvas)

    return draw


def texts(content: bytes) -> list[str]:
    return [block.text for block in read_document("a.pdf", content).paragraphs]


def rows_of(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in read_document("a.pdf", content).blocks if block.cells]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_document("a.pdf", content)
    return str(refused.value)


# --- the same as in Word


def test_all_forms_over_many_pages_read_as_in_word():
    parts = []
    for form in FORMS:
        rows = [form_row(form, code, str(n + 1)) for n, code in enumerate(CATALOGUE.forms[form])]
        parts += [f"Biểu mẫu {form[2]}", [HEADER, *rows]]
    pdf, word = forms_in("a.pdf", pdf_file(*parts)), forms_in("a.docx", docx_file(*parts))
    assert figures(pdf) == figures(word)
    assert remarks(pdf) == remarks(word)
    assert any("!page 2!table 1!row 2!col 4" in s.source_locator for s in pdf.statements)


_WORDS = st.sampled_from([*SENTENCE.split(), "Quyết", "định", "số", "12/QĐ-UBND", "(đạt", "95,9%);", "2.243/2.243"])


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.lists(_WORDS, min_size=1, max_size=70).map(" ".join), min_size=1, max_size=6))
def test_wrapped_paragraphs_are_put_together_again(written):
    marked = [f"- {text}" for text in written]
    assert texts(pdf_file(*marked)) == marked


def test_a_sentence_over_a_page_end_is_one_paragraph_and_page_numbers_are_left_out():
    long = " ".join([SENTENCE] * 60)
    content = pdf_file("BÁO CÁO", long)
    document = read_document("a.pdf", content)
    assert [block.text for block in document.blocks] == ["BÁO CÁO", long]
    head = (80, 800, "Đầu trang của xã Hòa Bình")
    read = texts(drawn(*(lines(head, *(f"{n}. Mục {p}" for n in range(1, 9)), (290, 30, str(p))) for p in range(1, 5))))
    assert read.count("Đầu trang của xã Hòa Bình") == 1
    assert not [text for text in read if text.isdigit()]
    assert len(read) == 1 + 4 * 8


def test_a_number_that_begins_a_page_is_kept_when_it_is_not_the_pages():
    read = texts(drawn(lines("Tổng số hồ sơ đã tiếp nhận trong năm"), lines((80, 790, "2023"), "Dòng sau")))
    assert "2023" in " ".join(read)


def test_prose_gives_the_figures_of_word():
    def found(name, content):
        return [
            (s.indicator_code, s.value)
            for s in read_prose(read_document(name, content).paragraphs, CATALOGUE).statements
        ]

    parts = ["II. KẾT QUẢ", SENTENCE, "- Lĩnh vực Hộ tịch: 141 hồ sơ (trực tuyến 126 hồ sơ);"]
    assert found("a.pdf", pdf_file(*parts)) == found("a.docx", docx_file(*parts)) != []


# --- letters


def test_decomposed_letters_and_no_break_spaces():
    content = drawn(lines(unicodedata.normalize("NFD", SENTENCE).replace("là 1", "là\u00a01")))
    assert texts(content) == [SENTENCE]


def test_a_raised_footnote_mark_is_no_digit_of_the_number_and_the_note_is_read():
    def page(canvas):
        canvas.setFont(PDF_FONT, 12)
        canvas.drawString(80, 718, "II. Kết quả tiếp nhận và giải quyết hồ sơ")
        canvas.drawString(80, 700, "Đã tiếp nhận 2.243")
        canvas.setFont(PDF_FONT, 7)
        canvas.drawString(80 + canvas.stringWidth("Đã tiếp nhận 2.243", PDF_FONT, 12), 705, "13")
        canvas.drawString(80, 64, "13")
        canvas.setFont(PDF_FONT, 9)
        canvas.drawString(90, 60, "Không kể hồ sơ nộp qua bưu chính.")

    document = read_document("a.pdf", drawn(page))
    assert [block.text for block in document.blocks[1:]] == [
        "Đã tiếp nhận 2.243¹³", "Không kể hồ sơ nộp qua bưu chính."
    ]  # fmt: skip
    assert document.blocks[2].place == "a.pdf!page 1!footnote 1"


def test_a_letterhead_of_two_columns_is_read_column_by_column():
    centred = [
        (150, 780, "ỦY BAN NHÂN DÂN"), (420, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"), (150, 762, "XÃ HÒA BÌNH"),
        (420, 762, "VIỆT NAM"), (420, 744, "Hòa Bình, ngày 12 tháng 6 năm"), (420, 726, "2024"),
    ]  # fmt: skip

    def page(canvas):
        for x, y, text in centred:
            canvas.drawCentredString(x, y, text)
        canvas.drawCentredString(297, 690, "BÁO CÁO")

    assert texts(drawn(page)) == [
        "ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", "Hòa Bình, ngày 12 tháng 6 năm 2024",
        "BÁO CÁO",
    ]  # fmt: skip


def test_a_letterhead_typed_from_the_left_is_known_by_the_name_of_the_state():
    head = [
        (60, 780, "ỦY BAN NHÂN DÂN"), (306, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (60, 762, "XÃ HÒA BÌNH"),
        (306, 762, "Hòa Bình, ngày 12 tháng 6 năm"), (306, 744, "2024"), (250, 700, "BÁO CÁO"),
    ]  # fmt: skip
    assert texts(drawn(lines(*head)))[:4] == [
        "ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hòa Bình, ngày 12 tháng 6 năm 2024",
    ]  # fmt: skip


def test_what_a_browser_prints_at_the_rim_of_two_pages_parts_no_table():
    def rim(number: int):
        return lines((40, 820, "Cổng thông tin điện tử xã"), (40, 20, f"https://xa.gov.vn/bao-cao   {number}/2"))

    first = together(rim(1), table(STAFF_ROWS[:2], top=100))
    second = together(rim(2), table(STAFF_ROWS[2:], top=800))
    found = forms_in("a.pdf", drawn(first, second))
    assert figures(found) == {"BM4 2.1": 18, "BM4 2.2": 19, "BM4 2.3": 20}


def test_a_watermark_is_left_out_and_bold_drawn_twice_is_read_once():
    def page(canvas):
        lines(SENTENCE)(canvas)
        lines((80.3, 740, SENTENCE))(canvas)
        canvas.rotate(45)
        canvas.setFont(PDF_FONT, 60)
        canvas.drawString(300, 100, "DỰ THẢO")

    assert texts(drawn(page)) == [SENTENCE]


# --- tables


STAFF_ROWS = [HEADER, *(form_row("BM4", code, str(n)) for n, code in enumerate(["2.1", "2.2", "2.3"], start=18))]


def test_a_row_broken_over_a_page_end_is_one_row():
    first = [HEADER, ["2.1", "Tổng số biên chế được giao trong năm của", "người", "", ""]]
    second = [HEADER, ["", "đơn vị", "", "20", ""], ["2.2", "Số hiện có", "người", "18", ""]]
    widths = (40, 210, 70, 70, 60)
    content = drawn(table(first, widths=widths, last_line=False), table(second, widths=widths))
    assert rows_of(content) == [
        HEADER,
        ["2.1", "Tổng số biên chế được giao trong năm của đơn vị", "người", "20", ""],
        ["2.2", "Số hiện có", "người", "18", ""],
    ]
    cells = [block.cells for block in read_document("a.pdf", content).blocks]
    assert [cell.locator for cell in cells[1][:4]] == [
        "a.pdf!page 1!table 1!row 2!col 1", "a.pdf!page 1!table 1!row 2!col 2",
        "a.pdf!page 1!table 1!row 2!col 3", "a.pdf!page 2!table 1!row 2!col 4",
    ]  # fmt: skip


@pytest.mark.parametrize("second", [["", "Trong đó: nữ", "người", "5", ""], ["", "", "", "5", ""]])
def test_a_row_of_its_own_without_a_number_is_never_added_to_the_one_before(second):
    first = [HEADER, ["2.1", "Tổng số", "người", "20", ""]]
    assert rows_of(drawn(table(first), table([second])))[1:] == [first[1], second]


def test_a_table_that_begins_again_with_the_same_figures_is_kept_whole():
    data = [["1.1", "Số phòng", "Phòng", "0", ""], ["1.2", "Số xã", "Xã", "3", ""]]
    assert rows_of(drawn(table([HEADER, *data]), table([HEADER, *data]))) == [HEADER, *data, *data]


def test_merged_cells_keep_their_neighbours_in_place():
    def merged(canvas):
        edges, rows = [60, 100, 340, 410, 480, 540], [700, 682, 664, 646]
        for x in (60, 100, 340, 480, 540):
            canvas.line(x, 646, x, 700)
        canvas.line(410, 646, 410, 682)
        for y in (700, 664, 646):
            canvas.line(60, y, 540, y)
        canvas.line(340, 682, 480, 682)
        canvas.setFont(PDF_FONT, 9)
        for x, y, text in [
            (edges[0], 672, "STT"), (edges[1], 672, "Chỉ tiêu"), (370, rows[1] + 5, "Kết quả"), (edges[2], 669, "ĐVT"),
            (edges[3], 669, "Số lượng"), (edges[0], 651, "2.1"), (edges[1], 651, "Biên chế"), (edges[3], 651, "20"),
        ]:  # fmt: skip
            canvas.drawString(x + 3, y, text)

    rows = rows_of(drawn(merged))
    assert rows == [
        ["STT", "Chỉ tiêu", "Kết quả", "", ""], ["", "", "ĐVT", "Số lượng", ""], ["2.1", "Biên chế", "", "20", ""],
    ]  # fmt: skip


def test_a_figure_broken_in_a_narrow_column_is_one_figure_and_two_below_each_other_are_two():
    rows = [["STT", "Số", "x"], ["1", "1.204.612.3\n45", "a"], ["2", "12\n34", "b"]]
    assert [row[1] for row in rows_of(drawn(table(rows, widths=(40, 62, 60))))] == ["Số", "1.204.612.345", "12\n34"]


def _turned(draw):
    def page(canvas):
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        draw(canvas)

    return page


def _as_form(draw):
    def page(canvas):
        canvas.beginForm("bang")
        draw(canvas)
        canvas.endForm()
        canvas.translate(30, 20)
        canvas.scale(0.8, 0.8)
        canvas.doForm("bang")

    return page


@pytest.mark.parametrize("drawing", [lambda draw: draw, _turned, _as_form])
def test_tables_turned_on_the_page_or_placed_as_a_drawing(drawing):
    page = drawing(together(lines((60, 540, "Biểu mẫu 4")), table(STAFF_ROWS, top=520)))
    assert figures(forms_in("a.pdf", drawn(page))) == {"BM4 2.1": 18, "BM4 2.2": 19, "BM4 2.3": 20}


def test_a_frame_around_text_and_an_underline_are_no_table():
    def page(canvas):
        canvas.rect(40, 40, 500, 750)
        canvas.line(80, 738, 200, 738)
        lines(SENTENCE)(canvas)

    assert texts(drawn(page)) == [SENTENCE]


# --- what cannot be read


def _scanned(canvas):
    canvas.drawImage(SCAN, 0, 0, WIDTH, HEIGHT)


def test_a_scan_is_refused_and_scanned_pages_are_told_of():
    assert refusal(drawn(_scanned, _scanned)) == "bản quét, cần bản có lớp chữ (2 trang không có lớp chữ)"
    document = read_document("a.pdf", drawn(lines(SENTENCE), _scanned, _scanned, lines(SENTENCE)))
    assert [(r.remark_kind, r.subject, r.source_locator) for r in document.remarks] == [
        ("unread_part", "Trang 2–3", "a.pdf!page 2")
    ]
    assert len(document.blocks) == 2


def test_text_recognised_by_a_machine_is_read_with_a_warning():
    def page(canvas):
        _scanned(canvas)
        text = canvas.beginText(80, 700)
        text.setTextRenderMode(3)
        text.textLine(SENTENCE)
        canvas.drawText(text)

    document = read_document("a.pdf", drawn(page))
    assert [block.text for block in document.blocks] == [SENTENCE]
    assert "OCR" in document.remarks[0].reported_text or "nhận dạng" in document.remarks[0].reported_text


def test_fonts_without_a_unicode_map_are_refused():
    assert "Unicode" in refusal(drawn(lines(SENTENCE)).replace(b"/ToUnicode", b"/ToUnicodX"))


def test_locked_files_are_refused_and_a_lock_on_changes_only_is_none():
    assert "mật khẩu" in refusal(drawn(lines(SENTENCE), encrypt=StandardEncryption("abc")))
    assert texts(drawn(lines(SENTENCE), encrypt=StandardEncryption("", "chủ", canCopy=0))) == [SENTENCE]


def _plain(content: bytes) -> bytes:
    """A PDF of one page written by hand."""
    filters = b"/Filter/FlateDecode" if content[:1] == b"\x78" else b""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        + (b"4 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj\n" % (filters, len(content), content))
        + b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def _tree(kids: bytes, count: int) -> bytes:
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF" % (kids, count)
    )


WHOLE = drawn(lines(SENTENCE))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("Tổng số hồ sơ".encode(), "không phải tệp PDF"),
        (WHOLE[:-700], "cắt"),
        (WHOLE[:9] + b"%%EOF", "hỏng"),
        (_tree(b"", 0), "hỏng"),
        (_tree(b"2 0 R 2 0 R", 900), "hỏng"),
        (_tree(b"", 999_999_999), "hỏng"),
        (drawn(*[lambda canvas: None] * 1001), "1001 trang"),
        (drawn(lambda canvas: None), "không có chữ"),
        (_plain(zlib.compress(b" " * 40_000_000)), "quá lớn"),
        (_plain(zlib.compress(zlib.compress(b" " * 40_000_000))), "quá lớn"),
        (_plain(zlib.compress(b"0 0 m 9 9 l S\n" * 200_001)), "quá lớn"),
    ],
)
def test_damaged_and_hostile_files_are_refused(content, word):
    assert word in refusal(content)


def test_strange_coordinates_do_no_harm():
    content = b"BT /F 12 Tf 50 600 Td (ok) Tj ET 1e38 0 m 1e39 5 l S BT /F 1e30 Tf 1e20 7 Td (far) Tj ET"
    assert texts(_plain(content))[0] == "ok"


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.data())
def test_files_with_a_few_bytes_changed_are_read_or_refused(data):
    changed = bytearray(TABLE)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_document("a.pdf", bytes(changed)).blocks
    except UnreadableFile as reason:
        assert str(reason)


TABLE = drawn(together(lines(SENTENCE), table(STAFF_ROWS)))


def test_a_form_without_rules_is_told_of():
    row = [(x, 700, text) for x, text in zip((60, 100, 340, 420), HEADER, strict=False)]
    unruled = drawn(lines(*row, SENTENCE))
    between_rows = drawn(table([HEADER, ["1.1\n1.2", "Số phòng\nSố xã", "Xã\nXã", "3\n4", ""]]))
    for content, place in ((unruled, "a.pdf!page 1!paragraph 1"), (between_rows, "a.pdf!page 1!table 1")):
        told = [(r.remark_kind, r.source_locator) for r in read_document("a.pdf", content).remarks]
        assert told == [("unread_part", place)]
