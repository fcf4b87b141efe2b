"""Sentences in the cells of outline tables, and texts typed without marks."""

import pytest
from builders import CATALOGUE, docx_file, txt, xlsx

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.grids import grids
from orchestration.reports.forms.lists import read_lists
from orchestration.reports.found import Found
from orchestration.reports.prose.cells import read_cells
from orchestration.reports.prose.prose import unmarked_text

RESULT = "- Đã tiếp nhận 500 hồ sơ, trong đó:\n+ Trực tuyến: 450 hồ sơ\n+ Trực tiếp: 50 hồ sơ\n- Giải quyết 490 hồ sơ."
MEANT = {"received": 500, "received_online": 450, "received_direct": 50, "resolved": 490}
HEADER = ["STT", "Nhiệm vụ", "Kết quả thực hiện quý III", "Kế hoạch quý IV"]


def read(name: str, content: bytes) -> Found:
    tables = grids(read_document(name, content).blocks)
    lists = read_lists(tables, Found(), CATALOGUE, "2025-Q3")
    found = read_cells(tables, lists, CATALOGUE, "2025-Q3")
    return Found(statements=lists.statements + found.statements, remarks=lists.remarks)


def figures(found: Found) -> dict[str, float | None]:
    return {s.indicator_code.removeprefix("dossiers_"): s.value for s in found.statements}


@pytest.mark.parametrize("sheet", [False, True])
def test_the_column_of_results_is_read_as_sentences(sheet):
    rows = [HEADER, ["I", "Cải cách TTHC", RESULT, "Tiếp nhận 600 hồ sơ; giải quyết 600 hồ sơ"],
            ["II", "Tuyên truyền", "Đã tổ chức 02 buổi tuyên truyền cho người dân", ""]]  # fmt: skip
    found = read("a.xlsx", xlsx({"PL": rows})) if sheet else read("a.docx", docx_file("Phụ lục", rows))
    assert figures(found) == MEANT
    assert found.remarks == []


def test_the_place_is_the_characters_of_the_cell():
    found = read("a.docx", docx_file("Phụ lục", [HEADER, ["1", "Cải cách TTHC", RESULT, ""]]))
    places = [statement.source_locator for statement in found.statements]
    start = RESULT.index("450") + 1
    assert places[1] == f"a.docx!table 1!row 2!col 3:{start}-{start + 2}"


@pytest.mark.parametrize(
    ("header", "label"),
    [
        (HEADER, "Phòng Tư pháp"),
        (["STT", "Đơn vị", "Kết quả thực hiện", "Ghi chú"], "An Bình"),
        (["STT", "Nhiệm vụ", "Kết quả quý II năm 2025", "Ghi chú"], "Cải cách TTHC"),
        (["STT", "Nhiệm vụ", "Mục tiêu", "Ghi chú"], "Cải cách TTHC"),
    ],
)
def test_results_of_others_and_aims_are_not_read(header, label):
    found = read("a.docx", docx_file("Phụ lục", [header, ["1", label, RESULT, ""]]))
    assert found.statements == []


def test_a_table_by_units_is_told_where_its_rows_are_ours():
    rows = [["Chỉ tiêu", "Phường Bắc Sơn", "Phường Trường Sơn"], ["Hồ sơ tiếp nhận", "900", "1.200"],
            ["Hồ sơ đã giải quyết", "880", "1.190"]]  # fmt: skip
    found = read("a.docx", docx_file("Số liệu các phường", rows))
    assert found.statements == []
    assert [remark.remark_kind for remark in found.remarks] == ["rows_by_unit"]


def test_levels_may_stand_below_a_merged_header():
    rows = [["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", ""], ["", "", "", "Cấp huyện", "Cấp xã"],
            ["1", "Tổng số hồ sơ tiếp nhận", "Hồ sơ", "20", "30"],
            ["2", "Số hồ sơ đã giải quyết", "Hồ sơ", "19", "29"]]  # fmt: skip
    found = read("a.docx", docx_file("Kết quả giải quyết TTHC", rows))
    assert {(s.scope, s.value) for s in found.statements} == {
        ("district", 20), ("commune", 30), ("district", 19), ("commune", 29),
    }  # fmt: skip


def test_the_sentence_that_says_why_the_report_is_made_does_not_own_the_table_below():
    opening = "Thực hiện Công văn số 123/SNV ngày 20/8/2025 của Sở Nội vụ, UBND xã báo cáo kết quả quý III như sau:"
    rows = [["Nội dung", "Số lượng"], ["Tổng số hồ sơ tiếp nhận", "500"], ["Số hồ sơ đã giải quyết", "480"]]
    assert figures(read("a.docx", docx_file(opening, rows))) == {"received": 500, "resolved": 480}


def test_a_text_without_marks_is_told():
    told = unmarked_text(read_document("a.txt", txt("BAO CAO", "Da tiep nhan 1.432 ho so.", "Dat 95%.")).paragraphs)
    assert [(r.remark_kind, r.subject, r.source_locator) for r in told] == [("unread_part", "2 đoạn văn", "a.txt!L2")]
    assert unmarked_text(read_document("a.txt", txt("BÁO CÁO", "Da tiep nhan 1.432 ho so.")).paragraphs) == []
