"""Rules that no report reaches: no unit, form, day or outcome fits what they ask for."""

from collections.abc import Iterator, Sequence
from datetime import date

from orchestration.quality.catalogue import Catalogue
from orchestration.quality.contradiction import LEVELS
from orchestration.quality.rule import Rule
from orchestration.quality.rule_form import OUTCOMES
from orchestration.quality.rule_scope import may_meet
from orchestration.reports.issuer.units import UnitRegister

Span = tuple[str, str, date, date]  # level, name of a province, first and last day
# a unit's report can tell of its own level and of those below it
_SCOPES = {"province": LEVELS, "district": LEVELS[1:], "commune": LEVELS[2:]}
# how a rule can end that is evaluated; with nothing to look at it is missing
_ENDS = {"at_most_one": {"pass", "fail", "missing"}}


def unreachable(rules: Sequence[Rule], catalogue: Catalogue, register: UnitRegister) -> Iterator[str]:
    """One sentence for each thing that keeps a rule from ever being asked."""
    spans = _spans(register)
    for rule in rules:
        yield from _figures(rule, catalogue)
        yield from _units(rule, spans)
        yield from _conditions(rule, rules)


def _figures(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    asked = [t for t in rule.terms if t.indicator_code and t.relation == "this" and not t.is_optional]
    for term in asked:
        if not catalogue.holds_figures(str(term.indicator_code)):
            yield f"rule {rule.rule_id}: no figure can stand at {term.indicator_code}, a heading or a row unknown"
    levels = set(rule.level_names or LEVELS)
    for term in asked:
        levels &= catalogue.levels_of(str(term.indicator_code))
        if term.scope not in (None, "all"):
            levels = {level for level in levels if term.scope in _SCOPES.get(level, ())}
    if asked and not levels:
        codes = ", ".join(str(term.indicator_code) for term in asked)
        yield f"rule {rule.rule_id}: no level of government reports {codes} and is asked by the rule"
        return
    filled = {form: catalogue.levels_of_form(form) for form in rule.forms or ()}
    if filled and not levels & set().union(*filled.values()):
        yield f"rule {rule.rule_id}: forms: no level that the rule asks fills in {', '.join(filled)}"


def _units(rule: Rule, spans: set[Span]) -> Iterator[str]:
    """Levels and provinces that did not exist on the days of the rule."""
    first, last = rule.valid_from or date.min, rule.valid_to or date.max
    there = [(level, name, until) for level, name, since, until in spans if since <= last and until >= first]
    if not there:
        yield f"rule {rule.rule_id}: valid_to: the register of units begins after {last}"
        return
    known, levels = {level for level, *_ in spans}, {level for level, *_ in there}
    # a level that the register does not hold at all is not judged by it
    if rule.level_names and not any(level in levels or level not in known for level in rule.level_names):
        yield f"rule {rule.rule_id}: levels: no {', '.join(rule.level_names)} exists on the days of the rule"
    # today's name of a province is that of its older reports as well
    names = {name for _, name, _ in there} | {name for _, name, _, until in spans if until == date.max}
    if rule.provinces and not names & set(rule.provinces):
        told = ", ".join(rule.provinces)
        yield f"rule {rule.rule_id}: provinces: {told} does not exist on the days of the rule, nor today"


def _spans(register: UnitRegister) -> set[Span]:
    """Which levels there were from which day to which, and which provinces by name."""
    return {
        (unit.level, unit.name if unit.level == "province" else "", unit.valid_from, unit.valid_to or date.max)
        for unit in register.units
    }


def _conditions(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    """only_if that cannot be met: another rule that never ends so, or is never asked of the same report."""
    for code, asked in rule.conditions.items():
        versions = [other for other in rules if other.rule_code == code]
        met = [other for other in versions if may_meet(rule, other)]
        ends = {"missing"}.union(*(_ENDS.get(str(other.op), set(OUTCOMES)) for other in met))
        if not asked & ends:
            how = "is asked of no report that this rule is asked of, and so" if not met else "can only end as"
            yield (
                f"rule {rule.rule_id}: only_if: {code} {how} {', '.join(sorted(ends))}; "
                f"found {', '.join(sorted(asked))}"
            )
