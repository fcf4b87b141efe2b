"""Whether some figures satisfy rows, and which rows are to blame where none do: linear programming."""

from collections.abc import Collection, Sequence

import numpy as np
from scipy.optimize import linprog

from orchestration.quality.inequalities import Figure, Row, gap_of

_INFEASIBLE = 2  # status of linprog


def is_feasible(rows: Sequence[Row], positive: Collection[Figure] = ()) -> bool:
    """Whether figures satisfy all rows; those of ``positive`` are asked to be more than 0."""
    rows = _binding(rows)
    least = {figure: gap_of(figure) if figure in positive else 0.0 for row in rows for figure, _ in row.figures}
    if all(sum(weight * least[figure] for figure, weight in row.figures) <= row.bound for row in rows):
        return True
    places = {figure: number for number, figure in enumerate(least)}
    if not places:
        return False
    weights = np.zeros((len(rows), len(places)))
    for number, row in enumerate(rows):
        for figure, weight in row.figures:
            weights[number, places[figure]] = weight
    solved = linprog(
        np.zeros(len(places)), A_ub=weights, b_ub=[row.bound for row in rows], method="highs",
        bounds=[(None if figure.may_be_negative else low, None) for figure, low in least.items()],
    )  # fmt: skip
    return bool(solved.status != _INFEASIBLE)


def _binding(rows: Sequence[Row]) -> list[Row]:
    """The rows without those that hold once a figure is large enough, where its being large breaks no other row.

    Few rules share all their figures, so that mostly none is left and nothing has to be solved.
    """
    left = list(rows)
    while True:
        limited = {figure for row in left for figure, weight in row.figures if weight > 0}
        kept = [row for row in left if all(figure in limited for figure, _ in row.figures)]
        if len(kept) == len(left):
            return left
        left = kept


def infeasible_core(rows: Sequence[Row], positive: Collection[Figure] = ()) -> list[Row]:
    """The rows without any of which the others could hold together; empty when all of them can."""
    if is_feasible(rows, positive):
        return []
    core: list[Row] = []
    while True:  # the shortest beginning that cannot hold ends with a row of the core
        low, high = 0, len(rows)
        while low < high:
            middle = (low + high) // 2
            if is_feasible([*core, *rows[:middle]], positive):
                low = middle + 1
            else:
                high = middle
        if low == 0:
            return core
        core.append(rows[low - 1])
        rows = rows[: low - 1]
