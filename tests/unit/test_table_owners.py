"""Workbooks that hold figures of several units or periods: only the reporting unit's own of its own period count."""

import pytest
from builders import CATALOGUE, HEADER, figures, form_row, remarks, xlsx

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.forms.table_units import unit_in_title, unit_named
from orchestration.reports.found import Found

UNIT, PERIOD = "Huyện Đô Lương", "2023-Q1"


def staff(present: int) -> list[list]:
    return [form_row("BM4", "2.1", 20), form_row("BM4", "2.2", present)]


def read(**sheets: list[list]) -> Found:
    blocks = read_document("a.xlsx", xlsx({name.replace("_", " "): rows for name, rows in sheets.items()})).blocks
    return read_forms(blocks, CATALOGUE, PERIOD, "Tỉnh Nghệ An", UNIT)


@pytest.mark.parametrize(
    "header",
    [
        [["STT", "Chỉ tiêu", "ĐVT", "Số lượng", "", "Tổng"], ["", "", "", "Xã Bắc Sơn", "Xã Nam Sơn", ""]],
        [["STT", "Chỉ tiêu", "ĐVT", "Số lượng", "", "Tổng số"], ["", "", "", "Bắc Sơn", "Nam Sơn", ""]],
        [["STT", "Chỉ tiêu", "ĐVT", "Kết quả"], ["", "", "", "TT Đô Lương", "UBND xã Bắc Sơn", "Phường 3"]],
        [["STT", "Chỉ tiêu", "ĐVT", "Xã Bắc Sơn", "Thị trấn Đô Lương", "Xã Nam Sơn"]],
    ],
)  # fmt: skip
def test_columns_of_communes_are_not_the_districts(header):
    rows = [[*form_row("BM4", code)[:3], *values] for code, values in (("2.1", (9, 8, 17)), ("2.2", (7, 8, 15)))]
    found = read(BM4=[*header, *rows])
    assert figures(found) == {}
    assert [kind for kind, _, _ in remarks(found)] == ["rows_by_unit"]


def test_merged_columns_that_are_no_units_are_told_apart_by_a_total_only():
    header = [["STT", "Chỉ tiêu", "ĐVT", "Số lượng", "", ""], ["", "", "", "Phòng Nội vụ", "Phòng Tư pháp", "Tổng số"]]
    rows = [[*form_row("BM4", "2.1")[:3], 12, 5, 17]]
    assert figures(read(BM4=[*header, *rows])) == {"BM4 2.1": 17}
    without = [row[:5] for row in (*header, *rows)]
    assert remarks(read(BM4=without)) == [("undeclared_form", "BM4", "BM4")]


def test_headers_in_capitals_are_no_names_of_units():
    rows = [[*form_row("BM4", "2.1")[:3], 12, "Sổ theo dõi", "Nguyễn Thị Lan"]]
    header = ["STT", "Chỉ Tiêu", "ĐVT", "Kết Quả", "Minh Chứng", "Người Phụ Trách"]
    assert figures(read(BM4=[header, *rows])) == {"BM4 2.1": 12}
    header = [["STT", "Chỉ tiêu", "ĐVT", "Số lượng"], ["", "", "", "Tổng Số", "Nam", "Nữ"]]
    assert figures(read(BM4=[*header, [*form_row("BM4", "2.1")[:3], 12, 5, 7]])) == {"BM4 2.1": 12}


def test_of_sheets_by_unit_the_reporting_units_own_is_read():
    found = read(Huyện_Đô_Lương=[HEADER, *staff(18)], Xã_Bắc_Sơn=[HEADER, *staff(7)], TT_Đô_Lương=[HEADER, *staff(6)])
    assert figures(found) == {"BM4 2.1": 20, "BM4 2.2": 18}
    assert remarks(found) == [
        ("rows_by_unit", "BM4 – xã Bắc Sơn", "2 ô số liệu"),
        ("rows_by_unit", "BM4 – thị trấn Đô Lương", "2 ô số liệu"),
    ]


def test_sheets_may_be_named_after_communes_without_their_type():
    sheets = {"Bắc Sơn": [HEADER, *staff(7)], "Nam Sơn": [HEADER, *staff(6)], "Tổng hợp": [HEADER, *staff(18)]}
    assert figures(read(**sheets)) == {"BM4 2.1": 20, "BM4 2.2": 18}


