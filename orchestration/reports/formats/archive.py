"""Reading .zip: its members are files of the submission. Nothing is written to disk, whatever a member is called."""

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.received import Received, is_sent, megabytes, unique

MAX_MEMBERS = 100  # a unit's seven forms and its report are eight
MAX_UNPACKED_BYTES = 300 * 1024 * 1024  # of all members together, as declared: no more is ever unpacked
_MAX_RATIO = 200  # a long text packs into a tenth, Office files hardly at all
_SMALL = 1024 * 1024  # whatever its ratio, a member of this size does no harm
_ENCRYPTED, _NAMED_IN_UTF8 = 0x1, 0x800  # bits of a member's flags
_NESTED = {".zip", ".rar", ".7z", ".gz", ".tgz", ".tar"}


def members(name: str, content: bytes) -> Iterator[Received]:
    """The files in an archive, named ``bao-cao.zip/Biểu mẫu 7.xlsx``, each unpacked when its content is asked for.

    What programs leave behind (lock files, folders of macOS) is passed over; what may not be unpacked has its reason.
    Raises UnreadableFile when the archive is damaged, no archive of reports, or of too many members.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableFile("không phải tệp nén ZIP, hoặc tệp bị hỏng") from None
    if "[Content_Types].xml" in archive.NameToInfo:
        raise UnreadableFile("tệp Word hoặc Excel mang đuôi .zip; hãy đổi lại đuôi .docx hoặc .xlsx")
    sent = [(parts, entry) for entry in archive.infolist() if not entry.is_dir() for parts in [_parts(entry)]]
    sent = [(parts, entry) for parts, entry in sent if all(is_sent(part) for part in parts)]
    if len(sent) > MAX_MEMBERS:
        raise UnreadableFile(
            f"tệp nén có {len(sent)} tệp, vượt giới hạn {MAX_MEMBERS} tệp; hãy chia thành nhiều tệp nén"
        )
    taken: set[str] = set()
    total = 0
    for parts, entry in sent:
        full_name = unique("/".join([name, *parts]), taken)
        reason = _refusal(entry)
        total += 0 if reason else entry.file_size
        if not reason and total > MAX_UNPACKED_BYTES:
            reason = f"các tệp trong tệp nén khi giải nén vượt {megabytes(MAX_UNPACKED_BYTES)} MB"
        if reason:
            yield Received.unopened(full_name, reason, entry.file_size)
        else:
            yield Received(full_name, entry.file_size, None, partial(_unpacked, archive, entry))


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    """Why a member may not be unpacked."""
    if PurePosixPath(entry.filename).suffix.lower() in _NESTED:
        return "tệp nén nằm trong tệp nén; hãy nén thẳng các tệp báo cáo"
    if entry.flag_bits & _ENCRYPTED:
        return "tệp trong tệp nén có mật khẩu; hãy bỏ mật khẩu"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "tệp được nén theo cách không đọc được; hãy nén lại theo kiểu ZIP thông thường"
    if entry.file_size > _SMALL and entry.file_size > _MAX_RATIO * entry.compress_size:
        return f"tỷ lệ nén bất thường ({entry.file_size // max(entry.compress_size, 1)} lần), không thể là một báo cáo"
    return None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as member:
            return member.read(entry.file_size + 1)  # zipfile gives no more than is declared, and checks its sum
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        raise UnreadableFile("tệp trong tệp nén bị hỏng") from None


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    """Folders and name of a member, without what would lead out of the archive (/, .., C:, backslashes)."""
    parts = _readable(entry).replace("\\", "/").split("/")
    return [
        part for part in parts if part.strip() not in ("", ".", "..") and not (len(part) == 2 and part[1] == ":")
    ] or ["không tên"]


def _readable(entry: zipfile.ZipInfo) -> str:
    """A member's name. Programs that do not say UTF-8 write the code page of their machine, or UTF-8 all the same.

    Newer versions of Python put the name of the Unicode field, where a program adds one, in place of the other.
    """
    if entry.flag_bits & _NAMED_IN_UTF8 or entry.filename != entry.orig_filename:
        return unicodedata.normalize("NFC", entry.filename)
    written = entry.filename.encode("cp437")
    for encoding in ("utf-8", "cp1258"):
        try:
            return unicodedata.normalize("NFC", written.decode(encoding))
        except UnicodeDecodeError:
            continue
    return entry.filename
