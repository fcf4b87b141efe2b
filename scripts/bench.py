"""What the main steps cost on this machine, in seconds: ``make bench``.

Each step runs as a user would run it, as a process of its own, three times on copies of one workbook folder;
the median counts. Nothing here is asserted: times belong to machines.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).resolve().parent.parent
CCHC = Path(sys.executable).with_name("cchc")
REPORT = PROJECT / "raw/hai-duong/xa-doan-ket/2023-Q1"
RUNS = 3


def seconds(command: list[str], environment: dict[str, str], prepare=lambda: None) -> list[float]:
    """Wall time of a command, run RUNS times; ``prepare`` goes before each run and is not counted."""
    times = []
    for _ in range(RUNS):
        prepare()
        start = time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        times.append(time.perf_counter() - start)
        if done.returncode not in (0, 1):  # 1: `cchc check` found errors, as it should
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return times


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
        warehouse = Path(folder) / "warehouse"
        places = {"CCHC_WAREHOUSE_DIR": str(warehouse), "DAGSTER_HOME": str(Path(folder) / "dagster")}
        environment = {**os.environ, **places}

        def forget() -> None:
            shutil.rmtree(warehouse, ignore_errors=True)

        check = [str(CCHC), "check", *(str(path) for path in sorted(REPORT.iterdir())), "--format", "json"]
        steps = {
            "cchc load, six submissions, empty warehouse": seconds([str(CCHC), "load"], environment, forget),
            "cchc load, nothing new": seconds([str(CCHC), "load"], environment),
            "cchc check, one report (docx + xlsx)": seconds(check, environment),
            "cchc sql, one query": seconds([str(CCHC), "sql", "select count(*) from marts.dim_unit"], environment),
        }
    table = Table("step", "median s", "min s", "max s", title=f"{os.cpu_count()} cores, {RUNS} runs each")
    for step, times in steps.items():
        table.add_row(step, *(f"{value:.2f}" for value in (statistics.median(times), min(times), max(times))))
    Console().print(table)


if __name__ == "__main__":
    main()
