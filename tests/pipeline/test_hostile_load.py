"""A load over everything that can go wrong with files: the good report is read, all others are listed with a reason."""

import io
import os
import zipfile
from pathlib import Path

import duckdb
import pytest
from builders import EXCEL, WORD, docx_file, word_xml

from orchestration.defs.load import run_load
from orchestration.reports.formats.received import MAX_FILE_BYTES
from orchestration.settings import Settings

FOLDER = "hai-duong/xa-doan-ket/2023-Q2"
REPORT = docx_file(
    "UBND HUYỆN THANH MIỆN\nXÃ ĐOÀN KẾT", "Đoàn Kết, ngày 14 tháng 6 năm 2023", "BÁO CÁO",
    "Công tác cải cách hành chính quý II năm 2023",
    "UBND xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương báo cáo kết quả quý II năm 2023 như sau:",
    "Trong quý đã tiếp nhận 300 hồ sơ.",
)  # fmt: skip


def packed(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


HOSTILE = {
    "rong.docx": b"",
    "cut.docx": WORD[:900],
    "cut.xlsx": EXCEL[:900],
    "mat-khau.docx": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000) + "EncryptedPackage".encode("utf-16-le"),
    "chu.xlsx": "Báo cáo".encode(),
    "bang.docx": EXCEL,
    "van-ban.xlsx": WORD,
    "pdf.docx": b"%PDF-1.7\n",
    "anh.docx": b"\xff\xd8\xff\xe0" + bytes(100),
    "thuc-the.docx": word_xml("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "sau.docx": word_xml("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000),
    "phong.docx": word_xml(" " * (60 * 2**20)),
    "phong.zip": packed(b_txt=bytes(60 * 2**20)),
    "long.zip": packed(b_zip=packed(b_txt=b"x")),
    "hong.zip": packed(b_txt=b"x")[:-30],
    "dòng\nmới \u202e📎.bin": b"\0",
}  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    world = tmp_path_factory.mktemp("hostile")
    folder = world / "raw" / FOLDER
    folder.mkdir(parents=True)
    (folder / "bao-cao.docx").write_bytes(REPORT)
    for name, content in HOSTILE.items():
        (folder / name).write_bytes(content)
    with (folder / "lon.docx").open("wb") as large:
        large.truncate(MAX_FILE_BYTES * 3)
    os.mkfifo(folder / "ong.docx")
    (folder / "ngoai.docx").symlink_to(Path(__file__).resolve())
    (folder / "hu.docx").symlink_to("khong-co.docx")
    for name in ("rong.docx", "hong.zip", "phong.zip"):
        alone = world / "raw" / "tinh" / name / "2023"
        alone.mkdir(parents=True)
        (alone / name).write_bytes(HOSTILE[name])
    settings = Settings(raw_dir=world / "raw", warehouse_dir=world / "warehouse")
    summary = run_load(settings)
    assert (summary.read, summary.refused) == (1, 3)
    return duckdb.connect(settings.published_db, read_only=True)


def test_the_good_report_is_read(published):
    rows = published.execute("select value from marts.fct_indicator_value where indicator_code = 'dossiers_received'")
    assert rows.fetchall() == [(300.0,)]


def test_every_other_file_is_listed_with_its_reason(published):
    rows = published.execute(
        "select source_file, status, reason, size_bytes from marts.dim_report_file where starts_with(source_file, ?)",
        [FOLDER],
    ).fetchall()
    found = {name.removeprefix(f"{FOLDER}/"): (status, reason, size) for name, status, reason, size in rows}
    assert found.pop("bao-cao.docx")[:2] == ("read", None)
    members = {"phong.zip/b.txt", "long.zip/b.zip"}
    assert found.keys() == {*HOSTILE, *members, "lon.docx", "ong.docx", "ngoai.docx", "hu.docx"}
    assert all(status == "refused" and reason for status, reason, _ in found.values())
    assert found["lon.docx"][2] == MAX_FILE_BYTES * 3
    for name, words in {
        "rong.docx": "rỗng", "mat-khau.docx": "mật khẩu", "chu.xlsx": "văn bản thường", "bang.docx": "tệp Excel",
        "van-ban.xlsx": "tệp Word", "pdf.docx": "tệp PDF", "anh.docx": "ảnh JPEG", "thuc-the.docx": "DTD",
        "phong.docx": "quá lớn", "phong.zip/b.txt": "tỷ lệ nén", "long.zip/b.zip": "nằm trong", "lon.docx": "300 MB",
        "ong.docx": "không phải là tệp thường", "ngoai.docx": "trỏ ra ngoài", "hu.docx": "không dẫn tới",
    }.items():  # fmt: skip
        assert words in found[name][1], name


def test_refused_submissions_say_why(published):
    reasons = dict(
        published.execute(
            "select source_file, refusal_reason from marts.dim_report where status = 'refused'"
        ).fetchall()
    )
    assert reasons.keys() == {f"tinh/{name}/2023/{name}" for name in ("rong.docx", "hong.zip", "phong.zip")}
    assert all("không có tệp nào đọc được" in reason for reason in reasons.values())
