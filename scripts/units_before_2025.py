"""Districts and communes before 1/7/2025: what changed between the list of 2023 and that of June 2025.

Days of district changes stand in scripts/data/district_changes.csv, those of mergers of communes, by province, in
commune_mergers.csv. Where no day is known, a change counts from ``NO_LATER``, is not ``is_dated``, and both names are
good on both sides of it. A name that differs without a merger or a new type is another spelling, not a change.
"""

from itertools import pairwise

from unit_sources import Listed, Lists, Row, read_csv, same_spelling, slug
from unit_versions import CODES_BEGIN, FOREVER, NEW_STRUCTURE, Change, Version, day_before

NO_LATER = "2025-01-01"  # the mergers of 2023-2025 were in force by then, but Sơn La's, whose day is known
THU_DUC_SINCE = "2021-01-01"
_TYPES = ("xa", "phuong", "thitran", "huyen", "quan", "thixa", "thanhpho")


def old_districts(lists: Lists, changes: list[Row]) -> list[Version]:
    """Versions of all districts. Raises SystemExit where the changes do not lead to the names of June 2025."""
    names = {code: listed.name for code, listed in (lists.districts_2023 | lists.districts).items()}
    province = {code: listed.parent for code, listed in (lists.districts_2023 | lists.districts).items()}
    starts = {(code, CODES_BEGIN): names[code] for code in lists.districts_2023}
    ends: dict[str, str] = {}
    kept = {row["new_code"] for row in changes}
    for row in sorted(changes, key=lambda row: row["effective_date"], reverse=True):
        starts[row["old_code"], CODES_BEGIN] = row["old_name"]  # the earliest change comes last
        province.setdefault(row["old_code"], province[row["new_code"]])
        if row["old_code"] not in kept:
            ends[row["old_code"]] = row["effective_date"]
    starts |= {(row["new_code"], row["effective_date"]): row["new_name"] for row in changes}

    versions = []
    for code in sorted({code for code, _ in starts}):
        days = sorted(day for same, day in starts if same == code)
        for day, end in zip(days, [*days[1:], ends.get(code, NEW_STRUCTURE)], strict=True):
            place = (province[code], province[code])
            versions.append(Version(code, starts[code, day], "district", *place, day, day_before(end)))
        last = versions[-1]
        if code in ends:
            continue
        if code not in lists.districts or not same_spelling(last.name, lists.districts[code].name):
            raise SystemExit(f"district_changes.csv: {code} ends as {last.name}, June 2025 has {names.get(code)}")
        spelt = lists.districts_2023.get(code)
        if len(days) == 1 and spelt and not same_spelling(last.name, spelt.name):
            last.other_name = spelt.name
    return versions


