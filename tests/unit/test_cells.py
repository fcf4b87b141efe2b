"""Cells of forms: a number in any way of writing, one of the four states, or nothing that a mart may hold."""

import math
import time
import unicodedata

import pytest

from orchestration.reports.measures import money_multiplier
from orchestration.reports.numbers import parse_cell

COUNT, RATE, MONEY, SCORE, RANK = "Hồ sơ", "%", "Triệu đồng", "Điểm", "Thứ hạng"
YES_NO, DONE, LEVELS = "Có = 1; Không = 0", "Chưa = 0; Hoàn thành = 1", "Chưa có = 0; 2 cấp = 1; 3 cấp = 2"

# What each way of writing was decided to mean: unit, value, how far the digits round, cells.
READ = [
    (COUNT, 27185, 0, ["27.185", "27 185", "27\u00a0185", "27\u2009185", "27\u202f185", "27,185", "27185", "27.185,0"]),
    (COUNT, 7, 0, ["07", "7", "007", " 7 ", "7.", "7;", "'07", "7¹", "7 ¹³", "7*", "7 (*)"]),
    (COUNT, 7, 0, ["....7....", "…07…", "__7__"]),  # typed over a dotted line
    (COUNT, 7, 0, ["7 hồ sơ", "07hs", "7 HỒ SƠ.", "7\nhồ sơ", "7¹ hồ sơ", "7 (bảy) hồ sơ", "7 (hồ sơ)", "7 lượt", "7.0",
                   "Tổng số: 7", "có 07 hồ sơ", "7 trường hợp", "７"]),
    (COUNT, 1234567, 0, ["1.234.567", "1,234,567", "1 234 567", "1,234,567.00", "1.234.567,00"]),
    (COUNT, 1200, 50, ["1,2 nghìn hồ sơ", "1,2 ngàn hs"]),
    (COUNT, 2e6, 5e5, ["2 triệu lượt", "02 triệu hồ sơ"]),
    ("Người", 5, 0, ["05 đồng chí", "5 đ/c", "05 (năm) cán bộ", "5 người"]),
    ("Văn bản", 3, 0, ["03 kế hoạch", "3 VB", "3 văn bản"]),
    ("Cơ quan, đơn vị", 2, 0, ["2 đơn vị", "2 cơ quan", "02 xã"]),
    ("Số", 4, 0, ["4", "4 cuộc", "04 mô hình"]),
    (RATE, 41, 0.5, ["41 %", "41", "41%", "đạt 41%", "Tỷ lệ: 41 %", "chiếm 41 phần trăm", "41%¹"]),
    (RATE, 95.9, 0.05, ["95,9", "95.9", "95,9%", "95.9 %", "đạt 95,9 %."]),
    (RATE, 95.9, 0.05, ["47/49 (95,9%)", "47/49 = 95,9 %", "47/49, đạt 95,9%", "95,9% (47/49)"]),
    (RATE, 100, 0.005, ["100,00 %", "100.00"]),
    (RATE, 3.456, 0.0005, ["3.456", "3,456 %"]),  # 3456 % is no share of anything
    (RATE, 0.959, 0.0005, ["0.959", "0,959"]),  # as typed; that it may be meant as 95,9 % is the rule book's to say
    (MONEY, 637_227e6, 5e5, ["637.227 triệu đồng", "637.227", "637 227", "637.227 trđ", "637.227 (triệu đồng)"]),
    (MONEY, 1_204_612e6, 5e5, ["1.204,612 tỷ đồng", "1 204,612 tỉ đồng", "1,204.612 tỷ"]),
    (MONEY, 1.5e6, 5e4, ["1,5 tr", "1.5 triệu", "1,5 triệu đồng", "1,5 tr. đồng", "1,5"]),
    (MONEY, 1.5e6, 0, ["1.500.000đ", "1.500.000 đồng", "1 500 000 VNĐ"]),
    (MONEY, 1.2e6, 500, ["1.200 nghìn đồng", "1.200 ngàn"]),
    (MONEY, 2.3e9, 5e5, ["2 tỷ 300 triệu đồng", "2 tỷ, 300 triệu", "2 tỉ 300 trđ"]),
    (MONEY, 1.2e12, 5e10, ["1,2 nghìn tỷ đồng"]),
    ("đồng", 26_928_000, 0, ["26.928.000", "26 928 000đ", "26,928,000"]),
    ("đồng", 26_928, 0, ["26.928", "26,928"]),
    ("1.000 đồng", 1000, 0, ["1.000 đồng"]),
    (SCORE, 82.13, 0.005, ["82,13", "82.13 điểm"]),
    (SCORE, 82.135, 0.0005, ["82.135", "82,135"]),
    (RANK, 4, 0, ["4", "04/11", "thứ 4", "xếp thứ 04/11", "hạng 4"]),
    ("Ngày/Giờ", 3.5, 0.05, ["3,5 ngày", "3.5"]),
    (YES_NO, 1, 0, ["Có", "1", "01", "có.", "Có = 1", "Có (1)", "đã có", "1 (Có)", "1 - có", "1: Có"]),
    (YES_NO, 0, 0, ["Không", "0", "chưa", "không có", "Chưa có", "Không = 0"]),
    (DONE, 1, 0, ["Hoàn thành", "Đã hoàn thành", "1"]),
    (DONE, 0, 0, ["Chưa", "chưa hoàn thành", "không"]),
    (LEVELS, 2, 0, ["3 cấp", "03 cấp", "2"]),
    ("", 41, 0.5, ["41%"]),
    ("", 637.2e6, 50_000, ["637,2 triệu đồng"]),
    ("", 27185, 0, ["27.185", "27,185 hồ sơ"]),
]  # fmt: skip

