"""Tables whose columns are the indicators: forms II.06 and II.07b, and tables of dossiers by field, level or office."""

import pytest
from builders import CATALOGUE, docx_file, form_rows, txt, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.forms.matrix import read_matrix_forms
from orchestration.reports.found import Found

TITLE = "Kết quả tiếp nhận và giải quyết hồ sơ theo lĩnh vực như sau:"
II06 = [
    ["STT", "Lĩnh vực, công việc giải quyết theo cấp", "Số hồ sơ nhận giải quyết", "", "", "",
     "Số lượng hồ sơ đã giải quyết", "", "", "", "Số lượng hồ sơ đang giải quyết", "", ""],
    ["", "", "Tổng số", "Trong kỳ", "", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn", "Tổng số",
     "Trong hạn", "Quá hạn"],
    ["", "", "", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "", "", "", "", "", "", "", ""],
    ["(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)",
     "(11)=(12)+(13)", "(12)", "(13)"],
]  # fmt: skip
SIMPLE = ["STT", "Lĩnh vực", "Hồ sơ tiếp nhận", "Đã giải quyết"]


def found_in(name: str, content: bytes, period_code: str | None = "2023-Q1") -> Found:
    return read_matrix_forms(read_document(name, content).blocks, CATALOGUE, period_code)[0]


def word(*parts: object, period_code: str | None = "2023-Q1") -> Found:
    return found_in("a.docx", docx_file(*parts), period_code)


def figures(found: Found, field_code: str = "all", scope: str = "all") -> dict[str, float | None]:
    """Values of a field and a scope by indicator, without the words that all of them begin with."""
    return {
        s.indicator_code.removeprefix("dossiers_").removeprefix("ii06a_"): s.value
        for s in found.statements
        if (s.field_code, s.scope) == (field_code, scope)
    }


def told(found: Found) -> list[tuple[str, str, str]]:
    return [(r.remark_kind, r.subject.rpartition(": ")[2], r.reported_text) for r in found.remarks]


def test_form_ii06a_reads_by_column_with_levels_as_scopes():
    table = [
        ["", "Biểu số II.06a/VPCP/KSTT"], ["", "Kỳ báo cáo: Quý I (từ ngày 15/12/2022 đến ngày 14/3/2023)"], *II06,
        ["A", "TTHC thuộc phạm vi thẩm quyền giải quyết của cấp huyện", 30, 10, 15, 5, 20, 10, 10, 0, 10, 9, 1],
        ["1", "Lĩnh vực đất đai", 30, 10, 15, 5, 20, 10, 10, 0, 10, 9, 1],
        ["B", "TTHC cấp xã", 41, 11, 25, 5, 31, 21, 10, 0, 10, 9, 1],
        ["1", "Hộ tịch", 41, 11, 25, 5, 31, 21, 10, 0, 10, 9, 1],
        ["", "Tổng cộng", 71, 21, 40, 10, 51, 31, 20, 0, 20, 18, 2],
    ]  # fmt: skip
    merged = ["C3:F3", "G3:J3", "K3:M3", "D4:E4"]
    found = found_in("b.xlsx", xlsx({"Sheet1": table}, {"Sheet1": merged}))
    columns = [CATALOGUE.forms["II.06a"][str(n)].code.removeprefix("ii06a_") for n in range(3, 14)]
    for field_code, scope, row in (
        ("all", "district", table[6]), ("dat_dai", "district", table[7]), ("all", "commune", table[8]),
        ("ho_tich", "commune", table[9]), ("all", "all", table[10]),
    ):  # fmt: skip
        assert list(figures(found, field_code, scope).items()) == list(zip(columns, row[2:], strict=True))
    assert found.remarks == []
    first = found.statements[0]
    assert (first.form_code, first.row_code, first.source_kind) == ("II.06a", "3", "form")
    assert (first.source_locator, first.label) == ("b.xlsx!Sheet1!C7", table[6][1])
    assert (str(first.period_start), str(first.period_end)) == ("2022-12-15", "2023-03-14")


@pytest.mark.parametrize(
    "name", ["II.06a", "06a", "Biểu số: 06a/VPCP/KSTT", "Biểu 6a", "BIỂU SỐ II.06A/VPCP/KSTT"], ids=lambda n: n
)
def test_ways_of_naming_the_form(name):
    row = ["1", "Hộ tịch", *map(str, range(11))]
    found = word(name, [*II06, row])
    assert {s.form_code for s in found.statements} == {"II.06a"}


