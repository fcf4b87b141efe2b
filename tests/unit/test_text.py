"""Vietnamese text made comparable: one name however it is typed, two names that only look alike kept apart."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.text import bare, clean, key, plain, without_tags


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("Thủy Nguyên", "Thuỷ Nguyên"),
        ("Đoàn Kết", "Ðoàn Kết"),
        ("Đoàn Kết", "ĐOÀN\u00a0KẾT"),
        ("Quảng Phước", unicodedata.normalize("NFD", "Quảng Phước")),
        ("Phường 1", "phường 01"),
        ("Cư M'gar", "Cư M’gar"),
        ("Cư M'gar", "Cư Mgar"),
        ("Đắk Lắk", "Đăk Lăk"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu"),
    ],
)
def test_one_name_written_two_ways_has_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hòa", "Hóa"), ("Tân Hòa", "Tân"), ("Đông", "Dong"), ("Phường 1", "Phường 10")]
)
def test_two_names_have_two_keys(one, other):
    assert key(one) != key(other)


@settings(derandomize=True, max_examples=200)
@given(st.text(max_size=60))
def test_cleaning_composed_text_moves_no_character(text):
    composed = unicodedata.normalize("NFC", text)
    assert len(clean(composed)) == len(composed)
    assert clean(clean(text)) == clean(text)


def test_tags_of_a_cell_vanish_but_comparisons_stay():
    assert without_tags("Tỷ lệ <i>(lũy kế)</i><br/>năm&nbsp;2023") == "Tỷ lệ (lũy kế)\nnăm 2023"
    assert without_tags("10% < x và y > 5") == "10% < x và y > 5"


def test_plain_writes_tones_one_way_and_bare_writes_none():
    assert plain("Hoà  GIẢI cơ sở") == "hòa giải cơ sở"
    assert plain("quý") == "quý"
    assert bare("Tỷ lệ TTHC được đơn giản hóa (%)") == "ty le tthc duoc don gian hoa"
