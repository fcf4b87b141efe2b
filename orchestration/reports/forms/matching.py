"""Which row of a form a written row is: its number, its label and its place together, with a score.

The score of a pair is the likeness of the labels (0 to 1), a little more where the numbers agree or where the row
stands between its neighbours of the form, and too little to be believed where the labels contradict each other.
A row is believed when its score is high enough and clearly ahead of every other row of the form.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from orchestration.reports.catalogue import bare_without_brackets
from orchestration.reports.forms.rows import Form, FormRow, WrittenRow, contradicts, likeness, unit_differs
from orchestration.reports.text import bare

BELIEVED = 0.82  # score at which a row is believed …
OVERRULED = 0.9  # … where its number is that of another row
CLEARLY = 0.08  # how far the next best row must be behind
DOUBTFUL = 0.7  # score from which a row is named as a candidate
_NUMBER_AGREES = 0.1
_IN_PLACE = 0.05
_EXACT = 1 + _NUMBER_AGREES
_CONTRADICTED = 0.75  # most that a row can score whose label says another thing
_SURE = 0.8  # likeness at which number and label together say what form it is


@dataclass
class Match:
    """What a written row was found to be: a row of the form with its score, or the rows that it may be."""

    row: FormRow | None = None
    score: float = 0.0
    candidates: list[FormRow] = field(default_factory=list)


def fit(written: Iterable[WrittenRow], form: Form) -> int:
    """How many rows are surely of a form: with a name that it prints, or with a number and much the same name."""
    return sum(
        bare_without_brackets(row.label) in form.names
        or any(likeness(row.label, form.rows[form.places[n]]) >= _SURE for n in row.numbers if n in form.places)
        for row in written
    )


def all_exact(written: Sequence[WrittenRow], form: Form) -> bool:
    """Whether number and label of every row are the form's to the letter."""
    return all(_exact(row, form) is not None for row in written)


def match_rows(written: Sequence[WrittenRow], form: Form) -> list[Match]:
    """For each written row the row of the form that it is, or the candidates.

    Rows that stand out by themselves come first. The others are then looked for between their neighbours, which
    tells apart rows that look alike ("Trong đó: cấp xã", a missing number, 1.10 written 1.1).
    """
    exact = [_exact(row, form) for row in written]
    scores = [scores_of(row, form) if place is None else [] for row, place in zip(written, exact, strict=True)]
    chosen = [
        _best(score, _needed(row, form)) if place is None else place
        for row, score, place in zip(written, scores, exact, strict=True)
    ]
    for place, claims in _claims(chosen).items():
        heights = {n: scores[n][place] if scores[n] else _EXACT for n in claims}
        best = max(heights, key=heights.__getitem__)
        for i in claims:
            if i != best:
                chosen[i], scores[i] = None, scores_of(written[i], form)
    for i in range(len(written)):
        if chosen[i] is None:
            chosen[i] = _between(i, written, scores[i], chosen, form)
    return [_match(place, score, form) for place, score in zip(chosen, scores, strict=True)]


def _claims(chosen: Sequence[int | None]) -> dict[int, list[int]]:
    """The written rows that claim each row of the form."""
    claims: dict[int, list[int]] = {}
    for i, place in enumerate(chosen):
        if place is not None:
            claims.setdefault(place, []).append(i)
    return claims


def _match(place: int | None, scores: Sequence[float], form: Form) -> Match:
    if place is not None:
        return Match(form.rows[place], min(1.0, round(scores[place], 2)) if scores else 1.0)
    best = max(scores)
    near = sorted((j for j, s in enumerate(scores) if s >= max(DOUBTFUL, best - 0.1)), key=lambda j: -scores[j])
    return Match(candidates=[form.rows[j] for j in near[:3]])


def _best(scores: Sequence[float], needed: Sequence[float], among: Iterable[int] | None = None) -> int | None:
    """The row that is believed: high enough and clearly ahead of all others among these."""
    ranked = sorted(range(len(scores)) if among is None else among, key=lambda j: -scores[j])
    if not ranked or scores[ranked[0]] < needed[ranked[0]]:
        return None
    return ranked[0] if len(ranked) == 1 or scores[ranked[0]] - scores[ranked[1]] >= CLEARLY else None


def _between(
    i: int, written: Sequence[WrittenRow], scores: list[float], chosen: Sequence[int | None], form: Form
) -> int | None:
    """The row that is believed for its place: of those after the row above and before the next known one below.

    Adds to the scores of the rows of that place.
    """
    row = written[i]
    above = next((j for j in reversed(chosen[:i]) if j is not None), -1)
    below = next((j for j in chosen[i + 1 :] if j is not None), len(form.rows))
    taken = {j for j in chosen if j is not None}
    place = [j for j in range(above + 1, below) if j not in taken]
    for j in place:
        scores[j] += _IN_PLACE if _agrees(row, form.rows[j]) else 0
    needed = _needed(row, form)
    best = _best(scores, needed, place)
    next_above = next((chosen[n] for n in reversed(range(i)) if written[n].label), None)
    if best is None and next_above is not None:
        # not below a row that is unknown itself: it may be the parent
        best = _best(scores, needed, [j for j in place if _family(form.rows[j].number, form.rows[next_above].number)])
    if best is None and max((scores[j] for j in place), default=0.0) < DOUBTFUL:
        again = _best(scores, needed)
        return again if again is not None and scores[again] >= 1 else None  # a row that is printed twice
    if best is not None and max(scores) - scores[best] >= CLEARLY:
        return None  # elsewhere stands one that is far more alike
    return best


def _family(number: str, above: str) -> bool:
    """Whether a row is a child of the row above it or its sibling."""
    parent = number.rpartition(".")[0]
    return bool(parent) and parent in (above, above.rpartition(".")[0])


def _agrees(row: WrittenRow, printed: FormRow) -> bool:
    return printed.number in row.numbers


def _needed(row: WrittenRow, form: Form) -> list[float]:
    return [OVERRULED if row.numbers and not _agrees(row, printed) else BELIEVED for printed in form.rows]


def _exact(row: WrittenRow, form: Form) -> int | None:
    """The row of the form whose number and label are written to the letter, as most are; nothing else can come near."""
    places, label = form.places, bare(row.label)
    exact = [places[n] for n in row.numbers if n in places and label == form.rows[places[n]].indicator.bare_name]
    return exact[0] if len(exact) == 1 and not unit_differs(row, form.rows[exact[0]]) else None


def scores_of(row: WrittenRow, form: Form) -> list[float]:
    """The score of a row with each row of a form, without its place."""
    scores = []
    for printed in form.rows:
        score = likeness(row.label, printed)
        agrees = _agrees(row, printed)
        if printed.indicator.value_type == "unknown":
            score = 1.0 if agrees else 0.0  # a gap of the catalogue: its name is not known
        elif agrees:
            score += _NUMBER_AGREES
        if score >= DOUBTFUL and contradicts(row, printed):
            score = min(score, _CONTRADICTED)
        scores.append(score)
    return scores
