"""What a sentence says of a change: "6.120 hồ sơ, tăng 680 hồ sơ (12,5%) so với cùng kỳ (5.440 hồ sơ)"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from orchestration.reports.found import Calculation
from orchestration.reports.prose.amounts import Amount, Sentence
from orchestration.reports.prose.stated import calculation
from orchestration.reports.text import plain

_CHANGED = re.compile(r"(?<!\w)(tăng|giảm)(?:\s+(?:thêm|được|là|tương ứng|tương đương))?\s*$", re.IGNORECASE)
_WIDTH = 30  # characters before a number in which "tăng" may stand
_NO_CHANGE = re.compile(r"\s*(?:bậc|hạng|lần|điểm)", re.IGNORECASE)  # of ranks, "gấp … lần", percentage points
_BEFORE = re.compile(r"(?P<noun>[^\d.,;:()]{0,40}?)[\s,(–-]*(?:đã\s+)?", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?P<noun>[^\d.,;:()%]{0,30}?)[\s,(–-]*(?:hay|tức|tương đương|tương ứng|ứng với|bằng|đạt|=|tăng|giảm)?"
    r"\s*(?:(?:với )?t[ỷỉ] lệ)?\s*",
    re.IGNORECASE,
)
# "tăng 680 hồ sơ so với quý trước, tăng 5% so với cùng kỳ"
_ANEW = re.compile(r"so với .*(?<!\w)(?:tăng|giảm)(?!\w)", re.IGNORECASE)
_IN_BRACKET = re.compile(r"\s*\(\s*(?:tức|tương đương|tương ứng|tăng|giảm)?\s*", re.IGNORECASE)
_THEN = re.compile(
    r"[^\d.;:(]{0,40}so với [^\d.;:()]{0,60}?(?P<bracket>\(\s*)?(?:[^\d.;:()]{0,40}?(?:là|:|đạt)?\s*)", re.IGNORECASE
)
_CLOSES = re.compile(r"[^\d()]{0,40}\)")
_FROM = re.compile(r"(?<!\w)từ\s*$", re.IGNORECASE)
_TO = re.compile(r"(?:[^\d.;:()]{0,40}?\s)?(?:lên|xuống|còn|thành)(?:\s+(?:còn|lại|thành|đạt))*\s*", re.IGNORECASE)
_BEFORE_FROM = re.compile(r"[^\d.;:()]{0,30}[,(\s]từ\s*", re.IGNORECASE)
# the year before as it is named; "cùng kỳ tháng trước", "cùng kỳ các năm" are other times
_YEAR_BEFORE = re.compile(
    r"(?:(?!so với)[^\d.,;:(]){0,40}so với (?:số liệu )?"
    r"(?:cùng kỳ(?:(?: của)? năm (?:liền )?(?:trước|ngoái)|(?:(?: của)? năm)? (?P<year>(?:19|20)\d\d))?"
    r"|(?P<whole>năm) (?:(?:liền )?(?:trước|ngoái)|(?P<whole_year>(?:19|20)\d\d)))"
    r"(?!\w|\s*(?:của|năm|quý|tháng|tuần|kỳ|trước|các|những|giai|\d))",
    re.IGNORECASE,
)
_PLAIN_YEAR = re.compile(r"(?:19|20)\d\d")


def changes_in(sentence: Sentence, period_code: str | None = None) -> Iterator[Calculation]:
    """Differences and their percentages, as far as the numbers that they are made of are stated too, or can be looked
    up in the report on the same period of the year before."""
    amounts, text = sentence.amounts, sentence.masked
    for number, amount in enumerate(amounts):
        said = _CHANGED.search(text[max(0, amount.start - _WIDTH) : amount.start])
        if not said or not _usable(amount) or _NO_CHANGE.match(text, amount.last):
            continue
        if number and amounts[number - 1].kind == "percent" and amount.kind != "percent":
            continue  # "tăng 12,5% (tăng 680 hồ sơ)": read with the percentage
        start = max(0, amount.start - _WIDTH) + said.start()
        sign = 1 if plain(said[1]) == "tăng" else -1
        change, rate, last = _change_and_rate(sentence, number)
        before = _then(sentence, last)
        now = _now(sentence, number, start, change)
        if before is None:
            before, now = _from_to(sentence, number, start) or (None, now)
        yield from _stated(sentence, sign, change, rate, now, before)
        # "680 hồ sơ so với cùng kỳ, tương đương 12,5%", "680 hồ sơ (12,5%) so với cùng kỳ"
        if now and any(_is_since_year_before(sentence, amounts[n].last, period_code) for n in {number, last}):
            yield from _since_year_before(sentence, sign, change, rate, now, before)


def _stated(
    sentence: Sentence, sign: int, change: Amount | None, rate: Amount | None, now: Amount | None, before: Amount | None
) -> Iterator[Calculation]:
    if len({a.kind for a in (change, now, before) if a}) > 1:
        return
    pairs = [(now, before)] if now and before else []
    if change and now and before:
        yield calculation("change", sentence, change, [now, before], sign)
    if change and before:
        pairs.append((_moved(before, change, sign), before))
    if change and now:
        pairs.append((now, _moved(now, change, -sign)))
    pairs = [pair for pair in pairs if pair[1].value > 0]
    if rate and pairs:  # of several, those that it fits best: a wrong change is told once
        best = min(pairs, key=lambda pair: abs(100 * (pair[0].value / pair[1].value - 1) - sign * rate.value))
        yield calculation("growth", sentence, rate, best, sign)


def _is_since_year_before(sentence: Sentence, start: int, period_code: str | None) -> bool:
    """Whether the words behind a change hold it against the year before the report's period, on the same span of it."""
    said = _YEAR_BEFORE.match(sentence.text, start)
    if not said or (said["whole"] and len(period_code or "") != len("2023")):
        return False
    year = said["year"] or said["whole_year"]
    return not year or (period_code is not None and period_code[:4] == str(int(year) + 1) and "/" not in period_code)


