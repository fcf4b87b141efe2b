"""A row as a form prints it and as an officer typed it; how alike their labels are, and whether they contradict."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from orchestration.reports.catalogue import Indicator, bare_without_brackets
from orchestration.reports.forms.layout_words import layout_words, roman
from orchestration.reports.measures import money_multiplier
from orchestration.reports.text import bare

_NOT_EXACT = 0.95  # most that a label can be alike which is not the form's word for word
_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2})*")
_NUMBER_WORD = re.compile(r"^(?:mục|điểm|số|chỉ tiêu)(?=[\dIVX])", re.IGNORECASE)
_RATE = re.compile(r"^(?:ty le|ti le|phan tram)")
_LEAD = re.compile(r"^(?:trong do|bao gom|gom)\s+")


@dataclass(frozen=True, eq=False)
class FormRow:
    """A row as a form prints it: the number there, the indicator, and its bare names."""

    number: str
    indicator: Indicator
    other_names: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (self.indicator.bare_name, *map(bare, self.other_names))

    @cached_property
    def short_names(self) -> frozenset[str]:
        """Its names with and without remarks in brackets."""
        written = (self.indicator.name_vi, *self.other_names)
        return frozenset((*self.names, *map(bare_without_brackets, written)))


@dataclass(frozen=True, eq=False)
class Form:
    """The rows of a form in the order of printing."""

    rows: tuple[FormRow, ...]

    @property
    def code(self) -> str:
        return self.rows[0].indicator.form_code

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each printed number."""
        return {row.number: place for place, row in enumerate(self.rows)}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(row.short_names for row in self.rows))


@dataclass
class WrittenRow:
    """A row as an officer typed it: number, label and unit as written, and the chapter (I, II …) above it."""

    number: str
    label: str
    unit: str = ""
    chapter: str = ""

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        return row_numbers(self.number, self.chapter)


@lru_cache(maxsize=4096)
def row_numbers(text: str, chapter: str = "") -> tuple[str, ...]:
    """The numbers of a form that a written one may stand for; none when it is no row number.

    "6.7.1.", "(6.7.1)" and "6,7,1" are 6.7.1; "I.4" is 1.4, or row 4 of chapter I; "1" below "II" may be 2.1; "1.1"
    may be the 1.10 that a spreadsheet took for a number.
    """
    written = _NUMBER_WORD.sub("", re.sub(r"\s", "", text)).strip(".()[]-:").replace(",", ".")
    if not _NUMBER.fullmatch(written):
        return ()
    head, *rest = written.split(".")
    digits = [str(int(part)) for part in rest]
    head = head if head.isdigit() else str(roman(head))
    numbers = [".".join([str(int(head)), *digits])]
    if written[0] in "IVX" and rest:
        numbers.append(".".join(digits))
    elif chapter and written[0] not in "IVX":
        numbers.append(f"{chapter}.{numbers[0]}")
    if rest and len(rest[-1]) == 1 and rest[-1] != "0":
        numbers.append(f"{numbers[0]}0")
    return tuple(numbers)


@lru_cache(maxsize=16384)
def likeness(label: str, printed: FormRow) -> float:
    """How alike a label and a row's name are (0-1); words that only one of them has count at half."""
    whole = _LEAD.sub("", bare(label))
    if not whole:
        return 0.0
    short = _LEAD.sub("", bare_without_brackets(label))
    unit = bare(printed.indicator.unit_of_measure)
    forms = {whole, short, *(text.removesuffix(f" {unit}") for text in (whole, short) if unit)}
    if forms & printed.short_names:
        return 1.0
    close = max(fuzz.token_sort_ratio(text, name) for text in forms for name in printed.short_names)
    loose = max(fuzz.token_set_ratio(whole, name) for name in printed.names)
    return _NOT_EXACT * (close + max(close, loose)) / 200


def contradicts(row: WrittenRow, printed: FormRow) -> bool:
    """Whether label or unit say another thing than the form: late for on time, a percentage for a count, 4 for 3."""
    if unit_differs(row, printed):
        return True
    label = _LEAD.sub("", bare(row.label))
    ours, theirs = _told(label), [_told(name) for name in printed.names]
    return all(any(a and b and not a & b for a, b in zip(ours, other, strict=True)) for other in theirs) or (
        bool(_digits(label)) and all(_digits(name) and _digits(name) != _digits(label) for name in printed.names)
    )


def unit_differs(row: WrittenRow, printed: FormRow) -> bool:
    """Whether a row's unit is of another kind than the form's: a percentage for a count, money for persons."""
    kind = printed.indicator.value_type
    if not row.unit or kind not in ("percent", "count", "money"):
        return False
    is_rate = bool(_RATE.search(bare(row.unit)) or "%" in row.unit)
    return is_rate != (kind == "percent") or (kind == "count" and money_multiplier(row.unit) is not None)


@lru_cache(maxsize=8192)
def _told(label: str) -> tuple[frozenset[int], ...]:
    return layout_words().facets(label)


@lru_cache(maxsize=8192)
def _digits(label: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", label))
