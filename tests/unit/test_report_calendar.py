"""The calendar of reports: entries that become due days, and entries that are refused with which words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orchestration.quality.declared import DeclarationError
from orchestration.quality.report_calendar import due_periods, years_without_tet
from orchestration.settings import Settings

TODAY = date(2026, 11, 27)
GENERAL = {
    "practice": "chung", "source": "Nghị định", "levels": "[commune]", "owed_by": "all", "valid_from": "2023-01-01",
    "due": "{working_days: 2}", "cutoffs": "{Q1: 15/12 - 14/3}", "forms": "[BM1, BM7]",
}  # fmt: skip
HOLIDAY = {"day": "2/9", "name_vi": "Quốc khánh", "source": "Bộ luật"}


@pytest.fixture
def calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write entries of both files and expand them up to a day."""

    def _calendar(*entries: dict[str, str], holidays: Any = (HOLIDAY,), today: date = TODAY) -> list[dict[str, Any]]:
        for name, written in (("calendar", entries), ("holidays", holidays)):
            text = "".join("- " + "\n  ".join(f"{k}: {v}" for k, v in entry.items()) + "\n" for entry in written)
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
            monkeypatch.setattr(Settings, f"{name}_yml", tmp_path / f"{name}.yml")
        return due_periods(Settings(), today)

    return _calendar


def days(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str, str]]:
    return {
        row["period_code"]: (str(row["cutoff_start"]), str(row["cutoff_end"]), str(row["due_date"])) for row in rows
    }


def test_a_practice_is_written_out_for_each_level_and_period_that_has_ended(calendar: Any) -> None:
    entry = GENERAL | {"levels": "[district, commune]", "cutoffs": "{Q3: 15/6 - 14/9}", "also": "{Q3: 9M}"}
    rows = calendar(entry, today=date(2024, 9, 15))
    assert [(row["unit_level"], row["period_code"], row["also_code"]) for row in rows] == [
        ("district", "2023-Q3", "2023-9M"), ("commune", "2023-Q3", "2023-9M"),
        ("district", "2024-Q3", "2024-9M"), ("commune", "2024-Q3", "2024-9M"),
    ]  # fmt: skip
    assert rows[0] | {"unit_level": "district"} == {
        "practice": "chung", "province_code": None, "unit_level": "district", "owed_by": "all",
        "period_code": "2023-Q3", "also_code": "2023-9M", "cutoff_start": date(2023, 6, 15),
        "cutoff_end": date(2023, 9, 14), "due_date": date(2023, 9, 18), "forms": "BM1|BM7",
    }  # fmt: skip
    assert len(calendar(entry, today=date(2024, 9, 14))) == 2  # its last day has not passed


@pytest.mark.parametrize(
    ("cutoffs", "code", "expected"),
    [
        ("{Q1: 15/12 - 14/3}", "2023-Q1", ("2022-12-15", "2023-03-14", "2023-03-16")),
        ("{year: 15/12 - 14/12}", "2024", ("2023-12-15", "2024-12-14", "2024-12-17")),  # 14/12 is a Saturday
        ("{H1: 1/1 - 30/6}", "2024-H1", ("2024-01-01", "2024-06-30", "2024-07-02")),  # a Sunday
        ("{Q1: 1/12 - last/2}", "2024-Q1", ("2023-12-01", "2024-02-29", "2024-03-04")),
        ("{month: 21 - 20}", "2024-01", ("2023-12-21", "2024-01-20", "2024-01-23")),
        ("{month: 15 - 14}", "2024-03", ("2024-02-15", "2024-03-14", "2024-03-18")),
        ("{month: 1 - last}", "2024-02", ("2024-02-01", "2024-02-29", "2024-03-04")),
        ("{month: 1 - last}", "2024-08", ("2024-08-01", "2024-08-31", "2024-09-04")),  # a Saturday; 2/9 is a day off
    ],
)
def test_days_covered_and_due_days(calendar: Any, cutoffs: str, code: str, expected: tuple[str, str, str]) -> None:
    assert days(calendar(GENERAL | {"cutoffs": cutoffs}))[code] == expected


def test_a_due_day_can_be_a_day_of_the_last_month(calendar: Any) -> None:
    rows = days(calendar(GENERAL | {"due": "{day: 20}", "cutoffs": "{Q1: 1/12 - last/2, Q3: 15/6 - 14/9}"}))
    assert rows["2024-Q1"] == ("2023-12-01", "2024-02-29", "2024-03-20")
    # a Saturday in September 2025: the time limit ends on Monday
    assert rows["2025-Q3"][2] == "2025-09-22"
    holiday = {"day": "2025-09-22", "name_vi": "Nghỉ bù", "source": "Thông báo"}
    moved = calendar(GENERAL | {"due": "{day: 20}", "cutoffs": "{Q3: 15/6 - 14/9}"}, holidays=[holiday])
    assert days(moved)["2025-Q3"][2] == "2025-09-23"