def test_form_ii07b_counts_procedures_by_level():
    groups = ["Tổng số TTHC thuộc thẩm quyền giải quyết của địa phương", "TTHC được thực hiện theo CCMC, MCLT",
              "Quy trình nội bộ giải quyết TTHC theo CCMC, MCLT được ban hành"]  # fmt: skip
    header = [
        ["STT", "Lĩnh vực/Cơ quan", *(cell for group in groups for cell in (group, "", "", ""))],
        ["", "", *["Tổng số", "Cấp tỉnh", "Cấp huyện", "Cấp xã"] * 3],
    ]
    numbers = [10, 4, 3, 3, 9, 4, 3, 2, 8, 3, 3, 2]
    found = found_in("a.xlsx", xlsx({"II.07b": [*header, ["1", "Tư pháp", *numbers], ["", "Tổng số", *numbers]]}))
    assert [(s.row_code, s.field_code, s.value) for s in found.statements] == [
        (str(column), field, number)
        for field in ("tu_phap", "all")
        for column, number in enumerate(numbers, start=3)
    ]  # fmt: skip
    assert found.remarks == []


def test_form_ii06b_gives_the_sums_and_tells_once_that_units_were_left():
    header = [row[:] for row in II06]
    header[0][1] = "Đơn vị"
    numbers = [str(n) for n in range(11)]
    rows = [["1", "Xã Hà Linh", *numbers], ["2", "Xã Phú Gia", *numbers], ["", "Tổng cộng", *numbers]]
    found = word("Biểu số II.06b/VPCP/KSTT", [*header, *rows])
    assert {(s.form_code, s.scope, s.field_code) for s in found.statements} == {("II.06b", "all", "all")}
    assert [s.value for s in found.statements] == list(range(11))
    assert told(found) == [("rows_by_unit", "Biểu II.06b", "2 dòng")]


def test_the_forms_on_one_sheet_share_it_with_others():
    sheet = [
        ["Biểu mẫu 4"], ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng/Tỷ lệ", "Ghi chú"],
        *form_rows("BM4", r2_1=20), [], ["Biểu số II.06a/VPCP/KSTT"], *II06, ["1", "Hộ tịch", *range(11)],
    ]  # fmt: skip
    blocks = read_document("a.xlsx", xlsx({"Sheet1": sheet})).blocks
    found, places = read_matrix_forms(blocks, CATALOGUE)
    assert len(found.statements) == 11
    assert places == {f"a.xlsx!Sheet1!{row}" for row in range(5, 11)}
    rest = read_forms([block for block in blocks if block.place not in places], CATALOGUE)
    assert [(s.row_code, s.value) for s in rest.statements] == [("2.1", 20)]
    assert rest.remarks == []


