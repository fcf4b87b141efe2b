"""Run a suite of Great Expectations over rows and say which rows fail: shared by the border and the published tables.

Suites are JSON in the form Great Expectations itself uses, so that a steward can read and change them. ``meta`` says
what is checked: ``table``, ``name_vi``, and ``identity``, the columns that name a failing row to the person who has
to find it. Each expectation says in ``description`` what it demands, in Vietnamese, and in ``severity`` what follows
(`critical`, `warning`, `info`).
"""

import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = 20  # failing rows kept for each expectation; the counts stay whole
SEVERITIES = ("critical", "warning", "info")
Reports = Callable[[Collection[str]], Mapping[str, Mapping[str, Any]]]  # by report_id
# Where a failing row stands in its report, the more exact first.
_PLACES = ("source_locator", "suspect_locator", "source_locators", "source_file")


class SuiteError(RuntimeError):
    """A suite cannot be read or run: a fault of ours, not of a report."""


@dataclass(frozen=True)
class Suite:
    """The expectations of one table or one query, as a file states them."""

    name: str  # the file's name
    table: str
    name_vi: str
    identity: tuple[str, ...]
    declared_in: str  # the file whose entries the rows are; empty where they come from reports
    expectations: tuple[dict[str, Any], ...]

    def columns(self) -> set[str]:
        """Columns that the expectations and the identity name, and the words of row conditions (some are columns)."""
        named = set(self.identity)
        for expectation in self.expectations:
            named.update(_columns(expectation["kwargs"]))
            named.update(re.findall(r"\w+", expectation["kwargs"].get("row_condition", "")))
        return named


@dataclass
class FailingRow:
    """One row that fails an expectation, and where it comes from; empty where that is not known."""

    values: dict[str, str]  # what the expectation and the suite's identity name
    report_id: str = ""
    unit: str = ""
    period: str = ""
    source: str = ""  # submission/file!cell


@dataclass
class ExpectationOutcome:
    """One expectation of one suite."""

    suite: str
    table: str
    expectation: str  # Great Expectations' own name
    name_vi: str
    column: str
    severity: str
    success: bool
    checked: int  # rows looked at
    failed: int  # rows that fail, also where enough others let the expectation hold
    observed: str = ""  # for a whole table: what was found in place of rows
    rows: list[FailingRow] = field(default_factory=list)  # the first EXAMPLES

    def told(self) -> str:
        """One line for logs and Dagster: table, what it demands, how much fails."""
        found = f"{self.failed} of {self.checked} rows" if self.failed else self.observed
        return f"{self.table}: {self.name_vi} ({self.column or self.expectation}: {found})"


def read_suite(path: Path) -> Suite:
    """Raises SuiteError, naming the file, when it is no suite."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        meta = document["meta"]
        suite = Suite(
            path.stem,
            meta["table"],
            meta["name_vi"],
            tuple(meta["identity"]),
            meta.get("declared_in", ""),
            tuple(document["expectations"]),
        )
        for expectation in suite.expectations:
            if expectation["severity"] not in SEVERITIES or not expectation["description"]:
                raise ValueError(f"{expectation['type']}: severity is one of {', '.join(SEVERITIES)}")
            expectation["kwargs"].get("column")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SuiteError(f"cannot read the suite {path}: {error!r}") from error
    return suite


def read_suites(folder: Path) -> list[Suite]:
    """All suites of a folder, by name. Raises SuiteError when one is no suite, or there is none."""
    suites = [read_suite(path) for path in sorted(folder.glob("*.json"))]
    if not suites:
        raise SuiteError(f"no suite (*.json) in {folder}")
    return suites


def validate(
    suite: Suite,
    frame: "pd.DataFrame",
    parameters: Mapping[str, Any],
    reports: Reports,
) -> Iterator[tuple[ExpectationOutcome, "pd.DataFrame"]]:
    """Check rows; each expectation's outcome, with all rows that fail it.

    Args:
        suite: what must hold.
        frame: the rows, with a unique index; every column that the suite names.
        parameters: values for the ``$PARAMETER``s of the suite.
        reports: gives ``submission``, ``unit_name`` and ``period_code`` of reports, to say where failing rows stand.
    Raises:
        SuiteError: an expectation is unknown or cannot be computed (a column that is not there).
    """
    if not suite.expectations:
        return
    import great_expectations as gx

    try:
        expectations = gx.ExpectationSuite(name=suite.name, expectations=list(suite.expectations))
        # Great Expectations gives labels of the index; with named columns it looks up each row alone, which is slow.
        validated = (
            _batch_definition()
            .get_batch({"dataframe": frame})
            .validate(
                expectations, expectation_parameters=dict(parameters), result_format={"result_format": "COMPLETE"}
            )
        )
    except Exception as error:  # its configuration errors have no common class
        raise SuiteError(f"suite {suite.name}: {error}") from error
    for found in validated.results:
        yield _outcome(suite, found, frame, reports)


@cache
def _batch_definition() -> Any:
    """One pandas batch for all rows of this process. The import takes seconds: only what checks something pays."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return (
        context.data_sources.add_pandas("rows").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")
    )


