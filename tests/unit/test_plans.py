"""Targets and tasks of plans."""

from datetime import date

import pytest

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.prose.plans import deadline, read_targets, read_tasks, recurrence


def targets(*lines: str) -> list[tuple]:
    blocks = [Block(line, f"k.txt!L{n}") for n, line in enumerate(lines, start=1)]
    return [(t.indicator_code, t.comparator, t.target_min, t.target_max) for t in read_targets(blocks, "2024")]


CASES = [
    ("- Tỷ lệ hồ sơ giải quyết đúng hạn đạt trên 98%.", [("dossiers_on_time_rate", "min", 98, None)]),
    ("- Tối thiểu 80% hồ sơ TTHC tiếp nhận trực tuyến.", [("dossiers_online_rate", "min", 80, None)]),
    ("- Tỷ lệ hồ sơ tiếp nhận trực tuyến từ 50 - 60%.", [("dossiers_online_rate", "range", 50, 60)]),
    ("- Số hóa 100% hồ sơ, kết quả giải quyết TTHC.", [("dossiers_digitised_rate", "min", 100, None)]),
    ("- Trên 90% người dân hài lòng.", [("satisfaction_rate", "min", 90, None)]),
    ("- Ít nhất 90% văn bản điện tử; dưới 5% hồ sơ trễ hạn.", [("electronic_documents_rate", "min", 90, None)]),
    ("- Hoàn thành 100% nhiệm vụ kế hoạch CCHC.", [("plan_completion_rate", "min", 100, None)]),
    (
        "- PAR INDEX đạt từ 88% trở lên, nằm trong nhóm 10 tỉnh dẫn đầu cả nước, SIPAS đạt trên 85%.",
        [("par_index_total", "min", 88, None), ("par_index_rank", "rank", None, 10)],
    ),
    (
        "- Mức độ hài lòng đạt tối thiểu 95%, trong đó lĩnh vực đất đai, xây dựng đạt tối thiểu 85%.",
        [("satisfaction_rate", "min", 95, None)],
    ),
    (
        "- Tỷ lệ thanh toán trực tuyến đạt 45%; hồ sơ trực tuyến toàn trình đạt 60%.",
        [("online_payment_rate", "min", 45, None)],
    ),
    ("- Tỷ lệ hồ sơ đúng hạn không quá 98%.", []),
    ("- Tỷ lệ hồ sơ trễ hạn tối đa 2%; giảm 30% thời gian giải quyết TTHC.", []),
    ("- 100% TTHC được công bố, công khai đúng hạn; 80% TTHC cung cấp trực tuyến toàn trình.", []),
    ("- 100% cán bộ, công chức được tập huấn; chỉ số CCHC xếp thứ 3/11.", []),
]


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[line[:50] for line, _ in CASES])
def test_aims_of_a_line(line, expected):
    assert targets("II. MỤC TIÊU", line) == expected


def test_aims_stand_under_their_heading_only():
    aim = "- Tỷ lệ hồ sơ trực tuyến đạt 90%."
    read = [("dossiers_online_rate", "min", 90, None)]
    assert targets("I. MỤC ĐÍCH, YÊU CẦU", aim) == []
    assert targets("I. MỤC ĐÍCH", "2. Mục tiêu cụ thể", aim, "3. Nhiệm vụ", aim) == read
    assert targets("II. MỤC TIÊU", "1. Mục tiêu chung", "a) Chung", aim, "III. NHIỆM VỤ", aim) == read


def test_an_aim_is_of_the_year_and_scope_that_it_names():
    lines = ["II. MỤC TIÊU ĐẾN NĂM 2025", "- Hồ sơ trực tuyến: năm 2022 đạt 50%, năm 2025 đạt 80%, cấp xã đạt 70%.",
             "- Giảm tối thiểu 5% biên chế so với năm 2021."]  # fmt: skip
    found = read_targets([Block(line, "k.txt!L1") for line in lines], "2022")
    assert [(t.target_min, t.period_code, t.scope) for t in found] == [
        (50, "2022", "all"), (80, "2025", "all"), (70, "2025", "commune"), (5, "2025", "all"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "rhythm"),
    [
        ("Tháng 5/2024", date(2024, 5, 31), None),
        ("Trước 30/6/2024", date(2024, 6, 30), None),
        ("Trước ngày 15 tháng 6 năm 2024", date(2024, 6, 15), None),
        ("Hoàn thành trước tháng 01 năm 2025", date(2024, 12, 31), None),
        ("Quý III/2024", date(2024, 9, 30), None),
        ("Quý II, III năm 2024", date(2024, 9, 30), None),
        ("6 tháng đầu năm 2024", date(2024, 6, 30), None),
        ("Năm 2024", date(2024, 12, 31), None),
        ("31/11/2024", None, None),
        ("Theo Kế hoạch số 12/KH-UBND ngày 05/01/2024", None, None),
        ("Hằng quý, trước ngày 15/12/2024", date(2024, 12, 15), "quarterly"),
        ("Trước ngày 15 hàng tháng", None, "monthly"),
        ("Thường xuyên, hàng năm", None, "yearly"),
        ("Thường xuyên", None, "regular"),
    ],
)
def test_deadline(text, day, rhythm):
    assert (deadline(text), recurrence(text)) == (day, rhythm)


def test_tasks_of_a_table_with_a_row_broken_over_pages():
    rows = [
        ("STT", "Nội dung", "Nhiệm vụ, giải pháp", "Cơ quan thực hiện", "Thời gian hoàn thành"),
        ("I", "Công tác chỉ đạo", "", "", ""),
        ("", "Nội dung cần khắc phục", "", "", ""),
        ("1", "Báo cáo chậm", "Gửi báo cáo đúng hạn", "Phòng Nội vụ", "Hàng quý"),
        ("", "", "và đầy đủ", "", ""),
        ("", "Nội dung cần duy trì", "", "", ""),
        ("2", "Tuyên truyền", "Đăng tin", "Phòng VHTT", "Tháng 5/2024"),
    ]
    blocks = [
        Block("", f"k.docx!table 1!row {n}", tuple(Cell(text, f"k.docx!table 1!row {n}!col {c}")
              for c, text in enumerate(row, start=1)), table=1)
        for n, row in enumerate(rows, start=1)
    ]  # fmt: skip
    first, second = read_tasks(blocks).tasks
    assert (first.area_code, first.task_kind, first.recurrence) == ("I", "remedy", "quarterly")
    assert first.content == "Gửi báo cáo đúng hạn\nvà đầy đủ"
    assert (second.task_kind, second.deadline_date) == ("maintain", date(2024, 5, 31))
