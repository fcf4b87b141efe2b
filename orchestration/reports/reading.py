"""Bytes of a file to blocks with locators: one reader a format. Nothing here knows what a figure is."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath

from orchestration.reports.blocks import Block, Cell, Document, UnreadableFile, bullet_level
from orchestration.reports.excel import read_xlsx
from orchestration.reports.text import clean, without_tags
from orchestration.reports.word import read_docx

_MARKER = re.compile(r"\s*(?:[-–—+•*]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]+)[.)]?)\s*")
_MAX_CHARACTERS = 5_000_000  # a province's yearly report has one million


def read_document(name: str, content: bytes) -> Document:
    """Read a file into blocks.

    Raises UnreadableFile, with a Vietnamese reason, when the format is unknown, the file is empty, damaged or
    larger than any report.
    """
    file_format = PurePath(name).suffix.lower().lstrip(".")
    reader = READERS.get(file_format)
    if reader is None:
        known = ", ".join(f".{suffix}" for suffix in sorted(READERS))
        raise UnreadableFile(f"chưa đọc được định dạng .{file_format or '?'}; các định dạng đọc được: {known}")
    if not content.strip():
        raise UnreadableFile("tệp rỗng, không có nội dung")
    document = Document(name, file_format)
    characters = 0
    for block in reader(PurePath(name).name, content):
        characters += len(block.text) + sum(len(cell.text) for cell in block.cells)
        if characters > _MAX_CHARACTERS:
            raise _too_large()
        document.blocks.append(block)
    if not document.blocks:
        raise UnreadableFile("tệp không có đoạn văn hay bảng nào")
    return document


def _too_large() -> UnreadableFile:
    return UnreadableFile(f"tệp quá lớn: hơn {_MAX_CHARACTERS // 10**6} triệu ký tự, không thể là một báo cáo")


def _read_txt(name: str, content: bytes) -> Iterator[Block]:
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
    if len(content) > 4 * _MAX_CHARACTERS:
        raise _too_large()
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


READERS: dict[str, Callable[[str, bytes], Iterator[Block]]] = {
    "txt": _read_txt,
    "docx": read_docx,
    "xlsx": read_xlsx,
}
