"""What the name of a file, folder or sheet says: "2023-Q1", "6thang2024", "BC CCHC Quý I-2023 xã Đoàn Kết"."""

import re

from orchestration.reports.issuer.periods import find_period
from orchestration.reports.text import bare, clean

_Y = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}([._-])\d{{1,2}}\1{_Y}|{_Y}([._-]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_SPELLED_OUT = re.compile(r"(?<!\w)(?:qu[yýí]|th[aá]ng)(?!\w*[^\W\d_]{3})", re.IGNORECASE)
_SEAM = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")  # "6thang2024"
_QUARTER = r"(iv|iii|ii|i|[1-4])\b"
# A bare "q" is a quarter only beside a year: "q-1" is a district of a city as well.
_Q = rf"\bq ?{_QUARTER}(?= (?:nam )?(?:{_Y}|\d\d)\b)|(?<=\b\d\d\d\d )q ?{_QUARTER}"
# The words of names, typed without accents or short, as titles write them.
_SPELLED = [
    (rf"\b({_Y}) ({_Y})\b", r"\1-\2"),
    (_Q, r"quý \1\2"),
    (rf"\bqu[yi] ?{_QUARTER}", r"quý \1"),
    (r"(?<=\b\d\d\d\d )h 1\b|\bh 1(?= \d\d\d\d\b)", "6 tháng"),
    (r"(?<=\b\d\d\d\d )9 m\b|\b9 m(?= \d\d\d\d\b)", "9 tháng"),
    (r"\b(?:thang|th|t)\b", "tháng"),
    (r"(?<!quang )(?<!ha )(?<!viet )\bnam\b", "năm"),
    (r"\bngay\b", "ngày"), (r"\bdau\b", "đầu"), (r"\bcuoi\b", "cuối"), (r"\bva\b", "và"),
    (r"\bsau tháng\b", "sáu tháng"), (r"\bchin tháng\b", "chín tháng"), (r"\b(phuong|dinh) huong\b", "phương hướng"),
    (r"\bnhiem vu\b", "nhiệm vụ"),
]  # fmt: skip
_LABEL = r"quý (?:iv|iii|ii|i|[1-4])\b|\btháng (?:1[0-2]|0?[1-9])\b|\b(?:0?[369]|12|sáu|chín|ba) tháng"


def period_in_name(name: str, year: str | None = None) -> str | None:
    """The code of the period that a name gives; None when it gives none.

    A year alone is a period only where the name is nothing else: "bao-cao-2023" may be of any quarter of it. A period
    that is spelled out ("Quý I") is of the ``year``, where that is known from elsewhere.
    """
    if year and not re.search(_Y, name) and _SPELLED_OUT.search(name):
        name = f"{name} {year}"
    if not re.search(r"\d\d", name):
        return None
    words = _SEAM.sub(" ", bare(_apart(name)))
    if re.fullmatch(_Y, words):
        return words
    if month := re.fullmatch(rf"({_Y}) (0[1-9]|1[0-2])", words):
        return f"{month[1]}-{month[2]}"
    for pattern, spelled in _SPELLED:
        words = re.sub(pattern, spelled, words)
    years = set(re.findall(_Y, words))
    label = re.search(_LABEL, words)
    if label and len(years) == 1 and not re.search(rf"năm {_Y}", words):
        year = years.pop()
        words = f"{words.replace(year, ' ')} năm {year}"
    elif label and not years and (short := re.match(r" (?:năm )?([1-3]\d)\b", words[label.end() :])):
        words = f"{words[: label.end()]} năm 20{short[1]}"
    return find_period(words)


def unit_words(name: str) -> str:
    """A name as a text in which units can be looked for."""
    text = _apart(name)
    if not text.isascii():
        return text
    return _SEAM.sub(" ", " ".join(re.findall(r"\w+", text)).lower())


def _apart(name: str) -> str:
    """A name without dates, its words apart, those of "XaDoanKet" too."""
    text = _DATE.sub(" ", clean(name))
    humps = (f" {c}" if c.isupper() and before.islower() else c for before, c in zip(f" {text}", text, strict=False))
    return re.sub(r"[\s_+-]+", " ", "".join(humps)).strip()
