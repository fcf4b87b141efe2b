"""Files of other word processors: a stand-in for LibreOffice shows what becomes of success, failure and hanging."""

import os
import stat
import time
from pathlib import Path

import pytest
from builders import HEADER, docx_file, figures, form_row, forms_in, locked, xls, xlsx

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats import libreoffice
from orchestration.reports.formats.reading import read_document

OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
ROWS = [HEADER, form_row("BM4", "2.1", "20")]


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Puts a program called soffice on the PATH, which does what a shell script says; returns its folder.

    In the script, $out is the folder for the result and $source the file to convert.
    """

    def put(script: str) -> Path:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(
            '#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out="$2"; shift; done\nsource="$1"\n' + script
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        return tmp_path

    return put


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_document(name, content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.doc", OLD),
        ("a.doc", rb"{\rtf1 a}"),
        ("a.rtf", rb"{\rtf1 a}"),
        ("a.odt", b"PK\x03\x04a"),
        ("a.doc", b" <html>"),
    ],
)
def test_what_libreoffice_makes_of_it_is_read_under_the_name_of_the_file(office, tmp_path, name, content):
    (tmp_path / "made.docx").write_bytes(docx_file("Biểu mẫu 4", ROWS))
    office(f'mkdir "$out"; cp "$source" {tmp_path}/seen; cp {tmp_path}/made.docx "$out/source.docx"')
    found = forms_in(name, content)
    assert figures(found) == {"BM4 2.1": 20}
    assert found.statements[0].source_locator == f"{name}!table 1!row 2!col 4"
    assert (tmp_path / "seen").read_bytes() == content


def test_a_workbook_with_a_protected_structure_is_read_as_libreoffice_opens_it(office, tmp_path):
    (tmp_path / "made.xlsx").write_bytes(xlsx({"BM4": ROWS}))
    office(f'mkdir "$out"; cp {tmp_path}/made.xlsx "$out/source.xlsx"')
    found = forms_in("a.xls", locked(xls({"BM4": [["x"]]})))
    assert [(s.value, s.source_locator) for s in found.statements] == [(20, "a.xls!BM4!D2")]


def test_its_folder_is_private_and_gone_afterwards_and_macros_are_off(office, tmp_path, monkeypatch):
    monkeypatch.setenv("A_SECRET", "x")
    office(f'env > {tmp_path}/env; cat "$HOME/profile/user/registrymodifications.xcu" > {tmp_path}/profile; exit 1')
    refusal("a.doc", OLD)
    surroundings = dict(line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines())
    assert "A_SECRET" not in surroundings
    assert not Path(surroundings["HOME"]).exists()
    assert "DisableMacrosExecution" in (tmp_path / "profile").read_text()


@pytest.mark.parametrize(
    "script",
    ["exit 1", "true", 'mkdir "$out"; mkdir "$out/source.docx"', 'mkdir "$out"; echo broken > "$out/source.docx"',
     'mkdir "$out"; ln -s /etc/passwd "$out/source.docx"'],
)  # fmt: skip
def test_failure_without_or_with_a_bad_result_is_a_refusal(office, script):
    office(script)
    assert refusal("a.doc", OLD)


def test_a_program_that_hangs_is_ended_with_all_that_it_started(office, tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "_SECONDS", 0.5)
    office(f"sleep 60 & echo $! > {tmp_path}/pid; wait")
    start = time.monotonic()
    assert "giây" in refusal("a.doc", OLD)
    assert time.monotonic() - start < 10
    child = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    """Whether a process lives; one that is dead but not yet fetched by its parent does not."""
    status = Path(f"/proc/{process}/stat")
    try:
        if Path("/proc/self").exists():
            return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
        os.kill(process, 0)
        return True
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_without_libreoffice_the_officer_is_told_what_to_send(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    reason = refusal("a.doc", OLD)
    assert "libreoffice-writer" in reason
    assert ".docx" in reason


def test_a_docx_that_is_only_called_doc_needs_no_libreoffice(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert figures(forms_in("a.doc", docx_file("Biểu mẫu 4", ROWS))) == {"BM4 2.1": 20}


@pytest.mark.parametrize("content", ["Tổng số 523 hồ sơ".encode(), bytes(range(256)), b"%PDF-1.4"])
def test_what_no_word_processor_wrote_is_not_even_tried(office, tmp_path, content):
    office(f"touch {tmp_path}/ran")
    assert "không phải tệp .doc" in refusal("a.doc", content)
    assert not (tmp_path / "ran").exists()
