"""The rule book checks itself: the project's own book is clean, and what is planted in a small one is found."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestration.quality.book_check import book_problems
from orchestration.quality.catalogue import Catalogue
from orchestration.quality.rules import load_rules
from orchestration.settings import Settings

CATALOGUE = """\
indicator_code,name_vi,form_code,row_code,value_type,is_cumulative,numerator_code,denominator_code,levels
a,A,BM1,1,count,false,,,province|district|commune
b,B,BM1,1.1,count,false,,,province|district|commune
c,C,BM1,1.2,count,false,,,province|district|commune
x,Xã,BM1,2,count,false,,,commune
y,Huyện,BM1,3,count,false,,,district
h,Mục,BM1,4,header,false,,,province|district|commune
"""
BOTH_MISSING = {"left": "missing", "right": "missing"}


def rule(code: str, left: str, op: str, right: Any, **more: Any) -> dict[str, Any]:
    entry = {"rule_code": code, "name_vi": "Quy tắc", "level": 1, "severity": "error", "message_vi": "{left}"}
    return entry | {"left": left, "op": op, "right": right, "missing": BOTH_MISSING} | more


def problems(folder: Path, *entries: dict[str, Any]) -> list[str]:
    catalogue = folder / "indicators.csv"
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    (folder / "book.yml").write_text(yaml.safe_dump(list(entries)), encoding="utf-8")
    return book_problems(load_rules(folder, catalogue), Catalogue.read(catalogue), ["Tỉnh Gia Lai"])


def test_the_projects_own_book_has_no_rule_too_many_and_none_that_cannot_hold() -> None:
    settings = Settings()
    with settings.units_csv.open(encoding="utf-8", newline="") as file:
        provinces = [row["unit_name"] for row in csv.DictReader(file) if row["unit_level"] == "province"]
    catalogue = Catalogue.read(settings.indicators_csv)
    assert book_problems(load_rules(settings.rules_dir, settings.indicators_csv), catalogue, provinces) == []


@pytest.mark.parametrize(
    "entries",
    [
        [rule("r", "a", "=", "b + c"), rule("s", "b", "<=", "a"), rule("t", "a", "between", [0, 100])],
        # the two halves of an equation may be told apart
        [rule("r", "a", ">=", "b"), rule("s", "a", "<=", "b")],
        # one that waits for the other says something only where that one does not
        [rule("r", "a", "=", "b"), rule("s", "a", "=", "b", only_if={"r": ["missing"]})],
        [rule("r", "a", "=", "b", levels=["commune"]), rule("s", "a", "=", "b", levels=["district"])],
        [rule("r", "a", "=", "b", valid_to=date(2025, 6, 30)), rule("s", "a", "=", "b", valid_from=date(2025, 7, 1))],
        [rule("r", "a", "=", "b + optional(c)"), rule("s", "a", "=", "b")],
        [rule("r", "a", "=", "b + c"), rule("s", "a", "=", "fields(b)"), rule("t", "a", ">=", "previous(a)", level=2)],
        # a helper that is not told may say the opposite
        [rule("r", "a", "=", "b + c"), rule("s", "a", "=", "b", told=False)],
    ],
)
def test_rules_that_live_together_are_left_alone(tmp_path: Path, entries: list[dict[str, Any]]) -> None:
    assert problems(tmp_path, *entries) == []


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        # contradictory
        ([rule("r", "a", "=", "b"), rule("s", "a", ">", "b")], "rules r, s: no figures of a"),
        ([rule("r", "a", "=", "b + c"), rule("s", "a", "<", "b")], "rules r, s: no figures"),
        ([rule("r", "a", "between", [0, 100]), rule("s", "a", ">", 200)], "rules r, s: no figures"),
        ([rule("r", "a", "<", "b"), rule("s", "b", "<", "c"), rule("t", "c", "<", "a"), rule("u", "a", "<=", 9)],
         "rules r, s, t: no figures"),
        ([rule("r", "a / b", "=", 1), rule("s", "a / b", ">=", 3)], "rules r, s: no figures"),
        ([rule("r", "a", "=", "2 * previous(b)", level=2), rule("s", "a", "<", "previous(b)", level=2)],
         "rules r, s: no figures"),
        ([rule("r", "a", "=", "b", levels=["district"]), rule("s", "a", ">", "b")], "no figures of a district"),
        # said twice
        ([rule("r", "a", "=", "b + c"), rule("s", "a", "=", "c + b")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", "=", "b + c"), rule("s", "2 * b", "=", "2 * a - 2 * c")], "rule s: says nothing that rule r"),
        ([rule("r", "a", "=", "b"), rule("s", "b", "<=", "a")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", ">", "b"), rule("s", "b", "<=", "a")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "100 * a / b", "=", "c"), rule("s", "c", "=", "100 * a / b")], "rule s: says nothing"),
        # reached by nothing
        ([rule("r", "x", "<=", "y")], "rule r: no level of government reports x, y and is asked"),
        ([rule("r", "x", "<=", "a", levels=["district"])], "rule r: no level of government reports x, a"),
        ([rule("r", "at_district(x)", "<=", "a")], "rule r: no level of government reports x, a"),
        ([rule("r", "h", "<=", "a")], "rule r: no figure can stand at h"),
        ([rule("r", "a", "<=", "b", forms=["BM9"])], "rule r: forms: the catalogue has no form BM9"),
        ([rule("r", "a", "<=", "b", provinces=["Gia Lai"])], "rule r: provinces: no province is called Gia Lai"),
        ([rule("r", "a", "<=", "b", valid_from=date(2025, 1, 2), valid_to=date(2025, 1, 1))], "holds on no day"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_book_is_named(tmp_path: Path, entries: list[dict[str, Any]], said: str) -> None:
    found = problems(tmp_path, *entries)
    assert len(found) == 1, found
    assert said in found[0]
