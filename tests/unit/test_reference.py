"""The reference data hold what the domain says about units, and what the contract says about indicators."""

import csv
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from orchestration.reports.text import key

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"
TODAY = "2026-10-10"
FOREVER = "9999-12-31"
LEVELS = {"province", "district", "commune"}

FIXED_INDICATORS = [
    "dossiers_received",
    "dossiers_received_online",
    "dossiers_received_direct",
    "dossiers_received_postal",
    "dossiers_received_partial_online",
    "dossiers_received_full_online",
    "dossiers_carried_over",
    "dossiers_resolved",
    "dossiers_resolved_early",
    "dossiers_resolved_on_time",
    "dossiers_resolved_late",
    "dossiers_in_progress",
    "dossiers_online_rate",
    "dossiers_on_time_rate",
    "dossiers_digitised_rate",
    "online_payment_amount",
    "procedures_published",
    "plan_tasks_total",
    "plan_tasks_completed",
    "plan_completion_rate",
    "assigned_tasks_total",
    "assigned_tasks_on_time",
    "staff_quota",
    "staff_present",
    "public_investment_plan",
    "public_investment_disbursed",
    "satisfaction_rate",
]

# rows of each form in the source catalogue
FORM_ROWS = {"BM1": 19, "BM2": 14, "BM3": 25, "BM4": 9, "BM5": 17, "BM6": 13, "BM7": 38,
             "II.06a": 11, "II.06b": 11, "II.07b": 12, "QD766": 74, "PARINDEX-huyen": 9}  # fmt: skip


@cache
def rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def end(unit: dict[str, str]) -> str:
    return unit["valid_to"] or FOREVER


def valid(level: str, day: str) -> dict[str, dict[str, str]]:
    """Units of a level on a day, by code."""
    found = [u for u in rows("units") if u["unit_level"] == level and u["valid_from"] <= day <= end(u)]
    by_code = {u["unit_code"]: u for u in found}
    assert len(by_code) == len(found), f"a {level} code is valid twice on {day}"
    return by_code


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [
        ("2018-06-30", 63, 707, 10599),  # with quận 9 and quận Thủ Đức; what merged before 2023 is not known
        ("2024-06-30", 63, 705, 10599),
        ("2025-06-30", 63, 696, 10035),
        ("2025-07-01", 34, 0, 3321),
        (TODAY, 34, 0, 3321),
    ],
)
def test_number_of_units_on_a_day(day, provinces, districts, communes):
    assert [len(valid(level, day)) for level in ("province", "district", "commune")] == [
        provinces,
        districts,
        communes,
    ]


def test_versions_of_a_code_are_unique_and_never_overlap():
    versions = defaultdict(list)
    for unit in rows("units"):
        versions[unit["unit_level"], unit["unit_code"]].append((unit["valid_from"], end(unit)))
    for code, spans in versions.items():
        spans.sort()
        assert all(first <= last for first, last in spans), code
        assert all(before[1] < after[0] for before, after in pairwise(spans)), code


def test_code_and_start_name_one_unit_across_levels():
    keys = Counter((u["unit_code"], u["valid_from"]) for u in rows("units"))
    assert max(keys.values()) == 1


@pytest.mark.parametrize("day", ["2004-07-08", "2021-01-01", "2025-01-01", "2025-06-30", "2025-07-01", TODAY])
def test_every_parent_is_there_on_the_same_day(day):
    provinces, districts, communes = (valid(level, day) for level in ("province", "district", "commune"))
    above = districts or provinces
    assert {u["parent_code"] for u in provinces.values()} == {""}
    assert {u["parent_code"] for u in districts.values()} <= provinces.keys()
    assert {u["parent_code"] for u in communes.values()} <= above.keys()
    for unit in [*districts.values(), *communes.values()]:
        assert unit["province_code"] in provinces
    for unit in communes.values():
        assert above[unit["parent_code"]]["province_code"] == unit["province_code"]


def test_codes_handed_to_another_province():
    before, after = valid("province", "2025-06-30"), valid("province", "2025-07-01")
    renamed = {code for code in after if before[code]["unit_name"] != after[code]["unit_name"]}
    assert renamed == {"15", "24", "44", "52", "80", "82", "91"}


def test_a_province_that_did_not_merge_keeps_one_version_and_others_start_anew():
    starts = defaultdict(list)
    for unit in rows("units"):
        if unit["unit_level"] == "province":
            starts[unit["unit_code"]].append(unit["valid_from"])
    assert starts["42"] == ["2004-07-08"]  # Hà Tĩnh
    assert starts["08"] == ["2004-07-08", "2025-07-01"]  # Tuyên Quang, with Hà Giang
    assert starts["30"] == ["2004-07-08"]  # Hải Dương, gone into Hải Phòng
    assert starts["46"] == ["2004-07-08", "2025-01-01"]  # Thừa Thiên Huế, then Huế


