"""Tables of index scores in every tabular format and layout: whose scores, of which period, index and component."""

from collections.abc import Callable
from typing import Any

import pytest
from builders import csv_file, docx_file, html_file, md_file, ods, txt, xls, xlsx
from sent import read

from orchestration.reports.found import IndexScore
from orchestration.reports.submission import Reading

PROVINCES = {"kind": "index", "unit": "Văn phòng Chính phủ", "period": "2026-10"}
COMMUNES = {"kind": "index", "unit": "tỉnh Gia Lai", "period": "2026-10"}
PUBLISHED = {"kind": "index", "unit": "Bộ Nội vụ", "period": "2023"}
GROUPS = ["CKMB", "TDGQ", "ONLINE", "TTTT", "MDSH", "MDHL"]
WIDE: list[list[Any]] = [
    ["STT", "Đơn vị", *GROUPS, "Tổng điểm", "Xếp hạng"],
    ["1", "UBND tỉnh Gia Lai", "11,79", "17,17", "9,14", "7,21", "9,62", "11,3", "66,23", "4"],
    ["2", "UBND Thành phố Đồng Nai", "12,31", "16,14", "9,25", "7,43", "10,03", "12,32", "67,48", "2/34"],
]
FORMATS: dict[str, Callable[[list[list[Any]]], bytes]] = {
    "a.csv": csv_file,
    "a.xlsx": lambda rows: xlsx({"Bảng 1": rows}),
    "a.xls": lambda rows: xls({"Bảng 1": rows}),
    "a.ods": lambda rows: ods({"Bảng 1": rows}),
    "a.docx": lambda rows: docx_file("Bộ chỉ số 766 tháng 10", rows),
    "a.html": lambda rows: html_file("Bộ chỉ số 766 tháng 10", rows),
    "a.md": lambda rows: md_file("Bộ chỉ số 766 tháng 10", rows),
    "a.txt": lambda rows: txt(*rows),
}


def scores(reading: Reading) -> dict[tuple[str | None, str, str | None], IndexScore]:
    """By unit, "index component" and period."""
    assert reading.is_accepted, reading.report["refusal_reason"]
    found = reading.found.index_scores
    return {(s.subject_name, f"{s.index_code} {s.component_code}", s.period_code): s for s in found}


def table(rows: list[list[Any]], given: dict[str, str], name: str = "a.csv") -> Reading:
    return read("x/y/z", {name: csv_file(rows)}, **given)


def told(reading: Reading) -> list[tuple[str, str, str]]:
    return [(r.remark_kind, r.subject, r.reported_text) for r in reading.found.remarks]


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_reads_alike_in_every_format(name: str) -> None:
    reading = read("x/y/z", {name: FORMATS[name](WIDE)}, **PROVINCES)
    found = scores(reading)
    assert len(found) == 14
    gia_lai = found["Tỉnh Gia Lai", "QD766 total", "2026-10"]
    assert (gia_lai.score, gia_lai.rank, gia_lai.subject_kind) == (66.23, 4, "province")
    dong_nai = found["Thành phố Đồng Nai", "QD766 total", "2026-10"]
    assert (dong_nai.rank, dong_nai.rank_of, dong_nai.subject_unit_key) == (2, 34, "75_20260430")
    assert found["Tỉnh Gia Lai", "QD766 online", "2026-10"].score == 9.14
    assert told(reading) == []


def test_columns_in_another_order_named_in_full_below_a_title_and_a_row_of_maxima() -> None:
    header = ["Tên đơn vị", "Mức độ hài lòng", "Số hóa hồ sơ", "Thanh toán trực tuyến", "Cung cấp dịch vụ trực tuyến",
              "Tiến độ giải quyết", "Công khai, minh bạch (tối đa 18)", "Xếp hạng", "Tổng điểm"]  # fmt: skip
    rows = [
        ["BẢNG ĐIỂM BỘ CHỈ SỐ 766", *[""] * 8],
        header,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
        ["Điểm tối đa", "18", "22", "10", "12", "20", "", "", "100"],
        [""] * 9,
        ["Cụm thi đua số 1", *[""] * 8],
        ["xã Gào", "17.97", "10.77", "6.78", "6.44", "17.91", "11.79", "52", "71.65"],
        ["xã Vân Canh", "18.0", "12.49", "7.23", "6.33", "19.43", "11.79", "2", "75.31"],
        header,
        ["xã Đăk Song", "5", "10.5", "6", "6.25", "19.55", "11.5", "", "58.8"],
    ]
    reading = table(rows, COMMUNES)
    found = scores(reading)
    assert len(found) == 21 and told(reading) == []
    gao = found["Xã Gào, Tỉnh Gia Lai", "QD766 mdhl", "2026-10"]
    assert (gao.score, gao.max_score, gao.source_locator) == (17.97, 18, "a.csv!B7")
    assert found["Xã Gào, Tỉnh Gia Lai", "QD766 ckmb", "2026-10"].max_score == 18
    assert found["Xã Gào, Tỉnh Gia Lai", "QD766 total", "2026-10"].max_score == 100
    assert found["Xã Vân Canh, Tỉnh Gia Lai", "QD766 total", "2026-10"].rank == 2


