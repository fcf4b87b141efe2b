"""Great Expectations in the load: checks stand on the tables, a broken table is not published, a doubtful one is."""

import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from orchestration.definitions import defs
from orchestration.defs.load import LoadFailed, run_load
from orchestration.quality.validation import read_suites
from orchestration.settings import PROJECT_DIR, Settings

REPORT = "hai-duong/xa-doan-ket/2023-Q1"


def test_every_suite_is_a_check_of_its_table_that_can_stop_the_publication() -> None:
    graph = defs.resolve_asset_graph()
    for suite in read_suites(Settings().published_suites_dir):
        key = dg.AssetCheckKey(dg.AssetKey(suite.table.split(".")), f"expectations_{suite.name}")
        assert graph.get(key).blocking, key
    job = defs.resolve_job_def("nightly_load")
    assert {key for key in graph.asset_check_keys if key.name.startswith("expectations_")} <= set(
        job.asset_layer.asset_graph.asset_check_keys
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("validated")
    shutil.copytree(PROJECT_DIR / "raw" / REPORT, folder / "raw" / REPORT)
    settings = Settings(raw_dir=folder / "raw", warehouse_dir=folder / "warehouse")
    return settings, run_load(settings)


def test_doubtful_content_is_told_and_published(loaded: Any) -> None:
    settings, summary = loaded
    assert summary.expectations_failed["critical"] == 0
    assert summary.expectations_failed["warning"] >= 1  # nothing newer than 2023 has come
    page = (settings.validation_dir / "index.html").read_text(encoding="utf-8")
    assert "Được phép công bố." in page and "latest_end_date" in page
    with duckdb.connect(settings.published_db, read_only=True) as published:
        assert published.execute("select count(*) from marts.dim_report").fetchone() == (1,)


def test_a_broken_table_leaves_the_last_good_publication(
    loaded: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, _ = loaded
    before = settings.published_db.read_bytes()
    suites = shutil.copytree(settings.published_suites_dir, tmp_path / "suites")
    suite = suites / "dim_indicator.json"
    strict = suite.read_text(encoding="utf-8").replace('"min_value": 293', '"min_value": 100000')
    suite.write_text(strict, encoding="utf-8")
    monkeypatch.setattr(Settings, "published_suites_dir", suites)

    with pytest.raises(LoadFailed, match=r"published_tables failed: .*marts\.dim_indicator: Danh mục không ít đi"):
        run_load(settings)

    assert settings.published_db.read_bytes() == before
    assert "Chưa công bố" in (settings.validation_dir / "index.html").read_text(encoding="utf-8")
