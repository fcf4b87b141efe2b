"""Lines of a web page as a browser shows them: spaces, lists, raised digits, preformatted text, fields of forms."""

import re
from collections.abc import Iterator

from lxml import etree

from orchestration.reports.text import SUPERSCRIPT, clean

_RAISED = re.compile(r"vertical-align:(?:super|text-top)")
_WORD_LEVEL = re.compile(r"mso-list:[^;]*?level(\d)")
_TYPED = {"text", "number", "tel"}  # fields of forms that hold a figure or words


class Line:
    """A line of text as it grows, and what the elements around it mean for it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lists = self.raised = self.kept = self.level = 0

    def open(self, element: etree._Element) -> None:
        self._enter(element, 1)
        if found := _WORD_LEVEL.search(style_of(element)):
            self.level = int(found[1])
        if element.tag == "input" and element.get("type", "text").lower() in _TYPED:
            self.add(element.get("value"))
        self.add(element.text)

    def close(self, element: etree._Element) -> None:
        self._enter(element, -1)
        parent = element.getparent()
        if parent is not None and parent.tag == "mfrac" and element.getnext() is not None:
            self.parts.append("/")

    def _enter(self, element: etree._Element, step: int) -> None:
        self.lists += step * (element.tag in ("ul", "ol"))
        self.kept += step * (element.tag in ("pre", "textarea"))
        footnote = "MsoFootnoteReference" in element.get("class", "")
        self.raised += step * (element.tag == "sup" or footnote or bool(_RAISED.search(style_of(element))))

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


def style_of(element: etree._Element) -> str:
    """The style of an element, lower case, without spaces."""
    return re.sub(r"\s", "", element.get("style", "")).lower()
