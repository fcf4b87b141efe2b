"""What the rule book must say of one report by itself, worked out plainly and apart from the SQL that says it.

Only rules within a report (levels 0 and 1) are looked at: those that hold two sides against each other, and a figure
that is stated twice. Used to know of a planted fault who must see it and whether it can be located at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generate_reports.sheet import Key, Sheet
from generate_reports.writing import Report
from orchestration.quality.rule import Rule
from orchestration.quality.rules import load_rules
from orchestration.settings import Settings

Instance = tuple[str, str, str, str]  # rule, scope, field, subject
_LIKE = ("=", "<=", ">=", "<", ">", "<>", "between")
_NOISE = 1e-9


class Book:
    """The rules that look at a report by itself."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = [
            rule
            for rule in rules
            if rule.kind == "expression" and rule.level <= 1 and all(t.relation == "this" for t in rule.terms)
        ]

    @classmethod
    def read(cls) -> "Book":
        settings = Settings()
        return cls(load_rules(settings.rules_dir, settings.indicators_csv, settings.units_csv))

    @cached_property
    def _of_indicator(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for code in {term.indicator_code for term in rule.terms if term.indicator_code}:
                found.setdefault(code, []).append(rule)
        return found

    def broken(self, report: Report, figures: Sheet, only: Iterable[str] = ()) -> dict[Instance, set[Key]]:
        """Rules that fail and are told, each with the figures it is about; ``only`` those that know an indicator."""
        rules = (
            {r.rule_id: r for code in only for r in self._of_indicator.get(code, ())}.values() if only else self.rules
        )
        outcomes: dict[Instance, str] = {}
        for rule in [rule for rule in rules if concerns(rule, report)]:
            for instance in self._instances(rule, figures):
                outcomes[rule.rule_code, *instance] = _outcome(rule, figures, *instance)
        asked = {rule.rule_code: rule for rule in self.rules if concerns(rule, report)}
        found = {}
        for key, outcome in outcomes.items():
            rule = asked[key[0]]
            if outcome == "fail" and rule.told and self._may_speak(rule, key, figures, asked):
                found[key] = {k for term in rule.terms for k in keys_of(term, figures, *key[1:])}
        for key in figures.doubled if not only else [key for key in figures.doubled if key[0] in set(only)]:
            found["stated_twice", key[1], key[2], key[0]] = {key}
        return found

    def _may_speak(self, rule: Rule, key: Instance, figures: Sheet, asked: Mapping[str, Rule]) -> bool:
        """Whether the rules that this one gives way to ended as it asks (``only_if``)."""
        allowed: dict[str, set[str]] = {}
        for condition in rule.only_if:
            other, outcome = condition.split("=")
            allowed.setdefault(other, set()).add(outcome)
        for other, outcomes in allowed.items():
            ended = "missing"
            if other in asked and key[1:] in set(self._instances(asked[other], figures)):
                ended = _outcome(asked[other], figures, *key[1:])
            elif other not in asked:
                ended = "missing"
            if ended not in outcomes:
                return False
        return True

    def _instances(self, rule: Rule, figures: Sheet) -> list[tuple[str, str, str]]:
        """Scope, field and subject in which the report states any term of a rule."""
        found = {}
        for term in rule.terms:
            for _, scope, name, subject in figures.by_indicator.get(term.indicator_code or "", ()):
                fits_field = rule.instance_field is None or (name != "all") == (term.field_mode == "each")
                if (term.scope is None or term.scope == scope) and fits_field:
                    found[rule.instance_scope or scope, rule.instance_field or name, subject] = None
        return list(found)


def concerns(rule: Rule, report: Report) -> bool:
    day = report.row["cutoff_end"]
    forms = {s.form_code for s in report.found.statements}
    return (
        (rule.levels is None or report.row["unit_level"] in rule.levels.split("|"))
        and (rule.valid_from is None or day >= rule.valid_from)
        and (rule.valid_to is None or day <= rule.valid_to)
        and (not rule.forms or bool(forms & set(rule.forms)))
        and (not rule.provinces or report.row["province_name"] in rule.provinces)
    )


def keys_of(term, figures: Sheet, scope: str, name: str, subject: str) -> Iterator[Key]:
    if term.indicator_code is None:
        return
    scope = term.scope or scope
    if term.field_mode == "each":
        for key in figures.by_indicator.get(term.indicator_code, ()):
            if key[1] == scope and key[2] != "all" and key[3] == subject:
                yield key
    elif (term.indicator_code, scope, name, subject) in figures:
        yield (term.indicator_code, scope, name, subject)


@dataclass
class _Side:
    numerator: float = 0.0
    denominator: float | None = None
    loose: float = 0.0  # rounding of the numerator
    loose_below: float = 0.0
    figures: int = 0
    known: int = 0
    terms: int = 0
    is_missing: bool = False
    is_stated: bool = False
    nonzero: int = 0

    @property
    def value(self) -> float | None:
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    @property
    def tolerance(self) -> float:
        if self.denominator is None:
            return self.loose
        if not self.denominator:
            return 0.0
        return (self.loose + abs(self.numerator / self.denominator) * self.loose_below) / abs(self.denominator)


def _outcome(rule: Rule, figures: Sheet, scope: str, name: str, subject: str) -> str:
    sides: dict[str, _Side] = {"left": _Side(), "right": _Side()}
    about = False
    for term in rule.terms:
        side = sides.setdefault(term.side, _Side())
        if term.part == "denominator" and side.denominator is None:
            side.denominator = 0.0
        found = [figures[key] for key in keys_of(term, figures, scope, name, subject)]
        about = about or any(figure.state == "approximate" for figure in found)
        total = sum(figure.value or 0.0 for figure in found) if term.indicator_code else 1.0
        loose = abs(term.coefficient) * sum(figure.half_unit for figure in found)
        if term.part == "denominator":
            side.denominator = (side.denominator or 0.0) + term.coefficient * total
            side.loose_below += loose
        else:
            side.numerator += term.coefficient * total
            side.loose += loose
        if not term.indicator_code:
            continue
        side.terms += 1
        side.figures += len(found)
        side.known += sum(figure.value is not None for figure in found)
        side.nonzero += sum(bool(figure.value) for figure in found)
        side.is_stated = side.is_stated or any(f.value is not None or f.state == "none_occurred" for f in found)
        lacking = not found and not term.is_optional
        if term.every_field_of:
            at = term.scope or scope
            wanted = {key[2] for key in figures.by_indicator.get(term.every_field_of, ()) if key[1] == at} - {"all"}
            lacking = lacking or bool(wanted - {key[2] for key in keys_of(term, figures, scope, name, subject)})
        side.is_missing = side.is_missing or lacking or any(figure.value is None for figure in found)
    for side in sides.values():
        side.is_missing = side.is_missing or (side.terms > 0 and side.figures == 0)
    return _judged(rule, sides, about)


def _judged(rule: Rule, sides: dict[str, _Side], about: bool) -> str:
    left, right, high = sides["left"], sides["right"], sides.get("right_high")
    if rule.op == "at_most_one":
        return "pass" if left.nonzero <= 1 else "fail"
    if rule.op == "both_or_neither":
        if left.is_stated != right.is_stated:
            return "fail"
        return "pass" if left.is_stated else "not_applicable"
    assert rule.op in _LIKE, rule.op
    if about:
        return "not_applicable"
    if left.is_missing and right.is_missing:
        return "missing"
    slack = left.tolerance + max(right.tolerance, high.tolerance if high else 0.0) + rule.tolerance_amount
    slack += rule.tolerance_share * abs(right.value or 0.0) + _NOISE
    if left.value is None or right.value is None:
        return "missing" if left.is_missing or right.is_missing else "not_applicable"
    over = left.value - right.value
    if left.is_missing and rule.missing_left == "lower_bound" and left.known and over > slack:
        return "fail"
    if right.is_missing and rule.missing_right == "lower_bound" and right.known and -over > slack:
        return "fail"
    if left.is_missing or right.is_missing:
        return "missing"
    holds = {
        "=": abs(over) <= slack, "<=": over <= slack, ">=": -over <= slack, "<": -over > slack, ">": over > slack,
        "<>": abs(over) > slack,
        "between": -over <= slack and (high is None or left.value - (high.value or 0.0) <= slack),
    }  # fmt: skip
    return "pass" if holds[rule.op] else "fail"
