"""Archives: their members are files of the submission, whatever they are called; bombs cost nothing."""

import io
import struct
import tracemalloc
import zipfile

import pytest
from builders import CATALOGUE, EXCEL, HEADER, SEEDS, docx_file, staff_form, txt, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.archive import MAX_MEMBERS, members
from orchestration.reports.formats.received import Received
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.submission import Reading, read_submission

REPORT = docx_file(
    "UBND HUYỆN THANH MIỆN\nXÃ ĐOÀN KẾT", "Đoàn Kết, ngày 14 tháng 6 năm 2023", "BÁO CÁO",
    "Công tác cải cách hành chính quý II năm 2023",
    "UBND xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương báo cáo kết quả quý II năm 2023 như sau:",
    "Trong quý đã tiếp nhận 300 hồ sơ.",
)  # fmt: skip
FORM = xlsx({"BM4": staff_form()})


def packed(files: dict[str, bytes], **options) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(**files: bytes) -> Reading:
    """A submission of files named name_ending."""
    received = [Received.from_bytes(name.replace("_", "."), content) for name, content in files.items()]
    return read_submission("t/x/q", received, CATALOGUE, UnitRegister(SEEDS / "units.csv"))


def rows(reading: Reading) -> dict[str, tuple[str, str | None]]:
    return {row["source_file"].removeprefix("t/x/q/"): (row["status"], row["reason"]) for row in reading.files}


def names(content: bytes) -> list[str]:
    return [file.name for file in members("a.zip", content)]


def test_members_are_files_of_the_submission():
    reading = read(a_zip=packed({"BC/Báo cáo.docx": REPORT, "BC/Biểu mẫu 4.xlsx": FORM}))
    assert reading.is_accepted
    assert rows(reading) == {
        "a.zip": ("read", None),
        "a.zip/BC/Báo cáo.docx": ("read", None),
        "a.zip/BC/Biểu mẫu 4.xlsx": ("read", None),
    }
    assert all(len(row["source_sha256"]) == 64 for row in reading.files)
    places = {(s.source_file, s.source_locator.split(":")[0]) for s in reading.found.statements}
    assert ("t/x/q/a.zip/BC/Báo cáo.docx", "Báo cáo.docx!paragraph 6") in places
    assert ("t/x/q/a.zip/BC/Biểu mẫu 4.xlsx", "Biểu mẫu 4.xlsx!BM4!D2") in places


def test_a_sidecar_in_an_archive_counts_when_there_is_no_other():
    text, sidecar = txt("Đã tiếp nhận 300 hồ sơ."), b"unit_code: '11263'\nperiod: 2023-Q2\n"
    assert read(a_zip=packed({"x/b.txt": text, "x/submission.yml": sidecar})).report["period_code"] == "2023-Q2"
    beside = sidecar.replace(b"Q2", b"Q1")
    reading = read(a_zip=packed({"b.txt": text, "submission.yml": sidecar}), submission_yml=beside)
    assert reading.report["period_code"] == "2023-Q1"
    assert rows(reading)["a.zip/submission.yml"][0] == "refused"
    two = read(
        a_zip=packed({"b.txt": text, "submission.yml": sidecar}),
        b_zip=packed({"b.txt": text, "submission.yml": beside}),
    )
    assert not two.is_accepted


def test_what_programs_leave_behind_is_passed_over():
    junk = ["__MACOSX/._b.txt", "~$b.docx", ".DS_Store", "x/Thumbs.db", "x/.git/y.txt"]
    assert names(packed({"b.txt": b"x", **dict.fromkeys(junk, b"x")})) == ["a.zip/b.txt"]


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("../../b.txt", "b.txt"),
        ("x/../../b.txt", "x/b.txt"),
        ("C:\\Users\\b.txt", "Users/b.txt"),
        ("..\\..\\b.txt", "b.txt"),
        ("//may-chu/b.txt", "may-chu/b.txt"),
        ("a\nb\u202e.txt", "a\nb\u202e.txt"),
        ("📎.txt", "📎.txt"),
        ("x" * 300 + ".txt", "x" * 300 + ".txt"),
        ("..", "không tên"),
    ],
)
def test_names_lead_nowhere(inside, name):
    assert names(packed({inside: b"x"})) == [f"a.zip/{name}"]


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "Biểu mẫu.txt"), ("cp1258", "Báo cáo.txt")])
def test_names_of_old_programs_are_legible(encoding, name):
    stand_in = "x" * len(name.encode(encoding))
    content = packed({stand_in: b"x"}).replace(stand_in.encode(), name.encode(encoding))
    assert names(content) == [f"a.zip/{name}"]


