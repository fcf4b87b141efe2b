"""The words of index tables (layout.yml), compiled: what a header, a row or a note means."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.reports.text import bare

LAYOUT_YML = Path(__file__).with_name("layout.yml")
_KEYS = {"columns", "filler", "maxima", "aggregates", "former", "other_value", "total", "indices"}
_ROLES = {
    "unit", "number", "code", "index", "component", "year", "day", "rank", "rank_of", "group_rank", "max_score",
    "numerator", "denominator", "ratio", "score", "measure", "note",
}  # fmt: skip
_CODE = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2})+[a-z]?)(?![\w.])", re.IGNORECASE)  # "2.1", "4.5b"
_TOTAL = "total"


class IndexLayoutError(ValueError):
    """layout.yml does not hold what it should; the message names the entry."""


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """A header or label made comparable: "unit_name" and "Unit name" are one."""
    return bare(text.replace("_", " "))


class Phrases:
    """Phrases, each with what it means; of those that stand in a text the longest counts."""

    def __init__(self, meanings: Mapping[str, Iterable[str]]):
        self._meaning = {words(phrase): meaning for meaning, phrases in meanings.items() for phrase in phrases}
        longest_first = sorted(self._meaning, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})\b")

    def equal(self, text: str) -> str | None:
        """The meaning of a text that is a phrase and nothing else."""
        return self._meaning.get(words(text))

    def leading(self, text: str) -> str | None:
        """The meaning of the phrase that a text begins with."""
        match = self._pattern.match(words(text))
        return self._meaning[match[0]] if match else None

    def within(self, text: str) -> str | None:
        """The meaning of the longest phrase that stands in a text."""
        found = self._pattern.findall(words(text))
        return self._meaning[max(found, key=len)] if found else None

    def without(self, text: str) -> str:
        """A text without any of the phrases."""
        return " ".join(self._pattern.sub(" ", words(text)).split())


@dataclass(frozen=True)
class IndexLayout:
    """layout.yml, compiled. ``components`` are by index; ``total`` is one of each."""

    columns: Phrases
    filler: Phrases
    maxima: Phrases
    aggregates: Phrases
    former: Phrases
    other_value: re.Pattern[str]
    names: Phrases
    components: Mapping[str, Phrases]

    def indices_with(self, text: str) -> dict[str, str]:
        """Component codes that a header or label can mean, by index."""
        found = ((index, phrases.within(text)) for index, phrases in self.components.items())
        return {index: component for index, component in found if component}

    def component(self, index: str, text: str) -> str | None:
        """The code of a component: its number ("2.1 đúng hạn" is 2.1), or what its words mean."""
        number = _CODE.match(text)
        return number[1].lower() if number else self.components[index].within(text)


@cache
def load_layout(path: Path = LAYOUT_YML) -> IndexLayout:
    """The layout, checked. Raises IndexLayoutError naming what is missing or strange."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    _same_keys(raw, _KEYS, path.name)
    _same_keys(raw["columns"], _ROLES, f"{path.name}: columns")
    for index, entry in raw["indices"].items():
        _same_keys(entry, {"names", "components"}, f"{path.name}: indices: {index}")
    return IndexLayout(
        columns=Phrases(raw["columns"]),
        filler=Phrases({"filler": raw["filler"]}),
        maxima=Phrases({"maximum": raw["maxima"]}),
        aggregates=Phrases(raw["aggregates"]),
        former=Phrases({"former": raw["former"]}),
        other_value=re.compile(raw["other_value"]),
        names=Phrases({index: entry["names"] for index, entry in raw["indices"].items()}),
        components={
            index: Phrases({_TOTAL: raw["total"], **entry["components"]}) for index, entry in raw["indices"].items()
        },
    )


def _same_keys(found: Any, expected: set[str], where: str) -> None:
    if not isinstance(found, dict) or found.keys() != expected:
        keys = sorted(map(str, found)) if isinstance(found, dict) else found
        raise IndexLayoutError(f"{where}: found {keys}, expected {sorted(expected)}")
