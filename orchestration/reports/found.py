"""What recognition finds in a document, before it is tied to a report: rows of the landing tables."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Statement:
    """One figure stated at one place. Values: đồng, percent, or a plain number."""

    indicator_code: str
    value: float | None
    value_text: str
    source_locator: str
    value_state: str = "reported"
    half_unit: float = 0.0
    scope: str = "all"
    field_code: str = "all"
    form_code: str | None = None
    row_code: str | None = None
    label: str = ""
    period_start: date | None = None
    period_end: date | None = None
    source_kind: str = "prose"
    source_file: str = ""
    match_score: float | None = None


@dataclass
class Target:
    indicator_code: str
    comparator: str
    target_min: float | None
    target_max: float | None
    value_text: str
    source_locator: str
    period_code: str | None = None
    scope: str = "all"
    field_code: str = "all"
    source_file: str = ""


@dataclass
class Task:
    area_code: str
    task_kind: str | None
    subject: str
    content: str
    responsible_units: str
    deadline_text: str
    deadline_date: date | None
    recurrence: str | None
    source_locator: str
    source_file: str = ""


@dataclass
class IndexScore:
    """A score of one component of an index, of the report's own unit or of another subject (``subject_kind``)."""

    index_code: str
    component_code: str
    score: float | None
    value_text: str
    source_locator: str
    max_score: float | None = None
    half_unit: float = 0.0
    rank: int | None = None
    rank_of: int | None = None
    period_code: str | None = None
    source_file: str = ""
    value_state: str = "reported"
    source_kind: str = "prose"  # prose | table | note
    subject_kind: str = "own"
    subject_unit_key: str | None = None
    subject_name: str | None = None
    subject_text: str | None = None
    numerator: float | None = None
    denominator: float | None = None
    ratio: float | None = None  # percent
    ratio_half_unit: float | None = None
    ratio_locator: str | None = None
    rank_locator: str | None = None
    group_rank: int | None = None


@dataclass
class Remark:
    """Something seen that is not a figure: see the landing table ``remark`` for the kinds."""

    remark_kind: str
    subject: str
    reported_text: str
    source_locator: str
    expected_text: str | None = None
    date_value: date | None = None
    period_code: str | None = None
    source_file: str = ""


@dataclass
class Calculation:
    """A result that a text states, with the numbers it is made of; see the landing table ``calculation``.

    Values and half units (what the digits leave open): đồng, percent, or plain numbers; a decrease is below zero.
    """

    calculation_kind: str  # see the landing table
    subject: str
    sentence: str
    operands: list[float]
    operand_half_units: list[float]
    operand_texts: list[str]
    operand_locators: list[str]
    stated_value: float
    stated_half_unit: float
    stated_text: str
    source_locator: str  # of what is stated
    source_file: str = ""


@dataclass
class Found:
    """All that was found in one document or in one submission."""

    statements: list[Statement] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    index_scores: list[IndexScore] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    calculations: list[Calculation] = field(default_factory=list)

    def add(self, other: "Found", source_file: str) -> None:
        """Take over what was found in a file, noting which file it was."""
        for name in vars(self):
            for item in getattr(other, name):
                item.source_file = source_file
                getattr(self, name).append(item)

    @property
    def has_figures(self) -> bool:
        return any((self.statements, self.targets, self.tasks, self.index_scores))

    def rows(self) -> dict[str, list[dict]]:
        """Rows by landing table."""
        # vars, since asdict takes ten times as long to copy values that never change
        return {
            "statement": [vars(s) | {"statement_no": n} for n, s in enumerate(self.statements, start=1)],
            "target": [vars(t).copy() for t in self.targets],
            "task": [vars(t) | {"task_no": n} for n, t in enumerate(self.tasks, start=1)],
            "index_score": [vars(s).copy() for s in self.index_scores],
            "remark": [vars(r).copy() for r in self.remarks],
            "calculation": [vars(c) | {"calculation_no": n} for n, c in enumerate(self.calculations, start=1)],
        }
