"""Tables without rules in PDF files: white space parts the columns, and no paragraph becomes a table."""

import pytest
from builders import CATALOGUE, FORMS, HEADER, docx_file, figures, form_row, forms_in, remarks
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import PDF_FONT, SENTENCE, columns, drawn, lines, pdf_file, rows_of, table, texts, together, told

from orchestration.reports.formats.reading import read_document

LONG = "Số cơ quan, đơn vị được kiểm tra công tác cải\ncách hành chính trong kỳ báo cáo"
DATA = [
    ["1", LONG, "Cơ quan", "7", ""],
    ["1.1", "Số phòng chuyên môn", "Phòng", "3", ""],
    ["1.2", "Số xã", "Xã", "", "Chưa kiểm\ntra"],
    ["2", "Tỷ lệ hoàn thành kế hoạch cải cách hành chính\nnăm", "%", "41,7", ""],
]


def plain(rows):
    return [[cell.replace("\n", " ") for cell in row] for row in rows]


def turned(draw):
    def page(canvas):
        canvas.translate(595, 0)
        canvas.rotate(90)
        draw(canvas)

    return page


def test_all_forms_over_many_pages_read_as_in_word():
    parts = []
    for form in FORMS:
        rows = [form_row(form, code, str(n + 1)) for n, code in enumerate(CATALOGUE.forms[form])]
        parts += [f"Biểu mẫu {form[2]}", [HEADER, *rows], SENTENCE]
    pdf, word = forms_in("a.pdf", pdf_file(*parts, ruled=False)), forms_in("a.docx", docx_file(*parts))
    assert figures(pdf) == figures(word)
    assert remarks(pdf) == remarks(word)


@pytest.mark.parametrize("valign", ["top", "middle", "bottom"])
@pytest.mark.parametrize("drawing", [lambda draw: draw, turned])
def test_wrapped_labels_and_blank_cells_keep_their_row_and_column(valign, drawing):
    title = lines((60, 540, "Biểu mẫu 1"), (60, 525, "Đơn vị tính: cơ quan"))
    page = drawing(together(title, columns([HEADER, *DATA], top=500, valign=valign)))
    document = read_document("a.pdf", drawn(page))
    assert rows_of(drawn(page)) == [HEADER, *plain(DATA)]
    assert [block.text for block in document.paragraphs] == ["Biểu mẫu 1", "Đơn vị tính: cơ quan"]
    assert document.blocks[3].cells[3].locator == "a.pdf!page 1!table 1!row 2!col 4"
    assert document.remarks == []


@pytest.mark.parametrize("second", [DATA, [HEADER, *DATA]])
def test_a_table_goes_on_on_the_next_page_with_its_header_and_without(second):
    more = [
        [f"{number}.9" if "." in number else f"{int(number) + 2}", *rest] for number, *rest in second if number != "STT"
    ]
    head = [row for row in second if row[0] == "STT"]
    content = drawn(
        columns([HEADER, *DATA], top=160), together(columns([*head, *more], top=780), lines((60, 40, SENTENCE)))
    )
    assert rows_of(content) == [HEADER, *plain(DATA), *plain(more)]
    assert len({block.table for block in read_document("a.pdf", content).blocks if block.cells}) == 1


def level(*heights: float):
    def draw(canvas):
        for y in heights:
            canvas.line(60, y, 540, y)

    return draw


@pytest.mark.parametrize("heights", [(710, 696), (710, 696, 671, 657, 632), (710, 696, 607)])
def test_level_rules_alone_part_no_columns(heights):
    content = drawn(together(level(*heights), columns([HEADER, *DATA])))
    assert rows_of(content) == [HEADER, *plain(DATA)]


def test_a_header_alone_may_have_rules_around_it():
    content = drawn(together(table([HEADER], top=718), columns(DATA, top=688)))
    assert rows_of(content) == [HEADER, *plain(DATA)]


def test_shaded_rows_part_nothing():
    def shades(canvas):
        canvas.setFillGray(0.9)
        canvas.rect(60, 697, 480, 14, stroke=0, fill=1)
        canvas.rect(60, 658, 480, 14, stroke=0, fill=1)
        canvas.setFillGray(0)

    assert rows_of(drawn(together(shades, columns([HEADER, *DATA])))) == [HEADER, *plain(DATA)]


def test_headings_shared_by_columns_stand_above_them_in_a_row_of_their_own():
    def header(canvas):
        for x, y, text in [
            (70, 715, "TT"), (150, 715, "Lĩnh vực"), (315, 722, "Tiếp nhận"), (455, 722, "Giải quyết"),
            (280, 708, "Trực tuyến"), (350, 708, "Trực tiếp"), (420, 708, "Đúng hạn"), (490, 708, "Quá hạn"),
        ]:  # fmt: skip
            canvas.drawCentredString(x, y, text)

    data = [["1", "Hộ tịch", "126", "15", "140", "1"], ["2", "Chứng thực", "20", "1.300", "1.320", "0"]]
    body = columns(data, top=690, widths=(30, 160, 70, 70, 70, 70), right=(2, 3, 4, 5))
    assert rows_of(drawn(together(header, body))) == [
        ["TT", "Lĩnh vực", "Tiếp nhận", "", "Giải quyết", ""],
        ["", "", "Trực tuyến", "Trực tiếp", "Đúng hạn", "Quá hạn"],
        *data,
    ]


