"""The words of form tables (layouts.yml), compiled: headings, headers, words that tell rows apart, local variants."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.reports.text import bare

LAYOUTS_YML = Path(__file__).with_name("layouts.yml")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_ROLES = {"number", "unit", "label", "value", "period", "cumulative", "plan", "other"}
_KEYS = {"series", "not_after", "titles", "other_forms", "columns", "contrasts", "variants"}
_VARIANT_KEYS = {"form", "where", "valid_from", "valid_to", "rows", "labels"}
_LONGEST_HEADING = 160


class LayoutsError(ValueError):
    """layouts.yml does not hold what it should; the message names the entry."""


@dataclass(frozen=True)
class Variant:
    """A form as it is printed in a province between two days (None: everywhere, at any time).

    ``numbers`` gives the printed number of a row of the catalogue, ``labels`` its other names.
    """

    form: str
    where: str | None
    valid_from: date
    valid_to: date
    numbers: Mapping[str, str]
    labels: Mapping[str, tuple[str, ...]]

    def holds(self, province: str | None, day: date | None) -> bool:
        """Whether a report of a province and a day may use it."""
        return (self.where is None or (province is not None and _place(province) == _place(self.where))) and (
            day is None or self.valid_from <= day <= self.valid_to
        )


class LayoutWords:
    """layouts.yml, checked and compiled. Raises LayoutsError."""

    def __init__(self, path: Path = LAYOUTS_YML):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        _no_other_keys(raw, _KEYS, path.name)
        if missing := _KEYS - raw.keys():
            raise LayoutsError(f"{path.name}: missing {', '.join(sorted(missing))}")
        self.columns = {role: _pattern(words) for role, words in raw["columns"].items()}
        if self.columns.keys() != _ROLES:
            raise LayoutsError(f"{path.name}: columns must be {', '.join(sorted(_ROLES))}")
        self.other_forms = frozenset(map(str, raw["other_forms"]))
        self.contrasts = [[_pattern(words.split("|")) for words in group] for group in raw["contrasts"]]
        self.variants = [_variant(entry, f"{path.name}: variant {n}") for n, entry in enumerate(raw["variants"], 1)]
        self._titles = [(canonical(code), _pattern(words)) for code, words in raw["titles"].items()]
        self._series = {bare(word): series for series, words in raw["series"].items() for word in words}
        self._not_after = {bare(word) for word in raw["not_after"]}
        words = "|".join(sorted(map(re.escape, self._series), key=len, reverse=True)).replace(r"\ ", r"\s*")
        others = "|".join(re.escape(_folded(code)) for code in sorted(self.other_forms))
        self._heading = re.compile(
            rf"(?<![^\W_])(?P<words>{words})[\s.:_–-]*(?:so[\s.:_–-]*)?"
            rf"(?:(?P<other>{others})(?![^\W_])|(?P<number>0*[1-9]\d?|[ivx]{{1,4}})(?![^\W_]|[.,/]\s?[\divx]|-\d))"
        )

    def form_named(self, text: str) -> str | None:
        """The form that a heading, a title or a sheet's name speaks of ("Biểu mẫu số 03": BM3), else None."""
        if len(text) > _LONGEST_HEADING:
            return None
        folded = _folded(text)
        for match in self._heading.finditer(folded):
            before = folded[: match.start()].split()
            if before and before[-1] in self._not_after:
                continue
            if match["other"]:
                return next(code for code in self.other_forms if _folded(code) == match["other"])
            words = re.sub(r"\s+", " ", match["words"])
            series = next(s for w, s in self._series.items() if w.replace(" ", "") == words.replace(" ", ""))
            number = match["number"].upper()
            return f"{series}{int(number) if number.isdigit() else roman(number)}"
        plain = bare(text)
        return next((code for code, pattern in self._titles if pattern.search(plain)), None)

    def facets(self, label: str) -> tuple[frozenset[int], ...]:
        """For each contrast, which of its words a bare label holds."""
        return tuple(
            frozenset(n for n, pattern in enumerate(group) if pattern.search(label)) for group in self.contrasts
        )


@lru_cache(maxsize=1)
def layout_words() -> LayoutWords:
    """The project's own layouts.yml."""
    return LayoutWords(LAYOUTS_YML)


def canonical(code: str) -> str:
    """A form's code without leading zeros: PL01 is PL1."""
    return re.sub(r"(?<=[A-Za-z])0+(?=\d)", "", str(code))


def roman(text: str) -> int:
    """The number that Roman figures write: IV is 4."""
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if v < max(values[n + 1 :], default=0) else v for n, v in enumerate(values))


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    """Lower case without accents, punctuation kept."""
    return re.sub(r"[^\W\d_]+", lambda word: bare(word[0]), text.lower())


def _place(name: str) -> str:
    """A province's name without its type, which changes when it becomes a city."""
    return re.sub(r"^(?:tinh|thanh pho|tp) ", "", bare(name))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases, on a bare text; "=" a whole text, "^" its beginning."""
    parts = []
    for word in words:
        mark, phrase = (word[0], word[1:]) if word[0] in "=^" else ("", word)
        parts.append(rf"{'^' if mark else ''}\b{re.escape(bare(phrase))}\b{'$' if mark == '=' else ''}")
    return re.compile("|".join(parts))


def _variant(entry: Any, where: str) -> Variant:
    _no_other_keys(entry, _VARIANT_KEYS, where)
    if "form" not in entry:
        raise LayoutsError(f"{where}: form is missing")
    days = {name: entry.get(name) for name in ("valid_from", "valid_to")}
    for name, day in days.items():
        if day is not None and not isinstance(day, date):
            raise LayoutsError(f"{where}: {name} must be a date such as 2024-01-01, not {day!r}")
    rows = {str(row): str(printed) for printed, row in (entry.get("rows") or {}).items()}
    labels = {str(row): tuple(map(str, names)) for row, names in (entry.get("labels") or {}).items()}
    return Variant(
        canonical(entry["form"]), entry.get("where"), days["valid_from"] or date.min, days["valid_to"] or date.max,
        rows, labels,
    )  # fmt: skip


def _no_other_keys(entry: Any, known: set[str], where: str) -> None:
    if not isinstance(entry, dict):
        raise LayoutsError(f"{where}: must be a mapping")
    if unknown := entry.keys() - known:
        raise LayoutsError(
            f"{where}: unknown {', '.join(sorted(map(str, unknown)))}; known are {', '.join(sorted(known))}"
        )
