"""Rules of the book that other rules say already, wherever they are asked and whatever is missing."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from orchestration.quality.feasible import infeasible_core, is_feasible
from orchestration.quality.inequalities import Row, as_seen, ways_to_break, ways_to_hold
from orchestration.quality.rule import Rule
from orchestration.quality.rule_form import SEVERITIES
from orchestration.quality.rule_scope import covers, overlap

_SIDES = ("left", "right")
_ADVICE = "drop it, or set it apart (other sides, reports, severity, suspect, missing, only_if)"
Stated = frozenset[tuple[str | None, str | None]]  # operand and scope of figures


def redundant(rules: Sequence[Rule], counts: Collection[str]) -> Iterator[str]:
    """One sentence for each rule that one other says already, then for each that several say together.

    Of two that say the same, the first stays.
    """
    kept = {rule.rule_id: rule for rule in rules}
    speaking: dict[str, list[str]] = defaultdict(list)  # of an operand
    for rule in rules:
        for operand in _operands(rule):
            speaking[operand].append(rule.rule_id)

    def others_of(rule: Rule) -> list[Rule]:
        near = dict.fromkeys(code for operand in sorted(_operands(rule)) for code in speaking[operand])
        return [kept[code] for code in near if code in kept and code != rule.rule_id]

    for rule in reversed(rules):
        if told := next((other for other in others_of(rule) if _says(other, rule, counts)), None):
            del kept[rule.rule_id]
            yield f"rule {rule.rule_id}: says nothing that rule {told.rule_id} does not say; {_ADVICE}"
    for rule in reversed(list(kept.values())):
        others = [other for other in others_of(rule) if covers(other, rule) and _stands_for(other, rule)]
        if told_by := _implied(rule, others, counts):
            del kept[rule.rule_id]
            names = ", ".join(sorted({other.rule_id for other in told_by}))
            yield f"rule {rule.rule_id}: says nothing that rules {names} together do not say; {_ADVICE}"


def _says(one: Rule, other: Rule, counts: Collection[str]) -> bool:
    """Whether ``one`` fails wherever ``other`` does; where they only overlap, whether they say the same there."""
    if not overlap(one, other) or not _stands_for(one, other):
        return False
    if one.op == other.op == "both_or_neither":
        return {_figures(one, s) for s in _SIDES} == {_figures(other, s) for s in _SIDES}
    if not _implied(other, [one], counts):
        return False
    if covers(one, other) or covers(other, one):
        return covers(one, other)
    return _stands_for(other, one) and bool(_implied(one, [other], counts))


def _implied(rule: Rule, others: Sequence[Rule], counts: Collection[str]) -> list[Rule]:
    """Those of the others that together say what the rule says, in each case in which it is judged; else none."""
    breaks = ways_to_break(rule, counts)
    if not breaks or all(any(row.is_impossible for row in way) for way in breaks):
        return []  # figures of 0 and more never break it: it looks for a minus
    needed: list[Rule] = []
    for stated in _cases(rule):
        seen = as_seen(rule, stated)
        ways = seen and ways_to_break(seen, counts)
        if not seen or not ways:
            continue
        sayings = [_rows(shown, counts) for other in others if (shown := _shown(other, rule, stated))]
        # of a choice (<>, at_most_one) nothing is concluded unless it stands alone
        if len(sayings) != 1:
            sayings = [[[row for saying in sayings if len(saying) == 1 for row in saying[0]]]]
        if not any(any(choice) for choice in sayings[0]):
            return []
        for rows in sayings[0]:
            for way in ways:
                if not (core := infeasible_core([*rows, *way])):
                    return []
                needed += [row.rule for row in core if row.rule.rule_id != rule.rule_id]
            if not is_feasible(rows):
                return []  # a contradiction says anything; it is told as such
    return needed


def _shown(other: Rule, rule: Rule, stated: Stated) -> Rule | None:
    """What the other rule says where the rule is looked at: beside a pinned scope, of the whole."""
    if rule.instance_scope == "all" and other.instance_scope is None:
        other = _pinned(other)
    return as_seen(other, stated)


def _rows(rule: Rule, counts: Collection[str]) -> list[list[Row]]:
    return ways_to_hold(rule, counts) or []


def _pinned(rule: Rule) -> Rule:
    return replace(rule, terms=tuple(term.in_scope("all") for term in rule.terms))


def _cases(rule: Rule) -> Iterator[Stated]:
    """What is sure to be stated where the rule is judged: all it needs, or some of a side with a lower bound."""
    required = _figures(rule, "left", "right", "right_high", needed=True)
    yield required
    for side, policy in (("left", rule.missing_left), ("right", rule.missing_right)):
        if policy == "lower_bound":
            here, needed = _figures(rule, side), _figures(rule, side, needed=True)
            for size in range(1, len(here)):
                for known in combinations(sorted(here, key=str), size):
                    if needed - set(known):
                        yield (required - needed) | set(known)


def _stands_for(one: Rule, other: Rule) -> bool:
    """Whether what ``one`` tells does the work of what ``other`` would: as grave, of the same figures, as often."""
    same_doubt = one.suspect == other.suspect == "either" or (
        "either" not in (one.suspect, other.suspect) and _doubted(one) <= _doubted(other)
    )
    asked = other.conditions
    waits_no_more = all(code in asked and asked[code] <= ends for code, ends in one.conditions.items())
    return (
        SEVERITIES.index(one.severity) <= SEVERITIES.index(other.severity)
        and max(one.level, 1) <= max(other.level, 1)  # a rule across periods keeps still for those within a report
        and one.distrusts >= other.distrusts
        and same_doubt
        and waits_no_more
        and one.rule_code not in asked
        and one.instance_field in (None, other.instance_field)
        and one.instance_scope in (None, other.instance_scope)
    )


def _operands(rule: Rule) -> set[str]:
    return {term.operand for term in rule.terms if term.operand}


def _figures(rule: Rule, *sides: str, needed: bool = False) -> Stated:
    return frozenset((term.operand, term.scope) for term in rule.terms
                     if term.side in sides and term.operand and not (needed and term.is_optional))  # fmt: skip


def _doubted(rule: Rule) -> Stated:
    sides = {"left": ("left",), "right": ("right", "right_high")}
    return _figures(rule, *sides.get(rule.suspect, ("left", "right", "right_high")))