def test_a_holiday_of_one_year_moves_the_due_days_of_that_year_only(calendar: Any) -> None:
    tet = {"day": "2024-02-14", "name_vi": "Tết", "source": "Thông báo"}
    rows = days(calendar(GENERAL | {"cutoffs": "{month: 10 - 9}"}, holidays=[tet]))
    assert (rows["2024-02"][2], rows["2023-02"][2]) == ("2024-02-13", "2023-02-13")
    rows = days(calendar(GENERAL | {"cutoffs": "{month: 13 - 12}"}, holidays=[tet]))
    assert rows["2024-02"][2] == "2024-02-15"


def test_a_practice_holds_for_periods_that_end_while_it_is_valid(calendar: Any) -> None:
    rows = calendar(GENERAL | {"valid_from": "2023-04-01", "valid_to": "2025-03-31"})
    assert [row["period_code"] for row in rows] == ["2024-Q1", "2025-Q1"]


def test_a_province_s_practice_carries_its_code_and_ends_with_that_province(calendar: Any) -> None:
    own = GENERAL | {"practice": "riêng", "province": "tỉnh Bắc Giang", "cutoffs": "{Q1: 1/12 - last/2}"}
    rows = calendar(GENERAL, own)
    assert {row["province_code"] for row in rows if row["practice"] == "riêng"} == {"24"}
    # code 24 is Bắc Ninh's since 1 July 2025
    assert [row["period_code"] for row in rows if row["practice"] == "riêng"] == ["2023-Q1", "2024-Q1", "2025-Q1"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"province": "tỉnh Không Có"}, "entry 1: province: "),
        ({"province": "xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương"}, "expected a province"),
        ({"cutoffs": "{Q1: 15/12 - 31/4}"}, "Q1: found '15/12 - 31/4', expected days that exist in 2023-Q1"),
        ({"cutoffs": "{Q1: 1/12 - 29/2}"}, "expected days that exist in 2023-Q1 (or last: last/2)"),
        ({"valid_from": "2024-01-01", "cutoffs": "{Q1: 1/12 - 29/2}"}, "expected days that exist in 2025-Q1"),
        ({"cutoffs": "{Q1: 15/12 - 14/9}"}, "expected a last day near the end of the period, 2023-03-31"),
        ({"cutoffs": "{Q1: giữa tháng}"}, "Q1: found 'giữa tháng', expected 15/12 - 14/3 (day/month)"),
        ({"cutoffs": "{month: 15/12 - 14/3}"}, "expected 21 - 20 (days)"),
        ({"cutoffs": "{Q5: 15/12 - 14/3}"}, "cutoffs: found {'Q5'"),
        ({"cutoffs": "{}"}, "cutoffs: found {}"),
        ({"due": "{day: 10}"}, "due: found day 10, expected a day of the period's last month on or after"),
        ({"due": "{day: 31}", "cutoffs": "{H1: 15/12 - 14/6}"}, "due: found day 31"),
        ({"due": "{working_days: hai}"}, "due: found {'working_days': 'hai'}"),
        ({"due": "mai"}, "due: found 'mai', expected {working_days: 2} or {day: 20}"),
        ({"levels": "[xã]"}, "levels: found ['xã'], expected a list of province"),
        ({"owed_by": "nobody"}, "owed_by: found 'nobody', expected one of all, senders"),
        ({"also": "{Q3: 9M}"}, "also: found {'Q3': '9M'}, expected a mapping with some of Q1"),
        ({"also": "{Q1: mãi}"}, "also: found 'mãi'"),
        ({"valid_to": "2022-01-01"}, "valid_to: found '2022-01-01', expected a day after valid_from 2023-01-01"),
        ({"valid_from": "hôm qua"}, "valid_from: found 'hôm qua', expected a date"),
        ({"until": "2024-01-01"}, "unknown until; allowed: practice"),
        ({"source": '""'}, "source: found '', expected some text"),
    ],
)
def test_an_entry_that_cannot_be_meant_says_where_and_what(calendar: Any, changes: dict[str, str], told: str) -> None:
    with pytest.raises(DeclarationError) as error:
        calendar(GENERAL | changes)
    assert str(error.value).startswith("calendar.yml, entry 1: ") and told in str(error.value)


