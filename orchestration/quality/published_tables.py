"""Checks of what is about to be published: tables as a whole, before analysts open them (Great Expectations).

Suites stand in ``expectations/published/<name>.json``; a ``<name>.sql`` beside one says which rows it looks at, where
they are not those of its table. A broken structure (severity critical: a column gone, a key doubled) must not be
published; a doubtful content (warning, info: late, incomplete) is told and published all the same.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration import clock
from orchestration.quality.validation import (
    ExpectationOutcome,
    FailingRow,
    Suite,
    SuiteError,
    read_suites,
    validate,
)
from orchestration.quality.validation_page import keep_result, latest_result
from orchestration.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = "expect_table_columns_to_match_set"
_STAGE = "published"


class NotFitToPublish(RuntimeError):
    """A table is broken; the last good publication stands. The message names tables and expectations."""


@dataclass
class PublishedResult:
    outcomes: list[ExpectationOutcome] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)  # what was looked at: suite, table, name_vi, rows

    def of(self, suite: str) -> list[ExpectationOutcome]:
        return [outcome for outcome in self.outcomes if outcome.suite == suite]

    def broken(self) -> list[ExpectationOutcome]:
        """What forbids to publish."""
        return [outcome for outcome in self.outcomes if not outcome.success and outcome.severity == "critical"]


def check_published(settings: Settings) -> PublishedResult:
    """Check the tables of the build database, keep the result as JSON and write the page anew.

    A suite that would look at what it looked at earlier this day is not run again: its part of the last result is
    taken up.
    Raises SuiteError when a suite cannot be read or run.
    """
    suites = read_suites(settings.published_suites_dir)
    today = clock.day_in_vietnam(clock.now())
    kept = latest_result(settings.validation_dir, _STAGE) or {}
    known = kept.get("fingerprints", {})
    with duckdb.connect(settings.build_db, read_only=True) as build:
        fingerprints = _fingerprints(build, suites, settings.published_suites_dir, today)
        if known == fingerprints:
            return _taken_up(kept, fingerprints)
        changed = [suite for suite in suites if known.get(suite.name) != fingerprints[suite.name]]
        result = check_tables(build, changed, settings.published_suites_dir, today)
    before = _taken_up(kept, fingerprints.keys() - {suite.name for suite in changed}) if known else PublishedResult()
    result.outcomes = sorted(before.outcomes + result.outcomes, key=lambda outcome: outcome.suite)
    result.tables = sorted(before.tables + result.tables, key=lambda table: table["suite"])
    document = {
        "checked_at": clock.now().isoformat(timespec="seconds"),
        "fingerprints": fingerprints,
        "tables": result.tables,
        "expectations": [asdict(outcome) for outcome in result.outcomes],
    }
    keep_result(settings.validation_dir, _STAGE, f"{clock.now():%Y%m%dT%H%M%S%f}", document)
    return result


def check_tables(
    build: duckdb.DuckDBPyConnection, suites: Sequence[Suite], suites_dir: Path, today: date
) -> PublishedResult:
    """Run each suite over its rows, one table in memory at a time, only the columns that the suite names.

    Raises SuiteError.
    """
    result = PublishedResult()
    parameters = {
        "latest_date": today + timedelta(days=366),
        "landed_since": datetime.combine(today - timedelta(days=100), time.min),
    }

    def run(suite: Suite, frame: "pd.DataFrame") -> bool:
        if frame.empty:  # what holds for each row holds for none, and each expectation costs time
            suite = replace(
                suite, expectations=tuple(e for e in suite.expectations if e["type"].startswith("expect_table"))
            )
        outcomes = [outcome for outcome, _ in validate(suite, frame, parameters, partial(_reports, build))]
        result.outcomes += outcomes
        return all(outcome.success for outcome in outcomes)

    for suite in suites:
        source = _source(suite, suites_dir)
        nothing = _frame(build, suite, f"select * from {source} limit 0", today)
        rows = 0
        shape, content = _split(suite)
        if run(shape, nothing):  # else its columns are not there to look at
            columns = [column for column in nothing.columns if column in suite.columns()]
            frame = _frame(build, suite, f"select {', '.join(columns)} from {source}", today)
            rows = len(frame)
            run(content, frame)
        result.tables.append({"suite": suite.name, "table": suite.table, "name_vi": suite.name_vi, "rows": rows})
    return result


def _split(suite: Suite) -> tuple[Suite, Suite]:
    """What a suite demands of the columns, which needs no row, and all the rest, which needs few columns."""
    shape = tuple(e for e in suite.expectations if e["type"] == _COLUMNS)
    content = tuple(e for e in suite.expectations if e["type"] != _COLUMNS)
    return replace(suite, expectations=shape), replace(suite, expectations=content)


def _source(suite: Suite, suites_dir: Path) -> str:
    query = suites_dir / f"{suite.name}.sql"
    return f"(\n{query.read_text(encoding='utf-8')}\n)" if query.exists() else suite.table


def _frame(build: duckdb.DuckDBPyConnection, suite: Suite, sql: str, today: date) -> "pd.DataFrame":
    """Rows with text as str and dates as datetime.date, as landed batches have them."""
    try:
        return build.sql(sql, params={"today": today} if "$today" in sql else None).to_arrow_table().to_pandas()
    except duckdb.Error as error:  # all is in the message
        raise SuiteError(f"suite {suite.name}: cannot read {suite.table}: {error}") from None


def _reports(build: duckdb.DuckDBPyConnection, report_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """What says where a row comes from, by report."""
    found = build.execute(
        """
        select reports.report_id, reports.submission, units.unit_name, reports.period_code
        from marts.dim_report as reports
        left join marts.dim_unit as units on reports.unit_key = units.unit_key
        where reports.report_id in (select unnest(?))
        """,
        [list(report_ids)],
    ).fetchall()
    return {row[0]: {"submission": row[1], "unit_name": row[2], "period_code": row[3]} for row in found}


def _fingerprints(
    build: duckdb.DuckDBPyConnection, suites: Sequence[Suite], suites_dir: Path, today: date
) -> dict[str, str]:
    """By suite, of all that decides its result: the suite, its columns and rows, the reports and units that failing
    rows are told with, the day.
    """

    def state(suite: Suite, source: str) -> str:
        columns = _frame(build, suite, f"select * from {source} limit 0", today).dtypes.to_dict()
        rows = _frame(build, suite, f"select count(*), sum(hash(t)) from {source} as t", today).to_csv()
        return f"{columns} {rows}"

    found = {}
    for suite in suites:
        sources = [_source(suite, suites_dir), "marts.dim_report", "marts.dim_unit"]
        deciding = [today, suite, *(state(suite, source) for source in sources)]
        found[suite.name] = hashlib.sha256(repr(deciding).encode()).hexdigest()
    return found


def _taken_up(kept: dict[str, Any], suites: Collection[str]) -> PublishedResult:
    """What a kept result says of some suites."""
    outcomes = [
        ExpectationOutcome(**(outcome | {"rows": [FailingRow(**row) for row in outcome["rows"]]}))
        for outcome in kept["expectations"]
        if outcome["suite"] in suites
    ]
    return PublishedResult(outcomes, [table for table in kept["tables"] if table["suite"] in suites])
