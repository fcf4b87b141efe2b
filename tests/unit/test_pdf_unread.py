"""What of a PDF cannot be read, or not be trusted, is told or refused; damaged and hostile files do no harm."""

import zlib

import pytest
from builders import HEADER, form_row
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import HEIGHT, SCAN, SENTENCE, WIDTH, drawn, lines, refusal, table, texts, together
from reportlab.lib.pdfencrypt import StandardEncryption

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document

STAFF_ROWS = [HEADER, *(form_row("BM4", code, str(n)) for n, code in enumerate(["2.1", "2.2", "2.3"], start=18))]


def _scanned(canvas):
    canvas.drawImage(SCAN, 0, 0, WIDTH, HEIGHT)


def test_a_scan_is_refused_and_scanned_pages_are_told_of():
    assert refusal(drawn(_scanned, _scanned)) == "bản quét, cần bản có lớp chữ (2 trang không có lớp chữ)"
    document = read_document("a.pdf", drawn(lines(SENTENCE), _scanned, _scanned, lines(SENTENCE)))
    assert [(r.remark_kind, r.subject, r.source_locator) for r in document.remarks] == [
        ("unread_part", "Trang 2–3", "a.pdf!page 2")
    ]
    assert len(document.blocks) == 2


def test_text_recognised_by_a_machine_is_read_with_a_warning():
    def page(canvas):
        _scanned(canvas)
        text = canvas.beginText(80, 700)
        text.setTextRenderMode(3)
        text.textLine(SENTENCE)
        canvas.drawText(text)

    document = read_document("a.pdf", drawn(page))
    assert [block.text for block in document.blocks] == [SENTENCE]
    assert "OCR" in document.remarks[0].reported_text or "nhận dạng" in document.remarks[0].reported_text


def test_fonts_without_a_unicode_map_are_refused():
    assert "Unicode" in refusal(drawn(lines(SENTENCE)).replace(b"/ToUnicode", b"/ToUnicodX"))


def test_locked_files_are_refused_and_a_lock_on_changes_only_is_none():
    assert "mật khẩu" in refusal(drawn(lines(SENTENCE), encrypt=StandardEncryption("abc")))
    assert texts(drawn(lines(SENTENCE), encrypt=StandardEncryption("", "chủ", canCopy=0))) == [SENTENCE]


def _plain(content: bytes) -> bytes:
    """A PDF of one page written by hand."""
    filters = b"/Filter/FlateDecode" if content[:1] == b"\x78" else b""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        + (b"4 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj\n" % (filters, len(content), content))
        + b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def _tree(kids: bytes, count: int) -> bytes:
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF" % (kids, count)
    )


WHOLE = drawn(lines(SENTENCE))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("Tổng số hồ sơ".encode(), "không phải tệp PDF"),
        (WHOLE[:-700], "cắt"),
        (WHOLE[:9] + b"%%EOF", "hỏng"),
        (_tree(b"", 0), "hỏng"),
        (_tree(b"2 0 R 2 0 R", 900), "hỏng"),
        (_tree(b"", 999_999_999), "hỏng"),
        (drawn(*[lambda canvas: None] * 1001), "1001 trang"),
        (drawn(lambda canvas: None), "không có chữ"),
        (_plain(zlib.compress(b" " * 40_000_000)), "quá lớn"),
        (_plain(zlib.compress(zlib.compress(b" " * 40_000_000))), "quá lớn"),
        (_plain(zlib.compress(b"0 0 m 9 9 l S\n" * 200_001)), "quá lớn"),
    ],
)
def test_damaged_and_hostile_files_are_refused(content, word):
    assert word in refusal(content)


def test_strange_coordinates_do_no_harm():
    content = b"BT /F 12 Tf 50 600 Td (ok) Tj ET 1e38 0 m 1e39 5 l S BT /F 1e30 Tf 1e20 7 Td (far) Tj ET"
    assert texts(_plain(content))[0] == "ok"


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.data())
def test_files_with_a_few_bytes_changed_are_read_or_refused(data):
    changed = bytearray(TABLE)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_document("a.pdf", bytes(changed)).blocks
    except UnreadableFile as reason:
        assert str(reason)


TABLE = drawn(together(lines(SENTENCE), table(STAFF_ROWS)))
