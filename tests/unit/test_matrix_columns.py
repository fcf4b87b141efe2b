"""Tables of dossiers: what their columns count."""

import pytest
from builders import docx_file, txt, xlsx
from dossier_tables import TITLE, figures, found_in, word
from hypothesis import given, settings
from hypothesis import strategies as st

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
