"""Which column of a form holds the value, where headers are merged, say little, or stand beside a plan."""

import pytest
from builders import CATALOGUE, figures, form_row, forms_in, remarks, xlsx

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms

PLAN = {"BM1 2": 62, "BM1 2.1": 50, "BM1 2.2": 31}


def plan_form(*header: list, rows: dict[str, tuple]) -> bytes:
    """Rows of the form about the plan below a header; by number, what stands behind the unit."""
    return xlsx({"BM1": [*header, *([*form_row("BM1", code)[:3], *values] for code, values in rows.items())]})


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (("Kế hoạch năm", "Thực hiện", "Đạt tỷ lệ (%)"), {"2": (99, 62, 55), "2.1": ("", 50, ""), "2.2": (50, 31, 62)}),
        (("KH năm 2023", "Kết quả", "Tỷ lệ (%)"), {"2": (100, 62, 55), "2.1": ("", 50, 100), "2.2": (50, 31, 62)}),
        (("Số lượng", "Tỷ lệ (%)"), {"2": ("", 62), "2.1": (50, ""), "2.2": (31, 62)}),
        (("Thực hiện", "Tỷ lệ %"), {"2": ("", 62), "2.1": (50, ""), "2.2": (31, 62)}),
        (("Kết quả", "Điểm tối đa", "So KH (%)"), {"2": (62, 2, 1), "2.1": (50, 1, 1), "2.2": (31, 1, 1)}),
    ],
)  # fmt: skip
def test_percentages_beside_counts_and_beside_a_plan(names, rows):
    found = forms_in("a.xlsx", plan_form(["STT", "Chỉ tiêu", "ĐVT", *names], rows=rows))
    assert figures(found) == PLAN
    assert remarks(found) == []


def test_a_merged_header_holds_for_all_columns_below_it():
    header = [
        ["STT", "Chỉ tiêu", "ĐVT", "Kỳ trước", "", "Kỳ báo cáo", "", ""],
        ["", "", "", "Số lượng", "Tỷ lệ %", "Số lượng", "Tỷ lệ %", "Ghi chú"],
    ]
    rows = {"2": ("", 30, "", 62), "2.1": (50, "", 50, ""), "2.2": (15, "", 31, "")}
    assert figures(forms_in("a.xlsx", plan_form(*header, rows=rows))) == PLAN


@pytest.mark.parametrize(("period", "value"), [("2023-Q2", 2), ("2023-Q3", 3), ("2023", 9)])
def test_a_column_a_quarter_below_one_header(period, value):
    header = [["STT", "Chỉ tiêu", "ĐVT", "Số liệu"], ["", "", "", "Quý I", "Quý II", "Quý III", "Cả năm"]]
    blocks = read_document("a.xlsx", plan_form(*header, rows={"2.2": (1, 2, 3, 9)})).blocks
    assert figures(read_forms(blocks, CATALOGUE, period)) == {"BM1 2.2": value}


@pytest.mark.parametrize("name", ["Trị số", "Số báo cáo", "Q.I/2023"])
def test_an_unusual_name_of_the_only_column_with_numbers(name):
    rows = {"2": (62, "văn bản"), "2.1": (50, ""), "2.2": (31, "")}
    header = ["Mã số", "Danh mục chỉ tiêu", "ĐVT", name, "Diễn giải"]
    assert figures(forms_in("a.xlsx", plan_form(header, rows=rows))) == PLAN
    two = {code: (value, 1) for code, (value, _) in rows.items()}
    assert figures(forms_in("a.xlsx", plan_form(header, rows=two))) == {}


def test_labels_that_are_set_in_by_a_column():
    first, *below = [form_row("BM1", code, value)[:4] for code, value in (("2", 62), ("2.1", 50), ("2.2", 31))]
    rows = [[first[0], first[1], "", *first[2:]], *([number, "", *rest] for number, *rest in below)]
    found = forms_in("a.xlsx", xlsx({"BM1": [["STT", "Chỉ tiêu", "", "ĐVT", "Số lượng"], *rows]}))
    assert figures(found) == PLAN
    assert remarks(found) == []


def test_few_rows_written_to_the_letter_are_of_their_form_below_any_heading():
    rows = [
        ["Phụ lục 9"],
        ["STT", "Chỉ tiêu", "Số lượng"],
        *([*form_row("BM4", "2.1")[:2], 20], [*form_row("BM4", "2.2")[:2], 18]),
    ]
    assert figures(forms_in("a.xlsx", xlsx({"Sheet1": rows}))) == {"BM4 2.1": 20, "BM4 2.2": 18}
    rows[2][1] = "Tổng số máy tính"
    assert figures(forms_in("a.xlsx", xlsx({"Sheet1": rows}))) == {}


def test_a_table_that_mixes_forms_is_told():
    mixed = [("BM1", "1"), ("BM4", "2.1"), ("BM7", "6.7.2"), ("BM3", "1.2")]
    rows = [[n, form_row(form, code)[1], n * 7] for n, (form, code) in enumerate(mixed, start=1)]
    rows += [[5, "Số máy tính", 40], [6, "Số máy in", 9]]
    found = forms_in("a.xlsx", xlsx({"Sheet1": [["TT", "Nội dung", "Số liệu"], *rows]}))
    assert figures(found) == {}
    assert [(r.remark_kind, r.expected_text) for r in found.remarks] == [
        ("undeclared_form", "không khớp biểu mẫu nào đã khai báo; 6 ô số liệu chưa được dùng")
    ]


def test_nine_months_beside_the_third_quarter_are_the_sum_since_january():
    header = ["STT", "Chỉ tiêu", "ĐVT", "Số liệu quý III", "Số liệu 9 tháng"]
    rows = [header, *([*form_row("BM5", code)[:3], *values] for code, values in (("2.1", (2, 5)), ("3", (1, 3))))]
    blocks = read_document("a.xlsx", xlsx({"BM5": rows})).blocks
    assert figures(read_forms(blocks, CATALOGUE, "2023-Q3")) == {"BM5 2.1": 2, "BM5 3": 3}
    assert figures(read_forms(blocks, CATALOGUE, "2023-9M")) == {"BM5 2.1": 5, "BM5 3": 3}


def test_plan_and_result_of_the_year_below_a_header_of_three_rows():
    header = [
        ["STT", "Chỉ tiêu", "ĐVT", "Kết quả", "", "", "Ghi chú"],
        ["", "", "", "Năm trước", "Năm báo cáo", "", ""],
        ["", "", "", "", "Kế hoạch", "Thực hiện", ""],
    ]
    found = forms_in("a.xlsx", plan_form(*header, rows={"2": (70, 100, 62), "2.1": (40, 50, 50), "2.2": (28, 50, 31)}))
    assert figures(found) == PLAN


def test_a_code_of_the_indicator_is_no_label():
    rows = [[code, f"01{code}", *form_row("BM4", code, value)[1:4]] for code, value in (("2.1", 20), ("2.2", 18))]
    header = ["STT", "Mã chỉ tiêu", "Chỉ tiêu", "ĐVT", "Giá trị"]
    assert figures(forms_in("a.xlsx", xlsx({"BM4": [header, *rows]}))) == {"BM4 2.1": 20, "BM4 2.2": 18}
