"""No text is too odd for the readers of sentences, and what they find stands where they say it does."""

import math
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import Block, bullet_level
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.prose.arithmetic import read_calculations
from orchestration.reports.prose.prose import read_prose
from orchestration.settings import Settings

CATALOGUE = Catalogue(Settings().indicators_csv, Settings().fields_csv)
CASES = [
    case
    for name in ("prose_cases.yml", "arithmetic_cases.yml")
    for case in yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
]
SENTENCES = st.sampled_from([case["text"] if "text" in case else "\n".join(case["lines"]) for case in CASES])
ODDITIES = st.one_of(
    st.integers(0, 10**9).map(lambda number: f"{number:,}".replace(",", ".")),
    st.from_regex(r"[0-9][0-9.,/%¹²–-]{0,6}", fullmatch=True),
    st.sampled_from([",", ".", ";", ":", "(", ")", "%", "/", "-", "–", "…", "¹", "“", "\n", "\n- ", "\n+ ", "\n* "]),
    st.text(max_size=3),
)


@st.composite
def texts(draw) -> str:
    """Stretches of sentences of reports, cut anywhere, with something odd between them."""
    pieces = []
    for sentence in draw(st.lists(SENTENCES, max_size=4)):
        cut = st.integers(0, len(sentence))
        start, end = draw(st.one_of(st.just(0), cut)), draw(st.one_of(st.just(len(sentence)), cut))
        pieces += [draw(st.one_of(st.just(""), ODDITIES)), sentence[start:end]]
    return draw(st.sampled_from(["", " "])).join(pieces)


PERIODS = st.sampled_from([None, "2023-Q1", "2023-H1", "2023-9M", "2023", "2023-03", "2011/2020"])


def written_at(blocks: list[Block], locator: str) -> str:
    """What stands at a place such as r.txt!L3:14-18, counted in characters from 1."""
    line, span = locator.removeprefix("r.txt!L").split(":")
    start, end = span.split("-")
    return blocks[int(line)].text[int(start) - 1 : int(end)]


@settings(derandomize=True, max_examples=500, deadline=None)
@given(texts(), PERIODS)
def test_what_is_found_in_any_text_stands_at_its_place(text, period_code):
    blocks = [Block(line, f"r.txt!L{n}", level=bullet_level(line)) for n, line in enumerate(text.split("\n"))]
    for statement in read_prose(blocks, CATALOGUE, period_code).statements:
        assert statement.indicator_code in CATALOGUE.indicators
        assert statement.value is None or (math.isfinite(statement.value) and statement.value >= 0)
        if statement.value_state == "reported":
            assert statement.value_text in written_at(blocks, statement.source_locator)
    for found in read_calculations(blocks, period_code):
        values = [found.stated_value, *found.operands, found.stated_half_unit, *found.operand_half_units]
        assert all(map(math.isfinite, values))
        assert written_at(blocks, found.source_locator) == found.stated_text
        for locator in found.operand_locators:
            assert written_at(blocks, locator)[0].isdigit()
