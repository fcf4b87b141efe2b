"""Ruled tables in PDF files: cells, merged cells, rows and tables that go on over a page end."""

import pytest
from builders import HEADER, figures, form_row, forms_in
from pdf_pages import PDF_FONT, SENTENCE, WIDTH, drawn, lines, rows_of, table, texts, together

from orchestration.reports.formats.reading import read_document

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


def test_what_a_browser_prints_at_the_rim_of_two_pages_parts_no_table():
    def rim(number: int):
        return lines((40, 820, "Cổng thông tin điện tử xã"), (40, 20, f"https://xa.gov.vn/bao-cao   {number}/2"))

    first = together(rim(1), table(STAFF_ROWS[:2], top=100))
    second = together(rim(2), table(STAFF_ROWS[2:], top=800))
    found = forms_in("a.pdf", drawn(first, second))
    assert figures(found) == {"BM4 2.1": 18, "BM4 2.2": 19, "BM4 2.3": 20}


ROWS_OF_NO_LINE = [
    HEADER,
    [
        "1\n\n1.1\n1.2",
        "Số cơ quan được kiểm tra trong kỳ báo\ncáo\nSố phòng chuyên môn\nSố xã",
        "Đơn vị\n\nPhòng\nXã",
        "7\n\n3\n4",
        "",
    ],
]


def test_rows_that_no_line_parts_are_told_apart_by_their_numbers():
    content = drawn(table(ROWS_OF_NO_LINE, widths=(40, 190, 70, 70, 60)))
    assert rows_of(content) == [
        HEADER,
        ["1", "Số cơ quan được kiểm tra trong kỳ báo cáo", "Đơn vị", "7", ""],
        ["1.1", "Số phòng chuyên môn", "Phòng", "3", ""],
        ["1.2", "Số xã", "Xã", "4", ""],
    ]
    places = [block.cells[3].locator for block in read_document("a.pdf", content).blocks]
    assert places[1:] == [f"a.pdf!page 1!table 1!row {n}!col 4" for n in (2, 3, 4)]
