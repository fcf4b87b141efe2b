"""Which unit a name means: with its parents, at its date; where two fit, neither."""

from datetime import date
from pathlib import Path

import pytest

from orchestration.reports.issuer.unit_names import Mention
from orchestration.reports.issuer.units import UnitRegister, UnitUnsettled

REGISTER = UnitRegister(Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "units.csv")
OLD, NEW = date(2023, 3, 14), date(2025, 9, 1)


def unit(text: str, day: date = OLD) -> str:
    return REGISTER.full_name(REGISTER.resolve_written(text, day))


def refusal(text: str, day: date = OLD) -> str:
    with pytest.raises(UnitUnsettled) as refused:
        REGISTER.resolve_written(text, day)
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương", "Xã Ðoàn Kết, tỉnh Hải Dương",
        "xã Đoàn Kết, Thanh Miện, Hải Dương",
        "XÃ ĐOÀN KẾT - HUYỆN THANH MIỆN - TỈNH HẢI DƯƠNG", "UBND xã Đoàn Kết (huyện Thanh Miện)",
        "xã  Đoàn\nKết,\nhuyện Thanh Miện",
        "Ủy ban nhân dân xã Đoàn Kết thuộc huyện Thanh Miện", "X. Đoàn Kết, H. Thanh Miện",
        "xa Doan Ket, huyen Thanh Mien, tinh Hai Duong", "XA DOAN KET - HUYEN THANH MIEN",
    ],
)  # fmt: skip
def test_one_unit_under_many_spellings(text):
    assert unit(text) == "Xã Đoàn Kết, Huyện Thanh Miện, Tỉnh Hải Dương"


@pytest.mark.parametrize(
    ("text", "day", "full_name"),
    [
        ("TP. Hồ Chí Minh", OLD, "Thành phố Hồ Chí Minh"), ("TP.HCM", OLD, "Thành phố Hồ Chí Minh"),
        ("Tp.Hồ Chí Minh", NEW, "Thành phố Hồ Chí Minh"),
        ("quận 1, TP Hồ Chí Minh", OLD, "Quận 1, Thành phố Hồ Chí Minh"),
        ("phường 05, quận 3, TP. Hồ Chí Minh", OLD, "Phường 5, Quận 3, Thành phố Hồ Chí Minh"),
        ("thành phố Vinh, Nghệ An", OLD, "Thành phố Vinh, Tỉnh Nghệ An"),
        ("thành phố Thủ Đức", OLD, "Thành phố Thủ Đức, Thành phố Hồ Chí Minh"),
        ("thị xã Kỳ Anh", OLD, "Thị xã Kỳ Anh, Tỉnh Hà Tĩnh"), ("huyện Kỳ Anh", OLD, "Huyện Kỳ Anh, Tỉnh Hà Tĩnh"),
        ("thị trấn Thanh Miện, huyện Thanh Miện", OLD, "Thị trấn Thanh Miện, Huyện Thanh Miện, Tỉnh Hải Dương"),
        ("huyện Cư M’gar, tỉnh Đăk Lăk", OLD, "Huyện Cư M'gar, Tỉnh Đắk Lắk"),
        ("tỉnh Bà Rịa-Vũng Tàu", OLD, "Tỉnh Bà Rịa - Vũng Tàu"),
        ("đặc khu Phú Quốc, tỉnh An Giang", NEW, "Đặc khu Phú Quốc, Tỉnh An Giang"),
        ("thành phố Bắc Ninh, tỉnh Bắc Ninh", OLD, "Thành phố Bắc Ninh, Tỉnh Bắc Ninh"),
        ("thành phố Bắc Ninh", date(2026, 10, 1), "Thành phố Bắc Ninh"),
        ("thành phố Huế", date(2025, 3, 1), "Thành phố Huế"),
        ("thành phố Huế", OLD, "Thành phố Huế, Tỉnh Thừa Thiên Huế"),
        ("quận Thuận Hóa", date(2025, 3, 1), "Quận Thuận Hóa, Thành phố Huế"),
        ("huyện Lộc Hà", OLD, "Huyện Lộc Hà, Tỉnh Hà Tĩnh"), ("huyện Đạ Tẻh", OLD, "Huyện Đạ Tẻh, Tỉnh Lâm Đồng"),
        ("phường Linh Đông, quận Thủ Đức", date(2019, 6, 14), "Phường Linh Đông, Quận Thủ Đức, Thành phố Hồ Chí Minh"),
        ("quận 2", date(2019, 6, 14), "Quận 2, Thành phố Hồ Chí Minh"),
        ("xã Đức Đồng, huyện Đức Thọ", OLD, "Xã Đức Đồng, Huyện Đức Thọ, Tỉnh Hà Tĩnh"),
        ("xã Tân Hòa, huyện Lai Vung", OLD, "Xã Tân Hòa, Huyện Lai Vung, Tỉnh Đồng Tháp"),
        ("xã Đoàn Kết, tỉnh Lạng Sơn", NEW, "Xã Đoàn Kết, Tỉnh Lạng Sơn"),
        ("xã Tuy Phước", NEW, "Xã Tuy Phước, Tỉnh Gia Lai"),
    ],
)  # fmt: skip
def test_units_of_all_levels_and_times(text, day, full_name):
    assert unit(text, day) == full_name


def test_namesakes_are_refused_and_named():
    assert refusal("xã Đoàn Kết").count("Xã Đoàn Kết") == 8
    told = refusal("xã Đoàn Kết", NEW)
    assert "Xã Đoàn Kết, Tỉnh Sơn La" in told
    assert "Xã Đoàn Kết, Tỉnh Lạng Sơn" in told


