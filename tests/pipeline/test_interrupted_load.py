"""Ctrl-C ends a load while it reads or builds; nothing is published, nothing runs on, and the next load may begin."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import docx_file

from orchestration.settings import PROJECT_DIR
from orchestration.warehouse.lock import only_load

ENDLESS = docx_file("BÁO CÁO", "Trong quý đã tiếp nhận 300 hồ sơ, " * 55_000)  # read for as long as may be


@pytest.mark.parametrize(
    ("sent", "content", "begun"),
    [
        (signal.SIGINT, ENDLESS, "received/*/*.docx"),
        (signal.SIGTERM, ENDLESS, "received/*/*.docx"),
        (signal.SIGINT, b"", "build/cchc_build.duckdb"),
    ],
    ids=["Ctrl-C while it reads", "ended while it reads", "Ctrl-C while dbt builds"],
)
def test_a_load_that_is_interrupted_ends_and_publishes_nothing(
    tmp_path: Path, sent: signal.Signals, content: bytes, begun: str
) -> None:
    folder = tmp_path / "raw/tinh/xa/2023-Q1"
    folder.mkdir(parents=True)
    (folder / "bao-cao.docx").write_bytes(content)
    warehouse = tmp_path / "warehouse"
    command = [sys.executable, "-m", "orchestration.cli", "load", "--raw", str(tmp_path / "raw")]
    load = subprocess.Popen(
        [*command, "--warehouse", str(warehouse)],
        cwd=PROJECT_DIR,
        env={**os.environ, "DAGSTER_HOME": str(tmp_path / "dagster")},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a terminal sends Ctrl-C to all of them
    )
    try:
        while load.poll() is None and not any(warehouse.glob(begun)):
            time.sleep(0.1)
        os.killpg(load.pid, sent)
        _, said = load.communicate(timeout=60)
    finally:
        if load.poll() is None:
            os.killpg(load.pid, signal.SIGKILL)
    assert load.returncode == 2
    assert "interrupted" in said
    assert not (warehouse / "cchc.duckdb").exists()
    with only_load(warehouse):
        assert not any((warehouse / "landing").rglob(".*"))
