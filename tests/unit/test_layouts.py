"""Form tables in every shape that offices give them, and other tables that are no forms."""

import unicodedata

import pytest
from builders import (
    CATALOGUE,
    FORMS,
    HEADER,
    STAFF,
    docx_file,
    figures,
    form_row,
    form_rows,
    forms_in,
    remarks,
    staff_form,
    txt,
    xlsx,
)

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.forms.layout_words import layout_words


@pytest.mark.parametrize("form", FORMS)
def test_a_full_form_reads_whole_from_a_workbook_a_word_file_and_a_text(form):
    values = {
        code: 1 if row.value_type in ("flag", "choice") else n
        for n, (code, row) in enumerate(CATALOGUE.forms[form].items(), start=3)
    }
    table = [HEADER, *(form_row(form, code, str(value)) for code, value in values.items())]
    codes = {f"{form} {code}": float(value) for code, value in values.items()}
    for name, content in (
        ("a.xlsx", xlsx({form: table})),
        ("a.docx", docx_file(f"Biểu mẫu {form[2]}", table)),
        ("a.txt", txt(f"Biểu mẫu {form[2]}", *table)),
        ("b.xlsx", xlsx({"Sheet1": table})),
    ):
        found = forms_in(name, content)
        assert {k: (v or 0) % 1e6 or (v or 0) / 1e6 for k, v in figures(found).items()} == codes  # money is in triệu
        assert remarks(found) == []


def test_forms_one_under_another_on_one_sheet():
    marks = ["", "(1)", "(2)", "(3)", "(4)", "(5)"]
    two_rows = [["", "STT", "Chỉ tiêu thống kê", "Kết quả thống kê"], ["", "", "", "Đơn vị tính", "Số lượng/Tỷ lệ"]]
    sheet = [
        [], [], ["", "", "Biểu mẫu số 01"], ["", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"], [], ["", *HEADER],
        *(["", *r] for r in form_rows("BM1", r1=19, r2=50)), [], ["", *form_row("BM1", "2.1", 36)],
        ["", "Biểu mẫu số 02"], ["", *HEADER], *(["", *r] for r in form_rows("BM2", r2_1=3)), [],
        ["BM 3"], *two_rows, marks, *(["", *r] for r in form_rows("BM3", r1_1=140)),
    ]  # fmt: skip
    found = forms_in("a.xlsx", xlsx({"Sheet1": sheet}))
    assert figures(found) == {"BM1 1": 19, "BM1 2": 50, "BM1 2.1": 36, "BM2 2.1": 3, "BM3 1.1": 140}
    assert found.statements[0].source_locator == "a.xlsx!Sheet1!E7"
    assert remarks(found) == []


@pytest.mark.parametrize(
    "table",
    [
        staff_form("note number label value unit"),
        staff_form("label unit value"),
        staff_form("number label value"),
        staff_form(header=["TT", "Nội dung chỉ tiêu", "ĐVT", "Kết quả", "Ghi chú"]),
        staff_form(header=["Số TT", "Tên chỉ tiêu", "Đơn vị", "Số liệu", "Ghi chú"]),
        [["", "PHỤ LỤC"], *staff_form()],
        [*staff_form(), [], ["", "NGƯỜI LẬP BIỂU", "", "", "CHỦ TỊCH"]],
        [["STT", "Chỉ tiêu", "ĐVT", "Kết quả kỳ trước", "Kết quả kỳ này"],
         *([*r[:3], 5, r[3]] for r in staff_form()[1:])],
    ],
)  # fmt: skip
def test_columns_are_found_by_their_names(table):
    assert figures(forms_in("a.xlsx", xlsx({"Biểu 4": table}))) == STAFF


def test_merged_headers_of_three_rows():
    header = [
        ["STT", "Chỉ tiêu thống kê", "Kết quả thống kê", None, "Ghi chú"],
        [None, None, "Đơn vị tính", "Số lượng/Tỷ lệ", None],
        ["A", "B", "C", 1, 2],
    ]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]
    found = forms_in("a.xlsx", xlsx({"BM4": [*header, *staff_form()[1:]]}, {"BM4": merged}))
    assert (figures(found), remarks(found)) == (STAFF, [])


