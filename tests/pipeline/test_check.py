"""`cchc check`: the same findings as the load, in the contract's words, touching no warehouse."""

import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import HEADER, form_rows, xlsx
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.reports.blocks import Block
from orchestration.reports.formats.reading import READERS
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse import reading_pool

DOAN_KET = PROJECT_DIR / "raw/hai-duong/xa-doan-ket/2023-Q1"
UNNAMED = PROJECT_DIR / "raw/tinh-khong-ro/xa-khong-ten/2023-Q2/bao-cao.txt"
CONSISTENT = """\
UBND HUYỆN THANH MIỆN
XÃ ĐOÀN KẾT

Số: 9/BC-UBND
Đoàn Kết, ngày 14 tháng 6 năm 2023

BÁO CÁO
Công tác cải cách hành chính quý II năm 2023

UBND xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương báo cáo kết quả quý II năm 2023 như sau:

Trong quý, Bộ phận Một cửa đã tiếp nhận 300 hồ sơ, trong đó: trực tuyến 240 hồ sơ, chiếm 80%; trực tiếp 60 hồ sơ.
"""


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["check", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def checked() -> tuple[int, dict]:
    code, out, _ = run(DOAN_KET / "bao-cao.docx", DOAN_KET / "bieu-mau.xlsx", "--format", "json")
    return code, json.loads(out)


def test_errors_end_with_status_one(checked: tuple[int, dict]) -> None:
    assert checked[0] == 1


def test_json_is_that_of_the_contract(checked: tuple[int, dict]) -> None:
    document, forms = checked[1]["files"]
    assert {"file", "status", "refusal_reason", "report_kind", "unit", "period", "values", "targets", "tasks",
            "index_scores", "findings"} <= document.keys()  # fmt: skip
    assert document["unit"] == {
        "unit_key": "11263_20040708", "unit_code": "11263", "unit_name": "Xã Đoàn Kết", "unit_level": "commune",
        "province_name": "Tỉnh Hải Dương",
    }  # fmt: skip
    assert document["period"] == {"period_code": "2023-Q1", "start_date": "2023-01-01", "end_date": "2023-03-31"}
    assert {"indicator_code", "scope", "field_code", "value", "value_text", "value_state", "period_start",
            "period_end", "is_preferred", "is_trusted", "source_file", "source_locator", "form_code",
            "row_code"} <= forms["values"][0].keys()  # fmt: skip
    assert {"rule_code", "severity", "message_vi", "reported_value", "expected_value", "difference",
            "source_locators", "suspect_locator", "suggestion_vi"} <= forms["findings"][0].keys()  # fmt: skip


def test_files_of_a_folder_are_one_submission(checked: tuple[int, dict]) -> None:
    told = {
        (finding["reported_value"], finding["expected_value"])
        for file in checked[1]["files"]
        for finding in file["findings"]
    }
    # 523 stands in the row of a rate, where the numbers of the rows say 0: a block shifted by a row
    assert {(523.0, 0.0), (495.0, 504.0), (28.0, 19.0), (19.0, 18.0)} <= told


def test_the_text_names_place_and_reason_in_vietnamese() -> None:
    code, out, _ = run(DOAN_KET / "bieu-mau.xlsx")
    assert code == 1
    assert "Biểu mẫu 1, dòng 2" in out
    assert "ghi 50%" in out
    assert "bieu-mau.xlsx!BM1!D" in out


def test_a_consistent_report_passes(tmp_path: Path) -> None:
    report = tmp_path / "bao-cao.txt"
    report.write_text(CONSISTENT, encoding="utf-8")
    code, out, _ = run(report)
    assert code == 0, out
    assert "Không phát hiện mâu thuẫn" in out


def test_a_changed_digit_is_told_once(tmp_path: Path) -> None:
    report = tmp_path / "bao-cao.txt"
    report.write_text(CONSISTENT.replace("trực tiếp 60", "trực tiếp 50"), encoding="utf-8")
    code, out, _ = run(report, "--format", "json")
    [finding] = json.loads(out)["files"][0]["findings"]
    assert code == 1
    assert finding["rule_code"] == "dossiers_channels_add_up"
    assert (finding["reported_value"], finding["expected_value"]) == (300.0, 290.0)


@pytest.mark.parametrize(
    ("written", "instead", "suspect", "suggestion"),
    [
        ("60 hồ sơ.", "6 hồ sơ.", "bao-cao.txt!L12:105-105", "có thể sai 10 lần. Đúng ra là 60."),
        ("240 hồ sơ, chiếm", "420 hồ sơ, chiếm", "bao-cao.txt!L12:73-75", "gõ đảo hai chữ số"),
        ("60 hồ sơ.", "60 hồ sơ. Đã giải quyết 2.500 hồ sơ, trong đó: trước hạn 200 hồ sơ, đúng hạn 40 hồ sơ, "
                      "quá hạn 10 hồ sơ.", "bao-cao.txt!L12:129-133", "Đúng ra là 250."),
    ],
)  # fmt: skip
def test_a_slip_comes_with_what_seems_to_have_happened_and_what_was_meant(
    tmp_path: Path, written: str, instead: str, suspect: str, suggestion: str
) -> None:
    file = tmp_path / "bao-cao.txt"
    file.write_text(CONSISTENT.replace(written, instead), encoding="utf-8")
    (found,) = json.loads(run(file, "--format", "json")[1])["files"][0]["findings"]
    assert found["suspect_locator"] == suspect
    assert suspect in found["suggestion_vi"]
    assert suggestion in found["suggestion_vi"]


def test_where_two_cells_are_as_likely_wrong_the_choice_is_told_and_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bieu-mau.xlsx"
    rows = form_rows("BM3", r3_3=98.66, r3_3_1=5230, r3_3_2=516)
    title = "Số liệu thống kê cải cách hành chính quý 2 năm 2023"
    file.write_bytes(xlsx({"BM3": [["UBND XÃ ĐOÀN KẾT"], ["Huyện Thanh Miện, tỉnh Hải Dương"], [title],
                                   ["Biểu mẫu 3"], HEADER, *rows]}))  # fmt: skip
    findings = json.loads(run(file, "--format", "json")[1])["files"][0]["findings"]
    (found,) = [f for f in findings if f["severity"] == "error"]
    assert (found["suspect_locator"], found["slip_kind"], found["meant_value"]) == (None, "undecided", None)
    assert found["suggestion_vi"] == (
        "Có thể sai ở một trong các chỗ sau: bieu-mau.xlsx!BM3!D7 (đúng ra là 523) "
        "hoặc bieu-mau.xlsx!BM3!D8 (đúng ra là 5.160)."
    )


def test_files_of_different_folders_are_checked_each_alone(tmp_path: Path) -> None:
    """Two drafts of one report are no revisions of each other."""
    drafts = [tmp_path / name / "bao-cao.txt" for name in ("a", "b")]
    for draft in drafts:
        draft.parent.mkdir()
        draft.write_text(CONSISTENT.replace("60 hồ sơ", "61 hồ sơ"), encoding="utf-8")
    _, out, _ = run(*drafts, "--format", "json")
    told = [[finding["rule_code"] for finding in file["findings"]] for file in json.loads(out)["files"]]
    assert told[0] == told[1] != []


def test_what_a_form_holds_beside_its_rows_is_told_by_name(tmp_path: Path) -> None:
    rows = [
        "Biểu mẫu 4",
        "STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố lượng\tGhi chú",
        "2.1\tTổng số biên chế được giao trong năm\tNgười\tkhoảng hai mươi\t",
        "2.9\tSố liệu riêng của địa phương\tNgười\t3\t",
    ]
    report = tmp_path / "bao-cao.txt"
    report.write_text(CONSISTENT + "\n" + "\n".join(rows) + "\n", encoding="utf-8")
    code, out, _ = run(report, "--format", "json")
    told = {finding["rule_code"]: finding["message_vi"] for finding in json.loads(out)["files"][0]["findings"]}
    assert code == 0
    assert told.keys() == {"unmapped_row", "unreadable_value"}
    assert "Biểu mẫu 4, dòng 2.9 Số liệu riêng của địa phương" in told["unmapped_row"]
    assert "“3”" in told["unmapped_row"]
    assert "Biểu mẫu 4, dòng 2.1" in told["unreadable_value"]
    assert "khoảng hai mươi" in told["unreadable_value"]


def test_an_unnamed_unit_is_refused_until_it_is_given() -> None:
    code, out, err = run(UNNAMED, "--format", "json")
    file = json.loads(out)["files"][0]
    assert (code, file["status"], file["unit"]["unit_key"]) == (2, "refused", None)
    assert str(UNNAMED) in err
    code, out, _ = run(UNNAMED, "--unit", "11263", "--format", "json")
    file = json.loads(out)["files"][0]
    assert (code, file["status"], file["unit"]["unit_name"]) == (0, "accepted", "Xã Đoàn Kết")


def test_a_damaged_file_is_named_with_the_reason(tmp_path: Path) -> None:
    damaged = tmp_path / "bieu-mau.xlsx"
    damaged.write_bytes((DOAN_KET / "bieu-mau.xlsx").read_bytes()[:2000])
    code, _, err = run(damaged)
    assert code == 2
    assert "bieu-mau.xlsx" in err
    assert "Excel" in err


@pytest.mark.parametrize("arguments", [["--period", "quy-1"], ["--unit", "99999"]])
def test_wrong_codes_are_told(tmp_path: Path, arguments: list[str]) -> None:
    report = tmp_path / "bao-cao.txt"
    report.write_text(CONSISTENT, encoding="utf-8")
    code, _, err = run(report, *arguments)
    assert code == 2
    assert arguments[1] in err


def test_a_mistake_in_the_rule_book_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dossiers.yml").write_text("- rule_code: half_a_rule\n", encoding="utf-8")
    monkeypatch.setattr(Settings, "rules_dir", tmp_path)
    code, out, err = run(DOAN_KET / "bieu-mau.xlsx")
    assert (code, out) == (2, "")
    assert err.startswith("cchc: dossiers.yml") and "half_a_rule" in err


def test_the_sidecar_beside_the_files_counts(tmp_path: Path) -> None:
    shutil.copy(UNNAMED, tmp_path / "bao-cao.txt")
    (tmp_path / "submission.yml").write_text("unit: xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương\n", encoding="utf-8")
    code, out, _ = run(tmp_path / "bao-cao.txt", "--format", "json")
    assert code == 0
    assert json.loads(out)["files"][0]["unit"]["unit_code"] == "11263"


def test_a_file_that_takes_too_long_or_too_much_is_refused_as_in_the_load(tmp_path, monkeypatch):
    def hang(name: str, content: bytes) -> Iterator[Block]:
        while True:
            time.sleep(1)

    def fill(name: str, content: bytes) -> Iterator[Block]:
        yield Block(str(len(bytearray(4 * 1024**3))), name)

    monkeypatch.setattr(reading_pool, "SECONDS", 3)
    monkeypatch.setitem(READERS, "docx", hang)
    monkeypatch.setitem(READERS, "xlsx", fill)
    for name in ("a.docx", "b.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    code, out, err = run(*sorted(tmp_path.iterdir()), "--format", "json")
    slow, large = json.loads(out)["files"]
    assert code == 2
    assert "quá 30 giây" in slow["refusal_reason"]
    assert "bộ nhớ" in large["refusal_reason"]
    assert str(tmp_path / "a.docx") in err


def test_files_in_an_archive_are_checked_as_if_they_had_been_named(checked, tmp_path):
    archive = tmp_path / "bao-cao.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ("bao-cao.docx", "bieu-mau.xlsx", "submission.yml"):
            if (DOAN_KET / name).exists():
                packed.write(DOAN_KET / name, f"Quý I/{name}")
    code, out, _ = run(archive, "--format", "json")
    files = json.loads(out)["files"]
    assert [file["file"] for file in files] == [
        archive.as_posix(),
        f"{archive.as_posix()}/Quý I/bao-cao.docx",
        f"{archive.as_posix()}/Quý I/bieu-mau.xlsx",
    ]
    assert code == checked[0]
    one_by_one = checked[1]["files"]
    assert [len(file["values"]) for file in files] == [0, *(len(file["values"]) for file in one_by_one)]
    assert [[f["rule_code"] for f in file["findings"]] for file in files[1:]] == [
        [f["rule_code"] for f in file["findings"]] for file in one_by_one
    ]
