"""From raw files to checked landing tables, and the rule book in the form that dbt evaluates."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration import clock
from orchestration.defs.resources import Warehouse
from orchestration.quality.border import check_landed
from orchestration.quality.declared import read_declared, write_declared
from orchestration.quality.history import HISTORY_TABLES
from orchestration.quality.report_calendar import due_periods, years_without_tet
from orchestration.quality.rules import write_rule_book
from orchestration.warehouse.landing import land
from orchestration.warehouse.schema import LANDING_TABLES

LANDING_KEYS = {table: dg.AssetKey(["landing", table]) for table in LANDING_TABLES}
HELD_REPORT_KEY = dg.AssetKey(["landing", "held_report"])
_COMPILED = {
    "rule": "The rules that reports must satisfy, compiled from expectations/rules/*.yml.",
    "rule_term": "Terms of each rule's two sides.",
    "acknowledgement": "Findings that stewards know of, from expectations/acknowledged.yml.",
    "correction": "Figures that stewards correct, from expectations/corrections.yml.",
    "due_period": "Which reports are due by when, from expectations/calendar.yml.",
    "evaluation": "The moment at which this load looks at the reports.",
}
RULE_KEYS = {table: dg.AssetKey(["rule_book", table]) for table in _COMPILED}

# Landing data too, but of earlier loads: the end of the graph adds to them.
KEPT_KEYS = {table: dg.AssetKey(["landing", table]) for table in ("alert", *HISTORY_TABLES)}
kept = [
    dg.AssetSpec(KEPT_KEYS["alert"], group_name="landing", description="Alerts sent by earlier loads."),
    dg.AssetSpec(KEPT_KEYS["rule_result"], group_name="landing", description="Outcomes of rules in earlier loads."),
    dg.AssetSpec(KEPT_KEYS["finding"], group_name="landing", description="Findings of earlier loads."),
]


@dg.multi_asset(
    name="landing",
    specs=[
        dg.AssetSpec(
            key,
            group_name="landing",
            kinds={"parquet"},
            description=f"What the readers found in raw/, as Parquet, append-only: {table}.",
        )
        for table, key in LANDING_KEYS.items()
    ],
)
def landing(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse]
) -> Iterator[dg.MaterializeResult]:
    """Read every submission of raw/ that is new or changed."""
    result = land(warehouse.settings, on_progress=warehouse.on_progress)
    for submission, reason in result.refusals:
        context.log.warning(f"refused: {submission}: {reason}")
    metadata: dict[str, Any] = {
        "load_id": result.load_id or "",
        "read": result.read,
        "refused": result.refused,
        "unchanged": result.unchanged,
        "values": result.values,
        "refusals": dg.MetadataValue.json([list(refusal) for refusal in result.refusals]),
    }
    for table, key in LANDING_KEYS.items():
        yield dg.MaterializeResult(key, metadata=metadata if table == "report" else {"load_id": result.load_id or ""})


@dg.multi_asset(
    name="border",
    specs=[
        dg.AssetSpec(
            HELD_REPORT_KEY,
            deps=LANDING_KEYS.values(),
            group_name="landing",
            kinds={"greatexpectations", "parquet"},
            description="Reports that the border checks hold back, with the reason.",
        )
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "border",
            asset=HELD_REPORT_KEY,
            description="What a landed batch must look like: expectations/border/*.json.",
        )
    ],
)
def border(warehouse: dg.ResourceParam[Warehouse]) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Check newly landed reports with Great Expectations; a bad one is held back, the night goes on."""
    results = check_landed(warehouse.settings)
    held = {key: reason for result in results.values() for key, reason in result.held.items()}
    failed = [outcome for result in results.values() for outcome in result.outcomes if not outcome.success]
    yield dg.MaterializeResult(HELD_REPORT_KEY, metadata={"held": len(held), "batches": len(results)})
    yield dg.AssetCheckResult(
        passed=not held and not failed,
        check_name="border",
        asset_key=HELD_REPORT_KEY,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "batches_checked": len(results),
            "expectations_failed": dg.MetadataValue.json([outcome.told() for outcome in failed]),
            "held": dg.MetadataValue.json(held),
            "page": dg.MetadataValue.path(warehouse.settings.validation_dir / "index.html"),
        },
    )


@dg.multi_asset(
    name="rule_book",
    specs=[
        dg.AssetSpec(RULE_KEYS[table], group_name="rule_book", kinds={"yaml", "parquet"}, description=description)
        for table, description in _COMPILED.items()
    ],
)
def rule_book(warehouse: dg.ResourceParam[Warehouse]) -> Iterator[dg.MaterializeResult]:
    """Compile the rule book and what stewards declare; a mistake fails here, naming file and entry."""
    settings = warehouse.settings
    tables = write_rule_book(settings.rules_dir, settings.indicators_csv, settings.units_csv, settings.landing_dir)
    now = clock.now()
    due = due_periods(settings, clock.day_in_vietnam(now))
    tables |= write_declared(settings.landing_dir, read_declared(settings) | {"due_period": due}, now)
    told = {"due_period": {"years_without_tet": years_without_tet(settings, due)}}
    for name, table in tables.items():
        metadata = {"dagster/row_count": table.num_rows, **told.get(name, {})}
        yield dg.MaterializeResult(RULE_KEYS[name], metadata=metadata)
