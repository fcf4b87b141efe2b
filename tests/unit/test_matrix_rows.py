"""Tables of dossiers: whose their rows are, of which field, level or unit, and which tables are no such."""

import pytest
from builders import CATALOGUE, docx_file, txt
from dossier_tables import SIMPLE, TITLE, figures, found_in, told, word
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.grids import grids
from orchestration.reports.forms.matrix import read_matrix_forms
from orchestration.reports.found import Found


def test_a_field_that_the_list_does_not_have_is_told_and_leaves_the_sum_open():
    found = word(
        TITLE, [SIMPLE, ["1", "Hộ tịch", "5", "5"], ["2", "Viễn thông", "7", "6"], ["3", "Hàng hải", "0", "-"]]
    )
    assert told(found) == [("unmapped_row", "Viễn thông", "7; 6")]
    outside = [s for s in found.statements if s.field_code == "ngoai_danh_muc"]
    assert [(s.value, s.value_text, s.label) for s in outside] == [(None, "7", "Viễn thông"), (None, "6", "Viễn thông")]


def test_rows_of_one_field_are_not_taken_for_one_another():
    rows = [
        ["1", "Lao động", "5", "5"],
        ["2", "Việc làm", "6", "6"],
        ["3", "Y tế", "7", "7"],
        ["4", "Dân số", "8", "8"],
    ]
    found = word(TITLE, [SIMPLE, *rows])
    assert figures(found, "y_te") == {"received": 7, "resolved": 7}
    assert figures(found, "lao_dong_viec_lam") == {}
    assert [subject for _, subject, _ in told(found)] == ["Lao động", "Việc làm", "Dân số"]


def test_rows_below_a_row_replace_it_only_where_they_add_up_to_it():
    rows = [["I", "Tư pháp", "9", "9"], ["1", "Hộ tịch", "5", "5"], ["2", "Chứng thực", "4", "4"],
            ["II", "Đất đai", "9", "9"], ["1", "Nhà ở", "2", "2"]]  # fmt: skip
    found = word(TITLE, [SIMPLE, *rows])
    read = [(s.field_code, s.value) for s in found.statements if s.indicator_code == "dossiers_received"]
    assert read == [("ho_tich", 5), ("chung_thuc", 4), ("dat_dai", 9)]
    assert told(found) == [("unmapped_row", "Nhà ở", "2; 2")]


def test_sums_below_levels_are_of_the_level_and_the_last_of_all():
    rows = [["I", "Cấp huyện", "", ""], ["1", "Đất đai", "5", "6"], ["", "Cộng", "5", "6"], ["II", "Cấp xã", "", ""],
            ["1", "Hộ tịch (cấp xã)", "7", "7"], ["", "Cộng", "7", "7"], ["", "Tổng cộng", "12", "13"]]  # fmt: skip
    found = word(TITLE, [SIMPLE, *rows])
    read = [(s.scope, s.field_code, s.value) for s in found.statements if s.indicator_code == "dossiers_received"]
    assert read == [("district", "dat_dai", 5), ("district", "all", 5), ("commune", "ho_tich", 7),
                    ("commune", "all", 7), ("all", "all", 12)]  # fmt: skip


