"""What values of units and provinces cost at the size of the country; ``make bench``, or with the number of figures.

Every commune of before the mergers of 2025 reports on Q1, six months, nine months and the year, two years long. The
figures are made up, the SQL is the project's own: all models from the facts to unit_scorecard and
province_comparison. Prints the seconds and rows of each model, on a database file with bounded memory.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from orchestration.settings import Settings
from orchestration.warehouse.compiled import build_plan, steps_for

FIGURES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
YEARS = 2
MEMORY, THREADS = "3GB", 2
MARTS = ["unit_scorecard", "province_comparison"]
TIMED = {
    *("dim_unit", "dim_period", "dim_indicator", "int_speaking_report", "int_target_member", "unit_period_value"),
    *MARTS,
}


def models() -> Iterator[dict[str, Any]]:
    """The models that follow from the made-up tables, in the order to build them."""
    for step in steps_for(build_plan(Settings()), MARTS):
        if step["name"] in TIMED or step["name"].startswith(("int_unit_", "int_key_", "int_province_")):
            yield step


def make(build: duckdb.DuckDBPyConnection) -> int:
    """Seeds, reports and figures; the number of figures."""
    settings = Settings()
    for schema in ("reference", "intermediate", "marts", "quality", "staging"):
        build.execute(f"create schema {schema}")
    for step in steps_for(build_plan(settings), MARTS):
        if "seed" in step:
            read = f"read_csv('{settings.dbt_project_dir / step['seed']}', all_varchar = true, nullstr = '')"
            build.execute(f"create table {step['schema']}.{step['name']} as select {step['columns']} from {read}")
    build.execute(
        f"""
        create table intermediate.int_report as
        with units as (
            select unit_code || '_20040708' as unit_key, unit_code, unit_name, unit_level
            from reference.units
            where unit_level = 'commune' and valid_from = '2004-07-08' and valid_to = '2025-06-30'
        )
        select
            unit_key || '/' || year || label as report_id, units.*, cast(year as varchar) || label as period_code,
            cast(null as varchar) as province_name, 'accepted' as status, 'report' as report_kind, true as is_current,
            timestamp '2026-01-01' as landed_at, cast(null as date) as issued_date
        from units
        cross join (values {", ".join(f"({year})" for year in range(2025 - YEARS, 2025))}) as years (year)
        cross join (values ('-Q1'), ('-H1'), ('-9M'), ('')) as labels (label);

        create table marts.fct_indicator_value as
        with ordered as (
            -- parts of rates first
            select *, row_number() over (
                order by indicator_code not in (
                    select numerator_code from reference.indicators where numerator_code is not null
                    union select denominator_code from reference.indicators where denominator_code is not null
                ), indicator_code
            ) as place
            from reference.indicators
            where measure in ('flow', 'stock') and value_type = 'count'
        )
        select
            report_id, unit_key, period_code, indicator_code, 'all' as scope, 'all' as field_code,
            cast(hash(unit_key, indicator_code) % 100 + case when measure = 'stock' then 0
                else 100 * length(period_code) + ascii(right(period_code, 1)) end as double) as value,
            'reported' as value_state, cast(null as date) as period_start, cast(null as date) as period_end,
            true as is_preferred, hash(report_id, indicator_code) % 100 > 0 as is_trusted,
            'x/bao-cao.docx' as source_file, 'bao-cao.docx!L1' as source_locator
        from intermediate.int_report
        inner join ordered on place <= {FIGURES} / (select count(*) from intermediate.int_report);

        create table marts.fct_index_score (
            report_id varchar, unit_key varchar, period_code varchar, index_code varchar, component_code varchar,
            score double, rank bigint, is_trusted boolean, source_locator varchar);
        create table marts.fct_target (
            report_id varchar, target_no bigint, unit_key varchar, period_code varchar, indicator_code varchar,
            scope varchar, field_code varchar, comparator varchar, target_min double, target_max double,
            value_text varchar, source_file varchar, source_locator varchar);
        create table marts.index_group_score (period_code varchar);
        create table quality.finding (
            finding_id varchar, unit_key varchar, period_code varchar, indicator_code varchar, status varchar,
            severity varchar);
        """
    )
    return build.execute("select count(*) from marts.fct_indicator_value").fetchall()[0][0]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cchc-bench-units-") as name:
        config = {"memory_limit": MEMORY, "threads": THREADS}
        with duckdb.connect(Path(name) / "build.duckdb", config=config) as build:
            build.execute("set enable_progress_bar = false; set preserve_insertion_order = false")
            table = Table("model", "s", "processor s", "rows", title=f"{make(build):,} figures")
            total = busy = 0.0
            for step in models():
                start, start_busy = time.perf_counter(), time.process_time()
                sql = step["sql"].replace('"check".', "")
                build.execute(f"create table {step['schema']}.{step['name']} as {sql}")
                took, worked = time.perf_counter() - start, time.process_time() - start_busy
                rows = build.table(f"{step['schema']}.{step['name']}").count("*").fetchall()[0][0]
                table.add_row(step["name"], f"{took:.2f}", f"{worked:.2f}", f"{rows:,}")
                total, busy = total + took, busy + worked
            table.add_row("all", f"{total:.2f}", f"{busy:.2f}", "")
    Console().print(table)


if __name__ == "__main__":
    main()
