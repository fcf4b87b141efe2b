"""Lists of figures that are no form: what their rows count, and what is told of the others."""

import pytest
from builders import CATALOGUE, docx_file, form_rows, html_file, md_file, txt, xlsx

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.forms.grids import grids
from orchestration.reports.forms.lists import read_lists
from orchestration.reports.found import Found

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
    return read_lists(grids(blocks), taken or Found(), CATALOGUE, "2025-09")


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
    ("title", "kind"),
    [
        ("Kết quả giải quyết hồ sơ quý I năm 2024", "rows_by_unit"),
        ("Số liệu hồ sơ của cấp huyện, cấp xã", "rows_by_unit"),
        ("Kết quả số hóa hồ sơ", "undeclared_form"),
        ("Kết quả thanh toán trực tuyến hồ sơ", "undeclared_form"),
        ("Kết quả giải quyết hồ sơ lĩnh vực đất đai", "undeclared_form"),
        ("Kết quả giải quyết hồ sơ lĩnh vực hàng hải", "undeclared_form"),
    ],
)
def test_tables_of_another_matter_or_time_give_no_figure_and_are_told_once(title, kind):
    found = word(title, LIST)
    assert found.statements == []
    assert [(r.remark_kind, r.subject) for r in found.remarks] == [(kind, title)]


def test_a_table_that_another_reader_took_is_left_alone():
    content = docx_file(
        "Biểu mẫu 7", [["STT", "Chỉ tiêu", "Số liệu"], *(r[:2] + r[3:4] for r in form_rows("BM7", r6_7_1=5))]
    )
    taken = read_forms(read_document("a.docx", content).blocks, CATALOGUE)
    assert taken.statements and found_in("a.docx", content, taken) == Found()


def test_a_list_below_the_heading_of_an_unknown_form_is_no_longer_told_as_undeclared():
    content = docx_file("Phụ lục II", LIST)
    taken = read_forms(read_document("a.docx", content).blocks, CATALOGUE)
    assert [r.remark_kind for r in taken.remarks] == ["undeclared_form"]
    assert figures(found_in("a.docx", content, taken)) == MEANT
    assert taken.remarks == []


def test_staff_and_documents_are_no_dossiers():
    rows = [["TT", "Nội dung", "Số lượng"], ["1", "Văn bản tiếp nhận", "30"], ["2", "Văn bản đã giải quyết", "28"]]
    found = word("Công tác văn thư", rows)
    assert found.statements == []
    assert [(r.remark_kind, r.subject) for r in found.remarks] == [("undeclared_form", "Công tác văn thư")]


NAMED = [
    ("Tổng số hồ sơ tiếp nhận", "Hồ sơ", "1.024", "dossiers_received", 1024),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "99,5", "dossiers_on_time_rate", 99.5),
    ("Số TTHC được niêm yết công khai", "TTHC", "215", "procedures_published", 215),
    ("Số nhiệm vụ được UBND huyện giao", "Nhiệm vụ", "36", "assigned_tasks_total", 36),
    ("Tỷ lệ giải ngân vốn đầu tư công", "%", "78,8", "public_investment_disbursement_rate", 78.8),
    ("Kế hoạch vốn đầu tư công", "Triệu đồng", "5.200", "public_investment_plan", 5.2e9),
    ("Tổng số biên chế được giao", "Người", "20", "staff_quota", 20),
    ("Mức độ hài lòng của người dân", "%", "98", "satisfaction_rate", 98),
]


@pytest.mark.parametrize("header", [["Nội dung", "Số lượng"], ["Chỉ tiêu", "Kết quả"], ["TT", "Tiêu chí", "Số liệu"]])
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.html", "a.md"])
def test_rows_are_read_by_the_names_of_indicators(name, header):
    rows = [[label, f"{value} {unit}" if unit in ("%", "Triệu đồng") else value] for label, unit, value, _, _ in NAMED]
    rows += [["Số lớp tập huấn", "2"], ["Ghi chú", ""]]
    table = [header, *([str(n), *row][-len(header) :] for n, row in enumerate(rows, start=1))]
    write = {"a.docx": docx_file, "a.html": html_file, "a.md": md_file}.get(name)
    content = write("Kết quả chủ yếu", table) if write else xlsx({"Sheet1": [["Kết quả chủ yếu"], *table]})
    found = found_in(name, content)
    assert {s.indicator_code: s.value for s in found.statements} == {code: value for *_, code, value in NAMED}
    told = [(r.remark_kind, r.subject, r.reported_text) for r in found.remarks]
    assert told == [("unmapped_row", "Kết quả chủ yếu: Số lớp tập huấn", "2")]


