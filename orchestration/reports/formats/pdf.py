"""Reading .pdf with a text layer: paragraphs and ruled tables, page by page, in the order in which they are read.

``bao-cao.pdf!page 3!paragraph 4`` is the fourth paragraph that begins on page 3, outside tables;
``bao-cao.pdf!page 3!table 1!row 4!col 2`` a cell of the first table on page 3.
"""

from collections.abc import Iterator
from itertools import groupby

from orchestration.reports.blocks import MAX_CHARACTERS, Block, UnreadableFile, too_large
from orchestration.reports.formats.pdf_blocks import Assembly
from orchestration.reports.formats.pdf_furniture import take_furniture
from orchestration.reports.formats.pdf_guard import check_streams
from orchestration.reports.formats.pdf_page import Page
from orchestration.reports.formats.pdf_pictures import pictures_with_text
from orchestration.reports.formats.pdf_sheets import Sheet, measure, sheet_of
from orchestration.reports.formats.pdf_unruled import take_unruled
from orchestration.reports.found import Remark

_MAX_PAGES = 1000  # a province's yearly report with all its annexes has 300
_UNMAPPED = 0.1  # share of letters without a meaning at which a page's text cannot be trusted
_A_FEW = 60  # letters: a stamp or a page number on a scanned page
_FULL = 0.5  # share of a page that the image of a scan covers at least

_SCAN = "bản quét, cần bản có lớp chữ"
_UNKNOWN_LETTERS = "phông chữ không kèm bảng mã Unicode nên không biết chữ nào là chữ nào"
_OCR = "lớp chữ do máy nhận dạng từ bản quét, đã đọc nhưng số liệu có thể nhận dạng sai"
_PICTURE = "có ảnh đủ lớn để chứa bảng hoặc chữ, nội dung trong ảnh không đọc được"
_XFA = "biểu mẫu điện tử XFA chỉ mở được bằng Adobe Reader, số liệu đã điền không đọc được; hãy in ra tệp PDF rồi gửi"
_DAMAGED = "trang bị hỏng"


def read_pdf(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Blocks of a PDF, after remarks on pages that could not be read or not be trusted.

    Raises UnreadableFile when it is a scan, locked, damaged, or its fonts do not say what the letters are.
    """
    sheets: list[Sheet] = []
    unread: list[tuple[str, int]] = []  # why, and which page
    doubtful: list[tuple[str, int]] = []
    letters = 0
    for number, page in _pages(content):
        reason = _DAMAGED if page is None else _unread(page)
        if page is None or reason:
            unread.append((reason, number))
            continue
        letters += page.letters
        if letters > MAX_CHARACTERS:
            raise too_large()
        if page.recognised:
            doubtful.append((_OCR, number))
        elif pictures_with_text(page):
            doubtful.append((_PICTURE, number))
        if page.stands_in:
            doubtful.append((_XFA, number))
        sheets.append(sheet_of(page))
    if not any(sheet.items for sheet in sheets):
        raise UnreadableFile(_refusal(unread))
    for reason, pages in groupby(sorted(unread + doubtful), key=lambda item: item[0]):
        numbers = [number for _, number in pages]
        yield Remark("unread_part", f"Trang {_ranges(numbers)}", reason, f"{name}!page {numbers[0]}")
    take_furniture(sheets)
    take_unruled(sheets)
    measure(sheets)
    yield from Assembly(name).blocks(sheets)


def _pages(content: bytes) -> Iterator[tuple[int, Page | None]]:
    """The pages with their numbers; None for one that is damaged."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as pdf

    from orchestration.reports.formats.pdf_source import read_page

    if b"%PDF-" not in content[:1024]:
        raise UnreadableFile("không phải tệp PDF")
    if b"%%EOF" not in content[-2048:]:  # pdfium would read what is there and leave pages blank
        raise UnreadableFile("tệp PDF chưa đủ, phần cuối bị cắt mất; hãy gửi lại")
    check_streams(content)
    try:
        document = pdfium.PdfDocument(content)
        if document.get_formtype() in (pdf.FORMTYPE_ACRO_FORM, pdf.FORMTYPE_XFA_FOREGROUND):
            document.init_forms()
        count = len(document)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdf.FPDF_ERR_PASSWORD:
            raise UnreadableFile("tệp PDF đặt mật khẩu; hãy gửi bản không có mật khẩu") from None
        raise UnreadableFile("tệp PDF bị hỏng hoặc chưa tải về hết; hãy xuất lại từ Word rồi gửi") from None
    try:
        if count > _MAX_PAGES:
            raise UnreadableFile(f"tệp quá lớn: {count} trang, không thể là một báo cáo")
        for index in range(count):
            try:
                yield index + 1, read_page(document, index)
            except pdfium.PdfiumError:
                yield index + 1, None
    finally:
        document.close()


def _unread(page: Page) -> str:
    """Why a page cannot be read; empty when it can, or when there is nothing on it."""
    if page.letters <= _A_FEW and page.image_share > _FULL:
        return _SCAN
    if page.letters == 0 and (page.image_share > 0.1 or page.drawings > 100):
        return _SCAN
    return _UNKNOWN_LETTERS if page.unmapped > _UNMAPPED * page.letters else ""


def _refusal(unread: list[tuple[str, int]]) -> str:
    reasons = {reason for reason, _ in unread}
    if _SCAN in reasons:
        return f"{_SCAN} ({sum(reason == _SCAN for reason, _ in unread)} trang không có lớp chữ)"
    if _UNKNOWN_LETTERS in reasons:
        return f"{_UNKNOWN_LETTERS}; hãy xuất PDF lại từ Word, hoặc gửi tệp Word"
    return "tệp PDF bị hỏng, không trang nào đọc được" if reasons else "tệp PDF không có chữ nào"


def _ranges(numbers: list[int]) -> str:
    """Numbers as officers write them: "3, 5–7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
