"""The lexicon of report prose (lexicon.yml), compiled: which words mean which facet of a figure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

LEXICON_YML = Path(__file__).with_name("lexicon.yml")


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

    def fits(self, clause: str, sentence: str, paragraph: str) -> bool:
        found = ((self.near, clause), (self.needed, sentence), (self.about, paragraph))
        return all(p.search(text) for patterns, text in found for p in patterns) and not self.barred.search(clause)


@dataclass(frozen=True)
class CountRule:
    """An indicator for a counted noun with just these facets."""

    indicator: str
    noun: str
    facets: dict[str, str]
    whatever: frozenset[str]

    def fits(self, noun: str | None, facets: dict[str, str]) -> bool:
        if noun != self.noun or any(facets.get(name) != value for name, value in self.facets.items()):
            return False
        return not (facets.keys() - self.facets.keys() - self.whatever - {"scope", "field"})


class Lexicon:
    """Compiled lexicon; see lexicon.yml for what each part says."""

    def __init__(self, data: dict[str, Any]):
        self.nouns = [(noun, _any(words)) for noun, words in data["nouns"].items()]
        self.facets = {
            facet: [(value, _any(words)) for value, words in values.items()] for facet, values in data["facets"].items()
        }
        self.combinations = [(c["facet"], frozenset(c["values"]), c["means"]) for c in data["combinations"]]
        self.counts = [
            CountRule(
                entry["indicator"], entry["noun"],
                {k: v for k, v in entry.items() if k not in ("indicator", "noun", "whatever")},
                frozenset(entry.get("whatever", ())) | (_IDLE.get(entry["noun"], frozenset())),
            )
            for entry in data["counts"]
        ]  # fmt: skip
        self.whole_of: dict[str, str] = data["whole_of"]
        self.plan_words = _any(data["plan_words"])
        self.money, self.percents, self.targets = (_phrases(data[part]) for part in ("money", "percents", "targets"))
        self.not_reported, self.outlook = _any(data["not_reported"]), _any(data["outlook_headings"])
        self.approximate, self.opens_parts = _any(data["approximate"]), _any(data["opens_parts"])
        self.scopes = [(scope, _any(words)) for scope, words in data["scopes"].items()]
        self.indices = [(index, _any(words)) for index, words in data["indices"].items()]
        self.index_components = [
            (entry["component"], tuple(_pattern(p) for p in entry["all"])) for entry in data["index_components"]
        ]

    def combined(self, facet: str, clause: str) -> str | None:
        """What several words of a facet mean together in a clause ("trước hạn và đúng hạn")."""
        values = {value for value, pattern in self.facets[facet] if pattern.search(clause)}
        fitting = (c for c in self.combinations if c[0] == facet and c[1] <= values)
        return next((means for _, _, means in fitting), None)

    def facet_values(self, facet: str, clause: str) -> str | None:
        """What a clause says of a facet: a combination of words, else the word nearest to its end."""
        if together := self.combined(facet, clause):
            return together
        hits = [(m.end(), value) for value, pattern in self.facets[facet] for m in pattern.finditer(clause)]
        return max(hits)[1] if hits else None

    def noun_at(self, text: str) -> tuple[str, int] | None:
        """The counted noun that a text begins with, and where it ends."""
        found = [(m.end(), noun) for noun, pattern in self.nouns if (m := pattern.match(text))]
        return (max(found)[1], max(found)[0]) if found else None

    def noun_in(self, text: str) -> str | None:
        """The counted noun that stands last in a text."""
        found = [(m.start(), m.end(), noun) for noun, pattern in self.nouns for m in pattern.finditer(text)]
        return max(found)[2] if found else None

    def scope_in(self, text: str) -> str | None:
        found = [(m.end(), scope) for scope, pattern in self.scopes for m in pattern.finditer(text)]
        return max(found)[1] if found else None


# Facets that say nothing about a noun: "hoàn thành" beside a number of dossiers, "công bố" beside staff.
_IDLE = {
    "dossier": frozenset({"topic", "progress", "staff_state", "disclosure"}),
    "task": frozenset({"action", "channel", "staff_state", "disclosure"}),
    "procedure": frozenset({"progress", "staff_state", "timing"}),
    "staff": frozenset({"progress", "channel", "timing", "disclosure"}),
    "document_in": frozenset({"progress", "staff_state", "timing"}),
    "document_out": frozenset({"progress", "staff_state", "timing"}),
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
        )
        for e in entries
    ]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    with LEXICON_YML.open(encoding="utf-8") as file:
        return Lexicon(yaml.safe_load(file))
