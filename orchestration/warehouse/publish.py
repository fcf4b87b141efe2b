"""Publishing: the build database becomes what analysts open, in one rename.

Readers of the old file go on reading it; a failure before the rename leaves the last good publication.
"""

import os
import shutil
from pathlib import Path

import duckdb

from orchestration.settings import Settings

PUBLISHED_SCHEMAS = ("marts", "quality")
_BUILD_SCHEMAS = ("staging", "intermediate", "reference")
# The oldest tools that must open the file (see docs): DuckDB writes its newest format unless told otherwise.
STORAGE_VERSION = "v1.5.0"
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": STORAGE_VERSION,
    "autoinstall_known_extensions": "false",
}


class PublishError(RuntimeError):
    """The build database cannot be published; the last good publication stands."""


def publish(settings: Settings) -> dict[str, int]:
    """Publish the build database and its tables as Parquet; rows by table (``marts.dim_unit`` → 321).

    The build database must not be open elsewhere. Raises PublishError when there is none, when it holds no
    table to publish, or when its storage format is newer than analysts' tools.
    """
    if not settings.build_db.exists():
        raise PublishError(f"there is no build database {settings.build_db}")
    copy = settings.build_db.with_name("publishing.duckdb")
    parquet = settings.build_db.with_name("publishing_parquet")
    _remove(copy, parquet)
    try:
        # A build that broke off may have left a write-ahead log: opening the database takes it in.
        with duckdb.connect(settings.build_db, config=_CONFIG) as build:
            build.execute("checkpoint")
        shutil.copyfile(settings.build_db, copy)
        rows = _prepare(copy, parquet)
        for path in (copy, *parquet.rglob("*.parquet")):
            _flush(path)
        # A log that an analyst's writable session left behind belongs to the old file.
        settings.published_db.with_name(settings.published_db.name + ".wal").unlink(missing_ok=True)
        copy.replace(settings.published_db)
        _swap_parquet(parquet, settings.parquet_dir)
        _flush(settings.warehouse_dir)
    finally:
        _remove(copy, parquet)
    return rows


def _prepare(copy: Path, parquet: Path) -> dict[str, int]:
    """Strip the copy to what is published and write each table as Parquet below `parquet`."""
    with duckdb.connect(copy, config=_CONFIG) as database:
        for schema in _BUILD_SCHEMAS:
            database.execute(f"drop schema if exists {schema} cascade")
        rows = _count(database)
        if not rows:
            raise PublishError("the build database holds no table of " + " or ".join(PUBLISHED_SCHEMAS))
        for table in rows:
            target = parquet / (table.replace(".", "/") + ".parquet")
            target.parent.mkdir(parents=True, exist_ok=True)
            database.execute(f"copy {table} to '{str(target).replace(chr(39), chr(39) * 2)}' (format parquet)")
        database.execute("checkpoint")
        version = _storage_version(database)
        if not version.startswith(STORAGE_VERSION.removesuffix(".0")):
            raise PublishError(f"storage format {version} of the build database, {STORAGE_VERSION} is needed")
    return rows


def _count(database: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = database.execute(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema in (select unnest(?)) and table_type = 'BASE TABLE' order by 1",
        [list(PUBLISHED_SCHEMAS)],
    ).fetchall()
    counts = {}
    for (table,) in tables:
        counted = database.execute(f"select count(*) from {table}").fetchone()
        counts[table] = counted[0] if counted else 0
    return counts


def _storage_version(database: duckdb.DuckDBPyConnection) -> str:
    """Storage version of the open database file, as DuckDB names it (``v1.5.0+``)."""
    found = database.execute(
        "select tags['storage_version'] from duckdb_databases() where database_name = current_database()"
    ).fetchone()
    return str(found[0]) if found else ""


def _swap_parquet(new: Path, published: Path) -> None:
    """Each file by one rename; files of tables that are gone go too."""
    current = {path.relative_to(new) for path in new.rglob("*.parquet")}
    for name in current:
        (published / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).replace(published / name)
    for path in published.rglob("*.parquet"):
        if path.relative_to(published) not in current:
            path.unlink()


def _flush(path: Path) -> None:
    """Onto the disk, so that a power cut after the rename finds whole files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(copy: Path, parquet: Path) -> None:
    for path in (copy, copy.with_name(copy.name + ".wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(parquet, ignore_errors=True)
