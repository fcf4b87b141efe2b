"""Rows of statistical forms: each row's figure, or a remark on what stood there."""

import datetime
import time

import pytest
from builders import (
    CATALOGUE,
    FORMS,
    HEADER,
    STAFF,
    figures,
    form_row,
    form_rows,
    forms_in,
    remarks,
    staff_form,
    txt,
    xlsx,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.forms.rows import row_numbers


@pytest.mark.parametrize(
    ("written", "numbers"),
    [("6.7.1.", ("6.7.1", "6.7.10")), (" 6.7.12", ("6.7.12",)), ("1,1", ("1.1", "1.10")), ("2.", ("2",)),
     ("01", ("1",)), ("(3)", ("3",)), ("6.7.12)", ("6.7.12",)), ("Mục 4", ("4",)), ("I", ("1",)),
     ("I.14", ("1.14", "14")), ("IV.", ("4",)), ("", ()), ("a)", ()), ("-", ()), ("12.5.2025", ()), ("Tổng", ())],
)  # fmt: skip
def test_numbers_that_a_written_row_number_may_stand_for(written, numbers):
    assert row_numbers(written) == numbers


def test_a_number_below_a_chapter_may_be_counted_within_it():
    assert row_numbers("1", chapter="2") == ("1", "2.1")


def test_swapped_numbers_follow_the_label_and_are_told():
    table = [
        HEADER,
        form_row("BM1", "4.1", 10),
        form_row("BM1", "4.3", 1, "4.2"),
        form_row("BM1", "4.2", 9, "4.3"),
        form_row("BM1", "4.4", 0),
    ]
    found = forms_in("a.xlsx", xlsx({"BM1": table}))
    assert figures(found) == {"BM1 4.1": 10, "BM1 4.2": 9, "BM1 4.3": 1, "BM1 4.4": 0}
    assert [r.remark_kind for r in found.remarks] == ["label_mismatch"] * 2
    assert found.remarks[0].expected_text == "4.3 Số nhiệm vụ đã hoàn thành nhưng quá hạn"


def test_unknown_rows_are_remarks_with_what_stood_in_them():
    table = [
        *staff_form(),
        ["2.8", "Số phòng học đạt chuẩn", "Phòng", 7, ""],
        ["", "Tổng hợp khác", "", "9", ""],
        ["", "Ghi chú chung", "", "", ""],
    ]
    found = forms_in("a.xlsx", xlsx({"BM4": table}))
    assert figures(found) == STAFF
    assert remarks(found) == [
        ("unmapped_row", "BM4 2.8 Số phòng học đạt chuẩn", "7"),
        ("unmapped_row", "BM4 Tổng hợp khác", "9"),
    ]


def test_a_wrong_label_gives_no_figure():
    found = forms_in(
        "a.xlsx",
        xlsx({"BM4": [*staff_form()[:2], ["2.2", "Số phòng học đạt chuẩn", "Người", 18, ""], staff_form()[3]]}),
    )
    assert figures(found) == {"BM4 2.1": 20, "BM4 2.3": 1}
    assert [r.remark_kind for r in found.remarks] == ["unmapped_row"]


def test_labels_without_numbers_that_repeat_go_by_their_order():
    values = {
        "3.1": 99,
        "3.1.1": 1000,
        "3.1.2": 990,
        "3.2": 98,
        "3.2.1": 100,
        "3.2.2": 98,
        "3.3": 100,
        "3.3.1": 5,
        "3.3.2": 5,
    }
    found = forms_in("a.xlsx", xlsx({"BM3": [HEADER, *(form_row("BM3", code, v, "") for code, v in values.items())]}))
    assert figures(found) == {f"BM3 {code}": v for code, v in values.items()}
    assert remarks(found) == []


def test_numbers_typed_as_numbers_or_into_the_label():
    table = [HEADER, [2.1, *form_row("BM4", "2.1", 20)[1:]], ["", f"2.2. {form_row('BM4', '2.2')[1]}", "Người", 18, ""]]
    found = forms_in("a.xlsx", xlsx({"BM4": table}))
    assert (figures(found), remarks(found)) == ({"BM4 2.1": 20, "BM4 2.2": 18}, [])


def test_a_row_cut_off_before_its_value_is_a_blank():
    found = forms_in(
        "a.txt",
        txt("Biểu mẫu 1", HEADER, ["3.", "Kiểm tra CCHC"], ["3.1.", "Số phòng chuyên môn đã kiểm tra", "Phòng"]),
    )
    assert [(s.row_code, s.value, s.value_state) for s in found.statements] == [("3.1", None, "blank")]
    assert remarks(found) == []


def test_values_of_every_kind():
    cells = {
        "1": 19,
        "2": "41,67%",
        "2.1": "07",
        "2.2": "-",
        "3.1": "không phát sinh",
        "3.2": None,
        "4.1": "gần 20",
        "5": "Có",
    }
    found = forms_in(
        "a.xlsx", xlsx({"BM1": [HEADER, *(form_row("BM1", code, value) for code, value in cells.items())]})
    )
    assert [(s.value, s.value_state, s.half_unit) for s in found.statements] == [
        (19, "reported", 0), (41.67, "reported", 0.005), (7, "reported", 0), (0, "none_occurred", 0),
        (0, "none_occurred", 0), (None, "blank", 0), (20, "approximate", 0), (1, "reported", 0),
    ]  # fmt: skip
    assert remarks(found) == []


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("x", "x"), ("5/9", "5/9"), (datetime.date(2025, 9, 5), "05/09/2025"), ("#REF!", "#REF!"), ("=A1/B1", "=A1/B1"),
     ("50%", "50%")],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_told_with_its_place(cell, shown):
    found = forms_in("a.xlsx", xlsx({"BM4": [*staff_form()[:2], form_row("BM4", "2.2", cell)]}))
    assert remarks(found) == [("unreadable_value", "BM4 2.2", shown)]
    assert (found.remarks[0].source_locator, found.remarks[0].expected_text) == ("a.xlsx!BM4!D3", "Người")
    assert found.statements[-1].value is None


