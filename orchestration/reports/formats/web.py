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
from orchestration.reports.found import Remark
from orchestration.reports.text import SUPERSCRIPT, clean, one_line, without_tags

_MAX_TAGS = 300_000
_MAX_CELLS = 300_000
_UNSEEN = {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "datalist"}
_BREAKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "pre", "blockquote",
    "section", "article", "header", "footer", "main", "aside", "nav", "form", "fieldset", "legend", "figure",
    "figcaption", "address", "center", "details", "summary", "table", "caption", "tr", "td", "th", "body", "textarea",
}  # fmt: skip
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|mso-element:comment")
_RAISED = re.compile(r"vertical-align:(?:super|text-top)")
_WORD_LEVEL = re.compile(r"mso-list:[^;]*?level(\d)")
_WORD_NUMBER = re.compile(r"\(?(?:\d+(?:\.\d+)*|[IVX]+|[a-zđ])[.)]|\d+(?:\.\d+)+|[-–+]")
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|table)\b", re.IGNORECASE)
_DECLARED_1258 = re.compile(rb"charset\s*=\s*[\"']?(?:windows-|x-cp|cp)1258", re.IGNORECASE)
_NUMBER_HEAD = re.compile(r"s?tt|số tt", re.IGNORECASE)
_DATA_ROWS, _LONG, _WHOLE = 3, 500, 3000  # rows of a table of figures; characters of a long cell, of a document


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
    if page.hidden:
        yield Remark("unread_part", "phần bị ẩn của trang có chữ số, không được đọc", page.hidden[:200], name)


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
    """The state of one reading: how many paragraphs, tables and cells have gone by, and what was hidden."""

    def __init__(self, name: str):
        self.name = name
        self.paragraphs = self.tables = self.cells = 0
        self.hidden = ""

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
        self.tables += 1
        number = self.tables
        nested: list[etree._Element] = []
        below: dict[int, int] = {}  # column → rows that a cell from above still covers
        for row_no, row in enumerate(_nearest(table, {"tr"}), start=1):
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
        for cell in _nearest(row, {"td", "th"}):
            _skip_covered(texts, below)
            lines = []
            for item in self._flow(cell):
                if isinstance(item, tuple):
                    lines.append(item[0])
                else:
                    nested.append(item)
            width, height = _span(cell, "colspan", 1000), _span(cell, "rowspan", 65534)
            below |= dict.fromkeys(range(len(texts), len(texts) + width), height - 1)
            texts += [without_tags("\n".join(lines)), *[""] * (width - 1)]
        _skip_covered(texts, below)
        return texts

    def _flow(self, root: etree._Element) -> Iterator[tuple[str, int] | etree._Element]:
        """Lines of text as the page shows them, each with its depth in lists, and tables of figures between."""
        line = _Line()
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walker:
            if event == "start":
                if element is not root and element.tag == "table" and not _is_layout(element):
                    yield from line.end()
                    yield element
                elif self._is_seen(element):
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
        if element.tag in _UNSEEN or (element.tag == "option" and element.get("selected") is None):
            return False
        if element.get("hidden") is not None or _HIDDEN.search(_style(element)):
            text = one_line("".join(element.itertext()))
            self.hidden = self.hidden or (text if re.search(r"\d", text) else "")
            return False
        # the sign of a Word list is drawn with letters of a symbol font
        return "mso-list:ignore" not in _style(element) or bool(_WORD_NUMBER.fullmatch(_own_text(element).strip()))


class _Line:
    """A line of text as it grows, and what the elements around it mean for it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lists = self.raised = self.kept = self.level = 0

    def open(self, element: etree._Element) -> None:
        self._enter(element, 1)
        if found := _WORD_LEVEL.search(_style(element)):
            self.level = int(found[1])
        if element.tag == "input" and element.get("type", "text").lower() in ("text", "number", "tel"):
            self.add(element.get("value"))
        self.add(element.text)

    def close(self, element: etree._Element) -> None:
        self._enter(element, -1)

    def _enter(self, element: etree._Element, step: int) -> None:
        self.lists += step * (element.tag in ("ul", "ol"))
        self.kept += step * (element.tag in ("pre", "textarea"))
        footnote = "MsoFootnoteReference" in element.get("class", "")
        self.raised += step * (element.tag == "sup" or footnote or bool(_RAISED.search(_style(element))))

    def add(self, text: str | None) -> None:
        if not text:
            return
        # "2.243" with a raised 13 or [13] is a footnote mark after a number, not 2.24313
        text = text.translate(SUPERSCRIPT).strip("[]") if self.raised else text
        if not self.kept:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
            # a space at the end of an element and one behind it are one
            text = text[1:] if text[0] == " " and self.parts and self.parts[-1].endswith(" ") else text
        self.parts.append(text)

    def end(self) -> Iterator[tuple[str, int]]:
        """The line, or the lines of preformatted text; nothing where there are only spaces."""
        text, level = clean("".join(self.parts)), self.level or self.lists
        self.parts, self.level = [], 0
        for line in text.split("\n"):
            if line.strip():
                yield line.strip(), level


def _style(element: etree._Element) -> str:
    return re.sub(r"\s", "", element.get("style", "")).lower()


def _nearest(parent: etree._Element, tags: set[str]) -> Iterator[etree._Element]:
    """The nearest seen elements below that bear one of the tags, not those of a table within."""
    for element in parent:
        if element.tag in tags:
            yield element
        elif element.tag not in ("table", "td", "th"):
            yield from _nearest(element, tags)


def _own_text(element: etree._Element) -> str:
    """The text of an element without that of tables and scripts in it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag != "table" and child.tag not in _UNSEEN:
            parts.append(_own_text(child))
        parts.append(child.tail or "")
    return one_line("".join(parts))


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places things on a page: it has no two filled cells side by side, or holds a document."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = [[_own_text(cell) for cell in _nearest(row, {"td", "th"})] for row in _nearest(table, {"tr"})]
    if any(_NUMBER_HEAD.fullmatch(text) for row in rows for text in row):
        return False
    filled = sum(sum(map(bool, row)) > 1 for row in rows)
    longest = max((len(text) for row in rows for text in row), default=0)
    few = filled < _DATA_ROWS
    return not filled or longest > _WHOLE or (few and (longest > _LONG or table.find(".//table") is not None))


def _skip_covered(texts: list[str], below: dict[int, int]) -> None:
    while below.get(len(texts), 0) > 0:
        below[len(texts)] -= 1
        texts.append("")


def _span(cell: etree._Element, name: str, most: int) -> int:
    written = cell.get(name, "1").strip()
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 1
    # rowspan="0" reaches down to the last row
    return min(number or (most if name == "rowspan" else 1), most)
