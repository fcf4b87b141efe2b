"""The rule book as a whole is checked: rules that can never hold, that others already say, that nothing reaches."""

from collections.abc import Sequence

from orchestration.quality.catalogue import Catalogue
from orchestration.quality.contradiction import contradictory
from orchestration.quality.reach import unreachable
from orchestration.quality.redundancy import redundant
from orchestration.quality.rule import Rule
from orchestration.reports.issuer.units import UnitRegister


def book_problems(rules: Sequence[Rule], catalogue: Catalogue, register: UnitRegister) -> list[str]:
    """What is wrong with the book as a whole, one sentence each; empty when nothing is."""
    told = [rule for rule in rules if rule.told]
    return [
        *unreachable(rules, catalogue, register),
        *redundant(told, catalogue.counts),
        *contradictory(told, catalogue.counts),
    ]
