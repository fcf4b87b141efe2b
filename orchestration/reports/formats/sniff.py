"""What a file is by its first bytes, whatever its name says: for the reason of a refusal."""

import re

_OLE = rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1.*"  # the container of old and of encrypted Office files
_NEW = rb"PK\x03\x04(?=.*\[Content_Types\]\.xml)"
_OPEN = rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\."
_START = rb"(?:\xef\xbb\xbf)?\s*"

# what the content looks like, the endings that such a file rightly bears, its name for officers: the first that fits
_KINDS = [
    (re.compile(pattern, re.DOTALL), endings.split(), words)
    for pattern, endings, words in (
        (rb".{0,1000}%PDF-", "pdf", "tệp PDF"),
        (rb"\{\\rtf", "rtf doc", "tệp RTF"),
        (_OPEN + rb"spreadsheet", "ods", "bảng tính OpenDocument (.ods)"),
        (_OPEN + rb"text", "odt", "văn bản OpenDocument (.odt)"),
        (_NEW + rb".*word/document\.xml", "docx docm", "tệp Word (.docx)"),
        (_NEW + rb".*xl/workbook\.(?:xml|bin)", "xlsx xlsm xlsb", "tệp Excel (.xlsx)"),
        (rb"PK\x03\x04(?=.*(?:\[Content_Types\]\.xml|docProps/|word/|xl/))", "docx docm xlsx xlsm xlsb", "tệp Office"),
        (rb"PK(?:\x03\x04|\x05\x06)", "zip", "tệp nén ZIP"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "", "tệp Office có mật khẩu"),
        (_OLE + "WordDocument".encode("utf-16-le"), "doc", "tệp Word 97–2003 (.doc)"),
        (_OLE + "Workbook".encode("utf-16-le"), "xls", "tệp Excel 97–2003 (.xls)"),
        (_OLE + "Book".encode("utf-16-le"), "xls", "tệp Excel 5.0 (.xls)"),
        (rb"Rar!\x1a\x07", "rar", "tệp nén RAR"),
        (rb"7z\xbc\xaf\x27\x1c", "7z", "tệp nén 7-Zip"),
        (rb"\x1f\x8b", "gz tgz", "tệp nén GZIP"),
        (rb"\xff\xd8\xff", "jpg jpeg", "ảnh JPEG"),
        (rb"\x89PNG", "png", "ảnh PNG"),
        (rb"GIF8", "gif", "ảnh GIF"),
        (rb"II\*\0|MM\0\*", "tif tiff", "ảnh TIFF"),
        (rb"MZ.{58}", "exe dll", "chương trình Windows"),
        (_START + rb"(?:<!--.{0,500}?-->\s*)?<(?i:!doctype\s+html|html)\b", "html htm", "trang HTML"),
        (_START + rb"<\?xml", "xml", "tệp XML"),
        (rb"[^\0-\x08\x0e-\x1f]+\Z", "txt md csv tsv html htm", "văn bản thường"),
    )
]  # fmt: skip


def actual_kind(content: bytes, file_format: str) -> str | None:
    """What the content is, in Vietnamese, where that is not what the ending of its name says; None if not known."""
    if not content.strip():
        return None
    for pattern, endings, words in _KINDS:
        if pattern.match(content):
            return None if file_format in endings else words
    return None
