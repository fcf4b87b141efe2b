"""Files that cannot be read beside one that can: the report is read, and the officer hears what is missing."""

import pytest
from builders import EXCEL, txt
from sent import OWN, read, refusal, told
from test_archive import packed

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)


def test_what_is_missing_is_told_once_for_each_reason():
    reading = read(
        "a",
        {
            "bao-cao.txt": OWN, "anh 1.jpg": JPEG, "anh 2.jpg": JPEG, "trong.xlsx": b"", "cut.xlsx": EXCEL[:900],
            "gui.zip": packed({"x/b.txt": b"", "x/c.docx": b"PK"}),
        },
    )  # fmt: skip
    assert [(subject, reason.split(";")[-1].strip()) for subject, reason, _ in told(reading, "unread_file")] == [
        ("anh 1.jpg, anh 2.jpg", "ảnh hoặc bản quét, cần bản có lớp chữ"),
        ("cut.xlsx", "không phải tệp Excel .xlsx, hoặc tệp bị hỏng hay đặt mật khẩu"),
        ("gui.zip/x/b.txt, trong.xlsx", "tệp rỗng, không có nội dung"),
        ("gui.zip/x/c.docx", "nội dung thật là văn bản thường"),
    ]
    assert {remark.source_file for remark in reading.found.remarks if remark.remark_kind == "unread_file"} >= {
        "a/anh 1.jpg", "a/gui.zip/x/b.txt",
    }  # fmt: skip


def test_a_report_of_readable_files_tells_nothing():
    assert told(read("a", {"bao-cao.txt": OWN, "b.zip": packed({"c.txt": txt("Phụ lục")})}), "unread_file") == []


@pytest.mark.parametrize(
    "name, instead",
    [
        ("scan.JPG", "cần bản có lớp chữ"), ("a.rar", "nén lại thành tệp .zip"), ("a.7z", "nén lại thành tệp .zip"),
        ("a.xlsb", ".xlsx"), ("a.pptx", "các định dạng đọc được: .csv, .doc, .docx"), ("bao cao", ".zip"),
    ],
)  # fmt: skip
def test_the_reason_says_what_to_send_instead(name, instead):
    assert instead in refusal(read("a", {name: b"\0\1"}))