# A count that nobody states: a ratio, a range, an aim, a change, a part, a slip of scanning, a date, an error.
NOT_READ = [
    (COUNT, ["47/49", "04/11", "1/1", "2.243/2.243¹³", "04/11/2026", "4-Nov", "10:30", "15/KH-UBND"]),
    (COUNT, ["30-50", "500 - 600", "50%", "trên 90%", "5 triệu đồng", "2 triệu", "5 ngày", "5 tháng", "12 văn bản"]),
    (COUNT, ["12,5", "1.5", "0.123", "1.234,5", "1,234.5", "1,2345 nghìn hồ sơ", "1.23.456", "12,5,3", "12,"]),
    (COUNT, ["27  185", "27\n185", "1 23", "12 34", "07 123", "1 234.567", "0912345678", "9" * 16, "1E+05", "١٢"]),
    (COUNT, ["2O", "l2", "1S", "B", "II", "năm", "12(1)", "12 (trong đó 3 mới)", "05 (sáu)", "(12)"]),
    (COUNT, ["+5", "-5", "−5", "- 5", "tăng 5", "500 (ước)", "500+", "12?", "?", "*", "¹", "x", "✓", "TRUE", "xã"]),
    (COUNT, ["#DIV/0!", "#REF!", "#N/A", "Err:502", "=15/36", "####", "12" + "." * 300 + "3", "12 hồ sơ 3 hồ sơ"]),
    (COUNT, ["chưa có", "không thực hiện", "không đạt", "không 5", "phát sinh", "không phát sinh 5 hồ sơ"]),
    (RATE, ["30-50%", "30% - 50%", "từ 90% trở lên", "90% trở lên", "tối thiểu 10%", "không dưới 10%", "-5%",
            "95, 9", "9 5", "15 hồ sơ", "5 triệu đồng", "95,9‰", "tăng 5%", "04/11/2026"]),
    (RATE, ["47/49", "47/49 (95,9)", "47/49 (trên 90%)"]),
    (MONEY, ["5%", "5 hồ sơ", "2 triệu USD", "1.000.000 đồng/người", "2 tỷ 3", "2 tỷ rưỡi", "2 tỷ 5000 triệu",
             "2,5 tỷ 300 triệu", "300 triệu 2 tỷ", "(750)", "-750", "2.000.000.000 triệu"]),
    (SCORE, ["82,13/100", "đạt", "50%"]),
    (RANK, ["12/11", "0/11", "0", "4-5", "04/11/2026"]),
    (YES_NO, ["2", "x", "✓", "1,0", "Có = 0", "Có = 1; Không = 0", "có tổ chức", "k", "1 (Không)"]),
    ("Trực tuyến = 0; Phát phiếu = 1; Kết hợp = 2", ["không", "chưa", "3", "phiếu"]),
    ("Trực tiếp = 0; Trực tuyến = 1", ["không", "chưa trực tuyến"]),
]  # fmt: skip

NONE_OCCURRED = ["-", "–", "—", "−", "‑", "--", "không", "Không có.", "KHÔNG PHÁT SINH", "ko phát sinh",
                 "chưa phát sinh", "không có phát sinh", "0 phát sinh", "không\nphát sinh",
                 "chưa phát sinh trong kỳ"]  # fmt: skip
NONE_COUNTED = ["không có hồ sơ", "không có hồ sơ nào", "chưa phát sinh hồ sơ"]
# nobody wrote a figure, or somebody wrote that there is none yet
BLANK = ["", " ", "\u00a0", "...", "…", ". . . .", "______", "…/…", "/", "./.", "N/A", "KXĐ", "không xác định",
         "Chưa có số liệu", "không có số liệu", "đang tổng hợp", "chưa thống kê", "không đánh giá",
         "." * 500]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "value", "half_unit", "text"), [(unit, value, half, t) for unit, value, half, texts in READ for t in texts]
)
def test_a_cell_says(unit, value, half_unit, text):
    for form in ("NFC", "NFD"):
        read = parse_cell(unicodedata.normalize(form, text), unicodedata.normalize(form, unit))
        assert (read.value, read.state, read.readable) == (value, "reported", True)
        assert read.half_unit == pytest.approx(half_unit)


