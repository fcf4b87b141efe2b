"""What the rule book costs at the size of the country: 60 rules, 11,000 units, 4 periods; ``make bench``.

The figures are made up, the SQL is the project's own (models int_rule_operand_figure, int_rule_operand and
int_rule_comparison). Beside it stands what somebody would write by hand for the same rules and the same rows of
outcomes: one select a rule that groups its own figures. (Turning all figures into columns first takes longer.)
Each runs in a process of its own, on a database file, with bounded memory. Prints seconds, seconds of processor time
(what counts on a machine that has other work), the ratio, and the most memory that each process held.
"""

import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import yaml
from rich.console import Console
from rich.table import Table

from orchestration.quality.rules import load_rules, rule_rows
from orchestration.settings import Settings
from orchestration.warehouse.check import MODELS
from orchestration.warehouse.compiled import build_plan, steps_for
from orchestration.warehouse.rows import select_rows

UNITS, PERIODS, RULES, RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 11_000, 4, 60, 3
MEMORY = "2GB"
EVALUATED = ("int_rule_operand_figure", "int_rule_operand", "int_rule_comparison")
BOTH_MISSING = {"left": "missing", "right": "missing"}


def book(folder: Path) -> tuple[list[str], dict[str, list[dict]]]:
    """Indicators, and the compiled rules over them: a third sums, a third inequalities, a third ratios."""
    entries, indicators = [], []
    for number in range(RULES):
        a, b, c = (f"indicator_{number:02}_{part}" for part in "abc")
        indicators += [a, b, c]
        rate = f"indicator_{number:02}_d"
        sides = [(a, "=", f"{b} + {c}"), (b, "<=", a), (rate, "=", f"100 * {b} / {a}")][number % 3]
        if number % 3 == 2:
            indicators.append(rate)
        entry = {"rule_code": f"rule_{number:02}", "name_vi": "Quy tắc", "level": 1, "severity": "error"}
        entry |= dict(zip(("left", "op", "right"), sides, strict=True))
        entries.append(entry | {"missing": BOTH_MISSING, "message_vi": "{left}"})
    (folder / "book.yml").write_text(yaml.safe_dump(entries), encoding="utf-8")
    columns = "indicator_code,name_vi,form_code,row_code,value_type,is_cumulative,numerator_code,denominator_code"
    catalogue = folder / "indicators.csv"
    catalogue.write_text("\n".join([columns, *(f"{i},{i},,,count,false,," for i in indicators)]), encoding="utf-8")
    return indicators, rule_rows(load_rules(folder, catalogue, Settings().units_csv))


def make(database: Path, folder: Path) -> int:
    """A database with the inputs of the rules; the number of figures."""
    indicators, tables = book(folder)
    plan = build_plan(Settings())
    with duckdb.connect(database, config={"memory_limit": MEMORY}) as build:
        build.execute("set enable_progress_bar = false")
        build.execute("create schema intermediate; create schema staging; create schema landing")
        for table, rows in tables.items():
            query, values = select_rows(plan["landing"][table], rows)
            build.execute(f"create table landing.{table} as {query}", values)
        for step in steps_for(plan, MODELS):
            if step["name"] in ("stg_rule", "stg_rule_term"):
                build.execute(f"create view staging.{step['name']} as {_here(step['sql'])}")
        build.execute(
            "create table kinds as "
            "select indicator_code, indicator_code[-1:] as part, indicator_code[11:12] as rule_no "
            "from (select unnest(?) as indicator_code)",
            [indicators],
        )
        build.execute(
            f"""
            create table reports as
            select substring(md5(unit || '/' || period), 1, 16) as report_id, unit, period
            from range({UNITS}) as units (unit), range({PERIODS}) as periods (period);

            create table intermediate.int_related_report as
            select 'this' as relation, report_id, report_id as related_report_id, 1::bigint as place from reports;

            create table intermediate.int_rule_report as
            select report_id, 'commune' as unit_level, ['Tỉnh X', null] as province_names, []::varchar[] as forms,
                date '2023-12-31' as reference_date
            from reports;

            create table intermediate.int_figure as
            with drawn as (
                select report_id, indicator_code, part,
                    hash(unit, rule_no) % 900 + 10 as b, hash(rule_no, unit) % 90 + 1 as c
                from reports cross join kinds
            )
            select report_id, indicator_code, 'all' as scope, 'all' as field_code, '' as subject,
                -- one report in a hundred is wrong
                cast(case when hash(report_id) % 100 = 0 then 1 else 0 end + case part
                    when 'a' then b + c when 'b' then b when 'c' then c else round(100.0 * b / (b + c), 1)
                end as double) as value,
                'reported' as value_state, case part when 'd' then 0.05 else 0 end as half_unit,
                1 as statement_no, 'f' as source_file, 'L' as source_locator
            from drawn;
            """
        )
        return build.execute("select count(*) from intermediate.int_figure").fetchall()[0][0]


