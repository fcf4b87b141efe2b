"""The nightly load: every asset, one after the other in one process, the quicker way."""

import dagster as dg

nightly_load = dg.define_asset_job(
    "nightly_load",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Read raw/, check, build, publish, alert. `make load` runs the same.",
)

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=nightly_load,
    cron_schedule="0 1 * * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
