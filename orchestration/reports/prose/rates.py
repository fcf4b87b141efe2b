"""Sums of money and percentages in sentences: which indicator the words around them speak of."""

import re
from collections.abc import Mapping

from orchestration.reports.found import Statement
from orchestration.reports.prose.clauses import LOOK_BACK, SENTENCE_END
from orchestration.reports.prose.lexicon import Lexicon, Phrase
from orchestration.reports.prose.written import Written
from orchestration.reports.text import plain

_CLAUSE_END = re.compile(r"[;.](?=\s|$)|[,()]|(?:^|\s)và\s(?=t[ỷỉ] lệ|mức độ|chỉ số)", re.IGNORECASE)
_LINK = re.compile(r"[\s,;:(–-]*(?:chiếm|đạt|tương đương|bằng)?\s*(?:t[ỷỉ] lệ)?\s*:?\s*", re.IGNORECASE)
# "47/49 nhiệm vụ của Kế hoạch, đạt 95,9 %"
_FAR_LINK = re.compile(
    r"(?:(?!(?<!trước)\svà\s)[^,;:().])*[,(]\s*(?:chiếm|đạt|tương đương|bằng)\s*(?:t[ỷỉ] lệ)?\s*:?\s*", re.IGNORECASE
)
_COUNTED = re.compile(r"^\s*(?:hồ sơ|nhiệm vụ|người|tthc|triệu đồng|tỷ đồng|đồng)(?!\w)", re.IGNORECASE)
_STATES_A_RATE = re.compile(r"đạt|tỷ lệ|tỉ lệ|là|:|chiếm|^\W*$|toàn|hoàn thành|giải ngân|số hóa")
_RATE = re.compile(r"t[ỷỉ] lệ|mức độ|chỉ số")


def money_indicator(lexicon: Lexicon, clause: str, spoken: str, paragraph: str) -> str | None:
    """The one indicator that the words before a sum fit.

    ``clause`` are its own words, ``spoken`` all since the number before it or the start of the sentence.
    """
    fitting = {p.indicator for p in lexicon.money if p.fits(clause, spoken, paragraph)}
    return fitting.pop() if len(fitting) == 1 and not lexicon.not_reported.search(clause) else None


def percent_indicator(
    lexicon: Lexicon, rate_of: Mapping[str, str], text: str, written: Written, before: int, gap: str,
    previous: Statement | None,
) -> tuple[str | None, Statement | None]:  # fmt: skip
    """The rate that a percentage states, with the count that it belongs to ("495 hồ sơ, chiếm 95 %").

    ``before`` is where the number before it ends, ``gap`` the text between, ``previous`` what that number was.
    """
    after = plain(_CLAUSE_END.split(text[written.end :].lstrip(" %"))[0])
    is_share_of_aim = bool(lexicon.share_of_aim.search(after))
    is_of_its_own = re.match(r"(?:số )?(?:hồ sơ|tthc|thủ tục)\s+\w", after)  # "đạt 100 % hồ sơ đúng hạn"
    if before and not is_of_its_own and (_LINK.fullmatch(_COUNTED.sub("", gap)) or _FAR_LINK.fullmatch(gap)):
        rate = rate_of.get(previous.indicator_code) if previous else None
        return (None if is_share_of_aim and rate not in lexicon.rates_of_plans else rate), previous
    own = _words_of_rate(text[before : written.start], is_first=before == 0)
    if own is None or not _STATES_A_RATE.search(own):
        return None, None
    end = SENTENCE_END.search(text, written.end)
    earliest = max(0, written.start - LOOK_BACK)
    start = max((m.end() for m in SENTENCE_END.finditer(text, earliest, written.start)), default=earliest)
    elsewhere = plain(text[start : end.start() if end else len(text)])
    clause = f"{own} % {after}"
    fitting = {p.indicator for p in lexicon.percents if _fits(p, clause, elsewhere)}
    if len(fitting) != 1:
        return None, None
    indicator = fitting.pop()
    return (None if is_share_of_aim and indicator not in lexicon.rates_of_plans else indicator), None


def _fits(phrase: Phrase, clause: str, sentence: str) -> bool:
    """Whether a phrase fits, and the words that would narrow it stand nowhere else in the sentence."""
    narrowed = phrase.apart.search(sentence) and not phrase.apart.search(clause)
    return phrase.fits(clause, clause, clause) and not narrowed


def _words_of_rate(gap: str, is_first: bool) -> str | None:
    """The words before a percentage that are its own; None where they begin in the middle of another number's."""
    sentence = SENTENCE_END.split(gap)[-1]
    if is_first or sentence != gap:
        parts = sentence
    else:
        end = re.search(r"[,;:()]|\svà\s", gap)
        if end is None:
            return None
        parts = gap[end.end() :]
    words = plain(parts)
    rates = list(_RATE.finditer(words))
    return words[rates[-1].start() :] if len(rates) > 1 and "," in words[: rates[-1].start()] else words
