"""What of a Word document holds figures perhaps and is not read: pictures, charts, embedded objects, parts that other
files were put in as, drawn and hidden words."""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import PurePosixPath

from lxml import etree

from orchestration.reports.formats.package import Package, child_value
from orchestration.reports.formats.unread import Unread, centimetres
from orchestration.reports.formats.word_text import BOX, unseen_text
from orchestration.reports.text import one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_CHARTS = ("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
           "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart")  # fmt: skip
_INSERTED = (f"{_W}altChunk", f"{_W}subDoc")
_KINDS = (*_CHARTS, _PIC, _DIAGRAM, _OBJECT, f"{_VML}imagedata", f"{_VML}textpath")
_EMU = 360_000  # English metric units in a centimetre
_SIDE = re.compile(r"(?:^|;)\s*(width|height):\s*([\d.]+\w*)")


class WordUnread(Unread):
    """Notes what is not read of a document, paragraph by paragraph."""

    def __init__(self, name: str, package: Package, related: Mapping[str, tuple[str, str]]):
        """``related`` is what the part refers to, as ``Package.related`` gives it."""
        super().__init__(name)
        self._package, self._related = package, related

    def look(self, paragraph: etree._Element, place: str) -> None:
        """Note what a paragraph holds besides its text; what stands in its text boxes is looked at there."""
        self.add_words("unseen", unseen_text(paragraph), place)
        for thing in paragraph.iter(*_KINDS):
            if any(above.tag == BOX for above in _between(thing, paragraph)):
                continue
            if thing.tag in _CHARTS:
                self.add("chart", "biểu đồ", place)
            elif thing.tag == _OBJECT:
                self.add("object", thing.get("ProgID") or "không rõ loại", place)
            elif thing.tag == _DIAGRAM:
                self.add_words("drawn", self._diagram(thing), place)
            elif thing.tag == f"{_VML}textpath":
                self.add_words("drawn", thing.get("string", ""), place)
            elif not any(above.tag == f"{_W}object" for above in _between(thing, paragraph)):
                self.add_picture(*_size(thing), place)

    def look_for_inserted(self, body: etree._Element, place: str) -> None:
        """Note documents of other formats that Word shows in the place of a paragraph."""
        for chunk in body.iter(*_INSERTED):
            part = self._related.get(chunk.get(f"{_R}id", ""), ("", ""))[1]
            self.add("inserted", PurePosixPath(part).name or "không rõ tệp", place)

    def _diagram(self, ids: etree._Element) -> str:
        """The words of a SmartArt drawing."""
        part = self._related.get(ids.get(f"{_R}dm", ""), ("", ""))[1]
        texts = self._package.xml(part).iter(f"{_A}t") if self._package.has(part) else ()
        return one_line(" ".join(text.text or "" for text in texts))


def _between(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    return takewhile(lambda above: above is not top, element.iterancestors())


def _size(picture: etree._Element) -> tuple[float | None, float | None]:
    """Width and height in centimetres, as the document shows a picture."""
    for above in picture.iterancestors():
        if above.tag in (f"{_WP}inline", f"{_WP}anchor"):
            width, height = (child_value(above, f"{_WP}extent", name) or "" for name in ("cx", "cy"))
            return (int(width) / _EMU, int(height) / _EMU) if width.isdecimal() and height.isdecimal() else (None, None)
        if found := dict(_SIDE.findall(above.get("style", ""))):
            return centimetres(found.get("width")), centimetres(found.get("height"))
    return None, None
