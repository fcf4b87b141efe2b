"""Cells of forms, by properties: a value in any style reads back equal; anything else never becomes a number."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orchestration.reports.numbers import parse_cell

many = settings(derandomize=True, max_examples=200)

COUNT, RATE, MONEY, SCORE, RANK, YES_NO = "Hồ sơ", "%", "Triệu đồng", "Điểm", "Thứ hạng", "Có = 1; Không = 0"

SPACES = st.sampled_from(["", " ", "\u00a0", "\t", "\u2009", "\n"])
GROUPED = [("", ","), (".", ","), (" ", ","), ("\u00a0", ","), ("\u202f", ","), (",", ".")]


def typed(number: int, decimals: int, group: str, mark: str) -> str:
    """An integer of the last written digit with its marks: (1234567, 2, ".", ",") is 12.345,67."""
    whole, fraction = divmod(number, 10**decimals)
    return f"{whole:,}".replace(",", group) + (f"{mark}{fraction:0{decimals}}" if decimals else "")


def around(text: str, before: str, after: str, form: str, upper: bool) -> str:
    text = unicodedata.normalize(form, f"{before}{text}{after}")
    return text.upper() if upper else text


STYLE = {"before": SPACES, "after": SPACES, "form": st.sampled_from(["NFC", "NFD"]), "upper": st.booleans()}


@many
@given(
    st.integers(0, 10**12), st.sampled_from(GROUPED), st.sampled_from(["", "0"]),
    st.sampled_from(["", "¹", "¹³", " *", ".", " hồ sơ", "hs", "\nhồ sơ¹", " lượt", " trường hợp"]),
    st.fixed_dictionaries(STYLE),
)  # fmt: skip
def test_a_count_in_any_style(number, marks, zero, words, style):
    padded = zero + str(number) if number < 10 else typed(number, 0, *marks)
    read = parse_cell(around(padded + words, **style), COUNT)
    assert (read.value, read.state, read.half_unit) == (number, "reported", 0)


@many
@given(
    st.integers(0, 10**6), st.integers(0, 4), st.sampled_from(",."),
    st.sampled_from(["", "%", " %", " phần trăm", "%¹", "%."]), st.sampled_from(["", "đạt ", "tỷ lệ "]),
    st.fixed_dictionaries(STYLE),
)  # fmt: skip
@example(27185, 3, ".", "", "", {"before": "", "after": "", "form": "NFC", "upper": False})
def test_a_percentage_in_any_style(number, decimals, mark, unit, lead, style):
    number = min(number, 100 * 10**decimals)
    read = parse_cell(around(lead + typed(number, decimals, "", mark) + unit, **style), RATE)
    assert (read.value, read.state) == (pytest.approx(number / 10**decimals), "reported")
    assert read.half_unit == pytest.approx(0.5 / 10**decimals)


UNITS = {"đồng": 1, "nghìn đồng": 10**3, "ngàn": 10**3, "1.000đ": 10**3, "triệu đồng": 10**6, "tr": 10**6, "trđ": 10**6,
         "tr.đồng": 10**6, "Triệu Đồng": 10**6, "tỷ đồng": 10**9, "tỉ": 10**9, "nghìn tỷ đồng": 10**12}  # fmt: skip


@many
@given(
    st.integers(0, 10**6), st.integers(0, 2), st.sampled_from(GROUPED), st.sampled_from(sorted(UNITS)), st.booleans(),
    st.fixed_dictionaries(STYLE),
)  # fmt: skip
def test_money_in_any_style_is_in_dong(number, decimals, marks, unit, in_cell, style):
    number = min(number, 10 ** (14 + decimals) // UNITS[unit])
    if marks == (",", ".") and decimals == 0:
        marks = ("", ",")  # 1,204 is 1.204 here, see below
    written = typed(number, decimals, *marks)
    text = around(f"{written} {unit}" if in_cell and not unit[0].isdigit() else written, **style)
    read = parse_cell(text, MONEY if in_cell and not unit[0].isdigit() else unit)
    assert (read.value, read.state) == (pytest.approx(number * UNITS[unit] / 10**decimals), "reported")
    assert read.half_unit == pytest.approx(0.5 * UNITS[unit] / 10**decimals if UNITS[unit] > 1 or decimals else 0)


def test_a_comma_is_decimal_in_money_of_more_than_one_dong():
    assert parse_cell("1,204 tỷ đồng", MONEY).value == 1_204e6


@many
@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["triệu", "triệu đồng", "trđ"]))
def test_a_sum_in_two_units(billions, millions, unit):
    read = parse_cell(f"{billions} tỷ {millions} {unit}", MONEY)
    assert (read.value, read.half_unit) == (billions * 10**9 + millions * 10**6, 500_000)


@many
@given(
    st.integers(1, 10**5), st.integers(0, 3), st.sampled_from([("nghìn", 10**3), ("ngàn", 10**3), ("triệu", 10**6)]),
    st.sampled_from(["hồ sơ", "lượt"]),
)  # fmt: skip
def test_a_count_with_a_word_of_magnitude(number, decimals, magnitude, counted):
    word, holds = magnitude
    read = parse_cell(f"{typed(number, decimals, '', ',')} {word} {counted}", COUNT)
    assert read.value == pytest.approx(number * holds // 10**decimals)
    assert read.half_unit == pytest.approx(0.5 * holds / 10**decimals)


# --- and nothing else


@many
@given(
    st.text(max_size=30) | st.text("0123456789.,/-–%() \nđtrỷệunghìgkcóO+=*¹", max_size=12),
    st.sampled_from(["", COUNT, RATE, MONEY, SCORE, RANK, YES_NO]),
    st.none() | st.floats(),
)
def test_any_cell_gets_a_state_and_only_values_that_a_mart_can_hold(text, unit, number):
    read = parse_cell(text, unit, number)
    assert read.state in ("reported", "blank", "none_occurred", "approximate")
    assert read.readable or read.value is None
    assert read.value is None or 0 <= read.value < 1e15
    assert 0 <= read.half_unit < 1e15
    if unit == COUNT and read.value is not None:
        assert read.value == int(read.value)


@many
@given(
    st.integers(0, 10**7), st.integers(0, 3), st.sampled_from(GROUPED), st.floats(0, 1),
    st.sampled_from("OolISBbxzZg#=?!/:+–@&ßñд一"), st.sampled_from([COUNT, RATE, MONEY, SCORE, ""]),
)  # fmt: skip
def test_one_foreign_sign_among_the_digits_leaves_no_number(number, decimals, marks, place, sign, unit):
    text = typed(number, decimals, *marks)
    at = round(place * len(text))
    assert not parse_cell(text[:at] + sign + text[at:], unit).readable


@many
@given(
    st.integers(0, 10**6),
    st.text("abcdeghiklmnopqrstuvxyăâêôơưạảấầ ", min_size=1, max_size=12),
    st.sampled_from([COUNT, RATE, MONEY]),
)
def test_words_that_are_no_unit_leave_no_number(number, words, unit):
    words = f"{words.strip()}zz"  # no Vietnamese word ends so
    for text in (f"{number} {words}", f"{words} {number}", f"{number}{words}", f"{number} hồ sơ {words}"):
        assert not parse_cell(text, unit).readable
