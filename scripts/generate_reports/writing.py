"""How an office writes its figures down: prose, forms and tables, rounded and left out as people do."""

import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from generate_reports.figures import Key
from generate_reports.offices import FIELDS
from generate_reports.units import Period, Unit
from orchestration.reports.found import Found, IndexScore, Statement
from orchestration.settings import Settings

_CHANNELS = {
    "channels": ("received_online", "received_direct", "received_postal"),
    "parts": ("received_online", "received_partial_online", "received_full_online", "received_direct",
              "received_postal"),
    "no online": ("received_partial_online", "received_full_online", "received_direct", "received_postal"),
    "online": ("received_online",),
}  # fmt: skip
_OUTCOMES = {
    "parts": ("resolved", "resolved_early", "resolved_on_time", "resolved_late"),
    "in time": ("resolved", "resolved_in_time", "resolved_late"),
    "both": ("resolved", "resolved_in_time", "resolved_early", "resolved_on_time", "resolved_late"),
    "none": (),
}
_PROGRESS = {
    "full": ("carried_over", "to_settle", "in_progress", "in_progress_within_deadline", "in_progress_overdue"),
    "short": ("carried_over", "in_progress"),
    "none": (),
}
_NARRATIVE = (
    "procedures_published", "procedures_full_online", "procedures_partial_online", "inspections_held",
    "documents_incoming", "documents_outgoing", "electronic_documents_rate", "satisfaction_rate",
    "dossiers_digitised_rate", "online_payment_rate",
)  # fmt: skip
# stated in the narrative too, beside the form's row
_TWICE = ("staff_quota", "staff_present", "plan_tasks_total", "plan_tasks_completed", "plan_completion_rate",
          "assigned_tasks_total", "assigned_tasks_on_time", "public_investment_disbursement_rate")  # fmt: skip
# of the table by field: by received alone, with online, with every channel
_TABLE_COLUMNS = (
    ("dossiers_received",),
    ("dossiers_received", "dossiers_received_online"),
    ("dossiers_received", "dossiers_received_online", "dossiers_received_direct", "dossiers_received_postal"),
)


@dataclass(frozen=True)
class Style:
    """Habits of an office; they stay the same from one report to the next."""

    channels: str
    outcomes: str
    progress: str
    columns: int  # of the table by field (_TABLE_COLUMNS); 0: no table
    outcomes_by_field: bool
    forms: tuple[str, ...]
    decimals: int  # of a percentage
    dotted: bool  # 27.185, not 27185
    money: int  # unit that money is rounded to, in đồng
    has_index: bool

    @classmethod
    def drawn(cls, rng: random.Random) -> "Style":
        forms = ["BM1", "BM2", "BM3", "BM4", "BM5", "BM6", "BM7"] if rng.random() < 0.8 else ["BM1", "BM3", "BM7"]
        forms += [form for form, share in (("II.06a", 0.5), ("II.07b", 0.4)) if rng.random() < share]
        return cls(
            rng.choice(list(_CHANNELS)), rng.choice(list(_OUTCOMES)), rng.choice(list(_PROGRESS)), rng.randint(0, 3),
            rng.random() < 0.3, tuple(forms), rng.choice((0, 1, 2)), rng.random() < 0.6,
            rng.choice((1, 1000, 10**6, 10**6)), rng.random() < 0.8,
        )  # fmt: skip