@pytest.mark.parametrize(("unit", "text"), [(unit, text) for unit, texts in NOT_READ for text in texts])
def test_a_cell_that_says_something_else_has_no_value(unit, text):
    read = parse_cell(text, unit)
    assert (read.value, read.readable) == (None, False)


@pytest.mark.parametrize("text", NONE_OCCURRED)
def test_none_is_zero_of_what_is_counted_and_no_share_at_all(text):
    zero, share, answer = parse_cell(text, COUNT), parse_cell(text, RATE), parse_cell(text, "A = 0; B = 1; C = 2")
    assert (zero.value, zero.state) == (0, "none_occurred")
    assert parse_cell(text, MONEY) == zero
    assert (share.value, share.state, share.readable) == (None, "none_occurred", True)
    assert answer.value is None


@pytest.mark.parametrize("text", NONE_COUNTED)
def test_none_of_what_the_row_counts(text):
    assert parse_cell(text, COUNT).state == "none_occurred"
    assert not parse_cell("không có người dân", COUNT).readable


@pytest.mark.parametrize("text", BLANK)
@pytest.mark.parametrize("unit", [COUNT, RATE, MONEY, YES_NO, ""])
def test_a_blank_is_no_zero(text, unit):
    read = parse_cell(text, unit)
    assert (read.value, read.state, read.readable) == (None, "blank", True)


@pytest.mark.parametrize(
    ("text", "unit"), [("....%", RATE), ("%", RATE), ("… hồ sơ", COUNT), ("... triệu đồng", MONEY)]
)
def test_a_unit_printed_for_filling_in_is_blank(text, unit):
    assert parse_cell(text, unit).state == "blank"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("gần 500", COUNT, 500), ("trên dưới 20 hồ sơ", COUNT, 20), ("khoảng 1.200", COUNT, 1200), ("~500", COUNT, 500),
        ("hơn 1,2 nghìn hồ sơ", COUNT, 1200), ("≥ 90%", RATE, 90), (">90", RATE, 90), ("đạt trên 90%", RATE, 90),
        ("ước đạt 2 tỷ đồng", MONEY, 2e9), ("xấp xỉ 100 %", RATE, 100),
    ],
)  # fmt: skip
def test_words_that_make_a_figure_approximate(text, unit, value):
    read = parse_cell(text, unit)
    assert (read.value, read.state) == (value, "approximate")


@pytest.mark.parametrize(
    ("number", "unit", "value", "half_unit"),
    [
        (0.959, RATE, 0.959, 0.0005), (95.90000000000001, RATE, 95.9, 0.05), (41.6666666666, RATE, 41.666667, 5e-7),
        (18.0000000001, COUNT, 18, 0), (750.0, MONEY, 750e6, 500_000), (1.0, YES_NO, 1, 0), (4.0, RANK, 4, 0),
        (-0.0, COUNT, 0, 0), (12.5, "", 12.5, 0.05),
    ],
)  # fmt: skip
def test_the_number_of_a_spreadsheet_is_exact(number, unit, value, half_unit):
    read = parse_cell("", unit, number)
    assert (read.value, read.state, read.half_unit) == (value, "reported", pytest.approx(half_unit))


@pytest.mark.parametrize(
    ("number", "unit"),
    [(27.185, COUNT), (12.5, COUNT), (-5.0, COUNT), (-5.0, RATE), (2.0, YES_NO), (0.5, YES_NO), (1.5, RANK), (1e15, ""),
     (1e10, MONEY), (math.nan, COUNT), (math.inf, RATE)],
)  # fmt: skip
def test_a_number_that_cannot_be_has_no_value(number, unit):
    read = parse_cell("", unit, number)
    assert (read.value, read.readable) == (None, False)


def test_hostile_cells_take_no_time():
    parts = [".", "… ", "1 ", "¹", "(*)", "có ", "hơn ", "không ", "_", " 234", "\u00ad", "tỷ "]
    cells = [start + part * count for start in ("", "1", "12 ") for part in parts for count in (60, 190, 100_000)]
    start = time.process_time()
    for cell in cells:
        for unit in (COUNT, MONEY, YES_NO):
            parse_cell(f"{cell}ø", unit)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("unit", "holds"),
    [("Tr.đồng", 10**6), ("(Tỷ đồng)", 10**9), ("1.000 đồng", 1000), ("1.000.000đ", 10**6), ("tỷ đ", 10**9), ("VNĐ", 1),
     ("Nghìn tỷ đồng", 10**12), ("đồng/người", None), ("1000", None), ("triệu USD", None), ("Hồ sơ", None), ("", None)],
)  # fmt: skip
def test_units_of_money(unit, holds):
    assert money_multiplier(unit) == holds
