"""Whether a rule, taken by itself, can say anything: refused when the book is loaded, in words for stewards."""

import re
from collections.abc import Collection

from orchestration.quality.catalogue import Catalogue
from orchestration.quality.inequalities import (
    Row,
    combined,
    figures_of,
    no_excess,
    side_of,
    sum_of,
    ways_to_break,
    ways_to_hold,
)
from orchestration.quality.rule import Rule
from orchestration.quality.rule_form import PRESENCE, RuleBookError, meant

_SIDES = ("left", "right", "right_high")


def check_sense(rule: Rule, where: str, catalogue: Catalogue, provinces: Collection[str]) -> None:
    """Raise RuleBookError for a rule that names what nobody knows, or that no figures or all figures satisfy."""
    _check_names(rule, where, catalogue, provinces)
    _check_words(rule, where)
    if rule.kind != "expression":
        return
    _check_parts(rule, where)
    if rule.op in PRESENCE:
        _check_presence(rule, where)
    else:
        _check_outcome(rule, where)


def _check_names(rule: Rule, where: str, catalogue: Catalogue, provinces: Collection[str]) -> None:
    for form in rule.forms or ():
        if form not in catalogue.forms:
            raise RuleBookError(
                f"{where}: forms: found {form!r}, expected forms of the catalogue "
                f"({', '.join(sorted(catalogue.forms))}){meant(form, catalogue.forms)}"
            )
    for province in rule.provinces or ():
        if province not in provinces:
            raise RuleBookError(
                f"{where}: provinces: found {province!r}, expected a name of the register of units, of then or of "
                f"today, with its Tỉnh or Thành phố{meant(province, provinces)}"
            )


def _check_words(rule: Rule, where: str) -> None:
    """What a message speaks of is there to be told."""
    if left_over := re.findall(r"{[^}]*}?|}", rule.name_vi):
        raise RuleBookError(
            f"{where}: name_vi: found {', '.join(left_over)}, expected no braces but those that for_each fills in"
        )
    absent: dict[str, str] = {}
    # what a check fills in is said by its SQL
    if rule.op == "at_most_one":
        absent = dict.fromkeys(("{right}", "{right_places}", "{right_parts}"), "at_most_one has no right side")
    elif rule.op == "both_or_neither":
        absent = {"{difference}": "there is none where a side is not stated"}
    if rule.kind == "expression" and rule.op != "at_most_one":
        for side in ("left", "right"):
            if not any(term.operand for term in rule.terms if term.side.startswith(side)):
                constant = f"the {side} side is a number, which stands nowhere in the report"
                absent |= dict.fromkeys((f"{{{side}_places}}", f"{{{side}_parts}}"), constant)
    for key, text in (("message_vi", rule.message_vi), ("suggestion_vi", rule.suggestion_vi or "")):
        for placeholder, reason in absent.items():
            if placeholder in text:
                raise RuleBookError(f"{where}: {key}: found {placeholder}, expected it left out: {reason}")


def _check_parts(rule: Rule, where: str) -> None:
    """No figure that counts for nothing, no division by 0."""
    for side in _SIDES:
        for part in ("numerator", "denominator"):
            terms = [term for term in rule.terms if term.side == side and term.part == part]
            added = sum_of(terms, ())
            counted = {(figure.name, figure.scope) for figure in figures_of(added)}
            for term in terms:
                if term.operand and (term.operand, term.scope or "") not in counted:
                    raise RuleBookError(
                        f"{where}: {side}: {term.operand} counts for nothing there (multiplied by 0, or added and "
                        "taken away again), expected it once or not at all"
                    )
            if part == "denominator" and terms and not added:
                raise RuleBookError(f"{where}: {side}: found a division by 0, expected one by an indicator")
        if any(t.operand for t in rule.terms if t.side == side) and not figures_of(side_of(rule, side, ())):
            raise RuleBookError(f"{where}: {side}: found a ratio that is the same whatever the figures, expected a sum "
                                "of indicators, or a ratio of two different ones")  # fmt: skip


def _check_presence(rule: Rule, where: str) -> None:
    left, right = (figures_of(side_of(rule, side, ())) for side in ("left", "right"))
    if rule.op == "at_most_one":
        if len(left) < 2:
            raise RuleBookError(f"{where}: left: found one indicator, expected two or more for 'at_most_one'")
        return
    if not left or not right:
        raise RuleBookError(f"{where}: found a side without indicators, expected one on each side of {rule.op!r}")
    if left == right:
        raise RuleBookError(f"{where}: found the same indicators on both sides, so that it never fails; "
                            "expected different ones")  # fmt: skip


def _check_outcome(rule: Rule, where: str) -> None:
    """Figures are never below 0: some of them break the rule, and others satisfy it."""
    left = side_of(rule, "left", ())
    rights = [side_of(rule, side, ()) for side in ("right", "right_high") if rule.op == "between" or side == "right"]
    written = f"{rule.left_text} {rule.op} {rule.right_text}"
    for right in rights:
        if not figures_of(combined((1, left), (-1, right))):
            raise RuleBookError(f"{where}: found {written!r}, whose two sides are the same (up to a number); expected "
                                "different indicators")  # fmt: skip
    breaks, holds = ways_to_break(rule, ()), ways_to_hold(rule, ())
    # `x >= 0` is left: a minus may be typed
    if breaks is not None and all(map(_is_impossible, breaks)) and left and all(rights):
        raise RuleBookError(
            f"{where}: found {written!r}{_tolerance(rule)}, which never fails, for no figure is below 0; "
            "expected one that can (are the sides swapped, is the tolerance too wide?)"
        )
    if holds is not None and all(map(_is_impossible, holds)):
        raise RuleBookError(
            f"{where}: found {written!r}{_tolerance(rule)}, which never holds, for no figure is below 0; "
            "expected one that can (are the sides swapped?)"
        )
    is_between_figures = figures_of(left) and all(map(figures_of, rights))
    zeros = [row for way in holds or [] for row in way if row.asks_for_zeros]
    if is_between_figures and len(holds or []) == 1 and zeros:
        names = ", ".join(figure.name for figure, _ in zeros[0].figures)
        raise RuleBookError(
            f"{where}: found {written!r}, which holds only where {names} is 0; expected different indicators "
            f"on the two sides, or plainly '{names} = 0'"
        )


def _is_impossible(rows: list[Row]) -> bool:
    """Whether no figures satisfy them: each by itself, or the ends of a range that stand the wrong way round."""
    together = combined(*((1.0, dict(row.figures) | {None: -row.bound}) for row in rows))
    return any(row.is_impossible for row in [*rows, no_excess(rows[0].rule, together)])


def _tolerance(rule: Rule) -> str:
    return "" if rule.tolerance == "digits" else f" with tolerance {rule.tolerance}"
