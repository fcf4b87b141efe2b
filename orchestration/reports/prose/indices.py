"""Index scores that a text states: PAR INDEX, SIPAS, PAPI, PCI, QĐ 766, with components, maximum and rank."""

import re
from collections.abc import Iterable, Iterator

from orchestration.reports.blocks import Block
from orchestration.reports.found import IndexScore
from orchestration.reports.numbers import parse_number
from orchestration.reports.prose.lexicon import load_lexicon
from orchestration.reports.text import plain

_SCORE = re.compile(r"(?<![\d.,/])(\d+(?:[.,]\d+)?)(?:\s*/\s*(\d+(?:[.,]\d+)?))?\s*(%|điểm)", re.IGNORECASE)
_TOTAL_BEFORE = re.compile(r"(?:đạt|được|là|:)\s*$", re.IGNORECASE)
_RANK = re.compile(r"(?:xếp|đứng|hạng|vị trí|vị thứ)[^.;,\d]{0,30}?(\d{1,3})\s*/\s*(\d{1,3})(?!\d|/)", re.IGNORECASE)
_AIM = re.compile(r"phấn đấu|từ\s+\d+[\d.,]*\s*(?:%|điểm)\s*trở lên|mục tiêu|trên\s+\d|tối thiểu", re.IGNORECASE)
_YEAR = re.compile(r"năm\s+(\d{4})(?!\d)", re.IGNORECASE)
_LEAST_MAXIMUM_OF_A_TOTAL = 80


def read_index_scores(blocks: Iterable[Block]) -> list[IndexScore]:
    """Scores stated in sentences that name an index; aims of a plan are none."""
    scores: list[IndexScore] = []
    for block in blocks:
        if _AIM.search(block.text):
            continue
        for index, start, end in _mentions(block.text):
            scores += _scores_of(block, index, start, end)
    return scores


def _mentions(text: str) -> Iterator[tuple[str, int, int]]:
    """Stretches of a text that speak of one index: from where it is named to where the next one is."""
    lower = text.lower()
    named = sorted((m.start(), index) for index, pattern in load_lexicon().indices for m in pattern.finditer(lower))
    starts = [item for number, item in enumerate(named) if number == 0 or named[number - 1][1] != item[1]]
    for number, (start, index) in enumerate(starts):
        yield index, start, starts[number + 1][0] if number + 1 < len(starts) else len(text)


def _scores_of(block: Block, index: str, start: int, end: int) -> list[IndexScore]:
    """Totals (one a year) and the components that the words before each score name; none without a total."""
    text = block.text
    found: list[tuple[int, IndexScore]] = []
    before = start
    for match in _SCORE.finditer(text, start, end):
        words = text[before : match.start()]
        score, maximum = parse_number(match[1]), parse_number(match[2]) if match[2] else None
        component = _component(index, words, maximum.value if maximum else None)
        before = match.end()
        year = _year(text, start, match.start())
        is_known = any((s.component_code, s.period_code) == (component, year) for _, s in found)
        if component is None or score is None or is_known or (component != "total" and not found):
            continue
        best = maximum.value if maximum else None
        if component == "total":
            best = best or float(load_lexicon().index_maximum[index])
        locator = block.span(match.start(1), match.end(1))
        item = IndexScore(index, component, score.value, match[0], locator, max_score=best,
                          half_unit=score.half_unit(), period_code=year)  # fmt: skip
        found.append((match.start(), item))
    for rank in _RANK.finditer(text, start, end):
        _give_rank(found, rank)
    return [score for _, score in found]


def _give_rank(found: list[tuple[int, IndexScore]], rank: re.Match[str]) -> None:
    """A rank belongs to the total before it, else to the first one after it."""
    totals = [(place, score) for place, score in found if score.component_code == "total"]
    earlier = [score for place, score in totals if place < rank.start()]
    of = earlier[-1] if earlier else totals[0][1] if totals else None
    if of is not None and of.rank is None:
        of.rank, of.rank_of = int(rank[1]), int(rank[2])


def _year(text: str, start: int, score: int) -> str | None:
    """The year that a score is of: the last named before it behind the index's name, else the last before that."""
    behind = list(_YEAR.finditer(text, start, score))
    sentence = max((m.end() for m in re.finditer(r"\.\s", text[:start])), default=0)
    years = behind or list(_YEAR.finditer(text, sentence, start))
    return years[-1][1] if years else None


def _component(index: str, words: str, maximum: float | None) -> str | None:
    """Which component a score belongs to by the words since the score before it."""
    lexicon = load_lexicon()
    clause = plain(re.split(r"[;.]\s", words)[-1])
    own = [(name, patterns) for of, name, patterns in lexicon.index_components if of == index]
    named = next((name for name, patterns in own if all(p.search(clause) for p in patterns)), None)
    if named:
        return named
    is_total = _TOTAL_BEFORE.search(words) and not lexicon.index_parts.search(clause)
    return "total" if is_total and (maximum is None or maximum >= _LEAST_MAXIMUM_OF_A_TOTAL) else None
