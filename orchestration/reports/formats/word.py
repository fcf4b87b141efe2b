"""Reading .docx: paragraphs, tables and notes of the body in reading order, then headers and footers of pages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from orchestration.reports.blocks import Block, Cell, UnreadableFile, bullet_level
from orchestration.reports.formats.package import Package, child_value
from orchestration.reports.formats.unread import is_figure
from orchestration.reports.formats.word_lists import Lists
from orchestration.reports.formats.word_text import BOX, as_shown, paragraph_text, without_page_numbers
from orchestration.reports.formats.word_unread import WordUnread
from orchestration.reports.found import Remark
from orchestration.reports.text import without_tags

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}
_PARTS = ("footnotes", "endnotes", "styles", "numbering")  # beside the body
_PAGE = re.compile(r"\b(?:trang|tờ|page)\b", re.IGNORECASE)
_MAX_SPAN = 63  # columns that a Word table can have


class _Reader:
    """The state of one reading: how many tables and text boxes have gone by, the notes to come, what is not read."""

    def __init__(self, name: str, notes: dict[tuple[str, str], etree._Element], lists: Lists, unread: WordUnread):
        self.name, self.note_texts, self.lists, self.unread = name, notes, lists, unread
        self.tables = self.text_boxes = 0

    def blocks(self, parent: etree._Element, place: str) -> Iterator[Block]:
        """Paragraphs and tables of the body, of a text box, or of a header or footer."""
        paragraphs = 0
        for element in _unwrapped(parent, {f"{_W}p", f"{_W}tbl"}):
            if element.tag == f"{_W}p":
                paragraphs += 1
                text = self.text(element, f"{place}!paragraph {paragraphs}")
                if text.strip():
                    level = bullet_level(text) or self.lists.level(element)
                    yield Block(text, f"{place}!paragraph {paragraphs}", level=level)
            else:
                yield from self.table(element)
            yield from self.notes(element)
            for box in _outermost_boxes(element):
                self.text_boxes += 1
                yield from self.blocks(box, f"{self.name}!textbox {self.text_boxes}")

    def text(self, paragraph: etree._Element, place: str) -> str:
        self.unread.look(paragraph, place)
        return paragraph_text(paragraph)

    def table(self, table: etree._Element) -> Iterator[Block]:
        """Rows of a table, then those of the tables nested in it, each a table of its own."""
        self.tables += 1
        number = self.tables
        for row_no, row in enumerate(_unwrapped(table, {f"{_W}tr"}), start=1):
            place = f"{self.name}!table {number}!row {row_no}"
            yield Block("", place, tuple(self.cells(row, place)), table=number)
        for nested in _unwrapped(table, {f"{_W}tbl", BOX}, deep=True):
            if nested.tag != BOX:
                yield from self.table(nested)

    def cells(self, row: etree._Element, place: str) -> Iterator[Cell]:
        """Cells by column: a merged cell keeps the columns of its neighbours in place."""
        column = _number(child_value(row, f"{_W}trPr/{_W}gridBefore", f"{_W}val"), 0)
        yield from (Cell("", f"{place}!col {n}") for n in range(1, column + 1))
        for cell in _unwrapped(row, {f"{_W}tc"}):
            locator = f"{place}!col {column + 1}"
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            covered = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            text = without_tags("\n".join(self.text(p, locator) for p in _unwrapped(cell, {f"{_W}p"})))
            if covered:
                self.unread.add_words("covered", text, locator)
            yield Cell("" if covered else text, locator)
            span = _number(child_value(cell, f"{_W}tcPr/{_W}gridSpan", f"{_W}val"), 1)
            yield from (Cell("", locator) for _ in range(span - 1))
            column += max(span, 1)

    def notes(self, element: etree._Element) -> Iterator[Block]:
        """Notes at the foot or the end that a paragraph or a table refers to: figures often stand there."""
        for kind in ("footnote", "endnote"):
            for reference in element.iter(f"{_W}{kind}Reference"):
                identity = reference.get(f"{_W}id", "")
                note = self.note_texts.pop((kind, identity), None)
                place = f"{self.name}!{kind} {identity}"
                text = "" if note is None else "\n".join(self.text(p, place) for p in note.iter(f"{_W}p"))
                if text.strip():
                    yield Block(text, place)


def read_docx(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Blocks of a Word file, and remarks on what of it cannot be read.

    Raises UnreadableFile when it is damaged, locked, or no Word file.
    """
    package = Package(content, "Word .docx")
    main = package.main_part
    body = package.xml(main).find(f"{_W}body")
    if body is None:
        raise UnreadableFile("tệp Word không có phần nội dung")
    related = package.related(main)
    parts = {kind: package.xml(part) for kind, part in related.values() if kind in _PARTS}
    notes = {
        (kind, note.get(f"{_W}id", "")): note
        for kind in ("footnote", "endnote")
        if f"{kind}s" in parts
        for note in as_shown(parts[f"{kind}s"]).iter(f"{_W}{kind}")
    }
    lists, unread = Lists(parts.get("styles"), parts.get("numbering")), WordUnread(name, package, related)
    yield from _Reader(name, notes, lists, unread).blocks(as_shown(body), name)
    unread.look_for_inserted(body, name)
    for block in _margins(name, body, package, related, lists):
        if figure := _figure_in(block):
            unread.add("margin", *figure)
        yield replace(block, is_margin=True)
    yield from unread.remarks()


def _margins(
    name: str, body: etree._Element, package: Package, related: Mapping[str, tuple[str, str]], lists: Lists
) -> Iterator[Block]:
    """Blocks of the headers and footers that the sections of a document use, each once."""
    for kind in ("header", "footer"):
        used = dict.fromkeys(reference.get(_ID, "") for reference in body.iter(f"{_W}{kind}Reference"))
        parts = [related[identity][1] for identity in used if identity in related]
        for number, part in enumerate(filter(package.has, parts), start=1):
            root, place = without_page_numbers(as_shown(package.xml(part))), f"{name}!{kind} {number}"
            yield from _Reader(place, {}, lists, WordUnread(name, package, {})).blocks(root, place)


def _figure_in(row: Block) -> tuple[str, str] | None:
    """What a row of a table at the edge of a page says, and where, if it is a row of figures."""
    figures = [cell for cell in row.cells if is_figure(cell.text)]
    has_label = any(len(cell.text.split()) > 1 and not _PAGE.search(cell.text) for cell in row.cells)
    return (
        (" | ".join(filter(None, (cell.text for cell in row.cells))), figures[0].locator)
        if figures and has_label
        else None
    )


def _unwrapped(parent: etree._Element, tags: set[str], deep: bool = False) -> Iterator[etree._Element]:
    """The nearest elements below that bear one of the tags; only content controls and the like are opened,
    or, with ``deep``, everything."""
    for element in parent:
        if element.tag in tags:
            yield element
        elif deep or element.tag in _WRAPPERS:
            yield from _unwrapped(element, tags, deep)


def _number(text: str | None, default: int) -> int:
    return min(int(text), _MAX_SPAN) if text and text.isascii() and text.isdigit() else default


def _outermost_boxes(element: etree._Element) -> list[etree._Element]:
    boxes = list(element.iter(BOX))
    return [box for box in boxes if not any(box in other.iterdescendants(BOX) for other in boxes)]
