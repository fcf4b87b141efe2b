"""The head of a document line by line, however its letterhead was laid out."""

import re
from dataclasses import dataclass
from itertools import takewhile

from orchestration.reports.blocks import Block

HEAD_BLOCKS = 45  # blocks in which a document introduces itself
# A letterhead of two columns, typed with tabs or spaces, or glued together as text taken from a PDF is; a day or a
# number left open is no second column.
_COLUMNS = re.compile(
    r"\n|\t|(?<!\s)(?<!ngày)(?<!tháng)(?<!:) {3,}|\s(?=c[ộô]ng h(?:òa|oà|oa) xã hội)|\s(?=độc lập\s*[-–]\s*tự do)"
    r"|(?<=UBND)\s+(?=[^\W\d][^,]{1,40},\s*ngày)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """A line of the head of a document and the locator of its block."""

    text: str
    place: str


def head_of(blocks: list[Block]) -> list[Block]:
    """The first blocks of a document; of a sheet, the rows above the header of its form."""
    return list(takewhile(lambda block: not (block.sheet and _is_header(block)), blocks[:HEAD_BLOCKS]))


def _is_header(row: Block) -> bool:
    return any(cell.text.strip().upper() in ("STT", "TT") for cell in row.cells)


def lines_of(block: Block) -> list[Line]:
    """A block's text line by line; the cells of a head table are lines too."""
    texts = [block.text] if block.text else [cell.text for cell in block.cells]
    return [Line(part.strip(), block.place) for text in texts for part in _COLUMNS.split(text) if part.strip()]
