"""What a publication holds, counted with DuckDB alone."""

import duckdb

from orchestration.settings import Settings


def published_rows(settings: Settings) -> dict[str, int]:
    """Rows by table of the publication that stands; empty when there is none."""
    if not settings.published_db.exists():
        return {}
    with duckdb.connect(settings.published_db, read_only=True) as published:
        tables = published.sql("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
        return {table: published.table(table).count("*").fetchall()[0][0] for (table,) in tables}
