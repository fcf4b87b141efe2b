"""What lies in raw/: the files of each submission, and what was put there but may not be opened."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from orchestration.reports.formats.files import is_sidecar
from orchestration.reports.formats.received import Received, cannot_open, is_sent, unique

_SUBMISSION_DEPTH = 3  # raw/<province>/<unit>/<period>/…
_MAX_DEPTH = 20


@dataclass(frozen=True)
class Incoming:
    """A file in raw/, not opened yet: its folders and name as text, where it is, or why it may not be opened."""

    parts: tuple[str, ...]
    path: Path
    reason: str | None = None


def submissions(raw_dir: Path) -> dict[str, list[Incoming]]:
    """Files by submission folder (relative, forward slashes): three levels below raw/, or less if less is there.

    A README beside the folders is not a submission. Raises OSError when raw/ itself cannot be opened.
    """
    found: dict[str, list[Incoming]] = {}
    for file in _files(raw_dir, raw_dir.resolve(), ()):
        folders = file.parts[:-1][:_SUBMISSION_DEPTH]
        if folders or file.path.stem.upper() != "README":
            found.setdefault("/".join(folders), []).append(file)
    return {folder: files for folder, files in found.items() if not all(is_sidecar(f.parts[-1]) for f in files)}


def receive(folder: str, files: list[Incoming]) -> list[Received]:
    """The files of a submission with their fingerprints. Every file is read through, every night."""
    depth = len(folder.split("/")) if folder else 0
    taken: set[str] = set()
    received = []
    for file in files:
        name = unique("/".join(file.parts[depth:]), taken)
        received.append(Received.unopened(name, file.reason) if file.reason else Received.from_path(name, file.path))
    return received


def keep(received_dir: Path, file: Received) -> Received:
    """Keep a file under received/ by its sha256; what is read afterwards is the kept copy."""
    if file.sha256 is None or not isinstance(file.source, Path):
        return file
    ending = file.file_format if file.file_format.isascii() and file.file_format.isalnum() else ""
    kept = received_dir / file.sha256[:2] / (f"{file.sha256}.{ending}" if 0 < len(ending) < 10 else file.sha256)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_name(f".{kept.name}.part")
        shutil.copyfile(file.source, unfinished)
        if Received.from_path(file.name, unfinished).sha256 != file.sha256:
            unfinished.unlink()
            return Received.unopened(file.name, "tệp đang được ghi khi nhận, sẽ được đọc ở lần sau", file.size)
        unfinished.replace(kept)
    return replace(file, source=kept)


def _files(folder: Path, root: Path, above: tuple[str, ...]) -> Iterator[Incoming]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        if not above:
            raise
        yield Incoming(above, folder, cannot_open(error))
        return
    for entry in entries:
        path, parts = Path(entry.path), (*above, as_text(entry.name))
        if not is_sent(entry.name):
            continue
        if entry.is_symlink():
            yield Incoming(parts, path, _link_refusal(path, root))
        elif entry.is_dir():
            if len(parts) > _MAX_DEPTH:
                yield Incoming(parts, path, f"thư mục lồng nhau quá {_MAX_DEPTH} cấp")
            else:
                yield from _files(path, root, parts)
        else:
            yield Incoming(parts, path, None if entry.is_file() else _NO_FILE)


def _link_refusal(path: Path, root: Path) -> str | None:
    """Why a symbolic link is not followed; None for one to a file within raw/."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: links that lead to each other
        return "liên kết không dẫn tới tệp nào"
    if not target.is_relative_to(root):
        return "liên kết trỏ ra ngoài thư mục nhận báo cáo"
    if target.is_dir():
        return "liên kết tới một thư mục; hãy đặt chính các tệp vào đây"
    return None if target.is_file() else _NO_FILE


_NO_FILE = "không phải là tệp thường"


def as_text(name: str) -> str:
    r"""A name as text that every program can hold: bytes that are no UTF-8 are written \xe1."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
