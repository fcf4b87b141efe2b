"""Pages of PDF files drawn by hand, and what reading them gives."""

import html
import io
from pathlib import Path
from typing import Any

import pytest
from builders import Rows
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document

PDF_FONT = "DejaVuSans-vi"
SCAN = ImageReader(Image.new("L", (60, 80), 200))
WIDTH, HEIGHT = 595, 842
SENTENCE = "Tổng số hồ sơ tiếp nhận là 1.523 hồ sơ, trong đó trực tuyến 1.204 hồ sơ, trực tiếp 319 hồ sơ."


def drawn(*pages, **options) -> bytes:
    """A PDF whose pages are drawn by functions of a canvas."""
    register_pdf_font()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), **options)
    for page in pages:
        canvas.setFont(PDF_FONT, 9)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*texts: str | tuple[float, float, str]):
    """Draws lines from the top, or each at its (x, y)."""

    def draw(canvas: Canvas) -> None:
        for n, text in enumerate(texts):
            canvas.drawString(*((80, 740 - 18 * n, text) if isinstance(text, str) else text))

    return draw


def table(rows, top: float = 700, left: float = 60, widths=(40, 240, 70, 70, 60), last_line: bool = True):
    """Draws a ruled table, its lines of text as they are given (cells may hold several)."""

    def draw(canvas: Canvas) -> None:
        edges = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
        y = top
        canvas.setFont(PDF_FONT, 9)
        canvas.line(left, y, edges[-1], y)
        for number, row in enumerate(rows):
            height = 12 * max(str(cell).count("\n") + 1 for cell in row) + 6
            for x, cell in zip(edges, row, strict=False):
                for n, text in enumerate(str(cell).split("\n")):
                    canvas.drawString(x + 4, y - 12 - 12 * n, text)
            y -= height
            if last_line or number + 1 < len(rows):
                canvas.line(left, y, edges[-1], y)
        for x in edges:
            canvas.line(x, y, x, top)

    return draw


def together(*draws):
    def draw(canvas: Canvas) -> None:
        for each in draws:
            canvas.setFont(PDF_FONT, 9)
            each(canvas)

    return draw


def texts(content: bytes) -> list[str]:
    return [block.text for block in read_document("a.pdf", content).paragraphs]


def rows_of(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in read_document("a.pdf", content).blocks if block.cells]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_document("a.pdf", content)
    return str(refused.value)


def columns(rows, top: float = 700, left: float = 60, widths=(40, 240, 70, 70, 60), pitch=11, valign="top", right=(3,)):
    """Draws a table without rules, its lines of text as they are given (cells may hold several); ``right`` are the
    columns whose text ends at the right."""
    edges = [left + sum(widths[:n]) for n in range(len(widths) + 1)]

    def draw(canvas: Canvas) -> None:
        y = top
        canvas.setFont(PDF_FONT, 9)
        for row in rows:
            tallest = max(str(cell).count("\n") + 1 for cell in row)
            for n, cell in enumerate(row):
                texts = str(cell).split("\n")
                free = (tallest - len(texts)) * {"top": 0, "middle": 0.5, "bottom": 1}[valign]
                for m, text in enumerate(texts):
                    at = y - pitch * (m + free)
                    if n in right:
                        canvas.drawRightString(edges[n + 1] - 6, at, text)
                    else:
                        canvas.drawString(edges[n] + 4, at, text)
            y -= pitch * tallest + 3

    return draw


def told(content: bytes) -> list[tuple[str, str]]:
    """What a reader says that it could not read: the place and the words."""
    remarks = read_document("a.pdf", content).remarks
    return [(r.source_locator, r.reported_text) for r in remarks if r.remark_kind == "unread_part"]


def pdf_file(*parts: str | Rows, ruled: bool = True) -> bytes:
    """A PDF as Word exports it: strings are paragraphs, lists of rows are tables (with rules or without) whose header
    (the first row) stands again on each page."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    register_pdf_font()
    body = ParagraphStyle("body", fontName=PDF_FONT, fontSize=11, leading=15, spaceBefore=6)
    small = ParagraphStyle("small", fontName=PDF_FONT, fontSize=9, leading=11)

    def shown(value: Any, style: Any) -> Any:
        return Paragraph(html.escape(str(value)).replace("\n", "<br/>"), style)

    flow: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            flow.append(shown(part, body))
            continue
        width = max(len(row) for row in part)
        rows = [[shown(value, small) for value in row] + [""] * (width - len(row)) for row in part]
        # the first column is for numbers, the second for words
        shares = [1, *([4] if width > 1 else []), *[1.5] * (width - 2)]
        widths = [450 * share / sum(shares) for share in shares]
        rules = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
        flow += [Table(rows, widths, repeatRows=1, style=rules), Spacer(1, 8)]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(flow)
    return buffer.getvalue()


def register_pdf_font() -> None:
    """Make the font with Vietnamese letters known to reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if PDF_FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(PDF_FONT, Path(__file__).parent / "fonts" / f"{PDF_FONT}.ttf"))
