"""What every asset is given: the settings, read when a run starts and not when Dagster loads the code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import dagster as dg

from orchestration.settings import Settings
from orchestration.warehouse.lock import only_load


@dataclass(frozen=True)
class Warehouse:
    """The settings of a run, and who wants to hear how far the reading of files has come."""

    settings: Settings
    on_progress: Callable[[int, int], None] | None = None


@dg.resource(description="CCHC_RAW_DIR, CCHC_WAREHOUSE_DIR and CCHC_ALERT_URLS of the process that runs the job.")
def warehouse_from_environment(_context: dg.InitResourceContext) -> Iterator[Warehouse]:
    """For runs that Dagster starts: holds the warehouse for the run. Raises WarehouseBusy when it is held."""
    settings = Settings()
    with only_load(settings.warehouse_dir):
        yield Warehouse(settings)
