"""Landing: submissions in raw/ that are new or changed become Parquet; nothing landed is ever rewritten."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.reports.formats.received import submission_sha256
from orchestration.reports.submission import Reading
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.incoming import keep, receive, submissions
from orchestration.warehouse.reading_pool import Job, ReadingPool, Reference
from orchestration.warehouse.schema import LANDING_TABLES

_BATCH = 500  # readings held in memory until they are written


@dataclass
class LandingResult:
    """What one landing did. ``load_id`` names the newest Parquet files; None when nothing was new."""

    load_id: str | None = None
    read: int = 0
    refused: int = 0
    unchanged: int = 0
    values: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)

    def count(self, reading: Reading) -> None:
        self.read += reading.is_accepted
        self.refused += not reading.is_accepted
        self.values += len(reading.found.statements)
        if not reading.is_accepted:
            self.refusals.append((reading.report["submission"], reading.report["refusal_reason"]))


def land(settings: Settings, on_progress: Callable[[int, int], None] | None = None) -> LandingResult:
    """Read every submission below raw/ that is not landed yet, several at a time, each in a process of its own.

    Files are kept by sha256 under ``received/`` before they are read, so that an old revision can still be
    looked at after its file in raw/ was replaced. ``on_progress`` is called with (done, all). What is read is
    written batch by batch: a load that breaks off is taken up where it was.

    Raises FileNotFoundError when raw/ does not exist.
    """
    if not settings.raw_dir.is_dir():
        raise FileNotFoundError(f"the folder of submissions does not exist: {settings.raw_dir} (CCHC_RAW_DIR)")
    prepare_landing(settings.landing_dir)
    version, landed = reader_version(), Landed(settings.landing_dir)
    result, readings = LandingResult(), []
    folders = sorted(submissions(settings.raw_dir).items())

    def progress() -> None:
        if on_progress:
            on_progress(result.read + result.refused + result.unchanged, len(folders))

    def new_jobs() -> Iterator[Job]:
        for folder, files in folders:
            received = receive(folder, files)
            if landed.has(folder, submission_sha256(received), version):
                result.unchanged += 1
                progress()
            else:
                kept = [keep(settings.received_dir, file) for file in received]
                yield Job(folder, kept, arrival=f"{version} {landed.arrivals(folder)}")

    with ReadingPool(Reference.of(settings)) as pool:
        for reading in pool.read(new_jobs()):
            folder, sha256 = reading.report["submission"], reading.report["submission_sha256"]
            if landed.has(folder, sha256, version):  # two new folders hold the same files
                result.unchanged += 1
            else:
                landed.add(folder, sha256, version, reading.is_movable)
                result.count(reading)
                readings.append(reading)
            progress()
            if len(readings) == _BATCH:
                result.load_id = _write(settings.landing_dir, readings, version)
                readings = []
    if readings:
        result.load_id = _write(settings.landing_dir, readings, version)
    return result


@cache
def reader_version() -> str:
    """Fingerprint of all that decides how a file is read: another one means that files are read again."""
    readers = (PROJECT_DIR / "orchestration" / "reports").rglob("*")
    parts = sorted(path for path in readers if path.suffix in (".py", ".yml"))
    parts += sorted((PROJECT_DIR / "dbt_project" / "seeds").glob("*.csv"))
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()[:12]


def prepare_landing(landing_dir: Path) -> None:
    """Give every landing table a folder with a file, so that its columns are known before its first row."""
    for name, schema in LANDING_TABLES.items():
        empty = landing_dir / name / "0.parquet"
        if not empty.exists():
            _write_parquet(schema.empty_table(), empty)


def write_readings(landing_dir: Path, readings: list[Reading], load_id: str, landed_at: datetime, version: str) -> None:
    """Write readings as one Parquet file a table; ``report`` last, so that a broken write leaves no report."""
    rows: dict[str, list[dict]] = {name: [] for name in LANDING_TABLES}
    for reading in readings:
        for name, more in reading.rows().items():
            rows[name] += more
    for row in rows["report"]:
        row |= {"landed_at": landed_at, "reader_version": version}
    for name in sorted(LANDING_TABLES, key=lambda name: name == "report"):
        table = pa.Table.from_pylist(rows[name], schema=LANDING_TABLES[name])
        _write_parquet(table, landing_dir / name / f"{load_id}.parquet")


def _write(landing_dir: Path, readings: list[Reading], version: str) -> str:
    now = datetime.now(UTC).replace(tzinfo=None)
    load_id = f"{now:%Y%m%dT%H%M%S%f}"
    write_readings(landing_dir, readings, load_id, now, version)
    return load_id


def _write_parquet(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    pq.write_table(table, unfinished)
    unfinished.replace(path)


class Landed:
    """What landing holds already: each folder's last submission, and contents that are the same report anywhere."""

    def __init__(self, landing_dir: Path):
        self._last: dict[str, tuple[str, str]] = {}
        self._movable: set[tuple[str, str]] = set()
        self._arrivals: Counter[str] = Counter()
        rows = duckdb.execute(
            """
            select submission, submission_sha256, reader_version, status = 'accepted' and report_id not in (
                select report_id from read_parquet(?) where remark_kind = 'taken_from_name'
            )
            from read_parquet(?) order by landed_at
            """,
            [str(landing_dir / table / "*.parquet") for table in ("remark", "report")],
        ).fetchall()
        for row in rows:
            self.add(*row)

    def add(self, folder: str, sha256: str, version: str, is_movable: bool) -> None:
        self._last[folder] = (sha256, version)
        self._arrivals[folder] += 1
        if is_movable:
            self._movable.add((sha256, version))

    def has(self, folder: str, sha256: str, version: str) -> bool:
        """Whether a folder's content is what landed last from it, or, in a new folder, was accepted elsewhere.

        Content that a folder held before another is news: it was put back. So is content in a new folder that needs
        the folder's name to say whose it is: two communes may send the same empty form.
        """
        if folder in self._last:
            return self._last[folder] == (sha256, version)
        return (sha256, version) in self._movable

    def arrivals(self, folder: str) -> int:
        return self._arrivals[folder]
