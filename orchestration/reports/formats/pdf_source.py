"""What pdfium knows of a page of a PDF: its letters, ruled lines and images."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.pdf_page import SPACES, Letter, Page, Rule, View, add_words
from orchestration.reports.formats.pdf_typed import add_typed, draw_typed

# pdfium marks a hyphen at the end of a line as U+0002; many fonts call their hyphen a soft one, and bullets are
# letters of Symbol and Wingdings
_SPELLED = {"\u0002": "-", "\u00ad": "-", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf02d": "-", "\uf02b": "+"}
_THIN = 4.0  # a filled area of this breadth is a line
_SHORTEST = 4.0  # a shorter line is a dot or a part of a letter
_MAX_SEGMENTS = 20_000  # a path with more is a drawing
_DEEPEST = 8  # drawings within drawings
_MAX_OBJECTS = 200_000  # on one page


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Words and lines of a page. Raises pdfium.PdfiumError when the page is damaged,
    UnreadableFile when it holds more than any report."""
    source = document[index]
    try:
        own = pdf.FPDFPage_CountObjects(source)  # what comes after them are boxes around what was typed
        typed = draw_typed(source)
        if typed:
            source.close()
            source = document[index]
        if pdf.FPDFPage_CountObjects(source) > _MAX_OBJECTS:
            raise UnreadableFile(f"tệp PDF quá lớn: trang {index + 1} có hơn {_MAX_OBJECTS} nét vẽ")
        letters = list(_letters(source))
        turns = Counter(letter.turn for letter in letters if letter.text not in SPACES and letter.turn is not None)
        turn = turns.most_common(1)[0][0] if turns else 0
        bounds = pdf.FS_RECTF()
        pdf.FPDF_GetPageBoundingBox(source, bounds)
        view = View(turn, (bounds.left, bounds.bottom, bounds.right, bounds.top))
        page = Page(index + 1, view.width, view.height)
        page.stands_in = document.get_formtype() == pdf.FORMTYPE_XFA_FULL
        add_words(page, letters, view)
        add_typed(page, typed, view)
        _add_drawings(page, source, view, own)
        return page
    finally:
        source.close()


def _letters(source: pdfium.PdfPage) -> Iterator[Letter]:
    text = source.get_textpage()
    try:
        raw, box, matrix = text.raw, pdf.FS_RECTF(), pdf.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        for n in range(text.count_chars()):
            code = pdf.FPDFText_GetUnicode(raw, n)
            generated = pdf.FPDFText_IsGenerated(raw, n) == 1
            pdf.FPDFText_GetLooseCharBox(raw, n, box)
            pdf.FPDFText_GetCharOrigin(raw, n, x, y)
            pdf.FPDFText_GetMatrix(raw, n, matrix)
            letter = "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 else chr(code)
            size = pdf.FPDFText_GetFontSize(raw, n) * math.hypot(matrix.c, matrix.d)
            yield Letter(
                _SPELLED.get(letter, letter),
                (box.left, box.bottom, box.right, box.top),
                (x.value, y.value),
                size,
                _turn(matrix.a, matrix.b),
                generated,
            )
    finally:
        text.close()


def _turn(a: float, b: float) -> int | None:
    """Quarter turns of the direction (a, b) to the left."""
    if abs(b) <= abs(a) / 10:
        return 0 if a >= 0 else 2
    if abs(a) <= abs(b) / 10:
        return 1 if b > 0 else 3
    return None


# --- drawings ---------------------------------------------------------------------------------------------

_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


def _add_drawings(page: Page, source: pdfium.PdfPage, view: View, own: int) -> None:
    """Collect ruled lines, pictures and the share of the page that they cover, and whether all text is invisible."""
    covered, shown, unseen = 0.0, 0, 0
    for item, matrix in _objects(source, own):
        kind = pdf.FPDFPageObj_GetType(item)
        if kind == pdf.FPDF_PAGEOBJ_PATH:
            page.drawings += 1
            page.rules += _rules(item, matrix, view)
        elif kind == pdf.FPDF_PAGEOBJ_TEXT:
            is_unseen = pdf.FPDFTextObj_GetTextRenderMode(item) == pdf.FPDF_TEXTRENDERMODE_INVISIBLE
            shown, unseen = shown + (not is_unseen), unseen + is_unseen
        elif kind == pdf.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, e, f = _times(_matrix_of(item), matrix)  # an image fills the unit square
            covered += abs(a * d - b * c)
            corners = [view.point(x, y) for x, y in ((e, f), (a + e, b + f), (c + e, d + f), (a + c + e, b + d + f))]
            xs, ys = zip(*corners, strict=True)
            page.pictures.append((min(xs), min(ys), max(xs), max(ys)))
    page.image_share = covered / (page.width * page.height) if page.width and page.height else 0.0
    page.recognised = unseen > shown and page.image_share > 0.5


def _objects(source: pdfium.PdfPage, own: int) -> Iterator[tuple[ctypes.c_void_p, _Matrix]]:
    """A page's first objects, those of forms (drawings used as one object) too, each with the form's matrix."""
    waiting = [(pdf.FPDFPage_GetObject(source, n), _SAME, 0) for n in range(own)]
    while waiting:
        item, matrix, depth = waiting.pop()
        if pdf.FPDFPageObj_GetType(item) != pdf.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < _DEEPEST:
            inner = _times(_matrix_of(item), matrix)
            count = pdf.FPDFFormObj_CountObjects(item)
            waiting += [(pdf.FPDFFormObj_GetObject(item, n), inner, depth + 1) for n in range(count)]


def _matrix_of(item: ctypes.c_void_p) -> _Matrix:
    m = pdf.FS_MATRIX()
    pdf.FPDFPageObj_GetMatrix(item, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = then
    return (
        first[0] * a + first[1] * c, first[0] * b + first[1] * d,
        first[2] * a + first[3] * c, first[2] * b + first[3] * d,
        first[4] * a + first[5] * c + e, first[4] * b + first[5] * d + f,
    )  # fmt: skip


def _rules(path: ctypes.c_void_p, matrix: _Matrix, view: View) -> Iterator[Rule]:
    """The lines of a path along the page: drawn strokes, sides of drawn boxes, and thin filled boxes."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdf.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value) or pdf.FPDFPath_CountSegments(path) > _MAX_SEGMENTS:
        return
    for points in _strokes(path, _times(_matrix_of(path), matrix), view):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if min(right - left, bottom - top) <= _THIN:
            upright = bottom - top > right - left
            middle = (left + right) / 2 if upright else (top + bottom) / 2
            start, end = (top, bottom) if upright else (left, right)
            if end - start >= _SHORTEST:
                yield Rule(upright, middle, start, end)
        elif stroke.value:
            for (x, y), (x2, y2) in pairwise(points):
                if abs(x - x2) <= 1 and abs(y - y2) >= _SHORTEST:
                    yield Rule(True, x, min(y, y2), max(y, y2))
                elif abs(y - y2) <= 1 and abs(x - x2) >= _SHORTEST:
                    yield Rule(False, y, min(x, x2), max(x, x2))


def _strokes(path: ctypes.c_void_p, m: _Matrix, view: View) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each part of a path that is drawn without lifting the pen."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for n in range(pdf.FPDFPath_CountSegments(path)):
        segment = pdf.FPDFPath_GetPathSegment(path, n)
        pdf.FPDFPathSegment_GetPoint(segment, x, y)
        if pdf.FPDFPathSegment_GetType(segment) == pdf.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(view.point(x.value * m[0] + y.value * m[2] + m[4], x.value * m[1] + y.value * m[3] + m[5]))
        if pdf.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
