"""Working days: what holidays.yml of the project says of each year, and what the Labour Code makes of it."""

from datetime import date

import pytest

from orchestration.quality.declared import Entry
from orchestration.quality.steward_yaml import TextLoader, read_entries
from orchestration.quality.working_days import WorkingDays
from orchestration.settings import Settings


@pytest.fixture(scope="module")
def work() -> WorkingDays:
    entries = read_entries(Settings().holidays_yml, TextLoader)
    return WorkingDays.of([Entry(data, "holidays.yml") for data in entries], range(2019, 2027))


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2019-02-01", "2019-02-11"),  # Tết Kỷ Hợi, Monday to Friday
        ("2020-01-22", "2020-01-30"),  # Canh Tý: its Saturday and Sunday are made up for
        ("2021-02-09", "2021-02-17"),
        ("2022-01-28", "2022-02-07"),
        ("2023-01-19", "2023-01-27"),
        ("2024-02-07", "2024-02-15"),
        ("2025-01-24", "2025-02-03"),
        ("2026-02-13", "2026-02-23"),
        ("2021-12-31", "2022-01-04"),  # 1/1 on a Saturday
        ("2022-12-30", "2023-01-03"),  # 1/1 on a Sunday
        ("2022-04-08", "2022-04-12"),  # Giỗ Tổ on a Sunday
        ("2026-04-24", "2026-04-28"),
        ("2024-04-17", "2024-04-19"),  # on a Thursday
        ("2022-04-29", "2022-05-04"),  # 30/4 and 1/5 on a Saturday and Sunday: two days in lieu
        ("2023-04-28", "2023-05-04"),  # Giỗ Tổ, 30/4 and 1/5 in a row
        ("2021-04-29", "2021-05-04"),  # 1/5 on a Saturday
        ("2024-04-26", "2024-05-02"),  # 29/4 is exchanged
        ("2024-05-03", "2024-05-04"),  # for this Saturday
        ("2024-05-04", "2024-05-06"),
        ("2025-04-25", "2025-04-26"),
        ("2025-04-29", "2025-05-05"),
        ("2026-01-09", "2026-01-10"),
        ("2026-08-28", "2026-09-03"),
        ("2026-08-21", "2026-08-22"),
        ("2020-09-01", "2020-09-03"),  # one day of Quốc khánh until 2020
        ("2021-09-01", "2021-09-06"),
        ("2022-08-31", "2022-09-05"),
        ("2023-08-31", "2023-09-05"),  # 2/9 on a Saturday
        ("2024-08-30", "2024-09-04"),
        ("2025-08-29", "2025-09-03"),
        ("2023-03-16", "2023-03-17"),
    ],
)
def test_the_working_day_that_follows(work: WorkingDays, day: str, following: str) -> None:
    assert str(work.after(date.fromisoformat(day), 1)) == following
    assert str(work.on_or_after(date.fromisoformat(following))) == following


@pytest.mark.parametrize(("day", "expected"), [("2026-02-20", "2026-02-23"), ("2026-02-23", "2026-02-23")])
def test_a_time_limit_that_ends_on_tet_ends_with_the_next_working_day(
    work: WorkingDays, day: str, expected: str
) -> None:
    assert str(work.on_or_after(date.fromisoformat(day))) == expected


def test_as_many_days_off_as_the_labour_code_grants(work: WorkingDays) -> None:
    granted = {year: 11 if year >= 2021 else 10 for year in range(2019, 2027)}
    exchanged = {2019: 1, 2024: 1, 2025: 1, 2026: 2}
    weekdays = {year: sum(day.year == year and day.weekday() < 5 for day in work.off) for year in granted}
    assert weekdays == {year: days + exchanged.get(year, 0) for year, days in granted.items()}
    assert {year: sum(day.year == year for day in work.worked) for year in exchanged} == exchanged
