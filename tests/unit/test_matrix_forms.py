"""Forms II.06 and II.07b of the regime of administrative procedures."""

import pytest
from builders import CATALOGUE, form_rows, xlsx
from dossier_tables import II06, figures, found_in, told, word

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.forms.grids import grids
from orchestration.reports.forms.matrix import read_matrix_forms


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
    found, places = read_matrix_forms(grids(blocks), CATALOGUE)
    assert len(found.statements) == 11
    assert places == {f"a.xlsx!Sheet1!{row}" for row in range(5, 11)}
    rest = read_forms([block for block in blocks if block.place not in places], CATALOGUE)
    assert [(s.row_code, s.value) for s in rest.statements] == [("2.1", 20)]
    assert rest.remarks == []
