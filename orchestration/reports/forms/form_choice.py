"""Which form a table is: the forms as they may be printed, and the one that heading and rows agree on."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.forms.layout_words import LayoutsError, LayoutWords, Variant, canonical, layout_words
from orchestration.reports.forms.layouts import FormTable
from orchestration.reports.forms.lines import CHAPTER, Line
from orchestration.reports.forms.matching import all_exact, fit, match_rows
from orchestration.reports.forms.rows import Form, FormRow, WrittenRow

_FITS = 0.25  # share of a table's rows that must be those of the form which a heading names
_ALONE = 0.5  # the same where no heading names it, and how many rows that must be at least
_ALONE_ROWS = 3


@lru_cache(maxsize=4)
def _forms(catalogue: Catalogue, words: LayoutWords) -> tuple[dict[str, Form], list[tuple[Variant, Form]]]:
    """The forms that are lists of indicators, and their variants. Raises LayoutsError for what does not exist."""
    forms = {
        canonical(code): Form(tuple(FormRow(number, indicator) for number, indicator in rows.items()))
        for code, rows in catalogue.forms.items()
        if code not in words.other_forms
    }
    variants = []
    for variant in words.variants:
        rows = forms[variant.form].rows if variant.form in forms else ()
        unknown = (variant.numbers.keys() | variant.labels.keys()) - {row.number for row in rows}
        if not rows or unknown:
            what = f"has no row {', '.join(sorted(unknown))}" if rows else "is no list of indicators in the catalogue"
            raise LayoutsError(f"layouts.yml: variant of {variant.form}: this form {what}")
        printed = tuple(
            FormRow(variant.numbers.get(r.number, r.number), r.indicator, variant.labels.get(r.number, ()))
            for r in rows
        )
        variants.append((variant, Form(printed)))
    return forms, variants


def printed_forms(catalogue: Catalogue, province: str | None, day: date | None) -> dict[str, list[Form]]:
    """The forms as they may be printed in a province on a day: the official one first, then its variants."""
    forms, variants = _forms(catalogue, layout_words())
    printed = {code: [form] for code, form in forms.items()}
    for variant, form in variants:
        if variant.holds(province, day):
            printed[variant.form].append(form)
    return printed


def parts_of(table: FormTable, lines: list[Line], forms: dict[str, list[Form]]) -> list[tuple[Form, list[Line]]]:
    """The forms of a table with the lines of each: one form, or several where the numbering begins anew."""
    whole = _form_of(table, lines, forms)
    pieces = _restarts(lines)
    if len(pieces) > 1 and not (whole and _fitting(lines, whole) >= 0.9 * len(_labelled(lines))):
        split = [(_form_of(table, piece, forms, rows_needed=1), piece) for piece in pieces]
        told = sum(_fitting(piece, form) for form, piece in split if form)
        if told >= max(_ALONE_ROWS, (_fitting(lines, whole) if whole else 0) + 1):
            return _with_strays(split)
    return [(whole, lines)] if whole else []


def _with_strays(split: list[tuple[Form | None, list[Line]]]) -> list[tuple[Form, list[Line]]]:
    """Lines of no form stay with the form before (the first ones with the next), where they are told of."""
    parts: list[tuple[Form, list[Line]]] = []
    waiting: list[Line] = []
    for form, lines in split:
        if form is not None:
            parts.append((form, waiting + lines))
            waiting = []
        elif parts:
            parts[-1] = (parts[-1][0], parts[-1][1] + lines)
        else:
            waiting += lines
    return parts


def _restarts(lines: list[Line]) -> list[list[Line]]:
    """Lines cut where the numbering begins anew or another chapter (I, II …) begins."""
    pieces: list[list[Line]] = [[]]
    last = 0
    for line in lines:
        written = line.written
        first = int(written.numbers[0].split(".")[0]) if written.numbers else last
        chapter = bool(CHAPTER.fullmatch(written.number.strip()))
        if (chapter or first < last) and pieces[-1]:
            pieces.append([])
        last = 0 if chapter else first
        pieces[-1].append(line)
    return pieces


def _form_of(
    table: FormTable, lines: list[Line], forms: dict[str, list[Form]], rows_needed: int = _ALONE_ROWS
) -> Form | None:
    """The form of lines: one that a heading names if its rows agree, else the one that they agree with.

    A heading right above the table is believed if any row agrees.
    """
    labelled = _labelled(lines)
    if not labelled:
        return None
    for code in table.named:
        form = _best_variant(labelled, forms.get(code, []))
        if form and fit(labelled, form) >= _FITS * len(labelled):
            return form
    candidates = [form for printed in forms.values() if (form := _best_variant(labelled, printed))]
    best = max(candidates, key=lambda form: fit(labelled, form), default=None)
    fitting = fit(labelled, best) if best else 0
    if best and fitting >= _ALONE * len(labelled) and (fitting >= rows_needed or all_exact(labelled, best)):
        return best
    if (
        (table.headed or table.goes_on)
        and table.named
        and (form := _best_variant(labelled, forms.get(table.named[0], [])))
    ):
        return form if any(match.row for match in match_rows(labelled, form)) else None
    return None


def _best_variant(labelled: list[WrittenRow], printed: Sequence[Form]) -> Form | None:
    return printed[0] if len(printed) == 1 else max(printed, key=lambda form: fit(labelled, form), default=None)


def _labelled(lines: list[Line]) -> list[WrittenRow]:
    return [line.written for line in lines if line.written.label and (line.written.numbers or line.value.text)]


def _fitting(lines: list[Line], form: Form) -> int:
    return fit(_labelled(lines), form)
