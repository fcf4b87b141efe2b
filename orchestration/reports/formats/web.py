"""Web pages (.html, and the HTML that Word and portals save): the text that a reader of the page sees.

Portals lay out their pages with tables; such a table is no table of figures: what its cells hold is read as
paragraphs and tables of its own.
"""

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from orchestration.reports.blocks import Block, Cell, UnreadableFile, bullet_level, too_large
from orchestration.reports.formats.encodings import assumed_encoding, decode
from orchestration.reports.formats.unread import Unread, centimetres
from orchestration.reports.formats.web_lines import Line, style_of
from orchestration.reports.formats.web_tables import (
    UNSEEN,
    is_hidden,
    is_layout,
    loose_text,
    nearest,
    own_text,
    skip_covered,
    span,
)
from orchestration.reports.found import Remark
from orchestration.reports.text import one_line, without_tags

_MAX_TAGS = 300_000
_MAX_CELLS = 300_000
_BREAKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "pre", "blockquote",
    "section", "article", "header", "footer", "main", "aside", "nav", "form", "fieldset", "legend", "figure",
    "figcaption", "address", "center", "details", "summary", "table", "caption", "tr", "td", "th", "body", "textarea",
}  # fmt: skip
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|odt|ods)\b", re.IGNORECASE)  # what an <iframe> may show in the page
_SIDE = re.compile(r"(?:^|;)(width|height):([\d.]+\w*)")
_WORD_NUMBER = re.compile(r"\(?(?:\d+(?:\.\d+)*|[IVX]+|[a-zđ])[.)]|\d+(?:\.\d+)+|[-–+]")
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|table)\b", re.IGNORECASE)
_DECLARED_1258 = re.compile(rb"charset\s*=\s*[\"']?(?:windows-|x-cp|cp)1258", re.IGNORECASE)


