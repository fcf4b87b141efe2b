"""What the workbook of provinces shows: rows of marts.province_comparison of one period and boundary, by form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from orchestration.warehouse.query import query

Row = Mapping[str, Any]
_SQL = """
    select c.*, i.form_code, i.row_code, i.name_vi, i.unit_of_measure, i.value_type, i.direction, i.source_status
    from marts.province_comparison c join marts.dim_indicator i using (indicator_code)
    where c.boundary = ? and c.period_code = ?
    order by c.rank nulls last, c.value is null, c.province_name, c.province_code
"""


class NothingToExport(ValueError):
    """No row fits what was asked for; the message says what there is."""


@dataclass(frozen=True)
class Comparison:
    """Provinces of one period and boundary: for each form (None: of no form) its indicators, each a list of rows.

    A row has the columns of marts.province_comparison and those of its indicator. The best rank comes first, provinces
    without a rank and then those without a value last.
    """

    period_code: str
    boundary: str
    forms: dict[str | None, list[list[Row]]]


def comparison(database: Path, period: str | None, boundary: str, indicators: Sequence[str] = ()) -> Comparison:
    """Read the comparison of a period (None: the newest one) from a published warehouse.

    Raises NoWarehouse, and NothingToExport for an unknown period or indicator or when there is no row.
    """
    _check_indicators(database, indicators)
    period = _period(database, period, boundary, indicators)
    rows = query(database, _SQL, [boundary, period]).records()
    rows = [row for row in rows if not indicators or row["indicator_code"] in indicators]
    rows.sort(key=_place)  # stable: provinces stay in the order of the query
    forms: dict[str | None, list[list[Row]]] = {
        form: [list(of_one) for _, of_one in groupby(of_form, key=lambda row: row["indicator_code"])]
        for form, of_form in groupby(rows, key=lambda row: row["form_code"])
    }
    return Comparison(period, boundary, forms)


def minimum_coverage(dbt_project_dir: Path) -> float:
    """The share of units (0 to 1) from which a value rolled up is ranked: min_coverage of the dbt project."""
    project = yaml.safe_load((dbt_project_dir / "dbt_project.yml").read_text(encoding="utf-8"))
    return float(project["vars"]["min_coverage"])


def _check_indicators(database: Path, indicators: Sequence[str]) -> None:
    known = {code for (code,) in query(database, "select indicator_code from marts.dim_indicator").rows}
    if unknown := [code for code in indicators if code not in known]:
        raise NothingToExport(f"unknown indicator {', '.join(unknown)}; codes stand in marts.dim_indicator")


def _period(database: Path, period: str | None, boundary: str, indicators: Sequence[str]) -> str:
    """The period asked for, else the newest that has a row; of two that end together the longer (a year, not Q4)."""
    found = query(
        database,
        """
        select distinct c.period_code, p.end_date, p.start_date, c.indicator_code
        from marts.province_comparison c join marts.dim_period p using (period_code)
        where c.boundary = ? order by p.end_date desc nulls last, p.start_date, c.period_code
        """,
        [boundary],
    ).records()
    rows = [row for row in found if not indicators or row["indicator_code"] in indicators]
    periods = list(dict.fromkeys(row["period_code"] for row in rows))
    what = f"a figure of {' or '.join(indicators)}" if indicators else "a figure"
    if not periods:
        raise NothingToExport(f"no province has {what} in any period (boundary {boundary})")
    if period is None:
        return periods[0]
    if period not in periods:
        raise NothingToExport(f"no province has {what} in period {period}; there are {', '.join(periods)}")
    return period


def _place(row: Row) -> tuple[Any, ...]:
    """Forms in the order of their numbers, rows in that of theirs (2 before 10); figures of no form last, by name."""
    form, number = row["form_code"], row["row_code"]
    return (form is None, _natural(form or ""), _natural(number or ""), row["name_vi"], row["indicator_code"])


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(digits), "") if digits else (-1, word) for digits, word in re.findall(r"(\d+)|([^\d.]+)", text)]
