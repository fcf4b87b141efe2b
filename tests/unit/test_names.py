"""Names of files and folders: they settle what nothing else says, or refuse where they disagree."""

import pytest
from builders import txt
from sent import DOAN_KET, LETTERHEAD, QUARTER, UNNAMED, read, refusal, settled, told, workbook

from orchestration.reports.issuer.names import period_in_name

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