def test_changes_of_2026():
    eve, today = valid("province", "2026-04-29"), valid("province", TODAY)
    assert {c: today[c]["unit_name"] for c in today if eve[c]["unit_name"] != today[c]["unit_name"]} == {
        "22": "Thành phố Quảng Ninh",
        "24": "Thành phố Bắc Ninh",
        "75": "Thành phố Đồng Nai",
    }
    eve, today = valid("commune", "2026-04-29"), valid("commune", TODAY)
    changed = [(eve[c]["unit_name"], today[c]["unit_name"]) for c in eve if eve[c] is not today[c]]
    assert len(changed) == 22
    assert all(old.removeprefix("Xã ") == new.removeprefix("Phường ") for old, new in changed)


def test_every_province_version_has_a_province_of_today():
    today = valid("province", TODAY)
    versions = {(u["unit_code"], u["valid_from"]) for u in rows("units") if u["unit_level"] == "province"}
    assert {(p["province_code"], p["valid_from"]) for p in rows("provinces")} == versions
    assert len(rows("provinces")) == len(versions)
    for province in rows("provinces"):
        assert today[province["current_province_code"]]["unit_name"] == province["current_province_name"]
    current = {(p["province_code"], p["valid_from"]): p["current_province_name"] for p in rows("provinces")}
    assert current["27", "2004-07-08"] == "Thành phố Bắc Ninh"
    assert current["52", "2004-07-08"] == current["64", "2004-07-08"] == "Tỉnh Gia Lai"


def test_units_are_sorted_and_written_cleanly():
    order = ["province", "district", "commune"]
    keys = [(order.index(u["unit_level"]), u["unit_code"], u["valid_from"]) for u in rows("units")]
    assert keys == sorted(keys)
    width = {"province": 2, "district": 3, "commune": 5}
    assert all(len(u["unit_code"]) == width[u["unit_level"]] for u in rows("units"))
    assert all(u["unit_name"] == " ".join(u["unit_name"].split()) for u in rows("units"))


def test_indicator_codes_are_unique_and_the_fixed_ones_exist():
    codes = Counter(i["indicator_code"] for i in rows("indicators"))
    assert max(codes.values()) == 1
    assert set(FIXED_INDICATORS) <= codes.keys()
    assert all(len(code) <= 60 and code.isidentifier() and code == code.lower() for code in codes)


def test_every_row_of_every_form_is_in_the_catalogue_once():
    form_rows = Counter((i["form_code"], i["row_code"]) for i in rows("indicators") if i["form_code"])
    assert max(form_rows.values()) == 1
    assert Counter(form for form, _ in form_rows) == FORM_ROWS
    assert all(bool(i["form_code"]) == bool(i["row_code"]) for i in rows("indicators"))


@pytest.mark.parametrize(
    ("form", "row", "code"),
    [
        ("BM1", "2", "plan_completion_rate"),
        ("BM4", "2.2", "staff_present"),
        ("BM6", "1.2", "public_investment_disbursed"),
        ("BM7", "6.7.1", "online_service_dossiers_received"),
        ("", "", "dossiers_received"),
    ],
)
def test_where_an_indicator_stands(form, row, code):
    [indicator] = [i for i in rows("indicators") if i["indicator_code"] == code]
    assert (indicator["form_code"], indicator["row_code"]) == (form, row)


def test_parts_of_rates_exist_and_decide_the_aggregation():
    by_code = {i["indicator_code"]: i for i in rows("indicators")}
    for indicator in by_code.values():
        parts = [indicator[part] for part in ("numerator_code", "denominator_code") if indicator[part]]
        assert all(by_code[part]["value_type"] in ("count", "money") for part in parts), indicator
        assert not parts or indicator["value_type"] == "percent", indicator
        if indicator["value_type"] in ("count", "money"):
            # procedures come from one catalogue: 21 communes with 116 each do not have 2,436
            index_part = indicator["form_code"] == "QD766" and "procedures" in indicator["indicator_code"]
            of_catalogue = indicator["unit_of_measure"] in ("Thủ tục", "Quy trình") or index_part
            assert indicator["aggregation"] == ("none" if of_catalogue else "sum"), indicator
        else:
            assert indicator["aggregation"] == ("recompute" if len(parts) == 2 else "none"), indicator


def test_vietnamese_names_are_whole():
    for indicator in rows("indicators"):
        assert indicator["name_vi"].count("(") == indicator["name_vi"].count(")"), indicator
        assert indicator["name_en"], indicator
        assert set(indicator["levels"].split("|")) <= LEVELS, indicator


def test_no_name_of_a_field_belongs_to_two():
    owner = {}
    for field in rows("fields"):
        for name in [field["name_vi"], *filter(None, field["aliases"].split("|"))]:
            assert owner.setdefault(key(name), field["field_code"]) == field["field_code"], name
    fixed = {"all", "ho_tich", "chung_thuc", "bao_tro_xa_hoi", "nguoi_co_cong", "dat_dai"}
    assert fixed <= set(owner.values())
