"""The whole graph on the project's own sample reports: load, load again, correct a report, load again; then loads
that fail, at publishing and at the checks of Great Expectations.
"""

import re
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest

from orchestration.defs.load import LoadFailed, LoadSummary, run_load
from orchestration.quality.history import HISTORY_TABLES
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.query import Answer, query

FORMS = Path("hai-duong/xa-doan-ket/2023-Q1/bieu-mau.xlsx")
QUESTIONS, QUESTIONS_ASKED = PROJECT_DIR / "docs/questions.md", 10
POLARS_TYPES = {
    "VARCHAR": pl.String,
    "BOOLEAN": pl.Boolean,
    "INTEGER": pl.Int32,
    "BIGINT": pl.Int64,
    "DOUBLE": pl.Float64,
    "DATE": pl.Date,
    "TIMESTAMP": pl.Datetime("us"),
    "VARCHAR[]": pl.List(pl.String),
}


@dataclass
class World:
    """A warehouse and the loads that made it; each load keeps the facts as they stood after it."""

    settings: Settings
    summaries: dict[str, LoadSummary] = field(default_factory=dict)
    facts: dict[str, list[tuple]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)  # of the checks
    answers: dict[str, dict[int, Answer]] = field(default_factory=dict)  # by question of docs/questions.md

    def load(self, name: str) -> None:
        self.summaries[name] = run_load(self.settings)
        self.facts[name] = self.ask("select * from marts.fct_indicator_value order by all")
        self.pages[name] = self.page()
        asked = {number: blocks(text, "sql") for number, text in questions().items()}
        self.answers[name] = {number: query(self.settings.published_db, sql) for number, [sql] in asked.items()}

    def page(self) -> str:
        return (self.settings.validation_dir / "index.html").read_text(encoding="utf-8")

    def ask(self, sql: str, *parameters: object) -> list[tuple]:
        with duckdb.connect(self.settings.published_db, read_only=True) as published:
            return published.execute(sql, list(parameters)).fetchall()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    raw = folder / "raw"
    shutil.copytree(PROJECT_DIR / "raw", raw)
    world = World(Settings(raw_dir=raw, warehouse_dir=folder / "warehouse"))
    world.load("first")
    world.load("nothing new")
    workbook = openpyxl.load_workbook(raw / FORMS)
    row = next(row for row in workbook["BM1"].iter_rows() if str(row[0].value).rstrip(".") == "2")
    cell = next(cell for cell in row if cell.value in (50, "50"))
    cell.value = "41,67"
    workbook.save(raw / FORMS)
    world.load("corrected")
    return world


def test_the_first_load_reads_what_can_be_settled_and_refuses_the_rest(world: World) -> None:
    summary = world.summaries["first"]
    assert (summary.read, summary.refused, summary.unchanged) == (8, 1, 0)
    [(submission, reason)] = summary.refusals
    assert submission == "tinh-khong-ro/xa-khong-ten/2023-Q2"
    assert "không rõ đơn vị" in reason
    listed = world.ask("select source_file, refusal_reason from marts.dim_report where status = 'refused'")
    assert [(file, told) for file, told in listed] == [(f"{submission}/bao-cao.txt", reason)]


@pytest.mark.parametrize(
    ("unit", "indicator", "scope", "field_code", "value"),
    [
        ("Xã Đoàn Kết", "dossiers_received", "all", "all", 523),
        ("Xã Đoàn Kết", "dossiers_received_online", "all", "nguoi_co_cong", 9),
        ("Xã Đoàn Kết", "staff_present", "all", "all", 18),
        ("Huyện Hương Khê", "dossiers_received", "all", "all", 27185),
        ("Huyện Hương Khê", "dossiers_received_partial_online", "commune", "all", 15394),
        ("Huyện Hương Khê", "plan_completion_rate", "all", "all", 95.9),
        ("Huyện Hương Khê", "public_investment_disbursed", "all", "all", 260_802_000_000),
    ],
)
def test_preferred_values(world: World, unit: str, indicator: str, scope: str, field_code: str, value: float) -> None:
    found = world.ask(
        """
        select f.value from marts.fct_indicator_value f
        join marts.dim_report r using (report_id) join marts.dim_unit u on f.unit_key = u.unit_key
        where r.is_current and f.is_preferred and u.unit_name = ?
            and f.indicator_code = ? and f.scope = ? and f.field_code = ?
        """,
        unit, indicator, scope, field_code,
    )  # fmt: skip
    assert found == [(pytest.approx(value),)]


