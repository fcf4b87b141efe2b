"""What surrounds the cells of a worksheet: the headers and footers of its pages, text boxes, pictures, charts, objects.

Source of the codes in headers: ECMA-376 part 1, 18.3.1.46; of drawings: 20.5.
"""

import html
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from orchestration.reports.formats.package import Package, child_value
from orchestration.reports.formats.sheets import Sheet, column_letters
from orchestration.reports.text import clean, one_line

_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMU = 360_000  # English metric units in a centimetre
COLUMN, ROW = 1.7, 0.53  # cm, as Excel makes them
_MARGIN = re.compile(r"<(?:odd|even|first)(Header|Footer)(?: [^<>]*)?>([^<]*)<")
_PARTED = re.compile(r"&[LCR]|\n")
# fonts, sizes, colours and signs; page numbers, dates, names of file and sheet
_CODE = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|\d+|[A-Z+-])', re.IGNORECASE)


def margins(xml: str) -> Iterator[tuple[str, str]]:
    """What stands in the headers and footers of a worksheet, line by line, with "header" or "footer"."""
    for kind, written in dict.fromkeys(_MARGIN.findall(xml)):
        yield from ((kind.lower(), line) for line in margin_lines(html.unescape(written)))


def margin_lines(written: str) -> Iterator[str]:
    """The lines of a header or footer without its codes, those without a word left out."""
    for part in _PARTED.split(written):
        text = one_line(clean("&".join(_CODE.sub("", piece) for piece in part.split("&&"))))
        if any(character.isalpha() for character in text):
            yield text


def look_around(sheet: Sheet, place: str, package: Package, related: Iterable[tuple[str, str]]) -> None:
    """Note text boxes, and what cannot be read, of a worksheet that refers to parts (their kinds and names)."""
    for kind, part in related:
        if kind in ("oleObject", "package"):
            sheet.unread.add("object", part.rpartition("/")[2], place)
        elif kind == "drawing" and package.has(part):
            root = package.xml(part)
            etree.strip_elements(root, _FALLBACK, with_tail=False)
            for anchor in root:
                _look_at(sheet, place, anchor, package, package.related(part))


def _look_at(
    sheet: Sheet, place: str, anchor: etree._Element, package: Package, related: dict[str, tuple[str, str]]
) -> None:
    corner = [_number(anchor.findtext(f"{_XDR}from/{_XDR}{side}")) for side in ("col", "row")]
    at = f"{place}!{column_letters(corner[0])}{corner[1] + 1}"
    for shape in anchor.iter(f"{_XDR}sp"):
        # the text of a box that shows a cell stands in that cell
        lines = () if shape.get("textlink") else (_text(paragraph) for paragraph in shape.iter(f"{_A}p"))
        if text := "\n".join(filter(None, lines)):
            sheet.boxes.append(text)
    for picture in anchor.iter(f"{_XDR}pic"):
        sheet.unread.add_picture(*_size(anchor, picture), at)
    for frame in anchor.iter(f"{_A}graphicData"):
        kind = frame.get("uri", "").rpartition("/")[2]
        if kind.startswith("chart"):
            if not _is_drawn_from_cells(frame, package, related):
                sheet.unread.add("chart", f"biểu đồ ở ô {at.rpartition('!')[2]}", at)
        elif kind == "diagram":
            part = next((related.get(ids.get(f"{_R}dm", ""), ("", ""))[1] for ids in frame), "")
            texts = package.xml(part).iter(f"{_A}t") if package.has(part) else ()
            sheet.unread.add_words("drawn", one_line(" ".join(text.text or "" for text in texts)), at)


def _is_drawn_from_cells(frame: etree._Element, package: Package, related: dict[str, tuple[str, str]]) -> bool:
    """Whether all figures of a chart stand in cells of its own workbook, where they are read."""
    part = next((related.get(chart.get(f"{_R}id", ""), ("", ""))[1] for chart in frame), "")
    sources = list(package.xml(part).iter("{*}f")) if package.has(part) else []
    return bool(sources) and not any("[" in (source.text or "") for source in sources)


def _text(paragraph: etree._Element) -> str:
    pieces = paragraph.iter(f"{_A}t", f"{_A}br")
    return one_line(clean("".join(" " if piece.tag == f"{_A}br" else piece.text or "" for piece in pieces)))


def _size(anchor: etree._Element, picture: etree._Element) -> tuple[float, float]:
    """Width and height of a picture in centimetres, else those of the cells that it covers."""
    for holder, path in ((anchor, f"{_XDR}ext"), (picture, f"{_XDR}spPr/{_A}xfrm/{_A}ext")):
        width, height = (_number(child_value(holder, path, side)) for side in ("cx", "cy"))
        if width and height:
            return width / _EMU, height / _EMU
    columns, rows = (
        _number(anchor.findtext(f"{_XDR}to/{_XDR}{side}")) - _number(anchor.findtext(f"{_XDR}from/{_XDR}{side}"))
        for side in ("col", "row")
    )
    return columns * COLUMN, rows * ROW


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0