HEADERS = {  # what a column may be called, flat, and what it counts
    "received": ["Tiếp nhận", "Số hồ sơ tiếp nhận", "Hồ sơ đã tiếp nhận", "HS tiếp nhận trong kỳ", "Tiếp nhận mới"],
    "carried_over": ["Kỳ trước chuyển sang", "Từ kỳ trước", "Tồn kỳ trước", "Số kỳ trước chuyển qua"],
    "resolved": ["Đã giải quyết", "Số hồ sơ đã giải quyết", "Hồ sơ đã trả kết quả", "Đã xử lý", "Số HS đã GQ"],
    "in_progress": ["Đang giải quyết", "Chưa giải quyết", "Số hồ sơ đang xử lý", "Đang thụ lý"],
    "received_online": ["Tiếp nhận trực tuyến", "Hồ sơ tiếp nhận qua DVC trực tuyến"],
    "received_direct": ["Tiếp nhận trực tiếp", "Tiếp nhận trực tiếp, bưu chính công ích"],
    "received_postal": ["Tiếp nhận qua BCCI", "Tiếp nhận qua dịch vụ bưu chính công ích"],
    "received_full_online": ["Tiếp nhận toàn trình", "Tiếp nhận trực tuyến mức độ 4"],
    "received_partial_online": ["Tiếp nhận DVC một phần", "Tiếp nhận mức 3"],
    "resolved_early": ["Giải quyết trước hạn", "Trả sớm hạn", "Đã giải quyết trước thời hạn"],
    "resolved_on_time": ["Giải quyết đúng hạn", "Trả đúng hẹn", "Đã giải quyết đúng thời hạn"],
    "resolved_late": ["Giải quyết quá hạn", "Trả trễ hẹn", "Số hồ sơ đã giải quyết chậm hạn"],
    "in_progress_within_deadline": ["Đang giải quyết trong hạn", "Chưa giải quyết (chưa đến hạn)"],
    "in_progress_overdue": ["Đang giải quyết quá hạn", "Chưa giải quyết quá hạn"],
    "to_settle": ["Tổng số hồ sơ phải giải quyết", "Số hồ sơ nhận giải quyết"],
    "on_time_rate": ["Tỷ lệ giải quyết đúng hạn (%)", "Tỷ lệ đúng hạn", "Tỷ lệ trước hạn và đúng hạn (%)"],
    "online_rate": ["Tỷ lệ hồ sơ tiếp nhận trực tuyến", "Tỷ lệ trực tuyến (%)"],
}
FIELDS = {
    "ho_tich": ["Hộ tịch", "Lĩnh vực hộ tịch", "- Hộ tich", "HỘ TỊCH", "Hô tịch"],
    "chung_thuc": ["Chứng thực", "Lĩnh vực: Chứng thực", "Chứng thực "],
    "dat_dai": ["Đất đai", "Ðất đai", "TTHC lĩnh vực đất đai", "Đất  đai"],
    "bao_tro_xa_hoi": ["Bảo trợ xã hội", "BTXH", "Lĩnh vực Bảo trợ xã hôi"],
    "van_hoa_the_thao": ["Văn hóa", "Văn hoá", "Lĩnh vực Văn hóa - Thông tin"],
    "all": ["Tổng cộng", "TỔNG SỐ", "Cộng", "Tổng cộng (I+II)", "Toàn xã"],
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], dict[tuple[str, str], float]]:
    """A table with columns and rows in any order and wording, and its values by (indicator, field)."""
    columns = draw(st.lists(st.sampled_from(sorted(HEADERS)), min_size=2, max_size=7, unique=True))
    rows = draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=6, unique=True))
    header = ["STT", draw(st.sampled_from(["Lĩnh vực", "Tên lĩnh vực", "Lĩnh vực giải quyết"]))]
    table = [header + [draw(st.sampled_from(HEADERS[column])) for column in columns] + ["Ghi chú"]]
    values = {}
    for number, field_code in enumerate(rows, start=1):
        cells = [draw(st.integers(0, 99 if column.endswith("rate") else 99_999)) for column in columns]
        values |= {(column, field_code): float(cell) for column, cell in zip(columns, cells, strict=True)}
        point = draw(st.booleans())
        shown = [f"{cell:,}".replace(",", ".") if point else str(cell) for cell in cells]
        table.append([str(number), draw(st.sampled_from(FIELDS[field_code])), *shown, ""])
    return table, values


@given(tables(), st.sampled_from(["docx", "xlsx", "txt"]))
@settings(max_examples=50, deadline=None)
def test_any_order_and_wording_of_a_table_by_field_reads_back(written, file_format):
    table, values = written
    content = {
        "docx": lambda: docx_file(TITLE, table),
        "xlsx": lambda: xlsx({"Sheet1": [[TITLE], *table]}),
        "txt": lambda: txt(TITLE, *table),
    }[file_format]()
    found = found_in(f"a.{file_format}", content)
    read = {(s.indicator_code.removeprefix("dossiers_"), s.field_code): s.value for s in found.statements}
    counts = [name for name in {name for name, _ in values} if not name.endswith("rate")]
    assert read == (values if counts else {})
    assert found.remarks == []
    assert {s.source_kind for s in found.statements} <= {"prose"}


