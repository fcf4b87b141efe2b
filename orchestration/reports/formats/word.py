"""Reading .docx: paragraphs, tables and footnotes of the body, in the order in which they are read."""

from collections.abc import Iterator

from lxml import etree

from orchestration.reports.blocks import Block, Cell, UnreadableFile, bullet_level
from orchestration.reports.formats.package import Package, child_value
from orchestration.reports.formats.word_lists import Lists
from orchestration.reports.text import SUPERSCRIPT, clean, without_tags

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}
_BOX = f"{_W}txbxContent"
_PARTS = ("footnotes", "endnotes", "styles", "numbering")  # beside the body
_MAX_SPAN = 63  # columns that a Word table can have


class _Reader:
    """The state of one reading: how many tables and text boxes have gone by, and the notes to come."""

    def __init__(self, name: str, notes: dict[tuple[str, str], etree._Element], lists: Lists):
        self.name, self.note_texts, self.lists = name, notes, lists
        self.tables = self.text_boxes = 0

    def blocks(self, parent: etree._Element, place: str) -> Iterator[Block]:
        """Paragraphs and tables of the body, or of a text box."""
        paragraphs = 0
        for element in _unwrapped(parent, {f"{_W}p", f"{_W}tbl"}):
            if element.tag == f"{_W}p":
                paragraphs += 1
                text = _paragraph_text(element)
                if text.strip():
                    level = bullet_level(text) or self.lists.level(element)
                    yield Block(text, f"{place}!paragraph {paragraphs}", level=level)
            else:
                yield from self.table(element)
            yield from self.notes(element)
            for box in _outermost_boxes(element):
                self.text_boxes += 1
                yield from self.blocks(box, f"{self.name}!textbox {self.text_boxes}")

    def table(self, table: etree._Element) -> Iterator[Block]:
        """Rows of a table, then those of the tables nested in it, each a table of its own."""
        self.tables += 1
        number = self.tables
        for row_no, row in enumerate(_unwrapped(table, {f"{_W}tr"}), start=1):
            place = f"{self.name}!table {number}!row {row_no}"
            yield Block("", place, tuple(_cells(row, place)), table=number)
        for nested in _unwrapped(table, {f"{_W}tbl", _BOX}, deep=True):
            if nested.tag != _BOX:
                yield from self.table(nested)

    def notes(self, element: etree._Element) -> Iterator[Block]:
        """Notes at the foot or the end that a paragraph or a table refers to: figures often stand there."""
        for kind in ("footnote", "endnote"):
            for reference in element.iter(f"{_W}{kind}Reference"):
                identity = reference.get(f"{_W}id", "")
                note = self.note_texts.pop((kind, identity), None)
                text = "" if note is None else "\n".join(_paragraph_text(p) for p in note.iter(f"{_W}p"))
                if text.strip():
                    yield Block(text, f"{self.name}!{kind} {identity}")


def read_docx(name: str, content: bytes) -> Iterator[Block]:
    """Blocks of a Word file. Raises UnreadableFile when it is damaged, locked, or no Word file."""
    package = Package(content, "Word .docx")
    main = package.main_part
    body = package.xml(main).find(f"{_W}body")
    if body is None:
        raise UnreadableFile("tệp Word không có phần nội dung")
    # a drawing's text stands twice (the second time for old programs), moved text too
    etree.strip_elements(body, f"{_MC}Fallback", f"{_W}moveFrom", with_tail=False)
    parts = {kind: package.xml(part) for kind, part in package.related(main).values() if kind in _PARTS}
    notes = {
        (kind, note.get(f"{_W}id", "")): note
        for kind in ("footnote", "endnote")
        if f"{kind}s" in parts
        for note in parts[f"{kind}s"].iter(f"{_W}{kind}")
    }
    yield from _Reader(name, notes, Lists(parts.get("styles"), parts.get("numbering"))).blocks(body, name)


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


def _outermost_boxes(element: etree._Element) -> list[etree._Element]:
    boxes = list(element.iter(_BOX))
    return [box for box in boxes if not any(box in other.iterdescendants(_BOX) for other in boxes)]


def _inline(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Pieces of a paragraph's own text; that of a text box tied to it is not."""
    boxed = {node for box in paragraph.iter(_BOX) for node in box.iter()}
    pieces = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen")
    return (node for node in pieces if node not in boxed)


def _paragraph_text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for node in _inline(paragraph):
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
