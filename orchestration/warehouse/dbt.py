"""Run dbt in this process on a given landing folder and build database.

The project is parsed once for each state of its files, whatever the warehouse: what dbt reads of a warehouse (the
folder of the landing tables, the build database) is settled when it connects, not when it parses.
"""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import FileLock

from orchestration.settings import PROJECT_DIR

_PROJECT = PROJECT_DIR / "dbt_project"
_TARGET = _PROJECT / "target"
_MANIFEST = _TARGET / "manifest.json"
_PARSED = _TARGET / "partial_parse.msgpack"  # the same as dbt's own objects
_ARTEFACTS = {"target", "logs", "dbt_packages"}
DATABASE = "cchc_build"  # what dbt calls the database: the stem of its file


class DbtFailed(RuntimeError):
    """dbt ended with errors; the message lists the nodes and what they said."""


def run_dbt(args: list[str], build_dir: Path, landing_dir: Path, on_event: Callable[[Any], None] | None = None) -> None:
    """Run one dbt command (``["build", "--select", "+finding"]``).

    Args:
        build_dir: gets the database, ``cchc_build.duckdb``, and in ``dbt/`` dbt's artefacts and log.
        landing_dir: holds a folder of Parquet files for each landing table. No comma may stand in its path.
        on_event: hears each of dbt's events (``EventMsg``), from several threads.
    Lets go of the database afterwards, so that the next connection sees what was built. Raises DbtFailed.
    """
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    if "," in str(landing_dir):
        raise DbtFailed(f"{landing_dir}: DuckDB takes a comma for the end of a path; choose a folder without one")
    fresh_manifest()
    # dbt writes into what it is given: no two runs may share that
    parsed = Manifest.from_msgpack(_PARSED.read_bytes(), decoder=extended_mashumuro_decoder)
    parsed.build_flat_graph()
    build_dir.mkdir(parents=True, exist_ok=True)
    target_dir = build_dir / "dbt"
    _invoke([*args, "--target-path", str(target_dir)], build_dir, landing_dir, target_dir, parsed, on_event)


def fresh_manifest() -> Path:
    """dbt's manifest as JSON, parsed anew when it is missing or older than any file of the project.

    One process parses, others wait for it; what is parsed is moved into place, so that nobody reads half of it.
    Raises DbtFailed.
    """
    _TARGET.mkdir(exist_ok=True)
    with FileLock(_TARGET / "parse.lock"):
        if _is_stale():
            with TemporaryDirectory(prefix="parse-", dir=_TARGET) as fresh:
                folder = Path(fresh)
                _invoke(["parse", "--target-path", fresh], folder, folder, _TARGET)
                for path in (_PARSED, _MANIFEST):
                    (folder / path.name).replace(path)
    return _MANIFEST


def _is_stale() -> bool:
    if not (_MANIFEST.exists() and _PARSED.exists()):
        return True
    parsed_at = _PARSED.stat().st_mtime  # the first to be moved into place
    folders = [path for path in _PROJECT.iterdir() if path.name not in _ARTEFACTS and not path.name.startswith(".")]
    # folders too: a file that was removed leaves its trace there
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return any(path.stat().st_mtime > parsed_at for path in paths)


def _invoke(
    args: list[str],
    build_dir: Path,
    landing_dir: Path,
    log_dir: Path,
    parsed: Any = None,
    on_event: Callable[[Any], None] | None = None,
) -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    project = ["--project-dir", str(_PROJECT), "--profiles-dir", str(_PROJECT)]
    # what dbt says goes to its log alone: `cchc check --format json` prints one document and nothing else
    logs = ["--log-path", str(log_dir), "--log-level", "none", "--log-level-file", "info"]
    os.environ |= {"CCHC_BUILD_DB": str(build_dir / f"{DATABASE}.duckdb"), "CCHC_LANDING_DIR": str(landing_dir)}
    dbt = dbtRunner(manifest=parsed, callbacks=[on_event] if on_event else [])
    try:
        outcome = dbt.invoke([*args, *project, *logs])
    finally:
        DuckDBConnectionManager.close_all_connections()
    if outcome.success:
        return
    if outcome.exception and not isinstance(outcome.exception, Exception):
        raise outcome.exception  # Ctrl-C, which dbt takes for one of its errors
    failed = [r for r in getattr(outcome.result, "results", []) if r.status in ("error", "fail", "runtime error")]
    said = [f"{r.node.name}: {r.message}" for r in failed] or [str(outcome.exception or f"dbt {args[0]} failed")]
    raise DbtFailed(f"{'; '.join(said)} (see {log_dir / 'dbt.log'})")
