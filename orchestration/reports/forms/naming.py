"""Which indicator a row of a list names, where no form says so: by the names of the catalogue and the words of prose.

A row is matched with every name of the catalogue as a form's row is with the names of its form, only more strictly:
nothing but its label and its unit speaks for it. Else it is read as the sentence "label: value unit" would be.
"""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from orchestration.reports.blocks import Block
from orchestration.reports.catalogue import Catalogue, Indicator, bare_without_brackets
from orchestration.reports.forms.layout_words import layout_words
from orchestration.reports.forms.matching import BELIEVED, CLEARLY, OVERRULED, scores_of
from orchestration.reports.forms.rows import Form, FormRow, WrittenRow
from orchestration.reports.found import Statement
from orchestration.reports.measures import measure_of
from orchestration.reports.prose.prose import read_prose
from orchestration.reports.text import bare

_MOST_CANDIDATES = 3
_MOST_ALIKE = 20  # names that are compared closely
_ALIKE = 60  # share of words (0-100) below which no row comes near to being believed


@dataclass(frozen=True)
class Named:
    """What a row names: one indicator with scope and field, or several that it could be, or none.

    ``score`` (0-1) is the likeness of the names; None where the words of prose decided.
    """

    indicator: Indicator | None = None
    score: float | None = None
    scope: str = "all"
    field_code: str = "all"
    candidates: tuple[Indicator, ...] = ()


@lru_cache(maxsize=8192)  # all reports of a series print the same rows
def named(label: str, unit: str, above: tuple[str, ...], catalogue: Catalogue) -> Named:
    """The indicator that a row names by its label and its unit ("%", "triệu đồng", "" for counts).

    ``above`` are the labels of the rows that it is a part of, which must not make it another figure.
    """
    rows = _alike(label, catalogue)
    scores = scores_of(WrittenRow("", label, unit), Form(rows))
    ranked = sorted(range(len(rows)), key=lambda place: -scores[place])
    best, score = (rows[ranked[0]].indicator, scores[ranked[0]]) if ranked else (None, 0.0)
    is_clear = len(ranked) < 2 or score - scores[ranked[1]] >= CLEARLY
    said = _said(label, unit, catalogue)
    spoken = catalogue.indicators[said.indicator_code] if said else None
    for words in above if said else ():
        within = _said(f"{words.rstrip(' .:;')} {label}", unit, catalogue)
        if said and (within is None or _meaning(within) != _meaning(said)):
            return Named()  # of the staff of service units, not of the office
    if best and is_clear and score >= OVERRULED and (spoken in (None, best) or score >= 1):
        return Named(best, round(min(score, 1.0), 2))
    if said and spoken and (score < BELIEVED or best is spoken or not is_clear):
        return Named(spoken, None, said.scope, said.field_code)
    near = [rows[place].indicator for place in ranked if scores[place] >= max(BELIEVED, score - CLEARLY)]
    return Named(candidates=tuple(dict.fromkeys([*([spoken] if spoken else []), *near]))[:_MOST_CANDIDATES])


def _alike(label: str, catalogue: Catalogue) -> tuple[FormRow, ...]:
    """The few rows of the catalogue whose names share most of their words with a label, in the catalogue's order."""
    names = _names(catalogue)
    near = {
        place
        for words in {bare(label), bare_without_brackets(label)}
        for _, _, place in process.extract(
            words, [name for name, _ in names], scorer=fuzz.token_set_ratio, limit=_MOST_ALIKE, score_cutoff=_ALIKE
        )
    }
    return tuple(dict.fromkeys(names[place][1] for place in sorted(near)))


@lru_cache(maxsize=4)
def _names(catalogue: Catalogue) -> list[tuple[str, FormRow]]:
    """Every name of every indicator that a row may name, as of a form's row without a number."""
    others = layout_words().other_forms
    rows = [
        FormRow("", indicator)
        for indicator in catalogue.indicators.values()
        if indicator.form_code not in others and indicator.value_type not in ("header", "unknown")
    ]
    return [(name, row) for row in rows for name in sorted(row.short_names)]


@lru_cache(maxsize=8192)
def _said(label: str, unit: str, catalogue: Catalogue) -> Statement | None:
    """The figure that a sentence of these words would state, if it states just one."""
    sentence = f"{label.rstrip(' .:;')}: 5"
    # the unit of a count is left out: the label itself must name what is counted
    rest = f" {unit}." if measure_of(unit).kind in ("percent", "money") else "."
    stated = read_prose([Block(sentence + rest, "")], catalogue).statements
    said = stated[0] if len(stated) == 1 and stated[0].source_locator.startswith(f":{len(sentence)}-") else None
    if said and said.indicator_code.startswith("dossiers_") and (said.scope, said.field_code) == ("all", "all"):
        return None  # a sentence may leave out of whom dossiers are; a row that says so is no row of all dossiers
    return said


def _meaning(said: Statement) -> tuple[str, str, str]:
    return said.indicator_code, said.scope, said.field_code
