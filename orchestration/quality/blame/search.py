"""Who is to blame: the fewest, likeliest faults that explain every broken rule of a report (Fellegi and Holt)."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from orchestration.quality.blame.moves import Move, block_shifts, exchanges, mended, middle, moves
from orchestration.quality.blame.slips import WRONG_VALUE
from orchestration.quality.blame.system import Rule, System

_MOST_FAULTS = 4  # in one knot of rules; a report with more is not mended by guessing
_MOST_STATES = 3000  # looked at for one knot, so that time is bounded
_MOST_CHOICES = 3  # cells between which an officer can look
# A second explanation that costs hardly more leaves open which of the two is true.
_MARGIN = 0.15


@dataclass(frozen=True)
class Blame:
    """One fault and the broken rules that it explains."""

    move: Move
    rules: tuple[Rule, ...]
    others: tuple[Move, ...] = ()  # that explain the rules as well; then nobody is to blame, but one of these cells


def blame(system: System) -> list[Blame]:
    """The faults that surely happened; broken rules that several explanations fit stay without one."""
    broken = [rule for rule in system.rules if rule.is_broken]
    found = []
    if moved := _moved_about(system, broken):
        found.append(moved)
        told = {rule.key for rule in moved.rules}
        broken = [rule for rule in broken if rule.key not in told]
    values = {cell: value for fault in found for cell, value in fault.move.changes}
    for knot in _knots(broken):
        found += _untied(system, knot, values)
    return found


def _moved_about(system: System, broken: Sequence[Rule]) -> Blame | None:
    """Two cells exchanged, or else the shortest shift by a row, that mends most rules, and more than one cell can."""
    best: tuple[int, Blame] | None = None
    for move in (*exchanges(system, broken), *block_shifts(system, broken)):
        kept = _with_lost_value(system, move) if move.kind == "block_shifted" else move
        if kept is None:
            continue
        values = dict(kept.changes)
        # a cell that keeps its value says nothing, and a rule that it breaks is broken by another fault
        touched = {
            rule.key: rule
            for cell, value in kept.changes
            if value != system.written(cell)
            for rule in system.rules_of(cell)
        }.values()
        if any(system.holds(rule, values) is False for rule in touched):
            continue
        explained = tuple(rule for rule in touched if rule.is_broken and system.holds(rule, values))
        # a limit that is only kept is no evidence; one that is reached to the digit is
        if not explained or (move.kind == "parts_swapped" and not any(system.meets(r, values) for r in explained)):
            continue
        if (
            len(_knots(explained)) < 2
            and not _needs_more_than_one_cell(system, explained)
            and not _is_count_in_percent_row(system, move, explained)
        ):
            continue
        if best is None or len(explained) > best[0]:
            best = len(explained), Blame(kept, explained)
    return best[1] if best else None


def _with_lost_value(system: System, move: Move) -> Move | None:
    """A shift with what was meant for its first row: it is lost, but the row's rules may still say it."""
    values = dict(move.changes)
    allowed = mended(system, system.rules_of(move.first), move.first, values)
    if allowed is None:
        return None
    meant = middle(system.cells[move.first], allowed)
    values[move.first] = allowed.low if meant is None else meant
    return Move(move.kind, move.cost, tuple(values.items()), move.first, meant)


def _is_count_in_percent_row(system: System, move: Move, explained: Sequence[Rule]) -> bool:
    """Whether a percentage holds a count no percentage can be, no slip of its own explains it, and rows end empty."""
    cell, (last, _) = system.cells[move.first], move.changes[-1]
    if move.kind != "block_shifted" or not cell.is_percent or cell.value is None or system.written(last):
        return False
    own = [other.kind for other in moves(system, explained, {}) if other.first == move.first]
    return cell.value > 100 and cell.value == int(cell.value) and set(own) <= {WRONG_VALUE}


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
    explanations = _explanations(system, knot, given)
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
    if left == list(knot) and (open_between := _open_between(knot, explanations)):
        yield open_between


def _open_between(knot: Sequence[Rule], explanations: Sequence[Sequence[Move]]) -> Blame | None:
    """Several cells, each of which alone explains the whole knot: nobody is blamed, but the choice is told.

    Worth telling where it joins several rules, or clears the cell that the rule's own words doubt first.
    """
    single = {moves[0].first: moves[0] for moves in reversed(explanations) if len(moves) == 1}
    if len(single) < 2 or len(single) > _MOST_CHOICES or any(len(moves) > 1 for moves in explanations):
        return None
    told = [rule for rule in knot if rule.is_told]
    if len(told) < 2 and any(rule.doubted & set(single) for rule in told):
        return None
    first, *others = (single[cell] for cell in sorted(single))
    return Blame(first, tuple(knot), tuple(others))


def _explanations(system: System, knot: Sequence[Rule], given: dict[int, float]) -> list[list[Move]]:
    """The cheapest lists of moves after which no rule is broken, and those that cost hardly more.

    None where the search was given up: a cheapest one without its rivals would be blamed too surely.
    """
    ticket = count()  # of equal price, the first found comes first
    waiting: list[tuple[float, int, list[Move], dict[int, float], list[Rule]]] = [
        (0.0, next(ticket), [], dict(given), list(knot))
    ]
    seen: set[frozenset[tuple[int, float]]] = set()
    found: list[list[Move]] = []
    limit, looked_at = float("inf"), 0
    while waiting and waiting[0][0] <= limit:
        if looked_at > _MOST_STATES:
            return []
        cost, _, done, values, broken = heapq.heappop(waiting)
        if not broken:
            limit = min(limit, cost + _MARGIN)
            found.append(done)
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
    return found


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
