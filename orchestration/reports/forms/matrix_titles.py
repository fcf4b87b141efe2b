"""What the lines above a table of dossiers say of it: its matter, its days, and whose it is."""

import re
from datetime import date

from orchestration.reports.forms.matrix_columns import Vocabulary, header_words
from orchestration.reports.issuer.periods import speaks_of_other_period, stated_span
from orchestration.reports.prose.lexicon import UNKNOWN, load_lexicon
from orchestration.reports.text import bare, plain

_IDLE = re.compile(r"don vi tinh|dvt|\W*$")
_SENTENCE = re.compile(r"[.;]\s+")
_LEADS_ON = re.compile(r"[\s,]*(?:(?:cụ thể|chi tiết|được thể hiện) )?(?:như sau|tại bảng sau|ở bảng sau)?[\s:.]*$")
_UNIT = re.compile(
    r"(?<!cấp )(?=\b(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố)\b(?! (?:quý|năm|tháng)))", re.IGNORECASE
)


def heading_of(titles: list[str]) -> str:
    """What the line right above a table says, of a long paragraph its last sentence."""
    lines = [line for line in titles if not _IDLE.match(bare(line))]
    return _LEADS_ON.sub("", _SENTENCE.split(lines[-1])[-1]).strip() if lines else ""


def owner_in(text: str) -> str:
    """The unit that a title names; empty when it names none."""
    named = (load_lexicon().named_unit.match(text, place.start()) for place in _UNIT.finditer(text))
    return next((bare(match[0]) for match in named if match), "")


def span_of(titles: list[str]) -> tuple[date | None, date | None]:
    """The first and the last day that the titles state."""
    return next((span for title in titles if (span := stated_span(title))), (None, None))


def is_of_another_matter(heading: str, vocabulary: Vocabulary, stated: set[str], period_code: str | None) -> bool:
    """Whether a title narrows the table to a part that is not ``stated`` within, to other dossiers or another time."""
    if period_code and speaks_of_other_period(heading.lower(), period_code):
        return True
    lexicon = load_lexicon()
    words, said = plain(heading), header_words(heading)
    narrowed = {"channel", "timing", "digitised"} & vocabulary.said(said).keys() - stated
    others = lexicon.others.search(lexicon.without_names(words))
    return bool(vocabulary.is_other(said) or narrowed or others or lexicon.scope_in(words) == UNKNOWN)