@pytest.mark.parametrize("names", [("Sheet 1", "Sheet 2"), ("Trang 1", "Trang 2"), ("BM4", "BM4 (2)")])
def test_a_form_that_goes_on_on_another_sheet(names):
    found = read(**{names[0]: [HEADER, staff(18)[0]], names[1]: [HEADER, staff(18)[1]]})
    assert figures(found) == {"BM4 2.1": 20, "BM4 2.2": 18}
    assert remarks(found) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["Biểu mẫu 4 - Xã Bắc Sơn"], HEADER, *staff(7), ["Biểu mẫu 4 - Xã Nam Sơn"], HEADER, *staff(6)],
        [HEADER, ["I", "Xã Bắc Sơn"], *staff(7), ["II", "UBND xã Nam Sơn"], *staff(6)],
        [["Đơn vị: xã Bắc Sơn"], HEADER, *staff(7), ["Đơn vị: xã Nam Sơn"], HEADER, *staff(6)],
        [["Đơn vị", *HEADER], *(["Xã Bắc Sơn", *r] for r in staff(7)), *(["Xã Nam Sơn", *r] for r in staff(6))],
    ],
)  # fmt: skip
def test_parts_of_a_table_that_name_units(rows):
    found = read(Sheet1=rows)
    assert figures(found) == {}
    assert {kind for kind, _, _ in remarks(found)} == {"rows_by_unit"}


def test_the_office_that_is_responsible_for_a_row_is_not_whose_figure_it_is():
    rows = [[*row[:4], by] for row, by in zip(staff(18), ("UBND xã Bắc Sơn", "UBND xã Nam Sơn"), strict=True)]
    found = read(BM4=[[*HEADER[:4], "Cơ quan thực hiện"], *rows])
    assert figures(found) == {"BM4 2.1": 20, "BM4 2.2": 18}


def test_a_title_of_another_unit_or_period_that_was_left_over_hides_nothing():
    found = read(BM4=[["UBND XÃ NAM SƠN"], ["Quý IV năm 2022"], ["Biểu mẫu 4"], HEADER, *staff(18)])
    assert figures(found) == {"BM4 2.1": 20, "BM4 2.2": 18}
    assert remarks(found) == []


@pytest.mark.parametrize("names", [("Quý I", "Quý II"), ("Q1", "Q2"), ("BM4 quý 1", "BM4 quý 2")])
@pytest.mark.parametrize("reverse", [False, True])
def test_of_sheets_by_quarter_the_reports_own_is_read(names, reverse):
    sheets = [(names[0], [HEADER, *staff(18)]), (names[1], [HEADER, *staff(17)])]
    found = read(**dict(sheets[::-1] if reverse else sheets))
    assert figures(found) == {"BM4 2.1": 20, "BM4 2.2": 18}
    assert remarks(found) == [("rows_by_unit", "BM4 – quý II năm 2023", "2 ô số liệu")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("II. UBND Xã Bắc Sơn", "xã Bắc Sơn"), ("THỊ TRẤN ĐÔ LƯƠNG", "thị trấn ĐÔ LƯƠNG"),
        ("Đơn vị báo cáo: TX. Hoàng Mai", "thị xã Hoàng Mai"), ("Phường 3", "phường 3"),
        ("Xã đã rà soát xong", ""), ("Số xã đạt chuẩn", ""), ("Huyện", ""),
    ],
)  # fmt: skip
def test_a_text_that_is_a_units_name(text, unit):
    assert unit_named(text) == unit


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Biểu mẫu 4 - Xã Bắc Sơn, huyện Đô Lương", "xã Bắc Sơn"), ("Đơn vị báo cáo: UBND xã Tế Nông", "xã Tế Nông"),
        ("SỐ LIỆU CỦA XÃ BẮC SƠN", "xã BẮC SƠN"), ("Số xã đã kiểm tra", ""), ("Biểu mẫu 4", ""),
    ],
)  # fmt: skip
def test_a_title_that_names_a_unit(title, unit):
    assert unit_in_title(title) == unit
