"""The lexicon of report prose (lexicon.yml), compiled: which words mean which facet of a figure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

LEXICON_YML = Path(__file__).with_name("lexicon.yml")
UNKNOWN = "?"  # a meaning that no indicator has: a number with it stays unmapped
_NAME_MARK = "∎"
_UPPER = "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper() and c.isalpha())


def _pattern(words: str) -> re.Pattern[str]:
    """A pattern on whole words of a text as ``text.plain`` gives it."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _any(patterns: list[str]) -> re.Pattern[str]:
    return _pattern("|".join(patterns)) if patterns else re.compile(r"(?!)")


@dataclass(frozen=True)
class Phrase:
    """An indicator that the words around a number speak of.

    ``near`` must stand in the number's own clause, ``needed`` in its sentence, ``about`` in its paragraph;
    ``barred`` must not stand in the clause.
    """

    indicator: str
    near: tuple[re.Pattern[str], ...]
    needed: tuple[re.Pattern[str], ...]
    about: tuple[re.Pattern[str], ...]
    barred: re.Pattern[str]
    apart: re.Pattern[str]

    def fits(self, clause: str, sentence: str, paragraph: str) -> bool:
        found = ((self.near, clause), (self.needed, sentence), (self.about, paragraph))
        return all(p.search(text) for patterns, text in found for p in patterns) and not self.barred.search(clause)


@dataclass(frozen=True)
class CountRule:
    """An indicator for a counted noun with just these facets."""

    indicator: str
    noun: str
    facets: Mapping[str, str]
    whatever: frozenset[str]

    def fits(self, noun: str | None, facets: Mapping[str, str]) -> bool:
        if noun != self.noun or any(facets.get(name) != value for name, value in self.facets.items()):
            return False
        return not (facets.keys() - self.facets.keys() - self.whatever - {"scope", "field"})


class Lexicon:
    """Compiled lexicon; see lexicon.yml for what each part says."""

    def __init__(self, data: dict[str, Any]):
        self.nouns = [(noun, _any(words)) for noun, words in data["nouns"].items()]
        self._names = _any(data["names"])
        self.facets = {
            facet: [(value, [_pattern(word) for word in words]) for value, words in values.items()]
            for facet, values in data["facets"].items()
        }
        self.timed_action: dict[str, str] = data["timed_action"]
        self.counts = [
            CountRule(
                entry["indicator"], entry["noun"],
                {k: v for k, v in entry.items() if k not in ("indicator", "noun", "whatever")},
                frozenset(entry.get("whatever", ())) | (_IDLE.get(entry["noun"], frozenset())),
            )
            for entry in data["counts"]
        ]  # fmt: skip
        self.whole_of: dict[str, str] = data["whole_of"]
        self.rates_of_plans = frozenset(data["rates_of_plans"])
        self.money, self.percents, self.targets = (_phrases(data[part]) for part in ("money", "percents", "targets"))
        for part in ("plan_words", "all_dossiers", "others", "share_of_aim", "not_reported", "other_times",
                     "holds_carried", "index_parts", "outlook_headings", "approximate", "opens_parts"):  # fmt: skip
            setattr(self, part, _any(data[part]))
        types = "|".join(data["unit_types"])
        self.named_unit = re.compile(
            rf"\W*(?:(?:tại|ở|và|UBND|Ủy ban nhân dân)\s+)*(?i:{types})\s+(?:\d{{1,2}}(?![\d.,]*\s+hồ sơ)"
            rf"|[{_UPPER}]\w*(?:[\s-]+[{_UPPER}]\w*){{0,4}})"
        )
        self.scopes = [(scope, [_any(words)]) for scope, words in data["scopes"].items()]
        self.indices = [(index, _any(words)) for index, words in data["indices"].items()]
        self.index_maximum: dict[str, float] = data["index_maximum"]
        self.index_components = [
            (entry["index"], entry["component"], tuple(_pattern(p) for p in entry["all"]))
            for entry in data["index_components"]
        ]

    plan_words: re.Pattern[str]
    all_dossiers: re.Pattern[str]
    others: re.Pattern[str]
    share_of_aim: re.Pattern[str]
    not_reported: re.Pattern[str]
    other_times: re.Pattern[str]
    holds_carried: re.Pattern[str]
    index_parts: re.Pattern[str]
    outlook_headings: re.Pattern[str]
    approximate: re.Pattern[str]
    opens_parts: re.Pattern[str]

    def without_names(self, text: str) -> str:
        """The text with a mark in place of the names of offices and systems."""
        return self._names.sub(_NAME_MARK, text)

    def without_scopes(self, text: str) -> str:
        """The text without the words that name a scope."""
        for _, patterns in self.scopes:
            for pattern in patterns:
                text = pattern.sub(" ", text)
        return text

    def last(self, facet: str, text: str) -> tuple[int, str] | None:
        """The word of a facet that ends last in a text, the longest of those: (where it ends, its value)."""
        hits = _hits(self.facets[facet], text)
        if not hits:
            return None
        _, end, value = max(hits, key=lambda hit: (hit[1], -hit[0]))
        return end, value

    def noun_at(self, text: str) -> tuple[str, int] | None:
        """The counted noun that a text begins with, and where it ends."""
        found = [(m.end(), noun) for noun, pattern in self.nouns if (m := pattern.match(text))]
        return (max(found)[1], max(found)[0]) if found else None

    def nouns_in(self, text: str) -> list[tuple[int, int, str]]:
        """The counted nouns of a text in order: (start, end, noun)."""
        return sorted((m.start(), m.end(), noun) for noun, pattern in self.nouns for m in pattern.finditer(text))

    def scope_in(self, text: str) -> str | None:
        """The scope that a text names, the last where it names several apart; "?" for several together."""
        hits = _hits(self.scopes, text)
        return max(hits, key=lambda hit: (hit[1], -hit[0]))[2] if hits else None


def _hits(values: list[tuple[str, list[re.Pattern[str]]]], text: str) -> list[tuple[int, int, str]]:
    return [(*m.span(), value) for value, patterns in values for p in patterns for m in p.finditer(text)]


# Facets that say nothing about a noun: "hoàn thành" beside a number of dossiers, "công bố" beside staff.
_IDLE = {
    "dossier": frozenset({"topic", "progress", "staff_state", "disclosure", "people"}),
    "task": frozenset({"action", "channel", "staff_state", "disclosure", "people", "aspect"}),
    "procedure": frozenset({"progress", "staff_state", "timing", "people"}),
    "staff": frozenset({"progress", "channel", "timing", "disclosure", "aspect"}),
    "document_in": frozenset({"progress", "staff_state", "timing", "people"}),
    "document_out": frozenset({"progress", "staff_state", "timing", "people"}),
}


def _phrases(entries: list[dict[str, Any]]) -> list[Phrase]:
    def patterns(entry: dict[str, Any], part: str) -> tuple[re.Pattern[str], ...]:
        return tuple(_pattern(p) for p in entry.get(part, []))

    return [
        Phrase(
            e["indicator"],
            patterns(e, "near"),
            patterns(e, "all"),
            patterns(e, "about"),
            _any(e.get("none", [])),
            _any(e.get("apart", [])),
        )
        for e in entries
    ]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon, read once."""
    with LEXICON_YML.open(encoding="utf-8") as file:
        return Lexicon(yaml.load(file, Loader=yaml.CSafeLoader))
