"""The end of the graph: publish what was built, say what the rule book found, tell the units."""

import dagster as dg
import duckdb

from orchestration.defs.landing import KEPT_KEYS
from orchestration.defs.models import models
from orchestration.defs.resources import Warehouse
from orchestration.quality.alerts import send_alerts
from orchestration.quality.declared import corrections_not_applied
from orchestration.quality.history import append_history
from orchestration.warehouse.publish import PUBLISHED_SCHEMAS, publish

FINDING_KEY = dg.AssetKey(["quality", "finding"])
CORRECTION_KEY = dg.AssetKey(["quality", "correction"])


@dg.asset_check(asset=FINDING_KEY, description="Findings open in the current reports, by severity.")
def rule_book_outcome(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    """Fails, as a warning, while any error finding is open: a bad report never stops the night."""
    with duckdb.connect(warehouse.settings.build_db, read_only=True) as build:
        open_findings = dict(
            build.execute(
                "select severity, count(*) from quality.finding where status = 'open' group by severity"
            ).fetchall()
        )
    return dg.AssetCheckResult(
        passed=not open_findings.get("error"),
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "open": sum(open_findings.values()),
            **{severity: open_findings.get(severity, 0) for severity in ("error", "warning", "info")},
        },
    )


@dg.asset_check(asset=CORRECTION_KEY, description="Every declared correction found what it expects.")
def corrections_applied(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    """Fails, as an error, while a correction is not applied; the night goes on with what the report states."""
    not_applied = corrections_not_applied(warehouse.settings.build_db)
    return dg.AssetCheckResult(
        passed=not not_applied,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"not_applied": dg.MetadataValue.json(not_applied)},
    )


@dg.asset(
    deps=[key for key in models.keys if key.path[0] in PUBLISHED_SCHEMAS],
    group_name="publication",
    kinds={"duckdb", "parquet"},
)
def published_warehouse(warehouse: dg.ResourceParam[Warehouse]) -> dg.MaterializeResult:
    """The marts and quality tables, replaced as a whole: cchc.duckdb, and the same as Parquet."""
    rows = publish(warehouse.settings)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(warehouse.settings.published_db),
            "dagster/row_count": sum(rows.values()),
            "rows": dg.MetadataValue.json(rows),
        }
    )


@dg.asset(deps=[published_warehouse], group_name="publication", kinds={"parquet"})
def history(context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse]) -> dg.MaterializeResult:
    """Outcomes and findings that this load found new or changed, kept for life; a load that failed keeps none."""
    with duckdb.connect(warehouse.settings.published_db, read_only=True) as published:
        added = append_history(published, warehouse.settings.landing_dir)
    for table, rows in added.items():
        if rows:  # what dbt reads next night; as an edge of the graph it would close a circle
            context.log_event(dg.AssetMaterialization(KEPT_KEYS[table], metadata={"added": rows}))
    return dg.MaterializeResult(metadata=added)


@dg.asset(deps=[history], group_name="publication")
def alerts(context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse]) -> dg.MaterializeResult:
    """Messages to the units about findings newly open, open again, or resolved."""
    outcome = send_alerts(warehouse.settings, context.log)
    if outcome.sent:
        context.log_event(dg.AssetMaterialization(KEPT_KEYS["alert"], metadata={"sent": outcome.sent}))
    return dg.MaterializeResult(
        metadata={"sent": outcome.sent, "failed_channels": dg.MetadataValue.json(outcome.failed_channels)}
    )
