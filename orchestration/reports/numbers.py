"""Numbers as Vietnamese reports write them, alone and in cells of forms: ``27.185`` is 27185, ``95,9`` is 95.9.

The digits also declare how far a number was rounded: 95,9 % says 95.85 to 95.95. That half unit is what
the rule book tolerates, so it travels with the value.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from orchestration.reports.measures import Measure, measure_of
from orchestration.reports.text import clean

# Digits with their separators; a superscript after them is a footnote mark, not an exponent.
NUMBER = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)*(?![\d])")

_UNREADABLE = ""
_SUPERSCRIPTS = re.compile(r"[⁰¹²³⁴-⁹]+$")
_MAX_DIGITS = 18  # beyond them no count or sum of money is meant


@dataclass(frozen=True)
class Number:
    """A written number: its value and how many digits stand after the decimal mark."""

    value: float
    decimals: int

    def times(self, multiplier: float) -> float:
        """The value in a unit that ``multiplier`` of its own make, without the noise of binary fractions: 8,2 tỷ."""
        return float(Decimal(repr(self.value)) * Decimal(multiplier))

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
    if not re.fullmatch(r"[-+]?[0-9]+(?:[.,][0-9]+)*", text) or sum(c.isdigit() for c in text) > _MAX_DIGITS:
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


def written_number(number: float, decimals: int = 6) -> str:
    """A number that a machine keeps, written the Vietnamese way: 0.5 is "0,5", 1234567.0 is "1234567"."""
    return f"{number:.{decimals}f}".rstrip("0").rstrip(".").replace(".", ",")


@dataclass(frozen=True)
class CellValue:
    """What a form cell says: value (None when blank or unreadable), state, rounding, and whether it was read."""

    value: float | None
    state: str  # reported | blank | none_occurred | approximate
    half_unit: float
    readable: bool = True


_BLANK = CellValue(None, "blank", 0.0)
_NOT_READ = CellValue(None, "reported", 0.0, readable=False)
_MOST = 1e15  # đồng; no budget is larger
_LONGEST = 200  # characters; a cell of more is a text
_PLACEHOLDER = re.compile(r"[\s.…_/]*")  # a blank that the form was printed with
_NO_FIGURE = re.compile(  # how many is not known, which is no zero
    r"n/a|k\.?x\.?đ|(?:không|ko|chưa) (?:xác định|đánh giá)(?: được)?|không áp dụng"
    r"|(?:không|ko|chưa) có (?:số liệu|dữ liệu|thông tin)"
    r"|(?:chưa|đang) (?:tổng hợp|thống kê|cập nhật|rà soát)(?: số liệu)?"
)
_NOTHING = re.compile(r"[-\u2010-\u2015\u2212\u00ad]+|(?:không|ko|k|chưa|0)(?: có)? phát sinh(?:[^\W\d]| ){0,40}")
_NO = re.compile(r"(?:không|ko|k)(?: có)?(?: (?P<counted>\D+?)(?: nào)?)?")
_LEADERS = re.compile(r"^(?:\.{3,}+|…|__++|\s)++|(?:\.{3,}+|…|__++|\s)++$")  # "....12....": typed over a printed line
_RAISED = "⁰¹²³⁴-⁹⁽⁾"
_END = re.compile(rf"(?<=[\w%)])(?:[.;\s{_RAISED}]|\(?\*\)?)+$")
_SPACES = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")  # those between digits group thousands, or part two numbers
_LEAD = re.compile(r"^(?:(?:tổng(?: số| cộng)?|có|đạt|chiếm|t[ỷỉ] lệ|là)(?: ?: ?| ))+")
_RATE_OF = re.compile(
    r"(\d[\d.,]* ?%) ?\([\d.]+/[\d.]+\)|[\d.]+/[\d.]+ ?(?:\(|=|, ?đạt|đạt) ?(\d[\d.,]* ?%)\)?"
)  # "47/49 (95,9%)"
_APPROXIMATE = re.compile(
    r"^(?:(?:gần|trên(?: dưới)?|dưới|hơn|khoảng|ước(?: đạt| tính)?|xấp xỉ) |(?:>=?|<=?|≥|≤|~|≈) ?)+"
)
_AMOUNT = re.compile(rf"([0-9](?:[0-9.,]| (?=[0-9]))*)(?: ?[{_RAISED}]+)?([^0-9]*)")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+|\.[0-9]{1,2})?")
_RANK = re.compile(r"(?:xếp |đứng )?(?:thứ |hạng |vị trí )?([0-9]{1,3})(?: ?/ ?([0-9]{1,3}))?")
_IN_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}


@lru_cache(maxsize=8192)  # forms are full of 0, 100 and blanks
def parse_cell(text: str, unit_of_measure: str, number: float | None = None) -> CellValue:
    """Read a form cell. ``number`` is the cell's own number in a spreadsheet, exact and without format.

    Money comes back in đồng, percentages in percent, a choice ("Có = 1; Không = 0") as its number, all else as
    it stands. What could mean two things is not read: a range, a ratio, a change ("+5"), half a dossier.
    """
    measure = measure_of(unit_of_measure)
    if number is not None:
        text = written_number(number)
        if measure.kind != "choice":
            return _value([(Number(number, len(text.partition(",")[2])), measure)], "reported")
    if len(text) > _LONGEST:
        return _BLANK if _PLACEHOLDER.fullmatch(text) else _NOT_READ
    body = _plain(text)
    is_unit = measure.of(body) is not None and body in clean(unit_of_measure).lower() and not body[:1].isdigit()
    if is_unit or _PLACEHOLDER.fullmatch(body) or _NO_FIGURE.fullmatch(body):
        return _BLANK  # "....%" is still to be filled in
    nothing, no = _NOTHING.fullmatch(body), _NO.fullmatch(body)
    if measure.kind == "choice":
        answer = _answer(re.sub(r"^0(?=\d)", "", body), measure)
        return CellValue(answer, "reported", 0.0) if answer is not None else _BLANK if nothing else _NOT_READ
    if nothing or (no and (not no["counted"] or no["counted"] in measure.words)):
        # none of a share is no 0 %: a share of nothing is undefined
        return CellValue(0.0 if measure.kind in ("count", "money", "any") else None, "none_occurred", 0.0)
    if measure.kind == "rank" and (rank := _RANK.fullmatch(body)):  # 04/11 is the fourth of eleven
        is_one = 0 < int(rank[1]) <= int(rank[2] or rank[1])
        return CellValue(float(rank[1]), "reported", 0.0) if is_one else _NOT_READ
    if measure.kind == "percent" and (rate := _RATE_OF.fullmatch(body)):
        body = rate[1] or rate[2]
    stated = _LEAD.sub("", body)
    amount = _APPROXIMATE.sub("", stated)
    return _value(_amounts(amount, measure), "reported" if amount == stated else "approximate")


def _plain(text: str) -> str:
    """What a cell says, without the traces of typing around it: dotted lines, footnote marks, a full stop."""
    body = re.sub(r"[^\S\n]", " ", clean(text)).lower().removeprefix("'")
    return _SPACES.sub(" ", _END.sub("", _LEADERS.sub("", body)))


def _answer(body: str, measure: Measure) -> float | None:
    """The number of an answer that the form offers: "có", "1", "có = 1" or "1 (có)"."""
    both = re.fullmatch(r"(.+?) ?[=(] ?([0-9])\)?", body)
    if turned := re.fullmatch(r"([0-9]) ?[=(:-] ?(.+?)\)?", body):
        return float(turned[1]) if measure.answers.get(turned[2]) == float(turned[1]) else None
    if both and measure.answers.get(both[1]) == float(both[2]):
        return float(both[2])
    if re.fullmatch(r"[0-9]", body):
        return float(body) if float(body) in measure.answers.values() else None
    return measure.answers.get(body)


def _amounts(text: str, measure: Measure) -> list[tuple[Number, Measure]]:
    """The numbers of a cell, each with its measure: one, or several as in "2 tỷ 300 triệu đồng"; [] if unreadable."""
    amounts: list[tuple[Number, Measure]] = []
    position = 0
    for match in _AMOUNT.finditer(text):
        words = _without_spelling(match[1], match[2].strip(" ,"))
        of = measure.of(re.sub(r"^\((.*)\)$", r"\1", words))
        number = _number(match[1], of) if of else None
        if match.start() != position or of is None or number is None:
            return []
        if amounts:  # each one must name a smaller unit, and hold less than one of the unit before
            before, above = amounts[-1]
            if not words or before.decimals or number.value * of.multiplier >= above.multiplier:
                return []
        amounts.append((number, of))
        position = match.end()
    return amounts if position == len(text) else []


def _without_spelling(digits: str, words: str) -> str:
    """The words behind a number without the number itself spelled in brackets: "05 (năm) đồng chí"."""
    spelled = re.match(r"\((\w+)\) ?", words)
    is_same = spelled and spelled[1] in _IN_WORDS and digits.lstrip("0") == str(_IN_WORDS[spelled[1]])
    return words[spelled.end() :] if spelled and is_same else words


def _number(digits: str, measure: Measure) -> Number | None:
    """Read digits by what they measure, where the marks alone leave two readings."""
    if " " in digits:
        if not _SPACED.fullmatch(digits):
            return None
        digits = digits.replace(" ", "")
    if re.match(r"0[0-9]{4}", digits):
        return None  # 07 is padded, 0912345678 is a telephone
    if measure.kind in ("percent", "continuous") and re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", digits):
        return Number(float(digits), 3)  # 27.185 % is no 27185 %
    is_whole = measure.multiplier == 1 and measure.kind in ("count", "money")
    if is_whole and re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", digits):
        return parse_number(digits.replace(",", ""))  # 27,185 dossiers can only be 27185
    return parse_number(digits)


def _value(amounts: list[tuple[Number, Measure]], state: str) -> CellValue:
    """What amounts come to. Below zero, beyond any budget, or with a part of what comes in wholes, it is not read."""
    if not amounts:
        return _NOT_READ
    # a number that a spreadsheet computed carries noise far behind its last digit
    value = math.fsum(round(number.times(of.multiplier), 6) for number, of in amounts)
    last, of = amounts[-1]
    is_counted = of.kind in ("count", "rank")
    if not 0 <= value < _MOST or (is_counted and value != round(value)):
        return _NOT_READ
    is_rounded = of.multiplier > 1 or of.kind == "percent" or (last.decimals > 0 and not is_counted)
    return CellValue(value, state, last.half_unit(of.multiplier) if is_rounded else 0.0)
