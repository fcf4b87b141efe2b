"""What Dagster loads."""

import dagster as dg

from orchestration.defs import jobs, landing, models, publication, validation
from orchestration.defs.resources import warehouse_from_environment

defs = dg.Definitions(
    assets=[
        landing.landing,
        landing.border,
        *landing.kept,
        landing.rule_book,
        models.models,
        publication.published_warehouse,
        publication.history,
        publication.alerts,
    ],
    asset_checks=[validation.published_tables, publication.rule_book_outcome, publication.corrections_applied],
    jobs=[jobs.nightly_load],
    schedules=[jobs.nightly],
    resources={"warehouse": warehouse_from_environment},
    executor=dg.in_process_executor,
)
