"""Which unit a sheet, a heading or a column of a table names: a district often sends the figures of its communes."""

import re

from orchestration.reports.issuer.unit_names import MENTION, full_type_word
from orchestration.reports.text import one_line

_LEAD = re.compile(
    r"(?:(?:[IVX]{1,5}|[A-D]|\d{1,2})[.)\s:-]+)?(?:(?:tên )?(?:đơn vị|cơ quan)(?: báo cáo)?\s*:\s*)?"
    r"(?:(?:ubnd|[uủ][yỷ] ban nhân dân)\s+)?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s[-–—]\s|[:;,()]|\bcủa\b", re.IGNORECASE)  # of a title: "Biểu mẫu 4 - Xã Bắc Sơn"
_LONGEST_NAME = 5  # words


def unit_named(text: str) -> str:
    """The unit that a text names and nothing else: "xã Bắc Sơn" of "II. UBND Xã Bắc Sơn"; else ""."""
    if len(text) > 80:
        return ""
    rest = _LEAD.sub("", one_line(text), count=1)
    mention = MENTION.match(rest)
    name = rest[mention.end() :].strip(" :.-") if mention else ""
    return f"{full_type_word(mention[0])} {name}" if mention and _is_proper(name) else ""


def unit_in_title(text: str) -> str:
    """The first unit that a part of a title is the name of ("Biểu 4 - Xã Bắc Sơn, huyện Đô Lương"); else ""."""
    return next((unit for part in _PARTS.split(text[:200]) if (unit := unit_named(part))), "")


def is_proper_name(text: str) -> bool:
    """Whether a text in small letters is written as names are: "Bắc Sơn", not "Đúng hạn", "TỔNG SỐ" or "Nữ"."""
    return " " in text and not text.isupper() and _is_proper(text)


def _is_proper(name: str) -> bool:
    """Whether every word begins with a capital letter, or is a figure ("Phường 3")."""
    words = name.split()
    return 0 < len(words) <= _LONGEST_NAME and all(word[0].isupper() or word.isdigit() for word in words)
