"""The figures of a report as rules see them: one statement of each, and those that are stated twice differently."""

from dataclasses import dataclass, replace
from functools import cached_property

from generate_reports.writing import Report
from orchestration.reports.found import Statement

Key = tuple[str, str, str, str]  # indicator, scope, field, subject
_NOISE = 1e-9


@dataclass(frozen=True)
class Figure:
    """A figure as rules see it: the statement that is preferred where there are several."""

    value: float | None
    half_unit: float
    state: str


class Sheet(dict[Key, Figure]):
    """The figures of a report that rules compare, and those that it states twice differently."""

    doubled: frozenset[Key] = frozenset()

    @cached_property
    def by_indicator(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = {}
        for key in self:
            found.setdefault(key[0], []).append(key)
        return found

    def with_value(self, key: Key, value: float) -> "Sheet":
        """The same figures but for one value."""
        changed = Sheet({**self, key: replace(self[key], value=value)})
        changed.by_indicator, changed.doubled = self.by_indicator, self.doubled
        return changed


def sheet(report: Report) -> Sheet:
    """The figures of a report that rules compare."""
    stated: dict[Key, list[tuple[int, Statement]]] = {}
    for number, s in enumerate(report.found.statements):
        stated.setdefault((s.indicator_code, s.scope, s.field_code, ""), []).append((number, s))
    figures = Sheet({key: _preferred(several) for key, several in stated.items()})
    figures.doubled = frozenset(key for key, several in stated.items() if _differ(figures[key], several))
    indices = {("PAR", "total"): "par_index_total", ("QD766", "total"): "qd766_total"}
    for score in report.found.index_scores:
        prefix = "par_index" if score.index_code == "PAR" else "qd766"
        code = indices.get((score.index_code, score.component_code), f"{prefix}_{score.component_code}")
        figures[code, "all", "all", score.period_code or ""] = Figure(score.score, score.half_unit, "reported")
    return figures


def _preferred(several: list[tuple[int, Statement]]) -> Figure:
    values = [_value(s) for _, s in several]
    _, best = min(
        several,
        key=lambda numbered: (
            _value(numbered[1]) is None,
            -values.count(_value(numbered[1])),
            numbered[1].value_state == "approximate",
            numbered[1].source_kind != "form",
            numbered[0],
        ),
    )
    return Figure(_value(best), best.half_unit, best.value_state)


def _differ(preferred: Figure, several: list[tuple[int, Statement]]) -> bool:
    exact = [s for _, s in several if _value(s) is not None and s.value_state != "approximate"]
    if preferred.value is None or preferred.state == "approximate":
        return False
    return any(abs((s.value or 0.0) - preferred.value) > s.half_unit + preferred.half_unit + _NOISE for s in exact)


def _value(statement: Statement) -> float | None:
    return None if statement.value_state == "blank" else statement.value
