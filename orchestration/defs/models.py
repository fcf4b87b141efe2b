"""The dbt project as assets: one a model or seed, its tests as asset checks."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import version as installed_version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets
from filelock import FileLock
from packaging.version import Version

from orchestration.defs.resources import Warehouse
from orchestration.quality.alerts import prepare_alert_table
from orchestration.quality.history import prepare_history
from orchestration.settings import Settings
from orchestration.warehouse.dbt import run_dbt

_ARTEFACTS = {"target", "logs", "dbt_packages"}


class OfflineDbt(DbtCliResource):
    """dbt of this environment. Its version comes from the package: `dbt --version` asks the network."""

    @cached_property
    def _cli_version(self) -> Version:
        return Version(installed_version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        """No adapter beside the dbt process: it serves column metadata, unused here, and takes seconds."""
        return None


class Translator(DagsterDbtTranslator):
    """Groups models by layer, which is their folder."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return "reference" if dbt_resource_props["resource_type"] == "seed" else dbt_resource_props["fqn"][1]


def fresh_manifest(settings: Settings) -> Path:
    """dbt's manifest, parsed anew when it is missing or older than any file of the project.

    One process parses, others wait for it; what is parsed is moved into place, so that nobody reads half of it.
    """
    target = settings.dbt_project_dir / "target"
    manifest = target / "manifest.json"
    target.mkdir(exist_ok=True)
    with FileLock(target / "parse.lock"):
        if _is_stale(manifest, settings.dbt_project_dir):
            with TemporaryDirectory(prefix="parse-", dir=target) as fresh:
                run_dbt(["parse", "--quiet", "--target-path", fresh], settings.build_db, settings.landing_dir)
                for name in ("partial_parse.msgpack", manifest.name):
                    (Path(fresh) / name).replace(target / name)
    return manifest


def _is_stale(manifest: Path, project: Path) -> bool:
    parsed_at = manifest.stat().st_mtime if manifest.exists() else 0.0
    folders = [path for path in project.iterdir() if path.name not in _ARTEFACTS and not path.name.startswith(".")]
    # folders too: a file that was removed leaves its trace there
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return any(path.stat().st_mtime > parsed_at for path in paths)


@contextmanager
def dbt_environment(settings: Settings) -> Iterator[None]:
    """The variables that profiles.yml and the sources read, for the dbt process started within."""
    values = {"CCHC_BUILD_DB": str(settings.build_db), "CCHC_LANDING_DIR": str(settings.landing_dir)}
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


_SETTINGS = Settings()
_PROJECT = DbtProject(_SETTINGS.dbt_project_dir)
dbt = OfflineDbt(
    project_dir=str(_SETTINGS.dbt_project_dir),
    profiles_dir=str(_SETTINGS.dbt_project_dir),
    dbt_executable=str(Path(sys.executable).with_name("dbt")),
)


@dbt_assets(manifest=fresh_manifest(_SETTINGS), project=_PROJECT, name="models", dagster_dbt_translator=Translator())
def models(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, warehouse: dg.ResourceParam[Warehouse]
) -> Iterator[Any]:
    """Build and test every model. What only a commit can break (unit tests, tests of seeds) `make test` runs."""
    settings = warehouse.settings
    settings.build_db.parent.mkdir(parents=True, exist_ok=True)
    prepare_alert_table(settings.landing_dir)
    prepare_history(settings.landing_dir)
    with dbt_environment(settings):
        build = dbt.cli(
            ["build", "--exclude-resource-type", "unit_test", "--exclude", "path:seeds,resource_type:test"],
            context=context,
            target_path=settings.dbt_target_dir,
        )
    yield from build.stream()