def test_flat_columns_take_their_action_from_the_column_before():
    header = ["STT", "Lĩnh vực", "Tiếp nhận", "Trực tuyến", "Trực tiếp", "Đã giải quyết", "Đúng hạn", "Quá hạn",
              "Đang giải quyết", "Trong hạn", "Quá hạn"]  # fmt: skip
    found = word(TITLE, [header, ["1", "Hộ tịch", "9", "8", "1", "6", "5", "-", "3", "2", ""]])
    assert figures(found, "ho_tich") == {
        "received": 9, "received_online": 8, "received_direct": 1, "resolved": 6, "resolved_on_time": 5,
        "resolved_late": 0, "in_progress": 3, "in_progress_within_deadline": 2, "in_progress_overdue": None,
    }  # fmt: skip
    assert [s.value_state for s in found.statements[-4:]] == ["none_occurred", "reported", "reported", "blank"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [  # a total that stands beside what came from before holds it
        ([["TT", "Lĩnh vực", "Tiếp nhận", "", "", "Đã giải quyết"],
          ["", "", "Tổng số", "Kỳ trước chuyển sang", "Mới tiếp nhận", ""]],
         {"to_settle": 1, "carried_over": 2, "received": 3, "resolved": 4}),
        ([["TT", "Lĩnh vực", "Tổng số hồ sơ", "Kỳ trước chuyển sang", "Tiếp nhận trong kỳ", "Đã giải quyết"]],
         {"to_settle": 1, "carried_over": 2, "received": 3, "resolved": 4}),
        ([["TT", "Lĩnh vực", "Tổng số hồ sơ tiếp nhận", "Trong đó", "", "Đã giải quyết"],
          ["", "", "", "Kỳ trước chuyển sang", "Mới tiếp nhận", ""]],
         {"to_settle": 1, "carried_over": 2, "received": 3, "resolved": 4}),
        ([["TT", "Lĩnh vực", "Hồ sơ từ quý IV/2022 chuyển sang", "Tiếp nhận trong quý I/2023", "Giải quyết trong kỳ"]],
         {"carried_over": 1, "received": 2, "resolved": 3}),
        ([["TT", "Lĩnh vực", "Tổng số hồ sơ tiếp nhận", "Từ kỳ trước", "Trực tuyến", "Đã giải quyết"]],
         {"carried_over": 2, "resolved": 4}),
        ([["TT", "Lĩnh vực", "Tồn kỳ trước", "Số hồ sơ tiếp nhận", "", "Đã giải quyết"],
          ["", "", "", "Tổng số", "Trực tuyến", ""]],
         {"carried_over": 1, "received": 2, "received_online": 3, "resolved": 4}),
        # whose deadlines these are is not said
        ([["TT", "Lĩnh vực", "Hồ sơ đã giải quyết", "Đang giải quyết", "Đúng hạn", "Quá hạn"]],
         {"resolved": 1, "in_progress": 2}),
        # the upper row of a header may stand above the row that names the columns at the left
        ([["", "", "Số hồ sơ tiếp nhận", "", "Đã giải quyết", ""],
          ["STT", "Lĩnh vực", "Trực tuyến", "Trực tiếp", "Đúng hạn", "Quá hạn"]],
         {"received_online": 1, "received_direct": 2, "resolved_on_time": 3, "resolved_late": 4}),
        # merged cells that a reader repeats
        ([["STT", "Lĩnh vực", "Số hồ sơ tiếp nhận", "Số hồ sơ tiếp nhận", "Đã giải quyết", "Đã giải quyết"],
          ["STT", "Lĩnh vực", "Trực tuyến", "Trực tiếp", "Đúng hạn", "Quá hạn"]],
         {"received_online": 1, "received_direct": 2, "resolved_on_time": 3, "resolved_late": 4}),
        ([["STT", "Lĩnh vực", "Hồ sơ tiếp nhận", "Đã giải quyết", "Trong đó", ""],
          ["", "", "", "", "Đúng hạn", "Quá hạn"]],
         {"received": 1, "resolved": 2, "resolved_on_time": 3, "resolved_late": 4}),
        ([["STT", "Lĩnh vực", "Hồ sơ tiếp nhận", "Hồ sơ rút, trả lại", "Số TTHC", "Thanh toán trực tuyến"]],
         {"received": 1}),
        ([["STT", "Lĩnh vực", "Tiếp nhận và giải quyết hồ sơ", "Đã giải quyết", "Giải quyết xong", "Đang giải quyết"]],
         {"in_progress": 4}),
    ],
)  # fmt: skip
def test_a_column_counts_only_what_its_header_surely_says(header, expected):
    found = word(TITLE, [*header, ["1", "Hộ tịch", "1", "2", "3", "4"]])
    assert figures(found, "ho_tich") == expected
    # every other column with numbers is told, once
    assert len(found.remarks) == 4 - len(expected)
    assert {(r.remark_kind, ": cột " in r.subject) for r in found.remarks} <= {("unmapped_row", True)}


def test_only_the_columns_of_the_reports_period_are_read():
    header = [["STT", "Lĩnh vực", "Năm 2022", "", "Năm 2023", "", "So sánh"],
              ["", "", "Tiếp nhận", "Đã giải quyết", "Tiếp nhận", "Đã giải quyết", "Tăng, giảm"]]  # fmt: skip
    table = [*header, ["1", "Hộ tịch", "1", "2", "3", "4", "-5"]]
    found = word("Kết quả giải quyết hồ sơ TTHC", table, period_code="2023")
    assert figures(found, "ho_tich") == {"received": 3, "resolved": 4}
    assert word("Kết quả giải quyết hồ sơ TTHC", table, period_code="2024").statements == []
    header = ["STT", "Lĩnh vực", "Kỳ trước", "Kỳ này"]
    found = word("Kết quả tiếp nhận hồ sơ", [header, ["1", "Hộ tịch", "1", "2"]])
    assert figures(found, "ho_tich") == {"received": 2}


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
    found, places = read_matrix_forms(blocks, CATALOGUE, "2023-Q1")
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
    found, places = read_matrix_forms(blocks, CATALOGUE, "2023-Q1")
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