@pytest.mark.parametrize("key", ["practice", "source", "levels", "owed_by", "valid_from", "due", "cutoffs", "forms"])
def test_what_an_entry_lacks_is_told(calendar: Any, key: str) -> None:
    with pytest.raises(DeclarationError, match=rf"calendar\.yml, entry 1: {key}: "):
        calendar({name: value for name, value in GENERAL.items() if name != key})


def test_two_practices_do_not_speak_of_the_same_reports(calendar: Any) -> None:
    with pytest.raises(DeclarationError, match=r"entry 2: names levels, periods and days that .*entry 1 names as well"):
        calendar(
            GENERAL, GENERAL | {"practice": "chung nữa", "levels": "[commune, district]", "valid_from": "2025-01-01"}
        )
    with pytest.raises(DeclarationError, match=r"the name of .*entry 1 as well"):
        calendar(GENERAL, GENERAL | {"levels": "[district]"})
    ended = GENERAL | {"practice": "cũ", "valid_from": "2020-01-01", "valid_to": "2022-12-31"}
    assert len(calendar(GENERAL, ended)) == 7


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"day": "30/2"}, "day: found '30/2'"), ({"day": "Tết"}, "expected a day of every year (2/9)"),
     ({"day": "2024-02-12 - 2024-02-08"}, "day: found '2024-02-12 - 2024-02-08'"),
     ({"day": "2024-02-08 - 2025-02-12"}, "its first and last (2027-02-05 - 2027-02-09)"),
     ({"worked": "2024-05-03"}, "worked: found '2024-05-03', expected a Saturday or Sunday"),
     ({"source": '""'}, "source: found ''"), ({"ngay": "1"}, "unknown ngay")],
)  # fmt: skip
def test_a_holiday_that_cannot_be_meant_is_told(calendar: Any, changes: dict[str, str], told: str) -> None:
    with pytest.raises(DeclarationError) as error:
        calendar(GENERAL, holidays=[HOLIDAY, HOLIDAY | changes])
    assert str(error.value).startswith("holidays.yml, entry 2: ") and told in str(error.value)


def test_the_calendar_of_the_project_has_the_practices_that_are_known() -> None:
    rows = due_periods(Settings(), TODAY)
    communes = days([row for row in rows if row["unit_level"] == "commune" and row["province_code"] is None])
    assert communes["2023-Q1"] == ("2022-12-15", "2023-03-14", "2023-03-16")
    assert communes["2026-H1"] == ("2025-12-15", "2026-06-14", "2026-06-16")
    vinh_phuc = days([row for row in rows if row["province_code"] == "26" and row["unit_level"] == "province"])
    assert vinh_phuc["2022-06"][:2] == ("2022-05-21", "2022-06-20")
    assert max(vinh_phuc) == "2025-06"
    lam_dong = days([row for row in rows if row["province_code"] == "68"])
    assert lam_dong == {"2020-Q1": ("2019-12-01", "2020-02-29", "2020-03-20")}


@pytest.mark.parametrize(
    ("period", "due"),
    [
        # Tết of each year, where the month ends on the 14th and two working days are given
        ("2022-02", "2022-02-16"),  # over since the 4th
        ("2023-01", "2023-01-17"),  # a Saturday; Tết begins on the 20th
        ("2024-02", "2024-02-16"),  # the 14th is off in lieu
        ("2021-02", "2021-02-18"),  # a Sunday within Tết; Monday and Tuesday are off in lieu
        ("2025-02", "2025-02-18"),
        ("2026-02", "2026-02-24"),  # a Saturday; Tết is the week after, and the due day would have fallen on it
        ("2019-04", "2019-04-17"),  # Giỗ Tổ on that Sunday, made up for on Monday
        ("2024-04", "2024-04-16"),
    ],
)
def test_months_about_tet_are_due_when_offices_work_again(period: str, due: str) -> None:
    rows = due_periods(Settings(), TODAY)
    [row] = [
        row for row in rows
        if (row["unit_level"], row["period_code"], row["province_code"]) == ("commune", period, None)
    ]  # fmt: skip
    assert str(row["due_date"]) == due


def test_years_without_tet_are_named(calendar: Any) -> None:
    entry = GENERAL | {"cutoffs": "{year: 15/12 - 14/12}"}
    tet = {"day": "2025-01-27 - 2025-01-31", "name_vi": "Tết", "source": "Thông báo"}
    due = calendar(entry, holidays=[HOLIDAY, HOLIDAY | {"day": "1/1"}, tet])
    assert [row["period_code"] for row in due] == ["2023", "2024", "2025"]
    assert years_without_tet(Settings(), due) == [2023, 2024]


def test_the_holidays_of_the_project_know_tet_of_every_year_until_today() -> None:
    assert years_without_tet(Settings(), due_periods(Settings(), TODAY)) == []
