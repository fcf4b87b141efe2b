"""Run the dbt models without dbt: their compiled SQL on a DuckDB in memory.

dbt needs some seconds to start, a check of one workbook should not. The SQL is compiled by dbt once for each
state of the project and kept beside dbt's own artefacts, with the columns of the landing tables; running it is a
matter of milliseconds. pyarrow, which takes longer to import than all this, is needed for compiling only.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Collection, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from orchestration import clock
from orchestration.settings import Settings
from orchestration.warehouse.dbt import DATABASE, run_dbt
from orchestration.warehouse.rows import select_rows

# of seeds: told, since to sniff it takes longer than to read them
_DIALECT = """header = true, delim = ',', quote = '"', escape = '"'"""
_SOURCE = re.compile(r"read_parquet\('(\w+)/\*\.parquet'[^()]*\)")
_CODE = Path(__file__).parent.parent  # where the landing tables are declared
Plan = dict[str, Any]
Step = dict[str, Any]


def build_in_memory(
    settings: Settings, landing: Mapping[str, list[dict[str, Any]]], models: list[str]
) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the models named and all that they need, built from rows of landing tables.

    Tables that ``landing`` does not name are empty. Raises DbtFailed when the project does not compile.
    """
    plan = build_plan(settings)
    connection = duckdb.connect(config={"threads": 1})  # so few rows would only be handed about
    connection.execute(f"attach ':memory:' as {DATABASE}; use {DATABASE}; create schema landing")
    for table, columns in plan["landing"].items():
        query, values = select_rows(columns, landing.get(table, []))
        connection.execute(f"create table landing.{table} as {query}", values)
    for step in steps_for(plan, models):
        connection.execute(f"create schema if not exists {step['schema']}")
        name = _relation(step)
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
    return names["model"](_Dbt(connection, step["needs"]), connection)


def build_plan(settings: Settings) -> Plan:
    """Columns of the landing tables with their SQL types (``landing``), and all seeds and models in an order to build
    them, each with those that it needs (``steps``); kept until a file of the project changes.
    """
    fingerprint = _fingerprint(settings.dbt_project_dir)
    kept = settings.dbt_project_dir / "target" / "plan.json"
    if kept.exists():
        plan = json.loads(kept.read_text(encoding="utf-8"))
        if plan["fingerprint"] == fingerprint:
            return plan
    with tempfile.TemporaryDirectory(prefix="cchc-compile-") as folder:
        without_tests = ["--exclude", "resource_type:test", "resource_type:unit_test"]
        run_dbt(["compile", *without_tests], Path(folder), Path(folder))
        manifest = json.loads((Path(folder) / "dbt" / "manifest.json").read_text(encoding="utf-8"))
    plan = {"fingerprint": fingerprint, "landing": _landing_columns(settings), "steps": _steps(manifest)}
    kept.parent.mkdir(exist_ok=True)
    unfinished = kept.with_name(f".{kept.name}.{os.getpid()}.part")  # others may compile at this moment
    unfinished.write_text(json.dumps(plan), encoding="utf-8")
    unfinished.replace(kept)
    return plan


def steps_for(plan: Plan, models: Collection[str]) -> list[Step]:
    """The steps that build the models named and all that they need, in order."""
    needed = set(models)
    for step in reversed(plan["steps"]):
        if step["name"] in needed:
            needed.update(step["needs"])
    return [step for step in plan["steps"] if step["name"] in needed]


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


def _steps(manifest: dict[str, Any]) -> list[Step]:
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] in ("seed", "model")}
    steps = {}
    above = {
        key: [parent for parent in node["depends_on"].get("nodes", []) if parent in nodes]  # a seed has none
        for key, node in nodes.items()
    }
    for key in TopologicalSorter(above).static_order():
        node = nodes[key]
        needs = {nodes[parent]["name"]: _relation(nodes[parent]) for parent in above[key]}
        step = {"schema": node["schema"], "name": node["name"], "needs": needs}
        if node["resource_type"] == "seed":
            step |= {"seed": node["original_file_path"], "columns": _seed_columns(node)}
        elif node["language"] == "python":
            step |= {"python": node["raw_code"]}
        else:
            step |= {"sql": _SOURCE.sub(r"landing.\1", node["compiled_code"])}
        steps[key] = step
    return list(steps.values())


def _relation(node: Mapping[str, Any]) -> str:
    return f"{node['schema']}.{node['name']}"


def _seed_columns(node: dict[str, Any]) -> str:
    """Casts of a seed's columns, as its properties type them."""
    types = node["config"]["column_types"]
    casts = ", ".join(f"cast({_quoted(column)} as {kind}) as {_quoted(column)}" for column, kind in types.items())
    return f"* replace ({casts})" if casts else "*"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _fingerprint(project: Path) -> str:
    digest = hashlib.sha256()
    files = [project / "dbt_project.yml", project / "profiles.yml"]
    for folder in ("macros", "models"):
        files += sorted((project / folder).rglob("*.*"))
    files += sorted((project / "seeds").glob("*.yml"))
    files += [*sorted((_CODE / "quality").glob("*.py")), _CODE / "warehouse" / "schema.py"]
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
