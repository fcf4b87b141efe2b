"""What a reader of a Word document sees: changes that were tracked are taken as made, hidden and struck text is not
there, fields show their results.

Source of what each element means: ECMA-376 part 1, 17 (WordprocessingML).
"""

import re
from collections.abc import Iterator

from lxml import etree

from orchestration.reports.formats.package import child_value
from orchestration.reports.text import SUPERSCRIPT, clean, one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BOX = f"{_W}txbxContent"
_VAL = f"{_W}val"
_UNSEEN = (f"{_W}vanish", f"{_W}strike", f"{_W}dstrike")
_SIGNS = {
    f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_M}den": "/", f"{_M}sup": "^",
}  # fmt: skip
_PIECES = (f"{_W}t", f"{_M}t", f"{_W}tab", f"{_W}ddList", *_SIGNS)
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


def as_shown(root: etree._Element) -> etree._Element:
    """The root of a part, without what was deleted or moved away while changes were tracked, without second versions
    of drawings, and without phonetic hints."""
    for choice in list(root.iter(f"{_MC}Choice")):
        # for old programs a drawing stands there a second time; it is kept where only there it has words
        for fallback in choice.itersiblings(f"{_MC}Fallback"):
            has_words = next(choice.iter(f"{_W}t"), None) is not None or next(fallback.iter(f"{_W}t"), None) is None
            _empty(fallback if has_words else choice)
    marks = [mark for mark in root.iter(f"{_W}del", f"{_W}cellDel") if mark.getparent().tag.endswith("Pr")]
    for mark in marks[::-1]:  # the last first: of several ends in a row each is joined to what it is followed by
        properties = mark.getparent()
        whole = properties.getparent()
        if properties.tag == f"{_W}rPr" and whole.tag == f"{_W}pPr":
            _join_next(whole.getparent())
        elif properties.tag in (f"{_W}trPr", f"{_W}tcPr") and whole.getparent() is not None:
            whole.getparent().remove(whole)
    etree.strip_elements(root, f"{_W}del", f"{_W}moveFrom", f"{_W}rt", with_tail=False)
    etree.strip_tags(root, f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback")
    return root


def _join_next(paragraph: etree._Element) -> None:
    """Put a paragraph whose end was deleted into the one behind it."""
    following = paragraph.getnext()
    if following is not None and following.tag == f"{_W}p":
        at = int(following.find(f"{_W}pPr") is not None)  # it keeps its own style
        following[at:at] = [child for child in paragraph if child.tag != f"{_W}pPr"]
        paragraph.getparent().remove(paragraph)


def _empty(element: etree._Element) -> None:
    for child in list(element):
        element.remove(child)


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of a paragraph as shown, raised digits as superscripts; that of a text box tied to it is not its own."""
    unseen = set(_unseen_runs(paragraph))
    boxed = {node for box in paragraph.iter(BOX) for node in box.iter()}
    parts: list[str] = []
    for node in paragraph.iter(*_PIECES):
        parent = node.getparent()
        if node in boxed or parent in unseen:
            continue
        if node.tag == f"{_W}t":
            raised = child_value(parent, f"{_W}rPr/{_W}vertAlign", _VAL) == "superscript"
            text = node.text or ""
            # "2.243" with a raised 13 is a footnote mark after a number, not 2.24313
            parts.append(text.translate(SUPERSCRIPT) if raised else text)
        elif node.tag == f"{_M}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}ddList":
            parts.append(_selected(node))
        elif node.tag != f"{_W}tab" or parent.tag == f"{_W}r":  # tab stops are tabs too, by name
            parts.append(_SIGNS.get(node.tag, " "))
    return clean("".join(parts))


def unseen_text(paragraph: etree._Element) -> str:
    """What stands in a paragraph hidden or struck through."""
    runs = _unseen_runs(paragraph)
    return one_line(" ".join(node.text or "" for run in runs for node in run.iterchildren(f"{_W}t")))


def without_page_numbers(root: etree._Element) -> etree._Element:
    """The root of a header or footer without the results of its page fields."""
    for field in list(root.iter(f"{_W}fldSimple")):
        if _PAGE_FIELD.match(field.get(f"{_W}instr", "")):
            _empty(field)
    code, in_result = "", False
    for node in root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}t"):
        kind = node.get(f"{_W}fldCharType")
        if kind:
            code = "" if kind == "begin" else code
            in_result = kind == "separate"
        elif node.tag == f"{_W}instrText":
            code += node.text or ""
        elif in_result and _PAGE_FIELD.match(code):
            node.text = ""
    return root


def _unseen_runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    for mark in paragraph.iter(*_UNSEEN):
        run = mark.getparent().getparent()
        if run.tag == f"{_W}r" and mark.get(_VAL, "1") not in ("0", "false", "off"):
            yield run


def _selected(choices: etree._Element) -> str:
    """The entry that a drop-down field of an old form shows."""
    entries = [entry.get(_VAL, "") for entry in choices.iterchildren(f"{_W}listEntry")]
    chosen = child_value(choices, f"{_W}result", _VAL) or child_value(choices, f"{_W}default", _VAL) or "0"
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""
