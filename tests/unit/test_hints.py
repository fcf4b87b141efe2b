"""Places of a submission that disagree with what was settled are told, each once, and only those."""

from datetime import date

import pytest
from builders import HEADER, form_rows, txt, xlsx
from sent import DOAN_KET, LETTERHEAD, OWN, QUARTER, UNNAMED, read, refusal, settled, told, workbook

from orchestration.reports.submission import Reading

RECEIVED = txt(*LETTERHEAD, *QUARTER, "Trong quý đã tiếp nhận 300 hồ sơ.")


def sources(reading: Reading) -> set[str]:
    """Files from which figures were taken."""
    return {statement.source_file for statement in reading.found.statements}


@pytest.mark.parametrize(
    "folder",
    [
        "hai-duong/xa-doan-ket/2023-Q1", "hai-phong/xa-doan-ket/2023", "Hải Dương/TT Đoàn Kết/quy-1-2023",
        "hai-duong/huyen-thanh-mien/q1-2023", "hai-duong/doan-ket/2023-Q1", "sent/by-mail/again", "", "2023-Q1",
        "home/someone/Downloads",
    ],
)  # fmt: skip
def test_names_that_agree_or_say_nothing(folder):
    assert told(read(folder, {"BC xa Doan Ket Q1.txt": OWN})) == []


def test_a_plan_may_lie_under_the_time_at_which_it_was_sent():
    plan = txt(*LETTERHEAD, "Đoàn Kết, ngày 25 tháng 12 năm 2023", "KẾ HOẠCH", "Cải cách hành chính năm 2024")
    reading = read("hai-duong/xa-doan-ket/2023-Q4", {"a.txt": plan})
    assert (settled(reading), told(reading)) == ((DOAN_KET, "2024"), [])


def test_names_that_disagree_are_told_and_never_override():
    reading = read("nghe-an/xa-tan-trao/2023-Q4", {"bao-cao-quy-2-2023-phuong-1.txt": OWN})
    assert settled(reading) == (DOAN_KET, "2023-Q1")
    assert told(reading) == [
        ("Đơn vị ở tên tệp bao-cao-quy-2-2023-phuong-1.txt", "phường 1", DOAN_KET),
        ("Đơn vị ở tên thư mục", "xã tan trao", DOAN_KET),
        ("Đơn vị ở tên thư mục", "nghe an", DOAN_KET),
        ("Kỳ ở tên tệp bao-cao-quy-2-2023-phuong-1.txt", "quý II năm 2023", "quý I năm 2023"),
        ("Kỳ ở tên thư mục", "quý IV năm 2023", "quý I năm 2023"),
    ]
    assert {r.source_file for r in reading.found.remarks if r.remark_kind == "contradicting_hint"} == {
        "nghe-an/xa-tan-trao/2023-Q4/bao-cao-quy-2-2023-phuong-1.txt"
    }


@pytest.mark.parametrize(
    ("title", "code", "is_told"),
    [
        ("quý IV và năm 2023", "2023-Q4", False), ("năm 2023", "2023-Q4", False), ("quý I năm 2023", "2023", False),
        ("năm 2023", "2023-Q1", True), ("6 tháng đầu năm 2023", "2023-Q2", False),
        ("6 tháng đầu năm 2023", "2023-Q1", True), ("quý II năm 2023", "2023-H1", False),
        ("tháng 3 năm 2023", "2023-Q1", False), ("quý I năm 2023", "2022-Q1", True),
        ("giai đoạn 2021-2025", "2022", False), ("giai đoạn 2021-2025", "2020", True),
    ],
)  # fmt: skip
def test_a_wider_period_or_one_that_ends_together_is_no_contradiction(title, code, is_told):
    signed = "Đoàn Kết, ngày 14 tháng 3 năm 2023"
    reading = read(code, {"a.txt": txt(*LETTERHEAD, signed, "BÁO CÁO", f"Công tác cải cách hành chính {title}")})
    assert (settled(reading)[0], bool(told(reading))) == (DOAN_KET, is_told)