def test_counts_and_percentages_in_columns_of_their_own():
    header = ["STT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Tỷ lệ (%)"]
    one, two, three = form_rows("BM6", r1="", r1_1=750, r1_2=375)
    found = forms_in("a.xlsx", xlsx({"BM6": [header, [*one[:3], None, 50], two[:4], three[:4]]}))
    assert figures(found) == {"BM6 1": 50, "BM6 1.1": 750e6, "BM6 1.2": 375e6}


def test_a_form_that_goes_on_over_pages_in_a_text():
    content = txt(
        "Biểu mẫu 1", "Chỉ đạo điều hành", "", HEADER, *form_rows("BM1", r1="19", r2="50"), "", "12", "",
        HEADER, *form_rows("BM1", r2_1="36"), "", "13", "", *form_rows("BM1", r2_2="15"), "", "Nơi nhận:\tCHỦ TỊCH",
    )  # fmt: skip
    assert figures(forms_in("a.txt", content)) == {"BM1 1": 19, "BM1 2": 50, "BM1 2.1": 36, "BM1 2.2": 15}


def test_decomposed_text_foreign_letters_and_no_break_spaces():
    text = txt(
        "Biểu mẫu 4",
        *staff_form(header=["STT", "Chỉ tiêu", "Đơn vị tính", "Số lượng"])[:1],
        *(map(str, r) for r in staff_form()[1:]),
    )
    for changed in (
        unicodedata.normalize("NFD", text.decode()),
        text.decode().replace("Đ", "Ð").replace(" ", "\u00a0"),
    ):
        assert figures(forms_in("a.txt", changed.encode())) == STAFF


def test_old_forms_on_a_hidden_sheet_come_after_the_visible_ones():
    found = forms_in(
        "a.xlsx", xlsx({"cũ": [["Biểu mẫu 4"], HEADER, form_row("BM4", "2.1", 5)], "BM4": staff_form()}, hidden=["cũ"])
    )
    assert [s.value for s in found.statements if s.row_code == "2.1"] == [20, 5]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Biểu mẫu 3", "BM3"), ("BIỂU MẪU SỐ: 03", "BM3"), ("BM 01", "BM1"), ("BM01_Chỉ đạo", "BM1"),
        ("Biểu số 7", "BM7"),
        ("Bieu 2", "BM2"), ("(Kèm theo Báo cáo số 5/BC-UBND)**Biểu mẫu 1**", "BM1"), ("Biểu số II.06a/VPCP", "II.06a"),
        ("Chi tiết tại Biểu mẫu 3", None), ("số liệu theo biểu mẫu 2", None), ("Biểu 12", "BM12"), ("Sheet1", None),
    ],
)  # fmt: skip
def test_a_heading_names_a_form(text, form):
    assert layout_words().form_named(text) == form


@pytest.mark.parametrize(
    "parts",
    [
        ("Nhiệm vụ", [["STT", "Nội dung", "Kết quả thực hiện"], ["1", "Kiểm tra", "03 đơn vị"], ["2", "Thi", "5"]]),
        ("Chi tiết tại Biểu mẫu 3.", [["STT", "Nội dung", "Số lượng"], ["1", "Máy tính", "20"], ["2", "Máy in", "5"]]),
        ([["UBND HUYỆN THANH MIỆN", "CỘNG HÒA"], ["XÃ ĐOÀN KẾT", "Độc lập"]], "Biểu mẫu 1 gửi kèm."),
        ("Biểu mẫu 4", staff_form(), "Thiết bị", [["STT", "Nội dung", "Số lượng"], ["1", "Máy tính", "20"]]),
    ],
)  # fmt: skip
def test_other_tables_are_no_forms(parts):
    found = forms_in("a.docx", docx_file(*parts))
    assert figures(found) == (STAFF if "Biểu mẫu 4" in parts else {})
    assert remarks(found) == []


def test_a_form_that_nobody_knows_is_told_of():
    found = forms_in("a.docx", docx_file("Biểu mẫu 8", [HEADER, ["1", "Chỉ tiêu mới", "Người", "7", ""]]))
    assert remarks(found) == [("undeclared_form", "Biểu mẫu 8", "Biểu mẫu 8")]
    assert found.remarks[0].expected_text == "không khớp biểu mẫu nào đã khai báo; 1 ô số liệu chưa được dùng"


