"""How offices write the names of administrative units: type words, short forms, names without accents."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from orchestration.reports.text import bare, key

_MAX_WORDS = 6  # of the longest name
TYPES = {
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
    "province": ("tỉnh", "thành phố"),
}
_LEVEL_OF = {"xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune", "huyện": "district",
             "quận": "district", "thị xã": "district", "tỉnh": "province"}  # fmt: skip
_SHORT_NAMES = {
    "thành phố HCM": "Thành phố Hồ Chí Minh",
    "huyện Krông Pắk": "Huyện Krông Pắc",
    "tỉnh TT Huế": "Tỉnh Thừa Thiên Huế",
    "tỉnh BRVT": "Tỉnh Bà Rịa - Vũng Tàu",
}
TYPE_WORDS = r"xã|phường|thị\s+trấn|đặc\s+khu|huyện|quận|thị\s+xã|thành\s+phố|tp\.?|tỉnh"
# "Q.1/2023" is a quarter
_DOTTED = r"t\.?[ptx]\.|t\.[ptx]|[phx]\.|q\.(?!\s*[1-4]\s*[-/.]\s*\d)"
MENTION = re.compile(
    rf"(?<!\w)(?:({TYPE_WORDS}|(?-i:TX|TT))\s+|({_DOTTED}|tp(?=hcm))\s*)(?=\w)",
    re.IGNORECASE,
)
# The same where a text has no accents at all, as letterheads of old printers and names of folders have none; "Q1" and
# "P1" are quarters and parts there.
PLAIN_MENTION = re.compile(
    rf"(?<!\w)(?:(thi\s+tran|thi\s+xa|thanh\s+pho|dac\s+khu|xa|phuong|huyen|quan|tinh|t[ptx]|[pqhx](?!\s*\d))\s+"
    rf"|({_DOTTED}|tp(?=hcm))\s*)(?=\w)",
    re.IGNORECASE,
)
_WORDS = {bare(word): word for words in TYPES.values() for word in words} | {
    "tp": "thành phố", "t p": "thành phố", "tx": "thị xã", "t x": "thị xã", "tt": "thị trấn", "t t": "thị trấn",
    "p": "phường", "x": "xã", "h": "huyện", "q": "quận",
}  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """A unit named in a text: its type word (empty where the text leaves it out), the name as written, and where."""

    type_word: str
    name: str
    start: int = 0
    end: int = 0

    @property
    def level(self) -> str | None:
        return level_of(self.type_word)

    @property
    def written(self) -> str:
        return f"{self.type_word} {self.name}".strip()


class Unit(NamedTuple):
    """One version of an administrative unit, valid from ``valid_from`` to ``valid_to`` (None: still).

    ``other_name``: another name that it is called by in that time, mostly another spelling; empty where there is none.
    ``series_key`` is shared by versions of the same territory at the same level; ministries have none.
    """

    code: str
    name: str
    level: str
    parent_code: str
    province_code: str
    valid_from: date
    valid_to: date | None
    other_name: str = ""
    series_key: str = ""

    @property
    def unit_key(self) -> str:
        return f"{self.code}_{self.valid_from:%Y%m%d}"

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def level_of(type_word: str) -> str | None:
    """The level that a type word speaks of; None for "thành phố", which is a district or a province."""
    return _LEVEL_OF.get(full_type_word(type_word))


def full_type_word(written: str) -> str:
    """ "TX." is "thị xã"; a word that is none comes back in lower case."""
    return _WORDS.get(bare(written), written.lower())


def slug(text: str) -> str:
    """A name without accents, apostrophes and leading zeros, for texts that are typed without accents."""
    return key(bare(text))


def same_name(mention: Mention, name: str) -> bool:
    """Whether a mention gives a unit's name, type words aside; a mention without accents need not have any."""
    accented, *plain = _without_type(name)
    return slug(mention.name) in plain if mention.name.isascii() else key(mention.name) == accented


@lru_cache(maxsize=4096)
def _without_type(name: str) -> tuple[str, ...]:
    """A unit's name without its type word, as ``key``, as ``slug``, and "mnang" for M'Nang."""
    own = MENTION.sub("", name, count=1)
    return key(own), slug(own), slug(own.replace("'", ""))


class Names:
    """Units by name, compared in one way: with accents (``key``) or without (``slug``)."""

    def __init__(self, units: list[Unit], pattern: re.Pattern[str], comparable: Callable[[str], str]):
        self._pattern, self._word = pattern, cache(comparable)  # some thousand words make all names
        self.units: dict[str, list[Unit]] = {}
        called = {name: self._called(name) for unit in units for name in (unit.name, unit.other_name) if name}
        for unit in units:
            for name in called[unit.name] | called.get(unit.other_name, set()):
                self.units.setdefault(name, []).append(unit)
        for short, name in _SHORT_NAMES.items():
            self.units[comparable(short)] = self.units[comparable(name)]
        # so that a reader knows early that no name can follow
        self._openings = set(self.units)
        for name in self.units:
            while (name := name.rpartition(" ")[0]) and name not in self._openings:
                self._openings.add(name)

    def _called(self, name: str) -> set[str]:
        """How a name may be written: without accents, M'Nang is "m nang" and "mnang"."""
        names = {self._spoken(name)}
        return names | {self._spoken(name.replace("'", ""))} if "'" in name else names

    def _spoken(self, name: str) -> str:
        return " ".join(filter(None, map(self._word, name.split())))

    def mentions(self, text: str) -> list[Mention]:
        """Units named in a text, each the longest name that is known after its type word."""
        found = []
        for match in self._pattern.finditer(text):
            type_word = full_type_word(match[0])
            name, longest = self._spoken(type_word), 0
            for word in list(re.finditer(r"[^\s,;:.()/]+", text[match.end() : match.end() + 80]))[:_MAX_WORDS]:
                spoken = self._word(word[0])
                name = f"{name} {spoken}" if spoken else name
                if name not in self._openings:
                    break
                if spoken and name in self.units:
                    longest = match.end() + word.end()
            if longest:
                found.append(Mention(type_word, text[match.end() : longest], match.start(), longest))
        return found
