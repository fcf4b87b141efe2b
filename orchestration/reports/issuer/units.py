"""Which administrative unit a report speaks for.

Names repeat (eight communes were called Đoàn Kết) and codes were re-used on 1/7/2025, so a name is resolved
with its parents and its date; when two units fit, neither is taken and both are named.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from orchestration.reports.issuer.unit_names import (
    MENTION,
    PLAIN_MENTION,
    TYPE_WORDS,
    TYPES,
    Mention,
    Names,
    Unit,
    full_type_word,
    same_name,
    slug,
)
from orchestration.reports.text import bare, key, one_line

_COLUMNS = ["unit_code", "unit_name", "unit_level", "parent_code", "province_code", "valid_from", "valid_to"]
_COLUMNS += ["other_name", "series_key"]
_NEW_MAP = date(2025, 7, 1)  # 34 provinces, no districts
_COMMITTEE = re.compile(
    r"\W*(?:(?:hđnd|hội đồng nhân dân)\W+(?:và\s+)?)?(?:(?:ubnd|[uủ][yỷ] ban nhân dân)\W+)?", re.IGNORECASE
)
# "HUYỆN ỦY", "TỈNH ĐOÀN", and what is left of "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"
_NO_NAME = re.compile(r"(?:[uủ][yỷ]|đoàn|đội|hội|doan|doi|hoi)\b(?!\s+\w+$)|hội chủ|hoi chu", re.IGNORECASE)
_PLAIN_WORDS = "|".join(bare(word) for words in TYPES.values() for word in words)
_BETWEEN_PARENTS = re.compile(rf"[,;()\n/]|\s[-–]\s+(?=(?:{TYPE_WORDS}|{_PLAIN_WORDS})\s)|\bthuộc\b", re.IGNORECASE)


class UnitUnsettled(Exception):
    """No unit, or more than one, fits what the report says; the message tells the officer which.

    ``candidates`` are the units that fit, empty when none does.
    """

    def __init__(self, message: str, candidates: Sequence[Unit] = ()):
        super().__init__(message)
        self.candidates = list(candidates)


class UnitRegister:
    """All unit versions by code and by name. Which provinces became which stands in provinces.csv beside the units."""

    def __init__(self, units_csv: Path):
        self._path = units_csv

    @cached_property
    def units(self) -> list[Unit]:
        day = cache(date.fromisoformat)  # some dozen days for all units
        with self._path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            if (columns := next(rows))[: len(_COLUMNS)] != _COLUMNS:
                raise ValueError(f"{self._path}: found columns {columns}, expected {_COLUMNS} first")
            return [
                Unit(code, name, level, parent, province, day(start), day(end) if end else None, other, series)
                for code, name, level, parent, province, start, end, other, series, *_ in rows
            ]

    @cached_property
    def _successors(self) -> dict[str, str]:
        """The code of today's province by the key of each province that ever was."""
        with self._path.with_name("provinces.csv").open(encoding="utf-8", newline="") as file:
            return {
                f"{row['province_code']}_{row['valid_from'].replace('-', '')}": row["current_province_code"]
                for row in csv.DictReader(file)
            }

    @cached_property
    def _accented(self) -> Names:
        return Names(self.units, MENTION, key)

    @cached_property
    def _plain(self) -> Names:
        return Names(self.units, PLAIN_MENTION, slug)

    @cached_property
    def _ministries(self) -> dict[str, list[Unit]]:
        """Ministries and agencies of their rank (ministries.csv beside the units), by each of their names."""
        named: dict[str, list[Unit]] = {}
        with self._path.with_name("ministries.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                end = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
                start = date.fromisoformat(row["valid_from"])
                ministry = Unit(row["unit_code"], row["unit_name"], "ministry", "", "", start, end)
                for name in filter(None, (row["unit_name"], *row["aliases"].split("|"))):
                    named.setdefault(key(name), []).append(ministry)
        return named

    def ministry(self, name: str, day: date) -> Unit | None:
        """The ministry of that name on a day. Prose names many: only who is asked for one is told of it."""
        return next((unit for unit in self._ministries.get(key(name), []) if unit.valid_on(day)), None)

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], list[Unit]]:
        codes: dict[tuple[str, str], list[Unit]] = {}
        for unit in [*self.units, *{unit for units in self._ministries.values() for unit in units}]:
            codes.setdefault((unit.level, unit.code), []).append(unit)
        return codes

    def mentions(self, text: str) -> list[Mention]:
        """Units named in a text, each the longest name that the register knows after its type word.

        A text without any accent ("UBND XA DOAN KET") is compared without them.
        """
        if not text.isascii():
            return self._accented.mentions(text)
        return self._plain.mentions(text) if PLAIN_MENTION.search(text) else []

    def unknown(self, line: str) -> Mention | None:
        """The unit whose name is all that a line of a letterhead holds, where the register knows no such name."""
        committee = _COMMITTEE.match(line)
        rest = line[committee.end() :] if committee else line
        typed = (PLAIN_MENTION if line.isascii() else MENTION).match(rest)
        if typed is None or self.mentions(line) or not (line.isupper() or len(rest) < len(line)):
            return None
        name = rest[typed.end() :].strip(" .-–*")
        is_name = re.fullmatch(r"[\w'’]+(?:[ -]+[\w'’]+){0,4}", name) and not _NO_NAME.match(name)
        return Mention(full_type_word(typed[0]), name, len(line) - len(rest)) if is_name else None

    def called(self, mention: Mention) -> list[Unit]:
        """All versions of all units that a mention can mean, of any time and any parent."""
        if not mention.type_word:
            words = dict.fromkeys(word for words in TYPES.values() for word in words)
            return [unit for word in words for unit in self.called(Mention(word, mention.name))]
        exact = self._accented.units.get(key(mention.written), [])
        if exact or not mention.name.isascii():
            return exact
        return self._plain.units.get(slug(mention.written), [])

    def by_code(self, code: str, day: date) -> Unit:
        """The unit that bore a code on a day, or whose version a key (code_yyyymmdd) names.

        Raises UnitUnsettled when none or several did.
        """
        number = code.partition("_")[0]
        named = [unit for level in (*TYPES, "ministry") for unit in self._by_code.get((level, number), [])]
        named = [unit for unit in named if code in (number, unit.unit_key)]
        return self._the_one(named, [u for u in named if u.valid_on(day)], f"mã {code}", day)

    def resolve(self, mention: Mention, day: date, context: Iterable[Mention]) -> Unit:
        """The unit of that name on that day, told from its namesakes by the parents named in ``context``.

        The first parent that tells counts: a letterhead names the unit's own, later pages name others too.
        Raises UnitUnsettled naming the candidates when there is none or more than one.
        """
        named = self.called(mention)
        fitting = [unit for unit in named if unit.valid_on(day)]
        for parent in context:
            if len(fitting) < 2:
                break
            below = [unit for unit in fitting if self._is_parent(parent, unit)]
            # a province of before the mergers tells as well
            fitting = below or [unit for unit in fitting if self.relation(parent, unit) == "parent"] or fitting
        return self._the_one(named, fitting, f"tên «{one_line(mention.written)}»", day)

    def resolve_written(self, text: str, day: date) -> Unit:
        """The unit of a full name such as "xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương".

        Raises UnitUnsettled as ``resolve`` does, and when the text names parents that the unit does not have.
        """
        if ministry := self.ministry(text, day):
            return ministry
        first = next(iter(self.mentions(text)), None)
        after = "" if first is None else text[first.end :]
        begins = first is not None and _COMMITTEE.fullmatch(text[: first.start])
        if first is None or not begins or (after.strip() and not re.match(r"\s*(?:[-–.]\s|[,;()/]|\n|thuộc\b)", after)):
            raise UnitUnsettled(f"không có đơn vị nào tên «{one_line(text)}» trong danh mục đơn vị hành chính")
        pieces = [piece.strip() for piece in _BETWEEN_PARENTS.split(after) if piece.strip(" .-–")]
        parents = [self._as_mention(piece) for piece in pieces]
        unit = self.resolve(first, day, parents)
        strange = [piece for piece, parent in zip(pieces, parents, strict=True) if not self._is_parent(parent, unit)]
        if strange:
            raise UnitUnsettled(f"danh mục ghi {self.full_name(unit)}, không thuộc «{', '.join(strange)}»")
        return unit

    def _as_mention(self, piece: str) -> Mention:
        """A parent's name, with its type word or, as in "Thanh Miện", without."""
        typed = (PLAIN_MENTION if piece.isascii() else MENTION).match(piece)
        return Mention(full_type_word(typed[0]), piece[typed.end() :]) if typed else Mention("", piece)

    def relation(self, mention: Mention, unit: Unit) -> str | None:
        """What a mention is to a unit: ``own`` when it names it, under a former or later type too, ``parent`` when
        it names a unit above it or a province that it was or went into, None when it names another.
        """
        is_own, is_parent = unit in self.called(mention), self._is_parent(mention, unit)
        # a name that the unit bore once may be its province's now: thành phố Huế
        was_own = not is_parent and any(same_name(mention, version.name) for version in self._versions(unit))
        if (is_own or was_own) and (
            mention.level == unit.level or not mention.type_word or (mention.level is None and unit.level != "commune")
        ):
            return "own"
        if is_parent:
            return "parent"
        chain = [unit, *self._ancestors(unit)]
        successor = self._successors.get(chain[-1].unit_key)
        provinces = [named for named in self.called(mention) if named.level == "province"]
        return "parent" if successor and any(self._successors.get(p.unit_key) == successor for p in provinces) else None

    def _is_parent(self, mention: Mention, unit: Unit) -> bool:
        """Whether a mention names a unit above: with its type word as it is or was, or without any."""
        return self._names_one(mention, self._ancestors(unit))

    def by_parents(self, units: Sequence[Unit], parents: Sequence[Mention]) -> Unit | None:
        """Which of some namesakes is meant where parents are named beside it; None where these do not tell.

        It is the one that a parent named there is above alone, else the one right below such a parent: a commune named
        below its province only is of the time without districts.
        """
        above = [self._ancestors(unit) for unit in units]
        for chains in (above, [chain[:1] for chain in above]):
            fitting = [[self._names_one(parent, chain) for chain in chains] for parent in parents]
            told = {fits.index(True) for fits in fitting if sum(fits) == 1}
            if len(told) == 1:
                return units[told.pop()]
        return None

    def ends_between(self, first: date, last: date) -> list[date]:
        """The days from ``first`` to ``last`` on which units ended, the last one first."""
        return sorted({u.valid_to for u in self.units if u.valid_to and first <= u.valid_to <= last}, reverse=True)

    def _names_one(self, mention: Mention, parents: list[Unit]) -> bool:
        return any(parent in self.called(mention) for parent in parents) or any(
            same_name(mention, version.name)
            and (not mention.type_word or full_type_word(version.name[: len(mention.type_word)]) == mention.type_word)
            for parent in parents
            for version in self._versions(parent)
        )

    def _the_one(self, named: list[Unit], fitting: list[Unit], what: str, day: date) -> Unit:
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = "; ".join(f"{self.full_name(unit)} (mã {unit.code})" for unit in fitting[:20])
            raise UnitUnsettled(
                f"{what} có thể là {len(fitting)} đơn vị: {names}. Hãy ghi rõ huyện, tỉnh hoặc mã đơn vị", fitting
            )
        if named:
            spans = "; ".join(sorted({f"{self.full_name(u)} ({_validity(u)})" for u in named}))
            raise UnitUnsettled(f"không đơn vị nào mang {what} vào ngày {day:%d/%m/%Y}; danh mục có: {spans}")
        raise UnitUnsettled(
            f"không có đơn vị nào mang {what} trong danh mục đơn vị hành chính; hãy sửa tên hoặc ghi mã đơn vị"
        )

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

    def _versions(self, unit: Unit) -> list[Unit]:
        """The unit under all its names. A code used again on 1/7/2025 names another province before: one side only."""
        versions = self._by_code[(unit.level, unit.code)]
        return [v for v in versions if (v.valid_from < _NEW_MAP) == (unit.valid_from < _NEW_MAP)]


def _validity(unit: Unit) -> str:
    until = f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "nay"
    return f"{unit.valid_from:%d/%m/%Y}–{until}"
