"""Clauses around a number: where they end, and whether they speak of what was reported."""

import re

from orchestration.reports.issuer.periods import speaks_of_other_period
from orchestration.reports.prose.lexicon import Lexicon
from orchestration.reports.prose.written import Written
from orchestration.reports.text import plain

# "3, 4", "đúng hạn, trước hạn", "tổ chức, cá nhân" go on behind their comma, unless the rest belongs to a number
CLAUSE_END = re.compile(
    r"[;.](?=\s|$)|,(?!\s*\d|\s*(?:tổ chức|cá nhân|công dân|doanh nghiệp|người dân|chủ tịch ubnd)\b"
    r"|\s*(?:trước|đúng|sớm|trực tiếp|trực tuyến)\b[^,;.()\d]*(?:[,;.)]|$))|[()]"
)
SENTENCE_END = re.compile(r"[;.](?=\s)")
LOOK_BACK = 2000  # characters; no sentence is longer, a page saved as one line is
_CLAUSE_START = re.compile(r"[;.](?=\s)|\(|,(?=\s)")


def is_of_other_matters(lexicon: Lexicon, text: str, written: Written, before: int, period_code: str | None) -> bool:
    """Whether a number is an aim, a norm or a change, or of another time than the report's.

    ``before`` is where the number before it ends: a time named since then is the number's own.
    """
    earliest = max(0, written.start - LOOK_BACK)
    start = max((m.end() for m in _CLAUSE_START.finditer(text, earliest, written.start)), default=earliest)
    end = CLAUSE_END.search(text, written.last)
    behind = text[written.last : end.start() if end else len(text)]
    if lexicon.not_reported.search(plain(text[start : written.end] + behind)):
        return True
    sentence = max((m.end() for m in SENTENCE_END.finditer(text, earliest, written.start)), default=earliest)
    spoken = text[max(sentence, before) : written.start]
    if lexicon.other_times.search(plain(spoken + behind)):
        return True
    return period_code is not None and any(speaks_of_other_period(words, period_code) for words in (spoken, behind))
