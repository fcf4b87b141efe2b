"""Whose report it is and for which period, settled or refused: invented submissions of many provinces."""

import unicodedata

import pytest
from builders import docx_file, txt
from sent import DOAN_KET, LETTERHEAD, QUARTER, UNNAMED, read, refusal, settled, told, workbook

from orchestration.reports.issuer.names import period_in_name

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


def test_a_name_that_ended_or_fits_two_is_refused_with_the_candidates():
    late = txt("UBND TỈNH ĐỒNG NAI", "Biên Hòa, ngày 14 tháng 6 năm 2026", *QUARTER)
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


# --- names of files and folders settle what nothing else says

FOLDERS = [
    ("hai-duong/xa-doan-ket/2023-Q1", "bao-cao.txt"),
    ("hai-duong/doan-ket/2023-Q1", "bao-cao.txt"),
    ("tinh-hai-duong/doan_ket/quy-1-2023", "bao-cao.txt"),
    ("Hải Dương/Xã Đoàn Kết/Q1.2023", "bao-cao.txt"),
    ("Tỉnh Hải Dương/Huyện Thanh Miện/Xã Đoàn Kết", "BC Quý I-2023.txt"),
    ("", "BC CCHC Quý I-2023 xã Đoàn Kết, huyện Thanh Miện.txt"),
    ("hai-duong", "UBND_xa_Doan_Ket_Q1_2023.txt"),
    ("", "XaDoanKet_ThanhMien_2023Q1.txt"),
    ("hai-duong/h-thanh-mien/2023_Q1", "x. Doan Ket.txt"),
]


@pytest.mark.parametrize(("folder", "name"), FOLDERS)
def test_names_settle_what_nothing_else_says(folder, name):
    reading = read(folder, {name: txt("BÁO CÁO", "Công tác cải cách hành chính", *UNNAMED)})
    assert (settled(reading), told(reading)) == ((DOAN_KET, "2023-Q1"), [])
    assert [(subject, meant) for subject, _, meant in told(reading, "taken_from_name")] == [
        ("Kỳ", "quý I năm 2023"), ("Đơn vị", DOAN_KET),
    ]  # fmt: skip


def test_a_folder_may_tell_namesakes_apart():
    reading = read("hai-duong/xa-doan-ket/2023-Q1", {"a.txt": txt("ỦY BAN NHÂN DÂN", "XÃ ĐOÀN KẾT", *QUARTER)})
    assert settled(reading) == (DOAN_KET, "2023-Q1")
    assert [subject for subject, _, _ in told(reading, "taken_from_name")] == ["Đơn vị"]


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("tinh-khong-ro/xa-khong-ten/2023-Q1", "không rõ đơn vị"),
        ("bao-cao/xa-doan-ket/2023-Q1", "8 đơn vị"),
        ("hai-duong/huyen-thanh-mien/2023-Q1", "không rõ đơn vị"),  # the text speaks as a commune
        ("hai-duong/hai-duong/2023-Q1", "không rõ đơn vị"),
        ("doan-ket/2023-Q1", "không rõ đơn vị"),  # no type word, no province
        ("hai-duong/xa-doan-ket/x", "kỳ"),
        ("hai-duong/xa-doan-ket/2023", "kỳ"),
    ],
)
def test_names_that_settle_nothing_refuse(folder, reason):
    title = "Công tác cải cách hành chính" if folder.endswith(("x", "2023")) else QUARTER[1]
    name = "bao-cao-q2-2022.txt" if folder.endswith("2023") else "a.txt"
    assert reason in refusal(read(folder, {name: txt("BÁO CÁO", title, *UNNAMED)}))