def test_a_table_by_level():
    found = word(
        TITLE, [["Nội dung", *SIMPLE[2:]], ["Cấp huyện", "1", "2"], ["Cấp xã", "3", "4"], ["Toàn huyện", "4", "6"]]
    )
    assert {scope: figures(found, scope=scope)["received"] for scope in ("district", "commune", "all")} == {
        "district": 1, "commune": 3, "all": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "rows", "scope", "untaken"),
    [
        ("Đơn vị", ["Xã Hà Linh", "Thị trấn Hương Khê"], "commune", "2 dòng"),
        ("Xã, thị trấn", ["Hà Linh", "Hương Khê"], "commune", "2 dòng"),
        ("Đơn vị", ["Sở Nội vụ", "Sở Tư pháp"], "province", "2 dòng"),
        ("Đơn vị", ["Văn phòng HĐND và UBND huyện", "Xã Hà Linh"], "all", "2 dòng"),
        ("Đơn vị", ["Thôn 1", "Thôn 2"], "all", "2 dòng"),
        ("Đơn vị", ["Phòng Tư pháp", "Phòng Nội vụ"], None, "2 dòng và dòng tổng"),
        ("Đơn vị", ["Huyện Hương Khê", "Huyện Vũ Quang"], None, "2 dòng và dòng tổng"),
        ("Đơn vị", ["Tư pháp", "Nội vụ"], None, "2 dòng và dòng tổng"),
        ("Lĩnh vực", ["Xã Hà Linh", "Hộ tịch", "Chứng thực", "Xã Phú Gia", "Hộ tịch"], "commune", "5 dòng"),
    ],
)
def test_of_a_table_by_unit_only_the_sum_is_taken(label, rows, scope, untaken):
    table = [["STT", label, *SIMPLE[2:]], *(["1", row, "5", "6"] for row in rows), ["", "Tổng cộng", "10", "12"]]
    found = word("Kết quả giải quyết hồ sơ TTHC", table)
    read = {(s.scope, s.field_code, s.value) for s in found.statements}
    assert read == ({(scope, "all", 10), (scope, "all", 12)} if scope else set())
    assert told(found) == [("rows_by_unit", "Kết quả giải quyết hồ sơ TTHC", untaken)]


def test_fields_grouped_by_the_offices_that_settle_them():
    rows = [["I", "Phòng Tư pháp", "9", "9"], ["1", "Hộ tịch", "5", "5"], ["2", "Chứng thực", "4", "4"],
            ["II", "Phòng TN&MT", "3", "3"], ["1", "Đất đai", "3", "3"], ["", "Tổng cộng", "12", "12"]]  # fmt: skip
    found = word(TITLE, [SIMPLE, *rows])
    read = {s.field_code: s.value for s in found.statements if s.indicator_code == "dossiers_received"}
    assert read == {"ho_tich": 5, "chung_thuc": 4, "dat_dai": 3, "all": 12}


@pytest.mark.parametrize(
    "title",
    [
        "Kết quả tiếp nhận hồ sơ trực tuyến theo lĩnh vực",
        "Hồ sơ quá hạn theo lĩnh vực",
        "Kết quả số hóa hồ sơ theo lĩnh vực",
        "Kết quả giải quyết hồ sơ theo lĩnh vực năm 2022",
        "Kết quả xử lý phản ánh, kiến nghị về hồ sơ",
        "Kết quả giải quyết hồ sơ tại Phòng Tư pháp",
        "Kết quả giải quyết hồ sơ cấp huyện, cấp xã",
    ],
)
def test_a_table_that_its_title_narrows_gives_no_figure_and_is_told(title):
    found = word(title, [SIMPLE, ["1", "Hộ tịch", "5", "5"], ["", "Tổng cộng", "5", "5"]])
    assert found.statements == []
    assert told(found) == [("undeclared_form", title, title)]


def test_tables_of_several_units_are_not_the_reporting_units():
    table = [SIMPLE, ["1", "Hộ tịch", "5", "5"]]
    assert word("Kết quả giải quyết hồ sơ tại xã Hà Linh", table).statements
    found = word("Kết quả giải quyết hồ sơ tại xã Hà Linh", table, "Kết quả giải quyết hồ sơ tại xã Phú Gia", table)
    assert found.statements == []
    assert [r.remark_kind for r in found.remarks] == ["undeclared_form"] * 2


