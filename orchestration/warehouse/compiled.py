"""Run the dbt models without dbt: their compiled SQL on a DuckDB in memory.

dbt needs some seconds to start, a check of one workbook should not. The SQL is compiled by dbt once for each
state of the project and kept beside dbt's own artefacts, with the columns of the landing tables; running it is a
matter of milliseconds. pyarrow, which takes longer to import than all this, is needed for compiling only.
"""

import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import duckdb

from orchestration import clock
from orchestration.settings import Settings
from orchestration.warehouse.dbt import run_dbt
from orchestration.warehouse.rows import select_rows

_DATABASE = "check"  # the name that compiled SQL calls the database by
_LANDING = "__landing__"  # stands for the landing folder in compiled SQL
# of seeds: told, since to sniff it takes longer than to read them
_DIALECT = """header = true, delim = ',', quote = '"', escape = '"'"""
_SOURCE = re.compile(rf"read_parquet\('{_LANDING}/(\w+)/\*\.parquet'[^()]*\)")
_CODE = Path(__file__).parent.parent  # where the landing tables are declared
Plan = dict[str, Any]


def build_in_memory(
    settings: Settings, landing: Mapping[str, list[dict[str, Any]]], models: list[str]
) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the models named and all that they need, built from rows of landing tables.

    Tables that ``landing`` does not name are empty. Raises DbtFailed when the project does not compile.
    """
    plan = build_plan(settings, models)
    connection = duckdb.connect(config={"threads": 1})  # so few rows would only be handed about
    connection.execute(f"attach ':memory:' as {_quoted(_DATABASE)}; use {_quoted(_DATABASE)}; create schema landing")
    for table, columns in plan["landing"].items():
        query, values = select_rows(columns, landing.get(table, []))
        connection.execute(f"create table landing.{table} as {query}", values)
    for step in plan["steps"]:
        connection.execute(f"create schema if not exists {step['schema']}")
        name = f"{step['schema']}.{step['name']}"
        if "seed" in step:
            path = settings.dbt_project_dir / step["seed"]
            read = f"read_csv(?, all_varchar = true, nullstr = '', {_DIALECT})"
            connection.execute(f"create table {name} as select {step['columns']} from {read}", [str(path)])
        elif "python" in step:
            found = _python_model(step, connection)
            connection.execute(f"create table {name} as select * from found")
            del found
        else:
            connection.execute(f"create table {name} as {step['sql']}")
    return connection


class _Dbt:
    """What our Python models ask of dbt."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, tables: Mapping[str, str]) -> None:
        self._connection, self._tables = connection, tables

    def config(self, **_: Any) -> None:
        """How the model is kept is for dbt alone."""

    def ref(self, model: str) -> duckdb.DuckDBPyRelation:
        return self._connection.table(self._tables[model])


def _python_model(step: Mapping[str, Any], connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    names: dict[str, Any] = {}
    exec(compile(step["python"], f"{step['name']}.py", "exec"), names)  # our own source, from the manifest
    return names["model"](_Dbt(connection, step["tables"]), connection)


def build_plan(settings: Settings, models: list[str]) -> Plan:
    """Columns of the landing tables with their SQL types (``landing``), seeds and models in the order to build them
    (``steps``), from dbt's manifest; kept until a file of the project changes.
    """
    fingerprint = _fingerprint(settings.dbt_project_dir, models)
    # one for each choice of models: a test that builds others leaves that of `cchc check` where it is
    choice = hashlib.sha256(" ".join(models).encode()).hexdigest()[:8]
    kept = settings.dbt_project_dir / "target" / f"plan_{choice}.json"
    if kept.exists():
        plan = json.loads(kept.read_text(encoding="utf-8"))
        if plan["fingerprint"] == fingerprint:
            return plan
    with tempfile.TemporaryDirectory(prefix="cchc-compile-") as folder:
        target = Path(folder) / "target"
        selected = [argument for model in models for argument in ("--select", f"+{model}")]
        arguments = ["compile", *selected, "--exclude", "resource_type:test", "resource_type:unit_test", "--quiet"]
        places = ["--target-path", str(target), "--log-path", folder]
        with redirect_stderr(io.StringIO()):  # dbt shows what it compiled, which nobody asked for
            run_dbt([*arguments, *places], Path(folder) / f"{_DATABASE}.duckdb", Path(_LANDING))
        steps = _steps(json.loads((target / "manifest.json").read_text(encoding="utf-8")), models)
    plan = {"fingerprint": fingerprint, "landing": _landing_columns(settings), "steps": steps}
    kept.parent.mkdir(exist_ok=True)
    unfinished = kept.with_name(f".{kept.name}.{os.getpid()}.part")  # others may compile at this moment
    unfinished.write_text(json.dumps(plan), encoding="utf-8")
    unfinished.replace(kept)
    return plan


def _landing_columns(settings: Settings) -> dict[str, dict[str, str]]:
    """Columns and SQL types of all landing tables, as a load writes them when nothing came."""
    from orchestration.quality.alerts import prepare_alert_table
    from orchestration.quality.border import write_held
    from orchestration.quality.declared import write_declared
    from orchestration.quality.history import prepare_history
    from orchestration.quality.rules import write_rule_book
    from orchestration.warehouse.landing import prepare_landing

    with tempfile.TemporaryDirectory(prefix="cchc-landing-") as folder:
        landing_dir = Path(folder)
        prepare_landing(landing_dir)
        write_rule_book(settings.rules_dir, settings.indicators_csv, settings.units_csv, landing_dir)
        write_held(landing_dir, "none", {})
        prepare_alert_table(landing_dir)
        prepare_history(landing_dir)
        write_declared(landing_dir, {}, clock.now())
        described = {
            table.name: duckdb.execute("describe select * from read_parquet(?)", [f"{table}/*.parquet"]).fetchall()
            for table in landing_dir.iterdir()
        }
    return {table: {name: kind for name, kind, *_ in columns} for table, columns in described.items()}


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
        elif node["language"] == "python":
            tables = {
                nodes[parent]["name"]: f"{nodes[parent]['schema']}.{nodes[parent]['alias']}"
                for parent in node["depends_on"]["nodes"]
            }
            ordered[key] = step | {"python": node["raw_code"], "tables": tables}
        else:
            ordered[key] = step | {"sql": _SOURCE.sub(r"landing.\1", node["compiled_code"])}

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
    files += [*sorted((_CODE / "quality").glob("*.py")), _CODE / "warehouse" / "schema.py"]
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
