"""Sheets and shared strings of a workbook, found in the text of their XML by pattern.

Every program writes them in one way (cells as <c r="B2" s="1" t="s"><v>7</v></c>), and a pattern finds cells in a
third of the time that walking a tree takes. A part that is written otherwise (prefixes, comments, single quotes,
line breaks between tags) is first rewritten in that way by a real XML parser; nothing is guessed.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.package import Package, child_value
from orchestration.reports.text import SUPERSCRIPT

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_S = f"{{{_MAIN}}}"
_USUAL = re.compile(
    r'\ufeff?(?:<\?xml version="1.0"(?: encoding="utf-8")?(?: standalone="\w+")? ?\?>)?\s*'
    rf'<(?:worksheet|sst)\b[^<>]* xmlns="{_MAIN}"',
    re.IGNORECASE,
)
# No part of a pattern reaches beyond the next "<c", so that no text makes it slow.
_T = r'<t(?: xml:space="preserve")?>'
_CELL = re.compile(
    r'<c(?: r="([A-Z]{1,3})\d{1,7}")?(?: s="(\d{1,9})")?(?: t="(\w+)")?(?: (?:cm|vm|ph)="\w+")* ?(?:/>|>'
    r"(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    rf'(?:(?:<v(?: xml:space="preserve")?>|<is>{_T})([^<]*)(?:</v>|</t></is>)|<v ?/>'
    r"|<is>([^<]*+(?:<(?!/is>|c[ />])[^<]*+)*+)</is>)?</c>)"
)
_STRING = re.compile(r"<si>([^<]*+(?:<(?!/?si>)[^<]*+)*+)</si>|<si ?/>")
_PLAIN = re.compile(rf"{_T}([^<]*)</t>")
_NUMBER = re.compile(r' r="(\d{1,7})"')
_COLUMNS = re.compile(r"<col ([^<>]*)>")
_MERGED = re.compile(r'<mergeCell [^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN = re.compile(r'\b(?:hidden="(?:1|true)"|(?:ht|width)="0")')
_LONGEST = 2_000_000  # characters of XML; Excel takes 32,767 characters in a cell
_MOST_CELLS = 1_000_000  # of a sheet, formatted blanks included

Cell = tuple[str, str, str, str, str, str]  # column letters, format, kind, <f> element, value or plain text, rich text
_Read = TypeVar("_Read")


class _Unusual(Exception):
    """A part that the patterns do not explain to the last cell."""


@dataclass
class SheetText:
    """The rows of a sheet, each with its number and whether it is hidden; hidden columns, merged ranges, and the
    XML behind the rows."""

    rows: list[tuple[int, bool, list[Cell]]]
    hidden_columns: list[range]
    merged: list[tuple[str, str, str, str]]
    rest: str


def read_sheet(package: Package, part: str) -> SheetText:
    """What stands in a worksheet part. Raises UnreadableFile when it is damaged or too large."""
    return _read(package, part, _sheet)


def read_strings(package: Package, part: str) -> list[str]:
    """The shared strings of a workbook, as XML (see ``string_text``). Raises UnreadableFile when damaged."""
    return _read(package, part, _strings)


def string_text(xml: str) -> str:
    """The text of a value or of a string item: its runs, raised digits as superscripts, without phonetic hints and
    without what is struck through."""
    plain = _PLAIN.fullmatch(xml)
    if plain or "<" not in xml:
        return html.unescape(plain[1] if plain else xml)
    return "".join(text for text, is_struck in _runs(xml) if not is_struck)


def struck_text(xml: str) -> str:
    """What is struck through in a string item."""
    return "".join(text for text, is_struck in _runs(xml) if is_struck) if "<strike" in xml else ""


def _runs(xml: str) -> Iterator[tuple[str, bool]]:
    """The runs of a string item, each with whether it is struck through."""
    if len(xml) > _LONGEST:
        raise UnreadableFile("tệp Excel có ô quá dài, hơn mọi báo cáo")
    try:
        item = etree.fromstring(f'<si xmlns="{_MAIN}">{xml}</si>')
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(f"tệp Excel bị hỏng ({error.msg})") from None
    for node in item.iter(f"{_S}t"):
        parent, text = node.getparent(), node.text or ""
        raised = child_value(parent, f"{_S}rPr/{_S}vertAlign", "val") == "superscript"
        if parent.tag != f"{_S}rPh":
            yield (text.translate(SUPERSCRIPT) if raised else text), is_on(parent.find(f"{_S}rPr/{_S}strike"))


def is_on(switch: etree._Element | None) -> bool:
    """Whether a property such as <strike/> is there and not switched off."""
    return switch is not None and switch.get("val", "1") not in ("0", "false")


def _read(package: Package, part: str, reader: Callable[[str], _Read]) -> _Read:
    try:
        return reader(_usual(package.content(part)))
    except _Unusual:
        pass
    try:
        return reader(_rewritten(package.xml(part)))
    except _Unusual:
        raise package.damaged() from None


def _usual(content: bytes) -> str:
    """The text of a part that is written in the usual way."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise _Unusual from None
    if not _USUAL.match(text) or "<!" in text:
        raise _Unusual
    return text


def _sheet(text: str) -> SheetText:
    head, _, rest = text.partition("<sheetData>")
    data, is_closed, tail = rest.partition("</sheetData>")
    if not is_closed and "<sheetData/>" not in head:
        raise _Unusual
    if data.count("<c") > _MOST_CELLS:
        raise UnreadableFile(f"trang tính quá lớn: hơn {_MOST_CELLS // 10**6} triệu ô")
    rows, row_no = [], 0
    for row in data.split("<row")[1:]:
        attributes, _, body = row.partition(">")
        number = _NUMBER.match(attributes)
        row_no = int(number[1]) if number else row_no + 1
        cells = _CELL.findall(body)
        if len(cells) != body.count("<c"):
            raise _Unusual
        rows.append((row_no, _HIDDEN.search(attributes) is not None, cells))
    hidden = [columns for columns in _COLUMNS.findall(head) if _HIDDEN.search(columns)]
    spans = [(re.search(r'\bmin="(\d{1,5})"', columns), re.search(r'\bmax="(\d{1,5})"', columns)) for columns in hidden]
    columns = [range(int(a[1]) - 1, int(b[1])) for a, b in spans if a and b]
    return SheetText(rows, columns, _MERGED.findall(tail), tail)


def _strings(text: str) -> list[str]:
    strings = _STRING.findall(text)
    if len(strings) != text.count("<si"):
        raise _Unusual
    return strings


def _rewritten(root: etree._Element) -> str:
    """The XML of a part in the usual way: no prefix, no comment, nothing between tags, attributes of cells in order."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, f"{_S}extLst", with_tail=False)
    for element in root.iter(f"{_S}*"):
        element.tail = None
        if element.tag not in (f"{_S}v", f"{_S}t", f"{_S}f") and not element.tag.endswith(("Header", "Footer")):
            element.text = None
        if element.tag == f"{_S}c":
            kept = {name: element.get(name) for name in ("r", "s", "t") if name in element.attrib}
            element.attrib.clear()
            element.attrib.update(kept)
    text = etree.tostring(root, encoding="unicode")
    if root.prefix:
        text = re.sub(rf"<(/?){re.escape(root.prefix)}:", r"<\1", text).replace(f"xmlns:{root.prefix}=", "xmlns=")
    return text
