"""The dbt project as assets: one a model or seed, its tests as asset checks."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.defs.resources import Warehouse
from orchestration.quality.alerts import prepare_alert_table
from orchestration.quality.history import prepare_history
from orchestration.warehouse.dbt import fresh_manifest, run_dbt


class Translator(DagsterDbtTranslator):
    """Groups models by layer, which is their folder."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return "reference" if dbt_resource_props["resource_type"] == "seed" else dbt_resource_props["fqn"][1]


_MANIFEST = fresh_manifest()
_TRANSLATOR = Translator()


@dbt_assets(manifest=_MANIFEST, name="models", dagster_dbt_translator=_TRANSLATOR)
def models(context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse]) -> Iterator[Any]:
    """Build and test every model, or those selected. What only a commit can break (unit tests, tests of seeds)
    `make test` runs.

    dbt runs in this process: `DbtCliResource` would start another, which parses the project anew for each warehouse.
    """
    settings = warehouse.settings
    prepare_alert_table(settings.landing_dir)
    prepare_history(settings.landing_dir)
    args = ["build", "--exclude-resource-type", "unit_test", "--exclude", "path:seeds,resource_type:test"]
    if context.is_subset:
        checks = [key.name for key in context.selected_asset_check_keys]
        models = [key.path[-1] for key in context.selected_asset_keys]
        args += ["--indirect-selection", "empty", "--select", *models, *checks]
    said: list[Any] = []
    try:
        run_dbt(args, settings.build_dir, settings.landing_dir, said.append)
    finally:
        for event in _results(said):
            yield from event.to_default_asset_events(_MANIFEST, _TRANSLATOR, context)


def _results(events: list[Any]) -> Iterator[DbtCoreCliEventMessage]:
    """Those of dbt's events that tell how a model or test ended, as its JSON log would have them."""
    from dbt_common.events.functions import msg_to_dict

    for event in events:
        if event.info.name.endswith("Result"):
            yield DbtCoreCliEventMessage(raw_event=msg_to_dict(event), event_history_metadata={})