def _outcome(
    suite: Suite, found: Any, frame: "pd.DataFrame", reports: Reports
) -> tuple[ExpectationOutcome, "pd.DataFrame"]:
    config, detail = found.expectation_config, found.result
    columns = _columns(config.kwargs)
    for raised in _exceptions(found.exception_info):
        if raised.get("raised_exception"):
            where = f"suite {suite.name}: {config.type} ({', '.join(columns)})"
            raise SuiteError(f"{where}: {raised['exception_message']}")
    failing = frame.loc[list(detail.get("unexpected_index_list") or [])]
    named = [column for column in dict.fromkeys((*columns, *suite.identity)) if column in frame.columns]
    examples = _records(failing.head(EXAMPLES))
    known = reports({row["report_id"] for row in examples if not is_empty(row.get("report_id"))}) if examples else {}
    outcome = ExpectationOutcome(
        suite=suite.name,
        table=suite.table,
        expectation=config.type,
        name_vi=config.description,
        column=", ".join(columns),
        severity=str(getattr(config.severity, "value", config.severity)),
        success=bool(found.success),
        checked=detail.get("element_count") or len(frame),
        failed=len(failing),
        observed=_observed(detail),
        rows=[_failing_row(row, named, known, suite.declared_in) for row in examples],
    )
    return outcome, failing


def _failing_row(
    row: Mapping[str, Any], named: Sequence[str], reports: Mapping[str, Mapping[str, Any]], declared_in: str
) -> FailingRow:
    report_id = "" if is_empty(row.get("report_id")) else str(row["report_id"])
    report = reports.get(report_id, {})
    submission = str(report.get("submission") or "")
    places = next((found for place in _PLACES if (found := _items(row.get(place)))), [])
    if submission:
        places = [place if place.startswith(f"{submission}/") else f"{submission}/{place}" for place in places]
    source = "; ".join(places) or submission
    if declared_in and not places:
        source = f"{declared_in}, mục {row['entry']}"
    period = row.get("period_code")
    return FailingRow(
        values={column: shown(row[column]) for column in named if column not in ("report_id", "period_code", *_PLACES)},
        report_id=report_id,
        unit=str(report.get("unit_name") or ""),
        period=str(report.get("period_code") or "") if is_empty(period) else str(period),
        source=source,
    )


def _observed(detail: Mapping[str, Any]) -> str:
    """What was found of a table as a whole."""
    missing = (detail.get("details") or {}).get("mismatched", {}).get("missing")
    if missing:
        return f"thiếu {', '.join(missing)}"
    observed = detail.get("observed_value")
    return "" if observed is None or isinstance(observed, list) else str(observed)


def _records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _columns(kwargs: Mapping[str, Any]) -> list[str]:
    """Columns that an expectation's arguments name, the condition's not."""
    named = [kwargs.get(key) for key in ("column", "column_A", "column_B")]
    return list(kwargs.get("column_list") or [column for column in named if column])


def _exceptions(info: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Great Expectations gives one exception record, or one for each metric that failed."""
    return [info] if "raised_exception" in info else list(info.values())


def _items(value: object) -> list[str]:
    """A value as a list of texts; empty for none. pandas hands lists over as arrays."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(item) for item in value]
    return [] if is_empty(value) else [str(value)]


def is_empty(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value) or str(value) in ("NaT", "<NA>")


def shown(value: object) -> str:
    """A value as the page and the reasons print it."""
    if isinstance(value, datetime):
        value = value.replace(microsecond=0)
    return ", ".join(_items(value)) or "trống"
