"""What became of units: chains over several changes, splits that are marked, series that go on, and the seeds of it."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from unit_sources import Listed, Lists, same_spelling, slug
from unit_versions import Change, Version, carry, changes_between
from units_before_2025 import old_districts

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"
OLD, NEW = ("2004-07-08", "2025-06-30"), ("2025-07-01", "")


def version(code: str, span: tuple[str, str], level: str = "commune") -> Version:
    return Version(code, f"Xã {code}", level, "30", "30", *span)


def fate(versions: list[Version], pairs: list[tuple[Version, Version]]) -> dict[str, tuple[str, str, str]]:
    """Current unit, how and series of each version, by its key."""
    changes = [Change(before.key, after.key, after.valid_from) for before, after in pairs]
    return {key: (found.current, found.how, found.series) for key, found in carry(versions, changes).items()}


def test_a_chain_is_followed_over_every_change():
    gone, old = version("1", ("2004-07-08", "2024-11-30")), version("2", ("2004-07-08", "2024-11-30"))
    merged, new = version("2", ("2024-12-01", "2025-06-30")), version("3", ("2025-07-01", "2026-04-29"))
    ward = version("3", ("2026-04-30", ""))
    found = fate([gone, old, merged, new, ward], [(gone, merged), (old, merged), (merged, new), (new, ward)])
    assert {key: current for key, (current, _, _) in found.items()} == dict.fromkeys(found, ward.key)
    # the merged one is another territory than the one whose code it kept; then it only changes code and type
    assert [found[unit.key][2] for unit in (old, merged, new, ward)] == [old.key, merged.key, merged.key, merged.key]


def test_a_unit_that_was_split_is_carried_to_no_one_even_by_way_of_another():
    early, old = version("1", ("2004-07-08", "2024-11-30")), version("2", ("2024-12-01", "2025-06-30"))
    one, two = version("3", NEW), version("4", NEW)
    found = fate([early, old, one, two], [(early, old), (old, one), (old, two)])
    assert found[early.key][:2] == found[old.key][:2] == ("", "split")
    assert found[one.key] == (one.key, "whole", one.key)


def test_a_district_is_carried_only_where_all_of_it_became_one_unit():
    big, island = version("300", OLD, "district"), version("318", OLD, "district")
    one, two, three = version("1", NEW), version("2", NEW), version("3", NEW)
    found = fate([big, island, one, two, three], [(big, one), (big, two), (island, three)])
    assert found[big.key][:2] == ("", "abolished")
    assert found[island.key][:2] == (three.key, "whole")
    assert found[three.key][2] == three.key  # a commune does not go on with the figures of a district


def test_a_new_commune_goes_on_with_an_old_one_though_its_district_led_there_too():
    district, old, new = version("300", OLD, "district"), version("1", OLD), version("1", NEW)
    assert fate([district, old, new], [(old, new), (district, new)])[new.key][2] == old.key


def test_a_unit_that_ended_without_a_known_successor_says_so():
    assert fate([version("1", OLD)], []) == {"1_20040708": ("", "unknown", "1_20040708")}


def test_a_crosswalk_leaves_out_who_went_on_unchanged():
    rows = [("30", "31"), ("31", "31"), ("38", "38")]
    crosswalk = [{"old_code": old, "new_code": new, "effective_date": "2025-07-01"} for old, new in rows]
    versions = [version("30", OLD), version("31", OLD), version("31", NEW), version("38", ("2004-07-08", ""))]
    found = [(change.predecessor, change.successor) for change in changes_between(crosswalk, versions)]
    assert found == [("30_20040708", "31_20250701"), ("31_20040708", "31_20250701")]


def test_changes_of_districts_that_do_not_lead_to_june_2025_are_refused():
    lists = Lists(
        districts_2023={"1": Listed("1", "Huyện A", "30")}, districts={"1": Listed("1", "Thị xã A", "30")}
    )  # fmt: skip
    row = {"old_code": "1", "old_name": "Huyện A", "new_code": "1", "effective_date": "2024-05-01"}
    before, after = old_districts(lists, [row | {"new_name": "Thị xã A"}])
    assert (before.name, before.valid_to, after.name, after.valid_to) == (
        "Huyện A", "2024-04-30", "Thị xã A", "2025-06-30",
    )  # fmt: skip
    with pytest.raises(SystemExit, match=r"district_changes.csv: 1 ends as Thành phố A, June 2025 has Thị xã A"):
        old_districts(lists, [row | {"new_name": "Thành phố A"}])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Xã Yên Hoà", "Xã Yên Hòa", True), ("Thị Xã A", "Thị xã A", True), ("Xã An Ba", "Xã Ba An", False),
     ("Xã Sà Phìn", "Xã Xà Phìn", False)],
)  # fmt: skip
def test_spellings(one, other, same):
    assert same_spelling(one, other) is same


def test_a_name_in_plain_letters():
    assert [slug(name) for name in ("Phường 08", "Phường 10", "Xã Đa K'Nàng")] == ["phuong8", "phuong10", "xadaknang"]


# --- the seeds


@cache
def units() -> dict[str, dict[str, str]]:
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as file:
        return {f"{row['unit_code']}_{row['valid_from'].replace('-', '')}": row for row in csv.DictReader(file)}


@cache
def successors() -> dict[str, set[str]]:
    found = defaultdict(set)
    with (SEEDS / "unit_changes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert units()[row["successor_key"]]["valid_from"] == row["changed_on"]
            found[row["predecessor_key"]].add(row["successor_key"])
    return found


def of_today(key: str) -> set[str]:
    """All units of today that hold a part of a version."""
    if not units()[key]["valid_to"]:
        return {key}
    return {today for after in successors().get(key, ()) for today in of_today(after)}


def test_the_current_unit_of_every_version_is_where_its_changes_lead():
    for key, unit in units().items():
        today = of_today(key)
        assert (len(today) == 1) == (unit["carried_forward"] == "whole") or unit["carried_forward"] == "split", key
        assert unit["current_unit_key"] in (today if unit["carried_forward"] == "whole" else {""}), key
        assert bool(today) == (unit["carried_forward"] != "unknown"), key


def test_every_version_ends_where_the_next_begins_and_only_old_ones_begin_from_nothing():
    led_to = {after for found in successors().values() for after in found}
    assert {key for key, unit in units().items() if unit["valid_from"] > "2004-07-08"} == led_to
    assert {units()[key]["unit_name"] for key, unit in units().items() if unit["carried_forward"] == "unknown"} == {
        "Xã Phúc Thành A", "Xã Mộc Nam", "Phường Hải Châu II", "Xã Phú An Hòa",
    }  # fmt: skip


def test_communes_of_june_2025_that_went_to_several_are_all_marked():
    communes = {key for key, unit in units().items() if unit["unit_level"] == "commune"}
    split = {k for k in communes if units()[k]["valid_to"] == "2025-06-30" and len(successors()[k]) > 1}
    assert len(split) == 471
    assert {units()[key]["carried_forward"] for key in split} == {"split"}


@pytest.mark.parametrize(
    ("key", "current", "how"),
    [
        ("00223_20040708", "00235_20250701", "whole"),  # Thịnh Quang, into Ngã Tư Sở, into Đống Đa
        ("26116_20040708", "26116_20260430", "whole"),  # thị trấn, xã, phường Tân Phú
        ("00181_20040708", "", "split"),  # Văn Miếu, whole into another that was split
        ("474_20040708", "", "split"),  # thành phố Huế
        ("444_20040708", "", "abolished"),  # Hương Khê
        ("755_20040708", "26732_20250701", "whole"),  # Côn Đảo
        ("27_20040708", "24_20260920", "whole"),  # Bắc Ninh, into the new one, a city since
    ],
)
def test_where_a_unit_is_today(key, current, how):
    assert (units()[key]["current_unit_key"], units()[key]["carried_forward"]) == (current, how)


@pytest.mark.parametrize("series", [
    ["46_20040708", "46_20250101"], ["75_20250701", "75_20260430"], ["22_20040708", "22_20260901"],
    ["24_20250701", "24_20260920"], ["26116_20250701", "26116_20260430"], ["476_20040708", "476_20250101"],
])  # fmt: skip
def test_a_new_type_goes_on_with_the_series(series):
    assert {units()[key]["series_key"] for key in series} == {series[0]}


def test_a_merger_or_a_code_used_again_begins_another_series():
    provinces = [unit for unit in units().values() if unit["unit_level"] == "province"]
    for code in ("15", "24", "44", "52", "80", "82", "91", "31", "79"):
        old = {u["series_key"] for u in provinces if u["unit_code"] == code and u["valid_from"] < "2025-07-01"}
        new = {u["series_key"] for u in provinces if u["unit_code"] == code and u["valid_from"] >= "2025-07-01"}
        assert old == {f"{code}_20040708"}, code
        assert new == {f"{code}_20250701"}, code
