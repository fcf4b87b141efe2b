"""Publishing: whole or not at all, in a format that older tools open, with readers left alone."""

from pathlib import Path

import duckdb
import pytest
from published import published_rows

from orchestration.settings import Settings
from orchestration.warehouse import publish as publishing
from orchestration.warehouse.publish import STORAGE_VERSION, PublishError, publish


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(warehouse_dir=tmp_path / "kho dữ liệu 'thử'")
    build(settings, units=3)
    return settings


def build(settings: Settings, units: int, storage: str = STORAGE_VERSION) -> None:
    settings.build_db.parent.mkdir(parents=True, exist_ok=True)
    settings.build_db.unlink(missing_ok=True)
    with duckdb.connect(settings.build_db, config={"storage_compatibility_version": storage}) as database:
        for schema in ("reference", "staging", "intermediate", "marts", "quality"):
            database.execute(f"create schema {schema}")
        database.execute(f"create table reference.units as select range as unit_key from range({units})")
        database.execute("create view staging.stg_unit as select * from reference.units")
        database.execute("create table intermediate.int_unit as select * from staging.stg_unit")
        database.execute("create table marts.dim_unit as select * from intermediate.int_unit")
        database.execute("create table quality.finding as select 'a' as finding_id, ['x!A1'] as source_locators")


def tables(path: Path) -> list[str]:
    with duckdb.connect(path, read_only=True) as database:
        return [
            row[0]
            for row in database.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        ]


def test_only_marts_and_quality_are_published(settings: Settings) -> None:
    assert publish(settings) == {"marts.dim_unit": 3, "quality.finding": 1}
    assert sorted(tables(settings.published_db)) == ["marts.dim_unit", "quality.finding"]
    assert published_rows(settings) == {"marts.dim_unit": 3, "quality.finding": 1}
    assert "intermediate.int_unit" in tables(settings.build_db)
    assert sorted(path.name for path in settings.build_db.parent.iterdir()) == ["cchc_build.duckdb"]


def test_the_same_tables_stand_as_parquet(settings: Settings) -> None:
    publish(settings)
    finding = settings.parquet_dir / "quality" / "finding.parquet"
    assert duckdb.read_parquet(str(finding)).fetchall() == [("a", ["x!A1"])]
    assert duckdb.read_parquet(str(settings.parquet_dir / "marts" / "dim_unit.parquet")).fetchall() == [
        (0,),
        (1,),
        (2,),
    ]


def test_parquet_of_a_table_that_is_gone_goes_too(settings: Settings) -> None:
    publish(settings)
    with duckdb.connect(settings.build_db) as database:
        database.execute("drop table quality.finding")
    publish(settings)
    assert [path.name for path in settings.parquet_dir.rglob("*.parquet")] == ["dim_unit.parquet"]


def test_a_reader_of_the_old_publication_reads_on(settings: Settings) -> None:
    publish(settings)
    reader = duckdb.connect(settings.published_db, read_only=True)
    build(settings, units=5)
    publish(settings)
    assert reader.execute("select count(*) from marts.dim_unit").fetchone() == (3,)
    reader.close()
    assert published_rows(settings)["marts.dim_unit"] == 5


def test_the_file_opens_in_older_tools(settings: Settings) -> None:
    publish(settings)
    with duckdb.connect(settings.published_db, read_only=True) as database:
        (tags,) = database.execute(
            "select tags from duckdb_databases() where database_name = current_database()"
        ).fetchone() or ({},)
    assert tags["storage_version"] == "v1.5.0+"


def test_a_newer_storage_format_is_not_published(settings: Settings) -> None:
    publish(settings)
    build(settings, units=5, storage="latest")
    with pytest.raises(PublishError, match="storage format"):
        publish(settings)
    assert published_rows(settings)["marts.dim_unit"] == 3


def test_a_failure_leaves_the_last_good_publication(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(settings)
    build(settings, units=5)

    def power_cut(_path: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(publishing, "_flush", power_cut)
    with pytest.raises(OSError, match="no space"):
        publish(settings)
    assert published_rows(settings)["marts.dim_unit"] == 3
    assert len(duckdb.read_parquet(str(settings.parquet_dir / "marts" / "dim_unit.parquet"))) == 3
    assert [path.name for path in settings.build_db.parent.iterdir()] == ["cchc_build.duckdb"]


def test_a_write_ahead_log_of_a_broken_build_is_taken_in(settings: Settings) -> None:
    database = duckdb.connect(settings.build_db)
    database.execute("set wal_autocheckpoint = '1TB'")
    database.execute("insert into marts.dim_unit values (3)")
    wal = settings.build_db.with_name(settings.build_db.name + ".wal")
    saved = settings.build_db.read_bytes(), wal.read_bytes()
    database.close()
    settings.build_db.write_bytes(saved[0])
    wal.write_bytes(saved[1])
    assert publish(settings)["marts.dim_unit"] == 4


def test_a_log_left_by_an_analyst_does_not_reach_the_new_file(settings: Settings) -> None:
    publish(settings)
    log = settings.published_db.with_name(settings.published_db.name + ".wal")
    log.write_bytes(b"not of this file")
    publish(settings)
    assert not log.exists()
    assert published_rows(settings)["marts.dim_unit"] == 3


def test_nothing_to_publish_is_said(tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path)
    assert published_rows(settings) == {}
    with pytest.raises(PublishError, match="no build database"):
        publish(settings)
    settings.build_db.parent.mkdir()
    duckdb.connect(settings.build_db).close()
    with pytest.raises(PublishError, match="no table"):
        publish(settings)