def test_every_contradiction_is_told_and_nothing_else_is_an_error(world: World) -> None:
    errors = world.ask(
        """
        select u.unit_name, round(reported_value, 2), round(expected_value, 2)
        from quality.finding f join marts.dim_unit u using (unit_key)
        where severity = 'error' and reported_value is not null order by all
        """
    )
    assert errors == [
        ("Huyện Hương Khê", 975.0, 3436.0),  # counts toàn trình only
        ("Huyện Hương Khê", 6229.0, 21623.0),
        ("Huyện Tuy Phước", 82.13, 81.13),  # components of the index
        ("Tỉnh Gia Lai", 18.1, 18.0),  # scores of communes above the maximum, as the national portal shows them
        ("Tỉnh Gia Lai", 18.17, 18.0),
        ("Tỉnh Gia Lai", 60.87, 60.99),  # totals of communes that their groups do not add up to
        ("Tỉnh Gia Lai", 66.8, 66.88),
        ("Tỉnh Gia Lai", 71.32, 71.45),
        ("Tỉnh Gia Lai", 72.73, 72.69),
        ("Tỉnh Gia Lai", 73.48, 73.53),
        ("Tỉnh Gia Lai", 73.5, 73.46),
        ("Tỉnh Gia Lai", 73.6, 73.71),
        ("Tỉnh Gia Lai", 75.31, 75.27),
        ("Xã Đoàn Kết", 19.0, 18.0),
        ("Xã Đoàn Kết", 28.0, 19.0),
        ("Xã Đoàn Kết", 50.0, 41.67),
        ("Xã Đoàn Kết", 495.0, 504.0),
        ("Xã Đoàn Kết", 523.0, 0.0),  # the block of rows 6.7 and 6.8, told once
    ]
    others = world.ask("select distinct rule_code from quality.finding where reported_value is null order by all")
    assert others == [("document_date_after_report",), ("malformed_date",), ("period_title_body",)]


def test_index_tables_are_compared_and_never_joined_over_merged_provinces(world: World) -> None:
    told = world.ask("select unit_key, rule_code, suspect_locator from quality.finding where rule_code like 'index%'")
    assert told == [("BNV_20070731", "index_source", "chi-so-da-cong-bo.csv!D25")]
    places = world.ask(
        """
        select boundary, count(*), count(case when rank = reported_rank then 1 end) from marts.index_comparison
        where index_code = 'QD766' and component_code = 'total' and unit_level = 'province' group by all order by all
        """
    )
    assert places == [("as_reported", 34, 34), ("current", 34, 34)]
    papi = world.ask(
        """
        select unit_name, score, no_value_reason from marts.index_comparison
        where index_code = 'PAPI' and period_code = '2023' and boundary = 'current' order by all
        """
    )
    assert papi == [
        ("Thành phố Huế", 46.0415, None),
        ("Thành phố Hà Nội", 43.9603, None),
        ("Thành phố Hồ Chí Minh", None, "not_additive"),
        ("Thành phố Quảng Ninh", None, "not_published"),
        ("Tỉnh Lâm Đồng", None, "not_additive"),
    ]
    groups = world.ask("select subject_kind, count(*) from marts.index_group_score group by all order by all")
    assert groups == [("country", 3), ("group", 2), ("region", 10)]


def test_a_value_walks_back_to_its_cell(world: World) -> None:
    [(locator,)] = world.ask(
        """
        select source_locator from marts.fct_indicator_value f join marts.dim_report r using (report_id)
        join marts.dim_indicator i using (indicator_code)
        where r.is_current and i.form_code = 'BM7' and i.row_code = '6.7'
        """
    )
    file, sheet, address = locator.split("!")
    cell = openpyxl.load_workbook(world.settings.raw_dir / FORMS.parent / file)[sheet][address]
    assert cell.value in (523, "523")