def test_a_column_declares_its_digits() -> None:
    rows = [WIDE[0]] + [
        ["1", f"tỉnh {name}", *["1"] * 6, total, ""]
        for name, total in (("Gia Lai", "75.31"), ("Lâm Đồng", "73.6"), ("An Giang", "73.52"), ("Sơn La", "73"))
    ]
    half_units = {s.half_unit for s in table(rows, PROVINCES).found.index_scores if s.component_code == "total"}
    assert half_units == {0.005}


def test_an_unknown_column_is_told_and_the_rest_read() -> None:
    rows = [["Địa phương", "PAR INDEX 2023", "Điểm thưởng", "Xếp hạng"], ["Hà Nội", "91,43", "2,5", "3"]]
    reading = table(rows, PUBLISHED)
    score = scores(reading)["Thành phố Hà Nội", "PAR total", "2023"]
    assert (score.score, score.rank) == (91.43, 3)
    assert told(reading) == [("unmapped_row", "Điểm thưởng", "2,5")]


@pytest.mark.parametrize(
    ("title", "header", "year"),
    [
        ("", "Chỉ số PAR INDEX 2024", "2024"),
        ("", "Chỉ số CCHC năm 2024 (%)", "2024"),
        ("", "PAR INDEX năm 2024", "2024"),
        ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC TỈNH", "Năm 2024", "2024"),
        ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC TỈNH", "Chỉ số năm 2024", "2024"),
        ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC TỈNH", "Chỉ số", "2023"),
        ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC TỈNH", "Chỉ số tổng hợp", "2023"),
    ],
)
def test_chi_so_heads_the_values_where_the_index_is_known(title: str, header: str, year: str) -> None:
    rows = [[title, "", ""], ["Thứ hạng", "Tỉnh, thành phố", header], ["2", "Quảng Ninh", "95,66"]]
    reading = table(rows, PUBLISHED)
    score = scores(reading)["Tỉnh Quảng Ninh", "PAR total", year]
    assert (score.score, score.rank, told(reading)) == (95.66, 2, [])


def test_two_years_and_two_indices_side_by_side_below_a_header_of_two_rows() -> None:
    rows = [
        ["TT", "Tỉnh", "PAR INDEX 2022", "", "SIPAS năm 2023", ""],
        ["", "", "Điểm", "Xếp hạng", "Điểm", "Xếp hạng"],
        ["1", "Quảng Ninh", "90,1", "1", "90,61", "1"],
    ]
    found = scores(table(rows, PUBLISHED))
    par, sipas = (
        found["Tỉnh Quảng Ninh", "PAR total", "2022"],
        found["Tỉnh Quảng Ninh", "SIPAS total", "2023"],
    )
    assert (par.score, par.rank, sipas.score, sipas.rank) == (90.1, 1, 90.61, 1)


def test_a_rank_beside_each_of_two_scores_is_that_of_the_score_before_it() -> None:
    rows = [["Tỉnh", "PAR INDEX", "Hạng", "SIPAS", "Hạng"], ["Quảng Ninh", "92,18", "1", "90,61", "2"]]
    found = scores(table(rows, PUBLISHED))
    assert found["Tỉnh Quảng Ninh", "PAR total", "2023"].rank == 1
    assert found["Tỉnh Quảng Ninh", "SIPAS total", "2023"].rank == 2
    rows = [["Tỉnh", "PAR INDEX 2022", "Xếp hạng"], ["Quảng Ninh", "90,1", "1"]]
    [score] = table(rows, PUBLISHED).found.index_scores
    assert (score.period_code, score.rank) == ("2022", 1)
    rows = [["Xã", "CKMB", "Hạng", "TDGQ", "Hạng"], ["xã Gào", "11,79", "7", "17,91", "50"]]
    found = scores(table(rows, COMMUNES))
    assert [found["Xã Gào, Tỉnh Gia Lai", f"QD766 {code}", "2026-10"].rank for code in ("ckmb", "tdgq")] == [7, 50]