@pytest.mark.parametrize(
    ("folder", "text", "unit"),
    [
        # the names of these provinces are those of their towns too
        ("vinh-long/xa-my-thuan/2023-Q1", "xã", "Xã Mỹ Thuận, Huyện Bình Tân, Tỉnh Vĩnh Long"),
        ("ninh-binh/xa-gia-sinh/2023-Q1", "xã", "Xã Gia Sinh, Huyện Gia Viễn, Tỉnh Ninh Bình"),
        ("nghe-an/tp-vinh/2023-Q1", "thành phố", "Thành phố Vinh, Tỉnh Nghệ An"),
        ("bac-ninh/tp-bac-ninh/2023-Q1", "thành phố", "Thành phố Bắc Ninh, Tỉnh Bắc Ninh"),
        ("hai-duong/thanh-mien/2023-Q1", "huyện", "Huyện Thanh Miện, Tỉnh Hải Dương"),
        ("tp-ho-chi-minh/quan-1/2023-Q1", "quận", "Quận 1, Thành phố Hồ Chí Minh"),
        ("da-nang/phuong-hai-chau/2025-Q4", "phường", "Phường Hải Châu, Thành phố Đà Nẵng"),
        ("lam-dong/dac-khu-phu-quy/2025-Q4", "đặc khu", "Đặc khu Phú Quý, Tỉnh Lâm Đồng"),
        ("dak-lak/xa-ea-mnang/2023-Q1", "xã", "Xã Ea M'nang, Huyện Cư M'gar, Tỉnh Đắk Lắk"),
    ],
)
def test_folders_of_many_provinces(folder, text, unit):
    title = ("BÁO CÁO", "Công tác cải cách hành chính")
    assert settled(read(folder, {"a.txt": txt(*title, f"UBND {text} báo cáo kết quả như sau:")}))[0] == unit


def test_a_slug_that_fits_two_units_is_refused_and_both_named():
    reason = refusal(read("hai-duong/thanh-mien/2023-Q1", {"a.txt": txt(*QUARTER)}))
    assert "Huyện Thanh Miện, Tỉnh Hải Dương" in reason
    assert "Thị trấn Thanh Miện, Huyện Thanh Miện" in reason


@pytest.mark.parametrize(
    "folder, period",
    [
        ("Năm 2023/Quý I/xã Đoàn Kết, huyện Thanh Miện", "2023-Q1"), ("2023/thang 5/xa-doan-ket-thanh-mien", "2023-05"),
        ("2024/xa doan ket thanh mien/6 tháng", "2024-H1"), ("hai-duong/xa-doan-ket/2023", "2023"),
    ],
)  # fmt: skip
def test_a_folder_may_hold_the_year_alone(folder, period):
    assert settled(read(folder, {"b.xlsx": workbook()})) == (DOAN_KET, period)


def test_a_district_of_a_city_is_no_quarter():
    assert settled(read("tphcm/q1/2023", {"b.xlsx": workbook(["UBND QUẬN 1"])}))[1] == "2023"


@pytest.mark.parametrize(
    "folder, unit",
    [
        # the district's folder may be its town's as well, and says no more than whose commune it is
        ("hai-duong/thanh-mien/xa-doan-ket", DOAN_KET),
        # what was Thái Bình is Hưng Yên now; An Giang has a Tiên Hải
        ("thai-binh/xa-tien-hai/2025-Q3", "Xã Tiền Hải, Tỉnh Hưng Yên"),
    ],
)
def test_folders_above_tell_namesakes_apart(folder, unit):
    title = txt(f"Báo cáo quý III năm {2025 if '2025' in folder else 2023}")
    assert settled(read(folder, {"a.txt": title, "b.xlsx": workbook()}))[0] == unit


@pytest.mark.parametrize(
    "above, own",
    [
        ("UBND TỈNH BÌNH ĐỊNH", "UBND THÀNH PHỐ QUÝ NHƠN"), ("UBND HUYỆN THANH MIỆN", "XÃ ĐOÀN KÊT"),
        ("UBND HUYỆN THANH MIỆN", "Ủy ban nhân dân xã Đoàn Kềt"), ("UBND TINH HAI DUONG", "UBND HUYEN THANH MIEM"),
        ("ỦY BAN NHÂN DÂN\nHUYỆN THANH MIỆN", "XÃ A"),
    ],
)  # fmt: skip
def test_a_name_that_nobody_bears_is_never_taken_for_the_unit_above(above, own):
    told = refusal(read("", {"a.txt": txt(above, own, *QUARTER, "Đã tiếp nhận 300 hồ sơ.")}))
    assert own.split()[-1] in told and "không có đơn vị nào" in told and "hãy sửa tên" in told


