"""The rule book checks itself: the project's own book is clean, and what is planted in a small one is found."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from rule_books import UNITS

from orchestration.quality.book_check import book_problems
from orchestration.quality.catalogue import Catalogue
from orchestration.quality.rules import load_rules
from orchestration.reports.issuer.units import UnitRegister
from orchestration.settings import Settings

CATALOGUE = """\
indicator_code,name_vi,form_code,row_code,value_type,is_cumulative,numerator_code,denominator_code,levels
a,A,BM1,1,count,false,,,province|district|commune
b,B,BM1,1.1,count,false,,,province|district|commune
c,C,BM1,1.2,count,false,,,province|district|commune
d,D,BM1,5,count,false,,,province|district|commune
p,Tỷ lệ,,,percent,false,,,province|district|commune
x,Xã,BM1,2,count,false,,,commune
y,Huyện,BM1,3,count,false,,,district
h,Mục,BM1,4,header,false,,,province|district|commune
z,Biểu của huyện,BM2,1,count,false,,,district
"""
BOTH_MISSING = {"left": "missing", "right": "missing"}
LOWER_BOUND = {"left": "missing", "right": "lower_bound"}
SETTINGS = Settings()


def rule(code: str, left: str, op: str, right: Any, **more: Any) -> dict[str, Any]:
    entry = {"rule_code": code, "name_vi": "Quy tắc", "level": 1, "severity": "error", "message_vi": "{left}"}
    entry |= {"left": left, "op": op, "right": right, "missing": BOTH_MISSING} | more
    return {key: value for key, value in entry.items() if value is not None}


def presence(code: str, left: str, op: str, right: Any = None, **more: Any) -> dict[str, Any]:
    return rule(code, left, op, right, missing=None, **more)


def problems(folder: Path, *entries: dict[str, Any]) -> list[str]:
    catalogue = folder / "indicators.csv"
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    (folder / "book.yml").write_text(yaml.safe_dump(list(entries)), encoding="utf-8")
    units = folder / "units.csv"
    units.write_text(UNITS, encoding="utf-8")
    return book_problems(load_rules(folder, catalogue, units), Catalogue.read(catalogue), UnitRegister(units))


def test_the_projects_own_book_has_no_rule_too_many_and_none_that_cannot_hold() -> None:
    rules = load_rules(SETTINGS.rules_dir, SETTINGS.indicators_csv, SETTINGS.units_csv)
    catalogue, register = Catalogue.read(SETTINGS.indicators_csv), UnitRegister(SETTINGS.units_csv)
    assert book_problems(rules, catalogue, register) == []


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
        # a figure that is missing keeps the other rules still, but not this one
        [rule("r", "a", "=", "b + c"), rule("s", "a", ">=", "b")],
        [rule("r", "a", "=", "b"), rule("s", "b", "=", "c"), rule("t", "a", "=", "c")],
        [rule("r", "a", "<=", "b", severity="warning"), rule("s", "a", "<=", "2 * b")],
        [rule("r", "a", "=", "b", provinces=["Tỉnh Gia Lai"]), rule("s", "a", "<=", "b")],
        [rule("r", "a", "=", "b", suspect="left"), rule("s", "a", "<=", "b", suspect="right")],
        [rule("r", "a", "=", "b"), rule("s", "a", "<=", "b", distrusts=True)],
        [rule("r", "a", "=", "b", tolerance=5), rule("s", "a", "<=", "b")],
        [rule("r", "a", "=", "b", only_if={"t": ["pass"]}), rule("s", "a", "<=", "b"), rule("t", "a", "<=", "c")],
        # rules of two provinces, and rules of which one waits for the other to fail, are never asked together
        [
            rule("r", "a", "=", "b", provinces=["Tỉnh Gia Lai"]),
            rule("s", "a", ">", "b", provinces=["Thành phố Hà Nội"]),
        ],
        [rule("r", "a", "=", "b"), rule("s", "a", ">", "b", only_if={"r": ["fail"]})],
        # a share or a score may be less than 1; a rule may ask for 0
        [rule("r", "p", "<", 0.5), rule("s", "a / b", "<=", 0.5)],
        [rule("r", "c", "=", 0), rule("s", "a", "=", "b + c")],
        [rule("r", "c", ">=", 0), rule("s", "a", "<>", "b"), rule("t", "a", "<>", "c")],
        [
            presence("r", "a + b + c", "at_most_one"),
            presence("s", "a + d", "at_most_one"),
            presence("t", "a", "both_or_neither", "b"),
            presence("u", "b", "both_or_neither", "c"),
        ],
        # what was told of a province by the name of today holds for its older reports too
        [rule("r", "a", "<=", "b", provinces=["Thành phố Đồng Nai"], valid_to=date(2024, 12, 31))],
        [rule("r", "a", "<=", "b", forms=["BM1"]), rule("s", "z", "<=", "b", forms=["BM2"], only_if={"r": ["pass"]})],
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
        ([rule("r", "a", "=", "b"), rule("s", "a", "<>", "b")], "rules r, s: no figures of a"),
        ([rule("r", "a", "<=", "b"), rule("s", "b", "<=", "a"), rule("t", "a", "<>", "b")],
         "rules r, s, t: no figures"),
        ([rule("r", "a", "between", [5, 9]), rule("s", "b", ">=", 3), presence("t", "a + b", "at_most_one")],
         "rules r, s, t: no figures of a"),
        ([rule("r", "a", ">", 3), rule("s", "a", "<", 4)], "rules r, s: no figures of a"),
        ([rule("r", "a", "=", "b", tolerance=2), rule("s", "a", ">", "b", tolerance=3)], "rules r, s: no figures of a"),
        ([rule("r", "a", "=", "b", provinces=["Tỉnh Gia Lai"]), rule("s", "a", ">", "b")],
         "no figures of a province of Tỉnh Gia Lai"),
        ([rule("r", "a", "=", "b"), rule("t", "b", "<=", "c"), rule("s", "a", ">", "b", only_if={"t": ["fail"]})],
         "rules r, s: no figures of a"),
        # satisfied by zeros alone
        ([rule("r", "a", "=", "b + c"), rule("s", "a", "=", "2 * b + 2 * c")],
         "rules r, s: no figures of a province satisfy them together but with 0 for a, b, c"),
        ([rule("r", "a", "=", "b + c"), rule("s", "a", "=", "b")],
         "rules r, s: no figures of a province satisfy them together but with 0 for c"),
        # said twice
        ([rule("r", "a", "=", "b + c"), rule("s", "a", "=", "c + b")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", "=", "b + c"), rule("s", "2 * b", "=", "2 * a - 2 * c")], "rule s: says nothing that rule r"),
        ([rule("r", "a", "=", "b"), rule("s", "b", "<=", "a")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", ">", "b"), rule("s", "b", "<=", "a")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "100 * a / b", "=", "c"), rule("s", "c", "=", "100 * a / b")], "rule s: says nothing"),
        ([rule("r", "a", "=", "b + c"), rule("s", "a - b", "=", "c")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a / 2", "<=", "b"), rule("s", "3 * a", "<=", "6 * b")], "rule s: says nothing that rule r"),
        ([rule("r", "a / b", "<=", 2), rule("s", "100 * a / b", "<=", 200)], "rule s: says nothing that rule r"),
        ([rule("r", "a", "<=", "b"), rule("s", "a", "<=", "2 * b")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", "<=", "b"), rule("s", "a", "<=", "b + c")], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", "=", "b"), rule("s", "a", "=", "b", tolerance="5%")], "rule s: says nothing that rule r"),
        ([rule("r", "p", "between", [0, 100]), rule("s", "p", "<=", 100)], "rule s: says nothing that rule r"),
        ([rule("r", "a", ">=", 4), rule("s", "a", "<>", 3)], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", "<>", "b"), rule("s", "b", "<>", "a")], "rule s: says nothing that rule r does not say"),
        # a lower bound speaks before all figures are there
        ([rule("r", "a", "=", "b + c", missing=LOWER_BOUND), rule("s", "a", ">=", "b")],
         "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", "=", "b + c", missing=LOWER_BOUND), rule("s", "a", "=", "b + c")], "rule s: says nothing"),
        ([rule("s", "a", "=", "b + c"), rule("r", "a", "=", "b + c", missing=LOWER_BOUND)], "rule s: says nothing"),
        # a narrower rule, no graver
        ([rule("s", "a", "=", "b", levels=["district"], forms=["BM1"], valid_to=date(2024, 12, 31)),
          rule("r", "a", "=", "b", levels=["district", "commune"])], "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", "=", "b"), rule("s", "a", "<=", "b", severity="warning", provinces=["Tỉnh Gia Lai"])],
         "rule s: says nothing that rule r does not say"),
        ([rule("r", "a", "=", "b", levels=["district", "commune"]),
          rule("s", "a", "=", "b", levels=["province", "district"])], "rule s: says nothing that rule r"),
        ([rule("r", "a", "=", "b", only_if={"t": ["pass", "missing"]}),
          rule("s", "a", "=", "b", only_if={"t": ["pass"]}), rule("t", "a", "<=", "c")], "rule s: says nothing"),
        # beside a pinned scope the others speak of the whole, of which a rule for any scope speaks as well
        ([rule("r", "a", "<=", "b"), rule("s", "a", "<=", "b + at_commune(c)")], "rule s: says nothing that rule r"),
        ([presence("r", "a + b + c", "at_most_one"), presence("s", "a + c", "at_most_one")], "rule s: says nothing"),
        ([presence("r", "a", "both_or_neither", "b"), presence("s", "b", "both_or_neither", "a")],
         "rule s: says nothing that rule r"),
        # said by several together
        ([rule("r", "a", "<=", "b"), rule("s", "c", "<=", "d"), rule("t", "a + c", "<=", "b + d")],
         "rule t: says nothing that rules r, s together do not say"),
        ([rule("r", "a", "<=", "b"), rule("s", "a", ">=", "b"), rule("t", "a", "=", "b", severity="warning")],
         "rule t: says nothing that rules r, s together do not say"),
        # reached by nothing
        ([rule("r", "x", "<=", "y")], "rule r: no level of government reports x, y and is asked"),
        ([rule("r", "x", "<=", "a", levels=["district"])], "rule r: no level of government reports x, a"),
        ([rule("r", "at_district(x)", "<=", "a")], "rule r: no level of government reports x, a"),
        ([rule("r", "h", "<=", "a")], "rule r: no figure can stand at h"),
        ([rule("r", "a", "<=", "b", levels=["commune"], forms=["BM2"])], "rule r: forms: no level that the rule asks"),
        ([rule("r", "a", "<=", "b", levels=["district"], valid_from=date(2025, 7, 1))],
         "rule r@2025-07-01: levels: no district exists on the days of the rule"),
        ([rule("r", "a", "<=", "b", provinces=["Tỉnh Hải Dương"], valid_from=date(2025, 7, 1))],
         "rule r@2025-07-01: provinces: Tỉnh Hải Dương does not exist on the days of the rule, nor today"),
        ([rule("r", "a", "<=", "b", valid_to=date(1990, 1, 1))],
         "rule r: valid_to: the register of units begins after"),
        ([rule("r", "a", "<=", "b", levels=["district"]),
          rule("s", "a", "<=", "c", levels=["commune"], only_if={"r": ["pass"]})],
         "rule s: only_if: r is asked of no report that this rule is asked of, and so missing; found pass"),
        ([rule("r", "a", "<=", "b", valid_to=date(2024, 12, 31)),
          rule("s", "a", "<=", "c", valid_from=date(2025, 1, 1), only_if={"r": ["pass", "fail"]})],
         "rule s@2025-01-01: only_if: r is asked of no report"),
        ([presence("r", "a + b", "at_most_one"), rule("s", "a", "<=", "c", only_if={"r": ["not_applicable"]})],
         "rule s: only_if: r can only end as fail, missing, pass; found not_applicable"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_book_is_named(tmp_path: Path, entries: list[dict[str, Any]], said: str) -> None:
    found = problems(tmp_path, *entries)
    assert len(found) == 1, found
    assert said in found[0]
