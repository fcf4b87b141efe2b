"""One reader a format: bytes of a file to blocks with locators. Nothing here knows what a figure is."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePath

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from orchestration.reports.blocks import Block, Cell, Document, UnreadableFile
from orchestration.reports.text import clean, without_tags

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BULLET = re.compile(r"\s*([-–—+•*])\s*(?=\S)")
_LEVELS = {"-": 1, "–": 1, "—": 1, "•": 1, "+": 2, "*": 2}
_MAX_PART_BYTES = 200 * 1024 * 1024


def read_document(name: str, content: bytes) -> Document:
    """Read a file into blocks.

    Raises UnreadableFile, with a Vietnamese reason, when the format is unknown, the file is empty or damaged.
    """
    file_format = PurePath(name).suffix.lower().lstrip(".")
    reader = READERS.get(file_format)
    if reader is None:
        known = ", ".join(f".{suffix}" for suffix in sorted(READERS))
        raise UnreadableFile(f"chưa đọc được định dạng .{file_format or '?'}; các định dạng đọc được: {known}")
    if not content.strip():
        raise UnreadableFile("tệp rỗng, không có nội dung")
    blocks = list(reader(PurePath(name).name, content))
    if not blocks:
        raise UnreadableFile("tệp không có đoạn văn hay bảng nào")
    return Document(name, file_format, blocks)


def bullet_level(text: str) -> int:
    """Depth of a typed bullet: 0 none, 1 for "-", 2 for "+"."""
    match = _BULLET.match(text)
    return _LEVELS[match[1]] if match else 0


# --- plain text -------------------------------------------------------------------------------------------


def _read_text(name: str, content: bytes) -> Iterator[Block]:
    """Lines are paragraphs; lines with tabs are rows of a table, which a blank line ends."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = content.decode("utf-16")
        else:
            raise UnreadableFile("không phải văn bản mã UTF-8; hãy lưu lại với mã UTF-8") from None
    if "\x00" in text:
        raise UnreadableFile("tệp nhị phân mang đuôi .txt")
    table, in_table = 0, False
    for number, line in enumerate(text.splitlines(), start=1):
        line = clean(line)
        place = f"{name}!L{number}"
        if "\t" in line:
            table += not in_table
            in_table = True
            yield Block("", place, tuple(_text_cells(place, line)), table=table)
        elif line.strip():
            in_table = False
            yield Block(line, place, level=bullet_level(line))
        else:
            in_table = False


def _text_cells(place: str, line: str) -> Iterator[Cell]:
    start = 0
    for raw in line.split("\t"):
        lead = len(raw) - len(raw.lstrip())
        width = max(len(raw.strip()), 1)
        yield Cell(without_tags(raw), f"{place}:{start + lead + 1}-{start + lead + width}")
        start += len(raw) + 1


# --- Word -------------------------------------------------------------------------------------------------


def _read_docx(name: str, content: bytes) -> Iterator[Block]:
    """Paragraphs and tables of the body in order; a paragraph's place is its number outside tables."""
    body = _word_body(content)
    paragraph = table = 0
    for element in _flattened(body):
        if element.tag == f"{_W}p":
            paragraph += 1
            text = _paragraph_text(element)
            if text.strip():
                level = bullet_level(text) or _list_level(element)
                yield Block(text, f"{name}!paragraph {paragraph}", level=level)
        else:
            table += 1
            yield from _word_rows(name, element, table)


def _word_body(content: bytes) -> etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = archive.getinfo("word/document.xml")
            if part.file_size > _MAX_PART_BYTES:
                raise UnreadableFile("nội dung tệp Word quá lớn")
            xml = archive.read(part)
    except (zipfile.BadZipFile, KeyError):
        raise UnreadableFile("không phải tệp Word .docx, hoặc tệp bị hỏng hay đặt mật khẩu") from None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        body = etree.fromstring(xml, parser).find(f"{_W}body")
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(f"nội dung tệp Word bị hỏng ({error.msg})") from None
    if body is None:
        raise UnreadableFile("tệp Word không có phần nội dung")
    return body


def _flattened(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, also those inside content controls."""
    for element in parent:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _flattened(element)


def _paragraph_text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        else:
            parts.append("-" if node.tag == f"{_W}noBreakHyphen" else " ")
    return clean("".join(parts))


def _list_level(paragraph: etree._Element) -> int:
    """Depth of a Word list item (an automatic bullet has no typed sign)."""
    numbering = paragraph.find(f"{_W}pPr/{_W}numPr")
    if numbering is None:
        return 0
    level = numbering.find(f"{_W}ilvl")
    return int(level.get(f"{_W}val", "0")) + 1 if level is not None else 1


def _word_rows(name: str, table: etree._Element, number: int) -> Iterator[Block]:
    for row_no, row in enumerate(table.iter(f"{_W}tr"), start=1):
        cells: list[Cell] = []
        for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt"):
            locator = f"{name}!table {number}!row {row_no}!col {len(cells) + 1}"
            lines = [_paragraph_text(p) for p in cell.iter(f"{_W}p")]
            merged_down = cell.find(f"{_W}tcPr/{_W}vMerge")
            hidden = merged_down is not None and merged_down.get(f"{_W}val", "continue") == "continue"
            text = "" if hidden else without_tags("\n".join(lines))
            cells.append(Cell(text, locator))
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            # a merged cell keeps the columns of its neighbours in place
            cells.extend(
                Cell("", locator) for _ in range(int(span.get(f"{_W}val", "1")) - 1 if span is not None else 0)
            )
        yield Block("", f"{name}!table {number}!row {row_no}", tuple(cells), table=number)


# --- Excel ------------------------------------------------------------------------------------------------


def _read_xlsx(name: str, content: bytes) -> Iterator[Block]:
    """Every row of every sheet, hidden ones too; addresses are those that Excel shows."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, sheet in enumerate(workbook.sheets_metadata, start=1):
            if sheet.visible == SheetVisibleEnum.VeryHidden:
                continue
            rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            for row_no, row in enumerate(rows, start=1):
                if any(value != "" for value in row):
                    place = f"{name}!{sheet.name}"
                    cells = tuple(_excel_cell(place, row_no, col, value) for col, value in enumerate(row))
                    yield Block("", f"{place}!{row_no}", cells, table=number, sheet=sheet.name)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise UnreadableFile(f"không phải tệp Excel .xlsx, hoặc tệp bị hỏng hay đặt mật khẩu ({error})") from None


def _excel_cell(place: str, row: int, column: int, value: object) -> Cell:
    locator = f"{place}!{column_letters(column)}{row}"
    if isinstance(value, bool):
        return Cell("1" if value else "0", locator, float(value))
    if isinstance(value, int | float):
        return Cell(f"{value:g}" if abs(value) < 1e15 else str(value), locator, float(value))
    return Cell(without_tags(clean(str(value))), locator)


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


READERS: dict[str, Callable[[str, bytes], Iterator[Block]]] = {
    "txt": _read_text,
    "docx": _read_docx,
    "xlsx": _read_xlsx,
}
