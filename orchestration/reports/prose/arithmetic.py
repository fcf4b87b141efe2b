"""Arithmetic that sentences state of their own numbers, whether or not an indicator covers them.

Precision comes first: a list is held against its total only where its words make it the whole, a percentage against two
numbers only where nothing else stands between them. What is found is recomputed in dbt (int_check_calculation).
"""

from collections.abc import Iterable

from orchestration.reports.blocks import Block
from orchestration.reports.found import Calculation
from orchestration.reports.prose.amounts import sentences
from orchestration.reports.prose.changes import changes_in
from orchestration.reports.prose.percentages import rates_in, shares_in
from orchestration.reports.prose.totals import MARK, Total, noted_in, sum_of_bullets, sum_of_note, sums_in, totals_in


def read_calculations(blocks: Iterable[Block], period_code: str | None = None) -> list[Calculation]:
    """The calculations that paragraphs state, in the order of reading; lists below a line and in footnotes included.

    ``period_code`` is the report's; with it, a year that a sentence names is known for the year before.
    """
    found: list[Calculation] = []
    noted: dict[str, Total] = {}  # by footnote mark: what the note explains
    blocks = [block for block in blocks if block.text.strip()]
    for number, block in enumerate(blocks):
        note = MARK.match(block.text.lstrip())
        if note and note[0] in noted:
            found += sum_of_note(block, noted[note[0]])
        for sentence in sentences(block):
            totals = list(totals_in(sentence))
            found += [*rates_in(sentence), *shares_in(sentence, totals), *sums_in(totals)]
            found += changes_in(sentence, period_code)
            found += sum_of_bullets(totals, blocks, number)
            noted |= noted_in(sentence)
    return found
