"""Whether one cell of a report, written otherwise, would leave no rule broken: what can be located at all."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace

from generate_reports.oracle import Book, Instance, concerns, keys_of
from generate_reports.sheet import Key, Sheet, sheet
from generate_reports.writing import Report, catalogue
from orchestration.quality.rule import Rule


def mends_alone(book: Book, report: Report, broken: Mapping[Instance, set[Key]], number: int) -> bool:
    """Whether some other value of one statement leaves none of the broken rules broken, and no other."""
    statement, figures = report.found.statements[number], sheet(report)
    key = (statement.indicator_code, statement.scope, statement.field_code, "")
    if statement.value is None or not broken or any(key not in keys for keys in broken.values()):
        return False
    others = {
        s.value
        for s in report.found.statements
        if s is not statement and key == (s.indicator_code, s.scope, s.field_code, "")
    }
    candidates = _candidates(book, report, figures, broken, key) | {value for value in others if value is not None}
    is_whole = catalogue()[key[0]]["value_type"] in ("count", "flag", "choice")
    for candidate in candidates:
        for value in {float(candidate // 1), float(-(-candidate // 1))} if is_whole else {candidate}:
            if value < 0 or value == statement.value:
                continue
            changed = Report(report.row, copy(report.found))
            changed.found.statements = list(report.found.statements)
            changed.found.statements[number] = replace(statement, value=value)
            if not book.broken(report, sheet(changed), [key[0]]):
                return True
    return False


def _candidates(
    book: Book, report: Report, figures: Sheet, broken: Mapping[Instance, set[Key]], key: Key
) -> set[float]:
    """Values at which the two sides of a broken rule would be equal, the other figures as they are."""
    rules = {rule.rule_code: rule for rule in book.rules if concerns(rule, report)}
    found = set()
    for code, *instance in broken:
        if code not in rules:  # stated twice
            continue
        rule = rules[code]

        def gap(value: float, rule: Rule = rule, instance: list[str] = instance) -> dict[str, float | None]:
            return _gaps(rule, figures.with_value(key, value), *instance)

        at, step = figures[key].value or 0.0, max(1.0, abs(figures[key].value or 0.0))
        for side in ("right", "right_high"):
            x0, x1 = at, at + step
            y0, y1 = gap(x0).get(side), gap(x1).get(side)
            for _ in range(60):  # secant: linear sides need one step, ratios a few
                if y0 is None or y1 is None or abs(y1 - y0) < 1e-15:
                    break
                x0, x1, y0 = x1, x1 - y1 * (x1 - x0) / (y1 - y0), y1
                y1 = gap(x1).get(side)
                if y1 is not None and abs(y1) < 1e-12:
                    break
            if y1 is not None and abs(y1) < 1e-6:
                found.add(x1)
    return found


def _gaps(rule: Rule, figures: Sheet, scope: str, name: str, subject: str) -> dict[str, float | None]:
    """Left less right, and left less the upper end of a range."""
    sums: dict[str, list[float]] = {}
    for term in rule.terms:
        parts = sums.setdefault(term.side, [0.0, 0.0, 0.0])
        keys = keys_of(term, figures, scope, name, subject)
        total = sum(figures[key].value or 0.0 for key in keys) if term.indicator_code else 1.0
        parts[term.part == "denominator"] += term.coefficient * total
        parts[2] = max(parts[2], float(term.part == "denominator"))
    values = {side: (a / b if b else None) if ratio else a for side, (a, b, ratio) in sums.items()}
    left = values["left"]
    return {
        side: left - value
        for side, value in values.items()
        if side != "left" and left is not None and value is not None
    }  # fmt: skip