def test_a_load_with_nothing_new_changes_no_fact_and_says_so(world: World) -> None:
    summary = world.summaries["nothing new"]
    assert (summary.load_id, summary.read, summary.refused, summary.unchanged) == (None, 0, 0, 9)
    assert world.facts["nothing new"] == world.facts["first"]
    assert summary.alerts == 0


def test_a_changed_file_is_a_new_revision_and_the_old_one_stays(world: World) -> None:
    assert (world.summaries["corrected"].read, world.summaries["corrected"].unchanged) == (1, 8)
    revisions = world.ask(
        """
        select r.revision, r.is_current, f.value
        from marts.dim_report r join marts.fct_indicator_value f using (report_id)
        join marts.dim_unit u on r.unit_key = u.unit_key
        where u.unit_name = 'Xã Đoàn Kết' and f.indicator_code = 'plan_completion_rate' order by 1
        """
    )
    assert revisions == [(1, False, 50.0), (2, True, 41.67)]
    received = world.settings.received_dir
    hashes = world.ask("select source_sha256 from marts.dim_report_file where source_file like '%bieu-mau.xlsx'")
    assert len(hashes) == 2
    assert all((received / sha[:2] / f"{sha}.xlsx").exists() for (sha,) in hashes)


def test_a_corrected_contradiction_is_resolved_and_the_unit_is_told(world: World) -> None:
    [(status, seen, resolved)] = world.ask(
        "select status, first_seen_at, resolved_at from quality.finding where rule_code like '%plan_completion_rate'"
    )
    assert status == "resolved"
    assert seen < resolved
    kinds = world.ask("select unit_key, kind from quality.alert where unit_key like '11263%' order by sent_at")
    assert kinds == [("11263_20040708", "opened"), ("11263_20040708", "resolved")]


def test_doubted_figures_stay_out_of_the_comparison_of_provinces(world: World) -> None:
    provinces = world.ask(
        """
        select boundary, province_name, value, basis from marts.province_comparison
        where period_code = '2023-Q1' and indicator_code = 'dossiers_received' order by 1
        """
    )
    assert provinces == [
        ("as_reported", "Tỉnh Hải Dương", 523.0, "rolled_up"),
        ("current", "Thành phố Hải Phòng", 523.0, "rolled_up"),
    ]
    doubted = world.ask(
        """
        select distinct value, no_value_reason, distrusted_values > 0 from marts.province_comparison
        where indicator_code = 'dossiers_received_online' and period_code = '2023-Q1'
        """
    )
    assert doubted == [(None, "distrusted", True)]


def test_parquet_holds_the_same_tables(world: World) -> None:
    tables = world.ask(
        "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' order by all"
    )
    assert {schema for schema, _ in tables} == {"marts", "quality"}
    for schema, table in tables:
        file = world.settings.parquet_dir / schema / f"{table}.parquet"
        assert duckdb.execute("select count(*) from read_parquet(?)", [str(file)]).fetchall() == world.ask(
            f"select count(*) from {schema}.{table}"
        )


def questions() -> dict[int, str]:
    """The text below each heading of docs/questions.md, by its number."""
    found = re.findall(r"^## (\d+)\. .+?\n(.*?)(?=^## |\Z)", QUESTIONS.read_text(encoding="utf-8"), re.M | re.S)
    return {int(number): text for number, text in found}


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, re.S)


def shows(cell: str, value: object) -> bool:
    """Whether a cell of the page shows the value, whole or cut off at …"""
    told = "" if value is None else str(value)
    return told.startswith(cell[:-1]) if cell.endswith("…") else told == cell


