"""Tables of dossiers with a row for each figure."""

import pytest
from builders import CATALOGUE, docx_file, form_rows, html_file, md_file, txt

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.forms.matrix_lists import read_dossier_lists
from orchestration.reports.found import Found, Remark

TITLE = "Kết quả tiếp nhận, giải quyết hồ sơ tháng 9 như sau:"
LIST = [
    ["STT", "Nội dung", "Đơn vị tính", "Kết quả"],
    ["1", "Tổng số hồ sơ tiếp nhận", "Hồ sơ", "1.024"],
    ["", "- Trực tuyến", "Hồ sơ", "1.000"],
    ["", "+ Toàn trình", "Hồ sơ", "600"],
    ["", "- Trực tiếp", "Hồ sơ", "24"],
    ["2", "Số hồ sơ đã giải quyết", "Hồ sơ", "1.010"],
    ["", "- Trước hạn", "Hồ sơ", "700"],
    ["", "- Đúng hạn", "Hồ sơ", "309"],
    ["", "- Quá hạn", "Hồ sơ", "1"],
    ["3", "Số hồ sơ đang giải quyết", "Hồ sơ", "14"],
    ["4", "Tỷ lệ hồ sơ trực tuyến", "%", "97,66"],
]
MEANT = {
    "received": 1024, "received_online": 1000, "received_full_online": 600, "received_direct": 24, "resolved": 1010,
    "resolved_early": 700, "resolved_on_time": 309, "resolved_late": 1, "in_progress": 14, "online_rate": 97.66,
}  # fmt: skip


def found_in(name: str, content: bytes, taken: Found | None = None) -> Found:
    blocks = read_document(name, content).blocks
    return read_dossier_lists(blocks, taken or Found(), CATALOGUE, "2025-09")


def word(*parts: object) -> Found:
    return found_in("a.docx", docx_file(*parts))


def figures(found: Found, scope: str = "all") -> dict[str, float | None]:
    stated = [s for s in found.statements if s.scope == scope]
    return {s.indicator_code.removeprefix("dossiers_"): s.value for s in stated}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx_file(TITLE, LIST)),
        ("a.html", html_file(TITLE, LIST)),
        ("a.md", md_file(TITLE, LIST)),
        ("a.txt", txt(TITLE, *LIST)),
    ],
)
def test_a_list_reads_by_its_rows_in_every_format(name, content):
    found = found_in(name, content)
    assert figures(found) == MEANT
    assert found.remarks == []


def test_places_and_days():
    found = word("Kết quả giải quyết hồ sơ (từ ngày 15/8/2025 đến ngày 14/9/2025)", LIST)
    first = found.statements[0]
    assert (first.source_locator, first.label) == ("a.docx!table 1!row 2!col 4", "Tổng số hồ sơ tiếp nhận")
    assert (str(first.period_start), str(first.period_end)) == ("2025-08-15", "2025-09-14")


def test_rows_of_channels_take_what_the_column_says():
    found = word(
        "Theo phương thức nộp",
        [["STT", "Hình thức", "Số hồ sơ tiếp nhận", "Tỷ lệ (%)"], ["1", "Trực tuyến", "520", "94,5"],
         ["2", "Trực tiếp", "25", "4,5"], ["3", "Bưu chính công ích", "5", "0,9"], ["", "Tổng số", "550", "100"]],
    )  # fmt: skip
    assert figures(found) == {
        "received_online": 520, "received_direct": 25, "received_postal": 5, "received": 550, "online_rate": 94.5,
    }  # fmt: skip
    assert [r.reported_text for r in found.remarks] == ["4,5", "0,9", "100"]


def test_levels_are_scopes():
    rows = [
        ["TT", "Chỉ tiêu", "Số liệu"], ["I", "Cấp huyện", ""], ["1", "Số hồ sơ tiếp nhận", "10"],
        ["2", "Số hồ sơ đã giải quyết", "9"], ["II", "Cấp xã", ""], ["1", "Số hồ sơ tiếp nhận", "20"],
        ["2", "Số hồ sơ đã giải quyết", "19"],
    ]  # fmt: skip
    found = word(TITLE, rows)
    assert figures(found, "district") == {"received": 10, "resolved": 9}
    assert figures(found, "commune") == {"received": 20, "resolved": 19}


