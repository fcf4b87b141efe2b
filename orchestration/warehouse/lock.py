"""One load at a time: a lock on the warehouse folder, which the system gives back when its holder ends, in any way."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class WarehouseBusy(RuntimeError):
    """Another process loads into this warehouse; the message names it."""


@contextmanager
def only_load(warehouse_dir: Path) -> Iterator[None]:
    """Hold the warehouse folder (made when missing) for one load. Raises WarehouseBusy at once when it is held."""
    warehouse_dir.mkdir(parents=True, exist_ok=True)
    path = warehouse_dir / "load.lock"
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        holder = path.read_text().strip() or "that has just begun"
        raise WarehouseBusy(f"a load into {warehouse_dir} is running already: process {holder}") from None
    try:
        path.write_text(f"{os.getpid()}\n")
        yield
    finally:
        lock.release()
