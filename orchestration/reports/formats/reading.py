"""Bytes of a file to blocks with locators: one reader a format. Nothing here knows what a figure is."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePath

from orchestration.reports.blocks import MAX_CHARACTERS, Block, Document, UnreadableFile, too_large
from orchestration.reports.formats.old_fonts import convert_blocks
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


def _reader(module: str, name: str) -> Reader:
    """A reader that is imported with the first file of its format: `cchc check` of a workbook needs no PDF."""

    def read(file_name: str, content: bytes) -> Iterator[Block | Remark]:
        return getattr(import_module(f"orchestration.reports.formats.{module}"), name)(file_name, content)

    return read


READERS: dict[str, Reader] = {
    "txt": _reader("text_file", "read_txt"),
    "md": _reader("text_file", "read_md"),
    "csv": _reader("delimited", "read_csv"),
    "tsv": _reader("delimited", "read_csv"),
    "html": _reader("web", "read_html"),
    "htm": _reader("web", "read_html"),
    "docx": _reader("word", "read_docx"),
    "doc": _reader("old_word", "read_old_word"),
    "rtf": _reader("old_word", "read_old_word"),
    "odt": _reader("old_word", "read_old_word"),
    "pdf": _reader("pdf", "read_pdf"),
    "xlsx": _reader("excel", "read_xlsx"),
    "xlsm": _reader("excel", "read_xlsx"),
    "xls": _reader("xls", "read_xls"),
    "ods": _reader("ods", "read_ods"),
}