def test_columns_may_be_levels_or_other_times():
    rows = [
        ["STT", "Chỉ tiêu", "Cấp huyện", "Cấp xã", "Tổng cộng"], ["1", "Hồ sơ tiếp nhận", "10", "30", "40"],
        ["2", "Hồ sơ đã giải quyết", "9", "29", "38"],
    ]  # fmt: skip
    found = word(TITLE, rows)
    assert figures(found, "district") == {"received": 10, "resolved": 9}
    assert figures(found, "commune") == {"received": 30, "resolved": 29}
    assert figures(found) == {"received": 40, "resolved": 38}
    rows[0][2:] = ["Tháng 9/2024", "Tháng 9/2025", "Tỷ lệ so sánh"]
    assert figures(word(TITLE, rows)) == {"received": 30, "resolved": 29}
    rows[0][2:] = ["Xã An Bình", "Xã Phú Mỹ", "Tổng cộng"]
    found = word(TITLE, rows)
    assert not found.statements
    assert [(r.remark_kind, r.reported_text) for r in found.remarks] == [("rows_by_unit", "2 cột")]


def test_a_total_that_holds_what_came_from_before_is_not_what_was_received():
    rows = [
        ["TT", "Nội dung", "Số lượng"], ["1", "Tổng số hồ sơ tiếp nhận", "30"], ["", "- Tiếp nhận trong kỳ", "25"],
        ["", "- Kỳ trước chuyển sang", "5"], ["2", "Đã giải quyết", "28"],
    ]  # fmt: skip
    assert figures(word(TITLE, rows)) == {"to_settle": 30, "received": 25, "carried_over": 5, "resolved": 28}


def test_what_is_not_sure_is_told_and_not_taken():
    rows = [
        ["TT", "Nội dung", "Số lượng"], ["1", "Hồ sơ tiếp nhận", "30"], ["2", "Hồ sơ đã giải quyết", "28"],
        ["3", "Quá hạn", "2"], ["4", "Hồ sơ đang giải quyết", "7"], ["5", "Quá hạn", "1"],
        ["6", "Hồ sơ xin lỗi tổ chức, cá nhân", "1"], ["7", "Đã giải quyết", "26"],
    ]  # fmt: skip
    found = word(TITLE, rows)
    assert figures(found) == {"received": 30, "resolved_late": 2, "in_progress": 7}
    assert [r.reported_text for r in found.remarks] == ["28", "1", "1", "26"]
    assert {r.remark_kind for r in found.remarks} == {"unmapped_row"}


@pytest.mark.parametrize(
    "title",
    ["Kết quả giải quyết hồ sơ quý I năm 2024", "Kết quả số hóa hồ sơ", "Kết quả thanh toán trực tuyến hồ sơ",
     "Số liệu hồ sơ của cấp huyện, cấp xã"],
)  # fmt: skip
def test_tables_of_another_matter_or_time_are_left_alone(title):
    assert word(title, LIST) == Found()


def test_a_table_that_another_reader_took_is_left_alone():
    content = docx_file(
        "Biểu mẫu 7", [["STT", "Chỉ tiêu", "Số liệu"], *(r[:2] + r[3:4] for r in form_rows("BM7", r6_7_1=5))]
    )
    taken = read_forms(read_document("a.docx", content).blocks, CATALOGUE)
    assert taken.statements and found_in("a.docx", content, taken) == Found()
    told = Found(remarks=[Remark("undeclared_form", "x", "x", "a.docx!table 1!row 2!col 4")])
    assert found_in("a.docx", docx_file(TITLE, LIST), told) == Found()


def test_staff_and_documents_are_no_dossiers():
    rows = [["TT", "Nội dung", "Số lượng"], ["1", "Văn bản tiếp nhận", "30"], ["2", "Văn bản đã giải quyết", "28"]]
    assert word("Công tác văn thư", rows) == Found()
