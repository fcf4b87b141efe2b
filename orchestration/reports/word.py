"""Reading .docx: paragraphs, tables and footnotes of the body, in the order in which they are read."""

from collections.abc import Iterator

from lxml import etree

from orchestration.reports.blocks import Block, Cell, UnreadableFile, bullet_level
from orchestration.reports.package import Package, child_value
from orchestration.reports.text import SUPERSCRIPT, clean, without_tags

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}
_MAX_SPAN = 63  # columns that a Word table can have


class _Reader:
    """The state of one reading: how many paragraphs and tables have gone by, and the footnotes to come."""

    def __init__(self, name: str, footnotes: dict[str, etree._Element]):
        self.name, self.footnotes = name, footnotes
        self.paragraphs = self.tables = 0

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for element in _unwrapped(parent, {f"{_W}p", f"{_W}tbl"}):
            if element.tag == f"{_W}p":
                self.paragraphs += 1
                text = _paragraph_text(element)
                if text.strip():
                    level = bullet_level(text) or _list_level(element)
                    yield Block(text, f"{self.name}!paragraph {self.paragraphs}", level=level)
            else:
                yield from self.table(element)
            yield from self.notes(element)

    def table(self, table: etree._Element) -> Iterator[Block]:
        """Rows of a table, then those of the tables nested in it, each a table of its own."""
        self.tables += 1
        number = self.tables
        for row_no, row in enumerate(_unwrapped(table, {f"{_W}tr"}), start=1):
            place = f"{self.name}!table {number}!row {row_no}"
            yield Block("", place, tuple(_cells(row, place)), table=number)
        for nested in _unwrapped(table, {f"{_W}tbl"}, deep=True):
            yield from self.table(nested)

    def notes(self, element: etree._Element) -> Iterator[Block]:
        """Footnotes that a paragraph or a table refers to: figures often stand there."""
        for reference in element.iter(f"{_W}footnoteReference"):
            identity = reference.get(f"{_W}id", "")
            note = self.footnotes.pop(identity, None)
            text = "" if note is None else "\n".join(_paragraph_text(p) for p in note.iter(f"{_W}p"))
            if text.strip():
                yield Block(text, f"{self.name}!footnote {identity}")


def read_docx(name: str, content: bytes) -> Iterator[Block]:
    """Blocks of a Word file. Raises UnreadableFile when it is damaged, locked, or no Word file."""
    package = Package(content, "Word .docx")
    main = package.main_part
    body = package.xml(main).find(f"{_W}body")
    if body is None:
        raise UnreadableFile("tệp Word không có phần nội dung")
    # a drawing's text stands twice (the second time for old programs), moved text too
    etree.strip_elements(body, f"{_MC}Fallback", f"{_W}moveFrom", with_tail=False)
    part = next((part for kind, part in package.related(main).values() if kind == "footnotes"), None)
    notes = [] if part is None else package.xml(part).iter(f"{_W}footnote")
    yield from _Reader(name, {note.get(f"{_W}id", ""): note for note in notes}).blocks(body)


def _unwrapped(parent: etree._Element, tags: set[str], deep: bool = False) -> Iterator[etree._Element]:
    """The nearest elements below that bear one of the tags; only content controls and the like are opened,
    or, with ``deep``, everything."""
    for element in parent:
        if element.tag in tags:
            yield element
        elif deep or element.tag in _WRAPPERS:
            yield from _unwrapped(element, tags, deep)


def _cells(row: etree._Element, place: str) -> Iterator[Cell]:
    """Cells by column: a merged cell keeps the columns of its neighbours in place."""
    column = _number(child_value(row, f"{_W}trPr/{_W}gridBefore", f"{_W}val"), 0)
    yield from (Cell("", f"{place}!col {n}") for n in range(1, column + 1))
    for cell in _unwrapped(row, {f"{_W}tc"}):
        locator = f"{place}!col {column + 1}"
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        hidden = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
        lines = [_paragraph_text(p) for p in _unwrapped(cell, {f"{_W}p"})]
        yield Cell("" if hidden else without_tags("\n".join(lines)), locator)
        span = _number(child_value(cell, f"{_W}tcPr/{_W}gridSpan", f"{_W}val"), 1)
        yield from (Cell("", locator) for _ in range(span - 1))
        column += max(span, 1)


def _number(text: str | None, default: int) -> int:
    return min(int(text), _MAX_SPAN) if text and text.isascii() and text.isdigit() else default


def _paragraph_text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if node.tag == f"{_W}t":
            raised = child_value(node.getparent(), f"{_W}rPr/{_W}vertAlign", f"{_W}val") == "superscript"
            text = node.text or ""
            # "2.243" with a raised 13 is a footnote mark after a number, not 2.24313
            parts.append(text.translate(SUPERSCRIPT) if raised else text)
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif node.tag != f"{_W}tab" or node.getparent().tag == f"{_W}r":  # tab stops are tabs too, by name
            parts.append(" " if node.tag == f"{_W}tab" else "\n")
    return clean("".join(parts))


def _list_level(paragraph: etree._Element) -> int:
    """Depth of a Word list item (an automatic bullet has no typed sign)."""
    if paragraph.find(f"{_W}pPr/{_W}numPr") is None:
        return 0
    return 1 + _number(child_value(paragraph, f"{_W}pPr/{_W}numPr/{_W}ilvl", f"{_W}val"), 0)
