"""Reading submissions in processes of their own, so that a hostile file harms nothing but itself.

A worker tells the name of each file before it works on it. One that runs out of time or memory, or dies, is thereby
known by the file it was at; the submission is read again without that file, which is refused with the reason. Only
the readers are imported here: a worker should be small and start at once.
"""

import logging
import multiprocessing
import os
import resource
import signal
import threading
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.formats.files import TOO_MUCH_MEMORY
from orchestration.reports.formats.received import Received
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.submission import Reading, read_submission
from orchestration.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

SECONDS = 30  # for one file; a workbook of seven forms takes a hundredth of one
MEMORY_BYTES = 900 * 1024 * 1024  # what a reading may allocate: with code and libraries a worker stays below 1 GiB
_START_SECONDS = 120  # for a worker to start on a busy machine
_AHEAD = 50  # readings kept while an earlier one is not done
_TOO_SLOW = f"đọc tệp này mất quá {SECONDS} giây; hãy tách thành nhiều tệp nhỏ hơn"
_DIED = "tệp này làm chương trình đọc dừng đột ngột, có thể vì cần quá nhiều bộ nhớ; hãy lưu lại rồi gửi bản mới"
_FAILED = "chương trình đọc gặp lỗi không lường trước ở tệp này; hãy báo cho đơn vị quản lý kho dữ liệu"

logger = logging.getLogger(__name__)


class Reference(NamedTuple):
    """The files from which catalogue and register of units are read."""

    indicators_csv: Path
    fields_csv: Path
    units_csv: Path

    @classmethod
    def of(cls, settings: Settings) -> "Reference":
        return cls(settings.indicators_csv, settings.fields_csv, settings.units_csv)

    def load(self) -> tuple[Catalogue, UnitRegister]:
        return Catalogue(self.indicators_csv, self.fields_csv), UnitRegister(self.units_csv)


@dataclass
class Job:
    """A submission to be read."""

    folder: str
    files: list[Received]
    given: Mapping[str, Any] | None = None
    arrival: str = ""
    unread: dict[str, str] = field(default_factory=dict)  # files refused by an earlier attempt


class ReadingPool:
    """Workers that are started when there is something to read, and ended with the ``with`` block."""

    def __init__(self, reference: Reference, workers: int | None = None, fork: bool = False):
        """``workers`` is how many at most, by default as many as there are cores.

        A worker that is forked (``fork``) is there at once, with all that is imported; only a process that runs no
        threads may do so. One that is spawned begins with nothing and is safe anywhere.
        """
        self._reference = reference
        self._context = multiprocessing.get_context("fork") if fork else multiprocessing.get_context("spawn")
        self._most = workers or os.cpu_count() or 1
        self._workers: list[_Worker] = []

    def __enter__(self) -> "ReadingPool":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def read(self, jobs: Iterable[Job]) -> Iterator[Reading]:
        """Readings in the order of their jobs, which are taken as workers become free.

        Raises RuntimeError when workers cannot start or read nothing at all: a fault of ours, not of a file.
        """
        numbered = enumerate(jobs)
        busy: dict[_Worker, int] = {}
        done: dict[int, Reading] = {}
        turn = 0
        while True:
            while len(busy) < self._most and len(busy) + len(done) < _AHEAD and (task := next(numbered, None)):
                worker = self._free(busy)
                busy[worker], job = task
                worker.begin(job)
            if not busy:
                return
            for worker in _due(list(busy)):
                reading = worker.hear()
                if reading is not None:
                    done[busy.pop(worker)] = reading
            while turn in done:
                yield done.pop(turn)
                turn += 1

    def _free(self, busy: Mapping["_Worker", int]) -> "_Worker":
        for worker in self._workers:
            if worker not in busy:
                return worker
        self._workers.append(_Worker(self._reference, self._context))
        return self._workers[-1]


def _due(workers: list["_Worker"]) -> list["_Worker"]:
    """Workers that said something, ended, or have used up their time; waits for the first."""
    heard = wait([worker.pipe for worker in workers], max(0.0, min(w.deadline for w in workers) - time.monotonic()))
    return [worker for worker in workers if worker.pipe in heard or worker.deadline <= time.monotonic()]


class _Worker:
    """A process that reads one submission after the other, started anew when it fails."""

    def __init__(self, reference: Reference, context: "SpawnContext | ForkContext"):
        self._reference, self._context = reference, context
        self._start()

    def _start(self) -> None:
        self.pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, self._reference), daemon=True)
        self._process.start()
        theirs.close()
        self._fresh = True

    def begin(self, job: Job) -> None:
        self._job, self._at, self._since = job, "", time.monotonic()
        self._spent: dict[str, float] = {}
        self.deadline = self._since + _START_SECONDS
        self.pipe.send(job)

    def hear(self) -> Reading | None:
        """Take what the worker says, or its silence. Gives the reading when that is what it said."""
        try:
            said = self.pipe.recv() if self.pipe.poll() else _Failure(_TOO_SLOW)
        except (EOFError, OSError):
            said = _Failure(_DIED)
        if isinstance(said, Reading):
            self._fresh = False
            return said
        if isinstance(said, _Failure):
            logger.error("%s: %s: %s", self._job.folder, self._at, said.trace or said.reason)
            self._failed(said.reason)
        else:
            self._begin_file(said)
        return None

    def _begin_file(self, name: str) -> None:
        now = time.monotonic()
        self._spent[self._at] = self._spent.get(self._at, 0.0) + now - self._since
        self._at, self._since = name, now
        self.deadline = now + SECONDS - self._spent.get(name, 0.0)

    def _failed(self, reason: str) -> None:
        """Start anew and read the submission without the file that the worker was at."""
        self.end()
        job, at = self._job, self._at
        if self._fresh or reason == _TOO_SLOW:  # else earlier submissions may have filled its memory: once more
            # a file that was passed over is not to blame: then it is all of them together
            blamed = {file.name for file in job.files} if at in job.unread else {at}
            if not at or blamed <= job.unread.keys():
                raise RuntimeError(f"reading {job.folder} failed before a file was read: {reason}")
            job.unread |= dict.fromkeys(blamed, reason)
        self._start()
        self.begin(job)

    def end(self) -> None:
        self.pipe.close()
        self._process.kill()
        self._process.join()


class _Failure(NamedTuple):
    reason: str
    trace: str = ""


def _serve(pipe: Connection, reference: Reference) -> None:
    """What a worker does: read submissions until the pipe closes."""
    _confine()
    catalogue, register = reference.load()
    while True:
        try:
            job: Job = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(
                read_submission(
                    job.folder, job.files, catalogue, register, job.given, job.arrival, job.unread, pipe.send
                )
            )
        except MemoryError:
            pipe.send(_Failure(TOO_MUCH_MEMORY))
        except Exception as error:
            pipe.send(_Failure(f"{_FAILED} ({type(error).__name__})", traceback.format_exc()))


def _confine() -> None:
    """No more memory than a reading needs, no output, no life without the process that gets the readings.

    Ctrl-C is for that process.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MEMORY_BYTES + _inherited_bytes()
    limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, most))  # macOS takes it, and does not enforce it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nothing is written where it dies
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _inherited_bytes() -> int:
    """What a worker that was forked holds from the start: the data, and the stacks of threads, of who started it."""
    statm = Path("/proc/self/statm")  # Linux, where the limit counts
    return int(statm.read_text().split()[5]) * resource.getpagesize() if statm.exists() else 0


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