def test_the_unit_of_money_is_the_rows_own():
    found = forms_in(
        "a.xlsx",
        xlsx(
            {"BM6": [HEADER, ["1.1", "Kế hoạch được giao", "tỷ đồng", "0,75", ""], form_row("BM6", "1.2", "637.227")]}
        ),
    )
    assert figures(found) == {"BM6 1.1": 750e6, "BM6 1.2": 637227e6}
    assert [s.half_unit for s in found.statements] == [5e6, 500_000]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.text(st.characters(exclude_categories=["C"]), max_size=12),
                st.sampled_from([*HEADER, "Biểu mẫu 1", "1.1", "7"]),
            ),
            min_size=2,
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_table_is_read_without_failing(table):
    lines = [["\t".join(cells)] for cells in table]
    forms_in("a.txt", txt("Biểu mẫu 1", *(line[0] for line in lines)))


def test_seven_forms_read_in_a_moment():
    table = {form: [HEADER, *(form_row(form, code, 1) for code in CATALOGUE.forms[form])] for form in FORMS}
    content = xlsx(table)
    forms_in("a.xlsx", content)
    start = time.perf_counter()
    found = forms_in("a.xlsx", content)
    assert len(found.statements) == sum(len(CATALOGUE.forms[form]) for form in FORMS)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("form", "row"),
    [
        ("BM1", ["4.2", "Tỷ lệ nhiệm vụ đã hoàn thành đúng hạn", "%", "95", ""]),
        ("BM1", ["4.2", "Số nhiệm vụ đã hoàn thành đúng hạn", "%", "95", ""]),
        ("BM1", ["4.1", "Tổng số nhiệm vụ được giao", "Triệu đồng", "95", ""]),
        ("BM1", ["4.3", "Số nhiệm vụ đã hoàn thành trước hạn", "Nhiệm vụ", "9", ""]),
        ("BM1", ["2.2", "Số nhiệm vụ chưa hoàn thành", "Nhiệm vụ", "4", ""]),
        ("BM3", ["3.3.1", "Tổng số hồ sơ TTHC đã tiếp nhận", "Hồ sơ", "4", ""]),
        ("BM6", ["2.2", "Số ĐVSN tự bảo đảm chi thường xuyên", "Đơn vị", "4", ""]),
        ("BM7", ["6.4.2", "Số TTHC đang cung cấp trực tuyến mức độ 3 và 4", "Thủ tục", "4", ""]),
    ],
)
def test_a_label_that_says_another_thing_than_its_number_is_doubtful(form, row):
    found = forms_in("a.xlsx", xlsx({form: [HEADER, form_row(form, "1", ""), row]}))
    assert [s.value for s in found.statements if s.value is not None] == []
    assert [r.remark_kind for r in found.remarks] == ["doubtful_row"]
    assert f"dòng {row[0]} «" in (found.remarks[0].expected_text or "")


