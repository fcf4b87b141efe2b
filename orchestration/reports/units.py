"""Which administrative unit a report speaks for.

Names repeat (eight communes were called Đoàn Kết) and codes were re-used on 1/7/2025, so a name is resolved
with its parents and its date; when two units fit, neither is taken and both are named.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from orchestration.reports.text import key, one_line

TYPES = {
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
    "province": ("tỉnh", "thành phố"),
}
_LEVEL_OF = {"xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune", "huyện": "district",
             "quận": "district", "thị xã": "district", "tỉnh": "province"}  # fmt: skip
_TYPE_WORDS = r"xã|phường|thị\s+trấn|đặc\s+khu|huyện|quận|thị\s+xã|thành\s+phố|tp\.?|tỉnh"
MENTION = re.compile(rf"(?<!\w)(?:({_TYPE_WORDS})\s+|(tp\.|t\.p\.?|tp(?=hcm))\s*)(?=\w)", re.IGNORECASE)
_MAX_WORDS = 6
_NEW_MAP = date(2025, 7, 1)  # 34 provinces, no districts
_SHORT_NAMES = {"thành phố HCM": "Thành phố Hồ Chí Minh"}
_COMMITTEE = re.compile(
    r"\W*(?:(?:hđnd|hội đồng nhân dân)\W+(?:và\s+)?)?(?:(?:ubnd|[uủ][yỷ] ban nhân dân)\W+)?", re.IGNORECASE
)
_BETWEEN_PARENTS = re.compile(rf"[,;()\n/]|\s[-–]\s+(?=(?:{_TYPE_WORDS})\s)|\bthuộc\b", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """One version of an administrative unit, valid from ``valid_from`` to ``valid_to`` (None: still)."""

    code: str
    name: str
    level: str
    parent_code: str
    province_code: str
    valid_from: date
    valid_to: date | None

    @property
    def unit_key(self) -> str:
        return f"{self.code}_{self.valid_from:%Y%m%d}"

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Mention:
    """A unit named in a text: its type word, the name as written, and where it stands."""

    type_word: str
    name: str
    start: int
    end: int


class UnitUnsettled(Exception):
    """No unit, or more than one, fits what the report says; the message tells the officer which."""


class UnitRegister:
    """All unit versions by code and by name."""

    def __init__(self, units_csv: Path):
        self._path = units_csv

    @cached_property
    def units(self) -> list[Unit]:
        with self._path.open(encoding="utf-8", newline="") as file:
            return [
                Unit(
                    row["unit_code"],
                    row["unit_name"],
                    row["unit_level"],
                    row["parent_code"],
                    row["province_code"],
                    date.fromisoformat(row["valid_from"]),
                    date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                )
                for row in csv.DictReader(file)
            ]

    @cached_property
    def _by_name(self) -> dict[str, list[Unit]]:
        names: dict[str, list[Unit]] = {}
        for unit in self.units:
            names.setdefault(key(unit.name), []).append(unit)
        for short, name in _SHORT_NAMES.items():
            names[key(short)] = names[key(name)]
        return names

    @cached_property
    def _openings(self) -> set[str]:
        """All names and their first words, so that a reader knows early that no name can follow."""
        words = (name.split() for name in self._by_name)
        return {" ".join(name[:count]) for name in words for count in range(1, len(name) + 1)}

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], list[Unit]]:
        codes: dict[tuple[str, str], list[Unit]] = {}
        for unit in self.units:
            codes.setdefault((unit.level, unit.code), []).append(unit)
        return codes

    def mentions(self, text: str) -> list[Mention]:
        """Units named in a text, each the longest name that the register knows after its type word."""
        found = []
        for match in MENTION.finditer(text):
            type_word = _type_word(match[0])
            name, longest = key(type_word), 0
            for word in list(re.finditer(r"[^\s,;:.()/]+", text[match.end() : match.end() + 80]))[:_MAX_WORDS]:
                spoken = key(word[0])
                name = f"{name} {spoken}" if spoken else name
                if name not in self._openings:
                    break
                if spoken and name in self._by_name:
                    longest = match.end() + word.end()
            if longest:
                found.append(Mention(type_word, text[match.end() : longest], match.start(), longest))
        return found

    def by_code(self, code: str, day: date) -> Unit:
        """The unit that bore a code on a day. Raises UnitUnsettled when none or several did."""
        named = [unit for level in TYPES for unit in self._by_code.get((level, code), [])]
        return self._the_one(named, [u for u in named if u.valid_on(day)], f"mã {code}", day)

    def resolve(self, type_word: str, name: str, day: date, context: list[Mention]) -> Unit:
        """The unit of that name on that day, told from its namesakes by the parents named in ``context``.

        The first parent that tells counts: a letterhead names the unit's own, later pages name others too.
        Raises UnitUnsettled naming the candidates when there is none or more than one.
        """
        parents = [key(f"{mention.type_word} {mention.name}") for mention in context]
        return self._named(f"{type_word} {name}", day, parents)

    def _named(self, written: str, day: date, parents: list[str]) -> Unit:
        named = self._by_name.get(key(written), [])
        fitting = [unit for unit in named if unit.valid_on(day)]
        for parent in parents:
            told = [unit for unit in fitting if parent in self._ancestor_names(unit)]
            fitting = told or fitting
        return self._the_one(named, fitting, f"tên «{written}»", day)

    def resolve_written(self, text: str, day: date) -> Unit:
        """The unit of a full name such as "xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương".

        Raises UnitUnsettled as ``resolve`` does, and when the text names parents that the unit does not have.
        """
        first = next(iter(self.mentions(text)), None)
        after = "" if first is None else text[first.end :]
        pieces = [piece for piece in _BETWEEN_PARENTS.split(after) if piece.strip(" .-–")]
        begins = first is not None and _COMMITTEE.fullmatch(text[: first.start])
        if first is None or not begins or (after.strip() and not re.match(r"\s*(?:[-–.]\s|[,;()/]|\n|thuộc\b)", after)):
            raise UnitUnsettled(f"không có đơn vị nào tên «{one_line(text)}» trong danh mục đơn vị hành chính")
        parents = [key(MENTION.sub(lambda m: f"{_type_word(m[0])} ", piece, count=1)) for piece in pieces]
        unit = self._named(f"{first.type_word} {first.name}", day, parents)
        strange = [
            piece.strip() for piece, name in zip(pieces, parents, strict=True) if name not in self._ancestor_names(unit)
        ]
        if strange:
            raise UnitUnsettled(f"danh mục ghi {self.full_name(unit)}, không thuộc «{', '.join(strange)}»")
        return unit

    def _the_one(self, named: list[Unit], fitting: list[Unit], what: str, day: date) -> Unit:
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = "; ".join(f"{self.full_name(unit)} (mã {unit.code})" for unit in fitting[:20])
            raise UnitUnsettled(
                f"{what} có thể là {len(fitting)} đơn vị: {names}. Hãy ghi rõ huyện, tỉnh hoặc mã đơn vị"
            )
        if named:
            spans = "; ".join(sorted({f"{self.full_name(u)} ({_validity(u)})" for u in named}))
            raise UnitUnsettled(f"không đơn vị nào mang {what} vào ngày {day:%d/%m/%Y}; danh mục có: {spans}")
        raise UnitUnsettled(f"không có đơn vị nào mang {what} trong danh mục đơn vị hành chính")

    def full_name(self, unit: Unit) -> str:
        """A unit with its parents: "Xã Đoàn Kết, Huyện Thanh Miện, Tỉnh Hải Dương"."""
        return ", ".join([unit.name, *(parent.name for parent in self._ancestors(unit))])

    def province_name(self, unit: Unit) -> str:
        chain = [unit, *self._ancestors(unit)]
        return chain[-1].name if chain[-1].level == "province" else ""

    def _ancestors(self, unit: Unit) -> list[Unit]:
        chain: list[Unit] = []
        while unit.parent_code:
            levels = ("district", "province") if unit.level == "commune" else ("province",)
            parents = [u for level in levels for u in self._by_code.get((level, unit.parent_code), [])]
            parent = next((p for p in parents if p.valid_on(unit.valid_from)), None)
            if parent is None:
                break
            chain.append(parent)
            unit = parent
        return chain

    def _ancestor_names(self, unit: Unit) -> set[str]:
        """Keys of the names of the unit's parents, with and without their type word, those of other years too.

        A code that was re-used on 1/7/2025 names another province before, so only names of one side count.
        """
        names: set[str] = set()
        for parent in self._ancestors(unit):
            for version in self._by_code[(parent.level, parent.code)]:
                if (version.valid_from < _NEW_MAP) == (parent.valid_from < _NEW_MAP):
                    names |= {key(version.name), key(_without_type(version.name))}
        return names


def level_of(type_word: str) -> str | None:
    """The level that a type word speaks of; None for "thành phố", which is a district or a province."""
    return _LEVEL_OF.get(_type_word(type_word))


def _type_word(written: str) -> str:
    word = " ".join(written.lower().split())
    return "thành phố" if word.startswith(("tp", "t.p")) else word


def _without_type(name: str) -> str:
    return MENTION.sub("", name, count=1)


def _validity(unit: Unit) -> str:
    until = f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "nay"
    return f"{unit.valid_from:%d/%m/%Y}–{until}"