LONG = ["index", "year", "unit", "value", "unit_of_measure", "rank", "of", "source"]


def test_facts_each_with_its_index_year_and_unit() -> None:
    rows = [
        LONG,
        ["PAR INDEX", "2023", "Bộ Tư pháp", "89.95", "%", "1", "17", "a"],
        ["PAPI", "2023", "Bình Dương", "", "điểm/80", "", "", "không có dữ liệu"],
        ["PAPI", "2023", "Thừa Thiên Huế", "46.0415", "điểm/80", "1", "61", "a (b ghi 46.0414)"],
        ["PCI", "2022", "Cả nước", "65,22", "điểm", "", "", "a"],
        ["PAR INDEX", "2023", "Vùng Tây Nguyên", "85,42%", "%", "5", "6", "a"],
    ]
    reading = table(rows, PUBLISHED)
    found = reading.found.index_scores
    assert [(s.subject_kind, s.index_code, s.score, s.value_state, s.max_score) for s in found] == [
        ("ministry", "PAR", 89.95, "reported", None),
        ("province", "PAPI", None, "blank", 80),
        ("province", "PAPI", 46.0415, "reported", 80),
        ("province", "PAPI", 46.0414, "reported", 80),
        ("country", "PCI", 65.22, "reported", None),
        ("region", "PAR", 85.42, "reported", None),
    ]
    assert (found[3].source_kind, found[3].source_locator) == ("note", "a.csv!H4:10-16")
    assert found[0].subject_unit_key == "BTP_20070731" and found[4].subject_unit_key is None
    assert told(reading) == []


def test_parts_of_a_component_are_kept_and_blank_is_not_zero() -> None:
    rows = [
        ["snapshot", "unit_name", "metric", "numerator", "denominator", "ratio", "score", "max_score"],
        ["2026-09-24", "UBND xã Vân Canh", "2.1 đúng hạn", "2.223", "2.299", "96,69", "19,34", "20"],
        ["2026-09-24", "UBND xã Vân Canh", "quá hạn", "76", "2.299", "", "", ""],
        ["2026-09-24", "UBND xã Vân Canh", "Điểm cộng thêm", "", "", "", "1", ""],
    ]
    reading = table(rows, COMMUNES, "bộ chỉ số 766.csv")
    first, late, strange = reading.found.index_scores
    assert (first.component_code, first.numerator, first.denominator, first.ratio) == ("2.1", 2223, 2299, 96.69)
    assert (first.period_code, first.ratio_locator) == ("2026-09", "bộ chỉ số 766.csv!F2")
    assert (late.component_code, late.score, late.value_state, late.numerator) == ("overdue", None, "blank", 76)
    assert (strange.component_code, strange.score) == ("diem_cong_them", 1)
    assert told(reading) == [("unmapped_row", "Điểm cộng thêm", "Điểm cộng thêm")]