class OldCommunes:
    """Versions of all communes before 1/7/2025 and the changes between them.

    ``merged``: the code that a commune of 2023 went into, for all whose successor the sources tell.
    """

    def __init__(self, lists: Lists, district_changes: list[Row]):
        self.versions: list[Version] = []
        self.changes: list[Change] = []
        self._lists, self._district_changes = lists, district_changes
        self._merger_days = {row["province_code"]: row["effective_date"] for row in read_csv("commune_mergers.csv")}
        self._splits = read_csv("commune_splits.csv")
        thu_duc = read_csv("communes_of_thu_duc.csv")
        self._district_before = {row["commune_code"]: row["district_code_before"] for row in thu_duc}
        self.merged = self._find_merged()
        receivers = set(self.merged.values())
        self._days = {code: self._day(code, code in receivers) for code in lists.communes}
        for code in lists.communes:
            self._went_on(code)
        for code in lists.communes_2023.keys() - lists.communes.keys():
            self._ended(code)
        self._drop_shared_names()

    def _find_merged(self) -> dict[str, str]:
        """Successors of the communes that only the list of 2023 has.

        The successor says that it absorbed one of that name, or bears its name now; it lies in the same district or in
        one that other communes of that district went to. Where several do, or none, nothing is said.
        """
        lists = self._lists
        districts: dict[str, set[str]] = {}
        for code, then in lists.communes_2023.items():
            if code in lists.communes:
                districts.setdefault(then.parent, {then.parent}).add(lists.communes[code].parent)
        below: dict[str, list[Listed]] = {}
        for commune in lists.communes.values():
            below.setdefault(commune.parent, []).append(commune)
        found = {}
        for code in lists.communes_2023.keys() - lists.communes.keys():
            then = lists.communes_2023[code]
            near = [commune for district in districts.get(then.parent, ()) for commune in below.get(district, ())]
            name = slug(then.name)
            fitting = [commune for commune in near if name in commune.absorbed]
            fitting = fitting or [commune for commune in near if name == slug(commune.name)]
            if len(fitting) == 1:
                found[code] = fitting[0].code
        return found

    def _day(self, code: str, is_receiver: bool) -> tuple[str, bool] | None:
        """When a commune changed between the two lists, and whether the day is known; None when it did not."""
        now, then = self._lists.communes[code], self._lists.communes_2023.get(code)
        for row in self._splits:
            if code in (row["old_code"], row["new_code"]):
                return row["effective_date"], True
        if then is None:
            raise SystemExit(f"commune_splits.csv does not say where {code} {now.name} came from")
        if now.parent != then.parent:
            moves = [(row["old_code"], row["new_code"]) for row in self._district_changes]
            return self._district_changes[moves.index((then.parent, now.parent))]["effective_date"], True
        if is_receiver:
            day = self._merger_days.get(self._province(now))
            return (day, True) if day else (NO_LATER, False)
        if _type(now.name) != _type(then.name):
            for row in self._district_changes:
                if row["new_code"] == now.parent and _type(row["old_name"]) != _type(row["new_name"]):
                    return row["effective_date"], True
            return NO_LATER, False
        return None

    def _went_on(self, code: str) -> None:
        """Versions of a commune that both lists know, or that began between them; most have one."""
        now = self._lists.communes[code]
        then = self._lists.communes_2023.get(code, now)
        changed = self._days[code]
        names = [now.name] if changed is None else [then.name, now.name]
        spelt = "" if same_spelling(then.name, now.name) else then.name
        others = [spelt] if changed is None else [spelt and now.name, spelt] if not changed[1] else ["", ""]
        parents = [now.parent] if changed is None else [then.parent, now.parent]
        starts = [CODES_BEGIN] if changed is None else [CODES_BEGIN, changed[0]]
        if code not in self._lists.communes_2023:
            names, others, parents, starts = names[1:], others[1:], parents[1:], starts[1:]
        if code in self._district_before:
            names, others = [names[0], *names], [others[0], *others]
            parents, starts = [self._district_before[code], *parents], [CODES_BEGIN, THU_DUC_SINCE, *starts[1:]]
        ends = [day_before(start) for start in [*starts[1:], NEW_STRUCTURE]]
        province = self._province(now)
        for name, other, parent, start, end in zip(names, others, parents, starts, ends, strict=True):
            self.versions.append(Version(code, name, "commune", parent, province, start, end, other))
        parts = sorted({row["new_code"] for row in self._splits if row["old_code"] == code} - {code})
        for before, after in pairwise(starts):
            is_dated = changed is None or after != changed[0] or changed[1]
            for successor in [code, *parts]:
                self._change(code, before, successor, after, is_dated)

    def _ended(self, code: str) -> None:
        """The version of a commune that only the list of 2023 knows."""
        then = self._lists.communes_2023[code]
        province = self._lists.districts_2023[then.parent].parent
        successor = self.merged.get(code)
        unsure = self._merger_days.get(province, NO_LATER), False
        day, is_dated = (successor and self._days[successor]) or unsure
        self.versions.append(Version(code, then.name, "commune", then.parent, province, CODES_BEGIN, day_before(day)))
        if successor:
            self._change(code, CODES_BEGIN, successor, day, is_dated)

    def _change(self, old: str, old_from: str, new: str, day: str, is_dated: bool) -> None:
        before, after = f"{old}_{old_from.replace('-', '')}", f"{new}_{day.replace('-', '')}"
        self.changes.append(Change(before, after, day, is_dated))

    def _province(self, commune: Listed) -> str:
        return self._lists.districts[commune.parent].parent

    def _drop_shared_names(self) -> None:
        """An other name goes where a neighbour of the same time bears it."""
        below: dict[str, list[Version]] = {}
        for version in self.versions:
            below.setdefault(version.parent, []).append(version)
        for version in self.versions:
            for near in below[version.parent] if version.other_name else []:
                overlap = near.valid_from <= (version.valid_to or FOREVER) and version.valid_from <= near.valid_to
                if near.code != version.code and overlap and same_spelling(near.name, version.other_name):
                    version.other_name = ""


def _type(name: str) -> str:
    """The type word of a name: "thitran"."""
    plain = slug(name)
    return next(word for word in sorted(_TYPES, key=len, reverse=True) if plain.startswith(word))
