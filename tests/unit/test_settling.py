"""Whose report it is and for which period, settled or refused: invented submissions of many provinces."""

import unicodedata

import pytest
from builders import docx_file, txt
from sent import DOAN_KET, LETTERHEAD, QUARTER, read, refusal, settled, told, workbook

# --- documents of many provinces, levels and typists

HCM = "Thành phố Hồ Chí Minh"
DOCUMENTS = [
    (LETTERHEAD, DOAN_KET),
    (("HỘI ĐỒNG NHÂN DÂN - ỦY BAN NHÂN DÂN", "XÃ ĐOÀN KẾT", "HUYỆN THANH MIỆN"), DOAN_KET),
    (("UBND XÃ ĐOÀN KẾT", "Huyện Thanh Miện, tỉnh Hải Dương"), DOAN_KET),
    (("UBND H. THANH MIỆN", "X. ĐOÀN KẾT"), DOAN_KET),
    (("UY BAN NHAN DAN", "HUYEN THANH MIEN", "XA DOAN KET"), DOAN_KET),
    (("UBND HUYỆN THANH MIỆN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "XÃ ĐOÀN KẾT Độc lập - Tự do - Hạnh phúc",
      "Số: 12/BC-UBND Đoàn Kết, ngày 14 tháng 3 năm 2023"), DOAN_KET),
    (("UBND HUYỆN THANH MIỆN                CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "XÃ ĐOÀN KẾT     Độc lập - Tự do"),
     DOAN_KET),
    ((unicodedata.normalize("NFD", "ỦY BAN NHÂN DÂN\nXÃ ĐOÀN KẾT\nHUYỆN THANH MIỆN"),), DOAN_KET),
    (("Đơn vị báo cáo: UBND xã Đoàn Kết, huyện Thanh Miện", "Đơn vị nhận báo cáo: UBND huyện Thanh Miện"), DOAN_KET),
    (("UBND THỊ XÃ KINH MÔN",), "Thị xã Kinh Môn, Tỉnh Hải Dương"),
    (("ỦY BAN NHÂN DÂN TX. KỲ ANH",), "Thị xã Kỳ Anh, Tỉnh Hà Tĩnh"),
    (("UBND TỈNH HẢI DƯƠNG", "UBND TP HẢI DƯƠNG"), "Thành phố Hải Dương, Tỉnh Hải Dương"),
    (("UBND TT THANH MIỆN",), "Thị trấn Thanh Miện, Huyện Thanh Miện, Tỉnh Hải Dương"),
    (("UBND TP.HCM", "Q.1"), f"Quận 1, {HCM}"),
    (("ỦY BAN NHÂN DÂN", "QUẬN 1", "P. BẾN NGHÉ"), f"Phường Bến Nghé, Quận 1, {HCM}"),
    (("UBND QUẬN 3", "PHƯỜNG 01"), f"Phường 1, Quận 3, {HCM}"),
    (("UBND THÀNH PHỐ HỒ CHÍ MINH", "UBND THÀNH PHỐ THỦ ĐỨC"), f"Thành phố Thủ Đức, {HCM}"),
    (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH"), HCM),
    (("UBND HUYỆN CƯ M’GAR", "XÃ EA M’NANG"), "Xã Ea M'nang, Huyện Cư M'gar, Tỉnh Đắk Lắk"),
    (("UBND HUYỆN QUẢNG ĐIỀN", "XÃ QUẢNG PHƯỚC"), "Xã Quảng Phước, Huyện Quảng Điền, Tỉnh Thừa Thiên Huế"),
    (("UBND TỈNH TT HUẾ", "UBND HUYỆN QUẢNG ĐIỀN"), "Huyện Quảng Điền, Tỉnh Thừa Thiên Huế"),
    (("ỦY BAN NHÂN DÂN", "TỈNH BÀ RỊA-VŨNG TÀU"), "Tỉnh Bà Rịa - Vũng Tàu"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "unit"), DOCUMENTS)
@pytest.mark.parametrize("suffix", ["txt", "docx", "xlsx"])
def test_the_document_decides_and_nothing_contradicts(head, unit, suffix):
    lines = (*head, *QUARTER)
    content = {
        "txt": lambda: txt(*lines),
        "docx": lambda: docx_file([["\n".join(head), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]], *QUARTER),
        "xlsx": lambda: workbook(*([line] for line in lines)),
    }[suffix]()
    reading = read("", {f"a.{suffix}": content})
    assert (settled(reading), told(reading)) == ((unit, "2023-Q1"), [])


@pytest.mark.parametrize(
    ("head", "issued", "unit"),
    [
        (("ỦY BAN NHÂN DÂN", "PHƯỜNG HẢI CHÂU"), "05 tháng 9 năm 2025", "Phường Hải Châu, Thành phố Đà Nẵng"),
        (("UBND TỈNH LÂM ĐỒNG", "ĐẶC KHU PHÚ QUÝ"), "05 tháng 9 năm 2025", "Đặc khu Phú Quý, Tỉnh Lâm Đồng"),
        (("UBND TỈNH LẠNG SƠN", "XÃ ĐOÀN KẾT"), "05 tháng 9 năm 2025", "Xã Đoàn Kết, Tỉnh Lạng Sơn"),
        (("UBND TỈNH ĐỒNG NAI",), "14 tháng 3 năm 2026", "Tỉnh Đồng Nai"),
        (("UBND THÀNH PHỐ ĐỒNG NAI",), "14 tháng 6 năm 2026", "Thành phố Đồng Nai"),
        (("UBND HUYỆN TUY PHƯỚC",), "14 tháng 6 năm 2025", "Huyện Tuy Phước, Tỉnh Bình Định"),
        (("UBND TỈNH GIA LAI", "UBND XÃ TUY PHƯỚC"), "14 tháng 9 năm 2025", "Xã Tuy Phước, Tỉnh Gia Lai"),
    ],
)  # fmt: skip
def test_units_of_their_day(head, issued, unit):
    title = ("BÁO CÁO", "Cải cách hành chính quý II năm " + issued[-4:])
    assert settled(read("", {"a.txt": txt(*head, f"Nơi ấy, ngày {issued}", *title)}))[0] == unit


def title(period: str) -> tuple[str, str]:
    return "BÁO CÁO", f"Công tác cải cách hành chính {period}"


# --- units that ended on 30/6/2025 and reported later

HALF = "6 tháng đầu năm 2025"
OLD, NEW = "06001_20040708", "06001_20250701"  # xã Đoàn Kết of Lạng Sơn, and the one that it and others became


@pytest.mark.parametrize(
    ("head", "issued", "period", "unit_key"),
    [
        # of a year that was over before the end, and of a half year that ended with the unit
        (("UBND HUYỆN HƯƠNG KHÊ",), "15 tháng 01 năm 2025", "năm 2024", "444_20040708"),
        (("UBND HUYỆN HƯƠNG KHÊ",), "09 tháng 7 năm 2025", HALF, "444_20040708"),
        # the unit lived for half of the period only
        (("UBND HUYỆN HƯƠNG KHÊ",), "15 tháng 7 năm 2025", "năm 2025", "444_20040708"),
        (LETTERHEAD, "04 tháng 7 năm 2025", HALF, "11263_20040708"),
        # a new name or type is the same unit: that of the day of signing
        (("UBND THÀNH PHỐ ĐỒNG NAI",), "04 tháng 5 năm 2026", "quý I năm 2026", "75_20260430"),
        (("UBND TỈNH ĐỒNG NAI",), "04 tháng 5 năm 2026", "quý I năm 2026", "75_20250701"),
        # the old commune and the new one bear one name: who stands above tells
        (("UBND HUYỆN TRÀNG ĐỊNH", "XÃ ĐOÀN KẾT"), "04 tháng 7 năm 2025", HALF, OLD),
        (("UBND XÃ ĐOÀN KẾT", "Huyện Tràng Định, tỉnh Lạng Sơn"), "04 tháng 7 năm 2025", HALF, OLD),
        (("UBND TỈNH LẠNG SƠN", "XÃ ĐOÀN KẾT"), "04 tháng 7 năm 2025", HALF, NEW),
        # it was signed before there was a new one, or speaks of a time when there was no old one
        (("UBND TỈNH LẠNG SƠN", "XÃ ĐOÀN KẾT"), "28 tháng 6 năm 2025", "năm 2025", OLD),
        (("UBND TỈNH LẠNG SƠN", "XÃ ĐOÀN KẾT"), "05 tháng 01 năm 2026", "năm 2025", NEW),
        # the city of a province, before it was the province's own name
        (("UBND TỈNH THỪA THIÊN HUẾ", "UBND THÀNH PHỐ HUẾ"), "08 tháng 01 năm 2025", "năm 2024", "474_20040708"),
    ],
)  # fmt: skip
def test_a_unit_may_report_on_its_last_period_after_it_ended(head, issued, period, unit_key):
    reading = read("", {"a.txt": txt(*head, f"Nơi ấy, ngày {issued}", *title(period))})
    assert (reading.report["unit_key"], reading.report.get("refusal_reason")) == (unit_key, None)
    assert told(reading) == []


@pytest.mark.parametrize(
    ("head", "keys"),
    [
        (("UBND TỈNH LÂM ĐỒNG",), ("68_20250701", "68_20040708")),
        # Lạng Sơn is named only where the text speaks of visitors
        (("ỦY BAN NHÂN DÂN", "XÃ ĐOÀN KẾT"), (NEW, OLD)),
    ],
)
def test_a_name_that_is_another_unit_since_is_refused_with_what_settles_it(head, keys):
    guests = "Đoàn của tỉnh Lạng Sơn và huyện Tràng Định đã đến thăm."
    content = txt(*head, "Nơi ấy, ngày 04 tháng 7 năm 2025", *title(HALF), guests)
    reason = refusal(read("", {"a.txt": content}))
    assert "vào ngày 04/07/2025" in reason
    assert "vào ngày 30/06/2025" in reason
    for key in keys:
        assert f"«unit_code: {key}»" in reason
        assert read("", {"a.txt": content}, unit_code=key).report["unit_key"] == key


def test_a_sidecar_tells_two_units_of_one_name_apart_by_what_stands_above():
    content = txt("Nơi ấy, ngày 04 tháng 7 năm 2025", *title(HALF))
    for written, key in (("huyện Tràng Định, tỉnh Lạng Sơn", OLD), ("tỉnh Lạng Sơn", NEW)):
        assert read("", {"a.txt": content}, unit=f"xã Đoàn Kết, {written}").report["unit_key"] == key
    assert f"«unit_code: {OLD}»" in refusal(read("", {"a.txt": content}, unit_code="06001"))


def test_a_plan_is_of_the_unit_of_its_day():
    plan = txt("UBND HUYỆN HƯƠNG KHÊ", "Nơi ấy, ngày 09 tháng 7 năm 2025", "KẾ HOẠCH", "Cải cách hành chính năm 2025")
    assert "30/06/2025" in refusal(read("", {"a.txt": plan}))


def test_a_name_that_ended_or_fits_two_is_refused_with_the_candidates():
    late = txt("UBND TỈNH ĐỒNG NAI", "Biên Hòa, ngày 14 tháng 9 năm 2026", *title("quý III năm 2026"))
    assert "29/04/2026" in refusal(read("", {"a.txt": late}))
    reason = refusal(read("", {"a.txt": txt("ỦY BAN NHÂN DÂN", "XÃ ĐOÀN KẾT", *QUARTER)}))
    assert reason.count("Xã Đoàn Kết") == 8
    assert "Huyện Thanh Miện, Tỉnh Hải Dương" in reason


def test_a_parent_that_no_namesake_has_is_refused():
    head = ("UBND HUYỆN NINH GIANG", "XÃ ĐOÀN KẾT", *QUARTER, "Đoàn của huyện Thanh Miện đã đến thăm.")
    assert "huyện NINH GIANG" in refusal(read("", {"a.txt": txt(*head)}))


def test_a_menu_of_units_is_no_letterhead():
    page = txt("Xã Đoàn Kết", "Xã Tân Trào", "Thị trấn Thanh Miện", *QUARTER, "UBND xã Cao Thắng báo cáo như sau:")
    reading = read("", {"a.txt": page}, unit="xã Cao Thắng, huyện Thanh Miện")
    assert told(reading) == []


@pytest.mark.parametrize("office", ["SỞ NỘI VỤ", "PHÒNG NỘI VỤ", "BỘ NỘI VỤ", "CỤC THUẾ"])
def test_departments_are_refused_unless_the_sidecar_names_a_unit(office):
    files = {"a.txt": txt("UBND TỈNH HẢI DƯƠNG", office, *QUARTER)}
    assert office in refusal(read("", files))
    assert settled(read("", files, unit="tỉnh Hải Dương")) == ("Tỉnh Hải Dương", "2023-Q1")


# --- the year that a title leaves out


@pytest.mark.parametrize(
    ("title", "issued", "code"),
    [
        ("quý I", "ngày 14 tháng 3 năm 2023", "2023-Q1"), ("quý IV", "ngày 05 tháng 01 năm 2024", "2023-Q4"),
        ("quý IV", "ngày 14 tháng 12 năm 2023", "2023-Q4"), ("tháng 12", "ngày 03 tháng 01 năm 2024", "2023-12"),
        ("tháng 8", "ngày 20 tháng 8 năm 2024", "2024-08"), ("6 tháng đầu năm", "ngày 14 tháng 6 năm 2023", "2023-H1"),
        ("9 tháng", "ngày     tháng 9 năm 2023", "2023-9M"), ("quý I", "ngày    tháng    năm 2023", "2023-Q1"),
        ("quý I", "14/3/2023", "2023-Q1"),
    ],
)  # fmt: skip
def test_a_title_without_a_year_is_of_the_time_of_issue(title, issued, code):
    lines = (*LETTERHEAD, f"Đoàn Kết, {issued}", "BÁO CÁO", f"Công tác cải cách hành chính {title}")
    assert settled(read("", {"a.txt": txt(*lines)}))[1] == code


def test_the_year_may_stand_in_the_days_of_the_figures():
    title = ("BÁO CÁO", "Cải cách hành chính quý I", "(Số liệu từ ngày 15/12/2022 đến ngày 14/3/2023)")
    assert settled(read("", {"a.txt": txt(*LETTERHEAD, *title)}))[1] == "2023-Q1"


def test_a_year_that_could_be_either_is_not_guessed():
    lines = (*LETTERHEAD, "Đoàn Kết, ngày    tháng    năm 2024", "BÁO CÁO", "Cải cách hành chính quý IV")
    assert "không rõ kỳ" in refusal(read("", {"a.txt": txt(*lines)}))


def test_cap_thanh_pho_is_the_province_or_the_district_by_the_unit():
    text = ("Cấp thành phố: tiếp nhận 54 hồ sơ.", "Cấp xã: tiếp nhận 150 hồ sơ.")
    for head, level in ((["UBND TP HẢI DƯƠNG"], "district"), (["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG"], "province")):
        reading = read("a", {"a.txt": txt(*head, *QUARTER, *text)})
        assert {(s.scope, s.value) for s in reading.found.statements} == {(level, 54), ("commune", 150)}
