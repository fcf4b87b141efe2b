"""Run the dbt models without dbt: their compiled SQL on a DuckDB in memory.

dbt needs some seconds to start, a check of one workbook should not. The SQL is compiled by dbt once for each
state of the project and kept beside dbt's own artefacts; running it is a matter of milliseconds.
"""

import hashlib
import io
import json
import tempfile
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.warehouse.dbt import run_dbt

_DATABASE = "check"  # the name that compiled SQL calls the database by
_LANDING = "__landing__"  # stands for the landing folder in compiled SQL


def build_in_memory(settings: Settings, landing_dir: Path, models: list[str]) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the models named and all that they need, built from a landing folder.

    Raises DbtFailed when the project does not compile.
    """
    connection = duckdb.connect()
    connection.execute(f"attach ':memory:' as {_quoted(_DATABASE)}; use {_quoted(_DATABASE)}")
    for step in build_plan(settings, models):
        connection.execute(f"create schema if not exists {step['schema']}")
        name = f"{step['schema']}.{step['name']}"
        if "seed" in step:
            path = settings.dbt_project_dir / step["seed"]
            read = "read_csv(?, header = true, all_varchar = true, nullstr = '')"
            connection.execute(f"create table {name} as select {step['columns']} from {read}", [str(path)])
        else:
            connection.execute(f"create table {name} as {step['sql'].replace(_LANDING, landing_dir.as_posix())}")
    return connection


def build_plan(settings: Settings, models: list[str]) -> list[dict[str, str]]:
    """Seeds and models in the order to build them, from dbt's manifest; kept until a file of the project changes."""
    fingerprint = _fingerprint(settings.dbt_project_dir, models)
    kept = settings.dbt_project_dir / "target" / "check_plan.json"
    if kept.exists():
        plan = json.loads(kept.read_text(encoding="utf-8"))
        if plan["fingerprint"] == fingerprint:
            return plan["steps"]
    with tempfile.TemporaryDirectory(prefix="cchc-compile-") as folder:
        target = Path(folder) / "target"
        selected = [argument for model in models for argument in ("--select", f"+{model}")]
        arguments = ["compile", *selected, "--exclude", "resource_type:test", "resource_type:unit_test", "--quiet"]
        places = ["--target-path", str(target), "--log-path", folder]
        with redirect_stderr(io.StringIO()):  # dbt shows what it compiled, which nobody asked for
            run_dbt([*arguments, *places], Path(folder) / f"{_DATABASE}.duckdb", Path(_LANDING))
        steps = _steps(json.loads((target / "manifest.json").read_text(encoding="utf-8")), models)
    kept.parent.mkdir(exist_ok=True)
    unfinished = kept.with_name(f".{kept.name}.part")
    unfinished.write_text(json.dumps({"fingerprint": fingerprint, "steps": steps}), encoding="utf-8")
    unfinished.replace(kept)
    return steps


def _steps(manifest: dict[str, Any], models: list[str]) -> list[dict[str, str]]:
    nodes = manifest["nodes"]
    by_name = {node["name"]: key for key, node in nodes.items() if node["resource_type"] == "model"}
    ordered: dict[str, dict[str, str]] = {}

    def visit(key: str) -> None:
        if key in ordered or key not in nodes:
            return
        node = nodes[key]
        for parent in node["depends_on"].get("nodes", []):
            visit(parent)
        step = {"schema": node["schema"], "name": node["alias"]}
        if node["resource_type"] == "seed":
            ordered[key] = step | {"seed": node["original_file_path"], "columns": _seed_columns(node)}
        else:
            ordered[key] = step | {"sql": node["compiled_code"]}

    for model in models:
        visit(by_name[model])
    return list(ordered.values())


def _seed_columns(node: dict[str, Any]) -> str:
    """Casts of a seed's columns, as its properties type them."""
    types = node["config"]["column_types"]
    casts = ", ".join(f"cast({_quoted(column)} as {kind}) as {_quoted(column)}" for column, kind in types.items())
    return f"* replace ({casts})" if casts else "*"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _fingerprint(project: Path, models: list[str]) -> str:
    digest = hashlib.sha256("\0".join(models).encode())
    files = [project / "dbt_project.yml", project / "profiles.yml"]
    for folder in ("macros", "models"):
        files += sorted((project / folder).rglob("*.*"))
    files += sorted((project / "seeds").glob("*.yml"))
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
