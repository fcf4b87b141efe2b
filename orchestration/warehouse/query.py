"""Reading back: queries against the published warehouse, read-only."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb


class NoWarehouse(FileNotFoundError):
    """Nothing has been published yet."""


class BadQuery(ValueError):
    """A query that cannot be run; the message is DuckDB's."""


@dataclass(frozen=True)
class Answer:
    """Column names and rows of a query."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def query(database: Path, sql: str, parameters: list[Any] | None = None) -> Answer:
    """Run one statement on a published warehouse.

    The connection can neither write nor reach other files. Raises NoWarehouse when there is no publication,
    BadQuery when the statement is wrong or not one.
    """
    if not database.exists():
        raise NoWarehouse(f"there is no published warehouse at {database}; run `cchc load` first")
    with duckdb.connect(database, read_only=True, config={"autoinstall_known_extensions": "false"}) as published:
        published.execute("set enable_external_access = false")
        try:
            statements = duckdb.extract_statements(sql)
            if len(statements) != 1:
                raise BadQuery(f"expected one statement, found {len(statements)}")
            result = published.execute(statements[0], parameters or [])
            columns = [column[0] for column in result.description or []]
            return Answer(columns, result.fetchall())
        except duckdb.Error as error:
            raise BadQuery(str(error)) from None


def findings(database: Path, unit: str | None, period: str | None, severity: str | None, status: str | None) -> Answer:
    """Findings of the published warehouse, errors first; ``unit`` is a key, a code or a part of the name."""
    conditions, parameters = ["true"], []
    if unit:
        conditions.append("(f.unit_key = ? or u.unit_code = ? or lower(u.unit_name) like '%' || lower(?) || '%')")
        parameters += [unit] * 3
    for column, value in (("period_code", period), ("severity", severity), ("status", status)):
        if value:
            conditions.append(f"f.{column} = ?")
            parameters.append(value)
    return query(
        database,
        f"""
        select f.*, u.unit_name, u.province_name
        from quality.finding f left join marts.dim_unit u using (unit_key)
        where {" and ".join(conditions)}
        order by case f.severity when 'error' then 1 when 'warning' then 2 else 3 end,
            u.unit_name, f.period_code, f.rule_code, f.finding_id
        """,
        parameters,
    )
