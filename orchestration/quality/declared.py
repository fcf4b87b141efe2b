"""What data stewards declare: findings they know of, and figures they correct (``expectations/*.yml``).

Both files are lists of entries, read as text, checked, and compiled to landing tables that dbt evaluates, as the rule
book is. An entry that cannot be meant fails the load; one that meets nothing in the warehouse does not: it is listed
in ``quality.acknowledgement`` or ``quality.correction`` with what was found.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.clock import day_in_vietnam
from orchestration.quality.steward_yaml import TextLoader, read_entries
from orchestration.reports.issuer.periods import period_of_code
from orchestration.reports.issuer.units import UnitRegister, UnitUnsettled
from orchestration.settings import Settings

_text, _number, _date = pa.string(), pa.float64(), pa.date32()
_WHO = [("who", _text), ("why", _text)]
DECLARED_TABLES: dict[str, pa.Schema] = {
    # grain: entry of acknowledged.yml; names finding_id, or rule, unit and period (a null scope means any)
    "acknowledgement": pa.schema(
        [
            ("entry", pa.int32()),  # place in the file, from 1
            ("finding_id", _text), ("rule_code", _text), ("unit_code", _text), ("period_code", _text),
            ("scope", _text), ("field_code", _text), ("subject", _text), *_WHO, ("until", _date),
        ]
    ),
    # grain: entry of corrections.yml
    "correction": pa.schema(
        [
            ("entry", pa.int32()),
            ("unit_code", _text), ("period_code", _text), ("indicator_code", _text), ("scope", _text),
            ("field_code", _text), ("expected", _number), ("value", _number),
            ("half_unit", _number),  # rounding of the value's own digits; null: as that of what it replaces
            *_WHO, ("declared_on", _date),
        ]
    ),
    # grain: practice of calendar.yml, level and period (orchestration/quality/report_calendar.py)
    "due_period": pa.schema(
        [
            ("practice", _text),
            ("province_code", _text),  # as of the period's end; null: the general practice
            ("unit_level", _text),
            ("owed_by", _text),  # all | senders
            ("period_code", _text),
            ("also_code", _text),  # a report called so serves as well
            ("cutoff_start", _date), ("cutoff_end", _date), ("due_date", _date),
            ("forms", _text),  # BM1|BM7
        ]
    ),
    # one row: the moment at which the load looks at the reports, and the day it is then
    "evaluation": pa.schema([("evaluated_at", pa.timestamp("us")), ("today", _date)]),
}  # fmt: skip
_SCOPES = ("all", "province", "district", "commune")


class DeclarationError(Exception):
    """An entry that cannot be used: names the file, the entry, what was found and what was expected."""


@dataclass
class _Reference:
    """The catalogues that entries are checked against; the units are read when the first entry names one."""

    register: UnitRegister
    value_types: dict[str, str]  # by indicator code
    fields: set[str]

    @classmethod
    def of(cls, settings: Settings) -> "_Reference":
        indicators, fields = _rows(settings.indicators_csv), _rows(settings.fields_csv)
        return cls(
            UnitRegister(settings.units_csv),
            {row["indicator_code"]: row["value_type"] for row in indicators},
            {row["field_code"] for row in fields},
        )


def read_declared(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Rows of the landing tables ``acknowledgement`` and ``correction``. Raises DeclarationError."""
    reference = _Reference.of(settings)
    acknowledged = list(_entries(settings.acknowledged_yml, _acknowledgement, reference))
    corrections = list(_entries(settings.corrections_yml, _correction, reference))
    declared: dict[tuple[Any, ...], int] = {}
    for row in corrections:
        figure = tuple(row[key] for key in ("unit_code", "period_code", "indicator_code", "scope", "field_code"))
        first = declared.setdefault((*figure, row["expected"]), row["entry"])
        if first != row["entry"]:
            raise DeclarationError(
                f"{settings.corrections_yml.name}, entry {row['entry']}: corrects the same figure as entry {first}"
            )
    return {"acknowledgement": acknowledged, "correction": corrections}


def write_declared(
    landing_dir: Path, declared: Mapping[str, list[dict[str, Any]]], evaluated_at: datetime
) -> dict[str, pa.Table]:
    """Write what is declared (rows by table) and the moment of evaluation (UTC) into landing; the tables by name."""
    moment = {"evaluated_at": evaluated_at, "today": day_in_vietnam(evaluated_at)}
    tables = {}
    for name, schema in DECLARED_TABLES.items():
        rows = [moment] if name == "evaluation" else declared.get(name, [])
        tables[name] = table = pa.Table.from_pylist(rows, schema) if rows else schema.empty_table()
        folder = landing_dir / name
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, folder / "declared.part")
        (folder / "declared.part").replace(folder / "declared.parquet")
    return tables


def corrections_not_applied(database: Path) -> list[str]:
    """What each correction that is not applied expects, and what the current report states instead."""
    with duckdb.connect(database, read_only=True) as warehouse:
        rows = warehouse.execute(
            """
            select entry, status, unit_code, period_code, indicator_code, scope, field_code, expected_value,
                found_texts, source_locators
            from quality.correction where status <> 'applied' order by entry
            """
        ).fetchall()
    return [
        f"corrections.yml, entry {entry}: {status}: {' '.join(figure)}: expected {expected:.15g}, "
        f"found {', '.join(found) or 'nothing'} ({', '.join(places) or 'no place'})"
        for entry, status, *figure, expected, found, places in rows
    ]


