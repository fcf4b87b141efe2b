"""Numbers as Vietnamese reports write them: ``27.185`` is 27185, ``95,9`` is 95.9, ``07`` is 7.

The digits also declare how far a number was rounded: 95,9 % says 95.85 to 95.95. That half unit is what
the rule book tolerates, so it travels with the value.
"""

import re
from dataclasses import dataclass

from orchestration.reports.text import clean

# Digits with their separators; a superscript after them is a footnote mark, not an exponent.
NUMBER = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)*(?![\d])")

_UNREADABLE = ""
_SUPERSCRIPTS = re.compile(r"[⁰¹²³⁴-⁹]+$")
_MAX_DIGITS = 18  # beyond them no count or sum of money is meant
_PLACEHOLDER = re.compile(r"[\s.…_]*")  # a blank that the form was printed with
_NONE_OCCURRED = re.compile(
    r"[-–—−]+|0?\s*phát sinh|(?:không|ko|k)(?:\s+có)?|(?:không|ko|k|chưa)(?:\s+có)?\s+phát sinh[^\d]{0,40}"
)
MONEY_UNITS = {"đồng": 1, "nghìn đồng": 1_000, "ngàn đồng": 1_000, "triệu đồng": 1_000_000, "tỷ đồng": 1_000_000_000,
               "tỉ đồng": 1_000_000_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000,
               "nghìn": 1_000, "ngàn": 1_000}  # fmt: skip
# Units of money that stand only in the columns of forms.
_MONEY_SHORT = {"đ": 1, "vnđ": 1, "vnd": 1, "1000 đồng": 1_000, "1.000 đồng": 1_000, "1.000đ": 1_000,
                "trđ": 1_000_000, "tr.đ": 1_000_000, "tr đồng": 1_000_000, "tr.đồng": 1_000_000,
                "tr. đồng": 1_000_000, "triệu đ": 1_000_000, "tỷ đ": 1_000_000_000}  # fmt: skip


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
    if not re.fullmatch(r"[-+]?\d+(?:[.,]\d+)*", text) or sum(c.isdigit() for c in text) > _MAX_DIGITS:
        return None
    sign = -1.0 if text.startswith("-") else 1.0
    digits = text.lstrip("+-")
    marks = [c for c in digits if c in ".,"]
    decimal_mark = _decimal_mark(digits, marks)
    if decimal_mark == _UNREADABLE:
        return None
    if decimal_mark is None:
        return Number(sign * float(re.sub(r"[.,]", "", digits)), 0)
    whole, _, fraction = digits.rpartition(decimal_mark)
    return Number(sign * float(f"{re.sub(r'[.,]', '', whole)}.{fraction}"), len(fraction))


def _decimal_mark(digits: str, marks: list[str]) -> str | None:
    """The decimal mark, None for a whole number, _UNREADABLE when the marks make no number."""
    if not marks:
        return None
    last = marks[-1]
    groups = re.split(r"[.,]", digits)
    thousands = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3
    if len(set(marks)) == 2:
        whole_groups = re.split(r"[.,]", digits.rpartition(last)[0])
        whole_is_grouped = len(whole_groups[0]) <= 3 and all(len(group) == 3 for group in whole_groups[1:])
        proper = marks.count(last) == 1 and whole_is_grouped
        return last if proper else _UNREADABLE
    if len(marks) > 1:
        return None if thousands else _UNREADABLE
    if last == ",":
        return ","
    return None if thousands and groups[0].lstrip("0") else "."


def written_number(number: float) -> str:
    """A number that a machine keeps, written the Vietnamese way: 0.5 is "0,5", 1234567.0 is "1234567"."""
    return f"{number:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def money_multiplier(unit: str) -> int | None:
    """How many đồng a unit of money holds ("triệu đồng", "trđ"); None for any other unit."""
    unit = " ".join(clean(unit).lower().split()).strip("().")
    return MONEY_UNITS.get(unit) or _MONEY_SHORT.get(unit)


@dataclass(frozen=True)
class CellValue:
    """What a form cell says: value (None when blank or unreadable), state, rounding, and whether it was read."""

    value: float | None
    state: str  # reported | blank | none_occurred | approximate
    half_unit: float
    readable: bool = True


_BLANK = CellValue(None, "blank", 0.0)
_NOT_READ = CellValue(None, "reported", 0.0, readable=False)
_APPROXIMATE = re.compile(r"^(?:gần|trên|hơn|khoảng|ước(?: đạt| tính)?|xấp xỉ|>=?|<=?|≥|≤|~|≈)\s*", re.IGNORECASE)
_GLUED = re.compile(r"([-+]?\d[\d.,]*[⁰¹²³⁴-⁹]*)\s*(.*)", re.DOTALL)


def parse_cell(text: str, unit_of_measure: str, number: float | None = None) -> CellValue:
    """Read a form cell. ``number`` is the cell's own number in a spreadsheet, exact and without format.

    Money comes back in đồng, percentages in percent, a choice ("Có = 1; Không = 0") as its number, all else as
    it stands.
    """
    unit = clean(unit_of_measure).strip().lower()
    if number is not None:
        return _value(Number(number, len(written_number(number).partition(",")[2])), "reported", unit)
    body = clean(text).strip().lower()
    if _PLACEHOLDER.fullmatch(body):
        return _BLANK
    if (choice := _choices(unit).get(body.rstrip("."))) is not None:
        return CellValue(choice, "reported", 0.0)
    if _NONE_OCCURRED.fullmatch(body.rstrip(".")):
        return CellValue(0.0, "none_occurred", 0.0)
    amount = _APPROXIMATE.sub("", body)
    glued = _GLUED.fullmatch(amount)
    parsed = parse_number(glued[1].rstrip(".,")) if glued else None
    if glued is None or parsed is None or not _is_unit(glued[2], unit):
        return _NOT_READ
    own = glued[2].strip()
    own_unit = own if own == "%" or money_multiplier(own) else unit
    return _value(parsed, "reported" if amount == body else "approximate", own_unit)


def _value(number: Number, state: str, unit: str) -> CellValue:
    multiplier = money_multiplier(unit) or 1
    rounded = unit == "%" or multiplier > 1
    # a product such as 1204.612 × 10⁹ carries noise far behind its last digit
    return CellValue(round(number.value * multiplier, 6), state, number.half_unit(multiplier) if rounded else 0.0)


def _choices(unit: str) -> dict[str, float]:
    """The answers that a form offers: {"có": 1, "không": 0} for "Có = 1; Không = 0"."""
    return {words.strip(): float(number) for words, number in re.findall(r"([^=;\d][^=;]*?|\d cấp)\s*=\s*(\d)", unit)}


def _is_unit(rest: str, unit: str) -> bool:
    """Whether what follows a number is its unit: the row's own, money, or a word or two without digits.

    A percentage where the form asks for a count is no answer, and the other way round.
    """
    rest = rest.strip().rstrip(".")
    if not rest or (unit and rest in unit):
        return True
    if rest == "%":
        return unit in ("", "%")
    if money_multiplier(rest):
        return not unit or money_multiplier(unit) is not None
    return unit != "%" and not re.search(r"[\d%/]", rest) and len(rest.split()) <= 3
