"""Tables of web pages: which of them only lay out the page, their rows and cells as a browser shows them."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from orchestration.reports.formats.web_lines import style_of
from orchestration.reports.text import clean, one_line

_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|mso-element:comment|text-decoration[^;]*line-through"
)
_STRUCK = {"del", "s", "strike"}
_NUMBER_HEAD = re.compile(r"s?tt|số tt", re.IGNORECASE)
_DATA_ROWS, _LONG, _WHOLE = 3, 500, 3000  # rows of a table of figures; characters of a long cell, of a document
UNSEEN = {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "datalist", "rt", "rp"}


def is_hidden(element: etree._Element) -> bool:
    """Whether an element is hidden by its own style, or struck through."""
    return element.tag in _STRUCK or element.get("hidden") is not None or _HIDDEN.search(style_of(element)) is not None


def nearest(
    parent: etree._Element, tags: set[str], hidden: Callable[[etree._Element], None] = lambda element: None
) -> Iterator[etree._Element]:
    """The nearest seen elements below that bear one of the tags, not those of a table within; ``hidden`` hears the
    others."""
    for element in parent:
        if is_hidden(element):
            hidden(element)
        elif element.tag in tags:
            yield element
        elif element.tag not in ("table", "td", "th"):
            yield from nearest(element, tags, hidden)


def own_text(element: etree._Element) -> str:
    """The text of an element without that of tables and scripts in it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag != "table" and child.tag not in UNSEEN:
            parts.append(own_text(child))
        parts.append(child.tail or "")
    return one_line("".join(parts))


def is_layout(table: etree._Element) -> bool:
    """Whether a table only places things on a page: it has no two filled cells side by side, or holds a document."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = [[own_text(cell) for cell in nearest(row, {"td", "th"})] for row in nearest(table, {"tr"})]
    if any(_NUMBER_HEAD.fullmatch(text) for row in rows for text in row):
        return False
    filled = sum(sum(map(bool, row)) > 1 for row in rows)
    longest = max((len(text) for row in rows for text in row), default=0)
    few = filled < _DATA_ROWS
    return not filled or longest > _WHOLE or (few and (longest > _LONG or table.find(".//table") is not None))


def skip_covered(texts: list[str], below: dict[int, int]) -> None:
    """Add empty cells to a row where cells above still cover it (``below``: column → rows to come)."""
    while below.get(len(texts), 0) > 0:
        below[len(texts)] -= 1
        texts.append("")


def span(cell: etree._Element, name: str, most: int) -> int:
    """How many columns or rows a cell takes, by its attribute of that name."""
    written = cell.get(name, "1").strip()
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 1
    # rowspan="0" reaches down to the last row
    return min(number or (most if name == "rowspan" else 1), most)


def loose_text(table: etree._Element) -> str:
    """What stands in a table outside its cells; a browser shows it above."""

    def pieces(parent: etree._Element) -> Iterator[str]:
        yield parent.text or ""
        for child in parent:
            if child.tag not in ("td", "th", "caption", "table", *UNSEEN) and not is_hidden(child):
                yield from pieces(child)
            yield child.tail or ""

    return one_line(clean(" ".join(pieces(table))))