@pytest.mark.parametrize(
    ("text", "day", "span"),
    [("xã Tuy Phước", OLD, "01/07/2025–nay"), ("huyện Tuy Phước", NEW, "08/07/2004–30/06/2025"),
     ("tỉnh Bắc Ninh", date(2026, 10, 1), "19/09/2026")],
)  # fmt: skip
def test_a_unit_of_another_time_is_refused_with_its_span(text, day, span):
    assert span in refusal(text, day)


def test_parents_that_the_unit_does_not_have_are_told():
    assert "không thuộc «tỉnh Bình Định»" in refusal("xã Tuy Phước, tỉnh Bình Định", NEW)
    assert "không thuộc «tỉnh Nghệ An»" in refusal("huyện Thanh Miện, tỉnh Nghệ An")


def test_a_code_used_again_names_the_province_of_its_time():
    assert REGISTER.by_code("15", OLD).name == "Tỉnh Yên Bái"
    assert REGISTER.by_code("15", NEW).name == "Tỉnh Lào Cai"
    assert "không thuộc" in refusal("thành phố Yên Bái, tỉnh Lào Cai")


@pytest.mark.parametrize("name", ["thị trấn Vân Tùng", "xã Vân Tùng"])
@pytest.mark.parametrize(("day", "code_from"), [(date(2024, 9, 14), "20040708"), (date(2025, 3, 14), "20250101")])
def test_both_names_hold_where_no_source_gives_the_day_of_a_change(name, day, code_from):
    assert REGISTER.resolve_written(f"{name}, huyện Ngân Sơn", day).unit_key == f"01954_{code_from}"


def test_a_name_is_of_the_unit_that_bore_it_on_the_day():
    thinh_quang = "phường Thịnh Quang, quận Đống Đa"
    assert REGISTER.resolve_written(thinh_quang, OLD).code == "00223"
    assert REGISTER.resolve_written(thinh_quang, date(2025, 3, 14)).code == "00235"


def test_a_name_that_a_district_bore_once_is_its_province_now():
    thuan_hoa = REGISTER.by_code("474", date(2025, 3, 1))
    assert [REGISTER.relation(mention, thuan_hoa) for mention in REGISTER.mentions("UBND thành phố Huế")] == ["parent"]


@pytest.mark.parametrize(
    "text", ["", "Hải Dương", "xã Tân, huyện Lai Vung", "xã Đoàn Kết Mới, huyện Thanh Miện", "Sở Nội vụ tỉnh Hải Dương"]
)
def test_what_names_no_unit_is_refused_and_never_taken_for_another(text):
    assert "không có đơn vị nào tên" in refusal(text)


def test_codes():
    assert REGISTER.by_code("11263", OLD).name == "Xã Đoàn Kết"
    for code, day, told in (
        ("11263", NEW, "30/06/2025"),
        ("1", OLD, "không có đơn vị nào"),
        ("9999999", OLD, "không có đơn vị nào"),
    ):
        with pytest.raises(UnitUnsettled, match=told):
            REGISTER.by_code(code, day)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("UBND HUYỆN THANH MIỆN đã", ["HUYỆN THANH MIỆN"]), ("các xã, phường, thị trấn trên địa bàn huyện", []),
        ("UBND xã Đoàn Kết báo cáo UBND huyện", ["xã Đoàn Kết"]), ("Cộng hòa xã hội chủ nghĩa", []),
        ("quận Hai Bà Trưng, thành phố Hà Nội", ["quận Hai Bà Trưng", "thành phố Hà Nội"]),
        ("thành phố thông minh, tỉnh quản lý", []), ("Quận 3, P. Bến Nghé, TX. Kỳ Anh, TT Thanh Miện, Q.1",
        ["Quận 3", "P. Bến Nghé", "TX. Kỳ Anh", "TT Thanh Miện", "Q.1"]),
        ("P. Nội vụ, H. 5, TT 02/2023/TT-BNV, x. mục II, Q.1/2023, Q.1-2023", []),
        ("UBND XA DOAN KET, HUYEN THANH MIEN", ["XA DOAN KET", "HUYEN THANH MIEN"]), ("P1 Q1 H1 TT 02", []),
    ],
)  # fmt: skip
def test_mentions_in_running_text(text, names):
    assert [text[m.start : m.end] for m in REGISTER.mentions(text)] == names


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("xã Đoàn Kết", "own"), ("UBND XA DOAN KET", "own"),
        ("huyện Thanh Miện", "parent"), ("tỉnh Hải Dương", "parent"), ("thành phố Hải Phòng", "parent"),
        ("xã Tân Trào", None), ("tỉnh Nghệ An", None), ("huyện Ninh Giang", None),
    ],
)  # fmt: skip
def test_what_a_mention_is_to_a_unit(text, relation):
    unit = REGISTER.by_code("11263", OLD)
    assert [REGISTER.relation(mention, unit) for mention in REGISTER.mentions(text)] == [relation]


def test_a_unit_is_the_same_under_another_type_of_its_level():
    unit = REGISTER.by_code("11263", OLD)
    words = ("xã", "thị trấn", "phường", "", "huyện")
    relations = [REGISTER.relation(Mention(word, "Đoàn Kết"), unit) for word in words]
    assert relations == ["own", "own", "own", "own", None]


def test_a_name_without_type_word_is_all_that_bear_it():
    levels = {unit.level for unit in REGISTER.called(Mention("", "thanh mien")) if unit.valid_on(OLD)}
    assert levels == {"district", "commune"}


def test_the_first_parent_that_tells_namesakes_apart_counts():
    context = REGISTER.mentions("UBND tỉnh Hà Tĩnh; UBND tỉnh Hải Dương; thăm quan tại tỉnh Lạng Sơn")
    assert REGISTER.resolve(Mention("xã", "Đoàn Kết"), OLD, context).code == "11263"
