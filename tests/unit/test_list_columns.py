"""Which column of a list holds the figures of the report's own period."""

import pytest
from builders import CATALOGUE, docx_file
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.grids import grids
from orchestration.reports.forms.lists import read_lists
from orchestration.reports.found import Found

LABELS = {  # a row's label by the indicator that it names
    "dossiers_received": ["Tổng số hồ sơ tiếp nhận", "Hồ sơ tiếp nhận trong kỳ", "Số hồ sơ đã tiếp nhận"],
    "dossiers_resolved": ["Số hồ sơ đã giải quyết", "Hồ sơ đã trả kết quả"],
    "procedures_published": ["Số TTHC được niêm yết công khai", "Số thủ tục hành chính công khai, niêm yết"],
    "assigned_tasks_total": ["Tổng số nhiệm vụ được giao", "Nhiệm vụ được UBND huyện giao"],
    "staff_quota": ["Tổng số biên chế được giao trong năm", "Biên chế công chức được giao"],
    "documents_outgoing": ["Số văn bản đi", "Văn bản đi"],
    "dossiers_online_rate": ["Tỷ lệ hồ sơ tiếp nhận trực tuyến (%)", "Tỷ lệ (%) hồ sơ trực tuyến"],
}
COLUMNS = {  # headers beside the label, and which of them is that of the third quarter of 2025
    ("Số lượng",): 0,
    ("Kết quả thực hiện",): 0,
    ("Năm 2024", "Năm 2025"): 1,
    ("2024", "2025"): 1,
    ("Quý I/2025", "Quý II/2025", "Quý III/2025"): 2,
    ("Quý III/2024", "Quý III/2025", "So sánh (%)"): 1,
    ("Kế hoạch", "Thực hiện", "Tỷ lệ (%)"): 1,
    ("Chỉ tiêu giao", "Kết quả", "Ghi chú"): 1,
    ("Kỳ trước", "Kỳ này"): 1,
    ("Cùng kỳ năm trước", "Kỳ báo cáo"): 1,
    ("Trong kỳ", "Lũy kế từ đầu năm"): 0,
    ("Số liệu quý III", "Số liệu 9 tháng"): 0,
    ("KH 2025", "TH 2024", "TH 2025", "TH/KH (%)"): 2,
    ("Mục tiêu năm 2025", "Kết quả", "Đánh giá"): 1,
    ("Trị số",): 0,
}


def found_in(title: str, table: list, period_code: str = "2025-Q3") -> Found:
    blocks = read_document("a.docx", docx_file(title, table)).blocks
    return read_lists(grids(blocks), Found(), CATALOGUE, period_code)


def values(found: Found) -> dict[str, float | None]:
    return {s.indicator_code: s.value for s in found.statements}


@given(
    st.lists(st.sampled_from(sorted(LABELS)), min_size=2, max_size=7, unique=True),
    st.sampled_from(sorted(COLUMNS)),
    st.sampled_from([("Nội dung",), ("Chỉ tiêu",), ("STT", "Tiêu chí"), ("Chỉ tiêu", "Đơn vị tính")]),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_any_rows_below_any_columns_give_the_periods_figures_or_none(codes, columns, lead, data):
    own = COLUMNS[columns]
    table, expected = [[*lead, *columns]], {}
    for number, code in enumerate(codes, start=1):
        cells = [data.draw(st.integers(1, 99)) for _ in columns]
        label = data.draw(st.sampled_from(LABELS[code]))
        unit = "%" if code.endswith("rate") else ""
        named = {"STT": str(number), "Đơn vị tính": unit}
        table.append([*(named.get(column, label) for column in lead), *map(str, cells)])
        expected[code] = cells[own]
    found = found_in("Kết quả công tác cải cách hành chính", table)
    assert values(found) == expected
    assert found.remarks == []


def test_where_no_column_is_the_periods_own_the_table_is_told():
    table = [["Chỉ tiêu", "Quý I", "Quý II"], ["Tổng số hồ sơ tiếp nhận", "3", "4"], ["Đã giải quyết", "3", "4"]]
    found = found_in("Kết quả", table)
    assert found.statements == []
    assert [r.expected_text for r in found.remarks] == [
        "không rõ cột nào ghi số liệu của kỳ báo cáo; 4 ô số liệu chưa được dùng"
    ]


def test_a_sum_since_january_is_only_what_is_meant_so():
    rows = [["Tổng số hồ sơ tiếp nhận", "2.000", "1.024"], ["Tỷ lệ hoàn thành Kế hoạch CCHC năm (%)", "100", "75"]]
    found = found_in("Kết quả", [["Chỉ tiêu", "Kế hoạch năm", "Lũy kế đến nay"], *rows])
    assert values(found) == {"plan_completion_rate": 75}
    assert [(r.remark_kind, r.reported_text) for r in found.remarks] == [("unmapped_row", "1.024")]
    found = found_in("Kết quả", [["Chỉ tiêu", "Trong kỳ", "Lũy kế từ đầu năm"], *rows])
    assert values(found) == {"dossiers_received": 2000, "plan_completion_rate": 75}
    found = found_in("Kết quả", [["Chỉ tiêu", "Kế hoạch năm", "Lũy kế đến nay"], *rows], "2025-9M")
    assert values(found) == {"dossiers_received": 1024, "plan_completion_rate": 75}


def test_rates_beside_a_plan_are_how_much_of_it_was_done():
    rows = [["Tiếp nhận hồ sơ trực tuyến", "1.800", "1.000", "55"], ["Hồ sơ đã giải quyết", "2.000", "990", "49"]]
    found = found_in("Kết quả", [["Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ"], *rows])
    assert values(found) == {"dossiers_received_online": 1000, "dossiers_resolved": 990}


@pytest.mark.parametrize("header", [["Chỉ tiêu (%)", "Kết quả"], ["Chỉ tiêu", "Kết quả (%)"]])
def test_a_list_of_percentages_holds_no_counts(header):
    rows = [["Hồ sơ tiếp nhận trực tuyến", "97"], ["Hồ sơ giải quyết đúng hạn", "99,5"]]
    assert values(found_in("Kết quả", [header, *rows])) == {"dossiers_online_rate": 97, "dossiers_on_time_rate": 99.5}


def test_money_takes_its_unit_from_row_header_or_title():
    for header, title, value in (
        ("Kết quả (triệu đồng)", "Kết quả", "12,5"),
        ("Kết quả", "ĐVT: triệu đồng", "12,5"),
        ("Kết quả", "Kết quả", "12,5 triệu đồng"),
    ):
        table = [["Nội dung", header], ["Số tiền thanh toán trực tuyến", value]]
        assert values(found_in(title, table)) == {"online_payment_amount": 12_500_000}


def test_the_indicator_may_stand_beside_a_group_but_not_beside_a_field():
    rows = [["Chỉ tiêu", "Kết quả"], ["Số hồ sơ tiếp nhận", "5"], ["Số hồ sơ đã giải quyết", "4"]]
    for groups, expected in (
        (["Nhóm", "TTHC", ""], {"dossiers_received": 5, "dossiers_resolved": 4}),
        (["Lĩnh vực", "Cải cách TTHC", ""], {"dossiers_received": 5, "dossiers_resolved": 4}),
        (["Lĩnh vực", "Đất đai", ""], {}),
        (["Đơn vị", "Xã Bắc Sơn", ""], {}),
    ):
        table = [[group, *row] for group, row in zip(groups, rows, strict=True)]
        assert values(found_in("Kết quả", table)) == expected
