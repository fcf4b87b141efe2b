"""Great Expectations on the tables that will be published: a broken one stops here, a doubtful one is told."""

from collections.abc import Iterator

import dagster as dg

from orchestration.defs.resources import Warehouse
from orchestration.quality.published_tables import NotFitToPublish, check_published
from orchestration.quality.validation import read_suites
from orchestration.settings import Settings

_SUITES = read_suites(Settings().published_suites_dir)


@dg.multi_asset_check(
    name="published_tables",
    specs=[
        dg.AssetCheckSpec(
            f"expectations_{suite.name}",
            asset=dg.AssetKey(suite.table.split(".")),
            description=f"expectations/published/{suite.name}.json: {suite.name_vi}.",
            blocking=True,
        )
        for suite in _SUITES
    ],
)
def published_tables(warehouse: dg.ResourceParam[Warehouse]) -> Iterator[dg.AssetCheckResult]:
    """One check a suite. Structure that is broken is an error and nothing is published; the rest warns."""
    settings = warehouse.settings
    result = check_published(settings)
    broken = result.broken()
    for suite in _SUITES:
        failed = [outcome for outcome in result.of(suite.name) if not outcome.success]
        yield dg.AssetCheckResult(
            passed=not failed,
            check_name=f"expectations_{suite.name}",
            asset_key=dg.AssetKey(suite.table.split(".")),
            severity=dg.AssetCheckSeverity.ERROR
            if any(outcome in broken for outcome in failed)
            else dg.AssetCheckSeverity.WARN,
            metadata={
                "expectations": len(result.of(suite.name)),
                "expectations_failed": dg.MetadataValue.json([outcome.told() for outcome in failed]),
                "page": dg.MetadataValue.path(settings.validation_dir / "index.html"),
            },
        )
    if broken:
        told = "; ".join(outcome.told() for outcome in broken)
        raise NotFitToPublish(f"{told} (see {settings.validation_dir / 'index.html'})")
