"""Whether some figures satisfy rows, and which rows are to blame where none do: linear programming."""

from collections.abc import Collection, Sequence

import numpy as np
from scipy.optimize import linprog

from orchestration.quality.inequalities import Figure, Row, gap_of

_INFEASIBLE = 2  # status of linprog


def is_feasible(rows: Sequence[Row], positive: Collection[Figure] = ()) -> bool:
    """Whether figures satisfy all rows; those of ``positive`` are asked to be more than 0."""
    figures = {figure: number for number, figure in enumerate(dict.fromkeys(f for row in rows for f, _ in row.figures))}
    if any(not row.figures and row.bound < 0 for row in rows):
        return False
    if not figures:
        return True
    weights = np.zeros((len(rows), len(figures)))
    for number, row in enumerate(rows):
        for figure, weight in row.figures:
            weights[number, figures[figure]] = weight
    least = [
        gap_of(figure) if figure in positive else None if figure.may_be_negative else 0.0
        for figure in figures
    ]  # fmt: skip
    solved = linprog(
        np.zeros(len(figures)), A_ub=weights, b_ub=[row.bound for row in rows], bounds=[(low, None) for low in least],
        method="highs",
    )  # fmt: skip
    return bool(solved.status != _INFEASIBLE)


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
