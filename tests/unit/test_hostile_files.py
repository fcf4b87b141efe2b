"""Damaged and hostile files: a clear refusal, in bounded time and memory, and never another error."""

import struct
import tracemalloc

import pytest
from builders import EXCEL, WORD, sheet_xml, with_part, word_xml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.files import Files
from orchestration.reports.formats.reading import READERS, read_document
from orchestration.reports.formats.received import Received


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_document(name, content)
    return str(refused.value)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.txt"])
@pytest.mark.parametrize(
    "content", [b"", b" \n ", "xin chào".encode()[:3] + b"\xff", bytes(range(256)), WORD[:900], EXCEL[:900]]
)
def test_damaged_files_are_refused(name, content):
    assert refusal(name, content)


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"xin chao"), ("a.docx", EXCEL), ("a.xlsx", WORD), ("a.pdf", b"%PDF"), ("a", b"x")]
)
def test_files_of_another_kind_are_refused(name, content):
    assert refusal(name, content)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_locked_or_old_office_file_is_named_so(name):
    assert "mật khẩu" in refusal(name, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000))


def test_entities_are_refused():
    declared = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert "DTD" in refusal("a.docx", word_xml("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", declared))


def _declare(content: bytes, part: str, size: int) -> bytes:
    """The archive with another size declared for one part, in both places where a zip declares it."""
    changed = bytearray(content)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        length, offset = struct.unpack_from("<H", changed, at + 28)[0], struct.unpack_from("<I", changed, at + 42)[0]
        if changed[at + 46 : at + 46 + length].decode() == part:
            struct.pack_into("<I", changed, at + 24, size)
            struct.pack_into("<I", changed, offset + 22, size)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    ("name", "content", "part"), [("a.docx", WORD, "word/document.xml"), ("a.xlsx", EXCEL, "xl/worksheets/sheet1.xml")]
)
def test_a_part_that_unpacks_beyond_measure_is_refused_by_declared_and_by_actual_size(name, content, part):
    bomb = with_part(content, part, b" " * (201 * 1024 * 1024))
    for size in (201 * 1024 * 1024, 1000):
        archive = _declare(bomb, part, size)
        tracemalloc.start()
        assert refusal(name, archive)
        assert tracemalloc.get_traced_memory()[1] < 60 * 1024 * 1024
        tracemalloc.stop()


def test_a_lone_far_cell_costs_nothing():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    blocks = read_document("a.xlsx", sheet_xml(rows)).blocks
    assert blocks[1].cells[-1].locator == "a.xlsx!BM1!XFD1048576"


def test_a_sheet_too_wide_for_its_rows_is_refused():
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 100))
    assert "quá lớn" in refusal("a.xlsx", sheet_xml(rows))


@pytest.mark.parametrize("megabytes", [6, 50])
def test_a_text_too_large_for_a_report_is_refused(megabytes):
    assert "quá lớn" in refusal("a.txt", (b"mot dong chu cua bao cao" * 100 + b"\n") * (megabytes * 420))


def _read_or_refuse(name: str, content: bytes) -> None:
    try:
        assert read_document(name, content).blocks
    except UnreadableFile as reason:
        assert str(reason)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=300))
@example("txt", b"\xff\xfe\x00")
def test_random_bytes_are_read_or_refused(suffix, content):
    _read_or_refuse(f"a.{suffix}", content)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.sampled_from([("a.docx", WORD), ("a.xlsx", EXCEL)]), st.data())
def test_files_with_a_few_bytes_changed_are_read_or_refused(file, data):
    name, content = file
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    _read_or_refuse(name, bytes(changed))


_TOKENS = [
    "<row>",
    "</row>",
    '<c t="s">',
    "<c>",
    '<c r="ZZZ9">',
    '<c s="9" t="b">',
    "<f/>",
    "</c>",
    "<v>",
    "</v>",
    "1",
    "-1",
    "²",
    "x",
]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(_TOKENS), max_size=14))
@example(["<row>", "<c>", "<v>", "²", "</v>", "</c>", "</row>"])
def test_sheets_with_strange_cells_are_read_or_refused(tokens):
    _read_or_refuse("a.xlsx", sheet_xml("".join(tokens)))


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xlsx", "Báo cáo".encode(), "văn bản thường"),
        ("a.docx", EXCEL, "tệp Excel"),
        ("a.xlsx", WORD, "tệp Word (.docx)"),
        ("a.docx", b"%PDF-1.7\n\xe2\xe3", "tệp PDF"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "Word 97"),
        ("a.xlsx", OLE + "Workbook".encode("utf-16-le"), "Excel 97"),
        ("a.docx", b"{\\rtf1\\ansi", "tệp RTF"),
        ("a.docx", b"\xff\xd8\xff\xe0\0\x10JFIF", "ảnh JPEG"),
        ("a.xlsx", b"\xef\xbb\xbf<!DOCTYPE html><html>", "trang HTML"),
        ("a.xlsx", b'<?xml version="1.0"?><Workbook/>', "tệp XML"),
        ("a.zip", b"Rar!\x1a\x07\x01\0", "RAR"),
        ("bao cao", WORD, "tệp Word (.docx)"),
    ],
)
def test_a_refusal_names_what_the_file_really_is(name, content, kind):
    [row] = Files("", [Received.from_bytes(name, content)], {}, str).rows
    assert row["status"] == "refused"
    assert kind in row["reason"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", WORD[:900]), ("a.xlsx", EXCEL[:900]), ("a.png", b"\x89PNG\r\n"), ("a.docx", b"")]
)
def test_a_refusal_says_nothing_of_the_kind_where_the_name_is_right(name, content):
    [row] = Files("", [Received.from_bytes(name, content)], {}, str).rows
    assert row["status"] == "refused"
    assert "nội dung thật" not in row["reason"]
