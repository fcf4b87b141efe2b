"""Of which reports rules are asked, by their levels, provinces, forms and days."""

from datetime import date

from orchestration.quality.rule import Rule


def covers(one: Rule, other: Rule) -> bool:
    """Whether ``one`` is asked of all reports that ``other`` is asked of."""
    return (
        all(mine is None or (theirs is not None and theirs <= mine) for mine, theirs in _chosen(one, other))
        and (one.valid_from or date.min) <= (other.valid_from or date.min)
        and (one.valid_to or date.max) >= (other.valid_to or date.max)
    )


def may_meet(one: Rule, other: Rule) -> bool:
    """Whether a report can be of a level and a day that both ask for. It can hold any forms, and its province has two
    names, of then and of today."""
    mine, theirs = _chosen(one, other)[0]
    return (mine is None or theirs is None or bool(mine & theirs)) and (
        (one.valid_from or date.min) <= (other.valid_to or date.max)
        and (one.valid_to or date.max) >= (other.valid_from or date.min)
    )


def overlap(one: Rule, other: Rule) -> bool:
    """Whether some reports are sure to be asked by both, if there are any."""
    return may_meet(one, other) and all(
        mine is None or theirs is None or mine & theirs for mine, theirs in _chosen(one, other)
    )


def _chosen(one: Rule, other: Rule) -> list[tuple[set[str] | None, set[str] | None]]:
    """What each of two rules chooses, None for all: levels, provinces, forms."""
    mine, theirs = (
        [None if chosen is None else set(chosen) for chosen in (rule.level_names, rule.provinces, rule.forms)]
        for rule in (one, other)
    )
    return list(zip(mine, theirs, strict=True))
