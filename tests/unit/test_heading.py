"""What a document says of itself, in the many ways in which letterheads, titles and dates are typed."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from builders import HEADER, docx_file, txt, xlsx

from orchestration.reports.formats.reading import read_document
from orchestration.reports.issuer.heading import Heading
from orchestration.reports.issuer.units import UnitRegister, UnitUnsettled

REGISTER = UnitRegister(Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "units.csv")
TITLE = ("BÁO CÁO", "Công tác cải cách hành chính quý I năm 2023")
DOAN_KET = "Xã Đoàn Kết, Huyện Thanh Miện, Tỉnh Hải Dương"


def heading(*lines: str, title: tuple[str, ...] = TITLE) -> Heading:
    return Heading(read_document("a.txt", txt(*lines, *title)), REGISTER)


def issuer(heading: Heading, day: date = date(2023, 4, 5)) -> str | None:
    mention = heading.issuer
    return mention and REGISTER.full_name(REGISTER.resolve(mention, day, heading.mentions))


@pytest.mark.parametrize(
    "lines",
    [
        ("UBND HUYỆN THANH MIỆN", "XÃ ĐOÀN KẾT"),
        ("UBND HUYỆN THANH MIỆN", "ỦY BAN NHÂN DÂN", "XÃ ĐOÀN KẾT", "-------"),
        ("UBND HUYỆN THANH MIỆN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "   XÃ ĐOÀN KẾT       Độc lập - Tự do"),
        ("UBND HUYỆN THANH MIỆN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "UỶ BAN NHÂN DÂN XÃ ĐOÀN KẾT\tĐộc lập"),
        ("UBND HUYỆN THANH MIỆN / XÃ ĐOÀN KẾT",),
        ("UBND XÃ ĐOÀN KẾT, HUYỆN THANH MIỆN",),
        ("(Ban hành kèm theo Quyết định số 5/QĐ-UBND)", "UBND HUYỆN THANH MIỆN", "UBND XÃ ĐOÀN KẾT"),
        (unicodedata.normalize("NFD", "UBND HUYỆN THANH MIỆN\nXÃ ÐOÀN KẾT"),),
    ],
)  # fmt: skip
def test_letterheads_of_a_commune(lines):
    found = heading(*lines)
    assert (issuer(found), found.department) == (DOAN_KET, None)


def test_letterheads_in_word_and_excel():
    table = [["UBND HUYỆN THANH MIỆN\nXÃ ĐOÀN KẾT\nSố: 12/BC-UBND", "CỘNG HÒA\nĐoàn Kết, ngày 05 tháng 4 năm 2023"]]
    word = Heading(read_document("a.docx", docx_file(table, *TITLE)), REGISTER)
    assert (issuer(word), word.document_number, word.issued_date) == (DOAN_KET, "12/BC-UBND", date(2023, 4, 5))
    sheet = [["UBND HUYỆN THANH MIỆN"], ["UBND XÃ ĐOÀN KẾT"], ["BÁO CÁO SỐ LIỆU QUÝ I NĂM 2023"], HEADER]
    excel = Heading(read_document("a.xlsx", xlsx({"BM1": sheet})), REGISTER)
    assert (issuer(excel), excel.title, excel.period) == (DOAN_KET, "BÁO CÁO SỐ LIỆU QUÝ I NĂM 2023", "2023-Q1")


@pytest.mark.parametrize(
    ("lines", "full_name"),
    [
        (("ỦY BAN NHÂN DÂN THỊ TRẤN THANH MIỆN",), "Thị trấn Thanh Miện, Huyện Thanh Miện, Tỉnh Hải Dương"),
        (("UBND QUẬN 3", "PHƯỜNG 05"), "Phường 5, Quận 3, Thành phố Hồ Chí Minh"),
        (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ VINH"), "Thành phố Vinh, Tỉnh Nghệ An"),
        (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH"), "Thành phố Hồ Chí Minh"),
        (("ỦY BAN NHÂN DÂN", "TỈNH HẢI DƯƠNG"), "Tỉnh Hải Dương"),
        (("UBND TỈNH HÀ TĨNH", "UBND THỊ XÃ KỲ ANH"), "Thị xã Kỳ Anh, Tỉnh Hà Tĩnh"),
        (("UBND TỈNH ĐẮK LẮK", "UBND HUYỆN CƯ M’GAR"), "Huyện Cư M'gar, Tỉnh Đắk Lắk"),
    ],
)  # fmt: skip
def test_letterheads_of_all_levels(lines, full_name):
    assert issuer(heading(*lines)) == full_name


@pytest.mark.parametrize(
    "body",
    [
        ("Thực hiện văn bản của UBND tỉnh Hải Dương, UBND xã Đoàn Kết báo cáo kết quả như sau:",),
        ("UBND xã đã họp.", "UBND tỉnh Hải Dương ban hành Kế hoạch.", "Trên đây là báo cáo của UBND xã Đoàn Kết./."),
        (
            "UBND huyện Thanh Miện ban hành Kế hoạch.",
            "UBND xã đã ban hành, UBND xã báo cáo.",
            "Trên đây là báo cáo của UBND xã Đoàn Kết",
        ),
    ],
)  # fmt: skip
def test_the_unit_that_speaks(body):
    assert issuer(heading(title=(*TITLE, *body))) == DOAN_KET


def test_the_place_of_signing_names_a_unit_of_the_level_that_speaks():
    found = heading(
        "Đoàn Kết, ngày 14 tháng 3 năm 2023",
        title=(*TITLE, "Theo văn bản của UBND tỉnh Hải Dương, UBND xã báo cáo như sau:"),
    )
    assert issuer(found) == DOAN_KET


def test_a_title_names_the_unit_of_the_level_that_speaks():
    found = heading(
        title=("BÁO CÁO", "CCHC năm 2023 của thành phố Vinh", "UBND thành phố đã ban hành. UBND quận tổ chức.")
    )
    assert issuer(found) == "Thành phố Vinh, Tỉnh Nghệ An"


@pytest.mark.parametrize(
    "body",
    [
        ("UBND xã báo cáo kết quả như sau:", "Thực hiện chỉ đạo của UBND huyện Thanh Miện, tỉnh Hải Dương"),
        ("UBND huyện Thanh Miện ban hành Kế hoạch.", "UBND xã đã ban hành kế hoạch. UBND xã báo cáo như sau:"),
    ],
)  # fmt: skip
def test_a_commune_that_never_names_itself_is_none(body):
    assert heading(title=(*TITLE, *body)).issuer is None


def test_new_communes_of_one_name_are_told_apart_by_their_province_only():
    day = date(2025, 10, 5)
    with pytest.raises(UnitUnsettled, match=r"Tỉnh Sơn La.*Tỉnh Lạng Sơn"):
        issuer(heading("ỦY BAN NHÂN DÂN", "XÃ ĐOÀN KẾT"), day)
    assert issuer(heading("UBND TỈNH LẠNG SƠN", "XÃ ĐOÀN KẾT"), day) == "Xã Đoàn Kết, Tỉnh Lạng Sơn"
    with pytest.raises(UnitUnsettled, match="01/07/2025"):
        issuer(heading("UBND TỈNH GIA LAI", "XÃ TUY PHƯỚC"))


@pytest.mark.parametrize(
    "lines",
    [("UBND TỈNH HẢI DƯƠNG", "SỞ NỘI VỤ"), ("UBND huyện Thanh Miện", "Phòng Nội vụ"), ("VĂN PHÒNG HĐND VÀ UBND",)],
)
def test_a_department_is_no_unit(lines):
    assert heading(*lines).department == lines[-1]


@pytest.mark.parametrize(
    "lines",
    [
        ("Ban hành kèm theo Quyết định số 5",),
        ("Trang chủ", "Tin tức", "Liên hệ", "Sơ đồ", "Phòng Nội vụ", "Trung tâm văn hóa"),
        ("Đơn vị báo cáo: UBND xã Đoàn Kết", "Đơn vị nhận báo cáo:", "Phòng Nội vụ"),
        ("UBND xã Đoàn Kết", "Kính gửi:", "Phòng Nội vụ"),
    ],
)
def test_menus_and_annex_lines_are_no_department(lines):
    assert heading(*lines).department is None


@pytest.mark.parametrize(
    ("line", "day", "year"),
    [
        ("Hà Nội, ngày 05 tháng 4 năm 2024", date(2024, 4, 5), 2024),
        ("TP. Hồ Chí Minh, ngày 5 tháng 04 năm 2024.", date(2024, 4, 5), 2024),
        ("Phường 5, ngày 05/4/2024", date(2024, 4, 5), 2024), ("Đoàn Kết, 05-04-2024", date(2024, 4, 5), 2024),
        ("Đoàn Kết, ngày    tháng 4 năm 2024", None, 2024), ("Đoàn Kết, ngày…tháng…năm 2024", None, 2024),
        ("Số: 5/BC-UBND       Đoàn Kết, ngày     tháng    năm 2024", None, 2024),
        ("Ngày cập nhật 04/05/2020", date(2020, 5, 4), None),
        ("Đoàn Kết, ngày 31 tháng 2 năm 2024", None, 2024), ("Độc lập - Tự do - Hạnh phúc", None, None),
    ],
)  # fmt: skip
def test_the_day_of_issue(line, day, year):
    found = heading(line)
    assert (found.issued_date, found.issued_year) == (day, year)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 123/BC-UBND", "123/BC-UBND"), ("Số 45 /BC - UBND", "45/BC-UBND"), ("Số: …/BC-UBND", "/BC-UBND"),
        ("Số:     /KH-UBND", "/KH-UBND"),
        ("SỐ: 07/BC-UBND-NV     Đoàn Kết, ngày 5", "07/BC-UBND-NV"), ("Sở Nội vụ", None),
    ],
)  # fmt: skip
def test_the_number_of_the_document(line, number):
    assert heading(line, title=(*TITLE, "Thực hiện Công văn số 508/UBND-VP")).document_number == number


@pytest.mark.parametrize(
    ("title", "joined", "kind", "period"),
    [
        (TITLE, "BÁO CÁO Công tác cải cách hành chính quý I năm 2023", "report", "2023-Q1"),
        (("**BÁO CÁO", "CCHC quý II, phương hướng nhiệm vụ quý III năm 2024**", "Kính gửi: UBND tỉnh"),
         "BÁO CÁO CCHC quý II, phương hướng nhiệm vụ quý III năm 2024", "report", "2024-Q2"),
        (("Báo cáo CCHC 6 tháng đầu năm 2023", "Thực hiện Công văn số 5"),
         "Báo cáo CCHC 6 tháng đầu năm 2023", "report", "2023-H1"),
        (("KẾ HOẠCH", "Cải cách hành chính năm 2024", "Căn cứ Quyết định số 1"),
         "KẾ HOẠCH Cải cách hành chính năm 2024", "plan", "2024"),
        (("Biểu mẫu 1", "Quý I năm 2023"), "", None, "2023-Q1"),
    ],
)  # fmt: skip
def test_titles(title, joined, kind, period):
    found = heading(title=title)
    assert (found.title, found.kind, found.period) == (joined, kind, period)


def test_a_title_says_another_period_than_the_opening():
    opening = "Theo văn bản của tỉnh, UBND xã báo cáo kết quả 6 tháng đầu năm, nhiệm vụ quý II năm 2022 như sau:"
    found = heading(title=(*TITLE, "(Số liệu từ ngày 10/12/2022 đến ngày 9/3/2023)", opening))
    assert (found.title_period, found.body_period) == ("2023-Q1", "2022-H1")
    assert found.days_within("2023-Q1") == (date(2022, 12, 10), date(2023, 3, 9))
