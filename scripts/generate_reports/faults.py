"""Faults as people make them, planted in consistent reports, each with what must be said of it."""

import random
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from generate_reports.located import mends_alone
from generate_reports.mistakes import MISTAKES, Reports
from generate_reports.oracle import Book, Instance
from generate_reports.sheet import Key, sheet
from generate_reports.writing import Report
from orchestration.reports.found import Statement

_TRIES = 40


@dataclass(frozen=True)
class Fault:
    """One planted fault: the truth that findings are held against."""

    kind: str
    report_id: str
    places: tuple[tuple[str, str], ...]  # (source_file, source_locator) of the cells that were changed
    wrote: str  # what was meant, and what is written
    rules: tuple[Instance, ...]  # rules within the report that must tell it
    is_locatable: bool  # one fault alone explains what is broken in just one way
    elsewhere: tuple[str, ...] = ()  # rules over periods and units that must tell it, in this report or another

    @property
    def is_seen(self) -> bool:
        """Whether any rule of the book can see it; what none can is not looked for."""
        return bool(self.rules or self.elsewhere)


def plant(
    reports: list[Report], rng: random.Random, book: Book, share: float = 0.15
) -> tuple[list[Report], list[Fault]]:
    """The reports with faults in a share of them, one to three each; and the faults."""
    history = Reports(reports)
    changed, faults = [], []
    kinds = list(MISTAKES)
    for report in reports:
        if rng.random() < share:
            wrong = deepcopy(report)
            for _ in range(rng.choices((1, 2, 3), (70, 20, 10))[0]):
                fault = _planted(
                    wrong, history, kinds, rng, book, [f for f in faults if f.report_id == report.report_id]
                )
                if fault:
                    faults.append(fault)
            report = wrong
        elif report.found.index_scores and rng.random() < share:
            report, fault = _wrong_score(report, rng, book)
            faults.append(fault)
        changed.append(report)
    return changed, faults


def _wrong_score(report: Report, rng: random.Random, book: Book) -> tuple[Report, Fault]:
    """A score of an index that is above its maximum, or that does not add up to the total."""
    wrong = deepcopy(report)
    number = rng.randrange(len(wrong.found.index_scores))
    score = wrong.found.index_scores[number]
    most = score.max_score or 100.0
    is_above = rng.random() < 0.5
    value = round(most + rng.uniform(0.5, 5) if is_above else (score.score or 0.0) * rng.uniform(0.6, 0.8), 2)
    text = f"{value:.2f}".replace(".", ",")
    wrong.found.index_scores[number] = replace(score, score=value, value_text=text)
    rules = list(book.broken(wrong, sheet(wrong)))
    if is_above:
        subject = f"{score.index_code} {score.component_code} {score.period_code}"
        rules.append(("score_above_maximum", "all", "all", subject))
    places = ((score.source_file, score.source_locator),)
    wrote = f"{score.value_text} → {text}"
    # below its maximum, any score of the sum may be the wrong one
    return wrong, Fault("score of an index", report.report_id, places, wrote, tuple(rules), is_above)


def _planted(
    report: Report, history: Reports, kinds: list[str], rng: random.Random, book: Book, already: list[Fault]
) -> Fault | None:
    """One more fault in a report, told apart from those it holds already; None where none would fit."""
    kind = rng.choice(kinds)
    before = book.broken(report, sheet(report))
    touched = {place for fault in already for place in fault.places}
    wants_seen = rng.random() < 0.95  # now and then one that nobody can see
    for _ in range(_TRIES):
        change = MISTAKES[kind](report, history, rng)
        if not change or touched & {_place(report.found.statements[n]) for n, _ in change}:
            continue
        old = [report.found.statements[n] for n, _ in change]
        for number, statement in change:
            report.found.statements[number] = statement
        after = book.broken(report, sheet(report))
        new = {instance: keys for instance, keys in after.items() if instance not in before}
        cells = {key for keys in new.values() for key in keys}
        entangled = any(instance not in after for instance in before) or any(cells & keys for keys in before.values())
        if entangled or bool(new) != wants_seen:
            for (number, _), statement in zip(change, old, strict=True):
                report.found.statements[number] = statement
            continue
        return Fault(
            kind, report.report_id, tuple(_place(s) for s in old),
            "; ".join(f"{s.value_text or '∅'} → {t.value_text or '∅'}" for s, (_, t) in zip(old, change, strict=True)),
            tuple(new), _is_locatable(book, report, new, [n for n, _ in change]),
        )  # fmt: skip
    return None


def _is_locatable(book: Book, report: Report, broken: Mapping[Instance, set[Key]], changed: list[int]) -> bool:
    """Whether the planted cell is the only one whose change alone mends all; of several cells, that none does."""
    if not broken:
        return False
    shared = set.intersection(*broken.values())
    able = [
        number
        for number, s in enumerate(report.found.statements)
        if (s.indicator_code, s.scope, s.field_code, "") in shared and mends_alone(book, report, broken, number)
    ]
    return able == changed if len(changed) == 1 else not able


def _place(statement: Statement) -> tuple[str, str]:
    return statement.source_file, statement.source_locator