@pytest.mark.parametrize(
    "head",
    [
        (["UBND HUYỆN THANH MIỆN"], ["XÃ TÂN TRÀO"]), (["Đơn vị báo cáo: UBND xã Tân Trào"],),
        (["Đơn vị:", "", "xã Tân Trào"],), (["Tên đơn vị: XÃ TÂN TRÀO, HUYỆN THANH MIỆN"],),
        (["Đơn vị báo cáo:\nUBND xã Tân Trào\nĐơn vị nhận báo cáo:\nUBND huyện Thanh Miện"],),
        (["(Kèm theo Báo cáo số 5/BC-UBND ngày 14/3/2023 của UBND xã Tân Trào)"],),
    ],
)  # fmt: skip
def test_the_workbook_of_another_unit_is_told(head):
    files = {"bao-cao.txt": RECEIVED, "bieu-mau.xlsx": workbook(*head)}
    reading = read("", files)
    assert settled(reading)[0] == DOAN_KET
    [(subject, said, meant)] = told(reading, "other_unit")
    assert subject.endswith("bieu-mau.xlsx")
    assert said.lower().startswith("xã tân trào")
    assert meant == DOAN_KET
    assert (told(reading), sources(reading)) == ([], {"bao-cao.txt"})
    known = read("", files, unit="xã Đoàn Kết, huyện Thanh Miện")
    assert (len(told(known)), told(known, "other_unit"), sources(known)) == (1, [], set(files))
    files["bao-cao.txt"] = OWN
    assert "ngoài ra báo cáo của Xã Đoàn Kết" in refusal(read("", files))


def sheets(first: list[list[str]], second: list[list[str]]) -> bytes:
    return xlsx({
        "BM2": [*first, ["Biểu mẫu 2"], HEADER, *form_rows("BM2", r1=20)],
        "BM4": [*second, ["Biểu mẫu 4"], HEADER, *form_rows("BM4", r2_1=20)],
    })  # fmt: skip


def test_a_sheet_of_another_unit_is_told_by_its_name_and_left_out():
    label = "dòng ghi đơn vị báo cáo của trang BM4 của b.xlsx"
    book = sheets([["UBND xã Đoàn Kết"]], [["Đơn vị báo cáo: xã Tân Trào"], ["Kỳ báo cáo:", "Quý II", "Năm 2023"]])
    reading = read("", {"a.txt": OWN, "b.xlsx": book})
    assert told(reading, "other_unit") == [(label, "xã Tân Trào", DOAN_KET)]
    assert told(reading) == []
    assert {s.form_code for s in reading.found.statements} == {"BM2"}


@pytest.mark.parametrize("heads", [([["UBND xã Tân Trào"]], []), ([["UBND xã Tân Trào"]], [["Đơn vị: xã Tân Trào"]])])
def test_a_workbook_whose_sheets_name_only_another_unit_is_left_out_and_told_once(heads):
    reading = read("", {"a.txt": RECEIVED, "b.xlsx": sheets(*heads)})
    assert len(told(reading, "other_unit")) == 1
    assert sources(reading) == {"a.txt"}


def test_a_sheet_of_another_period_is_told_by_its_name():
    book = sheets([["UBND xã Đoàn Kết"]], [["Kỳ báo cáo:", "Quý II", "Năm 2023"]])
    assert told(read("", {"a.txt": OWN, "b.xlsx": book})) == [
        ("Kỳ ở dòng ghi kỳ báo cáo của trang BM4 của b.xlsx", "quý II năm 2023", "quý I năm 2023"),
    ]


def test_a_sheet_named_after_another_quarter_is_told():
    rows = [["Biểu mẫu 4"], HEADER, *form_rows("BM4", r2_1=20)]
    book = xlsx({"BM4 quý 1-2023": rows, "BM4 quý 2-2023": rows, "P1": [["x"]], "Q2": [["y"]]})
    assert told(read("", {"a.txt": OWN, "b.xlsx": book})) == [
        ("Kỳ ở tên trang của b.xlsx", "quý II năm 2023", "quý I năm 2023")
    ]


@pytest.mark.parametrize(
    "line", ["(sử dụng cho kỳ báo cáo quý, 6 tháng, năm 2023)", "Kỳ báo cáo: quý, 6 tháng, năm 2023"]
)
def test_the_periods_that_a_form_is_made_for_are_not_its_own(line):
    book = workbook([line], ["(Từ ngày 15/12/2022 đến ngày 14/3/2023)"])
    assert told(read("", {"a.txt": OWN, "b.xlsx": book})) == []
    assert "không rõ kỳ" in refusal(read("", {"b.xlsx": book}))


def test_a_workbook_says_what_the_document_leaves_out():
    book = workbook(["Đơn vị báo cáo: UBND xã Đoàn Kết, huyện Thanh Miện"], ["Kỳ báo cáo: Quý I năm 2023"])
    reading = read("", {"a.txt": txt("BÁO CÁO", "Cải cách hành chính", *UNNAMED), "b.xlsx": book})
    assert (settled(reading), told(reading), told(reading, "taken_from_name")) == ((DOAN_KET, "2023-Q1"), [], [])