def test_each_question_of_analysts_is_answered_as_the_page_shows(world: World) -> None:
    assert list(questions()) == list(range(1, QUESTIONS_ASKED + 1))
    for number, text in questions().items():
        answer = world.answers["first"][number]
        [shown] = blocks(text, "text")
        head, *rows = [[cell.strip() for cell in line.split("│")] for line in shown.splitlines()]
        assert head == answer.columns and rows, f"question {number}"
        for row in rows:
            assert any(all(map(shows, row, found)) for found in answer.rows), f"question {number}: {row}"


def test_each_table_and_column_of_the_database_says_what_it_is_in_both_languages(world: World) -> None:
    for table in ("tables", "columns"):
        comments = world.ask(f"select comment from duckdb_{table}() where schema_name in ('marts', 'quality')")
        assert comments and all(len((comment or "").splitlines()) == 2 for (comment,) in comments)
    [(told,)] = world.ask("select comment from duckdb_columns() where column_name = 'source_sha256' limit 1")
    assert "fingerprint" in told.splitlines()[0] and "Mã băm" in told.splitlines()[1]


def test_pandas_and_polars_open_each_published_table_as_it_is(world: World) -> None:
    for file in sorted(world.settings.parquet_dir.rglob("*.parquet")):
        columns = world.ask(f"select column_name, column_type from (describe {file.parent.name}.{file.stem})")
        expected = {name: POLARS_TYPES[kind] for name, kind in columns}
        assert pl.read_parquet(file).schema == expected, file
        rows = world.ask(f"select count(*) from {file.parent.name}.{file.stem}")
        assert [(len(pd.read_parquet(file)),)] == rows


def test_what_analysts_open_holds_vietnamese_text_dates_and_numbers(world: World) -> None:
    marts = world.settings.parquet_dir / "marts"
    received = ("11263_20040708", "dossiers_received", "all", "all")
    units, values = pd.read_parquet(marts / "dim_unit.parquet"), pd.read_parquet(marts / "fct_indicator_value.parquet")
    unit = units.set_index("unit_key").loc[received[0]]
    assert (unit["unit_name"], unit["valid_from"]) == ("Xã Đoàn Kết", date(2004, 7, 8))
    keys = ["unit_key", "indicator_code", "scope", "field_code"]
    assert list(values[values["is_preferred"]].set_index(keys).loc[[received], "value"].unique()) == [523.0]
    row = pl.read_parquet(marts / "dim_unit.parquet").row(by_predicate=pl.col("unit_key") == received[0], named=True)
    assert (row["unit_name"], row["valid_from"]) == ("Xã Đoàn Kết", date(2004, 7, 8))


def test_a_load_that_fails_leaves_the_last_good_publication(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = world.settings.published_db.read_bytes()

    def broken(*_: object) -> None:
        raise OSError("no space left on device")

    kept = [path for table in HISTORY_TABLES for path in (world.settings.landing_dir / table).iterdir()]
    monkeypatch.setattr("orchestration.defs.publication.publish", broken)
    with pytest.raises(LoadFailed, match="no space left on device"):
        run_load(world.settings)
    assert world.settings.published_db.read_bytes() == before
    assert [path for table in HISTORY_TABLES for path in (world.settings.landing_dir / table).iterdir()] == kept


def test_doubtful_content_is_told_and_published(world: World) -> None:
    failed = world.summaries["first"].expectations_failed
    assert failed["critical"] == 0
    assert failed["warning"] >= 1  # nothing newer than 2024 has come
    assert "Được phép công bố." in world.pages["first"] and "latest_end_date" in world.pages["first"]


def test_a_broken_table_leaves_the_last_good_publication(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = world.settings.published_db.read_bytes()
    suites = shutil.copytree(world.settings.published_suites_dir, tmp_path / "suites")
    suite = suites / "dim_indicator.json"
    strict = suite.read_text(encoding="utf-8").replace('"min_value": 293', '"min_value": 100000')
    suite.write_text(strict, encoding="utf-8")
    monkeypatch.setattr(Settings, "published_suites_dir", suites)
    with pytest.raises(LoadFailed, match=r"published_tables failed: .*marts\.dim_indicator: Danh mục không ít đi"):
        run_load(world.settings)
    assert world.settings.published_db.read_bytes() == before
    assert "Chưa công bố" in world.page()