def read_html(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Paragraphs (``name!paragraph 12``, as shown) and table rows (``name!table 2!row 3!col 4``) of a page.

    Hidden elements are left out, and said where they hold figures. Raises UnreadableFile when the page cannot be
    decoded, or is larger or more deeply nested than any report.
    """
    root, assumed = _parse(content)
    page = _Page(name)
    for block in page.blocks(root):
        shown = block.text or " ".join(cell.text for cell in block.cells)
        if assumed and not shown.isascii():
            yield assumed_encoding(assumed, shown, block.place)
            assumed = None
        yield block
    yield from page.unread.remarks()


def is_page(text: str) -> bool:
    """Whether a text is the source of a page, whatever its file is called: portals export tables as HTML."""
    return _PAGE.match(text) is not None


def _parse(content: bytes) -> tuple[etree._Element, str | None]:
    """The root of a page, and the encoding where it had to be assumed."""
    text, assumed = _text(content)
    if text.lstrip()[:13].lower() == "mime-version:":
        raise UnreadableFile("trang web lưu thành một tệp (.mht); hãy lưu lại dạng HTML hoặc Word .docx")
    if text.count("<") > _MAX_TAGS:
        raise too_large()
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise UnreadableFile("trang web không có nội dung")
    if any("depth" in error.message for error in parser.error_log):
        raise UnreadableFile("trang web có các phần tử lồng nhau quá sâu, không thể là một báo cáo")
    return root, assumed


def _text(content: bytes) -> tuple[str, str | None]:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Western declarations are mere defaults of old programs, that of Vietnamese is not
        if _DECLARED_1258.search(content[:4096]):
            return unicodedata.normalize("NFC", content.decode("cp1258", "replace")), None
    return decode(content)


class _Page:
    """The state of one reading: how many paragraphs, tables and cells have gone by, and what is not read."""

    def __init__(self, name: str):
        self.name = name
        self.paragraphs = self.tables = self.cells = 0
        self.unread = Unread(name)

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        for item in self._flow(element):
            if isinstance(item, tuple):
                self.paragraphs += 1
                text, level = item
                yield Block(text, f"{self.name}!paragraph {self.paragraphs}", level=bullet_level(text) or level)
            else:
                yield from self._table(item)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        """Rows of a table, then those of the tables nested in it, each a table of its own."""
        for caption in table.iterchildren("caption"):
            yield from self.blocks(caption)
        if loose := loose_text(table):
            self.paragraphs += 1
            yield Block(loose, f"{self.name}!paragraph {self.paragraphs}")
        self.tables += 1
        number = self.tables
        nested: list[etree._Element] = []
        below: dict[int, int] = {}  # column → rows that a cell from above still covers
        for row_no, row in enumerate(nearest(table, {"tr"}, self._note), start=1):
            place = f"{self.name}!table {number}!row {row_no}"
            texts = self._row(row, below, nested)
            self.cells += len(texts)
            if self.cells > _MAX_CELLS:
                raise too_large()
            if texts:
                cells = (Cell(text, f"{place}!col {column}") for column, text in enumerate(texts, start=1))
                yield Block("", place, tuple(cells), table=number)
        for inner in nested:
            yield from self._table(inner)

    def _row(self, row: etree._Element, below: dict[int, int], nested: list[etree._Element]) -> list[str]:
        """Texts by column: cells that are covered from the left or from above are empty."""
        texts: list[str] = []
        for cell in nearest(row, {"td", "th"}, self._note):
            skip_covered(texts, below)
            lines = []
            for item in self._flow(cell):
                if isinstance(item, tuple):
                    lines.append(item[0])
                else:
                    nested.append(item)
            width, height = span(cell, "colspan", 1000), span(cell, "rowspan", 65534)
            below |= dict.fromkeys(range(len(texts), len(texts) + width), height - 1)
            texts += [without_tags("\n".join(lines)), *[""] * (width - 1)]
        skip_covered(texts, below)
        return texts

    def _flow(self, root: etree._Element) -> Iterator[tuple[str, int] | etree._Element]:
        """Lines of text as the page shows them, each with its depth in lists, and tables of figures between."""
        line = Line()
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walker:
            if event == "start":
                is_seen = self._is_seen(element)
                if is_seen and element is not root and element.tag == "table" and not is_layout(element):
                    yield from line.end()
                    yield element
                elif is_seen:
                    if element.tag in _BREAKS:
                        yield from line.end()
                    line.open(element)
                    continue
                skipped = element
                walker.skip_subtree()
                continue
            if element is not skipped:
                if element.tag in _BREAKS:
                    yield from line.end()
                line.close(element)
            if element is not root:
                line.add(element.tail)
        yield from line.end()

    def _is_seen(self, element: etree._Element) -> bool:
        self._look_at(element)
        if element.tag in UNSEEN or (element.tag == "option" and element.get("selected") is None):
            return False
        if is_hidden(element):
            self._note(element)
            return False
        # the sign of a Word list is drawn with letters of a symbol font
        return "mso-list:ignore" not in style_of(element) or bool(_WORD_NUMBER.fullmatch(own_text(element).strip()))

    def _note(self, element: etree._Element) -> None:
        """Note what a hidden or struck element says."""
        self.unread.add_words("unseen", one_line(" ".join(element.itertext())), self._place)

    def _look_at(self, element: etree._Element) -> None:
        """Note pictures, drawings and documents that a page shows."""
        if element.tag == "img":
            sides = dict(_SIDE.findall(style_of(element)))
            width, height = (centimetres(sides.get(side) or element.get(side)) for side in ("width", "height"))
            self.unread.add_picture(width, height, self._place)
        elif element.tag == "svg":
            self.unread.add_words("drawn", one_line(" ".join(element.itertext())), self._place)
        elif element.tag in ("iframe", "object", "embed"):
            source = element.get("src") or element.get("data") or ""
            if _DOCUMENT.search(source):
                self.unread.add("object", source.rpartition("/")[2], self._place)

    @property
    def _place(self) -> str:
        """The paragraph that has gone by last."""
        return f"{self.name}!paragraph {max(self.paragraphs, 1)}"
