"""Targets that stand in the tasks of a plan, and numbers there that are none."""

import pytest

from orchestration.reports.found import Task
from orchestration.reports.prose.task_targets import read_task_targets


def targets(subject: str, content: str) -> list[tuple[str, str, float | None, str]]:
    task = Task("VII", "remedy", subject, content, "", "", None, "monthly", "ke-hoach.docx!table 2!row 7")
    found = read_task_targets([task], "2024")
    assert all((t.period_code, t.source_locator, t.target_max) == ("2024", task.source_locator, None) for t in found)
    return [(t.indicator_code, t.comparator, t.target_min, t.scope) for t in found]


@pytest.mark.parametrize(
    ("subject", "content", "expected"),
    [
        ("Tỷ lệ hồ sơ trực tuyến", "- Hướng dẫn người dân để bảo đảm 100% hồ sơ nộp trực tuyến.\n- Báo cáo tháng.",
         ("dossiers_online_rate", "min", 100, "all")),
        ("Tỉ lệ hồ sơ thanh toán trực tuyến", "Phấn đấu đạt từ 60% trở lên; ít nhất 60% ở từng nơi",
         ("online_payment_rate", "min", 60, "all")),
        ("Tỷ lệ số hoá hồ sơ, kết quả giải quyết TTHC của cấp huyện, cấp xã", "Đạt 92,5%",
         ("dossiers_digitised_rate", "min", 92.5, "all")),
        ("Mức độ hài lòng của người dân", "Đạt trên 90%", ("satisfaction_rate", "min", 90, "all")),
    ],
)  # fmt: skip
def test_a_task_that_names_a_rate_and_one_percentage_sets_a_target(
    subject: str, content: str, expected: tuple[str, str, float, str]
) -> None:
    assert targets(subject, content) == [expected]


@pytest.mark.parametrize(
    ("subject", "content"),
    [
        ("Tỷ lệ hồ sơ trực tuyến", "Tổng hợp số liệu hằng tháng."),  # no number
        ("Tỷ lệ hồ sơ trực tuyến", "Năm trước đạt 64%, năm nay phấn đấu 80%."),  # which of the two?
        ("Tỷ lệ hồ sơ trực tuyến", "Nhắc các đơn vị đạt dưới 80%."),  # a measure of who is told, no aim
        ("Tỷ lệ CBCCVC có máy tính làm việc", "Mua bổ sung để 100% có máy."),  # no rate of the catalogue
        ("Rà soát hồ sơ trực tuyến", "100% hồ sơ được rà soát."),  # the subject is no rate
    ],
)
def test_other_numbers_of_a_task_set_none(subject: str, content: str) -> None:
    assert targets(subject, content) == []