def test_a_list_without_a_header_is_read_by_its_names_alone():
    rows = [["Tổng số hồ sơ tiếp nhận", "1.024"], ["Tiếp nhận trực tuyến", "1.000"], ["Số hồ sơ đã giải quyết", "9"]]
    assert figures(word("Kết quả:", rows)) == {"received": 1024, "received_online": 1000, "resolved": 9}
    # words above the numbers are a header that says of what time or plan they are
    assert word("Kết quả:", [["Chỉ tiêu", "Mục tiêu"], *rows]) == Found()


def test_a_row_that_could_be_several_is_told_with_its_candidates():
    rows = [["Nội dung", "Kết quả"], ["Tổng số hồ sơ tiếp nhận", "30"], ["Hồ sơ đã giải quyết", "29"],
            ["Số VBQPPL có kiến nghị xử lý đã được xử lý xong", "4"]]  # fmt: skip
    found = word("Kết quả", rows)
    assert figures(found) == {"received": 30, "resolved": 29}
    [told] = found.remarks
    assert (told.remark_kind, told.reported_text) == ("doubtful_row", "4")
    assert [place in told.expected_text for place in ("Biểu mẫu 2, dòng 2.2.2", "Biểu mẫu 2, dòng 3.2.2")] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [  # what stands below a row of another matter, a field or other people is not the unit's whole
        ([["1", "Đơn vị sự nghiệp", ""], ["1.1", "Tổng số biên chế được giao", "45"]], {}),
        ([["1", "Tổ chức bộ máy", ""], ["1.1", "Tổng số biên chế được giao", "45"]], {"staff_quota": 45}),
        ([["1", "Lĩnh vực đất đai", ""], ["1.1", "Số hồ sơ tiếp nhận", "5"], ["1.2", "Đã giải quyết", "4"]], {}),
        ([["1", "Thanh toán trực tuyến", ""], ["1.1", "Số hồ sơ tiếp nhận", "5"], ["1.2", "Đã giải quyết", "4"]], {}),
        ([["1", "Cải cách TTHC", ""], ["1.1", "Số hồ sơ tiếp nhận", "5"]], {"dossiers_received": 5}),
    ],
)
def test_a_row_is_read_with_those_above_it(rows, expected):
    found = word("Kết quả", [["TT", "Nội dung", "Số lượng"], *rows])
    assert {s.indicator_code: s.value for s in found.statements} == expected
    assert bool(found.remarks) == (not expected)


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("Nhiệm vụ", [["Nội dung", "Thời gian", "Đơn vị thực hiện"], ["Rà soát TTHC", "Quý I", "Văn phòng"]]),
        ("Danh sách", [["Họ và tên", "Số điện thoại"], ["Nguyễn Văn A", "0912345678"], ["Trần B", "0987654321"]]),
        ("Đầu mối", [["Đơn vị", "Số điện thoại"], ["Văn phòng", "0912345678"], ["Công an xã", "0987654321"]]),
        ("Đầu mối", [["Văn phòng", "0912345678"], ["Công an xã", "0987654321"]]),
        ("Kế hoạch", [["Nội dung công việc", "Thời hạn"], ["Báo cáo quý", "15/3/2025"], ["Kiểm tra", "30/6/2025"]]),
        ("Kết quả", [["Nội dung", "Kết quả"], ["Kế hoạch CCHC", "Đã ban hành"], ["Tuyên truyền", "Thực hiện tốt"]]),
        ("Mục tiêu năm 2025", [["Chỉ tiêu", "Năm 2025"], ["Tỷ lệ hồ sơ trực tuyến", "90%"], ["Số hóa hồ sơ", "95%"]]),
    ],
)
def test_tables_that_hold_no_figures_of_the_period_raise_nothing(title, table):
    assert word(title, table) == Found()


def test_a_table_of_other_figures_is_told_once():
    rows = [["Thu ngân sách", "tỷ đồng", "12"], ["Diện tích lúa", "ha", "300"], ["Tỷ lệ hộ nghèo", "%", "2,1"],
            ["Tỷ lệ giải ngân vốn đầu tư công", "%", "60"], ["Giá trị sản xuất", "tỷ đồng", "50"]]  # fmt: skip
    found = word("Kinh tế", [["Chỉ tiêu", "Đơn vị tính", "Thực hiện"], *rows])
    assert {s.indicator_code: s.value for s in found.statements} == {"public_investment_disbursement_rate": 60}
    assert [(r.remark_kind, r.expected_text) for r in found.remarks] == [
        ("undeclared_form", "các dòng không mang tên chỉ tiêu đã khai báo; 4 ô số liệu chưa được dùng")
    ]


def test_a_table_longer_than_any_list_is_told_and_not_read():
    rows = [[f"Số hồ sơ tiếp nhận {n}", str(n)] for n in range(600)]
    found = found_in("a.txt", txt("Hồ sơ", ["Nội dung", "Số lượng"], *rows))
    assert (found.statements, [r.remark_kind for r in found.remarks]) == ([], ["undeclared_form"])
