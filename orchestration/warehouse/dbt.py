"""Run dbt in this process on a given landing folder and build database."""

import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from orchestration.settings import PROJECT_DIR

_PROJECT = PROJECT_DIR / "dbt_project"


class DbtFailed(RuntimeError):
    """dbt ended with errors; the message lists the nodes and what they said."""


def run_dbt(args: list[str], build_db: Path, landing_dir: Path) -> None:
    """Run one dbt command (``["build", "--select", "+finding"]``).

    Sets the variables that profiles.yml and the sources read, and lets go of the database afterwards, so that
    the next connection sees what was built. Raises DbtFailed.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    build_db.parent.mkdir(parents=True, exist_ok=True)
    os.environ |= {"CCHC_BUILD_DB": str(build_db), "CCHC_LANDING_DIR": str(landing_dir)}
    places = ["--project-dir", str(_PROJECT), "--profiles-dir", str(_PROJECT)]
    try:
        # standard output is the caller's: `cchc check --format json` prints one document there and nothing else
        with redirect_stdout(sys.stderr):
            outcome = dbtRunner().invoke([*args, *places])
    finally:
        DuckDBConnectionManager.close_all_connections()
    if outcome.success:
        return
    if outcome.exception:
        raise DbtFailed(str(outcome.exception))
    failed = [r for r in getattr(outcome.result, "results", []) if r.status in ("error", "fail", "runtime error")]
    raise DbtFailed("; ".join(f"{r.node.name}: {r.message}" for r in failed) or f"dbt {args[0]} failed")