def test_a_sections_title_may_run_over_columns():
    title = "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH CỦA ỦY BAN NHÂN DÂN"
    rows = [HEADER, ["I", title, "", "", ""], *DATA]
    assert [row[:2] for row in rows_of(drawn(columns(rows)))[:3]] == [
        HEADER[:2],
        ["I", title],
        ["1", plain(DATA)[0][1]],
    ]


def test_several_tables_on_a_page_are_several():
    fields = [["Lĩnh vực", "Tiếp nhận", "Giải quyết"], ["Hộ tịch", "141", "140"], ["Đất đai", "27", "20"]]
    staff = [["STT", "Đối tượng", "Số giao"], ["1", "Cán bộ", "11"], ["2", "Công chức", "10"]]
    content = drawn(
        together(
            lines((200, 740, "Bảng 1. Hồ sơ")), columns(fields, 720, widths=(240, 100, 100), right=(1, 2)),
            lines((200, 660, "Bảng 2. Cán bộ, công chức")), columns(staff, 640, widths=(40, 240, 100), right=(2,)),
        )
    )  # fmt: skip
    assert rows_of(content) == [*fields, *staff]
    assert texts(content) == ["Bảng 1. Hồ sơ", "Bảng 2. Cán bộ, công chức"]


def test_tasks_in_columns_of_text_are_rows():
    rows = [
        ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
        ["1", "Ban hành kế hoạch cải cách hành chính của\nủy ban nhân dân xã", "Văn phòng", "Tháng 12"],
        ["2", "Rà soát thủ tục hành chính", "Tư pháp", "Quý II"],
    ]
    assert rows_of(drawn(columns(rows, widths=(40, 240, 90, 90), right=(), valign="middle"))) == plain(rows)


# --- what is none


def justified(canvas):
    """A paragraph whose lines are spread over the page, with figures in it."""
    canvas.setFont(PDF_FONT, 9)
    for n, line in enumerate(
        ["Năm 2023 tiếp nhận 523", "hồ sơ, đạt 95,9 trên", "100 điểm, tăng 12 so", "với năm 2022 là 511"]
    ):
        words = line.split()
        gap = (400 - sum(canvas.stringWidth(word, PDF_FONT, 9) for word in words)) / (len(words) - 1)
        x = 80.0
        for word in words:
            canvas.drawString(x, 700 - 14 * n, word)
            x += canvas.stringWidth(word, PDF_FONT, 9) + gap


TABS = [("- Hộ tịch:", "141 hồ sơ;"), ("- Chứng thực:", "320 hồ sơ;"), ("- Đất đai:", "62 hồ sơ.")]
SPLIT = [
    ("- Nam:", "12", "- Tỷ lệ:", "57,1"),
    ("- Nữ:", "9", "- Tỷ lệ:", "42,9"),
    ("- Đảng viên:", "7", "- Tỷ lệ:", "33,3"),
]
SIGNED = [
    ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
    ("- Ủy ban nhân dân huyện;", "CHỦ TỊCH"),
    ("- Lưu: VT, 02.", "Trần Văn A"),
]
CONTENTS = [("Nội dung", "Trang"), ("Kết quả", "1"), ("Tồn tại", "3"), ("Kiến nghị", "5")]


def spread(rows):
    return lines(*((80 + 120 * n, 700 - 14 * m, text) for m, row in enumerate(rows) for n, text in enumerate(row)))


@pytest.mark.parametrize("draw", [justified, spread(TABS), spread(SPLIT), spread(SIGNED), spread(CONTENTS)])
def test_paragraphs_lists_signatures_and_contents_are_no_table(draw):
    content = drawn(together(lines((80, 760, SENTENCE)), draw))
    assert rows_of(content) == []
    assert told(content) == []


def test_figures_whose_columns_cannot_be_told_are_told_of():
    data = [("Hộ tịch", "141", "140"), ("Đất đai", "27", "20"), ("Chứng thực", "320", "320")]
    headless = drawn(together(lines((80, 760, SENTENCE)), spread(data)))
    header_alone = drawn(together(spread([HEADER[:4]]), lines((80, 660, SENTENCE))))
    for content, place in ((headless, "a.pdf!page 1!paragraph 2"), (header_alone, "a.pdf!page 1!paragraph 1")):
        assert [where for where, _ in told(content)] == [place]
        assert rows_of(content) == []


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.data())
def test_wherever_words_stand_none_is_lost(data):
    drawn_words = []
    for row in range(data.draw(st.integers(2, 14))):
        for column in data.draw(st.sets(st.integers(0, 5))):
            word = data.draw(st.sampled_from(["STT", "{}", "{},5", "Xã{}", "Chỉ tiêu {}", "xã{}", "- {}"]))
            x = 60 + 80 * column + data.draw(st.sampled_from([0, 0, 0, 13, 25]))
            drawn_words.append((x, 700 - 13 * row, word.format(row * 6 + column + 100)))
    document = read_document("a.pdf", drawn(together(lines((80, 760, SENTENCE)), lines(*drawn_words))))
    read = " ".join([block.text for block in document.blocks] + [c.text for b in document.blocks for c in b.cells])
    assert sorted("".join(text for _, _, text in drawn_words).replace(" ", "")) == sorted(
        read.replace(SENTENCE, "", 1).replace(" ", "").replace("\n", "")
    )
