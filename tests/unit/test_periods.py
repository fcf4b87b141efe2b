"""Periods and dates as titles and sentences of reports write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.issuer.periods import (
    find_period,
    parse_date,
    period_of_code,
    speaks_of_other_period,
    stated_span,
    stated_until,
)

TITLES = [
    ("BÁO CÁO Công tác cải cách hành chính quý I/2024", "2024-Q1"),
    ("Báo cáo kết quả CCHC quý 3 năm 2022", "2022-Q3"),
    ("BÁO CÁO QUÝ II NĂM 2023 VÀ PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ III NĂM 2023", "2023-Q2"),
    ("Báo cáo cải cách hành chính quí IV-2021", "2021-Q4"),
    ("Kết quả quý 1, phương hướng nhiệm vụ quý 2 năm 2023", "2023-Q1"),
    ("Kết quả quý I và nhiệm vụ trọng tâm quý II năm 2023", "2023-Q1"),
    ("Báo cáo CCHC 6 tháng đầu năm 2021 và phương hướng, nhiệm vụ 6 tháng cuối năm 2021", "2021-H1"),
    ("Báo cáo kết quả CCHC 06 tháng năm 2025", "2025-H1"),
    ("SÁU THÁNG ĐẦU NĂM 2020", "2020-H1"),
    ("Sơ kết 9 tháng năm 2022", "2022-9M"),
    ("Báo cáo 9 tháng, nhiệm vụ 3 tháng cuối năm 2022", "2022-9M"),
    ("Báo cáo công tác cải cách hành chính tháng 9/2021", "2021-09"),
    ("Báo cáo tháng 02 năm 2024", "2024-02"),
    ("Báo cáo tháng 10 và phương hướng tháng 11 năm 2023", "2023-10"),
    ("Báo cáo CCHC năm 2023 và phương hướng nhiệm vụ năm 2024", "2023"),
    ("Báo cáo năm 2023, kế hoạch năm 2024", "2023"),
    ("Kế hoạch cải cách hành chính năm 2024", "2024"),
    ("Kế hoạch cải cách hành chính giai đoạn 2021-2025", "2021/2025"),
    ("Tổng kết Chương trình tổng thể giai đoạn 2011 – 2020, định hướng giai đoạn 2021-2030", "2011/2020"),
    ("Kết quả năm 2023 thực hiện Kế hoạch CCHC giai đoạn 2021-2025", "2023"),
    ("Thực hiện Kế hoạch CCHC giai đoạn 2021-2025 quý I năm 2023", "2023-Q1"),
    # a title that joins periods reports the widest, which holds the others
    ("Báo cáo Quý IV và năm 2022", "2022"),
    ("BÁO CÁO QUÝ IV NĂM 2022 VÀ NĂM 2022", "2022"),
    ("Báo cáo quý III và 9 tháng năm 2022", "2022-9M"),
    ("Báo cáo quý II và 6 tháng đầu năm 2023", "2023-H1"),
    ("Báo cáo tháng 3 và quý I/2023", "2023-Q1"),
    ("Báo cáo số 45/BC-UBND ngày 12/3/2023 về công tác quý I năm 2023", "2023-Q1"),
    ("BÁO CÁO CCHC QUÝ IV/2023", "2023-Q4"),
    ("Báo cáo Q1/2023", "2023-Q1"),
    ("Báo cáo Q.III năm 2023", "2023-Q3"),
    ("Báo cáo quý I.2023", "2023-Q1"),
    ("Báo cáo quý I/23", "2023-Q1"),
    ("Báo cáo quý 02/2023", "2023-Q2"),
    ("Báo cáo Quý một năm 2023", "2023-Q1"),
    ("Báo cáo CCHC 3 tháng đầu năm 2023", "2023-Q1"),
    ("Báo cáo CCHC 12 tháng năm 2022", "2022"),
    ("Báo cáo chín tháng đầu năm 2022, nhiệm vụ 3 tháng cuối năm", "2022-9M"),
    ("Kết quả năm (số liệu đến 14.12.2023)", None),
    ("Báo cáo của Q.1, TP.HCM", None),
    ("Từ ngày 15/12/2022 đến ngày 14/3/2023", None),
    ("Báo cáo 6 tháng cuối năm 2023", None),
    ("Báo cáo công tác cải cách hành chính", None),
    ("Báo cáo quý I", None),
]


@pytest.mark.parametrize(("title", "code"), TITLES)
def test_title_names_period(title, code):
    assert find_period(title) == code


@pytest.mark.parametrize(
    ("title", "said_on", "code"),
    [
        ("Báo cáo quý I", date(2023, 3, 14), "2023-Q1"),
        ("Báo cáo quý I", date(2023, 2, 27), "2022-Q1"),
        ("Báo cáo quý IV", date(2023, 12, 14), "2023-Q4"),
        ("Báo cáo quý IV", date(2024, 1, 5), "2023-Q4"),
        ("Báo cáo tháng 12", date(2024, 1, 3), "2023-12"),
        ("Báo cáo 12 tháng/năm", date(2023, 12, 14), "2023"),
        ("Báo cáo quý I năm 2022", date(2023, 3, 14), "2022-Q1"),
        ("Báo cáo", date(2023, 3, 14), None),
    ],
)
def test_a_title_without_a_year_speaks_of_the_last_such_period(title, said_on, code):
    assert find_period(title, said_on) == code


@settings(max_examples=300, derandomize=True)
@given(st.dates(date(2019, 1, 1), date(2030, 12, 31)), st.sampled_from(["quý I", "quý 4", "6 tháng", "tháng 2"]))
def test_a_period_without_a_year_is_never_long_over_nor_far_ahead(said_on, label):
    period = period_of_code(find_period(f"Báo cáo {label}", said_on))
    assert -31 <= (said_on - period.end).days < 366 - 31


@settings(max_examples=200, derandomize=True)
@given(st.dates(date(2015, 1, 1), date(2029, 12, 31)), st.integers(1, 400), st.sampled_from(["/", ".", "-", " tháng "]),
       st.sampled_from([" đến ngày ", " đến hết ngày ", " - ", " tới "]))  # fmt: skip
def test_a_span_reads_back_however_its_days_are_typed(start, length, mark, between):
    end = start + timedelta(days=length)
    year = " năm " if "tháng" in mark else mark
    first, last = (f"{day.day:02d}{mark}{day.month}{year}{day.year}" for day in (start, end))
    assert stated_span(f"(số liệu tính từ ngày {first}{between}{last})") == (start, end)


@pytest.mark.parametrize(
    ("text", "code", "is_other"),
    [
        ("năm 2022 tiếp nhận", "2023", True),
        ("năm 2023 tiếp nhận", "2023-Q1", False),
        ("trong quý II tiếp nhận", "2023-H1", True),
        ("6 tháng đầu năm tiếp nhận", "2023-H1", False),
        ("6 tháng đầu năm 2022 tiếp nhận", "2023-H1", True),
        ("tháng 3 tiếp nhận", "2023-Q1", True),
        ("lũy kế tiếp nhận", "2023-Q3", True),
        ("lũy kế tiếp nhận", "2023-9M", False),
        ("giai đoạn 2021-2025 tiếp nhận", "2023", False),
        ("theo Kế hoạch số 5/KH-UBND ngày 12/3/2022, tiếp nhận", "2023", False),
        ("tiếp nhận", "2023", False),
    ],
)
def test_clause_of_another_period(text, code, is_other):
    assert speaks_of_other_period(text, code) is is_other


def test_code_has_calendar_days():
    assert period_of_code("2024-02").end == date(2024, 2, 29)
    assert period_of_code("2023-9M").end == date(2023, 9, 30)
    assert period_of_code("2011/2020").start == date(2011, 1, 1)
    with pytest.raises(ValueError, match="2023-Q5"):
        period_of_code("2023-Q5")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Từ ngày 15/12/2022 đến ngày 14/3/2023", (date(2022, 12, 15), date(2023, 3, 14))),
        ("(từ 15/12 đến hết ngày 14/3/2023)", (date(2022, 12, 15), date(2023, 3, 14))),
        ("từ 01/4/2023 - 30/6/2023", (date(2023, 4, 1), date(2023, 6, 30))),
        ("Số liệu tính từ ngày 15.12.2022 đến hết ngày 14.3.2023", (date(2022, 12, 15), date(2023, 3, 14))),
        ("Số liệu: 15-12-2022 – 14-3-2023", (date(2022, 12, 15), date(2023, 3, 14))),
        ("từ 15/12/2022 tới 14/3/2023", (date(2022, 12, 15), date(2023, 3, 14))),
        ("(Từ ngày 15 tháng 12 năm 2022 đến ngày 14 tháng 3 năm 2023)", (date(2022, 12, 15), date(2023, 3, 14))),
        ("từ ngày 15 tháng 12 đến ngày 14 tháng 3 năm 2023", (date(2022, 12, 15), date(2023, 3, 14))),
        ("từ 01/4 đến 30/6/2023", (date(2023, 4, 1), date(2023, 6, 30))),
        ("từ ngày 14/3/2023 đến ngày 15/12/2022", None),
        ("từ 1.500 đến 2.000 hồ sơ", None),
        ("từ ngày 31/2/2023 đến 14/3/2023", None),
        ("từ 7 giờ đến 17 giờ", None),
    ],
)
def test_stated_span(text, span):
    assert stated_span(text) == span


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cong tac CCHC quy III nam 2025", "2025-Q3"), ("BAO CAO 6 thang dau nam 2024", "2024-H1"),
        ("thang 9 nam 2025", "2025-09"), ("Quy I nam 2024, phuong huong nhiem vu quy II nam 2024", "2024-Q1"),
        ("tinh Quang Nam 2023", None), ("Viet Nam 2025", None),
    ],
)  # fmt: skip
def test_a_text_without_marks_names_its_period_too(text, code):
    assert find_period(text) == code


def test_dates():
    assert stated_until("số liệu tính đến ngày 20.11.2023") == date(2023, 11, 20)
    assert stated_until("đến hết ngày 20 tháng 11 năm 2023") == date(2023, 11, 20)
    assert stated_until("tính đến hết ngày 20/11/2023") == date(2023, 11, 20)
    span = "Từ ngày 15/12/2022 đến ngày 14/3/2023, xã tiếp nhận"
    assert stated_until(span) is None
    assert stated_until(f"{span}; tính đến ngày 20/3/2023 còn") == date(2023, 3, 20)
    assert parse_date("ngày 05 tháng 3 năm 2023") == date(2023, 3, 5)
    assert parse_date("14/11/20233") is None
    assert parse_date("30/2/2023") is None
