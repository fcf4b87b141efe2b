"""What a PDF would unpack to, looked at before pdfium unpacks it: a few kilobytes can stand for gigabytes."""

import re
import zlib

from orchestration.reports.blocks import UnreadableFile

_MAX_STREAM = 30 * 1024 * 1024  # bytes; the text of a page has thousands, a font of all Chinese letters 20 million
_DEEPEST = 3  # streams packed in packed streams
_STEP = 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image")
_NEWEST_OBJECT = re.compile(rb"\bobj\b")


def check_streams(content: bytes) -> None:
    """Raise UnreadableFile when a stream that pdfium reads for text (images are not) unpacks beyond measure."""
    for match in _STREAM.finditer(content):
        head = content[max(match.start() - 2000, 0) : match.start()]
        head = _NEWEST_OBJECT.split(head)[-1]
        if b"Flate" in head and not _IMAGE.search(head):
            _unpack(memoryview(content)[match.end() :], 1)


def _unpack(packed: memoryview, depth: int) -> None:
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    feed: bytes | memoryview = packed[:_STEP]
    rest = packed[_STEP:]
    try:
        while feed:
            part = unpacker.decompress(feed, _STEP)
            parts.append(part)
            size += len(part)
            if size > _MAX_STREAM:
                raise UnreadableFile(f"tệp PDF quá lớn: một phần nội dung giải nén vượt {_MAX_STREAM // 2**20} MB")
            if unpacker.eof:
                break
            feed = unpacker.unconsumed_tail
            if not feed:
                feed, rest = rest[:_STEP], rest[_STEP:]
    except zlib.error:
        return  # damaged or locked: pdfium will say so
    unpacked = b"".join(parts)
    if depth < _DEEPEST and unpacked[:1] == b"\x78":
        _unpack(memoryview(unpacked), depth + 1)
