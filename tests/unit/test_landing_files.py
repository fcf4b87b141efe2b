"""What may lie in raw/: odd names, links, pipes, closed folders, files too large. All is listed, nothing harms."""

import os
import socket
import tracemalloc
import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest
from builders import CATALOGUE, SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.formats.received import MAX_FILE_BYTES, Received, submission_sha256, unique
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.submission import read_submission
from orchestration.warehouse.incoming import as_text, keep, receive, submissions

FOLDER = "tinh/xa/2023-Q1"


@pytest.fixture
def raw(tmp_path) -> Path:
    raw = tmp_path / "raw"
    (raw / FOLDER).mkdir(parents=True)
    (raw / FOLDER / "bao-cao.txt").write_bytes(b"Bao cao")
    return raw


def listed(raw: Path) -> dict[str, str | None]:
    """Reason for refusal, or None, by file below raw/."""
    return {
        f"{folder}/{file.name}".lstrip("/"): file.reason
        for folder, files in submissions(raw).items()
        for file in receive(folder, files)
    }


def test_three_levels_make_a_submission_and_less_when_less_is_there(raw):
    for name in ("a.txt", "tinh/b.txt", f"{FOLDER}/sub/deep/c.txt", "README.md", "~$x.docx", ".git/config"):
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_bytes(b"x")
    assert {folder: [file.name for file in receive(folder, files)] for folder, files in submissions(raw).items()} == {
        "": ["a.txt"],
        "tinh": ["b.txt"],
        FOLDER: ["bao-cao.txt", "sub/deep/c.txt"],
    }


def test_links_out_of_the_folder_and_links_to_nothing_are_listed_and_not_followed(raw, tmp_path):
    (tmp_path / "secret.txt").write_bytes(b"secret")
    folder = raw / FOLDER
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "relative.txt").symlink_to("../../../../secret.txt")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "dir").symlink_to(tmp_path)
    (folder / "self").symlink_to(folder)
    (folder / "broken.txt").symlink_to("nothing.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "inside.txt").symlink_to("bao-cao.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (raw / "tinh 2").symlink_to(tmp_path)
    reasons = {name.removeprefix(f"{FOLDER}/"): reason for name, reason in listed(raw).items()}
    outside = {"out.txt", "relative.txt", "passwd.txt", "dir", "device.txt", "tinh 2"}
    assert {name for name, reason in reasons.items() if reason and "trỏ ra ngoài" in reason} == outside
    assert {name for name, reason in reasons.items() if reason is None} == {"bao-cao.txt", "inside.txt"}
    assert "thư mục" in reasons["self"]
    assert "không dẫn tới" in reasons["broken.txt"] and "không dẫn tới" in reasons["loop.txt"]


def test_pipes_and_sockets_are_never_opened(raw):
    os.mkfifo(raw / FOLDER / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as unix:
        here = Path.cwd()
        os.chdir(raw / FOLDER)  # a socket's path must be short
        unix.bind("socket.txt")
        os.chdir(here)
        reasons = listed(raw)
    assert reasons[f"{FOLDER}/pipe.txt"] == reasons[f"{FOLDER}/socket.txt"] == "không phải là tệp thường"


def test_what_may_not_be_opened_is_listed(raw, monkeypatch):
    def deny(real, denied):
        def opening(path, *arguments, **options):
            if Path(path).name == denied:
                raise PermissionError(13, "Permission denied")
            return real(path, *arguments, **options)

        return opening

    (raw / "tinh" / "closed").mkdir()
    monkeypatch.setattr(Path, "open", deny(Path.open, "bao-cao.txt"))
    monkeypatch.setattr(os, "scandir", deny(os.scandir, "closed"))
    reasons = listed(raw)
    assert reasons.keys() == {"tinh/closed", f"{FOLDER}/bao-cao.txt"}
    assert all("không có quyền đọc" in reason for reason in reasons.values())


def test_folders_without_end_are_cut_off(raw):
    deep = raw / FOLDER / "/".join("d" * 1 for _ in range(60))
    deep.mkdir(parents=True)
    (deep / "a.txt").write_bytes(b"x")
    [(name, reason)] = [item for item in listed(raw).items() if item[1]]
    assert "lồng nhau" in reason and name.count("/") == 20


NAMES = [
    unicodedata.normalize("NFD", "Báo cáo quý I.txt"), unicodedata.normalize("NFC", "Báo cáo quý I.txt"), "📎 ☃.txt",
    "dòng\nmới.txt", "phải\u202etxt.exe", "ấ" * 83 + ".txt", "b!a!o.txt", "a\\b.txt", " .txt ", "-rf", "CON", "';--",
]  # fmt: skip


def test_names_survive_as_they_are(raw):
    for number, name in enumerate(NAMES):
        folder = raw / "tinh/xa" / str(number)
        folder.mkdir()
        (folder / name).write_bytes(b"x")
    assert {name.split("/", 3)[3] for name in listed(raw)} == {*NAMES, "bao-cao.txt"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (b"b\xe1o c\xe1o.txt", "b\\xe1o c\\xe1o.txt"),
        ("báo cáo".encode(), "báo cáo"),
        (b"\xed\xa0\x80", "\\xed\\xa0\\x80"),
    ],
)
def test_names_that_are_no_utf8_are_written_so_that_parquet_holds_them(name, text):
    assert as_text(os.fsdecode(name)) == text
    assert pa.array([text]).to_pylist() == [text]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["a.txt", "a (2).txt", "x/a.txt", "a", ".a", "a (2)"]), max_size=9))
def test_no_two_files_share_a_name(names):
    taken: set[str] = set()
    assert len({unique(name, taken) for name in names}) == len(names)


def test_a_file_too_large_is_kept_and_refused_without_being_loaded(raw, tmp_path):
    with (raw / FOLDER / "lon.docx").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    tracemalloc.start()
    [(folder, files)] = submissions(raw).items()
    kept = [keep(tmp_path / "received", file) for file in receive(folder, files)]
    reading = read_submission(folder, kept, CATALOGUE, UnitRegister(SEEDS / "units.csv"))
    assert tracemalloc.get_traced_memory()[1] < 30 * 2**20
    tracemalloc.stop()
    row = next(row for row in reading.files if row["source_file"].endswith("lon.docx"))
    assert (row["status"], row["size_bytes"]) == ("refused", MAX_FILE_BYTES + 1)
    assert "101 MB" in row["reason"]
    assert (tmp_path / "received" / row["source_sha256"][:2] / f"{row['source_sha256']}.docx").stat().st_size == row[
        "size_bytes"
    ]


def test_a_file_that_changes_while_it_is_received_waits_for_the_next_load(raw, tmp_path):
    [(folder, files)] = submissions(raw).items()
    [file] = receive(folder, files)
    (raw / FOLDER / "bao-cao.txt").write_bytes(b"Bao cao, muon hon")
    late = keep(tmp_path / "received", file)
    assert "đang được ghi" in late.reason
    assert [path for path in (tmp_path / "received").rglob("*") if path.is_file()] == []
    [whole] = receive(folder, files)
    assert keep(tmp_path / "received", whole).content() == b"Bao cao, muon hon"
    assert submission_sha256([late]) != submission_sha256([whole])


@pytest.mark.parametrize("name", ["x", "a." + "b" * 200, "a.đuôi", "a.tar.gz", "a. x", "a.\n"])
def test_kept_files_bear_safe_names(tmp_path, name):
    path = tmp_path / "source"
    path.write_bytes(b"x")
    kept = keep(tmp_path / "received", Received.from_path(name, path))
    assert kept.content() == b"x"
    assert kept.source.suffix in ("", ".gz")