def test_a_number_that_a_spreadsheet_cut_is_told_by_label_or_place():
    rows = [form_row("BM3", code, n, code) for n, code in enumerate(("1.1", "1.2", "1.3"), start=5)]
    assert figures(forms_in("a.xlsx", xlsx({"BM3": [HEADER, *([float(r[0]), *r[1:]] for r in rows)]}))) == {
        "BM3 1.1": 5, "BM3 1.2": 6, "BM3 1.3": 7,
    }  # fmt: skip


def test_a_number_typed_twice_for_rows_of_the_same_name_is_doubtful():
    table = [HEADER, *form_rows("BM2", r2_2_2=2, r3_1=9, r3_2_1=8), form_row("BM2", "3.2.2", 6, "2.2.2")]
    found = forms_in("a.xlsx", xlsx({"BM2": table}))
    assert figures(found) == {"BM2 2.2.2": 2, "BM2 3.1": 9, "BM2 3.2.1": 8}
    assert [r.remark_kind for r in found.remarks] == ["doubtful_row"]


def test_a_row_broken_over_a_page_end_is_one_row():
    found = forms_in(
        "a.txt",
        txt("Biểu mẫu 4", HEADER,
            ["2.1", "Tổng số biên chế được", "", "", ""], ["", "giao trong năm", "Người", "20", ""],
            ["2.2", "Tổng số biên chế có mặt", "Người", "18", ""], ["", "tại thời điểm báo cáo", "", "", ""]),
    )  # fmt: skip
    assert (figures(found), remarks(found)) == ({"BM4 2.1": 20, "BM4 2.2": 18}, [])


def test_chapters_notes_and_signatures_are_passed_over_a_total_is_told():
    table = [
        *staff_form(), ["", "Tổng cộng", "", "39", ""], ["", "Ghi chú: số liệu đến 14/3/2023", "", "", ""],
        ["", "", "", "Đoàn Kết, ngày 14 tháng 3 năm 2023", ""], ["", "NGƯỜI LẬP BIỂU", "", "CHỦ TỊCH", ""],
    ]  # fmt: skip
    found = forms_in("a.xlsx", xlsx({"BM4": table}))
    assert (figures(found), remarks(found)) == (STAFF, [("unmapped_row", "BM4 Tổng cộng", "39")])


@pytest.mark.parametrize("unit", ["%", "(%)", "Tỷ lệ", "Tỷ lệ %", "Phần trăm", ""])
def test_the_unit_of_a_percentage_as_it_is_written(unit):
    row = [*form_row("BM1", "2")[:2], unit, "41,67", ""]
    assert figures(forms_in("a.xlsx", xlsx({"BM1": [HEADER, row]}))) == {"BM1 2": 41.67}


def test_the_score_of_a_row():
    table = [HEADER, form_row("BM4", "2.1", 20), ["", "Tổng số biên chế có mặt tại thời điềm", "", 18, ""]]
    scores = [s.match_score for s in forms_in("a.xlsx", xlsx({"BM4": table})).statements]
    assert scores[0] == 1 and 0.82 <= scores[1] < 0.95


def test_counts_are_not_taken_from_the_column_of_percentages():
    header = ["STT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Tỷ lệ (%)"]
    found = forms_in("a.xlsx", xlsx({"BM1": [header, [*form_row("BM1", "4.2")[:3], None, 95]]}))
    assert [(s.value, s.value_state) for s in found.statements] == [(None, "blank")]
