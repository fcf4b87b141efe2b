"""The catalogue of indicators and fields, as data: what a form row or a sentence may speak of."""

import csv
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from orchestration.reports.text import bare, key


@dataclass(frozen=True)
class Indicator:
    """An indicator of the catalogue; form rows carry form_code (BM7) and row_code (6.7.1)."""

    code: str
    form_code: str
    row_code: str
    name_vi: str
    unit_of_measure: str
    value_type: str
    numerator_code: str
    is_cumulative: bool

    @cached_property
    def bare_name(self) -> str:
        return bare(self.name_vi)


@lru_cache(maxsize=8192)
def bare_without_brackets(label: str) -> str:
    """A bare label without what stands in brackets, which officers often leave out."""
    return bare(re.sub(r"\([^()]*\)", " ", label)) or bare(label)


class Catalogue:
    """Indicators by form row and the fields of dossiers by alias."""

    def __init__(self, indicators_csv: Path, fields_csv: Path):
        with indicators_csv.open(encoding="utf-8", newline="") as file:
            self.indicators = {
                row["indicator_code"]: Indicator(
                    row["indicator_code"], row["form_code"], row["row_code"], row["name_vi"],
                    row["unit_of_measure"], row["value_type"], row["numerator_code"], row["is_cumulative"] == "true",
                )
                for row in csv.DictReader(file)
            }  # fmt: skip
        self.by_row = {(i.form_code, i.row_code): i for i in self.indicators.values() if i.form_code}
        self.forms: dict[str, dict[str, Indicator]] = {}
        for (form, row), indicator in self.by_row.items():
            self.forms.setdefault(form, {})[row] = indicator
        # the rate that a numerator feeds, for "495 hồ sơ, chiếm 95%"
        self.rate_of = {i.numerator_code: i.code for i in self.indicators.values() if i.numerator_code}
        with fields_csv.open(encoding="utf-8", newline="") as file:
            self.fields = {
                key(alias): row["field_code"]
                for row in csv.DictReader(file)
                for alias in [row["name_vi"], *row["aliases"].split("|")]
                if alias
            }
