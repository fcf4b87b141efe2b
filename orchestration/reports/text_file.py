"""Text files: lines are paragraphs, lines with tabs are rows of a table."""

import re
from collections.abc import Iterator

from orchestration.reports.blocks import MAX_CHARACTERS, Block, Cell, UnreadableFile, bullet_level, too_large
from orchestration.reports.text import clean, without_tags

_MARKER = re.compile(r"\s*(?:[-–—+•*]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]+)[.)]?)\s*")


def read_txt(name: str, content: bytes) -> Iterator[Block]:
    """Lines are paragraphs; lines with tabs are rows of a table, which a blank line ends."""
    table, in_table = 0, False
    for number, raw in enumerate(_decoded(content).split("\n"), start=1):
        line, place = clean(raw), f"{name}!L{number}"
        if not line.strip():
            # a row of empty cells does not end its table
            in_table = in_table and "\t" in line
        elif _is_row(line, in_table):
            table += not in_table
            in_table = True
            yield Block("", place, tuple(_text_cells(place, line)), table=table)
        else:
            in_table = False
            yield Block(line, place, level=bullet_level(line))


def _decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark; line ends as \\n, page breaks as spaces."""
    if len(content) > 4 * MAX_CHARACTERS:
        raise too_large()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile(
            "không phải văn bản mã Unicode UTF-8 (có thể là TCVN3, VNI hoặc Windows-1258); hãy lưu lại với mã UTF-8"
        ) from None
    if "\x00" in text:
        raise UnreadableFile("tệp nhị phân mang đuôi .txt")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate({0x0B: " ", 0x0C: " "})


def _is_row(line: str, in_table: bool) -> bool:
    """Whether a line with tabs is a table's row, rather than an indented paragraph or "1.⇥Mục đích"."""
    cells = line.split("\t")
    filled = [cell for cell in cells if cell.strip()]
    if in_table:
        return len(cells) > 1
    return len(filled) > 1 and not (len(cells) == 2 and _MARKER.fullmatch(cells[0]))


def _text_cells(place: str, line: str) -> Iterator[Cell]:
    start = 0
    for raw in line.split("\t"):
        lead = len(raw) - len(raw.lstrip())
        width = max(len(raw.strip()), 1)
        yield Cell(without_tags(raw), f"{place}:{start + lead + 1}-{start + lead + width}")
        start += len(raw) + 1
