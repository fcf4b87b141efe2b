"""Bullets that Word sets itself: which paragraphs of a .docx carry one, and how deep it is.

The sign is not in the text; it hangs on the paragraph, or on its style, by a list of the part "numbering". A number
that Word sets ("1.", "a)") is no bullet, as a typed one is none.
"""

import re

from lxml import etree

from orchestration.reports.blocks import bullet_level
from orchestration.reports.formats.package import child_value

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = f"{_W}pPr/{_W}numPr/{_W}numId"
_DEPTH = f"{_W}pPr/{_W}numPr/{_W}ilvl"
_VAL = f"{_W}val"
_DEEPER_STYLE = re.compile(r"List Bullet (\d)", re.IGNORECASE)  # Word's own, each a list of one level
_MOST_STYLES = 12  # that may be based on one another


class Lists:
    """The lists of a document; its parts "styles" and "numbering" may both be missing."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None):
        found = [] if styles is None else styles.iter(f"{_W}style")
        self._styles = {style.get(f"{_W}styleId", ""): style for style in found}
        self._levels: dict[tuple[str, str], int] = {}  # by list and depth
        if numbering is not None:
            kinds = {kind.get(f"{_W}abstractNumId"): kind for kind in numbering.iter(f"{_W}abstractNum")}
            for number in numbering.iter(f"{_W}num"):
                kind = kinds.get(child_value(number, f"{_W}abstractNumId", _VAL) or "")
                for level in () if kind is None else kind.iter(f"{_W}lvl"):
                    self._levels[number.get(f"{_W}numId", ""), level.get(f"{_W}ilvl", "0")] = _depth(level)

    def level(self, paragraph: etree._Element) -> int:
        """Depth of the bullet that Word sets before a paragraph; 0 for none."""
        style = self._styles.get(child_value(paragraph, f"{_W}pPr/{_W}pStyle", _VAL) or "")
        deeper = style is not None and _DEEPER_STYLE.match(child_value(style, f"{_W}name", _VAL) or "")
        holder = paragraph
        for _ in range(_MOST_STYLES):
            number = child_value(holder, _ID, _VAL)
            if number is not None or style is None:
                break
            holder, style = style, self._styles.get(child_value(style, f"{_W}basedOn", _VAL) or "")
        if number in (None, "0"):
            return 0
        depth = child_value(paragraph, _DEPTH, _VAL) or child_value(holder, _DEPTH, _VAL) or "0"
        level = self._levels.get((number or "", depth), 1 if depth.isdecimal() else 0)  # a list that nobody defined
        return max(level, int(deeper[1])) if deeper and level else level


def _depth(level: etree._Element) -> int:
    """How deep a bullet of a list's level is: by its sign where that is typed too ("-", "+"), else by the level."""
    if child_value(level, f"{_W}numFmt", _VAL) != "bullet":
        return 0
    depth = level.get(f"{_W}ilvl", "0")
    sign = child_value(level, f"{_W}lvlText", _VAL) or ""
    return max(bullet_level(f"{sign} x"), 1 + int(depth) if depth.isdecimal() else 1)
