"""What was typed into a PDF after it was made: fields of a form, and text set on the page with a typewriter tool.

Both are drawn onto the page, so that they are read where they stand. Notes to a text (sticky notes, marked or struck
words, stamps) and the picture of a digital signature are none of the report, and are taken off.
"""

import ctypes
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from orchestration.reports.formats.pdf_page import Bounds, Page, View, Word

_HIDDEN = pdf.FPDF_ANNOT_FLAG_HIDDEN | pdf.FPDF_ANNOT_FLAG_NOVIEW
_TICKED = "x"
_LEADERS = re.compile(r"[._…]{3,}")  # dots to write on
_LARGEST = 11.0  # points of a letter whose size the field does not say
_SMALLEST = 5.0  # points of a box
_BREADTH = 0.5  # of a letter, of its size


@dataclass(frozen=True)
class Typed:
    """A text and the box on the sheet that it was typed into."""

    text: str
    box: Bounds


def draw_typed(page: pdfium.PdfPage) -> list[Typed]:
    """Draw what was typed onto a page, which is to be loaded anew; and say what it was."""
    typed: list[Typed] = []
    for n in reversed(range(pdf.FPDFPage_GetAnnotCount(page))):
        annotation = pdf.FPDFPage_GetAnnot(page, n)
        text, is_drawn = _typed(annotation, page.formenv)
        if text:
            box = pdf.FS_RECTF()
            pdf.FPDFAnnot_GetRect(annotation, box)
            typed.append(Typed(text, (box.left, box.bottom, box.right, box.top)))
        pdf.FPDFPage_CloseAnnot(annotation)
        if not text or not is_drawn:
            pdf.FPDFPage_RemoveAnnot(page, n)
    if typed:
        pdf.FPDFPage_Flatten(page, pdf.FLAT_NORMALDISPLAY)
    return typed


def _typed(annotation: pdf.FPDF_ANNOTATION, form: pdfium.PdfFormEnv | None) -> tuple[str, bool]:
    """The text of an annotation that is part of the report, and whether its own drawing shows it as text."""
    kind = pdf.FPDFAnnot_GetSubtype(annotation)
    if pdf.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return "", False
    if kind == pdf.FPDF_ANNOT_FREETEXT and _entry(annotation, b"IT") != "FreeTextCallout":  # that is a note
        return _entry(annotation, b"Contents"), True
    if kind != pdf.FPDF_ANNOT_WIDGET or form is None:
        return "", False
    field = pdf.FPDFAnnot_GetFormFieldType(form, annotation)
    if field in (pdf.FPDF_FORMFIELD_CHECKBOX, pdf.FPDF_FORMFIELD_RADIOBUTTON):
        return _TICKED if pdf.FPDFAnnot_IsChecked(form, annotation) else "", False
    if field in (pdf.FPDF_FORMFIELD_COMBOBOX, pdf.FPDF_FORMFIELD_LISTBOX):
        return " ".join(_chosen(annotation, form)) or _value(annotation, form), True
    return (_value(annotation, form), True) if field == pdf.FPDF_FORMFIELD_TEXTFIELD else ("", False)


def _chosen(annotation: pdf.FPDF_ANNOTATION, form: pdfium.PdfFormEnv) -> Iterator[str]:
    for n in range(pdf.FPDFAnnot_GetOptionCount(form, annotation)):
        if pdf.FPDFAnnot_IsOptionSelected(form, annotation, n):
            yield _string(lambda *room, n=n: pdf.FPDFAnnot_GetOptionLabel(form, annotation, n, *room))


def _value(annotation: pdf.FPDF_ANNOTATION, form: pdfium.PdfFormEnv) -> str:
    return _string(lambda *room: pdf.FPDFAnnot_GetFormFieldValue(form, annotation, *room))


def _entry(annotation: pdf.FPDF_ANNOTATION, key: bytes) -> str:
    return _string(lambda *room: pdf.FPDFAnnot_GetStringValue(annotation, key, *room))


def _string(read: Callable[..., int]) -> str:
    """A text that pdfium writes into given room, as UTF-16 with a zero at its end, after it said how long it is."""
    length = read(None, 0)
    room = ctypes.create_string_buffer(length + 2)
    read(ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), length)
    return room.raw[:length].decode("utf-16-le", "replace").rstrip("\0").strip()


def add_typed(page: Page, typed: list[Typed], view: View) -> None:
    """Put in what was typed and is not drawn as text, or with letters missing: many programs draw Vietnamese with a
    font that has no such letters. Dots to write on are taken away from under it."""
    for each in typed:
        corners = view.point(each.box[0], each.box[1]), view.point(each.box[2], each.box[3])
        (left, right), (top, bottom) = (sorted(values) for values in zip(*corners, strict=True))
        left, right, top, bottom = max(left, 0.0), min(right, page.width), max(top, 0.0), min(bottom, page.height)
        if not (right - left > _SMALLEST and bottom - top > _SMALLEST):
            continue  # nobody sees it
        for word in page.words:
            if word.x0 < right and word.x1 > left and top < word.centre[1] < bottom:
                word.text = _LEADERS.sub("", word.text)
        page.words = [word for word in page.words if word.text]
        inside = [word for word in page.words if left < word.centre[0] < right and top < word.centre[1] < bottom]
        shown = "".join(word.text for word in inside)
        others = [word for word in page.words if word not in inside]
        if _letters(shown) < _letters(each.text) or not any(map(str.isalnum, shown)):
            inside = list(_words(each.text, (left, top, right, bottom)))
            page.letters += len(each.text)
        line = [word for word in others if top < word.y < bottom]
        if line and len({round(word.y) for word in inside}) == 1:  # the box is taller than the line it stands in
            y = min(line, key=lambda word: max(left - word.x1, word.x0 - right)).y
            inside = [replace(word, y=y) for word in inside]
        page.words = others + inside


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _words(text: str, box: Bounds) -> Iterator[Word]:
    """Words set into a box (left, top, right, bottom) line by line; one line stands in its middle."""
    left, top, right, bottom = box
    size = min(_LARGEST, 0.75 * (bottom - top))
    breadth, room = _BREADTH * size, right - left - 4
    lines = [line for part in text.splitlines() for line in textwrap.wrap(part, max(int(room / breadth), 1))]
    if len(lines) * 1.2 * size > bottom - top:  # a line longer than its box is cut where it is shown; not here
        lines = [" ".join(lines)]
        breadth = min(breadth, room / len(lines[0]))
    y = (top + bottom) / 2 + 0.35 * size if len(lines) == 1 else top + size
    for n, line in enumerate(lines):
        x = left + 2
        for word in line.split():
            yield Word(word, x, x + breadth * len(word), y + 1.2 * size * n, size, True)
            x += breadth * (len(word) + 1)
