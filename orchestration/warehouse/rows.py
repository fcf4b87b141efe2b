"""Rows in and out of DuckDB as plain Python, without pyarrow or pandas, which take longer to import than a check."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb


def select_rows(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> tuple[str, list[list[Any]]]:
    """A query that gives rows as columns of these SQL types, and its parameters; a key that a row lacks is null."""
    selected = ", ".join(f'unnest(cast(? as {kind}[])) as "{name}"' for name, kind in columns.items())
    return f"select {selected}", [[row.get(name) for row in rows] for name in columns]


def dicts(result: duckdb.DuckDBPyRelation) -> list[dict[str, Any]]:
    """All rows of a query, one dict a row."""
    return [dict(zip(result.columns, row, strict=True)) for row in result.fetchall()]
