"""What a reader makes of a file: blocks in reading order, each knowing the place it came from."""

import re
from dataclasses import dataclass, field

from orchestration.reports.found import Remark

_BULLET = re.compile(r"\s*([-–—+•]|\*(?!\*))\s*(?=\S)")
MAX_CHARACTERS = 2_000_000  # a province's yearly report has one million; more would take more than 30 seconds
_LEVELS = {"-": 1, "–": 1, "—": 1, "•": 1, "+": 2, "*": 2}


@dataclass(slots=True)  # not frozen: cells are made by the hundred, and a frozen one takes twice as long
class Cell:
    """A cell of a table: its text, its place, and the number a spreadsheet keeps in it."""

    text: str
    locator: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``cells`` empty) or a table row (``text`` empty).

    ``level`` is the depth of a bullet: 0 for running text, 1 for "-", 2 for "+". ``table`` numbers the table
    within the file; ``sheet`` names the worksheet. ``place`` is the locator of a paragraph without its span.
    ``is_margin`` marks what stands in the header or footer of pages.
    """

    text: str
    place: str
    cells: tuple[Cell, ...] = ()
    table: int = 0
    sheet: str = ""
    level: int = 0
    is_margin: bool = False

    def span(self, start: int, end: int) -> str:
        """The locator of the characters start..end (0-based, end exclusive) of a paragraph."""
        return f"{self.place}:{start + 1}-{end}"


@dataclass
class Document:
    """A file as read: its name (below the submission's folder), its format, its blocks, and what the reader
    assumed or could not read. ``margins`` stand in the headers and footers of its pages: no figure is looked for
    there, but they may say whose report it is."""

    name: str
    file_format: str
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    margins: list[Block] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[Block]:
        return [block for block in self.blocks if not block.cells]


def bullet_level(text: str) -> int:
    """Depth of a typed bullet: 0 none, 1 for "-", 2 for "+"."""
    match = _BULLET.match(text)
    return _LEVELS[match[1]] if match else 0


class UnreadableFile(Exception):
    """A file that cannot be read; the message says in Vietnamese why, for the officer who sent it."""


def too_large() -> UnreadableFile:
    return UnreadableFile(f"tệp quá lớn: hơn {MAX_CHARACTERS // 10**6} triệu ký tự, không thể là một báo cáo")
