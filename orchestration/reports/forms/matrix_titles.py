"""What the lines above a table of dossiers say of it: its matter, its days, and whose it is."""

import re
from datetime import date

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.forms.matrix_columns import Vocabulary, header_words
from orchestration.reports.issuer.periods import speaks_of_other_period, stated_span
from orchestration.reports.prose.lexicon import UNKNOWN, load_lexicon
from orchestration.reports.prose.wording import Wording
from orchestration.reports.text import bare, plain

_IDLE = re.compile(r"don vi tinh|dvt|\W*$")
_SENTENCE = re.compile(r"[.;]\s+")
# "Thực hiện Công văn số … của Sở Nội vụ, UBND xã … báo cáo": not the table, but why it was made
_BY_ORDER = re.compile(r"^\W*(?:thực hiện|căn cứ|theo|trên cơ sở)\b.*\bbáo cáo\b", re.IGNORECASE)
_LEADS_ON = re.compile(r"[\s,]*(?:(?:cụ thể|chi tiết|được thể hiện) )?(?:như sau|tại bảng sau|ở bảng sau)?[\s:.]*$")
_ONE_FIELD = re.compile(r"(?<!các )(?<!theo )(?<!từng )(?<!mỗi )lĩnh vực (?!như |sau\b|trên |thuộc |của |tại |$)")
_AIMS = re.compile(r"mục tiêu|phương hướng|phấn đấu|dự kiến|thời gian tới|trọng tâm|nhiệm vụ (?:năm|quý|tháng)|đăng ký")
_DONE = re.compile(r"kết quả|tình hình|đạt được|đã ")
_UNIT = re.compile(
    r"(?<!cấp )(?=\b(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố)\b(?! (?:quý|năm|tháng)))", re.IGNORECASE
)


def heading_of(titles: list[str]) -> str:
    """What the line right above a table says, of a long paragraph its last sentence."""
    lines = [line for line in titles if not _IDLE.match(bare(line))]
    if not lines:
        return ""
    return _LEADS_ON.sub("", _BY_ORDER.sub("", _SENTENCE.split(lines[-1])[-1])).strip()


def owner_in(text: str) -> str:
    """The unit that a title names; empty when it names none."""
    named = (load_lexicon().named_unit.match(text, place.start()) for place in _UNIT.finditer(text))
    return next((bare(match[0]) for match in named if match), "")


def span_of(titles: list[str]) -> tuple[date | None, date | None]:
    """The first and the last day that the titles state."""
    return next((span for title in titles if (span := stated_span(title))), (None, None))


def is_of_others(heading: str, period_code: str | None) -> bool:
    """Whether a title says that the table is of another time, of a part of the unit, or of several levels apart."""
    if period_code and speaks_of_other_period(heading.lower(), period_code):
        return True
    lexicon, words = load_lexicon(), plain(heading)
    return bool(lexicon.others.search(lexicon.without_names(words))) or lexicon.scope_in(words) == UNKNOWN


def is_outlook(heading: str) -> bool:
    """Whether a title speaks of aims and tasks to come, not of what was done."""
    words = plain(heading)
    return bool(_AIMS.search(words)) and not _DONE.search(words)


def is_narrowed(heading: str, vocabulary: Vocabulary, stated: set[str]) -> bool:
    """Whether a title narrows the table to dossiers of a sort that is not ``stated`` within, or to another matter."""
    said = header_words(heading)
    narrowed = {"channel", "timing", "digitised"} & vocabulary.said(said).keys() - stated
    return bool(narrowed) or vocabulary.is_other(said)


def names_a_field(heading: str, catalogue: Catalogue) -> bool:
    """Whether a title is about one field of dossiers ("Kết quả giải quyết hồ sơ lĩnh vực đất đai")."""
    words = plain(heading)
    named = Wording(load_lexicon(), catalogue).field(words, "", noun_behind=False)
    return bool(_ONE_FIELD.search(words)) or named not in (None, UNKNOWN)
