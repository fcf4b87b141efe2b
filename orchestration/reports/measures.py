"""Units of measure: what a value in them is (a count, a percentage, money, an answer), and the words that say so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from orchestration.reports.text import clean

_MAGNITUDES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
               "nghìn tỷ": 10**12, "ngàn tỷ": 10**12, "nghìn tỉ": 10**12, "ngàn tỉ": 10**12}  # fmt: skip
MONEY_UNITS = {"đồng": 1, **_MAGNITUDES, **{f"{words} đồng": holds for words, holds in _MAGNITUDES.items()}}
# Units of money as columns of forms shorten them: "trđ", "tr. đồng", "1.000đ", "tỷ đ".
_MONEY = re.compile(
    rf"(?P<magnitude>{'|'.join(sorted(_MAGNITUDES, key=len, reverse=True))}|tr)?"
    r"(?P<thousands>1(?:[.,]?000){1,2}(?=\D))?[\s.]*(?P<currency>đồng|đ|vnđ|vnd|₫)?"
)
_MAGNITUDE = re.compile(rf"({'|'.join(sorted(_MAGNITUDES, key=len, reverse=True))})\s+")

# What officers write behind a count, in groups of words that answer the same unit.
_COUNTED = tuple(
    frozenset(words.split("|"))
    for words in (
        "hồ sơ|hs|bộ hồ sơ|lượt hồ sơ|hồ sơ tthc|lượt|giao dịch",
        "thủ tục|thủ tục hành chính|tthc|dịch vụ|dịch vụ công|dvc",
        "văn bản|vb|kế hoạch|quyết định|báo cáo|công văn|nghị quyết|chỉ thị|vbqppl",
        "người|đồng chí|đ/c|cán bộ|công chức|viên chức|cán bộ, công chức|cbcc|cbccvc|biên chế|lượt người|lượt",
        "nhiệm vụ|nv|công việc",
        "cuộc|cuộc họp|cuộc kiểm tra|buổi|hội nghị|lần|đợt",
        "đơn vị|cơ quan|phòng|cơ quan, đơn vị|phòng, đơn vị|sở|ban|ngành|huyện|xã|phường|thị trấn",
        "pakn|phản ánh|kiến nghị|phản ánh, kiến nghị|ý kiến",
        "phiếu|lượt|tài khoản|quy trình|vấn đề|bài|tin|lớp|mô hình|sáng kiến|sản phẩm",
    )
)
_CASES = frozenset(("trường hợp",))  # counts anything
_RANKS = {"thứ hạng", "hạng", "xếp hạng", "vị trí", "vị thứ"}
_CONTINUOUS = {"điểm", "ngày", "giờ", "phút"}  # small numbers, fractions of which are meant


@dataclass(frozen=True)
class Measure:
    """What values in a unit are.

    ``multiplier`` is what one unit holds (đồng for money, else 1), ``words`` may follow a number, ``answers`` are
    the numbers of a choice by their words.
    """

    kind: str  # count | percent | money | choice | rank | continuous | any (no unit is known)
    multiplier: int = 1
    words: frozenset[str] = frozenset()
    answers: Mapping[str, float] = field(default_factory=dict)

    def of(self, words: str) -> "Measure | None":
        """The measure of a number that these words follow; None when they do not suit.

        A percentage where the form asks for a count is no answer, and the other way round.
        """
        if not words or (words in self.words and self.kind != "any"):
            return self
        if words in ("%", "phần trăm"):
            return _PERCENT if self.kind in ("percent", "any") else None
        if (holds := money_multiplier(words)) and self.kind in ("money", "any"):
            return Measure("money", holds)
        if self.kind not in ("count", "any"):
            return None
        magnitude = _MAGNITUDE.match(words)  # "1,2 nghìn hồ sơ"; "2 triệu" alone can be money
        if words[magnitude.end() if magnitude else 0 :] not in self.words:
            return None
        return Measure("count", _MAGNITUDES[magnitude[1]] if magnitude else 1)


_PERCENT = Measure("percent")


@lru_cache(maxsize=1024)
def measure_of(unit: str) -> Measure:
    """The measure that a unit's text names; a unit that no list here has counts things ("Hồ sơ", "Số")."""
    unit = _plain_words(unit)
    parts = {unit, *(part.strip() for part in re.split(r"[,/;]|\shoặc\s", unit))}
    if answers := _answers(unit):
        return Measure("choice", answers=answers)
    if "%" in unit or "phần trăm" in unit or unit in ("tỷ lệ", "tỉ lệ"):
        return _PERCENT
    if holds := money_multiplier(unit):
        return Measure("money", holds)
    if parts & _RANKS:
        return Measure("rank", words=frozenset(parts))
    if parts & _CONTINUOUS:
        return Measure("continuous", words=frozenset(parts))
    groups = [group for group in _COUNTED if group & parts] or _COUNTED
    return Measure("count" if unit else "any", words=frozenset(parts).union(_CASES, *groups))


@lru_cache(maxsize=1024)
def money_multiplier(unit: str) -> int | None:
    """How many đồng a unit of money holds ("triệu đồng", "trđ"); None for any other unit."""
    match = _MONEY.fullmatch(_plain_words(unit))
    if match is None or not (match["magnitude"] or match["currency"]) or (match["magnitude"] and match["thousands"]):
        return None
    if match["thousands"]:
        return int(re.sub(r"\D", "", match["thousands"]))
    return 10**6 if match["magnitude"] == "tr" else _MAGNITUDES.get(match["magnitude"], 1)


def _plain_words(text: str) -> str:
    """A unit as it is compared: lower case, one space between words, without brackets, dots and footnote marks."""
    return " ".join(clean(text).lower().split()).strip("().:;,*¹²³ ")


def _answers(unit: str) -> dict[str, float]:
    """The answers that a form offers: {"có": 1, "không": 0} for "Có = 1; Không = 0".

    Officers also write "đã hoàn thành" for "hoàn thành" and, where the other answer is a no, "chưa hoàn thành".
    """
    offered = re.findall(r"([^=;\d][^=;]*?|\d cấp)\s*=\s*(\d)", unit)
    answers = {words.strip(): float(number) for words, number in offered}
    by_number = {number: words for words, number in answers.items()}
    if set(by_number) == {0, 1} and re.match(r"(?:không|chưa)\b", by_number[0]):
        no = ("không", "chưa", f"không {by_number[1]}", f"chưa {by_number[1]}")
        answers = dict.fromkeys(no, 0.0) | answers
    return {f"đã {words}": number for words, number in answers.items() if number} | answers
