"""One version of a rule of the rule book, as `rules.py` compiles it."""

from dataclasses import dataclass, field
from datetime import date

from orchestration.quality.expressions import Term


@dataclass(frozen=True)
class Rule:
    """One version of a rule, ready to be evaluated."""

    rule_id: str  # rule_code, and @valid_from where a version starts on a date
    rule_code: str
    name_vi: str
    level: int
    severity: str
    kind: str  # expression | check
    message_vi: str
    check_name: str | None = None
    op: str | None = None
    left_text: str | None = None
    right_text: str | None = None
    missing_left: str | None = None
    missing_right: str | None = None
    suspect: str = "either"
    distrusts: bool = False
    told: bool = True  # False: only other rules look at its outcome (only_if)
    only_if: tuple[str, ...] = ()  # "other_rule_code=outcome", one for each outcome that allows the rule
    suggestion_vi: str | None = None
    levels: str | None = None  # '|' between them; null: all
    provinces: tuple[str, ...] | None = None  # names as in the register of units, of then or of today; null: all
    forms: tuple[str, ...] | None = None  # only for reports that hold one of them; null: all
    valid_from: date | None = None
    valid_to: date | None = None
    tolerance: str = "digits"
    tolerance_amount: float = 0.0  # beside what the digits leave open
    tolerance_share: float = 0.0  # of the right side
    instance_scope: str | None = None  # 'all' where a term pins its scope: the rule is about the whole
    instance_field: str | None = None  # 'all' where a term sums over fields
    terms: tuple[Term, ...] = field(default=(), repr=False)

    @property
    def level_names(self) -> tuple[str, ...] | None:
        return tuple(self.levels.split("|")) if self.levels else None

    @property
    def conditions(self) -> dict[str, set[str]]:
        """``only_if``: the outcomes that allow the rule, by the code of the other rule."""
        asked: dict[str, set[str]] = {}
        for code, _, outcome in (condition.partition("=") for condition in self.only_if):
            asked.setdefault(code, set()).add(outcome)
        return asked
