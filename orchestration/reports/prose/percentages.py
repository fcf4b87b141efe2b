"""Percentages with the two numbers that they are of: "47/49 nhiệm vụ, đạt 95,9%", "495 hồ sơ chiếm 95% tổng số 523"."""

import re
from collections.abc import Iterator, Sequence

from orchestration.reports.found import Calculation
from orchestration.reports.prose.amounts import Amount, Sentence
from orchestration.reports.prose.lexicon import load_lexicon
from orchestration.reports.prose.splits import words
from orchestration.reports.prose.stated import calculation
from orchestration.reports.prose.totals import MARK, Total, total_of
from orchestration.reports.text import plain

_GOES_ON = re.compile(r";\s*(?:đã|đang|hiện|đồng thời|ngoài ra)\s", re.IGNORECASE)  # a list is over
_VERB = r"(?:chiếm|đạt|bằng|tương đương|tương ứng|ứng với|=)"
_RATE = r"(?:(?:với )?(?:t[ỷỉ] lệ|mức)\s*(?:là|đạt)?\s*)?:?\s*"
_LINK = re.compile(rf"\s*(?P<verb>{_VERB})?\s*{_RATE}", re.IGNORECASE)
_ENDS_IN_LINK = re.compile(rf"(?P<noun>.*\s)(?P<verb>{_VERB})\s+{_RATE}", re.IGNORECASE)
_RATE_FIRST = re.compile(
    r"(?P<noun>[^\d,.;:()]{0,60})\(\s*(?:(?:tức|tương ứng|tương đương|đạt|là|=)\s+)?", re.IGNORECASE
)
_TAIL = re.compile(r"[^,;.()\d]*")
_OF_ALL = re.compile(r"(?:và\b.*|(?:so với |trên |trong |của )?(?:tổng số|số|tổng)\b(?!.*\b(?:kế hoạch|chỉ tiêu)).*)?")
_OF_PLAN = re.compile(r"(?:so với )?(?:tổng số |số )?(?:kế hoạch|nhiệm vụ)")
_NAMED_WHOLE = re.compile(r"\s*(?:so với |trên |trong |của )?tổng số(?: [^\d.;:()]{0,60})?[:(]?\s*", re.IGNORECASE)
_CALLS_WHOLE = re.compile(r"(?:trong|trên) (?:tổng )?số\s*:?\s*$", re.IGNORECASE)
_PLANNED = re.compile(r"kế hoạch vốn|tổng (?:số )?vốn|vốn (?:được |đã )?giao|(?:kế hoạch|dự toán) (?:được )?giao")
_SPENT = re.compile(r"giải ngân|thanh toán|thực hiện|chi\b")
_OF_ONE_SOURCE = re.compile(r"vốn (?!đầu tư|kế hoạch|đã|được|là)\w|nguồn|chương trình|mtqg|dự án|kéo dài")
_OF_DEADLINES = re.compile(r"(?<!\w)(?:giải quyết|hạn|hẹn|trả|xử lý)(?!\w)")


def rates_in(sentence: Sentence) -> Iterator[Calculation]:
    """Fractions with their percentage ("47/49 nhiệm vụ, đạt 95,9%"), else whether they can be what they are called."""
    amounts, text = sentence.amounts, sentence.text
    for number, amount in enumerate(amounts):
        whole = amount.whole
        if whole is None or not _is_fraction(sentence, amount, whole):
            continue
        before = amounts[number - 1] if number else None
        behind = amounts[number + 1] if number + 1 < len(amounts) else None
        if behind and behind.kind == "percent" and _states_rate(sentence, amount, behind):
            # "3/5 phòng, 10/21 xã, đạt 50%" is of both
            is_of_both = before and before.whole and ";" not in text[before.last : amount.start]
            rate = None if is_of_both else behind
        elif before and before.kind == "percent" and _is_rate_first(sentence, before, amount):
            rate = before
        else:
            rate = None
        if rate and rate.is_exact:
            yield calculation("rate", sentence, rate, [amount, whole])
        if (rate is None or rate.value > 100) and _is_within(sentence, amount):
            yield calculation("part", sentence, amount, [whole])


def _is_fraction(sentence: Sentence, amount: Amount, whole: Amount) -> bool:
    """Whether two numbers with a stroke between them are a part and its whole, no rank, day or scale of a map."""
    is_day = whole.value <= 12 and whole.value < amount.value <= 31
    is_scale = amount.value == 1 and whole.value >= 100 and not _noun(sentence, amount)
    said = plain(sentence.text[max(0, amount.start - 20) : amount.start])
    return amount.is_exact and not (is_day or is_scale or words()["ranks"].search(said))


def _is_within(sentence: Sentence, fraction: Amount) -> bool:
    """Whether the first number of a fraction counts some of what the second counts."""
    is_beyond = words()["beyond"].search(plain(sentence.text))
    return fraction.kind == "count" and not is_beyond and bool(words()["within"].match(_noun(sentence, fraction)))


def _noun(sentence: Sentence, amount: Amount) -> str:
    return plain(MARK.sub("", re.split(r"[,;.:()\d]", sentence.text[amount.last :], maxsplit=1)[0]))


def _states_rate(sentence: Sentence, amount: Amount, rate: Amount) -> bool:
    link = _link(sentence, amount, rate)
    if link is None:
        return False
    tail = plain(_TAIL.match(sentence.text, rate.last)[0])  # type: ignore[index]
    noun, has_verb = link
    if not tail or (has_verb and _OF_ALL.fullmatch(tail)):
        return True
    is_of_plan = amount.kind == "money" or re.search(r"nhiệm vụ", noun)
    return bool(has_verb and is_of_plan and _OF_PLAN.match(tail))