def _here(sql: str) -> str:
    return sql.replace('"check".', "")


def by_book(build: duckdb.DuckDBPyConnection) -> None:
    """The models, as the nightly load runs them."""
    for step in steps_for(build_plan(Settings()), MODELS):
        if step["name"] in EVALUATED:
            build.execute(f"create or replace table {step['schema']}.{step['name']} as {_here(step['sql'])}")


def by_hand(build: duckdb.DuckDBPyConnection) -> None:
    """The same outcomes with the rules written out in SQL: each rule picks its figures and holds them together."""
    selects = []
    for number in range(RULES):
        a, b, c, d = (f"indicator_{number:02}_{part}" for part in "abcd")
        left, op, right, slack = [
            ("a", "=", "(b + c)", "a_half + b_half + c_half"),
            ("b", "<=", "a", "b_half + a_half"),
            ("d", "=", "(100 * b / nullif(a, 0))",
             "d_half + (100 * b_half + abs(100 * b / nullif(a, 0)) * a_half) / nullif(abs(a), 0)"),
        ][number % 3]  # fmt: skip
        figures = {"a": a, "b": b} | ({"c": c}, {}, {"d": d})[number % 3]
        columns = ", ".join(
            f"max(case when indicator_code = '{code}' then value end) as {name}, "
            f"max(case when indicator_code = '{code}' then half_unit end) as {name}_half"
            for name, code in figures.items()
        )
        distance = f"abs({left} - {right})" if op == "=" else f"{left} - {right}"
        selects.append(
            f"select 'rule_{number:02}' as rule_id, 'rule_{number:02}' as rule_code, report_id, scope, field_code, "
            f"subject, '{figures[left]}' as indicator_code, case when {left} is null or {right} is null then 'missing' "
            f"when {distance} <= {slack} + 1e-9 then 'pass' else 'fail' end as outcome, {left} as left_value, "
            f"{right} as right_value, {left} - {right} as difference, {slack} as tolerance, {left} is null as "
            f"left_is_missing, {right} is null as right_is_missing from (select report_id, scope, field_code, subject, "
            f"{columns} from intermediate.int_figure where indicator_code in {tuple(figures.values())} group by all)"
        )
    build.execute(f"create or replace table by_hand as {' union all '.join(selects)}")


def measured(
    work: Callable[[duckdb.DuckDBPyConnection], None], database: Path
) -> tuple[list[float], list[float], float]:
    """Seconds and processor seconds of each run, and the peak of the process in MB."""
    times, busy = [], []
    with duckdb.connect(database, config={"memory_limit": MEMORY, "threads": 2}) as build:
        build.execute("set enable_progress_bar = false")
        for _ in range(RUNS):
            start, start_busy = time.perf_counter(), time.process_time()
            work(build)
            times.append(time.perf_counter() - start)
            busy.append(time.process_time() - start_busy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return times, busy, peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cchc-bench-rules-") as name:
        database = Path(name) / "build.duckdb"
        fresh = multiprocessing.get_context("spawn")
        with fresh.Pool(1, maxtasksperchild=1) as pool:  # a process for each, so that peaks are their own
            figures = pool.apply(make, (database, Path(name)))
            results = {work: pool.apply(measured, (work, database)) for work in (by_book, by_hand)}
        with duckdb.connect(database, read_only=True) as build:
            differing = build.execute(
                "select count(*) from intermediate.int_rule_comparison as ours full join by_hand as theirs "
                "using (rule_id, report_id) where ours.outcome is distinct from theirs.outcome"
            ).fetchall()[0][0]
            outcomes = dict(
                build.execute("select outcome, count(*) from by_hand group by outcome order by outcome").fetchall()
            )
    if differing:
        raise SystemExit(f"{differing} outcomes differ from those of the SQL written by hand")
    title = f"{RULES} rules × {UNITS:,} units × {PERIODS} periods, {figures:,} figures, outcomes {outcomes}"
    table = Table("rules", "median s", "min s", "max s", "processor s", "peak MB", title=title)
    for work, label in ((by_book, "as data"), (by_hand, "written by hand")):
        times, busy, peak = results[work]
        numbers = (statistics.median(times), min(times), max(times), statistics.median(busy))
        table.add_row(label, *(f"{number:.2f}" for number in numbers), f"{peak:.0f}")
    Console().print(table)
    ratio, busy_ratio = (
        statistics.median(results[by_book][kind]) / statistics.median(results[by_hand][kind]) for kind in (0, 1)
    )
    Console().print(
        f"ratio {ratio:.2f}, of processor time {busy_ratio:.2f} (aim: at most 1.3); DuckDB's memory: {MEMORY}"
    )


if __name__ == "__main__":
    main()
