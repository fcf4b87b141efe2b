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

from orchestration.reports.text import key

TYPES = {
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
    "province": ("tỉnh", "thành phố"),
}
_LEVEL_OF = {"xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune", "huyện": "district",
             "quận": "district", "thị xã": "district", "tỉnh": "province"}  # fmt: skip
_TYPE_WORDS = r"xã|phường|thị\s+trấn|đặc\s+khu|huyện|quận|thị\s+xã|thành\s+phố|tp\.?|tỉnh"
MENTION = re.compile(rf"(?<!\w)({_TYPE_WORDS})\s+(?=[^\W\d_])", re.IGNORECASE)
_MAX_WORDS = 6


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
        return names

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
            type_word = _type_word(match[1])
            words = list(re.finditer(r"[^\s,;:.()]+", text[match.end() : match.end() + 80]))[:_MAX_WORDS]
            for count in range(len(words), 0, -1):
                name = text[match.end() : match.end() + words[count - 1].end()]
                if key(f"{type_word} {name}") in self._by_name:
                    found.append(Mention(type_word, name, match.start(), match.end() + words[count - 1].end()))
                    break
        return found

    def by_code(self, code: str, day: date) -> Unit:
        """The unit that bore a code on a day. Raises UnitUnsettled when none or several did."""
        fitting = [u for level in TYPES for u in self._by_code.get((level, code), []) if u.valid_on(day)]
        return _the_one(fitting, f"mã {code}", day, self)

    def resolve(self, type_word: str, name: str, day: date, context: list[Mention]) -> Unit:
        """The unit of that name on that day, told from its namesakes by the parents named in ``context``.

        Raises UnitUnsettled naming the candidates when there is none or more than one.
        """
        written = f"{type_word} {name}"
        named = self._by_name.get(key(written), [])
        fitting = [unit for unit in named if unit.valid_on(day)]
        if len(fitting) > 1:
            parents = {key(f"{m.type_word} {m.name}") for m in context}
            told = [(sum(n in parents for n in self._ancestor_names(unit)), unit) for unit in fitting]
            best = max(score for score, _ in told)
            fitting = [unit for score, unit in told if score == best]
        if not fitting and named:
            spans = "; ".join(sorted({f"{self.full_name(u)} ({_validity(u)})" for u in named}))
            raise UnitUnsettled(f"«{written}» không có vào ngày {day:%d/%m/%Y}; danh mục có: {spans}")
        return _the_one(fitting, f"«{written}»", day, self)

    def resolve_written(self, text: str, day: date) -> Unit:
        """The unit of a full name such as "xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương"."""
        mentions = self.mentions(text)
        if not mentions:
            raise UnitUnsettled(f"không có đơn vị nào tên «{text}» trong danh mục đơn vị hành chính")
        first = mentions[0]
        return self.resolve(first.type_word, first.name, day, mentions[1:])

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
        """Names under which the unit's parents are known, those of other years too (Thừa Thiên Huế, Huế)."""
        names: set[str] = set()
        for parent in self._ancestors(unit):
            names |= {key(version.name) for version in self._by_code[(parent.level, parent.code)]
                      if version.valid_from < date(2025, 7, 1)} | {key(parent.name)}  # fmt: skip
        return names


def level_of(type_word: str) -> str | None:
    """The level that a type word speaks of; None for "thành phố", which is a district or a province."""
    return _LEVEL_OF.get(_type_word(type_word))


def _type_word(written: str) -> str:
    word = " ".join(written.lower().split())
    return "thành phố" if word.startswith("tp") else word


def _the_one(fitting: list[Unit], what: str, day: date, register: UnitRegister) -> Unit:
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UnitUnsettled(f"không có đơn vị nào mang {what} vào ngày {day:%d/%m/%Y}")
    names = "; ".join(f"{register.full_name(unit)} (mã {unit.code})" for unit in fitting[:10])
    raise UnitUnsettled(f"{what} có thể là {len(fitting)} đơn vị: {names}. Hãy ghi rõ huyện, tỉnh hoặc mã đơn vị")


def _validity(unit: Unit) -> str:
    until = f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "nay"
    return f"{unit.valid_from:%d/%m/%Y}–{until}"
