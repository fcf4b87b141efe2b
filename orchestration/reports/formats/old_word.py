"""Reading .doc (Word 97–2003), .rtf and .odt: LibreOffice turns them into .docx, which word.py reads.

LibreOffice runs apart from this program, in a folder and with a profile of its own that are gone afterwards, without
macros, without following links in the document, and for a limited time.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePath

from orchestration.reports.blocks import Block, UnreadableFile
from orchestration.reports.formats.word import read_docx
from orchestration.reports.found import Remark

_SECONDS = 25  # a file is given 30 in all
_MAX_BYTES = 100 * 1024 * 1024  # of what LibreOffice may write
_DOCX = "docx:MS Word 2007 XML"
# Word's own container, RTF, OpenDocument; and what some programs call .doc: a web page, XML of 2003, a web archive
_BEGINNINGS = (bytes.fromhex("d0cf11e0a1b11ae1"), b"{\\rtf", b"PK\x03\x04", b"<", b"MIME-Version:")
# No macros, no scripts, nothing loaded from outside the file: linked pictures and sections stay as they are.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>\
</prop></item>
</oor:items>
"""


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
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableFile(
            f"máy chủ chưa cài LibreOffice (gói libreoffice-writer) nên không đọc được {suffix}; "
            "hãy lưu lại và gửi .docx"
        )
    yield from read_docx(name, _converted(program, suffix, content))


def _converted(program: str, suffix: str, content: bytes) -> bytes:
    """The document as .docx."""
    with tempfile.TemporaryDirectory(prefix="cchc-") as folder:
        work = Path(folder)
        profile = work / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = work / f"source{suffix}"
        source.write_bytes(content)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--nodefault", "--convert-to", _DOCX, "--outdir", str(work / "out"), str(source),
        ]  # fmt: skip
        _run(command, work)
        result = work / "out" / "source.docx"
        if not result.is_file() or result.stat().st_size > _MAX_BYTES:
            raise UnreadableFile(
                f"LibreOffice không đọc được tệp {suffix}: tệp bị hỏng hoặc đặt mật khẩu; "
                "hãy bỏ mật khẩu, lưu lại và gửi .docx"
            )
        return result.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run a program that may start others, and end them all when its time is over."""
    surroundings = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL")}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=surroundings | {"HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(
            f"LibreOffice không đọc xong tệp trong {_SECONDS} giây; hãy lưu lại và gửi .docx"
        ) from None
    finally:
        # the group outlives its first process when that only starts another
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