@dataclass
class Report:
    """A report as the readers would hand it on: one row of the landing table ``report``, and what was found."""

    row: dict[str, Any]
    found: Found = field(default_factory=Found)
    unit: Unit | None = None
    period: Period | None = None

    @property
    def report_id(self) -> str:
        return self.row["report_id"]

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Rows by landing table, each with its report_id; what `landing.write_readings` asks of a reading."""
        tables = {"report": [self.row], **self.found.rows()}
        return {name: [row | {"report_id": self.report_id} for row in rows] for name, rows in tables.items()}


@cache
def catalogue() -> dict[str, dict[str, str]]:
    with Settings().indicators_csv.open(encoding="utf-8", newline="") as file:
        return {row["indicator_code"]: row for row in csv.DictReader(file)}


class Writer:
    """Writes one report: each figure at the next place of its document."""

    def __init__(self, report: Report, figures: Mapping[Key, float], style: Style, rng: random.Random) -> None:
        self.report, self.figures, self.style, self.rng = report, figures, style, rng
        self.folder = report.row["submission"]
        self.paragraph, self.column = 11, 0

    def write(self) -> None:
        found = self.report.found
        found.statements += self._prose()
        found.statements += self._table(_TABLE_COLUMNS[self.style.columns - 1], 2) if self.style.columns else ()
        if self.style.outcomes_by_field:
            outcomes = _OUTCOMES[self.style.outcomes] + _PROGRESS[self.style.progress]
            found.statements += self._table([f"dossiers_{name}" for name in outcomes], 3)
        for form in self.style.forms:
            found.statements += self._form(form) if form.startswith("BM") else self._regime_form(form)
        found.index_scores += self._scores()

    def _prose(self) -> Iterator[Statement]:
        """Sentences: dossiers of each scope, then what else the narrative tells."""
        every = ("all", "province", "district", "commune")
        scopes = [scope for scope in every if ("dossiers_received", scope, "all") in self.figures]
        told = ["received", *_CHANNELS[self.style.channels]]
        for scope in scopes:
            self.paragraph += 2
            for name in told:
                yield from self._sentence((f"dossiers_{name}", scope, "all"))
            self.paragraph += 1
            if scope == "all" or self.style.outcomes != "in time":
                for name in (*_PROGRESS[self.style.progress], *_OUTCOMES[self.style.outcomes]):
                    yield from self._sentence((f"dossiers_{name}", scope, "all"))
            yield from self._sentence(("online_payment_amount", scope, "all"))
        for rate in ("dossiers_online_rate", "dossiers_on_time_rate"):
            if self.rng.random() < 0.7:
                yield from self._sentence((rate, "all", "all"))
        for name in _NARRATIVE:
            self.paragraph += 3
            if self.rng.random() < 0.9:
                yield from self._sentence((name, "all", "all"), about=self.rng.random() < 0.05)
        for name in (*_TWICE, "dossiers_received"):
            self.paragraph += 1
            if self.rng.random() < 0.4:
                # the second time people round more coarsely
                yield from self._sentence((name, "all", "all"), coarser=self.rng.random() < 0.3)

    def _sentence(self, key: Key, about: bool = False, coarser: bool = False) -> Iterator[Statement]:
        if key in self.figures:
            written = self._written(key, coarser)
            if about and written.value:
                written.value, written.value_state = float(round(written.value, -1)), "approximate"
                written.half_unit, written.value_text = 0.0, f"khoảng {written.value:.0f}"
            self.column += 40 + len(written.value_text)
            end = self.column + len(written.value_text)
            written.source_locator = f"bao-cao.docx!paragraph {self.paragraph}:{self.column}-{end}"
            written.source_file, written.source_kind = f"{self.folder}/bao-cao.docx", "prose"
            yield written

    def _table(self, columns: Any, number: int) -> Iterator[Statement]:
        """A table of the narrative: a row for each field, and the columns beside it."""
        row = 2
        for name in self._fields():
            for column, code in enumerate(columns, start=3):
                written = self._written((code, "all", name))
                written.source_locator = f"bao-cao.docx!table {number}!row {row}!col {column}"
                written.source_file, written.source_kind = f"{self.folder}/bao-cao.docx", "form"
                yield written
            row += 1

    def _regime_form(self, form: str) -> Iterator[Statement]:
        """Forms II.06a and II.07b: rows are fields, with a row of totals below them; columns are the indicators."""
        codes = [code for code, row in catalogue().items() if row["form_code"] == form]
        scopes = [
            scope for scope in ("province", "district", "commune") if ("ii06a_resolved", scope, "all") in self.figures
        ]
        rows = [("all", "all"), *(("all", name) for name in self._fields())]
        rows += [(scope, "all") for scope in scopes if form == "II.06a"]
        for number, (scope, name) in enumerate(rows, start=9):
            for code in codes:
                written = self._written((code, scope, name))
                column = int(catalogue()[code]["row_code"])
                written.source_locator = f"bieu-mau.xlsx!{form}!{chr(64 + column)}{number}"
                written.source_file, written.source_kind = f"{self.folder}/bieu-mau.xlsx", "form"
                written.form_code, written.row_code, written.match_score = form, str(column), 1.0
                yield written

    def _form(self, form: str) -> Iterator[Statement]:
        """Forms BM1 to BM7: rows are the indicators; a row that does not apply stays blank."""
        assert self.report.unit
        row = 6
        for code, entry in catalogue().items():
            if entry["form_code"] != form or self.report.unit.level not in entry["levels"].split("|"):
                continue
            row += 1
            if entry["value_type"] in ("header", "unknown"):
                continue
            written = self._written((code, "all", "all"))
            written.source_locator = f"bieu-mau.xlsx!{form}!D{row}"
            written.source_file, written.source_kind = f"{self.folder}/bieu-mau.xlsx", "form"
            written.form_code, written.row_code, written.match_score = form, entry["row_code"], 1.0
            written.label = entry["name_vi"]
            yield written

    def _fields(self) -> list[str]:
        """Fields of which anything is known, in the order of the own office's list."""
        assert self.report.unit
        every = dict.fromkeys((*FIELDS[self.report.unit.level], *(name for names in FIELDS.values() for name in names)))
        return [name for name in every if ("dossiers_received", "all", name) in self.figures]

    def _written(self, key: Key, coarser: bool = False) -> Statement:
        """A figure with its digits: counts exact, rates and money rounded; what is not known stays blank."""
        code, scope, name = key
        entry, value = catalogue()[code], self.figures.get(key)
        written = Statement(code, value, "", "", scope=scope, field_code=name)
        if value is None:
            if entry["value_type"] == "count" and self.rng.random() < 0.6:
                written.value, written.value_text, written.value_state = 0.0, "-", "none_occurred"
            else:
                written.value_state = "blank"
        elif entry["value_type"] == "percent":
            decimals = max(0, self.style.decimals - coarser)
            written.value, written.half_unit = rounded(value, decimals), 0.5 * 10**-decimals
            written.value_text = f"{written.value:.{decimals}f}".replace(".", ",")
        elif entry["value_type"] == "money":
            unit = self.style.money
            written.value, written.half_unit = float(rounded(value / unit, 0) * unit), unit / 2 if unit > 1 else 0.0
            written.value_text = (
                f"{written.value / 10**6:.{0 if unit >= 10**6 else 3 if unit > 1 else 6}f} triệu đồng".replace(".", ",")
            )
        else:
            written.value, written.value_text = float(value), self._count(int(value))
            if value == 0 and self.rng.random() < 0.3:
                written.value_text, written.value_state = "không phát sinh", "none_occurred"
        return written

    def _count(self, value: int) -> str:
        if self.style.dotted:
            return f"{value:,}".replace(",", ".")
        return f"{value:02d}"

    def _scores(self) -> Iterator[IndexScore]:
        """PAR INDEX of districts once a year; the national index of services for the offices of today."""
        assert self.report.unit and self.report.period
        if not self.style.has_index:
            return
        if self.report.period.code.startswith("2026"):
            index, most = "QD766", {"ckmb": 18, "tdgq": 20, "online": 12, "tttt": 10, "mdsh": 22, "mdhl": 18}
        elif self.report.unit.level == "district" and self.report.period.code in ("2023", "2024", "2023-Q4", "2024-Q4"):
            index, most = "PAR", {"appraisal": 60, "survey": 10, "satisfaction": 30}
        else:
            return
        scores = {name: rounded(top * self.rng.uniform(0.75, 0.95), 2) for name, top in most.items()}
        scores["total"] = rounded(sum(scores.values()), 2)
        for row, (name, score) in enumerate(scores.items(), start=20):
            yield IndexScore(
                index, name, score, f"{score:.2f}".replace(".", ","), f"bao-cao.docx!table 9!row {row}!col 3",
                max_score=float(most.get(name, 100)), half_unit=0.005, period_code=self.report.period.code,
                source_file=f"{self.folder}/bao-cao.docx",
            )  # fmt: skip


def rounded(value: float, decimals: int) -> float:
    """Rounded half up, as people do."""
    scale = 10**decimals
    return int(value * scale + 0.5 + 1e-9) / scale


def with_rates(figures: dict[Key, float]) -> dict[Key, float]:
    """Figures with every rate whose parts are among them; a share of nothing has none."""
    rates = {
        (code, scope, name): 100 * figures[row["numerator_code"], scope, name] / whole
        for code, row in catalogue().items()
        if row["value_type"] == "percent" and row["numerator_code"]
        for (whole_code, scope, name), whole in figures.items()
        if whole_code == row["denominator_code"] and whole and (row["numerator_code"], scope, name) in figures
    }
    return figures | rates
