"""Numbers as Vietnamese reports write them: ``27.185`` is 27185, ``95,9`` is 95.9, ``07`` is 7.

The digits also declare how far a number was rounded: 95,9 % says 95.85 to 95.95. That half unit is what
the rule book tolerates, so it travels with the value.
"""

import re
from dataclasses import dataclass

from orchestration.reports.text import clean

# Digits with their separators; a superscript after them is a footnote mark, not an exponent.
NUMBER = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)*(?![\d])")

_NONE = ""
_SUPERSCRIPTS = re.compile(r"[⁰¹²³⁴-⁹]+$")
_NONE_OCCURRED = {
    "-",
    "–",
    "—",
    "không",
    "không có",
    "không phát sinh",
    "ko",
    "ko có",
    "chưa phát sinh",
    "0 phát sinh",
}
MONEY_UNITS = {"đồng": 1, "nghìn đồng": 1_000, "ngàn đồng": 1_000, "triệu đồng": 1_000_000, "tỷ đồng": 1_000_000_000,
               "tỉ đồng": 1_000_000_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000,
               "nghìn": 1_000, "ngàn": 1_000}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A written number: its value and how many digits stand after the decimal mark."""

    value: float
    decimals: int

    def half_unit(self, multiplier: float = 1.0) -> float:
        """Half a unit of the last written digit, in the unit of the stored value."""
        return 0.5 * 10.0**-self.decimals * multiplier


def parse_number(text: str) -> Number | None:
    """Read one written number; None when the text is anything else.

    A comma is the decimal mark and points group thousands; the other way round only where the digits leave
    no choice (``1,234,567`` or ``3.5``). A point before three digits groups (27.185), unless the number
    begins with a lone zero (0.959).
    """
    text = _SUPERSCRIPTS.sub("", clean(text).strip())
    if not re.fullmatch(r"[-+]?\d+(?:[.,]\d+)*", text):
        return None
    sign = -1.0 if text.startswith("-") else 1.0
    digits = text.lstrip("+-")
    marks = [c for c in digits if c in ".,"]
    decimal_mark = _decimal_mark(digits, marks)
    if decimal_mark == _NONE:
        return None
    if decimal_mark is None:
        return Number(sign * float(re.sub(r"[.,]", "", digits)), 0)
    whole, _, fraction = digits.rpartition(decimal_mark)
    return Number(sign * float(f"{re.sub(r'[.,]', '', whole)}.{fraction}"), len(fraction))


def _decimal_mark(digits: str, marks: list[str]) -> str | None:
    """The decimal mark, None for a whole number, _NONE when the marks make no number."""
    if not marks:
        return None
    last = marks[-1]
    groups = re.split(r"[.,]", digits)
    thousands = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3
    if len(set(marks)) == 2:
        whole_groups = re.split(r"[.,]", digits.rpartition(last)[0])
        proper = marks.count(last) == 1 and all(len(group) == 3 for group in whole_groups[1:])
        return last if proper else _NONE
    if len(marks) > 1:
        return None if thousands else _NONE
    if last == ",":
        return ","
    return None if thousands and groups[0].lstrip("0") else "."


@dataclass(frozen=True)
class CellValue:
    """What a form cell says: value (None when blank or unreadable), state, rounding, and whether it was read."""

    value: float | None
    state: str  # reported | blank | none_occurred | approximate
    half_unit: float
    readable: bool = True


_APPROXIMATE = re.compile(r"^(?:gần|trên|hơn|khoảng|ước|xấp xỉ|>|<|≥|≤|~)\s*", re.IGNORECASE)


def parse_cell(text: str, unit_of_measure: str, number: float | None = None) -> CellValue:
    """Read a form cell. ``number`` is the cell's own number in a spreadsheet, exact and without format.

    Money comes back in đồng, percentages in percent, all else as it stands.
    """
    unit = clean(unit_of_measure).strip().lower()
    multiplier = MONEY_UNITS.get(unit, 1)
    rounded = unit == "%" or multiplier > 1
    if number is not None:
        decimals = min(_decimals_of(number), 6)
        written = Number(number, decimals)
        return CellValue(number * multiplier, "reported", written.half_unit(multiplier) if rounded else 0.0)
    stripped = clean(text).strip()
    if not stripped:
        return CellValue(None, "blank", 0.0)
    if stripped.lower().rstrip(".") in _NONE_OCCURRED:
        return CellValue(0.0, "none_occurred", 0.0)
    state = "approximate" if _APPROXIMATE.match(stripped) else "reported"
    body = _APPROXIMATE.sub("", stripped)
    glued = re.fullmatch(r"([-+]?\d[\d.,]*[⁰¹²³⁴-⁹]*)\s*(.*)", body, re.DOTALL)
    parsed = parse_number(glued[1].rstrip(".,")) if glued else None
    if glued is None or parsed is None or not _is_unit(glued[2], unit):
        return CellValue(None, "reported", 0.0, readable=False)
    own = clean(glued[2]).strip().lower()
    if own in MONEY_UNITS:
        multiplier = MONEY_UNITS[own]
    rounded = rounded or own == "%" or multiplier > 1
    return CellValue(parsed.value * multiplier, state, parsed.half_unit(multiplier) if rounded else 0.0)


def _is_unit(rest: str, unit: str) -> bool:
    rest = clean(rest).strip().lower().rstrip(".")
    return (
        not rest
        or rest == "%"
        or rest in MONEY_UNITS
        or (unit != "" and rest in unit)
        or (not re.search(r"\d", rest) and len(rest.split()) <= 2)
    )


def _decimals_of(number: float) -> int:
    text = f"{number:.6f}".rstrip("0")
    return len(text.partition(".")[2])