# name as a table writes it, issuer, period, unit or kind it is
NAMES = [
    ("TP.HCM", PUBLISHED, "2023", "Thành phố Hồ Chí Minh"),
    ("TP. Hồ Chí Minh", PUBLISHED, "2023", "Thành phố Hồ Chí Minh"),
    ("TT-Huế", PUBLISHED, "2022", "Tỉnh Thừa Thiên Huế"),
    ("BRVT", PUBLISHED, "2022", "Tỉnh Bà Rịa - Vũng Tàu"),
    ("Bà Rịa - Vũng Tàu", PUBLISHED, "2022", "Tỉnh Bà Rịa - Vũng Tàu"),
    ("Lâm Đồng (trước sắp xếp)", PUBLISHED, "2025", "Tỉnh Lâm Đồng"),
    ("BÌNH ĐỊNH (cũ)", PUBLISHED, "2025", "Tỉnh Bình Định"),
    ("Bắc Ninh", PUBLISHED, "2022", "Tỉnh Bắc Ninh"),
    ("UBND tỉnh Đồng Nai", PROVINCES, "2026-10", "Thành phố Đồng Nai"),
    ("UBND thành phố Quảng Ninh", PROVINCES, "2026-10", "Thành phố Quảng Ninh"),
    ("UBND xã Kông Bơ La - Gia Lai", COMMUNES, "2026-10", "Xã Kông Bơ La, Tỉnh Gia Lai"),
    ("UBND xã Tân Hòa - Thành phố Cần Thơ", PROVINCES, "2026-10", "Xã Tân Hòa, Thành phố Cần Thơ"),
    ("UBND Xã Chơ Long", COMMUNES, "2026-10", "Xã Chơ Long, Tỉnh Gia Lai"),
    ("Tuy Phước", COMMUNES, "2026-10", "Xã Tuy Phước, Tỉnh Gia Lai"),
    ("Bộ KH&ĐT", PUBLISHED, "2023", "Bộ Kế hoạch và Đầu tư"),
    ("Bộ Nông nghiệp và Môi trường", PUBLISHED, "2025", "Bộ Nông nghiệp và Môi trường"),
    ("Trung bình 17 bộ", PUBLISHED, "2023", "group"),
    ("Thấp nhất 63 tỉnh", PUBLISHED, "2023", "group"),
    ("Bộ Nông nghiệp và Môi trường", PUBLISHED, "2023", "unresolved"),  # of 2025
    ("Bình Định", PROVINCES, "2026-10", "unresolved"),  # a ward of today, a province of then
    ("xã Tân Tiến", PROVINCES, "2026-10", "unresolved"),  # there are several
    ("Trung tâm Phục vụ hành chính công", COMMUNES, "2026-10", "unresolved"),
]


@pytest.mark.parametrize(("name", "given", "period", "expected"), NAMES)
def test_whose_score_it_is(name: str, given: dict[str, str], period: str, expected: str) -> None:
    rows = [["Đơn vị", "Tổng điểm"], [name, "80,5"], ["", ""]]
    reading = table(rows, given | {"period": period}, "bộ chỉ số 766.csv")
    [score] = reading.found.index_scores
    found = score.subject_kind if expected.islower() else score.subject_name
    assert (found, score.score, score.subject_text) == (expected, 80.5, name)
    kinds = [remark.remark_kind for remark in reading.found.remarks]
    assert kinds == (["unknown_unit"] if expected == "unresolved" else [])
    assert (score.subject_unit_key is None) == expected.islower()


def test_figures_that_cannot_be_read_or_placed_are_told_and_the_others_kept() -> None:
    rows = [
        ["Đơn vị", "Chỉ số", "Điểm", "Xếp hạng"],
        ["Hà Nội", "PAR INDEX", "chín mốt", "ba"],
        ["Hà Nội", "Chỉ số lạ", "50", ""],
        ["Hải Phòng", "PAR INDEX", "91,87", "2"],
    ]
    reading = table(rows, PUBLISHED)
    assert [s.score for s in reading.found.index_scores if s.subject_name == "Thành phố Hải Phòng"] == [91.87]
    assert sorted(told(reading)) == [
        ("unmapped_row", "Chỉ số lạ", "50"),
        ("unreadable_value", "Thành phố Hà Nội, Xếp hạng", "ba"),
        ("unreadable_value", "Thành phố Hà Nội, Điểm", "chín mốt"),
    ]


def test_a_table_of_an_index_without_any_title_is_an_index_submission() -> None:
    reading = table(WIDE, {"unit": "Văn phòng Chính phủ", "period": "2026-10"})
    assert reading.report["report_kind"] == "index" and len(reading.found.index_scores) == 14
    dossiers = [["Đơn vị", "Số hóa hồ sơ", "Thanh toán trực tuyến"], ["xã Gào", "10", "12"]]
    reading = table(dossiers, {"unit": "tỉnh Gia Lai", "period": "2026-10"})
    assert reading.report["report_kind"] == "report" and reading.found.index_scores == []


def test_other_tables_of_an_index_submission_are_told() -> None:
    reading = table([["Nội dung", "Số lượng", "Ghi chú"], ["Số phiếu", "120", ""]], PUBLISHED)
    assert [remark.remark_kind for remark in reading.found.remarks] == ["undeclared_form"]
