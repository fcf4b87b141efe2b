"""Reading .doc (Word 97–2003), .rtf and .odt: LibreOffice turns them into .docx, which word.py reads."""

from collections.abc import Iterator
from pathlib import PurePath

from orchestration.reports.blocks import Block, UnreadableFile
from orchestration.reports.formats.libreoffice import converted
from orchestration.reports.formats.word import read_docx
from orchestration.reports.found import Remark

# Word's own container, RTF, OpenDocument; and what some programs call .doc: a web page, XML of 2003, a web archive
_BEGINNINGS = (bytes.fromhex("d0cf11e0a1b11ae1"), b"{\\rtf", b"PK\x03\x04", b"<", b"MIME-Version:")


def read_old_word(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Blocks of a document of an older or other word processor, as ``read_docx`` gives them.

    Raises UnreadableFile when LibreOffice is not installed, or cannot read the file in time.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix == ".doc" and content.startswith(b"PK"):  # a .docx that was only renamed
        yield from read_docx(name, content)
        return
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_BEGINNINGS):
        # LibreOffice would read anything as plain text
        raise UnreadableFile(f"không phải tệp {suffix}: nội dung không do chương trình soạn thảo nào ghi")
    yield from read_docx(name, converted(content, suffix, ".docx"))
