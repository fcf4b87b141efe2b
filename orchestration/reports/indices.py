"""Index scores that a text states: PAR INDEX, SIPAS, PAPI, PCI with components, maximum and rank."""

import re
from collections.abc import Iterable

from orchestration.reports.blocks import Block
from orchestration.reports.found import IndexScore
from orchestration.reports.lexicon import load_lexicon
from orchestration.reports.numbers import parse_number
from orchestration.reports.text import plain

_SCORE = re.compile(r"(?<![\d.,/])(\d+(?:[.,]\d+)?)(?:\s*/\s*(\d+(?:[.,]\d+)?))?\s*(%|điểm)", re.IGNORECASE)
_TOTAL_BEFORE = re.compile(r"(?:đạt|được|là|:)\s*$", re.IGNORECASE)
_RANK = re.compile(r"(?:xếp|đứng|hạng|vị trí)[^.;,\d]{0,30}?(\d{1,3})\s*/\s*(\d{1,3})", re.IGNORECASE)
_AIM = re.compile(r"phấn đấu|từ\s+\d+[\d.,]*\s*(?:%|điểm)\s*trở lên|mục tiêu|trên\s+\d", re.IGNORECASE)


def read_index_scores(blocks: Iterable[Block]) -> list[IndexScore]:
    """Scores stated in sentences that name an index; aims of a plan are none."""
    lexicon = load_lexicon()
    scores: list[IndexScore] = []
    for block in blocks:
        text = block.text
        indices = {index for index, pattern in lexicon.indices if pattern.search(plain(text))}
        if len(indices) != 1 or _AIM.search(text):
            continue
        index = indices.pop()
        named = next(pattern for name, pattern in lexicon.indices if name == index).search(plain(text))
        year = re.search(r"năm\s+(\d{4})", text[named.start() :] if named else text)
        found = _scores_of(block, index, year[1] if year else None)
        if any(score.component_code == "total" for score in found):
            scores += found
    return scores


def _scores_of(block: Block, index: str, period_code: str | None) -> list[IndexScore]:
    """The total first (with the rank beside it), then the components that the words before each score name."""
    text, before = block.text, 0
    found: list[IndexScore] = []
    for match in _SCORE.finditer(text):
        component = _component(text[before : match.start()], is_first=not found)
        score = parse_number(match[1])
        if component and score and component not in {s.component_code for s in found}:
            maximum = parse_number(match[2]) if match[2] else None
            found.append(
                IndexScore(
                    index, component, score.value, match[0], block.span(match.start(1), match.end(1)),
                    max_score=maximum.value if maximum else (100.0 if component == "total" else None),
                    half_unit=score.half_unit(), period_code=period_code,
                )
            )  # fmt: skip
        before = match.end()
    rank = _RANK.search(text)
    if found and rank and found[0].component_code == "total":
        found[0].rank, found[0].rank_of = int(rank[1]), int(rank[2])
    return found


def _component(words: str, is_first: bool) -> str | None:
    """Which component a score belongs to; the first score that a sentence gives an index is its total."""
    if is_first:
        return "total" if _TOTAL_BEFORE.search(words) else None
    clause = plain(re.split(r"[;.]\s", words)[-1])
    fitting = (name for name, patterns in load_lexicon().index_components if all(p.search(clause) for p in patterns))
    return next(fitting, None)
