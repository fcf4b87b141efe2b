"""Rules that no figures satisfy together, or none but zeros.

Looked for among the rules that may be asked of one report: of a level, a day, a province. Where a rule waits for
another one not to hold (`only_if`), the two are not asked together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from orchestration.quality.feasible import infeasible_core, is_feasible
from orchestration.quality.inequalities import Figure, Row, figures_of, gap_of, side_of, ways_to_hold
from orchestration.quality.rule import Rule

LEVELS = ("province", "district", "commune")


def contradictory(rules: Sequence[Rule], counts: Collection[str]) -> Iterator[str]:
    """One sentence for each set of rules, as few as show it."""
    looked_at: set[frozenset[str]] = set()
    told: set[frozenset[str]] = set()
    days = sorted({day for rule in rules for day in (rule.valid_from, rule.valid_to) if day} | {date(2023, 12, 31)})
    provinces = sorted({province for rule in rules for province in rule.provinces or ()})
    ways = {rule.rule_id: found for rule in rules if (found := ways_to_hold(rule, counts)) is not None}
    figures = {rule.rule_id: _figures(rule, counts) for rule in rules if rule.rule_id in ways}
    for day in days:
        for level in LEVELS:
            for province in (None, *provinces):
                asked = [rule for rule in rules if rule.rule_id in ways and _is_asked(rule, level, day, province)]
                for group in _groups(asked, figures):
                    names = frozenset(rule.rule_id for rule in group)
                    if names in looked_at:
                        continue
                    looked_at.add(names)
                    whose = f"a {level}" + (f" of {province}" if province else "")
                    for core, sentence in _problems(group, ways, whose, counts):
                        if core not in told:
                            told.add(core)
                            yield f"rules {', '.join(sorted(core))}: {sentence}"


def _is_asked(rule: Rule, level: str, day: date, province: str | None) -> bool:
    return (
        level in (rule.level_names or (level,))
        and (rule.valid_from or date.min) <= day <= (rule.valid_to or date.max)
        and (rule.provinces is None or province in rule.provinces)
    )


def _groups(rules: Sequence[Rule], figures: Mapping[str, set[Figure]]) -> Iterator[list[Rule]]:
    """Rules that may all be asked at once and share figures: those that wait for none, then with each that waits."""
    codes = {rule.rule_code for rule in rules}
    waits = {rule.rule_code: {code for code, ends in rule.conditions.items() if "pass" not in ends and code in codes}
             for rule in rules}  # fmt: skip
    free = [rule for rule in rules if not waits[rule.rule_code]]
    yield from _sharing(free, figures)
    for first in rules:
        if not waits[first.rule_code]:
            continue
        group, codes, waited_for = [first], {first.rule_code}, set(waits[first.rule_code])
        for rule in [*free, *rules]:
            if rule.rule_code not in codes and rule.rule_code not in waited_for and not waits[rule.rule_code] & codes:
                group.append(rule)
                codes.add(rule.rule_code)
                waited_for |= waits[rule.rule_code]
        yield next(_sharing(group, figures))  # the part of the first


def _sharing(rules: Sequence[Rule], figures: Mapping[str, set[Figure]]) -> Iterator[list[Rule]]:
    """The rules parted so that rules of two parts have no figure in common."""
    speaking: dict[Figure, list[Rule]] = defaultdict(list)
    for rule in rules:
        for figure in figures[rule.rule_id]:
            speaking[figure].append(rule)
    left = {rule.rule_id: rule for rule in rules}
    while left:
        part, ahead = [], [left.pop(next(iter(left)))]
        while ahead:
            part.append(rule := ahead.pop())
            near = (other.rule_id for figure in sorted(figures[rule.rule_id]) for other in speaking[figure])
            ahead += [left.pop(code) for code in near if code in left]
        yield part


def _problems(
    rules: Sequence[Rule], ways: dict[str, list[list[Row]]], whose: str, counts: Collection[str]
) -> Iterator[tuple[frozenset[str], str]]:
    """The rules of a contradiction, and what to say of them."""
    none = f"no figures of {whose} satisfy them together; change or drop one of them"
    plain = [row for rule in rules if len(ways[rule.rule_id]) == 1 for row in ways[rule.rule_id][0]]
    if core := infeasible_core(plain):
        yield _names(core), none
        return
    # figures that satisfy the plain rules are convex: a choice that fails, fails by itself
    for rule in rules:
        if len(choices := ways[rule.rule_id]) > 1 and all(not is_feasible([*plain, *rows]) for rows in choices):
            cores = [infeasible_core([*plain, *rows]) for rows in choices]
            yield _names([row for core in cores for row in core]) | {rule.rule_id}, none
    # a rule that plainly asks for 0 means it, and so do those about the same figure
    meant = {figure for row in plain if row.asks_for_zeros for figure, _ in row.figures}
    rest = [row for row in plain if not meant & {figure for figure, _ in row.figures}]
    optional = {figure for rule in rules for figure in _optional(rule, counts)}
    positive = {figure for row in rest for figure, _ in row.figures if not figure.may_be_negative} - optional
    if core := infeasible_core(rest, positive):
        zeros = [
            figure.name
            for figure in sorted({figure for row in core for figure, _ in row.figures} & positive)
            if not is_feasible([*core, Row(core[0].rule, ((figure, -1.0),), -gap_of(figure))])
        ]
        names = ", ".join(zeros)
        yield _names(core), f"no figures of {whose} satisfy them together but with 0 for {names}; change or drop one"


def _names(rows: Sequence[Row]) -> frozenset[str]:
    return frozenset(row.rule.rule_id for row in rows)


def _figures(rule: Rule, counts: Collection[str]) -> set[Figure]:
    return set().union(*(figures_of(side_of(rule, side, counts)) for side in ("left", "right", "right_high")))


def _optional(rule: Rule, counts: Collection[str]) -> set[Figure]:
    """Figures that may be left out, and those of which all but one have to be 0."""
    names = {(term.operand, term.scope or "") for term in rule.terms
             if term.is_optional or rule.op == "at_most_one"}  # fmt: skip
    return {figure for figure in _figures(rule, counts) if (figure.name, figure.scope) in names}
