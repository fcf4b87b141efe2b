"""Files of older and other programs to files that this package reads, by LibreOffice.

It runs apart from this program, in a folder and with a profile of its own that are gone afterwards, without macros,
without following links in the document, and for a limited time.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from orchestration.reports.blocks import UnreadableFile

_SECONDS = 25  # a file is given 30 in all
_MAX_BYTES = 100 * 1024 * 1024  # of what LibreOffice may write
_FILTERS = {".docx": "docx:MS Word 2007 XML", ".xlsx": "xlsx:Calc MS Excel 2007 XML"}
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


def converted(content: bytes, suffix: str, new: str) -> bytes:
    """The file, named with a suffix (".doc"), as a .docx or .xlsx (``new``).

    Raises UnreadableFile when LibreOffice is not installed, or cannot read the file in time.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableFile(
            "máy chủ chưa cài LibreOffice (gói libreoffice-writer, libreoffice-calc) nên không đọc được "
            f"{suffix}; hãy lưu lại và gửi {new}"
        )
    with tempfile.TemporaryDirectory(prefix="cchc-") as folder:
        work = Path(folder)
        profile = work / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = work / f"source{suffix}"
        source.write_bytes(content)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--nodefault", "--convert-to", _FILTERS[new], "--outdir", str(work / "out"), str(source),
        ]  # fmt: skip
        _run(command, work, new)
        result = work / "out" / f"source{new}"
        if not result.is_file() or result.stat().st_size > _MAX_BYTES:
            raise UnreadableFile(
                f"LibreOffice không đọc được tệp {suffix}: tệp bị hỏng hoặc đặt mật khẩu; "
                f"hãy bỏ mật khẩu, lưu lại và gửi {new}"
            )
        return result.read_bytes()


def _run(command: list[str], folder: Path, new: str) -> None:
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
            f"LibreOffice không đọc xong tệp trong {_SECONDS} giây; hãy lưu lại và gửi {new}"
        ) from None
    finally:
        # the group outlives its first process when that only starts another
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
