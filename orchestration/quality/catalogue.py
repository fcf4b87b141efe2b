"""The indicator catalogue as rules see it: what can be spoken of, what templates are filled with, rows below a row."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# rows that hold no figure to compute with
_NO_FIGURE = ("header", "unknown")


@dataclass(frozen=True)
class Catalogue:
    """The rows of ``indicators.csv``, by indicator_code."""

    rows: dict[str, dict[str, str]]

    @classmethod
    def read(cls, indicators_csv: Path) -> "Catalogue":
        """Raises OSError when there is no such file."""
        with indicators_csv.open(encoding="utf-8", newline="") as file:
            return cls({row["indicator_code"]: row for row in csv.DictReader(file)})

    @cached_property
    def forms(self) -> set[str]:
        return {row["form_code"] for row in self.rows.values()} - {""}

    @cached_property
    def counts(self) -> set[str]:
        """Indicators whose figures are whole numbers."""
        return {code for code, row in self.rows.items() if row["value_type"] == "count"}

    def levels_of(self, code: str) -> set[str]:
        """The levels of government that report it."""
        return set(self.rows[code]["levels"].split("|"))

    def levels_of_form(self, form: str) -> set[str]:
        """The levels of government that fill in at least a row of the form."""
        return set().union(*(self.levels_of(code) for code, row in self.rows.items() if row["form_code"] == form))

    @cached_property
    def templates(self) -> dict[str, list[dict[str, str]]]:
        """What ``for_each`` may name, with the words for its placeholders.

        ``rate`` percentages with both parts, ``percent`` those without, ``part`` the pairs of parts themselves,
        ``cumulative`` counts and sums of money that run from the start of the year.
        """
        templates: dict[str, list[dict[str, str]]] = {"rate": [], "percent": [], "part": [], "cumulative": []}
        pairs = set()
        for code, row in self.rows.items():
            part, whole = row["numerator_code"], row["denominator_code"]
            words = {"code": code, "name": row["name_vi"], "numerator": part, "denominator": whole}
            if row["is_cumulative"] == "true" and row["value_type"] in ("count", "money"):
                templates["cumulative"].append(words)
            if row["value_type"] != "percent":
                continue
            templates["rate" if part and whole else "percent"].append(words)
            # two rates may share their parts: the parts are compared once
            if part and whole and (part, whole) not in pairs:
                pairs.add((part, whole))
                names = f"{self.rows[part]['name_vi']} – {self.rows[whole]['name_vi']}"
                templates["part"].append(words | {"code": part, "name": names})
        return templates

    def rows_below(self, code: str) -> list[str]:
        """Rows one step below a row in its form (2.4.1 below 2.4) that hold the same kind of value."""
        row = self.rows[code]
        return [
            other
            for other, below in self.rows.items()
            if row["form_code"]
            and below["form_code"] == row["form_code"]
            and below["row_code"].rpartition(".")[0] == row["row_code"]
            and below["value_type"] == row["value_type"]
        ]

    def holds_figures(self, code: str) -> bool:
        """Whether a figure can stand there: not in a heading, nor in a row of unknown meaning."""
        return self.rows[code]["value_type"] not in _NO_FIGURE
