"""Bytes of a file to blocks with locators: one reader a format. Nothing here knows what a figure is."""

from collections.abc import Callable, Iterator
from pathlib import PurePath

from orchestration.reports.blocks import MAX_CHARACTERS, Block, Document, UnreadableFile, too_large
from orchestration.reports.formats.delimited import read_csv
from orchestration.reports.formats.excel import read_xlsx
from orchestration.reports.formats.ods import read_ods
from orchestration.reports.formats.old_fonts import convert_blocks
from orchestration.reports.formats.old_word import read_old_word
from orchestration.reports.formats.pdf import read_pdf
from orchestration.reports.formats.text_file import read_md, read_txt
from orchestration.reports.formats.web import read_html
from orchestration.reports.formats.word import read_docx
from orchestration.reports.formats.xls import read_xls
from orchestration.reports.found import Remark


def read_document(name: str, content: bytes) -> Document:
    """Read a file into blocks, and remarks on what the reader assumed or had to leave unread.

    Raises UnreadableFile, with a Vietnamese reason, when the format is unknown, the file is empty, damaged or
    larger than any report.
    """
    file_format = PurePath(name).suffix.lower().lstrip(".")
    reader = READERS.get(file_format)
    if reader is None:
        known = ", ".join(f".{suffix}" for suffix in sorted([*READERS, "zip"]))
        instead = next((words for formats, words in _INSTEAD.items() if file_format in formats.split()), None)
        told = instead or f"các định dạng đọc được: {known}"
        raise UnreadableFile(f"chưa đọc được định dạng .{file_format or '?'}; {told}")
    if not content.strip():
        raise UnreadableFile("tệp rỗng, không có nội dung")
    document = Document(name, file_format)
    blocks: list[Block] = []
    characters = 0
    for item in reader(PurePath(name).name, content):
        if isinstance(item, Remark):
            document.remarks.append(item)
            continue
        characters += len(item.text) + sum(len(cell.text) for cell in item.cells)
        if characters > MAX_CHARACTERS:
            raise too_large()
        blocks.append(item)
    blocks, assumed = convert_blocks(blocks)
    document.blocks = [block for block in blocks if not block.is_margin]
    document.margins = [block for block in blocks if block.is_margin]
    if not document.blocks:
        instead = "; ".join(f"{remark.subject}: {remark.reported_text}" for remark in document.remarks)
        raise UnreadableFile(f"tệp không có đoạn văn hay bảng nào{instead and f' ({instead})'}")
    document.remarks += assumed
    return document


# what to send instead of formats that cannot be read
_INSTEAD = {
    "jpg jpeg png gif bmp tif tiff webp heic": "ảnh hoặc bản quét, cần bản có lớp chữ",
    "rar 7z gz tgz tar": "hãy nén lại thành tệp .zip",
    "xlsb et": "hãy lưu lại thành tệp .xlsx",
    "wps pages": "hãy lưu lại thành tệp .docx",
}
Reader = Callable[[str, bytes], Iterator[Block | Remark]]
READERS: dict[str, Reader] = {
    "txt": read_txt,
    "md": read_md,
    "csv": read_csv,
    "tsv": read_csv,
    "html": read_html,
    "htm": read_html,
    "docx": read_docx,
    "doc": read_old_word,
    "rtf": read_old_word,
    "odt": read_old_word,
    "pdf": read_pdf,
    "xlsx": read_xlsx,
    "xlsm": read_xlsx,
    "xls": read_xls,
    "ods": read_ods,
}