def test_of_two_letterheads_the_first_document_decides_unless_the_sidecar_does():
    figures = "Trong quý đã tiếp nhận 700 hồ sơ."
    files = {"a.txt": RECEIVED, "b.txt": txt("UBND HUYỆN THANH MIỆN", "XÃ TÂN TRÀO", *QUARTER, figures)}
    assert settled(read("", files))[0] == DOAN_KET
    assert [s for s, _, _ in told(read("", files), "other_unit")] == ["phần đầu của b.txt"]
    assert [s.value for s in read("", files).found.statements] == [300]
    other = read("", files, unit="xã Tân Trào, huyện Thanh Miện")
    assert settled(other)[0].startswith("Xã Tân Trào")
    assert [s for s, _, _ in told(other)] == ["Đơn vị ở phần đầu của a.txt"]


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("Trên đây là báo cáo của UBND xã Tân Trào./.", "Đơn vị ở câu kết của a.txt"),
        ("Trên đây là báo cáo của UBND xã Đoàn Kết gửi UBND huyện Ninh Giang./.", None),
        ("UBND xã Tân Trào báo cáo kết quả như sau:", "Đơn vị ở câu mở đầu của a.txt"),
        ("Thực hiện chỉ đạo của UBND huyện Ninh Giang, xã đã mời xã Tân Trào.", None),
    ],
)
def test_a_sentence_copied_from_a_neighbour_is_told(line, subject):
    assert [s for s, _, _ in told(read("", {"a.txt": txt(*LETTERHEAD, *QUARTER, line)}))] == (
        [subject] if subject else []
    )


@pytest.mark.parametrize(
    ("place", "is_told"),
    [("Đoàn Kết", False), ("Thanh Miện", False), ("Hải Dương", False), ("Thôn Đông", False), ("Tân Trào", True)],
)
def test_the_place_of_signing_of_a_neighbour_is_told(place, is_told):
    document = txt(*LETTERHEAD, f"{place}, ngày 14 tháng 3 năm 2023", *QUARTER)
    assert bool(told(read("", {"a.txt": document}))) is is_told


def test_a_district_may_sign_in_its_town():
    head = ("UBND TỈNH QUẢNG TRỊ", "UBND HUYỆN HƯỚNG HÓA", "Khe Sanh, ngày 14 tháng 3 năm 2023")
    assert told(read("", {"a.txt": txt(*head, *QUARTER)})) == []


@pytest.mark.parametrize(
    ("line", "days", "is_told"),
    [
        ("(Số liệu tính từ ngày 10/12/2022 đến ngày 9/3/2023)", ("2022-12-10", "2023-03-09"), False),
        ("(Số liệu từ 15.12.2022 - 14.3.2023)", ("2022-12-15", "2023-03-14"), False),
        ("(Từ ngày 15 tháng 12 năm 2022 đến ngày 14 tháng 3 năm 2023)", ("2022-12-15", "2023-03-14"), False),
        ("(Số liệu tính đến ngày 14/3/2023)", (None, "2023-03-14"), False),
        ("(Số liệu tính từ ngày 15/12/2021 đến ngày 14/3/2022)", ("2021-12-15", "2022-03-14"), True),
    ],
)  # fmt: skip
def test_days_outside_the_period_are_told(line, days, is_told):
    reading = read("", {"a.txt": txt(*LETTERHEAD, *QUARTER, line)})
    cutoff = tuple(day and day.isoformat() for day in (reading.report["cutoff_start"], reading.report["cutoff_end"]))
    assert (cutoff, bool(told(reading))) == (days, is_told)


def test_days_of_other_figures_are_not_the_reports():
    body = "Từ ngày 01/01/2019 đến ngày 30/6/2020 xã đã rà soát. Kết quả từ ngày 15/12/2022 đến ngày 14/3/2023."
    reading = read("", {"a.txt": txt(*LETTERHEAD, *QUARTER, "I. KẾT QUẢ", *body.split(". "))})
    assert (reading.report["cutoff_start"], told(reading)) == (date(2022, 12, 15), [])


@pytest.mark.parametrize("name", ["1. Công văn.txt", "công văn.txt"])
def test_a_letter_that_came_with_the_report_is_not_the_report(name):
    head = ("UBND HUYỆN THANH MIỆN", "Số: 55/UBND-NV", "Thanh Miện, ngày 01 tháng 3 năm 2023")
    letter = txt(*head, "V/v báo cáo cải cách hành chính", "Toàn huyện đã tiếp nhận 5.000 hồ sơ.")
    reading = read("", {name: letter, "báo cáo.txt": RECEIVED})
    assert (settled(reading)[0], sources(reading)) == (DOAN_KET, {"báo cáo.txt"})
    assert reading.report["source_file"] == "báo cáo.txt"
    assert told(reading, "other_unit") == [(f"phần đầu của {name}", "huyện THANH MIỆN", DOAN_KET)]


def test_forms_may_bear_the_name_of_the_unit_above_only():
    reading = read("", {"a.txt": OWN, "b.xlsx": workbook(["UBND HUYỆN THANH MIỆN"])})
    assert (told(reading, "other_unit"), sources(reading)) == ([], {"b.xlsx"})
