"""Two loads never write into one warehouse: the second is told who loads, and whoever dies gives the lock back."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR
from orchestration.warehouse.lock import WarehouseBusy, only_load

HOLD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from orchestration.warehouse.lock import only_load
with only_load(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_second_load_ends_at_once_and_says_which_process_loads(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    command = [sys.executable, "-m", "orchestration.cli", "load"]
    places = ["--raw", str(tmp_path / "raw"), "--warehouse", str(tmp_path / "warehouse")]
    with only_load(tmp_path / "warehouse"):
        second = subprocess.run([*command, *places], cwd=PROJECT_DIR, capture_output=True, text=True)
    assert second.returncode == 2
    assert f"process {os.getpid()}" in second.stderr
    assert [path.name for path in (tmp_path / "warehouse").iterdir()] == ["load.lock"]


def test_a_load_that_dies_leaves_no_lock(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", HOLD_AND_DIE, str(tmp_path)], cwd=PROJECT_DIR)
    assert died.returncode == -signal.SIGKILL
    with only_load(tmp_path), pytest.raises(WarehouseBusy, match=str(os.getpid())), only_load(tmp_path):
        pass