def _since_year_before(
    sentence: Sentence, sign: int, change: Amount | None, rate: Amount | None, now: Amount, before: Amount | None
) -> Iterator[Calculation]:
    """What the sentence says that last year's report stated: the value itself, else the change since, else its rate."""
    if any(a.kind != now.kind for a in (change, before) if a):
        return
    if before:
        yield calculation("value_year_before", sentence, before, [now])
    elif change:
        yield calculation("change_year_before", sentence, change, [now], sign)
    elif rate:
        yield calculation("growth_year_before", sentence, rate, [now], sign)


def _moved(base: Amount, change: Amount, sign: int) -> Amount:
    """The value on the other side of a change that states only one of them; its place is that of the change."""
    return replace(
        change,
        value=base.value + sign * change.value,
        half_unit=base.half_unit + change.half_unit,
        text=f"({base.text} {'+' if sign > 0 else '−'} {change.text})",
    )


def _usable(amount: Amount) -> bool:
    return amount.is_exact and amount.whole is None


def _change_and_rate(sentence: Sentence, number: int) -> tuple[Amount | None, Amount | None, int]:
    """The change, its percentage, and which number is the last of them: "680 hồ sơ (12,5%)", "12,5% (680 hồ sơ)"."""
    first = sentence.amounts[number]
    second = sentence.amounts[number + 1] if number + 1 < len(sentence.amounts) else None
    is_beside = (
        second is not None
        and _usable(second)
        and (first.kind == "percent") != (second.kind == "percent")
        and not _ANEW.search(sentence.masked, first.last, second.start)
        and (_BESIDE if second.kind == "percent" else _IN_BRACKET).fullmatch(sentence.masked, first.last, second.start)
    )
    if not is_beside:
        return (None, first, number) if first.kind == "percent" else (first, None, number)
    return (second, first, number + 1) if first.kind == "percent" else (first, second, number + 1)


def _then(sentence: Sentence, last: int) -> Amount | None:
    """The value that a change is held against: "so với cùng kỳ (5.440 hồ sơ)"."""
    if last + 1 == len(sentence.amounts):
        return None
    amount = sentence.amounts[last + 1]
    link = _THEN.fullmatch(sentence.masked, sentence.amounts[last].last, amount.start)
    if not link or not _usable(amount) or amount.kind == "percent" or _PLAIN_YEAR.fullmatch(amount.text):
        return None
    return amount if not link["bracket"] or _CLOSES.match(sentence.masked, amount.last) else None


def _now(sentence: Sentence, number: int, start: int, change: Amount | None) -> Amount | None:
    """The number right before "tăng", where the change counts the same as it."""
    if number == 0:
        return None
    amount = sentence.amounts[number - 1]
    link = _BEFORE.fullmatch(sentence.masked, amount.last, start)
    if not link or not _usable(amount) or amount.kind == "percent" or _PLAIN_YEAR.fullmatch(amount.text):
        return None
    if _CHANGED.search(sentence.masked[max(0, amount.start - _WIDTH) : amount.start]):
        return None  # "tăng 120 so với quý trước, tăng 5% so với cùng kỳ": a change itself
    noun = plain(link["noun"]).split()
    counted = _noun(sentence, change) if change else []
    return amount if counted == noun[: len(counted)] else None


def _noun(sentence: Sentence, amount: Amount) -> list[str]:
    behind = re.split(
        r"[^\w\s]|\d|(?<!\w)(?:so với|tương|hay|tức|bằng|là)(?!\w)", sentence.text[amount.last :], maxsplit=1
    )
    return plain(behind[0]).split()


def _from_to(sentence: Sentence, number: int, start: int) -> tuple[Amount, Amount] | None:
    """Both values of "từ 5.440 lên 6.120 hồ sơ", right before or right behind a change."""
    amounts, text = sentence.amounts, sentence.masked
    if number >= 2 and _BEFORE.fullmatch(text, amounts[number - 1].last, start):
        pair = amounts[number - 2 : number]
    elif number + 2 < len(amounts) and _BEFORE_FROM.fullmatch(text, amounts[number].last, amounts[number + 1].start):
        pair = amounts[number + 1 : number + 3]
    else:
        return None
    before, now = pair
    is_from = _FROM.search(text[max(0, before.start - 10) : before.start])
    fits = is_from and _TO.fullmatch(text, before.last, now.start) and _usable(before) and _usable(now)
    return (before, now) if fits and before.kind == now.kind != "percent" else None
