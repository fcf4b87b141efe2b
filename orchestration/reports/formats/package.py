"""Office files (.docx, .xlsx, .ods) are zip packages of XML parts: opening one without trusting it.

A part is refused when it would grow beyond what any report needs: the zip directory declares each part's size,
and no more than that is ever unpacked.
"""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from orchestration.reports.blocks import UnreadableFile

MAX_PART_BYTES = 50 * 1024 * 1024
_MAX_BYTES = 4 * MAX_PART_BYTES  # of all parts that are read
_MAX_NODES = 2_000_000  # tags and attributes of a part: each takes some 100 bytes of memory
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .doc and .xls, and of files with a password
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, collect_ids=False)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# The "strict" flavour differs only in the names of its namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip


class Package:
    """An open Office file. All methods raise UnreadableFile, with a Vietnamese reason, for a damaged part."""

    def __init__(self, content: bytes, kind: str):
        """``kind`` is what the file should be, as officers call it ("Word .docx")."""
        self.kind = kind
        self._bytes_left = _MAX_BYTES
        if content.startswith(_OLE):
            raise UnreadableFile(
                f"không phải tệp {kind}: tệp đặt mật khẩu hoặc theo định dạng Office cũ; "
                "hãy bỏ mật khẩu và lưu lại theo định dạng mới"
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise self.damaged() from None

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._archive.NameToInfo

    def xml(self, name: str) -> etree._Element:
        """The root of a part."""
        content = self.content(name)
        if content.count(b"<") + content.count(b"=") > _MAX_NODES:
            raise self._too_large()
        try:
            root = etree.fromstring(content, _PARSER)
        except etree.XMLSyntaxError as error:
            raise self.damaged(error.msg) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.damaged("có khai báo DTD, điều mà Office không bao giờ ghi")
        return root

    def related(self, part: str = "") -> dict[str, tuple[str, str]]:
        """What a part refers to (the package itself when empty): id → (last word of the type, part name)."""
        folder, file = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(rels):
            return {}
        return {
            r.get("Id", ""): (
                posixpath.basename(r.get("Type", "")),
                posixpath.normpath(posixpath.join("/", folder, r.get("Target", ""))).lstrip("/"),
            )
            for r in self.xml(rels).iter(_RELATIONSHIP)
        }

    @property
    def main_part(self) -> str:
        """The part that holds the document or the workbook."""
        main = next((part for kind, part in self.related().values() if kind == "officeDocument"), None)
        if main is None:
            raise self.damaged()
        return main

    def content(self, name: str) -> bytes:
        """The bytes of a part, in the transitional flavour."""
        try:
            entry = self._archive.getinfo(name)
            self._bytes_left -= entry.file_size
            if entry.file_size > MAX_PART_BYTES or self._bytes_left < 0:
                raise self._too_large()
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self.damaged()
            with self._archive.open(entry) as part:
                # never more than declared: reading without a measure would unpack all that is there
                content = part.read(entry.file_size + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
            raise self.damaged() from None
        for strict, usual in _STRICT.items():
            content = content.replace(strict, usual)
        return content

    def _too_large(self) -> UnreadableFile:
        return UnreadableFile(
            f"tệp {self.kind} quá lớn: phần nội dung giải nén vượt {MAX_PART_BYTES // 2**20} MB hoặc quá nhiều ô"
        )

    def damaged(self, detail: str | None = None) -> UnreadableFile:
        """Why a file is refused whose parts are not what they should be."""
        reason = f"không phải tệp {self.kind}, hoặc tệp bị hỏng hay đặt mật khẩu"
        return UnreadableFile(f"{reason} ({detail})" if detail else reason)


def child_value(element: etree._Element, path: str, attribute: str) -> str | None:
    """An attribute of the element at a path below; None when either is not there."""
    found = element.find(path)
    return None if found is None else found.get(attribute)