def test_rows_say_which_form_it_is_where_the_heading_errs():
    found = forms_in("a.docx", docx_file("Biểu mẫu 3", staff_form()))
    assert figures(found) == STAFF


def staff_with(*values: str, rows: tuple = ((19, 20), (17, 18))) -> bytes:
    """A workbook with the first rows of the staff form and these value columns."""
    data = [[*form_row("BM4", code)[:3], *row] for code, row in zip(("2.1", "2.2"), rows, strict=True)]
    return xlsx({"BM4": [["STT", "Chỉ tiêu", "ĐVT", *values], *data]})


@pytest.mark.parametrize(
    "columns",
    [
        ("Kỳ trước", "Kỳ này"), ("Quý I/2022", "Quý I/2023"), ("Năm 2022", "Năm 2023"), ("2022", "2023"),
        ("Lũy kế từ đầu năm", "Trong quý"), ("Kế hoạch năm 2023", "Thực hiện"), ("Cấp huyện", "Tổng số"),
        ("Cùng kỳ năm trước", "Thực hiện quý I năm 2023"), ("Quý IV/2022", "Quý I"),
    ],
)  # fmt: skip
def test_the_value_is_that_of_the_reports_own_period(columns):
    read = read_forms(read_document("a.xlsx", staff_with(*columns)).blocks, CATALOGUE, "2023-Q1")
    assert figures(read) == {"BM4 2.1": 20, "BM4 2.2": 18}
    swapped = read_document("a.xlsx", staff_with(*columns[::-1], rows=((20, 19), (18, 17)))).blocks
    assert figures(read_forms(swapped, CATALOGUE, "2023-Q1")) == {"BM4 2.1": 20, "BM4 2.2": 18}


def test_a_sum_since_january_counts_where_the_catalogue_means_one():
    table = [["STT", "Chỉ tiêu", "Trong quý", "Lũy kế"], ["1", form_row("BM1", "1")[1], 5, 9],
             ["2.1", form_row("BM1", "2.1")[1], 3, 36]]  # fmt: skip
    read = read_forms(read_document("a.xlsx", xlsx({"BM1": table})).blocks, CATALOGUE, "2023-Q2")
    assert figures(read) == {"BM1 1": 5, "BM1 2.1": 36}


def test_columns_that_cannot_be_told_apart_give_no_figure_and_are_told_once():
    found = forms_in("a.xlsx", staff_with("Kết quả A", "Kết quả B"))
    assert figures(found) == {}
    assert remarks(found) == [("undeclared_form", "BM4", "BM4")]
    assert found.remarks[0].expected_text == "không rõ cột nào ghi số liệu của kỳ báo cáo; 4 ô số liệu chưa được dùng"


def test_the_header_of_a_period_on_a_line_of_its_own():
    table = [["STT", "Chỉ tiêu", "ĐVT", "Kết quả", None], [None, None, None, "Kỳ trước", "Kỳ này"],
             ["A", "B", "C", "1", "2=1+3"], [*form_row("BM4", "2.1")[:3], 19, 20]]  # fmt: skip
    assert figures(forms_in("a.xlsx", xlsx({"BM4": table}))) == {"BM4 2.1": 20}


@pytest.mark.parametrize(
    ("above", "header", "unit", "million"),
    [
        ("Đơn vị tính: nghìn đồng", "Kết quả", "", 0.001), ("ĐVT: 1.000 đồng", "Kết quả", "", 0.001),
        ("", "Số tiền (tỷ đồng)", "", 1000), ("ĐVT: nghìn đồng", "Kết quả (tỷ đồng)", "", 1000),
        ("Đơn vị tính: tỷ đồng", "Kết quả", "Triệu đồng", 1), ("Đơn vị tính: hồ sơ", "Kết quả", "", 1),
    ],
)  # fmt: skip
def test_the_unit_of_money_above_a_table_or_in_its_header(above, header, unit, million):
    rows = [["1.1", "Kế hoạch được giao", unit, "750"], ["2.1", "Tổng số ĐVSN công lập tại địa phương", "", "3"]]
    found = forms_in("a.docx", docx_file("Biểu mẫu 6", above, [["STT", "Chỉ tiêu", "ĐVT", header], *rows]))
    assert figures(found) == {"BM6 1.1": pytest.approx(750e6 * million), "BM6 2.1": 3}