def test_rows_parted_by_unit_and_field_are_not_the_units_own():
    rows = [
        ["1", "Xã Hà Linh", "Hộ tịch", "5", "5"],
        ["", "", "Chứng thực", "4", "4"],
        ["2", "Xã Phú Gia", "Đất đai", "3", "3"],
    ]
    found = word(TITLE, [["STT", "Đơn vị", *SIMPLE[1:]], *rows])
    assert found.statements == []
    assert [r.remark_kind for r in found.remarks] == ["undeclared_form"]


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("Biên chế", [["STT", "Đơn vị", "Biên chế giao", "Có mặt"], ["1", "Phòng Nội vụ", "5", "4"]]),
        ("Văn bản", [["STT", "Đơn vị", "Văn bản đến", "Văn bản đi", "Đã xử lý"], ["1", "Văn phòng", "5", "4", "3"]]),
        ("Kết quả thực hiện nhiệm vụ",
         [["STT", "Đơn vị", "Tổng số nhiệm vụ", "Đúng hạn", "Quá hạn"], ["1", "Phòng Nội vụ", "5", "4", "1"]]),
        ("Giải ngân", [["STT", "Nội dung", "Kế hoạch", "Đã giải ngân"], ["1", "Đường xã", "5", "4"]]),
        ("Phản ánh", [["STT", "Lĩnh vực", "Tiếp nhận", "Đã xử lý"], ["1", "Đất đai", "5", "4"]]),
        ("Nhiệm vụ", [["STT", "Nội dung", "Sản phẩm", "Thời gian"], ["1", "Số hóa hồ sơ", "Hồ sơ", "Quý I"]]),
    ],
)  # fmt: skip
def test_tables_of_other_matters_are_left_alone(title, table):
    blocks = read_document("a.docx", docx_file(title, table)).blocks
    found, places = read_matrix_forms(grids(blocks), CATALOGUE, "2023-Q1")
    assert (found, places) == (Found(), set())


def test_a_table_goes_on_over_pages_with_and_without_its_header():
    header = [["STT", "Lĩnh vực", "Số hồ sơ tiếp nhận", "", "Đã giải quyết"], ["", "", "Trực tuyến", "Trực tiếp", ""],
              ["(1)", "(2)", "(3)", "(4)", "(5)"]]  # fmt: skip
    pages = [[*header, ["1", "Hộ tịch", "1", "2", "3"]], "2", [*header, ["2", "Đất đai", "4", "5", "6"]],
             [["3", "Chứng thực", "7", "8", "9"], ["", "Tổng cộng", "12", "15", "18"]]]  # fmt: skip
    found = word(TITLE, *pages)
    assert [s.value for s in found.statements] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 18]
    assert found.statements[3].source_locator == "a.docx!table 2!row 4!col 3"
    assert found.remarks == []


def test_a_cell_that_holds_no_count_is_told_with_its_row_and_column():
    found = word(TITLE, [SIMPLE, ["1", "Hộ tịch", "47/49", "5,5"]])
    assert figures(found, "ho_tich") == {"received": None, "resolved": None}
    assert told(found) == [
        ("unreadable_value", "Hộ tịch – Hồ sơ tiếp nhận", "47/49"),
        ("unreadable_value", "Hộ tịch – Đã giải quyết", "5,5"),
    ]


@given(st.lists(st.lists(st.sampled_from(
    ["", "STT", "1", "(1)", "I", "Lĩnh vực", "Đơn vị", "Hộ tịch", "Cấp xã", "Tổng cộng", "Hồ sơ tiếp nhận", "12", "-",
     "Đúng hạn", "Xã Hà Linh", "Kỳ trước", "năm 2022", "Biểu số II.06a/VPCP/KSTT", "x" * 300]), min_size=1, max_size=6),
    min_size=1, max_size=12))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_no_table_breaks_the_reader(rows):
    blocks = read_document("a.txt", txt("Hồ sơ", *(["", *row] for row in rows))).blocks
    found, places = read_matrix_forms(grids(blocks), CATALOGUE, "2023-Q1")
    assert places <= {block.place for block in blocks}
    assert all(s.value is None or s.value in (1, 12, 0) for s in found.statements)


def test_a_long_table_is_left_alone_in_good_time():
    rows = [SIMPLE, *([str(n), "Hộ tịch", "1", "2"] for n in range(3000))]
    assert found_in("a.txt", txt(TITLE, *rows)) == Found()


def test_a_table_goes_on_below_other_words_when_it_goes_on_counting():
    rows = [["1", "Hộ tịch", "5", "4"], ["2", "Chứng thực", "6", "6"]]
    more = [["3", "Đất đai", "7", "7"], ["", "Tổng cộng", "18", "17"]]
    found = word(TITLE, [SIMPLE, *rows], "Cổng thông tin điện tử xã, trang tin tổng hợp", more)
    assert figures(found, "dat_dai") == {"received": 7, "resolved": 7}
    assert figures(found) == {"received": 18, "resolved": 17}
    others = word(TITLE, [SIMPLE, *rows], "Số cuộc họp giao ban trong quý", [["1", "Đất đai", "7", "7"]])
    assert figures(others, "dat_dai") == {}
