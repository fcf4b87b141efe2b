"""Who is to blame: the fewest, likeliest faults that explain every broken rule of a report (Fellegi and Holt)."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from orchestration.quality.blame.moves import Move, block_shifts, mended, middle, moves
from orchestration.quality.blame.system import Rule, System

_MOST_FAULTS = 4  # in one knot of rules; a report with more is not mended by guessing
_MOST_STATES = 3000  # looked at for one knot, so that time is bounded
# A second explanation that costs hardly more leaves open which of the two is true.
_MARGIN = 0.15


@dataclass(frozen=True)
class Blame:
    """One fault and the broken rules that it explains."""

    move: Move
    rules: tuple[Rule, ...]


def blame(system: System) -> list[Blame]:
    """The faults that surely happened; broken rules that several explanations fit stay without one."""
    broken = [rule for rule in system.rules if rule.is_broken]
    found = []
    if shift := _shifted_block(system, broken):
        found.append(shift)
        told = {rule.key for rule in shift.rules}
        broken = [rule for rule in broken if rule.key not in told]
    values = {cell: value for fault in found for cell, value in fault.move.changes}
    for knot in _knots(broken):
        found += _untied(system, knot, values)
    return found


def _shifted_block(system: System, broken: Sequence[Rule]) -> Blame | None:
    """The shortest shift by a row that mends most broken rules, at least two that no single cell explains."""
    best: tuple[int, Blame] | None = None
    for move in block_shifts(system, broken):
        values = dict(move.changes)
        touched = {rule.key: rule for cell in values for rule in system.rules_of(cell)}
        if any(system.holds(rule, values) is False for rule in touched.values() if move.first not in rule.cells):
            continue
        # what was meant for the first row is lost, but its rules may still say it
        allowed = mended(system, system.rules_of(move.first), move.first, values)
        if allowed is None:
            continue
        meant = middle(system.cells[move.first], allowed)
        values[move.first] = allowed.low if meant is None else meant
        touched |= {rule.key: rule for rule in system.rules_of(move.first)}
        explained = tuple(rule for rule in touched.values() if rule.is_broken and system.holds(rule, values))
        if not explained or (len(_knots(explained)) < 2 and not _needs_more_than_one_cell(system, explained)):
            continue
        if best is None or len(explained) > best[0]:
            kept = Move(move.kind, move.cost, tuple(values.items()), move.first, meant)
            best = len(explained), Blame(kept, explained)
    return best[1] if best else None


def _needs_more_than_one_cell(system: System, rules: Sequence[Rule]) -> bool:
    """Whether no single cell, written otherwise, would make all of these rules hold."""
    shared = frozenset.intersection(*(rule.cells for rule in rules)) if len(rules) > 1 else rules[0].cells
    return all(mended(system, system.rules_of(cell), cell, {}) is None for cell in shared)


def _knots(broken: Sequence[Rule]) -> list[list[Rule]]:
    """Broken rules that hang together by a cell."""
    knots: list[tuple[frozenset[int], list[Rule]]] = []
    for rule in broken:
        cells, rules = rule.cells, [rule]
        apart = []
        for other_cells, others in knots:
            if cells & other_cells:
                cells, rules = cells | other_cells, others + rules
            else:
                apart.append((other_cells, others))
        knots = [*apart, (cells, rules)]
    return [rules for _, rules in knots]


def _untied(system: System, knot: Sequence[Rule], given: dict[int, float]) -> Iterator[Blame]:
    """The faults that all the cheapest explanations of a knot share."""
    explanations = list(_explanations(system, knot, given))
    if not explanations:
        return
    cheapest = explanations[0]
    shared = set.intersection(*({move.first for move in explanation} for explanation in explanations))
    left = list(knot)
    for move in cheapest:
        if move.first not in shared:
            continue
        cells = {cell for cell, _ in move.changes}
        explained = tuple(rule for rule in left if rule.cells & cells)
        left = [rule for rule in left if rule not in explained]
        if explained:
            yield Blame(move, explained)


def _explanations(system: System, knot: Sequence[Rule], given: dict[int, float]) -> Iterator[list[Move]]:
    """The cheapest lists of moves after which no rule is broken, and those that cost hardly more."""
    ticket = count()  # of equal price, the first found comes first
    waiting: list[tuple[float, int, list[Move], dict[int, float], list[Rule]]] = [
        (0.0, next(ticket), [], dict(given), list(knot))
    ]
    seen: set[frozenset[tuple[int, float]]] = set()
    limit, looked_at = float("inf"), 0
    while waiting and looked_at < _MOST_STATES:
        cost, _, done, values, broken = heapq.heappop(waiting)
        if cost > limit:
            return
        if not broken:
            limit = min(limit, cost + _MARGIN)
            yield done
            continue
        if len(done) == _MOST_FAULTS:
            continue
        for move in moves(system, broken, values):
            looked_at += 1
            changed = values | dict(move.changes)
            state = frozenset(changed.items())
            if state in seen:
                continue
            still = _still_broken(system, broken, move, changed)
            if len(still) < len(broken):
                seen.add(state)
                heapq.heappush(waiting, (cost + move.cost, next(ticket), [*done, move], changed, still))


def _still_broken(system: System, broken: Sequence[Rule], move: Move, values: dict[int, float]) -> list[Rule]:
    """Rules that do not hold after a move; one that cannot be judged any more is not mended by that."""
    touched = {rule.key: rule for cell, _ in move.changes for rule in system.rules_of(cell)}
    still = [rule for rule in broken if rule.key not in touched]
    was_broken = {rule.key for rule in broken}
    for key, rule in touched.items():
        holds = system.holds(rule, values)
        if holds is False or (holds is None and key in was_broken):
            still.append(rule)
    return still
