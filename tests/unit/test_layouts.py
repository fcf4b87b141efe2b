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

from orchestration.reports.layouts import form_named


@pytest.mark.parametrize("form", FORMS)
def test_a_full_form_reads_whole_from_a_workbook_a_word_file_and_a_text(form):
    table = [HEADER, *(form_row(form, code, str(n)) for n, code in enumerate(CATALOGUE.forms[form], start=3))]
    codes = {f"{form} {code}": float(n) for n, code in enumerate(CATALOGUE.forms[form], start=3)}
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
        ("Bieu 2", "BM2"), ("(Kèm theo Báo cáo số 5/BC-UBND)**Biểu mẫu 1**", "BM1"), ("Biểu số II.06a/VPCP", None),
        ("Chi tiết tại Biểu mẫu 3", None), ("số liệu theo biểu mẫu 2", None), ("Biểu 12", None), ("Sheet1", None),
    ],
)  # fmt: skip
def test_a_heading_names_a_form(text, form):
    assert form_named(text) == form


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
    assert remarks(found) == [("unmapped_row", "BM8 1 Chỉ tiêu mới", "7")]


def test_rows_say_which_form_it_is_where_the_heading_errs():
    found = forms_in("a.docx", docx_file("Biểu mẫu 3", staff_form()))
    assert figures(found) == STAFF