def _link(sentence: Sentence, amount: Amount, rate: Amount) -> tuple[str, bool] | None:
    """The words behind a number that a percentage belongs to, and whether a verb ties them; None where it does not."""
    gap = MARK.sub("", sentence.text[amount.last : rate.start])
    *parts, last = re.split(r"[,;:(–]", gap) if len(gap) < 200 else ["", "?"]
    link = _LINK.fullmatch(last) or _ENDS_IN_LINK.fullmatch(last)
    if link is None:
        return None
    if "noun" in link.re.groupindex:
        parts.append(link["noun"])
    noun = plain(" ".join(parts))
    goes_on = all(words()["goes_on"].match(plain(part)) for part in parts[1:])
    return (noun, bool(link["verb"])) if goes_on and not words()["other_rates"].search(noun) else None


def _is_rate_first(sentence: Sentence, rate: Amount, fraction: Amount) -> bool:
    """Whether a percentage stands before its fraction: "đạt 95,9% (47/49 nhiệm vụ)"."""
    link = _RATE_FIRST.fullmatch(sentence.masked, rate.last, fraction.start)
    said = plain(sentence.text[max(0, rate.start - 60) : rate.start] + (link["noun"] if link else ""))
    closes = re.compile(r"[^\d()]{0,60}\)").match(sentence.text, fraction.last)
    return bool(link and closes and not re.search(r"hài lòng|phiếu|tăng|giảm|vượt|phấn đấu|mục tiêu", said))


def shares_in(sentence: Sentence, totals: Sequence[Total]) -> Iterator[Calculation]:
    """Percentages of a total that is named with them ("495 hồ sơ chiếm 95% tổng số 523") or that the number is listed
    below."""
    amounts, text = sentence.amounts, sentence.text
    for number in range(1, len(amounts)):
        part, share = amounts[number - 1], amounts[number]
        is_pair = share.kind == "percent" and part.kind != "percent" and part.whole is None
        if not (is_pair and share.is_exact and part.is_exact and (link := _link(sentence, part, share))):
            continue
        noun, has_verb = link
        behind = amounts[number + 1] if number + 1 < len(amounts) else None
        if has_verb and behind and _NAMED_WHOLE.fullmatch(sentence.masked, share.last, behind.start):
            if behind.is_exact and behind.kind == part.kind and behind.whole is None:
                yield calculation("share", sentence, share, [part, behind])
            continue
        before = amounts[number - 2].last if number > 1 else 0
        said = plain(f"{text[before : part.start]} {noun}")
        tail = plain(_TAIL.match(text, share.last)[0])  # type: ignore[index]
        verb = plain(text[part.last : share.start])
        is_spent = part.kind == "money" and _SPENT.search(said)
        is_other = (load_lexicon().last("aspect", said) and not is_spent) or re.search(r"\b(?:tăng|giảm|vượt)\b", said)
        if is_other or share.value > 100 or not (_OF_ALL.fullmatch(tail) or (is_spent and _OF_PLAN.match(tail))):
            continue
        if re.search(r"đạt|bằng", verb) and not (is_spent or re.search(r"hoàn thành|nhiệm vụ", said)):
            continue
        beside = amounts[number - 2] if number > 1 else None
        wholes = [whole for whole in _wholes(sentence, totals, part) if _can_be_of(said, noun, part, whole)]
        # "trực tuyến 400, bưu chính 95, chiếm 94%" is of both
        is_of_both = beside and beside.kind == part.kind and beside not in [whole.amount for whole in wholes]
        if wholes and not is_of_both:  # of several, the one that it fits best
            off, best = min((abs(100 * part.value / w.amount.value - share.value), n) for n, w in enumerate(wholes))
            # "giải ngân vốn trung ương 100 tỷ đồng, đạt 80%": of a plan that may not be among them
            if not (_OF_ONE_SOURCE.search(said) and off > share.half_unit):
                yield calculation("share", sentence, share, [part, wholes[best].amount])


def _wholes(sentence: Sentence, totals: Sequence[Total], part: Amount) -> Iterator[Total]:
    """The totals whose lists a number stands in, and those that the sentence itself calls the whole."""
    for total in totals:
        over = _GOES_ON.search(sentence.text, total.start, total.end)
        if total.start <= part.start < (over.start() if over else total.end):
            yield total
    earlier = [amount for amount in sentence.amounts if amount.start < part.start]
    # of several sums that are planned, any may be what was spent of
    is_spent = part.kind == "money" and any(
        a.kind == "money" and _PLANNED.search(_words_before(sentence, a)) for a in earlier
    )
    for number, amount in enumerate(earlier):
        if is_spent and amount.kind == "money":
            yield total_of(sentence, number, "")
        elif _CALLS_WHOLE.search(sentence.text[max(0, amount.start - 20) : amount.start]):
            yield total_of(sentence, number, _noun(sentence, amount))


def _words_before(sentence: Sentence, amount: Amount) -> str:
    return plain(re.split(r"\d[\d.,]*", sentence.masked[: amount.start])[-1])


def _can_be_of(said: str, noun: str, part: Amount, whole: Total) -> bool:
    """Whether a number counts some of what the whole counts; of dossiers received, none of those resolved."""
    fits = whole.amount.is_exact and whole.amount.kind == part.kind and 0 < part.value <= whole.amount.value
    is_of_deadlines = _OF_DEADLINES.search(said) and re.search(r"nhận", whole.head)
    return fits and not is_of_deadlines and _is_alike(noun, whole.noun)


def _is_alike(noun: str, other: str) -> bool:
    """Whether two numbers count the same; one that leaves it unsaid counts what the other does."""
    return not noun or not other or noun.split()[0] == other.split()[0]
