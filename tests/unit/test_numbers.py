"""Written numbers: what the digits say, how far they were rounded, and which cells say something else."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.numbers import money_multiplier, parse_cell, parse_number, written_number

many = settings(derandomize=True, max_examples=300)


def vietnamese(number: int, decimals: int, grouped: bool = True) -> str:
    """An integer of the last written digit as officers write it: (12345678, 2) is 123.456,78."""
    digits = f"{Decimal(number).scaleb(-decimals):{',' if grouped else ''}.{decimals}f}"
    return digits.translate(str.maketrans(",.", ".,"))


@many
@given(st.integers(-(10**14), 10**14), st.integers(0, 4), st.booleans())
def test_a_number_written_the_vietnamese_way_comes_back(number, decimals, grouped):
    read = parse_number(vietnamese(number, decimals, grouped))
    assert read is not None
    assert read.decimals == decimals
    assert read.value == pytest.approx(number / 10**decimals, rel=1e-15, abs=1e-15)


@many
@given(st.integers(0, 10**9), st.integers(0, 4))
def test_half_a_unit_covers_all_that_rounds_to_the_written_digits(number, decimals):
    read = parse_number(vietnamese(number, decimals))
    assert read is not None
    assert read.half_unit() == pytest.approx(0.5 / 10**decimals)
    assert read.half_unit(1_000_000) == pytest.approx(0.5 * 10 ** (6 - decimals))


@many
@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 4)))
def test_what_a_spreadsheet_keeps_is_written_so_that_it_reads_the_same(number):
    read = parse_cell(written_number(number), "%")
    if read.state == "reported":  # a lone "-0" aside, every number is one
        assert read.value == pytest.approx(number, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("27.185", 27185, 0), ("6229", 6229, 0), ("07", 7, 0), ("95,9", 95.9, 1), ("1.204,612", 1204.612, 3),
        ("1,234,567", 1234567, 0), ("1,234,567.8", 1234567.8, 1), ("3.5", 3.5, 1), ("0.959", 0.959, 3),
        ("2.243¹³", 2243, 0), ("-5", -5, 0), ("1234.567", 1234.567, 3),
    ],
)  # fmt: skip
def test_marks_are_told_apart(text, value, decimals):
    read = parse_number(text)
    assert read is not None
    assert (read.value, read.decimals) == (value, decimals)


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "12.34,5", "1234.567,8", "5/9", "47/49", "1 000", "9" * 400, "1e5"])
def test_what_is_no_number_is_none(text):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "value", "state"),
    [
        ("", "Hồ sơ", None, "blank"), ("…", "Hồ sơ", None, "blank"), ("\u00a0", "%", None, "blank"),
        ("0", "Hồ sơ", 0, "reported"), ("07", "Thủ tục", 7, "reported"), ("523 hồ sơ", "Hồ sơ", 523, "reported"),
        ("-", "Hồ sơ", 0, "none_occurred"), ("−", "Hồ sơ", 0, "none_occurred"),
        ("Không phát sinh", "Hồ sơ", 0, "none_occurred"), ("KHÔNG CÓ.", "Hồ sơ", 0, "none_occurred"),
        ("chưa phát sinh hồ sơ", "Hồ sơ", 0, "none_occurred"),
        ("41,67", "%", 41.67, "reported"), ("41,67 %", "%", 41.67, "reported"), ("100%", "", 100, "reported"),
        ("gần 500", "Hồ sơ", 500, "approximate"), (">= 90%", "%", 90, "approximate"),
        ("750", "Triệu đồng", 750e6, "reported"), ("1.204,612 tỷ đồng", "Triệu đồng", 1204612e6, "reported"),
        ("1", "trđ", 1e6, "reported"),
        ("Không", "Có = 1; Không = 0", 0, "reported"), ("Có", "Không = 0; Có = 1", 1, "reported"),
        ("3 cấp", "Chưa có = 0; 2 cấp = 1; 3 cấp = 2", 2, "reported"), ("2", "Chưa = 0; Hoàn thành = 1", 2, "reported"),
    ],
)  # fmt: skip
def test_a_form_cell_says(text, unit, value, state):
    read = parse_cell(text, unit)
    assert (read.value, read.state, read.readable) == (value, state, True)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("x", "Hồ sơ"), ("5/9", "Hồ sơ"), ("05/09/2025", "Hồ sơ"), ("#DIV/0!", "%"), ("=B2/B1", "%"),
        ("50%", "Hồ sơ"), ("15 hồ sơ", "%"), ("5 triệu đồng", "%"), ("không đạt", "Hồ sơ"), ("12 (tăng 3)", "Hồ sơ"),
    ],
)  # fmt: skip
def test_a_form_cell_that_says_something_else_is_not_read(text, unit):
    read = parse_cell(text, unit)
    assert not read.readable
    assert read.value is None


def test_rounding_is_declared_by_percentages_and_money_only():
    assert parse_cell("95,9", "%").half_unit == pytest.approx(0.05)
    assert parse_cell("637,2 triệu đồng", "").half_unit == pytest.approx(50_000)
    assert parse_cell("523", "Hồ sơ").half_unit == 0
    assert parse_cell("", "%", 41.666666666).half_unit == pytest.approx(5e-7)


@settings(derandomize=True, max_examples=300)
@given(st.text(max_size=30), st.sampled_from(["", "%", "Hồ sơ", "Triệu đồng", "Có = 1; Không = 0"]))
def test_any_text_gets_a_state(text, unit):
    read = parse_cell(text, unit)
    assert read.state in ("reported", "blank", "none_occurred", "approximate")
    assert read.readable or read.value is None


@pytest.mark.parametrize(
    ("unit", "holds"), [("Tr.đồng", 10**6), ("(Tỷ đồng)", 10**9), ("1.000 đồng", 1000), ("Hồ sơ", None)]
)
def test_units_of_money(unit, holds):
    assert money_multiplier(unit) == holds