def test_a_name_from_the_unicode_field_is_kept(monkeypatch):
    """As Python 3.13 gives it: the name decoded from the field, beside the one that was written."""
    content = packed({"xxxxxxxxxxx": b"x"})
    listed = zipfile.ZipFile.infolist

    def with_field(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        for entry in listed(archive):
            entry.filename = "Báo cáo ấ.txt"
        return listed(archive)

    monkeypatch.setattr(zipfile.ZipFile, "infolist", with_field)
    assert names(content) == ["a.zip/Báo cáo ấ.txt"]


def test_two_members_of_one_name_are_told_apart():
    with pytest.warns(UserWarning, match="Duplicate"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("b.txt", "1")
            archive.writestr("b.txt", "2")
    files = list(members("a.zip", buffer.getvalue()))
    assert [(file.name, file.content()) for file in files] == [("a.zip/b.txt", b"1"), ("a.zip/b (2).txt", b"2")]


def refusal(content: bytes) -> str | None:
    """Why the only member cannot be read; None when it can."""
    [file] = members("a.zip", content)
    try:
        file.content()
    except UnreadableFile as reason:
        return str(reason)
    return None


def test_an_encrypted_member_is_refused():
    content = bytearray(packed({"b.txt": b"x"}))
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    assert "mật khẩu" in refusal(bytes(content))


@pytest.mark.parametrize("nested", ["b.zip", "b.ZIP", "b.rar", "b.7z"])
def test_an_archive_in_an_archive_is_refused(nested):
    inner = packed({"b.txt": b"x"})
    assert "nằm trong" in refusal(packed({nested: inner}))
    assert rows(read(a_zip=packed({nested: inner})))["a.zip"] == ("refused", "tệp nén không có tệp nào đọc được")


def test_other_ways_of_packing_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("b.txt", "x" * 100)
    assert "nén lại" in refusal(buffer.getvalue())


def _declared(content: bytes, size: int) -> bytes:
    """The archive with another size declared for its only member."""
    changed, at = bytearray(content), content.find(b"PK\x01\x02")
    struct.pack_into("<I", changed, 22, size)
    struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


def test_bombs_are_refused_without_being_unpacked():
    zeros = packed({"b.txt": bytes(60 * 2**20)})
    tracemalloc.start()
    assert "tỷ lệ nén" in refusal(zeros)
    assert "hỏng" in refusal(_declared(zeros, 1000))
    assert "tỷ lệ nén" in refusal(_declared(zeros, 2**32 - 2))
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_what_is_too_large_together_is_refused_from_there_on(monkeypatch):
    monkeypatch.setattr("orchestration.reports.formats.archive.MAX_UNPACKED_BYTES", 25)
    files = list(members("a.zip", packed({f"{n}.txt": b"0123456789" for n in range(4)})))
    assert [bool(file.reason) for file in files] == [False, False, True, True]


def test_an_archive_of_too_many_files_is_refused():
    many = packed({f"{n}.txt": b"x" for n in range(MAX_MEMBERS + 1)})
    status, reason = rows(read(a_zip=many))["a.zip"]
    assert (status, str(MAX_MEMBERS) in reason) == ("refused", True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100, packed({}), packed({"b.txt": b"x"})[:-30]])
def test_damaged_and_empty_archives_are_refused(content):
    reading = read(a_zip=content)
    assert rows(reading)["a.zip"][0] == "refused"
    assert not reading.is_accepted


def test_an_office_file_called_zip_is_named_so():
    assert "đổi lại đuôi" in rows(read(a_zip=EXCEL))["a.zip"][1]
    assert "PDF" in rows(read(a_zip=b"%PDF-1.4"))["a.zip"][1]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.data())
def test_archives_with_a_few_bytes_changed_are_read_or_refused(data):
    changed = bytearray(packed({"b.txt": b"Bao cao", "x/c.txt": txt(HEADER)}))
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    for status, reason in rows(read(a_zip=bytes(changed))).values():
        assert (status == "read") == (reason is None)