@pytest.mark.parametrize(
    "line",
    [
        "XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "HUYỆN ỦY THANH MIỆN",
        "UBND XÃ",
        "UBND CÁC XÃ",
        "XÃ …………",
        "PHƯỜNG, XÃ",
        "XÃ NÔNG THÔN MỚI",
    ],
)
def test_other_lines_of_a_head_are_no_names(line):
    assert settled(read("", {"a.txt": txt(line, "UBND HUYỆN THANH MIỆN", *QUARTER)}))[0] == DOAN_KET[13:]


@pytest.mark.parametrize(
    "head, unit",
    [
        (("UBND TỈNH BÌNH ĐỊNH", "UBND THÀNH PHỐ QUI NHƠN"), "Thành phố Quy Nhơn, Tỉnh Bình Định"),
        (("UBND TỈNH ĐĂK LĂK", "UBND HUYỆN KRÔNG PẮK"), "Huyện Krông Pắc, Tỉnh Đắk Lắk"),
        (("UBND HUYỆN KRÔNG PẮK", "UBND XÃ TÂN TIẾN"), "Xã Tân Tiến, Huyện Krông Pắc, Tỉnh Đắk Lắk"),
        (("UBND HUYỆN HẬU LỘC", "UBND XÃ MĨ LỘC"), "Xã Mỹ Lộc, Huyện Hậu Lộc, Tỉnh Thanh Hóa"),
    ],
)
def test_names_are_spelled_in_more_ways_than_one(head, unit):
    reading = read("", {"a.txt": txt(*head, *QUARTER, "Đã tiếp nhận 300 hồ sơ.")})
    assert settled(reading)[0] == unit
    assert len(reading.found.statements) == 1


def test_names_that_disagree_are_refused_and_both_named():
    files = {"xa-tan-trao.txt": txt(*QUARTER, *UNNAMED)}
    reason = refusal(read("hai-duong/xa-doan-ket/2023-Q1", files))
    assert "xa-doan-ket" in reason
    assert "xa-tan-trao" in reason


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("2023-Q1", "2023-Q1"), ("2023_Q3", "2023-Q3"), ("Q1.2023", "2023-Q1"), ("q1-23", "2023-Q1"),
        ("quy-1-2023", "2023-Q1"), ("QuyIV-2022", "2022-Q4"), ("Q.IV-2023", "2023-Q4"), ("Quý 4 và năm 2022", "2022"),
        ("BC quý I và phương hướng quý II 2024", "2024-Q1"), ("6thang2024", "2024-H1"), ("2023-H1", "2023-H1"),
        ("BC 6T đầu năm 2024", "2024-H1"), ("9M2023", "2023-9M"), ("9-thang-nam-2023", "2023-9M"),
        ("3 thang dau nam 2023", "2023-Q1"), ("12 thang 2023", "2023"), ("T9-2021", "2021-09"),
        ("thang 9 nam 2021", "2021-09"), ("2021-09", "2021-09"), ("2023", "2023"), ("bao-cao-nam-2023", "2023"),
        ("2011-2020", "2011/2020"), ("giai-doan-2021-2025", "2021/2025"),
        ("bao-cao-2023", None), ("quang-nam-2023", None), ("2023-03-14", None), ("BC 14.3.2023", None),
        ("20230314", None), ("bieu mau 1-7", None), ("bc ngay 14 thang 3 nam 2023", None),
        ("45-BC-UBND", None), ("6 thang cuoi nam 2023", None),
        ("quan-1", None), ("q-1", None), ("quy 1", None), ("", None),
    ],
)  # fmt: skip
def test_periods_in_names(name, code):
    assert period_in_name(name) == code


def test_the_last_half_of_a_year_is_no_period():
    title = ("BÁO CÁO", "Công tác cải cách hành chính 6 tháng cuối năm 2023")
    assert "6 tháng cuối năm" in refusal(read("", {"a.txt": txt(*LETTERHEAD, *title)}))


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
