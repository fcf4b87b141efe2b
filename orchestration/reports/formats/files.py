"""The files of a submission, archives opened: each a row of ``report_file``, the readable ones documents."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from orchestration.reports.blocks import Document, UnreadableFile
from orchestration.reports.formats.archive import members
from orchestration.reports.formats.reading import read_document
from orchestration.reports.formats.received import Received
from orchestration.reports.formats.sniff import actual_kind

SIDECAR = "submission.yml"
_SIDECAR_NAMES = {SIDECAR, "submission.yaml", f"{SIDECAR}.txt"}  # what Windows makes of it
TOO_MUCH_MEMORY = "đọc tệp này cần quá nhiều bộ nhớ; hãy tách thành nhiều tệp nhỏ hơn"
_SPREADSHEETS = {"xlsx", "xlsm", "xls", "ods", "csv", "tsv"}


class Files:
    """What became of the files of a submission: ``rows`` of report_file, ``documents``, and the ``sidecar`` or None.

    A submission.yml in an archive or a folder counts when none stands beside the files and there is but one.
    """

    def __init__(
        self, prefix: str, files: Iterable[Received], unread: Mapping[str, str], at: Callable[[str], None]
    ) -> None:
        """``unread`` names files that must not be read, with the reason; ``at`` hears the name of each file first."""
        self.rows: list[dict[str, Any]] = []
        self.documents: list[Document] = []
        self.sidecar: Received | None = None
        self._prefix, self._unread, self._at = prefix, unread, at
        self._sidecars: list[Received] = []
        for file in sorted(files, key=lambda file: file.name):
            self._read(file)
        self._choose_sidecar()
        # narrative before spreadsheets: a report says best itself what it is about
        self.documents.sort(key=lambda d: (d.file_format in _SPREADSHEETS, d.name))

    def _choose_sidecar(self) -> None:
        found = sorted(self._sidecars, key=lambda file: (file.name.count("/"), file.name != SIDECAR))
        if found and ("/" not in found[0].name or len(found) == 1):
            self.sidecar = found.pop(0)
        reason = f"không dùng: đã có {SIDECAR} khác trong cùng báo cáo"
        self.rows += [file.row(self._prefix) | {"status": "refused", "reason": reason} for file in found]

    def _read(self, file: Received) -> None:
        if is_sidecar(file.name):
            self._sidecars.append(file)
            return
        row = file.row(self._prefix)
        self.rows.append(row)
        self._at(file.name)
        content = b""
        try:
            if file.name in self._unread:
                raise UnreadableFile(self._unread[file.name])
            content = file.content()
            row["source_sha256"] = file.sha256 or hashlib.sha256(content).hexdigest()
            if file.file_format == "zip":
                self._read_members(members(file.name, content))
            else:
                self.documents.append(read_document(file.name, content))
        except UnreadableFile as reason:
            kind = actual_kind(content, file.file_format)
            told = f"{reason}; nội dung thật là {kind}" if kind and kind not in str(reason) else str(reason)
            row |= {"status": "refused", "reason": told}
        except MemoryError:
            row |= {"status": "refused", "reason": TOO_MUCH_MEMORY}

    def _read_members(self, files: Iterable[Received]) -> None:
        known = len(self.documents)
        for file in files:
            self._read(file)
        if len(self.documents) == known:
            raise UnreadableFile("tệp nén không có tệp nào đọc được")


def is_sidecar(name: str) -> bool:
    """Whether a file is a submission.yml, with the endings and capitals that programs give it."""
    return PurePosixPath(name).name.lower() in _SIDECAR_NAMES
