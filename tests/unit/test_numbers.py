"""Written numbers: what the digits say, and how far they were rounded."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.numbers import parse_number, written_number

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
    read = parse_number(written_number(number))
    assert read is not None
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


@pytest.mark.parametrize(
    "text", ["", "x", "1.2.3", "12.34,5", "1234.567,8", "5/9", "47/49", "1 000", "9" * 400, "1e5", "١٢"]
)
def test_what_is_no_number_is_none(text):
    assert parse_number(text) is None
