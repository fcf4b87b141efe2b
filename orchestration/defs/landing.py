"""From raw files to checked landing tables, and the rule book in the form that dbt evaluates."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.defs.resources import Warehouse
from orchestration.quality.border import check_landed
from orchestration.quality.rules import write_rule_book
from orchestration.warehouse.landing import land
from orchestration.warehouse.schema import LANDING_TABLES

LANDING_KEYS = {table: dg.AssetKey(["landing", table]) for table in LANDING_TABLES}
HELD_REPORT_KEY = dg.AssetKey(["landing", "held_report"])
RULE_KEYS = {table: dg.AssetKey(["rule_book", table]) for table in ("rule", "rule_term")}

# Alerts are landing data too, but those of earlier loads: `alerts`, at the end of the graph, adds to them.
alert_history = dg.AssetSpec(
    dg.AssetKey(["landing", "alert"]), group_name="landing", description="Alerts sent by earlier loads."
)


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
            "expectations_failed": dg.MetadataValue.json([f"{o.table}: {o.name_vi} ({o.failed})" for o in failed]),
            "held": dg.MetadataValue.json(held),
            "page": dg.MetadataValue.path(warehouse.settings.border_dir / "index.html"),
        },
    )


@dg.multi_asset(
    name="rule_book",
    specs=[
        dg.AssetSpec(key, group_name="rule_book", kinds={"yaml", "parquet"}, description=description)
        for key, description in (
            (
                RULE_KEYS["rule"],
                "The rules that reports must satisfy, compiled from expectations/rules/*.yml.",
            ),
            (RULE_KEYS["rule_term"], "Terms of each rule's two sides."),
        )
    ],
)
def rule_book(warehouse: dg.ResourceParam[Warehouse]) -> Iterator[dg.MaterializeResult]:
    """Compile the rule book; a mistake in it fails here, naming file and rule."""
    settings = warehouse.settings
    for name, table in write_rule_book(settings.rules_dir, settings.indicators_csv, settings.landing_dir).items():
        yield dg.MaterializeResult(RULE_KEYS[name], metadata={"dagster/row_count": table.num_rows})
