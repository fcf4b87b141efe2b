"""Which numbers of a paragraph can be figures."""

import pytest

from orchestration.reports.prose.written import numbers_in

CASES = [
    ("với tổng số 523 hồ sơ", [("count", 523)]),
    ("trong năm 45 hồ sơ, trong quý 523 hồ sơ", [("count", 45), ("count", 523)]),
    ("đạt 95,9 % và 73,88%", [("percent", 95.9), ("percent", 73.88)]),
    ("47/49 nhiệm vụ", [("count", 47, 49)]),
    ("495 hồ sơ/523 hồ sơ", [("count", 495, 523)]),
    ("2.243/2.243¹³ (đạt 100%)", [("count", 2243, 2243), ("percent", 100)]),
    ("27,185 hồ sơ; 3,5 hồ sơ; 07 hồ sơ", [("count", 27185), ("count", 7)]),
    ("26.928.000đ; 1,2 tỷ đồng; 637.227 triệu đồng", [("money", 26928000), ("money", 1.2), ("money", 637227)]),
    ("1.000.000 đồng/người/tháng; 1,2 triệu hồ sơ", []),
    ("qua bưu chính: không phát sinh;", [("none", 0)]),
    ("trực tuyến: không.", [("none", 0)]),
    ("hồ sơ quá hạn: không để xảy ra", []),
    ("từ 30-50%, 50% - 80%", []),
    ("8h30, 08:30, 7 giờ 30 phút, 24/7", []),
    ("ngày 15.12.2022, 14/11/20233, 5/3, ngày 12", [("count", 5, 3)]),
    ("tháng 3/2023, quý I, quý 2/2023, 6 tháng đầu năm 2023, năm 2022-2023", []),
    ("Quyết định số 195/QĐ-UBND, Luật số 05/2023/QH15, Điều 5, khoản 2, mẫu số 01, ISO 9001:2015", []),
    ("mức độ 3, 4; mức độ 3/4; mức 3 và mức 4; 01 phần; 1 cửa; cả 3 cấp", []),
    ("Trang 3/20; điện thoại: 0226.3736.123; 0912 345 678", []),
    ("82,13/100 điểm; 21/21 xã", [("count", 21, 21)]),
]


@pytest.mark.parametrize(("text", "figures"), CASES, ids=[text for text, _ in CASES])
def test_numbers_that_can_be_figures(text, figures):
    assert [(w.kind, w.number.value, *([w.whole.number.value] if w.whole else [])) for w in numbers_in(text)] == figures


def test_a_number_knows_its_place_and_unit():
    (written,) = numbers_in("thu được 1.204,612 tỷ đồng")
    assert (written.start, written.end, written.multiplier) == (9, 18, 1e9)
    assert written.number.half_unit(written.multiplier) == 500_000


def test_a_run_of_digits_that_counts_nothing_is_no_number_however_long():
    # without its bound this line takes minutes
    assert [w.number.value for w in numbers_in(f"Mã {'7' * 100_000}, tiếp nhận 523 hồ sơ")] == [523]
