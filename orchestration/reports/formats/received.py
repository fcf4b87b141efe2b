"""A file as it was received: its name, size and fingerprint, and where its content is. Large ones are never loaded."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from orchestration.reports.blocks import UnreadableFile

MAX_FILE_BYTES = 100 * 1024 * 1024  # a province's yearly report with its pictures has about ten
_NOT_SENT_PREFIXES = ("~$", ".")  # lock files of Office, hidden files
_NOT_SENT = {"__MACOSX", "Thumbs.db", "desktop.ini"}  # what Windows and macOS put beside files


@dataclass(frozen=True)
class Received:
    """A file of a submission.

    ``name`` stands below the submission's folder, with forward slashes. ``sha256`` is None where the content is not
    known: for what may not be opened (``reason`` says why, in Vietnamese) and for members of an archive, which are
    unpacked when their turn comes.
    """

    name: str
    size: int
    sha256: str | None
    source: Path | bytes | Callable[[], bytes]
    reason: str | None = None

    @classmethod
    def from_path(cls, name: str, path: Path) -> "Received":
        """A file on disk; read once through for its fingerprint, piece by piece."""
        try:
            with path.open("rb") as file:
                return cls(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest(), path)
        except OSError as error:
            return cls.unopened(name, cannot_open(error))

    @classmethod
    def from_bytes(cls, name: str, content: bytes) -> "Received":
        return cls(name, len(content), hashlib.sha256(content).hexdigest(), content)

    @classmethod
    def unopened(cls, name: str, reason: str, size: int = 0) -> "Received":
        return cls(name, size, None, b"", reason)

    @property
    def file_format(self) -> str:
        """The ending of the name, lower case, without its dot."""
        return PurePosixPath(self.name).suffix.lower().lstrip(".")

    def content(self) -> bytes:
        """The whole content. Raises UnreadableFile for what may not be opened and for what is too large."""
        if self.reason:
            raise UnreadableFile(self.reason)
        if self.size > MAX_FILE_BYTES:
            raise UnreadableFile(
                f"tệp nặng {megabytes(self.size)} MB, vượt giới hạn {megabytes(MAX_FILE_BYTES)} MB; "
                "hãy bỏ bớt hình ảnh hoặc tách thành nhiều tệp"
            )
        if isinstance(self.source, bytes):
            return self.source
        if not isinstance(self.source, Path):
            return self.source()
        try:
            return self.source.read_bytes()
        except OSError as error:
            raise UnreadableFile(cannot_open(error)) from None

    def row(self, prefix: str) -> dict[str, Any]:
        """The row of ``report_file``, for a file that is read."""
        return {
            "source_file": f"{prefix}{self.name}",
            "source_sha256": self.sha256,
            "file_format": self.file_format,
            "size_bytes": self.size,
            "status": "read",
            "reason": None,
        }


def submission_sha256(files: Iterable[Received]) -> str:
    """Identity of what was received: names and contents of all files, the sidecar's too."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        digest.update(f"{file.name}\0{file.sha256 or file.reason}\n".encode())
    return digest.hexdigest()


def is_sent(part: str) -> bool:
    """Whether a file or folder of that name was sent, rather than left behind by a program."""
    return not part.startswith(_NOT_SENT_PREFIXES) and part not in _NOT_SENT


def unique(name: str, taken: set[str]) -> str:
    """The name, or "name (2).ext" when it is taken; marks it as taken."""
    path, number = PurePosixPath(name), 1
    while name in taken:
        number += 1
        name = path.with_name(f"{path.stem} ({number}){path.suffix}").as_posix()
    taken.add(name)
    return name


def cannot_open(error: OSError) -> str:
    """Why a file or folder could not be opened, in Vietnamese."""
    if isinstance(error, PermissionError):
        return "không có quyền đọc tệp hoặc thư mục này"
    return f"không mở được tệp hoặc thư mục này ({error.strerror})"


def megabytes(size: int) -> int:
    return -(-size // 2**20)