def unknown_acknowledgements(database: Path) -> int:
    """Entries of acknowledged.yml that mean no finding that ever was."""
    with duckdb.connect(database, read_only=True) as warehouse:
        counted = warehouse.execute("select count(*) from quality.acknowledgement where status = 'unknown'").fetchone()
    return counted[0] if counted else 0


def _entries(
    path: Path, compiled: Callable[["Entry", _Reference], dict[str, Any]], reference: _Reference
) -> Iterator[dict[str, Any]]:
    """Each entry of a file as a row. A file without entries, and no file, declare nothing."""
    if not path.exists():
        return
    try:
        entries = read_entries(path, TextLoader)
    except ValueError as error:
        raise DeclarationError(str(error)) from error
    for number, data in enumerate(entries, start=1):
        yield {"entry": number} | compiled(Entry(data, f"{path.name}, entry {number}"), reference)


def _acknowledgement(entry: "Entry", reference: _Reference) -> dict[str, Any]:
    row: dict[str, Any] = {"who": entry.text("who"), "why": entry.text("why"), "until": entry.day("until")}
    if "finding_id" in entry.keys:
        entry.only("finding_id", *row)
        return row | {"finding_id": entry.text("finding_id")}
    entry.only("rule_code", "unit", "unit_code", "period", "scope", "field", "subject", *row)
    return row | {
        "rule_code": entry.text("rule_code"),
        "period_code": entry.period(),
        "unit_code": entry.unit(reference.register),
        "scope": entry.one_of("scope", _SCOPES, None),
        "field_code": entry.one_of("field", reference.fields, None),
        "subject": entry.text("subject") if "subject" in entry.keys else None,
    }


def _correction(entry: "Entry", reference: _Reference) -> dict[str, Any]:
    entry.only(
        "unit", "unit_code", "period", "indicator_code", "scope", "field", "expected", "value", "who", "why", "on"
    )
    indicator = entry.text("indicator_code")
    value_type = reference.value_types.get(indicator)
    if value_type in (None, "header"):
        raise entry.error("indicator_code", indicator, "an indicator of the catalogue that has a value")
    whole = value_type in ("count", "money")
    value = entry.number("value", whole)
    return {
        "period_code": entry.period(),
        "unit_code": entry.unit(reference.register),
        "indicator_code": indicator,
        "scope": entry.one_of("scope", _SCOPES, "all"),
        "field_code": entry.one_of("field", reference.fields, "all"),
        "expected": float(entry.number("expected", whole)),
        "value": float(value),
        "half_unit": None if whole else 0.5 * 10.0 ** int(value.as_tuple().exponent),
        "who": entry.text("who"),
        "why": entry.text("why"),
        "declared_on": entry.day("on"),
    }


class Entry:
    """One entry of a file: its keys, each taken as what it must be. Every method raises DeclarationError."""

    def __init__(self, data: Any, where: str):
        self.where = where
        if not isinstance(data, dict):
            raise DeclarationError(f"{where}: found {type(data).__name__}, expected a mapping")
        self.keys: dict[str, Any] = data

    def error(self, key: str, found: object, expected: str) -> DeclarationError:
        return DeclarationError(f"{self.where}: {key}: found {found!r}, expected {expected}")

    def only(self, *allowed: str) -> None:
        if unknown := sorted(self.keys.keys() - set(allowed)):
            raise DeclarationError(f"{self.where}: unknown {', '.join(unknown)}; allowed: {', '.join(allowed)}")

    def text(self, key: str) -> str:
        found = self.keys.get(key)
        if not isinstance(found, str) or not found.strip():
            raise self.error(key, found, "some text")
        return found.strip()

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError:
            raise self.error(key, self.keys[key], "a date (2026-12-31)") from None

    def number(self, key: str, whole: bool) -> Decimal:
        """A number as computers write it: 27.185 is not 27185, and a count cannot be 27.185."""
        expected = "a whole number (27185)" if whole else "a number (41.67)"
        try:
            number = Decimal(self.text(key))
        except InvalidOperation:
            raise self.error(key, self.keys[key], expected) from None
        if not number.is_finite() or (whole and number != number.to_integral_value()):
            raise self.error(key, self.keys[key], expected)
        return number

    def one_of(self, key: str, expected: tuple[str, ...] | set[str], default: str | None) -> str | None:
        found = self.keys.get(key, default)
        if found is not None and (not isinstance(found, str) or found not in expected):
            raise self.error(key, found, f"one of {', '.join(sorted(expected))}")
        return found

    def period(self) -> str:
        try:
            return period_of_code(self.text("period")).code
        except ValueError:
            raise self.error("period", self.keys["period"], "a period code (2023-Q1)") from None

    def unit(self, register: UnitRegister) -> str:
        """Code of the unit: as given, or that of the name at the end of the period."""
        if ("unit" in self.keys) == ("unit_code" in self.keys):
            raise self.error("unit", sorted(self.keys), "either unit (a full name) or unit_code")
        if "unit_code" in self.keys:
            code = self.text("unit_code")
            if all(unit.code != code for unit in register.units):
                raise self.error("unit_code", code, "a code of the unit register")
            return code
        try:
            return register.resolve_written(self.text("unit"), period_of_code(self.period()).end).code
        except UnitUnsettled as error:
            raise DeclarationError(f"{self.where}: unit: {error}") from None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