def test_a_form_without_a_header():
    rows = [[str(cell) for cell in row[:4]] for row in staff_form()[1:]]
    assert figures(forms_in("a.docx", docx_file("Biểu mẫu 4", rows))) == STAFF


def test_two_forms_side_by_side():
    left, right = staff_form()[1:], form_rows("BM5", r1_1=1, r2_1=4, r2_2=2)
    sheet = [["Biểu mẫu 4", *[""] * 5, "Biểu mẫu 5"], [*HEADER, "", *HEADER]]
    found = forms_in("a.xlsx", xlsx({"Tổng hợp": [*sheet, *([*a, "", *b] for a, b in zip(left, right, strict=True))]}))
    assert figures(found) == STAFF | {"BM5 1.1": 1, "BM5 2.1": 4, "BM5 2.2": 2}
    assert found.statements[-1].source_locator == "a.xlsx!Tổng hợp!J5"


def test_all_forms_in_one_table_by_chapters():
    table = [
        HEADER, ["I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "", "", ""], *form_rows("BM1", r1=19, r2=50, r2_1=36),
        ["II", "CẢI CÁCH THỂ CHẾ", "", "", ""], *form_rows("BM2", r1=2, r1_3=2),
        ["III", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", "", "", ""], *form_rows("BM3", r1_1=140, r1_2=3),
    ]  # fmt: skip
    found = forms_in("a.xlsx", xlsx({"Tổng hợp": table}))
    assert figures(found) == {
        "BM1 1": 19, "BM1 2": 50, "BM1 2.1": 36, "BM2 1": 2, "BM2 1.3": 2, "BM3 1.1": 140, "BM3 1.2": 3,
    }  # fmt: skip
    assert remarks(found) == []


def test_rows_counted_within_their_chapter():
    table = [
        HEADER, form_row("BM3", "1", "", "I"), form_row("BM3", "1.1", 140, "1"), form_row("BM3", "1.2", 3, "2"),
        form_row("BM3", "2", "", "II"), form_row("BM3", "2.1", 2, "1"), form_row("BM3", "2.2", 42, "2"),
    ]  # fmt: skip
    found = forms_in("a.xlsx", xlsx({"BM3": table}))
    assert figures(found) == {"BM3 1.1": 140, "BM3 1.2": 3, "BM3 2.1": 2, "BM3 2.2": 42}
    assert remarks(found) == []


@pytest.mark.parametrize(
    ("title", "table", "told"),
    [
        ("Phụ lục 1: Danh sách", [["STT", "Họ và tên", "Năm sinh"], ["1", "Nguyễn Văn An", "1980"]], False),
        ("Phụ lục 2: Nhiệm vụ", [["STT", "Nội dung", "Kết quả"], ["1", "Kiểm tra", "Đã hoàn thành"]], False),
        ("Phụ lục 2: Chỉ tiêu", [["STT", "Nội dung", "Kết quả"], ["1", "Số buổi họp", "5"]], True),
        ("Biểu mẫu 9", [["STT", "Tên đơn vị", "Số cuộc"], ["1", "Thôn Đông Thượng", "5"]], True),
        ("Biểu mẫu 9", [HEADER, ["1", "Chỉ tiêu mới", "Người", "", ""]], False),
        ("Biểu số II.06a/VPCP", [["STT", "Lĩnh vực", "Tổng số"], ["1", "Hộ tịch, quốc tịch", "5"]], False),
        ("Các đại biểu 3 thôn", [["STT", "Nội dung", "Số lượng"], ["1", "Số đại biểu", "5"]], False),
    ],
)
def test_a_form_is_listed_only_when_a_heading_calls_it_one_and_it_holds_figures(title, table, told):
    kinds = [r.remark_kind for r in forms_in("a.docx", docx_file(title, table)).remarks]
    assert kinds == (["undeclared_form"] if told else [])
