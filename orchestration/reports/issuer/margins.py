"""What headers and footers of pages say of the unit and the period: the last that a document is asked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from orchestration.reports.blocks import Block, Document
from orchestration.reports.issuer.head_lines import Line, lines_of
from orchestration.reports.issuer.heading import CITES, whole_period
from orchestration.reports.issuer.hint import Hint, naming
from orchestration.reports.issuer.issuer import RANKS
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.text import bare, one_line

_PART = re.compile(r".*!(?:header|footer)(?: \d+)?")
# what a form was laid down by, whom it is for: the unit and the year there are others'
_OF_OTHERS = re.compile(r"ban hành|kèm theo|quyết định|thông tư|nghị quyết|công văn|nơi nhận|gửi\b", re.IGNORECASE)
_TITLED = re.compile(r"\W*(?:báo cáo|kế hoạch|biểu|phụ lục)\b", re.IGNORECASE)
_LONGEST = 200  # characters of a line
_WHERE = "đầu, chân trang"


def periods_in_margins(document: Document) -> Iterator[Hint]:
    """Periods that lines of headers and footers name; a year alone is one only where the line is a title."""
    for block, line in _lines(document):
        code = None if CITES.match(line.text) else whole_period(line.text)
        if code and (not code.isdigit() or _TITLED.match(line.text)):
            yield Hint(_WHERE, one_line(line.text), line.place, code, sheet=block.sheet)


def units_in_margins(document: Document, register: UnitRegister) -> Iterator[Hint]:
    """The lowest unit that each header and footer names, with the others there; none where several are the lowest."""
    for _, group in groupby(_lines(document), key=lambda item: _part(item[0])):
        named = [(mention, *item) for item in group for mention in register.mentions(item[1].text)]
        if not named:
            continue
        rank = min(RANKS[mention.level] for mention, _, _ in named)
        lowest = {bare(mention.name): (mention, block) for mention, block, _ in named if RANKS[mention.level] == rank}
        if len(lowest) == 1:
            mention, block = next(iter(lowest.values()))
            others = (other for other, _, _ in named if other.name != mention.name)
            yield replace(naming(_WHERE, mention, block.place, *others), sheet=block.sheet)


def _lines(document: Document) -> Iterator[tuple[Block, Line]]:
    for block in document.margins:
        for line in lines_of(block):
            if len(line.text) < _LONGEST and not _OF_OTHERS.search(line.text):
                yield block, line


def _part(block: Block) -> str:
    found = _PART.match(block.place)
    return found[0] if found else block.place
